//! `headwater trace`: everything in one go.

use super::{all, engine};
use crate::cli::{Sources, TraceArgs, TraceFormat};
use crate::out::{Out, file};
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use anyhow::Result;
use headwater::{Findings, Step};
use headwater_files::{Cores, inputs};
use headwater_tell as tell;
use headwater_tell::{Look, Records, Sheet, Why};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Runs the whole flow and tells it in the form asked for.
pub(super) fn run(args: &TraceArgs, tally: &Tally) -> Result<()> {
    let (why, path) = why(args);
    let sources = Sources { paths: path.into_iter().chain(args.sources.paths.clone()).collect() };
    if sources.paths.is_empty() && std::io::stdin().is_terminal() {
        say("headwater: no path was given: waiting for pages on standard input (Ctrl-D ends them)");
    }
    let format = format(args);
    let progress = Progress::count("pages read");
    let mut inputs = inputs(&sources.paths, tally);
    let engine = engine(&args.tagger, &args.meaning, &mut inputs)?;
    let list = all(inputs, &engine, tally, &progress)?;
    if list.is_empty() {
        return Ok(());
    }
    let trace = Findings::of(&engine, list, Step::Stemmata, &Cores, &progress)?;
    drop(progress);
    let about = args.about.as_deref().map(|words| trace.about(words));
    let records = || Records::new(&trace).about(about.as_ref());
    let look = Look { why, all: args.all, skipped: tally.skipped(), ..look(args) };
    let text = match (format, &about) {
        (TraceFormat::Text, Some(about)) => tell::about(&trace, about, &look),
        (TraceFormat::Text, None) if trace.articles.len() == 1 => tell::one(&trace, &look),
        (TraceFormat::Text, None) => tell::text(&trace, &look),
        (TraceFormat::Md, _) => tell::markdown(&trace, &look),
        (TraceFormat::Csv, _) => tell::table(&trace),
        (TraceFormat::Html, about) => {
            let skipped = &look.skipped;
            let about = about.as_ref();
            tell::html(&trace, &Sheet { about, skipped, with_pages: args.with_pages })
        }
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

/// Of which stories grounds are asked for. What stands behind `--why` and is no number is the
/// first path: `--why pages/`.
fn why(args: &TraceArgs) -> (Why, Option<PathBuf>) {
    match &args.why {
        None => (Why::No, None),
        Some(None) => (Why::All, None),
        Some(Some(word)) => match word.parse() {
            Ok(number) => (Why::Story(number), None),
            Err(_) => (Why::All, Some(word.into())),
        },
    }
}

/// The form asked for: by its name, else by the ending of the file to be written.
fn format(args: &TraceArgs) -> TraceFormat {
    let ending = args.out.as_ref().and_then(|p| p.extension()).map(|e| e.to_ascii_lowercase());
    args.format.unwrap_or(match ending.as_ref().and_then(|e| e.to_str()) {
        Some("html" | "htm") => TraceFormat::Html,
        Some("md" | "markdown") => TraceFormat::Md,
        Some("csv") => TraceFormat::Csv,
        Some("json") => TraceFormat::Json,
        Some("jsonl") => TraceFormat::Jsonl,
        _ => TraceFormat::Text,
    })
}

/// Columns and colour: those of the terminal that is written to; 80 columns, or those that
/// `COLUMNS` names, and no colour elsewhere.
fn look(args: &TraceArgs) -> Look {
    let terminal = args.out.is_none() && std::io::stdout().is_terminal();
    let named = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let screen = terminal.then(terminal_size::terminal_size).flatten();
    let width = named.or(screen.map(|(w, _)| usize::from(w.0))).unwrap_or(80);
    // By the convention of no-color.org any value but an empty one counts.
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
        || std::env::var_os("TERM").is_some_and(|t| t == "dumb");
    Look { width, colour: terminal && !plain, ..Look::default() }
}
