//! One story: the answer first, then its tree, its reports, what was said, and what is noted in
//! the margin.

use super::words::{linked, name, shown};
use super::{Book, grounds, margin, reports, said, sure, tree};
use crate::amount::count;
use crate::six::{Bit, SAID, Six};
use crate::text::Labels;
use crate::text::names::span_of_days;
use headwater_collate::{Story, Utterance};
use headwater_stemma::Stemma;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most statements told openly in one story; the others stand behind a click.
const OPEN: usize = 12;

/// The story at place `index` of the trace.
pub(super) fn render(book: &Book, index: usize) -> Markup {
    let Some(story) = book.trace.stories.get(index) else { return html! {} };
    let number = book.number(index);
    let id = format!("s{number}");
    let stemma = book.trace.stemmata.get(index);
    let days = span_of_days(story.articles.iter().filter_map(|a| book.article(*a)));
    if number > book.full {
        return short(book, story, index, number);
    }
    let said = utterances(book, index);
    let tree = stemma.filter(|s| story.articles.len() > 1 || s.nodes.len() > 1);
    html! {
        section.story id=(id) aria-labelledby=(format!("{id}-title")) {
            p.eyebrow { "Story " (number) " · " (count(book.outline.reports(story), "page", "pages")) " · " (days) }
            h2.of-page id=(format!("{id}-title")) { (name(&story.title)) }
            div.first-screen {
                (six(book, story, index))
                (sure::render(book, story, index, &id))
            }
            @if let Some(stemma) = tree && story.articles.len() > 1 {
                h3 { "Who has it from whom" }
                (tree::render(book, story, stemma, &id))
                (separately(book, index, stemma))
            }
            (statements(book, story, &said))
            (margin::remarks(book, story))
            div.folds {
                @if let Some(stemma) = tree { (grounds::render(book, story, stemma, &id)) }
                details.more { summary { "The pages in order of time: headlines, authors, how each date is known" }
                    (reports::table(book, story)) }
                (margin::spellings(book, story))
                (margin::joins(book, story))
            }
        }
    }
}

/// A story by its six lines alone.
fn short(book: &Book, story: &Story, index: usize, number: usize) -> Markup {
    let id = format!("s{number}");
    let days = span_of_days(story.articles.iter().filter_map(|a| book.article(*a)));
    html! {
        section.story.in-short id=(id) aria-labelledby=(format!("{id}-title")) {
            p.eyebrow { "Story " (number) " · " (count(book.outline.reports(story), "page", "pages")) " · " (days) }
            h2.of-page id=(format!("{id}-title")) { (name(&story.title)) }
            (six(book, story, index))
        }
    }
}

/// A story by its six lines and its tree.
pub(super) fn glance(book: &Book, index: usize) -> Markup {
    let Some(story) = book.trace.stories.get(index) else { return html! {} };
    let id = format!("s{}", book.number(index));
    let stemma = book.trace.stemmata.get(index).filter(|_| story.articles.len() > 1);
    html! {
        (short(book, story, index, book.number(index)))
        @if let Some(stemma) = stemma { (tree::render(book, story, stemma, &id)) }
    }
}

/// Utterances of the story with their index, in the order of telling.
pub(super) fn utterances<'t>(book: &Book<'t>, story: usize) -> Vec<(usize, &'t Utterance)> {
    let list = book.said.get(&story).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|i| Some((*i, book.trace.utterances.get(*i)?))).collect()
}

/// Articles that carry an utterance.
pub(super) fn witnesses(utterance: &Utterance) -> BTreeSet<usize> {
    utterance.readings.iter().map(|r| r.place.article).collect()
}

/// Most statements named in a list of numbers.
const NAMED: usize = 6;

/// The six lines: where it springs from, who speaks, which report is first, what are copies, what
/// changed, who denies it.
fn six(book: &Book, story: &Story, index: usize) -> Markup {
    let lines = six_lines(book, story, index);
    html! {
        @if !lines.is_empty() {
            dl.short.six { @for (label, line) in &lines { dt { (label) } dd { (line) } } }
        }
    }
}

/// The same, each with its name.
pub(super) fn six_lines(book: &Book, story: &Story, index: usize) -> Vec<(&'static str, Markup)> {
    let (trace, outline, names) = (book.trace, &book.outline, &book.names);
    let labels = &Labels::of(&trace.articles, names, &story.articles);
    let Some(found) = book.briefs.get(&index) else { return Vec::new() };
    let lines = Six { trace, outline, names, labels, story, found }.lines().into_iter();
    let told = |list: &Vec<Vec<Bit>>| {
        html! { @for line in list { div { @for bit in line { (told(book, bit)) } } } }
    };
    lines.map(|(label, list)| (label, told(&list))).collect()
}

