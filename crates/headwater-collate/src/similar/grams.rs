//! Character n-grams of a wording and their cosine.

use crate::words::{finish, join};
use headwater_text::{TokenKind, fold, tokens};

/// Hashed character n-grams with their weight, sorted by hash.
pub(crate) type Grams = Vec<(u64, f32)>;

/// Character 3- to 5-grams inside words (with a border at either end), weighted by the square
/// root of their count and brought to length one.
pub(crate) fn grams(text: &str) -> Grams {
    let mut all = Vec::with_capacity(text.len() * 3);
    for token in tokens(text) {
        if token.kind == TokenKind::Mark {
            continue;
        }
        let mut chars = vec![u64::from(b' ')];
        chars.extend(fold(token.span.of(text)).chars().map(|c| u64::from(u32::from(c))));
        chars.push(u64::from(b' '));
        for n in 3..=5 {
            for window in chars.windows(n) {
                all.push(window.iter().fold(n as u64, |h, c| join(h, finish(*c))));
            }
        }
    }
    all.sort_unstable();
    let mut out: Grams = Vec::with_capacity(all.len());
    for run in all.chunk_by(|a, b| a == b) {
        if let Some(first) = run.first() {
            out.push((*first, (run.len() as f32).sqrt()));
        }
    }
    let norm = out.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if norm > 0.0 {
        out.iter_mut().for_each(|(_, w)| *w /= norm);
    }
    out
}

/// Cosine of two rows of n-grams.
pub(crate) fn cosine(a: &Grams, b: &Grams) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += f64::from(x.1) * f64::from(y.1);
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
