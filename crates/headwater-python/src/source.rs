//! What Python gives to be read.

use crate::errors;
use crate::watch::{Heard, Watcher};
use headwater_files::{Input, inputs};
use headwater_page::Article;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use std::path::PathBuf;

/// A path, or bytes with their name.
#[derive(FromPyObject)]
pub(crate) enum Source {
    /// Bytes with the name that their page gets.
    Bytes(String, PyBackedBytes),
    /// A file or folder.
    Path(PathBuf),
}

/// The inputs of sources, in their order. What cannot be opened is told to `heard`.
pub(crate) fn opened(sources: Vec<Source>, heard: &Heard) -> Vec<Input> {
    let mut out = Vec::new();
    for source in sources {
        match source {
            Source::Bytes(id, bytes) => out.push(Input::Bytes { id, bytes: bytes.to_vec() }),
            // The program takes `-` for standard input; here it is a name like any other.
            Source::Path(path) if path.as_os_str() == "-" => {
                out.extend(inputs(&[PathBuf::from("./-")], heard));
            }
            Source::Path(path) => out.extend(inputs(&[path], heard)),
        }
    }
    out
}

/// All articles of the inputs, in order.
pub(crate) fn all(inputs: Vec<Input>, heard: &Heard, watch: &Watcher) -> PyResult<Vec<Article>> {
    let mut list = Vec::new();
    headwater_files::articles(inputs, heard, watch, |batch| {
        list.extend(batch);
        watch.may_go_on()
    })?;
    Ok(list)
}

/// Raised where nothing at all could be read, with what was heard.
pub(crate) fn nothing(heard: &Heard) -> PyResult<()> {
    let troubles = heard.troubles();
    match troubles.first() {
        Some((message, hint)) if hint.is_empty() => Err(errors::input(message)),
        Some((message, hint)) => Err(errors::input(format!("{message}; {hint}"))),
        None => Ok(()),
    }
}
