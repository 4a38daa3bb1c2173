//! Grounds that lie in the wording: what two reports share, lack, add, and print otherwise.

use super::{Grounds, SHOWN, ground};
use crate::family::{Collation, gaps};
use crate::record::{Ground, Reason};
use headwater_collate::Place;
use headwater_text::Span;
use std::collections::BTreeSet;

impl Grounds<'_> {
    pub(super) fn shared_wording(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let (mut both, mut same, mut total) = (0usize, 0usize, 0usize);
        let mut places = Vec::new();
        for f in self.families(c) {
            total += 1;
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            both += 1;
            same += usize::from(rc == rp);
            if places.len() < 2 * SHOWN {
                places.push(self.place(p, lp.span));
                places.push(self.place(c, lc.span));
            }
        }
        let what = Reason::Shared { other: self.article(p), both, of: total, verbatim: same };
        out.push(ground(what, both > 0 && weight >= 0.0, weight, places));
    }

    /// Words that these two have, where other reports of the same sentence have not.
    pub(super) fn alone_together(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        if self.witnesses.len() < 3 {
            return;
        }
        let mut found: Vec<(bool, Place, Place)> = Vec::new();
        for f in self.families(c) {
            let others = self.collation.families.get(f).is_some_and(|f| f.bearers.len() > 2);
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            for (at_p, at_c) in matched(self.collation, rp, rc) {
                let (Some(word), Some(sp), Some(sc)) =
                    (lp.words.get(at_p), lp.places.get(at_p), lc.places.get(at_c))
                else {
                    continue;
                };
                if self.collation.spread.get(word).is_some_and(|n| *n > 2) {
                    continue;
                }
                let bracketed = |w: usize, s: Span| self.bracketed(w, s);
                let marked = bracketed(p, *sp).zip(bracketed(c, *sc));
                // Words of a sentence that only these two have say no more than the sentence.
                if marked.is_none() && !others {
                    continue;
                }
                let (sp, sc) = marked.unwrap_or((*sp, *sc));
                found.push((marked.is_none(), self.place(p, sp), self.place(c, sc)));
            }
        }
        found.sort();
        if found.is_empty() {
            return;
        }
        let more = found.len().saturating_sub(SHOWN);
        let places = found.iter().take(SHOWN).flat_map(|f| [f.1, f.2]).collect();
        let words = found.iter().take(SHOWN).map(|f| f.1).collect();
        out.push(ground(Reason::Alone { words, more }, true, weight, places));
    }

    /// The place with its brackets, if the word stands in brackets alone.
    fn bracketed(&self, w: usize, span: Span) -> Option<Span> {
        let text = self.witnesses.get(w)?.text;
        let open = text.get(..span.start)?.ends_with(['(', '[']);
        let close = text.get(span.end..)?.starts_with([')', ']']);
        (open && close).then(|| Span::new(span.start - 1, span.end + 1))
    }

    pub(super) fn lacks(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let mut found: Vec<(usize, Span)> = Vec::new();
        for f in self.families(c) {
            let (Some((_, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            let (Some(x), Some(y)) =
                (self.collation.readings.get(rp), self.collation.readings.get(rc))
            else {
                continue;
            };
            for gap in gaps(&x.words, &y.words).into_iter().filter(|g| g.b.0 == g.b.1) {
                if let (Some(s), Some(e)) = (lp.places.get(gap.a.0), lp.places.get(gap.a.1 - 1)) {
                    found.push((gap.a.1 - gap.a.0, s.hull(*e)));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        found.sort();
        let more = found.len().saturating_sub(SHOWN);
        let places: Vec<Place> = found.iter().take(SHOWN).map(|(_, s)| self.place(p, *s)).collect();
        let what = Reason::Lacks { other: self.article(p), words: places.clone(), more };
        out.push(ground(what, true, weight, places));
    }

    pub(super) fn both_leave_out(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let mut found: Vec<(usize, usize, Span)> = Vec::new();
        for (f, family) in self.collation.families.iter().enumerate() {
            if family.bearers.binary_search(&p).is_ok() || family.bearers.binary_search(&c).is_ok()
            {
                continue;
            }
            let Some(w) = family.bearers.first() else { continue };
            if let Some((l, _)) = self.line(*w, f) {
                found.push((usize::MAX - l.words.len(), *w, l.span));
            }
        }
        if found.is_empty() || self.witnesses.len() > 12 && found.len() > 40 {
            return;
        }
        found.sort();
        let holders: BTreeSet<usize> = found.iter().map(|f| self.article(f.1)).collect();
        let places: Vec<Place> =
            found.iter().take(SHOWN).map(|(_, w, s)| self.place(*w, *s)).collect();
        let words = places.iter().take(2).copied().collect();
        let holder = holders.first().copied().filter(|_| holders.len() == 1);
        let what = Reason::BothLack { sentences: found.len(), holder, words };
        out.push(ground(what, true, weight, places));
    }

    /// Sentences of the child that the parent has not: its own, or known from elsewhere.
    pub(super) fn extra(&self, p: usize, c: usize, weight: f64, more: f64, out: &mut Vec<Ground>) {
        let (mut own, mut old) = (Vec::new(), Vec::new());
        for f in self.families(c) {
            if self.line(p, f).is_some() {
                continue;
            }
            let Some((l, _)) = self.line(c, f) else { continue };
            let others = self.collation.families.get(f).is_some_and(|f| f.bearers.len() > 1);
            if others {
                old.push(l.span)
            } else {
                own.push(l.span)
            };
        }
        let places = |list: &[Span]| list.iter().take(SHOWN).map(|s| self.place(c, *s)).collect();
        if let Some(first) = own.first() {
            let what = Reason::Adds { sentences: own.len(), words: self.place(c, *first) };
            out.push(ground(what, true, weight.abs() * 0.25, places(&own)));
        }
        if let Some(first) = old.first() {
            let words = self.place(c, *first);
            let what = Reason::HasMore { other: self.article(p), sentences: old.len(), words };
            let weight = weight.min(0.0).abs() + more.min(0.0).abs();
            out.push(ground(what, false, weight, places(&old)));
        }
    }

    pub(super) fn marks(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let count = |w: usize, s: Span| {
            self.words(w, s).chars().filter(|c| headwater_text::fold_char(*c) == '"').count()
        };
        let (mut more, mut fewer) = (Vec::new(), Vec::new());
        for f in self.families(c) {
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            let near = rc == rp
                || matched(self.collation, rp, rc).len() * 10
                    >= lc.words.len().max(lp.words.len()) * 8;
            let (x, y) = (count(p, lp.span), count(c, lc.span));
            match x.cmp(&y) {
                _ if !near => {}
                std::cmp::Ordering::Less => more.push((lp.span, lc.span, y - x)),
                std::cmp::Ordering::Greater => fewer.push((lp.span, lc.span, x - y)),
                std::cmp::Ordering::Equal => {}
            }
        }
        for (list, gained) in [(more, true), (fewer, false)] {
            let Some(first) = list.first() else { continue };
            let what = Reason::Marks {
                other: self.article(p),
                gained,
                places: list.iter().map(|x| x.2).sum(),
                words: self.place(c, first.1),
            };
            let places = list
                .iter()
                .take(SHOWN)
                .flat_map(|x| [self.place(p, x.0), self.place(c, x.1)])
                .collect();
            out.push(ground(what, !gained, weight.abs().max(0.1), places));
        }
    }

    /// Sentences that stand in another order.
    pub(super) fn moved(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let at = |w: usize, f: usize| self.collation.having.get(w).and_then(|h| h.get(&f)).copied();
        let mut list: Vec<(usize, usize, usize)> =
            self.families(c).filter_map(|f| Some((at(p, f)?, at(c, f)?, f))).collect();
        list.sort_unstable();
        let kept = rising(&list);
        let moved: Vec<usize> = list.iter().filter(|x| !kept.contains(&x.0)).map(|x| x.2).collect();
        let Some((f, (l, _))) = moved.first().and_then(|f| Some((*f, self.line(c, *f)?))) else {
            return;
        };
        let mut places = vec![self.place(c, l.span)];
        places.extend(self.line(p, f).map(|(l, _)| self.place(p, l.span)));
        let what = Reason::Moved { words: self.place(c, l.span) };
        out.push(ground(what, kept.len() > moved.len(), weight, places));
    }
}

/// Words that two readings have in common, by place in each.
fn matched(c: &Collation, x: usize, y: usize) -> Vec<(usize, usize)> {
    let (Some(a), Some(b)) = (c.readings.get(x), c.readings.get(y)) else { return Vec::new() };
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for gap in gaps(&a.words, &b.words) {
        while i < gap.a.0 && j < gap.b.0 {
            out.push((i, j));
            i += 1;
            j += 1;
        }
        (i, j) = (gap.a.1, gap.b.1);
    }
    while i < a.words.len() && j < b.words.len() {
        out.push((i, j));
        i += 1;
        j += 1;
    }
    out
}

/// The longest rising run by second place; gives the first places kept.
fn rising(list: &[(usize, usize, usize)]) -> BTreeSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(list.len());
    for (i, x) in list.iter().enumerate() {
        let before = (0..i)
            .filter(|j| list.get(*j).is_some_and(|y| y.1 < x.1))
            .filter_map(|j| Some((best.get(j)?.0, j)))
            .max_by_key(|(n, j)| (*n, usize::MAX - j));
        best.push((before.map_or(1, |(n, _)| n + 1), before.map(|(_, j)| j)));
    }
    let mut at = (0..best.len()).max_by_key(|i| (best.get(*i).map_or(0, |b| b.0), usize::MAX - i));
    let mut out = BTreeSet::new();
    while let Some(i) = at {
        out.extend(list.get(i).map(|x| x.0));
        at = best.get(i).and_then(|b| b.1);
    }
    out
}
