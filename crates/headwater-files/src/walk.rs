//! Paths as typed, to files in a fixed order.

use crate::Troubles;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One input: a file with the id its page gets, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input, and what was read of it before.
    Stdin {
        /// What was read of it before.
        head: Vec<u8>,
    },
    /// A file; `id` is its path relative to the argument, with `/` on every system.
    File {
        /// Where it lies.
        path: PathBuf,
        /// What its page is called.
        id: String,
    },
    /// Bytes in memory, with the id their page gets.
    Bytes {
        /// What their page is called; its ending tells of what kind they are, as that of a file does.
        id: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// Files under `paths`: arguments in the order given, folders by path. Hidden files and links to
/// folders are passed over. What cannot be read is told to `tally`.
pub fn inputs(paths: &[PathBuf], tally: &dyn Troubles) -> Vec<Input> {
    if paths.is_empty() {
        return vec![Input::Stdin { head: Vec::new() }];
    }
    let mut out = Vec::new();
    for path in paths {
        let shown = path.display();
        let name = path.to_string_lossy();
        if name == "-" {
            out.push(Input::Stdin { head: Vec::new() });
        } else if name.starts_with("http://") || name.starts_with("https://") {
            tally.trouble(
                &format_args!("this is an address, not a file: `{shown}`"),
                "this verb works offline; save the page and pass the file, or `headwater add` the address",
            );
        } else if path.is_dir() {
            let before = out.len();
            folder(path, path, tally, true, &mut out);
            if out.len() == before {
                tally.say(&format_args!("headwater: no pages in this folder: `{shown}`"));
            }
        } else if path.exists() {
            let id = path.file_name().map_or(name.clone(), |n| n.to_string_lossy());
            out.push(Input::File { path: path.clone(), id: id.into_owned() });
        } else {
            tally.trouble(
                &format_args!("there is no such file or folder: `{shown}`"),
                "check the spelling; paths are relative to where you are now",
            );
        }
    }
    out
}

/// Files under a folder that was looked at before: nothing is said of what is passed over.
pub fn again(folder_of: &Path, tally: &dyn Troubles) -> Vec<Input> {
    let mut out = Vec::new();
    folder(folder_of, folder_of, tally, false, &mut out);
    out
}

fn folder(root: &Path, here: &Path, tally: &dyn Troubles, talk: bool, out: &mut Vec<Input>) {
    // A stack, not recursion: folders may be nested as deep as the disk allows.
    let mut stack = vec![here.to_path_buf()];
    let mut files = Vec::new();
    let mut passed: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(here) = stack.pop() {
        let entries = match std::fs::read_dir(&here) {
            Ok(entries) => entries,
            Err(error) => {
                tally.trouble(
                    &format_args!("cannot read the folder `{}`: {error}", here.display()),
                    "check its permissions",
                );
                continue;
            }
        };
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !hidden => stack.push(entry.path()),
                Ok(kind) if kind.is_dir() || hidden => {}
                _ => files.push(entry.path()),
            }
        }
    }
    for path in files {
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let parts: Vec<String> =
            relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        match other(&parts) {
            _ if !path.is_file() => {}
            Some(ending) => *passed.entry(ending).or_default() += 1,
            None => out.push(Input::File { id: parts.join("/"), path }),
        }
    }
    if let Some(line) = passed_over(&passed).filter(|_| talk) {
        tally.say(&format_args!("headwater: `{}`: {line}", root.display()));
        let files: usize = passed.values().sum();
        let kinds: Vec<&str> = passed.keys().map(String::as_str).collect();
        let noun = if files == 1 { "file" } else { "files" };
        tally.skip(format!("{files} {noun} passed over (.{})", kinds.join(", .")));
    }
    out.sort_by(|a, b| match (a, b) {
        (Input::File { path: a, .. }, Input::File { path: b, .. }) => a.cmp(b),
        _ => std::cmp::Ordering::Equal,
    });
}

