//! Made documents in (`measure made`, JSON Lines with `id`, `text` and, in a copy, `of`), for each
//! way of finding candidate pairs out: CPU seconds on one core from text to pairs, shingling
//! included, how many pairs, and how many of the true ones.
//!
//!     cargo run --release -- DOCS.jsonl

use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32};
use headwater_collate::{CAP, LEAST, NEIGHBOURS, Postings, fingerprints};
use headwater_page::Article;
use std::collections::{BTreeMap, BTreeSet};

type Pairs = BTreeSet<(usize, usize)>;

/// CPU seconds of this process.
fn cpu() -> f64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a local of the right type.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t) };
    t.tv_sec as f64 + t.tv_nsec as f64 / 1e9
}

fn headwater(texts: &[Article]) -> Pairs {
    let prints: Vec<Vec<u64>> = texts.iter().map(fingerprints).collect();
    let mut index = Postings::new(CAP, NEIGHBOURS);
    index.add(&(0..).zip(&prints).map(|(k, row)| (k, row.as_slice())).collect::<Vec<_>>());
    let later = |(k, row): (u64, &Vec<u64>)| {
        let found = index.partners(k, row, LEAST).into_iter().filter(move |p| p.page > k);
        found.map(move |p| (k as usize, p.page as usize)).collect::<Vec<_>>()
    };
    (0..).zip(&prints).flat_map(later).collect()
}

/// 128 hashes in bands of `width`, over runs of five words; no string is made for a run.
fn gaoya(texts: &[Article], width: usize, least: f64) -> Pairs {
    let hasher = MinHasher32::new(128);
    let mut index = MinHashIndex::new(128 / width, width, least);
    let mut out = Pairs::new();
    for (number, article) in texts.iter().enumerate() {
        let lower = article.text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let signature = hasher.create_signature(words.windows(5));
        let found = index.query_owned(&signature);
        out.extend(found.into_iter().map(|other: usize| (other.min(number), other.max(number))));
        index.insert(number, signature);
    }
    out
}

fn told(name: &str, count: usize, truth: &Pairs, run: impl FnOnce() -> Pairs) {
    let start = cpu();
    let pairs = run();
    let spent = cpu() - start;
    println!(
        "{name:30} {spent:8.2} CPU s  {:8.0} documents/s  {:7} pairs  {:.3} of the true ones",
        count as f64 / spent,
        pairs.len(),
        pairs.intersection(truth).count() as f64 / truth.len().max(1) as f64
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let (mut texts, mut places, mut truth) = (Vec::new(), BTreeMap::new(), Pairs::new());
    for line in std::fs::read_to_string(path)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let number = texts.len();
        // A copy stands behind what it is a copy of.
        truth.extend(places.get(&text("of")).map(|of| (*of, number)));
        places.insert(text("id"), number);
        texts.push(Article::plain(&text("id"), &text("text")));
    }
    println!("{} documents, {} true pairs", texts.len(), truth.len());
    let n = texts.len();
    told("headwater, two fingerprints", n, &truth, || headwater(&texts));
    told("gaoya, 32 bands of 4, J >= .5", n, &truth, || gaoya(&texts, 4, 0.5));
    told("gaoya, 64 bands of 2, J >= .3", n, &truth, || gaoya(&texts, 2, 0.3));
    Ok(())
}
