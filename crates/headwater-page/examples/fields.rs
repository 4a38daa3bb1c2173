//! Writes what the learned choices of a page's fields see: `fields GOLD.jsonl OUT.jsonl [FOLDS]`, one
//! object a page. The body, which places are measured from, is chosen by the weights of FOLDS.
#![allow(clippy::print_stderr)]

mod bench;

use headwater_page::{Weights, lab};
use serde_json::json;
use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let (gold, out, folds) = bench::arguments("fields");
    let weights: Vec<Weights> =
        folds.map_or(Ok(vec![Weights::shipped(); 5]), |f| bench::load(&f))?;
    let mut out = BufWriter::new(std::fs::File::create(out)?);
    bench::each_page(&gold, |page| {
        let seen = lab::fields(&page.bytes, &page.hint, &weights[page.fold]);
        let all = [seen.days, seen.bare, seen.names, seen.titles];
        let [(days, rows), (bare, bare_rows), (names, name_rows), (titles, title_rows)]: [(
            Vec<_>,
            Vec<_>,
        );
            4] = all.map(|d| d.into_iter().unzip());
        let row = json!({"id": page.hint.id, "days": days, "rows": rows,
            "bare": bare, "bare_rows": bare_rows, "names": names, "name_rows": name_rows,
            "titles": titles, "title_rows": title_rows});
        writeln!(out, "{row}")
    })
}
