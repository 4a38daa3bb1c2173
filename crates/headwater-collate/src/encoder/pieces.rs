//! A text cut into the word pieces of the model: its map of spellings first, then the likeliest
//! row of pieces (Kudo 2018, *Subword Regularization*; the unigram model of SentencePiece).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Ids of an unknown piece, of the beginning and of the end of a text.
const UNKNOWN: usize = 0;
const BEGIN: usize = 1;
const END: usize = 2;

/// What stands for a space, and how many bytes it has.
const SPACE: &str = "\u{2581}";

/// Most bytes of a text that are read.
const LONGEST: usize = 20_000;

/// Beginnings of pieces by hash.
type Starts = HashMap<u64, u32, BuildHasherDefault<Hashed>>;

/// The id of a beginning that is no piece itself.
const NO_PIECE: u32 = u32::MAX;

/// Beginnings for each piece, about, for which room is made at once.
const STARTS_A_PIECE: usize = 2;

/// Keys that are hashes already: hashing them again takes a fifth of the time that the model takes
/// to be read.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = (self.0 << 8) ^ u64::from(*b));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// The vocabulary.
pub(super) struct Pieces {
    /// Beginnings of pieces by hash; with the id where one ends there.
    starts: Starts,
    scores: Vec<f32>,
    unknown: f32,
    /// Most letters of a piece.
    longest: usize,
    spellings: Spellings,
}

impl Pieces {
    /// Reads a vocabulary in the older layout of SentencePiece's `ModelProto`: pieces in field 1,
    /// the map of spellings in field 3.2.
    pub(super) fn read(bytes: &[u8]) -> Option<Pieces> {
        let count = Fields(bytes).filter(|f| matches!(f, Some((1, _)))).count();
        let room = STARTS_A_PIECE * count;
        let mut starts = Starts::with_capacity_and_hasher(room, BuildHasherDefault::default());
        let mut scores = Vec::with_capacity(count);
        let mut longest = 0;
        let mut spellings = Spellings::default();
        for field in Fields(bytes) {
            match field? {
                (1, value) => {
                    let Some(piece) = Fields::first(value, 1)? else { continue };
                    let score = Fields::first(value, 2)?;
                    let score =
                        score.and_then(|v| v.try_into().ok()).map_or(0.0, f32::from_le_bytes);
                    let piece = std::str::from_utf8(piece).ok()?;
                    enter(&mut starts, piece, u32::try_from(scores.len()).ok()?, &mut longest);
                    scores.push(score);
                }
                (3, value) => {
                    let map = Fields::first(value, 2)?.unwrap_or_default();
                    spellings = Spellings::read(map)?;
                }
                _ => {}
            }
        }
        let least = scores.iter().copied().reduce(f32::min)?;
        Some(Pieces { starts, scores, unknown: least - 10.0, longest, spellings })
    }

    /// The ids of a text's pieces between those of its beginning and end.
    pub(super) fn cut(&self, text: &str) -> Vec<usize> {
        let end = (0..=text.len().min(LONGEST)).rev().find(|i| text.is_char_boundary(*i));
        let text = self.spellings.apply(text.get(..end.unwrap_or(0)).unwrap_or(""));
        let mut ids = vec![END];
        ids.extend(self.likeliest(&text));
        ids.push(BEGIN);
        ids.reverse();
        ids
    }

    /// The likeliest row of pieces, last first. Of equal rows the one whose last piece is longest.
    fn likeliest(&self, text: &str) -> Vec<usize> {
        let letters: Vec<char> = text.chars().collect();
        if letters.is_empty() {
            return vec![UNKNOWN];
        }
        // For each place: the best score up to it, where its last piece begins, and which it is.
        let mut best = vec![(f32::MIN, 0, UNKNOWN); letters.len() + 1];
        if let Some(first) = best.first_mut() {
            first.0 = 0.0;
        }
        for at in 0..letters.len() {
            let base = best.get(at).map_or(0.0, |b| b.0);
            let mut offer = |end: usize, score: f32, id: usize| {
                if let Some(place) = best.get_mut(end).filter(|p| score > p.0) {
                    *place = (score, at, id);
                }
            };
            let mut known = false;
            let mut hash = SEED;
            for (k, letter) in letters.iter().skip(at).take(self.longest).enumerate() {
                hash = step(hash, *letter);
                match self.starts.get(&hash) {
                    Some(&NO_PIECE) => {}
                    Some(id) => {
                        let id = *id as usize;
                        known |= k == 0;
                        let score = self.scores.get(id).copied().unwrap_or(0.0);
                        offer(at + k + 1, base + score, id);
                    }
                    None => break,
                }
            }
            if !known {
                offer(at + 1, base + self.unknown, UNKNOWN);
            }
        }
        let mut ids = Vec::new();
        let mut at = letters.len();
        while at > 0 {
            let Some((_, from, id)) = best.get(at).copied() else { break };
            ids.push(id);
            at = from.min(at - 1);
        }
        ids
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
}

/// Enters a piece and all its beginnings.
fn enter(starts: &mut Starts, piece: &str, id: u32, longest: &mut usize) {
    let count = piece.chars().count();
    *longest = (*longest).max(count);
    let mut hash = SEED;
    for (k, letter) in piece.chars().enumerate() {
        hash = step(hash, letter);
        let place = starts.entry(hash).or_insert(NO_PIECE);
        if k + 1 == count {
            *place = id;
        }
    }
}

/// The model's map of spellings: a double-array trie (Aoe 1989) of what is replaced, and the
/// replacements, each closed by a zero.
#[derive(Default)]
struct Spellings {
    units: Vec<u32>,
    replaced: Vec<u8>,
}

impl Spellings {
    fn read(bytes: &[u8]) -> Option<Spellings> {
        let Some((size, rest)) = bytes.split_first_chunk::<4>() else {
            return Some(Spellings::default());
        };
        let (trie, replaced) = rest.split_at_checked(u32::from_le_bytes(*size) as usize)?;
        let unit = |b: &[u8]| u32::from_le_bytes(b.try_into().unwrap_or_default());
        Some(Spellings {
            units: trie.chunks_exact(4).map(unit).collect(),
            replaced: replaced.to_vec(),
        })
    }

