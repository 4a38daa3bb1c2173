//! The weights of the evidence: a linear score for each possible edge, in log odds, so that each
//! term is a reason that can be shown.

use crate::evidence::Evidence;
use crate::tree::{Arc, Arcs, Link, Marginals};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Which kind of edge a score is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Descent,
    Sibling,
    Alone,
}

/// One round's weights by name of the evidence.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    descent: BTreeMap<String, f64>,
    sibling: BTreeMap<String, f64>,
    alone: BTreeMap<String, f64>,
}

/// All published weights.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) rounds: Vec<Weights>,
    pub(crate) second: BTreeMap<String, f64>,
    pub(crate) settings: BTreeMap<String, f64>,
}

fn table(v: Option<&Value>) -> BTreeMap<String, f64> {
    let map = v.and_then(Value::as_object);
    map.map(|m| m.iter().filter_map(|(k, v)| Some((k.clone(), v.as_f64()?))).collect())
        .unwrap_or_default()
}

impl Model {
    pub(crate) fn parse(text: &str) -> Model {
        let v: Value = serde_json::from_str(text).unwrap_or(Value::Null);
        let rounds = v.get("rounds").and_then(Value::as_array).map(Vec::as_slice).unwrap_or(&[]);
        Model {
            rounds: rounds
                .iter()
                .map(|r| Weights {
                    descent: table(r.get("descent")),
                    sibling: table(r.get("sibling")),
                    alone: table(r.get("alone")),
                })
                .collect(),
            second: table(v.get("second")),
            settings: table(v.get("settings")),
        }
    }

    /// The shipped weights.
    pub(crate) fn shipped() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Model::parse(include_str!("../weights/linear.json")))
    }

    pub(crate) fn setting(&self, name: &str, default: f64) -> f64 {
        self.settings.get(name).copied().unwrap_or(default)
    }
}

impl Weights {
    fn of(&self, block: Block) -> &BTreeMap<String, f64> {
        match block {
            Block::Descent => &self.descent,
            Block::Sibling => &self.sibling,
            Block::Alone => &self.alone,
        }
    }

