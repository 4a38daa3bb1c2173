//! Where a library keeps its dossiers.

use crate::change::Change;
use crate::engine::{Dossier, Version};
use crate::id::PageId;
use crate::lookup::{INDEXES, Lookup};
use headwater_collate::{Key, Match, Person, Profile, Story, Utterance};
use headwater_stemma::Stemma;
use headwater_text::Remark;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keeps dossiers by page. A library asks for those of the pages that an addition touches, and for
/// all where everything is told.
///
/// ```
/// use headwater::{Engine, Memory, Store};
/// use headwater_page::Article;
/// use std::sync::Arc;
///
/// # fn main() -> Result<(), headwater::StoreError> {
/// let dossier = Engine::fast().dossier(Article::plain("a", "It rained in Orvel."));
/// let page = dossier.page();
/// let mut store = Memory::default();
/// store.put(Arc::new(dossier))?;
/// assert_eq!(store.get(page)?.map(|d| d.page()), Some(page));
/// store.remove(page)?;
/// assert!(store.get(page)?.is_none());
/// # Ok(())
/// # }
/// ```
pub trait Store {
    /// Keeps a dossier in the place of one of the same page.
    ///
    /// # Errors
    /// If it cannot be kept.
    fn put(&mut self, dossier: Arc<Dossier>) -> Result<(), StoreError>;

    /// The dossier of a page, if there is one.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    fn get(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError>;

    /// What the indexes know of a page: a part of its dossier, which some stores have sooner.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    fn entry(&self, page: PageId) -> Result<Option<Entry>, StoreError> {
        Ok(self.get(page)?.map(|dossier| Entry::of(&dossier)))
    }

    /// What a page is about: a part of its dossier, which some stores have sooner.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    fn profile(&self, page: PageId) -> Result<Option<Arc<Profile>>, StoreError> {
        Ok(self.get(page)?.map(|dossier| Arc::clone(dossier.profile())))
    }

    /// Forgets a page.
    ///
    /// # Errors
    /// If it cannot be forgotten.
    fn remove(&mut self, page: PageId) -> Result<(), StoreError>;

    /// Whether it keeps more than dossiers: only then is it told what changed.
    fn keeps_more(&self) -> bool {
        false
    }

    /// Itself, if it keeps indexes: a library over it then asks for what it needs, and holds nothing
    /// else in memory. What was put in or removed is in its answers at once.
    fn lookup(&self) -> Option<&dyn Lookup> {
        None
    }

    /// What a library over this store knew when it was last kept; nothing for a store that keeps
    /// dossiers alone.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    fn state(&self) -> Result<Option<State>, StoreError> {
        Ok(None)
    }

    /// Keeps what an addition or a removal changed. It comes after all dossiers of that addition:
    /// a store that wants them together or not at all has them together here.
    ///
    /// # Errors
    /// If it cannot be kept.
    fn keep(&mut self, _update: &Update<'_>) -> Result<(), StoreError> {
        Ok(())
    }
}

/// What a library knows beside its dossiers: with both it goes on as if it had never been closed.
/// All of it follows from the dossiers, but not quickly.
///
/// ```
/// use headwater::State;
///
/// assert!(State::default().pages.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The version of the engine that read the pages; none before the first page.
    pub version: Option<Version>,
    /// By how much the odds of all ties are lowered.
    pub background: f64,
    /// The pages.
    pub pages: Vec<Entry>,
    /// What tied pages have in common.
    pub ties: Vec<TieRow>,
    /// The stories.
    pub stories: Vec<StoryRow>,
    /// The sample off which the background is read: its pages, and the chances of its pairs.
    pub sample: Sample,
}

/// A sample of pages and how likely chance alone makes its pairs as alike as they are.
///
/// ```
/// use headwater::Sample;
///
/// assert!(Sample::default().pages.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The keys of its pages, rising.
    pub pages: Vec<Key>,
    /// Pairs with their chance, rising.
    pub chances: Vec<((Key, Key), f64)>,
}

