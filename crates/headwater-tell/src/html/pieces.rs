//! One story in pieces, for a place that puts them together itself and shows the pages elsewhere.

use super::story::{separately, six_lines, statements, utterances};
use super::{Book, Sheet, grounds, margin, reports, sure, tree};
use crate::brief::Outline;
use crate::text::names::span_of_days;
use headwater::{Findings, PageId};
use maud::{Markup, html};

/// Where the links of pieces lead.
pub trait Ways {
    /// The address of a page.
    fn page(&self, page: PageId) -> String;
    /// The address of a place in it, in code points of its text.
    fn place(&self, page: PageId, start: usize, end: usize) -> String;
    /// The address of a statement by its name.
    fn statement(&self, id: &str) -> String;
}

/// A story in pieces of HTML, drawn by [`style`](crate::style). Words of pages are escaped in them.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// Its title, as printed.
    pub title: String,
    /// The days from its first to its last page.
    pub days: String,
    /// How many reports it has, equal pages once.
    pub reports: usize,
    /// The six answers (source, speaker, first, copies, changed, denied), each behind its name.
    pub six: Vec<(&'static str, Markup)>,
    /// How sure the tree is, what its weakest place is, and how the story is cited.
    pub sure: Markup,
    /// The family tree as a drawing and as a list; empty for one page alone.
    pub tree: Markup,
    /// Its statements, each with how the pages have it.
    pub statements: Markup,
    /// What is amiss in its pages or between them.
    pub remarks: Markup,
    /// For each edge of the tree its grounds, the rivals, and all as a table.
    pub grounds: Markup,
    /// Its pages in order of time.
    pub pages: Markup,
    /// Spellings of names, and why the pages were put together.
    pub folds: Markup,
}

/// The story at a place of findings that are [fit to be shown](crate::fit_to_show), with links as
/// `ways` has them; nothing where there is no such story.
///
/// ```
/// use headwater::{Engine, Findings, PageId, Step, Unwatched};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
/// use headwater_tell::{Ways, fit_to_show, pieces};
///
/// struct Local;
///
/// impl Ways for Local {
///     fn page(&self, page: PageId) -> String {
///         format!("/page/{page}")
///     }
///     fn place(&self, page: PageId, start: usize, end: usize) -> String {
///         format!("/page/{page}?at={start}-{end}")
///     }
///     fn statement(&self, id: &str) -> String {
///         format!("/statement/{id}")
///     }
/// }
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let text = "“The quay stays shut until the ice has gone,” Mara Lind said on Monday.";
/// let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
/// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
/// let told = pieces(&fit_to_show(&findings), 0, &Local).unwrap();
/// assert!(told.statements.0.contains("/statement/u-"));
/// assert!(pieces(&findings, 7, &Local).is_none());
/// # Ok(())
/// # }
/// ```
pub fn pieces(shown: &Findings, story: usize, ways: &dyn Ways) -> Option<Pieces> {
    let sheet = Sheet::default();
    let own = shown.stories.get(story)?;
    let mut book = Book::telling(shown, &sheet, usize::MAX, Outline::of(shown), vec![story]);
    book.ways = Some(ways);
    let id = format!("s{}", book.number(story));
    let stemma = shown.stemmata.get(story);
    let said = utterances(&book, story);
    let several = own.articles.len() > 1;
    let tree = stemma.filter(|s| several || s.nodes.len() > 1);
    Some(Pieces {
        title: own.title.clone(),
        days: span_of_days(own.articles.iter().filter_map(|a| book.article(*a))),
        reports: book.outline.reports(own),
        six: six_lines(&book, own, story),
        sure: sure::render(&book, own, story, &id),
        tree: html! {
            @if let Some(stemma) = tree.filter(|_| several) {
                (tree::render(&book, own, stemma, &id)) (separately(&book, story, stemma))
            }
        },
        statements: statements(&book, own, &said),
        remarks: margin::remarks(&book, own),
        grounds: html! { @if let Some(stemma) = tree { (grounds::render(&book, own, stemma, &id)) } },
        pages: reports::table(&book, own),
        folds: html! { (margin::spellings(&book, own)) (margin::joins(&book, own)) },
    })
}
