//! The report as one HTML page, made from [`Findings`], that needs no script, no network and no other
//! file. Words of pages are set in serif and escaped; every phrase is a link to its
//! place in the page it comes from.

mod apparatus;
mod axis;
mod contents;
mod glance;
mod grounds;
mod layers;
mod margin;
mod page;
mod pieces;
mod reports;
mod said;
mod shell;
mod story;
mod sure;
mod thread;
mod tree;
mod words;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use glance::glance;
pub use pieces::{Pieces, Ways, pieces};
pub use shell::style;

use crate::brief::{Brief, Outline, Statement};
use crate::fit;
use crate::text::Names;
use headwater::About;
use headwater::Findings;
use headwater_collate::Place;
use headwater_page::Article;
use headwater_text::CharIndex;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Most stories told in one report. A browser opens some hundreds; JSON Lines holds them all.
const STORIES: usize = 200;

/// What the page tells of, besides the findings.
///
/// ```
/// use headwater_tell::Sheet;
///
/// let sheet = Sheet { with_pages: true, ..Sheet::default() };
/// assert!(sheet.about.is_none() && sheet.skipped.is_empty());
/// ```
#[derive(Clone, Copy, Default)]
pub struct Sheet<'a> {
    /// A wording that was looked for: only what belongs to it is told.
    pub about: Option<&'a About>,
    /// What was passed over or could not be read, a line each.
    pub skipped: &'a [String],
    /// Whether the whole text of each page stands in the file, instead of the paragraphs that carry
    /// findings.
    pub with_pages: bool,
}

/// Bytes of stories with their pages after which further stories are told by their six lines alone:
/// so large a file opens at once and goes through a mail.
const BYTES: usize = 1_200_000;

/// The whole report, or what belongs to a wording that was looked for: one file that needs no other,
/// no script and no network.
pub fn html(trace: &Findings, sheet: &Sheet) -> String {
    let shown = fit::shown(trace);
    let book = Book::of(&shown, sheet, usize::MAX);
    let full = if sheet.with_pages { usize::MAX } else { shell::full(&book, BYTES) };
    if full >= book.stories.len() {
        book.anchors.borrow_mut().clear();
        return shell::render(&book).into_string();
    }
    shell::render(&Book::of(&shown, sheet, full)).into_string()
}

/// A trace being told: what is shown, how pages are called, which places are linked to.
struct Book<'t> {
    trace: &'t Findings,
    sheet: &'t Sheet<'t>,
    /// Where links lead, where it is not into the same file.
    ways: Option<&'t dyn Ways>,
    names: Names,
    outline: Outline,
    /// The six answers of each story told.
    briefs: BTreeMap<usize, Brief>,
    /// Indices of the stories that are told, in order.
    stories: Vec<usize>,
    /// Indices of the threads that are told.
    threads: Vec<usize>,
    /// How many of them are told in full, with their pages.
    full: usize,
    /// Stories that join something but had no room.
    left_out: usize,
    /// Articles whose page is shown below.
    pages: BTreeSet<usize>,
    /// Reports of each outlet by story, to know where an outlet's name is enough.
    outlets: BTreeMap<(usize, &'t str), usize>,
    story_of: BTreeMap<usize, usize>,
    /// Statements of each story told, in the order of telling.
    said: BTreeMap<usize, Vec<usize>>,
    /// Statements that several pages surely have, by utterance.
    several: BTreeSet<usize>,
    /// Which readings of a statement are surely of it, by utterance.
    sure: BTreeMap<usize, Vec<bool>>,
    /// What each page was likely made from, where both are told.
    parents: BTreeMap<usize, usize>,
    /// Where each statement is told: number of its story, number in it.
    numbers: BTreeMap<usize, (usize, usize)>,
    chars: BTreeMap<usize, CharIndex<'t>>,
    /// Places that some link opens: article and byte.
    anchors: RefCell<BTreeSet<(usize, usize)>>,
}