/// A page as the indexes know it. [`Entry::of`] makes it from its dossier.
///
/// ```
/// use headwater::{Engine, Entry};
/// use headwater_page::Article;
///
/// let dossier = Engine::fast().dossier(Article::plain("a", "It rained in Orvel."));
/// assert_eq!(Entry::of(&dossier).id, "a");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub page: PageId,
    /// The id it came with.
    pub id: String,
    /// First minute of its date.
    pub minute: Option<i64>,
    /// The name of the story that it brings.
    pub given: Option<String>,
    /// Prints of its runs of words, rising.
    pub runs: Vec<u64>,
    /// Prints of the rare words that tell its topic, rising.
    pub topic: Vec<u64>,
    /// Prints of the words that tell what it is about, rising.
    pub words: Vec<u64>,
}

impl Entry {
    /// That of a page.
    ///
    /// ```
    /// use headwater::{Engine, Entry};
    /// use headwater_page::Article;
    ///
    /// let dossier = Engine::fast().dossier(Article::plain("a", "It rained in Orvel."));
    /// assert_eq!(Entry::of(&dossier).page, dossier.page());
    /// ```
    pub fn of(dossier: &Dossier) -> Entry {
        let article = &dossier.quoted.article;
        Entry {
            page: dossier.page,
            id: article.id.clone(),
            minute: article.date.map(|d| d.interval().0),
            given: article.extra.get("story").and_then(|v| v.as_str()).map(str::to_owned),
            runs: dossier.runs().to_vec(),
            topic: dossier.topic().to_vec(),
            words: dossier.profile().prints(),
        }
    }
}

/// What two tied pages have in common.
///
/// ```
/// use headwater::TieRow;
///
/// assert!(!TieRow::default().compared);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TieRow {
    /// The two pages by their keys, the lesser first.
    pub pair: (Key, Key),
    /// Whether they were compared for passages and rewordings.
    pub compared: bool,
    /// What speaks for one event, in log odds.
    pub odds: f64,
    /// How many passages they share.
    pub passages: usize,
    /// The part of the shorter body that these fill.
    pub part: f64,
    /// Pairs of sentences, by their prints, that are clearly rewordings.
    pub sure: Vec<(u64, u64)>,
    /// Those that are rewordings if other reports second them.
    pub open: Vec<(u64, u64)>,
}

/// A story as a library knows it without what was found out about it.
///
/// ```
/// use headwater::StoryRow;
///
/// assert!(StoryRow::default().pages.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryRow {
    /// Its name.
    pub id: String,
    /// Its pages in order.
    pub pages: Vec<PageId>,
    /// A mark over all that what is found out about it hangs on.
    pub print: u64,
    /// Its utterances by name, each with a mark over what is told of it.
    pub said: Vec<(String, u64)>,
}

/// All that was found out about one story. Articles are numbered by their places in `pages`.
///
/// ```
/// use headwater::{Account, Engine, Library, Memory, Step, Store, StoreError, Update};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
/// use std::sync::Arc;
///
/// /// Notes the titles of stories, keeps dossiers in memory.
/// #[derive(Default)]
/// struct Titles(Memory, Vec<String>);
///
/// impl Store for Titles {
///     fn put(&mut self, dossier: Arc<headwater::Dossier>) -> Result<(), StoreError> {
///         self.0.put(dossier)
///     }
///     fn get(&self, page: headwater::PageId) -> Result<Option<Arc<headwater::Dossier>>, StoreError> {
///         self.0.get(page)
///     }
///     fn remove(&mut self, page: headwater::PageId) -> Result<(), StoreError> {
///         self.0.remove(page)
///     }
///     fn keeps_more(&self) -> bool {
///         true
///     }
///     fn keep(&mut self, update: &Update<'_>) -> Result<(), StoreError> {
///         self.1.extend(update.told.iter().map(|(_, account)| account.story.title.clone()));
///         Ok(())
///     }
/// }
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let mut library = Library::over(Titles::default(), Step::Stemmata);
/// let mut page = Article::plain("a", "The quay is shut.");
/// page.title = Some("Quay shut".into());
/// library.add(&engine, [engine.dossier(page)], &InTurn)?;
/// assert_eq!(library.store().1, ["Quay shut"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Account {
    /// Its pages in order.
    pub pages: Vec<PageId>,
    /// The story.
    pub story: Story,
    /// Its people.
    pub people: Vec<Person>,
    /// Its utterances.
    pub utterances: Vec<Utterance>,
    /// Its family tree, where the library goes so far.
    pub tree: Option<Stemma>,
    /// What one of its pages has otherwise than the others.
    pub remarks: Vec<(usize, Remark)>,
    /// Of which two pages, by their keys, other matches stand than by themselves, since the
    /// story's other reports second some.
    pub(crate) matches: BTreeMap<(Key, Key), Vec<Match>>,
}

