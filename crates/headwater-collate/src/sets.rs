//! Disjoint sets: what belongs together by pairs that do.

/// Disjoint sets of numbers; the smallest member of each is its root. Every step is linear in the
/// length of a chain of joins, which stays short: a root hangs below a smaller one only.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// So many sets of one member each.
    pub(crate) fn new(n: usize) -> Sets {
        Sets((0..n).collect())
    }

    /// The smallest member of the set of `i`.
    pub(crate) fn root(&self, mut i: usize) -> usize {
        while let Some(up) = self.0.get(i).filter(|up| **up != i) {
            i = *up;
        }
        i
    }

    /// Makes one set of those of `a` and `b`.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sets;

    #[test]
    fn the_smallest_member_is_the_root() {
        let mut sets = Sets::new(5);
        sets.join(4, 2);
        sets.join(3, 4);
        assert_eq!([0, 1, 2, 3, 4].map(|i| sets.root(i)), [0, 1, 2, 2, 2]);
        sets.join(2, 1);
        assert_eq!(sets.root(4), 1);
    }
}
