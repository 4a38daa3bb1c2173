//! `headwater add`: pages into a library, a batch at a time.

use super::fetching::{Fetching, fetcher, is_address};
use crate::cli::{AddArgs, KeepArgs, PlainFormat, TaggerName};
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use anyhow::Result;
use headwater::{Engine, PageId};
use headwater_files::{Cores, FEW, inputs, pages_as_they_came};
use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_store::{Came, Intake, Mode, Refused, Shelf};
use headwater_tell::{count, grouped};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What became of the addresses that were given.
#[derive(Default)]
pub(super) struct Told {
    /// Entries of feeds that were held already.
    pub(super) known: usize,
    /// Addresses that were not fetched, by why.
    pub(super) refused: BTreeMap<&'static str, usize>,
}

/// A library that is being added to.
pub(super) struct Adding {
    path: PathBuf,
    intake: Intake,
    batch: usize,
    pub(super) told: Told,
}

/// Adds the pages of the paths and addresses, and says what was new.
pub(in crate::verbs) fn run(args: &AddArgs, tally: &Tally) -> Result<()> {
    if args.paths.is_empty() && std::io::stdin().is_terminal() {
        say("headwater: no path was given: waiting for pages on standard input (Ctrl-D ends them)");
    }
    let (urls, paths): (Vec<PathBuf>, _) = args.paths.iter().cloned().partition(|p| is_address(p));
    let urls: Vec<String> = urls.iter().map(|u| u.to_string_lossy().into_owned()).collect();
    let mut inputs =
        if paths.is_empty() && !urls.is_empty() { Vec::new() } else { inputs(&paths, tally) };
    if inputs.is_empty() && urls.is_empty() {
        return Ok(());
    }
    let mut pages = headwater_files::pages(&mut inputs, FEW);
    // How many a feed names is known once it was fetched.
    pages += if urls.is_empty() { 0 } else { FEW.max(urls.len() as u64) };
    let fetcher = fetcher(&args.fetch)?;
    into(&args.keep, "add", pages, |adding, progress| {
        let batch = adding.batch;
        pages_as_they_came(inputs, tally, progress, batch, |batch| adding.take(batch, progress))?;
        match urls.is_empty() {
            true => Ok(()),
            false => Fetching::new(fetcher, tally).round(&urls, adding, progress),
        }
    })
}

/// Opens the library that the options name, lets `give` add to it, and says what was new.
pub(super) fn into(
    args: &KeepArgs,
    verb: &'static str,
    pages: u64,
    give: impl FnOnce(&mut Adding, &Progress) -> Result<()>,
) -> Result<()> {
    let mut adding = Adding::begun(args, verb, pages)?;
    let progress = Progress::count("pages read");
    give(&mut adding, &progress)?;
    drop(progress);
    let mut out = Out::new();
    adding.tell(args.format, &mut out)?;
    out.finish()
}

impl Adding {
    /// Over the library that the options name; `pages` may come, as far as is known.
    pub(super) fn begun(args: &KeepArgs, verb: &'static str, pages: u64) -> Result<Adding> {
        let path = super::path(&args.library);
        let shelf = super::open(&path, Mode::Create)?;
        let fresh = || match args.tagger {
            TaggerName::Deep => Tagger::Learned,
            TaggerName::Auto if pages <= FEW => Tagger::Learned,
            TaggerName::Fast | TaggerName::Auto => Tagger::Fast,
        };
        let engine = super::engine(&shelf, args.tagger, &args.meaning, fresh)?;
        super::warn_of_time(&engine, pages);
        let adding = Adding::over(path, shelf, engine, verb, args.most)?;
        Ok(Adding { batch: args.batch, ..adding })
    }

    pub(super) fn over(
        path: PathBuf,
        shelf: Shelf,
        engine: Engine,
        verb: &'static str,
        most: Option<u64>,
    ) -> Result<Adding> {
        let run = super::run(verb, &engine);
        let intake = Intake::new(&path, shelf, engine, run, most).map_err(|e| of(&path, e))?;
        Ok(Adding { path, intake, batch: 256, told: Told::default() })
    }

