//! The report for people, as plain text of at most 100 columns: the answer first, its grounds
//! under it, doubt in words.

mod about;
pub(crate) mod names;
mod one;
mod said;
mod story;
mod thread;
mod tree;

pub use about::about;
pub(crate) use names::Names;
pub use one::one;

use crate::plain::{plain, wrap};
use headwater::Findings;
use std::collections::BTreeSet;

/// Columns of the report.
pub(crate) const WIDTH: usize = 100;

/// The report over many pages.
pub fn text(trace: &Findings) -> String {
    let names = Names::of(&trace.articles);
    let mut out = head(trace);
    let threaded = in_threads(trace);
    let mut alone = 0;
    let mut number = 0;
    for (i, story) in trace.stories.iter().enumerate() {
        if story.articles.len() < 2 && !story.articles.iter().any(|a| threaded.contains(a)) {
            alone += 1;
            continue;
        }
        number += 1;
        out.push_str(&story::tell(trace, &names, i, number));
    }
    for (i, _) in trace.threads.iter().enumerate() {
        out.push_str(&thread::tell(trace, &names, i));
    }
    if alone > 0 {
        let (page, join) = if alone == 1 { ("report", "joins") } else { ("reports", "join") };
        out.push_str(&format!(
            "\n{alone} {page} {join} no other; `headwater trace PAGE` tells about one of them\n"
        ));
    }
    out
}

/// `5 pages · 3 outlets named, 2 not · 3 stories · 1 thread`.
fn head(trace: &Findings) -> String {
    let outlets: BTreeSet<&str> =
        trace.articles.iter().filter_map(|q| q.article.outlet.as_deref()).collect();
    let unnamed = trace.articles.iter().filter(|q| q.article.outlet.is_none()).count();
    let mut parts = vec![
        count(trace.articles.len(), "page", "pages"),
        match unnamed {
            0 => count(outlets.len(), "outlet", "outlets"),
            n => format!("{} named, {n} not", count(outlets.len(), "outlet", "outlets")),
        },
        count(trace.stories.iter().filter(|s| s.articles.len() > 1).count(), "story", "stories")
            + " of several reports",
    ];
    if !trace.threads.is_empty() {
        parts.push(count(trace.threads.len(), "thread", "threads"));
    }
    parts.join(" · ") + "\n"
}

/// Articles that stand in some thread.
fn in_threads(trace: &Findings) -> BTreeSet<usize> {
    let statements = trace.threads.iter().flat_map(|t| t.statements.iter().chain(&t.against));
    statements.map(|s| s.place.article).collect()
}

/// `1 page`, `2 pages`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Words of a page between quotation marks, on one line.
pub(crate) fn quoted(words: &str) -> String {
    headwater_text::quoted(&plain(words))
}

/// A paragraph behind a hanging sign, such as `+`.
pub(crate) fn hang(indent: usize, sign: &str, words: &str) -> String {
    let left = " ".repeat(indent);
    let rest = " ".repeat(indent + sign.chars().count() + 1);
    let width = WIDTH - indent - sign.chars().count() - 1;
    format!("{left}{sign} {}\n", wrap(words, width, &rest))
}
