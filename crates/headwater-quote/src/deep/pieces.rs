//! Cuts a text into words, word pieces and small surface features, as the encoder was trained on
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
    cutter: Cutter,
    len: usize,
    pub(super) unknown: u32,
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// How a word is cut into pieces.
#[derive(Debug)]
enum Cutter {
    /// The longest piece first; words are folded before.
    Greedy { ids: BTreeMap<String, u32>, longest: usize },
    /// The pieces whose scores add up to the most; words are read as printed.
    Likeliest(Scored),
}

/// Pieces in the order of their bytes, each with its score.
#[derive(Debug)]
struct Scored {
    text: String,
    /// Where each piece begins in `text`, and where the last one ends.
    starts: Vec<usize>,
    scores: Vec<f32>,
    /// The id of the first piece.
    first: u32,
    /// What a character costs that no piece has.
    missing: f64,
}

/// Begins a piece before which there is white space.
const SPACE: char = '▁';

impl Vocabulary {
    /// From its lines; the line number is the id.
    pub(super) fn greedy(lines: &str) -> Option<Vocabulary> {
        let ids: BTreeMap<String, u32> = lines.split('\n').map(str::to_owned).zip(0..).collect();
        let id = |s: &str| ids.get(s).copied();
        let longest = ids.keys().map(|k| k.trim_start_matches("##").len()).max()?;
        Some(Vocabulary {
            unknown: id("[UNK]")?,
            begin: id("[CLS]")?,
            end: id("[SEP]")?,
            len: ids.len(),
            cutter: Cutter::Greedy { ids, longest },
        })
    }

