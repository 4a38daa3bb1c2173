//! Cuts the sentences of an article into pieces that may stand alone elsewhere: clauses,
//! quotations, and runs of neighbouring ones.

use super::prepare::zones;
use super::unit::FoldedUnits;
use crate::words::words;
use headwater_lang::{Class, Entry, Language};
use headwater_page::Article;
use headwater_text::{Span, sentences};

/// Fewest and most words of a part.
const WORDS: (usize, usize) = (5, 40);
/// Most neighbouring clauses in a part.
const RUN: usize = 3;
/// The parts of title and body: runs of up to three clauses of a sentence, whole sentences among
/// them.
pub(super) fn parts(article: &Article) -> FoldedUnits {
    let text = article.text.as_str();
    let language = Language::or_unknown(article.lang.as_deref());
    let mut out = FoldedUnits::default();
    for zone in zones(article) {
        for sentence in sentences(text, zone) {
            let all = clauses(text, sentence, language);
            for (k, first) in all.iter().enumerate() {
                for last in all.iter().skip(k).take(RUN) {
                    out.push(text, core(text, first.hull(*last), language), WORDS);
                }
            }
        }
    }
    out
}

/// Cuts a sentence at the marks that part clauses and quotations, after words such as *that* and
/// before words such as *and*, where words stand on both sides.
fn clauses(text: &str, sentence: Span, language: &Language) -> Vec<Span> {
    let ends = |word: Span| is_one_of(text, word, language.words(Class::ClauseAfter));
    let begins = |word: Span| is_one_of(text, word, language.words(Class::ClauseBefore));
    let all = words(text, sentence);
    let mut out: Vec<Span> = Vec::new();
    let mut from = None;
    for (k, word) in all.iter().enumerate() {
        let span = word.span();
        let Some(before) = k.checked_sub(1).and_then(|k| all.get(k)) else {
            from = Some(span.start);
            continue;
        };
        let between = Span::new(before.span().end, span.start).of(text);
        if parted(between) || ends(before.span()) || begins(span) {
            out.extend(from.map(|start| Span::new(start, before.span().end)));
            from = Some(span.start);
        }
    }
    let end = all.last().map(|w| w.span().end);
    out.extend(from.zip(end).map(|(start, end)| Span::new(start, end)));
    out
}

/// Without a joining word at either end.
fn core(text: &str, part: Span, language: &Language) -> Span {
    let ends = |word: Span| is_one_of(text, word, language.words(Class::ClauseAfter));
    let begins = |word: Span| is_one_of(text, word, language.words(Class::ClauseBefore));
    let all = words(text, part);
    let mut row = all.as_slice();
    while let Some((first, rest)) = row.split_first()
        && begins(first.span())
    {
        row = rest;
    }
    while let Some((last, rest)) = row.split_last()
        && (begins(last.span()) || ends(last.span()))
    {
        row = rest;
    }
    match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.span().hull(last.span()),
        _ => Span::new(part.start, part.start),
    }
}

/// Whether the marks between two words part clauses.
fn parted(between: &str) -> bool {
    let dash = between.contains(['–', '—']) || between.contains(" - ");
    dash || between.contains([',', ';', ':', '(', ')', '“', '”', '„', '"', '«', '»', '…', '[', ']'])
}

fn is_one_of(text: &str, word: Span, list: &[Entry]) -> bool {
    let word = word.of(text);
    list.iter().any(|e| e.word.len() == word.len() && e.word.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'t>(lang: &str, text: &'t str) -> Vec<&'t str> {
        clauses(text, Span::new(0, text.len()), Language::or_unknown(Some(lang)))
            .into_iter()
            .map(|s| s.of(text))
            .collect()
    }

    #[test]
    fn clauses_end_at_marks_and_joining_words() {
        assert_eq!(
            cut(
                "en",
                "She added that most ferries run late, but “the bridge will open in May” – at last."
            ),
            [
                "She added that",
                "most ferries run late",
                "but",
                "the bridge will open in May",
                "at last"
            ]
        );
        assert_eq!(
            cut("de", "Der Hafen schließt und die Fähre fährt."),
            ["Der Hafen schließt", "und die Fähre fährt"]
        );
        // A joining word of another language joins nothing.
        assert_eq!(cut("en", "Via e Ponte is shut"), ["Via e Ponte is shut"]);
        assert_eq!(cut("en", "a well-known ferry"), ["a well-known ferry"]);
        assert!(cut("en", "…").is_empty());
    }
}
