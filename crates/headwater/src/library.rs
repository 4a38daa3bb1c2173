//! A library: pages that are kept, and everything that is found out about them together.
//!
//! **The law**: what a library finds is a function of the set of its pages. Pages added one by one,
//! in any order, in batches or at once give the same findings, and a page removed leaves those
//! without it. It holds because every part of the findings is a function of named inputs: what two
//! pages share is a function of the two, a story's people, utterances and tree are functions of its
//! pages, and which pages are compared and grouped is read off indexes that know no order of
//! arrival. An addition does anew what has other inputs than before, and nothing else.

mod asking;
mod groups;
mod indexes;
mod kept;
mod lost;
mod part;
mod snapshot;
pub(crate) mod ties;
mod told;

use crate::change::{Change, Error};
use crate::engine::{Dossier, Engine, Version};
use crate::findings::{Findings, Step, Unwatched, Watch};
use crate::id::PageId;
use crate::store::{Entry, Memory, Store};
use headwater_collate::{Key, Postings, Profile, Spread};
use headwater_quote::Quoted;
use indexes::{Dirty, Indexes, join};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use ties::{Links, Tie, pair};
use told::Told;

/// Pages and what is found out about them together.
///
/// ```
/// use headwater::{Engine, Library};
/// use headwater_collate::InTurn;
/// use headwater_page::Hint;
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let page = |id: &str, text: &str| {
///     let hint = Hint { id: id.to_owned(), ..Hint::default() };
///     engine.dossier(engine.read(text.as_bytes(), &hint))
/// };
/// let mut library = Library::new();
/// let text = "Ferry stays in port\n\nThe ferry to Orvel stays in port until the storm has passed, \
///     the harbour master said on Monday. “Nobody sails before noon,” Mara Lind told reporters.";
/// let change = library.add(&engine, [page("a", text), page("b", text)], &InTurn)?;
/// assert_eq!(change.added.len(), 2);
///
/// let findings = library.findings()?;
/// assert_eq!(findings.stories.len(), 1);
///
/// let change = library.remove(&engine, &change.added[..1], &InTurn)?;
/// assert_eq!(change.renamed.len(), 1, "the story of one page has another name");
/// assert_eq!(library.findings()?.articles.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Library<S: Store = Memory> {
    store: S,
    depth: Step,
    /// That of the engine which read the pages; none before the first page.
    version: Option<Version>,
    /// Whether that engine has a sentence model.
    model: bool,
    /// Which tagger that engine has.
    reader: &'static str,
    cards: Cards,
    /// The pages that came with each id.
    ids: BTreeMap<String, BTreeSet<Key>>,
    /// The pages that bring a story of this name.
    given: BTreeMap<String, BTreeSet<Key>>,
    indexes: Indexes,
    /// How each page is tied to others: both ways, so that a page's ties stand side by side.
    ties: BTreeMap<(Key, Key), Tie>,
    /// What two tied pages have in common, under the lesser key first.
    links: Links,
    /// By how much the odds of all ties are lowered: how alike reports of different events are here.
    background: f64,
    /// The chances that it is read off, under pairs of the sample.
    chances: BTreeMap<(Key, Key), f64>,
    /// What the background is read off, of these chances.
    height: Option<f64>,
    /// The pages of the sample: those with the least keys, a choice by lot.
    sample: BTreeSet<Key>,
    /// What was found out about each story, under the least key of its pages.
    told: BTreeMap<Key, Arc<Told>>,
    /// Whether what was found out goes to the store and is not held in memory.
    light: bool,
    /// What changed since the store was last told.
    journal: kept::Journal,
    /// Where it asks its store for what it needs and holds nothing else in memory.
    asking: Option<asking::Asking>,
    /// Ids by which pages are shown, where this is a part of a library and does not see the rest.
    names: BTreeMap<Key, String>,
}

/// All pages by their keys.
type Cards = BTreeMap<Key, Card>;

