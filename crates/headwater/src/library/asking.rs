//! A library over a store that keeps indexes: what an addition or a removal touches is asked for when
//! it is needed, and let go of when all is written. In memory stands what is asked for, nothing else;
//! an addition costs what it touches, however many pages there are.

use super::groups::Before;
use super::ties::{Link, Tie};
use super::told::Told;
use super::{Card, Error, Library};
use crate::change::Bound;
use crate::lookup::{CardRow, INDEXES, Index, Lookup, Meets, Outline, heads};
use crate::store::{Entry, Store, TieRow};
use headwater_collate::{self as collate, Key, Overlap};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is known of a library that asks its store.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// How many pages there are.
    pub(super) pages: usize,
    /// How many prints of each index are crowded.
    pub(super) crowd: [usize; INDEXES],
    /// Pages whose ties are in memory, and those of which all is: story and pages of the same id too.
    tied: BTreeSet<Key>,
    loaded: BTreeSet<Key>,
    /// Ids, and names of stories, of which all pages are known.
    ids: BTreeSet<String>,
    given: BTreeSet<String>,
    /// Which pages stand under the prints that were looked up.
    pub(super) meets: Meets,
}

/// The prints of a page in each index.
pub(super) type Prints = [Vec<u64>; INDEXES];

/// All three indexes.
pub(super) const ALL: [Index; INDEXES] = [Index::Runs, Index::Topics, Index::Words];

/// The prints of one index.
pub(super) fn of(prints: &Prints, index: Index) -> &Vec<u64> {
    let [runs, topics, words] = prints;
    match index {
        Index::Runs => runs,
        Index::Topics => topics,
        Index::Words => words,
    }
}

impl From<Outline> for Asking {
    fn from(of: Outline) -> Asking {
        let Outline { pages, crowd, .. } = of;
        Asking { pages, crowd, ..Asking::default() }
    }
}

impl<S: Store> Library<S> {
    /// The store, if this library asks it.
    fn ask(&self) -> Result<Option<&dyn Lookup>, Error> {
        Ok(if self.asking.is_some() { self.store.lookup() } else { None })
    }

    /// Takes the library up as one that asks its store; whether it can.
    pub(super) fn take_up_asking(&mut self) -> Result<bool, Error> {
        let Some(outline) = self.store.lookup().map(Lookup::outline).transpose()?.flatten() else {
            return Ok(false);
        };
        self.version = outline.version;
        self.background = outline.background;
        self.height = outline.height;
        self.sample = outline.sample.iter().copied().collect();
        self.asking = Some(Asking::from(outline));
        Ok(true)
    }

    /// Lets go of all that was asked for. At the beginning and the end of each change.
    pub(super) fn let_go(&mut self) {
        let (room, reach) = self.indexes.bounds_of();
        let Some(asking) = &mut self.asking else { return };
        asking.tied.clear();
        asking.loaded.clear();
        asking.ids.clear();
        asking.given.clear();
        asking.meets = Meets::new(room, reach);
        self.cards.clear();
        self.ids.clear();
        self.given.clear();
        self.ties.clear();
        self.links.clear();
        self.told.clear();
        self.chances.clear();
        self.journal = super::kept::Journal::default();
    }

    /// Has a page's card in memory; whether the page is held.
    pub(super) fn see(&mut self, key: Key) -> Result<bool, Error> {
        if self.cards.contains_key(&key) {
            return Ok(true);
        }
        let Some(row) = self.ask()?.map(|s| s.card(key)).transpose()?.flatten() else {
            return Ok(false);
        };
        let CardRow { page, id, minute, topic, words, given, crowded } = row;
        let story = None;
        let card = Card { page, id, minute, topic, words, given, crowded, story };
        self.cards.insert(key, card);
        Ok(true)
    }

    /// Has a page's card and ties in memory; whether it is held.
    pub(super) fn meet(&mut self, key: Key) -> Result<bool, Error> {
        let known = self.asking.as_ref().is_none_or(|a| a.tied.contains(&key));
        if known || !self.see(key)? {
            return Ok(self.cards.contains_key(&key));
        }
        let ties = self.ask()?.map(|s| s.ties(key)).transpose()?.unwrap_or_default();
        for row in ties {
            self.tie_as_kept(row);
        }
        if let Some(asking) = &mut self.asking {
            asking.tied.insert(key);
        }
        Ok(true)
    }

