//! Authors: few and sure. A name must stand in a byline or in the page's own data, and must not
//! be the outlet.

use crate::body::Body;
use crate::clue::Clues;
use crate::credit::unlabelled;
use crate::html::{Mark, MarkKind};
use crate::phrase;
use crate::title::Title;
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::{Span, dates_in, fold};
use std::cmp::Reverse;
use std::sync::LazyLock;

/// The authors and the block of the byline.
#[derive(Debug, Default)]
pub(crate) struct Byline {
    pub(crate) names: Vec<String>,
    pub(crate) block: Option<usize>,
}

/// Whether a word in lower case is of a class in any language: a page prints names in the language
/// of its program as often as in its own.
pub(crate) fn is(class: Class, low: &str) -> bool {
    Language::unknown().has(class, low)
}

/// Finds the authors.
pub(crate) fn byline(
    view: &View,
    body: &Body,
    title: &Title,
    clues: &Clues,
    outlet: Option<&str>,
) -> Byline {
    let mut out = Byline::default();
    let lines = byline_lines(view, body, title);
    let site = outlet.map(fold).unwrap_or_default();
    let mut firm: Vec<String> = Vec::new();
    for (given, person) in &clues.authors {
        let names = split_names(given);
        let lone = names.len() == 1;
        let fits = |n: &String| is_person(n) || *person && lone && is_plain_name(n);
        firm.extend(names.into_iter().filter(fits));
    }
    let metas = || view.doc.metas.iter().filter(|m| AUTHOR_METAS.contains(&m.0.as_str()));
    if firm.is_empty() {
        firm.extend(metas().flat_map(|m| split_names(&m.1)).filter(|n| is_person(n)));
    }
    for (i, names) in &lines {
        out.block = out.block.or(Some(*i));
        if firm.is_empty() {
            firm.extend(names.iter().cloned());
        }
    }
    if firm.is_empty() {
        firm = marked(view, body, title);
    }
    if firm.is_empty() && !view.flat {
        firm.extend(beside_date(view, body, title));
    }
    if firm.is_empty() {
        // A desk or a brand that the page itself calls the author, if it is not the outlet.
        let all = clues.authors.iter().map(|a| &a.0).chain(metas().map(|m| &m.1));
        firm.extend(all.filter(|n| is_plain_name(n)).take(1).cloned());
    }
    // A person's own site may bear the name; an organisation's name is the outlet's.
    let own = |n: &str| clues.authors.iter().any(|a| a.1 && a.0 == n) && is_person(n);
    for name in firm {
        let folded = fold(&name);
        let new = !out.names.iter().any(|n| fold(n) == folded);
        if new && (folded != site || own(&name)) && out.names.len() < 8 {
            out.names.push(name);
        }
    }
    out
}

/// `meta` elements that name authors.
pub(crate) const AUTHOR_METAS: [&str; 10] = [
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dcterms.creator",
    "article:author_name",
    "citation_author",
    "twitter:data1",
];

/// Whether words can be a name at all: a few words that begin with a letter, no address, no
/// frame words.
fn is_plain_name(name: &str) -> bool {
    let words: Vec<String> = name.split(' ').map(str::to_lowercase).collect();
    let odd = |c: char| matches!(c, '@' | '/' | ':' | '?' | '!' | '©' | '#' | '<' | '{' | '|');
    (1..=5).contains(&words.len())
        && (3..=45).contains(&name.chars().count())
        && name.chars().next().is_some_and(char::is_alphabetic)
        && !name.chars().any(odd)
        && !words.iter().any(|w| is(Class::Account, w))
        && !words.iter().all(|w| is(Class::NoName, w))
}

/// Names of persons in elements called author.
fn marked(view: &View, body: &Body, title: &Title) -> Vec<String> {
    let last = body.is_body.iter().rposition(|b| *b).unwrap_or(0);
    let end = view.span(last).end;
    let start = title.span.map_or(0, |s| s.start.saturating_sub(400));
    for kind in [MarkKind::Author, MarkKind::Byline] {
        let mut out = Vec::new();
        let own = |m: &&Mark| m.kind == kind && !view.is_of_other(m.span);
        for mark in view.doc.marks.iter().filter(own) {
            let words = mark.span.of(&view.doc.text);
            if mark.span.start < start
                || mark.span.start > end
                || words.len() > 120
                || words.contains('\n')
            {
                continue;
            }
            out.extend(split_names(strip_by(words)).into_iter().filter(|n| is_person(n)));
            if out.len() > 3 {
                break;
            }
        }
        if !out.is_empty() {
            return out;
        }
    }
    Vec::new()
}

