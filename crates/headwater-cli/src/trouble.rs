//! What goes wrong in the world, told on standard error, and the exit status it leads to.

use headwater_files::Troubles;
use headwater_text::shown;
use std::fmt::Display;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what could not be read and what came out, for the exit status.
#[derive(Default, Debug)]
pub(crate) struct Tally {
    troubles: AtomicUsize,
    found: AtomicUsize,
    skipped: Mutex<Vec<String>>,
}

impl Tally {
    /// Something could not be read: says so and goes on.
    pub(crate) fn trouble(&self, message: impl Display, hint: &str) {
        self.troubles.fetch_add(1, Ordering::Relaxed);
        let message = message.to_string();
        say(format_args!("headwater: {message}"));
        self.skip(message);
        if !hint.is_empty() {
            say(format_args!("hint: {hint}"));
        }
    }

    /// Something was passed over or could not be read; the report names it too.
    pub(crate) fn skip(&self, what: String) {
        if let Ok(mut list) = self.skipped.lock() {
            list.push(what);
        }
    }

    /// What was passed over or could not be read, so far.
    pub(crate) fn skipped(&self) -> Vec<String> {
        self.skipped.lock().map(|list| list.clone()).unwrap_or_default()
    }

    /// `n` records or findings came out.
    pub(crate) fn found(&self, n: usize) {
        self.found.fetch_add(n, Ordering::Relaxed);
    }

    /// What came out is not what was looked for.
    pub(crate) fn nothing(&self) {
        self.found.store(0, Ordering::Relaxed);
    }

    /// At the end: says how much could not be read where the rest was.
    pub(crate) fn close(&self) -> ExitCode {
        let troubles = self.troubles.load(Ordering::Relaxed);
        if troubles > 0 && self.found.load(Ordering::Relaxed) > 0 {
            let what = if troubles == 1 { "one thing" } else { &format!("{troubles} things") };
            say(format_args!("headwater: {what} could not be read; all the rest was"));
        }
        self.exit()
    }

    /// 2 if anything that was named could not be read, whatever else came out; else 0 if something
    /// came out, else 1.
    pub(crate) fn exit(&self) -> ExitCode {
        let found = self.found.load(Ordering::Relaxed) > 0;
        match (self.troubles.load(Ordering::Relaxed), found) {
            (0, true) => ExitCode::SUCCESS,
            (0, false) => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}

impl Troubles for Tally {
    fn trouble(&self, message: &dyn Display, hint: &str) {
        Tally::trouble(self, message, hint);
    }

    fn skip(&self, what: String) {
        Tally::skip(self, what);
    }

    fn say(&self, words: &dyn Display) {
        say(words);
    }

    fn found(&self, n: usize) {
        Tally::found(self, n);
    }
}

/// Talk goes to standard error, made safe for a terminal: names of files may hold anything. A
/// closed terminal is no trouble.
pub(crate) fn say(words: impl Display) {
    use std::io::Write;
    let words = words.to_string();
    let lines: Vec<String> = words.lines().map(shown).collect();
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_counts_before_what_was() {
        let code = |t: &Tally| format!("{:?}", t.exit());
        let is = |n: u8| format!("{:?}", ExitCode::from(n));
        let tally = Tally::default();
        assert_eq!(code(&tally), is(1));
        tally.found(3);
        assert_eq!(code(&tally), is(0));
        tally.trouble("no such file", "");
        assert_eq!(code(&tally), is(2));
    }
}
