//! The family tree as a drawing: names on the left, time to the right, a line from each report
//! to what it was made from. Texts we do not hold are hollow. Text stays text.

use super::axis::Axis;
use super::{Book, words};
use headwater_collate::Story;
use headwater_stemma::{Edge, Node, Stemma, in_words};
use maud::{Markup, html};
use std::collections::BTreeMap;

const WIDTH: f64 = 1000.0;
/// Where names end and time begins.
const LEFT: f64 = 420.0;
/// Where texts stand of which no time is known.
const BEFORE: f64 = LEFT + 22.0;
const FROM: f64 = LEFT + 70.0;
const TO: f64 = WIDTH - 24.0;
const TOP: f64 = 38.0;
const ROW: f64 = 52.0;
/// Most rows drawn; larger families are told in the list and the table.
const ROWS: usize = 60;
/// Most rows of the list.
const LISTED: usize = 200;

/// A node in reading order.
pub(super) struct Row<'s> {
    pub(super) node: &'s Node,
    pub(super) depth: usize,
    /// The edge under whose parent it stands.
    pub(super) edge: Option<(usize, &'s Edge)>,
    /// Edges from further parents.
    pub(super) others: Vec<(usize, &'s Edge)>,
}

/// The article of a witness node.
pub(super) fn article_of(book: &Book, story: &Story, node: &Node) -> Option<usize> {
    node.witness?;
    story.articles.iter().copied().find(|a| book.article(*a).is_some_and(|x| x.id == node.id))
}

/// A node's name: the page's, or the label of a lost source.
pub(super) fn called(book: &Book, story: &Story, node: &Node) -> String {
    match article_of(book, story, node) {
        Some(article) => book.call(article),
        None if node.label.trim().is_empty() => "a source we do not have".to_owned(),
        None => words::shown(&node.label),
    }
}

/// Nodes in reading order: roots first, children under their likeliest parent in order of time.
pub(super) fn rows<'s>(book: &Book, story: &Story, stemma: &'s Stemma) -> Vec<Row<'s>> {
    let mut first: BTreeMap<&str, (usize, &Edge)> = BTreeMap::new();
    for (i, e) in stemma.edges.iter().enumerate() {
        let held = first.entry(&e.child).or_insert((i, e));
        if e.probability > held.1.probability {
            *held = (i, e);
        }
    }
    let time = |n: &Node| {
        let index = article_of(book, story, n);
        let undated = |i: usize| book.article(i).is_none_or(|a| a.date.is_none());
        (index.is_some(), index.map(|i| (undated(i), book.trace.interval(i))), n.id.clone())
    };
    let known = |id: &str| stemma.nodes.iter().any(|n| n.id == id);
    let mut under: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    let mut roots: Vec<&Node> = Vec::new();
    for node in &stemma.nodes {
        match first.get(node.id.as_str()) {
            Some((_, e)) if known(&e.parent) => under.entry(&e.parent).or_default().push(node),
            _ => roots.push(node),
        }
    }
    // Each way from its beginning, that of most reports first, as the text tells them.
    let way = |n: &Node| {
        let index = book.trace.stories.iter().position(|s| s.id == story.id);
        let ways = index.and_then(|i| book.briefs.get(&i)).map_or(&[][..], |b| &b.source);
        ways.iter().position(|w| w.node == n.id).unwrap_or(usize::MAX)
    };
    roots.sort_by_cached_key(|n| (way(n), time(n)));
    for list in under.values_mut() {
        list.sort_by_key(|n| time(n));
    }
    let mut out: Vec<Row> = Vec::new();
    // Each node is put once, so a cycle in the edges cannot run on; nodes that only a cycle
    // reaches come last, at the left.
    let mut stack: Vec<(&Node, usize)> = stemma.nodes.iter().rev().map(|n| (n, 0)).collect();
    stack.extend(roots.iter().rev().map(|n| (*n, 0)));
    let mut seen = std::collections::BTreeSet::new();
    while let Some((node, depth)) = stack.pop() {
        if !seen.insert(node.id.as_str()) {
            continue;
        }
        let edge = first.get(node.id.as_str()).copied().filter(|(_, e)| known(&e.parent));
        let of = |(i, e): &(usize, &'s Edge)| {
            e.child == node.id && Some(*i) != edge.map(|(j, _)| j) && known(&e.parent)
        };
        let others = stemma.edges.iter().enumerate().filter(of).collect();
        out.push(Row { node, depth, edge, others });
        let children = under.get(node.id.as_str()).map_or(&[][..], Vec::as_slice);
        stack.extend(children.iter().rev().map(|n| (*n, depth + 1)));
    }
    out
}

