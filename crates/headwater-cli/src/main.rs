//! The program `headwater`: verbs, options, parallelism, progress, and what is printed. The only
//! crate that opens files, prints, or knows of threads.

mod cli;
mod manual;
mod models;
mod out;
mod progress;
mod settings;
mod trouble;
mod verbs;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::process::ExitCode;

/// Pages are taken apart into millions of short words on every core at once.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let tally = trouble::Tally::default();
    let done = typed().and_then(|cli| {
        progress::be_verbose(cli.verbose);
        verbs::run(&cli.verb, &tally)
    });
    match done {
        Ok(()) => tally.close(),
        Err(error) => {
            trouble::say(format_args!("headwater: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// What was typed, with the user's settings before it. Help, versions and slips end the program here.
fn typed() -> Result<cli::Cli> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    // Hashing the weights takes a moment that nothing else should cost.
    let asked = words.iter().any(|w| w == "--version");
    let mut command = cli::Cli::command();
    if asked {
        command = command.long_version(manual::version());
    }
    if let Some(path) = settings::path() {
        words = settings::with(words, &path)?;
    }
    let matches = command.get_matches_from(words);
    Ok(cli::Cli::from_arg_matches(&matches).unwrap_or_else(|slip| slip.exit()))
}
