//! Figures that a page sets against another page's: *17, and not 14*.

use crate::compare::rejected;
use headwater_page::Article;
use headwater_text::{Remark, Span, sentences};
use std::collections::BTreeMap;

/// Sentences of a page that are read.
const SENTENCES: usize = 400;
/// Remarks a page.
const MOST: usize = 4;

/// Remarks on figures that a report denies and another of its story has, each with the report's place
/// in `articles`. Linear in the length of the pages.
pub fn figures_denied(articles: &[&Article]) -> Vec<(usize, Remark)> {
    let lines = |a: &Article| -> Vec<Span> {
        let body = a.body.iter().flat_map(|p| sentences(&a.text, *p));
        a.title_span.into_iter().chain(body).take(SENTENCES).collect()
    };
    let mut has: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (i, a) in articles.iter().enumerate() {
        for line in lines(a) {
            let read = rejected(line.of(&a.text), a.lang.as_deref());
            for value in read.stated {
                has.entry(value).or_default().push(i);
            }
            found.extend(read.denied.into_iter().map(|(s, value)| (i, s.shift(line.start), value)));
        }
    }
    let mut out: Vec<(usize, Remark)> = Vec::new();
    for (i, span, value) in found {
        let other = has.get(&value).and_then(|list| list.iter().find(|p| **p != i));
        let other = other.and_then(|p| articles.get(*p));
        let many = out.iter().filter(|(at, _)| *at == i).count() >= MOST;
        let (Some(other), Some(own), false) = (other, articles.get(i), many) else { continue };
        let called = other.outlet.as_deref().unwrap_or(&other.id);
        let text = format!("“{}”: the figure denied here stands in {called}.", span.of(&own.text));
        out.push((i, Remark::new("figure-denied", text, vec![span])));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pages: &[(&str, &str)]) -> Vec<(usize, String)> {
        let page = |(lang, text): &(&str, &str)| Article {
            lang: Some((*lang).into()),
            outlet: Some("Glas".into()),
            ..Article::plain("p", text)
        };
        let list: Vec<Article> = pages.iter().map(page).collect();
        let list: Vec<&Article> = list.iter().collect();
        figures_denied(&list)
            .into_iter()
            .map(|(i, r)| (i, r.places[0].of(&list[i].text).to_owned()))
            .collect()
    }

    #[test]
    fn a_figure_that_a_page_denies_and_another_has_is_told() {
        let first = ("en", "The council of Varn says 14 barges lie below the lock.");
        for (lang, text, words) in [
            ("en", "Pilots count 17 barges below, not 14.", "17 barges below, not 14"),
            ("de", "Dort liegen 17 Kähne und nicht 14, sagen die Lotsen.", "17 Kähne und nicht 14"),
            ("es", "Son 17 las barcazas y no 14.", "17 las barcazas y no 14"),
            ("it", "Le chiatte sono 17, e non 14 come detto ieri.", "17, e non 14"),
            ("en", "There are not 14 but 17 barges below.", "not 14 but 17"),
        ] {
            assert_eq!(told(&[first, (lang, text)]), [(1, words.to_owned())], "{text}");
        }
    }

    #[test]
    fn a_figure_that_nobody_has_or_that_is_not_denied_is_not() {
        let first = ("en", "The council of Varn says 14 barges lie below the lock.");
        for text in [
            "Pilots count 17 barges below, not 15.",
            "Pilots count 17 barges; they did not move for 14 days.",
            "Pilots count 17 barges and 14 boats.",
        ] {
            assert!(told(&[first, ("en", text)]).is_empty(), "{text}");
        }
    }
}
