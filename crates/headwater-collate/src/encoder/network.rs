//! The layers: embedded pieces, n-grams, their sum, the dense end.

use headwater_network::{normed, plus, ramp, times};

use super::parts::{Parts, Table};
use super::{NoModel, SENSE};

/// Numbers of an embedded piece, and of an n-gram.
const PIECE: usize = 512;
const GRAM: usize = 256;
/// The table of pieces lies in so many parts, a piece in part `id % TABLES`.
const TABLES: usize = 17;
/// Numbers of a piece with its three n-grams.
const WIDE: usize = PIECE + 3 * GRAM;
/// Inner numbers of the dense end.
const INNER: usize = 320;
/// Pieces of an n-gram, and how many of them stand before its middle.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
/// Added to the norm of a vector, as in the model.
const LEAST: f32 = 1e-12;

/// All parts but the table, with their sizes.
pub(super) fn shapes() -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for (n, _) in ORDERS {
        let of = |name: &str, size: usize| (format!("{name}{n}"), size);
        out.extend([of("proj", PIECE * GRAM), of("proj_b", GRAM), of("ln_g", GRAM)]);
        out.extend([of("ln_b", GRAM), of("w1_", n * GRAM * GRAM), of("b1_", GRAM)]);
        out.extend([of("w2_", n * GRAM * GRAM), of("b2_", GRAM)]);
    }
    let rest = [
        ("lo", TABLES),
        ("scale", TABLES),
        ("ln_g", WIDE),
        ("ln_b", WIDE),
        ("cnn_W", WIDE * SENSE),
        ("cnn_b", SENSE),
        ("d0", SENSE * INNER),
        ("d1", INNER * INNER),
        ("p1", SENSE * INNER),
        ("d2", INNER * SENSE),
        ("p3", INNER * SENSE),
        ("d3", SENSE * SENSE),
    ];
    out.extend(rest.map(|(name, size)| (name.to_owned(), size)));
    out
}

/// The n-grams of one order.
struct Grams {
    pieces: usize,
    before: usize,
    project: Vec<f32>,
    project_bias: Vec<f32>,
    gain: Vec<f32>,
    bias: Vec<f32>,
    layers: [(Vec<f32>, Vec<f32>); 2],
}

/// The weights.
pub(super) struct Network {
    tables: Vec<Table>,
    low: Vec<f32>,
    scale: Vec<f32>,
    grams: Vec<Grams>,
    gain: Vec<f32>,
    bias: Vec<f32>,
    sum: Vec<f32>,
    sum_bias: Vec<f32>,
    dense: [Vec<f32>; 6],
}

impl Network {
    /// Reads the layers; `table` reads a table of pieces by its number.
    pub(super) fn read<'b>(
        parts: &Parts<'b>,
        table: fn(&Parts<'b>, usize) -> Result<Table, NoModel>,
    ) -> Result<Network, NoModel> {
        let sizes: std::collections::BTreeMap<String, usize> = shapes().into_iter().collect();
        let get = |name: &str| parts.numbers(name, sizes.get(name).copied().unwrap_or(0));
        let mut grams = Vec::new();
        for (n, before) in ORDERS {
            let of = |name: &str| get(&format!("{name}{n}"));
            grams.push(Grams {
                pieces: n,
                before,
                project: of("proj")?,
                project_bias: of("proj_b")?,
                gain: of("ln_g")?,
                bias: of("ln_b")?,
                layers: [(of("w1_")?, of("b1_")?), (of("w2_")?, of("b2_")?)],
            });
        }
        Ok(Network {
            tables: (1..=TABLES).map(|i| table(parts, i)).collect::<Result<_, _>>()?,
            low: get("lo")?,
            scale: get("scale")?,
            grams,
            gain: get("ln_g")?,
            bias: get("ln_b")?,
            sum: get("cnn_W")?,
            sum_bias: get("cnn_b")?,
            dense: [get("d0")?, get("d1")?, get("p1")?, get("d2")?, get("p3")?, get("d3")?],
        })
    }

