//! What may be wrong with a file of learned weights.

use thiserror::Error;

/// Why a file of weights cannot be used. There is no empty model in its place: a run with weights
/// that are not there would give wrong findings without a word.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum BadWeights {
    /// The first bytes are not those of this kind of file.
    #[error("it does not begin with `{0}`")]
    Mark(&'static str),
    /// It ends too early, or something follows its end.
    #[error("it is longer or shorter than it says")]
    Length,
    /// Something that it must have is not there.
    #[error("it has no `{0}`")]
    Lacks(&'static str),
    /// A number in it cannot be.
    #[error("it holds a number that cannot be")]
    Value,
    /// It was trained on rows of another width.
    #[error("it asks for number {asked} of rows that have {width}")]
    Width {
        /// The highest place asked for, from 0.
        asked: usize,
        /// Numbers of a row.
        width: usize,
    },
}

/// Weights that are part of a crate, from its file `name`.
///
/// # Panics
///
/// Where they cannot be used. The tests of each crate load all that it ships, so that a crate with
/// such a file is never published.
#[allow(
    clippy::panic,
    reason = "shipped bytes that are no weights are a fault of the build, which tests rule out"
)]
pub fn shipped<T>(name: &str, weights: Result<T, BadWeights>) -> T {
    weights.unwrap_or_else(|bad| panic!("the shipped weights `{name}` cannot be used: {bad}"))
}
