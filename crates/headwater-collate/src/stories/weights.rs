//! Weights of the numbers that describe a pair of articles, fitted by
//! `training/stories/fit.py`; see `weights/stories.md`.

/// Log odds of a pair with nothing in common.
pub(super) const BASE: f64 = -3.7103;
/// One weight a number, in the order of `expanded`.
pub(super) const WEIGHTS: [f64; 21] = [
    1.1070,
    4.0244,
    2.9098,
    0.7299,
    -3.8480,
    2.4883,
    6.3420,
    1.4157,
    -3.0251,
    4.9110,
    -3.4509,
    -6.5655,
    3.5329,
    3.2761,
    -0.2917,
    1.2795,
    0.1959,
    2.6914,
    2.7749,
    -0.3897,
    -0.5727,
];
