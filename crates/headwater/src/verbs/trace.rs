//! `headwater trace`: everything in one go.

use super::{all, tagger};
use crate::cli::{TraceArgs, TraceFormat};
use crate::out::{Out, file};
use crate::progress::Progress;
use crate::records::Records;
use crate::tell;
use crate::trace::Trace;
use crate::trouble::{Tally, say};
use anyhow::Result;

/// Runs the whole flow and tells it in the form asked for.
pub(super) fn run(args: &TraceArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let list = all(&args.sources, &tagger(&args.tagger)?, tally, &progress)?;
    if list.is_empty() {
        return Ok(());
    }
    let trace = Trace::of(list, &progress);
    drop(progress);
    let text = match (args.format, &args.about) {
        (TraceFormat::Text, Some(words)) => {
            let (text, found) = tell::about(&trace, words);
            if found == 0 {
                Out::new().text(&text)?;
                std::process::exit(1);
            }
            text
        }
        (TraceFormat::Text, None) if trace.articles.len() == 1 => tell::one(&trace),
        (TraceFormat::Text, None) => tell::text(&trace),
        (TraceFormat::Html, _) => crate::report::html(&trace),
        (TraceFormat::Json, _) => Records::new(&trace).json().to_string() + "\n",
        (TraceFormat::Jsonl, _) => {
            let lines: Vec<String> = Records::new(&trace).lines().map(|l| l.to_string()).collect();
            lines.join("\n") + "\n"
        }
    };
    if let Some(path) = &args.out {
        file(path, &text)?;
        say(format_args!("written: `{}`", path.display()));
        return Ok(());
    }
    let mut out = Out::new();
    out.text(&text)?;
    out.finish()
}
