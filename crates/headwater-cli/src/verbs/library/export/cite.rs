//! Pages as sources to be cited: BibTeX and CSL JSON.

use super::{Stop, string, urn};
use crate::out::Out;
use anyhow::Result;
use headwater_store::{Part, Shelf};
use headwater_text::{When, plain};
use serde_json::{Map, Value, json};

/// An entry a page.
pub(super) fn bibtex(shelf: &Shelf, part: &Part, out: &mut Out) -> Result<()> {
    shelf.sources(part, |row| out.text(&entry(&row)).map_err(Stop))?;
    Ok(())
}

/// A list of items, one a line.
pub(super) fn csl(shelf: &Shelf, part: &Part, out: &mut Out) -> Result<()> {
    let mut before = "[\n";
    shelf.sources(part, |row| {
        out.text(before).map_err(Stop)?;
        before = ",\n";
        out.text(&item(&row).to_string()).map_err(Stop)
    })?;
    out.text(if before == "[\n" { "[]\n" } else { "\n]\n" })
}

/// A name that stays the same while the page does.
fn key(row: &Value) -> String {
    let page = row["page"].as_str().unwrap_or_default();
    format!("headwater-{}", page.get(..12).unwrap_or(page))
}

fn authors(row: &Value) -> Vec<String> {
    let list = row["authors"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(plain).filter(|a| !a.is_empty()).collect()
}

fn entry(row: &Value) -> String {
    let outlet = string(row, "outlet");
    let mut out = format!("@{}{{{}", if outlet.is_some() { "article" } else { "misc" }, key(row));
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out += &format!(",\n  {name} = {{{value}}}");
        }
    };
    let title = string(row, "title").or_else(|| string(row, "id"));
    // Braces within keep capitals as they are printed.
    field("title", title.map(|t| format!("{{{}}}", tex(t))));
    let names: Vec<String> = authors(row).iter().map(|a| format!("{{{}}}", tex(a))).collect();
    field("author", (!names.is_empty()).then(|| names.join(" and ")));
    field("journal", outlet.map(tex));
    let date = string(row, "date").and_then(When::parse);
    field("year", date.map(|d| format!("{:04}", d.year)));
    field("month", date.and_then(|d| d.month).map(|m| m.to_string()));
    field("day", date.and_then(|d| d.day).map(|d| d.to_string()));
    field("url", string(row, "url").map(verbatim));
    let fetched = string(row, "fetched").and_then(When::parse);
    field("urldate", fetched.map(|w| w.iso().chars().take(10).collect()));
    field("language", string(row, "lang").map(tex));
    field("note", string(row, "sha256").map(|sha| format!("SHA-256 {}", tex(sha))));
    out + "\n}\n\n"
}

/// Words in which nothing is a command.
fn tex(words: &str) -> String {
    let mut out = String::new();
    for c in plain(words).chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// An address within braces: it is taken as it stands.
fn verbatim(url: &str) -> String {
    plain(url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}

fn item(row: &Value) -> Value {
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let outlet = string(row, "outlet").map(plain);
    put("id", Some(json!(key(row))));
    put("type", Some(json!(if outlet.is_some() { "article-newspaper" } else { "webpage" })));
    put("title", string(row, "title").or_else(|| string(row, "id")).map(|t| json!(plain(t))));
    let names: Vec<Value> = authors(row).iter().map(|a| json!({ "literal": a })).collect();
    put("author", (!names.is_empty()).then(|| json!(names)));
    put("container-title", outlet.map(Value::from));
    put("issued", string(row, "date").and_then(parts));
    put("accessed", string(row, "fetched").and_then(parts));
    put("URL", string(row, "url").map(|u| json!(plain(u))));
    put("language", string(row, "lang").map(|l| json!(l)));
    put("archive_location", row["page"].as_str().map(|p| json!(urn(p))));
    put("note", string(row, "sha256").map(|sha| json!(format!("SHA-256 {sha}"))));
    Value::Object(item)
}

/// A date as far as it is known.
fn parts(iso: &str) -> Option<Value> {
    let when = When::parse(iso)?;
    let rest = [when.month, when.day].into_iter().map_while(|n| n.map(i64::from));
    let parts: Vec<i64> = std::iter::once(i64::from(when.year)).chain(rest).collect();
    Some(json!({ "date-parts": [parts] }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cited_and_writes_no_commands() {
        let row = json!({"page": "0123456789abcdef0123456789abcdef", "id": "a", "title": "50 % of {Orvel} & \\more",
            "outlet": "Tide", "authors": ["Mara Lind", "Smith and Sons"], "date": "2031-03-03T08:10",
            "url": "https://tide.example/a{b}_c", "fetched": "2031-03-04", "lang": "en", "sha256": "ab"});
        let told = entry(&row);
        assert!(told.starts_with("@article{headwater-0123456789ab,\n"), "{told}");
        assert!(
            told.contains("title = {{50 \\% of \\{Orvel\\} \\& \\textbackslash{}more}}"),
            "{told}"
        );
        assert!(told.contains("author = {{Mara Lind} and {Smith and Sons}}"), "{told}");
        assert!(told.contains("url = {https://tide.example/a%7Bb%7D_c}"), "{told}");
        assert!(told.contains("month = {3}") && told.contains("urldate = {2031-03-04}"), "{told}");
        let item = item(&row);
        assert_eq!(item["issued"], json!({"date-parts": [[2031, 3, 3]]}));
        assert_eq!(item["author"][1], json!({"literal": "Smith and Sons"}));
        assert_eq!(item["type"], "article-newspaper");
        let bare = json!({"page": "00", "id": "a.txt", "date": "2031"});
        assert!(entry(&bare).starts_with("@misc{headwater-00,\n  title = {{a.txt}}"));
        assert_eq!(super::item(&bare)["issued"], json!({"date-parts": [[2031]]}));
    }
}
