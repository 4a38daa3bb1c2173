//! A text as a row of words ready for comparison: place, folded form as a hash, kind.

use headwater_lang::{Class, Entry, Language};
use headwater_text::{Span, Token, TokenKind, fold, tokens};

/// One word or number of a text. There are many: it is kept small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Hash of the folded form.
    pub hash: u64,
    start: u32,
    end: u32,
}

impl Word {
    /// Where it stands.
    pub(crate) fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// The words and numbers of `within`, marks left out.
pub(crate) fn words(text: &str, within: Span) -> Vec<Word> {
    let part = within.of(text);
    let mut out = Vec::with_capacity(part.len() / 6);
    for Token { span, .. } in headwater_text::words(text, within) {
        let hash = quick(span.of(text));
        // Half the room: no text of ours is longer than four gigabytes.
        out.push(Word { hash, start: span.start as u32, end: span.end as u32 });
    }
    out
}

/// The hash of a word's folded form, for words held against one another in one run: eight bytes
/// at a time.
fn quick(word: &str) -> u64 {
    // With this bit ASCII letters are small; what else stands in a word has it already.
    if word.is_ascii() { eights(word.as_bytes(), 0x20) } else { eights(fold(word).as_bytes(), 0) }
}

/// The hash of a token that is folded already, for tokens held against one another in one run.
pub(crate) fn hash_folded(fold: &str) -> u64 {
    eights(fold.as_bytes(), 0)
}

fn eights(bytes: &[u8], bit: u8) -> u64 {
    let whole = |row: &[u8]| row.iter().rev().fold(0, |sum, b| sum << 8 | u64::from(b | bit));
    let mut hash = SEED ^ bytes.len() as u64;
    for row in bytes.chunks(8) {
        hash = (hash ^ whole(row)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    finish(hash)
}

/// The hash of a word's folded form. The shipped tables are keyed by it.
pub(crate) fn hash_word(word: &str) -> u64 {
    if word.is_ascii() {
        return finish(word.bytes().fold(SEED, |h, b| step(h, b.to_ascii_lowercase())));
    }
    finish(fold(word).bytes().fold(SEED, step))
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads the bits of a hash (the finaliser of SplitMix64).
pub(crate) fn finish(hash: u64) -> u64 {
    let h = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// Two hashes in order made into one.
pub(crate) fn join(a: u64, b: u64) -> u64 {
    finish(a.rotate_left(23) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// A token of an alignment, with its folded form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it stands.
    pub span: Span,
    /// Word, number or mark.
    pub kind: TokenKind,
    /// Folded form; *n't* is `not`.
    pub fold: String,
}

/// The negator that a folded word ends with: its full form, and how many bytes of the word are it.
fn negator_of(folded: &str) -> Option<(&'static str, usize)> {
    let all = Language::unknown();
    let glued = all.find(Class::GluedNot, folded).map(|e| (e.key, e.key.len()));
    let ends = |e: &&Entry| folded.ends_with(e.word);
    glued.or_else(|| all.words(Class::NotEnd).iter().find(ends).map(|e| (e.key, e.word.len())))
}

/// The tokens of `text` for an alignment: marks kept, *doesn't* cut into *does* and *n't*, a
/// genitive *'s* cut off.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    for Token { span, kind } in tokens(text) {
        let folded = fold(span.of(text)).replace(['\u{2019}', '\u{2018}'], "'");
        let cut = match (kind, folded.as_str()) {
            (TokenKind::Word, f) if let Some(not) = negator_of(f) => Some(f.len() - not.1),
            (TokenKind::Word, f) if elided(f) => f.find('\'').map(|at| at + 1),
            (TokenKind::Word, f) => f.rfind('\'').filter(|at| f.len() - at <= 3 && *at > 1),
            _ => None,
        };
        let width = span.len();
        match cut {
            Some(at) if folded.is_char_boundary(at) => {
                // Folding may change lengths in bytes: the tail is measured from the end.
                let tail = folded.get(at..).unwrap_or("");
                let tail_bytes = tail_width(span.of(text), tail.chars().count());
                let middle = span.start + width.saturating_sub(tail_bytes);
                let head = folded.get(..at).unwrap_or("");
                let full = Language::unknown().find(Class::BeforeNotEnd, head);
                let head = full.map_or(head, |e| e.key);
                let tail = negator_of(&folded).map_or(tail, |not| not.0);
                out.push(Piece { span: Span::new(span.start, middle), kind, fold: head.into() });
                out.push(Piece { span: Span::new(middle, span.end), kind, fold: tail.into() });
            }
            _ => {
                let fold = if kind == TokenKind::Number { number_fold(&folded) } else { folded };
                out.push(Piece { span, kind, fold });
            }
        }
    }
    out.retain(|p| !p.span.is_empty());
    out
}

/// *l'eau*, *n'a*, *qu'il*: elision, in whatever language: names bring theirs along.
fn elided(word: &str) -> bool {
    let Some((head, tail)) = word.split_once('\'') else { return false };
    tail.len() > 1 && Language::unknown().has(Class::Elision, head)
}

/// Bytes of the last `chars` characters of `word`.
fn tail_width(word: &str, chars: usize) -> usize {
    word.chars().rev().take(chars).map(char::len_utf8).sum()
}

/// `1,200` and `1.200` as `1200`; `7,4` and `7.4` stay apart from `74`.
fn number_fold(number: &str) -> String {
    let groups: Vec<&str> = number.split([',', '.']).collect();
    let figures = groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_digit()));
    let thousands = figures
        && groups.len() > 1
        && groups.first().is_some_and(|g| g.len() <= 3)
        && groups.iter().skip(1).all(|g| g.len() == 3);
    if thousands { groups.concat() } else { number.replace(',', ".") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|p| p.fold).collect()
    }

    #[test]
    fn contractions_and_genitives_are_cut() {
        assert_eq!(folds("He doesn’t; Lind's"), ["he", "does", "not", ";", "lind", "'s"]);
        assert_eq!(folds("won't cannot"), ["will", "not", "can", "not"]);
        let text = "doesn’t";
        let cut: Vec<&str> = pieces(text).iter().map(|p| p.span.of(text)).collect();
        assert_eq!(cut, ["does", "n’t"]);
    }

    #[test]
    fn spellings_of_a_word_share_a_hash() {
        let hash = |w: &str| words(w, Span::new(0, w.len())).first().map(|w| w.hash);
        for (a, b) in [("Élysée", "elysee"), ("HARBOURMASTER", "harbourmaster"), ("it’s", "IT'S")]
        {
            assert_eq!(hash(a), hash(b), "{a}");
        }
        for (a, b) in [("harbour", "harbours"), ("порт", "порта"), ("a", "aa"), ("1,200", "1.200")]
        {
            assert_ne!(hash(a), hash(b), "{a}");
        }
    }

    #[test]
    fn thousands_fold() {
        assert_eq!(folds("1,200 1.200 7,4 7.4"), ["1200", "1200", "7.4", "7.4"]);
        // Letters behind a figure are no group of three.
        assert_eq!(folds("3.4bn"), ["3.4bn"]);
    }
}
