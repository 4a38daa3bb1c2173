//! Word alignment of two wordings. Words outrank marks, folded variants are told apart from
//! changes, the result is the same whichever side comes first (mirrored), and the time is bounded:
//! long texts are cut at words that stand once in each.

use super::band::Band;
use super::near::{Shape, near};
use crate::record::Edit;
use crate::words::{Piece, pieces};
use headwater_text::{Span, TokenKind};
use std::collections::BTreeMap;

/// How two aligned tokens stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Letter for letter the same.
    Same,
    /// The same but for case, accents, kind of mark, a contraction.
    Folded,
    /// A spelling, slip or form of the same word.
    Near,
    /// Stands in one text only.
    Gap,
}

/// One step of an alignment: a token of each text, or of one only. Places are bytes of the two
/// texts as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// Token of the first text.
    pub a: Option<Span>,
    /// Token of the second text.
    pub b: Option<Span>,
    /// How they stand to each other.
    pub tie: Tie,
    /// Whether it is a mark rather than a word or number.
    pub mark: bool,
}

/// Most cells of one table; where more would be needed the stretch is left unaligned.
const CELLS: usize = 400_000;

/// Aligns two wordings token by token, in order of both.
pub fn align(a: &str, b: &str) -> Vec<Pairing> {
    let (x, y) = (pieces(a), pieces(b));
    let mut out = Vec::with_capacity(x.len().max(y.len()));
    let (mut i, mut j) = (0, 0);
    for (p, q) in anchors(&x, &y) {
        stretch(a, b, x.get(i..p).unwrap_or(&[]), y.get(j..q).unwrap_or(&[]), &mut out);
        if let (Some(s), Some(t)) = (x.get(p), y.get(q)) {
            out.push(paired(a, b, s, t));
        }
        (i, j) = (p + 1, q + 1);
    }
    stretch(a, b, x.get(i..).unwrap_or(&[]), y.get(j..).unwrap_or(&[]), &mut out);
    out
}

/// The edits of an alignment: neighbouring gaps joined, folded variants marked. Marks alone make
/// folded edits.
pub fn edits(steps: &[Pairing], a_start: usize, b_start: usize) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    let (mut at_a, mut at_b) = (0, 0);
    let mut open = false;
    for step in steps {
        let a = step.a.unwrap_or(Span::new(at_a, at_a));
        let b = step.b.unwrap_or(Span::new(at_b, at_b));
        let folded = step.mark || step.tie != Tie::Gap;
        if step.tie == Tie::Same {
            open = false;
        } else {
            match out.last_mut().filter(|e| open && e.folded == folded) {
                Some(last) => {
                    let grow = |old: Span, new: Span, has: bool| match (old.is_empty(), has) {
                        (true, true) => new,
                        (_, true) => old.hull(new),
                        _ => old,
                    };
                    last.a = grow(last.a, a, step.a.is_some());
                    last.b = grow(last.b, b, step.b.is_some());
                }
                None => out.push(Edit { a, b, folded }),
            }
            open = true;
        }
        if step.a.is_some() {
            at_a = a.end;
        }
        if step.b.is_some() {
            at_b = b.end;
        }
    }
    for edit in &mut out {
        edit.a = edit.a.shift(a_start);
        edit.b = edit.b.shift(b_start);
    }
    out
}

fn paired(a: &str, b: &str, x: &Piece, y: &Piece) -> Pairing {
    let tie = if x.span.of(a) == y.span.of(b) {
        Tie::Same
    } else if x.fold == y.fold || x.kind == TokenKind::Mark {
        Tie::Folded
    } else {
        Tie::Near
    };
    Pairing { a: Some(x.span), b: Some(y.span), tie, mark: x.kind == TokenKind::Mark }
}

fn alone(x: Option<&Piece>, y: Option<&Piece>) -> Pairing {
    let mark = x.or(y).is_some_and(|p| p.kind == TokenKind::Mark);
    Pairing { a: x.map(|p| p.span), b: y.map(|p| p.span), tie: Tie::Gap, mark }
}

