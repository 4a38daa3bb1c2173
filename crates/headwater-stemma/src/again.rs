//! Paragraphs that stand twice in one report: where two texts were put together, or one that was so
//! made was copied, whole and with its fault.

use crate::witness::{Witness, mix, words_of};
use headwater_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Words from which a paragraph counts.
const LEAST: usize = 5;

/// What a story's witnesses print twice.
#[derive(Debug, Default)]
pub(crate) struct Again {
    /// For each witness its paragraphs, by their words.
    once: Vec<BTreeSet<u64>>,
    /// For each witness those that stand twice.
    twice: Vec<BTreeSet<u64>>,
}

/// How two witnesses stand to each other in what they print twice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Doubled {
    /// Paragraphs that both have twice.
    pub(crate) both: f64,
    /// Twice in the first, once in the second.
    pub(crate) first: f64,
    /// Twice in the second, once in the first.
    pub(crate) second: f64,
    /// Twice in the second, not in the first.
    pub(crate) foreign: f64,
}

/// The paragraphs of a body that stand there twice, by their words; none where most of the body
/// does, since such a page prints its report twice.
pub(crate) fn repeated(text: &str, body: &[Span]) -> BTreeMap<u64, (Span, bool)> {
    let mut seen: BTreeMap<u64, (Span, bool)> = BTreeMap::new();
    for part in body {
        let words = words_of(part.of(text));
        if words.len() < LEAST {
            continue;
        }
        let key = words.into_iter().fold(0, mix);
        seen.entry(key).and_modify(|s| *s = (*part, true)).or_insert((*part, false));
    }
    if seen.values().filter(|s| s.1).count() * 2 > seen.len() {
        seen.values_mut().for_each(|s| s.1 = false);
    }
    seen
}

impl Again {
    pub(crate) fn new(witnesses: &[Witness]) -> Again {
        let keys = |w: &Witness, twice: bool| {
            w.paragraphs.iter().filter(|p| p.1.1 || !twice).map(|p| *p.0).collect()
        };
        Again {
            once: witnesses.iter().map(|w| keys(w, false)).collect(),
            twice: witnesses.iter().map(|w| keys(w, true)).collect(),
        }
    }

    /// Whether a report has the paragraph with these words.
    pub(crate) fn has(&self, w: usize, key: u64) -> bool {
        self.once.get(w).is_some_and(|s| s.contains(&key))
    }

    fn doubles(&self, w: usize, key: u64) -> bool {
        self.twice.get(w).is_some_and(|s| s.contains(&key))
    }

    fn list(&self, w: usize) -> impl Iterator<Item = u64> + '_ {
        self.twice.get(w).into_iter().flatten().copied()
    }

    /// How many paragraphs stand twice in one report.
    pub(crate) fn count(&self, w: usize) -> f64 {
        self.list(w).count() as f64
    }

    /// What the two print twice.
    pub(crate) fn pair(&self, a: usize, b: usize) -> Doubled {
        let mut out = Doubled::default();
        for k in self.list(a) {
            if self.doubles(b, k) {
                out.both += 1.0;
            } else if self.has(b, k) {
                out.first += 1.0;
            }
        }
        for k in self.list(b).filter(|k| !self.doubles(a, *k)) {
            if self.has(a, k) {
                out.second += 1.0;
            } else {
                out.foreign += 1.0;
            }
        }
        out
    }

    /// Paragraphs that both print twice.
    pub(crate) fn both(&self, a: usize, b: usize) -> Vec<u64> {
        self.list(a).filter(|k| self.doubles(b, *k)).collect()
    }

    /// Paragraphs that `c` prints twice, `p` does not, and `q` prints once.
    pub(crate) fn held(&self, p: Option<usize>, q: usize, c: usize) -> Vec<u64> {
        let new = self.list(c).filter(|k| p.is_none_or(|p| !self.doubles(p, *k)));
        new.filter(|k| self.has(q, *k) && !self.doubles(q, *k)).collect()
    }

    /// Paragraphs that `c` has twice and `p` has not twice; of these, those that `q` has; and those
    /// that both have, each once as it were.
    pub(crate) fn joined(&self, p: usize, q: usize, c: usize) -> [f64; 3] {
        let mut out = [0.0; 3];
        for k in self.list(c).filter(|k| !self.doubles(p, *k)) {
            out[0] += 1.0;
            if self.has(q, k) {
                out[1] += 1.0;
                out[2] += f64::from(u8::from(self.has(p, k)));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::repeated;
    use headwater_page::Article;

    fn doubled(text: &str) -> usize {
        let article = Article::plain("a", text);
        repeated(&article.text, &article.body).values().filter(|s| s.1).count()
    }

    #[test]
    fn a_paragraph_printed_twice_is_found_a_page_printed_twice_is_not() {
        let a = "The tolls in Varn will rise from spring.";
        let b = "It rained on the harbour all day.";
        let c = "The council meets again on Monday evening.";
        assert_eq!(doubled(&format!("{a}\n\n{b}\n\n{a}\n\n{c}")), 1);
        assert_eq!(doubled(&format!("{a}\n\n{b}\n\n{c}\n\n{a}\n\n{b}\n\n{c}")), 0);
        assert_eq!(doubled(&format!("{a}\n\n{b}\n\n{c}")), 0);
    }
}
