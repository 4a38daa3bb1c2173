//! Functions over rows of numbers. Beyond plus, times and root they are polynomials, so that they give
//! the same bits on every machine.

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

/// x · Φ(x) of each number, in place (Hendrycks and Gimpel 2016), by a fit of the error function (error below 5 · 10⁻⁷).
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl+avx512bw+avx512dq", "x86_64+avx2"))]
pub fn gelu(row: &mut [f32]) {
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
pub(crate) fn softmax(row: &mut [f32]) {
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
pub struct Norm {
    /// A factor for each number of a row.
    pub gain: Vec<f32>,
    /// Added to each number of a row.
    pub bias: Vec<f32>,
}

impl Norm {
    /// Rows as wide as the gains, each changed in place.
    pub fn apply(&self, rows: &mut [f32]) {
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
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
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
}