/// Lines between title and body (or just around) that hold names in the form of a byline.
fn byline_lines(view: &View, body: &Body, title: &Title) -> Vec<(usize, Vec<String>)> {
    let first = body.is_body.iter().position(|b| *b).unwrap_or(0);
    let head = title.block.unwrap_or(first).min(first);
    let mut out = Vec::new();
    for i in head.saturating_sub(3)..(first + 2).min(view.len()) {
        if Some(i) == title.block || view.shapes.get(i).is_none_or(|s| s.words > 30) {
            continue;
        }
        if body.is_body.get(i) == Some(&true) && view.shapes.get(i).is_some_and(|s| s.words > 8) {
            continue;
        }
        let names = names_in(view, i);
        if !names.is_empty() {
            out.push((i, names));
            break;
        }
    }
    out
}

/// A line by the headline that is a name and nothing else, next to a line with a date.
fn beside_date(view: &View, body: &Body, title: &Title) -> Option<String> {
    let first = body.is_body.iter().position(|b| *b)?;
    let head = title.block?.min(first);
    for i in head + 1..first.min(head + 8) {
        let line = view.line(i);
        let dated = |j: usize| {
            view.shapes.get(j).is_some_and(|s| s.words < 12) && crate::dating::has_date(view, j)
        };
        let near = dated(i + 1) || i > 0 && i - 1 != head && dated(i - 1);
        if near && line.split(' ').count() <= 4 && is_person(line) {
            return Some(line.to_owned());
        }
    }
    None
}

/// The names of a byline: after *By*, or before a date.
pub(crate) fn names_in(view: &View, i: usize) -> Vec<String> {
    let text = &view.doc.text;
    let line = view.span(i);
    let found = dates_in(text, line, view.language);
    let date = found.iter().find(|d| {
        matches!(d.told, headwater_text::Told::Day { .. } | headwater_text::Told::Either { .. })
    });
    let head = Span::new(line.start, date.map_or(line.end, |d| d.span.start));
    let words = head.of(text).trim();
    let by = after_by(words);
    let said = match by {
        Some(rest) => unlabelled(rest),
        None if date.is_some() => words,
        None => return Vec::new(),
    };
    let said = said.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let names = split_names(said);
    let sure = by.is_some();
    // Behind a person's name one word more is a place or a role.
    let lone = names.len() == 1 || !names.first().is_some_and(|n| is_person(n));
    let fits = |n: &String| is_person(n) || sure && lone && is_account(n);
    if names.len() > 6 || names.iter().any(|n| !fits(n)) {
        return names.into_iter().take_while(|n| sure && is_person(n)).take(6).collect();
    }
    names
}

/// What follows *By* at the beginning, or glued after an avatar's name: *lindBy lind*.
pub(crate) fn after_by(words: &str) -> Option<&str> {
    /// Words before names, the longest first.
    static BY: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut all: Vec<&str> =
            Language::unknown().words(Class::Byline).iter().map(|e| e.word).collect();
        all.sort_by_key(|w| Reverse(w.len()));
        all
    });
    let words = words.trim_start();
    let low = words.to_lowercase();
    for by in BY.iter() {
        if low.len() == words.len() && low.starts_with(by) {
            let rest = words.get(by.len()..)?;
            // Scripts that set no spaces set none here.
            let wide = by.chars().next_back().is_some_and(is_wide);
            if rest.starts_with([' ', ':', '：', '\u{a0}']) || wide && rest.starts_with(is_wide) {
                let rest = rest.trim_start_matches([':', '：', ' ', '\u{a0}']);
                // *Author of the article: Mara Lind*
                let label =
                    rest.split_once(": ").filter(|l| l.0.chars().all(|c| !c.is_uppercase()));
                return Some(label.map_or(rest, |l| l.1));
            }
        }
    }
    twice(words)
}

/// The second of two equal names between which a page has lost the break: *Mara LindBy Mara Lind*.
fn twice(words: &str) -> Option<&str> {
    Language::unknown().words(Class::ByTwice).iter().find_map(|by| {
        let at = words.find(&format!("{} ", capital(by.word)))?;
        let name = words.get(..at)?;
        let rest = words.get(at + by.word.len() + 1..)?;
        (!name.is_empty() && rest.starts_with(name)).then_some(rest)
    })
}

/// A word with a capital at its head.
pub(crate) fn capital(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

/// Letters of scripts that set no spaces between words.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3) && c.is_alphabetic()
}

/// A name of two to five letters of such a script.
pub(crate) fn is_wide_name(name: &str) -> bool {
    (2..=5).contains(&name.chars().count()) && name.chars().all(is_wide)
}

