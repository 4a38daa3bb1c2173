//! The words of many wordings, each once: what it weighs and what it means.

use super::vectors::{DIMS, vector};
use crate::spread::{InTurn, Spread};
use crate::words::hash_word;
use headwater_text::{Span, fold, rarity_folded, words};

/// A vector of length one in whole numbers: 8192 stands for 1.
pub(super) type Sense = [i16; DIMS];
const ONE: f32 = 8192.0;
/// Words of a wording that are read.
const WORDS: usize = 200;

/// What is known of a word.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Rarity, a little more than nothing for the most frequent.
    pub weight: f32,
    /// Length of its vector before it was brought to one.
    pub length: f32,
    /// Its vector.
    pub sense: Sense,
}

/// Words by number, in the order of their hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexis {
    hashes: Vec<u64>,
    entries: Vec<Entry>,
}

/// A folded word under its hash.
pub(crate) type Named = (u64, Box<str>);

/// The words of a wording in order, folded, with compounds and elisions cut.
pub(crate) fn spelt(text: &str, span: Span) -> Vec<Named> {
    let mut out = Vec::new();
    for token in words(text, span).take(WORDS) {
        let folded = fold(token.span.of(text));
        let folded = folded.strip_suffix("'s").or(folded.strip_suffix("’s")).unwrap_or(&folded);
        let words = folded.split(['-', '\'', '’']).filter(|w| !w.is_empty());
        out.extend(words.map(|w| (hash_word(w), Box::from(w))));
    }
    out
}

impl Lexis {
    /// Learns words, in any order and as often as they come.
    pub(crate) fn learn(mut words: Vec<Named>, spread: &impl Spread) -> Lexis {
        words.sort_unstable();
        words.dedup_by_key(|w| w.0);
        let entries = spread.each(&words, |(_, word)| Entry::of(word));
        Lexis { hashes: words.into_iter().map(|w| w.0).collect(), entries }
    }

    /// The words of a few wordings.
    pub(crate) fn of(rows: &[Vec<Named>]) -> Lexis {
        Lexis::learn(rows.iter().flatten().cloned().collect(), &InTurn)
    }

    /// The number of a word.
    pub(super) fn number(&self, hash: u64) -> Option<u32> {
        self.hashes.binary_search(&hash).ok().map(|at| at as u32)
    }

    pub(super) fn get(&self, word: u32) -> Option<&Entry> {
        self.entries.get(word as usize)
    }
}

impl Entry {
    fn of(word: &str) -> Entry {
        let vector = vector(word);
        let (sense, length) = whole(&vector);
        let weight = (rarity_folded(word) as f32 - 3.0).clamp(0.0, 16.0) + 0.5;
        Entry { weight, length, sense }
    }
}

/// A vector in whole numbers, and how long it was.
pub(super) fn whole(vector: &[f32; DIMS]) -> (Sense, f32) {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    let scale = if length > 0.0 { ONE / length } else { 0.0 };
    (vector.map(|x| (x * scale).round() as i16), length)
}

/// How near two words or wordings are in sense: the cosine, times [`FULL`].
#[inline(always)]
pub(super) fn nearness(a: &Sense, b: &Sense) -> i32 {
    a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum()
}

/// What [`nearness`] gives for the same sense.
pub(super) const FULL: f64 = (ONE * ONE) as f64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_learnt_once_in_any_order() {
        let text = "The harbour's ferry-boat, the FERRY";
        let words = spelt(text, Span::new(0, text.len()));
        let shown: Vec<&str> = words.iter().map(|w| &*w.1).collect();
        assert_eq!(shown, ["the", "harbour", "ferry", "boat", "the", "ferry"]);
        let mut turned = words.clone();
        turned.reverse();
        let (x, y) = (Lexis::learn(words, &InTurn), Lexis::learn(turned, &InTurn));
        assert_eq!(x.hashes, y.hashes);
        assert_eq!(x.hashes.len(), 4);
    }

    #[test]
    fn whole_numbers_keep_the_cosine() {
        let near = |a: &str, b: &str| {
            let (x, y) = (Entry::of(a), Entry::of(b));
            (
                f64::from(nearness(&x.sense, &y.sense)) / FULL,
                f64::from(super::super::vectors::cosine(&vector(a), &vector(b))),
            )
        };
        for (a, b) in [("war", "krieg"), ("harbour", "port"), ("the", "of"), ("ferry", "ferry")] {
            let (x, y) = near(a, b);
            assert!((x - y).abs() < 2e-3, "{a} {b}: {x} {y}");
        }
    }
}
