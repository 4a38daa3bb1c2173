//! Weights of the numbers that describe two units, fitted by `training/statements/fit.py`; see
//! `weights/statements.md`.

use super::kinship::{NUMBERS, Row};

/// The weights of one kind of pair: log odds of a pair with nothing in common, then one a number.
type Weights = (f64, [f64; NUMBERS]);

const SAME_WITH: Weights = (
    0.156,
    [
        2.741, 2.666, 0.141, 1.576, -0.701, 0.928, 0.272, -0.145, -0.286, 0.195, -0.505, -0.898,
        3.276, 2.603, -1.211, 0.884,
    ],
);
const SAME_WITHOUT: Weights = (
    0.609,
    [
        2.380, 2.569, 0.000, 1.479, -0.818, 0.882, 0.173, -0.263, -0.275, 0.304, -0.617, -0.837,
        2.600, 2.680, -1.166, 0.940,
    ],
);
const CROSS_WITH: Weights = (
    -1.803,
    [
        1.186, 2.113, 5.854, 2.638, 0.331, 1.619, 0.105, -0.278, -0.786, 0.142, 0.181, -0.270,
        -0.040, 1.007, -1.102, 3.292,
    ],
);
const CROSS_WITHOUT: Weights = (
    -2.262,
    [
        2.807, 2.433, 0.000, 2.199, 0.104, 1.012, -0.326, -0.864, -0.856, -0.237, -1.062, 0.738,
        -0.224, -0.027, -0.429, 3.662,
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
