//! Reads RSS, Atom and RDF to an item for each entry, with the entry's own title, date and link.

use super::problem::{Fault, Problem};
use super::{Item, Page, words_of};
use crate::byline::{is_person, split_names};
use crate::decode::decode_html;
use crate::html::{Attrs, Event, Scan};
use crate::reader::{Teller, Told};
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
    source: String,
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
                let source = path.contains(&"source");
                if let Some(e) = entry.as_mut().filter(|_| tag == "link" && !source) {
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
        let own = path.len().checked_sub(2).and_then(|at| path.get(at));
        if last == "title" && own.is_none_or(|t| *t != "image" && *t != "textInput") {
            feed_title.push_str(words);
        }
        return;
    };
    // Where an entry was taken over from another feed, that feed is its outlet.
    if path.contains(&"source") {
        if matches!(last, "title" | "source") {
            e.source.push_str(words);
        }
        return;
    }
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
    let url = words_of(&e.link).or_else(|| words_of(&e.id).filter(|i| i.starts_with("http")));
    let id =
        url.clone().or_else(|| words_of(&e.id)).unwrap_or_else(|| format!("{name}:{}", number + 1));
    let title = words_of(&htmlize::unescape(e.title.as_str()));
    let date = words_of(&e.published)
        .or_else(|| words_of(&e.updated))
        .and_then(|d| super::headers::date(&d));
    let told = Told {
        title,
        date,
        outlet: words_of(&htmlize::unescape(e.source.as_str()))
            .or_else(|| words_of(&htmlize::unescape(feed_title))),
        authors: authors(&e.author),
        by: Teller::Feed,
    };
    let content = if e.content.trim().is_empty() { e.summary } else { e.content };
    let content = without_tail(&content, url.as_deref()).to_owned();
    Item::Page(Box::new(Page::piece(name, id, url, content, told)))
}

/// The persons of an author's field; of `mail@host (name)` the name.
fn authors(field: &str) -> Vec<String> {
    let name = match field.split_once('(') {
        Some((mail, name)) if mail.contains('@') => name.trim_end().trim_end_matches(')'),
        _ => field,
    };
    split_names(name).into_iter().filter(|n| is_person(n) || field.contains('@')).collect()
}

/// The content without a last paragraph that only links back to the entry and to its site, as
/// some systems add in every language.
fn without_tail<'c>(content: &'c str, url: Option<&str>) -> &'c str {
    let Some(url) = url else { return content };
    let Some(at) = content.rfind("<p") else { return content };
    let tail = content.get(at..).unwrap_or("");
    let host = url.split("://").nth(1).and_then(|r| r.split('/').next()).unwrap_or(url);
    let (mut entry, mut home, mut text) = (false, false, 0);
    for event in Scan::html(tail) {
        match event {
            Event::Start { name: "a", attrs, .. } => {
                let href = Attrs(attrs).take(20).find(|a| a.0 == "href").map_or("", |a| a.1);
                let bare = href.trim_end_matches('/');
                entry |= bare == url.trim_end_matches('/');
                home |= bare.split("://").nth(1) == Some(host);
            }
            Event::Text(t) => text += t.split_whitespace().count(),
            _ => {}
        }
    }
    if entry && home && text < 60 { content.get(..at).unwrap_or(content) } else { content }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(source: &str) -> Vec<Page> {
        let items = items("x.xml", source.as_bytes()).into_iter();
        items
            .map(|i| match i {
                Ok(Item::Page(p)) => *p,
                other => panic!("a page was expected, not {other:?}"),
            })
            .collect()
    }

    #[test]
    fn an_entry_taken_over_keeps_its_own_outlet_and_link() {
        let source = "<feed><title>Planet Coast</title><entry><source><title>Lervik Post</title>\
            <link href='http://post.example/'/></source><title>Fog</title><link rel='alternate' \
            href='http://post.example/fog'/><media:group><media:title>Picture</media:title></media:group>\
            <content type='html'>&lt;p&gt;Ferries wait.</content></entry></feed>";
        let p = &entries(source)[0];
        assert_eq!(p.hint.url.as_deref(), Some("http://post.example/fog"));
        assert_eq!(p.hint.told.outlet.as_deref(), Some("Lervik Post"));
        assert_eq!(p.hint.told.title.as_deref(), Some("Fog"));
    }

    #[test]
    fn names_and_tails_of_feeds() {
        let item = "<item><title>Fog &amp;amp; ferries</title><link>http://p.example/fog</link><author>m@p.example \
            (Mara Lind)</author><description><![CDATA[<p>Ferries wait.</p><p>Der Beitrag <a \
            href='http://p.example/fog/'>Fog</a> erschien zuerst auf <a href='http://p.example'>Post</a>.</p>]]>\
            </description></item>";
        let source = format!(
            "<rss><channel><image><title>Logo</title></image><title>Day &amp;amp; Night</title>{item}</channel></rss>"
        );
        let p = &entries(&source)[0];
        assert_eq!(p.bytes, b"<p>Ferries wait.</p>");
        let told = &p.hint.told;
        assert_eq!(
            (told.title.as_deref(), told.outlet.as_deref()),
            (Some("Fog & ferries"), Some("Day & Night"))
        );
        assert_eq!(told.authors, ["Mara Lind"]);
    }
}
