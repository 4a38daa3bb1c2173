//! Cuts an article into the pieces that may be reworded elsewhere: sentences, and quoted stretches
//! within them.

use super::prepare::zones;
use crate::similar::{Lexis, Lone, Named, Sketch, spelt};
use crate::words::{join, words};
use headwater_page::Article;
use headwater_text::{Span, sentences};

/// Fewest and most words of a unit.
const WORDS: (usize, usize) = (4, 120);
/// Fewest words of a quotation that stands for its sentence.
const QUOTED: usize = 5;
/// Most units of an article that are looked at.
const MOST: usize = 300;
/// Words that weigh less say nothing of what a unit is about.
const TELLING: f32 = 4.5;

/// A sentence or quoted words, ready for comparison.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub span: Span,
    pub sketch: Sketch,
    /// Hash of its words: printings of one sentence share it.
    pub print: u64,
    /// Hashes of its runs of letters, sorted, each once.
    grams: Vec<u16>,
}

/// The units of an article whose words have no numbers yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoldedUnits {
    units: Vec<Cut>,
    words: Vec<Named>,
}

/// A unit whose words have no numbers yet.
#[derive(Clone, Debug)]
struct Cut {
    span: Span,
    hashes: Vec<u64>,
    grams: Vec<u16>,
}

/// The units of an article, and in which of them each telling word stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    pub all: Vec<Unit>,
    pub postings: Vec<Posting>,
}

/// A word of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Posting {
    pub word: u32,
    pub unit: u32,
    pub weight: f32,
}

impl FoldedUnits {
    /// Cuts an article into units: sentences of title and body, and where a sentence holds quoted
    /// words of some length those instead.
    pub(crate) fn new(article: &Article) -> FoldedUnits {
        let text = article.text.as_str();
        let mut out = FoldedUnits::default();
        for zone in zones(article) {
            for sentence in sentences(text, zone) {
                let inner = quoted_parts(text, sentence, QUOTED);
                if !inner.is_empty() {
                    // What stands beside quoted words is looked at too, in parts.
                    out.words.extend(spelt(text, sentence));
                }
                let parts = if inner.is_empty() { vec![sentence] } else { inner };
                for part in parts {
                    out.push(text, bare(text, part), WORDS);
                }
            }
        }
        out.words.sort_unstable();
        out.words.dedup_by_key(|w| w.0);
        out.words.shrink_to_fit();
        out
    }

    /// Takes a stretch of text as a unit if it has as many words as asked for.
    pub(super) fn push(&mut self, text: &str, span: Span, asked: (usize, usize)) {
        let words = spelt(text, span);
        if words.len() >= asked.0 && words.len() <= asked.1 && self.units.len() < MOST {
            let hashes = words.iter().map(|w| w.0).collect();
            self.units.push(Cut { span, hashes, grams: grams(&words) });
            self.words.extend(words);
        }
    }

    /// Its different words, taken out.
    pub(crate) fn take_words(&mut self) -> Vec<Named> {
        std::mem::take(&mut self.words)
    }

    /// The units with their words looked up.
    pub(crate) fn known(&self, lexis: &Lexis) -> Units {
        let mut out = Units::default();
        for (number, cut) in (0u32..).zip(&self.units) {
            let sketch = Sketch::new(lexis, &cut.hashes);
            let telling = sketch.telling(lexis, TELLING);
            out.postings.extend(telling.map(|(word, weight)| Posting {
                word,
                unit: number,
                weight,
            }));
            let print = cut.hashes.iter().fold(1, |h, w| join(h, *w));
            out.all.push(Unit { span: cut.span, sketch, print, grams: cut.grams.clone() });
        }
        out.postings.sort_unstable_by_key(|p| (p.word, p.unit));
        out
    }
}

/// Letters of a run. Two in 65,536 different runs share a hash, which changes no score to speak of.
const LETTERS: usize = 4;

