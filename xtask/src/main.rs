//! Automation of the workspace.
//!
//! `cargo xtask check` is what must hold before anything lands; `cargo xtask bench NAME` measures
//! one step on the data beside the checkout and prints its scorer's figures. Neither is part of
//! the program.

mod bench;
mod check;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

const USAGE: &str = "usage: cargo xtask check
       cargo xtask bench extract|quotes|reuse|stories|lineage|trace|all";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["check"] => check::run(),
        ["bench", name, rest @ ..] => bench::run(name, rest),
        _ => bail!("{USAGE}"),
    }
}

/// The workspace's root.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
