//! Writes what the block labeller sees of a set of pages: `blocks GOLD.jsonl OUT`. `OUT.jsonl` has
//! the lines of each page, `OUT.f32` the rows of numbers, little-endian, one page after another.
#![allow(clippy::print_stderr)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, gold, out] = args.as_slice() else {
        eprintln!("usage: blocks GOLD.jsonl OUT");
        std::process::exit(2);
    };
    let folder = Path::new(gold).parent().unwrap_or(Path::new("."));
    let mut lines = BufWriter::new(std::fs::File::create(format!("{out}.jsonl"))?);
    let mut rows = BufWriter::new(std::fs::File::create(format!("{out}.f32"))?);
    for line in BufReader::new(std::fs::File::open(gold)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let path = folder.join(row["file"].as_str().unwrap_or_default());
        let mut bytes = Vec::new();
        let file = std::fs::File::open(&path)?;
        if path.extension().is_some_and(|e| e == "gz") {
            flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
        } else {
            BufReader::new(file).read_to_end(&mut bytes)?;
        }
        let flat = path.to_string_lossy().contains(".txt");
        let seen = headwater_page::lab::blocks(&bytes, flat.then_some(false));
        let width = seen.rows.first().map_or(0, Vec::len);
        writeln!(
            lines,
            "{}",
            json!({"id": row["id"], "lines": seen.lines, "seq": seen.seq, "width": width,
                "words": seen.words, "wholes": seen.wholes, "nodes": seen.nodes,
                "parents": seen.parents, "calls": seen.calls, "called": seen.called})
        )?;
        for value in seen.rows.iter().flatten() {
            rows.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}
