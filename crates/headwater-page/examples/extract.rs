//! Writes predictions for a set of pages with gold: `extract GOLD.jsonl OUT.jsonl [FOLDS]`. Pages lie
//! beside the gold as its `file` says; `score.py` of the bench reads both. FOLDS is a folder of
//! `html-N.bin` and their like from `training/`: each page is then read with the weights of the
//! fold that did not see its host.
#![allow(clippy::print_stderr)]

mod bench;

use headwater_page::{Weights, read, read_with};
use serde_json::json;
use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let (gold, out, folds) = bench::arguments("extract");
    let weights: Vec<Weights> = folds.map_or(Ok(Vec::new()), |f| bench::load(&f))?;
    let mut out = BufWriter::new(std::fs::File::create(out)?);
    let mut busy = std::time::Duration::ZERO;
    let mut pages = 0;
    bench::each_page(&gold, |page| {
        let start = std::time::Instant::now();
        let own = weights.get(page.fold);
        let a = own.map_or_else(
            || read(&page.bytes, &page.hint),
            |w| read_with(&page.bytes, &page.hint, w),
        );
        busy += start.elapsed();
        pages += 1;
        let body: Vec<&str> = a.body.iter().map(|s| s.of(&a.text)).collect();
        let row = json!({"id": a.id, "text": body.join("\n\n"), "title": a.title,
            "date": a.date.map(|d| d.iso()), "authors": a.authors, "sitename": a.outlet,
            "basis": a.date_basis.as_ref().map(|b| format!("{}: {}", b.kind, b.words)),
            "modified": a.modified.map(|d| d.iso()), "lang": a.lang});
        writeln!(out, "{row}")
    })?;
    eprintln!(
        "{pages} pages, {:.2} ms each",
        busy.as_secs_f64() * 1000.0 / f64::from(pages.max(1))
    );
    Ok(())
}
