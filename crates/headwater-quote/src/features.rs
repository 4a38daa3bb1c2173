//! Turns each token of a paragraph into hashed features: what the fast tagger sees.
//! The same code runs in training, so the two cannot drift apart.

use crate::lexis::{Lexis, Word, hash};
use crate::marks::is_mark;
use crate::sheet::{Para, Sheet, Sort};

/// One token as features see it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Atom {
    pub(crate) w: u32,
    s3: u32,
    s2: u32,
    p3: u32,
    shape: u32,
    word: Word,
    inside: bool,
    mark: bool,
    punct: bool,
    sentence: usize,
}

/// A paragraph prepared for feature extraction.
pub(crate) struct Scene {
    atoms: Vec<Atom>,
    /// Sentence bounds for each token.
    bounds: Vec<(u32, u32)>,
    prev_cue: Vec<Option<u32>>,
    next_cue: Vec<Option<u32>>,
    commas: Vec<u8>,
    last_punct: Vec<u32>,
    next_punct: Vec<u32>,
    that: Vec<u8>,
    /// Cue candidates in the sentence, capped.
    cues: Vec<u8>,
    /// Whether the sentence has words in marks, and words outside.
    quoted: Vec<(bool, bool)>,
    /// For tokens in marks: the cue word beside the marked stretch, and its side.
    beside: Vec<(u32, u8)>,
    lead: u32,
}

const COMMA: &str = ",";

/// A cue candidate: a word that often is one, outside marks.
const CANDIDATE: u8 = 3;

impl Scene {
    pub(crate) fn new(sheet: &Sheet<'_>, lexis: &Lexis, n: usize, para: &Para) -> Scene {
        let r = para.tokens.clone();
        let len = r.len();
        let mut s = Scene {
            atoms: r.clone().map(|i| atom(sheet, lexis, i)).collect(),
            bounds: vec![(0, 0); len],
            prev_cue: vec![None; len],
            next_cue: vec![None; len],
            commas: vec![0; len],
            last_punct: vec![u32::MAX; len],
            next_punct: vec![u32::MAX; len],
            that: vec![0; len],
            cues: vec![0; len],
            quoted: vec![(false, false); len],
            beside: vec![(0, 0); len],
            lead: 0,
        };
        let mut start = 0;
        while start < len {
            let sentence = s.atom(start).sentence;
            let mut end = start;
            while end < len && s.atom(end).sentence == sentence {
                end += 1;
            }
            s.sentence(start, end);
            start = end;
        }
        s.marked(para);
        let before = n.checked_sub(1).and_then(|b| sheet.paras.get(b));
        let colon = before.is_some_and(|b| sheet.low(b.tokens.end.saturating_sub(1)) == ":");
        let opens = s.atoms.first().is_some_and(|a| a.inside);
        s.lead = u32::from(n == 0)
            | u32::from(colon) << 1
            | u32::from(opens) << 2
            | u32::from(len < 18) << 3;
        s
    }

    fn atom(&self, i: usize) -> Atom {
        self.atoms.get(i).copied().unwrap_or_default()
    }

    fn is_cue(&self, i: usize) -> bool {
        self.atoms.get(i).is_some_and(|a| a.word.cue >= CANDIDATE && !a.inside)
    }

    fn sentence(&mut self, start: usize, end: usize) {
        let comma = hash(COMMA);
        let that = hash("that");
        let (mut cue, mut commas, mut punct, mut seen) = (None, 0u8, u32::MAX, 0u8);
        let (mut inside, mut outside, mut count) = (false, false, 0u8);
        for i in start..end {
            let a = self.atom(i);
            set(&mut self.bounds, i, (start as u32, end as u32));
            set(&mut self.prev_cue, i, cue);
            set(&mut self.commas, i, commas);
            set(&mut self.last_punct, i, punct);
            set(&mut self.that, i, seen);
            if a.w == comma && !a.inside {
                commas = (commas + 1).min(3);
            }
            if a.punct {
                punct = i as u32;
            }
            seen = if a.w == that {
                1
            } else if seen > 0 {
                (seen + 1).min(15)
            } else {
                0
            };
            if self.is_cue(i) {
                cue = Some(i as u32);
                count = (count + 1).min(3);
            }
            inside |= a.inside;
            outside |= !a.inside;
        }
        let (mut cue, mut punct) = (None, u32::MAX);
        for i in (start..end).rev() {
            let a = self.atom(i);
            set(&mut self.next_cue, i, cue);
            set(&mut self.next_punct, i, punct);
            set(&mut self.cues, i, count);
            set(&mut self.quoted, i, (inside, outside));
            if a.punct {
                punct = i as u32;
            }
            if self.is_cue(i) {
                cue = Some(i as u32);
            }
        }
    }

