//! How long one page more takes, and how much memory a page costs.
//!
//!     grow N [MORE]     N made articles at once, then MORE (20) one by one
//!     grow story N      one story of N near-equal reports
//!
//! Prints wall seconds and resident memory. Made articles come in events of five reports over two
//! days; every report has sentences of its event in words of its own, and sentences that all have.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use headwater::{Dossier, Engine, Library};
use headwater_collate::InTurn;
use headwater_page::Article;
use headwater_text::When;
use std::time::Instant;

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

/// Report `i`: of its event it has most sentences, each with a word of its own.
fn article(i: usize, per_event: usize) -> Article {
    let event = i / per_event;
    let mut of_event = Dice(event as u64 * 7919 + 17);
    let mut own = Dice(i as u64 * 104_729 + 5);
    let title: Vec<String> = (0..6).map(|_| of_event.word()).collect();
    let name = format!("Mara {}", capital(&of_event.word()));
    let mut text = format!("{}\n\n", capital(&title.join(" ")));
    for k in 0..20 {
        let sentence = of_event.sentence(14);
        match k {
            5 => text += &format!("“{}” {name} said. ", capital(&sentence)),
            _ if own.next(4) == 0 => text += &(own.sentence(14) + " "),
            _ => text += &format!("{} {sentence} ", capital(&own.word())),
        }
    }
    let day = event / 8;
    let outlet = format!("Outlet {}", i % per_event);
    let mut article = Article::plain(&format!("{i:07}"), text.trim_end());
    article.date = When::day(2031, 1 + (day / 28 % 12) as i8, 1 + (day % 28) as i8);
    article.outlet = Some(outlet);
    article
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
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
    let one_story = given.first().is_some_and(|a| a == "story");
    let number = |at: usize, default: usize| -> Result<usize, std::num::ParseIntError> {
        given.get(at).map_or(Ok(default), |a| a.parse())
    };
    let n = number(usize::from(one_story), 1000)?;
    let more = if one_story { 1 } else { number(1, 20)? };
    let per_event = if one_story { n + more } else { REPORTS };
    let engine = Engine::fast();
    let pages = |from: usize, to: usize| -> Vec<Dossier> {
        (from..to).map(|i| engine.dossier(article(i, per_event))).collect()
    };
    let (all, extra) = (pages(0, n), pages(n, n + more));
    println!("{n} dossiers: {:.0} MB", memory());
    let start = Instant::now();
    let mut library = Library::new();
    let change = library.add(&engine, all, &InTurn)?;
    println!(
        "added at once: {:.2} s, {:.0} MB, {} pairs compared, {} stories",
        start.elapsed().as_secs_f64(),
        memory(),
        change.compared,
        change.stories.added.len()
    );
    let start = Instant::now();
    let mut most = 0.0_f64;
    let (mut compared, mut touched) = (0, 0);
    for dossier in extra {
        let begun = Instant::now();
        let change = library.add(&engine, [dossier], &InTurn)?;
        most = most.max(begun.elapsed().as_secs_f64());
        compared += change.compared;
        touched += change.stories.added.len() + change.stories.changed.len();
    }
    let mean = start.elapsed().as_secs_f64() / more.max(1) as f64;
    println!("one page more: {mean:.4} s on average, {most:.4} s at most");
    println!("  {compared} pairs compared and {touched} stories told anew by {more} pages");
    let start = Instant::now();
    let findings = library.findings()?;
    println!(
        "findings: {:.2} s, {} stories, {} matches, {:.0} MB",
        start.elapsed().as_secs_f64(),
        findings.stories.len(),
        findings.matches.len(),
        memory()
    );
    println!("bounds met: {:?}", findings.bounds);
    Ok(())
}
