//! `cargo xtask bench NAME`: runs the program's verbs on the data beside the checkout, turns
//! their records into what the scorers read, and prints the scorers' figures.

mod extract;
mod lineage;
mod quotes;
mod reuse;
mod stories;
mod trace;

use crate::root;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs one bench, or all.
pub(crate) fn run(name: &str, rest: &[&str]) -> Result<()> {
    let data = data();
    if !data.is_dir() {
        bail!(
            "no bench data at `{}`; hint: set HEADWATER_BENCH to the folder that holds extract/, quotes/, …",
            data.display()
        );
    }
    build()?;
    match name {
        "extract" => extract::run(&data, rest),
        "quotes" => quotes::run(&data, rest),
        "reuse" => reuse::run(&data),
        "stories" => stories::run(&data),
        "lineage" => lineage::run(&data),
        "trace" => trace::run(&data),
        "all" => {
            extract::run(&data, rest)?;
            quotes::run(&data, rest)?;
            reuse::run(&data)?;
            stories::run(&data)?;
            lineage::run(&data)?;
            trace::run(&data)
        }
        _ => bail!("no such bench: `{name}`"),
    }
}

fn data() -> PathBuf {
    match std::env::var_os("HEADWATER_BENCH") {
        Some(path) => path.into(),
        None => root().join("../shared/bench"),
    }
}

fn build() -> Result<()> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "headwater-cli"])
        .current_dir(root())
        .status()?;
    if !status.success() {
        bail!("the program does not build");
    }
    Ok(())
}

fn target() -> PathBuf {
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

/// Runs `headwater` with `args`, `input` on its standard input; its output lines as JSON.
fn headwater(args: &[&str], input: &str) -> Result<Vec<Value>> {
    let text = headwater_text(args, input)?;
    text.lines().map(|l| serde_json::from_str(l).context("the program wrote no JSON")).collect()
}

/// As [`headwater`], the output as it is.
fn headwater_text(args: &[&str], input: &str) -> Result<String> {
    let mut child = Command::new(target().join("release/headwater"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
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

fn rows(path: &Path) -> Result<Vec<Value>> {
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
        bail!("the scorer ended with {}: {}", output.status, args[0].display());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Prints a scorer's object as aligned `name value` rows, only those asked for (all if none).
fn table(title: &str, json: &str, wanted: &[&str]) -> Result<()> {
    let object: Value = serde_json::from_str(json.trim())?;
    println!("\n{title}");
    for (name, value) in object.as_object().into_iter().flatten() {
        if !wanted.is_empty() && !wanted.contains(&name.as_str()) {
            continue;
        }
        let shown = value.as_f64().map_or(value.to_string(), |n| format!("{n:.4}"));
        println!("  {name:<24} {shown}");
    }
    Ok(())
}
