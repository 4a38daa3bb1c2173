//! `cargo xtask measure`: how large the reports over many made pages are, and how long they take. No
//! bench data is needed.

use crate::bench::{built, target};
use crate::library::article;
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Most bytes of the page and most lines of the text over a thousand pages.
const BYTES: usize = 2_000_000;
const LINES: usize = 200;

/// Makes the pages, reports on them as a page and as text, and says what came out. `args` may hold
/// the number of pages and `--bin PATH`.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let (mut program, mut pages) = (None, 1000);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--bin" => program = Some(std::path::absolute(args.next().context("--bin PATH")?)?),
            number => pages = number.parse().with_context(|| format!("`{number}`"))?,
        }
    }
    let program = program.map_or_else(built, Ok)?;
    let folder = target().join("bench/measure");
    std::fs::create_dir_all(&folder)?;
    let input = folder.join("pages.jsonl");
    let lines: String = (0..pages).map(|i| article(i).to_string() + "\n").collect();
    std::fs::write(&input, lines)?;
    let mut over = Vec::new();
    for (form, most) in [("html", BYTES), ("txt", LINES)] {
        let report = folder.join("report").with_extension(form);
        let began = Instant::now();
        trace(&program, &input, &report)?;
        let seconds = began.elapsed().as_secs_f64();
        let text = std::fs::read_to_string(&report)?;
        let (size, unit) =
            if form == "html" { (text.len(), "bytes") } else { (text.lines().count(), "lines") };
        println!("{form}: {size} {unit} over {pages} pages, at most {most}; {seconds:.1} s");
        if size > most {
            over.push(form);
        }
    }
    if !over.is_empty() {
        bail!("too large: {}", over.join(", "));
    }
    Ok(())
}

fn trace(program: &Path, input: &Path, report: &Path) -> Result<()> {
    let run = Command::new(program).arg("trace").arg("--out").args([report, input]).output()?;
    ensure!(run.status.success(), "trace: {}", String::from_utf8_lossy(&run.stderr));
    Ok(())
}
