//! How much a run has before it, as far as the paths that were named tell.

use crate::walk::Input;
use std::io::Read;
use std::path::Path;

/// Bytes for which one page is counted in a file that may hold many.
const A_PAGE: u64 = 5_000;
/// Endings of files that hold one page each, whatever their size.
const ONE: &[&str] = &[
    "html", "htm", "xhtml", "mhtml", "mht", "txt", "text", "eml", "docx", "odt", "pdf", "rtf",
    "doc",
];

/// Pages up to which the learned reader finds the quotations where nothing else is asked for; beyond,
/// the fast one does: it reads a hundred pages in the time of one.
pub const FEW: u64 = 300;

/// Pages that the inputs may hold: one for each file that is a page by its name, and one for every
/// 5 kB of any other and of standard input. Standard input is read as far as it takes to know
/// whether there are more than `most`; what was read of it stays with the input.
pub fn pages(inputs: &mut [Input], most: u64) -> u64 {
    let mut sum: u64 = 0;
    for input in inputs {
        let more = match input {
            Input::Stdin { head } => {
                let room = most.saturating_sub(sum).saturating_add(1).saturating_mul(A_PAGE);
                // What cannot be read is told when the pages are read.
                let _ = std::io::stdin().lock().take(room).read_to_end(head);
                (head.len() as u64).div_ceil(A_PAGE)
            }
            Input::File { path, .. } => {
                let size = || path.metadata().map_or(0, |m| m.len());
                if holds_one(path) { 1 } else { size().div_ceil(A_PAGE) }
            }
            Input::Bytes { id, bytes } => {
                if holds_one(Path::new(id)) {
                    1
                } else {
                    (bytes.len() as u64).div_ceil(A_PAGE)
                }
            }
        };
        sum = sum.saturating_add(more);
    }
    sum
}

/// Whether a file of this name holds one page, whatever its size, also where it is packed: `a.html.gz`.
fn holds_one(name: &Path) -> bool {
    let ending = |name: &Path| name.extension().map(|e| e.to_string_lossy().to_lowercase());
    let one = |e: String| ONE.contains(&e.as_str());
    match ending(name) {
        None => true,
        Some(e) if e == PACKED => {
            name.file_stem().and_then(|stem| ending(Path::new(stem))).is_some_and(one)
        }
        Some(e) => one(e),
    }
}

/// The ending of a packed file.
const PACKED: &str = "gz";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_counts_once_and_an_archive_by_its_size() {
        let root = std::env::temp_dir().join(format!("headwater-amount-{}", std::process::id()));
        std::fs::create_dir_all(&root).unwrap();
        let mut inputs = Vec::new();
        for (name, size) in [
            ("a.html", 90_000),
            ("b.TXT", 90_000),
            ("c.jsonl", 90_000),
            ("d", 1),
            ("e.html.gz", 90_000),
        ] {
            let path = root.join(name);
            std::fs::write(&path, vec![b'x'; size]).unwrap();
            inputs.push(Input::File { path, id: name.to_owned() });
        }
        assert_eq!(pages(&mut inputs, 300), 1 + 1 + 18 + 1 + 1);
        std::fs::remove_dir_all(root).unwrap();
    }
}
