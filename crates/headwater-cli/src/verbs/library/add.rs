//! `headwater add`: pages into a library, a batch at a time.

use super::fetching::{Fetching, fetcher, is_address};
use crate::amount;
use crate::cli::{AddArgs, KeepArgs, PlainFormat, TaggerName};
use crate::cores::Cores;
use crate::input;
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use crate::verbs::FEW;
use crate::walk::inputs;
use anyhow::{Context, Result};
use headwater::{Dossier, Engine, Library, PageId, Step, Store};
use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_store::{Came, Mode, Shelf, Stamp, Trouble};
use headwater_tell::{count, grouped};
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What became of the pages that were given.
#[derive(Default)]
pub(super) struct Told {
    new: usize,
    pub(super) known: usize,
    changed: usize,
    since: Option<Stamp>,
    forgotten: usize,
    /// Addresses that were not fetched, by why.
    pub(super) refused: BTreeMap<&'static str, usize>,
    /// Stories that are new or others than before.
    stories: BTreeSet<String>,
}

/// A library that is being added to.
pub(super) struct Adding {
    path: PathBuf,
    engine: Engine,
    library: Library<Shelf>,
    verb: &'static str,
    most: Option<u64>,
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
    let mut pages = amount::pages(&mut inputs, FEW);
    // How many a feed names is known once it was fetched.
    pages += if urls.is_empty() { 0 } else { FEW.max(urls.len() as u64) };
    let fetcher = fetcher(&args.fetch)?;
    into(&args.keep, "add", pages, |adding, progress| {
        let batch = adding.batch;
        input::pages_as_they_came(inputs, tally, progress, batch, |batch| {
            adding.take(batch, progress)
        })?;
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

impl Told {
    /// Whether anything came that was not held.
    pub(super) fn news(&self) -> bool {
        self.new + self.changed > 0
    }
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
        let library = taken_up(shelf, &path, &engine, verb, most)?;
        let (batch, told) = (256, Told::default());
        Ok(Adding { path, engine, library, verb, most, batch, told })
    }

    /// Adds one batch: all of it, or nothing and an error.
    pub(super) fn take(&mut self, batch: Vec<(Article, Came)>, watch: &Progress) -> Result<()> {
        let mut open: Vec<(Article, Came)> = Vec::new();
        for (article, came) in batch {
            let page = PageId::of_article(&article);
            let sha = article.sha256.as_deref().unwrap_or_default();
            if self.library.store().forgotten(page, sha)?.is_some() {
                self.told.forgotten += 1;
                continue;
            }
            // The same bytes read to the same article: nothing is to be found out anew.
            let known = self.library.store().get(page)?;
            if known.is_some_and(|k| k.quoted().article == article)
                || self.says_the_same(&article, &came)?
            {
                self.told.known += 1;
                continue;
            }
            open.push((article, came));
        }
        let made: Vec<(Dossier, Came)> =
            open.into_par_iter().map(|(a, came)| (self.engine.dossier(a), came)).collect();
        if made.is_empty() {
            return Ok(());
        }
        self.begin()?;
        for (dossier, came) in &made {
            self.library.store_mut().came(dossier.page(), came.clone());
        }
        let dossiers = made.into_iter().map(|(dossier, _)| dossier);
        let change = self
            .library
            .add_watched(&self.engine, dossiers, &Cores, watch)
            .with_context(|| format!("`{}`", self.path.display()))?;
        self.told.known += change.known.len();
        for page in &change.added {
            match self.library.store().changed_since(*page)? {
                None => self.told.new += 1,
                Some(since) => {
                    self.told.changed += 1;
                    self.told.since = Some(self.told.since.map_or(since, |s| s.min(since)));
                }
            }
        }
        self.told.stories.extend(change.stories.added);
        self.told.stories.extend(change.stories.changed);
        Ok(())
    }

    /// Whether a page that was fetched reads as the newest version that is held: servers change bytes
    /// that nobody sees.
    fn says_the_same(&self, article: &Article, came: &Came) -> Result<bool> {
        let (Came::Fetched(_), Some(url)) = (came, &article.url) else { return Ok(false) };
        let shelf = self.library.store();
        let Some((page, _)) = shelf.newest(url)? else { return Ok(false) };
        let Some(held) = shelf.get(page)? else { return Ok(false) };
        let held = &held.quoted().article;
        let same = held.text == article.text && held.title == article.title;
        Ok(same && held.date == article.date && held.authors == article.authors)
    }

    /// The file.
    pub(super) fn shelf(&self) -> &Shelf {
        self.library.store()
    }

    /// How many pages are stored together.
    pub(super) fn batch(&self) -> usize {
        self.batch
    }

    /// Keeps a note of the program's own.
    pub(super) fn note(&mut self, name: &str, note: &serde_json::Value) -> Result<()> {
        if self.shelf().noted(name)?.as_ref() == Some(note) {
            return Ok(());
        }
        loop {
            match self.library.store_mut().note(name, note) {
                Err(Trouble::Stale) => self.again()?,
                other => return other.with_context(|| format!("`{}`", self.path.display())),
            }
        }
    }

    /// Takes what came of a page of another library, with when it was added there.
    pub(super) fn remember(&mut self, page: PageId, came: Came, added: String) {
        self.library.store_mut().came_before(page, came, added);
    }

    /// Takes in what another library kept beside its findings.
    pub(super) fn bring(&mut self, rows: &[serde_json::Value]) -> Result<()> {
        if !rows.is_empty() {
            self.begin()?;
            self.library.store_mut().bring(rows)?;
        }
        Ok(())
    }

    /// The file, when all is added.
    pub(super) fn close(self) -> Shelf {
        self.library.into_store()
    }

    /// Begins a batch; where another process added meanwhile, the library is taken up again.
    fn begin(&mut self) -> Result<()> {
        loop {
            match self.library.store_mut().begin() {
                Ok(()) => return Ok(()),
                Err(Trouble::Stale) => self.again()?,
                Err(error) => {
                    return Err(error).with_context(|| format!("`{}`", self.path.display()));
                }
            }
        }
    }

    /// Takes the library up again.
    fn again(&mut self) -> Result<()> {
        let shelf = super::open(&self.path, Mode::Write)?;
        self.library = taken_up(shelf, &self.path, &self.engine, self.verb, self.most)?;
        Ok(())
    }

    /// Says what was new.
    pub(super) fn tell(&self, format: PlainFormat, out: &mut Out) -> Result<()> {
        match format {
            PlainFormat::Text => out.text(&self.text()?),
            PlainFormat::Json => out.line(&self.json()?),
        }
    }

    fn text(&self) -> Result<String> {
        let told = &self.told;
        let mut parts = vec![format!("{} new", grouped(told.new))];
        parts.push(format!("{} known", grouped(told.known)));
        if let Some(since) = told.since {
            parts.push(format!("{} changed since {}", grouped(told.changed), since.day()));
        }
        if told.forgotten > 0 {
            parts.push(format!("{} forgotten before and not added", grouped(told.forgotten)));
        }
        let refused: usize = told.refused.values().sum();
        if refused > 0 {
            let kinds = told.refused.iter().map(|(kind, n)| format!("{} {kind}", grouped(*n)));
            let kinds: Vec<String> = kinds.collect();
            parts.push(format!("{} not fetched ({})", grouped(refused), kinds.join(", ")));
        }
        let stories = match told.stories.len() {
            0 => String::new(),
            n => format!("; {} new or changed", count(n, "story", "stories")),
        };
        let shelf = self.library.store();
        Ok(format!(
            "{}{stories}\n`{}` holds {} of {}\n",
            parts.join(", "),
            self.path.display(),
            count(shelf.pages()?, "page", "pages"),
            count(shelf.outlets()?, "outlet", "outlets"),
        ))
    }

    fn json(&self) -> Result<serde_json::Value> {
        let (told, shelf) = (&self.told, self.library.store());
        Ok(json!({
            "new": told.new, "known": told.known, "changed": told.changed,
            "since": told.since.map(|s| s.to_string()), "forgotten": told.forgotten,
            "refused": told.refused, "stories": told.stories, "pages": shelf.pages()?, "outlets": shelf.outlets()?,
            "version": self.engine.version().to_string(),
        }))
    }
}

fn taken_up(
    mut shelf: Shelf,
    path: &Path,
    engine: &Engine,
    verb: &str,
    most: Option<u64>,
) -> Result<Library<Shelf>> {
    shelf.run(super::run(verb, engine));
    if let Some(most) = most {
        shelf.bound(most << 20)?;
    }
    Library::open(shelf, Step::Stemmata, engine).with_context(|| format!("`{}`", path.display()))
}
