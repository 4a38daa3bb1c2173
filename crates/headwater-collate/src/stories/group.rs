//! Weighed pairs in, groups out: average-link clustering over the sparse graph of candidates.

use super::Likely;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Mean likeness two groups must have to become one. Chosen on the training sets.
pub const CUT: f64 = 0.30;
/// Pairs of members count to this power: in a large group not every pair can be a candidate.
const POWER: f64 = 0.95;

/// Days between the dated reports of two groups from which on they are taken for one event only
/// if they are as alike as reprints are: a message repeated on another occasion is another story,
/// and an undated report that resembles both must not bridge the two.
const APART: i64 = 30;
/// Mean likeness that reprints reach.
const REPRINTED: f64 = 0.75;

/// A label for each article: the smallest index in its group. Articles with different given
/// stories are never joined, those with the same always. `days` are the days of publication.
///
/// Only a pair of at least [`CUT`] can begin a group, since a mean is never above all of its parts:
/// articles that no chain of such pairs connects do not change each other's groups, as long as
/// they bring no story of the same name.
pub fn group(days: &[Option<i64>], pairs: &[Likely], given: &[Option<&str>]) -> Vec<usize> {
    let n = days.len();
    let mut g = Groups::new(days);
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for p in pairs {
        g.link(p.a, p.b, Link { sum: p.score, count: 1.0 });
    }
    for (i, name) in given.iter().enumerate() {
        if let Some(name) = name {
            let first = *by_name.entry(name).or_insert(i);
            g.merge(first, i);
        }
    }
    g.run(given);
    (0..n).map(|i| g.sets.root(i)).collect()
}

/// What joins two groups: the sum of likeness over candidate pairs, and how many there are.
#[derive(Clone, Copy, Default)]
struct Link {
    sum: f64,
    count: f64,
}

/// Groups with the sums of likeness between them.
struct Groups {
    sets: Sets,
    size: Vec<usize>,
    /// The first and last day on which dated members appeared.
    days: Vec<Option<(i64, i64)>>,
    links: Vec<BTreeMap<usize, Link>>,
}

impl Groups {
    fn new(days: &[Option<i64>]) -> Groups {
        let n = days.len();
        Groups {
            sets: Sets::new(n),
            size: vec![1; n],
            days: days.iter().map(|d| d.map(|d| (d, d))).collect(),
            links: vec![BTreeMap::new(); n],
        }
    }

    /// Whether the dated members of two groups lie too far apart for one event.
    fn apart(&self, a: usize, b: usize) -> bool {
        let of = |i: usize| self.days.get(i).copied().flatten();
        match (of(a), of(b)) {
            (Some(a), Some(b)) => (a.0 - b.1).max(b.0 - a.1) > APART,
            _ => false,
        }
    }

