//! What is raised in Python, by kind.

use pyo3::PyErr;
use pyo3::exceptions::PyException;
use std::fmt::Display;

pyo3::create_exception!(headwater, HeadwaterError, PyException, "Anything that Headwater raises.");
pyo3::create_exception!(
    headwater,
    InputError,
    HeadwaterError,
    "What was given is no page, names no file, or is of a kind that is not taken."
);
pyo3::create_exception!(
    headwater,
    EngineError,
    HeadwaterError,
    "A tagger or model that cannot be used, or records that another version made."
);
pyo3::create_exception!(
    headwater,
    LibraryError,
    HeadwaterError,
    "The file of a library that is missing, damaged, busy, or of another version."
);

/// An error with all that caused it, in one line.
fn whole(error: &dyn std::error::Error) -> String {
    let mut out = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !out.contains(&words) {
            out = format!("{out}: {words}");
        }
        next = cause.source();
    }
    out
}

/// What was given cannot be used.
pub(crate) fn input(words: impl Display) -> PyErr {
    InputError::new_err(words.to_string())
}

/// A tagger, model or version that does not fit.
pub(crate) fn engine(error: &dyn std::error::Error) -> PyErr {
    EngineError::new_err(whole(error))
}

/// The file of a library cannot be used.
pub(crate) fn library(path: &str, error: &dyn std::error::Error) -> PyErr {
    LibraryError::new_err(format!("`{path}`: {}", whole(error)))
}
