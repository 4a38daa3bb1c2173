//! `headwater show`: what is kept under a name.

use super::cells::{field, list, safe};
use crate::cli::{PlainFormat, ShowArgs};
use crate::out::Out;
use crate::trouble::{Tally, say};
use anyhow::Result;
use headwater_store::{Mode, Named};
use headwater_tell::count;
use serde_json::{Value, json};

/// Looks up the name, and shows what it leads to.
pub(in crate::verbs) fn run(args: &ShowArgs, tally: &Tally) -> Result<()> {
    let shelf = super::open(&super::path(&args.library), Mode::Read)?;
    let name = args.name.join(" ");
    let named = shelf.show(&name)?;
    let mut out = Out::new();
    match (&named, args.format) {
        (Named::Found(record), PlainFormat::Json) => out.line(record)?,
        (Named::Found(record), PlainFormat::Text) => out.text(&text(record))?,
        (Named::Several(names), PlainFormat::Json) => {
            for (kind, name) in names {
                out.line(&json!({"type": kind, "name": name}))?;
            }
        }
        (Named::Several(names), PlainFormat::Text) => {
            out.text(&format!("{} have this name:\n", names.len()))?;
            for (kind, name) in names {
                out.text(&format!("  {kind} {name}\n"))?;
            }
        }
        (Named::Forgotten(when), _) => {
            say(format_args!("headwater: this page was forgotten on {}", when.day()));
            return out.finish();
        }
        (Named::Nothing, _) => {
            let pages = count(shelf.pages()?, "page", "pages");
            say(format_args!("headwater: nothing in this library of {pages} is named `{name}`"));
            return out.finish();
        }
    }
    tally.found(1);
    out.finish()
}

fn text(record: &Value) -> String {
    let mut out = String::new();
    if let Some(was) = field(record, "was") {
        out += &format!("{was} is now:\n");
    }
    out += &match record["type"].as_str() {
        Some("page") => page(record),
        Some("statement") => statement(record),
        Some("story") => story(record),
        Some("outlet") => outlet(record),
        _ => person(record),
    };
    out
}

/// A line with a label, where there is something to tell.
fn line(label: &str, value: Option<String>) -> String {
    value.map_or(String::new(), |v| format!("  {label:<10} {v}\n"))
}

/// Outlet and date of a page.
fn whence(record: &Value) -> String {
    let outlet = field(record, "outlet").unwrap_or_else(|| "outlet not known".into());
    let date = field(record, "date").unwrap_or_else(|| "undated".into());
    format!("{outlet} · {date}")
}

/// The first digits of a page's name.
fn short(record: &Value, name: &str) -> String {
    record[name].as_str().and_then(|p| p.get(..12)).unwrap_or_default().to_owned()
}

fn title(record: &Value) -> String {
    field(record, "title").or_else(|| field(record, "id")).unwrap_or_else(|| "no headline".into())
}

fn page(record: &Value) -> String {
    let mut out = format!("{}\n  {}\n", title(record), whence(record));
    for (label, name) in [
        ("page", "page"),
        ("id", "id"),
        ("address", "url"),
        ("authors", "authors"),
        ("date from", "date_basis"),
        ("language", "lang"),
        ("fetched", "fetched"),
        ("added", "added"),
        ("SHA-256", "sha256"),
        ("bytes", "size"),
        ("replaces", "replaces"),
        ("story", "story"),
        ("read by", "version"),
    ] {
        out += &line(label, field(record, name));
    }
    let quotes = list(record, "quotations");
    out += &format!("\n{}\n", count(quotes.len(), "quotation", "quotations"));
    for quote in quotes {
        let who = field(quote, "speaker").unwrap_or_else(|| "speaker not known".into());
        out += &format!("  {who}: {}\n", safe(quote["words"].as_str().unwrap_or_default()));
    }
    out
}

