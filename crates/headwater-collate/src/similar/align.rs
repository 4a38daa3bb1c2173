//! Word alignment of two wordings. Words outrank marks, folded variants are told apart from
//! changes, the result is the same whichever side comes first (mirrored), and the time is bounded:
//! long texts are cut at words that stand once in each.

use super::near;
use crate::record::Edit;
use crate::words::{Piece, pieces};
use headwater_text::{Span, TokenKind};

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
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
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

/// What two tokens are worth side by side; 0 means they do not go together.
fn worth(x: &Piece, y: &Piece) -> i32 {
    if (x.kind == TokenKind::Mark) != (y.kind == TokenKind::Mark) {
        return 0;
    }
    if x.kind == TokenKind::Mark {
        return i32::from(x.fold == y.fold || (quotes(&x.fold) && quotes(&y.fold)));
    }
    let length = x.fold.chars().count().min(12) as i32;
    if x.fold == y.fold {
        return 8 + length;
    }
    let words = x.kind == TokenKind::Word && y.kind == TokenKind::Word;
    if words && near(&x.fold, &y.fold) { 4 + length / 2 } else { 0 }
}

fn quotes(mark: &str) -> bool {
    matches!(mark, "\"" | "'")
}

/// Aligns a stretch without anchors by the full table, or leaves it as gaps where it is too long.
fn stretch(a: &str, b: &str, x: &[Piece], y: &[Piece], out: &mut Vec<Pairing>) {
    let width = y.len() + 1;
    if x.is_empty() || y.is_empty() || (x.len() + 1).saturating_mul(width) > CELLS {
        out.extend(x.iter().map(|p| alone(Some(p), None)));
        out.extend(y.iter().map(|p| alone(None, Some(p))));
        return;
    }
    let table = fill(x, y);
    let cell = |i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    let (mut i, mut j) = (0, 0);
    while let (Some(p), Some(q)) = (x.get(i), y.get(j)) {
        let gain = worth(p, q);
        if gain > 0 && cell(i, j) == cell(i + 1, j + 1) + gain {
            out.push(paired(a, b, p, q));
            (i, j) = (i + 1, j + 1);
        } else if cell(i, j) == cell(i + 1, j) {
            out.push(alone(Some(p), None));
            i += 1;
        } else {
            out.push(alone(None, Some(q)));
            j += 1;
        }
    }
    out.extend(x.iter().skip(i).map(|p| alone(Some(p), None)));
    out.extend(y.iter().skip(j).map(|p| alone(None, Some(p))));
}

/// `table[i][j]` is the best worth of aligning what follows `i` and `j`.
fn fill(x: &[Piece], y: &[Piece]) -> Vec<i32> {
    let width = y.len() + 1;
    let mut table = vec![0; (x.len() + 1) * width];
    for (i, p) in x.iter().enumerate().rev() {
        for (j, q) in y.iter().enumerate().rev() {
            let get = |k: usize| table.get(k).copied().unwrap_or(0);
            let mut best = get((i + 1) * width + j).max(get(i * width + j + 1));
            let gain = worth(p, q);
            if gain > 0 {
                best = best.max(get((i + 1) * width + j + 1) + gain);
            }
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    table
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

    #[test]
    fn long_texts_are_cut_at_anchors() {
        let a: String = (0..3000).map(|i| format!("w{} ", i * 7919 % 100_003)).collect();
        let b = a.replacen("w7919 ", "w7919 lantern ", 1);
        assert_eq!(shown(&a, &b), [">lantern"]);
    }
}
