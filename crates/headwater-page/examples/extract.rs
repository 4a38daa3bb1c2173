//! Writes predictions for a set of pages with gold: `extract GOLD.jsonl OUT.jsonl`. Pages lie beside the
//! gold as its `file` says; `score.py` of the bench reads both.
#![allow(clippy::print_stderr)]

use headwater_page::{Hint, read};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, gold, out] = args.as_slice() else {
        eprintln!("usage: extract GOLD.jsonl OUT.jsonl");
        std::process::exit(2);
    };
    let folder = Path::new(gold).parent().unwrap_or(Path::new("."));
    let mut out = BufWriter::new(std::fs::File::create(out)?);
    let mut busy = std::time::Duration::ZERO;
    let mut pages = 0;
    for line in BufReader::new(std::fs::File::open(gold)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let bytes = page(&folder.join(row["file"].as_str().unwrap_or_default()))?;
        let hint = Hint {
            id: row["id"].as_str().unwrap_or_default().to_owned(),
            url: row["url"].as_str().map(str::to_owned),
            ..Hint::default()
        };
        let start = std::time::Instant::now();
        let a = read(&bytes, &hint);
        busy += start.elapsed();
        pages += 1;
        let body: Vec<&str> = a.body.iter().map(|s| s.of(&a.text)).collect();
        let row = json!({"id": a.id, "text": body.join("\n\n"), "title": a.title,
            "date": a.date.map(|d| d.iso()), "authors": a.authors, "sitename": a.outlet,
            "basis": a.date_basis.as_ref().map(|b| format!("{}: {}", b.kind, b.words)),
            "modified": a.modified.map(|d| d.iso()), "lang": a.lang});
        writeln!(out, "{row}")?;
    }
    eprintln!(
        "{pages} pages, {:.2} ms each",
        busy.as_secs_f64() * 1000.0 / f64::from(pages.max(1))
    );
    Ok(())
}

fn page(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
    } else {
        BufReader::new(file).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
