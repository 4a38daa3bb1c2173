//! The passages of one pair of articles: chains extended through slips, ends made exact, edits
//! and relation read off the alignment.

use super::chain::{Chain, chains, seeds};
use super::prepare::Prepared;
use crate::record::{Edit, Match, Place, Relation};
use crate::similar::{Pairing, Tie, align, edits, near};
use crate::words::Word;
use headwater_text::{Span, fold, fold_char, rarity};

/// One side of a pair: number of the article, its text, its words.
pub type Side<'t> = (usize, &'t str, &'t Prepared);

/// Fewest words that are the same in a passage, and how many suffice without filling a sentence.
const LEAST: usize = 6;
const ENOUGH: usize = 14;
/// Rarity, in nats, that the same words of a short passage have to sum up to.
const WEIGHT: f64 = 60.0;
/// Passages of one pair that are looked at, longest first.
const MOST: usize = 1000;
/// Words looked ahead over a slip when a passage is extended.
const AHEAD: usize = 4;

/// Words of a chain on both sides: half-open ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Range {
    i: usize,
    i_end: usize,
    j: usize,
    j_end: usize,
    /// Words that are the same.
    same: usize,
}

/// Passages that two articles share. `a.0 < b.0`.
pub fn passages(a: Side, b: Side) -> Vec<Match> {
    let found = chains(a.2, b.2, &seeds(a.2, b.2, false));
    finish(a, b, &found)
}

/// Passages that stand twice in one article.
pub fn repeated(number: usize, text: &str, words: &Prepared) -> Vec<Match> {
    let side = (number, text, words);
    let found = chains(words, words, &seeds(words, words, true));
    let mut out = finish(side, side, &found);
    // Inside one article only what is printed twice is of interest, not what is said alike.
    out.retain(|m| m.a.span.overlap(m.b.span) == 0 && m.score >= 0.9);
    out
}

fn finish(a: Side, b: Side, found: &[Chain]) -> Vec<Match> {
    let mut ranges: Vec<Range> = found.iter().filter_map(|c| extend(a, b, c)).collect();
    if a.0 == b.0 {
        // Two printings side by side: the first must not run into the second.
        for r in &mut ranges {
            let over = r.i_end.saturating_sub(r.j);
            (r.i_end, r.j_end) = (r.i_end - over, r.j_end.saturating_sub(over));
            r.same = r.same.saturating_sub(over);
        }
        ranges.retain(|r| r.i < r.i_end && r.j < r.j_end);
    }
    ranges.sort_by(|x, y| y.same.cmp(&x.same).then(x.cmp(y)));
    ranges.truncate(MOST);
    let mut kept: Vec<Range> = Vec::new();
    for range in ranges {
        let inside = |k: &Range| {
            k.i <= range.i && range.i_end <= k.i_end && k.j <= range.j && range.j_end <= k.j_end
        };
        if !kept.iter().any(inside) && worth_it(a, b, &range) {
            kept.push(range);
        }
    }
    kept.sort_unstable();
    kept.into_iter().filter_map(|r| made(a, b, r)).collect()
}

/// Whether a passage says something: many words, or fewer rare ones that fill most of a sentence
/// or of a quotation on either side.
fn worth_it(a: Side, b: Side, range: &Range) -> bool {
    if range.same < LEAST {
        return false;
    }
    let here = a.2.words.get(range.i..range.i_end).unwrap_or(&[]);
    let share = range.same as f64 / here.len().max(1) as f64;
    if range.same >= ENOUGH {
        return share > 0.4;
    }
    let rare: f64 = here.iter().map(|w| rarity(w.span().of(a.1))).sum();
    let weight = rare * share.min(1.0);
    weight >= WEIGHT && (fills(a, range.i, range.i_end) || fills(b, range.j, range.j_end))
}

