//! Grounds that lie in the wording: what two reports share, lack, add, and print otherwise.

use super::{Court, SHOWN, ground};
use crate::family::{Collation, gaps};
use crate::record::Ground;
use headwater_collate::Place;
use headwater_text::Span;
use std::collections::BTreeSet;

impl Court<'_> {
    pub(super) fn shared_wording(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let (mut both, mut same) = (0, 0);
        let mut places = Vec::new();
        let mut total = 0;
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
        if both > 0 {
            let text = format!(
                "{both} of the {total} sentences of {} stand in {} too, {same} word for word",
                self.name(c),
                self.name(p)
            );
            out.push(ground("shared-wording", weight >= 0.0, weight, text, places));
        } else {
            let text = format!("no sentence of {} stands in {}", self.name(c), self.name(p));
            out.push(ground("shared-wording", false, weight, text, Vec::new()));
        }
    }

    /// Words that these two have, where other reports of the same sentence have not.
    pub(super) fn alone_together(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        if self.witnesses.len() < 3 {
            return;
        }
        let mut found: Vec<(bool, Place, Place, String)> = Vec::new();
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
                found.push((
                    marked.is_none(),
                    self.place(p, sp),
                    self.place(c, sc),
                    self.quoted(p, sp),
                ));
            }
        }
        found.sort();
        if found.is_empty() {
            return;
        }
        let more = found.len().saturating_sub(SHOWN);
        let said: Vec<&str> = found.iter().take(SHOWN).map(|f| f.3.as_str()).collect();
        let tail = if more > 0 { format!(" and {more} more words") } else { String::new() };
        let text = format!("{}{tail} stand in both and in no other report", said.join(", "));
        let places = found.iter().take(SHOWN).flat_map(|f| [f.1, f.2]).collect();
        out.push(ground("shared-innovation", true, weight, text, places));
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
        let said: Vec<String> = found.iter().take(SHOWN).map(|(_, s)| self.quoted(p, *s)).collect();
        let more = found.len().saturating_sub(SHOWN);
        let tail = if more > 0 { format!(" and {more} more places") } else { String::new() };
        let text =
            format!("{} lacks {}{tail}, which {} has", self.name(c), said.join(", "), self.name(p));
        let places = found.iter().take(SHOWN).map(|(_, s)| self.place(p, *s)).collect();
        out.push(ground("lacks", true, weight, text, places));
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
        let n = found.len();
        let said: Vec<String> = found.iter().take(2).map(|(_, w, s)| self.quoted(*w, *s)).collect();
        let whose: BTreeSet<&str> = found.iter().map(|f| self.name(f.1)).collect();
        let whose = if whose.len() == 1 {
            whose.into_iter().next().unwrap_or("").to_owned()
        } else {
            "others".to_owned()
        };
        let what = if n == 1 { "a sentence".to_owned() } else { format!("{n} sentences") };
        let text = format!("both leave out {what} that {whose} have or has: {}", said.join(", "))
            .replace("others have or has", "others have")
            .replace("have or has", "has");
        let places = found.iter().take(SHOWN).map(|(_, w, s)| self.place(*w, *s)).collect();
        out.push(ground("leaves-out", true, weight, text, places));
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
        for (list, favours, kind, tail, weight) in [
            (own, true, "adds", "that no other report has", weight.abs() * 0.25),
            (
                old,
                false,
                "has-more",
                "that other reports have and the parent lacks",
                weight.min(0.0).abs() + more.min(0.0).abs(),
            ),
        ] {
            let Some(first) = list.first() else { continue };
            let n = list.len();
            let what = if n == 1 { "a sentence".to_owned() } else { format!("{n} sentences") };
            let text = format!("{} has {what} {tail}: {}", self.name(c), self.quoted(c, *first));
            let places = list.iter().take(SHOWN).map(|s| self.place(c, *s)).collect();
            out.push(ground(kind, favours, weight, text, places));
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
        for (list, favours, verb) in
            [(more, false, "has quotation marks that"), (fewer, true, "lacks quotation marks that")]
        {
            let Some(first) = list.first() else { continue };
            let n: usize = list.iter().map(|x| x.2).sum();
            let other = if favours {
                "has"
            } else {
                "has lost; an editor may have put them back, or both were made from an earlier state"
            };
            let text = format!(
                "in {} places {} {verb} {} {other}: {}",
                n,
                self.name(c),
                self.name(p),
                self.quoted(c, first.1)
            )
            .replace("in 1 places", "in one place");
            let places = list
                .iter()
                .take(SHOWN)
                .flat_map(|x| [self.place(p, x.0), self.place(c, x.1)])
                .collect();
            out.push(ground("marks", favours, weight.abs().max(0.1), text, places));
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
        let text = format!(
            "in {} a block stands elsewhere, while the rest keeps its order: {}",
            self.name(c),
            self.quoted(c, l.span)
        );
        let mut places = vec![self.place(c, l.span)];
        places.extend(self.line(p, f).map(|(l, _)| self.place(p, l.span)));
        out.push(ground("order", kept.len() > moved.len(), weight, text, places));
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