    fn link(&mut self, a: usize, b: usize, link: Link) {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(l) = self.links.get_mut(x) {
                let slot = l.entry(y).or_default();
                slot.sum += link.sum;
                slot.count += link.count;
            }
        }
    }

    /// The mean over the pairs of members. Pairs that are no candidates count as nothing alike,
    /// but in large groups some are forgiven.
    fn mean(&self, a: usize, b: usize) -> f64 {
        let link = self.links.get(a).and_then(|l| l.get(&b)).copied().unwrap_or_default();
        let size = |i: usize| self.size.get(i).copied().unwrap_or(1) as f64;
        link.sum / libm::pow(size(a) * size(b), POWER).max(link.count)
    }

    fn merge(&mut self, a: usize, b: usize) {
        let (a, b) = (self.sets.root(a), self.sets.root(b));
        if a == b {
            return;
        }
        let (low, high) = (a.min(b), a.max(b));
        self.sets.join(low, high);
        let moved = self.links.get_mut(high).map(std::mem::take).unwrap_or_default();
        for (other, link) in moved {
            if let Some(l) = self.links.get_mut(other) {
                l.remove(&high);
            }
            if other != low {
                self.link(low, other, link);
            }
        }
        let days = [low, high].map(|i| self.days.get(i).copied().flatten());
        if let Some(slot) = self.days.get_mut(low) {
            *slot = match days {
                [Some(a), Some(b)] => Some((a.0.min(b.0), a.1.max(b.1))),
                [a, b] => a.or(b),
            };
        }
        let added = self.size.get(high).copied().unwrap_or(0);
        if let Some(s) = self.size.get_mut(low) {
            *s += added;
        }
    }

    fn run(&mut self, given: &[Option<&str>]) {
        let mut heap: BinaryHeap<Entry> = BinaryHeap::new();
        let push = |g: &Groups, heap: &mut BinaryHeap<Entry>, a: usize, b: usize| {
            let mean = g.mean(a, b);
            if mean >= if g.apart(a, b) { REPRINTED } else { CUT } {
                let size = |i: usize| g.size.get(i).copied().unwrap_or(1);
                let (a, b) = (a.min(b), a.max(b));
                heap.push((mean.to_bits(), Reverse((a, b)), size(a), size(b)));
            }
        };
        let fixed: BTreeSet<usize> = given
            .iter()
            .enumerate()
            .filter(|(_, g)| g.is_some())
            .map(|(i, _)| self.sets.root(i))
            .collect();
        for a in 0..self.links.len() {
            let others: Vec<usize> =
                self.links.get(a).into_iter().flat_map(|l| l.keys().copied()).collect();
            for b in others.into_iter().filter(|b| a < *b) {
                push(self, &mut heap, a, b);
            }
        }
        while let Some((_, Reverse((a, b)), size_a, size_b)) = heap.pop() {
            // Old entries: one of the two has been merged since.
            let current =
                |i: usize, s: usize| self.sets.root(i) == i && self.size.get(i).copied() == Some(s);
            if !current(a, size_a) || !current(b, size_b) {
                continue;
            }
            if fixed.contains(&a) || fixed.contains(&b) {
                continue;
            }
            self.merge(a, b);
            let root = self.sets.root(a);
            let others: Vec<usize> =
                self.links.get(root).into_iter().flat_map(|l| l.keys().copied()).collect();
            for other in others {
                push(self, &mut heap, root, other);
            }
        }
    }
}

/// A pair of groups that might be joined: its mean as ordered bits, the two, and their sizes then.
type Entry = (u64, Reverse<(usize, usize)>, usize, usize);

/// Disjoint sets; the smallest member is the root.
pub(super) struct Sets(Vec<usize>);

impl Sets {
    pub(super) fn new(n: usize) -> Sets {
        Sets((0..n).collect())
    }

    pub(super) fn root(&self, mut i: usize) -> usize {
        while let Some(up) = self.0.get(i).filter(|up| **up != i) {
            i = *up;
        }
        i
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: usize, b: usize, score: f64) -> Likely {
        Likely { a, b, score, passages: 0 }
    }

    #[test]
    fn alike_reports_of_one_week_are_one_story() {
        assert_eq!(group(&[Some(0), Some(3)], &[pair(0, 1, 0.5)], &[None; 2]), [0, 0]);
        assert_eq!(group(&[Some(0), Some(3)], &[pair(0, 1, 0.2)], &[None; 2]), [0, 1]);
    }

    #[test]
    fn alike_reports_months_apart_are_two_stories_unless_they_are_reprints() {
        let days = [Some(0), Some(100)];
        assert_eq!(group(&days, &[pair(0, 1, 0.5)], &[None; 2]), [0, 1]);
        assert_eq!(group(&[Some(100), Some(0)], &[pair(0, 1, 0.5)], &[None; 2]), [0, 1]);
        assert_eq!(group(&days, &[pair(0, 1, 0.9)], &[None; 2]), [0, 0]);
        assert_eq!(group(&[Some(0), None], &[pair(0, 1, 0.5)], &[None; 2]), [0, 0]);
    }

    #[test]
    fn an_undated_report_does_not_bridge_months() {
        let days = [Some(0), None, Some(100)];
        let pairs = [pair(0, 1, 0.6), pair(1, 2, 0.5), pair(0, 2, 0.5)];
        assert_eq!(group(&days, &pairs, &[None; 3]), [0, 0, 2]);
    }

    #[test]
    fn one_likeness_does_not_chain_two_groups() {
        let pairs = [pair(0, 1, 0.9), pair(2, 3, 0.9), pair(1, 2, 0.5)];
        assert_eq!(group(&[None; 4], &pairs, &[None; 4]), [0, 0, 2, 2]);
    }

    #[test]
    fn given_stories_stay_as_given() {
        let given = [Some("x"), Some("y"), Some("x"), None];
        let pairs = [pair(0, 1, 0.9), pair(1, 3, 0.9)];
        assert_eq!(group(&[None; 4], &pairs, &given), [0, 1, 0, 3]);
    }
}
