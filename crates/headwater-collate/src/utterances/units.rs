//! Cuts quotations into units of the size of a statement: sentences, and the clauses of long ones.

use crate::terms::{Term, terms};
use headwater_lang::{Class, Language};
use headwater_quote::{Quoted, Zone};
use headwater_text::{Span, sentences};

/// A statement-sized piece of a quotation.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Index of the article.
    pub(crate) article: usize,
    /// Index of the quotation in the article; none for what a report says in its own words.
    pub(crate) quote: Option<usize>,
    /// Number of the sentence in the article's units: clauses of one sentence share it.
    pub(crate) sentence: usize,
    /// Where.
    pub(crate) span: Span,
    /// Its words.
    pub(crate) words: Vec<Term>,
    /// Index of the speaker in the list of people, if known.
    pub(crate) person: Option<usize>,
    /// Whether it stands in a second printing.
    pub(crate) repeat: bool,
    /// Whether it stands in the headline.
    pub(crate) title: bool,
}

/// The fewest words that make a clause of its own.
const CLAUSE: usize = 4;

/// The units of one article in order of place. Quotations in the frame have none: they are not
/// the article's own.
pub(crate) fn units(
    article: usize,
    quoted: &Quoted,
    person: impl Fn(&str) -> Option<usize>,
) -> Vec<Unit> {
    let text = quoted.article.text.as_str();
    let language = Language::or_unknown(quoted.article.lang.as_deref());
    let mut out = Vec::new();
    let mut sentence = 0;
    for (quote, q) in quoted.quotes.iter().enumerate() {
        if q.zone == Zone::Frame {
            continue;
        }
        let repeated = quoted.article.repeats.iter().any(|r| r.overlap(q.span) > 0);
        let who = q.speaker.as_deref().and_then(&person);
        for content in &q.content {
            for s in whole_brackets(text, sentences(text, *content)) {
                for span in clauses(text, s, language) {
                    let span = bare(text, span, language);
                    let words = terms(text, span);
                    if words.is_empty() {
                        continue;
                    }
                    out.push(Unit {
                        article,
                        quote: Some(quote),
                        sentence,
                        span,
                        words,
                        person: who,
                        repeat: repeated || q.zone == Zone::Repeat,
                        title: q.zone == Zone::Title,
                    });
                }
                sentence += 1;
            }
        }
    }
    out.sort_by_key(|u| (u.span.start, u.span.end, u.quote));
    out
}

/// Puts sentences together again that were cut inside a bracket: *(the council. – ed.)*.
fn whole_brackets(text: &str, sentences: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    for s in sentences {
        match out.last_mut() {
            Some(last) if open && s.end - last.start < 600 => *last = last.hull(s),
            _ => out.push(s),
        }
        let words = out.last().map_or("", |s| s.of(text));
        open = words.matches('(').count() > words.matches(')').count();
    }
    out
}

/// Cuts a sentence where a clause of at least [`CLAUSE`] words ends and another begins: at
/// semicolons, spaced dashes and colons, at a comma before a conjunction, and at a conjunction
/// that joins two clauses of the same make (*conscripting … and pursuing …*).
pub(super) fn clauses(text: &str, sentence: Span, language: &Language) -> Vec<Span> {
    let all = terms(text, sentence);
    let mut cuts = Vec::new();
    let mut last = 0;
    for (i, w) in all.iter().enumerate().skip(1) {
        let long = i - last >= CLAUSE
            && all.len() - i >= CLAUSE
            && !in_bracket(text, sentence, w.span.start);
        let Some(before) = i.checked_sub(1).and_then(|b| all.get(b)) else { continue };
        let gap = Span::new(before.span.end, w.span.start).of(text);
        let joins = conjunction(language, w.span.of(text));
        if long && (breaks(gap, joins) || joins && parallel(text, &all, last, i, language)) {
            cuts.push(w.span.start);
            last = i;
        }
    }
    let mut out = Vec::new();
    let mut from = sentence.start;
    for cut in cuts {
        out.push(Span::new(from, cut));
        from = cut;
    }
    out.push(Span::new(from, sentence.end));
    out
}

fn in_bracket(text: &str, sentence: Span, at: usize) -> bool {
    let before = Span::new(sentence.start, at).of(text);
    before.matches('(').count() > before.matches(')').count()
}

/// Whether the marks between two words, and the second one where it `joins`, end a clause.
fn breaks(gap: &str, joins: bool) -> bool {
    let spaced_dash = gap.trim().chars().any(|c| matches!(c, '–' | '—'))
        && gap.starts_with(char::is_whitespace)
        && gap.ends_with(char::is_whitespace);
    let quoted = gap.contains(['“', '”', '"', '«', '»', '„']);
    let comma = gap.contains(',');
    gap.contains([';', ':', '…'])
        || spaced_dash
        || (comma && (quoted || joins))
        || (quoted && gap.trim().chars().count() == 1 && joins)
}

/// Whether a word begins a new clause in that language: Polish *i* does, English *I* does not.
fn conjunction(language: &Language, word: &str) -> bool {
    language.has(Class::Conjunction, &word.to_lowercase())
}

