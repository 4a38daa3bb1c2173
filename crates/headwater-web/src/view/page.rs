//! A page: its stored text with findings marked in place, what is not the article greyed; its bytes as a
//! download alone.

use super::{View, correct};
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::keep::Answer;
use crate::words::{count, csv, list, name, place_path, quoted, shown, text, whence};
use headwater::{PageId, Store};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_store::{Came, Shelf};
use headwater_text::{CharIndex, Span, plain};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most characters of a text that are shown together.
const LIMIT: usize = 120_000;
/// Characters shown before a place that is linked, where the text is longer than that.
const BEFORE: usize = 20_000;
/// Quotations that are listed.
const LISTED: usize = 400;
/// The columns of quotations in a spreadsheet.
const COLUMNS: [&str; 10] =
    ["page", "quote", "kind", "speaker", "role", "stance", "said_on", "start", "end", "words"];

pub(crate) fn view(shelf: &Shelf, ask: &Ask, name: &str) -> Result<View, Fault> {
    let mut record = super::named(shelf, "page", name)?;
    let page = text(&record, "page").to_owned();
    let id: PageId = page.parse().map_err(|_| Fault::NotFound(page.clone()))?;
    let Some(dossier) = Store::get(shelf, id)? else { return Err(Fault::NotFound(page)) };
    let quoted = dossier.quoted();
    record["readings"] = shelf.readings_in(&page)?.into();
    record["corrections"] = shelf.corrections(&page)?.into();
    if let Some(story) = record["story"].as_str().map(str::to_owned) {
        record["story_title"] = shelf.story_row(&story)?["title"].clone();
    }
    let index = CharIndex::new(&quoted.article.text);
    let at = ask.place();
    if let Some((from, to)) = at {
        let held = to <= quoted.article.text.chars().count();
        let words = if held { index.span(from, to).of(&quoted.article.text) } else { "" };
        record["at"] =
            json!({"page": page, "start": from, "end": to, "words": words, "held": held});
    }
    for row in record["quotations"].as_array_mut().into_iter().flatten() {
        row["page"] = json!(page);
    }
    let table = csv(&COLUMNS, list(&record, "quotations"));
    let called = [text(&record, "title"), text(&record, "id")];
    let title = called.into_iter().find(|t| !t.is_empty()).unwrap_or_default();
    let title = crate::words::head(title, 80);
    if ask.form == Form::Json {
        record["text"] = json!(quoted.article.text);
        record["body"] = index.json_list(&quoted.article.body);
        let frame = quoted.article.frame.iter();
        record["frame"] = frame
            .map(|f| json!({"kind": f.kind, "start": index.to_chars(f.span.start), "end": index.to_chars(f.span.end)}))
            .collect();
    }
    let body = match ask.form {
        Form::Html => told(ask, &record, quoted, &index, at),
        _ => html! {},
    };
    Ok(View { title, json: record, body, csv: Some(table) })
}

/// The bytes of a page as they came, to be saved and never to be shown.
pub(crate) fn raw(shelf: &Shelf, name: &str) -> Result<Answer, Fault> {
    let record = super::named(shelf, "page", name)?;
    let page = text(&record, "page").to_owned();
    let id: PageId = page.parse().map_err(|_| Fault::NotFound(page.clone()))?;
    let bytes = match shelf.bytes(id)? {
        Some(Came::Bytes(bytes, _)) => bytes,
        Some(Came::Fetched(fetched)) => fetched.bytes,
        Some(Came::Record(article)) => article.to_json().to_string().into_bytes(),
        None => return Err(Fault::NotFound(page)),
    };
    let short = page.get(..12).unwrap_or(&page);
    let saved_as = Some(format!("headwater-{short}.bin"));
    Ok(Answer { status: 200, kind: "application/octet-stream", body: bytes.into(), saved_as })
}

