//! Attention: rows that look at each other.

use crate::LANES;
use crate::functions::softmax;
use crate::linear::{DOWN, products};

/// Each row's mixture of the values of all rows, head by head (Vaswani et al. 2017). A row of `qkv` has
/// `width` numbers of query, key and value each; a row of the result has `width` numbers. Time grows with
/// the square of the number of rows.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl+avx512bw+avx512dq", "x86_64+avx2"))]
pub fn attend(qkv: &[f32], width: usize, heads: usize) -> Vec<f32> {
    let rows = qkv.len() / (3 * width);
    let size = width / heads.max(1);
    let shrink = 1.0 / (size as f32).sqrt();
    let mut out = vec![0.0; rows * width];
    let mut queries = vec![0.0f32; rows * size];
    let mut keys = vec![[0.0f32; LANES]; rows.div_ceil(LANES) * size];
    let mut values = vec![[0.0f32; LANES]; size.div_ceil(LANES) * rows];
    let mut scores = vec![0.0f32; DOWN * rows];
    for h in 0..heads {
        for (n, row) in qkv.chunks(3 * width).enumerate() {
            let query = row.iter().skip(h * size).take(size);
            let slots = queries.iter_mut().skip(n * size);
            slots.zip(query).for_each(|(slot, q)| *slot = q * shrink);
            let key = row.iter().skip(width + h * size).take(size);
            let slots = keys.iter_mut().skip(n / LANES * size);
            for (slot, k) in slots.filter_map(|s| s.get_mut(n % LANES)).zip(key) {
                *slot = *k;
            }
            let value = row.get(2 * width + h * size..2 * width + (h + 1) * size).unwrap_or(&[]);
            let slots = values.iter_mut().skip(n).step_by(rows);
            for (slot, v) in slots.zip(value.chunks(LANES)) {
                slot.iter_mut().zip(v).for_each(|(slot, v)| *slot = *v);
            }
        }
        for (queries, out) in queries.chunks(DOWN * size).zip(out.chunks_mut(DOWN * width)) {
            for (p, keys) in keys.chunks(size).enumerate() {
                let sums = products(queries, size, keys);
                place(&sums, &mut scores, rows, p * LANES);
            }
            scores.chunks_mut(rows).for_each(softmax);
            for (p, values) in values.chunks(rows).enumerate() {
                let sums = products(&scores, rows, values);
                place(&sums, out, width, h * size + p * LANES);
            }
        }
    }
    out
}

/// Writes a block of sums into rows of `width` numbers, from column `at` on.
#[inline(always)]
fn place(sums: &[[f32; LANES]; DOWN], out: &mut [f32], width: usize, at: usize) {
    for (sums, out) in sums.iter().zip(out.chunks_mut(width)) {
        for (slot, s) in out.iter_mut().skip(at).zip(sums) {
            *slot = *s;
        }
    }
}
