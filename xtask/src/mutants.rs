//! `cargo xtask mutants`: breaks one central function at a time in a copy of the workspace, runs
//! the tests of its crate, and says which of them noticed.
//!
//! What is broken stands in `xtask/mutants.txt`: blocks of
//!
//! ```text
//! == name | crate | file below the crate's folder
//! - an expression as it stands, exactly once in the file
//! + what stands there instead
//! ```
//!
//! More lines with `-` and `+` in pairs change several places at once. A block whose words no
//! longer stand in the file is an error: the list is kept in step with the code. Each expression
//! becomes a choice by an environment variable, so that a crate is built once for all its mutants.

use crate::bench::figures::{self, Figures};
use crate::bench::target;
use crate::root;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One way of breaking the program.
struct Mutant {
    name: String,
    package: String,
    file: PathBuf,
    changes: Vec<(String, String)>,
}

/// Runs the mutants whose names begin with one of `names`; all if none is named, and then keeps
/// how many of each crate were noticed.
pub(crate) fn run(names: &[&str]) -> Result<()> {
    let mut all = parse(&std::fs::read_to_string(root().join("xtask/mutants.txt"))?)?;
    all.retain(|m| names.is_empty() || names.iter().any(|n| m.name.starts_with(n)));
    let copy = target().join("mutants");
    copy_tree(&root(), &copy)?;
    rename(&copy)?;
    let (mut caught, mut tried) = (0, 0);
    let mut figures = Figures::new();
    let packages: BTreeSet<String> = all.iter().map(|m| m.package.clone()).collect();
    for package in packages {
        let here: Vec<&Mutant> = all.iter().filter(|m| m.package == package).collect();
        plant(&copy.join("crates").join(&package), &here)?;
        let sound = failing(&copy, &package, None)?;
        if !sound.is_empty() {
            bail!("{package} fails without a mutant: {}", sound.join(", "));
        }
        for (number, mutant) in here.iter().enumerate() {
            let noticed = failing(&copy, &package, Some(number))?;
            tried += 1;
            caught += usize::from(!noticed.is_empty());
            *figures.entry(format!("mutants/{package}")).or_default() +=
                f64::from(u8::from(!noticed.is_empty()));
            match noticed.as_slice() {
                [] => println!("MISSED  {package}: {}", mutant.name),
                some => println!("caught  {package}: {}: {}", mutant.name, some.join(", ")),
            }
        }
    }
    println!("{caught} of {tried} caught");
    if names.is_empty() {
        figures.insert("mutants/all".into(), caught as f64);
        figures::keep("now", &figures)?;
    }
    if caught < tried {
        bail!("{} not caught", tried - caught);
    }
    Ok(())
}

/// Gives the crates of the copy a version of their own: what is built of them lies in one folder with
/// what is built of the workspace, and cargo must not take one for the other.
fn rename(copy: &Path) -> Result<()> {
    let path = copy.join("Cargo.toml");
    let text = std::fs::read_to_string(&path)?;
    let (head, tail) =
        text.split_once("version = \"").context("the workspace's crates have no version")?;
    std::fs::write(path, format!("{head}version = \"0.0.0-broken.{tail}"))?;
    Ok(())
}

/// The variable that says which mutant is on.
const VARIABLE: &str = "HEADWATER_MUTANT";

/// Writes all mutants of a crate into its copy, each off unless the variable names its number.
fn plant(folder: &Path, mutants: &[&Mutant]) -> Result<()> {
    for (number, mutant) in mutants.iter().enumerate() {
        let path = folder.join(&mutant.file);
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        std::fs::write(&path, mutant.plant(&text, number)?)?;
    }
    let root = folder.join("src/lib.rs");
    let switch = format!(
        "\n/// Whether this mutant is on.\n#[allow(clippy::disallowed_methods)]\npub(crate) fn \
         mutant(number: usize) -> bool {{\n    static ON: std::sync::LazyLock<Option<usize>> = \
         std::sync::LazyLock::new(|| std::env::var(\"{VARIABLE}\").ok()?.parse().ok());\n    \
         *ON == Some(number)\n}}\n"
    );
    let text = std::fs::read_to_string(&root)?;
    std::fs::write(&root, text + &switch)?;
    Ok(())
}

impl Mutant {
    /// The file's text with a choice at every place that this mutant changes.
    fn plant(&self, whole: &str, number: usize) -> Result<String> {
        let mut text = whole.to_owned();
        for (old, new) in &self.changes {
            let count = text.matches(old.as_str()).count();
            if count != 1 {
                bail!("{}: `{old}` stands {count} times in {}", self.name, self.file.display());
            }
            let choice = format!("(if crate::mutant({number}) {{ {new} }} else {{ {old} }})");
            text = text.replacen(old.as_str(), &choice, 1);
        }
        Ok(text)
    }
}

