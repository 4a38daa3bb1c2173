//! An article as rows of words: title, body and second printings, never the frame.

use crate::words::{Word, finish, join, words};
use headwater_page::Article;
use headwater_text::Span;

/// Words in a row that make one shingle.
pub(crate) const SHINGLE: usize = 4;
/// What the hashes of a shingle's words are multiplied by, so that their order counts.
const ODD: [u64; SHINGLE] =
    [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0xd6e8_feb8_6659_fd93];
/// Places of three words that are looked at.
const OFTEN: usize = 64;
/// Of so many neighbouring shingles the least is kept.
const WINDOW: usize = 4;

/// An article made ready for passages.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    /// All words in order of place.
    pub(crate) words: Vec<Word>,
    /// Number of the first word of each zone; a passage lies in one zone.
    zones: Vec<u32>,
    /// Half a hash of three words with the number of the first, sorted.
    pub(crate) grams: Vec<(u32, u32)>,
}

/// The stretches a passage may lie in: title, runs of body paragraphs with nothing but white
/// space between them, second printings. In order of place, none overlapping.
pub(crate) fn zones(article: &Article) -> Vec<Span> {
    let text = article.text.as_str();
    let mut spans = prose(article);
    spans.extend(article.title_span);
    spans.extend(article.repeats.iter().copied());
    spans.retain(|s| !s.is_empty() && s.end <= text.len());
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        // A title that the body begins with is one place, not two.
        let title = article.title_span == Some(span);
        let Some(last) = out.last_mut() else {
            out.push(span);
            continue;
        };
        let span = Span::new(span.start.max(last.end), span.end.max(last.end));
        if span.is_empty() {
            continue;
        }
        let between = Span::new(last.end, span.start).of(text);
        let repeat = article.repeats.iter().any(|r| r.start == span.start);
        let after_title = article.title_span.is_some_and(|t| t.end == last.end);
        if between.trim().is_empty() && !title && !repeat && !after_title {
            last.end = span.end;
        } else {
            out.push(span);
        }
    }
    out
}

/// The paragraphs of the body without rows of short lines, which are menus that were taken for
/// body: two or more neighbours of a few words that end without a full stop.
fn prose(article: &Article) -> Vec<Span> {
    let text = article.text.as_str();
    let short = |s: &Span| {
        let line = s.of(text);
        line.len() < 60
            && line.split_whitespace().take(6).count() < 6
            && !line.ends_with(['.', '!', '?', '…', '”', '"', '»', '“', ':', ',', ';'])
    };
    let flags: Vec<bool> = article.body.iter().map(short).collect();
    let at = |i: Option<usize>| i.and_then(|i| flags.get(i)).copied().unwrap_or(false);
    let last = flags.len().saturating_sub(1);
    article
        .body
        .iter()
        .enumerate()
        .filter(|(i, _)| {
            let beside = at(i.checked_sub(1)) || at(i.checked_add(1)) || *i == last && last > 3;
            !(at(Some(*i)) && beside)
        })
        .map(|(_, s)| *s)
        .collect()
}

impl Prepared {
    /// Makes an article ready.
    pub fn new(article: &Article) -> Prepared {
        let mut out = Prepared::default();
        for zone in zones(article) {
            let row = words(&article.text, zone);
            let first = out.words.len() as u32;
            for (i, gram) in (first..).zip(row.windows(3)) {
                out.grams.push((gram_of(gram), i));
            }
            out.zones.push(first);
            out.words.extend(row);
        }
        out.grams.sort_unstable();
        out
    }

    /// The words that lie in a stretch of text: first, and one past the last.
    pub(crate) fn within(&self, span: Span) -> (usize, usize) {
        let from = self.words.partition_point(|w| w.span().start < span.start);
        (from, self.words.partition_point(|w| w.span().end <= span.end).max(from))
    }

    /// From the first of some words to the last.
    pub(crate) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let (first, last) = (self.words.get(from)?, self.words.get(to.checked_sub(1)?)?);
        Some(first.span().hull(last.span()))
    }

    /// Where the words `from..to`, three at least, stand besides; a few places where they begin
    /// as many do.
    pub(crate) fn found(&self, from: usize, to: usize) -> Vec<usize> {
        let Some(row) = self.words.get(from..to) else { return Vec::new() };
        let Some(hash) = row.first_chunk::<3>().map(|g| gram_of(g)) else { return Vec::new() };
        let first = self.grams.partition_point(|g| g.0 < hash);
        let like = self.grams.iter().skip(first).take_while(|g| g.0 == hash).take(OFTEN);
        let same = |at: &usize| {
            let there = self.words.get(*at..*at + row.len());
            *at != from && there.is_some_and(|t| t.iter().zip(row).all(|(v, w)| v.hash == w.hash))
        };
        like.map(|g| g.1 as usize).filter(same).collect()
    }

    /// Bytes from the first to the last word of each zone, summed up.
    pub(crate) fn size(&self) -> usize {
        let ends = self.zones.iter().skip(1).map(|z| *z as usize).chain([self.words.len()]);
        let zones = self.zones.iter().map(|z| *z as usize).zip(ends);
        zones.filter_map(|(from, to)| self.span(from, to)).map(Span::len).sum()
    }

    /// The words of the zone that the word with this number lies in: first, and one past the last.
    pub(crate) fn zone(&self, word: usize) -> (usize, usize) {
        let next = self.zones.partition_point(|first| *first as usize <= word);
        let start = next.checked_sub(1).and_then(|k| self.zones.get(k)).map_or(0, |z| *z as usize);
        (start, self.zones.get(next).map_or(self.words.len(), |z| *z as usize))
    }

    /// Whether three words in a row are the same at two places.
    pub(crate) fn agrees(&self, i: usize, other: &Prepared, j: usize) -> bool {
        let (x, y) = (self.words.get(i..i + 3), other.words.get(j..j + 3));
        x.zip(y).is_some_and(|(x, y)| x.iter().zip(y).all(|(v, w)| v.hash == w.hash))
    }
}

/// Half a hash of some words.
fn gram_of(row: &[Word]) -> u32 {
    (row.iter().fold(3, |h, w| join(h, w.hash)) >> 32) as u32
}

/// The winnowed fingerprints of an article: of every few neighbouring word shingles the one with
/// the least hash, so that any shared run of seven words shares a fingerprint. Sorted, each once.
pub fn fingerprints(article: &Article) -> Vec<u64> {
    let mut out = Vec::new();
    for zone in zones(article) {
        let row = words(&article.text, zone);
        let shingles: Vec<u64> = row
            .windows(SHINGLE)
            .map(|w| {
                w.iter().zip(ODD).fold(0, |h, (w, odd)| w.hash.wrapping_mul(odd).wrapping_add(h))
            })
            .collect();
        if shingles.len() < WINDOW {
            out.extend(shingles.iter().min());
        }
        let mut last = None;
        for window in shingles.windows(WINDOW) {
            let least = window.iter().min().copied();
            if least != last {
                out.extend(least);
                last = least;
            }
        }
    }
    out.iter_mut().for_each(|h| *h = finish(*h));
    out.sort_unstable();
    out.dedup();
    out
}
