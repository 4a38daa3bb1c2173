//! Weights of the numbers that describe a pair of articles, fitted by
//! `training/stories/fit.py`; see `weights/stories.md`.

/// Log odds of a pair with nothing in common.
pub(super) const BASE: f64 = -3.5518;
/// One weight a number, in the order of `expanded`.
pub(super) const WEIGHTS: [f64; 21] = [
    0.2180, 7.2921, 2.8105, -1.6308, -7.5238, 2.8049, 4.9352, 0.7493, -2.3460, 4.5917, -3.4498,
    -5.5157, 4.8471, 4.1180, 0.2610, -3.7529, 0.4236, 4.4999, 3.7706, -0.4485, 0.7772,
];
