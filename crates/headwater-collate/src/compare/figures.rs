//! What a sentence counts: figures with what they count, in one unit of each measure.

use super::facts::{Fact, Facts};
use super::lexicon::Kind;
use super::measure::counted;
use headwater_text::Span;

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
}

/// Words between a figure and the negator that sets it against another, and between that and the other.
const STATED: usize = 6;
const DENIED: usize = 2;

/// The figures of a sentence, and those that it denies.
#[derive(Debug, Default)]
pub(crate) struct Rejected {
    /// Values that stand in it and are not denied.
    pub(crate) stated: Vec<String>,
    /// From the one figure to the other, and the value denied.
    pub(crate) denied: Vec<(Span, String)>,
}

/// Which figures a sentence sets one against the other: *17 and not 14*, *not 14 but 17*.
pub(crate) fn rejected(text: &str, lang: Option<&str>) -> Rejected {
    let facts = Facts::read_in(text, lang);
    let language = headwater_lang::Language::or_unknown(lang);
    let numbers: Vec<&Fact> = facts.of(Kind::Number).collect();
    let negated =
        |from: usize, to: usize| facts.of(Kind::Negator).find(|n| n.at >= from && n.end <= to);
    let contrast = |from: usize, to: usize| {
        (from..to).any(|k| language.has(headwater_lang::Class::Contrast, facts.word(k)))
    };
    let mut out = Rejected::default();
    let mut gone = Vec::new();
    for (a, b) in numbers.iter().zip(numbers.iter().skip(1)).filter(|(a, b)| a.class != b.class) {
        let whole = a.span.hull(b.span);
        let one = !whole.of(text).contains(['.', ';', '?', '!', '\n']);
        if let Some(n) =
            negated(a.end, b.at).filter(|n| one && n.at - a.end <= STATED && b.at - n.end <= DENIED)
        {
            let led = n.at == a.end
                || facts.broken.get(n.at) == Some(&true)
                || n.at.checked_sub(1).is_some_and(|k| {
                    language.has(headwater_lang::Class::Conjunction, facts.word(k))
                });
            if led {
                out.denied.push((whole, b.class.clone()));
                gone.push(b.at);
            }
        } else if let Some(n) = negated(a.at.saturating_sub(DENIED), a.at)
            && one
            && contrast(a.end, b.at)
            && b.at - a.end <= STATED
        {
            out.denied.push((n.span.hull(whole), a.class.clone()));
            gone.push(a.at);
        }
    }
    let stated = numbers.iter().filter(|n| !gone.contains(&n.at));
    out.stated = stated.map(|n| n.class.clone()).collect();
    out
}
