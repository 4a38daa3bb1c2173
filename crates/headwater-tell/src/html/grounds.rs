//! The family tree in words: an indented list whose every line opens what speaks for it and what
//! against, the trees that fit nearly as well, and the whole as a table.

use super::Book;
use super::story::witness;
use super::tree::{Row, article_of, called, how, rows};
use super::words::shown;
use crate::brief::first_parent;
use crate::sentence::Sentences;
use crate::text::names::dated;
use headwater_collate::{Place, Story};
use headwater_stemma::{Edge, Ground, Node, Other, Rival, Spring, Stemma, in_words};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Most places shown for one ground.
const PLACES: usize = 8;
/// From this probability on another reading is told.
const RIVAL: f64 = 0.1;
/// Most other trees told.
const RIVALS: usize = 4;

pub(super) fn render(book: &Book, story: &Story, stemma: &Stemma, id: &str) -> Markup {
    let rows = rows(book, story, stemma);
    html! {
        details.more { summary { (if story.articles.len() > 1 { "Why each page stands where it does" } else { "Why we think so" }) }
        ul.family {
            @for row in &rows { (line(book, story, stemma, row, id)) }
        }
        @if stemma.unweighed {
            p.quiet { "The evidence could not be weighed; how sure the edges are is not known." }
        }
        @if stemma.bounded {
            p.quiet { "So many reports that each was compared with its nearest alone." }
        }
        (rivals(book, stemma))
        @if story.articles.len() > 1 { (table(book, story, stemma, &rows)) }
        }
    }
}

fn line(book: &Book, story: &Story, stemma: &Stemma, row: &Row, id: &str) -> Markup {
    html! {
        li class=(format!("depth-{}", row.depth.min(6))) {
            (node(book, story, row.node))
            @if let Some(own) = stemma.springs.iter().find(|s| s.node == row.node.id) {
                (spring(book, stemma, own, id))
            }
            @for (number, edge) in row.edge.iter().chain(&row.others) {
                (edge_grounds(book, story, stemma, edge, &format!("{id}-e{}", number + 1),
                    row.edge.is_some_and(|(i, _)| i == *number)))
            }
        }
    }
}

/// A report by name and date, or a lost source.
pub(super) fn node(book: &Book, story: &Story, node: &Node) -> Markup {
    html! {
        @match article_of(book, story, node) {
            Some(article) => {
                (witness(book, article)) " "
                span.quiet { (short_date(book, article)) }
            }
            None => {
                span.lost-sign aria-hidden="true" { "◇" } " "
                b.of-page { bdi { (called(book, story, node)) } } " "
                span.quiet { "not among these pages" }
            }
        }
    }
}

pub(super) fn short_date(book: &Book, article: usize) -> String {
    let Some(article) = book.article(article) else { return String::new() };
    if article.date.is_some() { dated(article, None) } else { "undated".to_owned() }
}

fn edge_grounds(
    book: &Book,
    story: &Story,
    stemma: &Stemma,
    edge: &Edge,
    id: &str,
    main: bool,
) -> Markup {
    // A credited text below what all reports go back to: nothing is weighed there.
    if edge.grounds.is_empty() {
        return html! { div.quiet id=(id) { (how(book, story, stemma, edge)) } };
    }
    let title = how(book, story, stemma, edge);
    let title = if main { title } else { format!("also, {title}") };
    weighed(book, stemma, &title, &edge.grounds, id)
}

/// A report that was made from none of the others.
fn spring(book: &Book, stemma: &Stemma, own: &Spring, id: &str) -> Markup {
    let title = format!("own report, {}", in_words(own.probability));
    let number = stemma.springs.iter().position(|s| s.node == own.node).unwrap_or(0);
    weighed(book, stemma, &title, &own.grounds, &format!("{id}-o{}", number + 1))
}

/// What speaks for it and what against, folded under a line.
fn weighed(book: &Book, stemma: &Stemma, title: &str, grounds: &[Ground], id: &str) -> Markup {
    let (favour, against): (Vec<&Ground>, Vec<&Ground>) = grounds.iter().partition(|g| g.favours);
    html! {
        details.edge-grounds {
            summary {
                (title) " "
                span.tally { (favour.len()) " for, " (against.len()) " against" }
            }
            div id=(id) {
                ul.grounds {
                    @for g in favour { (ground(book, stemma, g, "+", "speaks for it")) }
                    @for g in against { (ground(book, stemma, g, "−", "speaks against it")) }
                }
            }
        }
    }
}

fn ground(book: &Book, stemma: &Stemma, ground: &Ground, sign: &str, aloud: &str) -> Markup {
    html! {
        li class=(if ground.favours { "for" } else { "against" }) {
            span.sign aria-hidden="true" { (sign) } span.aloud { (aloud) ": " }
            (sentences(book, stemma).ground(ground))
            (places(book, &ground.places))
        }
    }
}

