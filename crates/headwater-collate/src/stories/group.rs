//! Groups articles by weighed pairs: average-link clustering over the sparse graph of candidates.

use super::Likely;
use crate::sets::Sets;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Mean likeness two groups must have to become one. Chosen on the training sets.
pub const CUT: f64 = 0.30;
/// Likeness below which two reports alone that share no passage are likely of one subject rather
/// than of one event: of those read on pages of the web, all.
const BARE: f64 = 0.43;
/// Pairs of members count to this power: in a large group not every pair can be a candidate.
const POWER: f64 = 0.95;

/// Days between the dated reports of two groups from which on they are taken for one event only
/// if they are as alike as reprints are: a message repeated on another occasion is another story,
/// and an undated report that resembles both must not bridge the two.
const APART: i64 = 30;
/// Mean likeness that reprints reach.
const REPRINTED: f64 = 0.75;
/// Pairs of mass reprints of which at least the mean is taken: as many as two sides of a row have
/// where each page is laid beside [`crate::NEIGHBOURS`] before and behind it.
const SAMPLED: f64 = 10.0;

/// An article as it is grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Member<'s> {
    /// The day of publication, in days since 1970.
    pub day: Option<i64>,
    /// The name of the story that it brings.
    pub given: Option<&'s str>,
    /// Whether it is a mass reprint, so like very many others that it was laid beside a few of them
    /// alone. Of two such that were not laid beside each other nothing is known.
    pub crowded: bool,
}

