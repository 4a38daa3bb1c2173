//! `cargo xtask check`: format, lints, licences, and rules of the house that no compiler knows.
//! The tests are `cargo test --workspace`; they are not run here, so that nobody runs them twice.

use crate::bench::figures;
use crate::{house, mutants, root};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Words that accuse. Headwater describes: *differs, lacks, adds, follows*. The list is applied
/// to the string literals of the crates, the style sheets and the templates.
const ACCUSING: &[&str] = &[
    "fake",
    "lied",
    "lying",
    "liar",
    "plagiar",
    "stolen",
    "steal",
    "misquot",
    "fabricat",
    "falsif",
    "dishonest",
    "propaganda",
    "deceiv",
    "hoax",
    "copycat",
    "disinformation",
    "misinformation",
    "the original",
];

/// Runs every check; stops at the first that fails.
pub(crate) fn run() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    cargo(&lints)?;
    outside_tests()?;
    words()?;
    house::language()?;
    house::examples()?;
    mutants::check()?;
    documents()?;
    println!("tables of figures");
    figures::check()?;
    paths()?;
    deny()?;
    println!("all checks passed");
    Ok(())
}

fn cargo(args: &[&str]) -> Result<()> {
    println!("cargo {}", args.join(" "));
    let status = Command::new("cargo").args(args).current_dir(root()).status()?;
    if !status.success() {
        bail!("failed: cargo {}", args.join(" "));
    }
    Ok(())
}

/// Lints that hold for what users run, and not for tests and examples: everything public says what
/// it is, and nothing gives up by panicking.
const OUTSIDE_TESTS: &[&str] = &[
    "missing_docs",
    "clippy::unwrap_used",
    "clippy::expect_used",
    "clippy::panic",
    "clippy::unreachable",
];

fn outside_tests() -> Result<()> {
    let mut args = vec!["clippy", "--workspace", "--lib", "--bins", "--quiet", "--"];
    args.extend(OUTSIDE_TESTS.iter().flat_map(|lint| ["-D", *lint]));
    cargo(&args)
}

fn deny() -> Result<()> {
    let found = Command::new("cargo").args(["deny", "--version"]).output()?;
    if !found.status.success() {
        bail!("cargo-deny is not installed; hint: cargo install --locked cargo-deny");
    }
    cargo(&["deny", "check", "licenses", "bans", "sources"])
}

/// No template of the program accuses anyone.
fn words() -> Result<()> {
    println!("words that accuse");
    let mut found = Vec::new();
    for path in files(&root().join("crates"), &["rs"])? {
        let shown = path.display().to_string();
        if shown.contains("/tests/") || shown.contains("/examples/") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        // What stands after the tests begin is no template.
        let text = text.split("#[cfg(test)]").next().unwrap_or("");
        for (number, line) in text.lines().enumerate() {
            let literal = literals(line).to_lowercase();
            let begins = |w: &&&str| {
                literal
                    .match_indices(**w)
                    .any(|(at, _)| !literal[..at].ends_with(char::is_alphabetic))
            };
            for word in ACCUSING.iter().filter(begins) {
                found.push(format!("{shown}:{}: `{word}`", number + 1));
            }
        }
    }
    if !found.is_empty() {
        bail!("words that accuse stand in templates:\n{}", found.join("\n"));
    }
    Ok(())
}

/// What stands between straight double quotation marks on a line of code. Word lists of the
/// reading crates (cues such as *lied*) are marked `// lexicon` and passed over.
fn literals(line: &str) -> String {
    let code = line.trim_start();
    if code.starts_with("//") || line.contains("// lexicon") {
        return String::new();
    }
    code.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" ")
}

/// Every crate stands in ARCHITECTURE.md, every dependency has its sentence, relative links in
/// documents lead somewhere, and no document names a path of some machine.
fn documents() -> Result<()> {
    println!("documents");
    let root = root();
    let read = |name: &str| std::fs::read_to_string(root.join(name)).context(name.to_owned());
    let architecture = read("ARCHITECTURE.md")?;
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(root.join("crates"))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !architecture.contains(&name) {
            wrong.push(format!("ARCHITECTURE.md does not mention `{name}`"));
        }
    }
    let dependencies = read("docs/dependencies.md")?;
    let manifest = read("Cargo.toml")?;
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or("");
    for line in section.lines().skip(1).take_while(|l| !l.starts_with('[')) {
        let name = line.split([' ', '=']).next().unwrap_or("");
        let ours = name.is_empty() || name.starts_with(['#', ' ']) || name.starts_with("headwater");
        if !ours && !dependencies.contains(&format!("`{name}`")) {
            wrong.push(format!("docs/dependencies.md has no sentence on `{name}`"));
        }
    }
    for path in files(&root, &["md"])? {
        let text = std::fs::read_to_string(&path)?;
        for link in text.split("](").skip(1).filter_map(|t| t.split([')', '#', ' ']).next()) {
            let local = !link.is_empty() && !link.contains("://") && !link.starts_with('/');
            if local && !path.parent().unwrap_or(&root).join(link).exists() {
                wrong.push(format!("{}: link leads nowhere: `{link}`", path.display()));
            }
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

/// Beginnings of paths that exist on one machine alone.
const MACHINE: &[&str] = &["/work/", "/home/", "/Users/", "/root/", "/tmp/", "C:\\"];

/// No file names a path of some machine. (This one names their beginnings.)
fn paths() -> Result<()> {
    println!("paths of some machine");
    let mut found = Vec::new();
    let endings = ["rs", "md", "toml", "py", "sh", "txt", "json", "yml"];
    let mut all = files(&root(), &endings)?;
    all.push(root().join(".ci/run"));
    for path in all.iter().filter(|p| !p.ends_with("xtask/src/check.rs")) {
        // What is no text holds no path.
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        for (number, line) in text.lines().enumerate() {
            if MACHINE.iter().any(|m| stands(line, m)) {
                found.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    if !found.is_empty() {
        bail!("paths of some machine stand in:\n{}", found.join("\n"));
    }
    Ok(())
}

/// Whether a path begins with `beginning` in the line: not as a part of a longer path or address.
fn stands(line: &str, beginning: &str) -> bool {
    line.match_indices(beginning).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '}' | '*'))
    })
}

/// Files below `folder` with one of the endings, sorted; build output and hidden folders are
/// passed over.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let mut stack = vec![folder.to_path_buf()];
    while let Some(here) = stack.pop() {
        for entry in std::fs::read_dir(&here)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name == "target" {
                continue;
            }
            if entry.file_type()?.is_dir() {
                stack.push(entry.path());
            } else if endings.iter().any(|e| name.ends_with(&format!(".{e}"))) {
                out.push(entry.path());
            }
        }
    }
    out.sort();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{literals, stands};

    #[test]
    fn a_path_of_a_machine_is_no_part_of_an_address() {
        assert!(stands("see /home/anna/x", "/home/"));
        assert!(stands("open('/tmp/x')", "/tmp/"));
        assert!(!stands("https://news.example/home/today", "/home/"));
        assert!(!stands("./work/x", "/work/"));
    }

    #[test]
    fn literals_are_seen_and_comments_are_not() {
        assert_eq!(literals(r#"say("a fake thing"); // why"#), "a fake thing");
        assert_eq!(literals("// \"fake\" is a word"), "");
        assert_eq!(literals(r#"const CUES: &[&str] = &["lied"]; // lexicon"#), "");
    }
}