    /// The cue nearest to each marked stretch, within ten tokens.
    fn marked(&mut self, para: &Para) {
        let base = para.tokens.start;
        for m in &para.marked {
            let (first, end) = (m.first.saturating_sub(base), m.end.saturating_sub(base));
            let after =
                (end..end + 10).find(|&k| self.is_cue(k)).map(|k| (self.atom(k).w, 1, k - end));
            let before = (first.saturating_sub(10)..first).rev().find(|&k| self.is_cue(k));
            let before = before.map(|k| (self.atom(k).w, 2, first - k));
            let best = [after, before].into_iter().flatten().min_by_key(|b| b.2);
            let Some((w, side, _)) = best else { continue };
            for k in first..end.min(self.atoms.len()) {
                set(&mut self.beside, k, (w, side));
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.atoms.len()
    }

    /// The class of the border between token `i - 1` and token `i`, below [`EDGES`].
    pub(crate) fn edge(&self, i: usize) -> usize {
        let sort = |a: Atom, first: bool| -> usize {
            match a {
                a if a.w == hash(COMMA) => 1,
                a if a.mark && first => 2 + usize::from(a.inside),
                a if a.punct => 4,
                a if a.w == hash("that") => 5,
                a if a.word.cue >= CANDIDATE => 6,
                _ => 0,
            }
        };
        let Some(before) = i.checked_sub(1) else { return EDGES - 1 };
        let (a, b) = (self.atom(before), self.atom(i));
        let jump = usize::from(a.sentence != b.sentence);
        let side = usize::from(b.inside) + usize::from(a.inside) * 2;
        (((sort(a, true) * 7) + sort(b, true)) * 2 + jump) * 4 + side
    }

    /// Appends the features of token `i`.
    pub(crate) fn features(&self, i: usize, out: &mut Vec<u32>) {
        let mut f = Out::new(out, 0);
        let at = |o: isize| i.checked_add_signed(o).map(|k| self.atom(k)).unwrap_or_default();
        let a = self.atom(i);
        let near: [Atom; 9] = std::array::from_fn(|k| at(k as isize - 4));
        let n = |o: isize| near.get((o + 4) as usize).copied().unwrap_or_default();
        let c = |o: isize, k: usize| u32::from(n(o).word.classes.get(k).copied().unwrap_or(0));
        f.one(1);
        for o in -4..=4 {
            f.one(n(o).w);
            f.one(c(o, 0));
        }
        for o in -3..=3 {
            f.one(c(o, 1));
        }
        for o in -1..=1 {
            f.one(n(o).s3);
            f.one(c(o, 2));
        }
        for o in -2..=2 {
            f.one(n(o).shape);
        }
        f.one(a.s2);
        f.one(a.p3);
        f.two(n(-1).w, a.w);
        f.two(a.w, n(1).w);
        f.two(n(-1).w, n(1).w);
        f.two(n(-2).w, n(-1).w);
        f.two(n(1).w, n(2).w);
        f.two(c(-1, 1), c(0, 1));
        f.two(c(0, 1), c(1, 1));
        f.three(c(-1, 0), c(0, 0), c(1, 0));
        f.three(c(-2, 0), c(-1, 0), c(0, 0));
        f.three(c(0, 0), c(1, 0), c(2, 0));
        f.two(a.w, c(-1, 0));
        f.two(a.w, c(1, 0));
        f.three(n(-1).w, c(0, 0), c(1, 0));
        f.three(c(-1, 0), c(0, 0), n(1).w);
        let q = |o: isize| u32::from(n(o).inside) + 2 * u32::from(n(o).mark);
        let quotes = q(-1) + 4 * q(0) + 16 * q(1);
        f.one(quotes);
        f.two(quotes, a.w);
        f.two(quotes, n(-1).w);
        f.two(quotes, n(1).w);
        let cv = |o: isize| u32::from(n(o).word.cue);
        let sv = |o: isize| u32::from(n(o).word.speaker);
        f.three(cv(-1), cv(0), cv(1));
        f.three(sv(-1), sv(0), sv(1));
        f.three(cv(-2), cv(-1), sv(0));
        f.three(sv(0), cv(1), cv(2));
        f.three(cv(0), sv(0), u32::from(a.word.opens));
        f.two(u32::from(a.word.opens), cv(-1) + 8 * cv(-2) + 64 * cv(-3));
        for o in [-3, -2, 2, 3] {
            f.two(cv(o), sv(o));
        }
        self.place(i, a, quotes, &mut f);
        self.around_cue(i, a, c(0, 0), &mut f);
        self.around_marks(i, a, q(0), c(0, 0), &mut f);
    }

    /// Where the token stands in its sentence and paragraph.
    fn place(&self, i: usize, a: Atom, quotes: u32, f: &mut Out<'_>) {
        let (start, end) = self.bounds.get(i).copied().unwrap_or_default();
        let from = (i as u32).saturating_sub(start).min(6);
        let to = end.saturating_sub(i as u32).min(5);
        f.one(from);
        f.one(to);
        f.three(from.min(2), to.min(3), quotes);
        let cues = u32::from(self.cues.get(i).copied().unwrap_or(0));
        let (inside, outside) = self.quoted.get(i).copied().unwrap_or_default();
        let sentence =
            cues + 4 * u32::from(inside) + 8 * u32::from(outside) + 16 * u32::from(a.inside);
        f.one(sentence);
        f.two(sentence, self.lead);
        f.two(self.lead, from.min(3));
        let first = self.atom(start as usize);
        f.one(first.w);
        f.two(
            u32::from(first.word.classes[0]),
            u32::from(self.atom(start as usize + 1).word.classes[0]),
        );
    }

    /// Relations to the nearest cue candidates of the sentence.
    fn around_cue(&self, i: usize, a: Atom, class: u32, f: &mut Out<'_>) {
        let prev = self.prev_cue.get(i).copied().flatten();
        let next = self.next_cue.get(i).copied().flatten();
        let word = |k: Option<u32>| k.map_or(0, |k| self.atom(k as usize).w);
        let cue_class =
            |k: Option<u32>| k.map_or(0, |k| u32::from(self.atom(k as usize).word.classes[1]));
        let pd = prev.map_or(0, |k| i as u32 - k);
        let nd = next.map_or(0, |k| k - i as u32);
        let commas = |k: Option<u32>| {
            let at = k.and_then(|k| self.commas.get(k as usize)).copied().unwrap_or(0);
            u32::from(self.commas.get(i).copied().unwrap_or(0).abs_diff(at))
        };
        let that = u32::from(self.that.get(i).copied().unwrap_or(0));
        let that = if that > 0 && prev.is_none_or(|_| that < pd) { 1 + that.min(3) } else { 0 };
        f.two(bin(pd), u32::from(a.inside));
        f.two(bin(nd), u32::from(a.inside));
        f.two(word(prev), bin(pd).min(7));
        f.two(word(next), bin(nd).min(7));
        f.two(word(prev), a.w);
        f.two(word(next), a.w);
        f.three(word(prev), commas(prev), that);
        f.three(word(next), commas(next), u32::from(a.inside));
        f.three(cue_class(prev), bin(pd).min(6), class);
        f.three(cue_class(next), bin(nd).min(6), class);
        f.three(commas(prev), that, bin(pd));
        f.three(bin(pd), bin(nd), u32::from(a.inside));
        f.two(bin(pd), a.w);
        f.two(bin(nd), a.w);
        f.two(bin(pd) + 32 * commas(prev), class);
        f.two(bin(nd) + 32 * commas(next), class);
        let after = prev.map_or(0, |k| self.atom(k as usize + 1).w);
        let before = next.and_then(|k| k.checked_sub(1)).map_or(0, |k| self.atom(k as usize).w);
        f.three(after, commas(prev), u32::from(a.inside));
        f.three(word(prev), after, that);
        f.three(before, commas(next), u32::from(a.inside));
        f.two(word(prev), word(next));
    }

    /// Relations to punctuation and to stretches between quotation marks.
    fn around_marks(&self, i: usize, a: Atom, q: u32, class: u32, f: &mut Out<'_>) {
        let known = |k: u32| (k != u32::MAX).then_some(k as usize);
        let last = self.last_punct.get(i).copied().and_then(known);
        let next = self.next_punct.get(i).copied().and_then(known);
        let ld = last.map_or(0, |k| (i - k) as u32);
        let nd = next.map_or(0, |k| (k - i) as u32);
        let lw = last.map_or(0, |k| self.atom(k).w);
        let nw = next.map_or(0, |k| self.atom(k).w);
        f.three(lw, bin(ld).min(5), q);
        f.three(nw, bin(nd).min(5), q);
        f.three(lw, nw, q);
        let head = last.map_or(0, |k| self.atom(k + 1).w);
        let tail = next.map_or(0, |k| self.atom(k + 1).w);
        f.two(head, q);
        f.two(tail, q);
        let tail_cues = next
            .map_or(0, |k| (k + 1..k + 6).position(|j| self.is_cue(j)).map_or(7, |p| p as u32 + 1));
        f.three(nw, tail_cues, q);
        let (w, side) = self.beside.get(i).copied().unwrap_or_default();
        f.two(w, u32::from(side));
        f.three(u32::from(side), q, class);
        f.three(u32::from(side), a.w, 1);
    }
}

/// What the second chain needs of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    pub(crate) w: u32,
    pub(crate) class: u32,
    pub(crate) coarse: u32,
    pub(crate) quote: u32,
}

impl Scene {
    pub(crate) fn view(&self, i: usize) -> Window {
        let a = self.atom(i);
        Window {
            w: a.w,
            class: u32::from(a.word.classes[1]),
            coarse: u32::from(a.word.classes[0]),
            quote: u32::from(a.inside) + 2 * u32::from(a.mark),
        }
    }

