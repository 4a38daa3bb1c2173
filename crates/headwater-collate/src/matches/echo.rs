//! Words that an article prints in quotation marks and has elsewhere too: a headline or a first
//! sentence that takes up the words of a speaker.

use super::passage::{Side, made_of};
use super::prepare::{Prepared, zones};
use super::unit::quoted_parts;
use crate::record::Match;
use headwater_page::Article;
use headwater_text::{Span, rarity, sentences};

/// Fewest and most words of such a quotation.
const WORDS: (usize, usize) = (4, 40);
/// Rarity, in nats, that its words have to sum up to.
const WEIGHT: f64 = 24.0;
/// Places of one quotation that are told, and quotations of an article that are looked at.
const MOST: usize = 8;
const QUOTATIONS: usize = 200;
/// Words that a place goes on for before and after the quotation.
const BESIDE: usize = 12;

/// The quotations of an article that stand elsewhere in it word for word, where `known` does not
/// have them already.
pub(super) fn echoes(
    number: usize,
    article: &Article,
    words: &Prepared,
    known: &[Match],
) -> Vec<Match> {
    let text = article.text.as_str();
    let side: Side = (number, text, words);
    let zones = zones(article).into_iter();
    let sentences = zones.flat_map(|zone| sentences(text, zone));
    let quoted = sentences.flat_map(|s| quoted_parts(text, s, WORDS.0)).take(QUOTATIONS);
    let mut places: Vec<(Span, Span)> = Vec::new();
    for (from, to) in quoted.map(|q| words.within(q)) {
        if (WORDS.0..=WORDS.1).contains(&(to - from)) && weight(side, from, to) >= WEIGHT {
            let elsewhere = words.found(from, to).into_iter().take(MOST);
            places.extend(elsewhere.filter_map(|at| echo(words, (from, to), at)));
        }
    }
    places.sort_unstable();
    places.dedup();
    places.retain(|p| !known.iter().any(|k| around(k, p)));
    let made = |(x, y): (Span, Span)| made_of((number, text), (number, text), x, y, None);
    places.into_iter().map(made).collect()
}

fn weight(side: Side, from: usize, to: usize) -> f64 {
    let row = side.2.words.get(from..to).unwrap_or(&[]);
    row.iter().map(|w| rarity(w.span().of(side.1))).sum()
}

/// The places of a quotation, words `from..to`, and of the same words at `at`; both go on while
/// the words before and after are the same.
fn echo(
    words: &Prepared,
    (mut from, mut to): (usize, usize),
    mut at: usize,
) -> Option<(Span, Span)> {
    let mut end = at + to - from;
    let hash = |k: usize| words.words.get(k).map(|w| w.hash);
    let ((first, last), (low, high)) = (words.zone(from), words.zone(at));
    for _ in 0..BESIDE {
        if from > first && at > low && hash(from - 1) == hash(at - 1) {
            (from, at) = (from - 1, at - 1);
        }
        if to < last && end < high && hash(to) == hash(end) {
            (to, end) = (to + 1, end + 1);
        }
    }
    let (x, y) = (words.span(from, to)?, words.span(at, end)?);
    (x.overlap(y) == 0).then(|| (x.min(y), x.max(y)))
}

/// Whether a known passage has both places already.
fn around(known: &Match, places: &(Span, Span)) -> bool {
    let inside = |whole: Span, part: Span| whole.overlap(part) == part.len();
    inside(known.a.span, places.0) && inside(known.b.span, places.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let article = Article::plain("a", text);
        let words = Prepared::new(&article);
        let all = echoes(0, &article, &words, &[]);
        let show = |s: Span| s.of(text).to_owned();
        all.iter().map(|m| (show(m.a.span), show(m.b.span))).collect()
    }

    #[test]
    fn a_headline_that_takes_up_quoted_words_is_told() {
        let text = "The mayor of Orvel believes Lind is not interested in ferries\n\n\
                    The council met on Monday.\n\n\
                    She said that Lind is \"not interested in ferries\".";
        let same = "Lind is not interested in ferries";
        assert_eq!(found(text), [(same.into(), "Lind is \"not interested in ferries".into())]);
    }

    #[test]
    fn a_few_frequent_words_are_no_echo() {
        assert!(found("He said “it was in the” end. And it was in the end.").is_empty());
        assert!(found("He said “ferries are late”. The bridge is open.").is_empty());
    }
}