/// *conscripting … and pursuing …*: whether a conjunction at `i` stands between two stretches that begin with the same
/// ending of four letters or with *-ing*.
fn parallel(text: &str, all: &[Term], last: usize, i: usize, language: &Language) -> bool {
    let Some(next) = all.get(i + 1) else { return false };
    let part = |w: &Term| {
        let low = w.span.of(text).to_lowercase();
        language.words(Class::ParticipleEnd).iter().any(|e| low.ends_with(e.word))
    };
    let start = all.get(last).filter(|w| part(w)).or_else(|| all.get(last + 1).filter(|w| part(w)));
    start.is_some() && part(next)
}

/// Without marks and spaces at either end, and without a joining word in small letters before a
/// clause. One that opens a sentence stays: *So far I see nothing* is no sentence without it.
pub(super) fn bare(text: &str, span: Span, language: &Language) -> Span {
    let outer = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '%' | '$' | '€');
    let whole = span;
    let mut span = span;
    for _ in 0..2 {
        let words = span.of(text);
        let front = words.trim_start_matches(outer);
        let start = span.start + (words.len() - front.len());
        let kept = front.trim_end_matches(outer);
        span = Span::new(start, start + kept.len());
        let first = kept.split_whitespace().next().unwrap_or("");
        let joins = conjunction(language, first) || language.has(Class::That, first);
        let opens = first.starts_with(char::is_uppercase);
        if opens || !joins || kept.len() <= first.len() {
            break;
        }
        span = Span::new(start + first.len(), span.end);
    }
    paired(text, span.trim(text), whole)
}

/// The same with the mark that closes or opens what is quoted inside: *he acted “for the good of the
/// town.”* keeps its last mark, and a wholly quoted sentence has none.
fn paired(text: &str, span: Span, whole: Span) -> Span {
    let mark = |c: char| matches!(c, '“' | '”' | '„' | '"' | '«' | '»');
    let words = span.of(text);
    if words.matches(mark).count() % 2 == 0 {
        return span;
    }
    let before = words.split(mark).next().unwrap_or("");
    if before.is_empty() || before.ends_with([' ', '\u{a0}', '(', '\'']) {
        let behind = Span::new(span.end, whole.end.max(span.end)).of(text);
        let closes = behind.char_indices().find(|(_, c)| mark(*c));
        closes.map_or(span, |(at, c)| Span::new(span.start, span.end + at + c.len_utf8()))
    } else {
        let ahead = Span::new(whole.start.min(span.start), span.start).of(text);
        let opens = ahead.char_indices().rev().find(|(_, c)| mark(*c));
        opens.map_or(span, |(at, _)| Span::new(span.start - ahead.len() + at, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_in<'t>(code: &str, text: &'t str) -> Vec<&'t str> {
        let language = Language::or_unknown(Some(code));
        let all = clauses(text, Span::new(0, text.len()), language);
        all.iter().map(|s| bare(text, *s, language).of(text)).collect()
    }

    fn cut(text: &str) -> Vec<&str> {
        cut_in("en", text)
    }

    /// Polish *i* joins; English *I* speaks, and nobody knows in a text of no known language.
    #[test]
    fn a_joining_word_of_one_language_is_kept_in_another() {
        for code in ["en", "", "de"] {
            assert_eq!(cut_in(code, "I will not resign"), ["I will not resign"]);
        }
        assert_eq!(cut_in("pl", "i nie odejdziemy jutro"), ["nie odejdziemy jutro"]);
        assert_eq!(cut_in("en", "and we will pay"), ["we will pay"]);
        assert_eq!(cut_in("", "and we will pay"), ["we will pay"]);
    }

    #[test]
    fn a_joining_word_that_opens_a_sentence_is_kept() {
        assert_eq!(cut("So far I see no sign of it."), ["So far I see no sign of it"]);
        assert_eq!(cut("But we will pay"), ["But we will pay"]);
    }

    #[test]
    fn what_is_quoted_inside_keeps_both_its_marks() {
        let inside = "she was put on leave “for saying what she thinks.”";
        assert_eq!(cut(inside), [inside]);
        let opening = "“For saying what she thinks,” she was put on leave.";
        assert_eq!(cut(opening), ["For saying what she thinks", "she was put on leave"]);
        let inner = "“For thinking” she was put on leave.";
        assert_eq!(cut(inner), ["“For thinking” she was put on leave"]);
        assert_eq!(cut("“For saying what she thinks.”"), ["For saying what she thinks"]);
    }

    #[test]
    fn long_sentences_are_cut_at_clauses() {
        assert_eq!(
            cut("a “readiness to pay any price,” hiring more than 900 guards over the summer \
                 and buying boats from other towns such as Orvel."),
            [
                "a “readiness to pay any price,”",
                "hiring more than 900 guards over the summer",
                "buying boats from other towns such as Orvel"
            ]
        );
        assert_eq!(
            cut("The bridge will be closed this winter, and we shall pay for the ferry"),
            ["The bridge will be closed this winter", "we shall pay for the ferry"]
        );
        assert_eq!(cut("bread and salt, and wine"), ["bread and salt, and wine"]);
    }
}