/// The drawing, and the same as a list for narrow screens and for families too large to be drawn.
pub(super) fn render(book: &Book, story: &Story, stemma: &Stemma, id: &str) -> Markup {
    let rows = rows(book, story, stemma);
    if story.articles.len() < 2 || rows.len() < 2 {
        return html! {};
    }
    let drawn = rows.len() <= ROWS;
    html! {
        @if drawn { (drawing(book, story, stemma, id, &rows)) }
        (list(book, story, stemma, id, &rows, drawn))
    }
}

/// The tree as an indented list.
fn list(
    book: &Book,
    story: &Story,
    stemma: &Stemma,
    id: &str,
    rows: &[Row],
    drawn: bool,
) -> Markup {
    html! {
        ul.family.narrow[drawn] {
            @for row in rows.iter().take(LISTED) {
                li class=(format!("depth-{}", row.depth.min(6))) {
                    (super::grounds::node(book, story, row.node))
                    @if let Some((number, edge)) = row.edge {
                        div { a.how href=(format!("#{id}-e{}", number + 1)) { (how(book, story, stemma, edge)) } }
                    }
                }
            }
            @if rows.len() > LISTED { li.quiet { (rows.len() - LISTED) " more" } }
        }
    }
}

fn drawing(book: &Book, story: &Story, stemma: &Stemma, id: &str, rows: &[Row]) -> Markup {
    let interval = |r: &Row| article_of(book, story, r.node).map(|a| book.trace.interval(a));
    let intervals: Vec<(i64, i64)> = rows.iter().filter_map(interval).collect();
    let axis = Axis::new(&intervals, FROM, TO);
    let height = TOP + ROW * rows.len() as f64 + 8.0;
    let spots: BTreeMap<&str, Spot> = rows
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let (from, to) = interval(r).map_or((BEFORE, BEFORE), |i| ends(&axis, i));
            (r.node.id.as_str(), Spot { from, to, y: y(i) })
        })
        .collect();
    html! {
        figure.tree {
            div.wide {
                svg viewBox=(format!("0 0 {WIDTH} {height}")) role="group"
                    aria-label="Family tree of the reports, time from left to right; the list of grounds below says the same" {
                    (scale(&axis, height))
                    @for i in 0..rows.len() {
                        @if i % 2 == 1 { rect.band x="0" y=(n(y(i) - ROW / 2.0)) width=(n(WIDTH)) height=(n(ROW)) {} }
                    }
                    @for row in rows {
                        @for (number, edge) in row.edge.iter().chain(&row.others) {
                            (line(&spots, edge, row.edge.is_some_and(|(i, _)| i == *number), &format!("#{id}-e{}", number + 1)))
                        }
                    }
                    @for (i, row) in rows.iter().enumerate() {
                        (label(book, story, stemma, row, y(i), id))
                        (dot(&axis, interval(row), row, y(i)))
                    }
                }
            }
            figcaption { "Time runs from left to right; long gaps are shortened. "
                span.lost-sign aria-hidden="true" { "◇" } " not among these pages · "
                span aria-hidden="true" { "●" } " dated to the minute, bar: to the day, dashed: undated, within what the pages allow. Broken lines are less sure or second parents." }
        }
    }
}

fn y(row: usize) -> f64 {
    TOP + ROW * row as f64 + ROW / 2.0
}

/// A coordinate, short and the same on every machine.
fn n(x: f64) -> String {
    format!("{x:.1}")
}

fn scale(axis: &Axis, height: f64) -> Markup {
    html! {
        @for tick in &axis.ticks {
            line.tick x1=(n(tick.x)) x2=(n(tick.x)) y1="26" y2=(n(height)) {}
            text.tick x=(n(tick.x + 4.0)) y="18" { (tick.label) }
        }
    }
}

/// How an edge is drawn: what is less sure is broken.
fn style(edge: &Edge, main: bool) -> &'static str {
    match edge.probability {
        p if !main || p < 0.35 => "edge faint",
        p if p < 0.55 => "edge broken",
        _ => "edge",
    }
}

/// Where a node is drawn.
#[derive(Clone, Copy)]
struct Spot {
    from: f64,
    to: f64,
    y: f64,
}

/// The places on the axis between which a report appeared.
fn ends(axis: &Axis, interval: (i64, i64)) -> (f64, f64) {
    let from = if interval.0 == i64::MIN { FROM } else { axis.x(interval.0) };
    (from, if interval.1 == i64::MAX { TO } else { axis.x(interval.1) })
}

