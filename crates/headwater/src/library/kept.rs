//! What a library hands to its store after each addition, and how it is taken up again from that.
//!
//! What two pages share in full, and what was found out about a story, is not among it: the one is
//! a function of two dossiers, the other of a story's. A library that was taken up again finds them
//! out where an addition touches them, and all of them when it is asked to recall.

use super::ties::{Link, Tie, is_mass, pair};
use super::told::{Told, tell};
use super::{Error, Library, groups};
use crate::change::Change;
use crate::engine::Engine;
use crate::findings::{Step, Watch};
use crate::id::PageId;
use crate::store::{Account, Sample, State, Store, StoryRow, TieRow, Update};
use headwater_collate::encoder::Encoder;
use headwater_collate::{self as collate, Crowd, Key, Overlap, Shared, Spread};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What changed since the store was last told.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Pairs of pages whose tie came, went, or is another.
    pub(super) pairs: BTreeSet<(Key, Key)>,
    /// Whether the sample or its chances are others.
    pub(super) sample: bool,
    /// Pages that are mass reprints now, or none any more.
    pub(super) crowded: BTreeMap<PageId, bool>,
    /// Stories that are no more, or of which others are told.
    gone: BTreeSet<String>,
    /// Stories found out about anew.
    told: Vec<(StoryRow, Arc<Account>)>,
}

impl Journal {
    /// Notes which stories went and which are told anew; those in `stay` are as they were.
    pub(super) fn stories<'t>(
        &mut self,
        before: impl Iterator<Item = &'t Arc<Told>>,
        stay: &[Arc<Told>],
        fresh: &[Arc<Told>],
    ) {
        let stay: BTreeSet<&str> = stay.iter().map(|t| t.id.as_str()).collect();
        let gone = before.filter(|t| !stay.contains(t.id.as_str()));
        self.gone.extend(gone.map(|t| t.id.clone()));
        let told = fresh.iter().filter_map(|t| Some((t.row(), Arc::clone(t.account.as_ref()?))));
        self.told.extend(told);
    }
}

impl<S: Store> Library<S> {
    /// Takes up a library again where its store left it. Its findings go to the store and are not
    /// held in memory ([`Library::recall`] brings them all). Over an empty store, and over one that
    /// keeps dossiers alone, it is empty.
    ///
    /// ```
    /// use headwater::{Engine, Library, Memory, Step};
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let library = Library::open(Memory::default(), Step::Stemmata, &Engine::fast())?;
    /// assert!(library.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the pages were read by another engine, the store fails, or what it keeps does not fit
    /// together.
    pub fn open(store: S, depth: Step, engine: &Engine) -> Result<Library<S>, Error> {
        let mut library = Library::over(store, depth);
        library.light = true;
        if library.take_up_asking()? {
            library.agrees(engine.version())?;
            library.model = engine.encoder().is_some();
            library.reader = engine.reader();
            library.let_go();
            return Ok(library);
        }
        let Some(state) = library.store.state()? else { return Ok(library) };
        if let Some(held) = state.version.filter(|v| *v != engine.version()) {
            return Err(Error::OtherVersion { held, given: engine.version() });
        }
        library.version = state.version;
        library.model = engine.encoder().is_some();
        library.reader = engine.reader();
        library.take_up(state)?;
        Ok(library)
    }

