//! One thread as text: like messages over time, and what stands against them.

use super::names::when;
use super::paper::{Paper, Piece, dim, plain};
use super::{Desk, quoted, rule};
use crate::plain::{plain as safe, short};
use headwater_collate::Statement;
use std::collections::BTreeSet;

/// The thread at place `index` of the findings.
pub(super) fn tell(desk: &Desk, paper: &mut Paper, index: usize) {
    let Some(thread) = desk.trace.threads.get(index) else { return };
    let room = paper.width.saturating_sub(45).clamp(20, 60);
    let title = quoted(&short(thread.title.trim_end_matches(" …"), room));
    rule(paper, "One message over time", &title, "label ours");
    paper.gap();
    rows(desk, paper, &thread.statements, "");
    rows(desk, paper, &thread.against, "against");
    let who = |i: &usize| {
        let s = thread.statements.get(*i)?;
        Some(s.speaker.as_deref().map_or("a speaker not named".into(), safe))
    };
    let mut order: Vec<String> = Vec::new();
    for (a, b) in thread.open.iter().filter_map(|(a, b)| Some((who(a)?, who(b)?))) {
        let pair = format!("{} and {}", (&a).min(&b), (&a).max(&b));
        if a != b && !order.contains(&pair) {
            order.push(pair);
        }
    }
    if !order.is_empty() {
        let words = format!("who spoke first is not known of: {}", order.join("; "));
        paper.hang(&[plain("  ")], "    ", &[dim(words)]);
    }
}

/// One row for each statement, however many reports have it.
fn rows(desk: &Desk, paper: &mut Paper, statements: &[Statement], label: &str) {
    let mut told = BTreeSet::new();
    for statement in statements.iter().filter(|s| told.insert(s.utterance)) {
        row(desk, paper, statement, label);
    }
}

fn row(desk: &Desk, paper: &mut Paper, statement: &Statement, label: &str) {
    let date = match (&statement.date, &statement.not_before) {
        (Some(date), _) => when(date),
        (None, Some(bound)) => format!("from {}", when(bound)),
        (None, None) => "undated".to_owned(),
    };
    let who = statement.speaker.as_deref().map_or("speaker not named".to_owned(), safe);
    // Of several readings the fullest stands, as in the statements.
    let utterance = desk.trace.utterances.get(statement.utterance);
    let fullest = utterance.and_then(|u| u.readings.first());
    let place = fullest.map_or(statement.place, |r| r.place);
    let words = quoted(&short(desk.slice(place), 160));
    let pages: BTreeSet<usize> =
        utterance.map(|u| u.readings.iter().map(|r| r.place.article).collect()).unwrap_or_default();
    let of = match pages.len() {
        1 => desk.names.file(place.article).to_owned(),
        n => format!("{n} pages"),
    };
    let label = if label.is_empty() { String::new() } else { format!("{label}, ") };
    let pieces: [Piece; 3] =
        [plain(format!("{label}{who}: ")), plain(words), dim(format!("  {of}"))];
    paper.labelled(2, plain(date), 18, &pieces);
}
