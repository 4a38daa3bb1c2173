//! One thread as text: like messages over time, and what stands against them.

use super::names::when;
use super::{Names, hang, quoted};
use crate::plain::{plain, short};
use headwater::Findings;
use headwater_collate::Statement;
use std::collections::BTreeSet;

/// The thread at place `index` of the trace.
pub(crate) fn tell(trace: &Findings, names: &Names, index: usize) -> String {
    let Some(thread) = trace.threads.get(index) else { return String::new() };
    let title = quoted(thread.title.trim_end_matches(" …"));
    let mut out = format!("\n\nTHREAD · like {title}   [words chosen by us]\n");
    for row in rows(trace, names, &thread.statements) {
        out.push_str(&row);
    }
    if !thread.against.is_empty() {
        out.push_str("  Against it\n");
        for row in rows(trace, names, &thread.against) {
            out.push_str(&row);
        }
    }
    let who = |i: &usize| {
        let s = thread.statements.get(*i)?;
        Some(s.speaker.as_deref().map_or("an unnamed speaker".into(), plain))
    };
    let mut order: Vec<String> = Vec::new();
    for (a, b) in thread.open.iter().filter_map(|(a, b)| Some((who(a)?, who(b)?))) {
        let pair = format!("{} and {}", (&a).min(&b), (&a).max(&b));
        if a != b && !order.contains(&pair) {
            order.push(pair);
        }
    }
    if !order.is_empty() {
        out.push_str(&hang(
            2,
            "",
            &format!("(order not known from these pages: {})", order.join("; ")),
        ));
    }
    out
}

/// One row for each statement, however many reports have it.
fn rows(trace: &Findings, names: &Names, statements: &[Statement]) -> Vec<String> {
    let mut told = BTreeSet::new();
    let first = statements.iter().filter(|s| told.insert(s.utterance));
    first.map(|s| row(trace, names, s)).collect()
}

fn row(trace: &Findings, names: &Names, statement: &Statement) -> String {
    let date = match (&statement.date, &statement.not_before) {
        (Some(date), _) => when(date),
        (None, Some(bound)) => format!("from {} on", when(bound)),
        (None, None) => "undated".to_owned(),
    };
    let who = statement.speaker.as_deref().map_or("speaker not named".to_owned(), plain);
    // Of several readings the fullest stands, as in the apparatus.
    let fullest = trace.utterances.get(statement.utterance).and_then(|u| u.readings.first());
    let place = fullest.map_or(statement.place, |r| r.place);
    let words = quoted(&short(super::said::slice(trace, place), 160));
    let pages = trace.utterances.get(statement.utterance).map(|u| {
        let pages: BTreeSet<usize> = u.readings.iter().map(|r| r.place.article).collect();
        names.list(pages)
    });
    let line = format!("{who}: {words}   {}", pages.unwrap_or_default());
    hang(2, &format!("{date:<18}"), &line)
}
