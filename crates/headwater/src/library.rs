//! A library: pages that are kept, and everything that is found out about them together.
//!
//! **The law**: what a library finds is a function of the set of its pages. Pages added one by one,
//! in any order, in batches or at once give the same findings, and a page removed leaves those
//! without it. It holds because every part of the findings is a function of named inputs: what two
//! pages share is a function of the two, a story's people, utterances and tree are functions of its
//! pages, and which pages are compared and grouped is read off indexes that know no order of
//! arrival. An addition does anew what has other inputs than before, and nothing else.

mod groups;
mod kept;
mod lost;
mod snapshot;
mod told;

use crate::change::{Bound, Change, Error};
use crate::engine::{Dossier, Engine, Version};
use crate::findings::{Findings, Step, Unwatched, Watch};
use crate::id::PageId;
use crate::store::{Entry, Memory, Store};
use headwater_collate::{self as collate, Key, Moved, Overlap, Postings, Profile, Shared, Spread};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use told::Told;

/// Days between two dated pages beyond which telling words alone lead from one to the other no
/// more: a message repeated on another occasion is another story.
const APART: i64 = 30;

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
    /// The pages of the sample: those with the least keys, a choice by lot.
    sample: BTreeSet<Key>,
    /// What was found out about each story, under the least key of its pages.
    told: BTreeMap<Key, Arc<Told>>,
    /// Whether what was found out goes to the store and is not held in memory.
    light: bool,
    /// What changed since the store was last told.
    journal: kept::Journal,
}

/// What tied pages have in common, under the lesser key first.
type Links = BTreeMap<(Key, Key), Link>;

/// Two pages to be weighed, the lesser key first; the same in order of ids; what they share if
/// compared.
type Job = ((Key, Key), (Key, Key), Option<Arc<Shared>>);

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

/// The indexes in which pages find each other.
#[derive(Debug)]
struct Indexes {
    runs: Postings,
    topics: Postings,
    words: Postings,
}

/// Why two pages are looked at together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tie {
    /// They are compared for passages and rewordings.
    compared: bool,
    /// They are so likely of one event that they may begin a story.
    strong: bool,
}

/// What two pages have in common.
#[derive(Clone, Debug)]
struct Link {
    /// What speaks for one event, in log odds.
    odds: f64,
    /// The passages in which they overlap.
    overlap: Overlap,
    /// Whether they were compared.
    compared: bool,
    /// Pairs of sentences, by their prints, that are clearly rewordings.
    sure: Vec<(u64, u64)>,
    /// Those that are if other reports second them.
    open: Vec<(u64, u64)>,
    /// What they share, if they were compared and it is in memory; the page that comes first in
    /// order of ids is article 0.
    shared: Option<Arc<Shared>>,
}

/// Two pages in the order in which links are kept.
fn pair(a: Key, b: Key) -> (Key, Key) {
    (a.min(b), a.max(b))
}

impl Default for Indexes {
    fn default() -> Indexes {
        Indexes {
            runs: Postings::new(collate::CAP, collate::NEIGHBOURS),
            topics: Postings::new(collate::CAP, 0),
            words: Postings::new(collate::COMMON, 0),
        }
    }
}

/// Pages whose partners may have changed; none stands for all.
type Dirty = Option<BTreeSet<Key>>;

fn both(dirty: Dirty, moved: Moved) -> Dirty {
    match (dirty, moved) {
        (Some(mut some), Moved::Some(more)) => {
            some.extend(more);
            Some(some)
        }
        _ => None,
    }
}

impl Indexes {
    fn add(&mut self, pages: &[(Key, Arc<Dossier>)]) -> Dirty {
        let rows = |prints: fn(&Dossier) -> &[u64]| -> Vec<(Key, &[u64])> {
            pages.iter().map(|(k, d)| (*k, prints(d))).collect()
        };
        let dirty = Some(pages.iter().map(|(k, _)| *k).collect());
        let dirty = both(dirty, self.runs.add(&rows(|d| d.runs())));
        let dirty = both(dirty, self.topics.add(&rows(|d| d.topic())));
        let words: Vec<Vec<u64>> = pages.iter().map(|(_, d)| d.profile().prints()).collect();
        let words: Vec<(Key, &[u64])> =
            pages.iter().zip(&words).map(|((k, _), w)| (*k, w.as_slice())).collect();
        both(dirty, self.words.add(&words))
    }