/// What an addition or a removal changed in a library.
///
/// ```
/// use headwater::{Engine, Library, Memory, Step, Store, StoreError, Update};
/// # use headwater::{Dossier, PageId};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
/// use std::sync::Arc;
///
/// /// Counts the stories found out about.
/// #[derive(Default)]
/// struct Counted(Memory, usize);
///
/// impl Store for Counted {
/// #   fn put(&mut self, dossier: Arc<Dossier>) -> Result<(), StoreError> {
/// #       self.0.put(dossier)
/// #   }
/// #   fn get(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
/// #       self.0.get(page)
/// #   }
/// #   fn remove(&mut self, page: PageId) -> Result<(), StoreError> {
/// #       self.0.remove(page)
/// #   }
///     fn keeps_more(&self) -> bool {
///         true
///     }
///     fn keep(&mut self, update: &Update<'_>) -> Result<(), StoreError> {
///         self.1 += update.told.len();
///         Ok(())
///     }
///     // put, get and remove as in `Memory`
/// }
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let mut library = Library::over(Counted::default(), Step::Stemmata);
/// library.add(&engine, [engine.dossier(Article::plain("a", "The quay is shut."))], &InTurn)?;
/// assert_eq!(library.store().1, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Update<'l> {
    /// The version of the engine that reads the pages.
    pub version: Option<Version>,
    /// By how much the odds of all ties are lowered now.
    pub background: f64,
    /// The sample, where it is another than before.
    pub sample: Option<Sample>,
    /// Ties that are new or other than before.
    pub tied: Vec<TieRow>,
    /// Pairs that are tied no more.
    pub untied: Vec<(Key, Key)>,
    /// Names of stories that are no more, or of which others are told now.
    pub gone: Vec<String>,
    /// Stories found out about anew.
    pub told: Vec<(StoryRow, Arc<Account>)>,
    /// Pages that are mass reprints now (true) or none any more.
    pub crowded: Vec<(PageId, bool)>,
    /// What the background was read off, of the chances of the sample; nothing without chances.
    pub height: Option<f64>,
    /// How many pages there are now.
    pub pages: usize,
    /// How many prints of each index stand in more pages than it has room for.
    pub crowd: [usize; INDEXES],
    /// What became of names.
    pub change: &'l Change,
}

/// What went wrong in a store, in its own words.
///
/// ```
/// use headwater::StoreError;
///
/// let told = StoreError("the disk is full".into());
/// assert_eq!(told.to_string(), "the disk is full");
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Dossiers in memory. It never fails.
///
/// ```
/// use headwater::{Engine, Memory, Store};
/// use headwater_page::Article;
/// use std::sync::Arc;
///
/// # fn main() -> Result<(), headwater::StoreError> {
/// let dossier = Arc::new(Engine::fast().dossier(Article::plain("a", "It rained in Orvel.")));
/// let mut memory = Memory::default();
/// memory.put(Arc::clone(&dossier))?;
/// assert!(memory.get(dossier.page())?.is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory(BTreeMap<PageId, Arc<Dossier>>);

impl Store for Memory {
    fn put(&mut self, dossier: Arc<Dossier>) -> Result<(), StoreError> {
        self.0.insert(dossier.page(), dossier);
        Ok(())
    }

    fn get(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
        Ok(self.0.get(&page).cloned())
    }

    fn remove(&mut self, page: PageId) -> Result<(), StoreError> {
        self.0.remove(&page);
        Ok(())
    }
}
