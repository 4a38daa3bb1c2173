//! A text against the library: what `headwater check` says, marked in the text.

use super::View;
use super::page::{Marks, marked_text};
use crate::ask::{Ask, path_to};
use crate::fault::Fault;
use crate::words::{count, list, name, place_of, quoted, text, whence};
use headwater::{Answer, Dossier, Held, PageId, Store};
use headwater_quote::Quoted;
use headwater_store::Shelf;
use headwater_text::{CharIndex, Span};
use maud::{Markup, html};
use serde_json::{Value, json};

/// A text that was checked, and what was found.
pub(crate) struct Checked {
    pub(crate) page: Dossier,
    pub(crate) answer: Answer,
}

/// The form: paste a text, or give a file.
pub(crate) fn checking(ask: &Ask, token: &str, given: &str, fault: Option<String>) -> Markup {
    let say = ask.say;
    html! {
        h1 { (say.t("check.title")) }
        p { (say.t("check.aim")) }
        @if let Some(fault) = fault { p.fault role="alert" { (fault) } }
        @if !given.is_empty() { p.fault { (say.t("check.received")) } }
        (form(ask, token, given))
    }
}

fn form(ask: &Ask, token: &str, given: &str) -> Markup {
    let say = ask.say;
    let to = ask
        .value("lang")
        .map_or("/check".to_owned(), |l| format!("/check?lang={}", crate::ask::encoded(l)));
    html! {
        form.stacked action=(to) method="post" enctype="multipart/form-data" {
            input type="hidden" name="token" value=(token);
            label for="text" { (say.t("check.text")) }
            textarea #text name="text" rows="12" dir="auto" { (given) }
            label for="file" { (say.t("check.file")) }
            input #file type="file" name="file";
            p { button { (say.t("check.go")) } }
        }
    }
}

/// What was found, as data and for people.
pub(crate) fn checked(shelf: &Shelf, ask: &Ask, of: &Checked, token: &str) -> Result<View, Fault> {
    let json = record(shelf, of)?;
    let body = told(ask, &json, of.page.quoted(), token);
    Ok(View { title: ask.say.t("check.title").to_owned(), json, body, csv: None })
}

fn record(shelf: &Shelf, of: &Checked) -> Result<Value, Fault> {
    let Checked { page, answer } = of;
    let article = &page.quoted().article;
    let index = CharIndex::new(&article.text);
    let known = |page: &str| -> Result<Value, Fault> {
        let found = page.parse::<PageId>().ok().map(|p| Store::get(shelf, p)).transpose()?;
        Ok(found.flatten().map_or(Value::Null, |d| brief(&d)))
    };
    let mut sources = Vec::new();
    for s in &answer.sources {
        let mut row = match &s.page {
            Some(page) => known(page)?,
            None => json!({"page": null, "label": s.label}),
        };
        row["probability"] = json!(s.probability);
        sources.push(row);
    }
    let mut shares = Vec::new();
    for s in &answer.shares {
        let mut row = known(&s.page.to_string())?;
        row["sentences"] = json!(s.sentences);
        shares.push(row);
    }
    let quotations = answer.quotations.iter().map(|asked| {
        let q = &asked.quotation;
        let words = q.span.of(&article.text);
        json!({
            "quote": q.id, "speaker": q.speaker, "start": index.to_chars(q.span.start),
            "end": index.to_chars(q.span.end), "words": words,
            "readings": asked.readings.iter().map(|r| held(words, r)).collect::<Vec<_>>(), "first": asked.first,
        })
    });
    Ok(json!({
        "type": "check", "title": article.title, "held": answer.known, "lang": article.lang,
        "sources": sources, "shares": shares, "sentences": answer.sentences.0,
        "sentences_not_found": answer.sentences.1, "quotations": quotations.collect::<Vec<_>>(),
    }))
}

/// A page of the library in a line.
fn brief(dossier: &Dossier) -> Value {
    let a = &dossier.quoted().article;
    json!({"page": dossier.page().to_string(), "id": a.id, "outlet": a.outlet, "title": a.title,
        "date": a.date.map(|d| d.iso())})
}

/// A reading that is held.
fn held(words: &str, reading: &Held) -> Value {
    let article = &reading.dossier.quoted().article;
    let index = CharIndex::new(&article.text);
    let theirs = reading.span.of(&article.text);
    let how = match reading.relation.map(|r| r.name()) {
        Some("verbatim" | "base") => "check.verbatim",
        Some("trimmed") if theirs.len() > words.len() => "check.more",
        Some("trimmed") => "check.fewer",
        Some("noisy") => "check.nearly",
        _ => "check.other",
    };
    let differs = reading.differs.iter();
    let mut out = brief(&reading.dossier);
    out["start"] = json!(index.to_chars(reading.span.start));
    out["end"] = json!(index.to_chars(reading.span.end));
    out["words"] = json!(theirs);
    out["lang"] = json!(article.lang);
    out["speaker"] = json!(reading.speaker);
    out["relation"] = json!(reading.relation.map(|r| r.name()));
    out["how"] = json!(how.trim_start_matches("check."));
    out["differs"] =
        differs.map(|(kind, a, b)| json!({"kind": kind, "words": a, "other_words": b})).collect();
    out["other_speaker"] = json!(reading.other_speaker);
    out["denied"] = json!(reading.denied);
    out
}

