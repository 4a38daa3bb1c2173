//! A text in, its words, word pieces and small surface features out, as the encoder was trained on
//! them. `training/deep/pieces.py` does the same; the two must stay alike.

use headwater_text::Span;
use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a word looks like before its case is folded. The numbers are rows of a trained table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Lower = 0,
    Capital = 1,
    Capitals = 2,
    Mixed = 3,
    Digits = 4,
    Mark = 5,
    /// A later piece of a word.
    Inner = 6,
    /// Not a word: the ends of a window and the breaks between paragraphs.
    Break = 7,
}

/// A word: a run of letters, digits and combining marks, or one other visible character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Span,
    /// Which line of the text it stands in.
    pub(super) para: usize,
    /// Stands inside quotation marks.
    pub(super) inside: bool,
}

/// One word piece, or a break between paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) id: u32,
    pub(super) shape: Shape,
    pub(super) inside: bool,
    /// The first piece of its word, or a break.
    pub(super) first: bool,
    /// The word it belongs to; none for a break.
    pub(super) word: Option<usize>,
}

/// Characters after which a word is not looked up any more.
const LONGEST: usize = 100;

/// The word pieces of a model.
#[derive(Debug)]
pub(super) struct Vocabulary {
    ids: BTreeMap<String, u32>,
    longest: usize,
    pub(super) unknown: u32,
    pub(super) begin: u32,
    pub(super) end: u32,
}

impl Vocabulary {
    /// From its lines; the line number is the id.
    pub(super) fn new(lines: &str) -> Option<Vocabulary> {
        let ids: BTreeMap<String, u32> = lines.split('\n').map(str::to_owned).zip(0..).collect();
        let id = |s: &str| ids.get(s).copied();
        Some(Vocabulary {
            unknown: id("[UNK]")?,
            begin: id("[CLS]")?,
            end: id("[SEP]")?,
            longest: ids.keys().map(|k| k.trim_start_matches("##").len()).max()?,
            ids,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Greedy longest pieces of a folded word; one unknown piece if some part has none.
    fn split(&self, word: &str, out: &mut Vec<u32>) {
        let from = out.len();
        if word.is_empty() || word.chars().nth(LONGEST).is_some() {
            out.push(self.unknown);
            return;
        }
        let mut key = String::with_capacity(word.len() + 2);
        let mut start = 0;
        while start < word.len() {
            let rest = word.get(start..).unwrap_or("");
            let mut end = rest.len().min(self.longest);
            let found = loop {
                if end == 0 {
                    break None;
                }
                if let Some(part) = rest.get(..end) {
                    key.clear();
                    key.push_str(if start == 0 { "" } else { "##" });
                    key.push_str(part);
                    if let Some(&id) = self.ids.get(&key) {
                        break Some(id);
                    }
                }
                end -= 1;
            };
            let Some(id) = found else {
                out.truncate(from);
                out.push(self.unknown);
                return;
            };
            out.push(id);
            start += end;
        }
    }

    /// The pieces of `words` in order, with a break wherever the paragraph changes.
    pub(super) fn pieces(&self, text: &str, words: &[Word]) -> Vec<Piece> {
        let mut out = Vec::with_capacity(words.len() * 5 / 4);
        let mut ids = Vec::new();
        let mut para = None;
        for (n, word) in words.iter().enumerate() {
            if para.is_some_and(|p| p != word.para) {
                out.push(Piece {
                    id: self.end,
                    shape: Shape::Break,
                    inside: false,
                    first: true,
                    word: None,
                });
            }
            para = Some(word.para);
            let raw = word.span.of(text);
            ids.clear();
            self.split(&fold(raw), &mut ids);
            for (k, &id) in ids.iter().enumerate() {
                let shape = if k == 0 { shape(raw) } else { Shape::Inner };
                out.push(Piece { id, shape, inside: word.inside, first: k == 0, word: Some(n) });
            }
        }
        out
    }
}

/// The words of the part `within` of a text.
pub(super) fn words(text: &str, within: Span) -> Vec<Word> {
    let mut out = Vec::with_capacity(within.of(text).len() / 5);
    let mut at = within.start;
    for (para, line) in within.of(text).split('\n').enumerate() {
        let quoted = quoted(line);
        let mut marks = quoted.iter().peekable();
        let mut push = |start: usize, end: usize| {
            while marks.peek().is_some_and(|m| m.end <= start) {
                marks.next();
            }
            let inside = marks.peek().is_some_and(|m| m.start <= start);
            out.push(Word { span: Span::new(at + start, at + end), para, inside });
        };
        let mut open = None;
        for (i, c) in line.char_indices() {
            if c.is_alphanumeric() || is_combining_mark(c) {
                open = open.or(Some(i));
                continue;
            }
            if let Some(start) = open.take() {
                push(start, i);
            }
            if !c.is_whitespace() && !c.is_control() && !is_format(c) {
                push(i, i + c.len_utf8());
            }
        }
        if let Some(start) = open {
            push(start, line.len());
        }
        at += line.len() + 1;
    }
    out
}

/// Characters that steer the layout and are not seen.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Lower case without accents.
fn fold(word: &str) -> String {
    word.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)).collect()
}

fn shape(word: &str) -> Shape {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Shape::Mark };
    if !first.is_alphanumeric() {
        Shape::Mark
    } else if word.chars().any(char::is_numeric) {
        Shape::Digits
    } else if !word.chars().any(char::is_uppercase) {
        Shape::Lower
    } else if word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase) {
        Shape::Capitals
    } else if first.is_uppercase() && !chars.any(char::is_uppercase) {
        Shape::Capital
    } else {
        Shape::Mixed
    }
}

