//! Outlets over all pages: names of one outlet folded together.

use crate::rows::v;
use crate::shelf::Shelf;
use crate::trouble::{Trouble, damaged};
use rusqlite::OptionalExtension;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Brings the table of outlets up to what the articles name, for names under which pages came or went.
/// Linear in the pages of these outlets, over one index.
pub(crate) fn bring_up(shelf: &mut Shelf) -> Result<(), Trouble> {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in std::mem::take(&mut shelf.named) {
        // All names that fold to one make one outlet, whichever of them is given.
        if let Some(outlet) = headwater::outlets([name.as_str()]).into_iter().next() {
            groups.entry(outlet.id).or_default().insert(name);
        }
    }
    groups.into_iter().try_for_each(|(id, names)| of_one(shelf, &id, names))
}

/// The same of one outlet, some of whose names are given.
fn of_one(shelf: &Shelf, id: &str, mut names: BTreeSet<String>) -> Result<(), Trouble> {
    let mut sql = shelf.db.prepare_cached("SELECT name, spellings FROM outlet WHERE outlet = ?")?;
    let held: Option<(String, String)> =
        sql.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    if let Some((_, spellings)) = &held {
        let all: Vec<String> =
            serde_json::from_str(spellings).map_err(|e| damaged(format!("outlet {id}: {e}")))?;
        names.extend(all);
    }
    let mut sql = shelf.db.prepare_cached("SELECT count(*) FROM article WHERE outlet = ?")?;
    let mut counts: Vec<(i64, String)> = Vec::new();
    for name in names {
        let count: i64 = sql.query_row([&name], |r| r.get(0))?;
        counts.push((count, name));
    }
    counts.retain(|(count, _)| *count > 0);
    // Of the counts only their order has a say: a name stands as often as its rank.
    let ranks: BTreeSet<i64> = counts.iter().map(|(count, _)| *count).collect();
    let times = |count: i64| ranks.iter().take_while(|c| **c <= count).count();
    let list = counts.iter().flat_map(|(n, name)| std::iter::repeat_n(name.as_str(), times(*n)));
    let now = headwater::outlets(list).into_iter().next();
    let now = now.map(|o| (o.name, json!(o.spellings).to_string()));
    if now != held {
        shelf.seals.delete(&shelf.db, "outlet", "outlet = ?", &[&id])?;
        if let Some((name, spellings)) = now {
            let row = [v(id.to_owned()), v(name), v(spellings)];
            shelf.seals.insert(&shelf.db, "outlet", &row)?;
        }
    }
    Ok(())
}
