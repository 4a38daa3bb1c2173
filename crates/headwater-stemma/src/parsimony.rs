//! The tree with fewest changes, and how well resampled collations support its edges.

use crate::unrooted::{
    Matrix, Tree, changes, cut, edges, fitch, join, neighbours, part, side, splits, walk,
};
use crate::witness::mix;
use std::collections::{BTreeMap, BTreeSet};

/// Stories up to this size are searched by moving branches until nothing is gained.
pub(crate) const SEARCHED: usize = 64;
/// Further searches from other starting trees.
const STARTS: usize = 12;
/// Resamplings for the support of an edge, in all.
const RESAMPLED: usize = 60;

/// Cuts branches off and grafts them elsewhere as long as that saves changes.
pub(crate) fn search(m: &Matrix, mut t: Tree) -> (Tree, f64) {
    let mut sets = Vec::new();
    let mut best = changes(m, &t, &mut sets);
    for _ in 0..40 {
        let mut found: Option<(f64, Tree)> = None;
        for v in 0..t.len() {
            for up in t.get(v).cloned().unwrap_or_default() {
                if up < m.n {
                    continue;
                }
                let Some(bare) = cut(&t, v, up) else { continue };
                let beyond: BTreeSet<usize> = side(&bare, v);
                let rest: Vec<(usize, usize)> = edges(&bare)
                    .into_iter()
                    .filter(|(a, b)| {
                        !beyond.contains(a) && !beyond.contains(b) && *a != up && *b != up
                    })
                    .collect();
                for (a, b) in rest {
                    let mut new = bare.clone();
                    part(&mut new, a, b);
                    join(&mut new, a, up);
                    join(&mut new, b, up);
                    join(&mut new, v, up);
                    let cost = changes(m, &new, &mut sets);
                    if cost < best - 1e-9 && found.as_ref().is_none_or(|f| cost < f.0 - 1e-9) {
                        found = Some((cost, new));
                    }
                }
            }
        }
        match found {
            Some((cost, new)) => (best, t) = (cost, new),
            None => break,
        }
    }
    (t, best)
}

/// The best of several searches, each from a tree built in another order; of equally good trees
/// the one whose edges are best supported.
pub(crate) fn fewest(m: &Matrix, start: Tree) -> Tree {
    let starts = if m.n <= 24 { STARTS } else { STARTS / 4 };
    let mut found: Vec<(f64, Tree)> =
        vec![search(m, start)].into_iter().map(|(t, c)| (c, t)).collect();
    for r in 0..starts {
        let mut order: Vec<usize> = (0..m.n).collect();
        order.sort_by_key(|w| mix(r as u64 + 3, *w as u64 + 5));
        let (t, c) = search(m, grown(m, &order));
        found.push((c, t));
    }
    let least = found.iter().map(|f| f.0).fold(f64::MAX, f64::min);
    let mut seen = BTreeSet::new();
    let mut best: Option<(f64, Tree)> = None;
    for (_, t) in found.into_iter().filter(|f| f.0 <= least + 1e-9) {
        if !seen.insert(splits(&t, m.n).into_values().collect::<BTreeSet<u64>>()) {
            continue;
        }
        let sure: f64 = resample(m, &t).values().sum();
        if best.as_ref().is_none_or(|b| sure > b.0 + 1e-9) {
            best = Some((sure, t));
        }
    }
    best.map(|b| b.1).unwrap_or_default()
}

/// A tree grown by adding each witness where it costs least.
pub(crate) fn grown(m: &Matrix, order: &[usize]) -> Tree {
    let mut t: Tree = vec![BTreeSet::new(); m.n];
    let [a, b, c, rest @ ..] = order else { return t };
    t.push(BTreeSet::new());
    let first = t.len() - 1;
    for w in [a, b, c] {
        join(&mut t, *w, first);
    }
    let mut sets = Vec::new();
    for w in rest {
        let mut best: Option<(f64, Tree)> = None;
        for (x, y) in edges(&t) {
            let mut new = t.clone();
            new.push(BTreeSet::new());
            let up = new.len() - 1;
            part(&mut new, x, y);
            for v in [x, y, *w] {
                join(&mut new, v, up);
            }
            let cost = fitch(m, &new, &walk(&new, up), &m.weight, &mut sets);
            if best.as_ref().is_none_or(|b| cost < b.0 - 1e-9) {
                best = Some((cost, new));
            }
        }
        if let Some((_, new)) = best {
            t = new;
        }
    }
    t
}

/// Shares of resampled collations whose tree has each edge of `tree`.
pub(crate) fn resample(m: &Matrix, tree: &Tree) -> BTreeMap<(usize, usize), f64> {
    let n = m.n;
    let rounds = if n <= SEARCHED {
        RESAMPLED
    } else if n <= 250 {
        10
    } else {
        0
    };
    let own = splits(tree, n);
    let mut hits: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for r in 0..rounds {
        let weight: Vec<f64> = (0..m.places)
            .map(|p| match mix(r as u64 + 1, p as u64 + 1) % 1000 {
                0..368 => 0.0,
                368..736 => 1.0,
                736..920 => 2.0,
                920..981 => 3.0,
                _ => 4.0,
            })
            .collect();
        let other: BTreeSet<u64> =
            splits(&neighbours(&m.distances(&weight), n), n).into_values().collect();
        for (e, h) in &own {
            *hits.entry(*e).or_default() += f64::from(u8::from(other.contains(h))) / rounds as f64;
        }
    }
    hits
}
