//! Which tagger and model read.

use crate::errors;
use headwater_collate::encoder::Encoder;
use headwater_files::FEW;
use headwater_quote::Tagger;
use pyo3::prelude::*;
use std::sync::Arc;

/// What reads pages: a tagger and perhaps the added sentence model. Pages that one engine read may be
/// put together with those of an equal one only.
#[pyclass(frozen, module = "headwater")]
#[derive(Clone)]
pub(crate) struct Engine(pub(crate) Arc<headwater::Engine>);

#[pymethods]
impl Engine {
    /// `tagger` is "fast" or "deep"; `model` whether the added sentence model has a say, if there is
    /// one.
    #[new]
    #[pyo3(signature = (tagger = "fast", model = true))]
    fn new(py: Python<'_>, tagger: &str, model: bool) -> PyResult<Engine> {
        let tagger = named(tagger)?.unwrap_or(Tagger::Fast);
        py.detach(|| made(tagger, model))
    }

    /// The state of code and weights: equal findings need equal versions.
    #[getter]
    fn version(&self) -> String {
        self.0.version().to_string()
    }

    /// Which tagger finds the quotations: `learned` or `fast`.
    #[getter]
    fn reader(&self) -> &'static str {
        self.0.reader()
    }

    /// Whether the added sentence model has a say.
    #[getter]
    fn model(&self) -> bool {
        self.0.encoder().is_some()
    }

    fn __repr__(&self) -> String {
        format!("<headwater.Engine {} version {}>", self.reader(), self.version())
    }
}

/// The tagger of this name; nothing for `auto`.
pub(crate) fn named(tagger: &str) -> PyResult<Option<Tagger>> {
    match tagger {
        "auto" => Ok(None),
        "fast" => Ok(Some(Tagger::Fast)),
        "deep" => Ok(Some(Tagger::Learned)),
        other => {
            Err(errors::input(format!("tagger {other:?} is none of \"auto\", \"fast\", \"deep\"")))
        }
    }
}

/// The tagger that fits so many pages.
pub(crate) fn fitting(pages: u64) -> Tagger {
    if pages <= FEW { Tagger::Learned } else { Tagger::Fast }
}

/// The added sentence model, if it is wanted and there.
pub(crate) fn meaning(model: bool) -> PyResult<Option<Encoder>> {
    if !model {
        return Ok(None);
    }
    headwater_files::encoder().map_err(|e| errors::engine(&e))
}

pub(crate) fn made(tagger: Tagger, model: bool) -> PyResult<Engine> {
    Ok(Engine(Arc::new(headwater::Engine::new(tagger, meaning(model)?))))
}
