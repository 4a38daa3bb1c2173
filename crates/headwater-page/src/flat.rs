//! Reads flattened text to the same [`Doc`] as HTML: every line that is not blank is a block.

use crate::html::{Block, Doc, Node};
use headwater_text::Span;

/// Lines beyond this many are not looked at; a remark says so.
const MOST: usize = 1_000_000;

/// Cuts `text` into lines. The text itself stays as it is.
pub(crate) fn read_flat(text: String) -> Doc<'static> {
    let mut doc = Doc { nodes: vec![Node::root()], ..Doc::default() };
    let mut start = 0;
    let mut gap = false;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let raw = Span::new(start, start + line.len());
        let span = raw.trim(&text);
        start = raw.end;
        // `\r\n` is one line end.
        if span.is_empty() {
            gap |= line != "\n" || !text.get(..raw.start).is_some_and(|t| t.ends_with('\r'));
            continue;
        }
        if doc.blocks.len() >= MOST {
            doc.full = true;
            break;
        }
        doc.blocks.push(Block {
            span,
            node: 0,
            linked: 0,
            links: 0,
            bold: 0,
            gap,
            broken: false,
            images: 0,
            named: 0,
        });
        gap = false;
    }
    doc.text = text;
    doc
}

/// Whether bytes look like HTML rather than flattened text: a doctype, a known root or several
/// tags near the top.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(20_000)).unwrap_or(&[]);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if ["<!doctype", "<html", "<?xml", "<head", "<body"].iter().any(|t| start.starts_with(t)) {
        return true;
    }
    let tags = [
        "<html", "<head", "<body", "<div", "<p>", "<p ", "</p>", "</a>", "<br", "<meta", "<title",
        "<span", "<h1", "<table", "<script",
    ];
    let count: usize = tags.iter().map(|t| head.matches(t).take(5).count()).sum();
    count >= 4 || start.starts_with('<') && count >= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_places() {
        let doc = read_flat("Title\r\nLead\r\n\r\n  • Body \n".to_owned());
        let got: Vec<_> = doc.blocks.iter().map(|b| (b.span.of(&doc.text), b.gap)).collect();
        assert_eq!(got, [("Title", false), ("Lead", false), ("• Body", true)]);
    }

    #[test]
    fn html_is_told_from_text() {
        assert!(looks_like_html(b"  <!DOCTYPE html><p>"));
        assert!(looks_like_html(b"<p>One</p>"));
        assert!(!looks_like_html("A < B, said Mara Lind.\n<3\n".as_bytes()));
    }
}
