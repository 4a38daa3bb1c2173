//! Features for deciding what one cue reports and who speaks, from what the scanning chain said of
//! the tokens around it.

use crate::crf::WIDTH;
use crate::features::{Out, Scene, bin, set};
use std::ops::Range;

/// What the scanning chain said of a paragraph. Token numbers count from its beginning.
pub(crate) struct Scan {
    /// The best labels.
    pub(crate) labels: Vec<usize>,
    /// Probabilities of all labels.
    pub(crate) marginals: Vec<[f32; WIDTH]>,
}

#[cfg(feature = "training")]
/// Labels of the second chain: outside, content begins, goes on, speaker begins, goes on.
pub(crate) const LABELS: usize = 5;

/// A token is looked at as a cue from this probability up.
const CUE: f32 = 0.12;

/// How far from its cue a token may be looked at.
const REACH: usize = 160;

impl Scan {
    fn p(&self, i: usize, labels: &[usize]) -> f32 {
        let row = self.marginals.get(i).copied().unwrap_or_default();
        labels.iter().filter_map(|y| row.get(*y)).sum()
    }

    /// The probability that token `i` belongs to reported words.
    pub(crate) fn content(&self, i: usize) -> f32 {
        self.p(i, &[1, 2, 3, 4])
    }

    fn label(&self, i: usize) -> u32 {
        self.labels.get(i).map_or(0, |y| *y as u32)
    }

    /// Stretches that may be cues: those of the best labelling, and likely others.
    pub(crate) fn cues(&self) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut i = 0;
        while i < self.labels.len() {
            let best = matches!(self.labels.get(i), Some(5 | 6));
            if !best && self.p(i, &[5]) < CUE {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < self.labels.len() {
                let y = self.labels.get(end).copied().unwrap_or(0);
                let more = if best { y == 6 } else { y != 5 && y != 6 && self.p(end, &[6]) > 0.4 };
                if !more {
                    break;
                }
                end += 1;
            }
            out.push(i..end);
            i = end;
        }
        out
    }
}

