//! The library as the views reach it: opened to be read, once a request; what was found out about a
//! story lately is held.

use crate::ask::Ask;
use crate::fault::Fault;
use crate::keep::Keep;
use crate::view::Local;
use crate::{Settings, guard};
use headwater::{Error, Findings};
use headwater_collate::InTurn;
use headwater_store::{Mode, Shelf, Trouble};
use headwater_tell::Pieces;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// Requests that are worked on at once.
const JOBS: usize = 4;
/// Sets of stories of which all that was found out is held, and stories that are held as they are told.
const FOUND: usize = 16;
const TOLD: usize = 60;
/// Most pages of a story that is told with its tree.
pub(crate) const LARGE: usize = 40;

/// A state of the library: which file it is, and how often it was changed.
pub(crate) type State = (u64, i64);

/// What lately was asked for, the oldest first, under names of stories with their marks: what is found out
/// about a story is the same as long as these are.
type Lately<K, V> = Mutex<VecDeque<(K, Arc<V>)>>;

/// All that requests share.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) keep: Keep,
    pub(crate) seal: guard::Seal,
    pub(crate) jobs: Arc<Semaphore>,
    /// Kept open to ask whether the library changed.
    watch: Mutex<Option<(u64, Shelf)>>,
    found: Lately<Vec<String>, Findings>,
    told: Lately<String, Pieces>,
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
            told: Mutex::default(),
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
        let key = marked(shelf, stories)?;
        if let Some(found) = held(&self.found, &key) {
            return Ok(Some(found));
        }
        let found = match shelf.findings_of(stories, &self.settings.engine, &InTurn) {
            Ok(found) => Arc::new(headwater_tell::fit_to_show(&found)),
            Err(Error::OtherVersion { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        hold(&self.found, key, &found, FOUND);
        Ok(Some(found))
    }

    /// A story as it is told; nothing where it has more pages than this.
    pub(crate) fn pieces(
        &self,
        shelf: &Shelf,
        ask: &Ask,
        story: &str,
        most: usize,
    ) -> Result<Option<Arc<Pieces>>, Fault> {
        let key = format!("{:?} {}", marked(shelf, &[story.to_owned()])?, ask.to(""));
        if let Some(told) = held(&self.told, &key) {
            return Ok(Some(told));
        }
        let Some(found) = self.findings(shelf, &[story.to_owned()], most)? else { return Ok(None) };
        if found.stories.len() != 1 {
            return Ok(None);
        }
        let Some(told) = headwater_tell::pieces(&found, 0, &Local(ask)) else { return Ok(None) };
        let told = Arc::new(told);
        hold(&self.told, key, &told, TOLD);
        Ok(Some(told))
    }
}

/// Names of stories with their marks.
fn marked(shelf: &Shelf, stories: &[String]) -> Result<Vec<String>, Trouble> {
    let mark = |s: &String| Ok(format!("{s} {:?}", shelf.mark_of(s)?));
    stories.iter().map(mark).collect()
}

fn held<K: PartialEq, V>(list: &Lately<K, V>, key: &K) -> Option<Arc<V>> {
    list.lock().ok()?.iter().find(|(k, _)| k == key).map(|(_, v)| Arc::clone(v))
}

fn hold<K: PartialEq, V>(list: &Lately<K, V>, key: K, value: &Arc<V>, most: usize) {
    let Ok(mut list) = list.lock() else { return };
    if list.iter().all(|(k, _)| *k != key) {
        list.push_back((key, Arc::clone(value)));
    }
    while list.len() > most {
        list.pop_front();
    }
}