    /// The vector of a row of pieces, of length one.
    pub(super) fn forward(&self, ids: &[usize]) -> Vec<f32> {
        let pieces: Vec<f32> = ids.iter().flat_map(|id| self.piece(*id)).collect();
        let mut wide = vec![0.0; ids.len() * WIDE];
        for (row, piece) in wide.chunks_exact_mut(WIDE).zip(pieces.chunks_exact(PIECE)) {
            row.iter_mut().zip(piece).for_each(|(w, p)| *w = *p);
        }
        let projected = self.project(&pieces);
        for (i, grams) in self.grams.iter().enumerate() {
            let own = projected.chunks_exact(3 * GRAM);
            let own = own.flat_map(|row| row.iter().skip(i * GRAM).take(GRAM).copied());
            let found = grams.of(own.collect());
            for (row, gram) in wide.chunks_exact_mut(WIDE).zip(found.chunks_exact(GRAM)) {
                row.iter_mut().skip(PIECE + i * GRAM).zip(gram).for_each(|(w, g)| *w = *g);
            }
        }
        let mut total = vec![0.0; WIDE];
        for row in wide.chunks_exact_mut(WIDE) {
            normed(row, &self.gain, &self.bias);
            total.iter_mut().zip(row).for_each(|(t, x)| *t += *x);
        }
        let count = ids.len().max(1) as f32;
        let mut mean = times(&total, WIDE, &self.sum, SENSE);
        let scale = 1.0 / count.sqrt();
        mean.iter_mut().zip(&self.sum_bias).for_each(|(m, b)| *m = (*m + count * b) * scale);
        self.end(&mean)
    }

    /// What each piece gives to the three orders of n-grams, brought to one measure together.
    fn project(&self, pieces: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; pieces.len() / PIECE * 3 * GRAM];
        for (i, grams) in self.grams.iter().enumerate() {
            let found = times(pieces, PIECE, &grams.project, GRAM);
            for (row, found) in out.chunks_exact_mut(3 * GRAM).zip(found.chunks_exact(GRAM)) {
                let part = row.iter_mut().skip(i * GRAM);
                part.zip(found).zip(&grams.project_bias).for_each(|((x, f), b)| *x = f + b);
            }
        }
        let joined = |of: fn(&Grams) -> &Vec<f32>| -> Vec<f32> {
            self.grams.iter().flat_map(|g| of(g).iter().copied()).collect()
        };
        let (gain, bias) = (joined(|g| &g.gain), joined(|g| &g.bias));
        out.chunks_exact_mut(3 * GRAM).for_each(|row| normed(row, &gain, &bias));
        out
    }

    fn end(&self, mean: &[f32]) -> Vec<f32> {
        let [d0, d1, p1, d2, p3, d3] = &self.dense;
        let first = ramp(times(mean, SENSE, d0, INNER));
        let second = ramp(plus(times(mean, SENSE, p1, INNER), &times(&first, INNER, d1, INNER)));
        let third = ramp(times(&second, INNER, d2, SENSE));
        let mut out = plus(times(&second, INNER, p3, SENSE), &times(&third, SENSE, d3, SENSE));
        out.iter_mut().for_each(|x| *x = libm::tanhf(*x));
        let length = out.iter().map(|x| x * x).sum::<f32>().max(LEAST).sqrt();
        out.iter_mut().for_each(|x| *x /= length);
        out
    }

    /// The embedding of a piece; one that the table lacks is nothing.
    fn piece(&self, id: usize) -> impl Iterator<Item = f32> + '_ {
        let (table, row) = (id % TABLES, id / TABLES);
        let bytes = self.tables.get(table).and_then(|t| t.row(row, PIECE));
        let scale = self.scale.get(table).copied().unwrap_or(0.0);
        let low = self.low.get(table).copied().unwrap_or(0.0);
        const NONE: &[u8; PIECE] = &[0; PIECE];
        bytes.unwrap_or(NONE).iter().map(move |b| f32::from(*b) * scale + low)
    }
}

impl Grams {
    /// The n-gram around each piece.
    fn of(&self, mut own: Vec<f32>) -> Vec<f32> {
        for (weights, bias) in &self.layers {
            let windows = self.windows(&own);
            let found = times(&windows, self.pieces * GRAM, weights, GRAM);
            for (row, add) in own.chunks_exact_mut(GRAM).zip(found.chunks_exact(GRAM)) {
                for ((x, f), b) in row.iter_mut().zip(add).zip(bias) {
                    *x += (f + b).max(0.0);
                }
            }
        }
        own
    }

    /// Each piece with its neighbours; beyond either end stands nothing.
    fn windows(&self, own: &[f32]) -> Vec<f32> {
        let count = own.len() / GRAM;
        let mut out = Vec::with_capacity(count * self.pieces * GRAM);
        for at in 0..count {
            for k in 0..self.pieces {
                let neighbour = (at + k).checked_sub(self.before);
                let start = neighbour.map(|n| n * GRAM);
                match start.and_then(|s| own.get(s..s + GRAM)) {
                    Some(row) => out.extend(row),
                    None => out.resize(out.len() + GRAM, 0.0),
                }
            }
        }
        out
    }
}
