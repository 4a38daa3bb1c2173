//! Pages into a library, a batch at a time: what is held already is passed over, and where another
//! process added meanwhile, the library is taken up again.

use crate::came::Came;
use crate::shelf::{Mode, Run, Shelf};
use crate::stamp::Stamp;
use crate::trouble::Trouble;
use headwater::{Dossier, Engine, Library, PageId, Step, Store, StoreError, Watch};
use headwater_collate::Spread;
use headwater_page::Article;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why pages were not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The file cannot be used.
    #[error(transparent)]
    Trouble(#[from] Trouble),
    /// A page that is held cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The library refuses.
    #[error(transparent)]
    Library(#[from] headwater::Error),
}

/// What became of the pages that were given.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Pages that came.
    pub new: usize,
    /// Pages that were held.
    pub known: usize,
    /// Newer versions of pages that are held.
    pub changed: usize,
    /// When the oldest of the versions before these came.
    pub since: Option<Stamp>,
    /// Pages that were forgotten before.
    pub forgotten: usize,
    /// Stories that are new or others than before.
    pub stories: BTreeSet<String>,
}

/// A library that is being added to.
#[derive(Debug)]
pub struct Intake {
    path: PathBuf,
    engine: Engine,
    library: Library<Shelf>,
    run: Run,
    most: Option<u64>,
    /// What became of all pages so far.
    pub taken: Taken,
}

impl Intake {
    /// Over an open file, which lies at `path`; `most` bounds it, in mebibytes.
    ///
    /// # Errors
    /// If another engine read its pages, or it cannot be used.
    pub fn new(
        path: &Path,
        shelf: Shelf,
        engine: Engine,
        run: Run,
        most: Option<u64>,
    ) -> Result<Intake, Refused> {
        let library = taken_up(shelf, &engine, &run, most)?;
        let (path, taken) = (path.to_path_buf(), Taken::default());
        Ok(Intake { path, engine, library, run, most, taken })
    }

    /// Adds one batch: all of it, or nothing and an error.
    ///
    /// # Errors
    /// If the file cannot be used or written.
    pub fn take(
        &mut self,
        batch: Vec<(Article, Came)>,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<(), Refused> {
        let mut open: Vec<(Article, Came)> = Vec::new();
        for (article, came) in batch {
            let page = PageId::of_article(&article);
            let sha = article.sha256.as_deref().unwrap_or_default();
            if self.shelf().forgotten(page, sha)?.is_some() {
                self.taken.forgotten += 1;
                continue;
            }
            // The same bytes read to the same article: nothing is to be found out anew.
            let known = self.shelf().get(page)?;
            if known.is_some_and(|k| k.quoted().article == article)
                || self.says_the_same(&article, &came)?
            {
                self.taken.known += 1;
                continue;
            }
            open.push((article, came));
        }
        if open.is_empty() {
            return Ok(());
        }
        let made: Vec<Dossier> =
            spread.each(&open, |(article, _)| self.engine.dossier(article.clone()));
        self.begin()?;
        for (dossier, (_, came)) in made.iter().zip(open) {
            self.library.store_mut().came(dossier.page(), came);
        }
        let change = self.library.add_watched(&self.engine, made, spread, watch)?;
        self.taken.known += change.known.len();
        for page in &change.added {
            match self.shelf().changed_since(*page)? {
                None => self.taken.new += 1,
                Some(since) => {
                    self.taken.changed += 1;
                    self.taken.since = Some(self.taken.since.map_or(since, |s| s.min(since)));
                }
            }
        }
        self.taken.stories.extend(change.stories.added);
        self.taken.stories.extend(change.stories.changed);
        Ok(())
    }

    /// Whether a page that was fetched reads as the newest version that is held: servers change bytes
    /// that nobody sees.
    fn says_the_same(&self, article: &Article, came: &Came) -> Result<bool, Refused> {
        let (Came::Fetched(_), Some(url)) = (came, &article.url) else { return Ok(false) };
        let Some((page, _)) = self.shelf().newest(url)? else { return Ok(false) };
        let Some(held) = self.shelf().get(page)? else { return Ok(false) };
        let held = &held.quoted().article;
        let same = held.text == article.text && held.title == article.title;
        Ok(same && held.date == article.date && held.authors == article.authors)
    }

    /// The file.
    pub fn shelf(&self) -> &Shelf {
        self.library.store()
    }

    /// What reads its pages.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Keeps a note of the program's own.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn note(&mut self, name: &str, note: &serde_json::Value) -> Result<(), Refused> {
        if self.shelf().noted(name)?.as_ref() == Some(note) {
            return Ok(());
        }
        loop {
            match self.library.store_mut().note(name, note) {
                Err(Trouble::Stale) => self.again()?,
                other => return Ok(other?),
            }
        }
    }

    /// Takes what came of a page of another library, with when it was added there.
    pub fn remember(&mut self, page: PageId, came: Came, added: String) {
        self.library.store_mut().came_before(page, came, added);
    }

    /// Takes in what another library kept beside its findings.
    ///
    /// # Errors
    /// If a row is of another kind, or the file cannot be written.
    pub fn bring(&mut self, rows: &[serde_json::Value]) -> Result<(), Refused> {
        if !rows.is_empty() {
            self.begin()?;
            self.library.store_mut().bring(rows)?;
        }
        Ok(())
    }

    /// The file, when all is added.
    pub fn close(self) -> Shelf {
        self.library.into_store()
    }

    /// Begins a batch; where another process added meanwhile, the library is taken up again.
    fn begin(&mut self) -> Result<(), Refused> {
        loop {
            match self.library.store_mut().begin() {
                Ok(()) => return Ok(()),
                Err(Trouble::Stale) => self.again()?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Takes the library up again.
    fn again(&mut self) -> Result<(), Refused> {
        let shelf = Shelf::open(&self.path, Mode::Write)?;
        self.library = taken_up(shelf, &self.engine, &self.run, self.most)?;
        Ok(())
    }
}

fn taken_up(
    mut shelf: Shelf,
    engine: &Engine,
    run: &Run,
    most: Option<u64>,
) -> Result<Library<Shelf>, Refused> {
    shelf.run(run.clone());
    if let Some(most) = most {
        shelf.bound(most << 20)?;
    }
    Ok(Library::open(shelf, Step::Stemmata, engine)?)
}
