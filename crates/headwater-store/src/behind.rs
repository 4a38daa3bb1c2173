//! What was found out about some stories, in full: a function of what is kept of them, found out
//! again when it is asked for.

use crate::shelf::Shelf;
use crate::trouble::Trouble;
use headwater::{
    Dossier, Engine, Error, Findings, Library, PageId, State, Step, Store, StoreError, Unwatched,
};
use headwater_collate::Spread;
use std::cell::RefCell;
use std::sync::Arc;

/// Some stories of a shelf, as a store that is only read.
struct Few<'s> {
    shelf: &'s Shelf,
    state: RefCell<Option<State>>,
}

impl Store for Few<'_> {
    fn put(&mut self, _dossier: Arc<Dossier>) -> Result<(), StoreError> {
        Err(Trouble::ReadOnly.into())
    }

    fn get(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
        Store::get(self.shelf, page)
    }

    fn remove(&mut self, _page: PageId) -> Result<(), StoreError> {
        Err(Trouble::ReadOnly.into())
    }

    fn state(&self) -> Result<Option<State>, StoreError> {
        Ok(self.state.borrow_mut().take())
    }
}

impl Shelf {
    /// Everything that was found out about these stories, with grounds and rivals, found out again
    /// from their pages alone: stories, statements and family trees are those that the library
    /// has. What a page shares may be a little less where a page of another story seconded it, and
    /// messages over time are those among these stories. Names that no story has are left out.
    ///
    /// ```
    /// use headwater::{Engine, Library, Step};
    /// use headwater_collate::InTurn;
    /// use headwater_page::Article;
    /// use headwater_store::{Part, Run, Shelf};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::fast();
    /// let mut library = Library::open(Shelf::in_memory()?, Step::Stemmata, &engine)?;
    /// let text = "“The quay stays shut until the ice has gone,” Mara Lind said on Monday.";
    /// let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// library.add(&engine, pages, &InTurn)?;
    /// let shelf = library.store();
    /// let stories = shelf.stories(&Part::default())?;
    /// let findings = shelf.findings_of(&stories, &engine, &InTurn)?;
    /// assert_eq!(findings.stories[0].id, stories[0]);
    /// assert_eq!(findings.utterances[0].readings.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the pages were read by another engine, or the file cannot be read.
    pub fn findings_of(
        &self,
        stories: &[String],
        engine: &Engine,
        spread: &impl Spread,
    ) -> Result<Findings, Error> {
        let state = self.state_of(stories).map_err(StoreError::from)?;
        let store = Few { shelf: self, state: RefCell::new(Some(state)) };
        let mut library = Library::open(store, Step::Stemmata, engine)?;
        library.retell(engine, spread, &Unwatched)?;
        library.findings()
    }
}
