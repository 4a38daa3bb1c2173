//! What a second look sees: for each finding the places where it may begin and end, and numbers
//! about those and about the finding, from what both chains said and what stands around.

use crate::attribute::Scan;
use crate::lexis::{Lexis, hash};
use crate::marks::is_mark;
use crate::rules::Found;
use crate::sheet::{Para, Sheet};
use headwater_lang::{Class, Entry};
use std::ops::Range;

/// What the attributing chain said of the tokens around one cue: probabilities that reported
/// words begin and go on at each.
#[derive(Clone, Debug)]
pub(crate) struct Marginals {
    pub(crate) cue: Range<usize>,
    pub(crate) from: usize,
    pub(crate) rows: Vec<[f32; 2]>,
}

/// One paragraph as the chains see it.
pub(crate) struct View<'v, 't> {
    pub(crate) sheet: &'v Sheet<'t>,
    pub(crate) lexis: &'v Lexis,
    pub(crate) para: &'v Para,
    pub(crate) scan: &'v Scan,
    pub(crate) traces: &'v [Marginals],
}

/// A place where a quotation may begin or end, and the features of that.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) at: usize,
    pub(crate) row: Vec<f32>,
}

/// How far from its present place an end is looked for.
const REACH: usize = 40;

/// How many places are judged.
const CHOICES: usize = 6;

/// A chance below this is not looked at.
const CHANCE: f32 = 0.02;

impl View<'_, '_> {
    fn base(&self) -> usize {
        self.para.tokens.start
    }

    /// Where the other findings' words stand.
    pub(crate) fn others(&self, found: &[Found], k: usize) -> Vec<Range<usize>> {
        let near = found.iter().enumerate().skip(k.saturating_sub(3)).take(7);
        near.filter(|(i, _)| *i != k).flat_map(|(_, f)| f.content.iter().cloned()).collect()
    }

    fn trace(&self, f: &Found) -> Option<&Marginals> {
        let cue = f.cue.first()?;
        self.traces.iter().find(|t| t.cue.start < cue.end && cue.start < t.cue.end)
    }

    /// Probabilities of the attributing chain at a token: begins, goes on.
    fn told(trace: Option<&Marginals>, i: usize) -> [f32; 2] {
        let row = trace.and_then(|t| t.rows.get(i.checked_sub(t.from)?));
        row.copied().unwrap_or_default()
    }

    /// Probabilities of the scanning chain: begins, goes on.
    fn scanned(&self, i: usize) -> [f32; 2] {
        let row = i.checked_sub(self.base()).and_then(|k| self.scan.marginals.get(k));
        row.map_or([0.0; 2], |r| [r[1] + r[3], r[2] + r[4]])
    }

    fn cue_chance(&self, i: usize) -> f32 {
        let row = i.checked_sub(self.base()).and_then(|k| self.scan.marginals.get(k));
        row.map_or(0.0, |r| r[5] + r[6])
    }

    /// The chance that reported words end before token `i`, by both chains.
    fn end_chance(&self, trace: Option<&Marginals>, i: usize) -> [f32; 2] {
        let Some(last) = i.checked_sub(1) else { return [0.0; 2] };
        let one = |a: [f32; 2], b: [f32; 2]| (a[0] + a[1] - b[1]).max(0.0);
        let (s, t) = (self.scanned(i), Self::told(trace, i));
        [one(Self::told(trace, last), t), one(self.scanned(last), s)]
    }

    /// Places where a quotation may begin.
    pub(crate) fn starts(&self, f: &Found, others: &[Range<usize>]) -> Vec<Choice> {
        let Some(piece) = f.content.first() else { return Vec::new() };
        let trace = self.trace(f);
        let mut low = self.para.tokens.start.max(piece.start.saturating_sub(REACH));
        let stops =
            f.cue.iter().chain(&f.speaker).chain(others).chain(f.content.get(1..).unwrap_or(&[]));
        low = stops.filter(|r| r.end <= piece.start).map(|r| r.end).fold(low, usize::max);
        let high = piece.end.min(piece.start + REACH);
        let chance = |i: usize| Self::told(trace, i)[0].max(self.scanned(i)[0]);
        let marks = |i: usize| self.para.marked.iter().any(|m| m.first == i);
        let at = pick(low..high, piece.start, |i| {
            let rule =
                i == low && low < piece.start || marks(i) || self.sheet.is(Class::ClauseStart, i);
            chance(i) + if rule { CHANCE } else { 0.0 }
        });
        at.into_iter().map(|i| Choice { at: i, row: self.start_row(f, piece, trace, i) }).collect()
    }

