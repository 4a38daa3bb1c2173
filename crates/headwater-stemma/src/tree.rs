//! Trees over a story's texts: the best one, and how probable each edge is over all of them.
//!
//! A tree gives each witness one parent: another witness, a lost text that it shares with
//! another, or the root. All trees are weighed at once by the directed matrix-tree theorem.

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Link {
    /// The child was made from the other.
    Parent,
    /// Both were made from a text that we do not have.
    Sibling,
}

/// A possible edge with its weight in log odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arc {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) link: Link,
    pub(crate) weight: f64,
}

/// Weights of all possible edges; `root[c]` for being made from nothing that we have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arcs {
    pub(crate) n: usize,
    pub(crate) arcs: Vec<Arc>,
    pub(crate) root: Vec<f64>,
}

/// Probabilities of the edges of [`Arcs`], in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marginals {
    pub(crate) arcs: Vec<f64>,
    pub(crate) root: Vec<f64>,
    /// Whether the trees could not be weighed: then the heaviest tree's edges have 1, the others 0.
    pub(crate) unweighed: bool,
}

/// Stories of more reports than this are weighed without edges of no weight.
const DENSE: usize = 64;
/// The weight of an edge, in parts of the heaviest one to the same child, that is none there.
const LEAST: f64 = 1e-7;

/// Inverses of the blocks of a matrix: entries between blocks are never asked for and count as 0.
struct Inverses {
    block: Vec<usize>,
    place: Vec<usize>,
    blocks: Vec<(usize, Vec<f64>)>,
}

impl Inverses {
    fn at(&self, row: usize, column: usize) -> f64 {
        let find = || {
            let b = *self.block.get(row)?;
            if self.block.get(column) != Some(&b) {
                return None;
            }
            let (n, inverse) = self.blocks.get(b)?;
            inverse.get(self.place.get(row)? * n + self.place.get(column)?).copied()
        };
        find().unwrap_or(0.0)
    }
}

/// Sets of nodes that edges lead around in (strongly connected, by Kosaraju), each sorted.
fn rounds(n: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let (mut out, mut back) = (vec![Vec::new(); n], vec![Vec::new(); n]);
    for (a, b) in edges {
        if let (Some(x), Some(y)) = (out.get_mut(*a), back.get_mut(*b)) {
            x.push(*b);
            y.push(*a);
        }
    }
    let mut seen = vec![false; n];
    let mut order = Vec::with_capacity(n);
    for start in 0..n {
        walk(start, &out, &mut seen, &mut order);
    }
    let mut seen = vec![false; n];
    let mut list = Vec::new();
    for start in order.into_iter().rev() {
        let mut part = Vec::new();
        walk(start, &back, &mut seen, &mut part);
        if !part.is_empty() {
            part.sort_unstable();
            list.push(part);
        }
    }
    list
}

/// Nodes that can be reached and were not seen, each behind all that it leads to.
fn walk(start: usize, next: &[Vec<usize>], seen: &mut [bool], out: &mut Vec<usize>) {
    let mut stack = vec![(start, 0)];
    if seen.get(start).copied().unwrap_or(true) {
        return;
    }
    if let Some(s) = seen.get_mut(start) {
        *s = true;
    }
    while let Some((v, i)) = stack.pop() {
        match next.get(v).and_then(|l| l.get(i)) {
            Some(w) => {
                stack.push((v, i + 1));
                if let Some(s) = seen.get_mut(*w).filter(|s| !**s) {
                    *s = true;
                    stack.push((*w, 0));
                }
            }
            None => out.push(v),
        }
    }
}

/// The inverse by Gauss and Jordan, in place; `None` where it has none. No rows are exchanged: the
/// matrices of trees have their largest number of each column on the diagonal.
fn inverse(mut m: Vec<f64>, n: usize) -> Option<Vec<f64>> {
    for k in 0..n {
        let pivot = *m.get(k * n + k)?;
        if pivot.is_nan() || pivot <= 1e-280 {
            return None;
        }
        *m.get_mut(k * n + k)? = 1.0;
        for x in m.get_mut(k * n..(k + 1) * n)? {
            *x /= pivot;
        }
        let own = m.get(k * n..(k + 1) * n)?.to_vec();
        for (_, row) in m.chunks_exact_mut(n).enumerate().filter(|(r, _)| *r != k) {
            let f = std::mem::replace(row.get_mut(k)?, 0.0);
            if f == 0.0 {
                continue;
            }
            for (x, y) in row.iter_mut().zip(&own) {
                *x -= f * y;
            }
        }
    }
    Some(m)
}

