//! How much of the shorter of two articles stands in the other, from the passages they share.

use super::prepare::zones;
use crate::record::Match;
use headwater_quote::Quoted;
use headwater_text::Span;
use std::collections::BTreeMap;

/// Tells every passage of two articles the share of common origin of the two. A character counts
/// as much as the likest passage that covers it is alike, so that reworded sentences count less
/// than copied ones and nothing counts twice; the mean of both places is taken.
pub(super) fn tell(a: &Quoted, b: &Quoted, found: &mut [Match]) {
    let size = |q: &Quoted| zones(&q.article).into_iter().map(Span::len).sum::<usize>();
    let shorter = size(a).min(size(b)).max(1) as f64;
    let here = weighed(found.iter().map(|m| (m.a.span, m.score)));
    let there = weighed(found.iter().map(|m| (m.b.span, m.score)));
    let share = ((here + there) / 2.0 / shorter).min(1.0);
    found.iter_mut().for_each(|m| m.share = Some(share));
}

/// The bytes that spans cover, each weighing as the heaviest span on it.
fn weighed(spans: impl Iterator<Item = (Span, f64)>) -> f64 {
    // Where a span ends or begins, and its weight: weights are never negative, so that their bits
    // stand in their order.
    let mut turns: Vec<(usize, bool, u64)> = Vec::new();
    for (span, weight) in spans {
        let bits = weight.max(0.0).to_bits();
        turns.extend([(span.start, true, bits), (span.end, false, bits)]);
    }
    turns.sort_unstable();
    let mut open: BTreeMap<u64, usize> = BTreeMap::new();
    let (mut sum, mut last) = (0.0, 0);
    for (at, begins, bits) in turns {
        let top = open.last_key_value().map_or(0.0, |(bits, _)| f64::from_bits(*bits));
        sum += top * (at - last) as f64;
        last = at;
        if begins {
            *open.entry(bits).or_default() += 1;
        } else if let Some(count) = open.get_mut(&bits) {
            *count -= 1;
            if *count == 0 {
                open.remove(&bits);
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_once_and_by_its_likest_passage() {
        let spans = [(Span::new(0, 10), 0.5), (Span::new(5, 15), 1.0), (Span::new(20, 30), 0.5)];
        assert!((weighed(spans.into_iter()) - (2.5 + 10.0 + 5.0)).abs() < 1e-9);
        assert!(weighed([(Span::new(3, 3), 1.0)].into_iter()).abs() < 1e-9);
    }
}
