//! Lists: stories, speakers, outlets, a slice at a time.

use super::View;
use crate::ask::{Ask, path_to};
use crate::fault::Fault;
use crate::library::App;
use crate::words::{count, csv, list, name, paging, text};
use headwater_store::{Listed, Shelf, Slice};
use headwater_text::plain;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rows of a list that are shown together.
const STORIES: usize = 25;
const NAMES: usize = 100;

/// The columns of stories in a spreadsheet.
pub(crate) const STORY: [&str; 9] =
    ["story", "title", "size", "first", "last", "outlets", "speakers", "shared", "differ"];

pub(crate) fn stories(shelf: &Shelf, ask: &Ask) -> Result<View, Fault> {
    let slice = ask.slice(STORIES);
    let (found, of) = match ask.value("outlet").filter(|o| !o.is_empty()) {
        None => (shelf.newest_stories(slice)?, None),
        Some(outlet) => {
            let record = super::named(shelf, "outlet", outlet)?;
            let names = list(&record, "spellings").iter();
            let names: Vec<String> = names.filter_map(Value::as_str).map(str::to_owned).collect();
            let called = text(&record, "name").to_owned();
            (shelf.stories_of_outlets(&names, slice)?, Some(called))
        }
    };
    let say = ask.say;
    let title = match &of {
        None => say.t("stories.title").to_owned(),
        Some(outlet) => say.f("stories.of", &[&plain(outlet)]),
    };
    let body = html! {
        h1 { bdi { (title) } }
        p.quiet { (say.n("stories", found.all)) }
        @if found.rows.is_empty() { p { (say.t("front.none")) } }
        (story_items(ask, &found.rows, &Briefs::new()))
        (paging(ask, slice, found.all))
    };
    Ok(listed("stories", title, &STORY, found, slice, body))
}

fn listed(
    kind: &str,
    title: String,
    columns: &[&str],
    found: Listed,
    slice: Slice,
    body: Markup,
) -> View {
    let table = csv(columns, &found.rows);
    let json = json!({"type": kind, "all": found.all, "from": slice.from, "rows": found.rows});
    View { title, json, body, csv: Some(table) }
}

/// Answers about stories, by their names: where each springs from and what changed.
pub(crate) type Briefs = BTreeMap<String, Vec<(&'static str, Markup)>>;

/// Most pages of a story whose answers are told in a list.
const SMALL: usize = 30;
/// The answers that stand in a list.
const ANSWERS: [&str; 2] = ["Source", "Changed"];

/// The answers about these stories, as far as they can be found out quickly.
pub(crate) fn briefs(app: &App, shelf: &Shelf, ask: &Ask, rows: &[Value]) -> Result<Briefs, Fault> {
    let mut out = Briefs::new();
    for row in rows {
        let story = text(row, "story").to_owned();
        if let Some(told) = app.pieces(shelf, ask, &story, SMALL)? {
            let six = told.six.iter().filter(|(label, _)| ANSWERS.contains(label));
            out.insert(story, six.cloned().collect());
        }
    }
    Ok(out)
}

/// Stories as a list: headline, days, pages, who speaks, what differs.
pub(crate) fn story_items(ask: &Ask, rows: &[Value], briefs: &Briefs) -> Markup {
    let say = ask.say;
    html! {
        @if !rows.is_empty() { ol.stories {
            @for s in rows {
                @let brief = briefs.get(text(s, "story"));
                li data-item {
                    a.title href=(ask.to(&path_to("story", text(s, "story")))) {
                        span.of-page { (name(text(s, "title"))) }
                    }
                    div.quiet {
                        (days(ask, s)) " · " (say.n("pages", count(s, "size")))
                        @if !list(s, "outlets").is_empty() { " · " (names(list(s, "outlets"), 4)) }
                    }
                    @if let Some(brief) = brief {
                        dl.brief lang="en" { @for (label, line) in brief {
                            dt lang=(say.lang.tag()) { (say.known(&format!("six.{label}")).unwrap_or(label)) } dd { (line) }
                        } }
                    }
                    div {
                        @if count(s, "shared") > 0 { span.quiet { (say.n("shared", count(s, "shared"))) } }
                        @let speakers = list(s, "speakers");
                        @if !speakers.is_empty() {
                            @if count(s, "shared") > 0 { " · " }
                            (names(speakers, 3))
                        }
                    }
                }
            }
        } }
    }
}

/// Names with commas between them, so many at most.
pub(crate) fn names(all: &[Value], most: usize) -> Markup {
    html! {
        @for (i, one) in all.iter().filter_map(Value::as_str).take(most).enumerate() {
            @if i > 0 { ", " } (name(one))
        }
        @if all.len() > most { " …" }
    }
}

fn days(ask: &Ask, story: &Value) -> Markup {
    let (first, last) = (text(story, "first"), text(story, "last"));
    html! {
        @if first.is_empty() { (ask.say.t("word.undated")) }
        @else if first == last { time datetime=(plain(first)) { (ask.say.day(first)) } }
        @else { (ask.say.day(first)) " – " (ask.say.day(last)) }
    }
}

pub(crate) fn speakers(shelf: &Shelf, ask: &Ask) -> Result<View, Fault> {
    let (say, slice) = (ask.say, ask.slice(NAMES));
    let found = shelf.speakers(slice)?;
    let body = html! {
        h1 { (say.t("speakers.title")) }
        p.quiet { (say.t("speakers.note")) }
        (table(ask, &found.rows, "person", "name", "statements", say.t("word.speaker")))
        (paging(ask, slice, found.all))
    };
    let title = say.t("speakers.title").to_owned();
    Ok(listed("speakers", title, &["name", "statements"], found, slice, body))
}

pub(crate) fn outlets(shelf: &Shelf, ask: &Ask) -> Result<View, Fault> {
    let (say, slice) = (ask.say, ask.slice(NAMES));
    let found = shelf.outlets_listed(slice)?;
    let body = html! {
        h1 { (say.t("outlets.title")) }
        (table(ask, &found.rows, "outlet", "outlet", "pages", say.t("word.outlet")))
        (paging(ask, slice, found.all))
    };
    let title = say.t("outlets.title").to_owned();
    Ok(listed("outlets", title, &["outlet", "name", "spellings", "pages"], found, slice, body))
}

/// Names with a count.
fn table(ask: &Ask, rows: &[Value], kind: &str, id: &str, counted: &str, head: &str) -> Markup {
    html! {
        table.names {
            thead { tr { th scope="col" { (head) } th.n scope="col" { (ask.say.t("word.count")) } } }
            tbody { @for row in rows { tr data-item {
                th scope="row" { a href=(ask.to(&path_to(kind, text(row, id)))) { (name(text(row, "name"))) } }
                td.n { (ask.say.number(count(row, counted))) }
            } } }
        }
    }
}
