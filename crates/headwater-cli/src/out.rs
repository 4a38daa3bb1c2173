//! Standard output: buffered, and a closed pipe is a quiet end.

use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufWriter, Stdout, Write};
use std::path::Path;

/// Where data goes.
pub(crate) struct Out(BufWriter<Stdout>);

impl Out {
    /// Standard output.
    pub(crate) fn new() -> Out {
        Out(BufWriter::with_capacity(1 << 16, std::io::stdout()))
    }

    /// One record on a line of its own.
    pub(crate) fn line(&mut self, record: &Value) -> Result<()> {
        quiet(self.0.write_all(headwater_tell::json_line(record).as_bytes()))?;
        quiet(self.0.write_all(b"\n"))
    }

    /// Text as it is.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        quiet(self.0.write_all(text.as_bytes()))
    }

    /// Bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        quiet(self.0.write_all(bytes))
    }

    /// Writes out what is buffered.
    pub(crate) fn finish(mut self) -> Result<()> {
        quiet(self.0.flush())
    }
}

/// A reader that has seen enough (`| head`) closes the pipe: that is a good end.
fn quiet(result: std::io::Result<()>) -> Result<()> {
    match result {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other.context("cannot write to standard output"),
    }
}

/// Writes `text` to the file `path`.
pub(crate) fn file(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| {
        format!(
            "cannot write to `{}`; does its folder exist, and may you write there?",
            path.display()
        )
    })
}
