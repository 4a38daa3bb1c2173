//! The weights of the evidence: a linear score for each possible edge, in log odds, so that each
//! term is a reason that can be shown; and small forests that correct the last round's scores where
//! pieces of evidence say more, or less, together than each for itself.

use crate::evidence::Evidence;
use crate::table::Table;
use crate::tree::{Arc, Arcs, Link, Marginals};
use headwater_text::{BadWeights, Forest, shipped};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One round's weights by name of the evidence.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    descent: BTreeMap<String, f64>,
    sibling: BTreeMap<String, f64>,
    alone: BTreeMap<String, f64>,
}

/// Forests that correct the scores of the last round.
#[derive(Debug, Default)]
pub(crate) struct Forests {
    alone: Forest,
    descent: Forest,
    sibling: Forest,
}

/// Files of weights: the text of `linear.json`, and the bytes of the forests for a report alone,
/// for descent and for a shared lost text.
#[derive(Clone, Copy, Debug)]
pub struct WeightFiles<'f> {
    /// Linear weights and settings.
    pub linear: &'f str,
    /// Forests; empty bytes are none.
    pub forests: [&'f [u8]; 3],
}

/// All published weights.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) rounds: Vec<Weights>,
    second: BTreeMap<String, f64>,
    forests: Forests,
    pub(crate) settings: BTreeMap<String, f64>,
}

fn table(v: Option<&Value>) -> BTreeMap<String, f64> {
    let map = v.and_then(Value::as_object);
    map.map(|m| m.iter().filter_map(|(k, v)| Some((k.clone(), v.as_f64()?))).collect())
        .unwrap_or_default()
}

static LINEAR: &str = include_str!("../weights/linear.json");
static ALONE: &[u8] = include_bytes!("../weights/alone.forest");
static DESCENT: &[u8] = include_bytes!("../weights/descent.forest");
static SIBLING: &[u8] = include_bytes!("../weights/sibling.forest");

/// A mark over the weights that ship with the crate.
pub fn weights() -> u64 {
    let files = [LINEAR.as_bytes(), ALONE, DESCENT, SIBLING];
    headwater_text::marks(files.map(headwater_text::mark))
}

impl Model {
    pub(crate) fn parse(files: WeightFiles) -> Result<Model, BadWeights> {
        let v: Value = serde_json::from_str(files.linear).map_err(|_| BadWeights::Mark("{"))?;
        let forest = |kind: &str, bytes: &[u8]| {
            if bytes.is_empty() {
                return Ok(Forest::default());
            }
            let evidence = v.pointer(&format!("/evidence/{kind}")).and_then(Value::as_array);
            Forest::parse(bytes)?.for_width(evidence.ok_or(BadWeights::Lacks("evidence"))?.len())
        };
        let [alone, descent, sibling] = files.forests;
        let forests = Forests {
            alone: forest("alone", alone)?,
            descent: forest("descent", descent)?,
            sibling: forest("sibling", sibling)?,
        };
        let rounds =
            v.get("rounds").and_then(Value::as_array).ok_or(BadWeights::Lacks("rounds"))?;
        Ok(Model {
            rounds: rounds
                .iter()
                .map(|r| Weights {
                    descent: table(r.get("descent")),
                    sibling: table(r.get("sibling")),
                    alone: table(r.get("alone")),
                })
                .collect(),
            second: table(v.get("second")),
            forests,
            settings: table(v.get("settings")),
        })
    }

    /// The shipped weights.
    pub(crate) fn shipped() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| {
            let files = WeightFiles { linear: LINEAR, forests: [ALONE, DESCENT, SIBLING] };
            shipped("linear.json, *.forest", Model::parse(files))
        })
    }

    /// The weight of two parents against the first of them alone, in log odds.
    pub(crate) fn second(&self, row: &[(&'static str, f64)]) -> f64 {
        row.iter().map(|(name, v)| self.second.get(*name).copied().unwrap_or(0.0) * v).sum()
    }

    /// Whether second parents are weighed at all.
    pub(crate) fn has_second(&self) -> bool {
        !self.second.is_empty()
    }

    /// The forests that round `i` uses: the last one's.
    fn forests(&self, i: usize) -> Option<&Forests> {
        (i + 1 == self.rounds.len() && i > 0).then_some(&self.forests)
    }

    pub(crate) fn setting(&self, name: &str, default: f64) -> f64 {
        self.settings.get(name).copied().unwrap_or(default)
    }
}

impl Weights {
    /// The weight of one piece of evidence of descent.
    pub(crate) fn of_descent(&self, name: &str) -> f64 {
        self.descent.get(name).copied().unwrap_or(0.0)
    }
}

/// Scores evidence that always comes in one order: weights are looked up by name once only.
struct Scorer<'w> {
    table: &'w BTreeMap<String, f64>,
    forest: Option<&'w Forest>,
    order: Vec<f64>,
    row: Vec<f32>,
}

