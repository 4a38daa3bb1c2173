//! `headwater compare`: how alike the two wordings of each pair are, and what differs in substance.

use crate::cli::CompareArgs;
use crate::out::Out;
use crate::trouble::Tally;
use anyhow::Result;
use headwater_files::{Input, inputs};
use headwater_tell::compared;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};

/// Reads `{id, a, b}` a line; writes it back with `score`, `relation`, `differs`, and `model`
/// where an added model had a say in the score.
pub(super) fn run(args: &CompareArgs, tally: &Tally) -> Result<()> {
    let encoder = super::meaning(&args.meaning)?;
    let mut out = Out::new();
    for input in inputs(&args.sources.paths, tally) {
        let (name, reader): (String, Box<dyn Read>) = match input {
            Input::Bytes { id, bytes } => (id, Box::new(std::io::Cursor::new(bytes))),
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
                .and_then(|row| compared(row, encoder.as_ref()));
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
