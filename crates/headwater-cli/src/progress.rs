//! A line of progress on standard error when a run takes longer than a moment.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Progress of one step; draws nothing unless standard error is a terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Counts `what` (such as `pages read`) without a known end.
    pub(crate) fn count(what: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, target());
        let style = ProgressStyle::with_template("{spinner} {pos} {msg} · {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// `n` more are done.
    pub(crate) fn add(&self, n: usize) {
        self.0.inc(n as u64);
    }
}

impl headwater::Watch for Progress {
    fn step(&self, what: &'static str) {
        self.0.set_message(format!("pages read; {what}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn target() -> ProgressDrawTarget {
    if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(8)
    } else {
        ProgressDrawTarget::hidden()
    }
}
