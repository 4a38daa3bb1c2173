//! A statement: the fullest reading on top, under it each other wording whole with its pages, each
//! opening its page at its own characters.

use super::readings::{is_same, record, within};
use super::{View, correct};
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::library::{App, LARGE};
use crate::words::{
    count, csv, head, list, marks, name, place_of, place_path, quoted, text, whence,
};
use headwater_store::Shelf;
use headwater_text::{fold, plain};
use maud::{Markup, html};
use serde_json::Value;

/// Most readings that are laid side by side.
const BESIDE: usize = 5;
/// The columns of readings in a spreadsheet.
const COLUMNS: [&str; 13] = [
    "page", "id", "outlet", "date", "title", "url", "relation", "sure", "repeat", "start", "end",
    "words", "sha256",
];

pub(crate) fn view(app: &App, shelf: &Shelf, ask: &Ask, name: &str) -> Result<View, Fault> {
    let kept = super::named(shelf, "statement", name)?;
    let story = text(&kept, "story").to_owned();
    let found = app.findings(shelf, &[story], LARGE)?;
    let record = record(shelf, kept, found.as_deref())?;
    let table = csv(&COLUMNS, list(&record, "readings"));
    let title = head(text(&record, "words"), 70);
    let body = if ask.form == Form::Html {
        told(ask, &record)
    } else {
        html! {}
    };
    Ok(View { title, json: record, body, csv: Some(table) })
}

/// Readings with one wording.
struct Group<'r> {
    /// The first of them, by its place in the list.
    at: usize,
    readings: Vec<&'r Value>,
}

/// Whether a group has a reading of the same page.
fn has(group: &Group<'_>, reading: &Value) -> bool {
    group.readings.iter().any(|r| text(r, "page") == text(reading, "page"))
}

/// Readings grouped by wording, the surer and the more first; those that are only perhaps of the
/// statement apart.
fn groups(record: &Value) -> (Vec<Group<'_>>, Vec<Group<'_>>) {
    let (mut sure, mut perhaps): (Vec<Group>, Vec<Group>) = (Vec::new(), Vec::new());
    for (at, reading) in list(record, "readings").iter().enumerate() {
        let doubtful = reading["sure"] == Value::Bool(false);
        let into = if doubtful { &mut perhaps } else { &mut sure };
        let own = fold(text(reading, "words"));
        let same = |g: &&mut Group| {
            g.readings.first().is_some_and(|r| {
                is_same(r) && is_same(reading) && !doubtful || fold(text(r, "words")) == own
            })
        };
        match into.iter_mut().find(same) {
            // A page that prints it again is named once.
            Some(group) if reading["repeat"] == Value::Bool(true) && has(group, reading) => {}
            Some(group) => group.readings.push(reading),
            None => into.push(Group { at, readings: vec![reading] }),
        }
    }
    if let Some((_, rest)) = sure.split_first_mut() {
        rest.sort_by_key(|g| (std::cmp::Reverse(g.readings.len()), g.at));
    }
    (sure, perhaps)
}

fn told(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let (sure, perhaps) = groups(record);
    let folds = ask.value("fold") != Some("0");
    let chosen = ask.numbers("r");
    let several = list(record, "readings").len() > 1;
    let others = sure.len() > 1 || !perhaps.is_empty();
    html! {
        p.eyebrow { (say.t("statement.number")) " " (say.t("statement.in-story")) " "
            a href=(ask.to(&path_to("story", text(record, "story")))) { (name(text(record, "story_title"))) } }
        h1.who-said { (who(ask, record)) }
        (circumstances(ask, record))
        @if let Some(top) = sure.first() { (fullest(ask, record, top)) }
        (substance(ask, record))
        (beside(ask, record, &chosen))
        @if several && others {
            h2.part { (say.t("statement.others")) }
            @if sure.len() > 1 { (key(ask, folds)) }
            form.readings method="get" action=(path_to("statement", text(record, "statement"))) {
                @if let Some(lang) = ask.value("lang") { input type="hidden" name="lang" value=(lang); }
                @if let Some(top) = sure.first() { input type="hidden" name="r" value=(top.at); }
                @for group in sure.iter().skip(1) { (row(ask, record, group, folds)) }
                @if !perhaps.is_empty() {
                    details.more open[sure.len() < 2] { summary { (say.t("statement.perhaps")) " (" (perhaps.len()) ")" }
                        @for group in &perhaps { (row(ask, record, group, folds)) } }
                }
                p { button { (say.t("statement.compare")) } " " span.quiet { (say.t("statement.compare-note")) } }
            }
        } @else if several { p.quiet { (say.t("statement.all-same")) } }
        @else { p.quiet { (say.t("statement.one")) } }
        p { a href=(ask.to(&path_to("thread", text(record, "statement")))) { (say.t("statement.thread")) } }
        (correct::told(ask, text(record, "statement"), list(record, "corrections")))
    }
}