    /// Has all in memory that is kept of a page; whether it is held.
    pub(super) fn load(&mut self, key: Key) -> Result<bool, Error> {
        let known = self.asking.as_ref().is_none_or(|a| a.loaded.contains(&key));
        if known || !self.meet(key)? {
            return Ok(self.cards.contains_key(&key));
        }
        let story = self.ask()?.map(|s| s.story(key)).transpose()?.flatten();
        if let Some(row) = story {
            let keys: Vec<Key> = row.pages.iter().map(|p| p.key()).collect();
            let first = keys.iter().min().copied();
            if let (Some(card), Some(first)) = (self.cards.get_mut(&key), first) {
                card.story = card.story.or(Some(first));
                self.told.entry(first).or_insert_with(|| Arc::new(Told::of(row, keys)));
            }
        }
        self.know_names(key)?;
        if let Some(asking) = &mut self.asking {
            asking.loaded.insert(key);
        }
        Ok(true)
    }

    /// Puts a tie in memory as the store has it, unless it is another already.
    fn tie_as_kept(&mut self, row: TieRow) {
        let TieRow { pair: (a, b), compared, odds, passages, part, sure, open } = row;
        if self.journal.pairs.contains(&(a, b)) || self.links.contains_key(&(a, b)) {
            return;
        }
        let overlap = Overlap { passages, part };
        let strong = collate::likelihood(odds, self.background) >= collate::CUT;
        self.ties.insert((a, b), Tie { compared, strong });
        self.ties.insert((b, a), Tie { compared, strong });
        self.links.insert((a, b), Link { odds, overlap, compared, sure, open, shared: None });
    }

    /// Knows the pages that share a page's id or the story it brings, and which ids they may be shown by.
    fn know_names(&mut self, key: Key) -> Result<(), Error> {
        let Some(card) = self.cards.get(&key) else { return Ok(()) };
        let (id, given) = (card.id.clone(), card.given.clone());
        if let Some(name) = given {
            self.know_given(&name)?;
        }
        self.know_id(&id)?;
        let others = self.ids.get(&id).map_or(0, BTreeSet::len).saturating_sub(1);
        let (mut free, mut n) = (0, 2);
        while free < others {
            let next = format!("{id}#{n}");
            self.know_id(&next)?;
            free += usize::from(!self.ids.contains_key(&next));
            n += 1;
        }
        Ok(())
    }

    /// Knows all pages whose shown ids or stories a page with this id, and the story it brings, may
    /// change. Before it comes or goes.
    pub(super) fn know_names_of(&mut self, id: &str, given: Option<&str>) -> Result<(), Error> {
        self.know_id(id)?;
        if let Some((base, _)) = id.rsplit_once('#') {
            self.know_id(base)?;
        }
        given.map_or(Ok(()), |name| self.know_given(name))
    }

    /// Knows all pages that came with an id. Before one of them comes or goes.
    pub(super) fn know_id(&mut self, id: &str) -> Result<(), Error> {
        if self.asking.as_ref().is_none_or(|a| a.ids.contains(id)) {
            return Ok(());
        }
        let found = self.ask()?.map(|s| s.of_id(id)).transpose()?.unwrap_or_default();
        if !found.is_empty() {
            self.ids.entry(id.to_owned()).or_default().extend(found);
        }
        if let Some(asking) = &mut self.asking {
            asking.ids.insert(id.to_owned());
        }
        Ok(())
    }

    /// Knows all pages that bring a story of this name. Before one of them comes or goes.
    pub(super) fn know_given(&mut self, name: &str) -> Result<(), Error> {
        if self.asking.as_ref().is_none_or(|a| a.given.contains(name)) {
            return Ok(());
        }
        let found = self.ask()?.map(|s| s.of_given(name)).transpose()?.unwrap_or_default();
        if !found.is_empty() {
            self.given.entry(name.to_owned()).or_default().extend(found);
        }
        if let Some(asking) = &mut self.asking {
            asking.given.insert(name.to_owned());
        }
        Ok(())
    }

    /// Looks up what stands under the prints of some pages and is not known yet. Of prints of which
    /// only the number of pages matters, lists longer than the room and `more` are not read.
    pub(super) fn look_up(&mut self, pages: &[&Prints], more: usize) -> Result<(), Error> {
        let (room, reach) = self.indexes.bounds_of();
        let Some(mut asking) = self.asking.take() else { return Ok(()) };
        let mut wanted: [BTreeSet<u32>; INDEXES] = Default::default();
        for (index, wanted) in ALL.into_iter().zip(&mut wanted) {
            let all = pages.iter().flat_map(|p| heads(of(p, index)));
            wanted.extend(all.filter(|h| !asking.meets.has(index, *h)));
        }
        let mut most = room.map(|r| r + more);
        for (most, reach) in most.iter_mut().zip(reach) {
            *most = if reach > 0 { usize::MAX } else { *most };
        }
        let found = match self.store.lookup() {
            Some(store) => store.meets(&wanted, most, &mut asking.meets),
            None => Ok(()),
        };
        self.asking = Some(asking);
        Ok(found?)
    }

