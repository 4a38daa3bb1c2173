//! Which pages are tied to each other, what two tied pages have in common, and how likely that makes
//! it that they report one event.

use super::asking::{self, Prints};
use super::indexes::Indexes;
use super::{Card, Cards, Library, groups};
use crate::change::Error;
use crate::engine::Engine;
use crate::lookup::{Index, Meets, Slip};
use crate::store::{Entry, Store};
use headwater_collate::{self as collate, Key, Overlap, Partner, Profile, Shared, Spread};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days between two dated pages beyond which telling words alone lead from one to the other no
/// more: a message repeated on another occasion is another story.
const APART: i64 = 30;

/// What tied pages have in common, under the lesser key first.
pub(super) type Links = BTreeMap<(Key, Key), Link>;

/// Two pages to be weighed, the lesser key first; the same in order of ids; what they share if
/// compared.
pub(super) type Job = ((Key, Key), (Key, Key), Option<Arc<Shared>>);

/// Why two pages are looked at together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tie {
    /// They are compared for passages and rewordings.
    pub(super) compared: bool,
    /// They are so likely of one event that they may begin a story.
    pub(super) strong: bool,
}

/// What two pages have in common.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// What speaks for one event, in log odds.
    pub(super) odds: f64,
    /// The passages in which they overlap.
    pub(super) overlap: Overlap,
    /// Whether they were compared.
    pub(super) compared: bool,
    /// Pairs of sentences, by their prints, that are clearly rewordings.
    pub(super) sure: Vec<(u64, u64)>,
    /// Those that are if other reports second them.
    pub(super) open: Vec<(u64, u64)>,
    /// What they share, if they were compared and it is in memory; the page that comes first in
    /// order of ids is article 0.
    pub(super) shared: Option<Arc<Shared>>,
}

/// Two pages in the order in which links are kept.
pub(crate) fn pair(a: Key, b: Key) -> (Key, Key) {
    (a.min(b), a.max(b))
}

