//! The headline: the `h1` most like what the page calls itself, or the line above the body.

use crate::body::Body;
use crate::clue::Clues;
use crate::headline;
use crate::html::MarkKind;
use crate::view::View;
use headwater_text::{Forest, Span, fold};
use std::collections::BTreeSet;

/// The headline and its place.
#[derive(Debug, Default)]
pub(crate) struct Title {
    pub(crate) words: Option<String>,
    pub(crate) span: Option<Span>,
    /// The block it stands in.
    pub(crate) block: Option<usize>,
}

/// Finds the headline.
pub(crate) fn title(
    view: &View,
    body: &Body,
    clues: &Clues,
    url: Option<&str>,
    forest: &Forest,
) -> Title {
    if view.flat {
        headline::choose(view, body, forest)
    } else {
        html_title(view, body, clues, url)
    }
}

/// No headline, and nothing that tells one, is longer, in characters.
const LONGEST: usize = 2000;

/// The words of a line, folded, each once; a line without end is read so far as a headline goes.
pub(crate) fn bag(s: &str) -> BTreeSet<String> {
    let end = s.char_indices().nth(LONGEST).map_or(s.len(), |c| c.0);
    s.get(..end)
        .unwrap_or(s)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(fold)
        .collect()
}

/// Share of common words, 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (bag(a), bag(b));
    let common = a.intersection(&b).count();
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}

/// Titles that the page gives itself in tags, best first.
fn given(view: &View, clues: &Clues) -> Vec<String> {
    let meta = |name: &str| view.doc.metas.iter().find(|m| m.0 == name).map(|m| m.1.clone());
    let mut out: Vec<String> = Vec::new();
    out.extend(clues.headlines.first().cloned());
    out.extend(meta("og:title").or_else(|| meta("twitter:title")));
    out.extend(view.doc.title.clone());
    out.retain(|t| t.chars().any(char::is_alphanumeric) && !is_file(t));
    out
}

/// Whether a title is the name of a file: *bulletin.pdf*.
fn is_file(title: &str) -> bool {
    let ends = ["pdf", "doc", "docx", "odt", "rtf", "txt", "indd", "html", "htm", "xml"];
    let bare = title.trim().rsplit_once('.').filter(|p| !p.0.is_empty() && !p.0.ends_with(' '));
    bare.is_some_and(|p| ends.contains(&p.1.to_ascii_lowercase().as_str()))
}

fn html_title(view: &View, body: &Body, clues: &Clues, url: Option<&str>) -> Title {
    let given = given(view, clues);
    let slug = url.or(view.doc.canonical.as_deref()).and_then(slug).unwrap_or_default();
    let mut best: Option<(f64, usize)> = None;
    let first_body = body.is_body.iter().position(|b| *b);
    let marks = view.doc.marks.iter().filter(|m| m.kind == MarkKind::Headline);
    let marks: BTreeSet<Span> = marks.map(|m| m.span).collect();
    for (i, block) in view.doc.blocks.iter().enumerate() {
        let level = heading(view, block.node);
        let marked = marks.contains(&block.span);
        let above = first_body.is_none_or(|f| i <= f);
        let line = view.line(i);
        if level == 0 && !marked {
            continue;
        }
        // The last part of the address often spells the headline.
        let spelt = if slug.is_empty() { 0.0 } else { likeness(&slug, line) };
        let second = above && (level == 2 || spelt > 0.75);
        if level != 1 && !marked && !second {
            continue;
        }
        let like = given.iter().map(|g| likeness(g, line)).fold(spelt, f64::max);
        let early = 0.02 * (1.0 - i as f64 / view.len().max(1) as f64);
        let score = like + early - if level == 1 || marked { 0.0 } else { 0.25 };
        if like >= 0.3 && best.is_none_or(|b| score > b.0) {
            best = Some((score, i));
        }
    }
    if let Some((_, i)) = best {
        return Title {
            words: Some(view.line(i).to_owned()),
            span: Some(view.span(i)),
            block: Some(i),
        };
    }
    let words = given.first().map(|g| without_site(g, &sites(view, clues)));
    if let Some(i) = by_topic(view, first_body, &marks, words.as_deref().unwrap_or("")) {
        return Title {
            words: Some(view.line(i).to_owned()),
            span: Some(view.span(i)),
            block: Some(i),
        };
    }
    // The same words may stand in the page without a heading around them.
    let block = words.as_ref().and_then(|w| {
        (0..view.len()).find(|i| {
            view.shapes.get(*i).is_some_and(|s| s.words < 40) && likeness(w, view.line(*i)) > 0.95
        })
    });
    let span = block.map(|i| view.span(i));
    if words.is_none() {
        let lone = (0..view.len())
            .find(|i| heading(view, view.doc.blocks.get(*i).map_or(0, |b| b.node)) == 1);
        return Title {
            words: lone.map(|i| view.line(i).to_owned()),
            span: lone.map(|i| view.span(i)),
            block: lone,
        };
    }
    Title { words, span, block }
}

