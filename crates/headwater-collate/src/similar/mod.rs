//! How alike two wordings are, and which word of one stands for which word of the other.

mod align;
mod grams;
mod near;

pub use align::{Pairing, Tie, align, edits};
pub(crate) use near::near;

use crate::words::{Piece, pieces};
use headwater_text::TokenKind;

/// Likeness of two wordings, 0 to 1: character n-grams and words. It proposes; what differs in
/// substance is for [`crate::compare`] to say.
pub fn likeness(a: &str, b: &str) -> f64 {
    let grams = grams::cosine(&grams::grams(a), &grams::grams(b));
    let words = overlap(&pieces(a), &pieces(b));
    (0.6 * grams + 0.4 * words).clamp(0.0, 1.0)
}

/// Shared words over the mean number of words, each counted once for each time it stands.
fn overlap(a: &[Piece], b: &[Piece]) -> f64 {
    let bag = |p: &[Piece]| {
        let mut words: Vec<String> =
            p.iter().filter(|p| p.kind != TokenKind::Mark).map(|p| p.fold.clone()).collect();
        words.sort();
        words
    };
    let (a, b) = (bag(a), bag(b));
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    2.0 * f64::from(shared) / (a.len() + b.len()) as f64
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
