//! What a library holds of the words of one page: candidates by full text; what is found about them
//! is the business of [`headwater::check`].

use crate::search::phrase;
use crate::shelf::Shelf;
use crate::state::page_id;
use crate::trouble::Trouble;
use headwater::{Answer, Dossier, Engine, Error, Finder, PageId, Sought, StoreError};
use headwater_collate::Spread;
use headwater_text::unspaced;
use rusqlite::params;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Shelf {
    /// What the library holds of the words of a page that `engine` read.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn check(
        &self,
        page: &Dossier,
        engine: &Engine,
        spread: &impl Spread,
    ) -> Result<Answer, Error> {
        let own = self.same(page).map_err(StoreError::from)?;
        headwater::check(self, page, &own, engine, spread)
    }

    /// The page itself, as it is held.
    fn same(&self, page: &Dossier) -> Result<BTreeSet<PageId>, Trouble> {
        let article = &page.quoted().article;
        let sha = article.sha256.clone().unwrap_or_default();
        let mut sql =
            self.db.prepare_cached("SELECT page FROM page WHERE page = ? OR sha256 = ?")?;
        let rows = sql.query_map(params![page.page().to_string(), sha], |r| r.get(0))?;
        let names: Vec<String> = rows.collect::<Result<_, _>>()?;
        names.iter().map(|n| page_id(n)).collect()
    }

    /// Pages whose words the index finds.
    fn matching(&self, matched: &str, most: usize) -> Result<Vec<PageId>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT page FROM (SELECT rowid AS n FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?) \
             JOIN page USING (n)",
        )?;
        let rows = sql.query_map(params![matched, most as i64], |r| r.get(0))?;
        let names: Vec<String> = rows.collect::<Result<_, _>>()?;
        names.iter().map(|n| page_id(n)).collect()
    }
}

impl Finder for Shelf {
    fn having(&self, sought: &Sought, most: usize) -> Result<Vec<PageId>, StoreError> {
        let matched = match sought {
            Sought::Phrase(words) => in_text(words),
            Sought::AnyTwo(words) => any_two(words),
        };
        let found = matched.map_or_else(|| Ok(Vec::new()), |m| self.matching(&m, most));
        Ok(found?)
    }

    fn dossier(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
        Ok(Shelf::dossier(self, page)?)
    }
}

/// Words in their order, as the index is asked for them.
fn in_text(words: &[String]) -> Option<String> {
    let dense = words.iter().any(|w| w.chars().any(unspaced));
    let columns = if dense { "{spaced}" } else { "{title text}" };
    phrase(&words.join(" ")).map(|p| format!("{columns} : {p}"))
}

fn any_two(words: &[String]) -> Option<String> {
    let list: Vec<String> = words.iter().filter_map(|w| phrase(w)).collect();
    if list.len() < 2 {
        return list.first().cloned();
    }
    let mut pairs: Vec<String> = Vec::new();
    for (i, a) in list.iter().enumerate() {
        pairs.extend(list.iter().skip(i + 1).map(|b| format!("({a} AND {b})")));
    }
    Some(pairs.join(" OR "))
}
