//! What sentences mean by the optional model: each wording is asked for once, where first wanted.

use crate::encoder::{Encoder, cosine};
use headwater_quote::Quoted;
use headwater_text::Span;
use std::sync::OnceLock;

/// A wording: the hash of its words, and its first place.
struct Wording {
    print: u64,
    article: usize,
    span: Span,
    sense: OnceLock<Vec<f32>>,
}

/// The wordings of many articles, by hash.
#[derive(Default)]
pub(super) struct Meanings {
    all: Vec<Wording>,
}

impl Meanings {
    /// Sentences as hash, article and place, in any order. Of those with the same words the first
    /// by article and place is the one that is asked for, so that the answer never depends on who
    /// asks first.
    pub(super) fn new(mut sentences: Vec<(u64, usize, Span)>) -> Meanings {
        sentences.sort_unstable();
        sentences.dedup_by_key(|s| s.0);
        let wording =
            |(print, article, span)| Wording { print, article, span, sense: OnceLock::new() };
        Meanings { all: sentences.into_iter().map(wording).collect() }
    }

    /// How near two wordings lie in sense.
    pub(super) fn nearness(
        &self,
        a: u64,
        b: u64,
        articles: &[Quoted],
        encoder: &Encoder,
    ) -> Option<f64> {
        let sense = |print| {
            let at = self.all.binary_search_by_key(&print, |w| w.print).ok()?;
            let wording = self.all.get(at)?;
            let text = wording.span.of(&articles.get(wording.article)?.article.text);
            Some(wording.sense.get_or_init(|| encoder.encode(text)))
        };
        Some(cosine(sense(a)?, sense(b)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_of_a_wording_stands_for_all() {
        let (x, y) = (Span::new(5, 9), Span::new(0, 4));
        let made = Meanings::new(vec![(7, 2, x), (3, 1, y), (7, 1, x), (7, 1, y)]);
        let places: Vec<_> = made.all.iter().map(|w| (w.print, w.article, w.span)).collect();
        assert_eq!(places, [(3, 1, y), (7, 1, y)]);
    }
}