fn told(ask: &Ask, json: &Value, quoted: &Quoted, token: &str) -> Markup {
    let say = ask.say;
    let article = &quoted.article;
    let quotations = list(json, "quotations");
    html! {
        h1 { (say.t("check.title")) }
        p { @if json["held"] == Value::Bool(true) { (say.t("check.held")) } @else { (say.t("check.not-held")) } }
        h2.part { (say.t("check.from")) }
        (whence_it_comes(ask, json))
        h2.part { (say.t("check.quotations")) " (" (say.number(quotations.len())) ")" }
        @if quotations.is_empty() { p { (say.t("check.no-quotations")) } }
        @for q in quotations { (quotation(ask, json, q)) }
        h2.part { (say.t("check.marked")) }
        div.page { (marked_text(ask, article, &Marks::of(quoted), Span::new(0, article.text.len()))) }
        details.more { summary { (say.t("check.again")) } (form(ask, token, "")) }
    }
}

fn whence_it_comes(ask: &Ask, json: &Value) -> Markup {
    let say = ask.say;
    let (all, nowhere) = (count(json, "sentences"), count(json, "sentences_not_found"));
    let page = |row: &Value| {
        html! {
            a href=(ask.to(&path_to("page", text(row, "page")))) { (whence(ask, row)) } " " (quoted(text(row, "title"), "", 100))
        }
    };
    html! {
        ul {
            @for s in list(json, "sources") {
                @let sure = headwater_stemma::in_words(s["probability"].as_f64().unwrap_or_default());
                li { (say.f("check.made-from", &[sure])) " "
                    @if !text(s, "page").is_empty() { (page(s)) }
                    @else if text(s, "label").is_empty() { (say.t("check.lost")) }
                    @else { span.lost-sign aria-hidden="true" { "◇" } " " (name(text(s, "label"))) " " span.quiet { (say.t("outlet.not-held")) } } }
            }
            @for s in list(json, "shares") {
                li { (say.f("check.shares", &[&say.number(count(s, "sentences")), &say.n("sentences", all)])) " " (page(s)) }
            }
            @if nowhere == all { li { (say.t("check.none-shares")) } }
            @else if nowhere > 0 { li { (say.f("check.nowhere", &[&say.n("sentences", nowhere)])) } }
        }
    }
}

fn quotation(ask: &Ask, json: &Value, q: &Value) -> Markup {
    let say = ask.say;
    let readings = list(q, "readings");
    let first = q["first"].as_u64().and_then(|n| usize::try_from(n).ok());
    html! {
        article.said {
            p.who { @if text(q, "speaker").is_empty() { b { (say.t("word.no-speaker")) } } @else { b.of-page { (name(text(q, "speaker"))) } } }
            div.reading.base { div.words { (quoted(text(q, "words"), text(json, "lang"), 800)) } }
            @if readings.is_empty() { p.quiet { (say.t("check.none-has")) } }
            @for (i, r) in readings.iter().enumerate() {
                div.reading {
                    div.words {
                        @if text(r, "how") != "verbatim" { (quoted(text(r, "words"), text(r, "lang"), 600)) }
                        (differences(ask, q, r))
                    }
                    div.has {
                        span.quiet { (say.known(&format!("check.{}", text(r, "how"))).unwrap_or_default()) } " "
                        a.wit href=(place_of(ask, r)) { (whence(ask, r)) }
                        @if first == Some(i) { " · " b { (say.t("word.first")) } }
                    }
                }
            }
        }
    }
}

fn differences(ask: &Ask, q: &Value, r: &Value) -> Markup {
    let say = ask.say;
    let or_nothing = |words: &str| {
        html! {
            @if words.trim().is_empty() { (say.t("word.nothing")) } @else { (quoted(words, "", 120)) }
        }
    };
    html! {
        @let list = list(r, "differs");
        @let speaker = r["other_speaker"] == Value::Bool(true);
        @let denied = r["denied"] == Value::Bool(true);
        @if !list.is_empty() || speaker || denied { ul.substance {
            @for d in list {
                li { span.substance-sign { "≠" } " " b { (say.known(&format!("kind.{}", text(d, "kind"))).unwrap_or_default()) } ": "
                    (or_nothing(text(d, "words"))) " → " (or_nothing(text(d, "other_words"))) }
            }
            @if speaker { li { span.substance-sign { "≠" } " " b { (say.t("kind.speaker")) } ": "
                (name(text(q, "speaker"))) " → " (name(text(r, "speaker"))) } }
            @if denied { li { span.substance-sign { "≠" } " " (say.t("check.denied")) } }
        } }
    }
}
