//! The encoder gives one row of numbers for each piece of a window of word pieces.

use headwater_network::{Linear, Norm, attend, gelu};

use super::pieces::{Piece, Shape};

/// One block of the encoder.
#[derive(Debug)]
pub(super) struct Layer {
    /// Query, key and value side by side.
    pub(super) qkv: Linear,
    pub(super) out: Linear,
    pub(super) norm1: Norm,
    pub(super) up: Linear,
    pub(super) down: Linear,
    pub(super) norm2: Norm,
}

/// The word table: whole numbers of four bits, two in a byte, with a scale for every group.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) nibbles: Vec<u8>,
    pub(super) scales: Vec<f32>,
    pub(super) group: usize,
}

/// The trained network up to its heads.
#[derive(Debug)]
pub(super) struct Encoder {
    pub(super) width: usize,
    pub(super) heads: usize,
    pub(super) words: Table,
    /// A row for each place in a window.
    pub(super) places: Vec<f32>,
    /// A row for each [`Shape`].
    pub(super) shapes: Vec<f32>,
    /// A row for outside and one for inside quotation marks.
    pub(super) inside: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
}

impl Table {
    /// Adds the row of a word piece to `out`.
    fn add(&self, id: u32, out: &mut [f32]) {
        let (bytes, groups) = (out.len() / 2, out.len() / self.group.max(1));
        let row = self.nibbles.chunks(bytes.max(1)).nth(id as usize).unwrap_or(&[]);
        let scales = self.scales.chunks(groups.max(1)).nth(id as usize).unwrap_or(&[]);
        for ((out, row), scale) in
            out.chunks_mut(self.group).zip(row.chunks(self.group / 2)).zip(scales)
        {
            for (pair, byte) in out.chunks_mut(2).zip(row) {
                for (x, half) in pair.iter_mut().zip([byte & 15, byte >> 4]) {
                    *x += (f32::from(half) - 8.0) * scale;
                }
            }
        }
    }
}

impl Encoder {
    /// How many pieces fit into a window, its two ends counted.
    pub(super) fn room(&self) -> usize {
        self.places.len() / self.width.max(1)
    }

    /// Rows of `width` numbers: for the window's beginning, each piece, and the window's end.
    pub(super) fn run(&self, pieces: &[Piece], begin: u32, end: u32) -> Vec<f32> {
        let edge = |id| Piece { id, shape: Shape::Break, inside: false, first: true, word: None };
        let all = [edge(begin)].into_iter().chain(pieces.iter().copied()).chain([edge(end)]);
        let mut x = vec![0.0; (pieces.len() + 2) * self.width];
        let row = |table: &[f32], n: usize, out: &mut [f32]| {
            let row = table.chunks(self.width).nth(n).unwrap_or(&[]);
            out.iter_mut().zip(row).for_each(|(x, t)| *x += t);
        };
        for (n, (piece, out)) in all.zip(x.chunks_mut(self.width)).enumerate() {
            self.words.add(piece.id, out);
            row(&self.places, n, out);
            row(&self.shapes, piece.shape as usize, out);
            row(&self.inside, usize::from(piece.inside), out);
        }
        self.norm.apply(&mut x);
        for layer in &self.layers {
            layer.run(&mut x, self.width, self.heads);
        }
        x
    }
}

impl Layer {
    fn run(&self, x: &mut [f32], width: usize, heads: usize) {
        let seen = attend(&self.qkv.apply(x), width, heads);
        let plus = |x: &mut [f32], y: &[f32]| x.iter_mut().zip(y).for_each(|(x, y)| *x += y);
        plus(x, &self.out.apply(&seen));
        self.norm1.apply(x);
        let mut up = self.up.apply(x);
        gelu(&mut up);
        plus(x, &self.down.apply(&up));
        self.norm2.apply(x);
    }
}
