//! Scholarly input: witnesses that are already collated, place by place. The tree with fewest
//! changes is sought; witnesses may be inner nodes; direction is read from omissions.

use crate::record::{Edge, Ground, Node, Stemma};
use crate::witness::{hash, mix};
use std::collections::{BTreeMap, BTreeSet};

/// A witness given as readings at aligned places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collated {
    /// Its name.
    pub id: String,
    /// One reading a place; empty where it has no word.
    pub readings: Vec<String>,
    /// Half-open ranges of places that are lost in it, not omitted by it.
    pub lacunae: Vec<(usize, usize)>,
}

/// Stories up to this size are searched by moving branches until nothing is gained.
const SEARCHED: usize = 64;
/// Further searches from other starting trees.
const STARTS: usize = 12;
/// Resamplings for the support of an edge, in all.
const RESAMPLED: usize = 60;
/// Different readings told apart at one place; rarer ones count as not known.
const STATES: usize = 63;
/// A witness with at most this share of the places changed above it is an inner node.
const INNER: f64 = 0.015;

/// Places as sets of possible readings: bit 0 is "no word".
struct Matrix {
    n: usize,
    places: usize,
    /// `cell[place * n + witness]`.
    cell: Vec<u64>,
    weight: Vec<f64>,
}

impl Matrix {
    fn new(list: &[Collated]) -> Matrix {
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

    fn at(&self, place: usize, w: usize) -> u64 {
        self.cell.get(place * self.n + w).copied().unwrap_or(u64::MAX)
    }

    fn distances(&self, weight: &[f64]) -> Vec<f64> {
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
type Tree = Vec<BTreeSet<usize>>;

fn join(t: &mut Tree, a: usize, b: usize) {
    if let Some(x) = t.get_mut(a) {
        x.insert(b);
    }
    if let Some(x) = t.get_mut(b) {
        x.insert(a);
    }
}

fn part(t: &mut Tree, a: usize, b: usize) {
    if let Some(x) = t.get_mut(a) {
        x.remove(&b);
    }
    if let Some(x) = t.get_mut(b) {
        x.remove(&a);
    }
}

/// Neighbour joining (Saitou and Nei) over a full table of distances.
fn neighbours(d: &[f64], n: usize) -> Tree {
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
        let m = live.len() as f64 - 2.0;
        let mut best = (f64::MAX, 0, 0);
        for (k, i) in live.iter().enumerate() {
            let ti = total.get(*i).copied().unwrap_or(0.0);
            for j in live.iter().take(k) {
                let q = m * get(&table, *i, *j) - ti - total.get(*j).copied().unwrap_or(0.0);
                if q < best.0 - 1e-12 {
                    best = (q, *i, *j);
                }
            }
        }
        let (_, i, j) = best;
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
fn walk(t: &Tree, root: usize) -> Vec<(usize, Option<usize>)> {
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
fn fitch(
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

fn changes(m: &Matrix, t: &Tree, sets: &mut Vec<u64>) -> f64 {
    fitch(m, t, &walk(t, 0), &m.weight, sets)
}

/// Cuts branches off and grafts them elsewhere as long as that saves changes.
fn search(m: &Matrix, mut t: Tree) -> (Tree, f64) {
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
fn fewest(m: &Matrix, start: Tree) -> Tree {
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
fn grown(m: &Matrix, order: &[usize]) -> Tree {
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

/// The tree without the branch `v`, whose joint `up` is left over alone.
fn cut(t: &Tree, v: usize, up: usize) -> Option<Tree> {
    let others: Vec<usize> = t.get(up)?.iter().copied().filter(|x| *x != v).collect();
    let [a, b] = others[..] else { return None };
    let mut bare = t.clone();
    part(&mut bare, v, up);
    part(&mut bare, up, a);
    part(&mut bare, up, b);
    join(&mut bare, a, b);
    Some(bare)
}

fn side(t: &Tree, v: usize) -> BTreeSet<usize> {
    walk(t, v).into_iter().map(|x| x.0).collect()
}

fn edges(t: &Tree) -> Vec<(usize, usize)> {
    let pairs = t
        .iter()
        .enumerate()
        .flat_map(|(a, l)| l.iter().filter(move |b| a < **b).map(move |b| (a, *b)));
    pairs.collect()
}

/// One reading a node and place, with few changes: Fitch down from node 0.
fn states(m: &Matrix, t: &Tree) -> Vec<u64> {
    let order = walk(t, 0);
    let mut sets = Vec::new();
    fitch(m, t, &order, &m.weight, &mut sets);
    let size = t.len();
    for p in 0..m.places {
        for (v, from) in &order {
            let own = sets.get(p * size + v).copied().unwrap_or(u64::MAX);
            let above = from.and_then(|f| sets.get(p * size + f)).copied();
            let kept = match above {
                Some(a) if own & a != 0 => own & a,
                _ if own == u64::MAX => own,
                _ => own & own.wrapping_neg(),
            };
            if let Some(s) = sets.get_mut(p * size + v) {
                *s = kept;
            }
        }
    }
    sets
}

/// What happened along an edge from `a` to `b`: changes, words lost, words gained.
fn along(m: &Matrix, states: &[u64], size: usize, a: usize, b: usize) -> (f64, f64, f64) {
    let mut out = (0.0, 0.0, 0.0);
    for p in 0..m.places {
        let (Some(x), Some(y)) = (states.get(p * size + a), states.get(p * size + b)) else {
            continue;
        };
        if x & y == 0 {
            out.0 += 1.0;
            out.1 += f64::from(u8::from(*y == 1));
            out.2 += f64::from(u8::from(*x == 1));
        }
    }
    out
}

/// Witnesses with (nearly) nothing of their own become the node that they hang from.
fn fold_in(m: &Matrix, t: &Tree) -> (Tree, Vec<usize>) {
    let st = states(m, t);
    let mut t = t.clone();
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    let size = t.len();
    for w in 0..m.n {
        if let Some(up) = t.get(w).and_then(|l| l.iter().next().copied()).filter(|u| *u >= m.n) {
            order.push((along(m, &st, size, up, w).0, w, up));
        }
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut gone: BTreeMap<usize, usize> = BTreeMap::new();
    for (length, w, up) in order {
        if length > INNER * m.places as f64 || gone.contains_key(&up) {
            continue;
        }
        let others: Vec<usize> =
            t.get(up).into_iter().flatten().copied().filter(|x| *x != w).collect();
        part(&mut t, w, up);
        for o in others {
            part(&mut t, up, o);
            join(&mut t, w, o);
        }
        gone.insert(up, w);
    }
    let kept = (0..t.len()).filter(|v| !gone.contains_key(v)).collect();
    (t, kept)
}

/// The node from which the readings most likely flowed: words get lost on the way more often
/// than they are put in. Gives it and by how much it beats the middle choice.
fn source(m: &Matrix, t: &Tree, kept: &[usize], st: &[u64]) -> (usize, f64) {
    let size = t.len();
    let gain = |a: usize, b: usize| {
        let (_, lost, put) = along(m, st, size, a, b);
        lost - put
    };
    let first = kept.first().copied().unwrap_or(0);
    let order = walk(t, first);
    let mut score: BTreeMap<usize, f64> = BTreeMap::new();
    let all: f64 = order.iter().filter_map(|(v, f)| Some(gain((*f)?, *v))).sum();
    score.insert(first, all);
    for (v, from) in &order {
        if let Some(f) = from {
            let s = score.get(f).copied().unwrap_or(0.0) - 2.0 * gain(*f, *v);
            score.insert(*v, s);
        }
    }
    let best = score.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    let mut all: Vec<f64> = score.values().copied().collect();
    all.sort_by(f64::total_cmp);
    let middle = all.get(all.len() / 2).copied().unwrap_or(0.0);
    best.map_or((first, 0.0), |(v, s)| (*v, s - middle))
}

/// Hashes of the parts that each edge cuts the witnesses into, by edge.
fn splits(t: &Tree, n: usize) -> BTreeMap<(usize, usize), u64> {
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

/// The tree of witnesses that are already collated. Lost texts are `lost-1`, `lost-2`, …; the
/// probability of an edge is the share of resampled collations that have it too.
pub fn from_readings(story: &str, list: &[Collated]) -> Stemma {
    let mut list: Vec<Collated> = list.to_vec();
    list.sort_by(|a, b| a.id.cmp(&b.id));
    let n = list.len();
    let mut s = Stemma { story: story.to_owned(), ..Stemma::default() };
    s.nodes = list
        .iter()
        .enumerate()
        .map(|(i, w)| Node { id: w.id.clone(), witness: Some(i), label: w.id.clone() })
        .collect();
    if n < 3 {
        if let [a, b] = &list[..] {
            s.edges.push(Edge {
                parent: a.id.clone(),
                child: b.id.clone(),
                probability: 0.5,
                grounds: Vec::new(),
            });
        }
        s.root = list.first().map(|w| w.id.clone());
        return s;
    }
    let m = Matrix::new(&list);
    let mut tree = neighbours(&m.distances(&m.weight), n);
    if n <= SEARCHED {
        tree = fewest(&m, tree);
    }
    let support = resample(&m, &tree);
    let st = states(&m, &tree);
    let (folded, kept) = fold_in(&m, &tree);
    let (root, margin) = source(&m, &folded, &kept, &st);
    let id = |v: usize| {
        list.get(v).map_or_else(
            || format!("lost-{}", 1 + kept.iter().filter(|k| **k >= n && **k < v).count()),
            |w| w.id.clone(),
        )
    };
    for v in kept.iter().filter(|v| **v >= n) {
        s.nodes.push(Node { id: id(*v), witness: None, label: String::new() });
    }
    let size = tree.len();
    for (v, from) in walk(&folded, root) {
        let Some(f) = from else { continue };
        let (all, lost, put) = along(&m, &st, size, f, v);
        let mut grounds = vec![Ground {
            kind: "readings".into(),
            favours: true,
            weight: all,
            text: format!("{all} readings change here"),
            places: Vec::new(),
        }];
        if lost + put > 0.0 {
            grounds.push(Ground {
                kind: "lacks".into(),
                favours: lost >= put,
                weight: (lost - put).abs(),
                text: format!("{lost} words are lost and {put} put in"),
                places: Vec::new(),
            });
        }
        let probability = support.get(&(v.min(f), v.max(f))).copied().unwrap_or(1.0);
        s.edges.push(Edge {
            parent: id(f),
            child: id(v),
            probability: crate::assemble::round(probability),
            grounds,
        });
    }
    s.edges.sort_by(|a, b| a.child.cmp(&b.child));
    s.root = Some(id(root));
    s.archetype = s.root.clone();
    s.bounded = n > SEARCHED || margin <= 0.0;
    s
}

/// Shares of resampled collations whose tree has each edge of `tree`.
fn resample(m: &Matrix, tree: &Tree) -> BTreeMap<(usize, usize), f64> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn w(id: &str, words: &str) -> Collated {
        let readings =
            words.split(' ').map(|w| if w == "-" { String::new() } else { w.to_owned() }).collect();
        Collated { id: id.into(), readings, lacunae: Vec::new() }
    }

    #[test]
    fn copies_hang_from_what_they_were_copied_from() {
        let list = [
            w("a", "the old mill by the broad river turned all night in the cold wind"),
            w("b", "the old mill by the - river turned all night in the sharp wind"),
            w("c", "the old mill by the - river turned all day in the sharp rain"),
            w("d", "the grey mill by the broad river stood all night in the cold wind"),
            w("e", "the grey mill by the broad river stood - night in the cold wood"),
        ];
        let s = from_readings("t", &list);
        let linked = |x: &str, y: &str| {
            s.edges
                .iter()
                .any(|e| (e.parent == x && e.child == y) || (e.parent == y && e.child == x))
        };
        assert!(linked("b", "c"), "{:?}", s.edges);
        assert!(linked("d", "e"));
        assert!(s.root.is_some());
        let mut turned = list.to_vec();
        turned.reverse();
        assert_eq!(from_readings("t", &turned), s);
    }
}
