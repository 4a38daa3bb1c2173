//! Groups pages anew where an addition or a removal touched them.

use super::ties::{Link, pair};
use super::told::{Job, Told, tell};
use super::{Error, Library};
use crate::change::{Change, Members, Names};
use crate::engine::Engine;
use crate::findings::{Step, Watch};
use crate::store::Store;
use headwater_collate::encoder::Encoder;
use headwater_collate::{self as collate, Key, Likely, Member, Spread};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an addition or a removal touches, and how it was before.
#[derive(Default)]
pub(super) struct Before {
    /// Pages whose groups are looked at anew.
    touched: BTreeSet<Key>,
    /// Pages that came, or went.
    pub(super) entered: BTreeSet<Key>,
    /// Whether any went: others may then be tied that were not before.
    pub(super) taken: bool,
    /// Pairs that something may hang on and whose tie is another than before, or gone.
    pub(super) turned: BTreeSet<(Key, Key)>,
    /// What was told of their stories.
    told: BTreeMap<Key, Arc<Told>>,
}

impl Before {
    pub(super) fn touch(&mut self, keys: impl IntoIterator<Item = Key>) {
        self.touched.extend(keys);
    }

    /// Notes that the tie of two pages is another now.
    pub(super) fn turn(&mut self, pair: (Key, Key)) {
        self.turned.insert(pair);
        self.touched.extend([pair.0, pair.1]);
    }

    pub(super) fn touched(&self) -> &BTreeSet<Key> {
        &self.touched
    }

    /// Keeps what was told of a story, whose pages are all touched.
    pub(super) fn keep<S: Store>(&mut self, library: &Library<S>, story: Option<Key>) {
        if let Some((key, told)) = story.and_then(|s| library.told.get_key_value(&s)) {
            self.touched.extend(told.keys.iter().copied());
            self.told.insert(*key, Arc::clone(told));
        }
    }
}

impl<S: Store> Library<S> {
    /// Groups the touched pages and all that strong ties connect with them; finds out about the
    /// stories that are not what they were.
    pub(super) fn regroup(
        &mut self,
        engine: &Engine,
        mut before: Before,
        change: &mut Change,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        let mut jobs: Vec<Job> = Vec::new();
        while let Some(key) = before.touched.pop_first() {
            if seen.contains(&key) || !self.load(key)? {
                continue;
            }
            let component = self.component(key, &mut seen)?;
            for k in &component {
                before.keep(self, self.cards.get(k).and_then(|c| c.story));
            }
            jobs.extend(self.grouped(component));
        }
        // A library that is not light tells all anew that it does not have in memory.
        let told = before.told.values().filter(|t| self.light || t.account.is_some());
        let known: BTreeMap<u64, Arc<Told>> = told.map(|t| (t.print, Arc::clone(t))).collect();
        for story in before.told.keys() {
            self.told.remove(story);
        }
        let mut after: Vec<Arc<Told>> = Vec::new();
        let mut open: Vec<Job> = Vec::new();
        for mut job in jobs {
            match known.get(&job.print) {
                Some(told) => after.push(Arc::clone(told)),
                None => {
                    job.dossiers = self.dossiers(job.keys.iter().copied())?;
                    open.push(job);
                }
            }
        }
        self.second(engine, &mut open, spread)?;
        let depth = self.depth;
        let senses = (depth >= Step::Utterances).then(Encoder::shipped);
        watch.step("joining statements and inferring family trees");
        let fresh = spread.each(&open, |job| Arc::new(tell(job, depth, senses)));
        self.journal.stories(before.told.values(), &after, &fresh);
        after.extend(fresh);
        for told in &after {
            let Some(first) = told.keys.iter().min().copied() else { continue };
            for key in &told.keys {
                if let Some(card) = self.cards.get_mut(key) {
                    card.story = Some(first);
                }
            }
            self.told.insert(first, Arc::clone(told));
        }
        note(change, &before.told.into_values().collect::<Vec<_>>(), &after);
        Ok(())
    }

