//! One message over speakers and years, around a statement: lanes by speaker, time from top to bottom,
//! what stands against it on the other side.

use super::View;
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::library::App;
use crate::words::{count, csv, list, name, place_of, quoted, text};
use headwater::{Finder, Findings, Sought};
use headwater_collate::{Statement, Thread};
use headwater_store::{Shelf, Slice};
use headwater_text::{CharIndex, Span, fold, plain, rarity_folded, words};
use maud::{Markup, html};
use serde_json::{Value, json};

/// Pages that are looked up, stories and pages that are laid beside each other.
const LOOKED: usize = 60;
const STORIES: usize = 14;
const LARGE: usize = 80;
/// Rare words that are looked up.
const RARE: usize = 7;
/// Lanes that stand beside each other.
const LANES: usize = 6;

/// The columns in a spreadsheet.
const COLUMNS: [&str; 10] = [
    "side",
    "speaker",
    "date",
    "not_before",
    "statement",
    "outlet",
    "page",
    "start",
    "end",
    "words",
];

pub(crate) fn view(app: &App, shelf: &Shelf, ask: &Ask, name: &str) -> Result<View, Fault> {
    let said = super::named(shelf, "statement", name)?;
    let id = text(&said, "statement").to_owned();
    let (stories, all) = near(shelf, &said)?;
    let found = app.findings(shelf, &stories, usize::MAX)?;
    let rows = found.as_deref().map(|f| rows(f, &id)).unwrap_or_default();
    let json = json!({"type": "thread", "of": id, "words": said["words"], "speaker": said["speaker"],
        "stories_looked_at": stories.len(), "stories_with_like_words": all, "statements": rows});
    let table = csv(&COLUMNS, list(&json, "statements"));
    let body = if ask.form == Form::Html {
        told(ask, &said, &json)
    } else {
        html! {}
    };
    Ok(View { title: ask.say.t("thread.title").to_owned(), json, body, csv: Some(table) })
}

/// The story of a statement and others that may have the like: those whose pages have its rare words,
/// and others of its speaker. As many as can be laid beside each other; and how many there are.
fn near(shelf: &Shelf, said: &Value) -> Result<(Vec<String>, usize), Fault> {
    let own = text(said, "words");
    let mut rare: Vec<(f64, String)> = words(own, Span::new(0, own.len()))
        .map(|t| fold(t.span.of(own)))
        .filter(|w| w.chars().count() > 2)
        .map(|w| (rarity_folded(&w), w))
        .collect();
    rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    rare.dedup();
    let sought = Sought::AnyTwo(rare.into_iter().take(RARE).map(|w| w.1).collect());
    let mut names: Vec<String> = vec![text(said, "story").to_owned()];
    let mut put = |story: Option<String>| {
        if let Some(story) = story.filter(|s| !names.contains(s)) {
            names.push(story);
        }
    };
    for page in shelf.having(&sought, LOOKED)?.into_iter().take(LOOKED) {
        put(shelf.story_of(&page.to_string())?);
    }
    if let Some(speaker) = said["speaker"].as_str() {
        let more = shelf.statements_of(&[speaker.to_owned()], Slice { from: 0, most: LOOKED })?;
        more.rows.iter().for_each(|s| put(s["story"].as_str().map(str::to_owned)));
    }
    let (all, mut out, mut pages) = (names.len(), Vec::new(), 0);
    for story in names {
        let size = shelf.size_of(std::slice::from_ref(&story))?;
        if out.len() < STORIES && pages + size <= LARGE {
            pages += size;
            out.push(story);
        }
    }
    out.sort_unstable();
    Ok((out, all))
}

/// The statements of all threads that this one is in, in order of time.
fn rows(found: &Findings, id: &str) -> Vec<Value> {
    let own = |s: &Statement| found.utterances.get(s.utterance).is_some_and(|u| u.id == id);
    let with = |t: &&Thread| t.statements.iter().chain(&t.against).any(own);
    let mut out: Vec<Value> = Vec::new();
    for thread in found.threads.iter().filter(with) {
        for (side, all) in [("for", &thread.statements), ("against", &thread.against)] {
            for row in all.iter().filter_map(|s| row(found, side, s)) {
                // Of several reports of a statement the first stands for it.
                if out.iter().all(|o| o["statement"] != row["statement"]) {
                    out.push(row);
                }
            }
        }
    }
    out.sort_by_cached_key(|r| {
        let day = [text(r, "date"), text(r, "not_before")].concat();
        (day.is_empty(), day, text(r, "statement").to_owned())
    });
    out
}

