//! Whether a report was made from a second one besides its parent: only where that one explains
//! sentences or readings that the parent cannot.

use crate::chances::Chances;
use crate::evidence::Evidence;
use crate::family::Collation;
use crate::model::Model;
use crate::times::Order;
use crate::witness::Witness;
use std::collections::BTreeMap;

fn log1p(x: f64) -> f64 {
    libm::log1p(x.max(0.0))
}

fn flag(b: bool) -> f64 {
    f64::from(u8::from(b))
}

/// What a story's witnesses say about second parents.
pub(crate) struct Second<'a> {
    pub(crate) witnesses: &'a [Witness<'a>],
    pub(crate) collation: &'a Collation,
    pub(crate) evidence: &'a Evidence,
    pub(crate) chances: &'a Chances,
}

/// What one candidate explains.
#[derive(Clone, Copy, Debug, Default)]
struct Gain {
    /// Weighted share of the child's word runs.
    runs: f64,
    sentences: [f64; 2],
    same: f64,
    printed: f64,
    alone: f64,
    rare: f64,
    /// Longest run of sentences that stand together in both.
    block: f64,
    /// Differing places where the child reads with the candidate; with the parent.
    with: f64,
    against: f64,
    /// Sentences that the child has twice, once as the candidate has it and not as the parent.
    twice: f64,
    /// Paragraphs that the child alone has twice: all, those the candidate has, those both have.
    again: [f64; 3],
}

impl Gain {
    /// Whether the candidate explains anything.
    fn any(&self) -> bool {
        let all = [self.runs, self.sentences[0], self.sentences[1], self.with, self.twice];
        all.iter().any(|v| *v > 0.0) || self.again[1] > 0.0
    }
}

/// The last round's weight of a report having two parents: the tree follows the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Merge {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) child: usize,
    /// In log odds, against the first alone.
    pub(crate) weight: f64,
}