/// Where nothing that the page calls itself is like a heading of it, since it calls itself by its
/// site's name: the heading right above the text that speaks of the same things.
fn by_topic(
    view: &View,
    first: Option<usize>,
    marks: &BTreeSet<Span>,
    called: &str,
) -> Option<usize> {
    const ABOVE: usize = 10;
    const LEAD: usize = 3;
    let first = first?;
    let long = |s: &str| bag(s).into_iter().filter(|w| w.chars().count() > 3).collect();
    let running = (first..view.len())
        .filter(|i| view.shapes.get(*i).is_some_and(|s| s.words >= 15))
        .take(LEAD);
    let lead: BTreeSet<String> = running.flat_map(|i| bag(view.line(i))).collect();
    let shared = |s: &str| {
        let words: BTreeSet<String> = long(s);
        (words.intersection(&lead).count(), words.len())
    };
    let heads = |i: &usize| {
        let block = view.doc.blocks.get(*i);
        let level = heading(view, block.map_or(0, |b| b.node));
        let words = view.shapes.get(*i).map_or(0, |s| s.words);
        let is = matches!(level, 1 | 2) || block.is_some_and(|b| marks.contains(&b.span));
        let (same, all) = shared(view.line(*i));
        is && (3..40).contains(&words) && view.linked(*i) < 0.5 && same >= 2 && same * 3 >= all
    };
    let best = (first.saturating_sub(ABOVE)..=first).rev().find(heads)?;
    (shared(called).0 * 2 <= shared(view.line(best)).0).then_some(best)
}

/// The words of the last part of an address, if they are three or more.
fn slug(url: &str) -> Option<String> {
    let path = url.split("://").nth(1)?.split(['?', '#']).next()?;
    let last = path.split('/').skip(1).filter(|p| !p.is_empty()).last()?;
    let last = last.rsplit_once('.').filter(|e| e.1.len() <= 5).map_or(last, |e| e.0);
    let words: Vec<&str> = last
        .split(['-', '_', '+'])
        .filter(|w| w.chars().any(char::is_alphabetic) && w.len() < 25)
        .collect();
    (words.len() >= 3).then(|| words.join(" "))
}

/// The level of the heading that element `node` is or stands in, 0 for none.
pub(crate) fn heading(view: &View, node: u32) -> u8 {
    let mut at = node;
    for _ in 0..4 {
        let Some(n) = view.doc.nodes.get(at as usize) else {
            break;
        };
        if n.tag.heading() > 0 {
            return n.tag.heading();
        }
        at = n.parent;
    }
    0
}

fn sites(view: &View, clues: &Clues) -> Vec<String> {
    let mut out = clues.publishers.clone();
    out.extend(view.doc.metas.iter().filter(|m| m.0 == "og:site_name").map(|m| m.1.clone()));
    out
}

/// Cuts a site's name from the end (or beginning) of a page title.
fn without_site(title: &str, sites: &[String]) -> String {
    for mark in [" | ", " — ", " – ", " - ", " :: ", " » ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let known = sites.iter().any(|s| likeness(s, tail) > 0.6);
            let short = tail.split_whitespace().count() <= 4;
            if known || short && head.split_whitespace().count() >= 3 {
                return without_site(head.trim(), sites);
            }
            if let Some((first, rest)) = title.split_once(mark)
                && sites.iter().any(|s| likeness(s, first) > 0.6)
            {
                return rest.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    #[test]
    fn a_site_that_calls_itself_by_its_name_has_headlines() {
        let text = "<p>The ferries of Lervik waited until noon on Monday because of thick fog, the harbour office \
            said, and two hundred travellers stood on the quay with their bags and their dogs.</p>";
        for (called, head) in [
            ("Lervik Post", "<h1>Fog keeps ferries of Lervik waiting</h1>"),
            ("Lervik Post – News of the harbour", "<h2>Fog keeps ferries of Lervik waiting</h2>"),
        ] {
            let page = format!(
                "<html><title>{called}</title><body><div><a href=/>Lervik Post</a></div>{head}<p>4 May 2031</p>{text}{text}</body></html>"
            );
            let a = read(page.as_bytes(), &Hint { html: Some(true), ..Hint::default() });
            assert_eq!(a.title.as_deref(), Some("Fog keeps ferries of Lervik waiting"), "{called}");
        }
    }

    #[test]
    fn names_of_files_are_no_headlines() {
        let page = "<title>fog.pdf</title><h1>Fog keeps ferries waiting</h1><p>They waited until noon.</p>";
        let a = read(page.as_bytes(), &Hint { html: Some(true), ..Hint::default() });
        assert_eq!(a.title.as_deref(), Some("Fog keeps ferries waiting"));
    }
}
