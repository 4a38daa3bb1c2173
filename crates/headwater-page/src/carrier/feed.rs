//! RSS, Atom and RDF in, an item for each entry out, with the entry's own title, date and link.

use super::problem::{Fault, Problem};
use super::{Item, Page};
use crate::decode::decode_html;
use crate::html::{Attrs, Event, Scan};
use crate::reader::{Hint, Teller, Told};
use std::collections::VecDeque;

/// Entries beyond this many are left out; a problem says so.
const MOST: usize = 200_000;

/// Whether the first bytes are those of a feed.
pub(super) fn is_feed(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let Some(at) = ["<rss", "<feed", "<rdf:rdf"].iter().filter_map(|t| text.find(t)).min() else {
        return false;
    };
    let before = text.get(..at).unwrap_or("");
    !before.contains("<html") && !before.contains("<!doctype html") && !before.contains("<body")
}

#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    id: String,
    published: String,
    updated: String,
    author: String,
    content: String,
    summary: String,
}

/// All entries of a feed.
pub(super) fn items(name: &str, bytes: &[u8]) -> VecDeque<Result<Item, Problem>> {
    let source = decode_html(bytes, None);
    let mut out = VecDeque::new();
    let mut entry: Option<Entry> = None;
    let mut feed_title = String::new();
    let mut path: Vec<&str> = Vec::new();
    for event in Scan::xml(&source) {
        match event {
            Event::Start { name: tag, attrs, closed } => {
                let tag = local(tag);
                if is_entry(tag) && entry.is_none() {
                    entry = Some(Entry::default());
                    path.clear();
                }
                if let Some(e) = entry.as_mut().filter(|_| tag == "link") {
                    link(attrs, e);
                }
                // Elements of XHTML content are part of the content.
                if let Some(e) = entry.as_mut().filter(|_| path.contains(&"content")) {
                    e.content.push_str(&format!("<{tag}>"));
                }
                if !closed && path.len() < 64 {
                    path.push(tag);
                }
            }
            Event::End(tag) => {
                let tag = local(tag);
                if is_entry(tag)
                    && let Some(e) = entry.take()
                {
                    out.push_back(Ok(item(name, out.len(), e, &feed_title)));
                    if out.len() >= MOST {
                        let (name, fault) = (name.to_owned(), Fault::TooManyEntries(MOST));
                        out.push_back(Err(Problem { name, part: None, fault }));
                        break;
                    }
                }
                if let Some(i) = path.iter().rposition(|t| *t == tag) {
                    path.truncate(i);
                }
                if let Some(e) = entry.as_mut().filter(|_| path.contains(&"content")) {
                    e.content.push_str(&format!("</{tag}>"));
                }
            }
            Event::Text(t) => {
                let t = htmlize::unescape(t);
                words(&mut entry, &path, &t, &mut feed_title);
            }
            Event::Verbatim(t) | Event::Raw(t) => words(&mut entry, &path, t, &mut feed_title),
        }
    }
    out
}

/// A name without its namespace; `content:encoded` is content.
fn local(tag: &str) -> &str {
    match tag {
        "content:encoded" => "content",
        "dc:creator" | "dc:date" => tag,
        _ if tag.starts_with("atom:") => tag.strip_prefix("atom:").unwrap_or(tag),
        _ => tag,
    }
}

fn is_entry(tag: &str) -> bool {
    matches!(tag, "item" | "entry")
}

fn link(attrs: &str, entry: &mut Entry) {
    let get = |key: &str| Attrs(attrs).take(20).find(|a| a.0 == key).map_or("", |a| a.1);
    let rel = get("rel");
    if entry.link.is_empty() && (rel.is_empty() || rel == "alternate") {
        entry.link = htmlize::unescape_attribute(get("href")).into_owned();
    }
}

fn words(entry: &mut Option<Entry>, path: &[&str], words: &str, feed_title: &mut String) {
    let last = path.last().copied().unwrap_or("");
    let Some(e) = entry else {
        if last == "title" && feed_title.is_empty() {
            *feed_title = words.trim().to_owned();
        }
        return;
    };
    let place =
        match path.iter().find(|t| ["content", "author"].contains(t)).copied().unwrap_or(last) {
            "title" => &mut e.title,
            "link" => &mut e.link,
            "guid" | "id" => &mut e.id,
            "pubDate" | "published" | "dc:date" | "issued" => &mut e.published,
            "updated" | "modified" => &mut e.updated,
            "dc:creator" => &mut e.author,
            "author" if matches!(last, "name" | "author") => &mut e.author,
            "content" => &mut e.content,
            "description" | "summary" => &mut e.summary,
            _ => return,
        };
    place.push_str(words);
}

fn item(name: &str, number: usize, e: Entry, feed_title: &str) -> Item {
    let some = |s: &str| {
        Some(s.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty())
    };
    let url = some(&e.link).or_else(|| some(&e.id).filter(|i| i.starts_with("http")));
    let id =
        url.clone().or_else(|| some(&e.id)).unwrap_or_else(|| format!("{name}:{}", number + 1));
    let title = some(&htmlize::unescape(e.title.as_str()));
    let date =
        some(&e.published).or_else(|| some(&e.updated)).and_then(|d| super::headers::date(&d));
    let told = Told {
        title,
        date,
        outlet: some(&htmlize::unescape(feed_title)),
        authors: crate::byline::split_names(&e.author)
            .into_iter()
            .filter(|n| crate::byline::is_person(n))
            .collect(),
        by: Teller::Feed,
    };
    let content = if e.content.trim().is_empty() { e.summary } else { e.content };
    let hint = Hint {
        id,
        source: Some(name.to_owned()),
        url,
        html: Some(true),
        whole: true,
        told,
        ..Hint::default()
    };
    Item::Page(Box::new(Page { bytes: content.into_bytes(), hint }))
}
