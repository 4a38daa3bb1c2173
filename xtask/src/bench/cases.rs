//! Small pages that went wrong once, with what must come out.

use super::Bench;
use super::part::Part;
use anyhow::{Result, bail};
use serde_json::json;
use std::process::{Command, Stdio};

/// Reads each case and counts those that hold. What fails is named, but for the cases that are
/// held back: of these the count alone is shown.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("../cases");
    let output = Command::new("python3")
        .arg(folder.join("cases_read.py"))
        .arg(folder.join("read"))
        .env("HEADWATER_BIN", &bench.program)
        .stderr(Stdio::inherit())
        .output()?;
    // 1 says that a case does not hold.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("cases_read.py ended with {}", output.status);
    }
    let printed = String::from_utf8(output.stdout)?;
    let mut counts = [(0, 0); 2];
    let mut shown = false;
    println!("\ncases that do not hold");
    for line in printed.lines() {
        let (holds, name) = match line.split_once("  ") {
            Some(("holds", name)) => (true, name.trim()),
            Some(("FAILS", name)) => (false, name.trim()),
            // A fault of the case before.
            _ if shown && line.starts_with(' ') => {
                println!("  {}", line.trim_end());
                continue;
            }
            _ => continue,
        };
        let part = Part::of(name.split('.').next().unwrap_or(name));
        shown = !holds && part == Part::Rest;
        if shown {
            println!("  {name}");
        }
        let count = &mut counts[usize::from(part == Part::Rest)];
        count.0 += usize::from(holds);
        count.1 += 1;
    }
    let [held, rest] = counts;
    let all = (held.0 + rest.0, held.1 + rest.1);
    for (title, (hold, of)) in [("cases", all), ("cases, held back", held), ("cases, rest", rest)] {
        let share = hold as f64 / f64::max(of as f64, 1.0);
        bench.take(title, &json!({"hold": hold, "of": of, "share": share}).to_string())?;
    }
    Ok(())
}