/// Where long texts may be cut: runs of three words that stand once in each, in one order.
fn anchors(x: &[Piece], y: &[Piece]) -> Vec<(usize, usize)> {
    if x.len().saturating_mul(y.len()) <= CELLS / 4 {
        return Vec::new();
    }
    let once = |p: &[Piece]| {
        let mut grams: Vec<(u64, usize)> = p
            .windows(3)
            .enumerate()
            .filter(|(_, w)| w.iter().all(|p| p.kind != TokenKind::Mark))
            .map(|(i, w)| {
                let hash = |p: &Piece| crate::words::hash_word(&p.fold);
                (w.iter().map(hash).fold(3, crate::words::join), i)
            })
            .collect();
        grams.sort_unstable();
        let runs = grams.chunk_by(|a, b| a.0 == b.0).filter(|r| r.len() == 1);
        runs.filter_map(|r| r.first().copied()).collect::<Vec<_>>()
    };
    let (g, h) = (once(x), once(y));
    let mut both: Vec<(usize, usize)> = Vec::new();
    let mut j = 0;
    for (hash, i) in g {
        while h.get(j).is_some_and(|(other, _)| *other < hash) {
            j += 1;
        }
        if let Some((_, at)) = h.get(j).filter(|(other, _)| *other == hash) {
            both.push((i, *at));
        }
    }
    both.sort_unstable();
    rising(&both)
}

/// The longest chain of pairs that rises on both sides.
pub(super) fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |k: usize| pairs.get(k).map_or(0, |p| p.1);
    for (k, pair) in pairs.iter().enumerate() {
        let at = tops.partition_point(|t| second(*t) < pair.1);
        before.push(at.checked_sub(1).and_then(|i| tops.get(i)).copied());
        match tops.get_mut(at) {
            Some(top) => *top = k,
            None => tops.push(k),
        }
    }
    let mut out = Vec::with_capacity(tops.len());
    let mut at = tops.last().copied();
    while let Some(k) = at {
        out.extend(pairs.get(k));
        at = before.get(k).copied().flatten();
    }
    out.reverse();
    out
}

/// A token made ready to be laid beside many others.
pub(super) struct Ready<'p> {
    piece: &'p Piece,
    /// A number for its folded form.
    pub(super) number: u64,
    letters: i32,
    shape: Shape,
}

impl Ready<'_> {
    /// What it is worth beside a token of its folded form.
    pub(super) fn whole(&self) -> i32 {
        if self.piece.kind == TokenKind::Mark { 1 } else { 8 + self.letters }
    }

    /// What it is worth at most beside a token of another folded form, whichever of the two stands
    /// in the first text.
    pub(super) fn at_most_beside(&self, other: &Ready<'_>) -> i32 {
        match (self.piece.kind, other.piece.kind) {
            (TokenKind::Word, TokenKind::Word) if self.shape.may_be_near(other.shape) => {
                near_worth(self.letters.max(other.letters))
            }
            (TokenKind::Mark, TokenKind::Mark) => 1,
            _ => 0,
        }
    }
}

/// Letters of a word beyond these are worth no more.
const LETTERS: i32 = 12;

impl<'p> Ready<'p> {
    fn new(piece: &'p Piece) -> Ready<'p> {
        Ready {
            piece,
            number: crate::words::hash_folded(&piece.fold),
            letters: (piece.fold.chars().count() as i32).min(LETTERS),
            shape: Shape::of(&piece.fold),
        }
    }
}

/// Tokens made ready.
fn ready(tokens: &[Piece]) -> Vec<Ready<'_>> {
    tokens.iter().map(Ready::new).collect()
}

/// What words that look near are worth side by side, looked up once for each two.
pub(super) type Known = BTreeMap<(u64, u64), i32>;

