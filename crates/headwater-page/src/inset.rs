//! Lines that stand inside an article or below it and are not of it, by signs that hang on no
//! language: a label in capitals before an open line, a label that frames use, islands of short
//! lines below the text.

use crate::phrase;
use crate::shape::Shape;
use crate::view::View;

/// A teaser behind a label has at most so many words.
const TEASER: u32 = 26;
/// A label has at most so many.
const LABEL: usize = 5;

/// Whether block `i` is a labelled teaser, advertisement or notice: *READ ALSO: Fog keeps ferries*.
pub(crate) fn is_labelled(view: &View, i: usize) -> bool {
    let Some(s) = view.shapes.get(i).filter(|s| (2..=TEASER).contains(&s.words)) else {
        return false;
    };
    let line = view.line(i);
    let Some((label, rest)) = label(line) else {
        return false;
    };
    let frame = phrase::ADVERT | phrase::MORE | phrase::OTHERS | phrase::TAGS | phrase::SHARE;
    if phrase::phrases(label) & frame != 0 && !is_sentence(rest, s) {
        return true;
    }
    if phrase::phrases(label) & phrase::ADVERT != 0 {
        return true;
    }
    let words = label.split_whitespace().count();
    let open = !line.trim_end().ends_with(['.', '…', '"', '”', '»', '?']);
    let asks = line.trim_end().ends_with('?') && words > 1;
    in_capitals(label) && (open || asks) && !is_speaker(view, label)
}

/// The label that a line begins with, and the rest: up to a colon, a dash or a wide gap.
fn label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let at = line.char_indices().find_map(|(at, c)| {
        let rest = line.get(at..).unwrap_or("");
        let ends = c == ':'
            || rest.starts_with("  ")
            || rest.starts_with(" – ")
            || rest.starts_with(" — ");
        (at > 60).then_some(None).or_else(|| (ends || c.is_ascii_digit()).then_some(Some(at)))
    })??;
    let (label, rest) = line.split_at(at);
    let words = label.split_whitespace().count();
    let rest = rest.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '“' | '«' | '„' | '"' | '¿' | '‘')
    });
    // `12:30` and addresses have no label before their colon.
    let glued = line.get(at..).is_some_and(|r| r.starts_with("://"));
    ((1..=LABEL).contains(&words) && !rest.is_empty() && !glued).then_some((label.trim(), rest))
}

/// Four letters and more, all of them capitals.
fn in_capitals(label: &str) -> bool {
    let letters = || label.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 4 && letters().all(char::is_uppercase)
}

/// Whether words run on as a sentence does.
fn is_sentence(rest: &str, s: &Shape) -> bool {
    s.words > 14 && rest.trim_end().ends_with(['.', '…'])
}

/// Whether the label opens several lines that end as sentences do: who speaks in an interview.
fn is_speaker(view: &View, own: &str) -> bool {
    let opens = |i: &usize| {
        let line = view.line(*i);
        line.trim_start().starts_with(own) && view.shapes.get(*i).is_some_and(Shape::closed)
    };
    (0..view.len().min(5_000)).filter(opens).take(2).count() > 1
}

/// Drops islands of short lines below the text of a flattened page: headlines of other items and
/// what readers wrote, which stand apart from it.
pub(crate) fn without_islands(view: &View, chosen: &mut [bool]) {
    const ISLAND: u32 = 50;
    const RUNNING: u32 = 22;
    let words = |i: usize| view.shapes.get(i).map_or(0, |s| s.words);
    let all: u32 = (0..view.len()).filter(|i| chosen.get(*i) == Some(&true)).map(words).sum();
    loop {
        let Some(last) = chosen.iter().rposition(|c| *c) else {
            return;
        };
        let mut from = last;
        while from > 0 && chosen.get(from - 1) == Some(&true) {
            from -= 1;
        }
        let Some(before) = (0..from).rfind(|i| chosen.get(*i) == Some(&true)) else {
            return;
        };
        let sum: u32 = (from..=last).map(words).sum();
        let runs = (from..=last)
            .any(|i| words(i) >= RUNNING && view.shapes.get(i).is_some_and(Shape::closed));
        let apart = (before + 1..from).filter(|i| !is_labelled(view, *i));
        let head = apart.clone().any(|i| is_head(view, i)) || apart.count() >= 2;
        if runs || sum > ISLAND || sum * 6 > all || !head {
            return;
        }
        for c in chosen.iter_mut().take(last + 1).skip(from) {
            *c = false;
        }
    }
}

/// Whether a short line opens something else: other items, comments, forms, share buttons.
fn is_head(view: &View, i: usize) -> bool {
    let opener = phrase::OTHERS
        | phrase::COMMENT
        | phrase::FORM
        | phrase::TAGS
        | phrase::SHARE
        | phrase::LEGAL;
    view.shapes.get(i).is_some_and(|s| {
        s.words <= 8 && (s.phrases & opener != 0 || s.letters >= 4 && s.upper == s.letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat::read_flat;

    const TEXT: &str = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
        and that nobody should come to the quay before noon or ask for money back.";

    fn labelled(line: &str) -> bool {
        let doc = read_flat(["Fog over Lervik", TEXT, line, TEXT].join("\n"));
        is_labelled(&View::new(&doc, true, Vec::new()), 2)
    }

    #[test]
    fn teasers_behind_labels_are_told_from_text() {
        for line in [
            "READ ALSO: Fog keeps the ferries of Talsund waiting",
            "ЧИТАЙТЕ ТАКОЖ: Паром знову стоїть",
            "LES OGSÅ: Tåken ligger fortsatt over fjorden",
            "WEBINAR – Fog lamps in an hour, sign up now",
            "TRY THE TEST: How well do you know your harbour?",
            "Anzeige: Nebelleuchten. Jetzt zugreifen!",
            "Tags: fog, ferries, Lervik",
        ] {
            assert!(labelled(line), "{line}");
        }
        for line in [
            "LERVIK – The ferries waited until noon.",
            "LIND: We waited until noon.",
            "Cost: 4 million crowns",
            "“We wait,” said Mara Lind: nobody else did.",
            "At 12:30 the fog lifted",
        ] {
            assert!(!labelled(line), "{line}");
        }
    }

    #[test]
    fn islands_below_the_text_are_left() {
        let lines = [
            TEXT,
            TEXT,
            TEXT,
            "“We waited,” she said.",
            "Readers say",
            "Jo",
            "What a fog that was.",
            "MORE",
            "Fog in Talsund again",
        ];
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = [true, true, true, true, false, false, true, false, true];
        without_islands(&view, &mut chosen);
        assert_eq!(chosen, [true, true, true, true, false, false, false, false, false]);
        // One line that is left out in mid-text cuts nothing off.
        let lines = [TEXT, TEXT, "READ ALSO: Fog in Talsund", "“We waited,” she said."];
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = [true, true, false, true];
        without_islands(&view, &mut chosen);
        assert_eq!(chosen, [true, true, false, true]);
    }
}
