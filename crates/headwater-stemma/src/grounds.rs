//! The grounds for and against an edge as data: what was found, how much it weighs, and where.
//!
//! The weight of a ground is what its evidence adds to the edge's log odds beyond what it adds to
//! the rival edges. Sentences are made of grounds where findings are told.

mod apart;
mod around;
mod twice;
mod wording;

use crate::evidence::Evidence;
use crate::family::Collation;
use crate::model::Weights;
use crate::record::{Ground, Reason};
use crate::witness::{Line, Witness};
use headwater_collate::Place;
use headwater_text::Span;
use std::collections::BTreeMap;

/// How many examples of one kind are shown.
const SHOWN: usize = 4;

/// Rivals that an edge's evidence is weighed against.
const RIVALS: usize = 6;

/// All that grounds are read from.
pub(crate) struct Grounds<'a> {
    pub(crate) witnesses: &'a [Witness<'a>],
    pub(crate) collation: &'a Collation,
    pub(crate) evidence: &'a Evidence,
    pub(crate) weights: &'a Weights,
}

/// Which ground a piece of evidence counts for.
pub(crate) fn kind_of(name: &str) -> &'static str {
    let (group, rest) = name.split_once('.').unwrap_or((name, ""));
    match group {
        "time" => "time",
        "credit" => "credit",
        "rival" | "first" => "rivals",
        "marks" => "marks",
        "order" => "order",
        "again" => "twice",
        "title" => "headline",
        "number" => "numbers",
        _ if rest.starts_with("alone") || rest == "rare_words" => "shared-innovation",
        _ if matches!(rest, "child_lacks" | "child_lacked" | "child_cut") => "lacks",
        _ if rest.starts_with("parent_only") => "leaves-out",
        _ if rest.starts_with("child_only") => "adds",
        _ if matches!(rest, "parent_lacks" | "parent_lacked" | "parent_cut") => "has-more",
        _ if rest.ends_with("_new") || rest.ends_with("_old") => "readings",
        _ => "shared-wording",
    }
}

impl<'a> Grounds<'a> {
    fn article(&self, w: usize) -> usize {
        self.witnesses.get(w).map_or(w, |w| w.article)
    }

    fn place(&self, w: usize, span: Span) -> Place {
        Place { article: self.article(w), span }
    }

    fn words(&self, w: usize, span: Span) -> &str {
        self.witnesses.get(w).map_or("", |w| span.of(w.text))
    }

    fn line(&self, w: usize, family: usize) -> Option<(&Line, usize)> {
        let at = *self.collation.having.get(w)?.get(&family)?;
        Some((self.witnesses.get(w)?.lines.get(at)?, *self.collation.lines.get(w)?.get(at)?))
    }

