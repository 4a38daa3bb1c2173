//! `cargo xtask bench NAME`: runs the program's verbs on the data beside the checkout, turns
//! their records into what the scorers read, prints the scorers' figures and, with `--write`,
//! keeps them in `bench/figures.json` and writes the tables of `docs/figures.md` anew.

mod cases;
mod desk;
mod drills;
mod extract;
pub(crate) mod figures;
mod lineage;
mod part;
mod quotes;
mod real;
mod reuse;
mod six;
mod stories;
mod trace;

use crate::root;
use anyhow::{Context, Result, bail};
use figures::Figures;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The benches, in the order in which `all` runs them.
const ALL: &[&str] = &[
    "extract", "quotes", "reuse", "stories", "lineage", "trace", "desk", "six", "drills", "real",
    "cases",
];

/// One run of benches: where the data and the program are, and the figures so far.
struct Bench {
    data: PathBuf,
    program: PathBuf,
    /// Options that the bench passes on to the program.
    rest: Vec<String>,
    figures: Figures,
}

/// Runs one bench, or all.
///
/// `args` may hold `--write` (keep the figures), `--before` (keep them as those of the state
/// that all is compared with), `--bin PATH` (measure this program, not the one of the checkout);
/// what else it holds goes to the program.
pub(crate) fn run(name: &str, args: &[&str]) -> Result<()> {
    let (mut write, mut before, mut program) = (false, false, None);
    let mut rest = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--write" => write = true,
            "--before" => before = true,
            "--bin" => program = Some(PathBuf::from(args.next().context("--bin needs a path")?)),
            other => rest.push(other.to_owned()),
        }
    }
    let names: Vec<&str> = match name {
        "all" => ALL.to_vec(),
        _ if ALL.contains(&name) => vec![name],
        _ => bail!("no such bench: `{name}`; there are: {}", ALL.join(", ")),
    };
    if (write || before) && !rest.is_empty() {
        bail!("figures of a run with options of its own are not kept: {}", rest.join(" "));
    }
    let data = data();
    if !data.is_dir() {
        bail!(
            "no bench data at `{}`; hint: set HEADWATER_BENCH to the folder that holds extract/, quotes/, …",
            data.display()
        );
    }
    let program = match program {
        Some(path) => std::path::absolute(&path)?,
        None => built()?,
    };
    let mut bench = Bench { data, program, rest, figures: Figures::default() };
    for name in names {
        bench.one(name)?;
        if write || before {
            let column = if before { "before" } else { "now" };
            figures::keep(column, &bench.figures)?;
            bench.figures = Figures::default();
        }
    }
    Ok(())
}

impl Bench {
    fn one(&mut self, name: &str) -> Result<()> {
        match name {
            "extract" => extract::run(self),
            "quotes" => quotes::run(self),
            "reuse" => reuse::run(self),
            "stories" => stories::run(self),
            "lineage" => lineage::run(self),
            "trace" => trace::run(self),
            "desk" => desk::run(self),
            "six" => six::run(self),
            "drills" => drills::run(self),
            "real" => real::run(self),
            _ => cases::run(self),
        }
    }

    /// Takes a scorer's object under `title` and prints it.
    fn take(&mut self, title: &str, json: &str) -> Result<()> {
        let object: Value = serde_json::from_str(json.trim())
            .with_context(|| format!("{title}: the scorer wrote no JSON"))?;
        let flat = figures::flat(&object);
        println!("\n{title}");
        for (name, value) in flat {
            println!("  {name:<32} {value:.4}");
            self.figures.insert(format!("{title}/{name}"), value);
        }
        Ok(())
    }

    /// Runs `headwater` with `args`, `input` on its standard input; its output lines as JSON.
    fn headwater(&self, args: &[&str], input: &str) -> Result<Vec<Value>> {
        let text = self.headwater_text(args, input)?;
        text.lines().map(|l| serde_json::from_str(l).context("the program wrote no JSON")).collect()
    }

    /// As [`Bench::headwater`], the output as it is.
    fn headwater_text(&self, args: &[&str], input: &str) -> Result<String> {
        let mut child = Command::new(&self.program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| self.program.display().to_string())?;
        let mut stdin = child.stdin.take().context("no pipe to the program")?;
        let input = input.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output()?;
        let _ = writer.join();
        // 1 means that nothing was found, which a bench may well see.
        if !matches!(output.status.code(), Some(0 | 1)) {
            bail!("headwater {} ended with {}", args.join(" "), output.status);
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// The folder of bench data.
pub(crate) fn data() -> PathBuf {
    match std::env::var_os("HEADWATER_BENCH") {
        Some(path) => path.into(),
        None => root().join("../shared/bench"),
    }
}

/// Builds the program of the checkout and says where it is.
pub(crate) fn built() -> Result<PathBuf> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "headwater-cli"])
        .current_dir(root())
        .status()?;
    if !status.success() {
        bail!("the program does not build");
    }
    Ok(target().join("release/headwater"))
}

/// The folder of everything that is built or measured.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Where predictions are kept between runs.
fn out(name: &str) -> Result<PathBuf> {
    let path = target().join("bench").join(name);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(path)
}

/// An empty folder of that name among the predictions.
fn fresh(name: &str) -> Result<PathBuf> {
    let path = out(name)?;
    if path.exists() {
        std::fs::remove_dir_all(&path)?;
    }
    std::fs::create_dir_all(&path)?;
    Ok(path)
}

/// The records of a file of JSON Lines.
pub(crate) fn rows(path: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).with_context(|| path.display().to_string()))
        .collect()
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|r| r.to_string() + "\n").collect()
}

/// Runs a Python scorer and gives what it prints.
fn python(args: &[&Path]) -> Result<String> {
    let output = Command::new("python3").args(args).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        let script = args.first().map(|a| a.display().to_string()).unwrap_or_default();
        bail!("the scorer ended with {}: {script}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}