    /// Places where a quotation may end.
    pub(crate) fn ends(&self, f: &Found, others: &[Range<usize>]) -> Vec<Choice> {
        let Some(piece) = f.content.last() else { return Vec::new() };
        let trace = self.trace(f);
        let mut high = self.para.tokens.end.min(piece.end + REACH);
        let stops = f.cue.iter().chain(&f.speaker).chain(others);
        high = stops.filter(|r| r.start >= piece.end).map(|r| r.start).fold(high, usize::min);
        let low = (piece.start + 1).max(piece.end.saturating_sub(REACH));
        let chance = |i: usize| {
            let [t, s] = self.end_chance(trace, i);
            t.max(s)
        };
        let last = self.sentence_end(piece.end.saturating_sub(1));
        let marks = |i: usize| self.para.marked.iter().any(|m| m.end == i);
        let at = pick(low..high + 1, piece.end, |i| {
            let rule = i == last || marks(i) || self.sheet.low(i) == ",";
            chance(i) + if rule { CHANCE } else { 0.0 }
        });
        at.into_iter().map(|i| Choice { at: i, row: self.end_row(f, piece, trace, i) }).collect()
    }

    /// Where the sentence of token `i` ends, its stop left out.
    fn sentence_end(&self, i: usize) -> usize {
        let mut end = self.sheet.sentence_range(self.para, i).end;
        while end > i + 1 && matches!(self.sheet.low(end - 1), "." | "!" | "?") {
            end -= 1;
        }
        end
    }

    /// What sort of token: numbers that trees can cut.
    fn sort(&self, i: usize, row: &mut Vec<f32>) {
        let inside = self.para.tokens.contains(&i);
        let low = if inside { self.sheet.low(i) } else { "" };
        let w = self.lexis.get(hash(low));
        let class = match low {
            "" => 0.0,
            "." | "!" | "?" => 1.0,
            "," => 2.0,
            ":" | ";" => 3.0,
            "—" | "–" | "-" | "--" | "(" | ")" => 4.0,
            l if is_mark(l) => 5.0,
            l => self.word_sort(l, i),
        };
        row.extend([class, f32::from(w.cue), f32::from(w.speaker), f32::from(w.opens)]);
    }

    /// What sort of word: numbers of the classes that the forests were trained with.
    fn word_sort(&self, low: &str, i: usize) -> f32 {
        let language = self.sheet.language;
        let number = |e: &Entry| e.key.parse().ok();
        let ending = || language.words(Class::EndJudgeEnd).iter().find(|e| low.ends_with(e.word));
        if let Some(small) = language.find(Class::EndJudge, low).and_then(number) {
            small
        } else if crate::words::is_pronoun(language, low) {
            12.0
        } else if crate::words::is_determiner(language, low) {
            13.0
        } else if let Some(end) = ending().and_then(number) {
            end
        } else if self.sheet.cap(i) {
            17.0
        } else {
            16.0
        }
    }

    /// What both kinds of ends share: where, and what the chains say.
    fn common(&self, f: &Found, now: usize, i: usize, row: &mut Vec<f32>) {
        let cue = f.cue.first();
        let far = |a: usize, b: usize| (a as f32 - b as f32).clamp(-60.0, 60.0);
        row.push(far(i, now));
        row.push(
            cue.map_or(-99.0, |c| if c.end <= i { far(i, c.end) } else { far(i, c.start) - 61.0 }),
        );
        row.push(cue.map_or(0.0, |c| f32::from(self.lexis.get(hash(self.sheet.low(c.start))).cue)));
        row.push(cue.map_or(0.0, |c| self.cue_chance(c.start)));
        let speaker = f.speaker.first();
        row.push(
            speaker
                .map_or(-99.0, |s| if s.end <= i { far(i, s.end) } else { far(i, s.start) - 61.0 }),
        );
        let s = self.sheet.sentence_range(self.para, i.min(self.para.tokens.end.saturating_sub(1)));
        row.push(far(i, s.start));
        row.push(far(self.sentence_end(i.saturating_sub(1)), i));
        row.push(
            f32::from(u8::from(self.sheet.inside(i)))
                + 2.0 * f32::from(u8::from(i > 0 && self.sheet.inside(i - 1))),
        );
        row.push(f.content.len() as f32);
        row.push(f.confidence as f32);
    }

    fn start_row(
        &self,
        f: &Found,
        piece: &Range<usize>,
        trace: Option<&Marginals>,
        i: usize,
    ) -> Vec<f32> {
        let mut row = Vec::with_capacity(48);
        self.common(f, piece.start, i, &mut row);
        let (t, s) = (Self::told(trace, i), self.scanned(i));
        let b =
            i.checked_sub(1).map(|k| (Self::told(trace, k), self.scanned(k))).unwrap_or_default();
        row.extend([t[0], t[1], s[0], s[1], b.0[0] + b.0[1], b.1[0] + b.1[1]]);
        row.push((piece.end.saturating_sub(i)).min(99) as f32);
        row.push(self.marked_share(i..piece.end));
        // A mark that opens soon: are the words before it part of what was said?
        let mark = self.para.marked.iter().find(|m| m.first >= i && m.first < piece.end);
        row.push(mark.map_or(-1.0, |m| (m.first - i).min(30) as f32));
        row.push(mark.map_or(-1.0, |m| self.sheet.words(m.first..m.end).min(40) as f32));
        row.push(self.cues(i..piece.end));
        let from = f.cue.first().filter(|c| c.end <= i).map_or(i, |c| c.end);
        row.push((from..i).filter(|&k| self.sheet.cap(k)).count() as f32);
        row.push((from..i).filter(|&k| self.sheet.is(Class::MatterLead, k)).count() as f32);
        for k in [i.wrapping_sub(2), i.wrapping_sub(1), i, i + 1, i + 2] {
            self.sort(k, &mut row);
        }
        row
    }