/// What is known of a page without asking the store.
#[derive(Clone, Debug)]
struct Card {
    page: PageId,
    /// The id it came with.
    id: String,
    /// First minute of its date.
    minute: Option<i64>,
    /// Rare words that tell its topic.
    topic: usize,
    /// Words that tell what it is about.
    words: usize,
    /// The name of the story that it brings.
    given: Option<String>,
    /// Whether it is a mass reprint.
    crowded: bool,
    /// Under which key its story stands.
    story: Option<Key>,
}

impl Default for Library {
    fn default() -> Library {
        Library::new()
    }
}

impl Library {
    /// An empty library in memory.
    ///
    /// ```
    /// assert!(headwater::Library::new().is_empty());
    /// ```
    pub fn new() -> Library {
        Library::over(Memory::default(), Step::Stemmata)
    }
}

impl<S: Store> Library<S> {
    /// An empty library over an empty store that finds out what the steps up to `depth` find.
    ///
    /// ```
    /// use headwater::{Library, Memory, Step};
    ///
    /// let library = Library::over(Memory::default(), Step::Stories);
    /// assert_eq!(library.len(), 0);
    /// ```
    pub fn over(store: S, depth: Step) -> Library<S> {
        Library {
            store,
            depth,
            version: None,
            model: false,
            reader: "",
            cards: BTreeMap::new(),
            ids: BTreeMap::new(),
            given: BTreeMap::new(),
            indexes: Indexes::default(),
            ties: BTreeMap::new(),
            links: BTreeMap::new(),
            background: 0.0,
            chances: BTreeMap::new(),
            height: None,
            sample: BTreeSet::new(),
            told: BTreeMap::new(),
            light: false,
            journal: kept::Journal::default(),
            asking: None,
            names: BTreeMap::new(),
        }
    }

    /// The same, empty library with indexes in which a print is crowded from so few pages on: in
    /// tests a few pages then do what otherwise thousands do.
    #[doc(hidden)]
    #[must_use]
    pub fn crowded_beyond(mut self, room: usize) -> Library<S> {
        self.indexes = Indexes {
            runs: Postings::new(room, 1),
            topics: Postings::new(room, 0),
            words: Postings::new(room, 0),
        };
        self
    }

