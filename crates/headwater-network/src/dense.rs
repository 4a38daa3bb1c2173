//! Rows times matrices of plain numbers, and what stands between two such layers.

use crate::{LANES, add};

/// Added to variances, as in the models.
const LEAST: f32 = 1e-12;

/// Rows times a matrix of `width` rows and `out` columns. Each sum runs in the order of the rows,
/// whatever the machine.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl+avx512bw+avx512dq", "x86_64+avx2"))]
pub fn times(rows: &[f32], width: usize, matrix: &[f32], out: usize) -> Vec<f32> {
    /// Rows that share one pass over the matrix.
    const TOGETHER: usize = 4;
    let count = rows.len() / width;
    let mut result = vec![0.0; count * out];
    let blocks = rows.chunks(TOGETHER * width).zip(result.chunks_mut(TOGETHER * out));
    for (rows, result) in blocks {
        // A row that is missing is the first again; nobody reads its sums.
        let Some(first) = rows.get(..width) else { continue };
        let row = |i: usize| rows.get(i * width..(i + 1) * width).unwrap_or(first);
        let rows = [first, row(1), row(2), row(3)];
        for from in (0..out).step_by(LANES) {
            let sums = block(rows, matrix, out, from);
            for (sums, result) in sums.iter().zip(result.chunks_exact_mut(out)) {
                result.iter_mut().skip(from).zip(sums).for_each(|(r, s)| *r = *s);
            }
        }
    }
    result
}

/// Four rows times the columns from `from` on. Each row's sums have a variable of their own, so
/// that the compiler runs through the columns side by side and not through the rows.
#[inline(always)]
fn block(rows: [&[f32]; 4], matrix: &[f32], out: usize, from: usize) -> [[f32; LANES]; 4] {
    let [a, b, c, d] = rows;
    let [mut p, mut q, mut r, mut s] = [[0.0_f32; LANES]; 4];
    let inputs = a.iter().zip(b).zip(c.iter().zip(d));
    for (((a, b), (c, d)), line) in inputs.zip(matrix.chunks_exact(out)) {
        let Some(weights) = line.get(from..).and_then(|l| l.first_chunk::<LANES>()) else { break };
        add(&mut p, *a, weights);
        add(&mut q, *b, weights);
        add(&mut r, *c, weights);
        add(&mut s, *d, weights);
    }
    [p, q, r, s]
}

/// The sum of two rows.
pub fn plus(mut a: Vec<f32>, b: &[f32]) -> Vec<f32> {
    a.iter_mut().zip(b).for_each(|(x, y)| *x += y);
    a
}

/// A row without what is below zero.
pub fn ramp(mut row: Vec<f32>) -> Vec<f32> {
    row.iter_mut().for_each(|x| *x = x.max(0.0));
    row
}

/// A row centred, brought to variance one, then by its gains.
pub fn normed(row: &mut [f32], gain: &[f32], bias: &[f32]) {
    let count = row.len().max(1) as f32;
    let mean = row.iter().sum::<f32>() / count;
    row.iter_mut().for_each(|x| *x -= mean);
    let variance = row.iter().map(|x| *x * *x).sum::<f32>() / count;
    let scale = 1.0 / (variance + LEAST).sqrt();
    for ((x, g), b) in row.iter_mut().zip(gain).zip(bias) {
        *x = *x * scale * g + b;
    }
}