/// Evidence as named numbers, always in one order.
pub(crate) type Row = Vec<(&'static str, f64)>;

/// A report's parents less probable than this are not looked at as one of two.
const FIRST: f64 = 0.03;
/// How many are.
const FIRSTS: usize = 4;

impl Second<'_> {
    /// Pairs that `c` may have been made from, each with its evidence.
    pub(crate) fn pairs(&self, c: usize) -> Vec<(usize, usize, Row)> {
        let likely = self.chances.parents(c).into_iter().filter(|p| p.1 >= FIRST);
        let of = |p: usize| self.candidates(p, c).into_iter().map(move |(q, row)| (p, q, row));
        likely.take(FIRSTS).flat_map(|(p, _)| of(p)).collect()
    }

    /// All of them, weighed.
    pub(crate) fn merges(&self, model: &Model) -> Vec<Merge> {
        let weigh = |child| {
            let pairs = self.pairs(child).into_iter();
            pairs.map(move |(first, second, row)| Merge {
                first,
                second,
                child,
                weight: model.second(&row),
            })
        };
        (0..self.evidence.size()).flat_map(weigh).collect()
    }

    /// Candidates for a second parent of `c` beside `p`, each with its evidence.
    pub(crate) fn candidates(&self, p: usize, c: usize) -> Vec<(usize, Row)> {
        let near = self.evidence.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let list: Vec<usize> = near.iter().copied().filter(|q| *q != p).collect();
        let rest = self.rest(p, c);
        let gains: BTreeMap<usize, Gain> =
            list.iter().map(|q| (*q, self.gain(p, *q, c, &rest))).collect();
        let mut order: Vec<(f64, usize)> = gains.iter().map(|(q, g)| (g.runs, *q)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = |q: usize| order.iter().find(|x| x.1 != q).map_or(0.0, |x| x.0);
        list.iter()
            .filter_map(|q| {
                let g = gains.get(q).filter(|g| g.any())?;
                Some((*q, self.row(p, *q, c, g, &rest, g.runs - best(*q))))
            })
            .collect()
    }

    /// Word runs of `c` that `p` has not, and their share of all.
    fn rest(&self, p: usize, c: usize) -> (Vec<u64>, f64) {
        let runs = &self.evidence.kinship.runs;
        let (Some(own), Some(theirs)) = (runs.get(c), runs.get(p)) else {
            return (Vec::new(), 0.0);
        };
        let left: Vec<u64> =
            own.all.iter().copied().filter(|r| theirs.all.binary_search(r).is_err()).collect();
        let sum: f64 = left.iter().map(|r| self.weight(*r)).sum();
        let share = if own.mass > 0.0 { sum / own.mass } else { 0.0 };
        (left, share)
    }

    fn weight(&self, run: u64) -> f64 {
        self.evidence.kinship.weight.get(&run).copied().unwrap_or(0.0)
    }

    fn gain(&self, p: usize, q: usize, c: usize, rest: &(Vec<u64>, f64)) -> Gain {
        let mut g = Gain::default();
        let runs = &self.evidence.kinship.runs;
        if let (Some(own), Some(theirs)) = (runs.get(c), runs.get(q))
            && own.mass > 0.0
        {
            let sum: f64 = rest
                .0
                .iter()
                .filter(|r| theirs.all.binary_search(r).is_ok())
                .map(|r| self.weight(*r))
                .sum();
            g.runs = sum / own.mass;
        }
        let col = self.collation;
        let empty = BTreeMap::new();
        let having = |w: usize| col.having.get(w).unwrap_or(&empty);
        let reading = |w: usize, l: usize| col.lines.get(w).and_then(|x| x.get(l)).copied();
        let raw =
            |w: usize, l: usize| self.witnesses.get(w).and_then(|x| x.lines.get(l)).map(|l| l.raw);
        let n = self.witnesses.len() as f64;
        let mut gained: Vec<(usize, usize)> = Vec::new();
        for (f, lc) in having(c) {
            let (Some(family), Some(lq)) = (col.families.get(*f), having(q).get(f)) else {
                continue;
            };
            let (rc, rq) = (reading(c, *lc), reading(q, *lq));
            match having(p).get(f) {
                None => {
                    gained.push((*lc, *lq));
                    if let Some(s) = g.sentences.get_mut(usize::from(family.quoted)) {
                        *s += 1.0;
                    }
                    g.same += flag(rc == rq);
                    g.printed += flag(raw(c, *lc) == raw(q, *lq));
                    g.alone += flag(family.bearers.len() == 2);
                    g.rare += libm::log(n / family.bearers.len().max(1) as f64);
                }
                Some(lp) => {
                    let rp = reading(p, *lp);
                    g.with += flag(rc == rq && rc != rp);
                    g.against += flag(rc == rp && rc != rq);
                }
            }
        }
        g.twice = self.twice(p, q, c);
        g.again = self.evidence.again.joined(p, q, c);
        gained.sort_unstable();
        let mut run = 0.0f64;
        for (i, x) in gained.iter().enumerate() {
            let before = i.checked_sub(1).and_then(|j| gained.get(j));
            let joined = before.is_some_and(|b| b.0 + 1 == x.0 && b.1 + 1 == x.1);
            run = if joined { run + 1.0 } else { 1.0 };
            g.block = g.block.max(run);
        }
        g
    }

    fn twice(&self, p: usize, q: usize, c: usize) -> f64 {
        let col = self.collation;
        let list = |w: usize| col.lines.get(w).map(Vec::as_slice).unwrap_or(&[]);
        let family = |r: usize| col.readings.get(r).map(|r| r.family);
        let mut seen: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for r in list(c) {
            if let Some(f) = family(*r) {
                seen.entry(f).or_default().push(*r);
            }
        }
        let here = |w: usize, r: usize| list(w).contains(&r);
        let twice = seen.values().filter(|l| {
            l.len() > 1
                && l.iter().any(|r| here(q, *r) && !here(p, *r))
                && l.iter().any(|r| here(p, *r))
        });
        twice.count() as f64
    }

    fn row(
        &self,
        p: usize,
        q: usize,
        c: usize,
        g: &Gain,
        rest: &(Vec<u64>, f64),
        margin: f64,
    ) -> Row {
        let e = self.evidence;
        let order = e.times.order(q, c);
        let named = |w: usize| e.names.get(c).is_some_and(|l| l.contains(&w));
        let ch = self.chances;
        let all = g.sentences.iter().sum::<f64>();
        let [again, again_held, again_both] = g.again;
        vec![
            ("second.bias", 1.0),
            ("second.unexplained", rest.1),
            ("second.gain", g.runs),
            ("second.gain_share", if rest.1 > 0.0 { g.runs / rest.1 } else { 0.0 }),
            ("second.prose", log1p(g.sentences[0])),
            ("second.quotes", log1p(g.sentences[1])),
            ("second.same", log1p(g.same)),
            ("second.same_share", if all > 0.0 { g.same / all } else { 0.0 }),
            ("second.printed", log1p(g.printed)),
            ("second.alone", log1p(g.alone)),
            ("second.rare", log1p(g.rare)),
            ("second.block", log1p(g.block)),
            ("second.with", log1p(g.with)),
            ("second.against", log1p(g.against)),
            ("second.twice", log1p(g.twice)),
            ("second.again", log1p(again)),
            ("second.again_held", log1p(again_held)),
            ("second.again_both", log1p(again_both)),
            ("second.margin", margin),
            ("second.best", flag(margin > 0.0)),
            ("second.parent", ch.parent(p, c)),
            ("second.own", ch.parent(q, c)),
            ("second.reverse", ch.parent(c, q)),
            ("second.parent_of_it", ch.parent(p, q)),
            ("second.it_of_parent", ch.parent(q, p)),
            ("second.common", ch.common(p, q)),
            ("second.like", e.kinship.like(p, q)),
            ("second.like_child", e.kinship.like(q, c)),
            ("second.siblings", ch.siblings(q, c)),
            ("second.none", ch.none(c)),
            ("second.before", flag(matches!(order, Order::Before(_)))),
            ("second.after", flag(matches!(order, Order::After(_)))),
            ("second.named", flag(named(q))),
            ("second.parent_named", flag(named(p))),
        ]
    }
}
