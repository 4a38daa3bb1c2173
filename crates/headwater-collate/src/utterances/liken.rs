//! Two units in, how alike they are: 0 to 1.

use crate::terms::Term;

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
    let (mut x, mut y) = ([0; LETTERS], [0; LETTERS]);
    let (x, y) = (pairs(a, &mut x), pairs(b, &mut y));
    let mut from = 0;
    let both = x.iter().filter(|p| {
        from += y.get(from..).unwrap_or_default().iter().take_while(|q| q < p).count();
        y.get(from) == Some(p)
    });
    let both = both.count();
    if x.is_empty() || y.is_empty() { 0.0 } else { 2.0 * both as f64 / (x.len() + y.len()) as f64 }
}

/// Letters of a word that are looked at.
const LETTERS: usize = 40;

/// The pairs of letters of a word, each once, sorted.
fn pairs<'r>(word: &str, room: &'r mut [u64; LETTERS]) -> &'r [u64] {
    let mut last = ' ';
    let mut count = 0;
    for (slot, c) in room.iter_mut().zip(word.chars()) {
        *slot = u64::from(u32::from(last)) << 32 | u64::from(u32::from(c));
        last = c;
        count += 1;
    }
    let all = room.get_mut(..count).unwrap_or_default();
    all.sort_unstable();
    let mut kept = 0;
    for i in 0..count {
        let pair = all.get(i).copied().unwrap_or_default();
        if i == 0 || all.get(kept - 1) != Some(&pair) {
            if let Some(slot) = all.get_mut(kept) {
                *slot = pair;
            }
            kept += 1;
        }
    }
    room.get(..kept).unwrap_or_default()
}