/// What makes sentences of this tree's grounds and rivals.
pub(super) fn sentences<'b>(book: &'b Book, stemma: &Stemma) -> Sentences<'b> {
    Sentences::new(&book.trace.articles, stemma, |i| book.names.siglum(i).to_owned())
}

/// Small links to places, by page: `Bayline 1 2 · Straits Observer 1`.
fn places(book: &Book, places: &[Place]) -> Markup {
    let mut links: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut order: Vec<(usize, Vec<String>)> = Vec::new();
    for place in places.iter().take(PLACES) {
        let Some(href) = book.href(*place) else { continue };
        if !links.entry(place.article).or_default().insert(href.clone()) {
            continue;
        }
        match order.iter_mut().find(|(a, _)| *a == place.article) {
            Some((_, list)) => list.push(href),
            None => order.push((place.article, vec![href])),
        }
    }
    html! {
        @if !order.is_empty() {
            span.places {
                @for (article, hrefs) in &order {
                    @let called = book.call(*article);
                    @for (i, href) in hrefs.iter().enumerate() {
                        @if i == 0 { a href=(href) { bdi { (called) } } }
                        @else { a href=(href) aria-label=(format!("{called}, place {}", i + 1)) { (i + 1) } }
                    }
                }
            }
        }
    }
}

/// Trees that fit nearly as well, the likeliest first. What is likelier than the tree itself was
/// weighed by another measure and would contradict it.
pub(super) fn other_readings(stemma: &Stemma) -> impl Iterator<Item = &Rival> {
    let edge = |child: usize| {
        let node = stemma.nodes.iter().find(|n| n.witness == Some(child));
        node.and_then(|n| first_parent(stemma, &n.id)).map_or(1.0, |e| e.probability)
    };
    stemma.rivals.iter().filter(move |r| {
        let most = match r.what {
            Other::MadeFrom { child, .. } | Other::Own { child } => edge(child),
            Other::OneSource { a, b } => edge(a).min(edge(b)),
        };
        r.probability >= RIVAL && r.probability <= most
    })
}

/// Trees that fit nearly as well.
fn rivals(book: &Book, stemma: &Stemma) -> Markup {
    let told: Vec<&Rival> = other_readings(stemma).take(RIVALS).collect();
    let more = stemma.rivals.len() - told.len();
    html! {
        @if !told.is_empty() {
            div.rivals {
                h4 { (if told.len() == 1 { "Another reading" } else { "Other readings" })
                    " that the pages do not rule out" }
                ul {
                    @for r in &told { li { b { (in_words(r.probability)) } ": " (sentences(book, stemma).other(&r.what)) } }
                    @if more > 0 { li.quiet { (more) " less likely" } }
                }
            }
        }
    }
}

/// The same as a table, with the numbers behind the words.
fn table(book: &Book, story: &Story, stemma: &Stemma, rows: &[Row]) -> Markup {
    let name = |id: &str| {
        let node = stemma.nodes.iter().find(|n| n.id == id);
        node.map_or_else(|| shown(id), |n| called(book, story, n))
    };
    let tally = |e: &Edge| {
        let favour = e.grounds.iter().filter(|g| g.favours).count();
        (favour, e.grounds.len() - favour)
    };
    html! {
        details.more { summary { "The same as a table, with numbers" }
            div.wide { table {
                thead { tr {
                    th scope="col" { "Text" } th scope="col" { "Published" } th scope="col" { "From" }
                    th scope="col" { "How sure" } th scope="col" { "For" } th scope="col" { "Against" }
                } }
                tbody { @for row in rows {
                    @let edges: Vec<_> = row.edge.iter().chain(&row.others).collect();
                    @for (_, e) in &edges { tr {
                        th scope="row" { (called(book, story, row.node)) }
                        td { (time(book, story, row.node)) }
                        td { (name(&e.parent)) }
                        td { (in_words(e.probability)) " (" (format!("{:.2}", e.probability)) ")" }
                        td { (tally(e).0) } td { (tally(e).1) }
                    } }
                    @if edges.is_empty() { tr {
                        th scope="row" { (called(book, story, row.node)) }
                        td { (time(book, story, row.node)) }
                        td { "–" } td { "–" } td { "–" } td { "–" }
                    } }
                } }
            } }
        }
    }
}

fn time(book: &Book, story: &Story, node: &Node) -> String {
    let index = article_of(book, story, node);
    let told = index.and_then(|i| Some(dated(book.article(i)?, book.trace.not_before(i))));
    told.unwrap_or_else(|| "not held".to_owned())
}
