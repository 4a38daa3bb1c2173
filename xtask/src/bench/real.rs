//! Real reports: speeches against transcripts, pairs of reports by hand, revisions of one text.

use super::part::Part;
use super::{Bench, fresh, lines, python, rows};
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Runs the sets' own scorer on those held back and on the rest. Speeches are scored whole as
/// well; of the other sets the whole is the sum.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("real");
    let whole = score(bench, "speeches", &folder)?;
    bench.take("real speeches", &speeches(&whole).to_string())?;
    let mut sums: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for part in Part::BOTH {
        let top = split(&folder, part)?;
        for (set, read) in SETS {
            let figures = read(&score(bench, set, &top)?);
            bench.take(&format!("real {set}, {}", part.name()), &figures.to_string())?;
            add(sums.entry(set).or_default(), &figures);
        }
    }
    for set in ["wire", "wikiversions"] {
        let sum = Value::Object(sums.remove(set).unwrap_or_default());
        bench.take(&format!("real {set}"), &sum.to_string())?;
    }
    Ok(())
}

/// Reads what the scorer prints of one set.
type Reader = fn(&str) -> Value;

/// The sets and how their figures are read.
const SETS: [(&str, Reader); 3] =
    [("speeches", speeches), ("wire", wire), ("wikiversions", wikiversions)];

fn score(bench: &Bench, set: &str, top: &Path) -> Result<String> {
    let scorer = bench.data.join("real/score.py");
    let args =
        [&scorer, Path::new(set), Path::new("--bin"), &bench.program, Path::new("--top"), top];
    python(&args)
}

/// A copy of the sets that holds one part: speeches by occasion, pairs by their first report,
/// chains by name.
fn split(folder: &Path, part: Part) -> Result<PathBuf> {
    let top = fresh(&format!("real {}", part.name()))?;
    let within = |row: &Value, key: &str| Part::of(row[key].as_str().unwrap_or_default()) == part;
    for (set, file, key) in [
        ("speeches", "quotes.jsonl", "event"),
        ("speeches", "utterances.jsonl", "event"),
        ("wire", "pairs.jsonl", "a"),
    ] {
        std::fs::create_dir_all(top.join(set))?;
        let mut kept = rows(&folder.join(set).join(file))?;
        kept.retain(|row| within(row, key));
        std::fs::write(top.join(set).join(file), lines(&kept))?;
    }
    for (set, file) in [("speeches", "reports.jsonl.gz"), ("wire", "docs.jsonl.gz")] {
        let from = folder.join(set).join(file);
        std::fs::copy(&from, top.join(set).join(file))
            .with_context(|| from.display().to_string())?;
    }
    for entry in std::fs::read_dir(folder.join("wikiversions"))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if Part::of(&name) != part {
            continue;
        }
        let to = top.join("wikiversions").join(name);
        std::fs::create_dir_all(&to)?;
        for file in std::fs::read_dir(entry.path())?.flatten() {
            std::fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(top)
}

/// The numbers of a line that follow the words of `names`, in their order.
fn numbers(line: &str, names: &[&str]) -> Vec<(String, Value)> {
    let mut out = Vec::new();
    let mut rest = line;
    for name in names {
        let Some((_, after)) = rest.split_once(name) else { continue };
        let digits: String =
            after.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        if let Ok(number) = digits.trim_end_matches('.').parse::<f64>() {
            out.push((name.trim().to_owned(), number.into()));
        }
        rest = after;
    }
    out
}

fn speeches(printed: &str) -> Value {
    let mut out = Map::new();
    for line in printed.lines() {
        if line.contains("quotations ") {
            out.extend(numbers(line, &["quotations ", "found ", "speaker given found "]));
        } else if let Some((_, rest)) = line.split_once("utterances, ") {
            let how = rest.split(':').next().unwrap_or(rest);
            for (name, value) in numbers(rest, &["P ", "R ", "of "]) {
                let name = match name.as_str() {
                    "P" => "precision",
                    "R" => "recall",
                    _ => "pairs",
                };
                out.insert(format!("{how}, {name}"), value);
            }
        }
    }
    Value::Object(out)
}

/// Counts of pairs by label and by what was said of them.
fn wire(printed: &str) -> Value {
    let mut out = Map::new();
    for line in printed.lines() {
        let Some((label, counts)) = line.trim().split_once(' ') else { continue };
        // A dictionary as Python prints it, its keys without apostrophes inside.
        let counts: Value =
            serde_json::from_str(&counts.trim().replace('\'', "\"")).unwrap_or_default();
        for (way, count) in counts.as_object().into_iter().flatten() {
            out.insert(format!("{label}, {way}"), count.clone());
        }
    }
    Value::Object(out)
}

fn wikiversions(printed: &str) -> Value {
    let mut out = Map::new();
    for line in printed.lines() {
        let Some((how, rest)) = line.trim().split_once(": ") else { continue };
        let mut counts = numbers(rest, &["root right ", "edges drawn ", "right ", " of ", "time "]);
        let chains = rest.split(' ').next().and_then(|n| n.parse::<f64>().ok());
        counts.extend(chains.map(|n| ("chains".to_owned(), n.into())));
        for (name, value) in counts {
            let name = match name.as_str() {
                "right" => "edges right",
                "of" => "edges",
                "time" => "edges forward in time",
                other => other,
            };
            out.insert(format!("{how}, {name}"), value);
        }
    }
    Value::Object(out)
}

fn add(sum: &mut Map<String, Value>, figures: &Value) {
    for (name, value) in figures.as_object().into_iter().flatten() {
        let before = sum.get(name).and_then(Value::as_f64).unwrap_or(0.0);
        sum.insert(name.clone(), (before + value.as_f64().unwrap_or(0.0)).into());
    }
}

#[cfg(test)]
mod tests {
    use super::{speeches, wikiversions, wire};

    #[test]
    fn figures_are_read_from_what_the_scorer_prints() {
        let s = speeches(
            "speeches\n  quotations 12: found 0.982, speaker given found 0.813\n  \
             utterances, as they come: P 0.810 R 0.320 of 82 pairs\n",
        );
        assert_eq!(s["found"], 0.982);
        assert_eq!(s["speaker given found"], 0.813);
        assert_eq!(s["as they come, recall"], 0.32);
        assert_eq!(s["as they come, pairs"], 82.0);
        let w = wire("wire\n  copy     {'edge right': 3, 'other story': 1}\n  draws    {}\n");
        assert_eq!(w["copy, edge right"], 3);
        let v = wikiversions(
            "wikiversions\n  no times: 60 chains, root right 20, edges drawn 240, right 80 of \
             243, forward in time 111\n",
        );
        assert_eq!(v["no times, chains"], 60.0);
        assert_eq!(v["no times, root right"], 20.0);
        assert_eq!(v["no times, edges right"], 80.0);
        assert_eq!(v["no times, edges"], 243.0);
        assert_eq!(v["no times, edges forward in time"], 111.0);
    }
}