/// What was passed over in a folder, in one line, the commonest first; `None` for nothing.
fn passed_over(passed: &BTreeMap<String, usize>) -> Option<String> {
    let all: usize = passed.values().sum();
    let mut kinds: Vec<(&String, &usize)> = passed.iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let kinds: Vec<String> = kinds.iter().map(|(ending, n)| format!("{n} .{ending}")).collect();
    let files = if all == 1 { "file that is" } else { "files that are" };
    let them = if all == 1 { "it" } else { "them" };
    (all > 0).then(|| {
        format!(
            "passed over {all} {files} not taken for pages ({}); name {them} to have {them} read",
            kinds.join(", ")
        )
    })
}

/// The ending of a file that a folder of pages holds beside them: notes, pictures, films, parts of
/// saved pages, programs, single objects of JSON. A file named on the command line is read
/// whatever its name, and so are documents: what cannot be read of them is told.
fn other(parts: &[String]) -> Option<String> {
    let name = parts.last()?.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let (_, ending) = name.rsplit_once('.')?;
    OTHER.contains(&ending).then(|| ending.to_owned())
}

/// Endings of files that are no pages.
const OTHER: &[&str] = &[
    "md", "json", "csv", "tsv", "toml", "yaml", "yml", "lock", "log", // notes and settings
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff", "heic", "ico", "mp3",
    "mp4", "m4a", "wav", "ogg", "webm", "mov", "avi", "mkv", // sound and film
    "css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot", "wasm", // parts of pages
    "py", "rs", "sh", "exe", "dll", "so", "db", "sqlite", "bin", "cdx", "cdxj",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::fmt::Display;

    #[derive(Default)]
    struct Told(RefCell<Vec<String>>);

    impl Troubles for Told {
        fn trouble(&self, message: &dyn Display, _hint: &str) {
            self.0.borrow_mut().push(message.to_string());
        }
        fn skip(&self, _what: String) {}
        fn say(&self, _words: &dyn Display) {}
        fn found(&self, _n: usize) {}
    }

    #[test]
    fn folders_are_read_by_path_and_notes_passed_over() {
        let root = std::env::temp_dir().join(format!("headwater-walk-{}", std::process::id()));
        std::fs::create_dir_all(root.join("b")).unwrap();
        for name in ["b/2.html", "a.txt", "README.md", ".hidden.html", "b/1.html"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let found = inputs(std::slice::from_ref(&root), &Told::default());
        let ids: Vec<_> = found
            .iter()
            .map(|i| match i {
                Input::File { id, .. } => id.as_str(),
                Input::Bytes { id, .. } => id.as_str(),
                Input::Stdin { .. } => "-",
            })
            .collect();
        assert_eq!(ids, ["a.txt", "b/1.html", "b/2.html"]);
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_is_passed_over_is_counted_by_kind() {
        let files = ["a.PNG", "b.png", "x/notes.md", "c.jpeg.gz"].map(|n| vec![n.to_owned()]);
        let mut passed = BTreeMap::new();
        for ending in files.iter().filter_map(|f| other(f)) {
            *passed.entry(ending).or_default() += 1;
        }
        let line = passed_over(&passed).unwrap();
        assert!(line.starts_with("passed over 4 files that are not taken for pages"), "{line}");
        assert!(line.contains("(2 .png, 1 .jpeg, 1 .md)"), "{line}");
        assert_eq!(passed_over(&BTreeMap::new()), None);
        for read in ["a.html", "memo.docx", "scan.pdf", "old.doc", "mail.eml", "README"] {
            assert_eq!(other(&[read.to_owned()]), None, "{read}");
        }
    }

    #[test]
    fn an_address_is_trouble_with_a_way_out() {
        let tally = Told::default();
        assert!(inputs(&["https://example.org/x".into()], &tally).is_empty());
        assert!(tally.0.borrow().iter().any(|m| m.contains("an address")));
    }
}
