//! What a search finds: statements whose words are like those asked for, names, and pages.

use super::View;
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::words::{count, csv, head, list, name, paging, place_of, quoted, text, whence};
use headwater::{Finder, Sought};
use headwater_collate::compare;
use headwater_store::{Hits, Named, Query, Shelf, Slice};
use headwater_text::{Span, fold, plain, rarity_folded, words};
use maud::{Markup, html};
use serde_json::{Value, json};

/// Pages that are shown together, and the last that can be asked for.
const PAGES: usize = 20;
const LAST: usize = 1_000;
/// Most characters that are looked for.
const LONG: usize = 1_000;
/// Pages and statements that are looked through for like words, and statements that are told.
const NEAR: usize = 40;
const LOOKED: usize = 300;
const TOLD: usize = 6;
/// Likeness from which a statement is told, and the length of what is compared.
const LIKE: f64 = 0.3;
const COMPARED: usize = 700;
/// Words from which what is asked for is taken for a wording, not for a name.
const WORDING: usize = 3;

/// The columns of pages in a spreadsheet.
const COLUMNS: [&str; 8] = ["page", "id", "title", "outlet", "date", "url", "story", "words"];

pub(crate) fn view(shelf: &Shelf, ask: &Ask) -> Result<View, Fault> {
    let asked: String = ask.value("q").unwrap_or_default().chars().take(LONG).collect();
    let asked = asked.trim().to_owned();
    let slice = ask.slice(PAGES);
    let slice = Slice { from: slice.from.min(LAST), ..slice };
    let (hits, fault) = match Query::parse(&asked) {
        Ok(query) => (shelf.search(&query, slice.from + slice.most)?, None),
        Err(_) => (Hits::default(), wrong(&asked)),
    };
    let rows: Vec<Value> = hits.hits.iter().skip(slice.from).map(|h| h.to_json()).collect();
    let statements = if slice.from == 0 { like(shelf, &asked, &hits)? } else { Vec::new() };
    let mut json = json!({"type": "search", "q": asked, "all": hits.all, "from": slice.from,
        "names": names(shelf, &asked)?, "statements": statements, "pages": rows});
    if let Some(word) = &fault {
        json["not_read"] = json!(word);
    }
    let table = csv(&COLUMNS, list(&json, "pages"));
    let title = ask.say.f("search.title", &[&head(&asked, 60)]);
    let body = if ask.form == Form::Html {
        told(ask, &json, slice)
    } else {
        html! {}
    };
    Ok(View { title, json, body, csv: Some(table) })
}

/// The word that is no date where one was asked for.
fn wrong(asked: &str) -> Option<String> {
    let names = ["before:", "after:"];
    let word = asked.split_whitespace().find_map(|w| names.iter().find_map(|n| w.strip_prefix(n)));
    word.map(str::to_owned)
}

/// Whether something is named so.
fn names(shelf: &Shelf, asked: &str) -> Result<Vec<Value>, Fault> {
    if asked.is_empty() || asked.len() > 200 {
        return Ok(Vec::new());
    }
    Ok(match shelf.show(asked)? {
        Named::Found(record) => {
            let kind = text(&record, "type").to_owned();
            let id = match kind.as_str() {
                "person" => "name",
                other => other,
            };
            let called = ["name", "title", "words"].iter().map(|f| text(&record, f));
            let called = called.into_iter().find(|c| !c.is_empty()).unwrap_or_default();
            vec![json!({"type": kind, "name": text(&record, id), "called": head(called, 90)})]
        }
        Named::Several(list) => {
            let each = list.into_iter().take(20);
            each.map(|(kind, name)| json!({"type": kind, "name": name, "called": name})).collect()
        }
        Named::Forgotten(_) | Named::Nothing => Vec::new(),
    })
}

