//! Pairs of invented wordings in nine languages: the right kind of difference is named, whichever
//! wording comes first.

use headwater_collate::compare;
use serde_json::Value;

fn kinds(a: &str, b: &str) -> Vec<String> {
    let mut found: Vec<String> = compare(a, b).differs.into_iter().map(|d| d.kind).collect();
    found.dedup();
    found
}

#[test]
fn the_right_kind_is_named() {
    let rows: Vec<Value> = include_str!("data/differs.jsonl")
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert!(rows.len() >= 270);
    let mut faults = Vec::new();
    for row in &rows {
        let (a, b) = (row["a"].as_str().unwrap(), row["b"].as_str().unwrap());
        let wanted: Vec<String> = row["differs"].as_str().map(str::to_owned).into_iter().collect();
        for (x, y) in [(a, b), (b, a)] {
            let found = kinds(x, y);
            if found != wanted {
                faults.push(format!("{x} / {y}: {found:?}, not {wanted:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
