//! Joins utterances to threads: like messages of several speakers or occasions in time order, and
//! what others said against them.

mod again;
mod message;
mod title;

use crate::encoder::{Encoder, cosine};
use crate::people::{Lookup, one_person};
use crate::record::{Person, Reading, Relation, Statement, Story, Thread, Utterance};
use headwater_quote::Quoted;
use headwater_text::When;
use message::{Message, Voice, voices};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// Voices below this likeness are not of one thread.
const CUT: f64 = 0.5;

/// How alike what two speakers say must be to be one message, by the meaning of its words. Read by eye
/// in threads of real reports of two speakers: of pairs below one in five was one message, of those
/// above, other figures left aside, most. The written sets lose none up to .55.
const TWO: f64 = 0.5;

/// Cosine of what two denials of two speakers mean from which they are one message. Of two speakers who deny
/// one thing years apart they were .31 to .58, of two interviews on other matters up to .26.
const DENIED: f64 = 0.3;

/// Minutes between the first and the last report of a message: what is said within a week belongs to
/// one affair, and its like words are those of the day. Read by eye in windows of a few days of real
/// reports: of such threads not one in ten was one message. Those of the written sets run over months.
const OVER_TIME: i64 = 7 * 24 * 60;

/// Finds the threads over all articles, with their stories, utterances and people. Their names are
/// left empty. With a sentence model what one person says again is found by its meaning too.
pub fn threads<Q: Borrow<Quoted>>(
    articles: &[Q],
    stories: &[Story],
    utterances: &[Utterance],
    people: &[Person],
    encoder: Option<&Encoder>,
) -> Vec<Thread> {
    let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
    let bounds = stories.iter().flat_map(|s| s.bounds.iter().map(|(a, b)| (*a, b.date)));
    let homes =
        stories.iter().enumerate().flat_map(|(i, s)| s.articles.iter().map(move |a| (*a, i)));
    let (bounds, homes) = (bounds.collect(), homes.collect());
    let reports = Reports { articles: &articles, bounds, homes };
    let lookup = Lookup::new(people);
    let messages: Vec<Message> = utterances
        .iter()
        .enumerate()
        .map(|(i, u)| Message::new(i, u, &articles, &lookup, people))
        .collect();
    let voices = voices(&messages);
    let words = |m: &Message| {
        let first = utterances.get(m.utterance).and_then(|u| u.readings.first());
        let article = first.and_then(|r| articles.get(r.place.article));
        first.zip(article).map_or("", |(r, a)| r.place.span.of(&a.article.text))
    };
    let means = |a: &Message, b: &Message| {
        let one = !a.known_by.is_empty() && one_person(&a.known_by, &b.known_by);
        // Two denials of one thing have few words in common, and mean alike: long interviews deny much.
        let denied = || {
            let sense = |m: &Message, e: &Encoder| e.encode(words(m));
            encoder.is_none_or(|e| cosine(&sense(a, e), &sense(b, e)) >= DENIED)
        };
        let alike =
            || a.denies && b.denies && denied() || crate::likeness(words(a), words(b)) >= TWO;
        one || !a.other_numbers(b) && alike()
    };
    let mut links = message::links(&voices, &messages, CUT, &means);
    if let Some(encoder) = encoder {
        links.extend(again::links(&articles, utterances, &messages, &voices, (stories, encoder)));
    }
    links.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut out: Vec<Thread> = message::clusters(&voices, &links)
        .into_iter()
        .filter_map(|c| thread(&reports, utterances, &messages, &voices, people, &c))
        .collect();
    out.sort_by_key(|t| t.statements.iter().map(|s| s.place).min());
    out
}

/// The articles with what their stories tell of their dates.
struct Reports<'r> {
    articles: &'r [&'r Quoted],
    bounds: BTreeMap<usize, When>,
    /// The story of each article.
    homes: BTreeMap<usize, usize>,
}

/// Likeness below which a reading in other words of the base's language does not stand in a thread by
/// itself: what joined it may have looked at more than its words.
const WORDS: f64 = 0.42;

