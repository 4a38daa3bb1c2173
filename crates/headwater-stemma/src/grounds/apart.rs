//! Grounds for a report having come by another way than from the reports that are given.

use super::{Grounds, SHOWN, finish, ground};
use crate::record::{Ground, Reason};
use crate::wire;
use crate::witness::Witness;
use headwater_text::Span;
use std::collections::BTreeSet;

/// Weight of the credit for a lost text among the grounds for a report being made from it: nothing else
/// says it.
const FIRST: f64 = 3.0;

impl Grounds<'_> {
    /// Grounds for `c` being made from a lost text of this name, out of those for its having come by
    /// another way than from the reports: where it gives that name comes first, and what it
    /// credits besides is none.
    pub(crate) fn relied_on(&self, c: usize, name: &str, apart: Vec<Ground>) -> Vec<Ground> {
        let Some(w) = self.witnesses.get(c) else { return apart };
        let mut out = apart;
        out.retain(|g| match &g.what {
            Reason::Credits { of: None, words, .. } => wire::same(self.words(c, words.span), name),
            _ => true,
        });
        let credits = |g: &Ground| matches!(g.what, Reason::Credits { of: None, .. });
        if let Some(g) = out.iter_mut().find(|g| credits(g)) {
            g.weight = FIRST;
        } else if let Some(span) = wire::sign(w, name) {
            let words = self.place(c, span);
            let what = Reason::Credits { by: self.article(c), of: None, words };
            out.push(ground(what, true, FIRST, vec![words]));
        }
        finish(out)
    }

    /// Grounds for and against `c` having come by another way than from `from` (its likeliest
    /// parent among the reports); `below` are the reports made from it.
    pub(crate) fn apart(
        &self,
        c: usize,
        from: Option<usize>,
        below: &BTreeSet<usize>,
    ) -> Vec<Ground> {
        let mut out = Vec::new();
        let witness = self.witnesses.get(c);
        let credits = witness.into_iter().flat_map(|w| w.credits.iter().map(move |c| (w, c)));
        for (_, credit) in credits.filter(|(w, c)| crate::naming::names_a_source(w, c)) {
            let key = crate::credit::outlet_key(&credit.name);
            if self.evidence.absent.get(c).is_some_and(|a| a.contains(&key)) {
                let words = self.place(c, credit.span);
                let what = Reason::Credits { by: self.article(c), of: None, words };
                out.push(ground(what, true, 1.0, vec![words]));
            }
        }
        let Some(p) = from else {
            return finish(out);
        };
        let (mut alike, mut both) = (0usize, 0usize);
        let mut places = Vec::new();
        for f in self.families(c) {
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            both += 1;
            alike += usize::from(rc == rp);
            if rc != rp && places.len() < 2 * SHOWN {
                places.push(self.place(p, lp.span));
                places.push(self.place(c, lc.span));
            }
        }
        if both > alike {
            let what = Reason::Wording { other: self.article(p), both, verbatim: alike };
            let weight = 1.0 + (both - alike) as f64 * 0.2;
            out.push(ground(what, alike * 2 < both, weight, places));
        }
        let has: Vec<Span> = self
            .families(c)
            .filter(|f| self.line(p, *f).is_none())
            .filter_map(|f| Some(self.line(c, f)?.0.span))
            .collect();
        if let Some(first) = has.iter().max_by_key(|s| (s.len(), usize::MAX - s.start)) {
            let what = Reason::HasMore {
                other: self.article(p),
                sentences: has.len(),
                words: self.place(c, *first),
            };
            let places = has.iter().take(SHOWN).map(|s| self.place(c, *s)).collect();
            out.push(ground(what, true, 0.3 * (has.len() as f64).min(8.0), places));
        }
        for (w, other) in self.witnesses.iter().enumerate() {
            if w != c
                && !below.contains(&w)
                && let Some(g) = self.own_headline(c, w, other)
            {
                out.push(g);
            }
        }
        finish(out)
    }

    /// A headline shared in words that stand in neither body.
    fn own_headline(&self, c: usize, w: usize, other: &Witness) -> Option<Ground> {
        let mine = self.witnesses.get(c)?;
        let theirs: BTreeSet<&[u64]> = other.title_words.windows(2).collect();
        let mut runs: Vec<&[u64]> =
            mine.title_words.windows(2).filter(|r| theirs.contains(r)).collect();
        if runs.len() >= 2 {
            let lines = [mine, other].into_iter().flat_map(|x| x.lines.iter());
            let bodies: BTreeSet<&[u64]> = lines.flat_map(|l| l.words.windows(2)).collect();
            runs.retain(|r| !bodies.contains(r));
        }
        if runs.len() < 2 {
            return None;
        }
        let places = [(c, mine.title_span), (w, other.title_span)]
            .into_iter()
            .filter_map(|(w, s)| Some(self.place(w, s?)))
            .collect();
        let what = Reason::OwnHeadline { other: self.article(w) };
        Some(ground(what, false, 0.4 + 0.1 * runs.len() as f64, places))
    }
}
