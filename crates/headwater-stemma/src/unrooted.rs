//! Unrooted trees over collated witnesses: places as sets of readings, neighbour joining, and the
//! number of changes that a tree needs.

use crate::readings::Collated;
use crate::witness::{hash, mix};
use std::collections::{BTreeMap, BTreeSet};

/// Different readings told apart at one place; rarer ones count as not known.
const STATES: usize = 63;

/// Places as sets of possible readings: bit 0 is "no word".
pub(crate) struct Matrix {
    pub(crate) n: usize,
    pub(crate) places: usize,
    /// `cell[place * n + witness]`.
    cell: Vec<u64>,
    pub(crate) weight: Vec<f64>,
}

impl Matrix {
    pub(crate) fn new(list: &[Collated]) -> Matrix {
        let n = list.len();
        let length = list.iter().map(|w| w.readings.len()).max().unwrap_or(0);
        let mut m = Matrix { n, places: 0, cell: Vec::new(), weight: Vec::new() };
        for at in 0..length {
            let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
            let keys: Vec<Option<u64>> = list
                .iter()
                .map(|w| {
                    let lost = w.lacunae.iter().any(|l| (l.0..l.1).contains(&at));
                    w.readings
                        .get(at)
                        .filter(|_| !lost)
                        .map(|r| if r.trim().is_empty() { 0 } else { hash(r.trim().bytes()) })
                })
                .collect();
            for k in keys.iter().flatten().filter(|k| **k != 0) {
                *seen.entry(*k).or_default() += 1;
            }
            let mut ranked: Vec<(usize, u64)> = seen.into_iter().map(|(k, v)| (v, k)).collect();
            ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let bit: BTreeMap<u64, u32> = ranked
                .iter()
                .take(STATES)
                .enumerate()
                .map(|(i, (_, k))| (*k, i as u32 + 1))
                .collect();
            let absent = keys.iter().flatten().any(|k| *k == 0);
            if bit.len() + usize::from(absent) < 2 {
                continue;
            }
            for k in keys {
                m.cell.push(match k {
                    Some(0) => 1,
                    Some(k) => bit.get(&k).map_or(u64::MAX, |b| 1 << b),
                    None => u64::MAX,
                });
            }
            m.weight.push(1.0);
            m.places += 1;
        }
        m
    }

    pub(crate) fn at(&self, place: usize, w: usize) -> u64 {
        self.cell.get(place * self.n + w).copied().unwrap_or(u64::MAX)
    }

    pub(crate) fn distances(&self, weight: &[f64]) -> Vec<f64> {
        let n = self.n;
        let (mut d, mut both) = (vec![0.0; n * n], vec![0.0; n * n]);
        for (p, w) in weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let row = self.cell.get(p * n..(p + 1) * n).unwrap_or(&[]);
            for (i, x) in row.iter().enumerate().filter(|(_, x)| **x != u64::MAX) {
                let (Some(di), Some(bi)) =
                    (d.get_mut(i * n..i * n + i), both.get_mut(i * n..i * n + i))
                else {
                    continue;
                };
                for ((y, dd), bb) in row.iter().zip(di).zip(bi) {
                    if *y != u64::MAX {
                        *bb += w;
                        *dd += if x == y { 0.0 } else { *w };
                    }
                }
            }
        }
        for i in 0..n {
            for j in 0..i {
                let b = both.get(i * n + j).copied().unwrap_or(0.0);
                let v = if b > 0.0 { d.get(i * n + j).copied().unwrap_or(0.0) / b } else { 0.5 };
                for k in [i * n + j, j * n + i] {
                    if let Some(x) = d.get_mut(k) {
                        *x = v;
                    }
                }
            }
        }
        d
    }
}

/// An unrooted tree: leaves `0..n`, inner nodes after them, as lists of neighbours.
pub(crate) type Tree = Vec<BTreeSet<usize>>;

pub(crate) fn join(t: &mut Tree, a: usize, b: usize) {
    if let Some(x) = t.get_mut(a) {
        x.insert(b);
    }
    if let Some(x) = t.get_mut(b) {
        x.insert(a);
    }
}

pub(crate) fn part(t: &mut Tree, a: usize, b: usize) {
    if let Some(x) = t.get_mut(a) {
        x.remove(&b);
    }
    if let Some(x) = t.get_mut(b) {
        x.remove(&a);
    }
}

/// The two to be joined next: those that are near each other and far from the rest.
fn nearest(
    live: &[usize],
    total: &[f64],
    distance: impl Fn(usize, usize) -> f64,
) -> (usize, usize) {
    let m = live.len() as f64 - 2.0;
    let far = |i: usize| total.get(i).copied().unwrap_or(0.0);
    let mut best = (f64::MAX, 0, 0);
    for (k, i) in live.iter().enumerate() {
        for j in live.iter().take(k) {
            let q = m * distance(*i, *j) - far(*i) - far(*j);
            if q < best.0 - 1e-12 {
                best = (q, *i, *j);
            }
        }
    }
    (best.1, best.2)
}

