//! A library: one file of pages, and what was found out about them.

use crate::engine::{fitting, meaning, named};
use crate::errors;
use crate::source::{Source, nothing, opened};
use crate::trace::Trace;
use crate::watch::{Heard, Watcher};
use headwater::{Engine, Step};
use headwater_files::{Cores, FEW, pages, pages_as_they_came};
use headwater_quote::Tagger;
use headwater_store::{Intake, Misfit, Mode, Named, Query, Run, Shelf, Stamp, tagger_named};
use headwater_tell::{checked, json_line};
use pyo3::prelude::*;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

/// Pages that are stored together.
const BATCH: usize = 256;

/// Messages with hints.
type Told = Vec<(String, String)>;

/// The file of a library. It is opened for each call, so that several processes may use it.
#[pyclass(frozen, module = "headwater")]
pub(crate) struct Library {
    path: PathBuf,
    tagger: Option<&'static str>,
    model: bool,
    /// One addition at a time.
    adding: Mutex<()>,
}

/// What goes wrong in the choice of an engine.
enum Why {
    Misfit(Misfit),
    Model(PyErr),
}

impl From<Misfit> for Why {
    fn from(misfit: Misfit) -> Why {
        Why::Misfit(misfit)
    }
}

impl Library {
    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn fault(&self, error: &dyn std::error::Error) -> PyErr {
        errors::library(&self.shown(), error)
    }

    fn opened(&self, mode: Mode) -> PyResult<Shelf> {
        if mode != Mode::Create && !self.path.is_file() {
            let what = format!("there is no library `{}`; adding pages begins one", self.shown());
            return Err(errors::LibraryError::new_err(what));
        }
        Shelf::open(&self.path, mode).map_err(|e| self.fault(&e))
    }

    fn engine(&self, shelf: &Shelf, fresh: impl FnOnce() -> Tagger) -> PyResult<Engine> {
        let wanted = self.tagger.map(named).transpose()?.flatten();
        let meaning = || meaning(self.model).map_err(Why::Model);
        shelf.engine(wanted, meaning, fresh).map_err(|why| match why {
            Why::Misfit(misfit) => self.fault(&misfit),
            Why::Model(error) => error,
        })
    }

    fn fill(&self, sources: Vec<Source>, heard: &Heard, watch: &Watcher) -> PyResult<String> {
        let _one = self.adding.lock();
        let mut inputs = opened(sources, heard);
        if inputs.is_empty() {
            nothing(heard)?;
        }
        let shelf = self.opened(Mode::Create)?;
        let engine = self.engine(&shelf, || fitting(pages(&mut inputs, FEW)))?;
        let run = run(&engine);
        let intake = Intake::new(&self.path, shelf, engine, run, None);
        let mut intake = intake.map_err(|e| self.fault(&e))?;
        pages_as_they_came(inputs, heard, watch, BATCH, |batch| {
            intake.take(batch, &Cores, watch).map_err(|e| self.fault(&e))?;
            watch.may_go_on()
        })?;
        let (taken, shelf) = (&intake.taken, intake.shelf());
        let pages = shelf.pages().map_err(|e| self.fault(&e))?;
        if pages == 0 {
            nothing(heard)?;
        }
        let outlets = shelf.outlets().map_err(|e| self.fault(&e))?;
        Ok(json_line(&json!({
            "new": taken.new, "known": taken.known, "changed": taken.changed,
            "since": taken.since.map(|s| s.to_string()), "forgotten": taken.forgotten,
            "stories": taken.stories, "pages": pages, "outlets": outlets,
            "version": intake.engine().version().to_string(),
        })))
    }
}

/// The run that is beginning.
fn run(engine: &Engine) -> Run {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Run {
        verb: "add".to_owned(),
        program: concat!("headwater ", env!("CARGO_PKG_VERSION"), " in Python").to_owned(),
        reader: engine.reader().to_owned(),
        settings: json!({"model": engine.encoder().is_some()}),
        began: Stamp::from_seconds(i64::try_from(since.as_secs()).unwrap_or_default()),
    }
}

#[pymethods]
impl Library {
    #[new]
    fn new(path: PathBuf, tagger: &str, model: bool) -> PyResult<Library> {
        let tagger = named(tagger)?.map(|t| if t.name() == "learned" { "deep" } else { "fast" });
        Ok(Library { path, tagger, model, adding: Mutex::new(()) })
    }