    pub(crate) fn view_before(&self, i: usize) -> Window {
        i.checked_sub(1).map(|k| self.view(k)).unwrap_or_default()
    }

    /// The bounds of the sentence of token `i`.
    pub(crate) fn sentence_of(&self, i: usize) -> (usize, usize) {
        let (a, b) = self.bounds.get(i).copied().unwrap_or_default();
        (a as usize, b as usize)
    }

    /// How many sentences after that of `from` token `i` stands, from 0 (two before) to 5.
    pub(crate) fn offset(&self, i: usize, from: usize) -> u32 {
        let (a, b) = (self.atom(i).sentence + 2, self.atom(from).sentence);
        a.saturating_sub(b).min(5) as u32
    }

    /// Tokens to the end of the sentence, capped.
    pub(crate) fn to_end(&self, i: usize) -> u32 {
        (self.sentence_of(i).1.saturating_sub(i)).min(4) as u32
    }

    /// Is it a comma, a colon or the like, a quotation mark?
    pub(crate) fn punctuation(&self, i: usize) -> [bool; 3] {
        let a = self.atom(i);
        let comma = a.w == hash(COMMA);
        [comma, a.punct && !comma, a.mark]
    }
}

/// Number of border classes.
pub(crate) const EDGES: usize = 7 * 7 * 2 * 4 + 3;

pub(crate) fn set<T>(list: &mut [T], i: usize, value: T) {
    if let Some(slot) = list.get_mut(i) {
        *slot = value;
    }
}

/// Distances on a scale that grows coarser.
pub(crate) fn bin(d: u32) -> u32 {
    match d {
        0..=6 => d,
        7..=9 => 7,
        10..=14 => 8,
        15..=24 => 9,
        _ => 10,
    }
}

/// Collects features; each call has its own number, so equal values do not meet.
pub(crate) struct Out<'o> {
    out: &'o mut Vec<u32>,
    t: u32,
}

