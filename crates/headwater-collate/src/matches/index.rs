//! Which pages stand under which prints, kept in the order of the prints: pages come and go one by
//! one, and each addition says which pages may now have other partners.

use std::collections::BTreeSet;

/// A page's name in an index. What an index answers depends on the set of pages it holds and on
/// these names, never on the order in which pages came.
pub type Key = u64;

/// A print's high bits, then the page. Two prints in four billion share their high bits; two pages
/// would have to share several such pairs to become partners by chance.
type Entry = (u32, u32, u32);

fn entry(print: u64, page: Key) -> Entry {
    ((print >> 32) as u32, (page >> 32) as u32, page as u32)
}

fn page(entry: &Entry) -> Key {
    u64::from(entry.1) << 32 | u64::from(entry.2)
}

/// The pages under each print.
#[derive(Clone, Debug)]
pub struct Postings {
    entries: BTreeSet<Entry>,
    /// A print under which more pages stand is crowded.
    room: usize,
    /// A crowded print still speaks for so many pages before and after, in the order of the keys.
    reach: usize,
    /// How many prints are crowded.
    crowded: usize,
}

/// The prints of an index that are crowded.
#[derive(Clone, Debug)]
pub struct Crowd(Vec<u32>);

impl Crowd {
    /// How many of these prints, which are sorted, are among them.
    pub fn count(&self, prints: &[u64]) -> usize {
        let heads = prints.iter().map(|h| (h >> 32) as u32);
        let mut last = None;
        heads.filter(|h| last.replace(*h) != Some(*h) && self.0.binary_search(h).is_ok()).count()
    }
}

/// Whose partners an addition or a removal may have changed, besides those of the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// These pages'.
    Some(BTreeSet<Key>),
    /// Perhaps everybody's: so many pages came at once that it was not traced.
    All,
}

/// A page that shares prints with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partner {
    /// The other page.
    pub page: Key,
    /// Prints both have, crowded ones counted only for neighbours.
    pub shared: u32,
}

impl Postings {
    /// An empty index in which a print with more than `room` pages is crowded: boilerplate would
    /// otherwise pair everything with everything. It then speaks only for the `reach` pages before
    /// and after in the order of the keys.
    pub fn new(room: usize, reach: usize) -> Postings {
        Postings { entries: BTreeSet::new(), room, reach, crowded: 0 }
    }

    /// Prints that have more pages than there is room for.
    pub fn crowded(&self) -> usize {
        self.crowded
    }

    /// The prints that are crowded. Linear in what is held.
    pub fn crowd(&self) -> Crowd {
        let (mut last, mut run, mut out) = (None, 0, Vec::new());
        for e in &self.entries {
            run = if last == Some(e.0) { run + 1 } else { 1 };
            last = Some(e.0);
            if run == self.room + 1 {
                out.push(e.0);
            }
        }
        Crowd(out)
    }

    /// Adds pages with their prints. A few pages cost time by their own prints; many at once are
    /// sorted in, in time linear in what is held.
    pub fn add(&mut self, pages: &[(Key, &[u64])]) -> Moved {
        let new: usize = pages.iter().map(|(_, prints)| prints.len()).sum();
        if new * 8 > self.entries.len() {
            let all = pages.iter().flat_map(|(p, prints)| prints.iter().map(|h| entry(*h, *p)));
            let mut sorted: Vec<Entry> = all.collect();
            sorted.sort_unstable();
            self.entries.append(&mut BTreeSet::from_iter(sorted));
            self.crowded = self.crowd().0.len();
            return Moved::All;
        }
        let mut moved = BTreeSet::new();
        for (key, prints) in pages {
            for print in *prints {
                let e = entry(*print, *key);
                if self.entries.insert(e) {
                    let now = self.pages_of(e.0, self.room + 2);
                    self.crowded += usize::from(now == self.room + 1);
                    self.shift(e, now, self.room + 1, &mut moved);
                }
            }
        }
        Moved::Some(moved)
    }

    /// Takes a page out again; `prints` are those it was added with.
    pub fn remove(&mut self, key: Key, prints: &[u64]) -> Moved {
        let mut moved = BTreeSet::new();
        for print in prints {
            let e = entry(*print, key);
            if self.entries.remove(&e) {
                let now = self.pages_of(e.0, self.room + 2);
                self.crowded -= usize::from(now == self.room);
                self.shift(e, now, self.room, &mut moved);
            }
        }
        Moved::Some(moved)
    }

    /// Notes whom a change under one print concerns: all its pages where it became crowded or
    /// ceased to be, the neighbours where it was crowded before and after.
    fn shift(&self, e: Entry, now: usize, turn: usize, moved: &mut BTreeSet<Key>) {
        if now == turn {
            moved.extend(self.entries.range((e.0, 0, 0)..=(e.0, u32::MAX, u32::MAX)).map(page));
        } else if now > turn {
            moved.extend(self.neighbours(e));
        }
    }

    /// The pages under a print's high bits, counted up to `most`.
    fn pages_of(&self, print: u32, most: usize) -> usize {
        self.entries.range((print, 0, 0)..=(print, u32::MAX, u32::MAX)).take(most).count()
    }

