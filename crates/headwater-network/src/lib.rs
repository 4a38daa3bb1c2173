//! The arithmetic of the networks, over rows of numbers: of the learned reader of `headwater-quote` and of the
//! sentence model of `headwater-collate`.
//!
//! Invariants: sums are taken in one fixed order, so that the same page gives the same bits on every
//! machine; sizes that do not fit give less, never a panic. What takes time is compiled also for the
//! wider instructions that a processor may have; the form that fits is taken at run time.
//!
//! A crate of its own because its inner loops must be compiled as one unit and at the highest level, or
//! the library's iterators stay calls, and nothing else needs that.
//!
//! ```
//! use headwater_network::Linear;
//!
//! // One output: 0.5 · (2a + 4b) + 1.
//! let layer = Linear::new(&[2, 4], &[0.5], vec![1.0]).unwrap();
//! assert_eq!(layer.apply(&[1.0, 1.0, 3.0, 0.0]), [4.0, 4.0]);
//! ```

mod attend;
mod dense;
mod functions;
mod linear;

pub use attend::attend;
pub use dense::{normed, plus, ramp, times};
pub use functions::{Norm, dot, gelu};
pub use linear::Linear;

/// Outputs computed side by side.
const LANES: usize = 16;

/// `sums += x · weights`.
#[inline(always)]
fn add(sums: &mut [f32; LANES], x: f32, weights: &[f32; LANES]) {
    for (s, w) in sums.iter_mut().zip(weights) {
        *s += x * w;
    }
}
