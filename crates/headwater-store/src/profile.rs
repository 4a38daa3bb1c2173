//! What pages are about, kept beside their dossiers: of most pages that a new one is weighed with
//! nothing else is asked.

use crate::rows::v;
use crate::shelf::Shelf;
use crate::trouble::{Trouble, damaged};
use headwater::{Dossier, PageId};
use headwater_collate::Profile;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Profiles in memory, each with whether the file has its sense.
#[derive(Debug, Default)]
pub(crate) struct Profiles(BTreeMap<PageId, (Arc<Profile>, bool)>);

/// Most that are held between two batches.
const HELD: usize = 16_384;

impl Profiles {
    pub(crate) fn forget(&mut self, page: PageId) {
        self.0.remove(&page);
    }
}

impl Shelf {
    /// The profile of a page, if the file has one: a library that an earlier version began has none
    /// of the pages that it holds from then.
    pub(crate) fn kept_profile(&self, page: PageId) -> Result<Option<Arc<Profile>>, Trouble> {
        if let Some((found, _)) = self.profiles.borrow().0.get(&page) {
            return Ok(Some(Arc::clone(found)));
        }
        if self.format < crate::shelf::WITH_PROFILES {
            return Ok(None);
        }
        let mut sql = self
            .db
            .prepare_cached("SELECT record FROM page JOIN profile USING (n) WHERE page.page = ?")?;
        let record: Option<Vec<u8>> = sql.query_row([page.to_string()], |r| r.get(0)).optional()?;
        let Some(record) = record else { return Ok(None) };
        let wrong = || damaged(format!("page {page}: its profile"));
        let profile = Arc::new(Profile::from_bytes(&record).ok_or_else(wrong)?);
        let kept = (Arc::clone(&profile), profile.sensed());
        self.profiles.borrow_mut().0.insert(page, kept);
        Ok(Some(profile))
    }

    pub(crate) fn put_profile(&self, n: i64, dossier: &Dossier) -> Result<(), Trouble> {
        let profile = dossier.profile();
        self.seals.insert(&self.db, "profile", &[v(n), v(profile.to_bytes())])?;
        let kept = (Arc::clone(profile), profile.sensed());
        self.profiles.borrow_mut().0.insert(dossier.page(), kept);
        Ok(())
    }

    /// Writes what was read of leads since their profiles were: reading it costs more than all else.
    pub(crate) fn write_senses(&self) -> Result<(), Trouble> {
        let mut profiles = self.profiles.borrow_mut();
        let fresh = profiles.0.iter_mut().filter(|(_, (p, kept))| !*kept && p.sensed());
        for (page, (profile, kept)) in fresh {
            let Some(n) = self.number_of(*page)? else { continue };
            let gone = self.seals.delete(&self.db, "profile", "n = ?", params![n])?;
            if gone > 0 {
                self.seals.insert(&self.db, "profile", &[v(n), v(profile.to_bytes())])?;
            }
            *kept = true;
        }
        if profiles.0.len() > HELD {
            profiles.0.clear();
        }
        Ok(())
    }
}
