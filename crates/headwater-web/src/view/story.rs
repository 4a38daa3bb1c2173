//! A story: the six answers, the tree, its statements with how each page has them, its pages.

use super::View;
use super::lists::names;
use crate::ask::{Ask, Form, encoded, path_to};
use crate::fault::Fault;
use crate::library::{App, LARGE};
use crate::words::{count, csv, list, name, quoted, text, whence};
use headwater::{Findings, PageId};
use headwater_store::Shelf;
use headwater_tell::{Pieces, Records, Ways};
use maud::{Markup, html};
use serde_json::{Value, json};

/// Links within this place.
pub(crate) struct Local<'a>(pub(crate) &'a Ask);

impl Ways for Local<'_> {
    fn page(&self, page: PageId) -> String {
        self.0.to(&format!("/page/{page}"))
    }

    fn place(&self, page: PageId, start: usize, end: usize) -> String {
        self.0.to(&crate::words::place_path(&page.to_string(), start, end))
    }

    fn statement(&self, id: &str) -> String {
        self.0.to(&format!("/statement/{}", encoded(id)))
    }
}

/// The columns of a story's statements in a spreadsheet.
const COLUMNS: [&str; 5] = ["statement", "speaker", "said_on", "readings", "words"];

pub(crate) fn view(app: &App, shelf: &Shelf, ask: &Ask, name: &str) -> Result<View, Fault> {
    let mut record = super::named(shelf, "story", name)?;
    let id = text(&record, "story").to_owned();
    if let Some(fields) = record.as_object_mut() {
        fields.shift_remove("run");
    }
    let table = csv(&COLUMNS, list(&record, "statements"));
    let title = text(&record, "title").to_owned();
    let body = match ask.form {
        Form::Html => match app.pieces(shelf, ask, &id, LARGE)? {
            Some(told) => told_in_full(ask, &record, &told),
            None => told_by_rows(ask, &record),
        },
        _ => html! {},
    };
    if ask.form == Form::Json
        && let Some(found) = app.findings(shelf, &[id], LARGE)?
    {
        in_full(&mut record, &found);
    }
    Ok(View { title, json: record, body, csv: Some(table) })
}

/// Puts into a story's record what stands behind it: the answers, readings and grounds. Places are in
/// the pages named by the `id` of `pages`.
fn in_full(record: &mut Value, found: &Findings) {
    let records = Records::new(found);
    let story = records.rows("stories").next().unwrap_or_default();
    record["brief"] = story["brief"].clone();
    record["why"] = story["joins"].clone();
    record["tree"] = records.rows("stemmata").next().unwrap_or_default();
    record["readings"] = readings(found);
    record["remarks"] = records.rows("remarks").collect();
}

fn readings(found: &Findings) -> Value {
    let mut out = Vec::new();
    for utterance in &found.utterances {
        for reading in &utterance.readings {
            let (Some(page), Some(quoted)) =
                (found.pages.get(reading.place.article), found.articles.get(reading.place.article))
            else {
                continue;
            };
            let index = headwater_text::CharIndex::new(&quoted.article.text);
            let span = reading.place.span;
            out.push(json!({
                "statement": utterance.id, "speaker": utterance.speaker, "page": page.to_string(),
                "id": quoted.article.id, "start": index.to_chars(span.start),
                "end": index.to_chars(span.end), "words": span.of(&quoted.article.text),
                "relation": reading.relation.name(),
            }));
        }
    }
    out.into()
}

fn told_in_full(ask: &Ask, record: &Value, told: &Pieces) -> Markup {
    let say = ask.say;
    let Pieces { six, sure, tree, statements, remarks, grounds, pages, folds, .. } = told;
    let several = list(record, "pages").len() > 1;
    html! {
        section.story.alone {
            p.eyebrow { (say.n("pages", told.reports)) " · " (told.days) }
            h1.of-page { (name(&told.title)) }
            div.first-screen lang="en" {
                dl.short.six {
                    @for (label, line) in six {
                        dt lang=(say.lang.tag()) { (say.known(&format!("six.{label}")).unwrap_or(label)) } dd { (line) }
                    }
                }
                (sure)
            }
            @if several { h2.part { (say.t("story.tree")) } div lang="en" { (tree) (grounds) } }
            @else { p.quiet { (say.t("story.tree-alone")) } }
            div.own-heads lang="en" { (statements) (remarks) }
            h2.part { (say.t("story.pages")) }
            div lang="en" { (pages) (folds) }
            (foot(ask, record))
        }
    }
}

/// A story that is too large to be told in full, from the rows of the library.
fn told_by_rows(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let size = count(record, "pages").max(list(record, "pages").len());
    html! {
        section.story.alone {
            p.eyebrow { (say.n("pages", size)) }
            h1.of-page { (name(text(record, "title"))) }
            p { (say.f("story.large", &[&say.n("pages", size), text(record, "story")])) }
            h2.part { (say.t("story.statements")) }
            (statement_items(ask, list(record, "statements")))
            h2.part { (say.t("story.pages")) }
            (page_items(ask, list(record, "pages")))
            (foot(ask, record))
        }
    }
}

fn foot(ask: &Ask, record: &Value) -> Markup {
    html! { p.quiet.export { code { (ask.say.f("story.export", &[text(record, "story")])) } } }
}

/// Statements as a list, each with how many readings it has.
pub(crate) fn statement_items(ask: &Ask, rows: &[Value]) -> Markup {
    let say = ask.say;
    html! {
        ol.statements { @for s in rows {
            li data-item {
                a href=(ask.to(&path_to("statement", text(s, "statement")))) {
                    (quoted(text(s, "words"), text(s, "lang"), 240))
                }
                div.quiet {
                    @if text(s, "speaker").is_empty() { (say.t("word.no-speaker")) } @else { (name(text(s, "speaker"))) }
                    " · " (say.n("readings", count(s, "readings")))
                }
            }
        } }
    }
}

/// Pages as a list.
pub(crate) fn page_items(ask: &Ask, rows: &[Value]) -> Markup {
    let say = ask.say;
    html! {
        ol.pages-list { @for p in rows {
            li data-item {
                a href=(ask.to(&path_to("page", text(p, "page")))) {
                    span.of-page { @if text(p, "title").is_empty() { (say.t("word.no-headline")) } @else { (name(text(p, "title"))) } }
                }
                div.quiet { (whence(ask, p)) @if !text(p, "also_of").is_empty() { " = " (names(&[p["also_of"].clone()], 1)) } }
            }
        } }
    }
}
