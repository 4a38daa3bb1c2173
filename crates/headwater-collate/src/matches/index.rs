//! Which pages stand under which prints, kept in the order of the prints: pages come and go one by
//! one, and each addition says which pages may now have other partners.

use std::collections::BTreeSet;
use std::iter::Peekable;

/// A page's name in an index. What an index answers depends on the set of pages it holds and on
/// these names, never on the order in which pages came.
pub type Key = u64;

/// A print's high bits, then the page. Two prints in four billion share their high bits; two pages
/// would have to share several such pairs to become partners by chance.
type Entry = u128;

/// A print's high bits, under which an index has its pages.
///
/// ```
/// assert_eq!(headwater_collate::head_of(7 << 32 | 5), 7);
/// ```
pub fn head_of(print: u64) -> u32 {
    (print >> 32) as u32
}

fn entry(head: u32, page: Key) -> Entry {
    u128::from(head) << 64 | u128::from(page)
}

fn head(entry: &Entry) -> u32 {
    (entry >> 64) as u32
}

fn page(entry: &Entry) -> Key {
    *entry as Key
}

/// The pages under each print.
#[derive(Clone, Debug)]
pub struct Postings {
    /// Most of them: those that came many at once.
    base: Base,
    /// Those that came since, and those of the base that went since: few beside it.
    fresh: BTreeSet<Entry>,
    gone: BTreeSet<Entry>,
    /// The prints that stand in these.
    moved: Filter,
    /// A print under which more pages stand is crowded.
    room: usize,
    /// A crowded print still speaks for so many pages before and after, in the order of the keys.
    reach: usize,
    /// How many prints are crowded.
    crowded: usize,
}

/// Sorted entries, the print and the page of each, and where the prints with the same first bits
/// begin.
#[derive(Clone, Debug, Default)]
struct Base {
    heads: Vec<u32>,
    pages: Vec<Key>,
    starts: Vec<usize>,
    /// How far a print is shifted to give its first bits.
    shift: u32,
}

/// Prints that share their first bits, on average: few enough to be looked through.
const TOGETHER: usize = 8;

impl Base {
    /// `entries` are sorted, each once. Linear.
    fn new(entries: &[Entry]) -> Base {
        let bits = (entries.len() / TOGETHER).max(1).ilog2().min(24);
        let shift = 32 - bits;
        let heads: Vec<u32> = entries.iter().map(head).collect();
        let first = |h: u32| u64::from(h) >> shift;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        for (at, h) in heads.iter().enumerate() {
            while starts.len() as u64 <= first(*h) {
                starts.push(at);
            }
        }
        starts.resize((1 << bits) + 1, heads.len());
        Base { pages: entries.iter().map(page).collect(), heads, starts, shift }
    }

    /// The pages under a print, sorted.
    fn under(&self, head: u32) -> &[Key] {
        let first = (u64::from(head) >> self.shift) as usize;
        let at = |i: usize| self.starts.get(i).copied().unwrap_or_default();
        let (from, to) = (at(first), at(first + 1));
        let near = self.heads.get(from..to).unwrap_or(&[]);
        let (low, high) =
            (near.partition_point(|h| *h < head), near.partition_point(|h| *h <= head));
        self.pages.get(from + low..from + high).unwrap_or(&[])
    }

    fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.heads.iter().zip(&self.pages).map(|(h, p)| entry(*h, *p))
    }
}

/// Which prints may be among some, told fast: a print that is among them is never denied.
#[derive(Clone, Debug, Default)]
struct Filter(Vec<u64>);

impl Filter {
    const WORDS: usize = 1024;

    fn set(&mut self, head: u32) {
        self.0.resize(Self::WORDS, 0);
        let at = head as usize % (Self::WORDS * 64);
        self.0.iter_mut().skip(at / 64).take(1).for_each(|word| *word |= 1 << (at % 64));
    }

