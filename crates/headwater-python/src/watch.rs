//! Troubles gathered for Python, and progress told to it.

use headwater_files::{Counts, Troubles};
use pyo3::prelude::*;
use std::fmt::Display;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Between two calls of a progress function.
const PAUSE: Duration = Duration::from_millis(100);

/// What could not be read, and what was passed over.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    troubles: Mutex<Vec<(String, String)>>,
    skipped: Mutex<Vec<String>>,
}

impl Heard {
    /// Messages with hints, in order.
    pub(crate) fn troubles(&self) -> Vec<(String, String)> {
        self.troubles.lock().map(|list| list.clone()).unwrap_or_default()
    }

    /// What a report names as not read.
    pub(crate) fn skipped(&self) -> Vec<String> {
        self.skipped.lock().map(|list| list.clone()).unwrap_or_default()
    }
}

impl Troubles for Heard {
    fn trouble(&self, message: &dyn Display, hint: &str) {
        if let Ok(mut list) = self.troubles.lock() {
            list.push((message.to_string(), hint.to_owned()));
        }
        self.skip(message.to_string());
    }

    fn skip(&self, what: String) {
        if let Ok(mut list) = self.skipped.lock() {
            list.push(what);
        }
    }

    fn say(&self, _words: &dyn Display) {}

    fn found(&self, _n: usize) {}
}

/// Tells a function of Python, if there is one, how many pages were read and which step runs. Without
/// the lock of Python but for that moment.
pub(crate) struct Watcher {
    told: Option<Py<PyAny>>,
    count: AtomicUsize,
    last: Mutex<Instant>,
}

impl Watcher {
    pub(crate) fn new(told: Option<Py<PyAny>>) -> Watcher {
        Watcher { told, count: AtomicUsize::new(0), last: Mutex::new(Instant::now()) }
    }

    fn tell(&self, step: &str) {
        let Some(told) = &self.told else { return };
        let count = self.count.load(Ordering::Relaxed);
        // What the function raises is its own business: progress stops nothing.
        Python::attach(|py| drop(told.call1(py, (count, step))));
    }

    /// Raises what Python wants to be raised meanwhile, such as an interrupt by the keyboard.
    pub(crate) fn may_go_on(&self) -> PyResult<()> {
        if self.told.is_some() {
            self.tell("reading pages");
        }
        Python::attach(|py| py.check_signals())
    }
}

impl Counts for Watcher {
    fn add(&self, n: usize) {
        self.count.fetch_add(n, Ordering::Relaxed);
        if self.told.is_none() {
            return;
        }
        let Ok(mut last) = self.last.try_lock() else { return };
        if last.elapsed() >= PAUSE {
            *last = Instant::now();
            self.tell("reading pages");
        }
    }
}

impl headwater::Watch for Watcher {
    fn step(&self, what: &'static str) {
        self.tell(what);
    }
}
