//! The verbs of the program over what Python gives.

use crate::engine::{self, fitting, made, named};
use crate::errors;
use crate::source::{Source, all, nothing, opened};
use crate::trace::Trace;
use crate::watch::{Heard, Watcher};
use headwater::{Engine, Findings, Step, collated};
use headwater_files::{Cores, FEW, Input, bare, dossiers, pages, quoted};
use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_tell::{json_line, stemmata};
use pyo3::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};

/// Messages with hints.
type Told = Vec<(String, String)>;

/// Lines of JSON, and what could not be read.
type Lines = (Vec<String>, Told);

/// The tagger that is named, or that fits what is to be read.
fn tagger(name: &str, inputs: &mut [Input]) -> PyResult<Tagger> {
    Ok(named(name)?.unwrap_or_else(|| fitting(pages(inputs, FEW))))
}

fn engine_for(name: &str, model: bool, inputs: &mut [Input]) -> PyResult<Arc<Engine>> {
    Ok(made(tagger(name, inputs)?, model)?.0)
}

/// What is made of each article by itself.
#[derive(Clone)]
enum Each {
    Read,
    Clean,
    Quotes(Arc<Tagger>),
}

impl Each {
    fn of(verb: &str, name: &str, inputs: &mut [Input]) -> PyResult<Each> {
        match verb {
            "read" => Ok(Each::Read),
            "clean" => Ok(Each::Clean),
            "quotes" => Ok(Each::Quotes(Arc::new(tagger(name, inputs)?))),
            other => Err(errors::input(format!("there is no verb {other:?} for single pages"))),
        }
    }

    fn lines(&self, articles: Vec<Article>) -> Vec<String> {
        let line = |record: Value| json_line(&record);
        match self {
            Each::Read => articles.iter().map(|a| line(a.to_json())).collect(),
            Each::Clean => articles.iter().map(|a| line(a.clean().to_json())).collect(),
            Each::Quotes(tagger) => {
                quoted(articles, tagger).iter().map(|q| line(q.to_json())).collect()
            }
        }
    }
}

/// `read` and `quotes`: a record for each page, in order.
#[pyfunction]
pub(crate) fn each(
    py: Python<'_>,
    sources: Vec<Source>,
    verb: &str,
    tagger: &str,
    progress: Option<Py<PyAny>>,
) -> PyResult<Lines> {
    py.detach(|| {
        let (heard, watch) = (Heard::default(), Watcher::new(progress));
        let mut inputs = opened(sources, &heard);
        let each = Each::of(verb, tagger, &mut inputs)?;
        let mut lines = Vec::new();
        headwater_files::articles(inputs, &heard, &watch, |batch| {
            lines.extend(each.lines(batch));
            watch.may_go_on()
        })?;
        if lines.is_empty() {
            nothing(&heard)?;
        }
        Ok((lines, heard.troubles()))
    })
}

/// Records of single pages in batches as they are made: memory does not grow with their number.
#[pyclass(frozen, module = "headwater")]
pub(crate) struct Stream {
    batches: Mutex<Receiver<Vec<String>>>,
    heard: Arc<Heard>,
}

