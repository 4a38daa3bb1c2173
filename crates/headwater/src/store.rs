//! Where a library keeps its dossiers.

use crate::engine::Dossier;
use crate::id::PageId;
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

    /// Forgets a page.
    ///
    /// # Errors
    /// If it cannot be forgotten.
    fn remove(&mut self, page: PageId) -> Result<(), StoreError>;
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

/// Dossiers in memory. It never fails. See [`Store`] for an example.
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
