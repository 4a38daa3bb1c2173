//! What is made from the table of verbs and options: completions of shells, pages of the manual, the
//! long answer to `--version`.

use crate::cli::Cli;
use crate::out::{Out, file};
use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use headwater::Engine;
use headwater_quote::Tagger;
use std::path::Path;

/// The completions of one shell, to standard output.
pub(crate) fn completions(shell: Shell) -> Result<()> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "headwater", &mut bytes);
    write(&bytes)
}

/// The manual: one page to standard output, or one for the program and one for each verb to a folder.
pub(crate) fn pages(folder: Option<&Path>) -> Result<()> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = folder else { return write(&page(command)?) };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    for verb in command.get_subcommands().filter(|v| v.get_name() != "help") {
        let name = format!("headwater-{}", verb.get_name());
        let path = folder.join(format!("{name}.1"));
        file(&path, &String::from_utf8_lossy(&page(verb.clone().name(name))?))?;
    }
    file(&folder.join("headwater.1"), &String::from_utf8_lossy(&page(command)?))
}

fn page(command: clap::Command) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes).context("cannot make the manual")?;
    Ok(bytes)
}

fn write(bytes: &[u8]) -> Result<()> {
    let mut out = Out::new();
    out.text(&String::from_utf8_lossy(bytes))?;
    out.finish()
}

/// Version of the program, and of every model that has a say.
pub(crate) fn version() -> String {
    let engine = |tagger| Engine::new(tagger, None).version();
    let added = headwater_files::added();
    let added = added
        .map_or("none".to_owned(), |p| format!("{} ({})", headwater::MEANING_NAME, p.display()));
    [
        env!("CARGO_PKG_VERSION").to_owned(),
        format!("  findings with the learned reader  {}", engine(Tagger::Learned)),
        format!("  findings with the fast tagger     {}", engine(Tagger::Fast)),
        format!("  learned reader quotes-v2          {:016x}", Tagger::Learned.weights()),
        format!("  sentence model sense-v1           {:016x}", headwater_collate::weights()),
        format!("  added sentence model              {added}"),
        "Equal findings need equal versions; each is a hash of code and weights.".to_owned(),
    ]
    .join("\n")
}
