//! Reads a [`Deep`] from the bytes of a model file. `training/deep/export.py` writes such files.
//!
//! Little-endian: the mark `HWDEEP2\n`; numbers of 32 bits: layers, width, inner width, heads,
//! places, word pieces, bytes of the vocabulary, group of the word table, width of the pointers,
//! relations, stances; the vocabulary, a piece a line, and the pieces' scores; then the tensors in
//! the order in which [`read`] takes them. Files of the first version (`HWDEEP1\n`) lack the last
//! two numbers, the scores, the outer labels and stance; they have the relations to speaker and cue.

use super::encoder::{Encoder, Layer, Table};
use super::pieces::Vocabulary;
use super::{Deep, Labels, RELATIONS, STANCES, TAGS};
use headwater_network::{Linear, Norm};
use std::fmt;

/// A model file that cannot be used, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(pub &'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a usable tagger model: {}", self.0)
    }
}

impl std::error::Error for Broken {}

const FIRST: &[u8] = b"HWDEEP1\n";
const SECOND: &[u8] = b"HWDEEP2\n";
/// No dimension of a model is larger; also keeps every product of two far from overflow.
const LARGEST: usize = 1 << 20;

/// What is left of the bytes.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, n: usize) -> Result<&'b [u8], Broken> {
        let (now, rest) = self.0.split_at_checked(n).ok_or(Broken("the file ends too early"))?;
        self.0 = rest;
        Ok(now)
    }

    fn number(&mut self) -> Result<usize, Broken> {
        let bytes = self.take(4)?.as_chunks::<4>().0.first().copied().unwrap_or_default();
        let n = u32::from_le_bytes(bytes) as usize;
        if n == 0 || n > LARGEST { Err(Broken("an impossible size")) } else { Ok(n) }
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, Broken> {
        let bytes = self.take(n * 4)?.as_chunks::<4>().0;
        let out: Vec<f32> = bytes.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if out.iter().all(|x| x.is_finite()) { Ok(out) } else { Err(Broken("a number is amiss")) }
    }

    fn halves(&mut self, n: usize) -> Result<Vec<f32>, Broken> {
        Ok(self
            .take(n * 2)?
            .as_chunks::<2>()
            .0
            .iter()
            .map(|b| half(u16::from_le_bytes(*b)))
            .collect())
    }

    fn linear(&mut self, outs: usize, ins: usize) -> Result<Linear, Broken> {
        let weights: Vec<i8> = self.take(outs * ins)?.iter().map(|b| b.cast_signed()).collect();
        let scale = self.floats(outs)?;
        let bias = self.floats(outs)?;
        Linear::new(&weights, &scale, bias).ok_or(Broken("a layer's sizes do not fit"))
    }

    fn labels(&mut self, width: usize) -> Result<Labels, Broken> {
        let tags = self.linear(TAGS, width)?;
        let mut moves = [[0.0; TAGS]; TAGS];
        for row in &mut moves {
            row.iter_mut().zip(self.floats(TAGS)?).for_each(|(m, x)| *m = x);
        }
        Ok(Labels { tags, moves })
    }

    fn norm(&mut self, width: usize) -> Result<Norm, Broken> {
        Ok(Norm { gain: self.floats(width)?, bias: self.floats(width)? })
    }
}

/// A number of 16 bits (1 sign, 5 exponent, 10 fraction) as one of 32.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = (bits >> 10) & 31;
    let fraction = f32::from(bits & 1023);
    if exponent == 0 {
        sign * fraction / 16_777_216.0
    } else {
        let power = f32::from_bits((u32::from(exponent) + 112) << 23);
        sign * (1.0 + fraction / 1024.0) * power
    }
}

/// The numbers at the head of a file.
struct Sizes {
    layers: usize,
    width: usize,
    inner: usize,
    heads: usize,
    places: usize,
    pieces: usize,
    vocabulary: usize,
    group: usize,
    pointer: usize,
    /// Of the first version: greedy pieces, two relations, no outer labels.
    first: bool,
}