/// The persons of a byline's list: pieces that are none (places, roles, accounts) are passed over
/// where a word that joins names, or a role, stands before one more person.
pub(crate) fn listed(said: &str) -> Vec<String> {
    let mut marked = said.to_owned();
    for join in Language::unknown().words(Class::NameJoin) {
        let join = format!(" {} ", join.word);
        if marked.contains(&join) {
            marked = marked.replace(&join, ",\u{1}");
        }
    }
    let mut out: Vec<String> = Vec::new();
    let mut broken = false;
    for piece in marked.split([',', '|', ';']).take(20) {
        let joined = piece.trim_start().starts_with('\u{1}');
        let piece = piece.trim_matches(|c: char| c == '\u{1}' || c.is_whitespace());
        let words: Vec<&str> = piece.split_whitespace().collect();
        let role = words.iter().take_while(|w| is(Class::Post, &w.to_lowercase())).count();
        let name = words.get(role..).unwrap_or(&[]).join(" ");
        if !is_person(&name) {
            broken = true;
        } else if !broken || joined || role > 0 {
            out.push(name);
        }
    }
    out
}

pub(crate) fn strip_by(words: &str) -> &str {
    after_by(words.trim()).unwrap_or(words)
}

/// Cuts a list of names at commas, *and* and their cousins; job titles after a comma go.
pub(crate) fn split_names(s: &str) -> Vec<String> {
    /// Joining words with a blank at either side.
    static JOINS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let all = Language::unknown().words(Class::NameJoin).iter();
        all.map(|e| format!(" {} ", e.word)).collect()
    });
    let mut s = s.to_owned();
    let marks = [" & ", ";", "|", " / ", " · ", "•", "\n", "\t"];
    for mark in marks.into_iter().chain(JOINS.iter().map(String::as_str)) {
        if s.contains(mark) {
            s = s.replace(mark, ",");
        }
    }
    let clean = |n: &str| {
        let n = n.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
        n.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    s.split(',').map(clean).filter(|n| !n.is_empty()).take(20).collect()
}

/// Whether words look like a person's name: two to five words, capitals, no frame words.
pub(crate) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() < 2 || words.len() > 5 || name.chars().count() > 45 {
        return false;
    }
    if name
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '@' | '/' | ':' | '?' | '!' | '©' | '#' | '+'))
    {
        return false;
    }
    let low: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    if low.iter().any(|w| is(Class::NoName, w) || is(Class::Desk, w)) {
        return false;
    }
    let capital =
        |w: &&&str| w.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    if low.iter().any(|w| is(Class::Post, w)) {
        return false;
    }
    let big = words.iter().filter(capital).count();
    let particles = words.len() - big;
    big >= 2 && particles <= 2
}

/// A byline account or a desk after a plain *By*.
fn is_account(name: &str) -> bool {
    let words: Vec<String> = name.split(' ').map(str::to_lowercase).collect();
    let desk = words.iter().any(|w| is(Class::Desk, w));
    let lone =
        words.len() == 1 && name.chars().count() >= 3 && name.chars().all(char::is_alphanumeric);
    (desk && (2..=7).contains(&words.len()) || lone && !desk)
        && !words.iter().any(|w| is(Class::NoName, w) && !is(Class::AccountWord, w))
}

/// Whether block `i` is set like a byline.
pub(crate) fn is_byline(view: &View, i: usize) -> bool {
    view.shapes.get(i).is_some_and(|s| s.words < 30 && s.phrases & phrase::BY != 0)
        || !names_in(view, i).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_few_and_sure() {
        assert!(is_person("Mara Lind"));
        assert!(is_person("MARA van der LIND"));
        assert!(!is_person("Minutes Ago Jon"));
        assert!(!is_person("Read More"));
        assert_eq!(after_by("lindBy lind"), Some("lind"));
        assert_eq!(after_by("记者：林美"), Some("林美"));
        assert_eq!(after_by("記者林美"), Some("林美"));
        assert_eq!(
            listed("Mara Lind, Talsund, und Redakteurin Jo Berg | @mlind"),
            ["Mara Lind", "Jo Berg"]
        );
        assert_eq!(listed("Mara Lind, Lervik Wochenschau"), ["Mara Lind", "Lervik Wochenschau"]);
        assert_eq!(listed("Mara Lind, Talsund, Lervik Wochenschau"), ["Mara Lind"]);
        assert_eq!(
            split_names("Mara Lind and Jo Berg, OLA HOLM"),
            ["Mara Lind", "Jo Berg", "OLA HOLM"]
        );
    }
}
