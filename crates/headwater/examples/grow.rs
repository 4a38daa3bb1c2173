//! How long one page more takes, and how much memory a page costs.
//!
//!     grow N [MORE]     N made articles at once, then MORE (20) one by one
//!     grow story N      one story of N near-equal reports, given as one
//!     grow equal N      the same reports, not given as one story
//!
//! Prints seconds of the processor and resident memory. Made articles come in events of five reports over two
//! days; every report has sentences of its event in words of its own, and sentences that all have.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use headwater::{Dossier, Engine, Library};
use headwater_collate::InTurn;
use headwater_made::{Shape, report};
use headwater_page::Article;
use headwater_text::When;

const REPORTS: usize = 5;

/// Report `i`, of its event one of so many.
fn article(i: usize, per_event: usize, near_equal: bool, given: bool) -> Article {
    let shape = Shape { sentences: 20, spoken: 20, paragraph: 20, near_equal };
    let made = report(i / per_event, i, &shape);
    let mut article = Article::plain(&made.id, &made.text);
    article.date = When::day(made.date.0, made.date.1, made.date.2);
    article.outlet = Some(format!("Outlet {}", i % per_event));
    if given {
        article.extra.insert("story".into(), "one".into());
    }
    article
}

/// Seconds that this process has had of the processor, where the system tells it: other programs
/// on the machine do not count.
fn seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = told.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.map(|t| t.parse::<f64>().unwrap_or(f64::NAN)).sum::<f64>() / 100.0
}

/// Resident memory in megabytes, where the system tells it.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let told = given.first().is_some_and(|a| a == "story");
    let one_story = told || given.first().is_some_and(|a| a == "equal");
    let number = |at: usize, default: usize| -> Result<usize, std::num::ParseIntError> {
        given.get(at).map_or(Ok(default), |a| a.parse())
    };
    let n = number(usize::from(one_story), 1000)?;
    let more = if one_story { 1 } else { number(1, 20)? };
    let per_event = if one_story { n + more } else { REPORTS };
    let engine = Engine::fast();
    let pages = |from: usize, to: usize| -> Vec<Dossier> {
        (from..to).map(|i| engine.dossier(article(i, per_event, one_story, told))).collect()
    };
    let (all, extra) = (pages(0, n), pages(n, n + more));
    println!("{n} dossiers: {:.0} MB", memory());
    let start = seconds();
    let mut library = Library::new();
    let change = library.add(&engine, all, &InTurn)?;
    println!(
        "added at once: {:.2} s, {:.0} MB, {} pairs compared, {} stories",
        (seconds() - start),
        memory(),
        change.compared,
        change.stories.added.len()
    );
    let start = seconds();
    let mut most = 0.0_f64;
    let (mut compared, mut touched) = (0, 0);
    for dossier in extra {
        let begun = seconds();
        let change = library.add(&engine, [dossier], &InTurn)?;
        most = most.max(seconds() - begun);
        compared += change.compared;
        touched += change.stories.added.len() + change.stories.changed.len();
    }
    let mean = (seconds() - start) / more.max(1) as f64;
    println!("one page more: {mean:.4} s on average, {most:.4} s at most");
    println!("  {compared} pairs compared and {touched} stories told anew by {more} pages");
    let start = seconds();
    let findings = library.findings()?;
    println!(
        "findings: {:.2} s, {} stories, {} matches, {:.0} MB",
        (seconds() - start),
        findings.stories.len(),
        findings.matches.len(),
        memory()
    );
    println!("bounds met: {:?}", findings.bounds);
    Ok(())
}
