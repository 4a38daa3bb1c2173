//! Utterances as text: the fullest reading on top, the others as an apparatus of what differs.

use super::{Names, hang, quoted};
use crate::plain::{plain, short};
use headwater::Findings;
use headwater_collate::{Place, Reading, Relation, Utterance, is_ellipsis};
use headwater_text::{TokenKind, tokens};
use std::collections::BTreeSet;

/// One utterance of a story.
pub(crate) fn tell(
    trace: &Findings,
    names: &Names,
    utterance: &Utterance,
    number: usize,
) -> String {
    let Some(base) = utterance.readings.first() else { return String::new() };
    let mut head = speaker(trace, utterance, base);
    if let Some(via) = via(trace, utterance) {
        head += &format!(", {via}");
    }
    if let Some(said_on) = &utterance.said_on {
        head += &format!(", {}", super::names::when(said_on));
    }
    let mut out = format!("    {number:>2}  {head}\n");
    // What only a second printing of the body gave is told from there.
    let repeated = utterance.readings.iter().all(|r| r.repeat);
    let told = utterance.readings.iter().filter(|r| repeated || !r.repeat);
    for reading in told {
        let words = if reading.relation == Relation::Base {
            quoted(slice(trace, reading.place))
        } else {
            reading_words(trace, utterance, reading)
        };
        let sign = format!("{:<w$}", names.siglum(reading.place.article), w = names.width);
        out.push_str(&hang(8, &format!("{sign} "), &words));
    }
    for line in differences(trace, names, utterance) {
        out.push_str(&hang(8 + names.width + 2, "≠", &line));
    }
    let folded = utterance.apparatus.iter().filter(|v| v.folded).count();
    if folded > 0 {
        let places = super::count(folded, "place", "places");
        let words = format!("{places} more differ only in marks, case or spelling");
        out.push_str(&hang(8 + names.width + 2, "~", &words));
    }
    out
}

/// A difference of substance as told: its kind and the words of either side.
type Difference<'t> = (&'t str, String, String);

/// Differences of substance, each once, with the pages that have either side.
fn differences(trace: &Findings, names: &Names, utterance: &Utterance) -> Vec<String> {
    let words = |p: &Place| match slice(trace, *p).trim() {
        "" => "no such words".to_owned(),
        words => quoted(&short(words, 60)),
    };
    let mut told: Vec<(Difference, [BTreeSet<usize>; 2])> = Vec::new();
    for (kind, a, b) in &utterance.differs {
        let what = (super::names::substance(kind), words(a), words(b));
        let place = told.iter().position(|(w, _)| *w == what).unwrap_or(told.len());
        if place == told.len() {
            told.push((what, Default::default()));
        }
        if let Some((_, [left, right])) = told.get_mut(place) {
            left.insert(a.article);
            right.insert(b.article);
        }
    }
    let lines = told.into_iter().map(|((what, a, b), [left, right])| {
        format!("differs in {what}: {a} ({}) → {b} ({})", names.list(left), names.list(right))
    });
    lines.collect()
}

pub(crate) fn slice(trace: &Findings, place: Place) -> &str {
    trace.articles.get(place.article).map_or("", |q| place.span.of(&q.article.text))
}

/// The speaker with the role that the base's article prints.
pub(crate) fn speaker(trace: &Findings, utterance: &Utterance, base: &Reading) -> String {
    let name = utterance.speaker.as_deref().map_or("speaker not named".to_owned(), plain);
    let quote = trace
        .articles
        .get(base.place.article)
        .and_then(|q| q.quotes.iter().find(|quote| Some(&quote.id) == base.quote.as_ref()));
    match quote.and_then(|q| q.role.as_deref()) {
        Some(role) if !name.contains(role) => format!("{name} ({})", short(role, 40)),
        _ => name,
    }
}

/// The media that the readings name, each once.
fn via(trace: &Findings, utterance: &Utterance) -> Option<String> {
    let mut media: Vec<String> = Vec::new();
    for reading in &utterance.readings {
        let Some(quoted) = trace.articles.get(reading.place.article) else { continue };
        let quote = quoted.quotes.iter().find(|q| Some(&q.id) == reading.quote.as_ref());
        if let Some(via) = quote.and_then(|q| q.via.as_deref()).map(plain)
            && !media.contains(&via)
        {
            media.push(via);
        }
    }
    (!media.is_empty()).then(|| format!("via {}", media.join(" / ")))
}

/// A reading against the base: dots for the same words, its own words where it differs, `‸`
/// where it lacks some, `…` where it says so itself; all of it where little is the same.
fn reading_words(trace: &Findings, utterance: &Utterance, reading: &Reading) -> String {
    let own = slice(trace, reading.place);
    let Some(index) = utterance.readings.iter().position(|r| r == reading) else {
        return quoted(own);
    };
    let Some(base) = utterance.readings.first() else { return quoted(own) };
    let base_text = trace.articles.get(base.place.article).map_or("", |q| &q.article.text);
    let mut parts: Vec<String> = Vec::new();
    let (mut at, mut same, mut all) = (base.place.span.start, 0, 0);
    for variant in &utterance.apparatus {
        let Some((_, other)) = variant.others.iter().find(|(r, _)| *r == index) else { continue };
        if variant.folded || variant.base.span.start < at {
            continue;
        }
        let kept = words(base_text.get(at..variant.base.span.start).unwrap_or(""));
        same += kept;
        parts.extend(dots(kept));
        let words_here = slice(trace, *other);
        all += words(words_here);
        let lacking = || short(slice(trace, variant.base), 50);
        parts.push(if words_here.trim().is_empty() {
            format!("‸[{}]", lacking())
        } else if is_ellipsis(words_here) {
            format!("…[{}]", lacking())
        } else {
            quoted(words_here)
        });
        at = variant.base.span.end;
    }
    let kept = words(base_text.get(at..base.place.span.end).unwrap_or(""));
    same += kept;
    if parts.is_empty() {
        return if reading.relation == Relation::Verbatim {
            "the same words".to_owned()
        } else {
            quoted(own)
        };
    }
    parts.extend(dots(kept));
    if same * 3 < all + same {
        return quoted(own);
    }
    parts.join(" ")
}

fn words(text: &str) -> usize {
    tokens(text).iter().filter(|t| t.kind != TokenKind::Mark).count()
}

fn dots(n: usize) -> Option<String> {
    (n > 0).then(|| vec!["·"; n.min(5)].join(" "))
}
