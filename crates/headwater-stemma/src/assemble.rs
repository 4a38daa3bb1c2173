//! The record of a story's tree from what was inferred: nodes with labels, edges with grounds,
//! the root, and rivals.

use crate::aside::{Asides, Known};
use crate::credit::outlet_key;
use crate::gather::Gathering;
use crate::grounds::Grounds;
use crate::infer::{Inferred, Up};
use crate::naming::{credited_by, label, sources};
use crate::occasion::{Stand, shared, stand};
use crate::record::{Edge, Node, Other, Rival, Spring, Stemma};
use crate::witness::Witness;
use headwater_collate::Utterance;
use std::collections::BTreeSet;

/// A place less probable than this is not named as a rival, unless it is the likeliest one.
const RIVAL: f64 = 0.1;

/// How probable it is at most that a report has its words from the occasion that it names: three
/// of four on written page sets.
pub(crate) const STOOD: f64 = 0.75;

/// The same of a medium that it alone credits.
const LEANED: f64 = 0.8;

/// The tree as a record.
pub(crate) fn assemble(
    story: &str,
    witnesses: &[Witness],
    court: &Grounds,
    found: &Inferred,
    utterances: &[Utterance],
) -> Stemma {
    let sources = &court.evidence.sources;
    // A page that is itself what was issued has its words from nowhere.
    let issued = |c: usize| sources.issued.get(c) == Some(&true);
    let all = witnesses.iter().zip(&sources.occasions).enumerate();
    let stands = all.map(|(c, (w, o))| if issued(c) { None } else { stand(w, o) }).collect();
    let mut making = Making {
        witnesses,
        court,
        found,
        stands,
        held: Vec::new(),
        out: empty(story, court, found),
    };
    making.reports();
    making.lost();
    making.places();
    if !found.unweighed {
        for c in 0..found.up.len() {
            rivals(witnesses, found, c, &mut making.out.rivals);
        }
    }
    making.seconds();
    making.gather(utterances);
    making.asides(utterances);
    let mut s = making.out;
    s.edges.sort_by(|a, b| a.child.cmp(&b.child).then(b.probability.total_cmp(&a.probability)));
    s.rivals.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.edges.cmp(&b.edges)));
    let top = |n: &&Node| !s.edges.iter().any(|e| e.child == n.id);
    let tops: Vec<&Node> = s.nodes.iter().filter(top).collect();
    // Several springs have no root: none is made up.
    s.root = tops.first().filter(|_| tops.len() == 1).map(|n| n.id.clone());
    s.archetype.clone_from(&s.root);
    s
}

fn empty(story: &str, court: &Grounds, found: &Inferred) -> Stemma {
    Stemma {
        story: story.to_owned(),
        nodes: Vec::new(),
        edges: Vec::new(),
        root: None,
        archetype: None,
        calibrated_on: Some("simulation"),
        bounded: court.evidence.kinship.bounded || court.witnesses.iter().any(Witness::is_cut),
        unweighed: found.unweighed,
        springs: Vec::new(),
        rivals: Vec::new(),
        utterances: Vec::new(),
    }
}

/// A record in the making.
struct Making<'a, 'w> {
    witnesses: &'a [Witness<'w>],
    court: &'a Grounds<'a>,
    found: &'a Inferred,
    /// For each report the occasion that it has its words from.
    stands: Vec<Option<Stand<'a>>>,
    /// The nodes of occasions, each with a report that names it.
    held: Vec<(usize, String)>,
    out: Stemma,
}

impl Making<'_, '_> {
    fn id(&self, w: usize) -> String {
        self.witnesses.get(w).map_or(String::new(), |w| w.id.to_owned())
    }

    fn lost_id(&self, i: usize) -> String {
        free(self.witnesses, format!("lost-{}", i + 1))
    }

