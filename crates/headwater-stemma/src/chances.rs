//! How probable each place of each report is, over all trees of a story.

use crate::second::Merge;
use crate::tree::{Arcs, Link, Marginals};
use std::collections::{BTreeMap, BTreeSet};

/// Probabilities with lost texts read away: a sibling's parent is the parent.
#[derive(Debug, Default)]
pub(crate) struct Chances {
    /// For each child its given parents.
    parent: Vec<BTreeMap<usize, f64>>,
    /// That there is none.
    none: Vec<f64>,
    /// That two share a lost text, the lower index first.
    siblings: BTreeMap<(usize, usize), f64>,
    /// For each child the two parents that it may have, the lower index first.
    pairs: Vec<BTreeMap<(usize, usize), f64>>,
    /// Whether the trees could not be weighed.
    pub(crate) unweighed: bool,
}

impl Chances {
    pub(crate) fn new(arcs: &Arcs, m: &Marginals) -> Chances {
        let n = arcs.n;
        let mut out = Chances {
            parent: vec![BTreeMap::new(); n],
            none: m.root.clone(),
            siblings: BTreeMap::new(),
            pairs: vec![BTreeMap::new(); n],
            unweighed: m.unweighed,
        };
        let mut by: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
        for (a, p) in arcs.arcs.iter().zip(&m.arcs) {
            match a.link {
                Link::Parent => {
                    if let Some(x) = out.parent.get_mut(a.to) {
                        *x.entry(a.from).or_default() += p;
                    }
                }
                Link::Sibling => {
                    *out.siblings.entry((a.from.min(a.to), a.from.max(a.to))).or_default() += p;
                    if *p > 1e-3
                        && let Some(x) = by.get_mut(a.to)
                    {
                        x.push((a.from, *p));
                    }
                }
            }
        }
        out.through_siblings(&by);
        out
    }

    /// Passes on to each report what is known of the parents of those that it may share a lost text
    /// with.
    fn through_siblings(&mut self, by: &[Vec<(usize, f64)>]) {
        let (direct, root) = (self.parent.clone(), self.none.clone());
        // The sums for one report; which of them are in use.
        let mut sums = vec![0.0; self.parent.len()];
        for _ in 0..4 {
            let (mut parent, mut none) = (direct.clone(), root.clone());
            for (c, ((list, row), lacks)) in by.iter().zip(&mut parent).zip(&mut none).enumerate() {
                let mut used: BTreeSet<usize> = row.keys().copied().collect();
                for (p, v) in row.iter() {
                    if let Some(sum) = sums.get_mut(*p) {
                        *sum = *v;
                    }
                }
                for (s, k) in list {
                    let theirs = self.parent.get(*s).into_iter().flatten();
                    for (p, v) in theirs.filter(|(p, v)| **p != c && **v > 1e-4) {
                        if let Some(sum) = sums.get_mut(*p) {
                            if *sum == 0.0 {
                                used.insert(*p);
                            }
                            *sum += k * v;
                        }
                    }
                    *lacks += k * self.none.get(*s).copied().unwrap_or_default();
                }
                let mut taken = |p: usize| Some((p, std::mem::take(sums.get_mut(p)?)));
                *row = used.into_iter().filter_map(&mut taken).collect();
            }
            (self.parent, self.none) = (parent, none);
        }
    }

    /// The same where reports may have two parents: each edge of `arcs` weighs what it does alone
    /// and with each second parent together.
    pub(crate) fn merged(mut arcs: Arcs, merges: &[Merge]) -> Chances {
        let mut sums: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for m in merges {
            *sums.entry((m.first, m.child)).or_insert(1.0) += libm::exp(m.weight);
        }
        for a in arcs.arcs.iter_mut().filter(|a| a.link == Link::Parent) {
            a.weight += sums.get(&(a.from, a.to)).map_or(0.0, |s| libm::log(*s));
        }
        let marginals = arcs.marginals();
        let edges = arcs.arcs.iter().zip(&marginals.arcs).filter(|a| a.0.link == Link::Parent);
        let first: BTreeMap<(usize, usize), f64> =
            edges.map(|(a, p)| ((a.from, a.to), *p)).collect();
        let mut out = Chances::new(&arcs, &marginals);
        for m in merges {
            let key = (m.first, m.child);
            let (Some(p), Some(sum)) = (first.get(&key), sums.get(&key)) else { continue };
            let v = p * libm::exp(m.weight) / sum;
            if let (Some(x), Some(pairs)) =
                (out.parent.get_mut(m.child), out.pairs.get_mut(m.child))
            {
                *x.entry(m.second).or_default() += v;
                *pairs.entry((m.first.min(m.second), m.first.max(m.second))).or_default() += v;
            }
        }
        out
    }

    /// That `c` was made from these two.
    pub(crate) fn both(&self, p: usize, q: usize, c: usize) -> f64 {
        let pairs = self.pairs.get(c).and_then(|x| x.get(&(p.min(q), p.max(q))));
        pairs.copied().unwrap_or(0.0).min(1.0)
    }

    /// That `p` is the nearest given text above `c`.
    pub(crate) fn parent(&self, p: usize, c: usize) -> f64 {
        self.parent.get(c).and_then(|x| x.get(&p)).copied().unwrap_or(0.0).min(1.0)
    }

    /// That nothing given stands above `c`.
    pub(crate) fn none(&self, c: usize) -> f64 {
        self.none.get(c).copied().unwrap_or(0.0).min(1.0)
    }

    /// That the two were made from one lost text.
    pub(crate) fn siblings(&self, a: usize, b: usize) -> f64 {
        self.siblings.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0).min(1.0)
    }

    /// Each two that may have been made from one lost text.
    pub(crate) fn all_siblings(&self) -> impl Iterator<Item = (&(usize, usize), &f64)> {
        self.siblings.iter()
    }

    /// That the two have one given parent.
    pub(crate) fn common(&self, a: usize, b: usize) -> f64 {
        let (Some(x), Some(y)) = (self.parent.get(a), self.parent.get(b)) else { return 0.0 };
        x.iter().filter_map(|(p, v)| Some(v * y.get(p)?)).sum::<f64>().min(1.0)
    }

    /// All given parents of `c` with their probabilities, likeliest first.
    pub(crate) fn parents(&self, c: usize) -> Vec<(usize, f64)> {
        let mut out: Vec<(usize, f64)> =
            self.parent.get(c).into_iter().flatten().map(|(p, v)| (*p, v.min(1.0))).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Arc;

    #[test]
    fn two_parents_are_one_choice_beside_each_alone() {
        let arc = |from, to, weight| Arc { from, to, link: Link::Parent, weight };
        let list = vec![arc(0, 2, 1.0), arc(1, 2, 1.0)];
        let arcs = Arcs { n: 3, arcs: list, root: vec![5.0, 5.0, 0.0] };
        let none = Chances::merged(arcs.clone(), &[]);
        assert!(none.both(0, 1, 2) == 0.0 && none.parent(0, 2) < 0.5);
        let merge = |first, second| Merge { first, second, child: 2, weight: 3.0 };
        let two = Chances::merged(arcs, &[merge(0, 1), merge(1, 0)]);
        let e = libm::exp(1.0);
        let all = 2.0 * e * (1.0 + libm::exp(3.0)) + 1.0;
        let both = 2.0 * e * libm::exp(3.0) / all;
        assert!((two.both(1, 0, 2) - both).abs() < 1e-9);
        assert!((two.parent(0, 2) - (both + e / all)).abs() < 1e-9);
        assert!((two.none(2) - 1.0 / all).abs() < 1e-9);
    }
}
