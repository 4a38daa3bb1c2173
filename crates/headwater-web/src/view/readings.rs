//! The readings of a statement as data: where each stands, and what it has otherwise than the fullest.

use crate::fault::Fault;
use crate::words::{count, list, text};
use headwater::Findings;
use headwater_collate::{align, edits};
use headwater_store::Shelf;
use headwater_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Most bytes of two wordings that are laid beside each other word by word.
const LONG: usize = 6_000;

/// The record of a statement with its readings and differences: from the findings about its story
/// where these are at hand, else as the rows of the library have it.
pub(crate) fn record(
    shelf: &Shelf,
    mut record: Value,
    found: Option<&Findings>,
) -> Result<Value, Fault> {
    let id = text(&record, "statement").to_owned();
    if let Some(found) = found
        && let Some(at) = found.utterances.iter().position(|u| u.id == id)
    {
        fit(&mut record, found, at);
    }
    let pages = list(&record, "readings").iter().map(|r| text(r, "page").to_owned());
    let cited = shelf.cited(&pages.collect::<Vec<_>>())?;
    let base = list(&record, "readings").first().map(|r| text(r, "words").to_owned());
    let base = base.unwrap_or_default();
    for reading in record["readings"].as_array_mut().into_iter().flatten() {
        if let Some(page) = cited.get(text(reading, "page")) {
            for name in ["url", "title", "lang", "fetched", "added", "sha256"] {
                reading[name] = page[name].clone();
            }
        }
        if let Some(live) = live(text(reading, "url"), text(reading, "words")) {
            reading["live"] = live.into();
        }
        reading["parts"] = parts(&base, text(reading, "words")).into();
    }
    let story = text(&record, "story").to_owned();
    record["story_title"] = shelf.story_row(&story)?["title"].clone();
    record["corrections"] = shelf.corrections(&id)?.into();
    if let Some(fields) = record.as_object_mut() {
        fields.shift_remove("run");
    }
    Ok(record)
}

/// What is fit to be shown of a statement: its speaker, which readings are surely its own, differences
/// that stand.
fn fit(record: &mut Value, found: &Findings, at: usize) {
    let Some(utterance) = found.utterances.get(at) else { return };
    record["speaker"] = json!(utterance.speaker);
    let sure = headwater_tell::sure(found, at);
    let quote = |r: &headwater_collate::Reading| {
        let page = found.articles.get(r.place.article)?;
        page.quotes.iter().find(|q| Some(&q.id) == r.quote.as_ref())
    };
    if let Some(base) = utterance.readings.first().and_then(quote) {
        record["role"] = json!(base.role);
    }
    let via = utterance.readings.iter().filter_map(|r| quote(r)?.via.clone());
    let via: std::collections::BTreeSet<String> = via.collect();
    record["via"] = json!(via);
    let rows = record["readings"].as_array_mut().into_iter().flatten();
    for (row, sure) in rows.zip(sure) {
        row["sure"] = sure.into();
    }
    let mut indexes: BTreeMap<usize, CharIndex<'_>> = BTreeMap::new();
    let mut side = |place: headwater_collate::Place| -> Option<Value> {
        let text = &found.articles.get(place.article)?.article.text;
        let index = indexes.entry(place.article).or_insert_with(|| CharIndex::new(text));
        Some(json!({"page": found.pages.get(place.article)?.to_string(),
            "start": index.to_chars(place.span.start), "end": index.to_chars(place.span.end),
            "words": place.span.of(text)}))
    };
    let mut differences = Vec::new();
    for (kind, a, b) in &utterance.differs {
        let (Some(a), Some(b)) = (side(*a), side(*b)) else { continue };
        differences.push(
            json!({"kind": kind, "page": a["page"], "start": a["start"], "end": a["end"],
            "words": a["words"], "other_page": b["page"], "other_start": b["start"],
            "other_end": b["end"], "other_words": b["words"]}),
        );
    }
    record["differences"] = differences.into();
}

