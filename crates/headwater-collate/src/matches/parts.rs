//! An article in, the pieces of its sentences out that may stand alone elsewhere: clauses,
//! quotations, and runs of neighbouring ones.

use super::prepare::zones;
use super::unit::Spelt;
use crate::words::words;
use headwater_page::Article;
use headwater_text::{Span, sentences};

/// Fewest and most words of a part.
const WORDS: (usize, usize) = (5, 40);
/// Most neighbouring clauses in a part.
const RUN: usize = 3;
/// Words after which a statement begins that someone is said to have made.
const THAT: [&str; 10] =
    ["that", "dass", "daß", "que", "что", "що", "że", "che", "lest", "whether"];
/// Words that join two clauses.
const AND: [&str; 20] = [
    "and", "but", "while", "und", "aber", "et", "mais", "y", "pero", "e", "ma", "mas", "и", "но",
    "а", "і", "й", "та", "але", "oraz",
];

/// The parts of title and body: runs of up to three clauses of a sentence, whole sentences among
/// them.
pub(super) fn parts(article: &Article) -> Spelt {
    let text = article.text.as_str();
    let mut out = Spelt::default();
    for zone in zones(article) {
        for sentence in sentences(text, zone) {
            let all = clauses(text, sentence);
            for (k, first) in all.iter().enumerate() {
                for last in all.iter().skip(k).take(RUN) {
                    out.push(text, core(text, first.hull(*last)), WORDS);
                }
            }
        }
    }
    out
}

/// Cuts a sentence at the marks that part clauses and quotations, after words such as *that* and
/// before words such as *and*, where words stand on both sides.
fn clauses(text: &str, sentence: Span) -> Vec<Span> {
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
        if parted(between) || is_one_of(text, before.span(), &THAT) || is_one_of(text, span, &AND) {
            out.extend(from.map(|start| Span::new(start, before.span().end)));
            from = Some(span.start);
        }
    }
    let end = all.last().map(|w| w.span().end);
    out.extend(from.zip(end).map(|(start, end)| Span::new(start, end)));
    out
}

/// Without a joining word at either end.
fn core(text: &str, part: Span) -> Span {
    let all = words(text, part);
    let mut row = all.as_slice();
    while let Some((first, rest)) = row.split_first()
        && is_one_of(text, first.span(), &AND)
    {
        row = rest;
    }
    while let Some((last, rest)) = row.split_last()
        && (is_one_of(text, last.span(), &AND) || is_one_of(text, last.span(), &THAT))
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

fn is_one_of(text: &str, word: Span, list: &[&str]) -> bool {
    let word = word.of(text);
    list.iter().any(|w| *w == word || word.len() == w.len() && w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        clauses(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn clauses_end_at_marks_and_joining_words() {
        assert_eq!(
            cut(
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
            cut("Der Hafen schließt und die Fähre fährt."),
            ["Der Hafen schließt", "und die Fähre fährt"]
        );
        assert_eq!(cut("a well-known ferry"), ["a well-known ferry"]);
        assert!(cut("…").is_empty());
    }
}