    /// Fills empty indexes with all pages of a library.
    fn restore(&mut self, pages: &[Entry]) {
        let rows = |prints: fn(&Entry) -> &[u64]| -> Vec<(Key, &[u64])> {
            pages.iter().map(|p| (p.page.key(), prints(p))).collect()
        };
        self.runs.add(&rows(|p| &p.runs));
        self.topics.add(&rows(|p| &p.topic));
        self.words.add(&rows(|p| &p.words));
    }

    fn remove(&mut self, key: Key, d: &Dossier) -> Dirty {
        let dirty = both(Some(BTreeSet::new()), self.runs.remove(key, d.runs()));
        let dirty = both(dirty, self.topics.remove(key, d.topic()));
        both(dirty, self.words.remove(key, &d.profile().prints()))
    }

    fn bounds(&self) -> Vec<Bound> {
        let all = [
            (self.runs.crowded(), Bound::CommonRuns as fn(usize) -> Bound),
            (self.topics.crowded(), Bound::CommonTopics),
            (self.words.crowded(), Bound::CommonWords),
        ];
        all.into_iter().filter(|(n, _)| *n > 0).map(|(n, bound)| bound(n)).collect()
    }
}

impl Default for Library {
    fn default() -> Library {
        Library::new()
    }
}

impl Library {
    /// An empty library in memory.
    pub fn new() -> Library {
        Library::over(Memory::default(), Step::Stemmata)
    }
}

impl<S: Store> Library<S> {
    /// An empty library over an empty store that finds out what the steps up to `depth` find.
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
            sample: BTreeSet::new(),
            told: BTreeMap::new(),
            light: false,
            journal: kept::Journal::default(),
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
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The store it is over, for what a store keeps besides: dossiers put in or taken out here are
    /// not known to the library.
    pub fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// The store alone.
    pub fn into_store(self) -> S {
        self.store
    }

