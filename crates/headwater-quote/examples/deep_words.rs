//! Reads a tagger model and records with `text`, writes what the deep tagger alone finds: quotations
//! (`{id, quotes}` a line, for the scorer) or, with `--scores`, the scores of every word.
//!
//!     deep_words MODEL.bin [--scores] < dev.jsonl > pred.jsonl

use headwater_quote::deep::Deep;
use headwater_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let deep = Deep::load(&std::fs::read(args.first().ok_or("which model?")?)?)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or("");
        let index = CharIndex::new(text);
        let all = Span::new(0, text.len());
        let row = if args.iter().any(|a| a == "--scores") {
            let words = deep.tag(text, all);
            let words: Vec<Value> =
                words.iter().map(|w| json!([index.json(w.span), w.scores])).collect();
            json!({"id": record["id"], "words": words})
        } else {
            let quotes = deep.sayings(text, all).into_iter().map(|s| {
                let one =
                    |x: Option<Span>| x.map(|x| index.json(x)).into_iter().collect::<Vec<_>>();
                let (first, last) = (s.content.first(), s.content.last());
                json!({"start": first.map(|x| index.to_chars(x.start)),
                    "end": last.map(|x| index.to_chars(x.end)), "kind": kind(text, &s.content),
                    "content_spans": index.json_list(&s.content), "speaker_spans": one(s.speaker),
                    "speaker_text": s.speaker.map(|x| x.of(text)), "cue_spans": one(s.cue),
                    "confidence": s.confidence})
            });
            json!({"id": record["id"], "quotes": quotes.collect::<Vec<_>>()})
        };
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// Only good enough for a first look: by the outer marks.
fn kind(text: &str, content: &[Span]) -> &'static str {
    let marks = ['"', '“', '”', '„', '«', '»', '‘'];
    let whole = content.iter().all(|c| c.of(text).starts_with(marks));
    let some = content.iter().any(|c| c.of(text).contains(marks));
    if whole {
        "direct"
    } else if some {
        "mixed"
    } else {
        "indirect"
    }
}