    fn may(&self, head: u32) -> bool {
        let at = head as usize % (Self::WORDS * 64);
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// Two sorted rows as one, rising or falling.
struct Merged<A: Iterator<Item = Key>, B: Iterator<Item = Key>> {
    a: Peekable<A>,
    b: Peekable<B>,
    rising: bool,
}

impl<A: Iterator<Item = Key>, B: Iterator<Item = Key>> Iterator for Merged<A, B> {
    type Item = Key;

    fn next(&mut self) -> Option<Key> {
        match (self.a.peek(), self.b.peek()) {
            (Some(x), Some(y)) if (x < y) != self.rising => self.b.next(),
            (Some(_), _) => self.a.next(),
            _ => self.b.next(),
        }
    }
}

fn merged<A: Iterator<Item = Key>, B: Iterator<Item = Key>>(
    a: A,
    b: B,
    rising: bool,
) -> Merged<A, B> {
    Merged { a: a.peekable(), b: b.peekable(), rising }
}

/// The prints of an index that are crowded.
#[derive(Clone, Debug)]
pub struct Crowd {
    heads: Vec<u32>,
    filter: Filter,
}

impl Crowd {
    fn new(heads: Vec<u32>) -> Crowd {
        let mut filter = Filter::default();
        heads.iter().for_each(|h| filter.set(*h));
        Crowd { heads, filter }
    }

    /// How many of these prints, which are sorted, are among them.
    pub fn count(&self, prints: &[u64]) -> usize {
        let mut last = None;
        let once = prints.iter().map(|p| head_of(*p)).filter(|h| last.replace(*h) != Some(*h));
        once.filter(|h| self.filter.may(*h) && self.heads.binary_search(h).is_ok()).count()
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
        Postings {
            base: Base::default(),
            fresh: BTreeSet::new(),
            gone: BTreeSet::new(),
            moved: Filter::default(),
            room,
            reach,
            crowded: 0,
        }
    }

    /// From how many pages on a print is crowded, and for how many neighbours it then speaks.
    pub fn bounds(&self) -> (usize, usize) {
        (self.room, self.reach)
    }

    /// Prints that have more pages than there is room for.
    pub fn crowded(&self) -> usize {
        self.crowded
    }

    /// The prints that are crowded. Linear in what is held.
    pub fn crowd(&self) -> Crowd {
        let runs = self.base.heads.chunk_by(|a, b| a == b);
        let runs = runs.filter_map(|run| Some((*run.first()?, run.len())));
        let full = runs.filter(|(h, n)| *n > self.room || self.moved.may(*h)).map(|(h, _)| h);
        let mut heads: Vec<u32> = full.chain(self.fresh.iter().map(head)).collect();
        heads.sort_unstable();
        heads.dedup();
        heads.retain(|h| self.pages_of(*h, self.room + 1) > self.room);
        Crowd::new(heads)
    }

    /// Adds pages with their prints. A few pages cost time by their own prints; many at once are
    /// sorted in, in time linear in what is held.
    pub fn add(&mut self, pages: &[(Key, &[u64])]) -> Moved {
        let new: usize = pages.iter().map(|(_, prints)| prints.len()).sum();
        let held = self.base.heads.len() + self.fresh.len() - self.gone.len();
        if new * 8 > held {
            let prints = |(p, prints): &(Key, &[u64])| {
                let p = *p;
                prints.iter().map(move |h| entry(head_of(*h), p)).collect::<Vec<_>>()
            };
            self.rest(pages.iter().flat_map(prints).collect());
            self.crowded = self.crowd().heads.len();
            return Moved::All;
        }
        let mut moved = BTreeSet::new();
        for (key, prints) in pages {
            for head in prints.iter().map(|p| head_of(*p)) {
                if self.enter(head, *key) {
                    let now = self.pages_of(head, self.room + 2);
                    self.crowded += usize::from(now == self.room + 1);
                    self.shift(head, *key, now, self.room + 1, &mut moved);
                }
            }
        }
        // What came since is to stay few beside the base.
        if (self.fresh.len() + self.gone.len()) * 4 > self.base.heads.len() {
            self.rest(Vec::new());
        }
        Moved::Some(moved)
    }

    /// Takes a page out again; `prints` are those it was added with.
    pub fn remove(&mut self, key: Key, prints: &[u64]) -> Moved {
        let mut moved = BTreeSet::new();
        for head in prints.iter().map(|p| head_of(*p)) {
            if self.leave(head, key) {
                let now = self.pages_of(head, self.room + 2);
                self.crowded -= usize::from(now == self.room);
                self.shift(head, key, now, self.room, &mut moved);
            }
        }
        Moved::Some(moved)
    }

    /// Brings all that is held, and these entries, into the base.
    fn rest(&mut self, mut all: Vec<Entry>) {
        all.extend(self.base.entries().filter(|e| !self.gone.contains(e)));
        all.extend(&self.fresh);
        all.sort_unstable();
        all.dedup();
        self.base = Base::new(&all);
        self.fresh.clear();
        self.gone.clear();
        self.moved = Filter::default();
    }

    /// Puts a page under a print; says whether it was not there.
    fn enter(&mut self, head: u32, key: Key) -> bool {
        let e = entry(head, key);
        self.moved.set(head);
        match self.base.under(head).binary_search(&key) {
            Ok(_) => self.gone.remove(&e),
            Err(_) => self.fresh.insert(e),
        }
    }

    /// Takes a page from under a print; says whether it was there.
    fn leave(&mut self, head: u32, key: Key) -> bool {
        let e = entry(head, key);
        self.moved.set(head);
        match self.base.under(head).binary_search(&key) {
            Ok(_) => self.gone.insert(e),
            Err(_) => self.fresh.remove(&e),
        }
    }

    /// Notes whom a change under one print concerns: all its pages where it became crowded or
    /// ceased to be, the neighbours where it was crowded before and after.
    fn shift(&self, head: u32, key: Key, now: usize, turn: usize, moved: &mut BTreeSet<Key>) {
        if now == turn {
            moved.extend(self.under(head));
        } else if now > turn {
            moved.extend(self.neighbours(head, key));
        }
    }

    /// The pages under a print, in the order of their keys.
    fn under(&self, head: u32) -> impl Iterator<Item = Key> + '_ {
        let base = self.base.under(head).iter().copied();
        let stays = move |p: &Key| !self.gone.contains(&entry(head, *p));
        let fresh = self.fresh.range(entry(head, 0)..=entry(head, Key::MAX)).map(page);
        merged(base.filter(stays), fresh, true)
    }

    /// How many pages stand under a print, counted up to `most`. What came since is not in the
    /// base, and what went is.
    fn pages_of(&self, head: u32, most: usize) -> usize {
        let base = self.base.under(head).len();
        if !self.moved.may(head) {
            return base.min(most);
        }
        let under = entry(head, 0)..=entry(head, Key::MAX);
        let stay = base.saturating_sub(self.gone.range(under.clone()).count());
        if stay >= most {
            return most;
        }
        stay + self.fresh.range(under).take(most - stay).count()
    }

    fn neighbours(&self, head: u32, key: Key) -> impl Iterator<Item = Key> + '_ {
        let base = self.base.under(head);
        let stays = move |p: &Key| *p != key && !self.gone.contains(&entry(head, *p));
        let (low, high) = base.split_at(base.partition_point(|p| *p < key));
        let fresh = |from: Key, to: Key| self.fresh.range(entry(head, from)..=entry(head, to));
        let before = fresh(0, key).rev().map(page).filter(stays);
        let after = fresh(key, Key::MAX).map(page).filter(stays);
        let before = merged(low.iter().rev().copied().filter(stays), before, false);
        let after = merged(high.iter().copied().filter(stays), after, true);
        before.take(self.reach).chain(after.take(self.reach))
    }

