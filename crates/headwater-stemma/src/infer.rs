//! From weighed edges to one tree: who hangs where, with which probability.

use crate::evidence::Evidence;
use crate::model::{First, Model, weigh};
use crate::tree::{Arc, Arcs, Link, Marginals};

/// Where a witness hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Up {
    /// Below nothing that we have.
    Root,
    /// Made from this witness.
    Witness(usize),
    /// Made from this lost text (index into [`Inferred::lost`]).
    Lost(usize),
}

/// A text that we do not have, made out from what its descendants share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lost {
    /// Witnesses made from it, sorted.
    pub(crate) members: Vec<usize>,
    /// The witness that it was itself made from, if any.
    pub(crate) parent: Option<usize>,
}

/// The tree of a story and all probabilities behind it.
#[derive(Debug, Default)]
pub(crate) struct Inferred {
    pub(crate) up: Vec<Up>,
    /// Probability of each witness's place.
    pub(crate) sure: Vec<f64>,
    pub(crate) lost: Vec<Lost>,
    pub(crate) arcs: Arcs,
    pub(crate) marginals: Marginals,
}

/// Finds the tree whose edges are, taken together, most probably right.
pub(crate) fn infer(e: &Evidence, model: &Model) -> Inferred {
    let mut first: Option<First> = None;
    let mut arcs = Arcs::default();
    let mut marginals = Marginals::default();
    for round in &model.rounds {
        arcs = weigh(e, round, first.as_ref());
        marginals = arcs.marginals();
        first = Some(First::new(&arcs, &marginals));
    }
    let chosen = choose(&arcs, &marginals, model);
    let mut out = place(&arcs, &marginals, &chosen);
    out.arcs = arcs;
    out.marginals = marginals;
    out
}

/// The tree with most expected right edges; a shared lost text and the root count a little less,
/// since an edge that is not drawn can still be named a rival.
fn choose(arcs: &Arcs, m: &Marginals, model: &Model) -> Vec<Option<usize>> {
    let tau = model.setting("floor", 0.3);
    let lost = model.setting("lost_gain", 0.6);
    let gain = |a: &Arc, p: f64| match a.link {
        Link::Parent => p - tau,
        Link::Sibling => lost * (p - tau),
    };
    let list =
        arcs.arcs.iter().zip(&m.arcs).map(|(a, p)| Arc { weight: gain(a, *p), ..*a }).collect();
    let root = m.root.iter().map(|p| lost * (p - tau)).collect();
    Arcs { n: arcs.n, arcs: list, root }.best()
}

/// Reads siblings as children of one lost text, which hangs where their head does.
fn place(arcs: &Arcs, m: &Marginals, chosen: &[Option<usize>]) -> Inferred {
    let n = arcs.n;
    let edge =
        |c: usize| chosen.get(c).copied().flatten().and_then(|i| Some((i, arcs.arcs.get(i)?)));
    // The head of a chain of siblings.
    let head = |c: usize| {
        let mut v = c;
        for _ in 0..n {
            match edge(v) {
                Some((_, a)) if a.link == Link::Sibling => v = a.from,
                _ => break,
            }
        }
        v
    };
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = Default::default();
    for c in 0..n {
        groups.entry(head(c)).or_default().push(c);
    }
    let mut out = Inferred { up: vec![Up::Root; n], sure: vec![0.0; n], ..Inferred::default() };
    let mut list: Vec<(usize, Vec<usize>)> = groups.into_iter().collect();
    list.sort_by(|a, b| a.1.cmp(&b.1));
    let find = |from: usize, to: usize, link: Link| {
        let mut sum = 0.0;
        for (a, p) in arcs.arcs.iter().zip(&m.arcs) {
            if a.from == from && a.to == to && a.link == link {
                sum += p;
            }
        }
        sum
    };
    for (h, members) in list {
        let parent = edge(h).map(|(_, a)| a.from);
        let top = m.root.get(h).copied().unwrap_or(0.0);
        if members.len() == 1 {
            let (up, sure) = match edge(h) {
                Some((i, a)) => (Up::Witness(a.from), m.arcs.get(i).copied().unwrap_or(0.0)),
                None => (Up::Root, top),
            };
            set(&mut out, h, up, sure);
            continue;
        }
        let index = out.lost.len();
        for c in &members {
            let kin: f64 =
                members.iter().filter(|s| *s != c).map(|s| find(*s, *c, Link::Sibling)).sum();
            let sure = match parent {
                // Right if made from that witness, straight or by way of the lost text.
                Some(p) => find(p, *c, Link::Parent) + kin,
                None => m.root.get(*c).copied().unwrap_or(0.0) + kin,
            };
            set(&mut out, *c, Up::Lost(index), sure.min(1.0));
        }
        out.lost.push(Lost { members, parent });
    }
    out
}

fn set(out: &mut Inferred, c: usize, up: Up, sure: f64) {
    if let Some(slot) = out.up.get_mut(c) {
        *slot = up;
    }
    if let Some(slot) = out.sure.get_mut(c) {
        *slot = sure;
    }
}

impl Inferred {
    /// Other places for `c`, most probable first, with their probabilities.
    pub(crate) fn others(&self, c: usize) -> Vec<(Option<(usize, Link)>, f64)> {
        let mut out: Vec<(Option<(usize, Link)>, f64)> = self
            .arcs
            .arcs
            .iter()
            .zip(&self.marginals.arcs)
            .filter(|(a, _)| a.to == c)
            .map(|(a, p)| (Some((a.from, a.link)), *p))
            .collect();
        out.push((None, self.marginals.root.get(c).copied().unwrap_or(0.0)));
        let up = self.up.get(c).copied().unwrap_or(Up::Root);
        let same = |o: &Option<(usize, Link)>| match (up, o) {
            (Up::Root, None) => true,
            (Up::Witness(p), Some((q, Link::Parent))) => p == *q,
            (Up::Lost(l), Some((q, link))) => self.lost.get(l).is_some_and(|l| match link {
                Link::Sibling => l.members.contains(q),
                Link::Parent => l.parent == Some(*q),
            }),
            (Up::Lost(l), None) => self.lost.get(l).is_some_and(|l| l.parent.is_none()),
            _ => false,
        };
        out.retain(|(o, _)| !same(o));
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out
    }
}
