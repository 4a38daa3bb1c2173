//! `headwater compare`: pairs of wordings in, their likeness and what differs out.

use crate::cli::Sources;
use crate::out::Out;
use crate::trouble::Tally;
use crate::walk::{Input, inputs};
use anyhow::Result;
use headwater_collate::compare;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};

/// Reads `{id, a, b}` a line; writes it back with `score`, `relation`, `differs`.
pub(super) fn run(sources: &Sources, tally: &Tally) -> Result<()> {
    let mut out = Out::new();
    for input in inputs(&sources.paths, tally) {
        let (name, reader): (String, Box<dyn Read>) = match input {
            Input::Stdin => ("-".into(), Box::new(std::io::stdin().lock())),
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
            let row = serde_json::from_slice::<Value>(&line).ok().and_then(answer);
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

fn answer(mut row: Value) -> Option<Value> {
    let a = row.get("a")?.as_str()?.to_owned();
    let b = row.get("b")?.as_str()?.to_owned();
    let found = compare(&a, &b);
    let fields = row.as_object_mut()?;
    fields.insert("score".into(), json!((found.score * 1e4).round() / 1e4));
    fields.insert("relation".into(), json!(found.relation.map(|r| r.name())));
    let (ia, ib) = (headwater_text::CharIndex::new(&a), headwater_text::CharIndex::new(&b));
    let differs = found.differs.iter().map(|d| {
        json!({"kind": d.kind, "a": d.a.of(&a), "a_place": ia.json(d.a),
            "b": d.b.of(&b), "b_place": ib.json(d.b)})
    });
    fields.insert("differs".into(), differs.collect());
    Some(row)
}
