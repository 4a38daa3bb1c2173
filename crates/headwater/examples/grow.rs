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
use headwater_page::Article;
use headwater_text::When;

/// A small generator of numbers, so that no run differs from another.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// A word: few are frequent, most are rare.
    fn word(&mut self) -> String {
        let cube = (self.next(1000) * self.next(1000)) / 1000 * self.next(1000) / 1000 * 40;
        let mut n = cube + self.next(40);
        let mut out = String::new();
        for _ in 0..3 {
            out.push(b"bdfgklmnprstvz"[(n % 14) as usize].into());
            out.push(b"aeiou"[(n / 14 % 5) as usize].into());
            n /= 70;
        }
        out
    }

    fn sentence(&mut self, words: u64) -> String {
        let row: Vec<String> = (0..words).map(|_| self.word()).collect();
        row.join(" ") + "."
    }
}

const REPORTS: usize = 5;

/// Report `i`: of its event it has most sentences, each with a word of its own; in a story of
/// near-equal reports nearly all, as they are, but for one word.
fn article(i: usize, per_event: usize, near_equal: bool, given: bool) -> Article {
    let event = i / per_event;
    let mut of_event = Dice(event as u64 * 7919 + 17);
    let mut own = Dice(i as u64 * 104_729 + 5);
    let title: Vec<String> = (0..6).map(|_| of_event.word()).collect();
    let name = format!("Mara {}", capital(&of_event.word()));
    let mut text = format!("{}\n\n", capital(&title.join(" ")));
    let changed = own.next(20);
    for k in 0..20 {
        let sentence = of_event.sentence(14);
        let replaced = if near_equal { k == (changed + 7) % 20 } else { own.next(4) == 0 };
        match k {
            5 => text += &format!("“{}” {name} said. ", capital(&sentence)),
            _ if replaced => text += &(capital(&own.sentence(14)) + " "),
            _ if near_equal && k != changed => text += &(capital(&sentence) + " "),
            _ => text += &format!("{} {sentence} ", capital(&own.word())),
        }
    }
    let day = event / 8;
    let outlet = format!("Outlet {}", i % per_event);
    let mut article = Article::plain(&format!("{i:07}"), text.trim_end());
    article.date = When::day(2031, 1 + (day / 28 % 12) as i8, 1 + (day % 28) as i8);
    article.outlet = Some(outlet);
    if given {
        article.extra.insert("story".into(), "one".into());
    }
    article
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
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