fn who(ask: &Ask, record: &Value) -> Markup {
    let speaker = text(record, "speaker");
    html! {
        @if speaker.is_empty() { (ask.say.t("word.no-speaker")) }
        @else { a.of-page href=(ask.to(&path_to("person", speaker))) { (name(speaker)) } }
        @if !text(record, "role").is_empty() { span.role { ", " (name(&head(text(record, "role"), 90))) } }
    }
}

fn circumstances(ask: &Ask, record: &Value) -> Markup {
    let (on, via) = (text(record, "said_on"), list(record, "via"));
    html! {
        @if !on.is_empty() || !via.is_empty() {
            p.quiet {
                @if !on.is_empty() { (ask.say.t("word.said")) " " time datetime=(plain(on)) { (ask.say.day(on)) } }
                @if !on.is_empty() && !via.is_empty() { " · " }
                (super::lists::names(via, 4))
            }
        }
    }
}

/// The fullest reading, large, with the pages that have the same words.
fn fullest(ask: &Ask, record: &Value, top: &Group) -> Markup {
    let Some(first) = top.readings.first() else { return html! {} };
    let words = text(first, "words");
    html! {
        figure.fullest {
            figcaption { (ask.say.t("statement.fullest")) }
            blockquote { a.to href=(place_of(ask, first)) { (quoted(words, text(first, "lang"), 4000)) } }
            (pages(ask, top))
            (cite(ask, record, first, top.at))
        }
    }
}

/// The pages of a wording: each name opens the words in its page; beside it the address of the live page.
fn pages(ask: &Ask, group: &Group) -> Markup {
    let say = ask.say;
    html! {
        ul.has-list { @for r in &group.readings {
            li {
                a.wit data-item href=(place_of(ask, r)) title=(say.t("statement.open")) { (whence(ask, r)) }
                @if r["quote"].is_null() { " " span.quiet { (say.t("statement.own")) } }
                @if let Some(live) = r["live"].as_str() {
                    " " a.live href=(live) rel="noopener noreferrer nofollow external" title=(say.t("statement.live-note")) { (say.t("statement.live")) " ↗" }
                }
            }
        } }
    }
}

/// A wording whole: the same words grey, others underlined, words left out struck.
fn row(ask: &Ask, record: &Value, group: &Group, folds: bool) -> Markup {
    let Some(first) = group.readings.first() else { return html! {} };
    let say = ask.say;
    let other = other_language(record, first);
    let how = if other { "language" } else { text(first, "relation") };
    html! {
        div.reading {
            div.words {
                (wording(ask, first, folds, !other))
                (cite(ask, record, first, group.at))
            }
            div.has {
                (pages(ask, group))
                span.quiet { (say.known(&format!("relation.{how}")).unwrap_or_default()) }
                label.pick { input type="checkbox" name="r" value=(group.at) checked[ask.numbers("r").contains(&group.at)]; " "
                    (say.t("statement.pick")) }
            }
        }
    }
}

/// Whether a reading is in another language than the fullest.
fn other_language(record: &Value, reading: &Value) -> bool {
    let Some(base) = list(record, "readings").first() else { return false };
    let (a, b) = (text(base, "lang"), text(reading, "lang"));
    !a.is_empty() && !b.is_empty() && a != b
}

/// The parts of a reading, marked.
fn wording(ask: &Ask, reading: &Value, folds: bool, aligned: bool) -> Markup {
    let lang = text(reading, "lang");
    if !aligned {
        return quoted(text(reading, "words"), lang, 4000);
    }
    let lang = crate::words::is_tag(lang).then_some(lang);
    // Where most words are others, what is lost would hide what is there.
    let length = |kinds: &[&str], field: &str| -> usize {
        let own = list(reading, "parts").iter().filter(|p| kinds.contains(&text(p, "kind")));
        own.map(|p| text(p, field).len()).sum()
    };
    let near = length(&["other", "lacks"], "instead_of") <= length(&["same", "spelling"], "words");
    html! {
        span.aligned lang=[lang] dir="auto" {
            @for part in list(reading, "parts") { (piece(ask, reading, part, folds, near)) }
        }
    }
}

fn piece(ask: &Ask, reading: &Value, part: &Value, folds: bool, near: bool) -> Markup {
    let lost = if near { text(part, "instead_of") } else { "" };
    let words = text(part, "words");
    let (start, end) = within(reading, part);
    let to = || ask.to(&place_path(text(reading, "page"), start, end));
    let shown = crate::words::shown(words);
    match text(part, "kind") {
        "same" => html! { span.same { (shown) } },
        "spelling" if folds => html! { span.same { (shown) } },
        "spelling" => html! {
            @if !lost.is_empty() { del.lacks.small { (plain(lost)) } " " }
            span.varies { (shown) }
        },
        "lacks" if lost.is_empty() => html! { span.same { (shown) } },
        "lacks" => html! { " " (struck(ask, lost)) " " span.same { (shown) } },
        _ => html! {
            @if !lost.is_empty() { " " (struck(ask, lost)) " " }
            a.other href=(to()) { (shown) }
        },
    }
}

fn struck(ask: &Ask, lost: &str) -> Markup {
    html! { del.lacks { span.aloud { (ask.say.t("statement.leaves-out")) ": " } (head(lost, 160)) } }
}