    /// Notes that pages came, which the store has by now; gives those whose partners may be others.
    pub(super) fn came(&mut self, pages: &[(Key, Prints)]) -> Result<BTreeSet<Key>, Error> {
        let prints: Vec<&Prints> = pages.iter().map(|(_, p)| p).collect();
        self.look_up(&prints, pages.len())?;
        let mut moved: BTreeSet<Key> = pages.iter().map(|(k, _)| *k).collect();
        let mut parted = BTreeSet::new();
        let Some(asking) = &mut self.asking else { return Ok(moved) };
        asking.pages += pages.len();
        for (index, crowd) in ALL.into_iter().zip(&mut asking.crowd) {
            let own: Vec<(Key, Vec<u64>)> =
                pages.iter().map(|(k, p)| (*k, of(p, index).clone())).collect();
            *crowd += asking.meets.came(index, &own, &mut moved, &mut parted);
        }
        if let Some(store) = self.ask()? {
            for pair in parted {
                if store.tied(pair)? {
                    moved.extend([pair.0, pair.1]);
                }
            }
        }
        Ok(moved)
    }

    /// Notes that a page went, which the store has no more; gives those whose partners may be others.
    pub(super) fn went(&mut self, key: Key, prints: &Prints) -> Result<BTreeSet<Key>, Error> {
        let (room, reach) = self.indexes.bounds_of();
        // What was looked up before has it still.
        if let Some(asking) = &mut self.asking {
            asking.meets = Meets::new(room, reach);
        }
        self.look_up(&[prints], 1)?;
        let mut moved = BTreeSet::new();
        let Some(asking) = &mut self.asking else { return Ok(moved) };
        asking.pages = asking.pages.saturating_sub(1);
        for (index, crowd) in ALL.into_iter().zip(&mut asking.crowd) {
            let turned = asking.meets.went(index, key, of(prints, index), &mut moved);
            *crowd = crowd.saturating_sub(turned);
        }
        asking.meets = Meets::new(room, reach);
        Ok(moved)
    }

    /// Brings the sample up to the pages, and says whether its chances are to be found out again:
    /// they are in memory then, as far as they were kept.
    pub(super) fn bring_sample(&mut self, before: &Before) -> Result<Option<BTreeSet<Key>>, Error> {
        let Some(store) = self.ask()? else {
            return Ok(Some(self.cards.keys().take(collate::SAMPLE).copied().collect()));
        };
        let last = self.sample.last().copied().unwrap_or_default();
        let room = self.sample.len() < collate::SAMPLE;
        let within = |k: &Key| room || *k <= last;
        let sample: BTreeSet<Key> = match before.entered.iter().any(within) {
            true => store.least(collate::SAMPLE)?.into_iter().collect(),
            false => self.sample.clone(),
        };
        let in_it = |k: &Key| sample.contains(k);
        let turned = before.turned.iter().any(|(a, b)| in_it(a) && in_it(b));
        let entered = before.entered.iter().any(|k| in_it(k) || self.sample.contains(k));
        if sample == self.sample && !turned && !entered {
            return Ok(None);
        }
        self.chances = store.sample()?.chances.into_iter().collect();
        for key in &sample {
            let new = !self.sample.contains(key);
            if new {
                self.load(*key)?
            } else {
                self.see(*key)?
            };
        }
        Ok(Some(sample))
    }

    /// All pages.
    pub(super) fn all_keys(&self) -> Result<Vec<Key>, Error> {
        match self.ask()? {
            Some(store) => Ok(store.least(usize::MAX)?),
            None => Ok(self.cards.keys().copied().collect()),
        }
    }

    /// Has the whole library in memory from now on.
    pub(super) fn whole(&mut self) -> Result<(), Error> {
        if self.asking.is_none() {
            return Ok(());
        }
        self.let_go();
        self.asking = None;
        if let Some(state) = self.store.state()? {
            self.take_up(state)?;
        }
        Ok(())
    }

    /// Where a bound was reached that keeps pages from finding each other.
    pub(super) fn index_bounds(&self) -> Vec<Bound> {
        match &self.asking {
            Some(asking) => super::indexes::told(asking.crowd),
            None => self.indexes.bounds(),
        }
    }

    /// How many prints of each index are crowded.
    pub(super) fn crowd(&self) -> [usize; INDEXES] {
        match &self.asking {
            Some(asking) => asking.crowd,
            None => self.indexes.crowd(),
        }
    }
}

/// The prints of a page as an index takes them.
pub(super) fn prints(of: &Entry) -> Prints {
    [of.runs.clone(), of.topic.clone(), of.words.clone()]
}
