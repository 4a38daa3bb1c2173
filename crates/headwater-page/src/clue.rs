//! What a page says of itself in JSON-LD: headlines, dates, names of authors and publisher.

use crate::html::Doc;
use serde_json::Value;
use std::collections::BTreeMap;

/// The statements of all JSON-LD scripts of a page. Those of an article node come first.
#[derive(Debug, Default)]
pub(crate) struct Clues {
    pub(crate) headlines: Vec<String>,
    /// As written, and whether the node is an article.
    pub(crate) published: Vec<(String, bool)>,
    pub(crate) modified: Vec<(String, bool)>,
    /// Name, and whether it is marked as a person.
    pub(crate) authors: Vec<(String, bool)>,
    /// Persons that are nodes of their own.
    pub(crate) people: Vec<String>,
    pub(crate) publishers: Vec<String>,
    pub(crate) bodies: Vec<String>,
    /// The page says that it is a live blog.
    pub(crate) live: bool,
    /// The page says that its article is not free.
    pub(crate) paid: bool,
}

/// Scripts longer than this in all are not parsed.
const MOST: usize = 4_000_000;

/// Reads the JSON-LD of `doc`.
pub(crate) fn clues(doc: &Doc) -> Clues {
    let mut left = MOST;
    let mut all = Vec::new();
    for script in doc.linked_data.iter().take(50) {
        if script.len() > left {
            break;
        }
        left -= script.len();
        if let Some(value) = parse(script) {
            all.push(value);
        }
    }
    let mut out = Clues::default();
    let mut by_id = BTreeMap::new();
    for value in &all {
        index(value, &mut by_id, 0);
    }
    let mut addresses = Vec::new();
    all.iter().for_each(|v| article_addresses(v, &mut addresses, 0));
    let own = doc.canonical.as_deref().map(bare).filter(|c| addresses.contains(c));
    for articles in [true, false] {
        let pass = Pass { articles, ids: &by_id, own: own.as_deref() };
        for value in &all {
            walk(value, &pass, &mut out, 0);
        }
    }
    out
}

/// One walk through the nodes.
struct Pass<'p> {
    /// Articles alone, or all but articles.
    articles: bool,
    ids: &'p BTreeMap<&'p str, &'p Value>,
    /// The page's address, where a node of an article names it: articles of other addresses are
    /// promoted ones.
    own: Option<&'p str>,
}

/// An address without what does not tell pages apart.
fn bare(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |u| u.1);
    url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').to_owned()
}

/// The address that a node gives itself.
fn address(m: &serde_json::Map<String, Value>) -> Option<String> {
    let main = |v: &Value| v.get("@id").and_then(Value::as_str).map(str::to_owned);
    let url = m.get("url").and_then(first_string);
    let page = || m.get("mainEntityOfPage").and_then(|v| first_string(v).or_else(|| main(v)));
    url.or_else(page).map(|u| bare(&u))
}

fn article_addresses(v: &Value, out: &mut Vec<String>, depth: usize) {
    if depth > 12 || out.len() > 200 {
        return;
    }
    match v {
        Value::Array(list) => list.iter().for_each(|x| article_addresses(x, out, depth + 1)),
        Value::Object(m) => {
            out.extend(address(m).filter(|_| is_article(&kinds(m))));
            m.values().for_each(|x| article_addresses(x, out, depth + 1));
        }
        _ => {}
    }
}

/// Parses a script, mending what sites often break: comments around it, raw line breaks in
/// strings, a comma before a closing brace.
fn parse(script: &str) -> Option<Value> {
    let src = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let src = src.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
    let src = src.trim_end_matches(';');
    if let Ok(v) = serde_json::from_str(src) {
        return Some(v);
    }
    let mut mended = String::with_capacity(src.len());
    let mut quoted = false;
    let mut escaped = false;
    for c in src.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '\n' | '\r' | '\t' if quoted => {
                mended.push(' ');
                continue;
            }
            '}' | ']' if !quoted => {
                let keep = mended.trim_end().trim_end_matches(',').len();
                mended.truncate(keep);
            }
            c if c.is_control() => continue,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        mended.push(c);
    }
    // Only the first value counts where several follow one another.
    serde_json::Deserializer::from_str(&mended).into_iter::<Value>().next()?.ok()
}

fn index<'v>(v: &'v Value, ids: &mut BTreeMap<&'v str, &'v Value>, depth: usize) {
    if depth > 12 || ids.len() > 2000 {
        return;
    }
    match v {
        Value::Array(list) => list.iter().for_each(|x| index(x, ids, depth + 1)),
        Value::Object(m) => {
            if let Some(id) = m.get("@id").and_then(Value::as_str)
                && m.contains_key("name")
            {
                ids.entry(id).or_insert(v);
            }
            m.values().for_each(|x| index(x, ids, depth + 1));
        }
        _ => {}
    }
}

