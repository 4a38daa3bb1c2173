//! How alike two wordings are, and which word of one stands for which word of the other.

mod align;
mod band;
mod lexis;
mod near;
mod sketch;
mod vectors;

pub use align::{Pairing, Tie, align, edits};
pub(crate) use lexis::{Lexis, Named, spelt};
pub(crate) use near::near;
pub(crate) use sketch::{Lone, Sketch, Sketches};
pub(crate) use vectors::{BYTES as WEIGHTS, DIMS, vector};

/// Likeness of two wordings, 0 to 1: words, their rarity, and static vectors. It proposes; what
/// differs in substance is for [`crate::compare`] to say.
pub fn likeness(a: &str, b: &str) -> f64 {
    Sketches::new([a, b]).likeness(0, 1)
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn a_rewording_is_liker_than_another_statement() {
        let base = "We will support the islands for as long as it takes";
        let same = "We shall support the islands as long as needed";
        let other = "The harbour was closed on Monday after a storm";
        assert!(likeness(base, base) > 0.999);
        assert!(likeness(base, same) > likeness(base, other) + 0.3);
        assert!((likeness(base, same) - likeness(same, base)).abs() < 1e-12);
        assert!(likeness("", "").abs() < 1e-12);
    }
}