/// The stories that are told, in order: all, or those in which something was looked for.
fn wanted_stories(trace: &Findings, about: Option<&About>, outline: &Outline) -> Vec<usize> {
    let Some(about) = about else { return outline.order.clone() };
    let wanted = about.articles(trace);
    let of = |i: &usize| trace.stories.get(*i).map_or(&[][..], |s| &s.articles);
    let mut stories: Vec<usize> = (0..trace.stories.len()).collect();
    stories.retain(|i| of(i).iter().any(|a| wanted.contains(a)));
    // What was looked for comes first, then the largest.
    let found = |i: &usize| about.stories.iter().position(|s| s == i);
    stories.sort_by_key(|i| (found(i).unwrap_or(usize::MAX), std::cmp::Reverse(of(i).len()), *i));
    stories
}

impl<'t> Book<'t> {
    /// With the first `full` stories told in full.
    fn of(trace: &'t Findings, sheet: &'t Sheet<'t>, full: usize) -> Book<'t> {
        let outline = Outline::of(trace);
        let stories = wanted_stories(trace, sheet.about, &outline);
        Book::telling(trace, sheet, full, outline, stories)
    }

    /// The same of these stories, in their order.
    fn telling(
        trace: &'t Findings,
        sheet: &'t Sheet<'t>,
        full: usize,
        outline: Outline,
        mut stories: Vec<usize>,
    ) -> Book<'t> {
        let about = sheet.about;
        let left_out = stories.len().saturating_sub(STORIES);
        stories.truncate(STORIES);
        let mut story_of = BTreeMap::new();
        let mut outlets = BTreeMap::new();
        for index in &stories {
            for article in trace.stories.get(*index).map_or(&[][..], |s| &s.articles) {
                story_of.insert(*article, *index);
                if let Some(q) = trace.articles.get(*article) {
                    let outlet = q.article.outlet.as_deref().unwrap_or("");
                    *outlets.entry((*index, outlet)).or_insert(0) += 1;
                }
            }
        }
        let in_full = stories.iter().take(full).filter_map(|i| trace.stories.get(*i));
        let pages: BTreeSet<usize> = in_full.flat_map(|s| s.articles.iter().copied()).collect();
        let index = |a: &usize| Some((*a, CharIndex::new(&trace.articles.get(*a)?.article.text)));
        let chars = pages.iter().filter_map(index).collect();
        let list = |i: &usize| {
            let list = outline.statements.get(*i).into_iter().flatten();
            (*i, list.map(|s| s.utterance).collect::<Vec<usize>>())
        };
        let said: BTreeMap<usize, Vec<usize>> = stories.iter().map(list).collect();
        let told = || stories.iter().filter_map(|i| outline.statements.get(*i)).flatten();
        let sure = told().map(|s| (s.utterance, s.sure.clone())).collect();
        let several = told().filter(|s| s.pages.len() > 1).map(|s| s.utterance).collect();
        let briefs = stories.iter().map(|i| (*i, Brief::of(trace, &outline, *i))).collect();
        let mut numbers = BTreeMap::new();
        for (i, story) in stories.iter().take(full).enumerate() {
            let list = said.get(story).map_or(&[][..], Vec::as_slice);
            numbers.extend(list.iter().enumerate().map(|(k, u)| (*u, (i + 1, k + 1))));
        }
        Book {
            said,
            sure,
            several,
            parents: parents(trace, &stories),
            briefs,
            numbers,
            trace,
            sheet,
            ways: None,
            full,
            threads: about.map_or((0..trace.threads.len()).collect(), |a| a.threads.clone()),
            names: Names::of(&trace.articles),
            outline,
            stories,
            left_out,
            pages,
            outlets,
            story_of,
            chars,
            anchors: RefCell::default(),
        }
    }