impl Sizes {
    fn read(rest: &mut Rest<'_>) -> Result<Sizes, Broken> {
        let mark = rest.take(FIRST.len())?;
        let first = mark == FIRST;
        if !first && mark != SECOND {
            return Err(Broken("it does not begin as one"));
        }
        let mut numbers = [0; 9];
        for n in &mut numbers {
            *n = rest.number()?;
        }
        let [layers, width, inner, heads, places, pieces, vocabulary, group, pointer] = numbers;
        if !width.is_multiple_of(heads) || !width.is_multiple_of(group) || !group.is_multiple_of(2)
        {
            return Err(Broken("its sizes do not fit together"));
        }
        if places < 8 || layers > 100 {
            return Err(Broken("its sizes do not fit together"));
        }
        if !first && (rest.number()? != RELATIONS || rest.number()? != STANCES.len()) {
            return Err(Broken("it knows other labels than this program"));
        }
        Ok(Sizes { layers, width, inner, heads, places, pieces, vocabulary, group, pointer, first })
    }

    fn vocabulary(&self, rest: &mut Rest<'_>) -> Result<Vocabulary, Broken> {
        let lines = rest.take(self.vocabulary)?;
        let lines = str::from_utf8(lines).map_err(|_| Broken("bad word pieces"))?;
        let made = if self.first {
            Vocabulary::greedy(lines)
        } else {
            Vocabulary::likeliest(lines, &rest.floats(self.pieces)?)
        };
        let made = made.ok_or(Broken("word pieces are missing or out of order"))?;
        if made.len() != self.pieces {
            return Err(Broken("its sizes do not fit together"));
        }
        Ok(made)
    }

    fn encoder(&self, rest: &mut Rest<'_>) -> Result<Encoder, Broken> {
        let &Sizes { width, inner, group, pieces, .. } = self;
        let nibbles = rest.take(pieces * width / 2)?.to_vec();
        let words = Table { nibbles, scales: rest.halves(pieces * width / group)?, group };
        let mut encoder = Encoder {
            width,
            heads: self.heads,
            words,
            places: rest.halves(self.places * width)?,
            shapes: rest.floats(8 * width)?,
            inside: rest.floats(2 * width)?,
            norm: rest.norm(width)?,
            layers: Vec::new(),
        };
        for _ in 0..self.layers {
            encoder.layers.push(Layer {
                qkv: rest.linear(3 * width, width)?,
                out: rest.linear(width, width)?,
                norm1: rest.norm(width)?,
                up: rest.linear(inner, width)?,
                down: rest.linear(width, inner)?,
                norm2: rest.norm(width)?,
            });
        }
        Ok(encoder)
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Deep, Broken> {
    let mut rest = Rest(bytes);
    let sizes = Sizes::read(&mut rest)?;
    let width = sizes.width;
    let vocabulary = sizes.vocabulary(&mut rest)?;
    let encoder = sizes.encoder(&mut rest)?;
    let inner = rest.labels(width)?;
    let outer = if sizes.first { None } else { Some(rest.labels(width)?) };
    let stance = if sizes.first { None } else { Some(rest.linear(STANCES.len(), width)?) };
    let relations = if sizes.first { 2 } else { RELATIONS };
    let source = rest.linear(relations * sizes.pointer, width)?;
    let target = rest.linear(relations * sizes.pointer, width)?;
    if !rest.0.is_empty() {
        return Err(Broken("bytes are left over"));
    }
    let mark = headwater_text::mark(bytes);
    Ok(Deep { vocabulary, encoder, inner, outer, stance, relations, source, target, mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read() {
        for (bits, want) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0, 0.0),
        ] {
            assert_eq!(half(bits), want);
        }
    }

    #[test]
    fn broken_files_are_refused() {
        assert!(read(b"").is_err());
        assert!(read(b"HWDEEP1\n\x01\0\0\0").is_err());
        let mut many = FIRST.to_vec();
        many.extend([255; 36]);
        assert_eq!(read(&many).err(), Some(Broken("an impossible size")));
        // Sizes that fit, and then other labels than ours.
        let mut other = SECOND.to_vec();
        for n in [1u32, 32, 64, 4, 40, 5, 9, 8, 8, 3, 5] {
            other.extend(n.to_le_bytes());
        }
        assert_eq!(read(&other).err(), Some(Broken("it knows other labels than this program")));
    }
}