fn told(book: &Book, bit: &Bit) -> Markup {
    html! {
        @match bit {
            Bit::Words(words) => (shown(words)),
            Bit::Page(article, called) => @match book.page_href(*article) {
                Some(href) => a.wit href=(href) { bdi { (shown(called)) } },
                None => span.wit { bdi { (shown(called)) } },
            },
            Bit::Lost(called) => {
                span.lost-sign aria-hidden="true" { "◇" } "\u{a0}" b.of-page { bdi { (shown(called)) } }
            },
            Bit::Sign("≠") => span.substance-sign { "≠" },
            Bit::Sign(mark) => span.quiet { (mark) },
            Bit::Doubt(word) => span.quiet { (word) },
            Bit::Said(place) => (linked(book, *place, SAID)),
        }
    }
}

/// Statements that several pages have in the same words without one having them from another.
pub(super) fn separately(book: &Book, index: usize, stemma: &Stemma) -> Markup {
    let list = book.outline.statements.get(index).into_iter().flatten();
    let same = list
        .filter(|s| book.several.contains(&s.utterance) && book.outline.repeated(book.trace, s));
    let told = |u: usize| {
        let id = &book.trace.utterances.get(u)?.id;
        stemma.utterances.iter().any(|x| x.id == *id).then(|| book.statement(u))?
    };
    let each: Vec<(String, String)> = same.filter_map(|s| told(s.utterance)).collect();
    html! {
        @if !each.is_empty() {
            p.quiet {
                "Same quotation, separate sources, not copying: "
                @for (i, (href, number)) in each.iter().take(NAMED).enumerate() {
                    @if i > 0 { ", " } a href=(href) { (number) }
                }
                @if each.len() > NAMED { " and " (each.len() - NAMED) " more" }
                "."
            }
        }
    }
}

/// A page by name, linked to its text.
pub(super) fn witness(book: &Book, article: usize) -> Markup {
    let called = book.call(article);
    match book.page_href(article) {
        Some(href) => html! { a.wit href=(href) { bdi { (called) } } },
        None => html! { span.wit { bdi { (called) } } },
    }
}

pub(super) fn statements(book: &Book, story: &Story, said: &[(usize, &Utterance)]) -> Markup {
    let shared: Vec<_> = said.iter().filter(|(i, _)| book.several.contains(i)).collect();
    let single: Vec<_> = said.iter().filter(|(i, _)| !book.several.contains(i)).collect();
    // Those that say little by themselves stand behind the others, and are folded.
    let shown = |i: usize| book.said_of(i).is_some_and(crate::brief::Statement::is_shown);
    let open = shared.iter().take(OPEN).take_while(|(i, _)| shown(*i)).count();
    let (open, folded) = shared.split_at(open);
    // A report that stands alone is here for the sake of a thread: what the thread takes up comes
    // first, the rest waits behind a click.
    let alone = story.articles.len() == 1;
    let taken: BTreeSet<usize> = book
        .trace
        .threads
        .iter()
        .flat_map(|t| t.statements.iter().chain(&t.against))
        .map(|s| s.utterance)
        .collect();
    let (first, rest): (Vec<_>, Vec<_>) = single
        .into_iter()
        .partition(|(i, _)| alone && (taken.contains(i) || book.trace.articles.len() == 1));
    html! {
        @if !said.is_empty() {
            h3.no-differ[!said.iter().any(|(i, _)| book.said_of(*i).is_some_and(|s| s.differs))] {
                @if alone { "What was said" } @else { "What was said, and how each page has it" } }
            (said::all(book, open.iter().copied()))
            (said::all(book, first.into_iter()))
            @if !folded.is_empty() {
                details.more { summary { (count(folded.len(), "more statement", "more statements")) " in several pages" }
                    (said::all(book, folded.iter().copied())) }
            }
            @if !rest.is_empty() {
                details.more {
                    summary {
                        @if alone { (count(rest.len(), "more statement", "more statements")) }
                        @else { (count(rest.len(), "statement stands", "statements stand")) " in one page only" }
                    }
                    (said::all(book, rest.into_iter()))
                }
            }
        }
    }
}
