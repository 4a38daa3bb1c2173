//! The record of a story's tree from what was inferred: nodes with labels, edges with grounds,
//! the root, and rivals.

use crate::credit::outlet_key;
use crate::grounds::Court;
use crate::infer::{Inferred, Up};
use crate::naming::{label, sources};
use crate::occasion::{Stand, shared, stand};
use crate::record::{Edge, Node, Other, Rival, Spring, Stemma};
use crate::witness::Witness;
use std::collections::BTreeSet;

/// A place less probable than this is not named as a rival, unless it is the likeliest one.
const RIVAL: f64 = 0.1;

/// How probable it is at most that a report has its words from the occasion that it names: three
/// of four on written page sets.
const STOOD: f64 = 0.75;

/// The tree as a record.
pub(crate) fn assemble(
    story: &str,
    witnesses: &[Witness],
    court: &Court,
    found: &Inferred,
) -> Stemma {
    let mut s = Stemma {
        story: story.to_owned(),
        nodes: Vec::new(),
        edges: Vec::new(),
        root: None,
        archetype: None,
        calibrated_on: Some("simulation"),
        bounded: court.evidence.kinship.bounded,
        unweighed: found.unweighed,
        springs: Vec::new(),
        rivals: Vec::new(),
        utterances: Vec::new(),
    };
    for w in witnesses {
        s.nodes.push(Node {
            id: w.id.to_owned(),
            witness: Some(w.article),
            label: w.outlet.unwrap_or(w.id).to_owned(),
            occasion: None,
        });
    }
    let all = witnesses.iter().zip(&court.evidence.sources.occasions);
    let stands: Vec<Option<Stand>> = all.map(|(w, o)| stand(w, o)).collect();
    let mut held: Vec<(usize, String)> = Vec::new();
    let lost_id = |i: usize| free(witnesses, format!("lost-{}", i + 1));
    let id = |w: usize| witnesses.get(w).map_or(String::new(), |w| w.id.to_owned());
    for (i, l) in found.lost.iter().enumerate() {
        let named = || label(witnesses, court.evidence, &l.members);
        let mut label = l.name.clone().or_else(named).unwrap_or_default();
        let mut occasion = None;
        let shared = shared(&stands, &l.members).filter(|_| label.is_empty());
        if let Some((c, stand)) = shared.and_then(|c| Some((c, stands.get(c)?.as_ref()?))) {
            label = stand.label(witnesses.get(c).map_or("", |w| w.text));
            occasion = Some(stand.kind);
            held.push((c, lost_id(i)));
        }
        s.nodes.push(Node { id: lost_id(i), witness: None, label, occasion });
        if let Some(p) = l.parent {
            s.edges.push(Edge {
                parent: id(p),
                child: lost_id(i),
                probability: round(l.sure),
                grounds: Vec::new(),
            });
        }
    }
    let tops: Vec<usize> =
        (0..witnesses.len()).filter(|c| found.up.get(*c) == Some(&Up::Root)).collect();
    let sources = sources(witnesses, court.evidence, &tops);
    for (c, up) in found.up.iter().enumerate() {
        let mut probability = round(found.sure.get(c).copied().unwrap_or(0.0));
        let below = below(found, c);
        let nearest = nearest(found, c, &below);
        let (parent, grounds) = match up {
            Up::Witness(p) if found.retold.contains(&c) => (id(*p), court.retold(*p, c)),
            Up::Witness(p) => (id(*p), court.descent(*p, c)),
            Up::Lost(l) => (lost_id(*l), court.apart(c, nearest, &below)),
            Up::Root => match sources.get(&c).cloned() {
                Some(name) => {
                    (own_source(&mut s, witnesses, name), court.apart(c, nearest, &below))
                }
                None if stands.get(c).is_some_and(Option::is_some) => {
                    let parent = own_occasion(&mut s, witnesses, &stands, &mut held, c);
                    let mut grounds = court.apart(c, nearest, &below);
                    let span = stands.get(c).and_then(Option::as_ref).map(|s| s.span);
                    grounds.extend(span.map(|span| court.occasion(c, span)));
                    probability = probability.min(STOOD);
                    (parent, grounds)
                }
                None => {
                    let grounds = court.apart(c, nearest, &below);
                    s.springs.push(Spring { node: id(c), probability, grounds });
                    continue;
                }
            },
        };
        s.edges.push(Edge { parent, child: id(c), probability, grounds });
    }
    if !found.unweighed {
        for c in 0..found.up.len() {
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
    let top = |n: &&Node| !s.edges.iter().any(|e| e.child == n.id);
    let tops: Vec<&Node> = s.nodes.iter().filter(top).collect();
    // Several springs have no root: none is made up.
    s.root = tops.first().filter(|_| tops.len() == 1).map(|n| n.id.clone());
    s.archetype.clone_from(&s.root);
    s
}

/// The lost text of this name that reports without a parent lean on.
fn own_source(s: &mut Stemma, witnesses: &[Witness], label: String) -> String {
    let key = outlet_key(&label);
    let known = s.nodes.iter().filter(|n| n.witness.is_none());
    let mut known = known.filter(|n| !s.edges.iter().any(|e| e.child == n.id));
    if let Some(known) = known.find(|n| outlet_key(&n.label) == key) {
        return known.id.clone();
    }
    let lost = s.nodes.iter().filter(|n| n.witness.is_none()).count();
    let id = free(witnesses, format!("lost-{}", lost + 1));
    s.nodes.push(Node { id: id.clone(), witness: None, label, occasion: None });
    id
}

/// The occasion that a report without a parent has its words from: one that another report of the
/// story has them from too, or a new node. `held` are the nodes of occasions, each with a report
/// that names it.
fn own_occasion(
    s: &mut Stemma,
    witnesses: &[Witness],
    stands: &[Option<Stand>],
    held: &mut Vec<(usize, String)>,
    c: usize,
) -> String {
    let at = |c: usize| stands.get(c).and_then(Option::as_ref);
    let same = |o: usize| at(o).zip(at(c)).is_some_and(|(a, b)| a.meets(b));
    if let Some((_, id)) = held.iter().find(|(o, _)| same(*o)) {
        return id.clone();
    }
    let lost = s.nodes.iter().filter(|n| n.witness.is_none()).count();
    let id = free(witnesses, format!("lost-{}", lost + 1));
    let text = witnesses.get(c).map_or("", |w| w.text);
    let label = at(c).map(|s| s.label(text)).unwrap_or_default();
    let occasion = at(c).map(|s| s.kind);
    s.nodes.push(Node { id: id.clone(), witness: None, label, occasion });
    held.push((c, id.clone()));
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
