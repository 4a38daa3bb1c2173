//! Weights of the numbers that describe two units, fitted by `training/statements/fit.py`; see
//! `weights/statements.md`.

use super::kinship::{NUMBERS, Row};

/// The weights of one kind of pair: log odds of a pair with nothing in common, then one a number.
type Weights = (f64, [f64; NUMBERS]);
/// The weights of a pair in one language once the company of its pages is known: log odds, one a number,
/// one of the company itself, and what the company adds to each of all these.
type WithCompany = (f64, [f64; ALL]);

const ALL: usize = 2 * (NUMBERS + 1);

const SAME_WITH: Weights = (
    -0.810,
    [
        1.453, 3.154, 0.503, 1.135, -1.077, 1.094, 0.262, -0.227, -0.104, 0.288, -0.555, -0.821,
        3.003, 2.692, -0.634, 0.862,
    ],
);
const SAME_WITHOUT: Weights = (
    -0.168,
    [
        1.256, 3.072, 0.000, 1.047, -1.229, 1.030, 0.140, -0.381, -0.068, 0.436, -0.685, -0.712,
        2.176, 2.774, -0.635, 1.108,
    ],
);
const CROSS_WITH: Weights = (
    -1.790,
    [
        1.284, 2.133, 5.906, 2.564, 0.256, 1.477, 0.000, -0.312, -0.669, 0.129, 0.245, -0.217,
        -0.302, 0.922, -1.134, 3.174,
    ],
);
const CROSS_WITHOUT: Weights = (
    -1.470,
    [
        2.931, 2.416, 0.000, 2.104, -0.029, 0.887, -0.467, -0.818, -0.810, -0.087, -0.674, 0.970,
        -0.364, -0.133, -0.964, 3.594,
    ],
);
const COMPANY_WITH: WithCompany = (
    -1.516,
    [
        0.614, 2.302, 0.466, 0.491, -1.234, 0.822, -0.033, 0.463, -0.471, 1.368, 0.021, -1.004,
        1.669, 1.039, -0.040, 1.981, -1.303, -1.519, -0.673, -0.091, -0.600, -0.210, -0.099,
        -0.101, 0.829, -0.415, 1.218, 0.542, -0.194, -1.612, -1.042, 0.581, 1.165, -0.582,
    ],
);
const COMPANY_WITHOUT: WithCompany = (
    -0.470,
    [
        0.524, 1.890, 0.000, 0.573, -1.008, 0.619, -0.089, 0.143, -0.484, 1.380, -0.248, -1.092,
        1.322, 0.933, -0.101, 1.884, -0.876, -1.367, -1.318, 0.000, -0.449, 0.029, -0.275, -0.034,
        0.661, -0.467, 1.132, 0.387, -0.508, -1.530, -0.897, 0.561, 0.790, -0.825,
    ],
);

/// The probability that a pair is one statement, by its own numbers; `same` language or not, with or
/// without the sentence model.
pub(super) fn odds(same: bool, model: bool, row: &Row) -> f64 {
    let (base, weights) = match (same, model) {
        (true, true) => SAME_WITH,
        (true, false) => SAME_WITHOUT,
        (false, true) => CROSS_WITH,
        (false, false) => CROSS_WITHOUT,
    };
    logistic(base + weights.iter().zip(row).map(|(w, x)| w * x).sum::<f64>())
}

/// The same of a pair in one language, whose pages share so much else (`company`, in nats).
pub(super) fn in_company(model: bool, row: &Row, company: f64) -> f64 {
    let (base, weights) = if model { COMPANY_WITH } else { COMPANY_WITHOUT };
    let alone = row.iter().copied().chain([company]);
    let all = alone.clone().chain(alone.map(|x| company * x));
    logistic(base + weights.iter().zip(all).map(|(w, x)| w * x).sum::<f64>())
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-sum))
}