/// The marks that close what `c` opens.
fn closers(c: char) -> Option<&'static str> {
    Some(match c {
        '"' => "\"",
        '“' => "”",
        '«' => "»",
        '„' => "“”",
        '‘' => "’",
        '‚' => "‘’",
        '‹' => "›",
        _ => return None,
    })
}

/// What stands inside quotation marks in one line, marks included, in order. A mark that is never
/// closed counts to the end. Only a feature for the encoder: repairs are made elsewhere.
fn quoted(line: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let last = std::mem::replace(&mut before, c);
        match open {
            None => {
                let inner = matches!(c, '‘' | '‚') && last.is_alphanumeric();
                if let Some(close) = closers(c).filter(|_| !inner) {
                    open = Some((close, i));
                }
            }
            Some((close, since)) => {
                let odd = c == '”' && close == "\"" || c == '"' && close == "”";
                let apostrophe =
                    c == '’' && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
                if (close.contains(c) || odd) && !apostrophe {
                    out.push(Span::new(since, i + c.len_utf8()));
                    open = None;
                }
            }
        }
    }
    if let Some((_, since)) = open.filter(|(close, _)| !close.contains('’')) {
        out.push(Span::new(since, line.len()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Word> {
        words(text, Span::new(0, text.len()))
    }

    #[test]
    fn words_are_cut_at_every_mark() {
        let text = "Žofia’s 2,500\u{200b} – “No.”\nEnd";
        let got: Vec<&str> = all(text).iter().map(|w| w.span.of(text)).collect();
        assert_eq!(got, ["Žofia", "’", "s", "2", ",", "500", "–", "“", "No", ".", "”", "End"]);
        let inside: Vec<bool> = all(text).iter().map(|w| w.inside).collect();
        assert_eq!(inside.iter().filter(|&&x| x).count(), 4);
        assert_eq!(all(text).last().map(|w| w.para), Some(1));
    }

    #[test]
    fn marks_pair_by_habit() {
        let inside = |t: &str| {
            let w = all(t);
            w.iter().filter(|w| w.inside).map(|w| w.span.of(t).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            inside("a \"b\" c „d“ e «f» g"),
            ["\"", "b", "\"", "„", "d", "“", "«", "f", "»"]
        );
        assert_eq!(inside("‘it’s so’ he’s"), ["‘", "it", "’", "s", "so", "’"]);
        assert_eq!(inside("he said “never closed"), ["“", "never", "closed"]);
    }

    #[test]
    fn greedy_pieces_of_folded_words() {
        let v = Vocabulary::new("[UNK]\n[CLS]\n[SEP]\nharb\n##our\nh\n##arbour\n.").unwrap();
        let text = "Hárbour.\nharbx";
        let words = all(text);
        let got: Vec<u32> = v.pieces(text, &words).iter().map(|p| p.id).collect();
        assert_eq!(got, [3, 4, 7, 2, 0]);
    }

    #[test]
    fn shapes() {
        let got = ["a", "Ab", "A", "AB", "aB", "A1", "–"].map(shape);
        use Shape::*;
        assert_eq!(got, [Lower, Capital, Capital, Capitals, Mixed, Digits, Mark]);
    }
}
