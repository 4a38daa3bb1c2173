//! Places in a text: half-open ranges of bytes, and their conversion from and to code points.

use serde_json::{Value, json};

/// A half-open range of UTF-8 bytes in a text. Slicing goes through [`Span::of`], which cannot
/// panic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`; a reversed pair gives the empty range at `start`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// Length in bytes; 0 where the fields were set in reverse.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The words at this place; empty where the range does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The shared part in bytes, 0 where there is none.
    pub fn overlap(self, other: Span) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// The smallest range that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The range without white space at either end.
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }

    /// The range moved right by `by` bytes.
    pub fn shift(self, by: usize) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }
}

/// Bytes to code points and back for one text.
///
/// Building is one pass; a look-up scans at most [`CharIndex::STEP`] bytes.
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// `marks[i]` is the number of code points that begin before byte `i * STEP`.
    marks: Vec<usize>,
    ascii: bool,
}

impl<'t> CharIndex<'t> {
    const STEP: usize = 256;

    /// Indexes `text`.
    pub fn new(text: &'t str) -> CharIndex<'t> {
        let ascii = text.is_ascii();
        let mut marks = Vec::new();
        if !ascii {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(Self::STEP) {
                marks.push(count);
                count += chunk.iter().filter(|b| starts_char(**b)).count();
            }
            marks.push(count);
        }
        CharIndex { text, marks, ascii }
    }

    /// The text this index belongs to.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Code points before byte `at`; a place past the end counts as the end.
    pub fn to_chars(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.ascii {
            return at;
        }
        let mark = at / Self::STEP;
        let head = self.marks.get(mark).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(mark * Self::STEP..at).unwrap_or(&[]);
        head + rest.iter().filter(|b| starts_char(**b)).count()
    }

    /// The byte where code point number `at` begins; past the end gives the text's length.
    pub fn to_bytes(&self, at: usize) -> usize {
        if self.ascii {
            return at.min(self.text.len());
        }
        let mark = self.marks.partition_point(|m| *m <= at).saturating_sub(1);
        let mut left = at - self.marks.get(mark).copied().unwrap_or(0).min(at);
        let from = mark * Self::STEP;
        for (i, b) in self.text.as_bytes().iter().enumerate().skip(from) {
            if starts_char(*b) {
                if left == 0 {
                    return i;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// `[start, end]` in code points, as records print it.
    pub fn json(&self, span: Span) -> Value {
        json!([self.to_chars(span.start), self.to_chars(span.end)])
    }

    /// A list of `[start, end]`.
    pub fn json_list(&self, spans: &[Span]) -> Value {
        Value::Array(spans.iter().map(|s| self.json(*s)).collect())
    }

    /// Reads `[start, end]` in code points.
    pub fn parse(&self, value: &Value) -> Option<Span> {
        let start = value.get(0)?.as_u64()? as usize;
        let end = value.get(1)?.as_u64()? as usize;
        Some(self.span(start, end))
    }

    /// Reads a list of `[start, end]`, and counts the entries that are not two places of the text in
    /// order. What is no list at all counts as one such entry; nothing and `null` as none.
    pub fn checked_list(&self, value: Option<&Value>) -> (Vec<Span>, usize) {
        let list = match value {
            None | Some(Value::Null) => return (Vec::new(), 0),
            Some(Value::Array(list)) => list,
            Some(_) => return (Vec::new(), 1),
        };
        let good: Vec<Span> = list.iter().filter_map(|v| self.checked(v)).collect();
        let bad = list.len() - good.len();
        (good, bad)
    }

    fn checked(&self, value: &Value) -> Option<Span> {
        let [start, end] = value.as_array()?.as_slice() else { return None };
        let (start, end) = (start.as_u64()?, end.as_u64()?);
        (start <= end && end <= self.chars() as u64)
            .then(|| self.span(start as usize, end as usize))
    }

    /// Code points of the text.
    fn chars(&self) -> usize {
        self.to_chars(self.text.len())
    }

    /// Reads a list of `[start, end]`; what is not one is left out.
    pub fn parse_list(&self, value: Option<&Value>) -> Vec<Span> {
        let list = value.and_then(Value::as_array);
        list.map(|l| l.iter().filter_map(|v| self.parse(v)).collect()).unwrap_or_default()
    }

    /// The range between two code points.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.to_bytes(start), self.to_bytes(end))
    }
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_agree_in_mixed_scripts() {
        let text = "Größe “Київ” — ok ".repeat(100);
        let index = CharIndex::new(&text);
        for (chars, (bytes, _)) in text.char_indices().enumerate() {
            assert_eq!(index.to_chars(bytes), chars);
            assert_eq!(index.to_bytes(chars), bytes);
        }
        assert_eq!(index.to_bytes(usize::MAX), text.len());
        assert_eq!(index.to_chars(usize::MAX), text.chars().count());
    }

    #[test]
    fn entries_that_are_no_places_are_counted() {
        let index = CharIndex::new("Größe");
        let (good, bad) =
            index.checked_list(Some(&json!([[0, 5], [2, 1], [0, 6], "x", [1], null])));
        assert_eq!((good, bad), (vec![Span::new(0, 7)], 5));
        assert_eq!(index.checked_list(Some(&json!("all"))).1, 1);
        assert_eq!(index.checked_list(None), (vec![], 0));
    }

    #[test]
    fn a_span_that_does_not_fit_gives_nothing() {
        assert_eq!(Span::new(1, 2).of("é"), "");
        assert_eq!(Span::new(5, 9).of("abc"), "");
    }

    #[test]
    fn a_span_in_reverse_is_empty_wherever_it_came_from() {
        let mut s = Span::new(9, 4);
        assert_eq!((s.len(), s.is_empty()), (0, true));
        // The fields are open, and a step that shrinks a range from both ends may overshoot.
        (s.start, s.end) = (9, 4);
        assert_eq!((s.len(), s.is_empty(), s.of("0123456789")), (0, true, ""));
        assert_eq!(s.overlap(Span::new(0, 10)), 0);
    }
}