    /// Adds pages; gives what was new, as a record, and what could not be read.
    fn add(
        &self,
        py: Python<'_>,
        sources: Vec<Source>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(String, Told)> {
        py.detach(|| {
            let (heard, watch) = (Heard::default(), Watcher::new(progress));
            let told = self.fill(sources, &heard, &watch)?;
            Ok((told, heard.troubles()))
        })
    }

    /// Pages that have certain words, the best first, and how many there are.
    fn search(&self, py: Python<'_>, words: &str, most: usize) -> PyResult<(Vec<String>, usize)> {
        py.detach(|| {
            let query = Query::parse(words).map_err(errors::input)?;
            let hits = self.opened(Mode::Read)?.search(&query, most).map_err(|e| self.fault(&e))?;
            Ok((hits.hits.iter().map(|h| json_line(&h.to_json())).collect(), hits.all))
        })
    }

    /// What the library holds of the words of pages, a record each.
    fn check(&self, py: Python<'_>, sources: Vec<Source>) -> PyResult<(Vec<String>, Told)> {
        py.detach(|| {
            let (heard, watch) = (Heard::default(), Watcher::new(None));
            let shelf = self.opened(Mode::Read)?;
            let made = shelf.made_with().map_err(|e| self.fault(&e))?;
            let Some((reader, _)) = made else {
                return Err(errors::LibraryError::new_err(format!(
                    "the library `{}` is empty",
                    self.shown()
                )));
            };
            let engine = Engine::new(tagger_named(&reader).map_err(|e| self.fault(&e))?, None);
            let held = (|| Ok((shelf.pages()?, shelf.outlets()?)))();
            let (pages, outlets) = held.map_err(|e: headwater_store::Trouble| self.fault(&e))?;
            let mut lines = Vec::new();
            headwater_files::articles(opened(sources, &heard), &heard, &watch, |batch| {
                for article in batch {
                    let page = engine.dossier(article);
                    let answer = shelf.check(&page, &engine, &Cores).map_err(|e| self.fault(&e))?;
                    lines.push(json_line(&checked(&page, &answer, pages, outlets)));
                }
                watch.may_go_on()
            })?;
            if lines.is_empty() {
                nothing(&heard)?;
            }
            Ok((lines, heard.troubles()))
        })
    }

    /// What is kept under a name: a record; several names; nothing.
    fn show(&self, py: Python<'_>, name: &str) -> PyResult<Option<String>> {
        py.detach(|| {
            let named = self.opened(Mode::Read)?.show(name).map_err(|e| self.fault(&e))?;
            Ok(match named {
                Named::Found(record) => Some(json_line(&record)),
                Named::Several(names) => {
                    let names = names.iter().map(|(k, n)| json!({"type": k, "name": n}));
                    let names: Vec<_> = names.collect();
                    Some(json_line(&json!({"type": "several", "names": names})))
                }
                Named::Forgotten(when) => {
                    Some(json_line(&json!({"type": "forgotten", "when": when.to_string()})))
                }
                Named::Nothing => None,
            })
        })
    }

    /// How many pages it holds, of how many outlets; none of none where it is not begun.
    fn counts(&self, py: Python<'_>) -> PyResult<(usize, usize)> {
        py.detach(|| {
            if !Path::new(&self.path).exists() {
                return Ok((0, 0));
            }
            let shelf = self.opened(Mode::Read)?;
            let pages = shelf.pages().map_err(|e| self.fault(&e))?;
            Ok((pages, shelf.outlets().map_err(|e| self.fault(&e))?))
        })
    }

    /// Everything that is found about the pages it holds.
    fn trace(&self, py: Python<'_>, progress: Option<Py<PyAny>>) -> PyResult<Trace> {
        py.detach(|| {
            let watch = Watcher::new(progress);
            let shelf = self.opened(Mode::Read)?;
            let engine = self.engine(&shelf, || Tagger::Fast)?;
            let library = headwater::Library::open(shelf, Step::Stemmata, &engine);
            let mut library = library.map_err(|e| self.fault(&e))?;
            library.recall(&engine, &Cores, &watch).map_err(|e| self.fault(&e))?;
            let found = library.findings().map_err(|e| self.fault(&e))?;
            let order = found.pages.clone();
            Ok(Trace::new(found, order, Vec::new()))
        })
    }
}
