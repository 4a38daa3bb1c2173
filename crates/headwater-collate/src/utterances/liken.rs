//! Two units in, how alike they are: 0 to 1.

use crate::terms::Term;
use std::collections::BTreeSet;

/// How alike two lists of words are. Each word looks for its best partner on the other side;
/// rare words count more. Since one report's clause may be another's sentence, being contained
/// counts nearly as much as being equal, for stretches long enough.
pub(crate) fn likeness(a: &[Term], b: &[Term]) -> f64 {
    let ab = covered(a, b);
    let ba = covered(b, a);
    let whole = if ab + ba > 0.0 { 2.0 * ab * ba / (ab + ba) } else { 0.0 };
    let telling = |w: &[Term]| w.iter().filter(|w| w.tells()).count();
    let (part, least) = if a.len() <= b.len() { (ab, telling(a)) } else { (ba, telling(b)) };
    if least >= 3 { whole.max(0.85 * part) } else { whole }
}

/// The share of the weight of `a` that finds a partner in `b`.
pub(crate) fn covered(a: &[Term], b: &[Term]) -> f64 {
    let mut sum = 0.0;
    let mut found = 0.0;
    for w in a {
        let weight = w.weight.max(0.02);
        sum += weight;
        found += weight * b.iter().map(|v| kin(w, v)).fold(0.0, f64::max);
    }
    if sum > 0.0 { found / sum } else { 0.0 }
}

/// How alike two words are: 1 for one stem, less for words that share most of their letters.
pub(crate) fn kin(a: &Term, b: &Term) -> f64 {
    if a.stem == b.stem {
        return 1.0;
    }
    if a.number || b.number || a.stem.len() < 4 || b.stem.len() < 4 {
        return 0.0;
    }
    let dice = dice(&a.stem, &b.stem);
    if dice >= 0.6 { dice } else { 0.0 }
}

/// Dice coefficient of pairs of letters, with the beginning of the word counted.
pub(crate) fn dice(a: &str, b: &str) -> f64 {
    let (x, y) = (pairs(a), pairs(b));
    let both = x.intersection(&y).count();
    if x.is_empty() || y.is_empty() { 0.0 } else { 2.0 * both as f64 / (x.len() + y.len()) as f64 }
}

fn pairs(word: &str) -> BTreeSet<(char, char)> {
    let mut out = BTreeSet::new();
    let mut last = ' ';
    for c in word.chars().take(40) {
        out.insert((last, c));
        last = c;
    }
    out
}
