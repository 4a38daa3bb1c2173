//! Writes predictions for a set of pages with gold: `extract GOLD.jsonl OUT.jsonl [FOLDS]`. Pages lie
//! beside the gold as its `file` says; `score.py` of the bench reads both. FOLDS is a folder of
//! `html-N.bin` and `flat-N.bin` from `training/blocks.py`: each page is then read with the weights
//! of the fold that did not see its host.
#![allow(clippy::print_stderr)]

use headwater_page::{Hint, Weights, read, read_with};
use headwater_text::Forest;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let (gold, out, folds) = match args.as_slice() {
        [_, gold, out] => (gold, out, None),
        [_, gold, out, folds] => (gold, out, Some(folds.clone())),
        _ => {
            eprintln!("usage: extract GOLD.jsonl OUT.jsonl [FOLDS]");
            std::process::exit(2);
        }
    };
    let weights: Vec<Weights> = folds.map_or(Ok(Vec::new()), |f| load(&f))?;
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
        let own = weights.get(fold_of(&host(&row)));
        let a = own.map_or_else(|| read(&bytes, &hint), |w| read_with(&bytes, &hint, w));
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

/// The weights of five folds.
fn load(folder: &str) -> std::io::Result<Vec<Weights>> {
    let forest = |kind: &str, n: usize| -> std::io::Result<Forest> {
        let bytes = std::fs::read(format!("{folder}/{kind}-{n}.bin"))?;
        Forest::parse(&bytes).ok_or_else(|| std::io::Error::other("no forest"))
    };
    (0..5).map(|n| Ok(Weights { html: forest("html", n)?, flat: forest("flat", n)? })).collect()
}

/// The registrable part of a page's host, as `training/blocks.py` has it.
fn host(row: &Value) -> String {
    let id = row["id"].as_str().unwrap_or_default();
    let url = row["url"].as_str().unwrap_or(id).replace("hard::", "http://");
    let rest = url.split_once("://").map_or(url.as_str(), |p| p.1);
    let host =
        if url.contains("://") { rest.split(['/', '?', '#']).next().unwrap_or(rest) } else { rest };
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    let parts: Vec<&str> = host.split('.').collect();
    let short = parts.len() > 2 && parts[parts.len() - 2].len() <= 3;
    let keep = if short { 3 } else { 2 };
    parts[parts.len().saturating_sub(keep)..].join(".")
}

fn fold_of(host: &str) -> usize {
    use sha2::Digest;
    usize::from(sha2::Sha256::digest(host.as_bytes())[0] % 5)
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
