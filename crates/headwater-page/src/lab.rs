//! For training and measuring only: a page in, what the learned parts see of it out.

use crate::clue::clues;
use crate::decode::{decode_html, decode_text};
use crate::features::features;
use crate::flat::{looks_like_html, read_flat};
use crate::html::read_html;
use crate::view::View;

/// What the block labeller sees of one page.
pub struct Seen {
    /// The lines of all blocks.
    pub lines: Vec<String>,
    /// Which of them were looked at.
    pub seq: Vec<usize>,
    /// A row of numbers for each of these.
    pub rows: Vec<Vec<f32>>,
}

/// Measures one page.
pub fn blocks(bytes: &[u8], html: Option<bool>) -> Seen {
    let flat = !html.unwrap_or_else(|| looks_like_html(bytes));
    let source = if flat { String::new() } else { decode_html(bytes, None) };
    let doc = if flat { read_flat(decode_text(bytes)) } else { read_html(&source) };
    let stated = clues(&doc).bodies;
    let view = View::new(&doc, flat, stated);
    let (mut seq, mut rows) = (Vec::new(), Vec::new());
    features(&view, |i, row| {
        seq.push(i);
        rows.push(row.to_vec());
    });
    let lines = (0..view.len()).map(|i| view.line(i).to_owned()).collect();
    Seen { lines, seq, rows }
}
