//! Rules of the house that are read off the sources: examples on the facade, words of languages in
//! code.

use crate::check::files;
use crate::root;
use anyhow::{Result, bail};
use std::path::Path;

/// Every public item of the facade has an example that runs.
pub(crate) fn examples() -> Result<()> {
    println!("examples of the facade");
    let mut lacking = Vec::new();
    for path in files(&root().join("crates/headwater/src"), &["rs"])? {
        let text = std::fs::read_to_string(&path)?;
        lacking.extend(
            without_example(&text).map(|(n, line)| format!("{}:{n}: {line}", shown(&path))),
        );
    }
    if !lacking.is_empty() {
        bail!("public items without an example:\n{}", lacking.join("\n"));
    }
    Ok(())
}

/// The public items of a source, with their lines, whose documentation holds no code.
fn without_example(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const ITEMS: &[&str] = &["fn ", "struct ", "enum ", "trait ", "const ", "type "];
    let lines: Vec<&str> = text.split("#[cfg(test)]").next().unwrap_or("").lines().collect();
    let mut documented = (false, false);
    let mut out = Vec::new();
    for (n, line) in lines.into_iter().enumerate() {
        let code = line.trim_start();
        if let Some(doc) = code.strip_prefix("///") {
            documented.0 |= doc.trim_start().starts_with("```");
        } else if code == "#[doc(hidden)]" {
            documented.1 = true;
        } else if !code.starts_with("#[") {
            let item = code.strip_prefix("pub ").filter(|c| ITEMS.iter().any(|i| c.starts_with(i)));
            if item.is_some() && documented == (false, false) {
                out.push((n + 1, line));
            }
            documented = (false, false);
        }
    }
    out.into_iter()
}

/// Crates whose rules read words of languages; the words are data of `headwater-lang`.
const READERS: &[&str] =
    &["headwater-text", "headwater-quote", "headwater-collate", "headwater-stemma"];

/// No rule compares a word of a page with a literal.
pub(crate) fn language() -> Result<()> {
    println!("words of languages in code");
    let mut found = Vec::new();
    for path in READERS.iter().map(|c| root().join("crates").join(c).join("src")) {
        for path in files(&path, &["rs"])? {
            if path.components().any(|c| c.as_os_str() == "tests") {
                continue;
            }
            let text = std::fs::read_to_string(&path)?;
            found.extend(compared(&text).map(|(n, line)| format!("{}:{n}: {line}", shown(&path))));
        }
    }
    if !found.is_empty() {
        bail!("words of a language stand in code; they belong into lang/:\n{}", found.join("\n"));
    }
    Ok(())
}

/// Lines that compare what a reader gives for a word, in lower case or folded, with letters.
fn compared(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const WORDS: &[&str] = &[".low(", ".word(", "fold(", "to_lowercase()"];
    let code = text.split("#[cfg(test)]").next().unwrap_or("").lines().enumerate();
    let reads = |line: &str| WORDS.iter().any(|w| line.contains(w));
    let compares =
        |line: &str| ["==", "!=", "matches!", "match ", "_with("].iter().any(|c| line.contains(c));
    let letters = |line: &str| {
        let literals = line.split('"').skip(1).step_by(2);
        literals.filter(|l| *l != "'s").any(|l| l.chars().any(char::is_alphabetic))
    };
    let bare = |line: &str| line.trim_start().starts_with("//");
    code.filter(move |(_, l)| !bare(l) && reads(l) && compares(l) && letters(l))
        .map(|(n, line)| (n + 1, line.trim()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_without_an_example_is_found() {
        let source = "/// Adds.\npub fn add() {}\n\n/// Takes.\n///\n/// ```\n/// ```\n#[must_use]\npub fn take() {}\n\
            \n/// Hidden.\n#[doc(hidden)]\npub fn inner() {}\n";
        let found: Vec<_> = without_example(source).collect();
        assert_eq!(found, [(2, "pub fn add() {}")]);
    }

    #[test]
    fn a_word_of_a_language_in_a_comparison_is_found() {
        let source = "if sheet.low(k) == \"of\" {\n// sheet.low(k) == \"of\"\nif sheet.low(k) == \",\" {\n\
            if sheet.is(Class::Who, k) {\n";
        let found: Vec<_> = compared(source).map(|(n, _)| n).collect();
        assert_eq!(found, [1]);
    }
}