fn statement(record: &Value) -> String {
    let mut out = format!("{}\n", safe(record["words"].as_str().unwrap_or_default()));
    for (label, name) in [
        ("speaker", "speaker"),
        ("said on", "said_on"),
        ("statement", "statement"),
        ("story", "story"),
    ] {
        out += &line(label, field(record, name));
    }
    let readings = list(record, "readings");
    out += &format!("\n{}\n", count(readings.len(), "reading", "readings"));
    for reading in readings {
        let relation = field(reading, "relation").unwrap_or_default();
        out += &format!("  {} · {relation} · {}\n", whence(reading), short(reading, "page"));
        out += &format!("    {}\n", safe(reading["words"].as_str().unwrap_or_default()));
    }
    let differences = list(record, "differences");
    if !differences.is_empty() {
        out += &format!("\n{}\n", count(differences.len(), "difference", "differences"));
    }
    for d in differences {
        let side = |name: &str| safe(d[name].as_str().unwrap_or_default());
        let kind = field(d, "kind").unwrap_or_default();
        out += &format!("  {kind}: {} → {}\n", side("words"), side("other_words"));
    }
    out
}

fn story(record: &Value) -> String {
    let mut out = format!("{}\n", title(record));
    out += &line("story", field(record, "story"));
    let pages = list(record, "pages");
    out += &format!("\n{}\n", count(pages.len(), "page", "pages"));
    for page in pages {
        out += &format!("  {} · {} · {}\n", whence(page), title(page), short(page, "page"));
    }
    let statements = list(record, "statements");
    out += &format!("\n{}\n", count(statements.len(), "statement", "statements"));
    for said in statements {
        out += &said_line(said);
    }
    let label = |id: &Value| {
        let node = list(record, "nodes").iter().find(|n| n["node"] == *id);
        let lost = node.is_some_and(|n| n["page"].is_null());
        let label = node.and_then(|n| field(n, "label")).unwrap_or_default();
        if lost { format!("{label} (not held)") } else { label }
    };
    let edges = list(record, "edges");
    if !edges.is_empty() {
        out += "\nWho has it from whom\n";
    }
    for edge in edges {
        let sure = edge["probability"].as_f64();
        let sure = sure.map_or("not known", headwater_stemma::in_words);
        out += &format!("  {} ← {} · {sure}\n", label(&edge["child"]), label(&edge["parent"]));
    }
    out
}

fn said_line(said: &Value) -> String {
    let who = field(said, "speaker").unwrap_or_else(|| "speaker not known".into());
    let readings = said["readings"].as_u64().unwrap_or_default();
    let readings = count(usize::try_from(readings).unwrap_or_default(), "reading", "readings");
    let id = field(said, "statement").unwrap_or_default();
    format!(
        "  {who}: {}\n    {readings} · {id}\n",
        safe(said["words"].as_str().unwrap_or_default())
    )
}

fn outlet(record: &Value) -> String {
    let mut out = format!("{}\n", field(record, "name").unwrap_or_default());
    out += &line("outlet", field(record, "outlet"));
    out += &line("spellings", field(record, "spellings"));
    let all = record["count"].as_u64().unwrap_or_default();
    out += &format!("\n{}\n", count(usize::try_from(all).unwrap_or_default(), "page", "pages"));
    for page in list(record, "pages") {
        let date = field(page, "date").unwrap_or_else(|| "undated".into());
        out += &format!("  {date} · {} · {}\n", title(page), short(page, "page"));
    }
    out
}

fn person(record: &Value) -> String {
    let mut out = format!("{}\n", field(record, "name").unwrap_or_default());
    out += &line("spellings", field(record, "spellings"));
    let stories = record["stories"].as_u64().unwrap_or_default();
    if stories > 1 {
        out += &line(
            "stories",
            Some(format!("{stories}; whether they mean one person is not settled")),
        );
    }
    let statements = list(record, "statements");
    out += &format!("\n{}\n", count(statements.len(), "statement", "statements"));
    for said in statements {
        out += &said_line(said);
    }
    out
}