    /// From its lines and a score for each: first the three for the beginning of a window, its end
    /// and what is unknown, then the pieces in the order of their bytes.
    pub(super) fn likeliest(lines: &str, scores: &[f32]) -> Option<Vocabulary> {
        let mut pieces = lines.split('\n');
        let special: usize = pieces.by_ref().take(3).map(|p| p.len() + 1).sum();
        let text = lines.get(special..)?;
        let scores = scores.get(3..)?;
        let mut starts = Vec::with_capacity(scores.len() + 1);
        let mut own = String::with_capacity(text.len());
        let mut last = "";
        for piece in text.split('\n') {
            if piece <= last {
                return None;
            }
            starts.push(own.len());
            own.push_str(piece);
            last = piece;
        }
        starts.push(own.len());
        let least = scores.iter().fold(f32::MAX, |m, s| m.min(*s));
        if starts.len() != scores.len() + 1 {
            return None;
        }
        let missing = f64::from(least) - 10.0;
        let scored = Scored { text: own, starts, scores: scores.to_vec(), first: 3, missing };
        let (begin, end, unknown) = (0, 1, 2);
        Some(Vocabulary {
            len: scores.len() + 3,
            cutter: Cutter::Likeliest(scored),
            unknown,
            begin,
            end,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether marks that turn their back on the words (»…«, ”…”) count as pairs for this model.
    pub(super) fn turned(&self) -> bool {
        matches!(self.cutter, Cutter::Likeliest(_))
    }

    /// The pieces of a word as printed; `spaced`: white space stands before it.
    fn split(&self, word: &str, spaced: bool, out: &mut Vec<u32>) {
        let long = |w: &str| w.chars().nth(LONGEST).is_some();
        let from = out.len();
        let cut = match &self.cutter {
            Cutter::Greedy { ids, longest } => {
                let word = fold(word);
                !long(&word) && greedy(ids, *longest, &word, out)
            }
            Cutter::Likeliest(scored) => !long(word) && scored.cut(word, spaced, self.unknown, out),
        };
        if !cut || out.len() == from {
            out.truncate(from);
            out.push(self.unknown);
        }
    }

    /// The pieces of `words` in order, with a break wherever the paragraph changes.
    pub(super) fn pieces(&self, text: &str, within: Span, words: &[Word]) -> Vec<Piece> {
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
            let before = text.get(..word.span.start).unwrap_or("");
            let spaced = word.span.start == within.start || before.ends_with(char::is_whitespace);
            self.split(raw, spaced, &mut ids);
            for (k, &id) in ids.iter().enumerate() {
                let shape = if k == 0 { shape(raw) } else { Shape::Inner };
                out.push(Piece { id, shape, inside: word.inside, first: k == 0, word: Some(n) });
            }
        }
        out
    }
}

/// Greedy longest pieces of a folded word; false if some part has none.
fn greedy(ids: &BTreeMap<String, u32>, longest: usize, word: &str, out: &mut Vec<u32>) -> bool {
    let mut key = String::with_capacity(word.len() + 2);
    let mut start = 0;
    while start < word.len() {
        let rest = word.get(start..).unwrap_or("");
        let mut end = rest.len().min(longest);
        let found = loop {
            if end == 0 {
                return false;
            }
            if let Some(part) = rest.get(..end) {
                key.clear();
                key.push_str(if start == 0 { "" } else { "##" });
                key.push_str(part);
                if let Some(&id) = ids.get(&key) {
                    break id;
                }
            }
            end -= 1;
        };
        out.push(found);
        start += end;
    }
    true
}

impl Scored {
    fn piece(&self, n: usize) -> &[u8] {
        let ends = self.starts.get(n).zip(self.starts.get(n + 1));
        ends.and_then(|(a, b)| self.text.as_bytes().get(*a..*b)).unwrap_or(&[])
    }

    /// Calls `found` with the length and number of every piece that `text` begins with, shortest
    /// first.
    fn prefixes(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let (mut low, mut high) = (0, self.scores.len());
        let mut done = 0;
        for c in text.chars() {
            let end = done + c.len_utf8();
            let want = text.as_bytes().get(done..end).unwrap_or(&[]);
            // All pieces from `low` to `high` begin with what is done; those that go on as the
            // text does stand together.
            let next = |n: usize| {
                let piece = self.piece(n);
                piece.get(done..end.min(piece.len())).unwrap_or(&[])
            };
            let (mut a, mut b) = (low, high);
            while a < b {
                let middle = usize::midpoint(a, b);
                if next(middle) < want { a = middle + 1 } else { b = middle }
            }
            low = a;
            b = high;
            while a < b {
                let middle = usize::midpoint(a, b);
                if next(middle) <= want { a = middle + 1 } else { b = middle }
            }
            high = a;
            if low == high {
                return;
            }
            done = end;
            if self.piece(low).len() == done {
                found(done, low);
            }
        }
    }

    /// The pieces of a word whose scores add up to the most. Characters that no piece has are
    /// unknown, one or several in a row alike.
    fn cut(&self, word: &str, spaced: bool, unknown: u32, out: &mut Vec<u32>) -> bool {
        let plain = word.nfkc().map(|c| if c == ' ' { SPACE } else { c });
        let word: String = spaced.then_some(SPACE).into_iter().chain(plain).collect();
        // For every place the best sum up to it, where its last piece begins, and that piece.
        let mut best = vec![(f64::MIN, 0, unknown); word.len() + 1];
        if let Some(first) = best.first_mut() {
            first.0 = 0.0;
        }
        for (i, c) in word.char_indices() {
            let sum = best.get(i).map_or(0.0, |b| b.0);
            let mut put = |length: usize, score: f64, id: u32| {
                if let Some(slot) = best.get_mut(i + length).filter(|s| sum + score > s.0) {
                    *slot = (sum + score, i, id);
                }
            };
            let mut single = false;
            self.prefixes(word.get(i..).unwrap_or(""), |length, n| {
                single |= length == c.len_utf8();
                let score = self.scores.get(n).copied().unwrap_or(0.0);
                put(length, f64::from(score), self.first + n as u32);
            });
            if !single {
                put(c.len_utf8(), self.missing, unknown);
            }
        }
        let from = out.len();
        let mut at = word.len();
        while let Some(&(_, back, id)) = best.get(at).filter(|_| at > 0) {
            if id != unknown || out.len() == from || out.last() != Some(&unknown) {
                out.push(id);
            }
            at = back;
        }
        if let Some(own) = out.get_mut(from..) {
            own.reverse();
        }
        true
    }
}

/// The words of the part `within` of a text.
pub(super) fn words(text: &str, within: Span, turned: bool) -> Vec<Word> {
    let mut out = Vec::with_capacity(within.of(text).len() / 5);
    let mut at = within.start;
    for (para, line) in within.of(text).split('\n').enumerate() {
        let quoted = quoted(line, turned);
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
fn closers(c: char, turned: bool) -> Option<&'static str> {
    Some(match c {
        '"' => "\"”",
        '“' => "”\"",
        '«' => "»",
        '„' if turned => "“”»",
        '„' => "“”",
        '‘' => "’",
        '‚' => "‘’",
        '‹' => "›",
        _ => return None,
    })
}

/// The marks that close what `c` opens, if it is a closing mark that is made to open.
fn turned_closer(c: char) -> Option<&'static str> {
    Some(match c {
        '»' => "«",
        '”' => "”",
        '›' => "‹",
        _ => return None,
    })
}

/// What stands inside quotation marks in one line, marks included, in order. A mark that is never
/// closed counts to the end. `turned`: closing marks right before a word open. Only a feature for
/// the encoder: repairs are made elsewhere.
fn quoted(line: &str, turned: bool) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let last = std::mem::replace(&mut before, c);
        let word_next = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        match open {
            None => {
                let inner = matches!(c, '‘' | '‚') && last.is_alphanumeric();
                let back = turned && word_next && !last.is_alphanumeric();
                let close = closers(c, turned)
                    .filter(|_| !inner)
                    .or_else(|| turned_closer(c).filter(|_| back));
                open = close.map(|close| (close, i));
            }
            Some((close, since)) => {
                let apostrophe = c == '’' && word_next;
                if close.contains(c) && !apostrophe {
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
        words(text, Span::new(0, text.len()), false)
    }

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
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
        let v = Vocabulary::greedy("[UNK]\n[CLS]\n[SEP]\nharb\n##our\nh\n##arbour\n.").unwrap();
        let text = "Hárbour.\nharbx";
        let words = all(text);
        let got: Vec<u32> = v.pieces(text, whole(text), &words).iter().map(|p| p.id).collect();
        assert_eq!(got, [3, 4, 7, 2, 0]);
    }

    #[test]
    fn shapes() {
        let got = ["a", "Ab", "A", "AB", "aB", "A1", "–"].map(shape);
        use Shape::*;
        assert_eq!(got, [Lower, Capital, Capital, Capitals, Mixed, Digits, Mark]);
    }

    #[test]
    fn likeliest_pieces_of_words_as_printed() {
        let pieces = ["a", "harb", "harbour", "our", "▁", "▁h", "▁harb"];
        let lines = format!("B\nE\nU\n{}", pieces.join("\n"));
        let scores = [0.0, 0.0, 0.0, -3.0, -5.0, -9.5, -4.0, -2.0, -3.0, -6.0];
        let v = Vocabulary::likeliest(&lines, &scores).unwrap();
        let cut = |text: &str| {
            let words = words(text, whole(text), true);
            let ids = v.pieces(text, whole(text), &words).iter().map(|p| p.id).collect::<Vec<_>>();
            let name = |id: &u32| (*id as usize).checked_sub(3).map_or("?", |n| pieces[n]);
            ids.iter().map(name).collect::<Vec<_>>().join(" ")
        };
        // -6 - 4 beats -2 - 9.5; without white space before it the whole word is one piece.
        assert_eq!(cut("harbour"), "▁harb our");
        assert_eq!(cut("(harbour"), "▁ ? harb our");
        assert_eq!(cut("aжшa"), "▁ a ? a");
        // A letter and its accent apart are the letter with it: unknown here.
        assert_eq!(cut("a\u{301}"), cut("á"));
    }

    #[test]
    fn pieces_out_of_order_are_refused() {
        assert!(Vocabulary::likeliest("B\nE\nU\nb\na", &[0.0; 5]).is_none());
        assert!(Vocabulary::likeliest("B\nE\nU\na\nb", &[0.0; 4]).is_none());
        assert!(Vocabulary::likeliest("B\nE", &[0.0; 2]).is_none());
    }

    #[test]
    fn marks_that_turn_their_back_pair_where_the_model_knows_them() {
        let inside = |t: &str, turned: bool| {
            let all = words(t, whole(t), turned);
            all.iter().filter(|w| w.inside).map(|w| w.span.of(t)).collect::<String>()
        };
        assert_eq!(inside("a »b« c ”d” e", true), "»b«”d”");
        assert_eq!(inside("a »b« c", false), "«c");
        assert_eq!(inside("a «b» c", true), "«b»");
    }
}
