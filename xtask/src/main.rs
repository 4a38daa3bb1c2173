//! Automation of the workspace. Not part of the program.
//!
//! `cargo xtask check` is what must hold before anything lands, besides the tests; `cargo xtask
//! bench NAME` measures one step on the data beside the checkout; `cargo xtask mutants` breaks
//! central functions one by one and says which tests notice.

mod bench;
mod check;
mod draw;
mod grow;
mod house;
mod library;
mod measure;
mod mutants;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

const USAGE: &str = "usage: cargo xtask check
       cargo xtask bench NAME [--bin PATH] [--write | --before] [OPTIONS OF THE PROGRAM]
           NAME: extract, quotes, reuse, stories, lineage, trace, desk, six, drills, real, cases,
                 all
           --bin PATH   measure this program, not the checkout's
           --write      keep the figures and write the tables of docs/figures.md
           --before     keep them as the state that all is compared with
       cargo xtask cases               the same as bench cases
       cargo xtask figures             write the tables of docs/figures.md from what is kept
       cargo xtask note NAME VALUE COMMAND
                                       keep a figure that COMMAND measured
       cargo xtask compare             name what fell by more than .005
       cargo xtask library speed [PAGES] [--bin PATH] [--write]
                                       what adding, one page more and a check cost; --write puts
                                       the figures into docs/library.md
       cargo xtask library kills [TIMES] [--bin PATH]
                                       kills `add` at so many moments: nothing stored is lost
       cargo xtask library flips [TIMES] [--bin PATH]
                                       turns single bits of a library's file: damage is named
       cargo xtask grow [--write]      what a library in memory and one page more cost
       cargo xtask measure [PAGES] [--bin PATH]
                                       size of the reports over so many made pages (1000)
       cargo xtask draw --seed N [--bin PATH]
                                       lines of reports on real pages, drawn by lot, to be judged
                                       as bench/verdicts/README.md says
       cargo xtask mutants [NAME ...]  break central functions, see which tests notice";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["check"] => check::run(),
        ["bench", name, rest @ ..] => bench::run(name, rest),
        ["cases", rest @ ..] => bench::run("cases", rest),
        ["figures"] => bench::figures::write(),
        ["note", name, value, command] => bench::figures::note(name, value, command),
        ["grow"] => grow::run(false),
        ["grow", "--write"] => grow::run(true),
        ["library", rest @ ..] => library::run(rest),
        ["measure", rest @ ..] => measure::run(rest),
        ["draw", rest @ ..] => draw::run(rest),
        ["compare"] => bench::figures::compare(),
        ["mutants", names @ ..] => mutants::run(names),
        _ => bail!("{USAGE}"),
    }
}

/// The workspace's root.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
