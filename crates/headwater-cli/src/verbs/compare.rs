//! `headwater compare`: how alike the two wordings of each pair are, and what differs in substance.

use crate::cli::CompareArgs;
use crate::out::Out;
use crate::trouble::Tally;
use crate::walk::{Input, inputs};
use anyhow::Result;
use headwater_collate::encoder::Encoder;
use headwater_collate::{compare, compare_with};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};

/// Reads `{id, a, b}` a line; writes it back with `score`, `relation`, `differs`, and `model`
/// where an added model had a say in the score.
pub(super) fn run(args: &CompareArgs, tally: &Tally) -> Result<()> {
    let encoder = super::meaning(&args.meaning)?;
    let mut out = Out::new();
    for input in inputs(&args.sources.paths, tally) {
        let (name, reader): (String, Box<dyn Read>) = match input {
            Input::Stdin { .. } => ("-".into(), Box::new(std::io::stdin().lock())),
            Input::File { path, .. } => match std::fs::File::open(&path) {
                Ok(file) => (path.display().to_string(), Box::new(file)),
                Err(error) => {
                    tally.trouble(format_args!("cannot open `{}`: {error}", path.display()), "");
                    continue;
                }
            },
        };
        for (number, line) in BufReader::new(reader).split(b'\n').enumerate() {
            let line = match line {
                Ok(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(line) => line,
                Err(error) => {
                    tally.trouble(format_args!("cannot read on in `{name}`: {error}"), "");
                    break;
                }
            };
            let row = serde_json::from_slice::<Value>(&line)
                .ok()
                .and_then(|row| answer(row, encoder.as_ref()));
            match row {
                Some(row) => {
                    tally.found(1);
                    out.line(&row)?;
                }
                None => tally.trouble(
                    format_args!("line {} of `{name}` is no pair of wordings", number + 1),
                    "each line is an object with two strings: {\"id\": 1, \"a\": \"…\", \"b\": \"…\"}",
                ),
            }
        }
    }
    out.finish()
}

fn answer(mut row: Value, encoder: Option<&Encoder>) -> Option<Value> {
    let a = row.get("a")?.as_str()?.to_owned();
    let b = row.get("b")?.as_str()?.to_owned();
    let found = match encoder {
        Some(encoder) => compare_with(encoder, &a, &b),
        None => compare(&a, &b),
    };
    let fields = row.as_object_mut()?;
    fields.insert("score".into(), json!((found.score * 1e4).round() / 1e4));
    if encoder.is_some() {
        fields.insert("model".into(), json!(headwater::MEANING_NAME));
    }
    fields.insert("relation".into(), json!(found.relation.map(|r| r.name())));
    let (ia, ib) = (headwater_text::CharIndex::new(&a), headwater_text::CharIndex::new(&b));
    let differs = found.differs.iter().map(|d| {
        json!({"kind": d.kind, "a": d.a.of(&a), "a_place": ia.json(d.a),
            "b": d.b.of(&b), "b_place": ib.json(d.b)})
    });
    fields.insert("differs".into(), differs.collect());
    Some(row)
}
