//! News in JSON: JSON Feed and ninjs.

use super::agency::{by_names, moment};
use super::{Item, Page};
use crate::reader::{Extent, Hint, Teller, Told};
use serde_json::{Map, Value};

/// Entries beyond this many are left out.
pub(super) const MOST: usize = 200_000;

/// Whether an object is a JSON Feed.
pub(super) fn is_feed(m: &Map<String, Value>) -> bool {
    m.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed.org/version"))
        && m.contains_key("items")
}

/// Whether an object is a report as ninjs has it.
pub(super) fn is_ninjs(m: &Map<String, Value>) -> bool {
    let body =
        ["body_html", "body_xhtml", "body_text", "bodies"].iter().any(|k| m.contains_key(*k));
    body && (m.contains_key("headline") || m.contains_key("headlines"))
        && (m.contains_key("uri") || m.contains_key("versioncreated"))
}

fn string(m: &Map<String, Value>, key: &str) -> Option<String> {
    let s = m.get(key)?.as_str()?;
    Some(s.to_owned()).filter(|s| !s.trim().is_empty())
}

fn line(m: &Map<String, Value>, key: &str) -> Option<String> {
    Some(string(m, key)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The entries of a JSON Feed.
pub(super) fn feed(name: &str, m: &Map<String, Value>) -> Vec<Item> {
    let outlet = line(m, "title");
    let writers = names(m);
    let list = m.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or(&[]);
    let entries = list.iter().filter_map(Value::as_object).take(MOST).enumerate();
    let make = |(n, e): (usize, &Map<String, Value>)| {
        let (text, html) = match string(e, "content_html") {
            Some(html) => (html, true),
            None => (string(e, "content_text").or_else(|| string(e, "summary"))?, false),
        };
        let own = names(e);
        let told = Told {
            title: line(e, "title"),
            date: string(e, "date_published").and_then(|d| moment(&d)),
            outlet: outlet.clone(),
            authors: if own.is_empty() { writers.clone() } else { own },
            by: Teller::Feed,
        };
        let url = string(e, "url").or_else(|| string(e, "external_url"));
        let id =
            url.clone().or_else(|| string(e, "id")).unwrap_or_else(|| format!("{name}:{}", n + 1));
        Some(page(name, id, url, told, text, html))
    };
    entries.filter_map(make).collect()
}

/// The persons of `authors` or `author`.
fn names(m: &Map<String, Value>) -> Vec<String> {
    let list = m.get("authors").and_then(Value::as_array).cloned().unwrap_or_default();
    let one = m.get("author").into_iter().cloned();
    let name = |v: &Value| v.as_object().and_then(|m| line(m, "name"));
    list.iter().cloned().chain(one).filter_map(|v| name(&v)).collect()
}

/// A report of ninjs, first or second form.
pub(super) fn ninjs(name: &str, fallback: String, m: &Map<String, Value>) -> Option<Item> {
    let first = |key: &str| {
        let list = m.get(key)?.as_array()?;
        list.iter().find_map(|v| string(v.as_object()?, "value"))
    };
    let body =
        ["body_html", "body_xhtml"].iter().find_map(|k| string(m, k)).or_else(|| first("bodies"));
    let (text, html) = match body {
        Some(text) => {
            let html = text.contains('<');
            (text, html)
        }
        None => (string(m, "body_text")?, false),
    };
    let dates = ["firstcreated", "firstCreated", "versioncreated", "versionCreated"];
    let told = Told {
        title: line(m, "headline").or_else(|| first("headlines")),
        date: dates.iter().find_map(|k| string(m, k)).and_then(|d| moment(&d)),
        outlet: ["source", "copyrightholder", "copyrightHolder"].iter().find_map(|k| line(m, k)),
        authors: line(m, "byline").map(|b| by_names(&b)).unwrap_or_default(),
        by: Teller::Agency,
    };
    let uri = string(m, "uri");
    let url = uri.clone().filter(|u| u.starts_with("http"));
    Some(page(name, uri.unwrap_or(fallback), url, told, text, html))
}

fn page(name: &str, id: String, url: Option<String>, told: Told, text: String, html: bool) -> Item {
    let hint = Hint {
        id,
        source: Some(name.to_owned()),
        url,
        html: Some(html),
        extent: Extent::Item,
        told,
        ..Hint::default()
    };
    Item::Page(Box::new(Page { bytes: text.into_bytes(), hint }))
}
