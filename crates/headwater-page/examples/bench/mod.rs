//! Shared by the examples that measure: pages with gold, and the weights that did not see them.

use headwater_page::{Hint, Leanings, Weights};
use headwater_text::Forest;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// One page of a set.
pub(crate) struct Row {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hint: Hint,
    /// Number of the fold of its host.
    pub(crate) fold: usize,
}

/// GOLD, OUT and, if given, FOLDS from the command line of the example `name`; else its usage, and
/// the end.
pub(crate) fn arguments(name: &str) -> (String, String, Option<String>) {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [gold, out] => (gold.clone(), out.clone(), None),
        [gold, out, folds] => (gold.clone(), out.clone(), Some(folds.clone())),
        _ => {
            eprintln!("usage: {name} GOLD.jsonl OUT.jsonl [FOLDS]");
            std::process::exit(2);
        }
    }
}

/// Calls `each` with every page that the gold file names, in its order. Pages lie beside the gold.
pub(crate) fn each_page(
    gold: &str,
    mut each: impl FnMut(Row) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let folder = Path::new(gold).parent().unwrap_or(Path::new("."));
    for line in BufReader::new(std::fs::File::open(gold)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let bytes = page(&folder.join(row["file"].as_str().unwrap_or_default()))?;
        let hint = Hint {
            id: row["id"].as_str().unwrap_or_default().to_owned(),
            url: row["url"].as_str().map(str::to_owned),
            ..Hint::default()
        };
        each(Row { bytes, hint, fold: fold_of(&host(&row)) })?;
    }
    Ok(())
}

/// The weights of five folds; kinds that the folder has not are the shipped ones.
pub(crate) fn load(folder: &str) -> std::io::Result<Vec<Weights>> {
    let words = |n: usize| -> std::io::Result<Leanings> {
        let bytes = std::fs::read(format!("{folder}/words-{n}.bin"))?;
        Leanings::parse(&bytes).map_err(std::io::Error::other)
    };
    let forest = |kind: &str, n: usize, shipped: Forest| -> std::io::Result<Forest> {
        match std::fs::read(format!("{folder}/{kind}-{n}.bin")) {
            Ok(bytes) => Forest::parse(&bytes).map_err(std::io::Error::other),
            Err(_) => Ok(shipped),
        }
    };
    let fold = |n: usize| {
        let own = Weights::shipped();
        Ok(Weights {
            html: forest("html", n, own.html)?,
            flat: forest("flat", n, own.flat)?,
            words: words(n)?,
            days: forest("days", n, own.days)?,
            names: forest("names", n, own.names)?,
            titles: forest("titles", n, own.titles)?,
            flat_names: forest("flat_names", n, own.flat_names)?,
        })
    };
    (0..5).map(fold).collect()
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