/// Neighbour joining (Saitou and Nei) over a full table of distances.
pub(crate) fn neighbours(d: &[f64], n: usize) -> Tree {
    let size = 2 * n;
    let mut t: Tree = vec![BTreeSet::new(); n];
    let mut table = vec![0.0; size * size];
    for i in 0..n {
        for j in 0..n {
            if let Some(x) = table.get_mut(i * size + j) {
                *x = d.get(i * n + j).copied().unwrap_or(0.0);
            }
        }
    }
    let get =
        |table: &Vec<f64>, i: usize, j: usize| table.get(i * size + j).copied().unwrap_or(0.0);
    let mut live: Vec<usize> = (0..n).collect();
    let mut total: Vec<f64> = vec![0.0; size];
    for i in 0..n {
        if let Some(x) = total.get_mut(i) {
            *x = (0..n).map(|j| get(&table, i, j)).sum();
        }
    }
    while live.len() > 2 {
        let distance = |i: usize, j: usize| get(&table, i, j);
        let (i, j) = nearest(&live, &total, distance);
        let new = t.len();
        t.push(BTreeSet::new());
        join(&mut t, new, i);
        join(&mut t, new, j);
        live.retain(|x| *x != i && *x != j);
        let dij = get(&table, i, j);
        let mut sum = 0.0;
        for k in &live {
            let v = (get(&table, i, *k) + get(&table, j, *k) - dij) / 2.0;
            let gone = get(&table, i, *k) + get(&table, j, *k);
            for at in [new * size + k, k * size + new] {
                if let Some(x) = table.get_mut(at) {
                    *x = v;
                }
            }
            if let Some(x) = total.get_mut(*k) {
                *x += v - gone;
            }
            sum += v;
        }
        if let Some(x) = total.get_mut(new) {
            *x = sum;
        }
        live.push(new);
    }
    if let [a, b] = live[..] {
        join(&mut t, a, b);
    }
    t
}

/// Nodes from `root` on, each with the node it was reached from; parents before children.
pub(crate) fn walk(t: &Tree, root: usize) -> Vec<(usize, Option<usize>)> {
    let mut out = vec![(root, None)];
    let mut at = 0;
    while let Some((v, from)) = out.get(at).copied() {
        out.extend(
            t.get(v).into_iter().flatten().filter(|w| Some(**w) != from).map(|w| (*w, Some(v))),
        );
        at += 1;
    }
    out
}

/// Sets of readings below each node (Fitch), and the number of changes.
pub(crate) fn fitch(
    m: &Matrix,
    t: &Tree,
    order: &[(usize, Option<usize>)],
    weight: &[f64],
    sets: &mut Vec<u64>,
) -> f64 {
    let size = t.len();
    sets.clear();
    sets.resize(size * m.places, u64::MAX);
    let mut cost = 0.0;
    for (p, w) in weight.iter().enumerate() {
        let base = p * size;
        for (v, from) in order.iter().rev() {
            let mut own = if *v < m.n { m.at(p, *v) } else { u64::MAX };
            for c in t.get(*v).into_iter().flatten().filter(|c| Some(**c) != *from) {
                let below = sets.get(base + c).copied().unwrap_or(u64::MAX);
                if own & below == 0 {
                    own |= below;
                    cost += w;
                } else {
                    own &= below;
                }
            }
            if let Some(s) = sets.get_mut(base + v) {
                *s = own;
            }
        }
    }
    cost
}

pub(crate) fn changes(m: &Matrix, t: &Tree, sets: &mut Vec<u64>) -> f64 {
    fitch(m, t, &walk(t, 0), &m.weight, sets)
}

/// The tree without the branch `v`, whose joint `up` is left over alone.
pub(crate) fn cut(t: &Tree, v: usize, up: usize) -> Option<Tree> {
    let others: Vec<usize> = t.get(up)?.iter().copied().filter(|x| *x != v).collect();
    let [a, b] = others[..] else { return None };
    let mut bare = t.clone();
    part(&mut bare, v, up);
    part(&mut bare, up, a);
    part(&mut bare, up, b);
    join(&mut bare, a, b);
    Some(bare)
}

pub(crate) fn side(t: &Tree, v: usize) -> BTreeSet<usize> {
    walk(t, v).into_iter().map(|x| x.0).collect()
}

pub(crate) fn edges(t: &Tree) -> Vec<(usize, usize)> {
    let pairs = t
        .iter()
        .enumerate()
        .flat_map(|(a, l)| l.iter().filter(move |b| a < **b).map(move |b| (a, *b)));
    pairs.collect()
}

/// Hashes of the parts that each edge cuts the witnesses into, by edge.
pub(crate) fn splits(t: &Tree, n: usize) -> BTreeMap<(usize, usize), u64> {
    let key = |w: usize| mix(w as u64 + 17, 0x5151);
    let all = (0..n).fold(0u64, |h, w| h ^ key(w));
    let order = walk(t, 0);
    let mut below: Vec<u64> = (0..t.len()).map(|v| if v < n { key(v) } else { 0 }).collect();
    let mut out = BTreeMap::new();
    for (v, from) in order.iter().rev() {
        let Some(f) = from else { continue };
        let h = below.get(*v).copied().unwrap_or(0);
        if let Some(x) = below.get_mut(*f) {
            *x ^= h;
        }
        out.insert((*v.min(f), *v.max(f)), h.min(h ^ all));
    }
    out
}
