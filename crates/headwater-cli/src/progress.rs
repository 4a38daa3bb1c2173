//! A line of progress on standard error when a run takes longer than a moment.

use crate::trouble::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether each step is told with the time it took.
static VERBOSE: AtomicBool = AtomicBool::new(false);

/// Has each step told from now on.
pub(crate) fn be_verbose(yes: bool) {
    VERBOSE.store(yes, Ordering::Relaxed);
}

/// Progress of one step; draws nothing unless standard error is a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// The step that runs, and when it began.
    step: Mutex<(&'static str, Instant)>,
}

impl Progress {
    /// Counts `what` (such as `pages read`) without a known end.
    pub(crate) fn count(what: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, target());
        let style = ProgressStyle::with_template("{spinner} {pos} {msg} · {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, step: Mutex::new(("reading pages", Instant::now())) }
    }

    /// Where asked for, tells the step that ends, and how long it took; then `next` begins.
    fn turn(&self, next: &'static str) {
        let Ok(mut step) = self.step.lock() else { return };
        if VERBOSE.load(Ordering::Relaxed) {
            let (what, began) = *step;
            let n = self.bar.position();
            let pages = if what == "reading pages" { format!(" ({n})") } else { String::new() };
            let seconds = began.elapsed().as_secs_f64();
            self.bar.suspend(|| say(format_args!("headwater: {what}{pages}: {seconds:.1} s")));
        }
        *step = (next, Instant::now());
    }

    /// `n` more are done.
    pub(crate) fn add(&self, n: usize) {
        self.bar.inc(n as u64);
    }
}

impl headwater_files::Counts for Progress {
    fn add(&self, n: usize) {
        Progress::add(self, n);
    }
}

impl headwater::Watch for Progress {
    fn step(&self, what: &'static str) {
        self.turn(what);
        self.bar.set_message(format!("pages read; {what}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.turn("");
        self.bar.finish_and_clear();
    }
}

fn target() -> ProgressDrawTarget {
    if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(8)
    } else {
        ProgressDrawTarget::hidden()
    }
}
