//! A report that starts from a wording: who said it, in which readings, where it springs from.

use super::paper::{Paper, dim, plain};
use super::{Desk, Look, count, quoted, said, story, thread};
use crate::fit;
use crate::plain::{plain as safe, short};
use headwater::{About, Findings};

/// The report of what was found for a wording.
pub fn about(trace: &Findings, about: &About, look: &Look) -> String {
    let shown = fit::shown(trace);
    let desk = Desk::new(&shown, look);
    let mut paper = Paper::new(look.width, look.colour);
    // Without quotation marks: those stand only around words that a page has.
    paper.line(0, &[plain(format!("About: {}", safe(&about.words)))]);
    for (score, index) in &about.statements {
        paper.gap();
        paper.line(2, &[plain(format!("Nearest statement: {}", likeness(*score)))]);
        said::nearest(&desk, &mut paper, *index);
    }
    for (score, place) in &about.passages {
        paper.gap();
        let words = quoted(&short(desk.slice(*place), 200));
        let file = dim(format!("  {}", desk.names.file(place.article)));
        let how = plain(format!(" (speaker not found; {})", likeness(*score)));
        paper.hang(&[plain("  ")], "    ", &[plain(words), how, file]);
    }
    if about.is_empty() {
        let pages = count(trace.articles.len(), "page", "pages");
        paper.gap();
        paper.line(2, &[plain(format!("no report of these words among {pages}"))]);
    }
    for (i, index) in about.stories.iter().enumerate() {
        story::tell(&desk, &mut paper, *index, i + 1);
    }
    for index in &about.threads {
        thread::tell(&desk, &mut paper, *index);
    }
    paper.finish()
}

/// How like the words that were asked for are.
fn likeness(score: f64) -> String {
    match (score * 100.0).round() {
        100.0 => "all the words you asked for".to_owned(),
        n => format!("{n:.0} in 100 alike"),
    }
}
