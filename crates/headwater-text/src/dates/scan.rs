//! Cuts a text into the pieces that dates are read from: words, numbers and marks, cut also where
//! pages glue them (*LindTuesday*, *2022No*).

use crate::Span;
use unicode_normalization::char::is_combining_mark;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// White space stands before it.
    pub(super) apart: bool,
}

/// The value of a decimal digit of any script that news is written in.
pub(super) fn digit(c: char) -> Option<u32> {
    /// The zeros; the digits from 1 to 9 follow each.
    const ZEROS: &[char] = &[
        '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
        '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}', '\u{ff10}',
    ];
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let zero = ZEROS.iter().rev().find(|z| **z <= c)?;
    Some(u32::from(c) - u32::from(*zero)).filter(|n| *n <= 9)
}

/// Cuts `within` into pieces.
pub(super) fn pieces(text: &str, within: Span) -> Vec<Piece> {
    let part = within.of(text);
    let mut out: Vec<Piece> = Vec::with_capacity(part.len() / 5);
    let mut apart = true;
    let mut before = [' ', ' '];
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = within.start + at;
        let end = start + c.len_utf8();
        if c.is_whitespace() {
            apart = true;
            before = [' ', ' '];
            continue;
        }
        let kind = if digit(c).is_some() {
            Kind::Number
        } else if c.is_alphabetic() || !c.is_ascii() && is_combining_mark(c) {
            Kind::Word
        } else {
            Kind::Mark(c)
        };
        let next = chars.peek().map(|(_, n)| *n);
        let glued = out.last().is_some_and(|p| p.kind == kind && p.span.end == start);
        // `rL` ends a word, and so does the `VT` of `OVTue`.
        let hump = kind == Kind::Word
            && c.is_uppercase()
            && (before[1].is_lowercase()
                || (before[1].is_uppercase() && next.is_some_and(char::is_lowercase)));
        match out.last_mut() {
            Some(last) if glued && !hump && !matches!(kind, Kind::Mark(_)) => last.span.end = end,
            _ => out.push(Piece { span: Span::new(start, end), kind, apart }),
        }
        apart = false;
        before = [before[1], c];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_words_come_apart() {
        let text = "MARA LINDTuesday, 3rd 2022No o’clock";
        let cut: Vec<_> =
            pieces(text, Span::new(0, text.len())).iter().map(|p| p.span.of(text)).collect();
        assert_eq!(
            cut,
            ["MARA", "LIND", "Tuesday", ",", "3", "rd", "2022", "No", "o", "’", "clock"]
        );
    }
}
