//! A linear-chain conditional random field over hashed features: packed weights in, label
//! scores and the best sequence out.

/// A trained chain. Labels number at most [`WIDTH`].
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// How many labels.
    pub labels: usize,
    /// Open-addressed table: `keys[slot]` is a feature, 0 an empty slot.
    keys: Vec<u32>,
    rows: Vec<[i8; WIDTH]>,
    /// What one unit of a packed weight is worth.
    unit: f32,
    /// Border weights: `edges[class][from][to]`.
    edges: Vec<f32>,
}

/// Room for labels in a row of weights.
pub const WIDTH: usize = 12;

impl Chain {
    /// Packs trained weights: rows of `(feature, weights)` and border weights.
    pub fn pack(labels: usize, rows: &[(u32, [f32; WIDTH])], edges: &[f32]) -> Vec<u8> {
        let top = rows.iter().flat_map(|r| r.1).fold(1e-6f32, |m, w| m.max(w.abs()));
        // Few weights are large: clipping them at a third of the largest keeps the small precise.
        let unit = (top / 3.0).max(1e-6) / 127.0;
        let mut sorted = rows.to_vec();
        sorted.sort_by_key(|r| r.0);
        let mut out = Vec::new();
        out.extend((labels as u32).to_le_bytes());
        out.extend((sorted.len() as u32).to_le_bytes());
        out.extend((edges.len() as u32).to_le_bytes());
        out.extend(unit.to_le_bytes());
        for (k, _) in &sorted {
            out.extend(k.to_le_bytes());
        }
        for (_, row) in &sorted {
            for w in row.iter().take(labels) {
                out.push((w / unit).round().clamp(-127.0, 127.0) as i8 as u8);
            }
        }
        for e in edges {
            out.extend(((e * 256.0).round().clamp(-32767.0, 32767.0) as i16).to_le_bytes());
        }
        out
    }

    /// Reads packed weights; anything malformed gives a chain that labels all tokens 0.
    pub fn parse(bytes: &[u8]) -> Chain {
        Self::read(bytes).unwrap_or_default()
    }

    fn read(bytes: &[u8]) -> Option<Chain> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let (labels, n, e) = (number(0)? as usize, number(4)? as usize, number(8)? as usize);
        let unit = f32::from_bits(number(12)?);
        let keys = bytes.get(16..16 + 4 * n)?;
        let weights = bytes.get(16 + 4 * n..16 + 4 * n + labels * n)?;
        let edges = bytes.get(16 + 4 * n + labels * n..)?;
        if labels > WIDTH || edges.len() < 2 * e {
            return None;
        }
        let size = (2 * n).next_power_of_two().max(2);
        let mut chain = Chain {
            labels,
            keys: vec![0; size],
            rows: vec![[0; WIDTH]; size],
            unit,
            edges: Vec::new(),
        };
        for (key, row) in keys.chunks_exact(4).zip(weights.chunks_exact(labels.max(1))) {
            let key = u32::from_le_bytes(key.try_into().ok()?).max(1);
            let mut slot = key as usize & (size - 1);
            while *chain.keys.get(slot)? != 0 {
                slot = (slot + 1) & (size - 1);
            }
            *chain.keys.get_mut(slot)? = key;
            for (to, from) in chain.rows.get_mut(slot)?.iter_mut().zip(row) {
                *to = *from as i8;
            }
        }
        let edge = |c: &[u8]| f32::from(i16::from_le_bytes([c[0], c[1]])) / 256.0;
        chain.edges = edges.chunks_exact(2).take(e).map(edge).collect();
        Some(chain)
    }

    /// The scores of one token's labels.
    pub fn score(&self, features: &[u32]) -> [f32; WIDTH] {
        let mut sum = [0i32; WIDTH];
        let mask = self.keys.len().wrapping_sub(1);
        for f in features {
            let f = (*f).max(1);
            let mut slot = f as usize & mask;
            while let Some(&key) = self.keys.get(slot) {
                if key == f {
                    if let Some(row) = self.rows.get(slot) {
                        for (s, w) in sum.iter_mut().zip(row) {
                            *s += i32::from(*w);
                        }
                    }
                    break;
                }
                if key == 0 {
                    break;
                }
                slot = (slot + 1) & mask;
            }
        }
        sum.map(|s| s as f32 * self.unit)
    }

    /// The best sequence of labels and, for each token, the marginal of each label.
    pub fn decode(
        &self,
        scores: &[[f32; WIDTH]],
        edges: &[usize],
    ) -> (Vec<usize>, Vec<[f32; WIDTH]>) {
        (self.viterbi(scores, edges), self.marginals(scores, edges))
    }

    fn edge(&self, class: usize) -> &[f32] {
        let size = self.labels * self.labels;
        self.edges.get(class * size..(class + 1) * size).unwrap_or(&[])
    }

    /// The best sequence.
    pub fn viterbi(&self, scores: &[[f32; WIDTH]], edges: &[usize]) -> Vec<usize> {
        let l = self.labels;
        let mut back: Vec<[u8; WIDTH]> = Vec::with_capacity(scores.len());
        let mut best = [f32::NEG_INFINITY; WIDTH];
        for (i, row) in scores.iter().enumerate() {
            let mut now = [f32::NEG_INFINITY; WIDTH];
            let mut from = [0u8; WIDTH];
            if i == 0 {
                now = *row;
            } else {
                let edge = self.edge(edges.get(i).copied().unwrap_or(0));
                for ((y, to), (f, s)) in
                    now.iter_mut().enumerate().take(l).zip(from.iter_mut().zip(row))
                {
                    for (x, b) in best.iter().enumerate().take(l) {
                        let v = b + edge.get(x * l + y).copied().unwrap_or(0.0);
                        if v > *to {
                            *to = v;
                            *f = x as u8;
                        }
                    }
                    *to += s;
                }
            }
            back.push(from);
            best = now;
        }
        let top = best
            .iter()
            .take(l)
            .enumerate()
            .fold((0, f32::NEG_INFINITY), |m, (y, v)| if *v > m.1 { (y, *v) } else { m });
        let mut out = vec![0; scores.len()];
        let mut y = top.0;
        for i in (0..scores.len()).rev() {
            if let Some(o) = out.get_mut(i) {
                *o = y;
            }
            y = back.get(i).and_then(|b| b.get(y)).copied().unwrap_or(0) as usize;
        }
        out
    }

    /// The probability of each label of each token.
    pub fn marginals(&self, scores: &[[f32; WIDTH]], edges: &[usize]) -> Vec<[f32; WIDTH]> {
        forward_backward(self.labels, scores, |i, x, y| {
            self.edge(edges.get(i).copied().unwrap_or(0))
                .get(x * self.labels + y)
                .copied()
                .unwrap_or(0.0)
        })
    }
}

