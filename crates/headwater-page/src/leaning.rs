//! Words in, how much each speaks for or against the body of an article: a learned table of hashes.
//!
//! Words of lines, what lines begin and end with, whole lines, and words of classes and ids stand
//! in one table, each hashed with the kind that it is. No word can be read from it.
//!
//! Bytes: `HWL1`, then little-endian: u32 number of entries; their hashes, u32 each, ascending;
//! their log odds in sixteenths, i8 each.

use crate::runs::run_hash;
use headwater_text::BadWeights;

/// What a hash stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word of a line.
    Word = 1,
    /// The first two words of a line.
    Start,
    /// The last two.
    End,
    /// The line, up to twelve words.
    Line,
    /// A word of a class or an id.
    Class,
}

/// Words of a line that count for [`Kind::Line`].
const LINE: usize = 12;

/// The hash of a word of some kind.
#[inline]
pub(crate) fn key(kind: Kind, hash: u64) -> u32 {
    let mixed = (hash ^ (kind as u64) << 59).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

/// The keys of a line as a whole, from the hashes of its words: start, end, line.
pub(crate) fn line_keys(words: &[u32]) -> [u32; 3] {
    let start = words.get(..words.len().min(2)).unwrap_or(words);
    let end = words.get(words.len().saturating_sub(2)..).unwrap_or(words);
    let line = words.get(..words.len().min(LINE)).unwrap_or(words);
    [
        key(Kind::Start, run_hash(start)),
        key(Kind::End, run_hash(end)),
        key(Kind::Line, run_hash(line)),
    ]
}

/// A table of words.
#[derive(Clone, Debug, Default)]
pub struct Leanings {
    keys: Vec<u32>,
    odds: Vec<i8>,
    /// Where the keys that begin with each number of [`BITS`] bits stand.
    starts: Vec<u32>,
}

/// Leading bits of a key by which it is looked up.
const BITS: u32 = 13;

impl Leanings {
    /// Reads a table.
    ///
    /// # Errors
    ///
    /// Where the bytes are not one.
    pub fn parse(bytes: &[u8]) -> Result<Leanings, BadWeights> {
        let rest = bytes.strip_prefix(b"HWL1").ok_or(BadWeights::Mark("HWL1"))?;
        let (count, rest) = rest.split_first_chunk::<4>().ok_or(BadWeights::Length)?;
        let count = u32::from_le_bytes(*count) as usize;
        let (keys, odds) =
            rest.split_at_checked(count.saturating_mul(4)).ok_or(BadWeights::Length)?;
        let keys: Vec<u32> =
            keys.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect();
        if odds.len() != count {
            return Err(BadWeights::Length);
        }
        if !keys.is_sorted() {
            return Err(BadWeights::Value);
        }
        let place = |n: u32| keys.partition_point(|k| k >> (32 - BITS) < n) as u32;
        let starts = (0..=1 << BITS).map(place).collect();
        Ok(Leanings { odds: odds.iter().map(|b| i8::from_le_bytes([*b])).collect(), keys, starts })
    }

    /// Log odds of a word by its key.
    #[inline]
    pub(crate) fn of(&self, key: u32) -> Option<f32> {
        let bucket = (key >> (32 - BITS)) as usize;
        let from = *self.starts.get(bucket)? as usize;
        let to = *self.starts.get(bucket + 1)? as usize;
        let at = from + self.keys.get(from..to)?.iter().position(|k| *k == key)?;
        Some(f32::from(*self.odds.get(at)?) / 16.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_knows_its_words() {
        let mut keys = [key(Kind::Word, 7), key(Kind::Class, 7), 3, u32::MAX];
        keys.sort_unstable();
        let mut bytes = b"HWL1\x04\0\0\0".to_vec();
        keys.iter().for_each(|k| bytes.extend(k.to_le_bytes()));
        bytes.extend([16, 0xf0, 8, 127]);
        let table = Leanings::parse(&bytes).unwrap();
        assert_eq!(keys.map(|k| table.of(k)), [Some(1.0), Some(-1.0), Some(0.5), Some(7.9375)]);
        assert_eq!(table.of(4), None);
        assert_eq!(Leanings::default().of(4), None);
        let why = |b: &[u8]| Leanings::parse(b).map(|_| ()).unwrap_err();
        assert_eq!(why(&bytes[..bytes.len() - 1]), BadWeights::Length);
        bytes[8..24].reverse();
        assert_eq!(why(&bytes), BadWeights::Value);
        assert_eq!(why(b"HWF1"), BadWeights::Mark("HWL1"));
    }

    #[test]
    fn kinds_do_not_meet() {
        let [start, end, line] = line_keys(&[5, 6]);
        assert!(start != end && end != line && key(Kind::Word, 5) != key(Kind::Class, 5));
        assert_eq!(line_keys(&[5, 6, 7, 8])[0], start);
        assert_eq!(line_keys(&[9, 5, 6])[1], end);
        assert_eq!(line_keys(&[]).len(), 3);
    }
}
