//! Grounds that lie in paragraphs which one report prints twice.

use super::{Court, SHOWN, ground};
use crate::record::Ground;
use headwater_collate::Place;
use headwater_text::Span;

impl Court<'_> {
    /// Places of the paragraph with these words in each of the reports.
    fn paragraphs(&self, key: u64, reports: &[usize]) -> Vec<Place> {
        let span = |w: usize| self.witnesses.get(w)?.paragraphs.get(&key).map(|p| p.0);
        reports.iter().filter_map(|w| Some(self.place(*w, span(*w)?))).collect()
    }

    /// The first of some paragraphs of `w`, in quotation marks.
    fn first_of(&self, w: usize, keys: &[u64]) -> String {
        let place = |k: &u64| self.witnesses.get(w)?.paragraphs.get(k).map(|p| p.0);
        let first: Option<Span> = keys.iter().filter_map(place).min_by_key(|s| s.start);
        first.map(|s| self.quoted(w, s)).unwrap_or_default()
    }

    /// Paragraphs that both print twice.
    pub(super) fn both_twice(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let keys = self.evidence.again.both(p, c);
        if keys.is_empty() {
            return;
        }
        let text = format!("both print {} twice: {}", count(keys.len()), self.first_of(c, &keys));
        let places = keys.iter().take(SHOWN).flat_map(|k| self.paragraphs(*k, &[p, c])).collect();
        out.push(ground("twice", true, weight, text, places));
    }

    /// Paragraphs that `c` alone prints twice and that `q` has.
    pub(super) fn twice(&self, p: Option<usize>, q: usize, c: usize, out: &mut Vec<Ground>) {
        let keys = self.evidence.again.held(p, q, c);
        if keys.is_empty() {
            return;
        }
        let shared = p.filter(|p| keys.iter().all(|k| self.evidence.again.has(*p, *k)));
        let whose = match shared {
            Some(p) => format!("{} and {} each have once", self.name(p), self.name(q)),
            None => format!("{} has once", self.name(q)),
        };
        let text = format!(
            "{} prints {} twice that {whose}: {}",
            self.name(c),
            count(keys.len()),
            self.first_of(c, &keys)
        );
        let places = keys.iter().take(SHOWN).flat_map(|k| self.paragraphs(*k, &[q, c])).collect();
        out.push(ground("twice", true, 1.0 + 0.5 * keys.len() as f64, text, places));
    }
}

fn count(n: usize) -> String {
    if n == 1 { "a paragraph".to_owned() } else { format!("{n} paragraphs") }
}
