//! Small forests of decision trees, as trained elsewhere and shipped as bytes: numbers in, a sum
//! of leaves out. Equal on every machine: comparisons and additions in a fixed order only.
//!
//! Bytes: `HWF1`, then little-endian: u16 number of trees; per tree u16 number of inner nodes, per
//! inner node u16 feature, f32 threshold, i16 left, i16 right (a negative number `-1-k` is leaf
//! `k`); then the leaves, one f32 more than inner nodes. A value up to the threshold goes left.

/// A forest.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    trees: Vec<Tree>,
}

#[derive(Clone, Debug)]
struct Tree {
    nodes: Vec<Node>,
    leaves: Vec<f32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u16,
    threshold: f32,
    left: i16,
    right: i16,
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }
}

impl Forest {
    /// Reads a forest; `None` where the bytes are not one.
    pub fn parse(bytes: &[u8]) -> Option<Forest> {
        let mut b = Bytes(bytes);
        if &b.take::<4>()? != b"HWF1" {
            return None;
        }
        let count = u16::from_le_bytes(b.take()?);
        let mut trees = Vec::with_capacity(count.into());
        for _ in 0..count {
            let inner = u16::from_le_bytes(b.take()?);
            let mut nodes = Vec::with_capacity(inner.into());
            for at in 0..inner {
                let node = Node {
                    feature: u16::from_le_bytes(b.take()?),
                    threshold: f32::from_le_bytes(b.take()?),
                    left: i16::from_le_bytes(b.take()?),
                    right: i16::from_le_bytes(b.take()?),
                };
                // Children come after their parents, so that every walk ends.
                let fits =
                    |c: i16| c < 0 && -1 - c <= inner as i16 || c > at as i16 && c < inner as i16;
                if !fits(node.left) || !fits(node.right) {
                    return None;
                }
                nodes.push(node);
            }
            let mut leaves = Vec::with_capacity(usize::from(inner) + 1);
            for _ in 0..=inner {
                leaves.push(f32::from_le_bytes(b.take()?));
            }
            trees.push(Tree { nodes, leaves });
        }
        b.0.is_empty().then_some(Forest { trees })
    }

    /// The sum of the leaves that `row` falls into. Features that `row` lacks count as 0.
    pub fn score(&self, row: &[f32]) -> f64 {
        self.trees.iter().map(|t| f64::from(t.leaf(row))).sum()
    }

    /// The score as a probability.
    pub fn probability(&self, row: &[f32]) -> f64 {
        1.0 / (1.0 + libm::exp(-self.score(row)))
    }
}

impl Tree {
    fn leaf(&self, row: &[f32]) -> f32 {
        let mut at = 0i16;
        if self.nodes.is_empty() {
            at = -1;
        }
        while let Some(node) = usize::try_from(at).ok().and_then(|i| self.nodes.get(i)) {
            let value = row.get(usize::from(node.feature)).copied().unwrap_or(0.0);
            at = if value <= node.threshold { node.left } else { node.right };
        }
        usize::try_from(-1 - i32::from(at))
            .ok()
            .and_then(|i| self.leaves.get(i))
            .copied()
            .unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stump_splits_at_its_threshold() {
        let mut b = b"HWF1\x01\x00\x01\x00\x00\x00".to_vec();
        b.extend(0.5f32.to_le_bytes());
        b.extend((-1i16).to_le_bytes());
        b.extend((-2i16).to_le_bytes());
        b.extend((-1.0f32).to_le_bytes());
        b.extend(2.0f32.to_le_bytes());
        let f = Forest::parse(&b).unwrap();
        assert_eq!((f.score(&[0.5]), f.score(&[0.6]), f.score(&[])), (-1.0, 2.0, -1.0));
        assert!(f.probability(&[1.0]) > 0.8);
        assert!(Forest::parse(&b[..b.len() - 1]).is_none());
        b[14] = 0;
        b[15] = 0;
        assert!(Forest::parse(&b).is_none());
    }
}
