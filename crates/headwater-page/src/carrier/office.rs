//! Reads the paragraphs of documents of office programs (DOCX, ODT).

use super::document::{Document, Para};
use super::package::Zip;
use super::problem::Fault;
use crate::html::{Attrs, Event, Scan};
use crate::reader::LONGEST;
use std::collections::BTreeMap;
use std::io::Read;

/// The bytes of one file of a package, at most `limit`.
pub(super) fn part(zip: &mut Zip, name: &str, limit: u64) -> Result<Vec<u8>, Fault> {
    let file = zip.by_name(name).map_err(|e| Fault::Damaged(e.to_string()))?;
    if file.encrypted() {
        return Err(Fault::Locked);
    }
    let mut out = Vec::new();
    match file.take(limit).read_to_end(&mut out) {
        // What was read before damage is kept.
        Err(e) if out.is_empty() => Err(Fault::Damaged(e.to_string())),
        _ => Ok(out),
    }
}

/// The text of a file of XML.
fn xml(zip: &mut Zip, name: &str) -> Result<String, Fault> {
    Ok(String::from_utf8_lossy(&part(zip, name, 2 * LONGEST as u64)?).into_owned())
}

/// A Word document.
pub(super) fn word(zip: &mut Zip) -> Result<Document, Fault> {
    let source = xml(zip, "word/document.xml")?;
    let styles = xml(zip, "word/styles.xml").map(|s| levels(&s)).unwrap_or_default();
    Ok(Document::new(word_paras(&source, &styles)))
}

/// What rank of heading each style stands for: 1 for a title, 2 for a chapter, and so on.
fn levels(styles: &str) -> BTreeMap<String, u8> {
    let mut out = BTreeMap::new();
    let mut id = String::new();
    for event in Scan::xml(styles) {
        let Event::Start { name, attrs, .. } = event else { continue };
        match name {
            "w:style" => id = value(attrs, "w:styleId"),
            "w:name" => {
                if let Some(level) = level_of(&value(attrs, "w:val")) {
                    out.insert(id.clone(), level);
                }
            }
            _ => {}
        }
    }
    out
}

/// The rank that the name of a style stands for. Word keeps these names in every language.
fn level_of(name: &str) -> Option<u8> {
    let low = name.to_ascii_lowercase();
    if low == "title" {
        return Some(1);
    }
    let n: u8 = low.strip_prefix("heading ")?.parse().ok()?;
    (1..=6).contains(&n).then_some(n)
}

fn value(attrs: &str, name: &str) -> String {
    let found = Attrs(attrs).take(30).find(|a| a.0 == name).map_or("", |a| a.1);
    htmlize::unescape_attribute(found).into_owned()
}

/// Elements of Word whose words do not show: deleted ones, fields' orders, second forms of the
/// same, notes of reviewers.
fn unseen(tag: &str) -> bool {
    matches!(tag, "w:delText" | "w:delInstrText" | "w:instrText" | "mc:Fallback" | "w:moveFrom")
}

fn word_paras(source: &str, styles: &BTreeMap<String, u8>) -> Vec<Para> {
    let mut out = Vec::new();
    let mut now = Para::default();
    let (mut gone, mut text, mut hidden, mut cells) = (0usize, false, false, 0usize);
    for event in Scan::xml(source) {
        match event {
            Event::Start { name, closed: false, .. } if unseen(name) => gone += 1,
            Event::End(name) if unseen(name) => gone = gone.saturating_sub(1),
            _ if gone > 0 => {}
            Event::Start { name, attrs, closed } => match name {
                "w:p" if !closed && cells == 0 => now = Para::default(),
                "w:pStyle" => now.level = styles.get(&value(attrs, "w:val")).copied().unwrap_or(0),
                "w:r" => hidden = false,
                "w:vanish" | "w:webHidden" => hidden = value(attrs, "w:val") != "0",
                "w:t" => text = !closed,
                "w:tab" => now.text.push('\t'),
                "w:br" | "w:cr" => now.text.push('\n'),
                "w:noBreakHyphen" => now.text.push('\u{2011}'),
                "w:tr" if !closed => cells += 1,
                _ => {}
            },
            Event::End(name) => match name {
                "w:t" => text = false,
                // Cells of a row share its line.
                "w:p" if cells > 0 => now.text.push(' '),
                "w:tc" => now.text.push('\t'),
                "w:p" => out.push(std::mem::take(&mut now)),
                "w:tr" => {
                    cells = cells.saturating_sub(1);
                    if cells == 0 {
                        out.push(std::mem::take(&mut now));
                    }
                }
                _ => {}
            },
            Event::Text(t) if text && !hidden => now.text.push_str(&htmlize::unescape(t)),
            Event::Verbatim(t) if text && !hidden => now.text.push_str(t),
            _ => {}
        }
    }
    out.push(now);
    out
}

