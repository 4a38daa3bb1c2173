//! The indexes in which pages find each other, and whose partners a page that comes or goes changes.

use crate::change::Bound;
use crate::engine::Dossier;
use crate::lookup::INDEXES;
use crate::store::Entry;
use headwater_collate::{self as collate, Key, Moved, Postings};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The indexes in which pages find each other.
#[derive(Debug)]
pub(super) struct Indexes {
    pub(super) runs: Postings,
    pub(super) topics: Postings,
    pub(super) words: Postings,
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
pub(super) type Dirty = Option<BTreeSet<Key>>;

pub(super) fn both(dirty: Dirty, moved: Moved) -> Dirty {
    match (dirty, moved) {
        (Some(mut some), Moved::Some(more)) => {
            some.extend(more);
            Some(some)
        }
        _ => None,
    }
}

impl Indexes {
    pub(super) fn add(&mut self, pages: &[(Key, Arc<Dossier>)]) -> Dirty {
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
    pub(super) fn restore(&mut self, pages: &[Entry]) {
        let rows = |prints: fn(&Entry) -> &[u64]| -> Vec<(Key, &[u64])> {
            pages.iter().map(|p| (p.page.key(), prints(p))).collect()
        };
        self.runs.add(&rows(|p| &p.runs));
        self.topics.add(&rows(|p| &p.topic));
        self.words.add(&rows(|p| &p.words));
    }

    pub(super) fn remove(&mut self, key: Key, d: &Dossier) -> Dirty {
        let dirty = both(Some(BTreeSet::new()), self.runs.remove(key, d.runs()));
        let dirty = both(dirty, self.topics.remove(key, d.topic()));
        both(dirty, self.words.remove(key, &d.profile().prints()))
    }

    pub(super) fn bounds(&self) -> Vec<Bound> {
        told(self.crowd())
    }

    /// How many prints of each are crowded.
    pub(super) fn crowd(&self) -> [usize; INDEXES] {
        [&self.runs, &self.topics, &self.words].map(Postings::crowded)
    }

    /// From how many pages on a print of each is crowded, and for how many neighbours it then speaks.
    pub(super) fn bounds_of(&self) -> ([usize; INDEXES], [usize; INDEXES]) {
        let of = [&self.runs, &self.topics, &self.words].map(Postings::bounds);
        (of.map(|b| b.0), of.map(|b| b.1))
    }
}

/// The bounds that were reached with so many crowded prints of each index.
pub(super) fn told(crowd: [usize; INDEXES]) -> Vec<Bound> {
    let kinds = [Bound::CommonRuns as fn(usize) -> Bound, Bound::CommonTopics, Bound::CommonWords];
    crowd.into_iter().zip(kinds).filter(|(n, _)| *n > 0).map(|(n, bound)| bound(n)).collect()
}

pub(super) fn join(a: Dirty, b: Dirty) -> Dirty {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.extend(b);
            Some(a)
        }
        _ => None,
    }
}