/// Whether every mutant still has its words in the code, each exactly once.
pub(crate) fn check() -> Result<()> {
    println!("mutants");
    let mut lost = Vec::new();
    for mutant in parse(&std::fs::read_to_string(root().join("xtask/mutants.txt"))?)? {
        let path = root().join("crates").join(&mutant.package).join(&mutant.file);
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        lost.extend(mutant.plant(&text, 0).err().map(|e| e.to_string()));
    }
    if !lost.is_empty() {
        bail!("mutants that break nothing any more:\n{}", lost.join("\n"));
    }
    Ok(())
}

fn parse(text: &str) -> Result<Vec<Mutant>> {
    let mut out: Vec<Mutant> = Vec::new();
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(head) = line.strip_prefix("== ") {
            let parts: Vec<&str> = head.split(" | ").collect();
            let &[name, package, file] = parts.as_slice() else { bail!("mutants.txt: `{line}`") };
            out.push(Mutant {
                name: name.into(),
                package: package.into(),
                file: file.into(),
                changes: Vec::new(),
            });
            continue;
        }
        let mutant = out.last_mut().context("mutants.txt: a change before the first name")?;
        if let Some(old) = line.strip_prefix("- ") {
            mutant.changes.push((old.to_owned(), String::new()));
        } else if let (Some(new), Some(last)) = (line.strip_prefix('+'), mutant.changes.last_mut())
        {
            last.1 = new.strip_prefix(' ').unwrap_or(new).to_owned();
        } else {
            bail!("mutants.txt: `{line}`");
        }
    }
    Ok(out)
}

/// The tests of a package that fail in the copy with a mutant on; an error where it does not
/// build: such a mutant tests nothing.
fn failing(copy: &Path, package: &str, mutant: Option<usize>) -> Result<Vec<String>> {
    let mut command = Command::new("cargo");
    command
        .args(["test", "--quiet", "--lib", "--tests", "--no-fail-fast", "-p", package])
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", std::path::absolute(target())?);
    if let Some(number) = mutant {
        command.env(VARIABLE, number.to_string());
    }
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let failed: Vec<String> = named(&text);
    if !output.status.success() && failed.is_empty() {
        bail!("no test failed, and yet cargo did:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(failed)
}

/// The names of failed tests in what the test runner prints.
fn named(printed: &str) -> Vec<String> {
    let mut out: Vec<String> = printed
        .lines()
        .filter_map(|l| l.strip_prefix("---- ")?.strip_suffix(" stdout ----"))
        .map(str::to_owned)
        .collect();
    out.sort();
    out.dedup();
    out
}

/// Makes `to` what `from` is, without what is built.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(to)?.flatten() {
        let gone = !from.join(entry.file_name()).exists();
        match entry.file_type()?.is_dir() {
            true if gone => std::fs::remove_dir_all(entry.path())?,
            false if gone => std::fs::remove_file(entry.path())?,
            _ => {}
        }
    }
    for entry in std::fs::read_dir(from)?.flatten() {
        let name = entry.file_name();
        if name == "target" || name == ".git" {
            continue;
        }
        let (here, there) = (entry.path(), to.join(&name));
        if entry.file_type()?.is_dir() {
            copy_tree(&here, &there)?;
            continue;
        }
        // A file that is as it was keeps its time, so that nothing is built twice.
        let same = std::fs::read(&there).is_ok_and(|old| Some(old) == std::fs::read(&here).ok());
        if !same {
            std::fs::copy(&here, &there)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{named, parse};

    #[test]
    fn a_mutant_changes_what_it_names_or_is_an_error() {
        let text = "# why\n== half | headwater-text | src/x.rs\n- a > b\n+ a < b\n";
        let all = parse(text).unwrap();
        let planted = all[0].plant("let c = a > b;", 3).unwrap();
        assert_eq!(planted, "let c = (if crate::mutant(3) { a < b } else { a > b });");
        assert!(all[0].plant("if a == b { return y; }", 0).is_err());
        assert!(all[0].plant("a > b; a > b;", 0).is_err());
    }

    #[test]
    fn failed_tests_are_named() {
        let text = "---- a::b stdout ----\nx\n---- c stdout ----\nfailures:\n    a::b\n";
        assert_eq!(named(text), ["a::b", "c"]);
    }
}