/// A label for each article: the smallest index in its group. Articles with different given
/// stories are never joined, those with the same always.
///
/// Only a pair of at least [`CUT`] can begin a group, since a mean is never above all of its parts:
/// articles that no chain of such pairs connects do not change each other's groups, as long as
/// they bring no story of the same name.
pub fn group(members: &[Member<'_>], pairs: &[Likely]) -> Vec<usize> {
    let mut g = Groups::new(members);
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let crowded = |i: usize| members.get(i).is_some_and(|m| m.crowded);
    for p in pairs {
        let both = f64::from(u8::from(crowded(p.a) && crowded(p.b)));
        let passages = p.passages > 0;
        g.link(p.a, p.b, Link { sum: p.score, count: 1.0, crowded: both, passages });
    }
    for (i, member) in members.iter().enumerate() {
        if let Some(name) = member.given {
            let first = *by_name.entry(name).or_insert(i);
            g.merge(first, i);
        }
    }
    g.run(members);
    (0..members.len()).map(|i| g.sets.root(i)).collect()
}

/// What joins two groups: the sum of likeness over candidate pairs, how many there are, and how many
/// of them are of two mass reprints.
#[derive(Clone, Copy, Default)]
struct Link {
    sum: f64,
    count: f64,
    crowded: f64,
    /// Whether two of them share a passage.
    passages: bool,
}

/// Groups with the sums of likeness between them.
struct Groups {
    sets: Sets,
    size: Vec<usize>,
    /// How many members are mass reprints.
    crowded: Vec<usize>,
    /// The first and last day on which dated members appeared.
    days: Vec<Option<(i64, i64)>>,
    links: Vec<BTreeMap<usize, Link>>,
}

impl Groups {
    fn new(members: &[Member<'_>]) -> Groups {
        let n = members.len();
        Groups {
            sets: Sets::new(n),
            size: vec![1; n],
            crowded: members.iter().map(|m| usize::from(m.crowded)).collect(),
            days: members.iter().map(|m| m.day.map(|d| (d, d))).collect(),
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

    /// The mean likeness that two groups must have to become one.
    fn least(&self, a: usize, b: usize) -> f64 {
        let alone = |i: usize| self.size.get(i) == Some(&1);
        let passages = || self.links.get(a).and_then(|l| l.get(&b)).is_some_and(|l| l.passages);
        match self.apart(a, b) {
            true => REPRINTED,
            false if alone(a) && alone(b) && !passages() => BARE,
            false => CUT,
        }
    }

    fn link(&mut self, a: usize, b: usize, link: Link) {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(l) = self.links.get_mut(x) {
                let slot = l.entry(y).or_default();
                slot.sum += link.sum;
                slot.count += link.count;
                slot.crowded += link.crowded;
                slot.passages |= link.passages;
            }
        }
    }

    /// The mean over the pairs of members. Pairs that are no candidates count as nothing alike, but
    /// in large groups some are forgiven; those of mass reprints that were not laid beside each
    /// other do not count, as long as there are enough that were.
    fn mean(&self, a: usize, b: usize) -> f64 {
        let link = self.links.get(a).and_then(|l| l.get(&b)).copied().unwrap_or_default();
        let of = |list: &[usize], i: usize| list.get(i).copied().unwrap_or(0) as f64;
        let all = of(&self.size, a) * of(&self.size, b);
        let unknown = of(&self.crowded, a) * of(&self.crowded, b) - link.crowded;
        let least = all.min(SAMPLED);
        link.sum / libm::pow((all - unknown).max(least), POWER).max(link.count)
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
        for list in [&mut self.size, &mut self.crowded] {
            let added = list.get(high).copied().unwrap_or(0);
            if let Some(s) = list.get_mut(low) {
                *s += added;
            }
        }
    }

    fn run(&mut self, members: &[Member<'_>]) {
        let mut heap: BinaryHeap<Entry> = BinaryHeap::new();
        let push = |g: &Groups, heap: &mut BinaryHeap<Entry>, a: usize, b: usize| {
            let mean = g.mean(a, b);
            if mean >= g.least(a, b) {
                let size = |i: usize| g.size.get(i).copied().unwrap_or(1);
                let (a, b) = (a.min(b), a.max(b));
                heap.push((mean.to_bits(), Reverse((a, b)), size(a), size(b)));
            }
        };
        let fixed: BTreeSet<usize> = members
            .iter()
            .enumerate()
            .filter(|(_, m)| m.given.is_some())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: usize, b: usize, score: f64) -> Likely {
        Likely { a, b, score, passages: 1 }
    }

    /// The groups of articles of these days.
    fn of_days(days: &[Option<i64>], pairs: &[Likely]) -> Vec<usize> {
        let member = |day: &Option<i64>| Member { day: *day, ..Member::default() };
        group(&days.iter().map(member).collect::<Vec<_>>(), pairs)
    }

    #[test]
    fn alike_reports_of_one_week_are_one_story() {
        assert_eq!(of_days(&[Some(0), Some(3)], &[pair(0, 1, 0.5)]), [0, 0]);
        assert_eq!(of_days(&[Some(0), Some(3)], &[pair(0, 1, 0.2)]), [0, 1]);
    }

    #[test]
    fn two_reports_of_one_subject_that_share_no_passage_are_two_stories() {
        let bare = |score| [Likely { passages: 0, ..pair(0, 1, score) }];
        assert_eq!(of_days(&[Some(0), Some(3)], &bare(0.4)), [0, 1]);
        assert_eq!(of_days(&[Some(0), Some(3)], &bare(0.5)), [0, 0]);
    }

    #[test]
    fn alike_reports_months_apart_are_two_stories_unless_they_are_reprints() {
        let days = [Some(0), Some(100)];
        assert_eq!(of_days(&days, &[pair(0, 1, 0.5)]), [0, 1]);
        assert_eq!(of_days(&[Some(100), Some(0)], &[pair(0, 1, 0.5)]), [0, 1]);
        assert_eq!(of_days(&days, &[pair(0, 1, 0.9)]), [0, 0]);
        assert_eq!(of_days(&[Some(0), None], &[pair(0, 1, 0.5)]), [0, 0]);
    }

    #[test]
    fn an_undated_report_does_not_bridge_months() {
        let days = [Some(0), None, Some(100)];
        let pairs = [pair(0, 1, 0.6), pair(1, 2, 0.5), pair(0, 2, 0.5)];
        assert_eq!(of_days(&days, &pairs), [0, 0, 2]);
    }

    #[test]
    fn one_likeness_does_not_chain_two_groups() {
        let pairs = [pair(0, 1, 0.9), pair(2, 3, 0.9), pair(1, 2, 0.5)];
        assert_eq!(of_days(&[None; 4], &pairs), [0, 0, 2, 2]);
    }

    #[test]
    fn given_stories_stay_as_given() {
        let given = [Some("x"), Some("y"), Some("x"), None];
        let members = given.map(|given| Member { given, ..Member::default() });
        assert_eq!(group(&members, &[pair(0, 1, 0.9), pair(1, 3, 0.9)]), [0, 1, 0, 3]);
    }

    /// How many groups articles make of which each was laid beside four before and four behind it,
    /// where `likeness` tells of the two.
    fn row(members: &[Member<'_>], likeness: impl Fn(usize, usize) -> Option<f64>) -> usize {
        let n = members.len();
        let near = (0..n).flat_map(|a| (a + 1..n.min(a + 5)).map(move |b| (a, b)));
        let pairs: Vec<Likely> =
            near.filter_map(|(a, b)| Some(pair(a, b, likeness(a, b)?))).collect();
        group(members, &pairs).into_iter().collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn mass_reprints_that_were_laid_beside_few_are_one_story() {
        let crowded = |crowded| [Member { crowded, ..Member::default() }; 200];
        assert_eq!(row(&crowded(true), |_, _| Some(0.95)), 1);
        // Of reports that would have met if they were alike, those that did not are not alike.
        assert!(row(&crowded(false), |_, _| Some(0.95)) > 10);
    }

    #[test]
    fn a_few_like_pairs_do_not_join_two_stories_of_mass_reprints() {
        let members = [Member { crowded: true, ..Member::default() }; 200];
        let across = |a: usize, b: usize| a < 100 && b >= 100;
        let one = |a: usize, b: usize| (a, b) == (99, 100);
        let like = |a, b| if one(a, b) { 0.9 } else { 0.95 };
        let unlike = |a, b| Some(if across(a, b) && !one(a, b) { 0.0 } else { like(a, b) });
        assert_eq!(row(&members, unlike), 2);
        let unknown = |a, b| (!across(a, b) || one(a, b)).then(|| like(a, b));
        assert_eq!(row(&members, unknown), 2);
    }
}
