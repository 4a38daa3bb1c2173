//! A page's blocks with their measures: what all later steps look at.

use crate::html::Doc;
use crate::runs::RunSet;
use crate::shape::{Shape, shape};
use headwater_lang::Language;
use headwater_text::Span;

/// A page and the looks of its lines.
pub(crate) struct View<'d> {
    pub(crate) doc: &'d Doc<'d>,
    pub(crate) shapes: Vec<Shape>,
    /// Per block: share of its five-word runs that stand in an earlier block, 0 for short ones.
    pub(crate) again: Vec<f32>,
    /// Words in all blocks.
    pub(crate) words: u64,
    /// Hashes of the words of each block.
    pub(crate) hashed: Words,
    /// Article texts that the page's own data give.
    pub(crate) stated: Vec<String>,
    /// Flattened text rather than HTML.
    pub(crate) flat: bool,
    /// The language of the body, once there is one; till then the unknown one.
    pub(crate) language: &'static Language,
    /// Per block: part of another item than the page's own. Empty till the headline is known.
    pub(crate) other: Vec<bool>,
}

/// The words of all blocks, hashed.
#[derive(Debug, Default)]
pub(crate) struct Words {
    hashes: Vec<u32>,
    ends: Vec<usize>,
}

impl Words {
    /// Those of block `i`.
    pub(crate) fn line(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0);
        let to = self.ends.get(i).copied().unwrap_or(from);
        self.hashes.get(from..to).unwrap_or(&[])
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }
}

impl<'d> View<'d> {
    /// Measures every block.
    pub(crate) fn new(doc: &'d Doc<'d>, flat: bool, stated: Vec<String>) -> View<'d> {
        let mut hashed = Words::default();
        hashed.hashes.reserve(doc.text.len() / 6);
        let mut shapes = Vec::with_capacity(doc.blocks.len());
        for block in &doc.blocks {
            shapes.push(shape(block.span.of(&doc.text), &mut hashed.hashes));
            hashed.ends.push(hashed.hashes.len());
        }
        let again = repeats(doc, &hashed);
        let words = shapes.iter().map(|s| u64::from(s.words)).sum();
        let (language, other) = (Language::unknown(), Vec::new());
        View { doc, shapes, again, words, hashed, stated, flat, language, other }
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

    /// Whether block `i` is part of another item than the page's own.
    pub(crate) fn is_other(&self, i: usize) -> bool {
        self.other.get(i) == Some(&true)
    }

    /// Whether a place is.
    pub(crate) fn is_of_other(&self, place: Span) -> bool {
        !self.other.is_empty()
            && self.is_other(self.doc.blocks.partition_point(|b| b.span.end <= place.start))
    }

    /// Whether block `i` was printed before.
    pub(crate) fn is_again(&self, i: usize) -> bool {
        self.again.get(i).is_some_and(|a| *a >= 0.85)
    }
}

/// How much of each line stands in earlier lines.
fn repeats(doc: &Doc, words: &Words) -> Vec<f32> {
    let mut seen = RunSet::with_room(words.len());
    let mut out = Vec::with_capacity(doc.blocks.len());
    for i in 0..doc.blocks.len() {
        let line = words.line(i);
        let (known, all) = seen.known(line);
        out.push(known as f32 / all.max(1) as f32);
        seen.add_runs(line);
    }
    out
}