    fn end_row(
        &self,
        f: &Found,
        piece: &Range<usize>,
        trace: Option<&Marginals>,
        i: usize,
    ) -> Vec<f32> {
        let mut row = Vec::with_capacity(52);
        self.common(f, piece.end, i, &mut row);
        row.extend(self.end_chance(trace, i));
        let (t, s) = (Self::told(trace, i), self.scanned(i));
        row.extend([t[1], s[1], t[0], s[0], self.cue_chance(i), self.cue_chance(i + 1)]);
        row.push((i - piece.start.min(i)).min(99) as f32);
        row.push(self.marked_share(piece.start..i));
        row.push(self.cues(piece.start..i));
        row.push(self.cues(i..(i + 8).min(self.para.tokens.end)));
        let count = |r: Range<usize>, w: &str| r.filter(|&k| self.sheet.low(k) == w).count() as f32;
        row.push(count(piece.start..i, "(") - count(piece.start..i, ")"));
        row.push(count(piece.start..i, ","));
        let all = f.content.first().map_or(piece.start, |c| c.start);
        self.sort(all, &mut row);
        let comma = (i + 1..(i + 16).min(self.para.tokens.end))
            .find(|&k| matches!(self.sheet.low(k), "," | "."));
        row.push(comma.map_or(-1.0, |k| (k - i) as f32));
        for k in [i.wrapping_sub(2), i.wrapping_sub(1), i, i + 1, i + 2] {
            self.sort(k, &mut row);
        }
        row
    }

    fn marked_share(&self, r: Range<usize>) -> f32 {
        let all = r.len().max(1) as f32;
        r.filter(|&k| self.sheet.inside(k)).count() as f32 / all
    }

    /// Words outside marks that mostly are cues.
    fn cues(&self, r: Range<usize>) -> f32 {
        let cue =
            |k: &usize| !self.sheet.inside(*k) && self.lexis.get(hash(self.sheet.low(*k))).cue >= 3;
        r.filter(cue).count().min(9) as f32
    }

    /// Features of whether a finding is a quotation; `p` and `q` judge its ends.
    pub(crate) fn belief(&self, f: &Found, p: f64, q: f64) -> Vec<f32> {
        let mut row = Vec::with_capacity(40);
        let (start, end) = (f.start(), f.end());
        self.common(f, start, start, &mut row);
        let words: usize = f.content.iter().map(|c| self.sheet.words(c.clone())).sum();
        row.extend([p as f32, q as f32, words.min(99) as f32, f32::from(u8::from(f.implicit))]);
        row.push(self.marked_share(start..end));
        row.push(self.cues(start..end));
        let mean = |told: bool| {
            let trace = self.trace(f);
            let (mut sum, mut n) = (0.0, 0.0);
            for i in f.content.iter().flat_map(Clone::clone) {
                let r = if told { Self::told(trace, i) } else { self.scanned(i) };
                (sum, n) = (sum + r[0] + r[1], n + 1.0);
            }
            sum / f32::max(n, 1.0)
        };
        row.extend([mean(true), mean(false)]);
        let who = f.speaker.first();
        row.push(who.map_or(0.0, |r| r.len().min(30) as f32));
        row.push(who.map_or(-1.0, |r| {
            f32::from(u8::from(self.sheet.cap(r.start) || self.sheet.cap(r.end.saturating_sub(1))))
        }));
        row.push(f.cue.first().map_or(0.0, |c| c.len().min(9) as f32));
        row.push(self.para.tokens.len().min(300) as f32);
        let cue = f.cue.first().map_or(usize::MAX - 9, |c| c.start);
        for k in [
            cue.wrapping_sub(1),
            cue,
            cue.saturating_add(1),
            start,
            start + 1,
            end.saturating_sub(1),
            end,
        ] {
            self.sort(k, &mut row);
        }
        row
    }
}

/// The likeliest places of a range, the present one among them, in order.
fn pick(range: Range<usize>, now: usize, chance: impl Fn(usize) -> f32) -> Vec<usize> {
    let mut all: Vec<(f32, usize)> =
        range.filter(|&i| i != now).map(|i| (chance(i), i)).filter(|c| c.0 >= CHANCE).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(now).cmp(&b.1.abs_diff(now))));
    all.truncate(CHOICES - 1);
    let mut out: Vec<usize> = all.into_iter().map(|c| c.1).collect();
    out.push(now);
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_place_is_always_among_the_choices() {
        let chance = |i: usize| if i.is_multiple_of(2) { 0.5 } else { 0.0 };
        assert_eq!(pick(0..9, 3, chance), [0, 2, 3, 4, 6, 8]);
        assert_eq!(pick(0..0, 3, chance), [3]);
    }
}
