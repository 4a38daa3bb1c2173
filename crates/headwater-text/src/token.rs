//! Words, numbers and marks of a text with their places.

use crate::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens kept: *doesn't*, *self-defence*.
    Word,
    /// Digits with inner separators: *200,000*, *3.5*.
    Number,
    /// One character of anything else that is not white space.
    Mark,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// Cuts `text` into tokens. Linear; white space is left out; every other character belongs to
/// exactly one token.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(first) = look(text, at) {
        let start = at;
        at += first.width;
        let Some(kind) = first.kind else { continue };
        if kind != TokenKind::Mark {
            at = grown(text, at, kind);
        }
        out.push(Token { span: Span::new(start, at), kind });
    }
    out
}

/// The words and numbers within a part of `text`, in order, with their places in the whole of it;
/// marks are left out. Linear in the part.
pub fn words(text: &str, within: Span) -> impl Iterator<Item = Token> {
    let all = tokens(within.of(text)).into_iter().filter(|t| t.kind != TokenKind::Mark);
    all.map(move |t| Token { span: t.span.shift(within.start), kind: t.kind })
}

/// Where a word or number ends that goes on at `at`.
fn grown(text: &str, mut at: usize, kind: TokenKind) -> usize {
    while let Some(next) = look(text, at) {
        let inner = matches!(next.kind, Some(TokenKind::Word | TokenKind::Number));
        let past = at + next.width;
        if !inner {
            let joined = joins(next.char, kind)
                && look(text, past).is_some_and(|after| after.kind == Some(kind));
            if !joined {
                break;
            }
        }
        at = past;
    }
    at
}

/// A character, its bytes, and what it is; white space is nothing.
struct Seen {
    char: char,
    width: usize,
    kind: Option<TokenKind>,
}

/// The character at a place. Most are ASCII, and what those are is known without the tables of
/// Unicode.
fn look(text: &str, at: usize) -> Option<Seen> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        let kind = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Some(TokenKind::Word),
            b'0'..=b'9' => Some(TokenKind::Number),
            b' ' | b'\t'..=b'\r' => None,
            _ => Some(TokenKind::Mark),
        };
        return Some(Seen { char: char::from(byte), width: 1, kind });
    }
    let char = text.get(at..)?.chars().next()?;
    let kind = (!char.is_whitespace()).then(|| kind_of(char));
    Some(Seen { char, width: char.len_utf8(), kind })
}

fn kind_of(c: char) -> TokenKind {
    if c.is_numeric() {
        TokenKind::Number
    } else if c.is_alphabetic() || is_combining(c) {
        TokenKind::Word
    } else {
        TokenKind::Mark
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Marks that stay inside a word or a number when more of the same follows.
fn joins(c: char, kind: TokenKind) -> bool {
    match kind {
        TokenKind::Word => matches!(c, '\'' | '’' | '-' | '‑'),
        TokenKind::Number => matches!(c, ',' | '.' | ':'),
        TokenKind::Mark => false,
    }
}

/// Whether a letter is of a script that is written without spaces between words: Thai, Lao,
/// Burmese, Khmer, Japanese, Chinese.
///
/// ```
/// assert!(headwater_text::unspaced('雨') && !headwater_text::unspaced('r'));
/// ```
pub fn unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(
            words("She doesn’t, “in 2,500 self-made” cases."),
            ["She", "doesn’t", ",", "“", "in", "2,500", "self-made", "”", "cases", "."]
        );
        assert_eq!(words("Ця заява – 3.5%"), ["Ця", "заява", "–", "3.5", "%"]);
        assert_eq!(words("'tis 'word'"), ["'", "tis", "'", "word", "'"]);
        assert_eq!(words("a\u{b}b\tc\u{a0}d\u{1}e"), ["a", "b", "c", "d", "\u{1}", "e"]);
    }

    #[test]
    fn every_ascii_character_is_what_unicode_says() {
        for c in (0..128).map(char::from) {
            let text = c.to_string();
            let kind = tokens(&text).first().map(|t| t.kind);
            assert_eq!(kind, (!c.is_whitespace()).then(|| kind_of(c)), "{c:?}");
        }
    }
}
