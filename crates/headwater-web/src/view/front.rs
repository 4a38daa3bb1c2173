//! The front: one box, the newest stories with what differs in them, who is quoted most, the outlets.

use super::View;
use super::lists::{briefs, story_items};
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::library::App;
use crate::words::{count, csv, name, text};
use headwater_store::{Counts, Shelf, Slice};
use maud::{Markup, html};
use serde_json::json;

/// Stories, and names beside them.
const STORIES: usize = 10;
const NAMES: usize = 12;

pub(crate) fn view(app: &App, shelf: &Shelf, ask: &Ask) -> Result<View, Fault> {
    let say = ask.say;
    let counts = shelf.counts()?;
    let stories = shelf.newest_stories(Slice { from: 0, most: STORIES })?;
    let few = Slice { from: 0, most: NAMES };
    let (speakers, outlets) = (shelf.speakers(few)?, shelf.outlets_listed(few)?);
    let json = json!({
        "type": "front", "pages": counts.pages, "outlets": counts.outlets,
        "stories": counts.stories, "statements": counts.statements,
        "newest": stories.rows, "most_quoted": speakers.rows, "largest_outlets": outlets.rows,
    });
    if ask.form != Form::Html {
        let table = csv(&super::lists::STORY, &stories.rows);
        return Ok(View { title: String::new(), json, body: html! {}, csv: Some(table) });
    }
    let briefs = briefs(app, shelf, ask, &stories.rows)?;
    let body = html! {
        (asking(ask, counts))
        div.front {
            section aria-labelledby="newest" {
                h2 #newest { (say.t("front.newest")) }
                @if counts.pages == 0 { p { (say.t("front.empty")) } }
                @else if stories.rows.is_empty() { p { (say.t("front.none")) } }
                (story_items(ask, &stories.rows, &briefs))
                @if stories.all > stories.rows.len() {
                    p { a href=(ask.to("/stories")) { (say.t("front.all-stories")) " (" (say.number(stories.all)) ")" } }
                }
            }
            aside {
                section aria-labelledby="quoted" {
                    h2 #quoted { (say.t("front.most")) }
                    ol.facet { @for s in &speakers.rows {
                        li { a href=(ask.to(&path_to("person", text(s, "name")))) { (name(text(s, "name"))) } " "
                            span.quiet { (say.number(count(s, "statements"))) } }
                    } }
                    p { a href=(ask.to("/speakers")) { (say.t("front.all-speakers")) " (" (say.number(speakers.all)) ")" } }
                }
                section aria-labelledby="media" {
                    h2 #media { (say.t("site.outlets")) }
                    ol.facet { @for o in &outlets.rows {
                        li { a href=(ask.to(&path_to("outlet", text(o, "outlet")))) { (name(text(o, "name"))) } " "
                            span.quiet { (say.number(count(o, "pages"))) } }
                    } }
                    p { a href=(ask.to("/outlets")) { (say.t("front.all-outlets")) " (" (say.number(outlets.all)) ")" } }
                }
            }
        }
    };
    let table = csv(&super::lists::STORY, &stories.rows);
    Ok(View { title: say.t("front.title").to_owned(), json, body, csv: Some(table) })
}

/// The one box, and how much there is.
fn asking(ask: &Ask, counts: Counts) -> Markup {
    let say = ask.say;
    html! {
        div.front-box {
            h1 { (say.t("front.ask")) }
            form action="/search" method="get" {
                @if let Some(lang) = ask.value("lang") { input type="hidden" name="lang" value=(lang); }
                label for="q" { (say.t("front.box")) }
                div.row {
                    input #q type="search" name="q" maxlength="1000" dir="auto";
                    button { (say.t("site.search")) }
                }
            }
            p.quiet { (say.t("front.long")) " " a href=(ask.to("/check")) { (say.t("site.check")) } }
            p.quiet { (say.n("pages", counts.pages)) " · " (say.n("outlets", counts.outlets)) " · "
                (say.n("stories", counts.stories)) " · " (say.n("statements", counts.statements)) }
        }
    }
}