fn told(
    ask: &Ask,
    record: &Value,
    quoted: &Quoted,
    index: &CharIndex<'_>,
    at: Option<(usize, usize)>,
) -> Markup {
    let say = ask.say;
    let lost = record["at"]["held"] == Value::Bool(false);
    html! {
        p.eyebrow { (whence(ask, record)) }
        h1.of-page dir="auto" { @if text(record, "title").is_empty() { (say.t("word.no-headline")) } @else { (name(text(record, "title"))) } }
        (facts(ask, record))
        p.quiet { (say.t("view.stored")) }
        p.quiet.legend-line { (say.t("view.key")) " "
            mark.quote.of-page { (say.t("view.key-quote")) } " · " span.speaker.of-page { (say.t("view.key-speaker")) } " · "
            span.cue.of-page { (say.t("view.key-cue")) } " · " span.frame { (say.t("view.key-frame")) } " · "
            (say.t("view.key-note")) @if at.is_some() { " · " (say.t("view.key-here")) } }
        @if lost { p.fault { (say.t("view.no-such-place")) } }
        div.page { (stored(ask, record, quoted, index, at)) }
        (quotations(ask, record))
        (correct::told(ask, text(record, "page"), list(record, "corrections")))
    }
}

fn facts(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let authors = list(record, "authors");
    let url = text(record, "url");
    let live = url.starts_with("https://") || url.starts_with("http://");
    html! {
        dl.facts-list {
            @if !authors.is_empty() { dt { (say.t("view.by")) } dd { (super::lists::names(authors, 8)) } }
            @if !text(record, "story").is_empty() {
                dt { (say.t("word.story")) } dd { a href=(ask.to(&path_to("story", text(record, "story")))) { (name(text(record, "story_title"))) } }
            }
            @if !url.is_empty() {
                dt { (say.t("view.address")) }
                dd { @if live { a href=(url) rel="noopener noreferrer nofollow external" { (name(url)) " ↗" } } @else { (name(url)) } }
            }
        }
        details.more { summary { (say.t("view.facts")) } (more_facts(ask, record)) }
    }
}

/// What is known of the page besides, and its bytes.
fn more_facts(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let versions = list(record, "versions");
    let (page, basis) = (text(record, "page"), text(record, "date_basis"));
    html! {
        dl.facts-list {
            @if !basis.is_empty() {
                dt { (say.t("view.date-from")) } dd { (say.known(&format!("basis.{basis}")).map_or_else(|| plain(basis), str::to_owned)) }
            }
            dt { (say.t("view.file")) } dd { (name(text(record, "id"))) }
            @if !text(record, "fetched").is_empty() { dt { (say.t("view.fetched")) } dd { (say.day(text(record, "fetched"))) } }
            dt { (say.t("view.stored-on")) } dd { (say.day(text(record, "added"))) }
            @if !text(record, "sha256").is_empty() { dt { "SHA-256" } dd { code { (plain(text(record, "sha256"))) } } }
            @if versions.len() > 1 {
                dt { (say.t("view.versions")) }
                dd { ul { @for v in versions {
                    li { @if text(v, "page") == page { (say.day(text(v, "added"))) " " span.quiet { (say.t("view.this-version")) } }
                        @else { a href=(ask.to(&path_to("page", text(v, "page")))) { (say.day(text(v, "added"))) } } }
                } } }
            }
        }
        p { a href=(format!("/page/{}/raw", crate::ask::encoded(page))) download rel="nofollow" { (say.t("view.raw")) } }
    }
}

fn quotations(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let all = list(record, "quotations");
    html! {
        @if !all.is_empty() {
            details.more { summary { (say.t("view.quotations-count")) " (" (say.number(all.len())) ")" }
                ol.statements { @for q in all.iter().take(LISTED) {
                    li { a href=(ask.to(&place_path(text(record, "page"), count(q, "start"), count(q, "end")))) { (quoted(text(q, "words"), text(record, "lang"), 200)) } " "
                        span.quiet { @if text(q, "speaker").is_empty() { (say.t("word.no-speaker")) } @else { (name(text(q, "speaker"))) } } }
                } } }
        }
    }
}