    /// All pages that strong ties or a story of one name connect with this one.
    fn component(&mut self, from: Key, seen: &mut BTreeSet<Key>) -> Result<Vec<Key>, Error> {
        let mut out = Vec::new();
        let mut open = vec![from];
        seen.insert(from);
        while let Some(key) = open.pop() {
            out.push(key);
            self.load(key)?;
            let strong = self.partners(key).filter(|(_, tie)| tie.strong).map(|(k, _)| k);
            let given = self.cards.get(&key).and_then(|c| self.given.get(c.given.as_ref()?));
            let next = strong.chain(given.into_iter().flatten().copied());
            for other in next.collect::<Vec<_>>() {
                if seen.insert(other) {
                    open.push(other);
                }
            }
        }
        Ok(out)
    }

    /// The stories of a component.
    fn grouped(&self, mut component: Vec<Key>) -> Vec<Job> {
        let id = |k: &Key| self.cards.get(k).map(|c| c.id.as_str());
        component.sort_by(|a, b| (id(a), a).cmp(&(id(b), b)));
        let mut pairs = self.likely(&component);
        let cards = component.iter().filter_map(|k| self.cards.get(k));
        let members: Vec<Member<'_>> = cards
            .map(|c| Member {
                day: c.minute.map(|m| m.div_euclid(1440)),
                given: c.given.as_deref(),
                crowded: c.crowded,
            })
            .collect();
        let labels = collate::group(&members, &pairs);
        pairs.retain(|p| p.score >= collate::LEAST_LIKELY);
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, label) in labels.iter().enumerate() {
            groups.entry(*label).or_default().push(i);
        }
        let mut within: BTreeMap<usize, Vec<Likely>> = BTreeMap::new();
        for p in pairs {
            let label = labels.get(p.a).copied().unwrap_or_default();
            if labels.get(p.b) == Some(&label) {
                within.entry(label).or_default().push(p);
            }
        }
        let compared = self.compared(&component);
        let sure: BTreeSet<(u64, u64)> =
            compared.iter().flat_map(|(_, l)| l.sure.iter().copied()).collect();
        groups
            .into_iter()
            .map(|(label, members)| {
                let keys = members.iter().filter_map(|i| component.get(*i).copied()).collect();
                self.job(keys, &members, within.remove(&label).unwrap_or_default(), &sure)
            })
            .collect()
    }

    /// The pairs among these pages that may tie them, by their places.
    fn likely(&self, keys: &[Key]) -> Vec<Likely> {
        let at: BTreeMap<Key, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
        let crowded = |k: &Key| self.cards.get(k).is_some_and(|c| c.crowded);
        let mut pairs: Vec<Likely> = Vec::new();
        for (a, key) in keys.iter().enumerate() {
            for (other, _) in self.partners(*key) {
                let Some(b) = at.get(&other).copied().filter(|b| a < *b) else { continue };
                let Some(score) = self.score(*key, other) else { continue };
                // Of mass reprints few pairs are known: the unlike ones count too.
                if score >= collate::LEAST_LIKELY || crowded(key) && crowded(&other) {
                    let passages =
                        self.links.get(&pair(*key, other)).map_or(0, |l| l.overlap.passages);
                    pairs.push(Likely { a, b, score, passages });
                }
            }
        }
        pairs.sort_by_key(|p| (p.a, p.b));
        pairs
    }

    /// A story to be told of whose pages are known: nothing is grouped.
    pub(super) fn known(&self, keys: &[Key]) -> Job {
        let mut keys = keys.to_vec();
        let id = |k: &Key| self.cards.get(k).map(|c| c.id.as_str());
        keys.sort_by(|a, b| (id(a), a).cmp(&(id(b), b)));
        let mut pairs = self.likely(&keys);
        pairs.retain(|p| p.score >= collate::LEAST_LIKELY);
        let compared = self.compared(&keys);
        let sure: BTreeSet<(u64, u64)> =
            compared.iter().flat_map(|(_, l)| l.sure.iter().copied()).collect();
        let places: Vec<usize> = (0..keys.len()).collect();
        self.job(keys, &places, pairs, &sure)
    }

    /// A story to be told of: its pages in order, and the pairs among them by their places there.
    /// `sure` are the rewordings that are clear among pages that strong ties connect with them.
    fn job(
        &self,
        keys: Vec<Key>,
        members: &[usize],
        mut pairs: Vec<Likely>,
        sure: &BTreeSet<(u64, u64)>,
    ) -> Job {
        for p in &mut pairs {
            for i in [&mut p.a, &mut p.b] {
                *i = members.binary_search(i).unwrap_or_default();
            }
        }
        let shown: Vec<String> = keys.iter().map(|k| self.shown(*k)).collect();
        let pages = keys.iter().filter_map(|k| self.cards.get(k)).map(|c| c.page).collect();
        let compared = self.compared(&keys);
        let open: BTreeSet<(u64, u64)> =
            compared.iter().flat_map(|(_, l)| l.open.iter().copied()).collect();
        let seconded = open.intersection(sure).copied().collect();
        let compared = compared.into_iter().map(|(pair, _)| pair).collect();
        Job::new(keys, pages, shown, pairs, compared, seconded)
    }

    /// What those of some pages have in common that were compared, by their places.
    fn compared(&self, keys: &[Key]) -> Vec<((usize, usize), &Link)> {
        let at: BTreeMap<Key, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
        let mut out = Vec::new();
        for (a, key) in keys.iter().enumerate() {
            for (other, _) in self.partners(*key).filter(|(_, tie)| tie.compared) {
                let Some(b) = at.get(&other).copied().filter(|b| a < *b) else { continue };
                let link = self.links.get(&pair(*key, other)).filter(|l| l.compared);
                out.extend(link.map(|l| ((a, b), l)));
            }
        }
        out.sort_by_key(|(pair, _)| *pair);
        out
    }

    /// Hands to stories what those of their pages share of which other pages second something.
    pub(super) fn second(
        &mut self,
        engine: &Engine,
        jobs: &mut [Job],
        spread: &impl Spread,
    ) -> Result<(), Error> {
        let mut wanted: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut pairs: BTreeSet<(Key, Key)> = BTreeSet::new();
        for job in jobs.iter() {
            let key = |i: usize| job.keys.get(i).copied().unwrap_or_default();
            let link = |a: usize, b: usize| self.links.get(&pair(key(a), key(b)));
            let seconded = |l: &Link| l.open.iter().any(|p| job.seconded.contains(p));
            let of = job.compared.iter().copied();
            let of: Vec<_> = of.filter(|(a, b)| link(*a, *b).is_some_and(seconded)).collect();
            pairs.extend(of.iter().map(|(a, b)| pair(key(*a), key(*b))));
            wanted.push(of);
        }
        let found = self.shared(engine, pairs, spread)?;
        for (job, of) in jobs.iter_mut().zip(wanted) {
            let key = |i: usize| job.keys.get(i).copied().unwrap_or_default();
            let shared = of
                .into_iter()
                .filter_map(|(a, b)| Some((a, b, Arc::clone(found.get(&pair(key(a), key(b)))?))));
            job.shared = shared.collect();
        }
        Ok(())
    }
}

/// Tells what became of stories and utterances.
fn note(change: &mut Change, before: &[Arc<Told>], after: &[Arc<Told>]) {
    let stories = |all: &[Arc<Told>]| -> BTreeMap<String, u64> {
        all.iter().map(|t| (t.id.clone(), t.print)).collect()
    };
    let utterances = |all: &[Arc<Told>]| -> BTreeMap<String, u64> {
        all.iter().flat_map(|t| t.said.iter().cloned()).collect()
    };
    let members = |all: &[Arc<Told>]| -> Members {
        all.iter().map(|t| (t.id.clone(), t.pages.iter().copied().collect())).collect()
    };
    change.stories = Names::between(&stories(before), &stories(after));
    change.utterances = Names::between(&utterances(before), &utterances(after));
    change.follow(&members(before), &members(after));
}
