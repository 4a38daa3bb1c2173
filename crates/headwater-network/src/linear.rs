//! Linear layers whose weights are whole numbers of eight bits with a scale a row.

use crate::{LANES, add};

/// Rows of input handled together, so that a weight once loaded is used as often.
pub(crate) const DOWN: usize = 6;
/// Rows of input that stay in a near cache while all weights pass by.
const TILE: usize = 8 * DOWN;

/// Weights of [`LANES`] outputs, one element an input.
pub(crate) type Panel = [[f32; LANES]];

/// A linear layer: `out = weights · in + bias`.
#[derive(Debug)]
pub struct Linear {
    /// Panel after panel; the last is filled up with zeros.
    panels: Vec<[f32; LANES]>,
    bias: Vec<f32>,
    width: usize,
}

impl Linear {
    /// `weights` has a row for each of `scale`, to be multiplied by it, and `bias` a number; none if
    /// the three do not fit each other.
    pub fn new(weights: &[i8], scale: &[f32], bias: Vec<f32>) -> Option<Linear> {
        let outs = scale.len();
        let width = weights.len().checked_div(outs)?;
        if width == 0 || width * outs != weights.len() || bias.len() != outs {
            return None;
        }
        let mut panels = vec![[0.0; LANES]; outs.div_ceil(LANES) * width];
        for (o, (row, scale)) in weights.chunks(width).zip(scale).enumerate() {
            let panel = panels.iter_mut().skip(o / LANES * width);
            for (slot, w) in panel.zip(row) {
                if let Some(slot) = slot.get_mut(o % LANES) {
                    *slot = f32::from(*w) * scale;
                }
            }
        }
        Some(Linear { panels, bias, width })
    }

    /// Numbers of a row of outputs.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Rows of outputs for rows of inputs, one after the other. A row that is not whole is left out.
    pub fn apply(&self, input: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; input.len() / self.width * self.outputs()];
        let tiles = input.chunks(TILE * self.width);
        for (input, out) in tiles.zip(out.chunks_mut(TILE * self.outputs())) {
            tile(self, input, out);
        }
        out
    }
}

#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl+avx512bw+avx512dq", "x86_64+avx2"))]
fn tile(layer: &Linear, input: &[f32], out: &mut [f32]) {
    let outs = layer.bias.len();
    let panels = layer.panels.chunks(layer.width).zip(layer.bias.chunks(LANES));
    for (p, (panel, bias)) in panels.enumerate() {
        let rows = input.chunks(DOWN * layer.width).zip(out.chunks_mut(DOWN * outs));
        for (input, out) in rows {
            let sums = products(input, layer.width, panel);
            for (sums, out) in sums.iter().zip(out.chunks_mut(outs)) {
                for ((o, s), b) in out.iter_mut().skip(p * LANES).zip(sums).zip(bias) {
                    *o = s + b;
                }
            }
        }
    }
}

/// Sums of products of up to six rows of `width` numbers with a panel of weights. Rows that are
/// missing give sums of the first row, which nobody reads.
///
/// Each row has a variable of its own: in a loop over rows the compiler may choose to run through
/// the rows side by side instead of the lanes, which is ten times as slow.
#[inline(always)]
pub(crate) fn products(input: &[f32], width: usize, panel: &Panel) -> [[f32; LANES]; DOWN] {
    let none = [[0.0; LANES]; DOWN];
    let count = panel.len();
    let Some(first) = input.get(..count) else { return none };
    let row = |i: usize| input.get(i * width..i * width + count).unwrap_or(first);
    let [a, b, c, d, e, f] = [first, row(1), row(2), row(3), row(4), row(5)];
    let [mut p, mut q, mut r, mut s, mut t, mut u] = none;
    let inputs = a.iter().zip(b).zip(c.iter().zip(d)).zip(e.iter().zip(f));
    for ((((a, b), (c, d)), (e, f)), weights) in inputs.zip(panel) {
        add(&mut p, *a, weights);
        add(&mut q, *b, weights);
        add(&mut r, *c, weights);
        add(&mut s, *d, weights);
        add(&mut t, *e, weights);
        add(&mut u, *f, weights);
    }
    [p, q, r, s, t, u]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_layer_is_near_the_exact_product() {
        let (ins, outs, rows) = (40, 7, 37);
        let w: Vec<i8> = (0..ins * outs).map(|i| ((i * 37) % 255) as i8).collect();
        let x: Vec<f32> = (0..ins * rows).map(|i| ((i * 61) % 97) as f32 / 48.0 - 1.0).collect();
        let scale: Vec<f32> = (0..outs).map(|o| 0.01 + o as f32 / 1000.0).collect();
        let l = Linear::new(&w, &scale, vec![0.5; outs]).unwrap();
        let got = l.apply(&x);
        for r in 0..rows {
            for o in 0..outs {
                let exact: f32 = (0..ins)
                    .map(|k| f32::from(w[o * ins + k]) * scale[o] * x[r * ins + k])
                    .sum::<f32>();
                assert!((got[r * outs + o] - exact - 0.5).abs() < 2e-4);
            }
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        assert!(Linear::new(&[1, 2, 3], &[1.0; 2], vec![0.0; 2]).is_none());
        assert!(Linear::new(&[], &[], vec![]).is_none());
    }
}
