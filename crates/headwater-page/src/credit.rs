//! The names that one line of a head or a tail credits: after *By*, behind a label, beside a date,
//! as initials in brackets.

use crate::authors::Source;
use crate::byline::{after_by, capital, is, is_person, split_names};
use crate::names::clean;
use crate::phrase;
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::{dates, fold};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Longer lines credit nobody.
const LONGEST: usize = 300;
/// Names of one line that are looked at.
const MOST: usize = 8;

/// The names of line `i` with how each is given.
pub(crate) fn credits(view: &View, i: usize) -> Vec<(String, Source)> {
    let line = view.span(i);
    if line.len() > LONGEST || view.shapes.get(i).is_none_or(|s| s.words > 40) {
        return Vec::new();
    }
    let text = &view.doc.text;
    if credits_a_picture(line.of(text)) {
        return Vec::new();
    }
    let found = dates(text, line);
    let dated = !found.is_empty() || has_time(line.of(text));
    let beside = |j: usize| {
        view.shapes.get(j).is_some_and(|s| s.words < 14 && s.digits > 1)
            && view.span(j).len() <= LONGEST
            && (!dates(text, view.span(j)).is_empty() || has_time(view.line(j)))
    };
    // What somebody is may stand between the name and the day.
    let role = |j: usize| {
        let words = view.shapes.get(j).map_or(0, |s| s.words);
        let mut low = view.line(j).split_whitespace().map(str::to_lowercase);
        (1..=5).contains(&words) && low.any(|w| is(Class::Post, &w) || is(Class::Role, &w))
    };
    let near = dated || beside(i + 1) || role(i + 1) && beside(i + 2) || i > 0 && beside(i - 1);
    // Dates part what stands before and behind them.
    let mut parts = Vec::new();
    let mut from = line.start;
    for d in &found {
        parts.push(text.get(from..d.span.start).unwrap_or(""));
        from = d.span.end.max(from);
    }
    parts.push(text.get(from..line.end).unwrap_or(""));
    let mut out = Vec::new();
    for part in parts.iter().flat_map(|p| segments(p)) {
        for given in of_segment(part, dated, near) {
            if out.len() < MOST && !out.contains(&given) {
                out.push(given);
            }
        }
    }
    out
}

/// Whether a line begins as one that says whose a picture is: *Photo: …*.
fn credits_a_picture(line: &str) -> bool {
    let low = line.trim_start().to_lowercase();
    let signs = Language::unknown().words(Class::PictureSign).iter();
    signs.filter(|sign| sign.word.ends_with(':')).any(|sign| low.starts_with(sign.word))
}

/// Whether words hold a time of day: *14:10*, *20.15 Uhr*.
fn has_time(words: &str) -> bool {
    words.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',')).any(|w| {
        let w = w.trim_end_matches(|c: char| !c.is_ascii_digit());
        let (h, m) = w.split_once([':', 'h', '.']).unwrap_or(("", ""));
        let number = |s: &str, most: u8| s.len() <= 2 && s.parse::<u8>().is_ok_and(|n| n < most);
        number(h, 24) && m.len() == 2 && number(m, 60)
    })
}

/// Pieces of a line between bars, dots, dashes, brackets, wide gaps and numbers.
fn segments(part: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mark = |c: char| {
        matches!(
            c,
            '|' | '·' | '•' | '—' | '–' | '(' | ')' | '[' | ']' | '\t' | '→' | '›' | '»' | '▪'
        ) || c.is_numeric()
    };
    for piece in part.split(mark) {
        for piece in piece.split(" - ").flat_map(|p| p.split("  ")) {
            let piece =
                piece.trim().trim_matches(|c: char| matches!(c, ',' | ';' | '.' | '/' | ':' | '*'));
            if !piece.trim().is_empty() {
                out.push(piece.trim());
            }
        }
    }
    out
}

/// The names of one piece. `dated`: the line has a date or a time; `near`: so has one beside it.
fn of_segment(part: &str, dated: bool, near: bool) -> Vec<(String, Source)> {
    let by = after_by(part).or_else(|| inner_by(part));
    let labelled = part.split_once(':').filter(|l| is_label(l.0)).map(|l| l.1.trim());
    let source = match (by, labelled) {
        (Some(_), _) => Source::Credit,
        (None, Some(_)) => Source::Labelled,
        _ if dated => Source::Segment,
        _ => Source::Beside,
    };
    let said = unlabelled(by.or(labelled).unwrap_or(part));
    if by.is_none() && labelled.is_none() && near && is_initials(said) {
        let each = said.split(['/', '-']).map(|n| (n.to_owned(), Source::Initials));
        return each.collect();
    }
    let names: Vec<String> = people(said);
    if names.is_empty() && (by.is_some() || labelled.is_some() || near) && is_desk(said) {
        return clean(said).map(|n| (n, source)).into_iter().collect();
    }
    if source == Source::Beside && !near {
        return Vec::new();
    }
    names.into_iter().map(|n| (n, source)).collect()
}