    /// The pages that share at least `least` prints with this one, in the order of their keys.
    /// `prints` are its own. Linear in the pages under them.
    pub fn partners(&self, key: Key, prints: &[u64], least: u32) -> Vec<Partner> {
        self.partners_and_crowd(key, prints, least, None).0
    }

    /// The same, of all pages or of those named (sorted), and how many of its prints are crowded.
    pub fn partners_and_crowd(
        &self,
        key: Key,
        prints: &[u64],
        least: u32,
        among: Option<&[Key]>,
    ) -> (Vec<Partner>, usize) {
        let asked = |p: &Key| among.is_none_or(|named| named.binary_search(p).is_ok());
        let mut crowded = 0;
        let mut met: Vec<Key> = Vec::new();
        let mut last = None;
        for head in prints.iter().map(|p| head_of(*p)) {
            // Prints are sorted: those with the same high bits stand side by side.
            if last.replace(head) == Some(head) {
                continue;
            }
            if self.pages_of(head, self.room + 1) > self.room {
                crowded += 1;
                met.extend(self.neighbours(head, key).filter(asked));
            } else if self.moved.may(head) {
                let stays = |p: &Key| !self.gone.contains(&entry(head, *p));
                met.extend(self.base.under(head).iter().filter(|p| stays(p) && asked(p)));
                let fresh = self.fresh.range(entry(head, 0)..=entry(head, Key::MAX));
                met.extend(fresh.map(page).filter(asked));
            } else {
                met.extend(self.base.under(head).iter().filter(|p| asked(p)));
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
            let (found, crowded) = all.partners_and_crowd(4, &prints(&[5]), 1, None);
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
                let (_, prints) = rest.iter().find(|(key, _)| key == k).unwrap();
                let named: Vec<Key> = y.iter().map(|p| p.page).step_by(2).collect();
                let (some, _) = one.partners_and_crowd(*k, prints, 1, Some(&named));
                let want: Vec<Partner> = y.iter().copied().step_by(2).collect();
                assert_eq!(some, want, "those that are named");
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
        let held = |all: &Postings| {
            let mut all = all.clone();
            all.rest(Vec::new());
            all.base.entries().collect::<Vec<_>>()
        };
        assert_eq!(held(&one), held(&index(&ground, 6, 2)));
    }
}