    pub(super) fn take_up(&mut self, state: State) -> Result<(), Error> {
        for page in &state.pages {
            let key = page.page.key();
            if let Some(other) = self.cards.get(&key).map(|c| c.page) {
                return Err(Error::Alike(other, page.page));
            }
            self.card(key, page);
        }
        self.indexes.restore(&state.pages);
        let (runs, words) = (self.indexes.runs.crowd(), self.indexes.words.crowd());
        for page in &state.pages {
            let common = |crowd: &Crowd, prints: &[u64]| (crowd.count(prints), prints.len());
            let crowded = is_mass(common(&runs, &page.runs), common(&words, &page.words));
            if let Some(card) = self.cards.get_mut(&page.page.key()) {
                card.crowded = crowded;
            }
            // Where a store has not noted it yet it does with the next change.
            self.journal.crowded.extend(crowded.then_some((page.page, true)));
        }
        self.background = state.background;
        for row in state.ties {
            let TieRow { pair: (a, b), compared, odds, passages, part, sure, open } = row;
            if !self.cards.contains_key(&a) || !self.cards.contains_key(&b) || a >= b {
                return Err(Error::Unfit(format!("a tie of {a:016x} and {b:016x}")));
            }
            let overlap = Overlap { passages, part };
            let link = Link { odds, overlap, compared, sure, open, shared: None };
            let strong = collate::likelihood(odds, self.background) >= collate::CUT;
            self.ties.insert((a, b), Tie { compared, strong });
            self.ties.insert((b, a), Tie { compared, strong });
            self.links.insert((a, b), link);
        }
        for row in state.stories {
            self.take_up_story(row)?;
        }
        if let Some((_, card)) = self.cards.iter().find(|(_, card)| card.story.is_none()) {
            return Err(Error::Unfit(format!("page {} is in no story", card.page)));
        }
        self.sample = state.sample.pages.into_iter().collect();
        self.chances = state.sample.chances.into_iter().collect();
        self.height = collate::height(self.chances.values().copied().collect());
        Ok(())
    }

    fn take_up_story(&mut self, row: StoryRow) -> Result<(), Error> {
        let (id, keys) = (&row.id, row.pages.iter().map(|p| p.key()).collect::<Vec<Key>>());
        let first = keys.iter().min().copied();
        let Some(first) = first else { return Err(Error::Unfit(format!("story {id} is empty"))) };
        for (key, page) in keys.iter().zip(&row.pages) {
            match self.cards.get_mut(key).filter(|c| c.page == *page && c.story.is_none()) {
                Some(card) => card.story = Some(first),
                None => return Err(Error::Unfit(format!("story {id} with page {page}"))),
            }
        }
        self.told.insert(first, Arc::new(Told::of(row, keys)));
        Ok(())
    }

