//! The record of a story's tree from what was inferred: nodes with labels, edges with grounds,
//! the root, and rivals.

use crate::credit::outlet_key;
use crate::grounds::Court;
use crate::infer::{Inferred, Up};
use crate::naming::{credits, label, leans_on};
use crate::record::{Edge, Node, Other, Rival, Stemma};
use crate::witness::Witness;
use std::collections::BTreeSet;

/// A place less probable than this is not named as a rival, unless it is the likeliest one.
const RIVAL: f64 = 0.1;

/// The tree as a record.
pub(crate) fn assemble(
    story: &str,
    witnesses: &[Witness],
    court: &Court,
    found: &Inferred,
) -> Stemma {
    let tops: Vec<usize> =
        (0..witnesses.len()).filter(|c| found.up.get(*c) == Some(&Up::Root)).collect();
    let top_lost: Vec<usize> =
        found.lost.iter().enumerate().filter(|(_, l)| l.parent.is_none()).map(|(i, _)| i).collect();
    let mut s = Stemma {
        story: story.to_owned(),
        nodes: Vec::new(),
        edges: Vec::new(),
        root: None,
        archetype: None,
        calibrated_on: Some("simulation"),
        bounded: court.evidence.kinship.bounded,
        unweighed: found.unweighed,
        rivals: Vec::new(),
        utterances: Vec::new(),
    };
    for w in witnesses {
        s.nodes.push(Node {
            id: w.id.to_owned(),
            witness: Some(w.article),
            label: w.outlet.unwrap_or(w.id).to_owned(),
        });
    }
    let lost_id = |i: usize| free(witnesses, format!("lost-{}", i + 1));
    let id = |w: usize| witnesses.get(w).map_or(String::new(), |w| w.id.to_owned());
    for (i, l) in found.lost.iter().enumerate() {
        let label = label(witnesses, court.evidence, &l.members).unwrap_or_default();
        s.nodes.push(Node { id: lost_id(i), witness: None, label });
    }
    // What stands above all: a lost text that all have in common, or the source that several
    // independent ones go back to, or the one report that has nothing above it.
    let alone = tops.len() + top_lost.len() == 1;
    let credited = match tops.as_slice() {
        [c] if alone => leans_on(witnesses, court.evidence, *c),
        _ => label(witnesses, court.evidence, &tops),
    };
    // A name that only some of the independent reports give is theirs alone: it stands between
    // them and what all go back to.
    let names: Vec<Option<String>> =
        tops.iter().map(|c| leans_on(witnesses, court.evidence, *c)).collect();
    let shared = credited.as_ref().is_some_and(|name| {
        let key = outlet_key(name);
        let names_it = |c: &usize| witnesses.get(*c).is_some_and(|w| credits(w, &key));
        tops.iter().all(names_it)
    });
    let above = match (alone, top_lost.first(), tops.first()) {
        (true, Some(l), _) => {
            s.archetype = Some(lost_id(*l));
            s.root = s.archetype.clone();
            None
        }
        (true, None, Some(w)) if credited.is_none() => {
            s.archetype = Some(id(*w));
            s.root = s.archetype.clone();
            None
        }
        _ if witnesses.is_empty() => None,
        _ => {
            let source = lost_id(found.lost.len());
            let label = credited.filter(|_| alone || shared).unwrap_or_default();
            s.nodes.push(Node { id: source.clone(), witness: None, label });
            s.archetype = alone.then(|| tops.first().map(|w| id(*w))).flatten();
            s.root = Some(source.clone());
            Some(source)
        }
    };
    for (i, l) in found.lost.iter().enumerate() {
        let parent = l.parent.map(id).or_else(|| above.clone());
        if let Some(parent) = parent {
            s.edges.push(Edge {
                parent,
                child: lost_id(i),
                probability: round(l.sure),
                grounds: Vec::new(),
            });
        }
    }
    for (c, up) in found.up.iter().enumerate() {
        let probability = round(found.sure.get(c).copied().unwrap_or(0.0));
        let below = below(found, c);
        let nearest = nearest(found, c, &below);
        let (parent, grounds) = match up {
            Up::Witness(p) => (id(*p), court.descent(*p, c)),
            Up::Lost(l) => (lost_id(*l), court.apart(c, nearest, &below)),
            Up::Root => match &above {
                Some(a) if alone || shared => (a.clone(), court.apart(c, nearest, &below)),
                Some(a) => {
                    let name = tops.iter().position(|t| *t == c).and_then(|i| names.get(i));
                    let parent = match name.cloned().flatten() {
                        Some(name) => own_source(&mut s, witnesses, a, name, c),
                        None => a.clone(),
                    };
                    (parent, court.apart(c, nearest, &below))
                }
                None => continue,
            },
        };
        s.edges.push(Edge { parent, child: id(c), probability, grounds });
        if !found.unweighed {
            rivals(witnesses, found, c, &mut s.rivals);
        }
    }
    for (p, c, v) in &found.second {
        s.edges.push(Edge {
            parent: id(*p),
            child: id(*c),
            probability: round(*v),
            grounds: court.second(found.parent(*c), *p, *c),
        });
    }
    s.edges.sort_by(|a, b| a.child.cmp(&b.child).then(b.probability.total_cmp(&a.probability)));
    s.rivals.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.edges.cmp(&b.edges)));
    s
}

