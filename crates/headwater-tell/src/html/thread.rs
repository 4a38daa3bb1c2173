//! One thread: like messages of several speakers in order of time, what stands against them, and
//! which orders the pages leave open.

use super::Book;
use super::story::{witness, witnesses};
use super::words::{linked, listed, name, quoted};
use crate::amount::count;
use crate::text::names::when;
use headwater_collate::{Statement, Thread};
use headwater_text::When;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most statements told of one speaker on one occasion.
const SAID: usize = 4;

/// The thread at place `index` of the trace.
pub(super) fn render(book: &Book, index: usize) -> Markup {
    let Some(thread) = book.trace.threads.get(index) else { return html! {} };
    let id = format!("t{}", index + 1);
    html! {
        section.thread id=(id) aria-labelledby=(format!("{id}-title")) {
            p.eyebrow { "Same message over time (label ours)" }
            h2 id=(format!("{id}-title")) { (quoted(thread.title.trim_end_matches(" …"), None, 90)) }
            @let all = voices(book, &thread.statements);
            ol.line {
                @for (i, v) in all.iter().enumerate() {
                    @if i > 0 { (gap(all.get(i - 1), v)) }
                    li.for { (voice(book, v)) }
                }
            }
            @for (a, b) in open(thread) {
                p.open { "These pages do not tell who spoke first: " (speaker(a)) " or " (speaker(b)) "." }
            }
            @if !thread.against.is_empty() {
                h3 { "Against it" }
                ol.line { @for v in voices(book, &thread.against) { li.against { (voice(book, &v)) } } }
            }
        }
    }
}

fn speaker(statement: &Statement) -> Markup {
    match statement.speaker.as_deref() {
        Some(who) => html! { span.of-page { (name(who)) } },
        None => html! { "speaker not found" },
    }
}

/// One speaker on one occasion, with what was said that bears the message.
struct Voice<'t> {
    first: &'t Statement,
    /// One for each utterance; reports of the same utterance are named under it.
    said: Vec<&'t Statement>,
    /// The statement as each report has it.
    all: Vec<&'t Statement>,
}

/// Statements gathered by speaker and story, in the order of the thread.
fn voices<'t>(book: &Book, statements: &'t [Statement]) -> Vec<Voice<'t>> {
    let mut out: Vec<Voice> = Vec::new();
    for s in statements {
        let story = |s: &Statement| book.story_of.get(&s.place.article);
        let same = |v: &&mut Voice| {
            v.first.utterance == s.utterance
                || (v.first.speaker.is_some()
                    && v.first.speaker == s.speaker
                    && story(v.first) == story(s))
        };
        match out.iter_mut().find(same) {
            Some(v) => {
                v.all.push(s);
                if v.said.iter().all(|x| x.utterance != s.utterance) {
                    v.said.push(s);
                }
            }
            None => out.push(Voice { first: s, said: vec![s], all: vec![s] }),
        }
    }
    out
}

/// Neighbours of different speakers whose order is open, each pair once.
fn open(thread: &Thread) -> Vec<(&Statement, &Statement)> {
    let mut seen = BTreeSet::new();
    let pairs = thread.open.iter().filter_map(|(a, b)| {
        let (a, b) = (thread.statements.get(*a)?, thread.statements.get(*b)?);
        (a.speaker != b.speaker && seen.insert((&a.speaker, &b.speaker))).then_some((a, b))
    });
    pairs.collect()
}

/// When a voice spoke: the first day that a dated report gives, or, where only undated ones have
/// it, that it was not before a day.
fn day(voice: &Voice) -> Option<(When, bool)> {
    let each = voice.all.iter().filter_map(|s| day_of(s));
    each.min_by_key(|(date, firm)| (!firm, date.interval(), *date))
}

fn day_of(s: &Statement) -> Option<(When, bool)> {
    match (s.date, s.not_before) {
        (Some(date), _) => Some((date, true)),
        (None, Some(bound)) => Some((bound, false)),
        (None, None) => None,
    }
}

/// Time between two voices, where both are dated and it is long enough to matter.
fn gap(before: Option<&Voice>, after: &Voice) -> Markup {
    let firm = |v| day(v).filter(|(_, firm)| *firm).map(|(w, _)| w.interval().0 / 1440);
    let days = before.and_then(firm).zip(firm(after)).map_or(0, |(a, b)| b - a);
    html! {
        @if days >= 45 {
            li.gap { (match days {
                0..=59 => "about a month and a half later".to_owned(),
                60..=699 => format!("about {} months later", (days + 15) / 30),
                _ => format!("about {} years later", (days + 182) / 365),
            }) }
        }
    }
}

fn voice(book: &Book, voice: &Voice) -> Markup {
    let first = voice.first;
    html! {
        div.date {
            @match day(voice) {
                Some((date, true)) => time datetime=(date.iso()) { (when(&date)) },
                Some((date, false)) => { "not before " time datetime=(date.iso()) { (when(&date)) } },
                None => "undated",
            }
        }
        div.statement {
            b { (speaker(first)) }
            @for s in voice.said.iter().take(SAID) { (said(book, s)) }
            @if voice.said.len() > SAID {
                p.quiet { "and " (count(voice.said.len() - SAID, "statement", "statements")) " more like it" }
            }
        }
    }
}

/// The words, the pages that report them, and the way to all their wordings.
fn said(book: &Book, statement: &Statement) -> Markup {
    let pages = book.trace.utterances.get(statement.utterance).map(witnesses).unwrap_or_default();
    html! {
        div.words { (linked(book, statement.place, 260)) }
        div.quiet {
            @if pages.is_empty() { (witness(book, statement.place.article)) }
            (listed(&pages.iter().map(|a| witness(book, *a)).collect::<Vec<_>>()))
            @if let Some((href, number)) = book.statement(statement.utterance) {
                " · statement " a href=(href) { (number) }
            }
        }
    }
}