    fn article(&self, index: usize) -> Option<&'t Article> {
        self.trace.articles.get(index).map(|q| &q.article)
    }

    /// The language of a page, where it is a tag that may stand in an attribute.
    fn lang(&self, index: usize) -> Option<&'t str> {
        self.article(index).and_then(|a| a.lang.as_deref()).filter(|l| words::is_tag(l))
    }

    /// The words at a place.
    fn slice(&self, place: Place) -> &'t str {
        self.article(place.article).map_or("", |a| place.span.of(&a.text))
    }

    /// What a page is called in running text: its outlet where that names one page of its
    /// story, else its short name.
    fn call(&self, index: usize) -> String {
        let siglum = words::shown(self.names.siglum(index));
        let Some(outlet) = self.article(index).and_then(|a| a.outlet.as_deref()) else {
            return siglum;
        };
        let alone =
            self.story_of.get(&index).is_none_or(|s| self.outlets.get(&(*s, outlet)) == Some(&1));
        let outlet = words::shown(outlet.trim());
        if alone { outlet } else { format!("{outlet} ({siglum})") }
    }

    /// Address of a page's text below, if it is shown.
    fn page_href(&self, index: usize) -> Option<String> {
        if let Some(ways) = self.ways {
            return self.trace.pages.get(index).map(|p| ways.page(*p));
        }
        self.pages.contains(&index).then(|| format!("#{}", page_id(index)))
    }

    /// Address of a place in a page below; remembers that something points there.
    fn href(&self, place: Place) -> Option<String> {
        if !self.pages.contains(&place.article) || self.slice(place).is_empty() {
            return None;
        }
        if let Some(ways) = self.ways {
            let (page, index) =
                (self.trace.pages.get(place.article)?, self.chars.get(&place.article)?);
            let at = |byte| index.to_chars(byte);
            return Some(ways.place(*page, at(place.span.start), at(place.span.end)));
        }
        let id = self.anchor_id(place.article, place.span.start)?;
        self.anchors.borrow_mut().insert((place.article, place.span.start));
        Some(format!("#{id}"))
    }

    /// `p3-c120`: page 3, character 120 of its text.
    fn anchor_id(&self, article: usize, byte: usize) -> Option<String> {
        let at = self.chars.get(&article)?.to_chars(byte);
        Some(format!("{}-c{at}", page_id(article)))
    }

    /// Address of a statement and its number, if it is told.
    fn statement(&self, utterance: usize) -> Option<(String, String)> {
        let (story, k) = self.numbers.get(&utterance)?;
        if let Some(ways) = self.ways {
            let href = ways.statement(&self.trace.utterances.get(utterance)?.id);
            return Some((href, k.to_string()));
        }
        Some((format!("#u{story}-{k}"), format!("{story}.{k}")))
    }

    /// The name of a statement in the file.
    fn statement_id(&self, utterance: usize) -> Option<String> {
        self.numbers.get(&utterance).map(|(story, k)| format!("u{story}-{k}"))
    }

    /// A statement that is told.
    fn said_of(&self, utterance: usize) -> Option<&Statement> {
        let (story, _) = self.numbers.get(&utterance)?;
        let list = self.outline.statements.get(*self.stories.get(story - 1)?)?;
        list.iter().find(|s| s.utterance == utterance)
    }

    /// Whether a reading is surely of its statement.
    fn sure(&self, utterance: usize, reading: usize) -> bool {
        let known = self.sure.get(&utterance).and_then(|list| list.get(reading));
        known.copied().unwrap_or(true)
    }

    /// The page of the same story that a page was likely made from.
    fn parent(&self, article: usize) -> Option<usize> {
        self.parents.get(&article).copied()
    }

    /// The number under which a story is told.
    fn number(&self, story: usize) -> usize {
        self.stories.iter().position(|s| *s == story).map_or(0, |i| i + 1)
    }
}

/// From this probability on a page is told as the copy of another.
const COPY: f64 = 0.55;

/// For each page of these stories the page it was likely made from.
fn parents(trace: &Findings, stories: &[usize]) -> BTreeMap<usize, usize> {
    let mut out = BTreeMap::new();
    for stemma in stories.iter().filter_map(|i| trace.stemmata.get(*i)) {
        let page = |id: &str| stemma.nodes.iter().find(|n| n.id == id).and_then(|n| n.witness);
        for edge in stemma.edges.iter().filter(|e| e.probability >= COPY) {
            if let (Some(child), Some(parent)) = (page(&edge.child), page(&edge.parent)) {
                out.insert(child, parent);
            }
        }
    }
    out
}

/// `p3` for the third page in id order.
fn page_id(article: usize) -> String {
    format!("p{}", article + 1)
}