/// What is marked in a text: classes from place to place, notes at the ends of readings.
pub(crate) struct Marks<'m> {
    pub(crate) spans: Vec<(Span, &'static str)>,
    /// Where a reading ends: statement and how many readings it has.
    pub(crate) notes: BTreeMap<usize, Vec<(&'m str, usize)>>,
    /// The place that was linked.
    pub(crate) at: Option<Span>,
}

impl<'m> Marks<'m> {
    /// Quotations with their speakers and cues.
    pub(crate) fn of(quoted: &Quoted) -> Marks<'m> {
        let mut spans: Vec<(Span, &'static str)> = Vec::new();
        for q in &quoted.quotes {
            spans.extend(q.content.iter().map(|s| (*s, "quote")));
            spans.extend(q.speaker_spans.iter().map(|s| (*s, "speaker")));
            spans.extend(q.cue.iter().map(|s| (*s, "cue")));
        }
        Marks { spans, notes: BTreeMap::new(), at: None }
    }
}

fn stored(
    ask: &Ask,
    record: &Value,
    quoted: &Quoted,
    index: &CharIndex<'_>,
    at: Option<(usize, usize)>,
) -> Markup {
    let article = &quoted.article;
    let mut marks = Marks::of(quoted);
    for r in list(record, "readings") {
        let end = index.to_bytes(count(r, "end"));
        marks.notes.entry(end).or_default().push((text(r, "statement"), count(r, "pages")));
    }
    let all = article.text.chars().count();
    let linked = at.filter(|(_, to)| *to <= all);
    marks.at = linked.map(|(from, to)| index.span(from, to)).filter(|s| !s.is_empty());
    let asked = ask.value("from").and_then(|f| f.parse::<usize>().ok());
    let from = asked.unwrap_or_else(|| match linked {
        Some((from, _)) if all > LIMIT => from.saturating_sub(BEFORE),
        _ => 0,
    });
    let from = from.min(all);
    let window = index.span(from, (from + LIMIT).min(all));
    let say = ask.say;
    let to = (from + LIMIT).min(all);
    html! {
        @if all > LIMIT {
            p.fault { (say.f("view.cut", &[&say.number(from), &say.number(to), &say.number(all)])) " "
                @if to < all { a href=(ask.address(Form::Html, &[("from", &to.to_string()), ("at", "")])) { (say.t("view.other-part")) } } }
        }
        (marked_text(ask, article, &marks, window))
    }
}

/// What a stretch of a page is.
#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Title,
    Body,
    Repeat,
    Frame(Arc<str>),
}

/// The text within a window, in stretches without gaps; what nobody named is no article.
fn stretches(article: &Article, window: Span) -> Vec<(Span, Kind)> {
    let mut named: Vec<(Span, u8, Kind)> = Vec::new();
    named.extend(article.title_span.map(|s| (s, 0, Kind::Title)));
    named.extend(article.body.iter().map(|s| (*s, 1, Kind::Body)));
    named.extend(article.repeats.iter().map(|s| (*s, 2, Kind::Repeat)));
    named.extend(article.frame.iter().map(|f| (f.span, 3, Kind::Frame(f.kind.as_str().into()))));
    named.sort_by_key(|(s, rank, _)| (s.start, *rank, s.end));
    let mut out: Vec<(Span, Kind)> = Vec::new();
    let mut put = |from: usize, to: usize, kind: Kind| {
        let span =
            Span::new(from.max(window.start), to.min(window.end).max(from.max(window.start)));
        if span.of(&article.text).trim().is_empty() {
            return;
        }
        match out.last_mut() {
            // Menus in a row are one.
            Some((last, Kind::Frame(name))) if matches!(kind, Kind::Frame(_)) => {
                if let Kind::Frame(other) = &kind
                    && !name.split(", ").any(|n| n == &**other)
                    && name.len() < 60
                {
                    *name = format!("{name}, {other}").into();
                }
                *last = last.hull(span);
            }
            _ => out.push((span, kind)),
        }
    };
    let mut at = 0;
    for (span, _, kind) in named {
        if span.end <= at {
            continue;
        }
        let start = span.start.max(at);
        if start > at {
            put(at, start, Kind::Frame("other".into()));
        }
        put(start, span.end, kind);
        at = span.end;
    }
    put(at, article.text.len(), Kind::Frame("other".into()));
    out
}

/// A text with its marks; what is not the article is greyed and folded, unless something is linked there.
pub(crate) fn marked_text(ask: &Ask, article: &Article, marks: &Marks<'_>, window: Span) -> Markup {
    let say = ask.say;
    let pieces = pieces(article, marks);
    let lang = article.lang.as_deref().filter(|l| crate::words::is_tag(l));
    html! {
        div.text lang=[lang] dir="auto" {
            @for (span, kind) in stretches(article, window) {
                @let inner = within(ask, article, marks, &pieces, span);
                @match kind {
                    Kind::Title => p.headline dir="auto" { (inner) },
                    Kind::Body => p dir="auto" { (inner) },
                    Kind::Repeat => details.frame open[holds(marks, span)] { summary lang=(say.lang.tag()) { (say.t("view.repeat")) } (inner) },
                    Kind::Frame(name) => {
                        @let length = span.of(&article.text).chars().count();
                        details.frame open[length < 60 || holds(marks, span)] {
                            summary lang=(say.lang.tag()) dir="ltr" {
                                (say.t("view.frame-kind")) ": " (plain(&name)) ", " (say.n("characters", length)) }
                            (inner)
                        }
                    },
                }
            }
        }
    }
}