fn row(found: &Findings, side: &str, s: &Statement) -> Option<Value> {
    let article = &found.articles.get(s.place.article)?.article;
    let index = CharIndex::new(&article.text);
    Some(json!({
        "side": side, "statement": found.utterances.get(s.utterance)?.id, "speaker": s.speaker,
        "date": s.date.map(|d| d.iso()), "not_before": s.not_before.filter(|_| s.date.is_none()).map(|d| d.iso()),
        "page": found.pages.get(s.place.article)?.to_string(), "id": article.id,
        "outlet": article.outlet, "lang": article.lang, "start": index.to_chars(s.place.span.start),
        "end": index.to_chars(s.place.span.end), "words": s.place.span.of(&article.text),
    }))
}

fn told(ask: &Ask, said: &Value, json: &Value) -> Markup {
    let say = ask.say;
    let rows = list(json, "statements");
    let looked = [count(json, "stories_looked_at"), count(json, "stories_with_like_words")];
    html! {
        p.eyebrow { a href=(ask.to(&path_to("statement", text(said, "statement")))) { (say.t("statement.number")) } }
        h1 { (say.t("thread.title")) }
        blockquote.asked-for { (quoted(text(said, "words"), "", 400)) }
        p.quiet { (say.t("thread.note")) " " (say.f("thread.looked", &[&say.number(looked[0]), &say.number(looked[1])])) }
        @if rows.len() < 2 { p { (say.t("thread.none")) } } @else { (lanes(ask, rows, text(said, "statement"))) }
    }
}

/// Speakers in the order in which they first speak, those who say it before those who do not.
fn speakers(rows: &[Value]) -> Vec<(&str, &str)> {
    let mut out: Vec<(&str, &str)> = Vec::new();
    for side in ["for", "against"] {
        for row in rows.iter().filter(|r| text(r, "side") == side) {
            let one = (side, text(row, "speaker"));
            if !out.contains(&one) {
                out.push(one);
            }
        }
    }
    out
}

/// A table: a row a statement in order of time, a column a speaker.
fn lanes(ask: &Ask, rows: &[Value], this: &str) -> Markup {
    let say = ask.say;
    let all = speakers(rows);
    let (own, rest) = all.split_at(all.len().min(LANES));
    let who = |speaker: &str| {
        html! {
            @if speaker.is_empty() { (say.t("word.no-speaker")) }
            @else { a href=(ask.to(&path_to("person", speaker))) { (name(speaker)) } }
        }
    };
    html! {
        div.wide { table.lanes {
            thead { tr {
                th scope="col" { (say.t("word.date")) }
                @for (side, speaker) in own {
                    th.against[*side == "against"] scope="col" { (who(speaker))
                        div.quiet { (say.known(&format!("thread.{side}")).unwrap_or_default()) } }
                }
                @if !rest.is_empty() { th scope="col" { "…" } }
            } }
            tbody { @for row in rows {
                @let key = (text(row, "side"), text(row, "speaker"));
                @let at = own.iter().position(|k| *k == key);
                tr data-item {
                    th scope="row" { (day(ask, row)) }
                    @for i in 0..own.len() {
                        td.lane.against[own.get(i).is_some_and(|k| k.0 == "against")] {
                            @if at == Some(i) { (cell(ask, row, this)) }
                        }
                    }
                    @if !rest.is_empty() { td.lane { @if at.is_none() {
                        div { (who(key.1)) " " span.quiet { (say.known(&format!("thread.{}", key.0)).unwrap_or_default()) } }
                        (cell(ask, row, this)) } } }
                }
            } }
        } }
    }
}

fn day(ask: &Ask, row: &Value) -> Markup {
    let (date, bound) = (text(row, "date"), text(row, "not_before"));
    html! {
        @if !date.is_empty() { time datetime=(plain(date)) { (ask.say.day(date)) } }
        @else if !bound.is_empty() { (ask.say.f("thread.not-before", &[&ask.say.day(bound)])) }
        @else { (ask.say.t("word.undated")) }
    }
}

fn cell(ask: &Ask, row: &Value, this: &str) -> Markup {
    let own = text(row, "statement") == this;
    html! {
        div.dot aria-hidden="true" {}
        a.to href=(ask.to(&path_to("statement", text(row, "statement")))) { (quoted(text(row, "words"), text(row, "lang"), 220)) }
        div.quiet {
            a href=(place_of(ask, row)) { @if text(row, "outlet").is_empty() { (ask.say.t("word.page")) } @else { (name(text(row, "outlet"))) } }
            @if own { " · " b { (ask.say.t("thread.this")) } }
        }
    }
}
