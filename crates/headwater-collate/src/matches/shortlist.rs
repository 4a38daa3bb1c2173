//! Which units of two articles are worth an exact comparison: of each only those that share the
//! rarest words with it, or lie nearest in sense.

use super::unit::{Posting, Unit, Units};

/// Partners of a unit that are compared exactly.
const KEPT: usize = 6;
/// What nearness in sense counts beside shared words.
const SENSE: f32 = 0.5;
/// Nearness below which two units are not compared.
const APART: f64 = 0.3;

/// Pairs of units worth comparing, among those of the two articles that `x` and `y` list. In order.
pub(super) fn shortlist(a: &Units, x: &[usize], b: &Units, y: &[usize]) -> Vec<(usize, usize)> {
    let mut cells = common(a, x, b, y);
    for (row, i) in cells.chunks_exact_mut(y.len().max(1)).zip(x) {
        let Some(u) = a.all.get(*i) else { continue };
        for (cell, j) in row.iter_mut().zip(y) {
            let Some(v) = b.all.get(*j) else { continue };
            *cell = promise(u, v, *cell);
        }
    }
    let mut out = Vec::with_capacity(KEPT * (x.len() + y.len()));
    let at = |i: usize, j: usize| cells.get(i * y.len() + j).copied().unwrap_or(0.0);
    for i in 0..x.len() {
        out.extend(best(y.len(), |j| at(i, j)).into_iter().map(|j| (i, j)));
    }
    for j in 0..y.len() {
        out.extend(best(x.len(), |i| at(i, j)).into_iter().map(|i| (i, j)));
    }
    out.sort_unstable();
    out.dedup();
    let unit = |(i, j): (usize, usize)| Some((*x.get(i)?, *y.get(j)?));
    out.into_iter().filter_map(unit).collect()
}

/// The weight of the telling words that units share, as a table of `x` by `y`.
fn common(a: &Units, x: &[usize], b: &Units, y: &[usize]) -> Vec<f32> {
    let places = |units: &Units, listed: &[usize]| {
        let mut out = vec![None; units.all.len()];
        for (place, unit) in listed.iter().enumerate() {
            out.iter_mut().skip(*unit).take(1).for_each(|p| *p = Some(place));
        }
        out
    };
    let (in_x, in_y) = (places(a, x), places(b, y));
    let place = |list: &[Option<usize>], p: &Posting| list.get(p.unit as usize).copied().flatten();
    let mut cells = vec![0.0; x.len() * y.len()];
    let mut rest = b.postings.as_slice();
    for here in a.postings.chunk_by(|p, q| p.word == q.word) {
        let Some(first) = here.first() else { continue };
        let skip = rest.iter().take_while(|p| p.word < first.word).count();
        rest = rest.get(skip..).unwrap_or(&[]);
        let there = rest.iter().take_while(|p| p.word == first.word);
        for q in there {
            let Some(j) = place(&in_y, q) else { continue };
            for i in here.iter().filter_map(|p| place(&in_x, p)) {
                cells.iter_mut().skip(i * y.len() + j).take(1).for_each(|c| *c += q.weight);
            }
        }
    }
    cells
}

/// How much two units that share words of this weight promise; 0 where they cannot be the same
/// statement: their lengths differ too much, or their sense.
fn promise(u: &Unit, v: &Unit, shared: f32) -> f32 {
    let (p, q) = (u.sketch.len(), v.sketch.len());
    let near = u.sketch.nearness(&v.sketch);
    if p.min(q) * 5 < p.max(q) * 2 || near <= APART {
        return 0.0;
    }
    let weight = u.sketch.weight() + v.sketch.weight();
    2.0 * shared / weight.max(1.0) as f32 + SENSE * near as f32
}

/// The best of a row, in no order that matters.
fn best(count: usize, score: impl Fn(usize) -> f32) -> Vec<usize> {
    let mut order: Vec<(f32, usize)> =
        (0..count).map(|k| (score(k), k)).filter(|s| s.0 > 0.0).collect();
    if order.len() > KEPT {
        order.select_nth_unstable_by(KEPT, |s, t| t.0.total_cmp(&s.0).then(s.1.cmp(&t.1)));
        order.truncate(KEPT);
    }
    order.into_iter().map(|s| s.1).collect()
}
