//! Links the labelled tokens of a paragraph to quotations: which words belong to which cue, and which
//! speaker to that.

use crate::rules::{By, Found};
use crate::sheet::{Para, Sheet};
use std::ops::Range;

/// A labelled stretch. `right`: the content follows its cue, or the speaker does.
#[derive(Clone, Debug)]
struct Piece {
    range: Range<usize>,
    right: bool,
}

/// Cuts labels into stretches and joins them.
pub(crate) fn link(sheet: &Sheet<'_>, para: &Para, labels: &[usize], out: &mut Vec<Found>) {
    let base = para.tokens.start;
    let [contents, cues, speakers] = pieces(base, labels);
    let mut found: Vec<(Option<usize>, Vec<Range<usize>>)> = Vec::new();
    for c in &contents {
        let cue = nearest_cue(sheet, c, &cues, &contents);
        match found.iter_mut().rev().take(NEAR).find(|f| cue.is_some() && f.0 == cue) {
            Some(f) => f.1.push(c.range.clone()),
            None => found.push((cue, vec![c.range.clone()])),
        }
    }
    for (cue, content) in found {
        let v = cue.and_then(|c| cues.get(c));
        let speaker = v.and_then(|v| nearest_speaker(sheet, &v.range, &speakers)).or_else(|| {
            let first = content.first()?;
            nearest_speaker(sheet, first, &speakers)
        });
        out.push(Found {
            content,
            speaker: speaker.into_iter().collect(),
            cue: v.map(|v| v.range.clone()).into_iter().collect(),
            implicit: false,
            confidence: 0.7,
            by: By::Tagger,
            told: None,
        });
    }
}

/// Contents, cues and speakers.
fn pieces(base: usize, labels: &[usize]) -> [Vec<Piece>; 3] {
    let mut out: [Vec<Piece>; 3] = Default::default();
    let mut last = 0;
    for (i, &y) in labels.iter().enumerate() {
        if y > 0 {
            let slot = match y {
                1..=4 => 0,
                5 | 6 => 1,
                _ => 2,
            };
            let right = matches!(y, 1 | 2 | 9 | 10);
            let begins = y % 2 == 1 || !(last == y || last + 1 == y);
            let list = &mut out[slot];
            match list.last_mut().filter(|p| !begins && p.range.end == base + i) {
                Some(p) => p.range.end += 1,
                None => list.push(Piece { range: base + i..base + i + 1, right }),
            }
        }
        last = y;
    }
    out
}

/// How many pieces on either side are looked at.
const NEAR: usize = 12;

fn near_range(pieces: &[Piece], at: usize) -> Range<usize> {
    let i = pieces.partition_point(|p| p.range.start < at);
    i.saturating_sub(NEAR)..(i + NEAR).min(pieces.len())
}

/// The pieces next to a token, with their numbers.
fn near(pieces: &[Piece], at: usize) -> impl Iterator<Item = (usize, &Piece)> {
    let r = near_range(pieces, at);
    pieces.iter().enumerate().skip(r.start).take(r.len())
}

fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}

fn nearest_cue(sheet: &Sheet<'_>, c: &Piece, cues: &[Piece], contents: &[Piece]) -> Option<usize> {
    let best = near(cues, c.range.start).map(|(i, v)| {
        let wrong = (v.range.start < c.range.start) != c.right;
        let apart = sheet.sentence(v.range.start).abs_diff(sheet.sentence(
            if v.range.start < c.range.start {
                c.range.start
            } else {
                c.range.end.saturating_sub(1)
            },
        ));
        let lo = v.range.end.min(c.range.end);
        let hi = v.range.start.max(c.range.start);
        let between = contents
            .get(near_range(contents, c.range.start))
            .unwrap_or(&[])
            .iter()
            .filter(|o| o.range != c.range && o.range.start >= lo && o.range.end <= hi)
            .count();
        (gap(&v.range, &c.range) + 40 * apart + 15 * between + 30 * usize::from(wrong), i)
    });
    best.min().filter(|b| b.0 < 130).map(|b| b.1)
}

fn nearest_speaker(
    sheet: &Sheet<'_>,
    v: &Range<usize>,
    speakers: &[Piece],
) -> Option<Range<usize>> {
    let best = near(speakers, v.start).map(|(_, s)| {
        let wrong = (s.range.start > v.start) != s.right;
        let apart = sheet.sentence(v.start).abs_diff(sheet.sentence(s.range.start));
        (gap(v, &s.range) + 30 * apart + 12 * usize::from(wrong), s.range.start, s.range.clone())
    });
    best.min_by_key(|b| (b.0, b.1)).filter(|b| b.0 < 90).map(|b| b.2)
}