    /// Finds out again all that is not in memory, and holds it there from now on: what
    /// [`Library::findings`] needs of a library that was taken up again. As long as finding it out
    /// the first time takes, less the reading of the pages.
    ///
    /// ```
    /// use headwater::{Engine, Library, Memory, Step, Unwatched};
    /// use headwater_collate::InTurn;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::open(Memory::default(), Step::Stemmata, &engine)?;
    /// library.recall(&engine, &InTurn, &Unwatched)?;
    /// assert!(library.findings()?.articles.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the engine is another, or the store fails.
    pub fn recall(
        &mut self,
        engine: &Engine,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<(), Error> {
        self.recall_shared(engine, spread, watch)?;
        let mut before = groups::Before::default();
        let unknown = self.told.values().filter(|t| t.account.is_none());
        before.touch(unknown.flat_map(|t| t.keys.iter().copied()));
        // Nothing of it is news, but for what the store has not noted yet.
        self.regroup(engine, before, &mut Change::default(), spread, watch)?;
        let crowded = std::mem::take(&mut self.journal.crowded);
        self.journal = Journal { crowded, ..Journal::default() };
        Ok(())
    }

    /// What pairs of pages share in full, for all of which it is not in memory.
    fn recall_shared(
        &mut self,
        engine: &Engine,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<(), Error> {
        self.agrees(engine.version())?;
        self.whole()?;
        self.light = false;
        let lacks = |l: &Link| l.compared && l.shared.is_none();
        let pairs = self.links.iter().filter(|(_, l)| lacks(l)).map(|(p, _)| *p).collect();
        watch.step("finding shared passages");
        for (pair, shared) in self.shared(engine, pairs, spread)? {
            if let Some(link) = self.links.get_mut(&pair) {
                link.shared = Some(shared);
            }
        }
        Ok(())
    }

    /// Finds out again about the stories as they are kept, without grouping pages anew: what
    /// [`Library::recall`] does for a whole library, for one over a store that hands out some
    /// stories alone, whose groups hang on pages that are not there.
    ///
    /// ```
    /// use headwater::{Engine, Library, Memory, Step, Unwatched};
    /// use headwater_collate::InTurn;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::open(Memory::default(), Step::Stemmata, &engine)?;
    /// library.retell(&engine, &InTurn, &Unwatched)?;
    /// assert!(library.findings()?.stories.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the engine is another, or the store fails.
    pub fn retell(
        &mut self,
        engine: &Engine,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<(), Error> {
        self.recall_shared(engine, spread, watch)?;
        let unknown: Vec<Arc<Told>> =
            self.told.values().filter(|t| t.account.is_none()).cloned().collect();
        let mut jobs = Vec::new();
        for told in &unknown {
            let mut job = self.known(&told.keys);
            job.dossiers = self.dossiers(job.keys.iter().copied())?;
            jobs.push(job);
        }
        self.second(engine, &mut jobs, spread)?;
        let depth = self.depth;
        let senses = (depth >= Step::Utterances).then(Encoder::shipped);
        watch.step("joining statements and inferring family trees");
        for told in spread.each(&jobs, |job| Arc::new(tell(job, depth, senses))) {
            if let Some(first) = told.keys.iter().min().copied() {
                self.told.insert(first, told);
            }
        }
        Ok(())
    }

    /// What pairs of pages share, each under its pair: from memory, else found out.
    pub(super) fn shared(
        &self,
        engine: &Engine,
        pairs: BTreeSet<(Key, Key)>,
        spread: &impl Spread,
    ) -> Result<BTreeMap<(Key, Key), Arc<Shared>>, Error> {
        let known = |p: &(Key, Key)| self.links.get(p).and_then(|l| l.shared.clone());
        let mut out: BTreeMap<(Key, Key), Arc<Shared>> = BTreeMap::new();
        let mut open: Vec<(Key, Key)> = Vec::new();
        for pair in pairs {
            match known(&pair) {
                Some(shared) => drop(out.insert(pair, shared)),
                None => open.push(self.oriented(pair.0, pair.1)),
            }
        }
        let keys: BTreeSet<Key> = open.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let pages = self.dossiers(keys.into_iter())?;
        let at = |k: Key| pages.binary_search_by_key(&k, |p| p.0).unwrap_or_default();
        let wanted: Vec<(usize, usize)> = open.iter().map(|(a, b)| (at(*a), at(*b))).collect();
        let quoted: Vec<&Quoted> = pages.iter().map(|(_, d)| d.quoted()).collect();
        let found = collate::shared(&quoted, &wanted, spread, engine.encoder());
        let found = open.iter().zip(found).map(|((a, b), s)| (pair(*a, *b), Arc::new(s)));
        out.extend(found);
        Ok(out)
    }

    /// Tells the store what changed.
    pub(super) fn keep(&mut self, change: &Change) -> Result<(), Error> {
        let journal = std::mem::take(&mut self.journal);
        if !self.store.keeps_more() {
            return Ok(());
        }
        let mut update = Update {
            version: self.version,
            background: self.background,
            sample: journal.sample.then(|| Sample {
                pages: self.sample.iter().copied().collect(),
                chances: self.chances.iter().map(|(p, c)| (*p, *c)).collect(),
            }),
            tied: Vec::new(),
            untied: Vec::new(),
            gone: journal.gone.into_iter().collect(),
            told: journal.told,
            crowded: journal.crowded.into_iter().collect(),
            height: self.height,
            pages: self.len(),
            crowd: self.crowd(),
            change,
        };
        for pair in journal.pairs {
            match self.links.get(&pair) {
                Some(link) => update.tied.push(row(pair, link)),
                None => update.untied.push(pair),
            }
        }
        self.store.keep(&update)?;
        if self.light {
            for told in self.told_by(&update.told) {
                self.rest(told);
            }
        }
        Ok(())
    }

    /// Under which keys these stories stand.
    fn told_by(&self, told: &[(StoryRow, Arc<Account>)]) -> Vec<Key> {
        told.iter()
            .filter_map(|(row, _)| row.pages.iter().map(|p: &PageId| p.key()).min())
            .collect()
    }

    /// Lets go of what was found out about a story.
    fn rest(&mut self, story: Key) {
        if let Some(told) = self.told.get_mut(&story) {
            let Told { print, keys, pages, id, said, .. } = told.as_ref();
            let (keys, pages, id, said) = (keys.clone(), pages.clone(), id.clone(), said.clone());
            *told = Arc::new(Told { print: *print, keys, pages, id, said, account: None });
        }
    }
}

fn row(pair: (Key, Key), link: &Link) -> TieRow {
    TieRow {
        pair,
        compared: link.compared,
        odds: link.odds,
        passages: link.overlap.passages,
        part: link.overlap.part,
        sure: link.sure.clone(),
        open: link.open.clone(),
    }
}