/// *By* inside a piece, where a date or a number stood before it: *2 April 2031 by Mara Lind*.
fn inner_by(part: &str) -> Option<&str> {
    let list = |class| Language::unknown().words(class).iter().map(|e| e.word);
    let large = list(Class::ByInsideLarge).map(|w| format!(" {}", capital(w.trim_start())));
    let all = list(Class::ByInside).map(str::to_owned).chain(large);
    let (at, len) = all.into_iter().find_map(|m| Some((part.find(&m)?, m.len())))?;
    let before = part.get(..at)?;
    let rest = part.get(at + len..)?;
    // What stands before is no name itself: *Filed*, *Servizio*, *Published*.
    (before.split_whitespace().count() <= 3 && !is_person(before)).then_some(rest)
}

/// Whether words before a colon are a label and no name: *Author of the article*, *Quelle*.
fn is_label(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=5).contains(&count) && (count == 1 || !is_person(words) || phrase::phrases(words) != 0)
}

/// Cuts off what was glued behind a name, *Mara LindPublished*, and what follows *in*, *on*, *for*.
pub(crate) fn unlabelled(said: &str) -> &str {
    let mut before = ' ';
    for (at, c) in said.char_indices() {
        let (name, rest) = said.split_at(at);
        let kinds = phrase::DATED | phrase::SHARE | phrase::COMMENT | phrase::CREDIT | phrase::MENU;
        if before.is_lowercase() && c.is_uppercase() && phrase::phrases(rest) & kinds != 0 {
            return name;
        }
        before = c;
    }
    said
}

/// The persons among the words, up to the first piece that is none: a place, a role, a degree.
fn people(said: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in split_names(&said.replace('/', ",")) {
        let Some(name) = clean(&name).map(|n| once(&n)) else {
            break;
        };
        let frame = phrase::SHARE | phrase::MENU | phrase::TAGS | phrase::MORE | phrase::OTHERS;
        if !is_person(&name) || phrase::phrases(&name) & frame != 0 {
            break;
        }
        out.push(name);
    }
    out
}

/// *Mara Lind Mara Lind*: a name that stands twice, once.
fn once(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let (a, b) = words.split_at(words.len() / 2);
    if words.len() >= 2 && a == b { a.join(" ") } else { name.to_owned() }
}

/// *ml*, *ml/jb*, *dpa*: an author's initials or an agency's, in small letters.
fn is_initials(words: &str) -> bool {
    let each =
        |w: &str| (2..=3).contains(&w.chars().count()) && w.chars().all(|c| c.is_lowercase());
    let bylines = after_by(&format!("{words} ")).is_some();
    words.split(['/', '-']).all(each)
        && !bylines
        && !is(Class::NoInitials, words)
        && !is(Class::NoName, words)
}

/// Whether the words name a desk: *Foreign staff*, *La rédaction*.
fn is_desk(words: &str) -> bool {
    let all: Vec<String> = words.split_whitespace().map(fold).collect();
    let desk = |w: &String| is(Class::Desk, w) || DESKS.contains(w);
    (1..=5).contains(&all.len()) && all.iter().any(desk) && !words.contains(['?', '!', '@'])
}

/// Words by which desks sign, in any language, folded.
pub(crate) static DESKS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| phrase::folded(Class::DeskAuthor));

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    const TEXT: &str = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
        and that nobody should come to the quay before noon or ask for money back.\n\n\
        “We have waited for worse,” Ola Holm told travellers, of whom two hundred had come.\n\n\
        The last such fog lay over the islands for nine days, and the bells rang all the time.";

    fn authors(line: &str) -> Vec<String> {
        let page = format!(
            "The Quay Post\nNews | Sport | Jobs\n\nFog keeps the ferries of Lervik waiting\n\n{line}\n\n{TEXT}\n"
        );
        read(page.as_bytes(), &Hint { html: Some(false), ..Hint::default() }).authors
    }

    #[test]
    fn bylines_of_flattened_pages_are_read() {
        for line in [
            "By Mara Lind",
            "By Mara LindPublished: May 4, 2031",
            "By Mara Lind on May 4, 2031",
            "By Mara Lind 6 min read\nMay 4, 2031",
            "May 4, 2031 by Mara Lind in Harbour",
            "12 · by Mara Lind · 4 May 2031",
            "Written by: Mara Lind Mara Lind\n4 May 2031",
            "• Written by Mara Lind\nMay 4, 2031",
            "By\nMara Lind\n4 May 2031",
            "Mara Lind\n4 May 2031",
            "Mara Lind\nHarbour correspondent\n\nTue 4 May 2031 00.01",
            "Mara Lind, Talsund · Monday 4 May 2031",
            "04.05.2031 · 14:10 Uhr · Mara Lind",
            "Author of the article: Mara Lind\nMay 4, 2031",
            "Von Mara Lind, Lervik\n4. Mai 2031",
            "di Mara Lind\n4 maggio 2031",
            "MARA LIND | LERVIK | 04/05/2031 21:37",
        ] {
            let got: Vec<String> = authors(line).iter().map(|n| n.to_lowercase()).collect();
            assert_eq!(got, ["mara lind"], "{line}");
        }
        assert_eq!(authors("Mara Lind, Jo Berg, LERVIK\n4 May 2031"), ["Mara Lind", "Jo Berg"]);
        assert_eq!(authors("04.05.2031, 17:40 (ml)"), ["ml"]);
    }

    #[test]
    fn labels_are_no_authors() {
        for line in [
            "Last edited 4 May 2031",
            "Household money\n4 May 2031",
            "Premium\n4 May 2031",
            "4 May 2031",
        ] {
            assert_eq!(authors(line), Vec::<String>::new(), "{line}");
        }
    }
}
