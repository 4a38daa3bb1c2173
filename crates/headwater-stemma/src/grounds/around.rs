//! Grounds that lie around the wording: dates, credits, headlines.

use super::{Court, ground};
use crate::record::Ground;
use crate::times::Order;
use headwater_text::Span;

impl Court<'_> {
    pub(super) fn time(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let text = match self.evidence.times.order(p, c) {
            Order::Before(h) => {
                format!("{} is dated {} later", self.name(c), self.distance(p, c, h))
            }
            Order::After(h) => {
                format!("{} is dated {} earlier", self.name(c), self.distance(c, p, h))
            }
            Order::Open => return,
            Order::Unknown => return,
        };
        let favours = matches!(self.evidence.times.order(p, c), Order::Before(_));
        let places = [p, c]
            .into_iter()
            .filter_map(|w| Some(self.place(w, self.witnesses.get(w)?.date_span?)))
            .collect();
        out.push(ground("time", favours, weight, text, places));
    }

    /// How long after `a` the later `b` is dated: in days where one has only a day.
    fn distance(&self, a: usize, b: usize, hours: f64) -> String {
        let (Some(x), Some(y)) = (self.evidence.times.get(a), self.evidence.times.get(b)) else {
            return span_of_time(hours);
        };
        if x.0 == x.1 && y.0 == y.1 {
            return span_of_time(hours);
        }
        match y.0.div_euclid(1440) - x.0.div_euclid(1440) {
            0 | 1 => "a day".to_owned(),
            d => format!("{d} days"),
        }
    }

    pub(super) fn credit(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let names = self.evidence.names.get(c).map(Vec::as_slice).unwrap_or(&[]);
        for q in names {
            let favours = *q == p;
            let Some(span) = self.named(c, *q) else { continue };
            let text = format!("{} names {}", self.name(c), self.quoted(c, span));
            out.push(ground("credit", favours, weight, text, vec![self.place(c, span)]));
        }
        if let Some(span) = self.named(p, c) {
            let text = format!("{} names {}", self.name(p), self.quoted(p, span));
            out.push(ground("credit", false, weight, text, vec![self.place(p, span)]));
        }
    }

    /// Where the body of `w` names the outlet of `other`.
    fn named(&self, w: usize, other: usize) -> Option<Span> {
        let witness = self.witnesses.get(w)?;
        let outlet = self.witnesses.get(other)?.outlet?;
        let (line, at) = crate::kin::named(witness, outlet)?;
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
        let said = b.title.map(headwater_text::quoted).unwrap_or_default();
        out.push(ground(
            "headline",
            true,
            weight,
            format!("both have the headline {said}"),
            places,
        ));
    }
}

/// Hours in words.
fn span_of_time(hours: f64) -> String {
    if hours < 1.0 {
        format!("{} minutes", (hours * 60.0).round().max(1.0))
    } else if hours < 36.0 {
        let h = hours.round();
        if h == 1.0 { "an hour".to_owned() } else { format!("{h} hours") }
    } else {
        let d = (hours / 24.0).round().max(1.0);
        if d == 1.0 { "a day".to_owned() } else { format!("{d} days") }
    }
}