impl<S: Store> Library<S> {
    /// The pages that a page is tied to.
    pub(super) fn partners(&self, key: Key) -> impl Iterator<Item = (Key, Tie)> + '_ {
        self.ties.range((key, Key::MIN)..=(key, Key::MAX)).map(|((_, other), tie)| (*other, *tie))
    }

    /// Looks up anew whom these pages are tied to; gives the pairs that may be new, and those that
    /// are to be compared now and were not before, each with whether they are to be compared.
    pub(super) fn tie(
        &mut self,
        dirty: &BTreeSet<Key>,
        before: &mut groups::Before,
        spread: &impl Spread,
    ) -> Result<BTreeMap<(Key, Key), bool>, Error> {
        let mut new = BTreeMap::new();
        let mut pages: Vec<(Key, Entry, Option<Vec<Key>>)> = Vec::new();
        for key in dirty {
            self.meet(*key)?;
            let Some(card) = self.cards.get(key) else { continue };
            let entry = self.store.entry(card.page)?.ok_or(Error::NoPage(card.page))?;
            // Where pages only came, one that was held before finds no others than it has, and
            // those that came: these find it.
            let held = !before.taken && !before.entered.contains(key);
            let among = held.then(|| self.partners(*key).map(|(other, _)| other).collect());
            pages.push((*key, entry, among));
        }
        if self.asking.is_some() {
            let prints: Vec<Prints> = pages.iter().map(|(_, e, _)| asking::prints(e)).collect();
            self.look_up(&prints.iter().collect::<Vec<_>>(), 0)?;
        }
        let sight = match &self.asking {
            Some(asking) => Sight::Asked(&asking.meets),
            None => Sight::Held(&self.cards, &self.indexes),
        };
        let found = spread.each(&pages, |(key, e, among)| {
            let own = self.cards.get(key)?;
            Some(ties_of(&sight, *key, own, e, among.as_deref()))
        });
        let found = found.into_iter().map(Option::unwrap_or_default);
        for ((key, ..), Found { ties, crowded }) in pages.iter().zip(found) {
            if let Some(card) = self.cards.get_mut(key).filter(|c| c.crowded != crowded) {
                card.crowded = crowded;
                self.journal.crowded.insert(card.page, crowded);
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
    pub(super) fn untie(&mut self, a: Key, b: Key, before: &mut groups::Before) {
        if self.matters(a, b) {
            before.turn(pair(a, b));
        }
        self.ties.remove(&(a, b));
        self.ties.remove(&(b, a));
        self.links.remove(&pair(a, b));
        self.journal.pairs.insert(pair(a, b));
    }

    /// Whether a story may hang on what two pages have in common.
    pub(super) fn matters(&self, a: Key, b: Key) -> bool {
        let compared = self.links.get(&pair(a, b)).is_some_and(|l| l.compared);
        compared || self.score(a, b).is_some_and(|s| s >= collate::LEAST_LIKELY)
    }

    /// Finds out what pages that are newly tied have in common; says how many were compared.
    pub(super) fn link(
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
        order.sort_by_cached_key(|(a, b)| (minute(*a).min(minute(*b)), *a, *b));
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
            let odds = collate::event_odds(about(*a)?, about(*b)?, overlap);
            follows(shared.is_some(), odds).then_some((odds, overlap))
        });
        for (((a, b), _, shared), weighed) in jobs.into_iter().zip(weighed) {
            let Some((odds, overlap)) = weighed else { continue };
            let compared = shared.is_some();
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
    pub(super) fn oriented(&self, a: Key, b: Key) -> (Key, Key) {
        let later = self.cards.get(&a).map(|c| &c.id) > self.cards.get(&b).map(|c| &c.id);
        if later { (b, a) } else { (a, b) }
    }

    /// Reads off anew how alike reports of different events are, from a sample of the pages, and
    /// which ties are strong. A page more seldom enters the sample and still more seldom changes
    /// what is read off it; only then are other ties than those of the touched pages weighed anew.
    pub(super) fn weigh(
        &mut self,
        before: &mut groups::Before,
        spread: &impl Spread,
    ) -> Result<(), Error> {
        self.draw(before, spread)?;
        let background = collate::lowered(self.height, self.len());
        let all = background.total_cmp(&self.background).is_ne();
        self.background = background;
        if all {
            before.touch(self.all_keys()?);
        }
        for key in before.touched().clone() {
            self.meet(key)?;
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
    pub(super) fn draw(
        &mut self,
        before: &groups::Before,
        spread: &impl Spread,
    ) -> Result<(), Error> {
        let Some(sample) = self.bring_sample(before)? else { return Ok(()) };
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
        self.height = collate::height(self.chances.values().copied().collect());
        Ok(())
    }

    /// How likely two tied pages report one event.
    pub(super) fn score(&self, a: Key, b: Key) -> Option<f64> {
        Some(collate::likelihood(self.links.get(&pair(a, b))?.odds, self.background))
    }
}

/// Whom a page is tied to.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each other, and whether the two are compared.
    ties: BTreeMap<Key, bool>,
    /// Whether it is a mass reprint: most of its runs of words and of its telling words stand in so
    /// many pages that they lead to a few of them or to none.
    crowded: bool,
}

/// Where it is looked up which pages share prints with one.
pub(super) enum Sight<'l> {
    /// In indexes that are held in memory.
    Held(&'l Cards, &'l Indexes),
    /// In what the store answered.
    Asked(&'l Meets),
}

impl Sight<'_> {
    /// The pages that share at least `least` prints with one in an index, with what is asked of each,
    /// and how many of its prints are crowded there.
    fn partners(
        &self,
        index: Index,
        key: Key,
        prints: &[u64],
        least: u32,
        among: Option<&[Key]>,
    ) -> (Vec<(Slip, Partner)>, usize) {
        let (cards, indexes) = match self {
            Sight::Asked(meets) => return meets.partners(index, key, prints, least, among),
            Sight::Held(cards, indexes) => (cards, indexes),
        };
        let index = match index {
            Index::Runs => &indexes.runs,
            Index::Topics => &indexes.topics,
            Index::Words => &indexes.words,
        };
        let (found, crowded) = index.partners_and_crowd(key, prints, least, among);
        let slip = |key: Key| {
            let card = cards.get(&key);
            let minute = card.and_then(|c| c.minute);
            let (topic, words) = card.map_or((0, 0), |c| (c.topic as u32, c.words as u32));
            Slip { key, minute, topic, words }
        };
        (found.into_iter().map(|p| (slip(p.page), p)).collect(), crowded)
    }
}

/// Whom a page is tied to, of all pages or of those named.
fn ties_of(sight: &Sight<'_>, key: Key, own: &Card, of: &Entry, among: Option<&[Key]>) -> Found {
    let mut out = BTreeMap::new();
    let gap = |p: &Slip| match (own.minute, p.minute) {
        (Some(a), Some(b)) => (a - b).abs(),
        _ => 0,
    };
    let (by_words, common_words) = sight.partners(Index::Words, key, &of.words, 1, among);
    for (slip, p) in by_words {
        if weighed_by_words(p.shared, own.words, slip.words as usize, gap(&slip)) {
            out.insert(p.page, false);
        }
    }
    let least = collate::LEAST_OF_TOPIC;
    for (slip, p) in sight.partners(Index::Topics, key, &of.topic, least, among).0 {
        if compared_by_topic(p.shared, own.topic, slip.topic as usize, gap(&slip)) {
            out.insert(p.page, true);
        }
    }
    let (by_runs, common_runs) = sight.partners(Index::Runs, key, &of.runs, collate::LEAST, among);
    out.extend(by_runs.into_iter().map(|(_, p)| (p.page, true)));
    let crowded = is_mass((common_runs, of.runs.len()), (common_words, own.words));
    Found { ties: out, crowded }
}

/// Whether anything can follow from what two pages have in common: of two that were not compared,
/// however alike the others are, nothing follows from so little.
pub(crate) fn follows(compared: bool, odds: f64) -> bool {
    compared || collate::likelihood(odds, 0.0) >= collate::LEAST_LIKELY
}

/// Whether two pages with so many telling words, of which they share so many, and so many minutes
/// apart, are weighed.
pub(crate) fn weighed_by_words(shared: u32, here: usize, there: usize, gap: i64) -> bool {
    collate::worth_weighing(shared as usize, here, there) && gap <= APART * 1440
}

/// Whether two pages with so many rare words of a topic, of which they share so many, and so many
/// minutes apart, are compared.
pub(crate) fn compared_by_topic(shared: u32, here: usize, there: usize, gap: i64) -> bool {
    collate::kindred(shared, here, there) && gap <= collate::WEEKS
}

/// Whether a page is a mass reprint, by how many of its runs and of its telling words are crowded.
pub(crate) fn is_mass(runs: (usize, usize), words: (usize, usize)) -> bool {
    let most = |(part, all): (usize, usize)| part > 0 && part * 2 >= all;
    most(runs) && most(words)
}

/// Two pages of the sample, and how likely chance alone makes them as alike as they are.
pub(super) type Chance = ((Key, Key), f64);

/// The chance of two pages, if they are too far apart to be of one event.
pub(super) fn chance(a: (Key, &Profile), b: (Key, &Profile), links: &Links) -> Option<Chance> {
    let p = pair(a.0, b.0);
    let overlap = links.get(&p).map_or(Overlap::default(), |l| l.overlap);
    Some((p, collate::chance(a.1, b.1, overlap)?))
}