/// Everything about one cue of a paragraph.
pub(crate) struct Stage<'a> {
    scene: &'a Scene,
    scan: &'a Scan,
    cue: Range<usize>,
    /// The tokens looked at.
    pub(crate) window: Range<usize>,
    /// For each token of the window: stretches of cue, content and speaker, commas, colons and
    /// marks between it and the cue.
    between: Vec<[u8; 6]>,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(scene: &'a Scene, scan: &'a Scan, cue: Range<usize>) -> Stage<'a> {
        let window = window(scene, scan, &cue);
        let mut stage = Stage { scene, scan, between: vec![[0; 6]; window.len()], cue, window };
        stage.count();
        stage
    }

    /// Counts what stands between each token and the cue, walking away from it on both sides.
    fn count(&mut self) {
        for forward in [true, false] {
            let mut n = [0u8; 6];
            let mut last = 0;
            let tokens: Vec<usize> = if forward {
                (self.cue.end..self.window.end).collect()
            } else {
                (self.window.start..self.cue.start).rev().collect()
            };
            for i in tokens {
                set(&mut self.between, i - self.window.start, n);
                let y = self.scan.label(i);
                let slot = |y: u32| match y {
                    5 | 6 => Some(0),
                    1..=4 => Some(1),
                    7.. => Some(2),
                    _ => None,
                };
                let begins = if forward {
                    y % 2 == 1
                } else {
                    y % 2 == 1 && slot(last).is_none() || slot(y) != slot(last)
                };
                if let (Some(k), true) = (slot(y), begins)
                    && let Some(c) = n.get_mut(k)
                {
                    *c = (*c + 1).min(3);
                }
                let [comma, colon, mark] = self.scene.punctuation(i);
                for (k, hit) in [(3, comma), (4, colon), (5, mark)] {
                    if let Some(c) = n.get_mut(k) {
                        *c = (*c + u8::from(hit)).min(3);
                    }
                }
                last = y;
            }
        }
    }

    /// On which side of the cue a token stands (0: in it, 1: before, 2: after), and how far.
    fn way(&self, i: usize) -> (u32, u32) {
        if i < self.cue.start {
            (1, (self.cue.start - i) as u32)
        } else if i >= self.cue.end {
            (2, (i + 1 - self.cue.end) as u32)
        } else {
            (0, 0)
        }
    }

    /// Appends the features of token `i`, counted in the paragraph.
    #[allow(clippy::too_many_lines, reason = "a list of features in the order of the weights")]
    pub(crate) fn features(&self, i: usize, out: &mut Vec<u32>) {
        let mut f = Out::new(out, 1000);
        let (scene, scan, cue) = (self.scene, self.scan, &self.cue);
        let (side, dist) = self.way(i);
        let [cues, contents, speakers, commas, colons, marks] =
            self.between.get(i - self.window.start).copied().unwrap_or_default().map(u32::from);
        let (y, yb, ya) =
            (scan.label(i), i.checked_sub(1).map_or(15, |k| scan.label(k)), scan.label(i + 1));
        let d = bin(dist) + 16 * side;
        let off = scene.offset(i, cue.start);
        let first = scene.view(cue.start);
        let last = scene.view(cue.end.saturating_sub(1));
        let before = scene.view_before(cue.start);
        let after = scene.view(cue.end);
        let here = scene.view(i);
        let prev = scene.view_before(i);
        let next = scene.view(i + 1);
        let q = prev.quote + 4 * here.quote + 16 * next.quote;
        let grade = |p: f32| (p * 5.99) as u32;
        let pc = grade(scan.content(i));
        let ps = grade(scan.p(i, &[7, 8, 9, 10]));
        let pb = grade(scan.p(i, &[1, 3]));
        let psb = grade(scan.p(i, &[7, 9]));
        let pv = grade(scan.p(i, &[5, 6]));
        let pcue = grade(scan.p(cue.start, &[5]));
        let who = side + 4 * cues + 16 * contents + 64 * speakers;
        // The order is that of the weights.
        f.one(side);
        f.one(d);
        f.two(d, off);
        f.two(y, who);
        f.two(y, d);
        f.three(y, side, cues);
        f.three(y, yb, ya);
        f.three(y, who, off);
        f.three(y + 16 * yb + 256 * ya, side, cues);
        f.three(pc, pb, who);
        f.three(ps, psb, who);
        f.three(pc, side, off);
        f.three(pc + 8 * ps + 64 * pv, side, pcue);
        f.three(y, first.w, side);
        f.three(y, last.w, side);
        f.three(y, last.class, who);
        f.three(pc, last.w, side + 4 * cues);
        f.three(ps, last.w, side + 4 * cues);
        f.three(y, before.w, side);
        f.three(y, after.w, side);
        f.three(after.w, last.w, y + 16 * side);
        f.three(y, commas + 4 * colons + 16 * marks, side);
        f.three(y, commas, d);
        f.three(q, who, y);
        f.three(q, off, side);
        f.three(q, last.w, side);
        f.three(here.w, side, bin(dist).min(6));
        f.three(prev.w, side, bin(dist).min(4));
        f.three(here.w, last.w, side);
        f.three(here.w, prev.w, side);
        f.three(here.w, next.w, side);
        f.three(here.w, y, side);
        f.three(next.w, y, side);
        f.three(prev.w, y, side);
        f.three(here.class, last.class, d);
        f.three(here.class, prev.class, side);
        f.three(here.class, next.class, side);
        f.three(here.coarse, prev.coarse, next.coarse * 4 + side);
        f.three(commas, marks, d);
        f.three(commas, last.w, side + 4 * cues);
        f.three(pcue, side, y);
        f.three(scene.to_end(i), y, side);
        f.three(scene.to_end(i), next.w, side);
    }

    /// The border class before token `i`.
    pub(crate) fn edge(&self, i: usize) -> usize {
        if i == self.cue.end || i == self.cue.start {
            crate::features::EDGES - 2 - usize::from(i == self.cue.start)
        } else {
            self.scene.edge(i)
        }
    }
}

/// The cue's sentence, and neighbours that hold reported words or stand in marks.
fn window(scene: &Scene, scan: &Scan, cue: &Range<usize>) -> Range<usize> {
    let (start, end) = scene.sentence_of(cue.start);
    let (mut start, mut end) = (start, end.max(cue.end));
    let speaks = |r: Range<usize>| r.clone().any(|i| scan.content(i) > 0.3);
    for _ in 0..4 {
        let Some(last) = start.checked_sub(1) else { break };
        let (s, e) = scene.sentence_of(last);
        if !speaks(s..e) || cue.start - s > REACH {
            break;
        }
        start = s;
    }
    for _ in 0..6 {
        if end >= scene.len() {
            break;
        }
        let (s, e) = scene.sentence_of(end);
        if !speaks(s..e) || e - cue.start > REACH || e <= end {
            break;
        }
        end = e;
    }
    start.max(cue.start.saturating_sub(REACH))..end.min(cue.end + REACH)
}
