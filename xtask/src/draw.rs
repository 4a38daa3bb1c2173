//! `cargo xtask draw --seed N`: lines of reports on real pages, drawn by lot, each with what is shown
//! and the places it rests on, so that somebody who did not write the code can judge them. How the
//! lots fall is told in `bench/verdicts/README.md`. What is printed holds words of pages and is not
//! kept in the repository.

mod lines;

use crate::bench::{built, data, rows, target};
use anyhow::{Context, Result, bail, ensure};
use lines::{Line, lines};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Most pages of one set.
const PAGES: usize = 20;
/// Lines of one story, and lines of the whole draw.
const OF_STORY: usize = 10;
const ALL: usize = 100;
/// Stories of the extraction sets in English and in other languages, and windows of reports.
const ENGLISH: usize = 3;
const OTHER: usize = 2;
const WINDOWS: usize = 5;
/// So many times as many are drawn: of some, nothing is shown as one story.
const SPARE: usize = 4;

/// A row of numbers that follows from a seed alone: the SHA-256 of the seed's digits, then of that
/// and a counter.
struct Lots {
    seed: [u8; 32],
    drawn: u64,
}

impl Lots {
    fn new(seed: u64) -> Lots {
        Lots { seed: Sha256::digest(seed.to_string().as_bytes()).into(), drawn: 0 }
    }

    /// A number below `limit`; 0 if there is none.
    fn below(&mut self, limit: usize) -> usize {
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(self.drawn.to_le_bytes());
        self.drawn += 1;
        let bytes = hash.finalize();
        let number = bytes.iter().take(8).fold(0_u64, |n, b| n << 8 | u64::from(*b));
        usize::try_from(number % limit.max(1) as u64).unwrap_or(0)
    }

    /// Takes `n` of a list, each at most once, in the order drawn.
    fn take<T>(&mut self, mut list: Vec<T>, n: usize) -> Vec<T> {
        let mut out = Vec::new();
        while out.len() < n && !list.is_empty() {
            let at = self.below(list.len());
            out.push(list.remove(at));
        }
        out
    }
}

/// Pages that are traced together.
struct Set {
    name: String,
    /// What is handed to the program.
    paths: Vec<PathBuf>,
}

/// A line with where it was drawn.
struct Drawn {
    seed: u64,
    set: String,
    files: Vec<String>,
    line: Line,
}

/// Draws and prints, a JSON object a line.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let (mut seed, mut program) = (1_u64, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let value = args.next().with_context(|| format!("{arg} needs a value"))?;
        match *arg {
            "--seed" => seed = value.parse().with_context(|| format!("`{value}`"))?,
            "--bin" => program = Some(std::path::absolute(value)?),
            other => bail!("no option `{other}`: there are --seed N and --bin PATH"),
        }
    }
    let program = program.map_or_else(built, Ok)?;
    let data = data();
    ensure!(data.is_dir(), "no bench data at `{}`; hint: set HEADWATER_BENCH", data.display());
    let folder = target().join("bench/draw");
    std::fs::create_dir_all(&folder)?;
    let mut first = Lots::new(seed);
    let [english, other] = stories(&data, &program, &mut first)?;
    let windows = windows(&data, &folder, &mut first)?;
    let mut second = Lots::new(seed + 1);
    let (mut drawn, mut left) = (Vec::new(), Vec::new());
    for (most, sets) in [(ENGLISH, english), (OTHER, other), (WINDOWS, windows)] {
        let mut shown = 0;
        for set in sets {
            if shown < most && of_set(&program, set, seed + 1, &mut second, &mut drawn, &mut left)?
            {
                shown += 1;
            }
        }
    }
    let missing = ALL.saturating_sub(drawn.len());
    for mut one in Lots::new(seed + 2).take(left, missing) {
        one.seed = seed + 2;
        drawn.push(one);
    }
    drawn.sort_by(|a, b| (&a.set, a.line.rank).cmp(&(&b.set, b.line.rank)));
    for (i, one) in drawn.iter().enumerate() {
        let Drawn { seed, set, files, line } = one;
        println!(
            "{}",
            json!({"number": i + 1, "seed": seed, "story": set, "line": line.kind,
                "shown": line.shown, "places": line.places, "pages": files})
        );
    }
    Ok(())
}

