//! Numbers as people read them.

/// So many of a thing: `1 page`, `2 pages`, `1,204 pages`.
///
/// ```
/// assert_eq!(headwater_tell::count(1204, "page", "pages"), "1,204 pages");
/// ```
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// A number with its thousands apart.
///
/// ```
/// assert_eq!(headwater_tell::grouped(1_204_000), "1,204,000");
/// ```
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
