//! The publication: what the page's own data call it, else its copyright line or news desk.

use crate::body::Body;
use crate::clue::Clues;
use crate::masthead::{can_be_name, printed};
use crate::title::{Title, likeness};
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::fold;

/// Finds the outlet's name.
pub(crate) fn outlet(
    view: &View,
    body: &Body,
    title: &Title,
    clues: &Clues,
    url: Option<&str>,
) -> Option<String> {
    let meta = |name: &str| view.doc.metas.iter().find(|m| m.0 == name).map(|m| m.1.clone());
    let given = meta("og:site_name")
        .or_else(|| clues.publishers.first().cloned())
        .or_else(|| meta("application-name"))
        .or_else(|| meta("publisher"))
        .or_else(|| meta("dc.publisher"))
        .filter(|n| n.chars().count() < 80 && n.chars().any(char::is_alphabetic));
    given
        .or_else(|| from_desk(view))
        .or_else(|| from_title(view, title))
        .or_else(|| printed(view, body, title, url))
}

/// *by The Lervik Post news desk*: the words before the desk.
fn from_desk(view: &View) -> Option<String> {
    let desks = Language::unknown().words(Class::DeskOf);
    for i in 0..view.len() {
        let Some(s) = view.shapes.get(i) else {
            continue;
        };
        let line = view.line(i);
        let low = line.to_ascii_lowercase();
        // A desk on a line of its own needs no *by*.
        let bare = s.words <= 6 && desks.iter().any(|d| low.ends_with(d.word));
        if s.words > 20 || s.phrases & crate::phrase::BY == 0 && !bare {
            continue;
        }
        let by = s.phrases & crate::phrase::BY != 0;
        let rest = if by { line.split_once(' ').map_or("", |p| p.1) } else { line };
        let low_rest = low.get(low.len() - rest.len()..).unwrap_or("");
        for desk in desks.iter().map(|d| d.word) {
            if let Some(at) = low_rest.find(desk) {
                let name = rest.get(..at)?.trim();
                let capitals = name.split(' ').filter(|w| {
                    w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
                });
                if !name.is_empty()
                    && !name.contains(',')
                    && capitals.count() == name.split(' ').count()
                {
                    return Some(name.to_owned());
                }
            }
        }
    }
    None
}

/// The part of the page's title behind or before the headline, if it stands there too as a line of
/// its own or in the address, or if all the rest of that title is the headline.
fn from_title(view: &View, title: &Title) -> Option<String> {
    let metas = view.doc.metas.iter().filter(|m| m.0 == "og:title" || m.0 == "twitter:title");
    let all = view.doc.title.iter().chain(metas.map(|m| &m.1));
    all.filter_map(|t| part_of_title(view, t, title.words.as_deref().unwrap_or(""))).next()
}

fn part_of_title(view: &View, called: &str, headline: &str) -> Option<String> {
    let marks = [" | ", " — ", " – ", " - ", " :: ", " · ", " » "];
    let behind = marks.iter().filter_map(|m| called.rsplit_once(m));
    let (rest, tail) = behind.map(|t| (t.0, t.1.trim())).min_by_key(|t| t.1.len())?;
    let words = tail.split_whitespace().count();
    if words > 5 || words == 0 {
        return None;
    }
    let host = view.doc.canonical.as_deref().unwrap_or("");
    let squeezed: String = fold(tail).chars().filter(|c| c.is_alphanumeric()).collect();
    let known = likeness(rest, headline) > 0.9 && can_be_name(tail)
        || fold(host).replace(['-', '.'], "").contains(&squeezed)
        || view
            .shapes
            .iter()
            .enumerate()
            .any(|(i, s)| s.words <= 6 && likeness(view.line(i), tail) > 0.9);
    known.then(|| tail.to_owned())
}
