//! The program run as a user runs it.
//!
//! - `disks`: a full disk, one that may not be written.
//! - `examples`: the whole report on `examples/`, against its snapshot and its gold.
//! - `exports`: a library in the forms of other programs.
//! - `fetch`: pages, feeds and folders, fetched and watched.
//! - `laws`: what must hold for any input: order, pipes, slices.
//! - `manual`: completions, man pages, versions, settings.
//! - `library`: pages kept, looked for, shown, checked.
//! - `serve`: a library read in a browser.
//! - `tools`: pandas and datasette over a library's file.
//! - `trouble`: wrong paths, empty folders, nasty bytes, exit statuses.

mod disks;
mod examples;
mod exports;
mod fetch;
mod laws;
mod library;
mod manual;
mod serve;
#[allow(dead_code, reason = "the tests of fetching itself play the rest")]
#[path = "../../../headwater-fetch/tests/it/server.rs"]
mod server;
mod tools;
mod trouble;

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

/// Says why a test ends before it began.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

/// The folder of invented pages.
fn examples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// The models of the source.
fn models() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models")
}

/// Runs the program with `input` on its standard input.
fn headwater(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_headwater"))
        .args(args)
        // Models that the user has added must not change what the tests see.
        .env("HEADWATER_MODEL_DIR", models())
        .env("HEADWATER_CONFIG", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    let _ = writer.join();
    output
}

/// Its standard output.
fn out(args: &[&str], input: &str) -> String {
    let output = headwater(args, input);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "headwater {}: {talk}", args.join(" "));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Its standard output as JSON, a value a line.
fn rows(args: &[&str], input: &str) -> Vec<Value> {
    out(args, input).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

/// What the program prints of the examples with these arguments before the folder; each report is
/// made once, whoever asks for it.
fn report(args: &[&str]) -> String {
    static MADE: Mutex<BTreeMap<String, Arc<OnceLock<String>>>> = Mutex::new(BTreeMap::new());
    let slot = MADE.lock().expect("no test holds it").entry(args.join(" ")).or_default().clone();
    let folder = examples().to_string_lossy().into_owned();
    slot.get_or_init(|| out(&[args, &[&folder]].concat(), "")).clone()
}

/// The examples as records with their quotations: what the learned reader finds on them, read once
/// for all tests that look at what is told of it.
fn quoted() -> String {
    report(&["quotes"])
}

/// The trace of the examples as one object; made once.
fn traced() -> Value {
    static TRACED: OnceLock<Value> = OnceLock::new();
    let trace = || {
        let json = report(&["trace", "--tagger", "auto", "--format", "json"]);
        serde_json::from_str(&json).expect("one object")
    };
    TRACED.get_or_init(trace).clone()
}

/// The words at `[start, end)` in code points.
fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// White space folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
