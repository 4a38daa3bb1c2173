//! Static vectors of words: 64 numbers for a folded word, from a shipped table of word pieces. See
//! `weights/README.md`.

use crate::words::hash_word;
use headwater_text::{BadWeights, shipped};
use std::sync::LazyLock;

/// Numbers of a vector.
pub(crate) const DIMS: usize = 64;
/// A word's vector.
pub(crate) type Vector = [f32; DIMS];

pub(crate) static BYTES: &[u8] = include_bytes!("../../weights/vectors.bin");
const HEAD: usize = 12;
/// Longest piece tried, in characters.
const LONGEST: usize = 16;
/// Longest word cut into pieces, in characters.
const WORD: usize = 40;
/// What a character costs that no piece covers, in twelfths of a nat.
const UNKNOWN: u32 = 300;

struct Table {
    keys: Vec<u32>,
    costs: &'static [u8],
    scales: Vec<f32>,
    rows: &'static [u8],
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| shipped("vectors.bin", Table::read(BYTES).ok_or(BadWeights::Length)));

impl Table {
    fn read(bytes: &'static [u8]) -> Option<Table> {
        let count = u32::from_le_bytes(bytes.get(8..HEAD)?.try_into().ok()?) as usize;
        let (keys, rest) = bytes.get(HEAD..)?.split_at_checked(count * 4)?;
        let (costs, rest) = rest.split_at_checked(count)?;
        let (scales, rows) = rest.split_at_checked(count * 4)?;
        let keys = keys.as_chunks::<4>().0.iter().map(|k| u32::from_le_bytes(*k)).collect();
        let scales = scales.as_chunks::<4>().0.iter().map(|k| f32::from_le_bytes(*k)).collect();
        (rows.len() == count * DIMS).then_some(Table { keys, costs, scales, rows })
    }

    fn look(&self, piece: &str) -> Option<usize> {
        self.keys.binary_search(&((hash_word(piece) >> 32) as u32)).ok()
    }

    fn add(&self, at: usize, out: &mut Vector) {
        let scale = self.scales.get(at).copied().unwrap_or(0.0);
        let row = self.rows.get(at * DIMS..(at + 1) * DIMS).unwrap_or(&[]);
        for (sum, byte) in out.iter_mut().zip(row) {
            *sum += f32::from(byte.cast_signed()) * scale;
        }
    }
}

/// The vector of a folded word: the sum of its pieces, frequent ones weighing less.
pub(crate) fn vector(word: &str) -> Vector {
    let mut out = [0.0; DIMS];
    let marked = format!("\u{2581}{word}");
    if let Some(at) = TABLE.look(&marked) {
        TABLE.add(at, &mut out);
        return out;
    }
    for at in cut(&marked) {
        TABLE.add(at, &mut out);
    }
    out
}

/// The cheapest way to cut a word into pieces of the table.
fn cut(word: &str) -> Vec<usize> {
    let ends: Vec<usize> = word.char_indices().map(|(i, c)| i + c.len_utf8()).take(WORD).collect();
    let mut best: Vec<(u32, usize, Option<usize>)> = vec![(0, 0, None)];
    for (j, end) in ends.iter().enumerate() {
        let mut top = (u32::MAX, 0, None);
        for i in j.saturating_sub(LONGEST - 1)..=j {
            let start = i.checked_sub(1).and_then(|k| ends.get(k)).copied().unwrap_or(0);
            let base = best.get(i).map_or(u32::MAX / 2, |b| b.0);
            let piece = word.get(start..*end).and_then(|p| TABLE.look(p));
            let cost = match piece {
                Some(at) => u32::from(TABLE.costs.get(at).copied().unwrap_or(u8::MAX)),
                None if i == j => UNKNOWN,
                None => continue,
            };
            if base + cost < top.0 {
                top = (base + cost, i, piece);
            }
        }
        best.push(top);
    }
    let mut out = Vec::new();
    let mut at = ends.len();
    while at > 0 {
        let Some((_, from, piece)) = best.get(at) else { break };
        out.extend(*piece);
        at = *from;
    }
    out
}

/// Cosine of two vectors; 0 where one is empty.
#[cfg(test)]
pub(crate) fn cosine(a: &Vector, b: &Vector) -> f32 {
    let dot = |x: &Vector, y: &Vector| x.iter().zip(y).map(|(p, q)| p * q).sum::<f32>();
    let norm = (dot(a, a) * dot(b, b)).sqrt();
    if norm > 0.0 { dot(a, b) / norm } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_words_lie_close() {
        let near = |a: &str, b: &str| cosine(&vector(a), &vector(b));
        assert!(near("resume", "continue") > near("resume", "harbour") + 0.1);
        assert!(near("war", "krieg") > near("war", "butter") + 0.2);
        assert!(near("president", "президент") > near("president", "цена") + 0.2);
        assert!(vector("").iter().all(|x| x.is_finite()));
        assert!(vector(&"щ".repeat(5000)).iter().all(|x| x.is_finite()));
    }
}
