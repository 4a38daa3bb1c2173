//! The box beside the six lines: how sure the tree is, what its weakest place is, what the words for
//! doubt mean, and how the story is cited.

use super::tree::{called, how, rows};
use super::words::{name, quoted};
use super::{Book, grounds};
use crate::amount::count;
use crate::text::names::span_of_days;
use headwater_collate::Story;
use headwater_stemma::{Edge, Stemma, bands, in_words};
use maud::{Markup, html};

/// Three sentences, the legend, and how to cite.
pub(super) fn render(book: &Book, story: &Story, index: usize, id: &str) -> Markup {
    let nothing = Stemma::default();
    let stemma = book.trace.stemmata.get(index).unwrap_or(&nothing);
    html! {
        div.sure {
            h3 { "How sure" }
            ul {
                (places(book, story, stemma, id))
                (dates(book, story))
                (doubtful(book, index))
            }
            p.quiet { (legend()) }
            (cite(book, story, id))
        }
    }
}

/// `almost certain from 97 in 100, very likely from 85`: the words that reports use.
pub(super) fn legend() -> Markup {
    html! {
        @for (i, (from, word)) in bands().iter().rev().filter(|b| b.0 >= 0.35).enumerate() {
            @if i > 0 { ", " }
            b { (word) } " from " (format!("{:.0}", from * 100.0))
            @if i == 0 { " in 100" }
        }
    }
}

/// How sure the places in the tree are, counted by word, and the least sure of them.
fn places(book: &Book, story: &Story, stemma: &Stemma, id: &str) -> Markup {
    let rows = rows(book, story, stemma);
    let edges: Vec<(usize, &Edge)> = rows.iter().filter_map(|r| r.edge).collect();
    let tally: Vec<String> = bands()
        .iter()
        .rev()
        .filter_map(|(_, word)| {
            let n = edges.iter().filter(|(_, e)| in_words(e.probability) == *word).count();
            (n > 0).then(|| format!("{n} {word}"))
        })
        .collect();
    let least = edges.iter().min_by(|a, b| a.1.probability.total_cmp(&b.1.probability));
    let rival = grounds::other_readings(stemma).next();
    html! {
        @if stemma.unweighed {
            li { "Who has it from whom could not be weighed." }
        } @else if !edges.is_empty() {
            li { "Who has it from whom: " (tally.join(", ")) "." }
            @if let Some((number, edge)) = least && edges.len() > 1 {
                @let child = stemma.nodes.iter().find(|n| n.id == edge.child);
                li { "Least sure: " @if let Some(child) = child { bdi { (called(book, story, child)) } }
                    ", " a href=(format!("#{id}-e{}", number + 1)) { (how(book, story, stemma, edge)) } "." }
            }
        } @else if story.articles.len() > 1 {
            li { "No page was found to be made from another." }
        }
        @if let Some(rival) = rival {
            li { "Other reading: " (grounds::sentences(book, stemma).other(&rival.what))
                " (" (in_words(rival.probability)) ")." }
        }
    }
}

/// Which pages tell no day.
fn dates(book: &Book, story: &Story) -> Markup {
    let undated =
        story.articles.iter().filter(|a| book.article(**a).is_some_and(|x| x.date.is_none()));
    let undated: Vec<usize> = undated.copied().collect();
    html! {
        @match undated.as_slice() {
            [] => li { (if story.articles.len() == 1 { "The page tells its day." } else { "Every page tells its day." }) },
            [one] => li { bdi { (book.call(*one)) } " is undated: its place in time follows from the others." },
            some => li { (some.len()) " of " (count(story.articles.len(), "page", "pages"))
                " are undated: their place in time follows from the others." },
        }
    }
}

/// Places that were set apart because they are not surely the same statement.
fn doubtful(book: &Book, index: usize) -> Markup {
    let list = book.outline.statements.get(index).into_iter().flatten();
    let n: usize = list.map(|s| s.sure.iter().filter(|sure| !**sure).count()).sum();
    html! {
        @if n > 0 {
            li { (count(n, "place is", "places are")) " only perhaps the same statement, and set apart." }
        }
    }
}

/// Title, pages, days, version and the name that these pages give the story in any run.
fn cite(book: &Book, story: &Story, id: &str) -> Markup {
    let days = span_of_days(story.articles.iter().filter_map(|a| book.article(*a)));
    html! {
        details.cite {
            summary { "Cite this story" }
            p {
                (quoted(&story.title, None, 120)) ", " (count(story.articles.len(), "page", "pages")) ", " (days)
                (concat!(". Headwater ", env!("CARGO_PKG_VERSION"))) ", story " code { (name(&story.id)) }
                @if book.ways.is_none() { ", " a href=(format!("#{id}")) { "place in this file" } }
                "."
            }
            p.quiet { "The story’s name is a hash of its pages: the same pages give the same name." }
        }
    }
}
