//! For undated pages: what the prose looks back on bounds the date from below.

use crate::article::{Basis, Bound};
use crate::body::Body;
use crate::view::View;
use headwater_text::{Span, Told, dates, fold, sentences};

/// The latest past thing that the body speaks of: *In late 2023, envoys offered …*.
pub(crate) fn not_before(view: &View, body: &Body) -> Option<Bound> {
    let mut best: Option<Bound> = None;
    for i in (0..view.len()).filter(|i| body.is_body.get(*i) == Some(&true)) {
        if view.shapes.get(i).is_none_or(|s| s.digits < 4) {
            continue;
        }
        for sentence in sentences(&view.doc.text, view.span(i)) {
            if !looks_back(sentence.of(&view.doc.text)) {
                continue;
            }
            for d in dates(&view.doc.text, sentence) {
                let firm =
                    matches!(d.told, Told::Day { .. } | Told::Month { .. } | Told::Year { .. });
                let Some(date) = d.earliest().filter(|_| firm) else {
                    continue;
                };
                let span = with_preposition(&view.doc.text, sentence, d.span);
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
fn with_preposition(text: &str, sentence: Span, span: Span) -> Span {
    let before = Span::new(sentence.start, span.start).of(text).trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let known =
        ["in", "on", "since", "im", "am", "seit", "en", "fin", "in", "w", "na", "на", "в", "у"];
    if !word.is_empty() && known.contains(&fold(word).as_str()) {
        return Span::new(sentence.start + before.len() - word.len(), span.end);
    }
    span
}

/// Words of what has not happened, or need not have.
const AHEAD: &[&str] = &[
    "will",
    "would",
    "shall",
    "by",
    "until",
    "till",
    "plans",
    "plan",
    "planned",
    "expected",
    "expects",
    "scheduled",
    "due",
    "next",
    "upcoming",
    "could",
    "may",
    "might",
    "if",
    "should",
    "aims",
    "target",
    "hopes",
    "wird",
    "werden",
    "soll",
    "sollen",
    "bis",
    "geplant",
    "sera",
    "seront",
    "prevu",
    "dici",
    "sera",
    "seran",
    "preve",
    "previsto",
    "ma",
    "bedzie",
    "beda",
    "do",
    "буде",
    "будуть",
    "до",
    "будет",
    "будут",
    "планирует",
    "планує",
    "olacak",
    "kadar",
    "if",
    "forecast",
    "projected",
    "deadline",
    "term",
    "ends",
    "expires",
];

/// Words of the past that no other sign tells.
const BACK: &[&str] = &[
    "was", "were", "had", "did", "began", "took", "said", "told", "won", "became", "came", "went",
    "since", "made", "met", "gave", "fell", "rose", "left", "sent", "held", "saw", "found", "lost",
    "broke", "wrote", "wurde", "wurden", "war", "waren", "hatte", "hatten", "seit", "fut", "etait",
    "avait", "fue", "fueron", "habia", "era", "aveva", "stato", "stata", "byl", "byla", "bylo",
    "zostal", "zostala", "був", "була", "було", "був", "был", "была", "было", "были",
];

/// Whether a sentence tells of something past and of nothing to come.
fn looks_back(sentence: &str) -> bool {
    let mut back = false;
    for word in sentence.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let low = fold(word);
        if AHEAD.contains(&low.as_str()) && !(capital && low == "may") {
            return false;
        }
        back |= BACK.contains(&low.as_str());
        let n = low.chars().count();
        let ending = |list: &[&str]| list.iter().any(|e| low.ends_with(e));
        back |= n > 4
            && !capital
            && ending(&[
                "ed", "ał", "ała", "ali", "ала", "али", "ила", "или", "ив", "ав", "ил", "ал", "dı",
                "di", "tı", "ti", "du", "dü",
            ]);
    }
    back
}

#[cfg(test)]
mod tests {
    use super::looks_back;

    #[test]
    fn past_is_told_from_plans() {
        assert!(looks_back("In late 2029, envoys offered a truce, three sources said."));
        assert!(!looks_back("The bridge will open in late 2029, officials said."));
        assert!(!looks_back("He wanted it done by 2030."));
    }
}