#[pymethods]
impl Stream {
    #[new]
    fn new(py: Python<'_>, sources: Vec<Source>, verb: &str, tagger: &str) -> PyResult<Stream> {
        py.detach(|| {
            let heard = Arc::new(Heard::default());
            let mut inputs = opened(sources, &heard);
            let each = Each::of(verb, tagger, &mut inputs)?;
            let (give, batches) = sync_channel(1);
            let told = Arc::clone(&heard);
            std::thread::spawn(move || {
                let watch = Watcher::new(None);
                // Ends where nobody takes any more.
                let _ = headwater_files::articles(inputs, told.as_ref(), &watch, |batch| {
                    give.send(each.lines(batch))
                });
            });
            Ok(Stream { batches: Mutex::new(batches), heard })
        })
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// The next batch; ends after the last.
    fn __next__(&self, py: Python<'_>) -> Option<Vec<String>> {
        py.detach(|| {
            let batches = self.batches.lock().ok()?;
            batches.iter().find(|batch: &Vec<String>| !batch.is_empty())
        })
    }

    /// What could not be read so far.
    #[getter]
    fn troubles(&self) -> Told {
        self.heard.troubles()
    }
}

/// Each pair of wordings with how alike the two are, and what differs.
#[pyfunction]
pub(crate) fn compare(py: Python<'_>, pairs: Vec<String>, model: bool) -> PyResult<Vec<String>> {
    py.detach(|| {
        let encoder = engine::meaning(model)?;
        let one = |(n, line): (usize, String)| {
            let row = serde_json::from_str(&line).ok();
            let told = row.and_then(|row| headwater_tell::compared(row, encoder.as_ref()));
            told.map(|row| json_line(&row)).ok_or_else(|| {
                errors::input(format!("pair {} has not two strings `a` and `b`", n + 1))
            })
        };
        pairs.into_iter().enumerate().map(one).collect()
    })
}

/// Everything about the pages together, up to a step.
#[pyfunction]
pub(crate) fn findings(
    py: Python<'_>,
    sources: Vec<Source>,
    step: &str,
    tagger: &str,
    model: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Trace, Told)> {
    let depth = match step {
        "matches" | "stories" => Step::Stories,
        "utterances" => Step::Utterances,
        "threads" => Step::Threads,
        _ => Step::Stemmata,
    };
    py.detach(|| {
        let (heard, watch) = (Heard::default(), Watcher::new(progress));
        let mut inputs = opened(sources, &heard);
        // Quotations do not matter for passages, so none are sought.
        let engine = match step {
            "matches" => Arc::new(Engine::new(Tagger::Rules, engine::meaning(model)?)),
            _ => engine_for(tagger, model, &mut inputs)?,
        };
        let mut list = Vec::new();
        headwater_files::articles(inputs, &heard, &watch, |batch| {
            list.extend(match step {
                "matches" => bare(batch, &engine),
                _ => dossiers(batch, &engine),
            });
            watch.may_go_on()
        })?;
        if list.is_empty() {
            nothing(&heard)?;
        }
        let order = list.iter().map(headwater::Dossier::page).collect();
        let found = Findings::of(&engine, list, depth, &Cores, &watch);
        let found = found.map_err(|e| errors::engine(&e))?;
        Ok((Trace::new(found, order, heard.skipped()), heard.troubles()))
    })
}

/// Family trees: of each story, or of all that was given as one where no record names its story.
/// Records that bring aligned readings are collated as given.
#[pyfunction]
pub(crate) fn stemma(
    py: Python<'_>,
    sources: Vec<Source>,
    tagger: &str,
    model: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<Lines> {
    py.detach(|| {
        let (heard, watch) = (Heard::default(), Watcher::new(progress));
        let mut inputs = opened(sources, &heard);
        let engine = engine_for(tagger, model, &mut inputs)?;
        let mut articles = all(inputs, &heard, &watch)?;
        if articles.is_empty() {
            nothing(&heard)?;
        }
        if !articles.iter().any(|a| a.extra.contains_key("story")) {
            for article in &mut articles {
                article.extra.insert("story".into(), json!("s1"));
            }
        }
        let (given, articles): (Vec<Article>, Vec<Article>) =
            articles.into_iter().partition(|a| a.extra.contains_key("readings"));
        let trees = collated(&given);
        let none: &[headwater_quote::Quoted] = &[];
        let mut rows = stemmata(none, &trees.iter().collect::<Vec<_>>());
        if !articles.is_empty() {
            let list = dossiers(articles, &engine);
            let found = Findings::of(&engine, list, Step::Stemmata, &Cores, &watch);
            let found = found.map_err(|e| errors::engine(&e))?;
            rows.extend(stemmata(&found.articles, &found.stemmata.iter().collect::<Vec<_>>()));
        }
        Ok((rows.iter().map(json_line).collect(), heard.troubles()))
    })
}
