//! The program `headwater`: verbs, options, parallelism, progress, and what is printed. The only
//! crate that opens files, prints, or knows of threads.

mod amount;
mod cli;
mod cores;
mod input;
mod models;
mod out;
mod progress;
mod trouble;
mod verbs;
mod walk;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let tally = trouble::Tally::default();
    match verbs::run(&cli.verb, &tally) {
        Ok(()) => tally.close(),
        Err(error) => {
            trouble::say(format_args!("headwater: {error:#}"));
            ExitCode::from(2)
        }
    }
}