impl Arcs {
    /// The probability of each edge over all trees, each tree weighing the product of its edges.
    pub(crate) fn marginals(&self) -> Marginals {
        let n = self.n;
        let weights = self.root.iter().chain(self.arcs.iter().map(|a| &a.weight));
        if weights.into_iter().any(|w| !w.is_finite()) {
            return self.heaviest();
        }
        // Weights into one child are only compared with each other: scale each child's to 1.
        let mut top = self.root.clone();
        for a in &self.arcs {
            if let Some(t) = top.get_mut(a.to) {
                *t = t.max(a.weight);
            }
        }
        let scaled =
            |c: usize, w: f64| libm::exp((w - top.get(c).copied().unwrap_or(0.0)).max(-30.0));
        let root: Vec<f64> = self.root.iter().enumerate().map(|(c, w)| scaled(c, *w)).collect();
        let least = if n > DENSE { LEAST } else { 0.0 };
        let kept = |w: f64| if w < least { 0.0 } else { w };
        let arcs: Vec<f64> = self.arcs.iter().map(|a| kept(scaled(a.to, a.weight))).collect();
        let Some(inverses) = self.inverses(&root, &arcs) else { return self.heaviest() };
        Marginals {
            arcs: self
                .arcs
                .iter()
                .zip(&arcs)
                .map(|(a, w)| w * (inverses.at(a.to, a.to) - inverses.at(a.to, a.from)))
                .map(|p| p.clamp(0.0, 1.0))
                .collect(),
            root: root
                .iter()
                .enumerate()
                .map(|(c, w)| (w * inverses.at(c, c)).clamp(0.0, 1.0))
                .collect(),
            unweighed: false,
        }
    }

    /// The inverse of the matrix of all trees, as far as it is asked for: it is made of one block
    /// for each set of nodes that edges lead around in, since between those they lead one way.
    fn inverses(&self, root: &[f64], arcs: &[f64]) -> Option<Inverses> {
        let edges: Vec<(usize, usize)> = self
            .arcs
            .iter()
            .zip(arcs)
            .filter(|(_, w)| **w > 0.0)
            .map(|(a, _)| (a.from, a.to))
            .collect();
        let rounds = rounds(self.n, &edges);
        let mut out =
            Inverses { block: vec![0; self.n], place: vec![0; self.n], blocks: Vec::new() };
        for (b, nodes) in rounds.iter().enumerate() {
            for (i, v) in nodes.iter().enumerate() {
                *out.block.get_mut(*v)? = b;
                *out.place.get_mut(*v)? = i;
            }
        }
        let mut blocks: Vec<Vec<f64>> =
            rounds.iter().map(|nodes| vec![0.0; nodes.len() * nodes.len()]).collect();
        let mut add = |from: usize, to: usize, w: f64| {
            let b = *out.block.get(to)?;
            let n = rounds.get(b)?.len();
            let (r, c) = (*out.place.get(from)?, *out.place.get(to)?);
            if out.block.get(from) == Some(&b) {
                *blocks.get_mut(b)?.get_mut(r * n + c)? += w;
            }
            Some(())
        };
        for (c, w) in root.iter().enumerate() {
            add(c, c, *w)?;
        }
        for (a, w) in self.arcs.iter().zip(arcs) {
            add(a.to, a.to, *w)?;
            add(a.from, a.to, -w)?;
        }
        for (m, nodes) in blocks.into_iter().zip(&rounds) {
            out.blocks.push((nodes.len(), inverse(m, nodes.len())?));
        }
        Some(out)
    }

    /// The heaviest tree alone, for weights that have no sum over all trees.
    fn heaviest(&self) -> Marginals {
        let best = self.best();
        let mut out = Marginals {
            arcs: vec![0.0; self.arcs.len()],
            root: best.iter().map(|up| f64::from(u8::from(up.is_none()))).collect(),
            unweighed: true,
        };
        for i in best.into_iter().flatten() {
            if let Some(p) = out.arcs.get_mut(i) {
                *p = 1.0;
            }
        }
        out
    }

