//! The learned reader scores every word of a text for content, cue and speaker, and in a second
//! layer for medium, informant and day, with links from content to all of these; of the scores it
//! makes quotations.
//!
//! A small encoder (some layers of 384, weights of 8 bits) reads windows of word pieces that
//! overlap, so that every word is seen with what stands around it, over the ends of paragraphs.
//! Time is linear in the text. The model that ships is part of the program (see
//! `models/quotes-v2/README.md`); others are given as bytes. A model of the first version (English)
//! has the first layer of labels only.

mod decode;
mod encoder;
mod file;
mod pieces;

pub use file::Broken;

use crate::quotation::Stance;
use encoder::Encoder;
use headwater_network::Linear;
use headwater_text::Span;
use pieces::{Piece, Vocabulary, Word};
use std::sync::OnceLock;

static SHIPPED: &[u8] = include_bytes!("../../../../models/quotes-v2/model.bin");

/// What a word may be, in the order of the scores.
const TAGS: usize = 7;
/// Links kept for a word and relation: more are never near a decision.
const KEPT: usize = 6;

/// From content to: speaker, cue, medium, informant, day, the fullest name of the speaker.
const RELATIONS: usize = 6;

/// What a content word may tell of its statement's stance, in the order of the scores.
const STANCES: [Stance; 5] =
    [Stance::Stated, Stance::Denied, Stance::Asked, Stance::Conditional, Stance::Announced];

/// Scores of going from one tag to another.
type Moves = [[f32; TAGS]; TAGS];

/// One layer of labels: of each word the scores of being nothing, and of being the first or a
/// later word of three kinds of part.
#[derive(Debug)]
struct Labels {
    tags: Linear,
    moves: Moves,
}

/// A trained reader.
#[derive(Debug)]
pub struct Deep {
    vocabulary: Vocabulary,
    encoder: Encoder,
    /// Content, speaker, cue.
    inner: Labels,
    /// Medium, informant, day.
    outer: Option<Labels>,
    stance: Option<Linear>,
    /// How many relations the model knows, in the order of [`RELATIONS`].
    relations: usize,
    /// For each relation the vectors with which a word points, …
    source: Linear,
    /// … and those by which it is pointed at.
    target: Linear,
    /// A mark over the model file.
    mark: u64,
}

/// Scores of one word, and where it points if it is reported words.
#[derive(Clone, Debug)]
pub struct WordScores {
    /// The word's place.
    pub span: Span,
    /// In the log domain, not normalised: outside; first and later word of content, of a speaker,
    /// of a cue.
    pub scores: [f32; TAGS],
    /// The same for a medium, an informant, a day.
    pub outer: [f32; TAGS],
    stance: [f32; STANCES.len()],
    links: Links,
    para: usize,
}

/// One quotation as places of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// The reported words, in order.
    pub content: Vec<Span>,
    /// Who is named as speaker.
    pub speaker: Option<Span>,
    /// Whether no words were read as a speaker there and those pointed to were taken for one.
    pub guessed: bool,
    /// The words that attribute.
    pub cue: Option<Span>,
    /// The medium or occasion.
    pub via: Option<Span>,
    /// Who stands between the words and the text.
    pub informant: Option<Span>,
    /// The day it was said.
    pub day: Option<Span>,
    /// The word with which the speaker's fullest name begins, maybe elsewhere in the text.
    pub name: Option<Span>,
    /// Whether it is stated, denied, asked …; none where the model does not tell.
    pub stance: Option<Stance>,
    /// Probability that the content has these ends.
    pub confidence: f64,
}

impl Deep {
    /// Whether it reads other languages than English, and knows media, informants, days, stance.
    pub fn wide(&self) -> bool {
        self.outer.is_some()
    }

    /// The model that is shipped in the program, made ready when it is first asked for.
    ///
    /// # Panics
    ///
    /// If the shipped bytes are no model, which a test rules out.
    #[allow(
        clippy::panic,
        reason = "shipped bytes that are no model are a fault of the build, which a test rules out"
    )]
    pub fn shipped() -> &'static Deep {
        static DEEP: OnceLock<Deep> = OnceLock::new();
        DEEP.get_or_init(|| Deep::load(SHIPPED).unwrap_or_else(|bad| panic!("shipped: {bad}")))
    }

    /// A tagger from the bytes of its model file.
    pub fn load(bytes: &[u8]) -> Result<Deep, Broken> {
        file::read(bytes)
    }

    /// A mark over the model's file.
    pub fn weights(&self) -> u64 {
        self.mark
    }

    /// Scores of all words in the part `within` of a text.
    pub fn tag(&self, text: &str, within: Span) -> Vec<WordScores> {
        let words = pieces::words(text, within, self.vocabulary.turned());
        let pieces = self.vocabulary.pieces(text, within, &words);
        let room = self.encoder.room();
        let cuts = cuts(&pieces, room.saturating_sub(2), room / 4);
        let mut out: Vec<WordScores> = words.iter().map(blank).collect();
        let mut best = vec![0usize; words.len()];
        for cut in cuts {
            let rows = self.window(&pieces, &cut);
            for (n, row) in rows {
                let Some(at) = pieces.get(n).and_then(|p| p.word) else { continue };
                let left = if cut.start == 0 { usize::MAX } else { n - cut.start + 1 };
                let right = if cut.end == pieces.len() { usize::MAX } else { cut.end - n };
                let room = left.min(right);
                // A word is read in the window in which it lies furthest from an edge.
                if let (Some(out), Some(best)) = (out.get_mut(at), best.get_mut(at))
                    && room > *best
                {
                    *best = room;
                    (out.scores, out.outer, out.stance) = (row.scores, row.outer, row.stance);
                    out.links = row.links;
                }
            }
        }
        out
    }

    /// The quotations of the part `within` of a text, in order.
    pub fn sayings(&self, text: &str, within: Span) -> Vec<Saying> {
        decode::Reading::new(&self.tag(text, within), self).sayings()
    }
}

