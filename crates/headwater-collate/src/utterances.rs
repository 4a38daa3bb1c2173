//! Quotations of many articles in, utterances out: each one statement made once by one person,
//! with every report's reading of it, the fullest as base, and what differs.
//!
//! Only reports of one story are joined, only units of one speaker; the same message by another
//! speaker or on another occasion stays apart (see [`crate::threads`]).

pub(crate) mod liken;
mod link;
mod units;

use crate::apparatus::{apparatus, relation};
use crate::people::Lookup;
use crate::terms::terms;
use crate::{Match, Person, Place, Reading, Relation, Story, Utterance};
use headwater_quote::Quoted;
use headwater_text::{Span, When};
use std::collections::BTreeMap;
use units::{Unit, units};

/// Finds the utterances of all articles. Articles are sorted by id.
pub fn utterances(
    articles: &[Quoted],
    stories: &[Story],
    matches: &[Match],
    people: &[Person],
) -> Vec<Utterance> {
    let _ = matches;
    let lookup = Lookup::new(people);
    let mut out = Vec::new();
    for story in stories {
        let mut all = Vec::new();
        for a in &story.articles {
            if let Some(quoted) = articles.get(*a) {
                all.extend(units(*a, quoted, |name| lookup.find(*a, name)));
            }
        }
        for group in link::groups(articles, &all) {
            if let Some(u) = utterance(articles, &all, &group) {
                out.push(u);
            }
        }
    }
    out.sort_by_key(|u| u.readings.iter().map(|r| r.place).min());
    for (i, u) in out.iter_mut().enumerate() {
        u.id = format!("u{}", i + 1);
    }
    out
}

/// Makes the record of one group of units.
fn utterance(articles: &[Quoted], all: &[Unit], group: &[usize]) -> Option<Utterance> {
    let mut stretches = stretches(all, group);
    let base = base(articles, &stretches)?;
    let first = stretches.remove(base);
    let text = |s: &Stretch| articles.get(s.article).map_or("", |q| q.article.text.as_str());
    let base_words = terms(text(&first), first.span);
    let mut readings = vec![reading(articles, &first, Relation::Base)];
    for s in &stretches {
        let r = relation(text(&first), &base_words, text(s), &terms(text(s), s.span));
        readings.push(reading(articles, s, r));
    }
    let (apparatus, differs) =
        crate::apparatus::with_substance(articles, &readings, apparatus(articles, &readings));
    let quotes = || {
        let units = group.iter().filter_map(|i| all.get(*i));
        units.filter_map(|u| articles.get(u.article)?.quotes.get(u.quote))
    };
    let speaker = articles
        .get(first.article)
        .and_then(|a| a.quotes.get(first.quote))
        .and_then(|q| q.speaker.clone())
        .or_else(|| quotes().filter_map(|q| q.speaker.clone()).max_by_key(String::len));
    let said_on: Option<When> = quotes().filter_map(|q| q.said_on).min();
    Some(Utterance { id: String::new(), speaker, said_on, readings, apparatus, differs })
}

/// The part of one quotation that belongs to an utterance.
struct Stretch {
    article: usize,
    quote: usize,
    span: Span,
    repeat: bool,
}

fn stretches(all: &[Unit], group: &[usize]) -> Vec<Stretch> {
    let mut by_quote: BTreeMap<(usize, usize, bool), Span> = BTreeMap::new();
    for u in group.iter().filter_map(|i| all.get(*i)) {
        let slot = by_quote.entry((u.article, u.quote, u.repeat)).or_insert(u.span);
        *slot = slot.hull(u.span);
    }
    let mut out: Vec<Stretch> = by_quote
        .into_iter()
        .map(|((article, quote, repeat), span)| Stretch { article, quote, span, repeat })
        .collect();
    out.sort_by_key(|s| (s.repeat, s.article, s.span));
    out
}

