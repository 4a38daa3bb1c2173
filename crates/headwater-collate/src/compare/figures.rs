//! What a sentence counts: figures with what they count, in one unit of each measure.

use super::facts::{Fact, Facts};
use super::lexicon::Kind;
use super::measure::counted;
use headwater_lang::{Class, Language};
use headwater_text::Span;

/// Words between a figure and the negator that sets it against another, and between that and the other.
const STATED: usize = 6;
const DENIED: usize = 2;

/// A figure of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    /// The figure and its unit.
    pub(crate) span: Span,
    /// The class of its unit, or the kind of measure where units of one kind can be turned into
    /// each other; none where no unit stands behind it.
    pub(crate) unit: Option<String>,
    /// How many, as text.
    pub(crate) value: String,
}

/// The figures of a sentence.
pub(crate) struct Figures(Facts);

impl Figures {
    /// Reads a sentence in this language; in the one that its words tell where that is not known.
    pub(crate) fn read(text: &str, lang: Option<&str>) -> Figures {
        Figures(Facts::read_in(text, lang))
    }

    /// Its figures in order, without parts of dates, ordinals and words like *dozens*.
    pub(crate) fn counted(&self) -> Vec<Counted> {
        let numbers = self.0.of(Kind::Number);
        numbers.filter_map(|n| counted(&self.0, n)).collect()
    }

    /// The values of its numbers as written, whatever they count.
    pub(crate) fn values(&self) -> impl Iterator<Item = (Span, &str)> {
        self.0.of(Kind::Number).map(|n| (n.span, n.class.as_str()))
    }

    /// The figures that it sets against others and denies (*17 and not 14*, *not 14 but 17*): from the one
    /// to the other, and the place and value of what is denied. `text` is the sentence.
    pub(crate) fn denied(&self, text: &str, lang: Option<&str>) -> Vec<(Span, Span, String)> {
        let facts = &self.0;
        let language = Language::or_unknown(lang);
        let numbers: Vec<&Fact> = facts.of(Kind::Number).collect();
        let negator =
            |from: usize, to: usize| facts.of(Kind::Negator).find(|n| n.at >= from && n.end <= to);
        let led = |n: &Fact, a: &Fact| {
            let joins = |k| language.has(Class::Conjunction, facts.word(k));
            let before = n.at.checked_sub(1).is_some_and(joins);
            n.at == a.end || facts.broken.get(n.at) == Some(&true) || before
        };
        let contrast = |from: usize, to: usize| {
            (from..to).any(|k| language.has(Class::Contrast, facts.word(k)))
        };
        let mut out = Vec::new();
        for (a, b) in numbers.iter().zip(numbers.iter().skip(1)) {
            let whole = a.span.hull(b.span);
            if a.class == b.class || whole.of(text).contains(['.', ';', '?', '!', '\n']) {
                continue;
            }
            let near = |n: &&Fact| n.at - a.end <= STATED && b.at - n.end <= DENIED && led(n, a);
            if let Some(n) = negator(a.end, b.at) {
                if near(&n) {
                    out.push((whole, b.span, b.class.clone()));
                }
            } else if let Some(n) = negator(a.at.saturating_sub(DENIED), a.at)
                && b.at - a.end <= STATED
                && contrast(a.end, b.at)
            {
                out.push((n.span.hull(whole), a.span, a.class.clone()));
            }
        }
        out
    }
}