fn blank(word: &Word) -> WordScores {
    let Row { scores, outer, stance, links } = Row::default();
    WordScores { span: word.span, scores, outer, stance, links, para: word.para }
}

/// The scores, and where the word points: see [`WordScores`].
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    scores: [f32; TAGS],
    outer: [f32; TAGS],
    stance: [f32; STANCES.len()],
    links: Links,
}

#[derive(Clone, Copy, Debug)]
struct Links {
    /// For each relation: the logarithm of the probability that there is none …
    none: [f32; RELATIONS],
    /// … and of the likeliest words with which it begins.
    best: [[(u32, f32); KEPT]; RELATIONS],
}

impl Default for Links {
    fn default() -> Links {
        Links { none: [0.0; RELATIONS], best: [[(u32::MAX, f32::MIN); KEPT]; RELATIONS] }
    }
}

impl Deep {
    /// Scores and links of the words of one window, each with the number of its first piece.
    fn window(&self, pieces: &[Piece], cut: &std::ops::Range<usize>) -> Vec<(usize, Row)> {
        let inside = pieces.get(cut.clone()).unwrap_or(&[]);
        let hidden = self.encoder.run(inside, self.vocabulary.begin, self.vocabulary.end);
        let width = self.encoder.width;
        let mut names = Vec::new(); // of the steps: words and breaks
        let mut kept: Vec<f32> = hidden.get(..width).unwrap_or(&[]).to_vec();
        for ((n, piece), row) in (cut.start..).zip(inside).zip(hidden.chunks(width).skip(1)) {
            if piece.first {
                names.push((n, piece.word));
                kept.extend_from_slice(row);
            }
        }
        let goals = self.target.apply(&kept);
        let steps = kept.get(width..).unwrap_or(&[]);
        let scores = |labels: &Labels| labels.tags.apply(steps);
        let outer = self.outer.as_ref().map(scores).unwrap_or_default();
        let stance = self.stance.as_ref().map(|s| s.apply(steps)).unwrap_or_default();
        let (scores, sources) = (scores(&self.inner), self.source.apply(steps));
        let (mut outer, mut stance) = (outer.chunks(TAGS), stance.chunks(STANCES.len()));
        let rows = scores.chunks(TAGS).zip(sources.chunks(self.source.outputs()));
        let row = |(&(n, _), (scores, source)): (&(usize, _), (&[f32], &[f32]))| {
            let mut row = Row::default();
            let set = |to: &mut [f32], from: &[f32]| {
                to.iter_mut().zip(from).for_each(|(x, s)| *x = *s);
            };
            set(&mut row.scores, scores);
            set(&mut row.outer, outer.next().unwrap_or(&[]));
            set(&mut row.stance, stance.next().unwrap_or(&[]));
            // Words that are hardly reported words need no links.
            let content = scores.iter().skip(1).take(2).fold(f32::MIN, |m, x| m.max(*x));
            if scores.iter().all(|s| *s < content + 8.0) {
                row.links = links(source, &goals, &names, self.relations);
            }
            (n, row)
        };
        names.iter().zip(rows).map(row).collect()
    }
}

/// Where a word with this vector points: `goals` are the vectors of the window's beginning, which
/// stands for *none*, and of all its `names`.
fn links(
    source: &[f32],
    goals: &[f32],
    names: &[(usize, Option<usize>)],
    relations: usize,
) -> Links {
    let mut out = Links::default();
    let size = source.len() / relations.max(1);
    let each = source.chunks(size.max(1)).zip(out.none.iter_mut().zip(&mut out.best));
    for (r, (mine, (none, best))) in each.enumerate() {
        let goals = goals.chunks(source.len()).filter_map(|g| g.get(r * size..(r + 1) * size));
        let mut logs: Vec<f32> =
            goals.map(|g| headwater_network::dot(mine, g) / (size as f32).sqrt()).collect();
        decode::log_shares(&mut logs);
        *none = logs.first().copied().unwrap_or(0.0);
        for (&log, &(_, word)) in logs.iter().skip(1).zip(names) {
            if let Some(word) = word {
                insert(best, word as u32, log);
            }
        }
    }
    out
}

/// Keeps the best, best first.
fn insert(links: &mut [(u32, f32); KEPT], word: u32, log: f32) {
    let mut now = (word, log);
    for slot in links {
        if now.1 > slot.1 {
            std::mem::swap(slot, &mut now);
        }
    }
}

/// Ranges of pieces, each at most `size` long, from word to word, each sharing `overlap` with the
/// next.
fn cuts(pieces: &[Piece], size: usize, overlap: usize) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let first = |n: usize| pieces.get(n).is_none_or(|p| p.first);
    let mut a = 0;
    while a < pieces.len() && size > 0 {
        let mut b = (a + size).min(pieces.len());
        while b > a + 1 && !first(b) {
            b -= 1;
        }
        out.push(a..b);
        if b == pieces.len() {
            break;
        }
        let mut back = b - overlap.min((b - a) / 2);
        while back > a && !first(back) {
            back -= 1;
        }
        a = if back > a { back } else { b };
    }
    out
}
