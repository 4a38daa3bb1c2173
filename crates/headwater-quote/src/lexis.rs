//! What the fast tagger knows of single words: how often each was part of a cue, a speaker, the
//! beginning of reported words, and which word classes it belongs to. Keyed by hash, no texts.

use headwater_text::BadWeights;

/// Facts about a word, each a small class number; 0 is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// How often it is part of a cue: 1 seldom to 5 nearly always.
    pub cue: u8,
    /// How often part of a speaker.
    pub speaker: u8,
    /// How often the first word of content.
    pub opens: u8,
    /// Word classes, coarse to fine.
    pub classes: [u16; 3],
}

/// The table of words.
#[derive(Clone, Debug, Default)]
pub struct Lexis {
    keys: Vec<u32>,
    words: Vec<Word>,
}

/// Bytes of one entry.
const ENTRY: usize = 4 + 3 + 6;

impl Lexis {
    /// Builds the table; equal keys keep the first entry.
    pub fn new(mut rows: Vec<(u32, Word)>) -> Lexis {
        rows.sort_by_key(|r| r.0);
        rows.dedup_by_key(|r| r.0);
        Lexis {
            keys: rows.iter().map(|r| r.0).collect(),
            words: rows.iter().map(|r| r.1).collect(),
        }
    }

    /// Reads the packed form.
    ///
    /// # Errors
    ///
    /// Where there is no entry, or the last one is cut off.
    pub fn parse(bytes: &[u8]) -> Result<Lexis, BadWeights> {
        if bytes.is_empty() || !bytes.len().is_multiple_of(ENTRY) {
            return Err(BadWeights::Length);
        }
        let rows = bytes.chunks_exact(ENTRY).filter_map(|c| {
            let number = |i: usize| Some(u16::from_le_bytes([*c.get(i)?, *c.get(i + 1)?]));
            let key = u32::from_le_bytes(c.get(..4)?.try_into().ok()?);
            let classes = [number(7)?, number(9)?, number(11)?];
            Some((key, Word { cue: *c.get(4)?, speaker: *c.get(5)?, opens: *c.get(6)?, classes }))
        });
        Ok(Lexis::new(rows.collect()))
    }

    /// The packed form.
    pub fn pack(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.keys.len() * ENTRY);
        for (k, w) in self.keys.iter().zip(&self.words) {
            out.extend(k.to_le_bytes());
            out.extend([w.cue, w.speaker, w.opens]);
            for c in w.classes {
                out.extend(c.to_le_bytes());
            }
        }
        out
    }

    /// What is known of the word with this hash.
    pub fn get(&self, key: u32) -> Word {
        let at = self.keys.binary_search(&key).ok();
        at.and_then(|i| self.words.get(i)).copied().unwrap_or_default()
    }
}

/// The hash of a word in lower case, digits made alike. FNV-1a with a final mix.
pub(crate) fn hash(low: &str) -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    for b in low.bytes() {
        let b = if b.is_ascii_digit() { b'0' } else { b };
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^ (h >> 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_comes_back_as_packed() {
        let w = Word { cue: 3, speaker: 1, opens: 2, classes: [7, 250, 1000] };
        let l = Lexis::new(vec![(hash("said"), w), (hash("lind"), Word::default())]);
        let back = Lexis::parse(&l.pack()).unwrap();
        assert_eq!(Lexis::parse(&l.pack()[1..]).map(|_| ()), Err(BadWeights::Length));
        assert_eq!(back.get(hash("said")), w);
        assert_eq!(back.get(hash("unheard")), Word::default());
        assert_eq!(hash("2031"), hash("1999"));
    }
}