/// The base: the fullest reading of the wording that most reports carry. Of two equally full the
/// one of the earlier report, then of the first id.
fn base(articles: &[Quoted], stretches: &[Stretch]) -> Option<usize> {
    let text = |s: &Stretch| articles.get(s.article).map_or("", |q| q.article.text.as_str());
    let first: Vec<&Stretch> = stretches.iter().filter(|s| !s.repeat).take(200).collect();
    let words: Vec<_> = first.iter().map(|s| terms(text(s), s.span)).collect();
    let close = |i: usize, j: usize| match (words.get(i), words.get(j)) {
        (Some(a), Some(b)) => {
            let r = relation(
                first.get(i).map_or("", |s| text(s)),
                a,
                first.get(j).map_or("", |s| text(s)),
                b,
            );
            let r_back = relation(
                first.get(j).map_or("", |s| text(s)),
                b,
                first.get(i).map_or("", |s| text(s)),
                a,
            );
            let same = |r| matches!(r, Relation::Verbatim | Relation::Trimmed | Relation::Noisy);
            same(r) || same(r_back)
        }
        _ => false,
    };
    let n = first.len();
    let support: Vec<usize> =
        (0..n).map(|i| if n > 60 { 0 } else { (0..n).filter(|j| close(i, *j)).count() }).collect();
    let best = (0..n).max_by_key(|i| {
        let s = first.get(*i);
        let date =
            s.and_then(|s| articles.get(s.article)).map_or(i64::MAX, |a| a.article.interval().0);
        let date = if date == i64::MIN { i64::MAX } else { date };
        (
            support.get(*i).copied().unwrap_or(0),
            words.get(*i).map_or(0, Vec::len),
            std::cmp::Reverse(date),
            std::cmp::Reverse(*i),
        )
    });
    best.or((!stretches.is_empty()).then_some(0))
}

fn reading(articles: &[Quoted], s: &Stretch, relation: Relation) -> Reading {
    let quote = articles.get(s.article).and_then(|a| a.quotes.get(s.quote)).map(|q| q.id.clone());
    Reading { place: Place { article: s.article, span: s.span }, quote, relation, repeat: s.repeat }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_quote::{Tagger, quotes};

    fn quoted(id: &str, text: &str) -> Quoted {
        let mut article = Article::plain(id, text);
        article.lang = Some("en".into());
        quotes(article, &Tagger::Fast)
    }

    const PLAIN: &str = "\u{201c}We will rebuild the old lighthouse bridge before winter,\u{201d} \
        said Mayor Mara Lind on Monday.";
    /// Fuller than the others, and nobody else's wording.
    const LOOSE: &str = "\u{201c}The old bridge at the lighthouse is going to be put up again by all \
        of us here together, as it once was, long before any winter comes,\u{201d} said Mayor Mara \
        Lind on Monday.";

    /// The articles of a story, each with its one quotation as a stretch.
    fn base_of(texts: &[&str]) -> Option<usize> {
        let articles: Vec<Quoted> =
            texts.iter().enumerate().map(|(i, t)| quoted(&format!("a{i}"), t)).collect();
        let stretches: Vec<Stretch> = articles
            .iter()
            .enumerate()
            .map(|(article, q)| {
                let found = q.quotes.first().expect("a quotation");
                Stretch { article, quote: 0, span: found.span, repeat: false }
            })
            .collect();
        base(&articles, &stretches)
    }

    #[test]
    fn the_base_is_the_wording_that_most_reports_carry() {
        assert_eq!(base_of(&[LOOSE, PLAIN, PLAIN]), Some(1));
        assert_eq!(base_of(&[PLAIN, LOOSE, PLAIN]), Some(0));
    }

    #[test]
    fn of_wordings_carried_alike_the_fuller_is_the_base() {
        assert_eq!(base_of(&[PLAIN, LOOSE]), Some(1));
    }

    #[test]
    fn a_clause_that_one_report_leaves_out_stays_with_its_sentence() {
        let long = "\u{201c}We will rebuild the old lighthouse bridge before winter, and nobody on \
            the islands has to pay for it,\u{201d} said Mayor Mara Lind on Monday.";
        let articles = [quoted("a", long), quoted("b", PLAIN)];
        let all: Vec<Unit> =
            articles.iter().enumerate().flat_map(|(i, q)| units(i, q, |_| Some(0))).collect();
        assert_eq!(all.len(), 3, "two clauses and one: {all:?}");
        assert_eq!(link::groups(&articles, &all).len(), 1);
    }

    #[test]
    fn two_statements_of_one_speaker_stay_two() {
        let other = "\u{201c}The school on Tamsin gets a new roof and two teachers,\u{201d} said Mayor \
            Mara Lind on Monday.";
        let articles = [quoted("a", PLAIN), quoted("b", other)];
        let all: Vec<Unit> =
            articles.iter().enumerate().flat_map(|(i, q)| units(i, q, |_| Some(0))).collect();
        assert_eq!(link::groups(&articles, &all).len(), 2);
    }
}
