//! Verbs over a library: a file that keeps pages and what was found out about them.

mod add;
mod cells;
mod check;
mod export;
mod fetching;
mod forget;
mod import;
mod rebuild;
mod search;
mod serve;
mod show;
mod verify;
mod watch;

pub(super) use add::run as add;
pub(super) use check::run as check;
pub(super) use export::run as export;
pub(super) use forget::run as forget;
pub(super) use import::run as import;
pub(super) use rebuild::run as rebuild;
pub(super) use search::run as search;
pub(super) use serve::run as serve;
pub(super) use show::run as show;
pub(super) use verify::run as verify;
pub(super) use watch::run as watch;

use crate::cli::{LibraryArgs, MeaningArgs, TaggerName};
use crate::trouble::say;
use anyhow::{Context, Result, bail};
use headwater::Engine;
use headwater_quote::Tagger;
use headwater_store::{Mode, Run, Shelf, Stamp};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The file that the options name, else HEADWATER_LIBRARY, else `headwater.db`.
fn path(args: &LibraryArgs) -> PathBuf {
    let named = std::env::var_os("HEADWATER_LIBRARY").filter(|v| !v.is_empty());
    args.library.clone().or(named.map(PathBuf::from)).unwrap_or_else(|| "headwater.db".into())
}

/// Opens a library that is there.
fn open(path: &Path, mode: Mode) -> Result<Shelf> {
    if mode != Mode::Create && !path.is_file() {
        bail!(
            "there is no library `{}`\nhint: `headwater add pages/` begins one; --library names another",
            path.display()
        );
    }
    Shelf::open(path, mode).with_context(|| format!("`{}`", path.display()))
}

/// Now.
fn now() -> Stamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Stamp::from_seconds(i64::try_from(since.as_secs()).unwrap_or_default())
}

/// The run that is beginning.
fn run(verb: &str, engine: &Engine) -> Run {
    Run {
        verb: verb.to_owned(),
        program: concat!("headwater ", env!("CARGO_PKG_VERSION")).to_owned(),
        reader: engine.reader().to_owned(),
        settings: json!({"model": engine.encoder().is_some()}),
        began: now(),
    }
}

/// The engine that a library was begun with, or that `fresh` chooses for a new one.
fn engine(
    shelf: &Shelf,
    wanted: TaggerName,
    meaning: &MeaningArgs,
    fresh: impl FnOnce() -> Tagger,
) -> Result<Engine> {
    let wanted = match wanted {
        TaggerName::Auto => None,
        TaggerName::Fast => Some(Tagger::Fast),
        TaggerName::Deep => Some(Tagger::Learned),
    };
    shelf.engine(wanted, || super::meaning(meaning), fresh)
}

/// Says that many pages will take long.
fn warn_of_time(engine: &Engine, pages: u64) {
    if engine.reader() == Tagger::Learned.name() && pages > super::FEW {
        say(format_args!(
            "headwater: this library's quotations are found by the learned reader, a page or two a \
             second; a library begun with `--tagger fast` takes a hundred times as many"
        ));
    }
}
