//! Grounds that lie in paragraphs which one report prints twice.

use super::{Grounds, SHOWN, ground};
use crate::record::{Ground, Reason};
use headwater_collate::Place;
use headwater_text::Span;

impl Grounds<'_> {
    /// Places of the paragraph with these words in each of the reports.
    fn paragraphs(&self, key: u64, reports: &[usize]) -> Vec<Place> {
        let span = |w: usize| self.witnesses.get(w)?.paragraphs.get(&key).map(|p| p.0);
        reports.iter().filter_map(|w| Some(self.place(*w, span(*w)?))).collect()
    }

    /// The first of some paragraphs of `w`.
    fn first_of(&self, w: usize, keys: &[u64]) -> Option<Place> {
        let place = |k: &u64| self.witnesses.get(w)?.paragraphs.get(k).map(|p| p.0);
        let first: Option<Span> = keys.iter().filter_map(place).min_by_key(|s| s.start);
        Some(self.place(w, first?))
    }

    /// Paragraphs that both print twice.
    pub(super) fn both_twice(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let keys = self.evidence.again.both(p, c);
        let Some(words) = self.first_of(c, &keys) else { return };
        let places = keys.iter().take(SHOWN).flat_map(|k| self.paragraphs(*k, &[p, c])).collect();
        let what = Reason::BothTwice { paragraphs: keys.len(), words };
        out.push(ground(what, true, weight, places));
    }

    /// Paragraphs that `c` alone prints twice and that `q` has.
    pub(super) fn twice(&self, p: Option<usize>, q: usize, c: usize, out: &mut Vec<Ground>) {
        let keys = self.evidence.again.held(p, q, c);
        let Some(words) = self.first_of(c, &keys) else { return };
        let shared = p.filter(|p| keys.iter().all(|k| self.evidence.again.has(*p, *k)));
        let once = shared.into_iter().chain([q]).map(|w| self.article(w)).collect();
        let places = keys.iter().take(SHOWN).flat_map(|k| self.paragraphs(*k, &[q, c])).collect();
        let what = Reason::Twice { paragraphs: keys.len(), once, words };
        out.push(ground(what, true, 1.0 + 0.5 * keys.len() as f64, places));
    }
}
