//! For undated pages: what the prose looks back on bounds the date from below.

use crate::article::{Basis, Bound};
use crate::body::Body;
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::{Span, Told, dates_in, sentences};

/// The latest past thing that the body speaks of: *In late 2023, envoys offered …*.
pub(crate) fn not_before(view: &View, body: &Body) -> Option<Bound> {
    let mut best: Option<Bound> = None;
    for i in (0..view.len()).filter(|i| body.is_body.get(*i) == Some(&true)) {
        if view.shapes.get(i).is_none_or(|s| s.digits < 4) {
            continue;
        }
        for sentence in sentences(&view.doc.text, view.span(i)) {
            if !looks_back(sentence.of(&view.doc.text), view.language) {
                continue;
            }
            for d in dates_in(&view.doc.text, sentence, view.language) {
                let firm =
                    matches!(d.told, Told::Day { .. } | Told::Month { .. } | Told::Year { .. });
                let Some(date) = d.earliest().filter(|_| firm) else {
                    continue;
                };
                let span = with_preposition(view, sentence, d.span);
                if best.as_ref().is_none_or(|b| date > b.date) {
                    let words = span.of(&view.doc.text).to_owned();
                    let basis = Basis { kind: "prose".into(), words, span: Some(span) };
                    best = Some(Bound { date, basis });
                }
            }
        }
    }
    best
}

/// *In late 2023* rather than *late 2023*: the word before belongs to the phrase.
fn with_preposition(view: &View, sentence: Span, span: Span) -> Span {
    let before = Span::new(sentence.start, span.start).of(&view.doc.text).trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    if view.language.has(Class::BeforeDate, &word.to_lowercase()) {
        return Span::new(sentence.start + before.len() - word.len(), span.end);
    }
    span
}

/// Whether a sentence tells of something past and of nothing to come.
fn looks_back(sentence: &str, language: &Language) -> bool {
    let mut back = false;
    for word in sentence.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let low = word.to_lowercase();
        // *May* is a month.
        if language.has(Class::Ahead, &low) && !(capital && language.has(Class::Month, &low)) {
            return false;
        }
        let ends = || language.words(Class::PastEnding).iter().any(|e| low.ends_with(e.word));
        back |= language.has(Class::Past, &low) || low.chars().count() > 4 && !capital && ends();
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_is_told_from_plans() {
        let english = Language::or_unknown(Some("en"));
        assert!(looks_back("In late 2029, envoys offered a truce, three sources said.", english));
        assert!(!looks_back("The bridge will open in late 2029, officials said.", english));
        assert!(!looks_back("He wanted it done by 2030.", english));
    }
}