    /// The score of a list of evidence.
    pub(crate) fn score(
        &self,
        block: Block,
        fill: impl FnOnce(&mut dyn FnMut(&'static str, f64)),
    ) -> f64 {
        self.score_by(&mut Vec::new(), block, fill)
    }

    /// The same, with the weights in the order in which this block's evidence always comes: they
    /// are looked up by name once only.
    fn score_by(
        &self,
        order: &mut Vec<f64>,
        block: Block,
        fill: impl FnOnce(&mut dyn FnMut(&'static str, f64)),
    ) -> f64 {
        let table = self.of(block);
        let mut sum = 0.0;
        let mut at = 0;
        fill(&mut |name, v| {
            if at == order.len() {
                order.push(table.get(name).copied().unwrap_or(0.0));
            }
            sum += order.get(at).copied().unwrap_or(0.0) * v;
            at += 1;
        });
        sum
    }
}

/// Probabilities of a first look at the whole story, by pair: as evidence for a second one.
#[derive(Debug, Default)]
pub(crate) struct First {
    parent: BTreeMap<(usize, usize), f64>,
    sibling: BTreeMap<(usize, usize), f64>,
    root: Vec<f64>,
}

impl First {
    pub(crate) fn new(arcs: &Arcs, m: &Marginals) -> First {
        let mut f = First { root: m.root.clone(), ..First::default() };
        for (a, p) in arcs.arcs.iter().zip(&m.arcs) {
            match a.link {
                Link::Parent => *f.parent.entry((a.from, a.to)).or_default() += p,
                Link::Sibling => *f.sibling.entry((a.from, a.to)).or_default() += p,
            }
        }
        f
    }

    fn parent(&self, p: usize, c: usize) -> f64 {
        self.parent.get(&(p, c)).copied().unwrap_or(0.0)
    }

    fn sibling(&self, p: usize, c: usize) -> f64 {
        self.sibling.get(&(p, c)).copied().unwrap_or(0.0)
    }

    pub(crate) fn root(&self, c: usize) -> f64 {
        self.root.get(c).copied().unwrap_or(0.0)
    }

    /// What the first look says of `p` as parent of `c`.
    pub(crate) fn descent(
        &self,
        e: &Evidence,
        p: usize,
        c: usize,
        put: &mut dyn FnMut(&'static str, f64),
    ) {
        let own = self.parent(p, c);
        put("first.parent", logit(own));
        put("first.reverse", self.parent(c, p));
        put("first.sibling", self.sibling(p, c) + self.sibling(c, p));
        put("first.parent_root", self.root(p));
        put("first.child_root", self.root(c));
        let (mut rival, mut via, mut common, mut grand) = (0.0f64, 0.0f64, 0.0f64, 0.0f64);
        for q in e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]) {
            if *q == p {
                continue;
            }
            let up = self.parent(*q, c);
            rival = rival.max(up);
            via += self.parent(p, *q) * up;
            common += self.parent(*q, p) * up;
            grand += self.parent(*q, p) * self.parent(c, *q);
        }
        put("first.rival", rival);
        put("first.margin", own - rival);
        put("first.via", via);
        put("first.common", common);
        put("first.grand", grand);
    }

    /// What it says of `s` and `c` as made from one lost text.
    pub(crate) fn siblings(
        &self,
        e: &Evidence,
        s: usize,
        c: usize,
        put: &mut dyn FnMut(&'static str, f64),
    ) {
        let pair = self.sibling(s, c) + self.sibling(c, s);
        put("first.siblings", logit(pair.min(1.0)));
        put("first.roots_low", self.root(s).min(self.root(c)));
        put("first.roots_high", self.root(s).max(self.root(c)));
        put("first.descent", self.parent(s, c).max(self.parent(c, s)));
        put("first.descent_both", self.parent(s, c).min(self.parent(c, s)));
        let (mut third, mut common) = (0.0f64, 0.0f64);
        for q in e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]) {
            if *q == s {
                continue;
            }
            let both = |a: usize, b: usize| self.sibling(a, b) + self.sibling(b, a);
            third += both(*q, c) * both(*q, s);
            common += self.parent(*q, s) * self.parent(*q, c);
        }
        put("first.third", third);
        put("first.common_parent", common);
    }

    /// What it says of `c` as made from nothing that we have.
    pub(crate) fn alone(&self, e: &Evidence, c: usize, put: &mut dyn FnMut(&'static str, f64)) {
        put("first.root", logit(self.root(c)));
        let near = e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let up = near.iter().map(|q| self.parent(*q, c)).fold(0.0, f64::max);
        let down: f64 = near.iter().map(|q| self.parent(c, *q)).sum();
        let pair =
            near.iter().map(|q| self.sibling(c, *q) + self.sibling(*q, c)).fold(0.0, f64::max);
        put("first.best_parent", up);
        put("first.children", libm::log1p(down));
        put("first.best_sibling", pair);
        let others: f64 = self.root.iter().sum::<f64>() - self.root(c);
        put("first.other_roots", libm::log1p(others.max(0.0)));
    }
}

pub(crate) fn logit(p: f64) -> f64 {
    let p = p.clamp(0.001, 0.999);
    libm::log(p / (1.0 - p))
}

/// Weighs every possible edge; with a first look, that counts as evidence too.
pub(crate) fn weigh(e: &Evidence, weights: &Weights, first: Option<&First>) -> Arcs {
    let n = e.size();
    let mut out = Arcs { n, arcs: Vec::new(), root: Vec::with_capacity(n) };
    let (mut alone, mut descent, mut sibling) = (Vec::new(), Vec::new(), Vec::new());
    for c in 0..n {
        out.root.push(weights.score_by(&mut alone, Block::Alone, |put| {
            e.alone(c, put);
            if let Some(f) = first {
                f.alone(e, c, put);
            }
        }));
        for p in e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]) {
            let weight = weights.score_by(&mut descent, Block::Descent, |put| {
                e.descent(*p, c, put);
                if let Some(f) = first {
                    f.descent(e, *p, c, put);
                }
            });
            out.arcs.push(Arc { from: *p, to: c, link: Link::Parent, weight });
            let weight = weights.score_by(&mut sibling, Block::Sibling, |put| {
                e.siblings(*p, c, put);
                if let Some(f) = first {
                    f.siblings(e, *p, c, put);
                }
            });
            out.arcs.push(Arc { from: *p, to: c, link: Link::Sibling, weight });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_read() {
        let m = Model::shipped();
        assert!(!m.rounds.is_empty());
        assert!(m.rounds.iter().all(|r| !r.descent.is_empty() && !r.alone.is_empty()));
    }
}
