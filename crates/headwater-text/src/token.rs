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
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let kind = kind_of(c);
        let mut end = start + c.len_utf8();
        if kind != TokenKind::Mark {
            while let Some(&(at, next)) = chars.peek() {
                let grows = kind_of(next) != TokenKind::Mark
                    || (joins(next, kind)
                        && text
                            .get(at + next.len_utf8()..)
                            .and_then(|t| t.chars().next())
                            .is_some_and(|c| kind_of(c) == kind));
                if !grows {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        out.push(Token { span: Span::new(start, end), kind });
    }
    out
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
    }
}
