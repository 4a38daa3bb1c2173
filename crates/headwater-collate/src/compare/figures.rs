//! What a sentence counts: figures with what they count, in one unit of each measure.

use super::facts::Facts;
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
