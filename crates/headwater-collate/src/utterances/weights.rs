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
    0.280,
    [
        2.808, 2.664, 0.086, 1.617, -0.647, 0.954, 0.278, -0.136, -0.302, 0.200, -0.535, -0.916,
        3.315, 2.552, -1.264, 0.921,
    ],
);
const SAME_WITHOUT: Weights = (
    0.694,
    [
        2.535, 2.531, 0.000, 1.520, -0.776, 0.894, 0.181, -0.222, -0.302, 0.328, -0.614, -0.846,
        2.643, 2.647, -1.237, 0.941,
    ],
);
const CROSS_WITH: Weights = (
    -1.757,
    [
        1.188, 2.117, 5.815, 2.622, 0.314, 1.627, 0.104, -0.277, -0.812, 0.148, 0.178, -0.272,
        -0.037, 0.978, -1.106, 3.300,
    ],
);
const CROSS_WITHOUT: Weights = (
    -1.345,
    [
        2.945, 2.453, 0.000, 2.178, -0.002, 1.101, -0.333, -0.809, -0.969, -0.145, -0.970, 0.655,
        -0.191, -0.037, -0.772, 3.700,
    ],
);
const COMPANY_WITH: WithCompany = (
    -0.444,
    [
        1.160, 2.317, 0.249, 0.710, -0.886, 0.798, 0.002, -0.024, -0.577, 1.099, -0.694, -1.391,
        1.653, 0.981, -0.264, 1.851, -0.862, -1.987, -0.170, -0.264, -0.691, -0.242, -0.077,
        -0.200, 0.095, -0.209, 0.886, -0.246, -0.407, -1.546, -0.753, 0.613, 0.746, -0.742,
    ],
);
const COMPANY_WITHOUT: WithCompany = (
    0.411,
    [
        0.977, 1.833, 0.000, 0.680, -0.745, 0.684, -0.022, -0.311, -0.631, 1.231, -0.825, -1.469,
        1.324, 0.894, -0.221, 2.009, -0.505, -1.953, -0.664, 0.000, -0.721, -0.074, -0.201, -0.190,
        -0.056, -0.361, 0.934, -0.249, -0.540, -1.422, -0.801, 0.602, 0.771, -0.836,
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
