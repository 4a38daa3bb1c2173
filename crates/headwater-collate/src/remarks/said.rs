//! What a page has otherwise than the wording of a statement that most reports carry: a number, a
//! denial, a condition, the speaker.

use crate::record::{Place, Utterance};
use headwater_page::Article;
use headwater_text::{Remark, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of difference that are told of a page. Names are spelt and shortened in too many ways.
const KINDS: [&str; 6] = ["number", "polarity", "date", "modality", "attribution", "stance"];
/// Bytes of the words of either side that are told.
const LONG: usize = 80;
/// Remarks a page.
const MOST: usize = 8;

/// Remarks on what a page has otherwise than most reports of a statement, or of two than the earlier,
/// each with the place of its report in `articles`; those of `known` that stand at the same words
/// already are not told twice. A statement costs the square of the differences between its readings, of which
/// there are few.
pub fn said_otherwise(
    articles: &[&Article],
    utterances: &[Utterance],
    known: &[(usize, Remark)],
) -> Vec<(usize, Remark)> {
    let mut seen: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for (i, remark) in known {
        seen.entry(*i).or_default().extend(&remark.places);
    }
    let mut told: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out: Vec<(usize, Remark)> = Vec::new();
    for (u, kind, odd, other) in utterances.iter().flat_map(|u| odd_ones(articles, u)) {
        // What a reading leaves out has no length: the reading is the place then.
        let readings = u.readings.iter().map(|r| r.place);
        let mut here = readings.filter(|p| p.article == odd.article && within(odd.span, p.span));
        let place = if odd.span.is_empty() { here.next() } else { Some(odd) };
        let count = told.entry(odd.article).or_default();
        let Some(place) = place.filter(|_| *count < MOST) else { continue };
        let seen = seen.entry(place.article).or_default();
        if !seen.iter().any(|s| s.overlap(place.span) > 0)
            && let Some(text) = sentence(articles, kind, other, odd)
        {
            seen.push(place.span);
            *count += 1;
            out.push((place.article, Remark::new("said-otherwise", text, vec![place.span])));
        }
    }
    out
}

/// The differences of a statement from its base: kind, the words that are the odd ones, and those
/// that they stand against.
fn odd_ones<'u>(
    articles: &[&Article],
    u: &'u Utterance,
) -> Vec<(&'u Utterance, &'u str, Place, Place)> {
    let Some(base) = u.readings.first().map(|r| r.place) else { return Vec::new() };
    let of_base = |p: &Place| p.article == base.article && within(p.span, base.span);
    let pages: BTreeSet<usize> = u.readings.iter().map(|r| r.place.article).collect();
    let when = |p: &Place| articles.get(p.article).map_or(i64::MIN, |a| a.interval().0);
    let mut out = Vec::new();
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for (kind, a, b) in &u.differs {
        if !KINDS.contains(&kind.as_str()) || !of_base(a) || a.article == b.article {
            continue;
        }
        let here = |d: &&(String, Place, Place)| {
            of_base(&d.1) && (d.1.span == a.span || d.1.span.overlap(a.span) > 0)
        };
        let against: BTreeSet<usize> = u
            .differs
            .iter()
            .filter(here)
            .map(|d| d.2.article)
            .filter(|p| *p != a.article)
            .collect();
        let more = (against.len() * 2).cmp(&pages.len());
        if more.is_gt() || more.is_eq() && when(b) < when(a) {
            if told.insert(a.span) {
                out.push((u, kind.as_str(), *a, *b));
            }
        } else {
            out.push((u, kind.as_str(), *b, *a));
        }
    }
    out
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn sentence(articles: &[&Article], kind: &str, a: Place, b: Place) -> Option<String> {
    let words = |p: Place| {
        let text = p.span.of(&articles.get(p.article)?.text).trim();
        let cut = (0..=LONG.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let kept = text.get(..cut.unwrap_or(0)).unwrap_or("");
        Some(if kept.len() < text.len() { format!("{kept} …") } else { kept.to_owned() })
    };
    let other = articles.get(a.article)?;
    let called = other.outlet.as_deref().unwrap_or(&other.id);
    let (x, y) = (words(a)?, words(b)?);
    Some(match (kind, x.is_empty(), y.is_empty()) {
        ("attribution", ..) => format!("“{y}” is given to somebody else in {called}."),
        (_, false, true) => format!("This is without “{x}”, which {called} has."),
        (_, true, _) => format!("“{y}” here; {called} is without it."),
        _ => format!("“{y}” here; “{x}” in {called}."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Reading, Relation};

    const FIRST: &str = "The tolls of up to 40 ferries rise";
    const COPY: &str = "The tolls of more than 40 ferries rise";

    /// The remarks on a copy whose words stand against those of the first report.
    fn told(kind: &str, first: &str, copy: &str, known: &[(usize, Remark)]) -> Vec<String> {
        let articles = [FIRST, COPY]
            .map(|text| Article { outlet: Some("Varn Post".into()), ..Article::plain("p", text) });
        let at = |article: usize, words: &str| {
            let start = articles[article].text.find(words).unwrap_or(0);
            Place { article, span: Span::new(start, start + words.len()) }
        };
        let reading = |(article, text): (usize, &str), relation| Reading {
            place: at(article, text),
            quote: None,
            relation,
            repeat: false,
        };
        let utterance = Utterance {
            id: String::new(),
            speaker: None,
            said_on: None,
            readings: vec![
                reading((0, FIRST), Relation::Base),
                reading((1, COPY), Relation::Noisy),
            ],
            apparatus: Vec::new(),
            differs: vec![(kind.to_owned(), at(0, first), at(1, copy))],
        };
        let list: Vec<&Article> = articles.iter().collect();
        let found = said_otherwise(&list, &[utterance], known);
        found.into_iter().map(|(i, r)| format!("{i} {}", r.text)).collect()
    }

    #[test]
    fn a_number_that_the_base_has_otherwise_is_told_of_the_page() {
        let told = told("number", "up to 40", "more than 40", &[]);
        assert_eq!(told, ["1 “more than 40” here; “up to 40” in Varn Post."]);
    }

    #[test]
    fn where_most_have_it_otherwise_the_fullest_wording_is_the_odd_one() {
        let text = |n: usize| if n == 0 { FIRST } else { COPY };
        let articles: Vec<Article> = (0..3).map(|n| Article::plain("p", text(n))).collect();
        let place = |article: usize, words: &str| {
            let start = text(article).find(words).unwrap_or(0);
            Place { article, span: Span::new(start, start + words.len()) }
        };
        let reading = |article: usize| Reading {
            place: place(article, text(article)),
            quote: None,
            relation: Relation::Noisy,
            repeat: false,
        };
        let differs = |n| ("number".to_owned(), place(0, "up to 40"), place(n, "more than 40"));
        let utterance = Utterance {
            id: String::new(),
            speaker: None,
            said_on: None,
            readings: (0..3).map(reading).collect(),
            apparatus: Vec::new(),
            differs: vec![differs(1), differs(2)],
        };
        let list: Vec<&Article> = articles.iter().collect();
        let found = said_otherwise(&list, &[utterance], &[]);
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn words_left_out_are_told_at_the_reading() {
        assert_eq!(
            told("modality", "up to", "", &[]),
            ["1 This is without “up to”, which Varn Post has."]
        );
    }

    #[test]
    fn names_and_what_is_told_already_are_left() {
        assert!(told("name", "ferries", "ferries", &[]).is_empty());
        let at = COPY.find("more").unwrap();
        let known = Remark::new("figure-otherwise", "", vec![Span::new(at, at + 4)]);
        assert!(told("number", "up to 40", "more than 40", &[(1, known)]).is_empty());
    }
}