/// What two tokens are worth side by side; 0 means they do not go together.
pub(super) fn worth(x: &Ready<'_>, y: &Ready<'_>, known: &mut Known) -> i32 {
    let (p, q) = (x.piece, y.piece);
    if (p.kind == TokenKind::Mark) != (q.kind == TokenKind::Mark) {
        return 0;
    }
    if p.kind == TokenKind::Mark {
        return i32::from(x.number == y.number || (quotes(&p.fold) && quotes(&q.fold)));
    }
    if x.number == y.number {
        return x.whole();
    }
    let words = p.kind == TokenKind::Word && q.kind == TokenKind::Word;
    if !words || !x.shape.may_be_near(y.shape) {
        return 0;
    }
    let worth = || if near(&p.fold, &q.fold) { near_worth(x.letters) } else { 0 };
    *known.entry((x.number, y.number)).or_insert_with(worth)
}

/// What a word of so many letters is worth beside one that is near.
fn near_worth(letters: i32) -> i32 {
    4 + letters / 2
}

fn quotes(mark: &str) -> bool {
    matches!(mark, "\"" | "'")
}

/// Aligns a stretch without anchors. What is the same at both ends needs no table.
fn stretch(a: &str, b: &str, x: &[Piece], y: &[Piece], out: &mut Vec<Pairing>) {
    let (rows, columns) = (ready(x), ready(y));
    // Of equal tokens at the beginning no alignment is worth more than that side by side.
    let begun = rows.iter().zip(&columns).take_while(|(r, c)| r.number == c.number).count();
    let (head, rest) = rows.split_at(begun);
    let rest_b = columns.get(begun..).unwrap_or(&[]);
    let ended = ending(rest, rest_b);
    let (middle, tail) = rest.split_at(rest.len() - ended);
    let (middle_b, tail_b) = rest_b.split_at(rest_b.len() - ended);
    out.extend(head.iter().zip(&columns).map(|(r, c)| paired(a, b, r.piece, c.piece)));
    table(a, b, middle, middle_b, out);
    out.extend(tail.iter().zip(tail_b).map(|(r, c)| paired(a, b, r.piece, c.piece)));
}

/// How many tokens at the end are the same and side by side in every best alignment: those from a
/// word on that stands once in each text. Of words that stand twice the table decides which one
/// was left out.
fn ending(x: &[Ready<'_>], y: &[Ready<'_>]) -> usize {
    let same = x.iter().rev().zip(y.iter().rev()).take_while(|(r, c)| r.number == c.number).count();
    let mut stands: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    x.iter().for_each(|r| stands.entry(r.number).or_default().0 += 1);
    y.iter().for_each(|c| stands.entry(c.number).or_default().1 += 1);
    let once = |r: &Ready<'_>| {
        r.piece.kind == TokenKind::Word
            && r.letters >= LEAST_TO_END
            && stands.get(&r.number) == Some(&(1, 1))
    };
    let from = x.len() - same;
    x.iter().skip(from).position(once).map_or(0, |at| same - at)
}

/// A word of so many letters is worth more beside itself than any word is beside one that is near.
const LEAST_TO_END: i32 = 3;

/// Aligns by a table, or leaves gaps where it would be too large.
fn table(a: &str, b: &str, x: &[Ready<'_>], y: &[Ready<'_>], out: &mut Vec<Pairing>) {
    let whole = (x.len() + 1).saturating_mul(y.len() + 1);
    if x.is_empty() || y.is_empty() || whole > CELLS {
        out.extend(x.iter().map(|r| alone(Some(r.piece), None)));
        out.extend(y.iter().map(|c| alone(None, Some(c.piece))));
        return;
    }
    let mut known = Known::new();
    let table = Band::filled(x, y, &mut known);
    read_off(a, b, (x, y), &table, &mut known, out);
}

