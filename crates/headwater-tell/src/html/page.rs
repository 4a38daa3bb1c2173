//! The pages behind the findings: as much of each body as carries findings, with quotations,
//! speakers and shared passages marked in place, menus greyed, and a place to land for every link.
//! What carries nothing is left out and counted, unless whole texts are asked for.

use super::layers::{Findings, Layers};
use super::reports::{headline, published};
use super::words::{head, listed, name, shown};
use super::{Book, page_id};
use crate::amount::{count, grouped};
use headwater_page::Article;
use headwater_text::Span;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most characters of one page's body that are shown.
pub(super) const LIMIT: usize = 3000;
/// Characters shown of a paragraph that is left out, unless little more would show all of it.
const STUB: usize = 48;
const LITTLE: usize = 24;
/// What a menu's beginning may show.
const MENU: usize = 70;

/// All pages of the stories told, in id order.
pub(super) fn all(book: &Book) -> Markup {
    html! {
        section.pages aria-labelledby="pages-title" {
            h2 #pages-title { "The pages" }
            p.quiet.legend-line {
                @if !book.sheet.with_pages { "Only paragraphs that carry findings, at most " (grouped(LIMIT)) " characters a page. " }
                mark.quote { "a quotation" } " · " span.speaker { "its speaker" } " · "
                span.cue { "the words that attribute" } " · " span.shared { "a passage that other pages share" }
                " · " span.frame { "menus, forms and other items: not read as the article" }
                " · a number leads to its statement, ‹ and › to the same statement in the page before and after"
            }
            @let mut findings = Findings::of(book);
            @for index in &book.pages {
                (one_of(book, &mut findings, *index))
            }
        }
    }
}

/// The page of an article.
pub(super) fn one_of(book: &Book, findings: &mut Findings, index: usize) -> Markup {
    let Some(article) = book.article(index) else { return html! {} };
    one(book, index, article, &Layers::of(book, findings, index, &article.text))
}

fn one(book: &Book, index: usize, article: &Article, layers: &Layers) -> Markup {
    let id = page_id(index);
    html! {
        div.page id=(id) {
            h3 { bdi { (book.call(index)) } }
            div.facts {
                (headline_plain(book, index, article)) " · " (published(book, index, article))
                @if !article.authors.is_empty() { " · by " (listed(&article.authors.iter().map(|a| name(a)).collect::<Vec<_>>())) }
            }
            div.facts.quiet {
                "file " bdi { (shown(&article.id)) }
                @if let Some(url) = article.url.as_deref() { " · " (address(url)) }
                @if let Some(sha) = article.sha256.as_deref() { " · SHA-256 " code { (shown(head(sha, 12).0)) } "…" }
                @if let Some(s) = book.story_of.get(&index) { " · " a href=(format!("#s{}", book.number(*s))) { "story " (book.number(*s)) } }
            }
            div.text lang=[book.lang(index)] dir="auto" { (text(layers, article)) }
        }
    }
}

/// The headline without a link when it is shown in place right below.
fn headline_plain(book: &Book, index: usize, article: &Article) -> Markup {
    match &article.title {
        Some(title) => super::words::quoted(title, book.lang(index), 200),
        None => headline(book, index, article),
    }
}

/// An address as a link only where a browser can do nothing but open a page.
fn address(url: &str) -> Markup {
    let safe = url.starts_with("https://") || url.starts_with("http://");
    let words = shown(head(url, 90).0);
    html! {
        @if safe { a href=(url) rel="noopener noreferrer nofollow" { (words) } } @else { (words) }
    }
}

/// A stretch of the page, in order.
enum Stretch<'a> {
    Title(Span),
    Body(Span),
    Repeat(Span),
    Frame(Span, &'a str),
}

impl Stretch<'_> {
    fn span(&self) -> Span {
        match self {
            Stretch::Title(s) | Stretch::Body(s) | Stretch::Repeat(s) | Stretch::Frame(s, _) => *s,
        }
    }
}

/// The whole text as stretches without gaps or overlaps; what nobody named is frame.
fn stretches(article: &Article) -> Vec<Stretch<'_>> {
    let mut list: Vec<(Span, u8, Stretch)> = Vec::new();
    list.extend(article.title_span.map(|s| (s, 0, Stretch::Title(s))));
    list.extend(article.body.iter().map(|s| (*s, 1, Stretch::Body(*s))));
    list.extend(article.repeats.iter().map(|s| (*s, 2, Stretch::Repeat(*s))));
    list.extend(article.frame.iter().map(|f| (f.span, 3, Stretch::Frame(f.span, &f.kind))));
    list.sort_by_key(|(s, rank, _)| (s.start, *rank, s.end));
    let mut out: Vec<Stretch> = Vec::new();
    let mut at = 0;
    let gap = |from: usize, to: usize, out: &mut Vec<Stretch>| {
        if !Span::new(from, to).of(&article.text).trim().is_empty() {
            out.push(Stretch::Frame(Span::new(from, to), "other"));
        }
    };
    for (span, _, stretch) in list {
        if span.start < at {
            continue;
        }
        gap(at, span.start, &mut out);
        at = span.end;
        out.push(stretch);
    }
    gap(at, article.text.len(), &mut out);
    out
}