/// The runs of letters of some words, spaces at their ends counted.
fn grams(words: &[Named]) -> Vec<u16> {
    let mut letters: Vec<char> = vec![' '];
    for (_, word) in words {
        letters.extend(word.chars());
        letters.push(' ');
    }
    let hash = |w: &[char]| w.iter().fold(7, |h, c| join(h, u64::from(*c))) >> 48;
    let mut out: Vec<u16> = letters.windows(LETTERS).map(|w| hash(w) as u16).collect();
    out.sort_unstable();
    out.dedup();
    out.shrink_to_fit();
    out
}

/// What runs of letters that both have count beside words.
const SPELLING: f64 = 0.3;

impl Unit {
    /// How strongly two units point to one another, by words, sense and letters; `None` where they
    /// have nothing to compare.
    pub(super) fn pointing(&self, other: &Unit, lexis: &Lexis, lone: &mut Lone) -> Option<f64> {
        let parts = self.sketch.parts(&other.sketch, lexis, lone)?;
        Some((parts.pointing() + SPELLING * self.letters(other)) / (1.0 + SPELLING))
    }

    /// Twice the runs of letters that two units share, over those of both: 0 to 1.
    pub(crate) fn letters(&self, other: &Unit) -> f64 {
        let (mut a, mut b, mut same) = (self.grams.as_slice(), other.grams.as_slice(), 0);
        while let (Some((p, rest_a)), Some((q, rest_b))) = (a.split_first(), b.split_first()) {
            same += usize::from(p == q);
            let (on_a, on_b) = (p <= q, q <= p);
            if on_a {
                a = rest_a;
            }
            if on_b {
                b = rest_b;
            }
        }
        2.0 * same as f64 / (self.grams.len() + other.grams.len()).max(1) as f64
    }
}

/// Quoted stretches of so many words or more within a sentence.
pub(super) fn quoted_parts(text: &str, sentence: Span, least: usize) -> Vec<Span> {
    let part = sentence.of(text);
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in part.char_indices() {
        let opens = matches!(c, '“' | '„' | '«');
        let closes = matches!(c, '”' | '»' | '"' | '“');
        match open {
            Some(start) if closes => {
                let span = Span::new(sentence.start + start, sentence.start + at);
                if words(text, span).len() >= least {
                    out.push(span);
                }
                open = None;
            }
            None if opens || c == '"' => open = Some(at + c.len_utf8()),
            _ => {}
        }
    }
    if let Some(start) = open {
        let span = Span::new(sentence.start + start, sentence.end);
        if words(text, span).len() >= least {
            out.push(span);
        }
    }
    out
}

/// Without marks at either end.
fn bare(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let head = part.len() - part.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let tail = part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%').len();
    Span::new(span.start + head, span.start + tail.max(head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spread::InTurn;

    fn units(text: &str) -> Units {
        let mut spelt = FoldedUnits::new(&Article::plain("a", text));
        let lexis = Lexis::learn(spelt.take_words(), &InTurn);
        spelt.known(&lexis)
    }

    #[test]
    fn long_quotations_stand_for_their_sentence() {
        let text = "The ferry was late again on Monday. “We shall build the bridge next year,” \
                    said the mayor of Orvel.";
        let shown: Vec<&str> = units(text).all.iter().map(|u| u.span.of(text)).collect();
        assert_eq!(
            shown,
            ["The ferry was late again on Monday", "We shall build the bridge next year"]
        );
    }

    #[test]
    fn letters_meet_in_forms_of_one_word() {
        let text = "The harbours reopened yesterday morning. A harbour is reopening this morning. \
                    Nobody knows what it might cost.";
        let all = units(text).all;
        let [a, b, c] = all.as_slice() else { panic!("three sentences") };
        assert!(a.letters(b) > a.letters(c) + 0.2);
        assert!((a.letters(a) - 1.0).abs() < 1e-12);
    }
}
