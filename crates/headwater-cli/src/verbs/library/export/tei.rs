//! TEI: a witness a page, a division a story, an apparatus entry a statement.

use super::{cut, shown, string};
use crate::out::Out;
use anyhow::Result;
use headwater_stemma::export::xml_text;
use headwater_store::{Part, Shelf};
use serde_json::Value;

/// One document: the witnesses first, then what they have.
pub(super) fn write(shelf: &Shelf, part: &Part, longest: usize, out: &mut Out) -> Result<()> {
    out.text(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  \
         <teiHeader><fileDesc><titleStmt><title>Statements and their readings</title></titleStmt>\
         <publicationStmt><p>Inferred by Headwater</p></publicationStmt><sourceDesc><listWit>\n",
    )?;
    shelf.sources(part, |row| out.text(&witness(&row)).map_err(super::Stop))?;
    out.text("  </listWit></sourceDesc></fileDesc></teiHeader>\n  <text><body>\n")?;
    for name in shelf.stories(part)? {
        let story = shown(shelf, &name)?;
        let title = string(&story, "title").unwrap_or(&name);
        let (id, title) = (xml_text(&name), xml_text(title));
        out.text(&format!("    <div type=\"story\" xml:id=\"{id}\"><head>{title}</head>\n"))?;
        let statements = story["statements"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut none = true;
        for said in statements.iter().filter_map(|s| s["statement"].as_str()) {
            if part.statement(said) {
                let app = app(&shown(shelf, said)?, part, longest);
                none &= app.is_empty();
                out.text(&app)?;
            }
        }
        // A division without content is none.
        out.text(if none { "      <p/>\n    </div>\n" } else { "    </div>\n" })?;
    }
    out.text("  </body></text>\n</TEI>\n")
}

fn witness(row: &Value) -> String {
    let mut out = format!("    <witness xml:id=\"p-{}\"><bibl>", xml_text(of(row, "page")));
    for author in row["authors"].as_array().map(Vec::as_slice).unwrap_or_default() {
        out += &format!("<author>{}</author>", xml_text(author.as_str().unwrap_or_default()));
    }
    let title = string(row, "title").or_else(|| string(row, "id")).unwrap_or_default();
    out += &format!("<title level=\"a\">{}</title>", xml_text(title));
    if let Some(outlet) = string(row, "outlet") {
        out += &format!("<title level=\"j\">{}</title>", xml_text(outlet));
    }
    if let Some(date) = string(row, "date") {
        out += &format!("<date>{}</date>", xml_text(date));
    }
    if let Some(url) = string(row, "url") {
        out += &format!("<ref target=\"{0}\">{0}</ref>", xml_text(url));
    }
    if let Some(sha) = string(row, "sha256") {
        out += &format!("<idno type=\"SHA-256\">{}</idno>", xml_text(sha));
    }
    out + "</bibl></witness>\n"
}

/// A statement: its base reading as lemma, the others as readings, what differs as notes.
fn app(said: &Value, part: &Part, longest: usize) -> String {
    let list = |name: &str| said[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let held = |r: &&Value| part.page(of(r, "page"));
    let mut inside = String::new();
    for (place, reading) in list("readings").iter().filter(held).enumerate() {
        let (tag, kind) = match (place, string(reading, "relation")) {
            (0, _) => ("lem", String::new()),
            (_, Some(kind)) => ("rdg", format!(" type=\"{}\"", xml_text(kind))),
            _ => ("rdg", String::new()),
        };
        let words = xml_text(&cut(of(reading, "words"), longest));
        let from = format!("{}-{}", reading["start"], reading["end"]);
        let wit = xml_text(of(reading, "page"));
        inside += &format!("        <{tag}{kind} wit=\"#p-{wit}\" n=\"{from}\">{words}</{tag}>\n");
    }
    for d in list("differences").iter().filter(held) {
        let other = of(d, "other_page");
        if !part.page(other) {
            continue;
        }
        inside += &format!(
            "        <note type=\"{}\"><quote source=\"#p-{}\">{}</quote> <quote source=\"#p-{}\">{}</quote></note>\n",
            xml_text(of(d, "kind")),
            xml_text(of(d, "page")),
            xml_text(&cut(of(d, "words"), longest)),
            xml_text(other),
            xml_text(&cut(of(d, "other_words"), longest)),
        );
    }
    if inside.is_empty() {
        return inside;
    }
    let who = string(said, "speaker")
        .map_or(String::new(), |s| format!("<persName>{}</persName>", xml_text(s)));
    let on =
        string(said, "said_on").map_or(String::new(), |d| format!(" <date>{}</date>", xml_text(d)));
    let id = xml_text(of(said, "statement"));
    format!("      <p xml:id=\"{id}\">{who}{on}\n      <app>\n{inside}      </app></p>\n")
}

fn of<'r>(row: &'r Value, name: &str) -> &'r str {
    row[name].as_str().unwrap_or_default()
}