    /// How many pages it holds.
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Adds pages that `engine` read; one that is held already changes nothing. Of two records of
    /// one page that differ, the one whose JSON comes first by its bytes is kept. What is
    /// done anew: comparing the pages with their candidates, grouping the articles that those
    /// connect, and what is found out about stories that gained or lost a page.
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
        dirty = join(dirty, self.indexes.add(&fresh));
        self.settle(engine, dirty, before, change, spread, watch)
    }

    /// Takes pages out again: what is found then is what would be found without them.
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
        let pages: BTreeSet<PageId> = pages.iter().copied().collect();
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
        before.touch(self.namesakes(&dossier.quoted.article.id));
        self.card(key, &Entry::of(dossier));
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
        let mut dirty = self.indexes.remove(key, &dossier);
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
        if let Some(dirty) = &mut dirty {
            dirty.remove(&key);
        }
        self.store.remove(page)?;
        Ok(dirty)
    }

    /// The pages that a page is tied to.
    fn partners(&self, key: Key) -> impl Iterator<Item = (Key, Tie)> + '_ {
        self.ties.range((key, Key::MIN)..=(key, Key::MAX)).map(|((_, other), tie)| (*other, *tie))
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
        let dirty = dirty.unwrap_or_else(|| self.cards.keys().copied().collect());
        let new = self.tie(&dirty, &mut before, spread)?;
        change.compared = self.link(engine, &new, &mut before, spread)?;
        self.weigh(&mut before, spread)?;
        watch.step("grouping stories");
        self.regroup(engine, before, &mut change, spread, watch)?;
        change.bounds = self.indexes.bounds();
        self.keep(&change)?;
        Ok(change)
    }

    /// Looks up anew whom these pages are tied to; gives the pairs that may be new, and those that
    /// are to be compared now and were not before, each with whether they are to be compared.
    fn tie(
        &mut self,
        dirty: &BTreeSet<Key>,
        before: &mut groups::Before,
        spread: &impl Spread,
    ) -> Result<BTreeMap<(Key, Key), bool>, Error> {
        let mut new = BTreeMap::new();
        let mut pages: Vec<(Key, Entry, Option<Vec<Key>>)> = Vec::new();
        for key in dirty {
            let Some(card) = self.cards.get(key) else { continue };
            let entry = self.store.entry(card.page)?.ok_or(Error::NoPage(card.page))?;
            // Where pages only came, one that was held before finds no others than it has, and
            // those that came: these find it.
            let held = !before.taken && !before.entered.contains(key);
            let among = held.then(|| self.partners(*key).map(|(other, _)| other).collect());
            pages.push((*key, entry, among));
        }
        let found = spread.each(&pages, |(key, e, among)| {
            ties_of(&self.cards, &self.indexes, *key, e, among.as_deref())
        });
        for ((key, ..), Found { ties, crowded }) in pages.iter().zip(found) {
            if let Some(card) = self.cards.get_mut(key).filter(|c| c.crowded != crowded) {
                card.crowded = crowded;
                before.touch([*key]);
            }
            let old: Vec<(Key, Tie)> = self.partners(*key).collect();
            for (other, _) in old.iter().filter(|(k, t)| ties.get(k) != Some(&t.compared)) {
                self.untie(*key, *other, before);
            }
            // Pages that come can only part others: prints get crowded, neighbours are pushed out.
            let open = |other: Key| {
                before.taken || before.entered.contains(key) || before.entered.contains(&other)
            };
            for (other, compared) in ties {
                let known = old.binary_search_by_key(&other, |(k, _)| *k).is_ok();
                if !self.ties.contains_key(&(*key, other)) && (known || open(other)) {
                    new.insert(pair(*key, other), compared);
                }
            }
        }
        Ok(new)
    }

    /// Unties two pages. What was told of them is looked at anew if it could hang on the tie.
    fn untie(&mut self, a: Key, b: Key, before: &mut groups::Before) {
        if self.matters(a, b) {
            before.turn(pair(a, b));
        }
        self.ties.remove(&(a, b));
        self.ties.remove(&(b, a));
        self.links.remove(&pair(a, b));
        self.journal.pairs.insert(pair(a, b));
    }

    /// Whether a story may hang on what two pages have in common.
    fn matters(&self, a: Key, b: Key) -> bool {
        let compared = self.links.get(&pair(a, b)).is_some_and(|l| l.compared);
        compared || self.score(a, b).is_some_and(|s| s >= collate::LEAST_LIKELY)
    }

    /// Finds out what pages that are newly tied have in common; says how many were compared.
    fn link(
        &mut self,
        engine: &Engine,
        new: &BTreeMap<(Key, Key), bool>,
        before: &mut groups::Before,
        spread: &impl Spread,
    ) -> Result<usize, Error> {
        let compared = |p: &&(Key, Key)| new.get(p).is_some_and(|compared| *compared);
        let keys = |pairs: &mut dyn Iterator<Item = &(Key, Key)>| -> BTreeSet<Key> {
            pairs.flat_map(|(a, b)| [*a, *b]).collect()
        };
        let pages = self.dossiers(keys(&mut new.keys().filter(compared)).into_iter())?;
        // Of pages that are not compared it is enough to know what they are about.
        let profiles = self.profiles(keys(&mut new.keys()).into_iter())?;
        let about = |k: Key| profiles.binary_search_by_key(&k, |p| p.0).ok();
        let about = |k: Key| Some(profiles.get(about(k)?)?.1.as_ref());
        // Pairs of one time side by side: they have pages in common, which are made ready once.
        let minute = |k: Key| self.cards.get(&k).and_then(|c| c.minute);
        let mut order: Vec<(Key, Key)> = new.keys().copied().collect();
        order.sort_by_key(|(a, b)| (minute(*a).min(minute(*b)), *a, *b));
        let at = |k: Key| pages.binary_search_by_key(&k, |p| p.0).unwrap_or_default();
        let places = |p: &(Key, Key)| {
            let (a, b) = self.oriented(p.0, p.1);
            (at(a), at(b))
        };
        let wanted: Vec<(usize, usize)> = order.iter().filter(compared).map(places).collect();
        let quoted: Vec<&Quoted> = pages.iter().map(|(_, d)| d.quoted()).collect();
        let encoder = engine.encoder();
        let mut found = collate::shared(&quoted, &wanted, spread, encoder).into_iter();
        let jobs: Vec<Job> = order
            .iter()
            .map(|p| {
                let shared = if compared(&p) { found.next().map(Arc::new) } else { None };
                (*p, self.oriented(p.0, p.1), shared)
            })
            .collect();
        let weighed = spread.each(&jobs, |(_, (a, b), shared)| {
            let overlap = match shared {
                Some(shared) => {
                    let (x, y) = (quoted.get(at(*a))?, quoted.get(at(*b))?);
                    Overlap::of(&x.article, &y.article, &shared.matches)
                }
                None => Overlap::default(),
            };
            Some((collate::event_odds(about(*a)?, about(*b)?, overlap), overlap))
        });
        for (((a, b), _, shared), weighed) in jobs.into_iter().zip(weighed) {
            let Some((odds, overlap)) = weighed else { continue };
            let compared = shared.is_some();
            // However alike the others are, nothing follows from so little: it is not kept.
            if !compared && collate::likelihood(odds, 0.0) < collate::LEAST_LIKELY {
                continue;
            }
            let tie = Tie { compared, strong: false };
            self.ties.insert((a, b), tie);
            self.ties.insert((b, a), tie);
            let prints = |of: Option<Vec<(u64, u64)>>| of.unwrap_or_default();
            let sure = prints(shared.as_ref().map(|s| s.sure().collect()));
            let open = prints(shared.as_ref().map(|s| s.open().collect()));
            let shared = shared.filter(|_| !self.light);
            self.links.insert((a, b), Link { odds, overlap, compared, sure, open, shared });
            self.journal.pairs.insert((a, b));
            if self.matters(a, b) {
                before.turn((a, b));
            }
        }
        Ok(wanted.len())
    }

    /// Two pages with the one first that comes first in order of ids.
    fn oriented(&self, a: Key, b: Key) -> (Key, Key) {
        let later = self.cards.get(&a).map(|c| &c.id) > self.cards.get(&b).map(|c| &c.id);
        if later { (b, a) } else { (a, b) }
    }

    /// Reads off anew how alike reports of different events are, from a sample of the pages, and
    /// which ties are strong. A page more seldom enters the sample and still more seldom changes
    /// what is read off it; only then are other ties than those of the touched pages weighed anew.
    fn weigh(&mut self, before: &mut groups::Before, spread: &impl Spread) -> Result<(), Error> {
        self.draw(before, spread)?;
        let chances = self.chances.values().copied().collect();
        let background = collate::background(chances, self.cards.len());
        let all = background.total_cmp(&self.background).is_ne();
        self.background = background;
        if all {
            before.touch(self.cards.keys().copied());
        }
        for key in before.touched().clone() {
            let ties: Vec<(Key, Tie)> = self.partners(key).collect();
            for (other, tie) in ties {
                let strong = self.score(key, other).is_some_and(|s| s >= collate::CUT);
                if strong != tie.strong {
                    for way in [(key, other), (other, key)] {
                        if let Some(tie) = self.ties.get_mut(&way) {
                            tie.strong = strong;
                        }
                    }
                    before.touch([key, other]);
                }
            }
        }
        Ok(())
    }

    /// Brings the sample and its chances to what the pages now are.
    fn draw(&mut self, before: &groups::Before, spread: &impl Spread) -> Result<(), Error> {
        let sample: BTreeSet<Key> = self.cards.keys().take(collate::SAMPLE).copied().collect();
        let is_new = |k: &&Key| !self.sample.contains(k) || before.entered.contains(k);
        let new: BTreeSet<Key> = sample.iter().filter(is_new).copied().collect();
        let stays = |k: &Key| sample.contains(k) && !new.contains(k);
        let both_stay = |(a, b): &(Key, Key)| stays(a) && stays(b);
        self.chances.retain(|p, _| both_stay(p) && !before.turned.contains(p));
        if !new.is_empty() {
            let pages = self.profiles(sample.iter().copied())?;
            let fresh: Vec<&(Key, Arc<Profile>)> =
                pages.iter().filter(|(k, _)| new.contains(k)).collect();
            let found = spread.each(&fresh, |(key, d)| {
                // Of two that are new the lesser key's.
                let others = pages.iter().filter(|(k, _)| k != key && (stays(k) || k > key));
                others.filter_map(|(k, o)| chance((*key, d), (*k, o), &self.links)).collect()
            });
            self.chances.extend(found.into_iter().flat_map(|row: Vec<Chance>| row));
        }
        for (a, b) in before.turned.iter().filter(|p| both_stay(p)) {
            let pages = self.profiles([*a, *b].into_iter())?;
            if let [(a, x), (b, y)] = pages.as_slice() {
                self.chances.extend(chance((*a, x), (*b, y), &self.links));
            }
        }
        self.journal.sample |=
            !new.is_empty() || self.sample != sample || before.turned.iter().any(both_stay);
        self.sample = sample;
        Ok(())
    }

    /// How likely two tied pages report one event.
    fn score(&self, a: Key, b: Key) -> Option<f64> {
        Some(collate::likelihood(self.links.get(&pair(a, b))?.odds, self.background))
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
        let place = self.ids.get(&card.id).and_then(|of| of.iter().position(|k| *k == key));
        let free =
            (2..).map(|n| format!("{}#{n}", card.id)).filter(|id| !self.ids.contains_key(id));
        let mut names = std::iter::once(card.id.clone()).chain(free);
        names.nth(place.unwrap_or_default()).unwrap_or_default()
    }
}

