//! A mark over bytes, by which weight files are told from one another.

/// 64 bits that stand for some bytes, the same on every machine. It tells versions of a file
/// apart; it does not guard against somebody who forges them. Linear.
///
/// ```
/// assert_eq!(headwater_text::mark(b"weights"), headwater_text::mark(b"weights"));
/// assert_ne!(headwater_text::mark(b"weights"), headwater_text::mark(b"weight"));
/// ```
pub fn mark(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let mut take = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    };
    let (words, rest) = bytes.as_chunks::<8>();
    words.iter().for_each(|w| take(u64::from_le_bytes(*w)));
    rest.iter().for_each(|b| take(u64::from(*b)));
    let h = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h ^ (h >> 31)
}

/// One mark over several.
pub fn marks(all: impl IntoIterator<Item = u64>) -> u64 {
    mark(&all.into_iter().flat_map(u64::to_le_bytes).collect::<Vec<u8>>())
}
