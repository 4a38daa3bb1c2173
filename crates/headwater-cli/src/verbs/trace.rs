//! `headwater trace`: everything in one go.

use super::{all, engine};
use crate::cli::{TraceArgs, TraceFormat};
use crate::cores::Cores;
use crate::out::{Out, file};
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use anyhow::Result;
use headwater::{Findings, Step};
use headwater_tell as tell;
use headwater_tell::Records;

/// Runs the whole flow and tells it in the form asked for.
pub(super) fn run(args: &TraceArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let engine = engine(&args.tagger, &args.meaning)?;
    let list = all(&args.sources, &engine, tally, &progress)?;
    if list.is_empty() {
        return Ok(());
    }
    let trace = Findings::of(&engine, list, Step::Stemmata, &Cores, &progress)?;
    drop(progress);
    let about = args.about.as_deref().map(|words| trace.about(words));
    let records = || Records::new(&trace).about(about.as_ref());
    let text = match (args.format, &about) {
        (TraceFormat::Text, Some(about)) => tell::about(&trace, about),
        (TraceFormat::Text, None) if trace.articles.len() == 1 => tell::one(&trace),
        (TraceFormat::Text, None) => tell::text(&trace),
        (TraceFormat::Html, about) => tell::html(&trace, about.as_ref()),
        (TraceFormat::Json, _) => tell::json_line(&records().json()) + "\n",
        (TraceFormat::Jsonl, _) => {
            records().lines().map(|line| tell::json_line(&line) + "\n").collect::<String>()
        }
    };
    if let Some(path) = &args.out {
        file(path, &text)?;
        say(format_args!("written: `{}`", path.display()));
    } else {
        let mut out = Out::new();
        out.text(&text)?;
        out.finish()?;
    }
    if about.is_some_and(|a| a.is_empty()) {
        tally.nothing();
    }
    Ok(())
}
