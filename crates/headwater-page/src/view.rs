//! A page's blocks with their measures: what all later steps look at.

use crate::html::Doc;
use crate::shape::{Shape, shape};
use headwater_text::Span;
use std::collections::HashSet;

/// A page and the looks of its lines.
pub(crate) struct View<'d> {
    pub(crate) doc: &'d Doc<'d>,
    pub(crate) shapes: Vec<Shape>,
    /// Per block: share of its five-word runs that stand in an earlier block, 0 for short ones.
    pub(crate) again: Vec<f32>,
    /// Words in all blocks.
    pub(crate) words: u64,
    /// Article texts that the page's own data give.
    pub(crate) stated: Vec<String>,
    /// Flattened text rather than HTML.
    pub(crate) flat: bool,
}

impl<'d> View<'d> {
    /// Measures every block.
    pub(crate) fn new(doc: &'d Doc<'d>, flat: bool, stated: Vec<String>) -> View<'d> {
        let shapes: Vec<_> = doc.blocks.iter().map(|b| shape(b.span.of(&doc.text))).collect();
        let again = repeats(doc);
        let words = shapes.iter().map(|s| u64::from(s.words)).sum();
        View { doc, shapes, again, words, stated, flat }
    }

    /// How many blocks there are.
    pub(crate) fn len(&self) -> usize {
        self.shapes.len()
    }

    /// Where block `i` stands.
    pub(crate) fn span(&self, i: usize) -> Span {
        self.doc.blocks.get(i).map_or(Span::default(), |b| b.span)
    }

    /// The words of block `i`.
    pub(crate) fn line(&self, i: usize) -> &str {
        self.span(i).of(&self.doc.text)
    }

    /// Share of block `i` that is link text.
    pub(crate) fn linked(&self, i: usize) -> f32 {
        self.doc
            .blocks
            .get(i)
            .map_or(0.0, |b| b.linked as f32 / b.span.len().max(1) as f32)
            .min(1.0)
    }

    /// Whether block `i` was printed before.
    pub(crate) fn is_again(&self, i: usize) -> bool {
        self.again.get(i).is_some_and(|a| *a >= 0.85)
    }
}

/// Hashes of the folded words of a line.
pub(crate) fn word_hashes(line: &str, out: &mut Vec<u64>) {
    out.clear();
    let mut hash = 0u64;
    let mut open = false;
    for c in line.chars() {
        if c.is_alphanumeric() {
            open = true;
            let low = if c.is_ascii() {
                u64::from(c.to_ascii_lowercase() as u32)
            } else {
                c.to_lowercase().next().map_or(0, |l| u64::from(l as u32))
            };
            hash = (hash ^ low).wrapping_mul(0x0100_0000_01b3).rotate_left(7);
        } else if open {
            out.push(hash);
            (hash, open) = (0, false);
        }
    }
    if open {
        out.push(hash);
    }
}

/// Hash of a run of words.
pub(crate) fn run_hash(run: &[u64]) -> u64 {
    run.iter().fold(0x9e37, |h, w| (h ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23))
}

fn repeats(doc: &Doc) -> Vec<f32> {
    let mut seen: HashSet<u64> = HashSet::new();
    let mut out = Vec::with_capacity(doc.blocks.len());
    let mut hashes = Vec::new();
    for block in &doc.blocks {
        word_hashes(block.span.of(&doc.text), &mut hashes);
        if hashes.len() < 5 || seen.len() > 3_000_000 {
            out.push(0.0);
            continue;
        }
        let runs = hashes.windows(5).map(run_hash);
        let known = runs.clone().filter(|r| seen.contains(r)).count();
        out.push(known as f32 / (hashes.len() - 4) as f32);
        seen.extend(runs);
    }
    out
}
