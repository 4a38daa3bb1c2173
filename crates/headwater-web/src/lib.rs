//! A library as pages to read, on this machine: what `headwater serve` shows.
//!
//! Pages are made here from the library's file, escaped by construction, and work without a script; one
//! small script adds keys. Each view is data too, at the same address with `.json`, lists also with
//! `.csv` (`docs/serve.md`).
//!
//! Layers, outside in: who may ask (`guard`), how much and how long (`serve`, `answer`), what is kept
//! in memory (`keep`), the request (`ask`), the views (`view`), the sentences of the interface in two
//! languages (`say`). *Invariant:* nothing that is read here changes the library; what readers correct is
//! written into a table of its own. *Invariant:* nothing is fetched, and no answer names a place on
//! another machine that a browser would load.

mod answer;
mod ask;
mod fault;
mod form;
mod guard;
mod keep;
mod library;
mod say;
mod serve;
mod shell;
mod view;
mod words;

pub use serve::{Refused, router, serve};

use headwater::Engine;
use headwater_store::Stamp;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// What is served, and how.
pub struct Settings {
    /// The library's file.
    pub library: PathBuf,
    /// What reads a text that is checked and tells stories: the engine that the library has.
    pub engine: Engine,
    /// A name under which this machine may be asked besides its addresses and `localhost`; may be empty.
    pub host: String,
    /// Whether readers may keep corrections in the library.
    pub writes: bool,
    /// How long one request may take, and wait for its turn.
    pub patience: Duration,
    /// The time.
    pub now: fn() -> Stamp,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("library", &self.library)
            .field("reader", &self.engine.reader())
            .field("host", &self.host)
            .field("writes", &self.writes)
            .finish_non_exhaustive()
    }
}