fn holds(marks: &Marks<'_>, span: Span) -> bool {
    marks.at.is_some_and(|at| at.overlap(span) > 0)
}

/// The text cut at every place where a mark begins or ends, each piece with its classes, in order.
fn pieces(article: &Article, marks: &Marks<'_>) -> Vec<(Span, Vec<&'static str>)> {
    let length = article.text.len();
    let mut events: BTreeMap<usize, Vec<(bool, &'static str)>> = BTreeMap::new();
    let at = marks.at.map(|s| (s, "here"));
    for (span, class) in marks.spans.iter().copied().chain(at).filter(|(s, _)| !s.is_empty()) {
        events.entry(span.start.min(length)).or_default().push((true, class));
        events.entry(span.end.min(length)).or_default().push((false, class));
    }
    for place in marks.notes.keys() {
        events.entry((*place).min(length)).or_default();
    }
    let mut open: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    let mut from = 0;
    for (place, changes) in events {
        if !article.text.is_char_boundary(place) {
            continue;
        }
        if place > from {
            out.push((Span::new(from, place), open.keys().copied().collect()));
            from = place;
        }
        for (begins, class) in changes {
            let n = open.entry(class).or_default();
            *n = if begins { *n + 1 } else { n.saturating_sub(1) };
            if *n == 0 {
                open.remove(class);
            }
        }
    }
    out.push((Span::new(from, length), Vec::new()));
    out
}

/// The pieces of a stretch.
fn within(
    ask: &Ask,
    article: &Article,
    marks: &Marks<'_>,
    pieces: &[(Span, Vec<&'static str>)],
    span: Span,
) -> Markup {
    let from = pieces.partition_point(|(p, _)| p.end <= span.start);
    let here = pieces.get(from..).unwrap_or(&[]).iter().take_while(|(p, _)| p.start < span.end);
    html! {
        @for (piece, classes) in here {
            @let own = Span::new(piece.start.max(span.start), piece.end.min(span.end));
            @let words = shown(own.of(&article.text));
            @let begins = marks.at.is_some_and(|at| at.start == own.start);
            @if begins { span.at #at {} }
            @if classes.is_empty() { (words) }
            @else if classes.contains(&"quote") || classes.contains(&"here") { mark class=(classes.join(" ")) { (words) } }
            @else { span class=(classes.join(" ")) { (words) } }
            @if own.end == piece.end { (notes(ask, marks, own.end)) }
        }
    }
}

/// Ways to the statements whose readings end here.
fn notes(ask: &Ask, marks: &Marks<'_>, end: usize) -> Markup {
    let here = marks.notes.get(&end).map_or(&[][..], Vec::as_slice);
    let mut seen = BTreeSet::new();
    html! {
        @for (statement, readings) in here.iter().filter(|(s, _)| seen.insert(*s)).collect::<Vec<_>>() {
            a.note href=(ask.to(&path_to("statement", statement)))
                aria-label=(format!("{}, {}", ask.say.t("word.statement"), ask.say.n("readings", *readings))) { "≡" (readings) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_leave_no_word_out() {
        let mut article =
            Article::plain("a", "Menu here\nFirst paragraph.\nAd\nSecond paragraph.\nFoot");
        article.body = vec![Span::new(10, 26), Span::new(30, 47)];
        let all = Span::new(0, article.text.len());
        let told: Vec<&str> =
            stretches(&article, all).iter().map(|(s, _)| s.of(&article.text)).collect();
        let told: String = told.concat().split_whitespace().collect();
        assert_eq!(told, article.text.split_whitespace().collect::<String>());
    }

    #[test]
    fn marks_that_cross_are_cut_into_pieces() {
        let article = Article::plain("a", "abcdefgh");
        let mut marks = Marks { spans: Vec::new(), notes: BTreeMap::new(), at: None };
        marks.spans = vec![(Span::new(1, 5), "quote"), (Span::new(3, 7), "speaker")];
        let pieces = pieces(&article, &marks);
        let told: Vec<(&str, usize)> =
            pieces.iter().map(|(s, c)| (s.of(&article.text), c.len())).collect();
        assert_eq!(told, [("a", 0), ("bc", 1), ("de", 2), ("fg", 1), ("h", 0)]);
    }
}
