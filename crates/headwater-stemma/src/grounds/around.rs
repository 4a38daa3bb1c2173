//! Grounds that lie around the wording: dates, credits, headlines.

use super::{Grounds, ground};
use crate::record::{Ground, Reason};
use crate::times::Order;
use headwater_text::Span;
use std::collections::BTreeSet;

impl Grounds<'_> {
    pub(super) fn time(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let other = self.article(p);
        let what = match self.evidence.times.order(p, c) {
            Order::Before(_) => Reason::Later { other, hours: self.hours(p, c) },
            Order::After(_) => Reason::Earlier { other, hours: self.hours(c, p) },
            Order::Open | Order::Unknown => return,
        };
        let favours = matches!(what, Reason::Later { .. });
        let places = [p, c]
            .into_iter()
            .filter_map(|w| Some(self.place(w, self.witnesses.get(w)?.date_span?)))
            .collect();
        out.push(ground(what, favours, weight, places));
    }

    /// Hours from `a` to the later `b`: whole days where one of them has only a day.
    fn hours(&self, a: usize, b: usize) -> f64 {
        let times = &self.evidence.times;
        let (Some(x), Some(y)) = times.both(a, b) else { return 0.0 };
        if x.0 == x.1 && y.0 == y.1 {
            return (y.0 - x.0) as f64 / 60.0;
        }
        let days = y.0.div_euclid(1440) - x.0.div_euclid(1440);
        days.max(1) as f64 * 24.0
    }

    pub(super) fn credit(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let names = self.evidence.names.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let leans = self.evidence.sources.leans.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let named: BTreeSet<usize> =
            names.iter().copied().chain(leans.iter().map(|l| l.on)).collect();
        for q in named {
            let favours = q == p;
            let Some(span) = self.evidence.sources.lean(c, q).or_else(|| self.named(c, q)) else {
                continue;
            };
            let words = self.place(c, span);
            let what = Reason::Credits { by: self.article(c), of: Some(self.article(q)), words };
            out.push(ground(what, favours, weight, vec![words]));
        }
        if let Some(span) = self.named(p, c) {
            let words = self.place(p, span);
            let what = Reason::Credits { by: self.article(p), of: Some(self.article(c)), words };
            out.push(ground(what, false, weight, vec![words]));
        }
    }

    /// Where the body of `w` names the outlet of `other`.
    fn named(&self, w: usize, other: usize) -> Option<Span> {
        let witness = self.witnesses.get(w)?;
        let outlet = self.witnesses.get(other)?.outlet?;
        let (line, at) = crate::kin::named(witness, &crate::kin::name_words(outlet), outlet)?;
        let n = crate::witness::words_of(outlet).len();
        let places = &witness.lines.get(line)?.places;
        let first = places.get(at)?;
        let last = places.get(at + n - 1).or(places.get(at))?;
        let full = first.hull(*last);
        Some(
            if crate::credit::outlet_key(full.of(witness.text)) == crate::credit::outlet_key(outlet)
            {
                full
            } else {
                let last = places.get((at + n).saturating_sub(2).max(at)).unwrap_or(first);
                first.hull(*last)
            },
        )
    }

    pub(super) fn headline(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let (Some(a), Some(b)) = (self.witnesses.get(p), self.witnesses.get(c)) else { return };
        if a.title_words.is_empty() || a.title_words != b.title_words {
            return;
        }
        let places = [(p, a.title_span), (c, b.title_span)]
            .into_iter()
            .filter_map(|(w, s)| Some(self.place(w, s?)))
            .collect();
        out.push(ground(Reason::Headline { of: self.article(c) }, true, weight, places));
    }
}