/// Whom a page is tied to.
#[derive(Debug, Default)]
struct Found {
    /// Each other, and whether the two are compared.
    ties: BTreeMap<Key, bool>,
    /// Whether it is a mass reprint: most of its runs of words and of its telling words stand in so
    /// many pages that they lead to a few of them or to none.
    crowded: bool,
}

/// Whom a page is tied to, of all pages or of those named.
fn ties_of(cards: &Cards, indexes: &Indexes, key: Key, of: &Entry, among: Option<&[Key]>) -> Found {
    let mut out = BTreeMap::new();
    let Some(own) = cards.get(&key) else { return Found::default() };
    let gap = |p: Key| match (own.minute, cards.get(&p).and_then(|c| c.minute)) {
        (Some(a), Some(b)) => (a - b).abs(),
        _ => 0,
    };
    let (by_words, common_words) = indexes.words.partners_and_crowd(key, &of.words, 1, among);
    for p in by_words {
        let theirs = cards.get(&p.page).map_or(0, |c| c.words);
        if collate::worth_weighing(p.shared as usize, own.words, theirs)
            && gap(p.page) <= APART * 1440
        {
            out.insert(p.page, false);
        }
    }
    let least = collate::LEAST_OF_TOPIC;
    for p in indexes.topics.partners_and_crowd(key, &of.topic, least, among).0 {
        let theirs = cards.get(&p.page).map_or(0, |c| c.topic);
        if collate::kindred(p.shared, own.topic, theirs) && gap(p.page) <= collate::WEEKS {
            out.insert(p.page, true);
        }
    }
    let (by_runs, common_runs) =
        indexes.runs.partners_and_crowd(key, &of.runs, collate::LEAST, among);
    out.extend(by_runs.into_iter().map(|p| (p.page, true)));
    let crowded = is_mass((common_runs, of.runs.len()), (common_words, own.words));
    Found { ties: out, crowded }
}

/// Whether a page is a mass reprint, by how many of its runs and of its telling words are crowded.
fn is_mass(runs: (usize, usize), words: (usize, usize)) -> bool {
    let most = |(part, all): (usize, usize)| part > 0 && part * 2 >= all;
    most(runs) && most(words)
}

/// Two pages of the sample, and how likely chance alone makes them as alike as they are.
type Chance = ((Key, Key), f64);

/// The chance of two pages, if they are too far apart to be of one event.
fn chance(a: (Key, &Profile), b: (Key, &Profile), links: &Links) -> Option<Chance> {
    let p = pair(a.0, b.0);
    let overlap = links.get(&p).map_or(Overlap::default(), |l| l.overlap);
    Some((p, collate::chance(a.1, b.1, overlap)?))
}

fn join(a: Dirty, b: Dirty) -> Dirty {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.extend(b);
            Some(a)
        }
        _ => None,
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
