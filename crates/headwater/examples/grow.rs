//! How long one page more takes, and how much memory a page costs.
//!
//!     grow N [MORE]     N made articles at once, then MORE (20) one by one
//!     grow story N      one story of N near-equal reports, given as one, then one report more
//!     grow equal N      the same reports, not given as one story
//!
//! Prints seconds of the processor and resident memory; as one line of JSON if `--json` comes last. Made articles come in events of five reports over two
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

/// What a run measured, under the names by which figures are kept.
type Measured = serde_json::Map<String, serde_json::Value>;

/// Adds articles at once, then more one by one; `kind` says how alike they are.
fn grow(kind: &str, n: usize, more: usize) -> Result<Measured, headwater::Error> {
    let one_story = !kind.is_empty();
    let per_event = if one_story { n + more } else { REPORTS };
    let engine = Engine::fast();
    let pages = |from: usize, to: usize| -> Vec<Dossier> {
        let made = |i| article(i, per_event, one_story, kind == "story");
        (from..to).map(|i| engine.dossier(made(i))).collect()
    };
    let mut out = Measured::new();
    let mut keep = |name: &str, value: f64| {
        out.insert(name.to_owned(), ((value * 1e4).round() / 1e4).into());
    };
    let (all, extra) = (pages(0, n), pages(n, n + more));
    keep("MB, dossiers", memory());
    let start = seconds();
    let mut library = Library::new();
    let change = library.add(&engine, all, &InTurn)?;
    keep("seconds", seconds() - start);
    keep("MB", memory());
    keep("pairs compared", change.compared as f64);
    keep("stories", change.stories.added.len() as f64);
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
    let each = more.max(1) as f64;
    keep("one more, seconds", (seconds() - start) / each);
    keep("one more, seconds at most", most);
    keep("one more, pairs compared", compared as f64 / each);
    keep("one more, stories told anew", touched as f64 / each);
    let start = seconds();
    let findings = library.findings()?;
    keep("findings, seconds", seconds() - start);
    keep("matches", findings.matches.len() as f64);
    Ok(out)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given: Vec<String> = std::env::args().skip(1).collect();
    let json = given.last().is_some_and(|a| a == "--json");
    given.truncate(given.len() - usize::from(json));
    let kind = given.first().filter(|a| matches!(a.as_str(), "story" | "equal")).cloned();
    let at = |i: usize| given.get(i + usize::from(kind.is_some()));
    let number = |i: usize, usual: usize| at(i).map_or(Ok(usual), |a| a.parse());
    let more = if kind.is_some() { 1 } else { 20 };
    let measured = grow(kind.as_deref().unwrap_or(""), number(0, 1000)?, number(1, more)?)?;
    if json {
        println!("{}", serde_json::Value::Object(measured));
    } else {
        measured.iter().for_each(|(name, value)| println!("{name:<32} {value}"));
    }
    Ok(())
}
