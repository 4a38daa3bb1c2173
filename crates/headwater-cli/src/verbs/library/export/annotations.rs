//! Web Annotation: each place where a page gives words as said, with selectors of position and quote.

use super::{Stop, string, urn};
use crate::out::Out;
use anyhow::Result;
use headwater_store::{Part, Shelf};
use serde_json::{Map, Value, json};

/// One page of annotations, an annotation a line.
pub(super) fn write(shelf: &Shelf, part: &Part, longest: usize, out: &mut Out) -> Result<()> {
    out.text(
        "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:headwater:annotations\",\
         \"type\":\"AnnotationPage\",\"items\":[",
    )?;
    let mut before = "\n";
    shelf.places_of(part, |row| {
        out.text(before).map_err(Stop)?;
        before = ",\n";
        out.text(&annotation(&row, longest).to_string()).map_err(Stop)
    })?;
    out.text("\n]}\n")
}

fn annotation(row: &Value, longest: usize) -> Value {
    let page = row["page"].as_str().unwrap_or_default();
    let (start, end) = (&row["start"], &row["end"]);
    let mut body = Vec::new();
    let mut tell = |purpose: &str, value: Option<&str>| {
        if let Some(value) = value {
            body.push(json!({"type": "TextualBody", "purpose": purpose, "value": value}));
        }
    };
    tell("identifying", string(row, "statement"));
    tell("tagging", string(row, "relation"));
    tell("describing", string(row, "speaker"));
    let id = match string(row, "statement") {
        Some(statement) => format!("urn:headwater:reading:{statement}:{}", row["place"]),
        None => format!("urn:headwater:quotation:{page}:{start}-{end}"),
    };
    let mut target = Map::new();
    target.insert("type".into(), json!("SpecificResource"));
    target.insert("source".into(), source(row, page));
    if let Some(url) = string(row, "url") {
        target.insert("scope".into(), json!(url));
    }
    if let Some(fetched) = string(row, "fetched") {
        target.insert("state".into(), json!({"type": "TimeState", "sourceDate": fetched}));
    }
    target.insert("selector".into(), selectors(row, longest));
    json!({"id": id, "type": "Annotation", "motivation": "identifying", "body": body, "target": target})
}

/// The text that the library keeps of the page: places count in it, not in the page's markup.
fn source(row: &Value, page: &str) -> Value {
    let mut source = Map::new();
    source.insert("id".into(), json!(urn(page)));
    source.insert("type".into(), json!("Text"));
    source.insert("format".into(), json!("text/plain"));
    if let Some(lang) = string(row, "lang") {
        source.insert("language".into(), json!(lang));
    }
    Value::Object(source)
}

/// Both selectors say the same place. Words that are longer than what may leave are not cut: a cut
/// quote would select something else; they are selected by place alone.
fn selectors(row: &Value, longest: usize) -> Value {
    let words = row["words"].as_str().unwrap_or_default();
    let mut list =
        vec![json!({"type": "TextPositionSelector", "start": row["start"], "end": row["end"]})];
    if words.chars().count() <= longest {
        list.push(json!({"type": "TextQuoteSelector", "exact": words,
            "prefix": row["before"], "suffix": row["after"]}));
    }
    list.into()
}
