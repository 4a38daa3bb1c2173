//! What an addition or a removal touched, and what went wrong.

use crate::engine::Version;
use crate::id::PageId;
use crate::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// What an addition or a removal changed. Findings are a function of the pages a library holds;
/// how they came about is told here and nowhere else.
///
/// ```
/// use headwater::{Engine, Library};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let mut library = Library::new();
/// let page = engine.dossier(Article::plain("a", "It rained in Orvel."));
/// let change = library.add(&engine, [page.clone()], &InTurn)?;
/// assert_eq!(change.added, [page.page()]);
/// assert_eq!(change.stories.added.len(), 1);
/// let change = library.add(&engine, [page.clone()], &InTurn)?;
/// assert_eq!((change.added.len(), change.known), (0, vec![page.page()]));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Pages that came, sorted.
    pub added: Vec<PageId>,
    /// Pages that went, sorted.
    pub removed: Vec<PageId>,
    /// Pages that were given though the library held them already: nothing changed by them.
    pub known: Vec<PageId>,
    /// Stories.
    pub stories: Names,
    /// Utterances.
    pub utterances: Names,
    /// Stories that have another name because pages came or went: old and new name.
    pub renamed: Vec<(String, String)>,
    /// Stories that became one: the old names, and the new.
    pub merged: Vec<(Vec<String>, String)>,
    /// Stories that became several: the old name, and the new ones.
    pub split: Vec<(String, Vec<String>)>,
    /// Pairs of pages that were compared.
    pub compared: usize,
    /// Bounds that are met by what the library now holds.
    pub bounds: Vec<Bound>,
}

/// Names of one kind of findings, before and after.
///
/// ```
/// use headwater::Names;
///
/// assert!(Names::default().added.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Names that were not there before, sorted.
    pub added: Vec<String>,
    /// Names that were there and whose finding is another now, sorted.
    pub changed: Vec<String>,
    /// Names that are no longer there, sorted.
    pub gone: Vec<String>,
}

impl Names {
    /// What became of the findings of `before`, each with a print of all it says.
    pub(crate) fn between(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>) -> Names {
        let added = after.keys().filter(|k| !before.contains_key(*k)).cloned().collect();
        let gone = before.keys().filter(|k| !after.contains_key(*k)).cloned().collect();
        let other = |(k, v): &(&String, &u64)| before.get(*k).is_some_and(|old| old != *v);
        let changed = after.iter().filter(other).map(|(k, _)| k.clone()).collect();
        Names { added, changed, gone }
    }
}

/// Stories before or after: name and pages.
pub(crate) type Members = BTreeMap<String, BTreeSet<PageId>>;

impl Change {
    /// Tells what became of the stories of `before`: those that share pages go on in one another.
    pub(crate) fn follow(&mut self, before: &Members, after: &Members) {
        let mut into: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut from: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (old, pages) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            for (new, theirs) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
                if !pages.is_disjoint(theirs) {
                    into.entry(old).or_default().push(new);
                    from.entry(new).or_default().push(old);
                }
            }
        }
        for (old, news) in &into {
            match news.as_slice() {
                [new] if from.get(new).is_some_and(|olds| olds.len() == 1) => {
                    self.renamed.push(((*old).to_owned(), (*new).to_owned()));
                }
                [_] => {}
                _ => self.split.push(((*old).to_owned(), owned(news))),
            }
        }
        let several = from.iter().filter(|(_, olds)| olds.len() > 1);
        self.merged.extend(several.map(|(new, olds)| (owned(olds), (*new).to_owned())));
    }
}

impl Bound {
    /// How many runs, words or pairs were not looked at any further.
    ///
    /// ```
    /// assert_eq!(headwater::Bound::CommonWords(7).count(), 7);
    /// ```
    pub fn count(self) -> usize {
        match self {
            Bound::CommonRuns(n)
            | Bound::CommonTopics(n)
            | Bound::CommonWords(n)
            | Bound::LongPairs(n) => n,
        }
    }

    /// Its short stable name, as in records.
    ///
    /// ```
    /// assert_eq!(headwater::Bound::LongPairs(3).name(), "long-pairs");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Bound::CommonRuns(_) => "common-runs",
            Bound::CommonTopics(_) => "common-topics",
            Bound::CommonWords(_) => "common-words",
            Bound::LongPairs(_) => "long-pairs",
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

/// A bound that was met: something was not looked at any further.
///
/// ```
/// use headwater::{Bound, Library};
///
/// # fn main() -> Result<(), headwater::Error> {
/// let findings = Library::new().findings()?;
/// assert!(!findings.bounds.iter().any(|b| matches!(b, Bound::CommonRuns(_))));
/// assert_eq!(Bound::LongPairs(3).count(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// So many runs of words stand in more pages than are all compared with each other: by these
    /// runs each page was compared with a few others only.
    CommonRuns(usize),
    /// The same for rare words of a topic.
    CommonTopics(usize),
    /// So many telling words stand in so many pages that nothing followed from sharing them.
    CommonWords(usize),
    /// So many pairs of pages are so long that their sentences were not laid beside each other: of
    /// these only what they share word for word was found.
    LongPairs(usize),
}

/// Why a library refused.
///
/// ```
/// use headwater::{Engine, Error, Library};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
///
/// let engine = Engine::fast();
/// let page = engine.dossier(Article::plain("a", "It rained in Orvel.")).page();
/// let refused = Library::new().remove(&engine, &[page], &InTurn);
/// assert!(matches!(refused, Err(Error::NoPage(p)) if p == page));
/// ```
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The pages were read by another engine than those already held. Which one reads is fixed
    /// when a library begins.
    #[error("the library was begun with version {held}, this page was read with {given}")]
    OtherVersion {
        /// That of the library.
        held: Version,
        /// That of the dossier or engine given.
        given: Version,
    },
    /// No such page.
    #[error("no page {0} is held")]
    NoPage(PageId),
    /// Two pages whose names agree in their first half: one in 10¹⁹ pairs does.
    #[error("the names of pages {0} and {1} are too alike")]
    Alike(PageId, PageId),
    /// Findings were asked of a library that was taken up again and told nothing yet:
    /// [`Library::recall`](crate::Library::recall) first.
    #[error("what was found out is not in memory")]
    NotRecalled,
    /// What a store kept does not fit together.
    #[error("what is kept of the library does not fit together: {0}")]
    Unfit(String),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}