    fn families(&self, w: usize) -> impl Iterator<Item = usize> + '_ {
        self.collation.having.get(w).into_iter().flat_map(|h| h.keys().copied())
    }

    /// What each kind of evidence adds for `p` as parent of `c`, less its mean over the rivals.
    fn weights_of(&self, p: usize, c: usize) -> BTreeMap<&'static str, f64> {
        let own = self.sums(p, c);
        let near = self.evidence.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let mut rivals: Vec<usize> = near.iter().copied().filter(|q| *q != p).collect();
        let like = |q: &usize| self.evidence.kinship.like(*q, c);
        rivals.sort_by(|a, b| like(b).total_cmp(&like(a)).then(a.cmp(b)));
        rivals.truncate(RIVALS);
        let mut mean: BTreeMap<&'static str, f64> = BTreeMap::new();
        for q in &rivals {
            for (k, v) in self.sums(*q, c) {
                *mean.entry(k).or_default() += v / rivals.len() as f64;
            }
        }
        own.into_iter().map(|(k, v)| (k, v - mean.get(k).copied().unwrap_or(0.0))).collect()
    }

    fn sums(&self, p: usize, c: usize) -> BTreeMap<&'static str, f64> {
        let mut out: BTreeMap<&'static str, f64> = BTreeMap::new();
        let weights = self.weights;
        self.evidence.descent(p, c, &mut |name, v| {
            *out.entry(kind_of(name)).or_default() += weights.of_descent(name) * v;
        });
        out
    }

    /// Grounds for and against `p` as the parent of `c`, strongest first.
    pub(crate) fn descent(&self, p: usize, c: usize) -> Vec<Ground> {
        let weights = self.weights_of(p, c);
        let weight = |k: &str| weights.get(k).copied().unwrap_or(0.0);
        let mut out = Vec::new();
        self.shared_wording(p, c, weight("shared-wording"), &mut out);
        self.alone_together(p, c, weight("shared-innovation"), &mut out);
        self.lacks(p, c, weight("lacks"), &mut out);
        self.both_leave_out(p, c, weight("leaves-out"), &mut out);
        self.extra(p, c, weight("adds"), weight("has-more"), &mut out);
        self.marks(p, c, weight("marks"), &mut out);
        self.moved(p, c, weight("order"), &mut out);
        self.both_twice(p, c, weight("twice"), &mut out);
        self.time(p, c, weight("time"), &mut out);
        self.credit(p, c, weight("credit"), &mut out);
        self.headline(p, c, weight("headline"), &mut out);
        finish(out)
    }

    /// Grounds for `c` retelling `p`: names and numbers, dates, credits.
    pub(crate) fn retold(&self, p: usize, c: usize) -> Vec<Ground> {
        let (held, of) = self.evidence.anchors.counts(p, c);
        let what = Reason::Retold { other: self.article(p), held, of };
        let share = self.evidence.anchors.held(p, c);
        let names = self.evidence.anchors.places(self.witnesses, p, c, SHOWN);
        let names = names.into_iter().flat_map(|[a, b]| [self.place(p, a), self.place(c, b)]);
        let mut out = vec![ground(what, true, 2.0 * share, names.collect())];
        self.shared_wording(p, c, 0.3, &mut out);
        self.time(p, c, 0.5, &mut out);
        self.credit(p, c, 1.0, &mut out);
        finish(out)
    }

    /// The ground for `c` having its words from an occasion that it names there.
    pub(crate) fn occasion(&self, c: usize, span: Span) -> Ground {
        let words = self.place(c, span);
        let what = Reason::Credits { by: self.article(c), of: None, words };
        ground(what, true, 1.0, vec![words])
    }

    /// The ground for a report having words, there, that `other` has from an occasion.
    pub(crate) fn heard(&self, other: usize, words: Place) -> Ground {
        ground(Reason::Heard { other, words }, true, 1.0, vec![words])
    }

    /// Grounds for `q` as a second parent of `c` beside `p`.
    pub(crate) fn second(&self, p: Option<usize>, q: usize, c: usize) -> Vec<Ground> {
        let mut out = Vec::new();
        let mut places = Vec::new();
        let (mut n, mut same, mut shown) = (0usize, 0usize, None);
        for f in self.families(c) {
            if p.is_some_and(|p| self.line(p, f).is_some()) {
                continue;
            }
            let (Some((lc, rc)), Some((lq, rq))) = (self.line(c, f), self.line(q, f)) else {
                continue;
            };
            n += 1;
            same += usize::from(rc == rq);
            shown = shown.or(Some(lc.span));
            if places.len() < 2 * SHOWN {
                places.extend([self.place(q, lq.span), self.place(c, lc.span)]);
            }
        }
        if let Some(span) = shown {
            let what = Reason::SecondParent {
                other: self.article(q),
                beside: p.map(|p| self.article(p)),
                sentences: n,
                verbatim: same,
                words: self.place(c, span),
            };
            out.push(ground(what, true, 1.0 + 0.5 * n as f64, places));
        }
        self.twice(p, q, c, &mut out);
        self.time(q, c, 0.5, &mut out);
        self.credit(q, c, 0.5, &mut out);
        finish(out)
    }
}

fn ground(what: Reason, favours: bool, weight: f64, places: Vec<Place>) -> Ground {
    Ground { what, favours, weight: (weight.abs() * 100.0).round() / 100.0, places }
}

/// Grounds in their order: those that favour first, the strongest of each first.
fn finish(mut out: Vec<Ground>) -> Vec<Ground> {
    out.sort_by(|a, b| {
        let by = b.favours.cmp(&a.favours).then(b.weight.total_cmp(&a.weight));
        by.then(a.what.kind().cmp(b.what.kind())).then(a.places.cmp(&b.places))
    });
    out
}
