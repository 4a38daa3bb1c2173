//! Markdown: a section a story, with its pages, statements, differences and descent.

use super::super::cells::{list, markdown, safe};
use super::{cut, shown, string};
use crate::out::Out;
use anyhow::Result;
use headwater_store::{Part, Shelf};
use headwater_tell::escaped;
use serde_json::Value;

/// All stories that are meant.
pub(super) fn write(shelf: &Shelf, part: &Part, longest: usize, out: &mut Out) -> Result<()> {
    for name in shelf.stories(part)? {
        let story = shown(shelf, &name)?;
        out.text(&format!("# {}\n\n`{name}`\n\n", words(&story, "title", longest)))?;
        out.text("| page | outlet | date | headline |\n| --- | --- | --- | --- |\n")?;
        let held = |r: &&Value| r["page"].as_str().is_none_or(|p| part.page(p));
        for page in list(&story, "pages").iter().filter(held) {
            let short = short(page);
            out.text(&markdown([&short, &page["outlet"], &page["date"], &page["title"]]))?;
        }
        for said in list(&story, "statements") {
            let name = said["statement"].as_str().unwrap_or_default();
            if part.statement(name) {
                let said = shown(shelf, name)?;
                if list(&said, "readings").iter().any(|r| held(&r)) {
                    out.text(&statement(&said, part, longest))?;
                }
            }
        }
        out.text(&descent(&story, part))?;
        out.text("\n")?;
    }
    Ok(())
}

fn short(row: &Value) -> Value {
    let page = row["page"].as_str().unwrap_or_default();
    page.get(..12).unwrap_or(page).into()
}

/// Words of a page on one line, cut, in which nothing is markup.
fn words(row: &Value, name: &str, longest: usize) -> String {
    escaped(&safe(&cut(row[name].as_str().unwrap_or_default(), longest)))
}

fn statement(said: &Value, part: &Part, longest: usize) -> String {
    let name = string(said, "statement").unwrap_or_default();
    let who = string(said, "speaker").map_or("speaker not known".into(), |s| escaped(&safe(s)));
    let on = string(said, "said_on").map_or(String::new(), |d| format!(", {}", escaped(d)));
    let mut out = format!("\n## {who}{on}\n\n`{name}`\n\n");
    let held = |r: &&Value| r["page"].as_str().is_none_or(|p| part.page(p));
    for reading in list(said, "readings").iter().filter(held) {
        let whence: Vec<String> = ["outlet", "date", "relation"]
            .iter()
            .filter_map(|field| string(reading, field))
            .map(|v| escaped(&safe(v)))
            .collect();
        let short = short(reading);
        let short = short.as_str().unwrap_or_default();
        out += &format!(
            "- {} · `{short}`\n  > {}\n",
            whence.join(" · "),
            words(reading, "words", longest)
        );
    }
    for d in list(said, "differences").iter().filter(held) {
        if d["other_page"].as_str().is_none_or(|p| part.page(p)) {
            out += &format!(
                "- *{}*: {} → {}\n",
                words(d, "kind", longest),
                words(d, "words", longest),
                words(d, "other_words", longest)
            );
        }
    }
    out
}

/// Which page was made from which.
fn descent(story: &Value, part: &Part) -> String {
    let mut out = String::new();
    let node = |id: &Value| list(story, "nodes").iter().find(|n| n["node"] == *id);
    let label = |id: &Value| {
        let of = node(id).and_then(|n| string(n, "label"));
        let label = escaped(&safe(of.or(id.as_str()).unwrap_or_default()));
        match node(id) {
            Some(n) if n["page"].is_null() => format!("{label} (not held)"),
            _ => label,
        }
    };
    let held = |id: &Value| {
        node(id).is_some_and(|n| n["page"].as_str().is_none_or(|page| part.page(page)))
    };
    for edge in list(story, "edges").iter().filter(|e| held(&e["child"]) && held(&e["parent"])) {
        let sure = edge["probability"].as_f64();
        let sure = sure.map_or("not known", headwater_stemma::in_words);
        out += &format!("- {} ← {} · {sure}\n", label(&edge["child"]), label(&edge["parent"]));
    }
    if out.is_empty() { out } else { format!("\n## Who has it from whom\n\n{out}") }
}
