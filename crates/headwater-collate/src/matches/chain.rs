//! Seeds (runs of the same words in two articles) and chains of them.

use super::prepare::Prepared;

/// A run of the same words: first word in each article, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seed {
    /// First word in the first article.
    pub i: usize,
    /// First word in the second.
    pub j: usize,
    /// Words.
    pub len: usize,
}

/// A row of seeds that rise on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Seeds, not overlapping, in order.
    pub seeds: Vec<Seed>,
}

/// A gram that stands so often in one article proposes nothing.
const OFTEN: usize = 6;
/// Words between two seeds of a chain.
pub(crate) const GAP: usize = 14;
/// Seeds looked back at in chaining.
const BACK: usize = 48;

/// The runs of three or more same words of two articles. With `same` the two are one article and
/// only places further on are looked at.
pub(crate) fn seeds(a: &Prepared, b: &Prepared, same: bool) -> Vec<Seed> {
    let mut hits: Vec<(i64, usize)> = Vec::new();
    let mut rest = b.grams.as_slice();
    for run in a.grams.chunk_by(|x, y| x.0 == y.0) {
        let Some((hash, _)) = run.first() else { continue };
        let skip = rest.iter().take_while(|(h, _)| h < hash).count();
        rest = rest.get(skip..).unwrap_or(&[]);
        let end = rest.iter().take_while(|(h, _)| h == hash).count();
        let there = rest.get(..end).unwrap_or(&[]);
        if run.len() > OFTEN || there.len() > OFTEN {
            continue;
        }
        for (_, i) in run {
            for (_, j) in there {
                let apart = !same || i + 3 <= *j;
                if apart && a.agrees(*i as usize, b, *j as usize) {
                    hits.push((i64::from(*j) - i64::from(*i), *i as usize));
                }
            }
        }
    }
    hits.sort_unstable();
    let mut out: Vec<Seed> = Vec::new();
    let mut last = (i64::MIN, 0);
    for (diagonal, i) in hits {
        let follows = last == (diagonal, i.wrapping_sub(1));
        match out.last_mut().filter(|_| follows) {
            Some(seed) => seed.len += 1,
            None => {
                let j = (i as i64 + diagonal).max(0) as usize;
                out.push(Seed { i, j, len: 3 });
            }
        }
        last = (diagonal, i);
    }
    out.sort_unstable();
    out
}

/// Chains of seeds, best first; every seed is in one chain at most.
pub(crate) fn chains(a: &Prepared, b: &Prepared, seeds: &[Seed]) -> Vec<Chain> {
    let zone = |p: &Prepared, i: usize| p.zone(i);
    let mut best: Vec<(f64, Option<usize>)> = Vec::with_capacity(seeds.len());
    for (k, seed) in seeds.iter().enumerate() {
        let mut top = (seed.len as f64, None);
        for before in (k.saturating_sub(BACK)..k).rev() {
            let Some(prior) = seeds.get(before) else { continue };
            let Some((score, _)) = best.get(before) else { continue };
            let Some((cost, overlap)) = step(*prior, *seed) else { continue };
            let gain = score + (seed.len - overlap) as f64 - cost;
            if gain > top.0
                && zone(a, prior.i) == zone(a, seed.i)
                && zone(b, prior.j) == zone(b, seed.j)
            {
                top = (gain, Some(before));
            }
        }
        best.push(top);
    }
    harvest(seeds, &best)
}

/// What it costs to go from one seed to the next, and by how much they overlap.
fn step(prior: Seed, seed: Seed) -> Option<(f64, usize)> {
    if seed.i <= prior.i || seed.j <= prior.j {
        return None;
    }
    let over_i = (prior.i + prior.len).saturating_sub(seed.i);
    let over_j = (prior.j + prior.len).saturating_sub(seed.j);
    let overlap = over_i.max(over_j);
    if overlap >= seed.len {
        return None;
    }
    let gap_i = (seed.i + overlap).saturating_sub(prior.i + prior.len);
    let gap_j = (seed.j + overlap).saturating_sub(prior.j + prior.len);
    if gap_i > GAP || gap_j > GAP {
        return None;
    }
    Some((0.1 * gap_i.max(gap_j) as f64 + 0.2 * gap_i.abs_diff(gap_j) as f64, overlap))
}

/// Takes chains from the best end downwards, leaving out seeds already taken.
fn harvest(seeds: &[Seed], best: &[(f64, Option<usize>)]) -> Vec<Chain> {
    let mut order: Vec<usize> = (0..seeds.len()).collect();
    let score = |k: usize| best.get(k).map_or(0.0, |b| b.0);
    order.sort_by(|x, y| score(*y).total_cmp(&score(*x)).then(x.cmp(y)));
    let mut taken = vec![false; seeds.len()];
    let mut out = Vec::new();
    for end in order {
        let mut row = Vec::new();
        let mut at = Some(end);
        while let Some(k) = at.filter(|k| taken.get(*k) == Some(&false)) {
            if let Some(flag) = taken.get_mut(k) {
                *flag = true;
            }
            row.extend(seeds.get(k).copied());
            at = best.get(k).and_then(|b| b.1);
        }
        row.reverse();
        let mut clear: Vec<Seed> = Vec::with_capacity(row.len());
        for mut seed in row {
            if let Some(prior) = clear.last() {
                let over_i = (prior.i + prior.len).saturating_sub(seed.i);
                let over_j = (prior.j + prior.len).saturating_sub(seed.j);
                let by = over_i.max(over_j);
                if by >= seed.len {
                    continue;
                }
                seed = Seed { i: seed.i + by, j: seed.j + by, len: seed.len - by };
            }
            clear.push(seed);
        }
        if !clear.is_empty() {
            out.push(Chain { seeds: clear });
        }
    }
    out
}
