//! Pages that a script draws: what a reader would see stands only in the page's own data, or in
//! what is meant for readers without scripts.

use crate::html::Doc;
use serde_json::Value;
use std::borrow::Cow;

/// Scripts longer than this in all are not parsed.
const MOST: usize = 8 << 20;
/// Nodes of data beyond this many are not looked at.
const NODES: usize = 200_000;
/// Data nested deeper than this are not looked at.
const DEEPEST: usize = 40;
/// An article of fewer words is not taken from data.
pub(crate) const FEW: usize = 40;

/// Where the text of a drawn page was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// In what is meant for readers without scripts.
    Noscript,
    /// In data of the page.
    Data,
}

/// The source with its hidden text made visible, if there is such a text of more than `seen` words.
pub(crate) fn revealed(
    source: &str,
    doc: &Doc,
    stated: &[String],
    seen: usize,
) -> Option<(String, Found)> {
    let least = FEW.max(3 * seen);
    if let Some(opened) = noscript(source, least) {
        return Some((opened, Found::Noscript));
    }
    let said = stated.iter().max_by_key(|s| words(s)).filter(|s| words(s) >= least);
    let body = said.map(|s| paragraphs(s)).or_else(|| data(doc, least))?;
    let at = rfind_tag(source, "</body").unwrap_or(source.len());
    let (head, tail) = source.split_at_checked(at)?;
    Some((format!("{head}\n<article>{body}</article>\n{tail}"), Found::Data))
}

/// Whether a page without text of its own has the marks of one that a script draws.
pub(crate) fn is_drawn(doc: &Doc) -> bool {
    let script: usize = doc.scripts.iter().map(|s| s.len()).sum();
    let text = doc.text.len();
    script > 0 && (text < 400 || script > 40 * text)
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn rfind_tag(source: &str, tag: &str) -> Option<usize> {
    let low = source.to_ascii_lowercase();
    low.rfind(tag)
}

/// The source with its `noscript` elements opened, where they hold `least` words.
fn noscript(source: &str, least: usize) -> Option<String> {
    let low = source.to_ascii_lowercase();
    let mut held = 0;
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while let Some(start) = low.get(at..)?.find("<noscript").map(|p| p + at) {
        let open = low.get(start..)?.find('>')? + start + 1;
        let Some(end) = low.get(open..)?.find("</noscript").map(|p| p + open) else { break };
        let inner = source.get(open..end)?;
        let prose = inner.split('<').filter_map(|p| p.split_once('>')).map(|p| words(p.1));
        held += prose.filter(|n| *n > 5).sum::<usize>();
        out.push_str(source.get(at..start)?);
        out.push_str("<div>");
        out.push_str(inner);
        out.push_str("</div>");
        at = low.get(end..)?.find('>').map_or(source.len(), |p| end + p + 1);
    }
    out.push_str(source.get(at..)?);
    (held >= least).then_some(out)
}

/// Paragraphs of a plain text, or the text itself where it is HTML.
fn paragraphs(text: &str) -> String {
    if is_markup(text) {
        return text.to_owned();
    }
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty());
    lines.map(|l| format!("<p>{}</p>", htmlize::escape_text(l))).collect()
}

fn is_markup(text: &str) -> bool {
    ["<p>", "<p ", "</p>", "<br", "<div"].iter().any(|t| text.contains(t))
}

/// The longest running text in the page's data, as HTML.
fn data(doc: &Doc, least: usize) -> Option<String> {
    let mut left = MOST;
    let mut best: (usize, String) = (0, String::new());
    for script in &doc.scripts {
        if script.len() > left {
            break;
        }
        left -= script.len();
        let Some(value) = json_of(script) else { continue };
        let mut nodes = NODES;
        longest(&value, DEEPEST, &mut nodes, &mut best);
    }
    (best.0 >= least).then_some(best.1)
}

/// The JSON of a script: all of it, or the object that it assigns.
fn json_of(script: &str) -> Option<Value> {
    let script = script.trim();
    if !script.starts_with(['{', '[']) {
        let (before, _) = script.split_once(['{', '['])?;
        let name = before.trim_end();
        if before.len() > 200 || !(name.ends_with('=') || name.ends_with("JSON.parse(")) {
            return None;
        }
        let rest = script.get(before.len()..)?;
        return serde_json::Deserializer::from_str(rest).into_iter().next()?.ok();
    }
    serde_json::from_str(script).ok()
}

/// Finds the node of `value` with the most words of running text: a string, or a list whose
/// entries are paragraphs. Lists whose entries have addresses or headlines of their own are lists
/// of other items.
fn longest(value: &Value, depth: usize, nodes: &mut usize, best: &mut (usize, String)) {
    if depth == 0 || *nodes == 0 {
        return;
    }
    *nodes -= 1;
    let mut offer = |text: Cow<str>| {
        let n = words(&text);
        if n > best.0 {
            *best = (n, text.into_owned());
        }
    };
    match value {
        Value::String(s) if is_prose(s) => offer(Cow::Owned(paragraphs(s))),
        Value::Array(list) => {
            let pieces: Vec<String> = list.iter().filter_map(paragraph).collect();
            if pieces.len() >= 2 && !list.iter().any(is_item) {
                offer(Cow::Owned(pieces.concat()));
            }
            list.iter().for_each(|v| longest(v, depth - 1, nodes, best));
        }
        Value::Object(m) => m.values().for_each(|v| longest(v, depth - 1, nodes, best)),
        _ => {}
    }
}

