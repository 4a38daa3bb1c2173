//! Scholarly input: witnesses that are already collated, place by place. The tree with fewest
//! changes is sought; witnesses may be inner nodes; direction is read from omissions.

use crate::parsimony::{SEARCHED, fewest, resample};
use crate::record::{Edge, Ground, Node, Reason, Stemma};
use crate::unrooted::{Matrix, Tree, fitch, join, neighbours, part, walk};
use std::collections::BTreeMap;

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

/// A witness with at most this share of the places changed above it is an inner node.
const INNER: f64 = 0.015;

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
        .map(|(i, w)| Node {
            id: w.id.clone(),
            witness: Some(i),
            label: w.id.clone(),
            occasion: None,
        })
        .collect();
    if n < 3 {
        return few(s, &list);
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
            || {
                let rank = 1 + kept.iter().filter(|k| **k >= n && **k < v).count();
                let mut id = format!("lost-{rank}");
                while list.iter().any(|w| w.id == id) {
                    id.push('~');
                }
                id
            },
            |w| w.id.clone(),
        )
    };
    for v in kept.iter().filter(|v| **v >= n) {
        s.nodes.push(Node { id: id(*v), witness: None, label: String::new(), occasion: None });
    }
    for (v, from) in walk(&folded, root) {
        let Some(f) = from else { continue };
        let probability = support.get(&(v.min(f), v.max(f))).copied().unwrap_or(1.0);
        s.edges.push(Edge {
            parent: id(f),
            child: id(v),
            probability: crate::assemble::round(probability),
            grounds: changed(along(&m, &st, tree.len(), f, v)),
        });
    }
    s.edges.sort_by(|a, b| a.child.cmp(&b.child));
    s.root = Some(id(root));
    s.archetype = s.root.clone();
    s.bounded = n > SEARCHED || margin <= 0.0;
    s
}

/// One witness or two: nothing can be inferred.
fn few(mut s: Stemma, list: &[Collated]) -> Stemma {
    if let [a, b] = list {
        s.edges.push(Edge {
            parent: a.id.clone(),
            child: b.id.clone(),
            probability: 0.5,
            grounds: Vec::new(),
        });
    }
    s.root = list.first().map(|w| w.id.clone());
    s
}

/// What changes along an edge.
fn changed((all, lost, put): (f64, f64, f64)) -> Vec<Ground> {
    let ground = |what, favours, weight| Ground { what, favours, weight, places: Vec::new() };
    let mut grounds = vec![ground(Reason::Readings { changed: all as usize }, true, all)];
    if lost + put > 0.0 {
        let what = Reason::LostWords { lost: lost as usize, put: put as usize };
        grounds.push(ground(what, lost >= put, (lost - put).abs()));
    }
    grounds
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
        // Shares of resampled collations are not calibrated on anything.
        assert_eq!(s.calibrated_on, None);
        let mut turned = list.to_vec();
        turned.reverse();
        assert_eq!(from_readings("t", &turned), s);
    }
}
