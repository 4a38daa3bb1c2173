//! Names of outlets in running text: whether words that read like one are that name.
//!
//! Many outlets are called by a common word (*The Hill*, *Reason*, *Time*). Such a word is the
//! outlet only where it is printed as a name by itself.

use headwater_lang::{Class, Language};
use headwater_text::{Span, rarity};

/// Rarity from which a word is no common one.
const RARE: f64 = 13.0;

/// Whether a text has a word in small letters too: it is a common one.
fn in_small(text: &str, word: &str) -> bool {
    let low = word.to_lowercase();
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    low != word
        && text.match_indices(&low).any(|(at, _)| {
            edge(text.get(..at).and_then(|t| t.chars().next_back()))
                && edge(text.get(at + low.len()..).and_then(|t| t.chars().next()))
        })
}

/// Letters of an abbreviation at most.
const SHORT: usize = 5;

/// Whether the `n` words from `at` on, which are those of an outlet's name without its article, are
/// the name: printed with a capital; of one word also not within a longer name (*Capitol Hill*),
/// behind its article where English asks for it, and at the head of a sentence only where the word
/// is rare.
pub(crate) fn is_whole(text: &str, words: &[Span], (at, n): (usize, usize), outlet: &str) -> bool {
    let word = |k: usize| words.get(k).map_or("", |s| s.of(text));
    let large = |w: &str| w.starts_with(char::is_uppercase);
    let printed_large = outlet.chars().next().is_none_or(|c| !c.is_lowercase());
    if printed_large && !large(word(at)) && word(at).chars().any(char::is_lowercase) {
        return false;
    }
    // *DGVA* in a language that has a word *dgva*.
    let short = |w: &str| w.chars().count() <= SHORT && w.chars().all(char::is_uppercase);
    if !outlet.is_empty() && short(outlet) && !short(word(at)) {
        return false;
    }
    if n != 1 {
        return true;
    }
    let beside = |a: usize, b: usize| {
        let gap = words.get(a).zip(words.get(b)).map(|(a, b)| Span::new(a.end, b.start).of(text));
        gap == Some(" ")
    };
    let day = |w: &str| {
        let low = w.to_lowercase();
        let all = Language::unknown();
        all.has(Class::Weekday, &low) || all.has(Class::Month, &low)
    };
    let before = at.checked_sub(1).map(|k| (k, word(k)));
    let article = |w: &str| Language::unknown().has(Class::OutletArticle, &w.to_lowercase());
    let articled = outlet.split_whitespace().next().is_some_and(article);
    if articled && !before.is_some_and(|(_, w)| article(w)) {
        return false;
    }
    // Where nouns have capitals, what medium it is has one too: *die Zeitung Sund*.
    let medium = |w: &str| Language::unknown().has(Class::Medium, &w.to_lowercase());
    // Its own article in another language's text: *il quotidiano Der Sund*.
    let own = |w: &str| outlet.split_whitespace().next().is_some_and(|f| f.eq_ignore_ascii_case(w));
    let joined = |(k, w): (usize, &str)| {
        k > 0 && large(w) && !article(w) && !own(w) && !medium(w) && beside(k, at)
    };
    let led = before.is_some_and(joined);
    let follows = large(word(at + 1)) && beside(at, at + 1) && !day(word(at + 1));
    let opens = at == 0 && (rarity(word(at)) < RARE || in_small(text, word(at)));
    !led && !follows && !opens
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the first of these words in the line is the outlet.
    fn whole(line: &str, name: &str, outlet: &str) -> bool {
        let words: Vec<Span> =
            headwater_text::words(line, Span::new(0, line.len())).map(|t| t.span).collect();
        let first = name.split(' ').next();
        let at = words.iter().position(|s| Some(s.of(line)) == first).expect("the name");
        is_whole(line, &words, (at, name.split(' ').count()), outlet)
    }

    #[test]
    fn a_common_word_is_an_outlet_only_as_a_name_by_itself() {
        assert!(whole("She told the Quay that it rained.", "Quay", "The Quay"));
        assert!(!whole("She left Capitol Quay that day.", "Quay", "The Quay"));
        assert!(!whole("He saw Quay himself.", "Quay", "The Quay"));
        assert!(!whole("There is no reason for it.", "reason", "Reason"));
        assert!(!whole("Reason prevailed.", "Reason", "Reason"));
        assert!(whole("The law, Reason wrote, is old.", "Reason", "Reason"));
        assert!(!whole("The law of Reason Street is old.", "Reason", "Reason"));
        assert!(whole("She told Reason Tuesday that it rained.", "Reason", "Reason"));
        assert!(whole("Strait Post reported it.", "Strait Post", "Strait Post"));
        assert!(whole("Das meldet die Nachrichtenagentur Reason heute.", "Reason", "Reason"));
        assert!(whole("Lo riporta il quotidiano Der Sund oggi.", "Sund", "Der Sund"));
        assert!(!whole("Das steht in der Straße Reason heute.", "Reason", "Reason"));
    }
}