/// Whether words fill most of the stretch between the marks that part sentences and quotations.
fn fills(side: Side, from: usize, to: usize) -> bool {
    let Some(first) = side.2.words.get(from) else { return false };
    let Some(last) = to.checked_sub(1).and_then(|k| side.2.words.get(k)) else { return false };
    let parts = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '“' | '”' | '"' | '«' | '»' | '„');
    let reach = 400;
    let before = (0..from).rev().take_while(|k| {
        let end = side.2.words.get(k + 1).map_or(0, |w| w.span().start);
        let start = side.2.words.get(*k).map_or(0, |w| w.span().end);
        first.span().start - start.min(first.span().start) < reach
            && !Span::new(start, end).of(side.1).contains(parts)
    });
    let after = (to..side.2.words.len()).take_while(|k| {
        let start = k.checked_sub(1).and_then(|k| side.2.words.get(k)).map_or(0, |w| w.span().end);
        let end = side.2.words.get(*k).map_or(0, |w| w.span().start);
        end.saturating_sub(last.span().end) < reach
            && !Span::new(start, end).of(side.1).contains(parts)
    });
    let outside = before.count() + after.count();
    (to - from) * 10 >= (to - from + outside) * 6
}

/// A chain extended word by word at both ends, over slips.
fn extend(a: Side, b: Side, chain: &Chain) -> Option<Range> {
    let (first, last) = (chain.seeds.first()?, chain.seeds.last()?);
    let mut same = chain.seeds.iter().map(|s| s.len).sum();
    let (right, gain) = walk(a, b, (last.i + last.len, last.j + last.len), true);
    same += gain;
    let (left, gain) = walk(a, b, (first.i, first.j), false);
    same += gain;
    Some(Range { i: left.0, i_end: right.0, j: left.1, j_end: right.1, same })
}

/// Goes outwards from a place while words keep agreeing. Gives the last place of agreement and
/// the number of words that agreed.
fn walk(a: Side, b: Side, from: (usize, usize), right: bool) -> ((usize, usize), usize) {
    let zones = zone_ends(a.2, b.2, from, right);
    let word = |side: Side, at: usize, by: usize| -> Option<Word> {
        let k = if right { at.checked_add(by)? } else { at.checked_sub(by + 1)? };
        side.2.words.get(k).copied()
    };
    let (mut gone_i, mut gone_j) = (0, 0);
    let (mut best, mut best_same) = ((0, 0), 0);
    let (mut score, mut top, mut same) = (0.0_f64, 0.0_f64, 0);
    loop {
        let mut step = None;
        'slip: for slip in 0..=AHEAD {
            for (di, dj) in (0..=slip).map(|d| (d, slip)).chain((0..slip).map(|d| (slip, d))) {
                let (x, y) = (gone_i + di, gone_j + dj);
                if x >= zones.0 || y >= zones.1 {
                    continue;
                }
                if let (Some(p), Some(q)) = (word(a, from.0, x), word(b, from.1, y))
                    && agree(a.1, b.1, p, q, slip)
                {
                    step = Some((di, dj, slip));
                    break 'slip;
                }
            }
        }
        let Some((di, dj, slip)) = step else { break };
        (gone_i, gone_j) = (gone_i + di + 1, gone_j + dj + 1);
        same += 1;
        score += 1.0 - 0.9 * slip as f64;
        if score > top {
            top = score;
            best = (gone_i, gone_j);
            best_same = same;
        }
        if score < top - 4.0 {
            break;
        }
    }
    let place =
        if right { (from.0 + best.0, from.1 + best.1) } else { (from.0 - best.0, from.1 - best.1) };
    (place, best_same)
}

/// How many words there are to go in the zones of a place.
fn zone_ends(a: &Prepared, b: &Prepared, from: (usize, usize), right: bool) -> (usize, usize) {
    let reach = |p: &Prepared, at: usize| {
        // The zone is that of the word just inside the chain.
        let (start, end) = p.zone(if right { at.saturating_sub(1) } else { at });
        if right { end.saturating_sub(at) } else { at.saturating_sub(start) }
    };
    (reach(a, from.0), reach(b, from.1))
}