/// A text document of the OpenDocument kind.
pub(super) fn open_text(zip: &mut Zip) -> Result<Document, Fault> {
    Ok(Document::new(open_paras(&xml(zip, "content.xml")?)))
}

fn open_paras(source: &str) -> Vec<Para> {
    let mut out = Vec::new();
    let mut now = Para::default();
    let (mut gone, mut open, mut cells) = (0usize, 0usize, 0usize);
    let unseen = |tag: &str| {
        matches!(tag, "text:tracked-changes" | "office:annotation" | "text:note" | "svg:desc")
    };
    for event in Scan::xml(source) {
        match event {
            Event::Start { name, closed: false, .. } if unseen(name) => gone += 1,
            Event::End(name) if unseen(name) => gone = gone.saturating_sub(1),
            _ if gone > 0 => {}
            Event::Start { name, attrs, closed } => match name {
                "text:p" | "text:h" if !closed => {
                    open += 1;
                    if name == "text:h" {
                        now.level = value(attrs, "text:outline-level").parse().unwrap_or(1);
                    }
                    if value(attrs, "text:style-name") == "Title" {
                        now.level = 1;
                    }
                }
                "text:s" => {
                    let count = value(attrs, "text:c").parse().unwrap_or(1usize);
                    now.text.extend(std::iter::repeat_n(' ', count.min(200)));
                }
                "text:tab" => now.text.push('\t'),
                "text:line-break" => now.text.push('\n'),
                "table:table-row" if !closed => cells += 1,
                _ => {}
            },
            Event::End(name) => match name {
                "text:p" | "text:h" => {
                    open = open.saturating_sub(1);
                    match cells {
                        0 => out.push(std::mem::take(&mut now)),
                        _ => now.text.push(' '),
                    }
                }
                "table:table-cell" => now.text.push('\t'),
                "table:table-row" => {
                    cells = cells.saturating_sub(1);
                    if cells == 0 {
                        out.push(std::mem::take(&mut now));
                    }
                }
                _ => {}
            },
            Event::Text(t) if open > 0 => now.text.push_str(&htmlize::unescape(t)),
            Event::Verbatim(t) if open > 0 => now.text.push_str(t),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_show_are_left() {
        let styles = levels(
            "<w:styles><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
             <w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style></w:styles>",
        );
        let source = "<w:body><w:p><w:pPr><w:pStyle w:val=\"Titel\"/></w:pPr><w:r><w:t>Fog &amp; \
            ferries</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">We </w:t></w:r><w:del><w:r>\
            <w:delText>never </w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly \
            </w:t></w:r><w:r><w:t>wait</w:t><w:br/><w:t>here.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p>\
            <w:r><w:t>Mon</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr>\
            </w:tbl><mc:Fallback><w:p><w:r><w:t>again</w:t></w:r></w:p></mc:Fallback></w:body>";
        let paras = word_paras(source, &styles);
        let got: Vec<(u8, &str)> =
            paras.iter().map(|p| (p.level, p.text.trim())).filter(|p| !p.1.is_empty()).collect();
        assert_eq!(got, [(1, "Fog & ferries"), (0, "We wait\nhere."), (0, "Mon \t9")]);
    }

    #[test]
    fn notes_and_old_forms_of_open_documents_are_left() {
        let source = "<office:text><text:tracked-changes><text:p>old</text:p></text:tracked-changes>\
            <text:h text:outline-level=\"2\">Fog</text:h><text:p>We<text:s text:c=\"2\"/>wait\
            <text:note><text:p>note</text:p></text:note>.</text:p></office:text>";
        let paras = open_paras(source);
        let got: Vec<(u8, &str)> = paras.iter().map(|p| (p.level, p.text.as_str())).collect();
        assert_eq!(got, [(2, "Fog"), (0, "We  wait.")]);
    }
}
