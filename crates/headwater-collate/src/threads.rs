//! Utterances in, threads out: like messages of several speakers or occasions in time order, and
//! what others said against them.

mod message;
mod title;

use crate::people::Lookup;
use crate::{Person, Statement, Thread, Utterance};
use headwater_quote::Quoted;
use message::{Message, Voice, voices};
use std::collections::BTreeSet;

/// Voices below this likeness are not of one thread.
const CUT: f64 = 0.5;

/// Finds the threads. Articles are sorted by id; utterances as [`crate::utterances`] gives them.
pub fn threads(articles: &[Quoted], utterances: &[Utterance], people: &[Person]) -> Vec<Thread> {
    let lookup = Lookup::new(people);
    let messages: Vec<Message> = utterances
        .iter()
        .enumerate()
        .map(|(i, u)| Message::new(i, u, articles, &lookup, people))
        .collect();
    let voices = voices(&messages);
    let mut out: Vec<Thread> = message::clusters(&voices, &messages, CUT)
        .into_iter()
        .filter_map(|c| thread(articles, utterances, &messages, &voices, people, &c))
        .collect();
    out.sort_by_key(|t| t.statements.iter().map(|s| s.place).min());
    for (i, t) in out.iter_mut().enumerate() {
        t.id = format!("t{}", i + 1);
    }
    out
}

/// One thread: for each voice the statements that carry the message.
fn thread(
    articles: &[Quoted],
    utterances: &[Utterance],
    messages: &[Message],
    voices: &[Voice],
    people: &[Person],
    cluster: &message::Cluster,
) -> Option<Thread> {
    let mut statements = Vec::new();
    for v in cluster.voices.iter().filter_map(|v| voices.get(*v)) {
        for m in cluster.carried(v, messages) {
            // Each report that has the statement stands in the thread with its own words.
            let u = utterances.get(m)?;
            let mut seen = BTreeSet::new();
            for r in u.readings.iter().filter(|r| !r.repeat) {
                if seen.insert(r.place.article) {
                    statements.push(statement(articles, utterances, m, r.place, r.quote.clone()));
                }
            }
        }
    }
    if statements.len() < 2 {
        return None;
    }
    let open = order(articles, &mut statements);
    let against = message::against(cluster, voices, messages, people)
        .into_iter()
        .filter_map(|m| {
            let r = utterances.get(m)?.readings.first()?;
            Some(statement(articles, utterances, m, r.place, r.quote.clone()))
        })
        .collect();
    let title = title::title(cluster, articles, utterances, messages);
    Some(Thread { id: String::new(), title, statements, against, open })
}

fn statement(
    articles: &[Quoted],
    utterances: &[Utterance],
    m: usize,
    place: crate::Place,
    quote: Option<String>,
) -> Statement {
    let u = utterances.get(m);
    let article = articles.get(place.article).map(|q| &q.article);
    let date = u.and_then(|u| u.said_on).or_else(|| article.and_then(|a| a.date));
    let bound = article.and_then(|a| a.not_before.as_ref()).map(|b| b.date);
    let not_before = if date.is_none() { bound } else { None };
    let speaker = u.and_then(|u| u.speaker.clone());
    Statement { utterance: m, place, quote, speaker, date, not_before }
}

/// The time in which a statement's report may have been published, or its words said.
fn when(articles: &[Quoted], s: &Statement) -> (i64, i64) {
    match articles.get(s.place.article) {
        Some(q) => q.article.interval(),
        None => (i64::MIN, i64::MAX),
    }
}

/// Sorts by the earliest time; gives the neighbours whose times overlap, so that their order is
/// not settled.
fn order(articles: &[Quoted], statements: &mut [Statement]) -> Vec<(usize, usize)> {
    statements.sort_by_key(|s| {
        let (from, to) = when(articles, s);
        (if from == i64::MIN { to } else { from }, to, s.place)
    });
    let mut open = Vec::new();
    for i in 1..statements.len() {
        if let (Some(a), Some(b)) = (statements.get(i - 1), statements.get(i)) {
            let (x, y) = (when(articles, a), when(articles, b));
            if x.1 >= y.0 && a.utterance != b.utterance {
                open.push((i - 1, i));
            }
        }
    }
    open
}