impl<'o> Out<'o> {
    pub(crate) fn new(out: &'o mut Vec<u32>, t: u32) -> Out<'o> {
        Out { out, t }
    }

    pub(crate) fn one(&mut self, a: u32) {
        self.three(a, 0, 0);
    }

    pub(crate) fn two(&mut self, a: u32, b: u32) {
        self.three(a, b, 0);
    }

    pub(crate) fn three(&mut self, a: u32, b: u32, c: u32) {
        self.t += 1;
        let mut h = u64::from(self.t).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        h = (h ^ u64::from(a)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 29) ^ (u64::from(b) << 17)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h = (h ^ (h >> 31) ^ (u64::from(c) << 11)).wrapping_mul(0x9fb2_1c65_1e98_df25);
        self.out.push((h >> 32) as u32);
    }
}

fn atom(sheet: &Sheet<'_>, lexis: &Lexis, i: usize) -> Atom {
    let Some(t) = sheet.tokens.get(i) else { return Atom::default() };
    let low = sheet.low(i);
    let mark = t.sort == Sort::Mark && is_mark(low);
    let w = if mark && low != "'" { hash("\"") } else { hash(low) };
    let bytes = low.as_bytes();
    let tail = |n: usize| hash(low.get(bytes.len().saturating_sub(n)..).unwrap_or(low));
    Atom {
        w,
        s3: tail(3),
        s2: tail(2),
        p3: hash(low.get(..3).unwrap_or(low)),
        shape: shape(sheet.word(i)),
        word: lexis.get(w),
        inside: t.inside,
        mark,
        punct: t.sort == Sort::Mark && !mark,
        sentence: t.sentence,
    }
}

/// Letters by case, digits and marks, runs of three and more cut short.
fn shape(word: &str) -> u32 {
    let (mut h, mut last, mut run, mut n) = (1u32, 0, 0, 0);
    for c in word.chars() {
        let k = if c.is_uppercase() {
            1
        } else if c.is_alphabetic() {
            2
        } else if c.is_numeric() {
            3
        } else {
            c as u32
        };
        run = if k == last { run + 1 } else { 1 };
        last = k;
        if run <= 2 {
            h = h.wrapping_mul(31).wrapping_add(k);
            n += 1;
        }
        if n == 6 {
            break;
        }
    }
    h
}
