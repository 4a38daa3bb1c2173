//! How a line of text looks: counts of its words, letters and marks. One pass a line.

use crate::phrase::{Phrases, phrases};
use crate::runs::{Word, run_hash};
use headwater_text::fold_char;

/// Counts of one line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    pub(crate) words: u32,
    pub(crate) letters: u32,
    pub(crate) upper: u32,
    pub(crate) digits: u32,
    pub(crate) marks: u32,
    pub(crate) commas: u32,
    pub(crate) quotes: u32,
    /// Words that begin with a capital.
    pub(crate) capital_words: u32,
    /// Sentence ends inside the line.
    pub(crate) stops: u32,
    /// Bars, bullets, slashes, arrows: marks of menus.
    pub(crate) bars: u32,
    /// Letters beyond the Latin, Greek and Cyrillic scripts, which set no spaces.
    pub(crate) wide: u32,
    pub(crate) ends: Ends,
    pub(crate) starts_upper: bool,
    pub(crate) starts_bullet: bool,
    pub(crate) starts_digit: bool,
    pub(crate) phrases: Phrases,
    /// Hash of the folded words.
    pub(crate) fold: u64,
}

/// The mark that a line ends with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ends {
    #[default]
    Open,
    Stop,
    Question,
    Colon,
    Comma,
    Quote,
    Dots,
}

/// Measures one line; its words' hashes go to the end of `hashes`.
pub(crate) fn shape(line: &str, hashes: &mut Vec<u32>) -> Shape {
    let mut s = Shape { phrases: phrases(line), ..Shape::default() };
    let mut in_word = false;
    let mut last = ' ';
    let mut first = true;
    let mut own = Word::default();
    let from = hashes.len();
    for c in line.chars() {
        let word = c.is_alphanumeric();
        own.next(c, word, hashes);
        if word {
            if !in_word {
                s.words += 1;
                s.capital_words += u32::from(c.is_uppercase());
            }
            if c.is_ascii_digit() {
                s.digits += 1;
            } else {
                s.letters += 1;
                s.upper += u32::from(c.is_uppercase());
                s.wide += u32::from(c as u32 > 0x2E80);
            }
            if first {
                s.starts_upper = c.is_uppercase();
                s.starts_digit = c.is_ascii_digit();
                first = false;
            }
        } else if c.is_whitespace() {
            s.stops += u32::from(matches!(last, '.' | '!' | '?' | '…'));
        } else {
            s.starts_bullet |= first && matches!(c, '•' | '·' | '▪' | '–' | '-' | '*' | '»' | '›');
            s.marks += 1;
            match fold_char(c) {
                ',' | ';' => s.commas += 1,
                '"' => s.quotes += 1,
                '|' | '•' | '·' | '/' | '›' | '→' | '▪' | '#' | '>' | '@' => s.bars += 1,
                _ => {}
            }
        }
        in_word = word || (in_word && matches!(c, '\'' | '’' | '-' | '_'));
        if !c.is_whitespace() {
            last = c;
        }
    }
    // Scripts without spaces: about two characters a word.
    s.words = s.words.max(s.wide / 2);
    own.end(hashes);
    s.fold = run_hash(hashes.get(from..).unwrap_or(&[]));
    s.ends = ends(line);
    s
}

fn ends(line: &str) -> Ends {
    let mut back = line.trim_end().chars().rev();
    let Some(mut last) = back.next() else {
        return Ends::Open;
    };
    let mut quoted = false;
    for _ in 0..3 {
        if fold_char(last) == '"' || fold_char(last) == '\'' || matches!(last, ')' | ']') {
            quoted |= fold_char(last) == '"' || fold_char(last) == '\'';
            last = back.next().unwrap_or(' ');
        }
    }
    match last {
        '.' | '!' | '。' => Ends::Stop,
        '…' => Ends::Dots,
        '?' => Ends::Question,
        ':' => Ends::Colon,
        ',' | ';' => Ends::Comma,
        _ if quoted => Ends::Quote,
        _ => Ends::Open,
    }
}

impl Shape {
    /// Whether the line ends as a sentence does.
    pub(crate) fn closed(&self) -> bool {
        matches!(self.ends, Ends::Stop | Ends::Question | Ends::Dots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_measured() {
        let shape = |line| shape(line, &mut Vec::new());
        let s = shape("“We wait,” said Mara Lind. Fog – 3 days.");
        assert_eq!((s.words, s.digits, s.quotes, s.stops), (8, 1, 2, 1));
        assert!(s.closed());
        assert_eq!(shape("Fog  OVER Lervik").fold, shape("fog over Lervik!").fold);
    }
}
