//! `cargo xtask grow`: what a library in memory costs, and what one page more costs it, by the example
//! `grow` of the crate `headwater`.

use crate::bench::figures::{self, Figures};
use crate::bench::target;
use crate::root;
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use std::process::Command;

/// What is measured: arguments of the example.
const RUNS: &[&[&str]] = &[&["1000"], &["10000"], &["story", "1000"], &["equal", "1000"]];

/// Measures and prints; with `write` the figures are kept.
pub(crate) fn run(write: bool) -> Result<()> {
    let mut kept = Figures::new();
    for args in RUNS {
        let output = Command::new("cargo")
            .args(["run", "--release", "--quiet", "-p", "headwater", "--example", "grow", "--"])
            .args(*args)
            .arg("--json")
            .current_dir(root())
            .env("CARGO_TARGET_DIR", std::path::absolute(target())?)
            .output()?;
        let talk = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "grow {}: {talk}", args.join(" "));
        let measured: Map<String, Value> =
            serde_json::from_slice(&output.stdout).context("what grow printed")?;
        for (name, value) in measured {
            let name = format!("grow {}/{name}", args.join(" "));
            println!("{name:<48} {value}");
            kept.extend(value.as_f64().map(|v| (name, v)));
        }
    }
    if write { figures::keep("now", &kept) } else { Ok(()) }
}