    fn stand(&self, c: usize) -> Option<&Stand<'_>> {
        self.stands.get(c).and_then(Option::as_ref)
    }

    /// A node for each report.
    fn reports(&mut self) {
        let nodes = self.witnesses.iter().map(|w| Node {
            id: w.id.to_owned(),
            witness: Some(w.article),
            label: w.outlet.unwrap_or(w.id).to_owned(),
            occasion: None,
        });
        self.out.nodes.extend(nodes);
    }

    /// Whether nobody names a lost text: it is no finding then, and the reports below it go their
    /// own ways.
    fn nameless(&self, i: usize) -> bool {
        self.found.lost.get(i).is_none_or(|l| {
            l.name.is_none()
                && label(self.witnesses, self.court.evidence, &l.members).is_none()
                && shared(&self.stands, &l.members).is_none()
        })
    }

    /// A node for each lost text, and its edge to the report that it was made from.
    fn lost(&mut self) {
        for (i, l) in self.found.lost.iter().enumerate() {
            if self.nameless(i) {
                continue;
            }
            let named = || label(self.witnesses, self.court.evidence, &l.members);
            let mut label = l.name.clone().or_else(named).unwrap_or_default();
            let mut occasion = None;
            let shared = shared(&self.stands, &l.members).filter(|_| label.is_empty());
            if let Some((c, stand)) = shared.and_then(|c| Some((c, self.stand(c)?))) {
                label = self.witnesses.get(c).map_or(String::new(), |w| stand.label(w));
                occasion = Some(stand.kind);
                self.held.push((c, self.lost_id(i)));
            }
            let id = self.lost_id(i);
            self.out.nodes.push(Node { id: id.clone(), witness: None, label, occasion });
            if let Some(p) = l.parent {
                let (parent, probability) = (self.id(p), round(l.sure));
                self.out.edges.push(Edge { parent, child: id, probability, grounds: Vec::new() });
            }
        }
    }

    /// The place of a report where lost texts without a name are none.
    fn place(&self, c: usize) -> Option<Up> {
        let up = *self.found.up.get(c)?;
        Some(match up {
            Up::Lost(l) if self.nameless(l) => {
                let parent = self.found.lost.get(l).and_then(|l| l.parent);
                parent.map_or(Up::Root, Up::Witness)
            }
            other => other,
        })
    }

    /// The edge to each report from what it was made from, or that it is a spring.
    fn places(&mut self) {
        let (court, found) = (self.court, self.found);
        let ups: Vec<Up> = (0..found.up.len()).filter_map(|c| self.place(c)).collect();
        let tops: Vec<usize> =
            (0..self.witnesses.len()).filter(|c| ups.get(*c) == Some(&Up::Root)).collect();
        let sources = sources(self.witnesses, court.evidence, &tops);
        for (c, up) in ups.iter().enumerate() {
            let mut probability = round(found.sure.get(c).copied().unwrap_or(0.0));
            if matches!((up, found.up.get(c)), (Up::Root, Some(Up::Lost(_)))) {
                probability = round(found.chances.none(c));
            }
            let below = below(found, c);
            let apart = || court.apart(c, nearest(found, c, &below), &below);
            let (parent, grounds) = match up {
                Up::Witness(p) if found.retold.contains(&c) => (self.id(*p), court.retold(*p, c)),
                Up::Witness(p) => (self.id(*p), court.descent(*p, c)),
                Up::Lost(l) => {
                    let id = self.lost_id(*l);
                    let node = self.out.nodes.iter().find(|n| n.id == id);
                    let name = node.filter(|n| n.occasion.is_none()).map(|n| n.label.clone());
                    let grounds = match name.filter(|n| !n.is_empty()) {
                        Some(name) => court.relied_on(c, &name, apart()),
                        None => apart(),
                    };
                    (id, grounds)
                }
                Up::Root => match (sources.get(&c).cloned(), self.stand(c).map(|s| s.span)) {
                    (Some(name), _) => {
                        if credited_by(self.witnesses, &name) < 2 {
                            probability = probability.min(LEANED);
                        }
                        let grounds = court.relied_on(c, &name, apart());
                        (self.own_source(name), grounds)
                    }
                    (None, Some(span)) => {
                        let mut grounds = apart();
                        grounds.push(court.occasion(c, span));
                        probability = probability.min(STOOD);
                        (self.own_occasion(c), grounds)
                    }
                    (None, None) => {
                        let (node, grounds) = (self.id(c), apart());
                        self.out.springs.push(Spring { node, probability, grounds });
                        continue;
                    }
                },
            };
            let child = self.id(c);
            self.out.edges.push(Edge { parent, child, probability, grounds });
        }
    }

    /// The edges from second parents.
    fn seconds(&mut self) {
        for (p, c, v) in &self.found.second {
            let (parent, child, probability) = (self.id(*p), self.id(*c), round(*v));
            let grounds = self.court.second(self.found.parent(*c), *p, *c);
            self.out.edges.push(Edge { parent, child, probability, grounds });
        }
    }

    /// Puts what has words from an occasion below it.
    fn gather(&mut self, utterances: &[Utterance]) {
        let (witnesses, court, stands) = (self.witnesses, self.court, &self.stands);
        let gathering = Gathering { witnesses, court, stands, utterances };
        gathering.gather(&self.held, &mut self.out);
        for (c, id) in &self.held {
            let Some(named) = gathering.named(*c, id, &self.out) else { continue };
            let node = self.out.nodes.iter_mut().find(|n| n.id == *id);
            node.into_iter().for_each(|n| n.label.clone_from(&named));
        }
    }

    /// Occasions that reports have words from beside what they were made from.
    fn asides(&mut self, utterances: &[Utterance]) {
        if self.found.unweighed {
            return;
        }
        let (witnesses, inferred) = (self.witnesses, self.found.lost.len());
        let known = self
            .held
            .iter()
            .filter_map(|(c, id)| self.stand(*c).map(|s| (s.kind, s.key.clone(), id.clone())));
        let known: Vec<Known> =
            known.filter(|k| self.out.nodes.iter().any(|n| n.id == k.2)).collect();
        Asides::new(witnesses, self.court, utterances).add(&mut self.out, known, |tree| {
            let lost = tree.nodes.iter().filter(|n| n.witness.is_none()).count();
            free(witnesses, format!("lost-{}", inferred + lost + 1))
        });
    }

    /// An id for a lost text that was not inferred: none of those has it.
    fn next_id(&self) -> String {
        let lost = self.out.nodes.iter().filter(|n| n.witness.is_none()).count();
        self.lost_id(self.found.lost.len() + lost)
    }

    /// The lost text of this name that reports without a parent lean on.
    fn own_source(&mut self, label: String) -> String {
        let key = outlet_key(&label);
        let s = &self.out;
        let known = s.nodes.iter().filter(|n| n.witness.is_none());
        let mut known = known.filter(|n| !s.edges.iter().any(|e| e.child == n.id));
        if let Some(known) = known.find(|n| outlet_key(&n.label) == key) {
            return known.id.clone();
        }
        let id = self.next_id();
        self.out.nodes.push(Node { id: id.clone(), witness: None, label, occasion: None });
        id
    }

    /// The occasion that a report without a parent has its words from: one that another report of
    /// the story has them from too, or a new node.
    fn own_occasion(&mut self, c: usize) -> String {
        let same = |o: usize| self.stand(o).zip(self.stand(c)).is_some_and(|(a, b)| a.meets(b));
        if let Some((_, id)) = self.held.iter().find(|(o, _)| same(*o)) {
            return id.clone();
        }
        let id = self.next_id();
        let stand = self.stand(c).zip(self.witnesses.get(c));
        let label = stand.map(|(s, w)| s.label(w)).unwrap_or_default();
        let occasion = self.stand(c).map(|s| s.kind);
        self.out.nodes.push(Node { id: id.clone(), witness: None, label, occasion });
        self.held.push((c, id.clone()));
        id
    }
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