/// Statements whose words are like those asked for, the likest first.
fn like(shelf: &Shelf, asked: &str, hits: &Hits) -> Result<Vec<Value>, Fault> {
    let own: String =
        asked.chars().filter(|c| !matches!(c, '"' | '“' | '”' | '„' | '«' | '»')).collect();
    let tokens: Vec<String> =
        words(&own, Span::new(0, own.len())).map(|t| fold(t.span.of(&own))).collect();
    if tokens.len() < WORDING {
        return Ok(Vec::new());
    }
    let mut rare: Vec<(f64, String)> =
        tokens.iter().map(|w| (rarity_folded(w), w.clone())).collect();
    rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    rare.dedup();
    let sought = Sought::AnyTwo(rare.into_iter().take(6).map(|w| w.1).collect());
    let mut pages: Vec<String> = hits.hits.iter().take(NEAR).map(|h| h.page.clone()).collect();
    for page in shelf.having(&sought, NEAR)?.into_iter().take(NEAR) {
        let page = page.to_string();
        if !pages.contains(&page) {
            pages.push(page);
        }
    }
    let mut out: Vec<(f64, Value)> = Vec::new();
    for mut row in shelf.statements_in(&pages, LOOKED)? {
        let theirs = text(&row, "words");
        let theirs = theirs
            .char_indices()
            .nth(COMPARED)
            .and_then(|(i, _)| theirs.get(..i))
            .unwrap_or(theirs);
        let inside = fold(theirs).contains(&fold(&own));
        let score = if inside { 1.0 } else { compare(&own, theirs).score };
        if score >= LIKE {
            row["likeness"] = json!((score * 100.0).round() / 100.0);
            out.push((score, row));
        }
    }
    let name = |v: &Value| text(v, "statement").to_owned();
    out.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| name(&a.1).cmp(&name(&b.1))));
    Ok(out.into_iter().take(TOLD).map(|o| o.1).collect())
}

fn told(ask: &Ask, json: &Value, slice: Slice) -> Markup {
    let say = ask.say;
    let (asked, all) = (text(json, "q"), count(json, "all"));
    let (names, statements) = (list(json, "names"), list(json, "statements"));
    let whole = format!("/check?text={}", crate::ask::encoded(asked));
    html! {
        h1 { @if asked.is_empty() { (say.t("site.search")) } @else { bdi { (say.f("search.title", &[&head(asked, 90)])) } } }
        @if asked.is_empty() { p { (say.t("search.empty")) } p.quiet { (say.t("search.hint")) } }
        @else {
            @if !text(json, "not_read").is_empty() { p.fault { (say.f("search.date", &[&plain(text(json, "not_read"))])) } }
            @if !names.is_empty() {
                h2.part { (say.t("search.people")) }
                ul { @for n in names {
                    li data-item { a href=(ask.to(&path_to(text(n, "type"), text(n, "name")))) { (name(text(n, "called"))) } }
                } }
            }
            @if !statements.is_empty() {
                h2.part { (say.t("search.statements")) }
                ol.statements { @for s in statements { (statement(ask, s)) } }
            }
            h2.part { (say.t("search.pages")) }
            p.quiet {
                @if all == 0 { (say.t("search.none")) } @else { (say.f("search.found", &[&say.n("pages", all)])) }
                " " a href=(ask.to(&whole)) { (say.t("search.check")) }
            }
            ol.pages-list { @for p in list(json, "pages") { (page(ask, p)) } }
            (paging(ask, slice, all.min(LAST + PAGES)))
            p.quiet { (say.t("search.hint")) }
        }
    }
}

fn statement(ask: &Ask, s: &Value) -> Markup {
    let say = ask.say;
    html! {
        li data-item {
            a href=(ask.to(&path_to("statement", text(s, "statement")))) { (quoted(text(s, "words"), text(s, "lang"), 300)) }
            div.quiet {
                @if text(s, "speaker").is_empty() { (say.t("word.no-speaker")) } @else { (name(text(s, "speaker"))) }
                " · " a href=(place_of(ask, s)) { (whence(ask, s)) } " · " (say.n("readings", count(s, "readings")))
            }
        }
    }
}

fn page(ask: &Ask, p: &Value) -> Markup {
    let say = ask.say;
    html! {
        li data-item {
            a href=(ask.to(&path_to("page", text(p, "page")))) {
                span.of-page { @if text(p, "title").is_empty() { (say.t("word.no-headline")) } @else { (name(text(p, "title"))) } }
            }
            div.quiet { (whence(ask, p)) }
            p.snippet.of-page dir="auto" { (plain(text(p, "words"))) }
        }
    }
}
