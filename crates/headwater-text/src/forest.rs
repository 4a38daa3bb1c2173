//! Small forests of decision trees, as trained elsewhere and shipped as bytes: numbers in, a sum
//! of leaves out. Equal on every machine: comparisons and additions in a fixed order only.
//!
//! Bytes: `HWF1`, then little-endian: u16 number of trees; per tree u16 number of inner nodes, per
//! inner node u16 feature, f32 threshold, i16 left, i16 right (a negative number `-1-k` is leaf
//! `k`); then the leaves, one f32 more than inner nodes. A value up to the threshold goes left.

/// A forest.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    /// Inner nodes of all trees.
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// Where each tree begins: a node, or the leaf `!root` where it is negative.
    roots: Vec<i32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    threshold: f32,
    feature: u32,
    /// Where to go from here up to the threshold, and above: a node, or the leaf `!kid`.
    kids: [i32; 2],
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
        let mut forest = Forest::default();
        for _ in 0..count {
            forest.tree(&mut b)?;
        }
        b.0.is_empty().then_some(forest)
    }

    /// Reads one tree more.
    fn tree(&mut self, b: &mut Bytes) -> Option<()> {
        let inner = i32::from(u16::from_le_bytes(b.take()?));
        let first_node = i32::try_from(self.nodes.len()).ok()?;
        let first_leaf = i32::try_from(self.leaves.len()).ok()?;
        self.roots.push(if inner == 0 { !first_leaf } else { first_node });
        for at in 0..inner {
            let feature = u32::from(u16::from_le_bytes(b.take()?));
            let threshold = f32::from_le_bytes(b.take()?);
            let mut kids = [0; 2];
            for kid in &mut kids {
                let k = i32::from(i16::from_le_bytes(b.take()?));
                // Children come after their parents, so that every walk ends.
                *kid = match k {
                    _ if k < 0 && !k <= inner => !(first_leaf + !k),
                    _ if k > at && k < inner => first_node + k,
                    _ => return None,
                };
            }
            self.nodes.push(Node { threshold, feature, kids });
        }
        for _ in 0..=inner {
            self.leaves.push(f32::from_le_bytes(b.take()?));
        }
        Some(())
    }

    /// The sum of the leaves that `row` falls into. Features that `row` lacks count as 0.
    pub fn score(&self, row: &[f32]) -> f64 {
        self.roots.iter().map(|root| f64::from(self.leaf(*root, row))).sum()
    }

    /// The score as a probability.
    pub fn probability(&self, row: &[f32]) -> f64 {
        1.0 / (1.0 + libm::exp(-self.score(row)))
    }

    /// The score as a probability; `None` as soon as the sum of the first `trees` is below `least`.
    pub fn probability_above(&self, row: &[f32], trees: usize, least: f64) -> Option<f64> {
        let mut sum = 0.0;
        for (n, root) in self.roots.iter().enumerate() {
            if n == trees && sum < least {
                return None;
            }
            sum += f64::from(self.leaf(*root, row));
        }
        Some(1.0 / (1.0 + libm::exp(-sum)))
    }

    #[inline]
    fn leaf(&self, root: i32, row: &[f32]) -> f32 {
        let mut at = root;
        // A negative place is no index of a node.
        while let Some(node) = self.nodes.get(at as u32 as usize) {
            let value = row.get(node.feature as usize).copied().unwrap_or(0.0);
            let [up_to, above] = node.kids;
            at = if value <= node.threshold { up_to } else { above };
        }
        self.leaves.get(!at as usize).copied().unwrap_or(0.0)
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
        assert_eq!(f.probability_above(&[1.0], 0, 0.0), Some(f.probability(&[1.0])));
        assert_eq!(f.probability_above(&[1.0], 0, 0.1), None);
        assert!(Forest::parse(&b[..b.len() - 1]).is_none());
        b[14] = 0;
        b[15] = 0;
        assert!(Forest::parse(&b).is_none());
    }
}
