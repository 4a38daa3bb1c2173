//! One thread as text: like messages over time, and what stands against them.

use super::names::when;
use super::{Names, hang, quoted};
use crate::plain::{plain, short};
use crate::trace::Trace;
use headwater_collate::Statement;

/// The thread at place `index` of the trace.
pub(crate) fn tell(trace: &Trace, names: &Names, index: usize) -> String {
    let Some(thread) = trace.threads.get(index) else { return String::new() };
    let mut out = format!("\n\nTHREAD · [our title] {}\n", plain(&thread.title));
    for statement in &thread.statements {
        out.push_str(&row(trace, names, statement));
    }
    if !thread.against.is_empty() {
        out.push_str("  Against it\n");
        for statement in &thread.against {
            out.push_str(&row(trace, names, statement));
        }
    }
    let order: Vec<String> = thread
        .open
        .iter()
        .filter_map(|(a, b)| {
            let who = |i: &usize| {
                let s = thread.statements.get(*i)?;
                Some(s.speaker.as_deref().map_or("an unnamed speaker".into(), plain))
            };
            Some(format!("{} and {}", who(a)?, who(b)?))
        })
        .collect();
    if !order.is_empty() {
        out.push_str(&hang(
            2,
            "",
            &format!("(order not known from these pages: {})", order.join("; ")),
        ));
    }
    out
}

fn row(trace: &Trace, names: &Names, statement: &Statement) -> String {
    let date = match (&statement.date, trace.articles.get(statement.place.article)) {
        (Some(date), _) => when(date),
        (None, Some(q)) => match &q.article.not_before {
            Some(b) => format!("after {}", when(&b.date)),
            None => "undated".to_owned(),
        },
        _ => "undated".to_owned(),
    };
    let who = statement.speaker.as_deref().map_or("speaker not named".to_owned(), plain);
    let words = quoted(&short(super::said::slice(trace, statement.place), 160));
    let pages = trace.utterances.get(statement.utterance).map(|u| {
        let mut pages: Vec<usize> = u.readings.iter().map(|r| r.place.article).collect();
        pages.sort_unstable();
        pages.dedup();
        names.list(pages)
    });
    let line = format!("{who}: {words}   {}", pages.unwrap_or_default());
    hang(2, &format!("{date:<17}"), &line)
}