/// The best alignment that a table tells.
fn read_off(
    a: &str,
    b: &str,
    (x, y): (&[Ready<'_>], &[Ready<'_>]),
    table: &Band,
    known: &mut Known,
    out: &mut Vec<Pairing>,
) {
    let (mut i, mut j) = (0, 0);
    while let (Some(r), Some(c)) = (x.get(i), y.get(j)) {
        let gain = worth(r, c, known);
        if gain > 0 && table.cell(i, j) == table.cell(i + 1, j + 1) + gain {
            out.push(paired(a, b, r.piece, c.piece));
            (i, j) = (i + 1, j + 1);
        } else if table.cell(i, j) == table.cell(i + 1, j) {
            out.push(alone(Some(r.piece), None));
            i += 1;
        } else {
            out.push(alone(None, Some(c.piece)));
            j += 1;
        }
    }
    out.extend(x.iter().skip(i).map(|r| alone(Some(r.piece), None)));
    out.extend(y.iter().skip(j).map(|c| alone(None, Some(c.piece))));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(a: &str, b: &str) -> Vec<String> {
        edits(&align(a, b), 0, 0)
            .iter()
            .filter(|e| !e.folded)
            .map(|e| format!("{}>{}", e.a.of(a), e.b.of(b)))
            .collect()
    }

    #[test]
    fn words_outrank_marks() {
        let a = "The islands, she said, wait.";
        let b = "The islands she said, wait, calmly.";
        assert_eq!(shown(a, b), [">calmly"]);
        let all = edits(&align(a, b), 0, 0);
        assert_eq!(all.iter().filter(|e| e.folded).count(), 2);
    }

    #[test]
    fn folded_variants_are_flagged() {
        let (a, b) = ("“Zelensky doesn’t wait”", "\"Zelenskyy does not wait\"");
        assert!(shown(a, b).is_empty());
        let ties: Vec<Tie> = align(a, b).iter().map(|p| p.tie).collect();
        assert_eq!(ties, [Tie::Folded, Tie::Near, Tie::Same, Tie::Folded, Tie::Same, Tie::Folded]);
    }

    #[test]
    fn sides_may_be_exchanged() {
        let a = "to freeze the war to allow its forces to regroup";
        let b = "to freeze the war in order to have time to regroup its forces";
        let flip = |p: Pairing| (p.b, p.a);
        let pairs = |v: Vec<Pairing>| v.into_iter().filter(|p| p.tie != Tie::Gap);
        let there: Vec<_> = pairs(align(a, b)).map(|p| (p.a, p.b)).collect();
        let back: Vec<_> = pairs(align(b, a)).map(flip).collect();
        assert_eq!(there.len(), back.len());
    }

    /// The ends that are taken off before the table is filled, and the cells that are left out,
    /// change nothing.
    #[test]
    fn all_are_aligned_as_by_the_whole_table() {
        let words = ["quay", "ferry", "ferries", "storm", "no", "12", ".", "“"];
        let mut state = 7_u64;
        let mut text = |most: u64| {
            let mut next = |below: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 33) % below
            };
            let n = next(most) as usize;
            (0..n).map(|_| words[next(8) as usize]).collect::<Vec<_>>().join(" ")
        };
        for most in (0..3000).map(|k| if k % 10 == 0 { 40 } else { 5 }) {
            let (head, within, tail) = (text(5), text(most), text(6));
            let mut mixed = || format!("{head} {} {within} {} {tail}", text(most), text(5));
            let (a, b) = (mixed(), mixed());
            let (x, y) = (pieces(&a), pieces(&b));
            let (rows, columns) = (ready(&x), ready(&y));
            let (mut whole, mut known) = (Vec::new(), Known::new());
            let table = Band::of_least(&rows, &columns, &mut known, 0);
            read_off(&a, &b, (&rows, &columns), &table, &mut known, &mut whole);
            assert_eq!(align(&a, &b), whole, "{a} / {b}");
        }
    }

    #[test]
    fn long_texts_are_cut_at_anchors() {
        let a: String = (0..3000).map(|i| format!("w{} ", i * 7919 % 100_003)).collect();
        let b = a.replacen("w7919 ", "w7919 lantern ", 1);
        assert_eq!(shown(&a, &b), [">lantern"]);
    }
}