/// The lost text that some of several independent reports credit, below the common source.
fn own_source(
    s: &mut Stemma,
    witnesses: &[Witness],
    above: &str,
    label: String,
    c: usize,
) -> String {
    let key = outlet_key(&label);
    let own = |n: &&Node| n.id.starts_with("lost-of-") && n.witness.is_none();
    if let Some(known) = s.nodes.iter().filter(own).find(|n| outlet_key(&n.label) == key) {
        return known.id.clone();
    }
    let id = free(witnesses, format!("lost-of-{}", c + 1));
    s.edges.push(Edge {
        parent: above.to_owned(),
        child: id.clone(),
        probability: 1.0,
        grounds: Vec::new(),
    });
    s.nodes.push(Node { id: id.clone(), witness: None, label });
    id
}

pub(crate) fn round(p: f64) -> f64 {
    (p * 1000.0).round() / 1000.0
}

/// The reports made from `c`, at any remove.
fn below(found: &Inferred, c: usize) -> BTreeSet<usize> {
    let mut out = BTreeSet::from([c]);
    loop {
        let before = out.len();
        for (w, up) in found.up.iter().enumerate() {
            let parent = match up {
                Up::Witness(p) => Some(*p),
                Up::Lost(l) => found.lost.get(*l).and_then(|l| l.parent),
                Up::Root => None,
            };
            if parent.is_some_and(|p| out.contains(&p)) {
                out.insert(w);
            }
        }
        if out.len() == before {
            return out;
        }
    }
}

/// The likeliest parent of `c` among the reports, though it was not taken.
fn nearest(found: &Inferred, c: usize, below: &BTreeSet<usize>) -> Option<usize> {
    let mut list = found.chances.parents(c).into_iter().map(|x| x.0);
    list.find(|p| !below.contains(p))
}

/// Other places for one report.
fn rivals(witnesses: &[Witness], found: &Inferred, c: usize, out: &mut Vec<Rival>) {
    let id = |w: usize| witnesses.get(w).map_or(String::new(), |w| w.id.to_owned());
    let article = |w: usize| witnesses.get(w).map_or(w, |w| w.article);
    let up = found.up.get(c).copied().unwrap_or(Up::Root);
    let mut list: Vec<(f64, Rival)> = Vec::new();
    let mut add = |p: f64, edges: Vec<(String, String)>, what: Other| {
        list.push((p, Rival { edges, probability: round(p), what }));
    };
    for (q, p) in found.chances.parents(c) {
        if found.parent(c) != Some(q) && !found.second.iter().any(|s| (s.0, s.1) == (q, c)) {
            let what = Other::MadeFrom { child: article(c), parent: article(q) };
            add(p, vec![(id(q), id(c))], what);
        }
    }
    for q in 0..witnesses.len() {
        let together = match up {
            Up::Lost(l) => found.lost.get(l).is_some_and(|l| l.members.contains(&q)),
            _ => false,
        };
        let p = if q == c || together { 0.0 } else { found.chances.siblings(q, c) };
        if p > 0.0 {
            let (a, b) = (q.min(c), q.max(c));
            let lost = free(witnesses, format!("lost-{}-{}", id(a), id(b)));
            let what = Other::OneSource { a: article(a), b: article(b) };
            add(p, vec![(lost.clone(), id(a)), (lost, id(b))], what);
        }
    }
    if found.parent(c).is_some() {
        add(found.chances.none(c), Vec::new(), Other::Own { child: article(c) });
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.what.cmp(&b.1.what)));
    let kept = list.into_iter().enumerate().take(3);
    for (_, (_, r)) in kept.take_while(|(i, (p, _))| *p >= RIVAL || *i == 0 && *p >= 0.02) {
        if !out.iter().any(|o| o.what == r.what) {
            out.push(r);
        }
    }
}

/// `wish` as the id of a text that we do not have, where no report bears it; else the nearest
/// that is free.
fn free(witnesses: &[Witness], mut wish: String) -> String {
    while witnesses.iter().any(|w| w.id == wish) {
        wish.push('~');
    }
    wish
}
