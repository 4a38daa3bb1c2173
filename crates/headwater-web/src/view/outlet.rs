//! An outlet: from whom it has its reports, who has theirs from it, how it has statements that others
//! have too; in counts, without a verdict.

use super::View;
use super::lists::{Briefs, story_items};
use super::story::page_items;
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::words::{count, csv, list, name, text};
use headwater_store::{Shelf, Slice};
use headwater_text::plain;
use maud::{Markup, html};
use serde_json::{Value, json};

/// Stories and pages shown here.
const STORIES: usize = 10;
const PAGES: usize = 50;

pub(crate) fn view(shelf: &Shelf, ask: &Ask, name: &str) -> Result<View, Fault> {
    let mut record = super::named(shelf, "outlet", name)?;
    let names: Vec<String> =
        list(&record, "spellings").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let exchanged = shelf.exchanged(&names)?;
    record["has_from"] = exchanged["from"].clone();
    record["gives_to"] = exchanged["to"].clone();
    record["wordings"] = shelf.wordings_of(&names)?;
    let stories = shelf.stories_of_outlets(&names, Slice { from: 0, most: STORIES })?;
    record["stories"] = json!(stories.all);
    record["newest_stories"] = stories.rows.into();
    let called = record["name"].clone();
    for page in record["pages"].as_array_mut().into_iter().flatten() {
        page["outlet"] = called.clone();
    }
    let table = csv(&["page", "id", "title", "date"], list(&record, "pages"));
    let title = plain(text(&record, "name"));
    let body = if ask.form == Form::Html {
        told(ask, &record)
    } else {
        html! {}
    };
    Ok(View { title, json: record, body, csv: Some(table) })
}

fn told(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let (pages, spellings) = (list(record, "pages"), list(record, "spellings"));
    let stories = list(record, "newest_stories");
    let all = format!("/stories?outlet={}", crate::ask::encoded(text(record, "outlet")));
    html! {
        h1 { (name(text(record, "name"))) }
        p.quiet { (say.n("pages", count(record, "count")))
            @if spellings.len() > 1 { " · " (say.t("person.spellings")) ": " (super::lists::names(spellings, 12)) } }
        h2.part { (say.t("outlet.from")) }
        p.quiet { (say.t("outlet.from-note")) }
        (exchanged(ask, list(record, "has_from")))
        h2.part { (say.t("outlet.to")) }
        (exchanged(ask, list(record, "gives_to")))
        h2.part { (say.t("outlet.wordings")) }
        p.quiet { (say.t("outlet.wordings-note")) }
        (counts(ask, list(&record["wordings"], "relations"), "relation", "readings"))
        h2.part { (say.t("outlet.differ")) }
        (counts(ask, list(&record["wordings"], "differences"), "kind", "statements"))
        h2.part { (say.t("outlet.stories")) }
        (story_items(ask, stories, &Briefs::new()))
        @if count(record, "stories") > stories.len() {
            p { a href=(ask.to(&all)) { (say.t("front.all-stories")) " (" (say.number(count(record, "stories"))) ")" } }
        }
        h2.part { (say.t("outlet.pages")) }
        (page_items(ask, pages.get(..PAGES.min(pages.len())).unwrap_or(pages)))
        @if pages.len() > PAGES { p.quiet { (say.f("page.range", &["1", &say.number(PAGES), &say.number(count(record, "count"))])) } }
    }
}

/// Names with how many pages, and how sure on average.
fn exchanged(ask: &Ask, rows: &[Value]) -> Markup {
    let say = ask.say;
    html! {
        @if rows.is_empty() { p { (say.t("outlet.none")) } } @else {
            table.names {
                thead { tr { th scope="col" { (say.t("word.outlet")) } th.n scope="col" { (say.t("word.count")) }
                    th scope="col" { (say.t("outlet.sure")) } } }
                tbody { @for row in rows { tr data-item {
                    th scope="row" { (source(ask, row)) }
                    td.n { (say.number(count(row, "pages"))) }
                    td lang="en" { (headwater_stemma::in_words(row["probability"].as_f64().unwrap_or_default())) }
                } } }
            }
        }
    }
}

fn source(ask: &Ask, row: &Value) -> Markup {
    let (outlet, label) = (text(row, "outlet"), text(row, "label"));
    html! {
        @if !outlet.is_empty() { a href=(ask.to(&path_to("outlet", outlet))) { (name(outlet)) } }
        @else if !label.is_empty() {
            span.lost-sign aria-hidden="true" { "◇" } " " (name(label)) " " span.quiet { (ask.say.t("outlet.not-held")) }
        } @else { span.quiet { (ask.say.t("word.no-outlet")) } }
    }
}

/// Counts by relation or by kind of difference.
fn counts(ask: &Ask, rows: &[Value], what: &str, counted: &str) -> Markup {
    let say = ask.say;
    html! {
        @if rows.is_empty() { p { (say.t("outlet.none")) } } @else {
            ul.counts { @for row in rows {
                li { b { (say.number(count(row, counted))) } " "
                    (say.known(&format!("{what}.{}", text(row, what))).unwrap_or_default()) }
            } }
        }
    }
}
