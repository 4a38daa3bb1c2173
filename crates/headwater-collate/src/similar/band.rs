//! The table of an alignment, without the cells that no best alignment goes through: of wordings
//! that are nearly the same little more than the diagonal is left.
//!
//! A quick alignment gives the worth that the best one has at least. What two beginnings are worth
//! side by side, and what the two rests are, is never more than the tokens that have a counterpart
//! at all are worth; a cell where both together stay below the quick alignment is on no best path.
//! What is read off the table is therefore the same as of the whole one.

use super::align::{Known, Ready, rising, worth};
use std::collections::BTreeMap;

/// Best worths of what follows two places, as far as they can matter; 0 elsewhere.
pub(super) struct Band {
    rows: Vec<Row>,
    cells: Vec<i32>,
}

/// The cells of one row: columns `from..to`, the first of them at `at`.
#[derive(Clone, Copy, Default)]
struct Row {
    from: usize,
    to: usize,
    at: usize,
}

impl Band {
    /// The table of two rows of tokens. Time and room are at most their product, and for nearly
    /// equal ones their length by what differs.
    pub(super) fn filled(x: &[Ready<'_>], y: &[Ready<'_>], known: &mut Known) -> Band {
        Band::of_least(x, y, known, quick(x, y))
    }

    /// The same with a worth that the best alignment is known to have at least; with 0 all cells
    /// are filled.
    pub(super) fn of_least(
        x: &[Ready<'_>],
        y: &[Ready<'_>],
        known: &mut Known,
        least: i32,
    ) -> Band {
        let rows = rows(&sums(x, y), &sums(y, x), least);
        let size = rows.last().map_or(0, |r| r.at + r.to - r.from);
        let mut out = Band { rows, cells: vec![0; size] };
        for (i, p) in x.iter().enumerate().rev() {
            let row = out.row(i);
            let below = out.row(i + 1);
            let (own, rest) = out.cells.split_at_mut(row.at + row.to - row.from);
            let own = own.get_mut(row.at..).unwrap_or_default();
            let under = |j: usize| -> i32 {
                if j >= below.to {
                    return 0;
                }
                j.checked_sub(below.from).and_then(|k| rest.get(k)).copied().unwrap_or(0)
            };
            // The cell to the right, and the one below that.
            let (mut right, mut across) = (0, under(row.to));
            let columns = y.get(row.from..row.to).unwrap_or(&[]);
            for ((j, q), cell) in (row.from..row.to).zip(columns).zip(own).rev() {
                let gain = worth(p, q, known);
                let met = if gain > 0 { across + gain } else { 0 };
                let down = under(j);
                (right, across) = (met.max(right).max(down), down);
                *cell = right;
            }
        }
        out
    }

    fn row(&self, i: usize) -> Row {
        self.rows.get(i).copied().unwrap_or_default()
    }

    /// The best worth of aligning what follows `i` and `j`; of cells that do not matter, less.
    pub(super) fn cell(&self, i: usize, j: usize) -> i32 {
        let row = self.row(i);
        let at = j.checked_sub(row.from).filter(|_| j < row.to);
        at.and_then(|k| self.cells.get(row.at + k)).copied().unwrap_or(0)
    }
}

/// What the tokens before each place are worth at most, whatever they stand beside.
fn sums(of: &[Ready<'_>], other: &[Ready<'_>]) -> Vec<i32> {
    let mut there: Vec<u64> = other.iter().map(|r| r.number).collect();
    there.sort_unstable();
    let mut sum = 0;
    let mut out = Vec::with_capacity(of.len() + 1);
    out.push(0);
    for r in of {
        sum += match there.binary_search(&r.number) {
            Ok(_) => r.whole(),
            Err(_) => other.iter().map(|o| r.at_most_beside(o)).max().unwrap_or(0),
        };
        out.push(sum);
    }
    out
}

/// Which columns of each row can matter. Both ends only move on from row to row.
fn rows(x: &[i32], y: &[i32], least: i32) -> Vec<Row> {
    let (all_x, all_y) = (x.last().copied().unwrap_or(0), y.last().copied().unwrap_or(0));
    let (height, width) = (x.len().saturating_sub(1), y.len().saturating_sub(1));
    let mut out: Vec<Row> = Vec::with_capacity(height);
    let (mut from, mut to, mut at) = (0, 0, 0);
    for i in 0..height {
        let before = x.get(i).copied().unwrap_or(0);
        let matters = |j: usize| {
            let there = y.get(j).copied().unwrap_or(0);
            before.min(there) + (all_x - before).min(all_y - there) >= least
        };
        while from < width && !matters(from) {
            from += 1;
        }
        to = to.max(from);
        while to < width && matters(to) {
            to += 1;
        }
        out.push(Row { from, to, at });
        at += to - from;
    }
    out
}

/// The worth of an alignment that is found quickly: words that stand once in each text, in one
/// order, and what is the same on both sides of them.
fn quick(x: &[Ready<'_>], y: &[Ready<'_>]) -> i32 {
    let mut stands: BTreeMap<u64, [(usize, usize); 2]> = BTreeMap::new();
    for (side, list) in [x, y].into_iter().enumerate() {
        for (i, r) in list.iter().enumerate() {
            if let Some(slot) = stands.entry(r.number).or_default().get_mut(side) {
                *slot = (slot.0 + 1, i);
            }
        }
    }
    let mut once: Vec<(usize, usize)> = stands
        .values()
        .filter_map(|s| matches!(s, [(1, _), (1, _)]).then_some((s[0].1, s[1].1)))
        .collect();
    once.sort_unstable();
    let same = |i: usize, j: usize| match (x.get(i), y.get(j)) {
        (Some(r), Some(c)) if r.number == c.number => Some(r.whole()),
        _ => None,
    };
    // What lies before these places is done with.
    let (mut i, mut j, mut sum) = (0, 0, 0);
    for (p, q) in rising(&once) {
        if p < i || q < j {
            continue;
        }
        let (mut a, mut b) = (p, q);
        while a > i && b > j {
            let Some(worth) = same(a - 1, b - 1) else { break };
            (a, b, sum) = (a - 1, b - 1, sum + worth);
        }
        (i, j) = (p, q);
        while let Some(worth) = same(i, j) {
            (i, j, sum) = (i + 1, j + 1, sum + worth);
        }
    }
    sum
}