    /// The heaviest tree (Chu and Liu, Edmonds): for each child the index of its edge in `arcs`,
    /// or `None` for the root. Ties go to the earlier edge.
    pub(crate) fn best(&self) -> Vec<Option<usize>> {
        let root = self.n;
        let mut edges: Vec<Weighed> = Vec::with_capacity(self.arcs.len() + self.n);
        for (i, a) in self.arcs.iter().enumerate() {
            edges.push((a.from, a.to, a.weight, i));
        }
        for (c, w) in self.root.iter().enumerate() {
            edges.push((root, c, *w, usize::MAX));
        }
        let chosen = edmonds(edges, root);
        let mut out = vec![None; self.n];
        for i in chosen.into_iter().filter(|i| *i != usize::MAX) {
            if let Some(slot) = self.arcs.get(i).and_then(|a| out.get_mut(a.to)) {
                *slot = Some(i);
            }
        }
        out
    }
}

/// A level of contraction: what the cycle's nodes became, and what to undo.
struct Level {
    edges: Vec<Weighed>,
    best: Vec<Option<usize>>,
    cycle: Vec<usize>,
    /// For each edge of the next level the edge here that it stands for.
    origin: Vec<usize>,
}

/// An edge: from, to, weight, number.
type Weighed = (usize, usize, f64, usize);

/// Nodes are `0..=root` and rise as cycles are contracted. Every node has an edge from the root.
fn edmonds(mut edges: Vec<Weighed>, root: usize) -> Vec<usize> {
    let mut levels: Vec<Level> = Vec::new();
    let mut nodes = root + 1;
    let mut alive: Vec<bool> = vec![true; nodes];
    let mut picked: Vec<Option<usize>>;
    loop {
        picked = vec![None; nodes];
        for (i, e) in edges.iter().enumerate() {
            let Some(slot) = picked.get_mut(e.1) else { continue };
            let better = slot.and_then(|s| edges.get(s)).is_none_or(|s| e.2 > s.2);
            if better {
                *slot = Some(i);
            }
        }
        let Some(cycle) = cycle(&edges, &picked, &alive, root) else { break };
        let new = nodes;
        nodes += 1;
        alive.push(true);
        for v in &cycle {
            if let Some(a) = alive.get_mut(*v) {
                *a = false;
            }
        }
        let (next, origin) = contracted(&edges, &picked, &cycle, new);
        let edges = std::mem::replace(&mut edges, next);
        levels.push(Level { edges, best: picked, cycle, origin });
    }
    let top = picked.iter().enumerate();
    let top = top.filter(|(v, _)| alive.get(*v).copied().unwrap_or(false) && *v != root);
    undone(top.filter_map(|(_, i)| *i).collect(), edges, levels)
}

/// The edges after a cycle became the node `new`, each with the one that it stands for. An edge
/// into the cycle weighs what is gained by it over the cycle's own.
fn contracted(
    edges: &[Weighed],
    picked: &[Option<usize>],
    cycle: &[usize],
    new: usize,
) -> (Vec<Weighed>, Vec<usize>) {
    let mut inside = vec![false; new + 1];
    for v in cycle {
        if let Some(x) = inside.get_mut(*v) {
            *x = true;
        }
    }
    let is_in = |v: usize| inside.get(v).copied().unwrap_or(false);
    let own =
        |v: usize| picked.get(v).copied().flatten().and_then(|i| edges.get(i)).map_or(0.0, |e| e.2);
    let mut next = Vec::with_capacity(edges.len());
    let mut origin = Vec::with_capacity(edges.len());
    for (i, e) in edges.iter().enumerate() {
        let moved = match (is_in(e.0), is_in(e.1)) {
            (true, true) => continue,
            (false, true) => (e.0, new, e.2 - own(e.1), e.3),
            (true, false) => (new, e.1, e.2, e.3),
            (false, false) => *e,
        };
        next.push(moved);
        origin.push(i);
    }
    (next, origin)
}

/// Undoes the contractions: the edge that enters a cycle replaces one of its own.
fn undone(mut chosen: Vec<usize>, mut edges: Vec<Weighed>, levels: Vec<Level>) -> Vec<usize> {
    for level in levels.into_iter().rev() {
        let mut here: Vec<usize> =
            chosen.iter().filter_map(|i| level.origin.get(*i).copied()).collect();
        let entered: Vec<usize> =
            here.iter().filter_map(|i| level.edges.get(*i)).map(|e| e.1).collect();
        for v in level.cycle.iter().filter(|v| !entered.contains(v)) {
            here.extend(level.best.get(*v).copied().flatten());
        }
        chosen = here;
        edges = level.edges;
    }
    chosen.into_iter().filter_map(|i| edges.get(i)).map(|e| e.3).collect()
}

