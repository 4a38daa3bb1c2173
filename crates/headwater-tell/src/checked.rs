//! What a library holds of the words of one page, as a record.

use headwater::{Answer, Dossier, Held};
use headwater_text::CharIndex;
use serde_json::{Value, json};

/// The record of `headwater check`: what a library of so many pages and outlets holds of the words of
/// a page. Offsets are code points of the text of the page that they stand beside.
pub fn checked(page: &Dossier, answer: &Answer, pages: usize, outlets: usize) -> Value {
    let article = &page.quoted().article;
    let index = CharIndex::new(&article.text);
    let sources = answer.sources.iter().map(
        |s| json!({"page": s.page.as_deref(), "label": s.label, "probability": s.probability}),
    );
    let shares =
        answer.shares.iter().map(|s| json!({"page": s.page.to_string(), "sentences": s.sentences}));
    let quotations = answer.quotations.iter().map(|asked| {
        let q = &asked.quotation;
        json!({
            "quote": q.id, "speaker": q.speaker, "start": index.to_chars(q.span.start),
            "end": index.to_chars(q.span.end), "words": q.span.of(&article.text),
            "readings": asked.readings.iter().map(held).collect::<Vec<_>>(),
            "first": asked.first.and_then(|i| asked.readings.get(i)).map(|r| r.dossier.page().to_string()),
        })
    });
    json!({
        "type": "check", "id": article.id, "title": article.title, "held": answer.known,
        "pages": pages, "outlets": outlets,
        "sources": sources.collect::<Vec<_>>(), "shares": shares.collect::<Vec<_>>(),
        "sentences": answer.sentences.0, "sentences_not_found": answer.sentences.1,
        "quotations": quotations.collect::<Vec<_>>(),
    })
}

fn held(reading: &Held) -> Value {
    let article = &reading.dossier.quoted().article;
    let index = CharIndex::new(&article.text);
    let differs = reading.differs.iter();
    let differs = differs.map(|(kind, a, b)| json!({"kind": kind, "words": a, "other_words": b}));
    json!({
        "page": reading.dossier.page().to_string(), "id": article.id, "outlet": article.outlet,
        "date": article.date.map(|d| d.iso()), "start": index.to_chars(reading.span.start),
        "end": index.to_chars(reading.span.end), "words": reading.span.of(&article.text),
        "speaker": reading.speaker, "relation": reading.relation.map(|r| r.name()),
        "score": (reading.score * 1000.0).round() / 1000.0,
        "differs": differs.collect::<Vec<_>>(), "other_speaker": reading.other_speaker,
        "denied": reading.denied,
    })
}
