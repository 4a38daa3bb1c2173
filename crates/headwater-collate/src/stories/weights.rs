//! Weights of the numbers that describe a pair of articles, fitted by
//! `training/stories/fit.py`; see `weights/stories.md`.

/// Log odds of a pair with nothing in common.
pub(super) const BASE: f64 = -3.3746;
/// One weight a number, in the order of `expanded`.
pub(super) const WEIGHTS: [f64; 21] = [
    1.2217, 3.7004, 2.8930, 0.7940, -3.8367, 2.3600, 5.9124, 1.6001, -2.5599, 4.8746, -3.3509,
    -6.8144, 3.5413, 3.2220, -0.5536, 1.1904, 0.2252, 2.7467, 2.7328, -0.4063, -0.3768,
];