fn kinds(m: &serde_json::Map<String, Value>) -> String {
    match m.get("@type") {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn is_article(kind: &str) -> bool {
    kind.contains("Article")
        || kind.contains("BlogPosting")
        || kind.contains("Report")
        || kind.contains("Review")
        || kind.contains("LiveBlog")
}

fn walk(v: &Value, pass: &Pass, out: &mut Clues, depth: usize) {
    let articles = pass.articles;
    if depth > 12 || out.published.len() + out.authors.len() > 300 {
        return;
    }
    match v {
        Value::Array(list) => list.iter().for_each(|x| walk(x, pass, out, depth + 1)),
        Value::Object(m) => {
            let kind = kinds(m);
            let other = is_article(&kind)
                && pass.own.is_some_and(|own| address(m).is_some_and(|a| a != own));
            if other {
                return;
            }
            let skip = ["Comment", "ItemList", "ListItem", "Person"].iter().any(|k| kind == *k);
            if kind.contains("Person")
                && !articles
                && out.people.len() < 50
                && let Some(name) = m.get("name").and_then(first_string)
            {
                out.people.push(plain(&name));
            }
            if is_article(&kind) == articles && !skip {
                take(m, articles, pass.ids, out);
            }
            let into = m.iter().filter(|(k, _)| {
                !matches!(
                    k.as_str(),
                    "comment"
                        | "comments"
                        | "itemListElement"
                        | "hasPart"
                        | "mentions"
                        | "review"
                        | "isPartOf"
                )
            });
            into.for_each(|(_, x)| walk(x, pass, out, depth + 1));
        }
        _ => {}
    }
}

fn take(
    m: &serde_json::Map<String, Value>,
    article: bool,
    ids: &BTreeMap<&str, &Value>,
    out: &mut Clues,
) {
    let string = |k: &str| m.get(k).and_then(first_string).filter(|s| !s.trim().is_empty());
    for key in ["datePublished", "dateCreated", "uploadDate"] {
        if let Some(d) = string(key) {
            out.published.push((d, article && key == "datePublished"));
        }
    }
    if let Some(d) = string("dateModified") {
        out.modified.push((d, article));
    }
    if let Some(t) = string("headline").filter(|_| article) {
        out.headlines.push(plain(&t));
    }
    if let Some(t) = string("articleBody").filter(|_| article) {
        out.bodies.push(t);
    }
    let kind = kinds(m);
    out.live |= kind.contains("LiveBlogPosting");
    let free = m.get("isAccessibleForFree").filter(|_| article);
    out.paid |= free.is_some_and(|f| {
        *f == Value::Bool(false) || f.as_str().is_some_and(|s| s.eq_ignore_ascii_case("false"))
    });
    for key in ["author", "creator"] {
        if let Some(a) = m
            .get(key)
            .filter(|_| article || !m.contains_key("url") || m.contains_key("datePublished"))
        {
            names(a, ids, &mut out.authors, 0);
        }
    }
    if let Some(p) = m.get("publisher") {
        let mut found = Vec::new();
        names(p, ids, &mut found, 0);
        out.publishers.extend(found.into_iter().map(|f| f.0));
    }
    if matches!(kind.as_str(), "NewsMediaOrganization" | "WebSite")
        && let Some(n) = string("name")
    {
        out.publishers.push(plain(&n));
    }
}

fn first_string(v: &Value) -> Option<String> {
    match v {
        Value::String(s) => Some(s.clone()),
        Value::Array(a) => a.iter().find_map(first_string),
        Value::Object(m) => m.get("@value").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

fn names(v: &Value, ids: &BTreeMap<&str, &Value>, out: &mut Vec<(String, bool)>, depth: usize) {
    if depth > 3 || out.len() > 50 {
        return;
    }
    match v {
        Value::String(s) => out.push((plain(s), false)),
        Value::Array(a) => a.iter().for_each(|x| names(x, ids, out, depth + 1)),
        Value::Object(m) => {
            if let Some(name) = m.get("name").and_then(first_string) {
                out.push((plain(&name), kinds(m).contains("Person")));
            } else if let Some(id) = m.get("@id").and_then(Value::as_str)
                && let Some(node) = ids.get(id)
            {
                names(node, ids, out, depth + 1);
            }
        }
        _ => {}
    }
}

/// White space folded, character references decoded: sites write them even in JSON.
fn plain(s: &str) -> String {
    htmlize::unescape(s).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promoted_articles_are_none_of_the_page() {
        let node = |title: &str, path: &str| {
            format!(
                r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}","url":"https://q.example/{path}"}}</script>"#
            )
        };
        let src = format!(
            "<link rel=canonical href='https://q.example/fog'>{}{}",
            node("Bells", "bells"),
            node("Fog", "fog?x=1")
        );
        assert_eq!(clues(&crate::html::read_html(&src)).headlines, ["Fog"]);
        let alone =
            format!("<link rel=canonical href='https://q.example/fog'>{}", node("Bells", "bells"));
        assert_eq!(clues(&crate::html::read_html(&alone)).headlines, ["Bells"]);
    }

    #[test]
    fn broken_and_graph_json_is_read() {
        let src = r##"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",
            "headline":"Fog &amp; ferries
            ","datePublished":"2031-04-02T08:00:00Z","author":{"@id":"#m"},},
            {"@type":"Person","@id":"#m","name":"Mara Lind"}]}</script>"##;
        let doc = crate::html::read_html(src);
        let clues = clues(&doc);
        assert_eq!(clues.headlines, ["Fog & ferries"]);
        assert_eq!(clues.authors, [("Mara Lind".to_owned(), true)]);
        assert_eq!(clues.published, [("2031-04-02T08:00:00Z".to_owned(), true)]);
    }
}
