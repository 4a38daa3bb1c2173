//! Small forests of decision trees, as trained elsewhere and shipped as bytes: the sum of the
//! leaves that a row of numbers leads to. Equal on every machine: comparisons and additions in a
//! fixed order only.
//!
//! Bytes: `HWF1`, then little-endian: u16 number of trees; per tree u16 number of inner nodes, per
//! inner node u16 feature, f32 threshold, i16 left, i16 right (a negative number `-1-k` is leaf
//! `k`); then the leaves, one f32 more than inner nodes. A value up to the threshold goes left.

use crate::BadWeights;

/// A forest.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    /// Inner nodes of all trees.
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// Where each tree begins: a node, or the leaf `!root` where it is negative.
    roots: Vec<i32>,
    /// Numbers that a row must have.
    width: usize,
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
    /// Reads a forest.
    ///
    /// # Errors
    ///
    /// Where the bytes are not one.
    pub fn parse(bytes: &[u8]) -> Result<Forest, BadWeights> {
        let mut b = Bytes(bytes.strip_prefix(b"HWF1").ok_or(BadWeights::Mark("HWF1"))?);
        let count = u16::from_le_bytes(b.take().ok_or(BadWeights::Length)?);
        let mut forest = Forest::default();
        for _ in 0..count {
            forest.tree(&mut b)?;
        }
        if b.0.is_empty() { Ok(forest) } else { Err(BadWeights::Length) }
    }

    /// The forest, if rows of `width` numbers have all that it asks for.
    ///
    /// # Errors
    ///
    /// [`BadWeights::Width`] where it asks for more.
    pub fn for_width(self, width: usize) -> Result<Forest, BadWeights> {
        match self.width {
            own if own > width => Err(BadWeights::Width { asked: own - 1, width }),
            _ => Ok(self),
        }
    }

    /// Reads one tree more.
    fn tree(&mut self, b: &mut Bytes) -> Result<(), BadWeights> {
        let short = BadWeights::Length;
        let inner = i32::from(u16::from_le_bytes(b.take().ok_or(short)?));
        let place = |n: usize| i32::try_from(n).map_err(|_| BadWeights::Value);
        let first_node = place(self.nodes.len())?;
        let first_leaf = place(self.leaves.len())?;
        self.roots.push(if inner == 0 { !first_leaf } else { first_node });
        for at in 0..inner {
            let feature = u32::from(u16::from_le_bytes(b.take().ok_or(short)?));
            let threshold = f32::from_le_bytes(b.take().ok_or(short)?);
            let mut kids = [0; 2];
            for kid in &mut kids {
                let k = i32::from(i16::from_le_bytes(b.take().ok_or(short)?));
                // Children come after their parents, so that every walk ends.
                *kid = match k {
                    _ if k < 0 && !k <= inner => !(first_leaf + !k),
                    _ if k > at && k < inner => first_node + k,
                    _ => return Err(BadWeights::Value),
                };
            }
            self.width = self.width.max(feature as usize + 1);
            self.nodes.push(Node { threshold, feature, kids });
        }
        for _ in 0..=inner {
            self.leaves.push(f32::from_le_bytes(b.take().ok_or(short)?));
        }
        Ok(())
    }

    /// The sum of the leaves that `row` falls into. Whether rows are wide enough is
    /// asked once, by [`Forest::for_width`].
    pub fn score(&self, row: &[f32]) -> f64 {
        debug_assert!(row.len() >= self.width, "{} numbers, not {}", row.len(), self.width);
        self.roots.iter().map(|root| f64::from(self.leaf(*root, row))).sum()
    }

    /// The score as a probability.
    pub fn probability(&self, row: &[f32]) -> f64 {
        1.0 / (1.0 + libm::exp(-self.score(row)))
    }

    /// The score as a probability; `None` as soon as the sum of the first `trees` is below `least`.
    pub fn probability_above(&self, row: &[f32], trees: usize, least: f64) -> Option<f64> {
        debug_assert!(row.len() >= self.width, "{} numbers, not {}", row.len(), self.width);
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
        assert_eq!((f.score(&[0.5]), f.score(&[0.6])), (-1.0, 2.0));
        assert!(f.probability(&[1.0]) > 0.8);
        assert_eq!(f.probability_above(&[1.0], 0, 0.0), Some(f.probability(&[1.0])));
        assert_eq!(f.probability_above(&[1.0], 0, 0.1), None);
        assert_eq!(f.clone().for_width(1).map(|_| ()), Ok(()));
        let wide = BadWeights::Width { asked: 0, width: 0 };
        assert_eq!(f.for_width(0).map(|_| ()), Err(wide));
        let why = |b: &[u8]| Forest::parse(b).map(|_| ()).unwrap_err();
        assert_eq!(why(&b[..b.len() - 1]), BadWeights::Length);
        assert_eq!(why(b"HWL1"), BadWeights::Mark("HWF1"));
        b[14] = 0;
        b[15] = 0;
        assert_eq!(why(&b), BadWeights::Value);
    }
}
