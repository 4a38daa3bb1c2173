//! How rare a word is: minus the natural logarithm of its probability, from a shipped table that no
//! run changes. See `weights/README.md`.

use crate::fold;

static TABLE: &[u8] = include_bytes!("../weights/rarity.bin");
const HEAD: usize = 8;
/// Steps of the table in one nat.
const STEPS: f64 = 12.0;

/// A mark over the shipped table.
pub fn weights() -> u64 {
    crate::mark(TABLE)
}

/// The version of the table; findings that rest on rarity may name it.
pub const RARITY_VERSION: u32 = 1;

/// Rarity of a word in nats: about 5 for *the*, 9 for *president*, 13 for *regroup*, 17 for words
/// the table does not hold. Case, accents and marks are folded. Numbers are rarer the longer they
/// are.
pub fn rarity(word: &str) -> f64 {
    rarity_folded(&fold(word))
}

/// [`rarity`] of a word that is folded already.
pub fn rarity_folded(word: &str) -> f64 {
    if word.starts_with(|c: char| c.is_numeric()) {
        return (6.0 + 2.0 * word.len().min(6) as f64).min(17.0);
    }
    match look(key(word)) {
        Some(steps) => f64::from(steps) / STEPS,
        None => unknown(word.chars().count()),
    }
}

/// Short words of languages the table does not hold are mostly function words.
fn unknown(length: usize) -> f64 {
    match length {
        0..=1 => 7.0,
        2 => 8.0,
        3 => 10.0,
        4 => 13.0,
        5 => 15.0,
        _ => 17.0,
    }
}

fn look(key: u32) -> Option<u8> {
    let count = u32::from_le_bytes(TABLE.get(4..HEAD)?.try_into().ok()?) as usize;
    let (keys, steps) = TABLE.get(HEAD..)?.split_at_checked(count * 4)?;
    let (keys, _) = keys.as_chunks::<4>();
    let at = keys.binary_search_by_key(&key, |k| u32::from_le_bytes(*k)).ok()?;
    steps.get(at).copied()
}

/// FNV-1a with a finaliser, upper half.
fn key(word: &str) -> u32 {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((hash ^ (hash >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_as_long_as_it_says() {
        let count = u32::from_le_bytes(TABLE[4..HEAD].try_into().unwrap()) as usize;
        assert_eq!(TABLE.len(), HEAD + 5 * count);
        assert!(count > 10_000);
    }

    #[test]
    fn frequent_words_are_less_rare() {
        assert!(rarity("the") < rarity("president"));
        assert!(rarity("und") < rarity("Regierung"));
        assert!(rarity("President") < rarity("harbourmaster"));
        assert!((rarity("Été") - rarity("ete")).abs() < 1e-9);
        assert!(rarity("в") < rarity("правительство"));
        assert!(rarity("7") < rarity("7,413"));
    }
}