/// The stories of the extraction sets that lots fall on, in English and in other languages.
fn stories(data: &Path, program: &Path, lots: &mut Lots) -> Result<[Vec<Set>; 2]> {
    let (mut english, mut other) = (Vec::new(), Vec::new());
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(data.join("extract"))?.flatten().map(|e| e.path().join("html")).collect();
    folders.retain(|f| f.is_dir());
    folders.sort();
    for folder in folders {
        let set = folder.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        eprintln!("stories of {set}");
        let all = output(program, &["stories", "--tagger", "fast"], std::slice::from_ref(&folder))?;
        let mut found: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
        for row in all.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
            let (Some(id), Some(story)) = (row["id"].as_str(), row["story"].as_str()) else {
                continue;
            };
            found.entry(story.to_owned()).or_default().push((id.to_owned(), row["lang"] == "en"));
        }
        for pages in found.into_values().filter(|p| p.len() > 1) {
            let mut ids: Vec<&str> = pages.iter().map(|p| p.0.as_str()).collect();
            ids.sort_unstable();
            let named: Vec<String> = ids.iter().map(|i| i.chars().take(8).collect()).collect();
            let name = format!("extract/{set} {}", named.join("+"));
            let paths = ids.iter().take(PAGES).map(|id| folder.join(id)).collect();
            let into = if pages.iter().filter(|p| p.1).count() * 2 > pages.len() {
                &mut english
            } else {
                &mut other
            };
            into.push(Set { name, paths });
        }
    }
    english.sort_by(|a, b| a.name.cmp(&b.name));
    other.sort_by(|a, b| a.name.cmp(&b.name));
    let english = lots.take(english, ENGLISH * SPARE);
    Ok([english, lots.take(other, OTHER * SPARE)])
}

/// Windows of reports of the same days, each cut to its labelled pair and others by lot.
fn windows(data: &Path, folder: &Path, lots: &mut Lots) -> Result<Vec<Set>> {
    let wire = data.join("real/wire");
    let packed = Command::new("gzip").arg("-dc").arg(wire.join("docs.jsonl.gz")).output()?;
    ensure!(packed.status.success(), "cannot unpack docs.jsonl.gz");
    let text = String::from_utf8(packed.stdout)?;
    let docs: BTreeMap<String, &str> = text
        .lines()
        .filter_map(|l| {
            Some((serde_json::from_str::<Value>(l).ok()?["id"].as_str()?.to_owned(), l))
        })
        .collect();
    let mut out = Vec::new();
    for pair in lots.take(rows(&wire.join("pairs.jsonl"))?, WINDOWS * SPARE) {
        let id = |k: &str| pair[k].as_str().unwrap_or_default().to_owned();
        let (a, b) = (id("a"), id("b"));
        let window = pair["window"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let rest: Vec<String> = window.filter(|w| *w != a && *w != b).map(str::to_owned).collect();
        let mut ids = BTreeSet::from([a.clone(), b.clone()]);
        ids.extend(lots.take(rest, PAGES - 2));
        let path = folder.join(format!("{a}.jsonl"));
        let lines: String =
            ids.iter().filter_map(|i| docs.get(i)).map(|l| format!("{l}\n")).collect();
        std::fs::write(&path, lines)?;
        out.push(Set { name: format!("wire {a}+{b}"), paths: vec![path] });
    }
    Ok(out)
}

/// Ten lines of one story of the set, by lot; all its other lines wait for the filling up. False if
/// nothing is shown as a story.
fn of_set(
    program: &Path,
    set: Set,
    seed: u64,
    lots: &mut Lots,
    drawn: &mut Vec<Drawn>,
    left: &mut Vec<Drawn>,
) -> Result<bool> {
    eprintln!("report on {}", set.name);
    let trace: Value = match output(program, &["trace", "--format", "json"], &set.paths)? {
        text if text.trim().is_empty() => return Ok(false),
        text => serde_json::from_str(&text)?,
    };
    let files: Vec<String> = set.paths.iter().map(|p| p.display().to_string()).collect();
    let stories = lines(&trace);
    if stories.is_empty() {
        return Ok(false);
    }
    let chosen = lots.below(stories.len());
    for (i, all) in stories.into_iter().enumerate() {
        let wrap = |line| Drawn { seed, set: set.name.clone(), files: files.clone(), line };
        if i != chosen {
            left.extend(all.into_iter().map(wrap));
            continue;
        }
        let mut all: Vec<Drawn> = all.into_iter().map(wrap).collect();
        for _ in 0..OF_STORY.min(all.len()) {
            let at = lots.below(all.len());
            drawn.push(all.remove(at));
        }
        left.extend(all);
    }
    Ok(true)
}

/// What the program prints on these paths.
fn output(program: &Path, args: &[&str], paths: &[PathBuf]) -> Result<String> {
    let run = Command::new(program).args(args).args(paths).output()?;
    ensure!(
        matches!(run.status.code(), Some(0 | 1)),
        "headwater {}: {}",
        args.join(" "),
        String::from_utf8_lossy(&run.stderr)
    );
    Ok(String::from_utf8(run.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::Lots;

    #[test]
    fn lots_follow_from_the_seed_alone_and_fall_on_each_once() {
        let draw = |seed| Lots::new(seed).take((0..50).collect(), 20);
        let one: Vec<i32> = draw(1);
        assert_eq!(one, draw(1));
        assert_ne!(one, draw(2));
        let mut sorted = one.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 20);
        assert_eq!(Lots::new(3).take(vec!['a'], 5), ['a']);
    }
}
