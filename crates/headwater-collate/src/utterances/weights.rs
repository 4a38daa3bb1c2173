//! Weights of the numbers that describe two units, fitted by `training/statements/fit.py`; see
//! `weights/statements.md`.

use super::kinship::{NUMBERS, Row};

/// The weights of one kind of pair: log odds of a pair with nothing in common, then one a number.
type Weights = (f64, [f64; NUMBERS]);

const SAME_WITH: Weights = (
    -2.696,
    [
        -0.248, 3.027, 1.656, 1.123, -1.160, 1.430, 0.385, 0.009, -0.163, 0.710, -0.152, -0.742,
        3.719, 2.583, 1.154,
    ],
);
const SAME_WITHOUT: Weights = (
    -2.334,
    [
        0.265, 3.172, 0.000, 1.174, -1.168, 1.431, 0.350, -0.003, -0.093, 0.731, -0.277, -0.683,
        3.912, 2.708, 1.495,
    ],
);
const CROSS_WITH: Weights = (
    -2.717,
    [
        1.357, 2.026, 4.195, 0.734, -1.100, 1.204, -0.374, 0.281, -1.306, 0.941, 0.929, -0.210,
        -0.548, 0.335, 2.694,
    ],
);
const CROSS_WITHOUT: Weights = (
    -1.180,
    [
        2.145, 2.572, 0.000, 0.779, -1.145, 1.212, -0.437, 0.252, -0.904, 1.004, 0.802, -0.228,
        -0.645, 0.327, 3.812,
    ],
);

/// The probability that a pair is one statement; `same` language or not, with or without the
/// sentence model.
pub(super) fn odds(same: bool, model: bool, row: &Row) -> f64 {
    let (base, weights) = match (same, model) {
        (true, true) => SAME_WITH,
        (true, false) => SAME_WITHOUT,
        (false, true) => CROSS_WITH,
        (false, false) => CROSS_WITHOUT,
    };
    let sum: f64 = base + weights.iter().zip(row).map(|(w, x)| w * x).sum::<f64>();
    1.0 / (1.0 + libm::exp(-sum))
}
