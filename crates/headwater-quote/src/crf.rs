//! A linear-chain conditional random field over hashed features, read from packed weights: scores of
//! labels, their marginals and the best sequence.

use headwater_text::BadWeights;

/// A trained chain. Labels number at most [`WIDTH`].
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// How many labels.
    pub labels: usize,
    /// Open-addressed tables of features: the commonest, which stay in a near cache, and the rest.
    tables: [Vec<Slot>; 2],
    /// One bit for the low bits of each feature: most features are unknown, and this small table
    /// says so without a look into the large one.
    known: Vec<u64>,
    /// What one unit of a packed weight is worth.
    unit: f32,
    /// Border weights: `edges[class][from][to]`.
    edges: Vec<Moves>,
    /// Their exponentials.
    factors: Vec<Moves>,
}

/// From label to label.
type Moves = [[f32; WIDTH]; WIDTH];

/// The weights of a feature and, in the last four bytes, the feature (0: none): one line of cache
/// holds both.
#[derive(Clone, Copy, Debug, Default)]
struct Slot([i8; SLOT]);

/// Bytes of a slot.
const SLOT: usize = WIDTH + 4;

impl Slot {
    fn new(key: u32, weights: &[u8]) -> Slot {
        let mut slot = Slot::default();
        slot.0.iter_mut().zip(weights).take(WIDTH).for_each(|(to, from)| *to = *from as i8);
        let (_, tail) = slot.0.split_at_mut(WIDTH);
        tail.iter_mut().zip(key.to_le_bytes()).for_each(|(to, from)| *to = from as i8);
        slot
    }

    fn key(&self) -> u32 {
        let [.., a, b, c, d] = self.0.map(|x| x as u8);
        u32::from_le_bytes([a, b, c, d])
    }
}

/// Room for labels in a row of weights.
pub const WIDTH: usize = 12;

impl Chain {
    /// Packs trained weights: rows of `(feature, weights)`, the commonest first, and border weights.
    pub fn pack(labels: usize, rows: &[(u32, [f32; WIDTH])], edges: &[f32]) -> Vec<u8> {
        let top = rows.iter().flat_map(|r| r.1).fold(1e-6f32, |m, w| m.max(w.abs()));
        // Few weights are large: clipping them at a third of the largest keeps the small precise.
        let unit = (top / 3.0).max(1e-6) / 127.0;
        let mut out = Vec::new();
        out.extend((labels as u32).to_le_bytes());
        out.extend((rows.len() as u32).to_le_bytes());
        out.extend((edges.len() as u32).to_le_bytes());
        out.extend(unit.to_le_bytes());
        for (k, _) in rows {
            out.extend(k.to_le_bytes());
        }
        for (_, row) in rows {
            for w in row.iter().take(labels) {
                out.push((w / unit).round().clamp(-127.0, 127.0) as i8 as u8);
            }
        }
        for e in edges {
            out.extend(((e * 256.0).round().clamp(-32767.0, 32767.0) as i16).to_le_bytes());
        }
        out
    }

    /// Reads packed weights.
    ///
    /// # Errors
    ///
    /// Where they are malformed.
    pub fn parse(bytes: &[u8]) -> Result<Chain, BadWeights> {
        Self::read(bytes).ok_or(BadWeights::Length)
    }