    /// The text in the model's spelling: each word led by [`SPACE`], one between words.
    fn apply(&self, text: &str) -> String {
        let mut plain: Vec<u8> = Vec::with_capacity(text.len());
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let (word, used) = self.longest(rest).unwrap_or_else(|| {
                let letter = text.get(at..).and_then(|t| t.chars().next());
                let used = letter.map_or(1, char::len_utf8);
                (rest.get(..used).unwrap_or(rest), used)
            });
            plain.extend(word);
            at += used.max(1);
        }
        let plain = String::from_utf8_lossy(&plain);
        let words = plain.split(' ').filter(|w| !w.is_empty());
        words.flat_map(|word| [SPACE, word]).collect()
    }

    /// The longest beginning that the map replaces: by what, and how many bytes it has.
    fn longest(&self, text: &[u8]) -> Option<(&[u8], usize)> {
        let offset = |unit: u32| ((unit >> 10) << ((unit & 0x200) >> 6)) as usize;
        let mut node = offset(*self.units.first()?);
        let mut found = None;
        for (i, byte) in text.iter().enumerate() {
            node ^= usize::from(*byte);
            let Some(unit) = self.units.get(node).copied() else { break };
            if unit & 0x8000_00ff != u32::from(*byte) {
                break;
            }
            node ^= offset(unit);
            if unit & 0x100 != 0 {
                let value = self.units.get(node).map_or(0, |u| u & 0x7fff_ffff) as usize;
                found = Some((value, i + 1));
            }
        }
        let (value, used) = found?;
        let row = self.replaced.get(value..)?;
        Some((row.split(|b| *b == 0).next()?, used))
    }
}

/// The fields of a message in the protocol-buffer format: numbers and their bytes; numbers that
/// stand alone are left out. Ends with a `None` where it is no such message.
struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    /// The bytes of the first field of a number.
    fn first(message: &'b [u8], number: u64) -> Option<Option<&'b [u8]>> {
        for field in Fields(message) {
            let (found, value) = field?;
            if found == number {
                return Some(Some(value));
            }
        }
        Some(None)
    }

    fn take(&mut self) -> Option<Option<(u64, &'b [u8])>> {
        let key = varint(&mut self.0)?;
        let length = match key & 7 {
            0 => {
                varint(&mut self.0)?;
                return Some(None);
            }
            1 => 8,
            2 => usize::try_from(varint(&mut self.0)?).ok()?,
            5 => 4,
            _ => return None,
        };
        let (value, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Some((key >> 3, value)))
    }
}

impl<'b> Iterator for Fields<'b> {
    type Item = Option<(u64, &'b [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.0.is_empty() {
            match self.take() {
                Some(None) => {}
                Some(found) => return Some(found),
                None => {
                    self.0 = &[];
                    return Some(None);
                }
            }
        }
        None
    }
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const WORDS: [(&str, f32); 8] = [
        ("<unk>", 0.0),
        ("<s>", 0.0),
        ("</s>", 0.0),
        ("\u{2581}the", -2.0),
        ("\u{2581}dam", -5.0),
        ("\u{2581}", -3.0),
        ("d", -6.0),
        ("am", -6.5),
    ];

    /// A small vocabulary as a file.
    pub(in crate::encoder) fn vocabulary() -> Vec<u8> {
        let mut out = Vec::new();
        for (word, score) in WORDS {
            let mut piece = vec![10, word.len() as u8];
            piece.extend(word.as_bytes());
            piece.push(21);
            piece.extend(score.to_le_bytes());
            out.extend([10, piece.len() as u8]);
            out.extend(piece);
        }
        out
    }

    #[test]
    fn the_likeliest_pieces_are_taken() {
        let pieces = Pieces::read(&vocabulary()).expect("a vocabulary");
        assert_eq!(pieces.cut("the dam"), [BEGIN, 3, 4, END]);
        assert_eq!(pieces.cut(" the  damd"), [BEGIN, 3, 4, 6, END]);
        assert_eq!(pieces.cut("am"), [BEGIN, 5, 7, END]);
        assert_eq!(pieces.cut("x"), [BEGIN, 5, UNKNOWN, END]);
        assert_eq!(pieces.cut(""), [BEGIN, UNKNOWN, END]);
    }

    #[test]
    fn cut_off_files_are_refused() {
        let whole = vocabulary();
        for end in 1..whole.len() {
            // Some cuts fall between two pieces: those are vocabularies, only smaller.
            let _ = Pieces::read(&whole[..end]);
        }
        assert!(Pieces::read(&whole[..whole.len() - 3]).is_none());
        assert!(Pieces::read(&[0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f]).is_none());
    }
}
