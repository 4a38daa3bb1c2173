//! Stories in, bounds on the dates of their undated reports out: a report of an event was not
//! published before what it reports was said, or before the first dated report's day.

use crate::Story;
use headwater_page::{Basis, Bound};
use headwater_quote::{Quoted, Zone};
use headwater_text::When;
use std::collections::BTreeMap;

/// Sets `not_before` of undated articles from the reports they belong with. A later bound that the
/// page itself gives is kept. Nothing follows for `not_after`: a report may always be late.
pub fn bounds(articles: &mut [Quoted], stories: &[Story]) {
    for story in stories.iter().filter(|s| s.articles.len() > 1) {
        let Some((date, words)) = earliest(articles, story) else { continue };
        for i in &story.articles {
            let Some(a) = articles.get_mut(*i).map(|q| &mut q.article) else { continue };
            let known =
                a.not_before.as_ref().is_some_and(|b| b.date.interval().0 >= date.interval().0);
            let contradicts =
                a.not_after.as_ref().is_some_and(|b| b.date.interval().1 < date.interval().0);
            if a.date.is_none() && !known && !contradicts {
                let basis = Basis { kind: "story".into(), words: words.clone(), span: None };
                a.not_before = Some(Bound { date, basis });
            }
        }
    }
}

/// The first day of the event as the story's dated reports tell it: the day on which the main
/// speaker said it, else the day of the earliest report. The words name the report it rests on.
fn earliest(articles: &[Quoted], story: &Story) -> Option<(When, String)> {
    let of = || story.articles.iter().filter_map(|i| articles.get(*i));
    let published = of().filter_map(|q| {
        let date = day(q.article.date?);
        Some((date, format!("{}: {}", q.article.id, basis(&q.article.date_basis, date))))
    });
    let first = published.min_by_key(|(d, w)| (d.interval(), w.clone()))?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in of().flat_map(|q| q.quotes.iter()).filter_map(|q| q.speaker.as_deref()) {
        *counts.entry(name).or_default() += 1;
    }
    let main = counts.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(**name)));
    let main = main.map(|(name, _)| *name);
    let said = of().flat_map(|a| a.quotes.iter().map(move |q| (a, q))).filter_map(|(a, q)| {
        let date = q.said_on.filter(|_| q.zone != Zone::Frame)?;
        (main.is_some() && q.speaker.as_deref() == main && date.day.is_some())
            .then(|| (day(date), format!("{}: {}", a.article.id, basis(&q.said_on_basis, date))))
    });
    // What was said after the first report is another occasion.
    let said = said
        .filter(|(d, _)| d.interval().0 <= first.0.interval().1)
        .max_by_key(|(d, w)| (d.interval(), std::cmp::Reverse(w.clone())));
    Some(said.unwrap_or(first))
}

fn basis(basis: &Option<Basis>, date: When) -> String {
    basis.as_ref().map_or_else(|| date.iso(), |b| b.words.clone())
}

/// The day alone: an event's day does not begin with its first report's minute.
fn day(when: When) -> When {
    When { minute: None, zone: None, ..when }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    #[test]
    fn an_undated_report_is_bounded_by_its_story() {
        let mut dated = Article::plain("a", "x");
        dated.date = When::parse("2031-05-04T09:30");
        let undated = Article::plain("b", "y");
        let quoted = |article| Quoted { article, ..Quoted::default() };
        let mut dated = quoted(dated);
        dated.quotes = vec![];
        let mut articles = [dated, quoted(undated)];
        let story =
            Story { id: "s1".into(), title: String::new(), articles: vec![0, 1], joins: vec![] };
        bounds(&mut articles, &[story]);
        let bound = articles[1].article.not_before.as_ref();
        assert_eq!(
            bound.map(|b| (b.date.iso(), b.basis.kind.as_str())),
            Some(("2031-05-04".into(), "story"))
        );
    }
}