/// Whether an entry of a list is an item for itself.
fn is_item(value: &Value) -> bool {
    let Value::Object(m) = value else { return false };
    ["url", "slug", "headline", "href", "permalink", "link"].iter().any(|k| m.contains_key(*k))
}

/// An entry of a list as a paragraph: a string, or an object with one under a usual name.
fn paragraph(value: &Value) -> Option<String> {
    const NAMES: &[&str] =
        &["text", "content", "html", "value", "body", "paragraph", "children", "data", "model"];
    match value {
        Value::String(s) if is_prose(s) => Some(paragraphs(s)),
        Value::Array(list) => {
            let inner: Vec<&str> = list.iter().filter_map(leaf).collect();
            let line = inner.concat();
            is_prose(&line).then(|| paragraphs(&line))
        }
        Value::Object(m) => NAMES.iter().filter_map(|n| m.get(*n)).find_map(paragraph),
        _ => None,
    }
}

/// The words of the smallest piece of text.
fn leaf(value: &Value) -> Option<&str> {
    match value {
        Value::String(s) => Some(s),
        Value::Object(m) => ["text", "value", "content"].iter().find_map(|n| m.get(*n)?.as_str()),
        _ => None,
    }
}

/// Running text rather than a name, an address or code.
fn is_prose(s: &str) -> bool {
    let n = words(s);
    let wide = s.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count() > 20;
    let code = s.contains("function(") || s.contains("{\"") || s.contains("};");
    (n >= 8 || wide) && !code && (n > 1 || wide || s.len() < 400)
}

#[cfg(test)]
mod tests {
    use crate::{Article, Hint, read};

    const ONE: &str = "The ferry to Lervik was late again on Tuesday because of thick fog, the harbour office \
        said, and two hundred travellers had to wait on the quay until noon.";
    const TWO: &str = "Its captain, Ola Holm, told the council that the new lamps would have helped, and that \
        the old ones had been taken down without her being asked about them at all.";

    fn page(source: &str) -> Article {
        read(source.as_bytes(), &Hint { id: "a".into(), html: Some(true), ..Hint::default() })
    }

    fn body(a: &Article) -> Vec<&str> {
        a.body.iter().map(|s| s.of(&a.text)).collect()
    }

    fn shell(script: &str) -> String {
        format!(
            "<html><head><title>Fog over Lervik | Post</title></head><body><nav><a href='/'>Home</a> \
             <a href='/s'>Sport</a></nav><div id='root'></div>{script}</body></html>"
        )
    }

    fn drawn(a: &Article) -> bool {
        a.remarks.iter().any(|r| r.kind == "drawn-by-script")
    }

    #[test]
    fn text_that_only_the_page_s_data_have_is_read() {
        let teaser = r#"{"url":"/x","text":"Other matters of the town which are told of at great length here and do not belong to it at all."}"#;
        for script in [
            format!(
                "<script id='__NEXT_DATA__' type='application/json'>{{\"props\":{{\"more\":[{teaser},{teaser},{teaser},{teaser}],\"article\":{{\"body\":[{{\"type\":\"p\",\"text\":\"{ONE}\"}},{{\"type\":\"p\",\"text\":\"{TWO}\"}}]}}}}}}</script>"
            ),
            format!(
                "<script>window.__STATE__ = {{\"post\":{{\"content\":\"<p>{ONE}</p><p>{TWO}</p>\"}}}};</script>"
            ),
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{ONE}\\n\\n{TWO}\"}}</script>"
            ),
            format!("<noscript><p>{ONE}</p><p>{TWO}</p></noscript><script>draw()</script>"),
        ] {
            let a = page(&shell(&script));
            assert_eq!(body(&a), [ONE, TWO], "{script}");
            assert!(drawn(&a) != script.contains("noscript"), "{script}");
        }
    }

    #[test]
    fn a_drawn_page_without_data_says_so() {
        let a = page(&shell("<script>self.draw(document.getElementById('root'))</script>"));
        assert!(drawn(&a) && a.body.is_empty());
    }

    #[test]
    fn shadow_roots_show() {
        let a = page(&format!(
            "<html><body><post-body><template shadowrootmode=\"open\"><h1>Fog</h1><p>{ONE}</p><p>{TWO}</p></template>\
             </post-body><template><p>{ONE} This is never shown.</p></template></body></html>"
        ));
        assert_eq!(body(&a), [ONE, TWO]);
        assert!(!drawn(&a));
    }

    #[test]
    fn a_page_with_its_text_is_left_as_it_is() {
        let script = format!(
            "<script type='application/json'>{{\"b\":[\"{TWO}\",\"{TWO}\",\"{TWO}\",\"{TWO}\",\"{TWO}\",\"{TWO}\",\"{TWO}\"]}}</script>"
        );
        let a = page(&format!(
            "<html><body><h1>Fog</h1><article><p>{ONE}</p><p>{TWO}</p></article>{script}</body></html>"
        ));
        assert_eq!(body(&a), [ONE, TWO]);
    }
}
