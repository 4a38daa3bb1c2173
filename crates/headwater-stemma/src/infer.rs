//! From weighed edges to one tree: who hangs where, with which probability.

use crate::chances::Chances;
use crate::evidence::Evidence;
use crate::family::Collation;
use crate::model::{First, Model, logit, weigh};
use crate::second::Second;
use crate::stamp::Stamped;
use crate::tree::{Arc, Arcs, Link, Marginals};
use crate::witness::Witness;
use crate::{credited, reprint, retold, wire};
use std::collections::{BTreeMap, BTreeSet};

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
    /// How probable it is that they share one.
    pub(crate) sure: f64,
    /// The agency that all of them give as theirs.
    pub(crate) name: Option<String>,
}

/// The tree of a story and all probabilities behind it.
#[derive(Debug, Default)]
pub(crate) struct Inferred {
    pub(crate) up: Vec<Up>,
    /// Probability of each witness's place.
    pub(crate) sure: Vec<f64>,
    /// Second parents: parent, child, probability.
    pub(crate) second: Vec<(usize, usize, f64)>,
    pub(crate) lost: Vec<Lost>,
    pub(crate) chances: Chances,
    /// Reports that follow another by their names and numbers, not by their wording.
    pub(crate) retold: BTreeSet<usize>,
    /// Whether the trees could not be weighed: how probable a place is, is not known.
    pub(crate) unweighed: bool,
}

/// Weighs all trees of a story: the possible edges as the last round weighs them, and how probable
/// each is.
pub(crate) fn weighed(e: &Evidence, model: &Model) -> (Arcs, Marginals) {
    let mut first: Option<First> = None;
    let mut arcs = Arcs::default();
    let mut marginals = Marginals::default();
    for round in 0..model.rounds.len() {
        arcs = weigh(e, model, round, first.as_ref());
        marginals = arcs.marginals();
        first = Some(First::new(&arcs, &marginals));
    }
    (arcs, marginals)
}

/// Finds the tree whose edges are, taken together, most probably right, then second parents.
pub(crate) fn infer(
    witnesses: &[Witness],
    collation: &Collation,
    e: &Evidence,
    model: &Model,
) -> Inferred {
    let (arcs, marginals) = weighed(e, model);
    let mut chances = Chances::new(&arcs, &marginals);
    if model.has_second() {
        let merges = Second { witnesses, collation, evidence: e, chances: &chances }.merges(model);
        chances = Chances::merged(arcs, &merges);
    }
    let mut out = place(e, &chances, model);
    seconds(e, &chances, model, &mut out);
    calibrate(&mut out, model);
    strangers(e, &mut out);
    retold::tidy(&mut out);
    versions(e, &mut out);
    agencies(witnesses, e, &mut out);
    wire::share(witnesses, e, &mut out);
    wire::clients(witnesses, e, &mut out);
    reprint::reprint(e, &mut out);
    credited::follow(witnesses, e, &mut out);
    retold::retell(witnesses, e, model, &mut out);
    if chances.unweighed {
        out.unweighed = true;
        out.sure.fill(f64::NAN);
        out.second.clear();
        out.lost.iter_mut().for_each(|l| l.sure = f64::NAN);
    }
    out.chances = chances;
    out
}

/// For each witness its parent in the tree with most expected right edges.
pub(crate) fn parents(n: usize, chances: &Chances, model: &Model) -> Vec<Option<usize>> {
    let floor = model.setting("floor", 0.3);
    let alone = model.setting("alone_gain", 0.8);
    let bonus = model.setting("alone_bonus", 0.1);
    let mut list = Vec::new();
    for c in 0..n {
        for (p, v) in chances.parents(c).into_iter().filter(|(_, v)| *v > 1e-4) {
            list.push(Arc { from: p, to: c, link: Link::Parent, weight: v - floor });
        }
    }
    let root = (0..n).map(|c| alone * (chances.none(c) - floor) + bonus).collect();
    let tree = Arcs { n, arcs: list, root };
    let best = tree.best();
    best.into_iter().map(|i| i.and_then(|i| tree.arcs.get(i)).map(|a| a.from)).collect()
}

/// Shares of word runs below this are no sign of a lost text that two reports were made from.
const ALIKE: f64 = 0.02;

