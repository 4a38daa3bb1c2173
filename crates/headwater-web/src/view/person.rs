//! A person: statements by date, spellings, what pages call them.

use super::View;
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::words::{count, csv, list, name, paging, place_of, quoted, text};
use headwater_store::{Shelf, Slice};
use headwater_text::plain;
use maud::{Markup, html};
use serde_json::{Value, json};

/// Statements that are shown together.
const MOST: usize = 50;
/// The columns of statements in a spreadsheet.
const COLUMNS: [&str; 12] = [
    "statement",
    "speaker",
    "said_on",
    "date",
    "outlet",
    "words",
    "page",
    "start",
    "end",
    "readings",
    "differences",
    "story",
];

pub(crate) fn view(shelf: &Shelf, ask: &Ask, name: &str) -> Result<View, Fault> {
    let slice = ask.slice(MOST);
    let (called, spellings, stories) = found(shelf, name)?;
    let statements = shelf.statements_of(&spellings, slice)?;
    if statements.all == 0 && stories == 0 {
        return Err(Fault::NotFound(name.to_owned()));
    }
    let json = json!({
        "type": "person", "name": called, "spellings": spellings, "stories": stories,
        "roles": shelf.roles_of(&spellings)?, "all": statements.all, "from": slice.from,
        "statements": statements.rows,
    });
    let table = csv(&COLUMNS, &statements.rows);
    let title = ask.say.f("person.title", &[&plain(&called)]);
    let body = if ask.form == Form::Html {
        told(ask, &json, slice)
    } else {
        html! {}
    };
    Ok(View { title, json, body, csv: Some(table) })
}

/// The name of a person, all spellings, and in how many stories; who is quoted without being known as a
/// person has the one spelling.
fn found(shelf: &Shelf, name: &str) -> Result<(String, Vec<String>, usize), Fault> {
    match super::named(shelf, "person", name) {
        Ok(record) => {
            let own = list(&record, "spellings").iter().filter_map(Value::as_str);
            // A surname alone may be anybody's.
            let mut spellings: Vec<String> =
                own.filter(|s| s.contains(' ') || *s == name).map(str::to_owned).collect();
            if spellings.is_empty() || !spellings.iter().any(|s| s == name) {
                spellings.push(name.to_owned());
            }
            spellings.sort_unstable();
            Ok((text(&record, "name").to_owned(), spellings, count(&record, "stories")))
        }
        Err(Fault::NotFound(_)) => Ok((name.to_owned(), vec![name.to_owned()], 0)),
        Err(other) => Err(other),
    }
}

fn told(ask: &Ask, json: &Value, slice: Slice) -> Markup {
    let say = ask.say;
    let (roles, spellings) = (list(json, "roles"), list(json, "spellings"));
    html! {
        h1.of-page { (name(text(json, "name"))) }
        dl.facts-list {
            @if spellings.len() > 1 {
                dt { (say.t("person.spellings")) } dd { (super::lists::names(spellings, 20)) }
            }
            @if !roles.is_empty() {
                dt { (say.t("person.roles")) }
                dd { @for (i, r) in roles.iter().take(6).enumerate() {
                    @if i > 0 { " · " } span.of-page { (name(text(r, "role"))) } " "
                    span.quiet { "(" (say.number(count(r, "quotations"))) ")" }
                } }
            }
        }
        @if count(json, "stories") > 1 { p.quiet { (say.f("person.stories", &[&say.number(count(json, "stories"))])) } }
        h2.part { (say.t("person.statements")) " (" (say.number(count(json, "all"))) ")" }
        ol.line.dated { @for s in list(json, "statements") { li.for data-item { (statement(ask, s)) } } }
        (paging(ask, slice, count(json, "all")))
    }
}

fn statement(ask: &Ask, s: &Value) -> Markup {
    let say = ask.say;
    let (on, date) = (text(s, "said_on"), text(s, "date"));
    let day = if on.is_empty() { date } else { on };
    html! {
        div.date {
            @if day.is_empty() { (say.t("word.undated")) }
            @else { time datetime=(plain(day)) { (say.day(day)) } }
            @if on.is_empty() && !date.is_empty() { div.quiet { (say.t("person.date-of-report")) } }
        }
        div.statement {
            div.words { a.to href=(ask.to(&path_to("statement", text(s, "statement")))) { (quoted(text(s, "words"), text(s, "lang"), 400)) } }
            div.quiet {
                a href=(place_of(ask, s)) { @if text(s, "outlet").is_empty() { (say.t("word.page")) } @else { (name(text(s, "outlet"))) } }
                @if count(s, "readings") > 1 { " · " (say.n("readings", count(s, "readings"))) }
                " · " a href=(ask.to(&path_to("story", text(s, "story")))) { (name(text(s, "title"))) }
            }
        }
    }
}
