//! The fifth of a set that nobody reads while working on the program, and the rest.

use sha2::{Digest, Sha256};

/// A part of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Items that are measured and not read.
    Held,
    /// All other items.
    Rest,
}

impl Part {
    /// Both parts.
    pub(super) const BOTH: [Part; 2] = [Part::Held, Part::Rest];

    /// The part an item belongs to, by its name: held back where the SHA-256 of the name, read
    /// as one number, is a multiple of five.
    pub(super) fn of(id: &str) -> Part {
        // 256 leaves 1 when divided by 5: the number leaves what the sum of its bytes leaves.
        let sum: u32 = Sha256::digest(id.as_bytes()).iter().map(|b| u32::from(*b)).sum();
        if sum.is_multiple_of(5) { Part::Held } else { Part::Rest }
    }

    /// How a figure of this part is named.
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Held => "held back",
            Part::Rest => "rest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn an_item_is_held_back_by_the_hash_of_its_name() {
        // Counted with another program: they leave 4, 0, 3, 0 and 1.
        for (id, held) in [("a", false), ("b", true), ("c", false), ("d", true), ("j", false)] {
            assert_eq!(Part::of(id) == Part::Held, held, "{id}");
        }
        let held = (0..1000).filter(|n| Part::of(&n.to_string()) == Part::Held).count();
        assert!((150..250).contains(&held), "{held} of 1000");
    }
}
