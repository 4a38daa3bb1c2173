//! Every address that some view leads to: it is there, safe, sound, and also data.

use super::made::{HARM, Site};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Values of an attribute.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let open = format!(" {attribute}=\"");
    html.split(open.as_str()).skip(1).filter_map(|p| p.split('"').next()).collect()
}

fn unescaped(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// All tags as they stand.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|p| p.split('>').next())
}

fn safe(path: &str, html: &str) {
    assert!(!html.contains(HARM), "{path}: markup of a page is markup here");
    for tag in tags(html) {
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').find(|n| !n.is_empty());
        let name = name.unwrap_or_default();
        assert!(
            !["iframe", "object", "embed", "img", "base", "style"].contains(&name),
            "{path}: <{tag}>"
        );
        if name == "script" && !tag.starts_with('/') {
            assert_eq!(tag, "script src=\"/script.js\" defer", "{path}");
        }
        let mut outside = tag.split('"').step_by(2).collect::<String>();
        outside.make_ascii_lowercase();
        let handler = outside.split_whitespace().any(|a| a.starts_with("on") && a.contains('='));
        assert!(!handler && !outside.contains(" style="), "{path}: <{tag}>");
    }
    for href in values(html, "href").into_iter().chain(values(html, "action")) {
        let web = href.starts_with("https://") || href.starts_with("http://");
        assert!(web || href.starts_with('/') || href.starts_with('#'), "{path}: {href}");
    }
    let turned = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!html.contains(turned), "{path}: a mark of a page turns the direction");
}

/// What programs that read aloud need, as far as it can be seen in the text.
fn sound(path: &str, html: &str) {
    let count = |tag: &str| html.matches(&format!("<{tag}")).count();
    assert_eq!(count("h1"), 1, "{path}: one main heading");
    assert_eq!(count("main"), 1, "{path}");
    assert!(html.starts_with("<!DOCTYPE html><html lang=\""), "{path}");
    let ids = values(html, "id");
    let unique: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{path}: names of places are unique");
    for anchor in values(html, "href").iter().filter_map(|h| h.strip_prefix('#')) {
        assert!(unique.contains(&anchor), "{path}: #{anchor}");
    }
    let labels = values(html, "for");
    for tag in tags(html)
        .filter(|t| t.starts_with("input") || t.starts_with("textarea") || t.starts_with("select"))
    {
        let hidden = tag.contains("type=\"hidden\"") || tag.contains("type=\"checkbox\"");
        let named = tag.contains("aria-label=")
            || labels.iter().any(|l| tag.contains(&format!("id=\"{l}\"")));
        assert!(hidden || named, "{path}: <{tag}> has no label");
    }
}

#[test]
fn every_address_that_is_shown_is_there_safe_and_data_too() {
    let site = Site::all();
    let mut open: VecDeque<String> = VecDeque::from(["/".to_owned(), "/?lang=de".to_owned()]);
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = open.pop_front() {
        let kind = path.split(['/', '?', '#']).nth(1).unwrap_or_default().to_owned();
        let met = kinds.entry(kind.clone()).or_default();
        *met += 1;
        // Enough of each kind; all of a kind are made alike.
        if *met > 24 {
            continue;
        }
        let reply = site.get(path.split('#').next().unwrap());
        assert_eq!(reply.status, 200, "{path}");
        if reply.header("content-type") != "text/html; charset=utf-8" {
            continue;
        }
        let html = reply.text();
        safe(&path, &html);
        sound(&path, &html);
        for href in values(&html, "href").into_iter().filter(|h| h.starts_with('/')).map(unescaped)
        {
            if seen.insert(href.clone()) {
                open.push_back(href);
            }
        }
    }
    for kind in
        ["story", "statement", "person", "outlet", "page", "thread", "search", "stories", "check"]
    {
        let met = kinds.get(kind).copied().unwrap_or_default();
        assert!(met > 0 || kind == "search", "{kind} was not met: {kinds:?}");
    }
}

#[test]
fn a_page_that_means_harm_is_shown_as_text() {
    let site = Site::all();
    let hits = site.data("/search.json?q=northern+pier");
    assert_eq!(hits["all"], 2);
    for hit in hits["pages"].as_array().unwrap() {
        let page = hit["page"].as_str().unwrap();
        let story = hit["story"].as_str().unwrap();
        let data = site.data(&format!("/page/{page}.json"));
        assert!(data["text"].as_str().unwrap().contains(HARM), "it is kept as it came");
        let statement = data["statements"][0].as_str().unwrap();
        for path in [
            format!("/page/{page}"),
            format!("/story/{story}"),
            format!("/statement/{statement}"),
            format!("/thread/{statement}"),
            "/search?q=northern+pier".to_owned(),
            "/outlets".to_owned(),
            "/stories".to_owned(),
        ] {
            let reply = site.get(&path);
            assert_eq!(reply.status, 200, "{path}");
            safe(&path, &reply.text());
        }
        let shown = site.get(&format!("/page/{page}")).text();
        assert!(shown.contains("&lt;script&gt;document.title='run'&lt;/script&gt;"));
        assert!(shown.contains("&lt;U+202E&gt;"), "what turns the direction is shown as a sign");
        assert!(!shown.contains("href=\"javascript"));
    }
}