    fn neighbours(&self, e: Entry) -> impl Iterator<Item = Key> + '_ {
        let before = self.entries.range((e.0, 0, 0)..e).rev().take(self.reach);
        let after = self.entries.range(e..=(e.0, u32::MAX, u32::MAX)).filter(move |x| **x != e);
        before.chain(after.take(self.reach)).map(page)
    }

    /// The pages that share at least `least` prints with this one, in the order of their keys.
    /// `prints` are its own. Linear in the pages under them.
    pub fn partners(&self, key: Key, prints: &[u64], least: u32) -> Vec<Partner> {
        self.partners_and_crowd(key, prints, least).0
    }

    /// The same, and how many of its prints are crowded.
    pub fn partners_and_crowd(
        &self,
        key: Key,
        prints: &[u64],
        least: u32,
    ) -> (Vec<Partner>, usize) {
        let mut crowded = 0;
        let mut met: Vec<Key> = Vec::new();
        let mut last = None;
        for print in prints {
            let e = entry(*print, key);
            // Prints are sorted: those with the same high bits stand side by side.
            if last.replace(e.0) == Some(e.0) {
                continue;
            }
            let from = met.len();
            let under = self.entries.range((e.0, 0, 0)..=(e.0, u32::MAX, u32::MAX));
            met.extend(under.take(self.room + 1).map(page));
            if met.len() - from > self.room {
                met.truncate(from);
                crowded += 1;
                met.extend(self.neighbours(e));
            }
        }
        met.sort_unstable();
        let runs = met.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len())));
        let enough = runs.filter(|(page, n)| *page != key && *n >= least as usize);
        (enough.map(|(page, n)| Partner { page, shared: n as u32 }).collect(), crowded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prints(list: &[u64]) -> Vec<u64> {
        list.iter().map(|n| n << 33).collect()
    }

    fn index(pages: &[(Key, Vec<u64>)], room: usize, reach: usize) -> Postings {
        let mut all = Postings::new(room, reach);
        let rows: Vec<(Key, &[u64])> = pages.iter().map(|(k, p)| (*k, p.as_slice())).collect();
        all.add(&rows);
        all
    }

    #[test]
    fn partners_share_enough() {
        let rows = [&[1, 2, 3][..], &[2, 3, 9], &[3, 7], &[1, 2]].map(prints);
        let pages: Vec<(Key, Vec<u64>)> = (10..).zip(rows.clone()).collect();
        let all = index(&pages, 64, 4);
        let found: Vec<_> =
            all.partners(10, &rows[0], 2).iter().map(|p| (p.page, p.shared)).collect();
        assert_eq!(found, [(11, 2), (13, 2)]);
    }

    #[test]
    fn a_crowded_print_speaks_for_neighbours_alone() {
        let pages: Vec<(Key, Vec<u64>)> = (0..9).map(|k| (k, prints(&[5]))).collect();
        let near = |room| {
            let all = index(&pages, room, 2);
            let (found, crowded) = all.partners_and_crowd(4, &prints(&[5]), 1);
            assert_eq!(crowded, all.crowded());
            assert_eq!(crowded, all.crowd().count(&prints(&[5, 6])));
            (found.iter().map(|p| p.page).collect::<Vec<_>>(), all.crowded())
        };
        assert_eq!(near(9).0.len(), 8);
        assert_eq!(near(8), (vec![2, 3, 5, 6], 1));
    }

    /// What an index says of the pages that it names as moved, and of them alone, changes.
    #[test]
    fn one_by_one_is_as_all_at_once_and_the_moved_are_named() {
        let pages: Vec<(Key, Vec<u64>)> =
            (0..40_u64).map(|k| (k * 7919 % 41, prints(&[k % 3, 3 + k % 5, 50 + k / 2]))).collect();
        // Large enough to begin with that the additions are traced.
        let ground: Vec<(Key, Vec<u64>)> =
            (1000..1400).map(|k| (k, prints(&[k, k + 1000]))).collect();
        let mut one = index(&ground, 6, 2);
        let partners = |all: &Postings, of: &[(Key, Vec<u64>)]| {
            of.iter().map(|(k, p)| (*k, all.partners(*k, p, 1))).collect::<Vec<_>>()
        };
        // What is said of `rest` while a page comes or goes.
        let turn = |one: &mut Postings,
                    rest: &[(Key, Vec<u64>)],
                    (own, p): &(Key, Vec<u64>),
                    comes: bool| {
            let before = partners(one, rest);
            let moved = if comes { one.add(&[(*own, p)]) } else { one.remove(*own, p) };
            let Moved::Some(moved) = moved else { panic!("traced") };
            for ((k, x), (_, y)) in before.iter().zip(&partners(one, rest)) {
                let others = |l: &[Partner]| {
                    l.iter().filter(|p| p.page != *own).copied().collect::<Vec<_>>()
                };
                assert!(moved.contains(k) || others(x) == others(y), "page {k}");
            }
        };
        for (i, page) in pages.iter().enumerate() {
            turn(&mut one, &pages[..i], page, true);
        }
        let whole = index(&[ground.clone(), pages.clone()].concat(), 6, 2);
        assert_eq!(partners(&one, &pages), partners(&whole, &pages));
        assert_eq!(one.crowded(), whole.crowded());
        assert!(one.crowded() > 3, "{}", one.crowded());
        for (i, page) in pages.iter().enumerate() {
            turn(&mut one, &pages[i + 1..], page, false);
        }
        assert_eq!(one.entries, index(&ground, 6, 2).entries);
    }
}
