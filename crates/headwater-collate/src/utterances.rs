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