impl Reports<'_> {
    /// Whether the speaker of a statement is named, in the language of its first reading.
    fn named(&self, u: &Utterance, speaker: &str) -> bool {
        let base = u.readings.first().and_then(|r| self.articles.get(r.place.article));
        base.is_some_and(|a| message::named(speaker, message::language_of(a)))
    }

    /// Whether a reading says by its own words what its statement says.
    fn has_the_words(&self, u: &Utterance, r: &Reading) -> bool {
        let article = |r: &Reading| self.articles.get(r.place.article).map(|q| &q.article);
        let free = !matches!(r.relation, Relation::Paraphrased | Relation::Retranslated);
        let Some((base, a, b)) =
            u.readings.first().and_then(|base| Some((base, article(base)?, article(r)?)))
        else {
            return free;
        };
        let words = || (base.place.span.of(&a.text), r.place.span.of(&b.text));
        free || a.lang != b.lang || {
            let (x, y) = words();
            crate::compare(x, y).score >= WORDS
        }
    }

    /// Whether statements are of several times: a week lies between the first and the last. Where
    /// the day of one is not known, they must be of several stories.
    fn over_time(&self, statements: &[Statement]) -> bool {
        // Also what a report recalls of what was said long ago is of the day of that report.
        let day = |s: &Statement| {
            let article = self.articles.get(s.place.article);
            article.and_then(|a| a.article.date).or(s.date).or(s.not_before)
        };
        let days = || statements.iter().filter_map(day).map(|d| d.interval());
        let (first, last) = (days().map(|d| d.1).min(), days().map(|d| d.0).max());
        let apart = first.zip(last).is_some_and(|(a, b)| b.saturating_sub(a) >= OVER_TIME);
        let undated = |s: &Statement| s.date.is_none();
        let homes: BTreeSet<_> =
            statements.iter().map(|s| self.homes.get(&s.place.article)).collect();
        apart || homes.len() > 1 && statements.iter().any(undated)
    }

    /// The first and last minute in which a report may have appeared.
    fn when(&self, article: usize) -> (i64, i64) {
        let (from, to) =
            self.articles.get(article).map_or((i64::MIN, i64::MAX), |q| q.article.interval());
        match self.bounds.get(&article) {
            Some(bound) => (from.max(bound.interval().0), to),
            None => (from, to),
        }
    }
}

/// One thread: for each voice the statements that carry the message.
fn thread(
    reports: &Reports<'_>,
    utterances: &[Utterance],
    messages: &[Message],
    voices: &[Voice],
    people: &[Person],
    cluster: &message::Cluster,
) -> Option<Thread> {
    let mut statements = Vec::new();
    for v in cluster.voices.iter().filter_map(|v| voices.get(*v)) {
        for m in cluster.carried(v) {
            // Each report that has the statement stands in the thread with its own words.
            let u = utterances.get(m)?;
            // *A local doctor* is nobody who can be followed, whoever else is read for it elsewhere.
            if !u.speaker.as_deref().is_some_and(|s| reports.named(u, s)) {
                continue;
            }
            let mut seen = BTreeSet::new();
            for r in u.readings.iter().filter(|r| !r.repeat && reports.has_the_words(u, r)) {
                if seen.insert(r.place.article) {
                    statements.push(statement(reports, utterances, m, r.place, r.quote.clone()));
                }
            }
        }
    }
    let said: BTreeSet<usize> = statements.iter().map(|s| s.utterance).collect();
    if said.len() < 2 || !reports.over_time(&statements) {
        return None;
    }
    let open = order(reports, &mut statements);
    let against = message::against(cluster, messages, people)
        .into_iter()
        .filter_map(|m| {
            let r = utterances.get(m)?.readings.first()?;
            Some(statement(reports, utterances, m, r.place, r.quote.clone()))
        })
        .collect();
    let title = title::title(cluster, reports.articles, utterances, messages);
    Some(Thread { id: String::new(), title, statements, against, open })
}

fn statement(
    reports: &Reports<'_>,
    utterances: &[Utterance],
    m: usize,
    place: crate::Place,
    quote: Option<String>,
) -> Statement {
    let u = utterances.get(m);
    let article = reports.articles.get(place.article).map(|q| &q.article);
    let date = u.and_then(|u| u.said_on).or_else(|| article.and_then(|a| a.date));
    let own = article.and_then(|a| a.not_before.as_ref()).map(|b| b.date);
    let bound = reports.bounds.get(&place.article).copied().or(own);
    let not_before = bound.filter(|_| date.is_none());
    let speaker = u.and_then(|u| u.speaker.clone());
    Statement { utterance: m, place, quote, speaker, date, not_before }
}

/// Sorts by the earliest time; gives the neighbours whose times overlap, so that their order is
/// not settled.
fn order(reports: &Reports<'_>, statements: &mut [Statement]) -> Vec<(usize, usize)> {
    statements.sort_by_key(|s| {
        let (from, to) = reports.when(s.place.article);
        (if from == i64::MIN { to } else { from }, to, s.place)
    });
    let mut open = Vec::new();
    for i in 1..statements.len() {
        if let (Some(a), Some(b)) = (statements.get(i - 1), statements.get(i)) {
            let (x, y) = (reports.when(a.place.article), reports.when(b.place.article));
            if x.1 >= y.0 && a.utterance != b.utterance {
                open.push((i - 1, i));
            }
        }
    }
    open
}