/// A wording in parts against the fullest: `same` words, `other` words, those it `lacks`, and what only
/// `spelling` or marks tell apart; with where they stand in the reading, in characters.
fn parts(base: &str, own: &str) -> Vec<Value> {
    let whole = |kind: &str| {
        vec![json!({"kind": kind, "words": own, "start": 0, "end": own.chars().count()})]
    };
    if base == own {
        return whole("same");
    }
    if base.len() + own.len() > LONG {
        return whole("other");
    }
    let index = CharIndex::new(own);
    let mut out: Vec<Value> = Vec::new();
    let mut put = |kind: &str, span: Span, lost: &str| {
        let words = span.of(own);
        if words.is_empty() && lost.is_empty() {
            return;
        }
        let mut part = json!({"kind": kind, "words": words,
            "start": index.to_chars(span.start), "end": index.to_chars(span.end)});
        if !lost.is_empty() {
            part["instead_of"] = lost.into();
        }
        out.push(part);
    };
    let said = |words: &str| words.chars().any(char::is_alphanumeric);
    let mut at = 0;
    for edit in edits(&align(base, own), 0, 0) {
        if edit.b.start < at || edit.b.end > own.len() {
            continue;
        }
        let (lost, new) = (edit.a.of(base), edit.b.of(own));
        put("same", Span::new(at, edit.b.start), "");
        let kind = match (edit.folded || !said(lost) && !said(new), said(new)) {
            (true, _) => "spelling",
            (false, true) => "other",
            (false, false) => "lacks",
        };
        put(kind, edit.b, lost.trim());
        at = edit.b.end;
    }
    put("same", Span::new(at, own.len()), "");
    out
}

/// The address of words on the live page: a text fragment, for pages of the web alone.
fn live(url: &str, words: &str) -> Option<String> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return None;
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    let part = |list: &[&str]| fragment(&list.join(" "));
    let text = match words.len() {
        0 => return None,
        1..=12 => part(&words),
        n => format!("{},{}", part(&words[..5]), part(&words[n - 5..])),
    };
    let mark = if url.contains('#') { "" } else { "#" };
    Some(format!("{url}{mark}:~:text={text}"))
}

/// Percent-encoded, the signs that have a meaning there too.
fn fragment(words: &str) -> String {
    crate::ask::encoded(words).replace('-', "%2D")
}

/// Whether a reading has the words of the fullest, but for spelling and marks.
pub(crate) fn is_same(reading: &Value) -> bool {
    list(reading, "parts").iter().all(|p| matches!(text(p, "kind"), "same" | "spelling"))
}

/// A place within a reading as a place of its page.
pub(crate) fn within(reading: &Value, part: &Value) -> (usize, usize) {
    let from = count(reading, "start");
    (from + count(part, "start"), from + count(part, "end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_words_of_the_reading() {
        let base = "More than 4,000 farms lost their water since the new year.";
        for own in [
            "About 4,000 farms lost their water.",
            "more than 4.000 farms lost their water since the new year",
            "",
            base,
        ] {
            let parts = parts(base, own);
            let words: String = parts.iter().map(|p| text(p, "words")).collect();
            assert_eq!(words, own);
        }
        let lacks = parts(base, "More than 4,000 farms lost their water.");
        assert!(lacks.iter().any(|p| text(p, "instead_of").contains("since the new year")));
    }

    #[test]
    fn only_pages_of_the_web_have_a_live_address() {
        assert_eq!(live("javascript:alert(1)", "a b"), None);
        assert_eq!(
            live("https://tide.example/a", "well-known words, “here”").as_deref(),
            Some("https://tide.example/a#:~:text=well%2Dknown%20words%2C%20%E2%80%9Chere%E2%80%9D")
        );
        let long = live("https://tide.example/a#b", &"one two ".repeat(20)).unwrap();
        assert!(long.starts_with("https://tide.example/a#b:~:text=one%20two"));
        assert!(long.contains(','));
    }
}