/// From a parent down and across to its child; the whole line opens its grounds.
fn line(spots: &BTreeMap<&str, Spot>, edge: &Edge, main: bool, href: &str) -> Markup {
    let (Some(p), Some(c)) = (spots.get(edge.parent.as_str()), spots.get(edge.child.as_str()))
    else {
        return html! {};
    };
    let side = if c.y > p.y { 1.0 } else { -1.0 };
    let end = c.from - 9.0;
    let (x, y) = (n(p.from), n(p.y));
    let tip = format!("M{} {}l-7 -4v8z", n(c.from - 4.0), n(c.y));
    let (path, tip) = if end - p.from > 12.0 {
        let (bend, out) = (n(c.y - 10.0 * side), n(p.from + 10.0));
        (format!("M{x} {y}V{bend}Q{x} {cy} {out} {cy}H{}", n(end), cy = n(c.y)), tip)
    } else if c.to - p.from > 8.0 {
        // The child's bar reaches past its parent: it cannot have appeared before that.
        let at = c.y - 7.0 * side;
        let tip = format!("M{x} {}l-4 {}h8z", n(at), n(-7.0 * side));
        (format!("M{x} {y}V{}", n(at - 5.0 * side)), tip)
    } else {
        let out = n(p.from.min(c.from) - 26.0);
        (format!("M{x} {y}C{out} {y} {out} {cy} {} {cy}", n(end), cy = n(c.y)), tip)
    };
    html! {
        a href=(href) aria-label=(format!("{}: why", in_words(edge.probability))) {
            path.reach d=(path) {}
            path class=(style(edge, main)) d=(path) {}
            path.tip d=(tip) {}
        }
    }
}

/// The report's own mark: when it appeared, as exactly as its page says.
fn dot(axis: &Axis, interval: Option<(i64, i64)>, row: &Row, y: f64) -> Markup {
    let Some((a, b)) = interval else {
        return html! { path.lost d=(format!("M{} {}l9 9l-9 9l-9 -9z", n(BEFORE), n(y - 9.0))) {} };
    };
    let (from, to) = ends(axis, (a, b));
    let dashed = a == i64::MIN || b == i64::MAX || b - a > 1440;
    html! {
        @if a == b {
            circle.held cx=(n(from)) cy=(n(y)) r="6.5" { title { (words::shown(&row.node.label)) } }
        } @else {
            rect class=(if dashed { "range" } else { "held" }) x=(n(from - 3.0)) y=(n(y - 6.0))
                width=(n((to - from).max(8.0))) height="12" rx="6" {}
        }
    }
}

/// Name and, under it, how it came about.
fn label(book: &Book, story: &Story, stemma: &Stemma, row: &Row, y: f64, id: &str) -> Markup {
    let x = 8.0 + 20.0 * row.depth.min(6) as f64;
    let article = article_of(book, story, row.node);
    let name = called(book, story, row.node);
    let room = ((LEFT - x - 26.0) / 8.2) as usize;
    let href = article.and_then(|a| book.page_href(a));
    let top = if row.edge.is_some() || article.is_none() { y - 4.0 } else { y + 5.0 };
    html! {
        @if row.depth > 0 { path.branch d=(format!("M{} {}v12h8", n(x - 11.0), n(y - 18.0))) {} }
        @if article.is_none() { path.lost d=(format!("M{} {}l6 6l-6 6l-6 -6z", n(x + 6.0), n(top - 11.0))) {} }
        @let at = if article.is_none() { x + 19.0 } else { x + 2.0 };
        @match href {
            Some(href) => a href=(href) { text.name x=(n(at)) y=(n(top)) { (cut(&name, room)) } },
            None => text.name.of-page x=(n(at)) y=(n(top)) { (cut(&name, room)) },
        }
        @match row.edge {
            Some((number, edge)) => a href=(format!("#{id}-e{}", number + 1)) {
                text.how x=(n(at)) y=(n(y + 15.0)) { (cut(&how(book, story, stemma, edge), room + 8)) }
            },
            None if article.is_none() => text.how x=(n(at)) y=(n(y + 15.0)) { "not among these pages" },
            None => {},
        }
    }
}

/// `very likely made from Straits Observer`.
pub(super) fn how(book: &Book, story: &Story, stemma: &Stemma, edge: &Edge) -> String {
    let node = |id: &str| stemma.nodes.iter().find(|n| n.id == id);
    let parent = node(&edge.parent).map_or_else(String::new, |n| called(book, story, n));
    let held = |id: &str| node(id).is_some_and(|n| n.witness.is_some());
    let verb = if held(&edge.parent) { "made from" } else { "relies on" };
    // The word stands before a verb here: *almost certainly made from*.
    let sure = in_words(edge.probability).replace("certain", "certainly");
    format!("{sure} {verb} {parent}")
}

fn cut(text: &str, room: usize) -> String {
    crate::plain::short(text, room.max(8))
}
