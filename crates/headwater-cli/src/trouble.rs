//! What goes wrong in the world, told on standard error, and the exit status it leads to.

use std::fmt::Display;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what could not be read and what came out, for the exit status.
#[derive(Default, Debug)]
pub(crate) struct Tally {
    troubles: AtomicUsize,
    found: AtomicUsize,
}

impl Tally {
    /// Something could not be read: says so and goes on.
    pub(crate) fn trouble(&self, message: impl Display, hint: &str) {
        self.troubles.fetch_add(1, Ordering::Relaxed);
        say(format_args!("headwater: {message}"));
        if !hint.is_empty() {
            say(format_args!("hint: {hint}"));
        }
    }

    /// `n` records or findings came out.
    pub(crate) fn found(&self, n: usize) {
        self.found.fetch_add(n, Ordering::Relaxed);
    }

    /// What came out is not what was looked for.
    pub(crate) fn nothing(&self) {
        self.found.store(0, Ordering::Relaxed);
    }

    /// 0 if something came out, else 2 if there was trouble, else 1.
    pub(crate) fn exit(&self) -> ExitCode {
        let found = self.found.load(Ordering::Relaxed) > 0;
        match (found, self.troubles.load(Ordering::Relaxed)) {
            (true, _) => ExitCode::SUCCESS,
            (false, 0) => ExitCode::from(1),
            (false, _) => ExitCode::from(2),
        }
    }
}

/// Talk goes to standard error; a closed terminal is no trouble.
pub(crate) fn say(words: impl Display) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{words}");
}