    fn read(bytes: &[u8]) -> Option<Chain> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let (labels, n, e) = (number(0)? as usize, number(4)? as usize, number(8)? as usize);
        let unit = f32::from_bits(number(12)?);
        let keys = bytes.get(16..16 + 4 * n)?;
        let weights = bytes.get(16 + 4 * n..16 + 4 * n + labels * n)?;
        let edges = bytes.get(16 + 4 * n + labels * n..)?;
        if labels > WIDTH || edges.len() != 2 * e {
            return None;
        }
        let mut chain = Chain {
            labels,
            tables: [table(n.min(COMMON)), table(n.saturating_sub(COMMON))],
            known: vec![0; n.next_power_of_two().div_ceil(8)],
            unit,
            ..Chain::default()
        };
        let rows = keys.chunks_exact(4).zip(weights.chunks_exact(labels.max(1)));
        for (i, (key, row)) in rows.enumerate() {
            let key = u32::from_le_bytes(key.try_into().ok()?).max(1);
            let slots = chain.tables.get_mut(usize::from(i >= COMMON))?;
            let mask = slots.len() - 1;
            let mut at = key as usize & mask;
            while slots.get(at)?.key() != 0 {
                at = (at + 1) & mask;
            }
            *slots.get_mut(at)? = Slot::new(key, row);
            let (word, bit) = chain.bit(key);
            *chain.known.get_mut(word)? |= bit;
        }
        let edge = |c: &[u8]| f32::from(i16::from_le_bytes([c[0], c[1]])) / 256.0;
        let all: Vec<f32> = edges.chunks_exact(2).take(e).map(edge).collect();
        for class in all.chunks_exact((labels * labels).max(1)) {
            let mut moves = [[0.0; WIDTH]; WIDTH];
            for (to, from) in moves.iter_mut().zip(class.chunks_exact(labels)) {
                to.iter_mut().zip(from).for_each(|(t, f)| *t = *f);
            }
            chain.factors.push(moves.map(|row| row.map(libm::expf)));
            chain.edges.push(moves);
        }
        Some(chain)
    }

    /// Which bit of `known` stands for a feature.
    fn bit(&self, key: u32) -> (usize, u64) {
        let word = (key >> 6) as usize & (self.known.len().wrapping_sub(1));
        (word, 1 << (key & 63))
    }

    /// The scores of one token's labels.
    pub fn score(&self, features: &[u32]) -> [f32; WIDTH] {
        let mut sum = [0i16; SLOT];
        let mut known = [0u32; BATCH];
        for part in features.chunks(BATCH) {
            let n = self.known_of(part, &mut known);
            add(&self.tables, known.get(..n).unwrap_or(&[]), &mut sum);
        }
        std::array::from_fn(|y| sum.get(y).map_or(0.0, |s| f32::from(*s) * self.unit))
    }

    /// Copies the features that may have weights.
    fn known_of(&self, features: &[u32], out: &mut [u32; BATCH]) -> usize {
        let mut n = 0;
        for f in features {
            let f = (*f).max(1);
            let (word, bit) = self.bit(f);
            if let Some(slot) = out.get_mut(n) {
                *slot = f;
            }
            // Without a branch: which features are known cannot be foreseen.
            n += usize::from(self.known.get(word).copied().unwrap_or(0) & bit != 0);
        }
        n
    }

    /// The best sequence of labels and, for each token, the marginal of each label.
    pub fn decode(
        &self,
        scores: &[[f32; WIDTH]],
        edges: &[usize],
    ) -> (Vec<usize>, Vec<[f32; WIDTH]>) {
        (self.viterbi(scores, edges), self.marginals(scores, edges))
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
                let moves = at(&self.edges, edges, i).unwrap_or(&[[0.0; WIDTH]; WIDTH]);
                for (x, (b, to)) in best.iter().zip(moves).enumerate().take(l) {
                    for y in 0..WIDTH {
                        let v = b + to[y];
                        from[y] = if v > now[y] { x as u8 } else { from[y] };
                        now[y] = if v > now[y] { v } else { now[y] };
                    }
                }
                now.iter_mut().zip(row).for_each(|(n, s)| *n += s);
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

    /// The probability of each label of each token, by scaled forward and backward passes.
    pub fn marginals(&self, scores: &[[f32; WIDTH]], edges: &[usize]) -> Vec<[f32; WIDTH]> {
        let l = self.labels;
        let same = [[1.0; WIDTH]; WIDTH];
        let factors = |i: usize| at(&self.factors, edges, i).unwrap_or(&same);
        let emit: Vec<[f32; WIDTH]> = scores.iter().map(|row| shares(row, l)).collect();
        let mut out: Vec<[f32; WIDTH]> = Vec::with_capacity(emit.len());
        for (i, e) in emit.iter().enumerate() {
            let mut now = *e;
            if let Some(last) = out.last() {
                let mut sum = [0f32; WIDTH];
                for (a, row) in last.iter().zip(factors(i)).take(l) {
                    sum.iter_mut().zip(row).for_each(|(s, t)| *s += a * t);
                }
                now.iter_mut().zip(sum).for_each(|(v, s)| *v *= s);
            }
            out.push(normal(now));
        }
        let mut beta = [1f32; WIDTH];
        for (i, (p, e)) in out.iter_mut().zip(&emit).enumerate().rev() {
            p.iter_mut().zip(beta).for_each(|(v, b)| *v *= b);
            *p = normal(*p);
            let mut weighed = *e;
            weighed.iter_mut().zip(beta).for_each(|(w, b)| *w *= b);
            let mut next = [0f32; WIDTH];
            for (n, row) in next.iter_mut().zip(factors(i)).take(l) {
                *n = row.iter().zip(weighed).map(|(t, w)| t * w).sum();
            }
            beta = normal(next);
        }
        out
    }
}

/// How many features are looked up together.
const BATCH: usize = 160;

/// Adds up the weights of features. At most 258 of 8 bits fit a sum of 16 bits.
#[multiversion::multiversion(targets("x86_64+avx2+bmi1+bmi2"))]
fn add(tables: &[Vec<Slot>; 2], features: &[u32], sum: &mut [i16; SLOT]) {
    for f in features {
        let [common, rest] = tables;
        let slot = find(common, *f).or_else(|| find(rest, *f));
        for (s, w) in sum.iter_mut().zip(slot.copied().unwrap_or_default().0) {
            *s = s.wrapping_add(i16::from(w));
        }
    }
}

/// The slot of a feature.
#[inline(always)]
fn find(slots: &[Slot], key: u32) -> Option<&Slot> {
    let mask = slots.len().wrapping_sub(1);
    let mut at = key as usize & mask;
    while let Some(slot) = slots.get(at) {
        let here = slot.key();
        if here == key {
            return Some(slot);
        }
        if here == 0 {
            return None;
        }
        at = (at + 1) & mask;
    }
    None
}

/// An empty table with room for so many features.
fn table(n: usize) -> Vec<Slot> {
    vec![Slot::default(); (n + n / 2).next_power_of_two().max(2)]
}

/// How many of the commonest features have a table of their own.
const COMMON: usize = 10_000;

/// What stands for the border before token `i`.
fn at<'m>(all: &'m [Moves], edges: &[usize], i: usize) -> Option<&'m Moves> {
    all.get(edges.get(i).copied().unwrap_or(0))
}

/// Exponentials of scores, the largest one 1.
fn shares(row: &[f32; WIDTH], l: usize) -> [f32; WIDTH] {
    let top = row.iter().take(l).fold(f32::NEG_INFINITY, |m, v| m.max(*v));
    std::array::from_fn(|y| if y < l { libm::expf(row[y] - top) } else { 0.0 })
}

fn normal(mut v: [f32; WIDTH]) -> [f32; WIDTH] {
    let sum: f32 = v.iter().sum();
    if sum > 0.0 {
        v.iter_mut().for_each(|x| *x /= sum);
    }
    v
}