impl<'w> Scorer<'w> {
    fn new(table: &'w BTreeMap<String, f64>, forest: Option<&'w Forest>) -> Scorer<'w> {
        Scorer { table, forest, order: Vec::new(), row: Vec::new() }
    }

    fn score(&mut self, fill: impl FnOnce(&mut dyn FnMut(&'static str, f64))) -> f64 {
        let Scorer { table, forest, order, row } = self;
        let mut sum = 0.0;
        row.clear();
        fill(&mut |name, v| {
            let at = row.len();
            if at == order.len() {
                order.push(table.get(name).copied().unwrap_or(0.0));
            }
            sum += order.get(at).copied().unwrap_or(0.0) * v;
            row.push(v as f32);
        });
        sum + forest.map_or(0.0, |f| f.score(row))
    }
}

/// Probabilities of a first look at the whole story, by pair: as evidence for a second one.
#[derive(Debug, Default)]
pub(crate) struct First {
    /// By parent and child.
    parent: Table,
    /// That two share a lost text, either way round.
    sibling: Table,
    root: Vec<f64>,
}

impl First {
    pub(crate) fn new(arcs: &Arcs, m: &Marginals) -> First {
        let n = arcs.n;
        let mut f = First { parent: Table::new(n), sibling: Table::new(n), root: m.root.clone() };
        for (a, p) in arcs.arcs.iter().zip(&m.arcs) {
            match a.link {
                Link::Parent => f.parent.add(a.from, a.to, *p),
                Link::Sibling => {
                    f.sibling.add(a.from, a.to, *p);
                    f.sibling.add(a.to, a.from, *p);
                }
            }
        }
        f
    }

    fn parent(&self, p: usize, c: usize) -> f64 {
        self.parent.get(p, c)
    }

    fn sibling(&self, a: usize, b: usize) -> f64 {
        self.sibling.get(a, b)
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
        put("first.sibling", self.sibling(p, c));
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
        let pair = self.sibling(s, c);
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
            third += self.sibling(c, *q) * self.sibling(s, *q);
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
        let pair = near.iter().map(|q| self.sibling(c, *q)).fold(0.0, f64::max);
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

/// Weighs every possible edge by one round of the model; with a first look, that counts as
/// evidence too.
pub(crate) fn weigh(e: &Evidence, model: &Model, round: usize, first: Option<&First>) -> Arcs {
    let n = e.size();
    let mut out = Arcs { n, arcs: Vec::new(), root: Vec::with_capacity(n) };
    let Some(weights) = model.rounds.get(round) else {
        out.root.resize(n, 0.0);
        return out;
    };
    let forests = model.forests(round);
    let mut alone = Scorer::new(&weights.alone, forests.map(|f| &f.alone));
    let mut descent = Scorer::new(&weights.descent, forests.map(|f| &f.descent));
    let mut sibling = Scorer::new(&weights.sibling, forests.map(|f| &f.sibling));
    for c in 0..n {
        out.root.push(alone.score(|put| {
            e.alone(c, put);
            if let Some(f) = first {
                f.alone(e, c, put);
            }
        }));
        for p in e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]) {
            let weight = descent.score(|put| {
                e.descent(*p, c, put);
                if let Some(f) = first {
                    f.descent(e, *p, c, put);
                }
            });
            let weight = weight + e.stamps.forbids(*p, c);
            out.arcs.push(Arc { from: *p, to: c, link: Link::Parent, weight });
            let weight = sibling.score(|put| {
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

    #[test]
    fn weights_that_do_not_fit_are_an_error() {
        let why = |linear: &str, forest: &'static [u8]| {
            let files = WeightFiles { linear, forests: [forest, &[], &[]] };
            Model::parse(files).map(|_| ()).unwrap_err()
        };
        let forest = include_bytes!("../weights/alone.forest");
        let few = r#"{"rounds": [], "evidence": {"alone": ["alone.bias"]}}"#;
        assert!(matches!(why(few, forest), BadWeights::Width { width: 1, .. }));
        assert_eq!(why(few, &forest[..20]), BadWeights::Length);
        assert_eq!(why("{}", &[]), BadWeights::Lacks("rounds"));
        assert_eq!(why("no json", &[]), BadWeights::Mark("{"));
    }

    /// The forests know evidence by its place: new evidence needs new weights.
    #[test]
    fn evidence_comes_in_the_order_of_the_weights() {
        let text = "The tolls in Varn will rise from spring.\n\nIt rained on the harbour all day.";
        let report = |day: u32| {
            let mut article = headwater_page::Article::plain(&format!("r{day}"), text);
            article.date = headwater_text::When::parse(&format!("2031-03-0{day}"));
            headwater_quote::Quoted { article, ..headwater_quote::Quoted::default() }
        };
        let list: Vec<headwater_quote::Quoted> = (1..5).map(report).collect();
        let file: Value = serde_json::from_str(include_str!("../weights/linear.json")).unwrap();
        let names = |v: &[&str]| serde_json::json!(v);
        let weights = WeightFiles { linear: &file.to_string(), forests: [&[]; 3] };
        let rows = crate::rows::rows(&list, Some(weights)).unwrap();
        for (kind, order) in ["alone", "descent", "sibling"].iter().zip(&rows.names) {
            assert_eq!(file["evidence"][kind], names(order));
        }
    }
}
