//! Makes the tables of `src/tables.rs` from the files of `lang/`: a file each, and the unknown
//! language from all of them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a file of words that does not parse must end the build"
)]

#[path = "src/class.rs"]
#[allow(dead_code, unreachable_pub)]
mod class;
#[path = "src/parse.rs"]
#[allow(dead_code, unreachable_pub)]
mod parse;

use class::{Class, Fallback, ROWS};
use parse::{Entry, File};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    let folder = Path::new(&root).join("lang");
    println!("cargo::rerun-if-changed=lang");
    println!("cargo::rerun-if-changed=agencies.txt");
    println!("cargo::rerun-if-changed=src/parse.rs");
    println!("cargo::rerun-if-changed=src/class.rs");
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the folder lang can be read") {
        let path = entry.expect("the folder lang can be read").path();
        let code = match (path.file_stem().and_then(|s| s.to_str()), path.extension()) {
            (Some(code), Some(ext)) if ext == "txt" => code.to_owned(),
            _ => panic!("{}: not a file <code>.txt", path.display()),
        };
        let text = std::fs::read_to_string(&path).expect("a file of lang is UTF-8");
        match parse::parse(&text) {
            Ok(file) => files.insert(code, file),
            Err(p) => panic!("lang/{code}.txt:{}: {}", p.line, p.what),
        };
    }
    let mut out = String::new();
    writeln!(out, "pub(crate) static LANGUAGES: &[Language] = &[").expect("strings grow");
    for (code, file) in &files {
        language(&mut out, code, file);
        out.push_str(",\n");
    }
    out.push_str("];\npub(crate) static UNKNOWN: Language = ");
    language(&mut out, "und", &unknown(&files));
    out.push_str(";\n");
    agencies(&mut out, &Path::new(&root).join("agencies.txt"));
    let target = std::env::var("OUT_DIR").expect("cargo says where to write");
    std::fs::write(Path::new(&target).join("tables.rs"), out).expect("the tables can be written");
}

/// The table of agencies: a name each, a colon, other names with commas between.
fn agencies(out: &mut String, path: &Path) {
    let text = std::fs::read_to_string(path).expect("agencies.txt can be read");
    let mut known = BTreeSet::new();
    out.push_str("pub(crate) static AGENCIES: &[Agency] = &[\n");
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let Some((name, also)) = line.split_once(':') else {
            panic!("agencies.txt:{}: no colon after the name", i + 1);
        };
        let also: Vec<&str> =
            also.split(',').map(str::trim).filter(|a| !a.is_empty() && *a != name).collect();
        for name in also.iter().chain([&name]) {
            assert!(known.insert((*name).to_owned()), "agencies.txt:{}: twice: {name}", i + 1);
        }
        writeln!(out, "Agency {{ name: {name:?}, also: &{also:?} }},").expect("strings grow");
    }
    out.push_str("];\n");
}

fn language(out: &mut String, code: &str, file: &File) {
    let name = &file.name;
    let zones = file.zones.unwrap_or((-720, 840));
    write!(out, "Language {{ code: {code:?}, also: &{:?}, name: {name:?}, ", file.also)
        .expect("strings grow");
    write!(out, "zones: {zones:?}, traits: &[").expect("strings grow");
    for t in &file.traits {
        write!(out, "Trait::{t:?}, ").expect("strings grow");
    }
    out.push_str("], ");
    for (field, stem) in [("words", false), ("stems", true)] {
        write!(out, "{field}: [").expect("strings grow");
        for row in ROWS {
            let of = |e: &&Entry| e.class == row.class && e.stem == stem;
            let mut list: Vec<&Entry> = file.entries.iter().filter(of).collect();
            // Stable: of two keys for one word the one that stands first in the file comes first.
            list.sort_by(|a, b| a.word.cmp(&b.word));
            out.push_str("&[");
            for e in list {
                write!(out, "Entry {{ word: {:?}, key: {:?} }},", e.word, e.key)
                    .expect("strings grow");
            }
            out.push_str("],");
        }
        out.push_str("], ");
    }
    out.push_str("examples: &[");
    for e in &file.examples {
        let place = format!("lang/{code}.txt:{}", e.line);
        write!(
            out,
            "Example {{ class: Class::{:?}, good: {}, sentence: {:?}, want: {:?}, place: {place:?} }},",
            e.class, e.good, e.sentence, e.want
        )
        .expect("strings grow");
    }
    out.push_str("] }");
}

/// The words that mean one thing in all languages.
fn unknown(files: &BTreeMap<String, File>) -> File {
    let mut out = BTreeSet::new();
    // For each word, which language has it in which classes with which keys.
    let mut uses = Uses::new();
    for (code, file) in files {
        let counts = |e: &&Entry| e.class.row().fallback != Fallback::Free;
        for e in file.entries.iter().filter(counts) {
            uses.entry(&e.word).or_default().push((code, e));
        }
    }
    for (code, file) in files {
        for e in &file.entries {
            let same = |f: &Entry| f.class == e.class && f.key == e.key;
            let sure = match e.class.row().fallback {
                Fallback::Free => true,
                Fallback::Agreed | Fallback::AgreedLong => agreed(&uses, code, e),
                // Another language that has the word has it here too.
                Fallback::Sole => others(&uses, code, e).all(|(other, f)| {
                    same(f) || uses[e.word.as_str()].iter().any(|(c, f)| *c == other && same(f))
                }),
            };
            if sure && !e.own {
                out.insert(e.clone());
            }
        }
    }
    File { name: "unknown".into(), entries: out.into_iter().collect(), ..File::default() }
}

/// Which language has a word in which class.
type Uses<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Entry)>>;

/// The uses in other languages of a word, of the words that a stem begins, and of stems that
/// begin the word.
fn others<'a>(
    uses: &'a Uses<'a>,
    code: &'a str,
    e: &'a Entry,
) -> impl Iterator<Item = (&'a str, &'a Entry)> {
    let end = if e.stem { usize::MAX } else { 1 };
    let same = uses.range(e.word.as_str()..).take_while(|(w, _)| w.starts_with(&e.word)).take(end);
    let parts = e.word.char_indices().skip(1).filter_map(|(i, _)| uses.get(&e.word[..i]));
    same.flat_map(|(_, list)| list.iter().copied())
        .chain(parts.flatten().copied().filter(|(_, f)| f.stem))
        .filter(move |(c, _)| *c != code)
}

fn agreed(uses: &Uses<'_>, code: &str, e: &Entry) -> bool {
    let mut all = others(uses, code, e).map(|(_, f)| f);
    let long = e.class.row().fallback == Fallback::AgreedLong;
    let short = long && e.word.chars().count() <= 3;
    all.all(|f| !(f.class == e.class && f.key != e.key || short && f.class == Class::Stop))
}