fn place(e: &Evidence, chances: &Chances, model: &Model) -> Inferred {
    let n = e.size();
    let parents = parents(n, chances, model);
    let mut out = Inferred { up: vec![Up::Root; n], sure: vec![0.0; n], ..Inferred::default() };
    for (c, p) in parents.iter().enumerate() {
        let (up, sure) = match p {
            Some(p) => (Up::Witness(*p), chances.parent(*p, c)),
            None => (Up::Root, chances.none(c)),
        };
        set(&mut out, c, up, sure);
    }
    // Witnesses with the same parent, or with none, that share a lost text.
    let mut group: Vec<usize> = (0..n).collect();
    let mut best: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for ((a, b), v) in chances.all_siblings() {
        let (Some(x), Some(y)) = (parents.get(*a), parents.get(*b)) else { continue };
        let least = if x.is_none() {
            model.setting("siblings", 0.15)
        } else {
            model.setting("siblings_below", 0.5)
        };
        let alike = e.kinship.share(*a, *b).max(e.kinship.share(*b, *a));
        if x != y || *v < least || alike < ALIKE {
            continue;
        }
        best.insert((*a, *b), *v);
        let (from, to) =
            (group.get(*b).copied().unwrap_or(*b), group.get(*a).copied().unwrap_or(*a));
        for g in group.iter_mut().filter(|g| **g == from) {
            *g = to;
        }
    }
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (c, g) in group.iter().enumerate() {
        sets.entry(*g).or_default().push(c);
    }
    let mut list: Vec<Vec<usize>> = sets.into_values().filter(|s| s.len() > 1).collect();
    list.sort();
    for members in list {
        let index = out.lost.len();
        let parent = members.first().and_then(|c| parents.get(*c).copied()).flatten();
        for c in &members {
            let sure = out.sure.get(*c).copied().unwrap_or(0.0);
            set(&mut out, *c, Up::Lost(index), sure);
        }
        let held: Vec<f64> = best
            .iter()
            .filter(|((a, b), _)| members.contains(a) && members.contains(b))
            .map(|x| *x.1)
            .collect();
        let sure = held.iter().sum::<f64>() / held.len().max(1) as f64;
        out.lost.push(Lost { members, parent, sure, name: None });
    }
    out
}

/// Second parents, where two are probable enough.
fn seconds(e: &Evidence, chances: &Chances, model: &Model, out: &mut Inferred) {
    let least = model.setting("second", 0.3);
    for c in 0..out.up.len() {
        let Some(p) = out.parent(c) else { continue };
        let mut best: Option<(f64, usize)> = None;
        for (q, _) in chances.parents(c) {
            let v = chances.both(p, q, c);
            let later = e.stamps.order(q, c) == Stamped::After;
            if v >= least && !later && !out.descends(q, c) && best.is_none_or(|b| v > b.0) {
                best = Some((v, q));
            }
        }
        if let Some((_, q)) = best {
            out.second.push((q, c, chances.parent(q, c)));
        }
    }
}

/// Share of word runs from which on one of two reports is a copy of the other.
const COPY: f64 = 0.3;

/// Turns the edges round by which an agency would have copied its client: its own page may be dated
/// later, since it is printed anew.
fn agencies(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    let own = |w: usize| witnesses.get(w).is_some_and(wire::is_agency);
    for c in 0..out.up.len() {
        let Some(Up::Witness(p)) = out.up.get(c).copied() else { continue };
        let copied = e.kinship.share(p, c) >= COPY && e.sources.lean(c, p).is_none();
        if !own(c) || own(p) || !copied || e.stamps.versions(p, c) {
            continue;
        }
        let above = out.up.get(p).copied().unwrap_or(Up::Root);
        let sure = out.sure.get(c).copied().unwrap_or(0.0);
        let (up, held) = match above {
            Up::Witness(q) if e.kinship.share(q, c) > 0.0 => (above, out.sure.get(p).copied()),
            _ => (Up::Root, Some(sure)),
        };
        set(out, c, up, held.unwrap_or(0.0));
        set(out, p, Up::Witness(c), sure);
    }
    retold::tidy(out);
}

/// How probable it is that a version of a page was made from the one before it.
const VERSION: f64 = 0.9;