/// Marginals by scaled forward and backward passes.
fn forward_backward(
    l: usize,
    scores: &[[f32; WIDTH]],
    edge: impl Fn(usize, usize, usize) -> f32,
) -> Vec<[f32; WIDTH]> {
    let n = scores.len();
    let emit: Vec<[f32; WIDTH]> = scores
        .iter()
        .map(|row| {
            let top = row.iter().take(l).fold(f32::NEG_INFINITY, |m, v| m.max(*v));
            std::array::from_fn(|y| if y < l { libm::expf(row[y] - top) } else { 0.0 })
        })
        .collect();
    let mut trans = vec![[[0f32; WIDTH]; WIDTH]; n];
    for (i, t) in trans.iter_mut().enumerate().skip(1) {
        for (x, row) in t.iter_mut().enumerate().take(l) {
            for (y, v) in row.iter_mut().enumerate().take(l) {
                *v = libm::expf(edge(i, x, y));
            }
        }
    }
    let mut alpha = vec![[0f32; WIDTH]; n];
    for i in 0..n {
        let mut now = emit[i];
        if i > 0 {
            let mut sum = [0f32; WIDTH];
            for (a, row) in alpha[i - 1].iter().zip(&trans[i]) {
                for (s, t) in sum.iter_mut().zip(row) {
                    *s += a * t;
                }
            }
            for (v, s) in now.iter_mut().zip(sum) {
                *v *= s;
            }
        }
        alpha[i] = normal(now);
    }
    let mut beta = [1f32; WIDTH];
    let mut out = vec![[0f32; WIDTH]; n];
    for i in (0..n).rev() {
        let mut p = alpha[i];
        for (v, b) in p.iter_mut().zip(beta) {
            *v *= b;
        }
        out[i] = normal(p);
        if i > 0 {
            let mut next = [0f32; WIDTH];
            for (b, row) in next.iter_mut().zip(&trans[i]) {
                for ((t, e), v) in row.iter().zip(&emit[i]).zip(beta) {
                    *b += t * e * v;
                }
            }
            beta = normal(next);
        }
    }
    out
}

fn normal(mut v: [f32; WIDTH]) -> [f32; WIDTH] {
    let sum: f32 = v.iter().sum();
    if sum > 0.0 {
        v.iter_mut().for_each(|x| *x /= sum);
    }
    v
}