fn text(layers: &Layers, article: &Article) -> Markup {
    let stretches = stretches(article);
    let mut room = if layers.book.sheet.with_pages { usize::MAX } else { LIMIT };
    let whole = layers.book.sheet.with_pages;
    // Where something lands before the first stretch or between two, it lands at the next.
    let mut at = 0;
    let mut parts: Vec<Markup> = Vec::new();
    let mut i = 0;
    while let Some(stretch) = stretches.get(i) {
        let span = stretch.span();
        let before = layers.landings(Span::new(at, span.start));
        let size = span.of(&article.text).chars().count();
        at = span.end;
        i += 1;
        parts.push(match stretch {
            Stretch::Title(s) if size <= room => {
                html! { (before) p.headline { (marked(layers, article, *s)) } }
            }
            Stretch::Body(s) if (whole || layers.touches(*s)) && size <= room => {
                // Each paragraph costs a little, so that a page of crumbs stays short as well.
                room -= size.max(20).min(room);
                html! { (before) p { (marked(layers, article, *s)) } }
            }
            Stretch::Title(s) | Stretch::Body(s) => {
                html! { (before) (left_out(layers, article, *s, "")) }
            }
            Stretch::Repeat(s) => {
                html! { (before) (left_out(layers, article, *s, "the body again: ")) }
            }
            Stretch::Frame(s, kind) => {
                let mut hull = *s;
                let mut kinds = vec![*kind];
                while let Some(Stretch::Frame(next, kind)) = stretches.get(i) {
                    hull = hull.hull(*next);
                    at = hull.end;
                    i += 1;
                    if !kinds.contains(kind) {
                        kinds.push(kind);
                    }
                }
                html! { (before) (framed(layers, article, hull, &kinds.join(", "))) }
            }
        });
    }
    let rest = layers.landings(Span::new(at, article.text.len() + 1));
    html! { @for p in &parts { (p) } (rest) }
}

/// The beginning of a paragraph that carries nothing, or for which no room is left.
fn left_out(layers: &Layers, article: &Article, span: Span, what: &str) -> Markup {
    let words = span.of(&article.text);
    let width = if words.chars().count() <= STUB + LITTLE { STUB + LITTLE } else { STUB };
    let (start, cut) = head(words, width);
    let rest = words.chars().count().saturating_sub(start.chars().count());
    html! {
        p.stub { (layers.landings(span))
            @if !what.is_empty() { i { (what) } }
            (shown(start))
            @if cut { span.cut { " … " (count(rest, "character", "characters")) " left out" } }
        }
    }
}

/// Menus and the like: greyed, their beginning only; quotations in them are named as such.
fn framed(layers: &Layers, article: &Article, span: Span, kind: &str) -> Markup {
    let words = span.of(&article.text);
    let (start, cut) = head(words, MENU);
    let rest = words.chars().count().saturating_sub(start.chars().count());
    let quotes = layers.begin_in(span).iter().filter(|(_, c)| *c == "quote").count();
    html! {
        p.frame { (layers.landings(span))
            span.kind { (shown(kind)) } " " (shown(start))
            @if cut { span.cut { " … " (count(rest, "character", "characters")) " left out" } }
            @if quotes > 0 { span.kind { (count(quotes, "quotation", "quotations")) " in it, kept apart" } }
        }
    }
}

/// A stretch with its marks, cut at every place where a mark begins or ends.
fn marked(layers: &Layers, article: &Article, span: Span) -> Markup {
    let here: Vec<&(Span, &str)> =
        layers.marks.iter().filter(|(m, _)| m.overlap(span) > 0).collect();
    let mut cuts: BTreeSet<usize> = BTreeSet::from([span.start, span.end]);
    for (m, _) in &here {
        cuts.extend([m.start.max(span.start), m.end.min(span.end)]);
    }
    cuts.extend(layers.anchors.range(span.start..span.end).map(|(at, _)| *at));
    cuts.extend(layers.notes.range(span.start..=span.end).map(|(at, _)| *at));
    cuts.retain(|c| article.text.is_char_boundary(*c));
    let cuts: Vec<usize> = cuts.into_iter().collect();
    html! {
        @for pair in cuts.windows(2) {
            @let piece = Span::new(pair[0], pair[1]);
            @if let Some(id) = layers.anchors.get(&piece.start) { span.at id=(id) {} }
            @let classes = classes(&here, piece);
            @if classes.is_empty() { (shown(piece.of(&article.text))) }
            @else if classes.contains(&"quote") { mark class=(classes.join(" ")) { (shown(piece.of(&article.text))) } }
            @else { span class=(classes.join(" ")) { (shown(piece.of(&article.text))) } }
            @if let Some(notes) = layers.notes.get(&piece.end) {
                @for (href, number) in notes.iter().filter_map(|u| layers.book.statement(*u)) {
                    a.note href=(href) aria-label=(format!("statement {number}")) { (number) }
                }
                @for u in notes { (layers.around(*u)) }
            }
        }
    }
}

/// Classes of the marks over a piece, each once.
fn classes(here: &[&(Span, &'static str)], piece: Span) -> Vec<&'static str> {
    let over = here.iter().filter(|(m, _)| m.contains(piece)).map(|(_, c)| *c);
    over.collect::<BTreeSet<_>>().into_iter().collect()
}