    /// The store it is over.
    ///
    /// ```
    /// use headwater::{Engine, Library, Store};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// let dossier = engine.dossier(Article::plain("a", "The quay is shut."));
    /// let page = dossier.page();
    /// library.add(&engine, [dossier], &InTurn)?;
    /// assert!(library.store().get(page)?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The store it is over, for what a store keeps besides: dossiers put in or taken out here are
    /// not known to the library.
    ///
    /// ```
    /// use headwater::{Library, Memory};
    ///
    /// let mut library = Library::new();
    /// let memory: &mut Memory = library.store_mut();
    /// assert_eq!(format!("{memory:?}"), "Memory({})");
    /// ```
    pub fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// The store alone.
    ///
    /// ```
    /// use headwater::{Engine, Library, Store};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// let dossier = engine.dossier(Article::plain("a", "The quay is shut."));
    /// let page = dossier.page();
    /// library.add(&engine, [dossier], &InTurn)?;
    /// assert!(library.into_store().get(page)?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_store(self) -> S {
        self.store
    }

    /// How many pages it holds.
    ///
    /// ```
    /// use headwater::{Engine, Library};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// library.add(&engine, [engine.dossier(Article::plain("a", "The quay is shut."))], &InTurn)?;
    /// assert_eq!(library.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn len(&self) -> usize {
        self.asking.as_ref().map_or(self.cards.len(), |a| a.pages)
    }

    /// Whether it holds none.
    ///
    /// ```
    /// use headwater::{Engine, Library};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// library.add(&engine, [engine.dossier(Article::plain("a", "The quay is shut."))], &InTurn)?;
    /// assert!(!library.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds pages that `engine` read; one that is held already changes nothing. Of two records of
    /// one page that differ, the one whose JSON comes first by its bytes is kept. What is
    /// done anew: comparing the pages with their candidates, grouping the articles that those
    /// connect, and what is found out about stories that gained or lost a page.
    ///
    /// ```
    /// use headwater::{Engine, Library};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// let page = engine.dossier(Article::plain("a", "The quay is shut."));
    /// let change = library.add(&engine, [page.clone()], &InTurn)?;
    /// assert_eq!(change.added, [page.page()]);
    /// // A page that is held changes nothing.
    /// assert!(library.add(&engine, [page], &InTurn)?.added.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If a page was read by another engine than those held, or the store fails.
    pub fn add(
        &mut self,
        engine: &Engine,
        pages: impl IntoIterator<Item = Dossier>,
        spread: &impl Spread,
    ) -> Result<Change, Error> {
        self.add_watched(engine, pages, spread, &Unwatched)
    }

    /// [`Library::add`]; `watch` is told which step begins.
    ///
    /// ```
    /// use headwater::{Engine, Library, Unwatched};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// let page = engine.dossier(Article::plain("a", "The quay is shut."));
    /// let change = library.add_watched(&engine, [page], &InTurn, &Unwatched)?;
    /// assert_eq!(change.added.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`Library::add`].
    pub fn add_watched(
        &mut self,
        engine: &Engine,
        pages: impl IntoIterator<Item = Dossier>,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<Change, Error> {
        let held = self.agrees(engine.version())?;
        self.let_go();
        let mut fresh: BTreeMap<PageId, Dossier> = BTreeMap::new();
        let mut change = Change::default();
        for dossier in pages {
            if dossier.version != held {
                return Err(Error::OtherVersion { held, given: dossier.version });
            }
            let page = dossier.page;
            let known = match fresh.get(&page) {
                Some(known) => Some(Arc::clone(&known.quoted)),
                None => self.store.get(page)?.map(|d| Arc::clone(&d.quoted)),
            };
            if known.is_some() {
                change.known.push(page);
            }
            if known.is_none_or(|k| stands_before(&dossier.quoted, &k)) {
                fresh.insert(page, dossier);
            }
        }
        for page in fresh.keys() {
            self.see(page.key())?;
        }
        self.fits(fresh.keys())?;
        self.version = Some(held);
        self.model = engine.encoder().is_some();
        self.reader = engine.reader();
        let mut before = groups::Before::default();
        let mut dirty: Dirty = Some(BTreeSet::new());
        for page in fresh.keys() {
            if self.cards.contains_key(&page.key()) {
                dirty = join(dirty, self.take(*page, &mut before)?);
            } else {
                change.added.push(*page);
            }
        }
        let fresh: Vec<(Key, Arc<Dossier>)> =
            fresh.into_values().map(|d| (d.page.key(), Arc::new(d))).collect();
        for (key, dossier) in &fresh {
            self.enter(*key, dossier, &mut before)?;
        }
        let came = match self.asking {
            Some(_) => {
                let prints = fresh.iter().map(|(k, d)| (*k, asking::prints(&Entry::of(d))));
                Some(self.came(&prints.collect::<Vec<_>>())?)
            }
            None => self.indexes.add(&fresh),
        };
        dirty = join(dirty, came);
        self.settle(engine, dirty, before, change, spread, watch)
    }

    /// Takes pages out again: what is found then is what would be found without them.
    ///
    /// ```
    /// use headwater::{Engine, Library};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// let page = engine.dossier(Article::plain("a", "The quay is shut."));
    /// let id = page.page();
    /// library.add(&engine, [page], &InTurn)?;
    /// assert_eq!(library.remove(&engine, &[id], &InTurn)?.removed, [id]);
    /// assert!(library.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If a page is not held or the engine is another, before any is taken out; or if the store
    /// fails.
    pub fn remove(
        &mut self,
        engine: &Engine,
        pages: &[PageId],
        spread: &impl Spread,
    ) -> Result<Change, Error> {
        self.agrees(engine.version())?;
        self.let_go();
        let pages: BTreeSet<PageId> = pages.iter().copied().collect();
        for page in &pages {
            self.see(page.key())?;
        }
        let held = |p: &PageId| self.cards.get(&p.key()).is_some_and(|c| c.page == *p);
        if let Some(page) = pages.iter().find(|p| !held(p)) {
            return Err(Error::NoPage(*page));
        }
        let mut before = groups::Before::default();
        let mut dirty: Dirty = Some(BTreeSet::new());
        for page in &pages {
            dirty = join(dirty, self.take(*page, &mut before)?);
        }
        let change = Change { removed: pages.into_iter().collect(), ..Change::default() };
        self.settle(engine, dirty, before, change, spread, &Unwatched)
    }

    /// Everything that is found about the pages held: a snapshot that later additions do not
    /// change. Linear in what is told.
    ///
    /// ```
    /// use headwater::{Engine, Library};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    ///
    /// # fn main() -> Result<(), headwater::Error> {
    /// let engine = Engine::fast();
    /// let mut library = Library::new();
    /// library.add(&engine, [engine.dossier(Article::plain("a", "The quay is shut."))], &InTurn)?;
    /// assert_eq!(library.findings()?.stories.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the store fails, or the library was taken up again ([`Library::open`]) and not recalled.
    pub fn findings(&self) -> Result<Findings, Error> {
        self.snapshot()
    }

    /// The version that a library over these pages has, if it is this one.
    fn agrees(&self, given: Version) -> Result<Version, Error> {
        match self.version {
            Some(held) if held != given => Err(Error::OtherVersion { held, given }),
            _ => Ok(given),
        }
    }

    /// Refuses pages that could not be told from others by half their names.
    fn fits<'p>(&self, pages: impl Iterator<Item = &'p PageId>) -> Result<(), Error> {
        let mut new: BTreeMap<Key, PageId> = BTreeMap::new();
        for page in pages {
            let held = self.cards.get(&page.key()).map(|c| c.page);
            let other = held.or(new.insert(page.key(), *page)).filter(|other| other != page);
            if let Some(other) = other {
                return Err(Error::Alike(other, *page));
            }
        }
        Ok(())
    }

    /// Enters a page into everything but the indexes.
    fn enter(
        &mut self,
        key: Key,
        dossier: &Arc<Dossier>,
        before: &mut groups::Before,
    ) -> Result<(), Error> {
        self.store.put(Arc::clone(dossier))?;
        let entry = Entry::of(dossier);
        self.know_names_of(&entry.id, entry.given.as_deref())?;
        before.touch(self.namesakes(&entry.id));
        self.card(key, &entry);
        before.entered.insert(key);
        before.touch([key]);
        Ok(())
    }

    /// Writes the card of a page.
    fn card(&mut self, key: Key, of: &Entry) {
        if let Some(name) = &of.given {
            self.given.entry(name.clone()).or_default().insert(key);
        }
        self.ids.entry(of.id.clone()).or_default().insert(key);
        let (id, given, minute) = (of.id.clone(), of.given.clone(), of.minute);
        let (topic, words) = (of.topic.len(), of.words.len());
        let (page, crowded, story) = (of.page, false, None);
        let card = Card { page, id, minute, topic, words, given, crowded, story };
        self.cards.insert(key, card);
    }

    /// Takes one page out of everything.
    fn take(&mut self, page: PageId, before: &mut groups::Before) -> Result<Dirty, Error> {
        let key = page.key();
        let dossier = self.store.get(page)?.ok_or(Error::NoPage(page))?;
        self.load(key)?;
        let id = dossier.quoted.article.id.as_str();
        self.know_names_of(id, None)?;
        let mut dirty = match self.asking {
            Some(_) => Some(BTreeSet::new()),
            None => self.indexes.remove(key, &dossier),
        };
        for (other, _) in self.partners(key).collect::<Vec<_>>() {
            self.untie(key, other, before);
        }
        before.entered.insert(key);
        before.taken = true;
        if let Some(card) = self.cards.remove(&key) {
            before.keep(self, card.story);
            forget(&mut self.ids, &card.id, key);
            before.touch(self.namesakes(&card.id));
            if let Some(name) = &card.given {
                before.touch(self.given.get(name).into_iter().flatten().copied());
                forget(&mut self.given, name, key);
            }
        }
        self.store.remove(page)?;
        if self.asking.is_some() {
            dirty = Some(self.went(key, &asking::prints(&Entry::of(&dossier)))?);
        }
        if let Some(dirty) = &mut dirty {
            dirty.remove(&key);
        }
        Ok(dirty)
    }

    /// Does anew what an addition or a removal touched.
    fn settle(
        &mut self,
        engine: &Engine,
        dirty: Dirty,
        mut before: groups::Before,
        mut change: Change,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<Change, Error> {
        watch.step("finding shared passages");
        let dirty = match dirty {
            Some(dirty) => dirty,
            None => self.all_keys()?.into_iter().collect(),
        };
        let new = self.tie(&dirty, &mut before, spread)?;
        for (a, b) in new.keys() {
            self.see(*a)?;
            self.see(*b)?;
        }
        change.compared = self.link(engine, &new, &mut before, spread)?;
        self.weigh(&mut before, spread)?;
        watch.step("grouping stories");
        self.regroup(engine, before, &mut change, spread, watch)?;
        change.bounds = self.index_bounds();
        self.keep(&change)?;
        self.let_go();
        Ok(change)
    }

    /// Dossiers of pages that are held, in the order of their keys where these come so.
    fn dossiers(&self, keys: impl Iterator<Item = Key>) -> Result<Vec<(Key, Arc<Dossier>)>, Error> {
        let mut out = Vec::new();
        for key in keys {
            let Some(card) = self.cards.get(&key) else { continue };
            match self.store.get(card.page)? {
                Some(dossier) => out.push((key, dossier)),
                None => return Err(Error::NoPage(card.page)),
            }
        }
        Ok(out)
    }

    /// What pages that are held are about, in the order of their keys where these come so.
    fn profiles(&self, keys: impl Iterator<Item = Key>) -> Result<Vec<(Key, Arc<Profile>)>, Error> {
        let mut out = Vec::new();
        for key in keys {
            let Some(card) = self.cards.get(&key) else { continue };
            match self.store.profile(card.page)? {
                Some(profile) => out.push((key, profile)),
                None => return Err(Error::NoPage(card.page)),
            }
        }
        Ok(out)
    }

    /// The pages whose shown ids may change when a page with this id comes or goes.
    fn namesakes(&self, id: &str) -> Vec<Key> {
        let of = |id: &str| self.ids.get(id).into_iter().flatten().copied();
        let base = id.rsplit_once('#').map(|(base, _)| base);
        of(id).chain(base.into_iter().flat_map(of)).collect()
    }

    /// The id by which a page is shown: the one it came with, or where several pages came with it
    /// that id with `#2`, `#3`, … for all but the first, never one that another page came with.
    fn shown(&self, key: Key) -> String {
        let Some(card) = self.cards.get(&key) else { return String::new() };
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let place = self.ids.get(&card.id).and_then(|of| of.iter().position(|k| *k == key));
        let free =
            (2..).map(|n| format!("{}#{n}", card.id)).filter(|id| !self.ids.contains_key(id));
        let mut names = std::iter::once(card.id.clone()).chain(free);
        names.nth(place.unwrap_or_default()).unwrap_or_default()
    }
}

fn forget(names: &mut BTreeMap<String, BTreeSet<Key>>, name: &str, key: Key) {
    if let Some(of) = names.get_mut(name) {
        of.remove(&key);
        if of.is_empty() {
            names.remove(name);
        }
    }
}

/// Whether a record of a page is to be kept instead of another of the same page.
fn stands_before(new: &Quoted, known: &Quoted) -> bool {
    let text = |quoted: &Quoted| quoted.to_json().to_string();
    new != known && text(new) < text(known)
}
