//! Everything that Headwater finds out about a set of pages: a snapshot of a library.

use crate::about::About;
use crate::change::{Bound, Error};
use crate::engine::{Dossier, Engine};
use crate::id::PageId;
use crate::library::Library;
use crate::store::Memory;
use headwater_collate::{Match, Outlet, Person, Spread, Story, Thread, Utterance};
use headwater_quote::Quoted;
use headwater_stemma::Stemma;
use headwater_text::{Remark, When};
use std::sync::Arc;

/// Told which step of a run begins, so that a program can show it.
///
/// ```
/// use headwater::{Engine, Findings, Step, Watch};
/// use headwater_collate::InTurn;
/// use std::cell::RefCell;
///
/// #[derive(Default)]
/// struct Noted(RefCell<Vec<&'static str>>);
///
/// impl Watch for Noted {
///     fn step(&self, what: &'static str) {
///         self.0.borrow_mut().push(what);
///     }
/// }
///
/// # fn main() -> Result<(), headwater::Error> {
/// let noted = Noted::default();
/// Findings::of(&Engine::fast(), [], Step::Stories, &InTurn, &noted)?;
/// assert!(noted.0.borrow().contains(&"grouping stories"));
/// # Ok(())
/// # }
/// ```
pub trait Watch {
    /// `what` begins, such as `grouping stories`.
    fn step(&self, what: &'static str);
}

/// Nobody is told.
///
/// ```
/// use headwater::{Engine, Findings, Step, Unwatched};
/// use headwater_collate::InTurn;
///
/// # fn main() -> Result<(), headwater::Error> {
/// let nothing = Findings::of(&Engine::fast(), [], Step::Stories, &InTurn, &Unwatched)?;
/// assert!(nothing.stories.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn step(&self, _what: &'static str) {}
}

/// How far a run goes.
///
/// ```
/// use headwater::Step;
///
/// assert!(Step::Stories < Step::Stemmata);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Passages and stories.
    Stories,
    /// Also people and utterances.
    Utterances,
    /// Also threads.
    Threads,
    /// Also family trees.
    Stemmata,
}

/// All findings over a set of pages. Articles stand in order of the ids they came with, and every
/// index elsewhere means a place in that list.
///
/// ```
/// use headwater::{Engine, Findings, Step, Unwatched};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let text = "“The quay stays shut until the ice has gone,” Mara Lind said on Monday.";
/// let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
/// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
/// let utterance = &findings.utterances[0];
/// assert_eq!(utterance.speaker.as_deref(), Some("Mara Lind"));
/// assert_eq!(utterance.readings.len(), 2);
/// let story = &findings.stories[0];
/// assert_eq!(findings.story(&story.id), Some(0));
/// assert_eq!(findings.page(findings.pages[1]), Some(1));
/// assert!(!findings.about("the quay stays shut").is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The articles, each under the id by which it is shown.
    pub articles: Vec<Arc<Quoted>>,
    /// The names of their pages.
    pub pages: Vec<PageId>,
    /// What pages share, in order of articles and places.
    pub matches: Vec<Match>,
    /// Whether the optional sentence model was used for them.
    pub model: bool,
    /// Which tagger found the quotations: `learned`, `fast`, `rules`, `given`.
    pub reader: &'static str,
    /// People, a story at a time: who is whom is settled among the pages of a story.
    pub people: Vec<Person>,
    /// Outlets, the names of one folded together; on its page each stands as printed.
    pub outlets: Vec<Outlet>,
    /// Stories, in order of their first articles.
    pub stories: Vec<Story>,
    /// Utterances, in order of their first readings.
    pub utterances: Vec<Utterance>,
    /// Threads, in order of their first statements.
    pub threads: Vec<Thread>,
    /// One for each story, in the order of `stories`.
    pub stemmata: Vec<Stemma>,
    /// Remarks with the index of their article: those of pages, then those between pages.
    pub remarks: Vec<(usize, Remark)>,
    /// Bounds that were met.
    pub bounds: Vec<Bound>,
}

impl Findings {
    /// Everything about these pages at once: a library in memory, one addition, its findings.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// assert_eq!(findings.articles.len(), 2);
    /// assert_eq!(findings.stories[0].articles, [0, 1]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If a page was read by another engine.
    pub fn of(
        engine: &Engine,
        pages: impl IntoIterator<Item = Dossier>,
        depth: Step,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Result<Findings, Error> {
        let mut library = Library::over(Memory::default(), depth);
        library.add_watched(engine, pages, spread, watch)?;
        watch.step("following messages");
        library.findings()
    }

    /// Where a page's article stands in `articles`.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// assert_eq!(findings.page(findings.pages[1]), Some(1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn page(&self, page: PageId) -> Option<usize> {
        self.pages.iter().position(|p| *p == page)
    }

    /// Where a story stands in `stories`.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// let id = findings.stories[0].id.clone();
    /// assert_eq!(findings.story(&id), Some(0));
    /// assert_eq!(findings.story("s-none"), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn story(&self, id: &str) -> Option<usize> {
        self.stories.iter().position(|s| s.id == id)
    }

    /// Looks for a wording.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// assert_eq!(findings.about("stays shut until the ice has gone").statements[0].1, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn about(&self, words: &str) -> About {
        About::find(self, words)
    }

    /// The day before which an undated article did not appear, and what that rests on: its own
    /// page, or the other reports of its story.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// assert_eq!(findings.not_before(0), None, "no page and no other report tells");
    /// # Ok(())
    /// # }
    /// ```
    pub fn not_before(&self, article: usize) -> Option<&headwater_page::Bound> {
        let stories = self.stories.iter().filter(|s| s.articles.binary_search(&article).is_ok());
        let told = stories.flat_map(|s| &s.bounds).find(|b| b.0 == article).map(|b| &b.1);
        told.or_else(|| self.articles.get(article)?.article.not_before.as_ref())
    }

    /// First and last minute in which an article may have appeared; open ends are the extreme
    /// values.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// assert_eq!(findings.interval(0), (i64::MIN, i64::MAX), "both ends are open");
    /// # Ok(())
    /// # }
    /// ```
    pub fn interval(&self, article: usize) -> (i64, i64) {
        let own = self.articles.get(article).map(|q| q.article.interval());
        let (from, to) = own.unwrap_or((i64::MIN, i64::MAX));
        let dated = self.articles.get(article).is_some_and(|q| q.article.date.is_some());
        let bound = self.not_before(article).filter(|_| !dated).map(|b| b.date);
        (bound.map_or(from, |b: When| from.max(b.interval().0)), to)
    }
}
