//! A title for a thread: the one statement in it that is most like all the others, in the words of
//! the page that has it. That it stands for the thread is our choice, and marked as ours.

use super::message::{Cluster, Message};
use crate::terms::Term;
use crate::utterances::liken::likeness;
use crate::{Place, Utterance};
use headwater_quote::Quoted;

/// Words from which a statement is long for a title.
const LONG: f64 = 9.0;

/// Longest title, in characters.
const MOST: usize = 90;

/// The words that stand for the messages of `cluster`; a slice of a page, cut at a word if long.
pub(super) fn title(
    cluster: &Cluster,
    articles: &[&Quoted],
    utterances: &[Utterance],
    messages: &[Message],
) -> String {
    let of: Vec<&Message> = cluster.messages.iter().filter_map(|m| messages.get(*m)).collect();
    let words = |m: &Message| {
        let place: Place = utterances.get(m.utterance)?.readings.first()?.place;
        Some(place.span.of(&articles.get(place.article)?.article.text))
    };
    let mut best: Option<(f64, &str)> = None;
    for (i, m) in of.iter().enumerate() {
        let Some(words) = words(m).filter(|w| !w.trim().is_empty()) else { continue };
        let score = standing(m, i, &of);
        // The first of equals: messages come in the order of their articles.
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, words));
        }
    }
    best.map_or(String::new(), |(_, words)| cut(words))
}

/// How well a message stands for all: its mean likeness to the others, less where it is long or
/// names nobody, so that *he* would hang in the air.
fn standing(m: &Message, place: usize, of: &[&Message]) -> f64 {
    let others = of.iter().enumerate().filter(|(j, _)| *j != place);
    let sum: f64 = others.map(|(_, n)| likeness(&m.terms, &n.terms)).sum();
    let named = |t: &Term| t.capital && !t.number && t.tells();
    let names = if m.terms.iter().any(named) { 1.0 } else { 0.6 };
    let brief = (LONG / m.terms.len().max(1) as f64).min(1.0);
    (sum / of.len().max(2) as f64 + 0.05) * names * libm::sqrt(brief)
}

/// The beginning of `words` up to [`MOST`] characters, on one line, cut between words.
fn cut(words: &str) -> String {
    let mut out = String::new();
    for word in words.split_whitespace() {
        if out.chars().count() + 1 + word.chars().count() > MOST {
            out.push_str(" …");
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{MOST, cut};

    #[test]
    fn long_titles_end_at_a_word() {
        assert_eq!(cut("The quay\n stays  shut"), "The quay stays shut");
        let long = cut(&"barley ".repeat(40));
        assert!(long.ends_with("barley …") && long.chars().count() <= MOST + 2, "{long}");
    }
}
