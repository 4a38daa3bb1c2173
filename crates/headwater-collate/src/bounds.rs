//! Bounds on the dates of a story's undated reports: a report of an event was not published before
//! what it reports was said, or before the first dated report's day.

use headwater_page::{Basis, Bound};
use headwater_quote::{Quoted, Zone};
use headwater_text::When;
use std::collections::BTreeMap;

/// For undated articles of one story the day before which they were not published, as the others
/// tell it. A later bound that the page itself gives stands instead. Nothing follows for the other
/// end: a report may always be late.
pub(crate) fn bounds(articles: &[&Quoted]) -> Vec<(usize, Bound)> {
    let Some((date, words)) = earliest(articles).filter(|_| articles.len() > 1) else {
        return Vec::new();
    };
    let open = |(_, q): &(usize, &&Quoted)| {
        let a = &q.article;
        let from = date.interval().0;
        let known = a.not_before.as_ref().is_some_and(|b| b.date.interval().0 >= from);
        let contradicts = a.not_after.as_ref().is_some_and(|b| b.date.interval().1 < from);
        a.date.is_none() && !known && !contradicts
    };
    let bound =
        || Bound { date, basis: Basis { kind: "story".into(), words: words.clone(), span: None } };
    articles.iter().enumerate().filter(open).map(|(i, _)| (i, bound())).collect()
}

/// The first day of the event as the story's dated reports tell it: the day on which the main
/// speaker said it, else the day of the earliest report. The words name the report it rests on.
fn earliest(articles: &[&Quoted]) -> Option<(When, String)> {
    let published = articles.iter().filter_map(|q| {
        let date = day(q.article.date?);
        Some((date, format!("{}: {}", q.article.id, basis(&q.article.date_basis, date))))
    });
    let first = published.min_by_key(|(d, w)| (d.interval(), w.clone()))?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in articles.iter().flat_map(|q| &q.quotes).filter_map(|q| q.speaker.as_deref()) {
        *counts.entry(name).or_default() += 1;
    }
    let main = counts.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(**name)));
    let main = main.map(|(name, _)| *name);
    let said = articles.iter().flat_map(|a| a.quotes.iter().map(move |q| (a, q)));
    let said = said.filter_map(|(a, q)| {
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
        let [dated, undated] = [dated, Article::plain("b", "y")]
            .map(|article| Quoted { article, ..Quoted::default() });
        let found = bounds(&[&dated, &undated]);
        let told: Vec<_> =
            found.iter().map(|(i, b)| (*i, b.date.iso(), b.basis.kind.as_str())).collect();
        assert_eq!(told, [(1, "2031-05-04".to_owned(), "story")]);
        assert_eq!(bounds(&[&undated]), []);
    }
}