/// Differences of substance, each once.
fn substance(ask: &Ask, record: &Value) -> Markup {
    let say = ask.say;
    let mut told: Vec<(String, String, String, &Value)> = Vec::new();
    for d in list(record, "differences") {
        let key =
            (text(d, "kind").to_owned(), fold(text(d, "words")), fold(text(d, "other_words")));
        if told.iter().all(|(k, a, b, _)| (k, a, b) != (&key.0, &key.1, &key.2)) {
            told.push((key.0, key.1, key.2, d));
        }
    }
    html! {
        @if !told.is_empty() {
            h2.part { (say.t("statement.differs")) }
            ul.substance { @for (kind, _, _, d) in told.iter().take(30) {
                li { span.substance-sign aria-hidden="true" { "≠" } " "
                    b { (say.known(&format!("kind.{kind}")).unwrap_or_default()) } ": "
                    (sides(ask, record, d)) }
            } }
        }
    }
}

fn sides(ask: &Ask, record: &Value, d: &Value) -> Markup {
    let say = ask.say;
    let outlet = |page: &str| {
        let of = list(record, "readings").iter().find(|r| text(r, "page") == page);
        of.map(|r| text(r, "outlet").to_owned()).unwrap_or_default()
    };
    let side = |prefix: &str| {
        let field = |f: &str| format!("{prefix}{f}");
        let (page, words) = (text(d, &field("page")), text(d, &field("words")));
        let to = place_path(page, count(d, &field("start")), count(d, &field("end")));
        html! {
            a.to href=(ask.to(&to)) { (quoted(words, "", 120)) }
            @let outlet = outlet(page);
            @if !outlet.is_empty() { " " span.quiet { "(" (name(&outlet)) ")" } }
        }
    };
    let empty = |f: &str| text(d, f).trim().is_empty();
    html! {
        @match (empty("words"), empty("other_words")) {
            (true, _) => { (say.t("statement.adds")) " " (side("other_")) },
            (_, true) => { (say.t("statement.leaves-out")) " " (side("")) },
            _ => { (side("")) " → " (side("other_")) },
        }
    }
}

/// Two to five readings side by side, compared with the first of them.
fn beside(ask: &Ask, record: &Value, chosen: &[usize]) -> Markup {
    let all = list(record, "readings");
    let mut some: Vec<&Value> = chosen.iter().filter_map(|i| all.get(*i)).collect();
    some.dedup();
    some.truncate(BESIDE);
    let folds = ask.value("fold") != Some("0");
    html! {
        @if some.len() > 1 {
            h2.part { (ask.say.t("statement.compare")) }
            div.beside { @for r in &some {
                section { h3 { a.wit href=(place_of(ask, r)) { (whence(ask, r)) } }
                    p { (wording(ask, r, folds, !other_language(record, r))) } }
            } }
        }
    }
}

fn key(ask: &Ask, folds: bool) -> Markup {
    let say = ask.say;
    let (to, sentence) =
        if folds { ("0", "statement.fold-off") } else { ("", "statement.fold-on") };
    html! {
        p.quiet.legend-line {
            span.same.of-page { (say.t("statement.key-same")) } " · "
            span.other.of-page { (say.t("statement.key-other")) } " · "
            del.lacks.of-page { (say.t("statement.key-lacks")) } " · "
            a href=(ask.address(Form::Html, &[("fold", to)])) { (say.t(sentence)) }
        }
    }
}

/// All that is needed to cite words: themselves, who said them, where they stand and since when we have them.
fn cite(ask: &Ask, record: &Value, reading: &Value, at: usize) -> Markup {
    let say = ask.say;
    let id = format!("cite-{at}");
    html! {
        details.cite { summary { (say.t("statement.cite")) }
            p id=(id) { (citation(ask, record, reading)) }
            button type="button" hidden data-copies=(id) data-done=(say.t("statement.copied")) { (say.t("statement.copy")) }
        }
    }
}

fn citation(ask: &Ask, record: &Value, reading: &Value) -> String {
    let say = ask.say;
    let words = plain(text(reading, "words"));
    let (open, close) = marks(&words);
    let mut out = format!("{open}{words}{close}");
    let mut put = |part: String| {
        if !part.trim().is_empty() {
            out = format!("{out}, {part}");
        }
    };
    put(plain(text(record, "speaker")));
    put(plain(text(reading, "outlet")));
    let date = text(reading, "date");
    put(if date.is_empty() { say.t("word.undated").to_owned() } else { say.day(date) });
    put(plain(text(reading, "url")));
    let fetched = text(reading, "fetched");
    put(match fetched {
        "" => say.f("statement.added", &[&say.day(text(reading, "added"))]),
        _ => say.f("statement.retrieved", &[&say.day(fetched)]),
    });
    if let Some(sha) = text(reading, "sha256").get(..12) {
        put(format!("SHA-256 {sha}"));
    }
    let (page, start, end) =
        (text(reading, "page"), count(reading, "start"), count(reading, "end"));
    put(format!("/page/{page}?at={start}-{end}"));
    out + "."
}