fn cycle(
    edges: &[Weighed],
    picked: &[Option<usize>],
    alive: &[bool],
    root: usize,
) -> Option<Vec<usize>> {
    let up = |v: usize| picked.get(v).copied().flatten().and_then(|i| edges.get(i)).map(|e| e.0);
    let mut state = vec![usize::MAX; picked.len()];
    for start in 0..picked.len() {
        if !alive.get(start).copied().unwrap_or(false) || start == root {
            continue;
        }
        let mut path = Vec::new();
        let mut v = start;
        while v != root && state.get(v) == Some(&usize::MAX) {
            *state.get_mut(v)? = start;
            path.push(v);
            let Some(next) = up(v) else { break };
            v = next;
        }
        if v != root
            && state.get(v) == Some(&start)
            && let Some(from) = path.iter().position(|x| *x == v)
            && up(*path.last()?) == Some(v)
        {
            return path.get(from..).map(<[usize]>::to_vec);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arcs(n: usize, list: &[(usize, usize, f64)], root: &[f64]) -> Arcs {
        let arcs = list
            .iter()
            .map(|&(from, to, weight)| Arc { from, to, link: Link::Parent, weight })
            .collect();
        Arcs { n, arcs, root: root.to_vec() }
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        let a = arcs(3, &[(0, 1, 5.0), (1, 0, 5.0), (1, 2, 1.0), (2, 0, 4.5)], &[0.0, 1.0, 0.5]);
        let best = a.best();
        assert_eq!(best, [Some(3), Some(0), None]);
        let a = arcs(2, &[(0, 1, 5.0), (1, 0, 5.0)], &[2.0, 1.0]);
        assert_eq!(a.best(), [None, Some(0)]);
    }

    #[test]
    fn weights_without_a_sum_over_trees_are_told_not_zeroed() {
        let a = arcs(2, &[(0, 1, 1.0), (1, 0, 2.0)], &[f64::NAN, 0.5]);
        let m = a.marginals();
        assert!(m.unweighed && m.arcs.iter().chain(&m.root).sum::<f64>() == 2.0);
        let a = arcs(2, &[(0, 1, 1.0), (1, 0, 2.0)], &[0.0, 0.5]);
        assert!(!a.marginals().unweighed);
    }

    #[test]
    fn marginals_agree_with_counting_all_trees() {
        let a = arcs(
            3,
            &[(0, 1, 0.3), (1, 0, -0.2), (1, 2, 1.0), (2, 0, 0.5), (0, 2, 0.1), (2, 1, -1.0)],
            &[0.2, -0.4, 0.0],
        );
        // Every choice of one edge a child that has no cycle is a tree.
        let mut total = 0.0;
        let mut sums = vec![0.0; 6];
        let into = |c: usize| {
            let mut l: Vec<Option<usize>> =
                (0..6).filter(|i| a.arcs[*i].to == c).map(Some).collect();
            l.push(None);
            l
        };
        for x in into(0) {
            for y in into(1) {
                for z in into(2) {
                    let pick = [x, y, z];
                    let up = |v: usize| pick[v].map(|i| a.arcs[i].from);
                    let rooted = (0..3).all(|v| {
                        let mut v = Some(v);
                        for _ in 0..3 {
                            v = v.and_then(up);
                        }
                        v.is_none()
                    });
                    if !rooted {
                        continue;
                    }
                    let w: f64 =
                        (0..3).map(|c| pick[c].map_or(a.root[c], |i| a.arcs[i].weight)).sum();
                    let w = libm::exp(w);
                    total += w;
                    for i in pick.into_iter().flatten() {
                        sums[i] += w;
                    }
                }
            }
        }
        let m = a.marginals();
        assert_eq!(rounds(4, &[(0, 1), (1, 2), (2, 1), (0, 3)]), [vec![0], vec![3], vec![1, 2]]);
        for (got, want) in m.arcs.iter().zip(sums) {
            assert!((got - want / total).abs() < 1e-9);
        }
    }
}