/// Whether two words agree; over a slip only long ones count.
fn agree(a: &str, b: &str, p: Word, q: Word, slip: usize) -> bool {
    if slip > 0 && (p.span().len() < 4 || q.span().len() < 4) {
        return false;
    }
    p.hash == q.hash
        || (p.span().len().abs_diff(q.span().len()) <= 3
            && p.span().len().min(q.span().len()) >= 4
            && near(&fold(p.span().of(a)), &fold(q.span().of(b))))
}

fn made(a: Side, b: Side, range: Range) -> Option<Match> {
    let ends = |side: Side, from: usize, to: usize| {
        let first = side.2.words.get(from)?.span().start;
        let last = side.2.words.get(to.checked_sub(1)?)?.span().end;
        Some(Span::new(first, last))
    };
    let (x, y) = (ends(a, range.i, range.i_end)?, ends(b, range.j, range.j_end)?);
    let (x, y) = with_marks(a.1, b.1, x, y);
    Some(made_of((a.0, a.1), (b.0, b.1), x, y, None))
}

/// The match of two places: edits and relation from their alignment.
pub(crate) fn made_of(
    a: (usize, &str),
    b: (usize, &str),
    x: Span,
    y: Span,
    likeness: Option<f64>,
) -> Match {
    let steps = align(x.of(a.1), y.of(b.1));
    let found = edits(&steps, x.start, y.start);
    let (relation, share) = relation(&steps, &found);
    Match {
        a: Place { article: a.0, span: x },
        b: Place { article: b.0, span: y },
        relation,
        edits: found,
        score: likeness.unwrap_or(share),
        share: None,
    }
}

/// Both places widened over the marks that stand next to them on both sides.
fn with_marks(a: &str, b: &str, mut x: Span, mut y: Span) -> (Span, Span) {
    loop {
        let next = |t: &str, s: Span| t.get(s.end..).and_then(|r| r.chars().next());
        match (next(a, x), next(b, y)) {
            (Some(p), Some(q)) if is_mark(p) && fold_char(p) == fold_char(q) => {
                x.end += p.len_utf8();
                y.end += q.len_utf8();
            }
            _ => break,
        }
    }
    loop {
        let prior = |t: &str, s: Span| t.get(..s.start).and_then(|r| r.chars().next_back());
        match (prior(a, x), prior(b, y)) {
            (Some(p), Some(q)) if is_mark(p) && fold_char(p) == fold_char(q) => {
                x.start -= p.len_utf8();
                y.start -= q.len_utf8();
            }
            _ => break,
        }
    }
    (x, y)
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// What the alignment says of the relation, and the share of words that agree.
pub(crate) fn relation(steps: &[Pairing], found: &[Edit]) -> (Relation, f64) {
    let words: Vec<&Pairing> = steps.iter().filter(|s| !s.mark).collect();
    let count = |f: &dyn Fn(&&&Pairing) -> bool| words.iter().filter(f).count();
    let agreed = count(&|s| s.tie != Tie::Gap);
    let slips = count(&|s| s.tie == Tie::Near);
    let only_a = count(&|s| s.tie == Tie::Gap && s.a.is_some());
    let only_b = count(&|s| s.tie == Tie::Gap && s.b.is_some());
    let total = agreed + only_a.max(only_b);
    let score = if total == 0 {
        0.0
    } else {
        2.0 * agreed as f64 / (2 * agreed + only_a + only_b).max(1) as f64
    };
    let replaced = found.iter().filter(|e| !e.folded && !e.a.is_empty() && !e.b.is_empty()).count();
    let changes = only_a + only_b + slips;
    let relation = if changes * 100 <= agreed * 2 {
        Relation::Verbatim
    } else if replaced == 0
        && slips * 20 <= agreed
        && (only_a == 0 || only_b == 0 || changes * 20 <= agreed)
    {
        Relation::Trimmed
    } else if agreed * 3 >= total * 2 {
        Relation::Noisy
    } else if agreed * 3 >= total {
        Relation::Retranslated
    } else {
        Relation::Paraphrased
    };
    (relation, score)
}
