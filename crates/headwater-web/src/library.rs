//! The library as the views reach it: opened to be read, once a request; what was found out about a
//! story lately is held.

use crate::fault::Fault;
use crate::keep::Keep;
use crate::{Settings, guard};
use headwater::{Error, Findings};
use headwater_collate::InTurn;
use headwater_store::{Mode, Shelf, Trouble};
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// Requests that are worked on at once.
const JOBS: usize = 4;
/// Stories of which all that was found out is held.
const STORIES: usize = 12;
/// Most pages of a story that is told with its tree.
pub(crate) const LARGE: usize = 60;

/// A state of the library: which file it is, and how often it was changed.
pub(crate) type State = (u64, i64);

/// What was found out about some stories of a library in one state.
type Found = (State, Vec<String>, Arc<Findings>);

/// All that requests share.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) keep: Keep,
    pub(crate) seal: guard::Seal,
    pub(crate) jobs: Arc<Semaphore>,
    /// Kept open to ask whether the library changed.
    watch: Mutex<Option<(u64, Shelf)>>,
    found: Mutex<VecDeque<Found>>,
}

impl App {
    pub(crate) fn new(settings: Settings) -> App {
        App {
            settings,
            keep: Keep::default(),
            seal: guard::Seal::default(),
            jobs: Arc::new(Semaphore::new(JOBS)),
            watch: Mutex::default(),
            found: Mutex::default(),
        }
    }

    /// Opens the library to be read.
    pub(crate) fn shelf(&self) -> Result<Shelf, Trouble> {
        Shelf::open(&self.settings.library, Mode::Read)
    }

    /// The state of the library now.
    pub(crate) fn state(&self) -> Result<State, Trouble> {
        let file = self.file();
        // A poisoned lock would mean that asking ended in a panic; then it is asked anew.
        let mut watch = self.watch.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((known, shelf)) = watch.as_ref()
            && *known == file
        {
            return Ok((file, shelf.changes()?));
        }
        let shelf = self.shelf()?;
        let changes = shelf.changes()?;
        *watch = Some((file, shelf));
        Ok((file, changes))
    }

    /// A mark of the file that stands there: another one takes its place when it is made anew.
    fn file(&self) -> u64 {
        let mut hash = DefaultHasher::new();
        if let Ok(of) = std::fs::metadata(&self.settings.library) {
            (of.len(), of.modified().ok()).hash(&mut hash);
        }
        hash.finish()
    }

    /// Everything that is fit to be shown about these stories, with grounds and rivals; nothing where they have
    /// too many pages, or where another version of the program read them.
    pub(crate) fn findings(
        &self,
        shelf: &Shelf,
        stories: &[String],
        most: usize,
    ) -> Result<Option<Arc<Findings>>, Fault> {
        if stories.is_empty() || shelf.size_of(stories)? > most {
            return Ok(None);
        }
        let state = self.state()?;
        if let Some(found) = self.held(state, stories) {
            return Ok(Some(found));
        }
        let found = match shelf.findings_of(stories, &self.settings.engine, &InTurn) {
            Ok(found) => Arc::new(headwater_tell::fit_to_show(&found)),
            Err(Error::OtherVersion { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if let Ok(mut list) = self.found.lock() {
            list.push_back((state, stories.to_vec(), Arc::clone(&found)));
            while list.len() > STORIES {
                list.pop_front();
            }
        }
        Ok(Some(found))
    }

    fn held(&self, state: State, stories: &[String]) -> Option<Arc<Findings>> {
        let mut list = self.found.lock().ok()?;
        list.retain(|(of, ..)| *of == state);
        list.iter().find(|(_, names, _)| names == stories).map(|(.., found)| Arc::clone(found))
    }
}