/// Hangs each version of a page below the last one before it.
fn versions(e: &Evidence, out: &mut Inferred) {
    let before = |p: usize, c: usize| e.stamps.order(p, c) == Stamped::Before;
    for c in 0..out.up.len() {
        let older = |p: &usize| {
            e.stamps.versions(*p, c) && before(*p, c) && e.kinship.share(*p, c) >= ALIKE
        };
        let share = |p: usize| e.kinship.share(p, c);
        // The latest of them; of two of one time the nearer one.
        let last = (0..out.up.len()).filter(older).reduce(|best, p| {
            let later = before(best, p) || !before(p, best) && share(p) > share(best);
            if later { p } else { best }
        });
        if let Some(p) = last.filter(|p| !out.descends(*p, c)) {
            set(out, c, Up::Witness(p), VERSION);
        }
    }
    retold::tidy(out);
}

/// How probable it is that what was issued is made from no other page.
const ISSUED: f64 = 0.9;

/// Where a report hangs below one with which it has not one run of words in common, and which it
/// does not name, only the order in time spoke for it: it stands for itself.
fn strangers(e: &Evidence, out: &mut Inferred) {
    for c in 0..out.up.len() {
        // What was issued is made from nothing that it does not name.
        let leans = e.sources.leans.get(c).is_some_and(|l| !l.is_empty());
        let issued = e.sources.issued.get(c) == Some(&true) && !leans;
        if issued && out.up.get(c) != Some(&Up::Root) {
            set(out, c, Up::Root, ISSUED);
        }
        let Some(Up::Witness(p)) = out.up.get(c).copied() else { continue };
        let shared = e.kinship.share(p, c).max(e.kinship.share(c, p));
        let named = e.names.get(c).is_some_and(|l| l.contains(&p));
        if shared <= 0.0 && !named && e.sources.lean(c, p).is_none() {
            let sure = 1.0 - out.sure.get(c).copied().unwrap_or(0.0);
            set(out, c, Up::Root, sure.max(0.5));
        }
    }
}

/// Makes probabilities of edges what they were among trees the weights were not fitted on.
fn calibrate(out: &mut Inferred, model: &Model) {
    let size = libm::log(out.up.len().max(1) as f64);
    let fixed = |kind: &str, p: f64| {
        let set = |name: &str, or: f64| model.setting(&format!("{kind}_{name}"), or);
        let sum = set("slope", 1.0) * logit(p) + set("shift", 0.0) + set("size", 0.0) * size;
        1.0 / (1.0 + libm::exp(-sum))
    };
    for (up, sure) in out.up.iter().zip(&mut out.sure) {
        let below = |l: &usize| out.lost.get(*l).is_some_and(|l| l.parent.is_some());
        let kind = match up {
            Up::Witness(_) => "first",
            Up::Lost(l) if below(l) => "lost",
            Up::Root | Up::Lost(_) => "none",
        };
        *sure = fixed(kind, *sure);
    }
    for s in &mut out.second {
        s.2 = fixed("second", s.2);
    }
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
    /// The given text that `c` was made from, straight or by way of a lost one.
    pub(crate) fn parent(&self, c: usize) -> Option<usize> {
        match self.up.get(c)? {
            Up::Root => None,
            Up::Witness(p) => Some(*p),
            Up::Lost(l) => self.lost.get(*l)?.parent,
        }
    }

    /// Whether a report goes back to nothing that is known: to no other report, and to no lost text
    /// with a name or a parent.
    pub(crate) fn is_open(&self, c: usize) -> bool {
        match self.up.get(c) {
            Some(Up::Root) => true,
            Some(Up::Lost(l)) => self.nameless(*l),
            Some(Up::Witness(_)) | None => false,
        }
    }

    /// Whether a lost text has neither a name nor a parent.
    pub(crate) fn nameless(&self, l: usize) -> bool {
        self.lost.get(l).is_some_and(|l| l.parent.is_none() && l.name.is_none())
    }

    /// Gives a report its place.
    pub(crate) fn place(&mut self, c: usize, up: Up, sure: f64) {
        set(self, c, up, sure);
    }

    /// Whether `w` stands below `c`, by first or second parents.
    pub(crate) fn descends(&self, w: usize, c: usize) -> bool {
        let mut open = vec![w];
        let mut seen = BTreeSet::new();
        while let Some(v) = open.pop() {
            if v == c {
                return true;
            }
            if seen.insert(v) {
                open.extend(self.parent(v));
                open.extend(self.second.iter().filter(|s| s.1 == v).map(|s| s.0));
            }
        }
        false
    }
}