    /// Adds one batch: all of it, or nothing and an error.
    pub(super) fn take(&mut self, batch: Vec<(Article, Came)>, watch: &Progress) -> Result<()> {
        self.intake.take(batch, &Cores, watch).map_err(|e| of(&self.path, e))
    }

    /// Whether anything came that was not held.
    pub(super) fn news(&self) -> bool {
        self.intake.taken.new + self.intake.taken.changed > 0
    }

    /// The file.
    pub(super) fn shelf(&self) -> &Shelf {
        self.intake.shelf()
    }

    /// How many pages are stored together.
    pub(super) fn batch(&self) -> usize {
        self.batch
    }

    /// Keeps a note of the program's own.
    pub(super) fn note(&mut self, name: &str, note: &serde_json::Value) -> Result<()> {
        self.intake.note(name, note).map_err(|e| of(&self.path, e))
    }

    /// Takes what came of a page of another library, with when it was added there.
    pub(super) fn remember(&mut self, page: PageId, came: Came, added: String) {
        self.intake.remember(page, came, added);
    }

    /// Takes in what another library kept beside its findings.
    pub(super) fn bring(&mut self, rows: &[serde_json::Value]) -> Result<()> {
        self.intake.bring(rows).map_err(|e| of(&self.path, e))
    }

    /// The file, when all is added.
    pub(super) fn close(self) -> Shelf {
        self.intake.close()
    }

    /// Says what was new.
    pub(super) fn tell(&self, format: PlainFormat, out: &mut Out) -> Result<()> {
        match format {
            PlainFormat::Text => out.text(&self.text()?),
            PlainFormat::Json => out.line(&self.json()?),
        }
    }

    fn text(&self) -> Result<String> {
        let (told, taken) = (&self.told, &self.intake.taken);
        let mut parts = vec![format!("{} new", grouped(taken.new))];
        parts.push(format!("{} known", grouped(taken.known + told.known)));
        if let Some(since) = taken.since {
            parts.push(format!("{} changed since {}", grouped(taken.changed), since.day()));
        }
        if taken.forgotten > 0 {
            parts.push(format!("{} forgotten before and not added", grouped(taken.forgotten)));
        }
        let refused: usize = told.refused.values().sum();
        if refused > 0 {
            let kinds = told.refused.iter().map(|(kind, n)| format!("{} {kind}", grouped(*n)));
            let kinds: Vec<String> = kinds.collect();
            parts.push(format!("{} not fetched ({})", grouped(refused), kinds.join(", ")));
        }
        let stories = match taken.stories.len() {
            0 => String::new(),
            n => format!("; {} new or changed", count(n, "story", "stories")),
        };
        let shelf = self.shelf();
        Ok(format!(
            "{}{stories}\n`{}` holds {} of {}\n",
            parts.join(", "),
            self.path.display(),
            count(shelf.pages()?, "page", "pages"),
            count(shelf.outlets()?, "outlet", "outlets"),
        ))
    }

    fn json(&self) -> Result<serde_json::Value> {
        let (told, taken, shelf) = (&self.told, &self.intake.taken, self.shelf());
        Ok(json!({
            "new": taken.new, "known": taken.known + told.known, "changed": taken.changed,
            "since": taken.since.map(|s| s.to_string()), "forgotten": taken.forgotten,
            "refused": told.refused, "stories": taken.stories, "pages": shelf.pages()?, "outlets": shelf.outlets()?,
            "version": self.intake.engine().version().to_string(),
        }))
    }
}

/// What went wrong with the library at `path`.
fn of(path: &Path, refused: Refused) -> anyhow::Error {
    anyhow::Error::new(refused).context(format!("`{}`", path.display()))
}
