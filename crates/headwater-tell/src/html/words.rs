//! Words of pages as HTML: always escaped, always recognisable as a page's words, never able to
//! turn the reading direction of ours.

use super::Book;
use headwater_collate::Place;
use maud::{Markup, html};

/// `words` with control characters dropped and directional controls made visible. White space
/// is folded, but unlike [`crate::plain::plain`] a space at either end stays, so that slices can
/// stand side by side.
pub(super) fn shown(words: &str) -> String {
    let inner = crate::plain::plain(words);
    if inner.is_empty() {
        return if words.is_empty() { inner } else { " ".to_owned() };
    }
    let left = if words.starts_with(char::is_whitespace) { " " } else { "" };
    let right = if words.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{left}{inner}{right}")
}

/// The beginning of `words`, at most `width` characters, cut between words; and whether it was
/// cut.
pub(super) fn head(words: &str, width: usize) -> (&str, bool) {
    let words = words.trim();
    let Some((end, _)) = words.char_indices().nth(width) else { return (words, false) };
    let cut = words.get(..end).unwrap_or("");
    let space = cut.rfind(char::is_whitespace).filter(|i| *i > end / 2).unwrap_or(end);
    (words.get(..space).unwrap_or("").trim_end(), true)
}

/// A slice of a page between quotation marks, in its own language and direction, cut to `width`.
/// The test that nothing is invented reads every `q`.
pub(super) fn quoted(words: &str, lang: Option<&str>, width: usize) -> Markup {
    let (words, cut) = head(words, width);
    let (open, close) = marks(words);
    html! {
        span.said-words {
            (open) q lang=[lang] dir="auto" { (shown(words)) }
            @if cut { span.cut { " …" } } (close)
        }
    }
}

/// Quotation marks that do not occur in the words, as [`headwater_text::quoted`] chooses them.
pub(super) fn marks(words: &str) -> (&'static str, &'static str) {
    let free = |marks: [char; 2]| !words.contains(marks);
    if free(['“', '”']) {
        ("“", "”")
    } else if free(['«', '»']) {
        ("«", "»")
    } else {
        ("⟦", "⟧")
    }
}

/// Words of a page without marks around them: names, outlets, headlines in lists.
pub(super) fn name(words: &str) -> Markup {
    html! { bdi { (shown(words.trim())) } }
}

/// The words at `place` between quotation marks, as a link that opens them in their page.
pub(super) fn linked(book: &Book, place: Place, width: usize) -> Markup {
    let words = quoted(book.slice(place), book.lang(place.article), width);
    match book.href(place) {
        Some(href) => html! { a.to href=(href) { (words) } },
        None => words,
    }
}

/// A language tag that may stand in an attribute and mean something there.
pub(super) fn is_tag(lang: &str) -> bool {
    (2..=12).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(items: &[Markup]) -> Markup {
    html! {
        @for (i, item) in items.iter().enumerate() {
            @if i > 0 && i + 1 == items.len() { " and " } @else if i > 0 { ", " }
            (item)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_between_slices_stay_and_directions_show() {
        assert_eq!(shown(" a\n b "), " a b ");
        assert_eq!(shown("\u{202e}x"), "<U+202E>x");
        assert_eq!(shown("\n"), " ");
    }

    #[test]
    fn marks_are_those_of_the_text_report() {
        for words in ["a", "a “b”", "« a », “b"] {
            let (open, close) = marks(words);
            assert_eq!(format!("{open}{words}{close}"), headwater_text::quoted(words));
        }
    }

    #[test]
    fn long_words_are_cut_between_words() {
        assert_eq!(head("one two three", 8), ("one two", true));
        assert_eq!(head(" one two ", 8), ("one two", false));
        assert_eq!(head("größer", 3), ("grö", true));
    }
}
