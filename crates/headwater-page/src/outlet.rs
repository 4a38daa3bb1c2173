//! The publication: what the page's own data call it, else its copyright line or news desk.

use crate::clue::Clues;
use crate::title::likeness;
use crate::view::View;
use headwater_text::fold;

/// Finds the outlet's name.
pub(crate) fn outlet(view: &View, clues: &Clues) -> Option<String> {
    let meta = |name: &str| view.doc.metas.iter().find(|m| m.0 == name).map(|m| m.1.clone());
    let given = meta("og:site_name")
        .or_else(|| clues.publishers.first().cloned())
        .or_else(|| meta("application-name"))
        .or_else(|| meta("publisher"))
        .or_else(|| meta("dc.publisher"))
        .filter(|n| n.chars().count() < 80 && n.chars().any(char::is_alphabetic));
    given.or_else(|| from_desk(view)).or_else(|| from_copyright(view)).or_else(|| from_title(view))
}

/// *by The Lervik Post news desk*: the words before the desk.
fn from_desk(view: &View) -> Option<String> {
    const DESKS: [&str; 7] = [
        " news desk",
        " newsroom",
        " editorial team",
        " editorial staff",
        " editorial board",
        " staff",
        " news team",
    ];
    for i in 0..view.len() {
        let Some(s) = view.shapes.get(i) else {
            continue;
        };
        let line = view.line(i);
        let low = line.to_ascii_lowercase();
        // A desk on a line of its own needs no *by*.
        let bare = s.words <= 6 && DESKS.iter().any(|d| low.ends_with(d));
        if s.words > 20 || s.phrases & crate::phrase::BY == 0 && !bare {
            continue;
        }
        let by = s.phrases & crate::phrase::BY != 0;
        let rest = if by { line.split_once(' ').map_or("", |p| p.1) } else { line };
        let low_rest = low.get(low.len() - rest.len()..).unwrap_or("");
        for desk in DESKS {
            if let Some(at) = low_rest.find(desk) {
                let name = rest.get(..at)?.trim();
                let capitals = name.split(' ').filter(|w| {
                    w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
                });
                if !name.is_empty() && capitals.count() == name.split(' ').count() {
                    return Some(name.to_owned());
                }
            }
        }
    }
    None
}

/// *© 2031 Lervik Post. All rights reserved.*
fn from_copyright(view: &View) -> Option<String> {
    for i in (0..view.len()).rev().take(60) {
        let line = view.line(i);
        if line.len() > 300 {
            continue;
        }
        let Some(at) = line
            .find('©')
            .map(|a| a + '©'.len_utf8())
            .or_else(|| line.find("opyright").map(|a| a + 8))
            .or_else(|| line.find("ll rights reserved").map(|a| a + 18))
        else {
            continue;
        };
        let rest = line.get(at..)?.trim_start_matches(|c: char| !c.is_alphabetic());
        let end = rest.find([',', '|', '•', '·', '(', '–', '©']).unwrap_or(rest.len());
        let rest = rest.get(..end)?;
        let stop =
            [". ", " - ", " All ", " all rights", " Alle ", " Tous", " Todos", " Tutti", " by "]
                .iter()
                .filter_map(|m| rest.find(m))
                .min()
                .unwrap_or(rest.len());
        let name = rest.get(..stop)?.trim_end_matches(|c: char| !c.is_alphanumeric());
        let name = name.trim_start_matches(|c: char| c.is_ascii_digit());
        let words = name.split_whitespace().count();
        if (1..=5).contains(&words)
            && !fold(name).starts_with("all rights")
            && !fold(name).starts_with("copyright")
        {
            return Some(own_spelling(view, name));
        }
    }
    None
}

/// The name as a line of its own writes it, if one does.
fn own_spelling(view: &View, name: &str) -> String {
    // Digits at the beginning were cut with the year.
    let bare = fold(name);
    for i in 0..view.len() {
        let line = view.line(i);
        let same = fold(line);
        if line.len() < 60
            && !line.contains('©')
            && (same == bare
                || same.len() > bare.len()
                    && same.ends_with(&bare)
                    && same.trim_end_matches(&bare).bytes().all(|b| b.is_ascii_digit()))
        {
            return line.to_owned();
        }
    }
    name.to_owned()
}

/// The last part of the page's title, if it stands there too as a line of its own.
fn from_title(view: &View) -> Option<String> {
    let title = view.doc.title.as_deref()?;
    let tail = [" | ", " — ", " – ", " - ", " :: ", " · "]
        .iter()
        .filter_map(|m| title.rsplit_once(m))
        .map(|t| t.1.trim())
        .min_by_key(|t| t.len())?;
    let words = tail.split_whitespace().count();
    if words > 5 || words == 0 {
        return None;
    }
    let host = view.doc.canonical.as_deref().unwrap_or("");
    let squeezed: String = fold(tail).chars().filter(|c| c.is_alphanumeric()).collect();
    let known = fold(host).replace(['-', '.'], "").contains(&squeezed)
        || view
            .shapes
            .iter()
            .enumerate()
            .any(|(i, s)| s.words <= 6 && likeness(view.line(i), tail) > 0.9);
    known.then(|| tail.to_owned())
}
