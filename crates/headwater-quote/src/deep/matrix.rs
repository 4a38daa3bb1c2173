//! The arithmetic of the encoder, over rows of numbers.
//!
//! Sums are taken in one fixed order, and the few functions beyond plus, times and root are
//! polynomials, so that the same page gives the same bits on every machine. What takes time is
//! compiled also for the wider instructions that a processor may have; the form that fits is taken
//! at run time.

/// Outputs computed side by side.
pub(super) const LANES: usize = 16;
/// Rows of input handled together, so that a weight once loaded is used as often.
pub(super) const DOWN: usize = 6;
/// Rows of input that stay in a near cache while all weights pass by.
const TILE: usize = 8 * DOWN;

/// Weights of [`LANES`] outputs, one element an input.
pub(super) type Panel = [[f32; LANES]];

/// A linear layer: `out = weights · in + bias`.
#[derive(Debug)]
pub(super) struct Linear {
    /// Panel after panel; the last is filled up with zeros.
    panels: Vec<[f32; LANES]>,
    bias: Vec<f32>,
    width: usize,
}

impl Linear {
    /// `weights` has a row for each of `scale`, to be multiplied by it, and `bias` a number.
    pub(super) fn new(weights: &[i8], scale: &[f32], bias: Vec<f32>) -> Option<Linear> {
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

    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Rows of outputs for rows of inputs.
    pub(super) fn apply(&self, input: &[f32]) -> Vec<f32> {
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
pub(super) fn products(input: &[f32], width: usize, panel: &Panel) -> [[f32; LANES]; DOWN] {
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

/// `sums += x · weights`.
#[inline(always)]
fn add(sums: &mut [f32; LANES], x: f32, weights: &[f32; LANES]) {
    for (s, w) in sums.iter_mut().zip(weights) {
        *s += x * w;
    }
}

/// The nearest whole number (|x| below 2²²), halves to even, without a call.
#[inline(always)]
fn round(x: f32) -> i32 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 · 2²³
    ((x + SHIFT).to_bits() as i32).wrapping_sub(SHIFT.to_bits() as i32)
}

/// e to the power of `x`, for x ≤ 0; 0 where that is below 2⁻¹²⁶.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let y = (x * std::f32::consts::LOG2_E).max(-126.0);
    let whole = round(y);
    let r = y - whole as f32;
    let p = 0.001_326_085_1;
    let p = p * r + 0.009_670_227;
    let p = p * r + 0.055_507_127;
    let p = p * r + 0.240_222_23;
    let p = p * r + std::f32::consts::LN_2;
    let p = p * r + 1.0;
    p * f32::from_bits(((whole + 127) as u32) << 23)
}

/// x · Φ(x), by a fit of the error function (error below 5 · 10⁻⁷).
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl+avx512bw+avx512dq", "x86_64+avx2"))]
pub(super) fn gelu(row: &mut [f32]) {
    for x in row {
        let z = (*x * std::f32::consts::FRAC_1_SQRT_2).clamp(-3.95, 3.95);
        let t = z * z;
        let p = 2.011_744_8e-6;
        let p = p * t + 2.876_008_8e-4;
        let p = p * t + 3.917_319e-3;
        let p = p * t + 5.320_706e-2;
        let p = p * t + 0.194_035_68;
        let p = p * t + std::f32::consts::FRAC_2_SQRT_PI;
        let q = 3.783_974_5e-5;
        let q = q * t + 1.198_201_6e-3;
        let q = q * t + 1.527_070_2e-2;
        let q = q * t + 0.115_590_75;
        let q = q * t + 0.505_291_1;
        let q = q * t + 1.0;
        *x *= 0.5 + 0.5 * (z * p / q);
    }
}

/// Turns scores into shares of 1.
#[inline(always)]
pub(super) fn softmax(row: &mut [f32]) {
    let high = row.iter().fold(f32::MIN, |m, &x| m.max(x));
    for x in row.iter_mut() {
        *x = exp(*x - high);
    }
    let sum = sum(row).max(1e-30);
    for x in row {
        *x /= sum;
    }
}

/// Centred and scaled to one, then by the trained gains.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) gain: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Norm {
    pub(super) fn apply(&self, rows: &mut [f32]) {
        let n = self.gain.len().max(1);
        for row in rows.chunks_mut(n) {
            let mean = sum(row) / n as f32;
            row.iter_mut().for_each(|x| *x -= mean);
            let deviation = (dot(row, row) / n as f32 + 1e-12).sqrt();
            for (x, (g, b)) in row.iter_mut().zip(self.gain.iter().zip(&self.bias)) {
                *x = *x / deviation * g + b;
            }
        }
    }
}

/// A sum in eight lanes, in one fixed order.
#[inline(always)]
fn sum(row: &[f32]) -> f32 {
    let (eights, rest) = row.as_chunks::<8>();
    let mut lanes = [0.0f32; 8];
    for chunk in eights {
        for (l, x) in lanes.iter_mut().zip(chunk) {
            *l += x;
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

/// A sum of products in eight lanes, in one fixed order.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, x), (b, y)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut lanes = [0.0f32; 8];
    for (a, b) in a.iter().zip(b) {
        for ((l, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *l += a * b;
        }
    }
    lanes.iter().sum::<f32>() + x.iter().zip(y).map(|(a, b)| a * b).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_agree_with_the_library() {
        for i in -800..800 {
            let x = i as f32 / 100.0;
            let mut g = [x];
            gelu(&mut g);
            let want = 0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2));
            assert!((g[0] - want).abs() < 3e-6, "{x}: {} {want}", g[0]);
            assert_eq!(round(x), libm::rintf(x) as i32);
            if x <= 0.0 {
                assert!((exp(x) / libm::expf(x) - 1.0).abs() < 1e-6);
            }
        }
        assert!(exp(-1e9) < 1e-37);
        let mut s = [0.0, -1e9, 0.0];
        softmax(&mut s);
        assert_eq!(s, [0.5, s[1], 0.5]);
    }

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
