//! What the file answers by key, for a library that does not hold itself in memory.

use crate::places::WITH_PLACES;
use crate::rows::unbits;
use crate::shelf::{Shelf, key as kept};
use crate::state::{entry, page_id, read_lengths, tie};
use crate::trouble::{Trouble, damaged};
use headwater::{
    CardRow, Entry, INDEXES, Lookup, Meets, Outline, PageId, Sample, StoreError, StoryRow, TieRow,
    Update,
};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// How many pages there are, and how many prints of each index are crowded.
const COUNTS: &str = "counts";
/// What the background was read off.
const HEIGHT: &str = "height";

impl Shelf {
    fn read_outline(&self) -> Result<Option<Outline>, Trouble> {
        if self.format < WITH_PLACES {
            return Ok(None);
        }
        let Some(version) = self.version()? else { return Ok(Some(Outline::default())) };
        let number = |name: &str| -> Result<Option<u64>, Trouble> {
            let Some(bytes) = self.get_state(name)?.filter(|b| !b.is_empty()) else {
                return Ok(None);
            };
            let bytes = bytes.try_into().map_err(|_| damaged(format!("state `{name}`")))?;
            Ok(Some(u64::from_le_bytes(bytes)))
        };
        let Some(counts) = self.get_state(COUNTS)? else { return Ok(None) };
        let counts = crate::pack::read_numbers(&counts)?;
        let [pages, runs, topics, words] =
            <[u64; INDEXES + 1]>::try_from(counts).map_err(|_| damaged("the counts of pages"))?;
        let sample = self.get_state("sample")?.unwrap_or_default();
        Ok(Some(Outline {
            version: Some(version),
            background: number("background")?.map_or(0.0, f64::from_bits),
            height: number(HEIGHT)?.map(f64::from_bits),
            sample: crate::pack::read_numbers(&sample)?,
            pages: pages as usize,
            crowd: [runs, topics, words].map(|n| n as usize),
        }))
    }

    /// Keeps what a library knows of its indexes as a whole.
    pub(crate) fn write_counts(&self, of: &Update<'_>) -> Result<(), Trouble> {
        let counts: Vec<u64> =
            std::iter::once(of.pages).chain(of.crowd).map(|n| n as u64).collect();
        let height = of.height.map_or(Vec::new(), |h| h.to_bits().to_le_bytes().to_vec());
        for (name, value) in [(COUNTS, crate::pack::numbers(&counts)), (HEIGHT, height)] {
            if self.get_state(name)?.as_ref() != Some(&value) {
                self.set_state(name, &value)?;
            }
        }
        Ok(())
    }

    /// Notes which pages are mass reprints now and which are none any more.
    pub(crate) fn write_crowded(&self, pages: &[(PageId, bool)]) -> Result<(), Trouble> {
        for (page, crowded) in pages {
            let Some(n) = self.number_of(*page)? else { continue };
            self.seals.delete(&self.db, "mass", "n = ?", &[&n])?;
            if *crowded {
                self.seals.insert(&self.db, "mass", &[crate::rows::v(n)])?;
            }
        }
        Ok(())
    }

    /// What the indexes know of the pages that came lately, each with its number.
    pub(crate) fn late_entries(&self) -> Result<Vec<(i64, Entry)>, Trouble> {
        // `CROSS` keeps SQLite from reading all pages to find these.
        let mut sql = self.db.prepare_cached(
            "SELECT page.page, id, minute, given, prints, n FROM lately CROSS JOIN page USING (n) \
             CROSS JOIN article USING (n) CROSS JOIN dossier USING (n) ORDER BY n",
        )?;
        let mut rows = sql.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push((row.get(5)?, entry(row)?));
        }
        Ok(out)
    }

    fn read_card(&self, key: u64) -> Result<Option<CardRow>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT page.page, id, minute, given, substr(prints, 1, 24), \
             EXISTS (SELECT 1 FROM mass WHERE mass.n = page.n) \
             FROM page CROSS JOIN article USING (n) CROSS JOIN dossier USING (n) \
             WHERE page.page >= ? AND page.page < ?",
        )?;
        let (from, to) = names(key);
        let mut rows = sql.query([from, to])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let page = page_id(row.get_ref(0)?.as_str().map_err(|e| damaged(e.to_string()))?)?;
        let lengths = row.get_ref(4)?.as_blob().map_err(|e| damaged(e.to_string()))?;
        let [_, topic, words] =
            read_lengths(lengths).ok_or_else(|| damaged(format!("page {page}: its prints")))?;
        let (id, minute, given, crowded) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(5)?);
        Ok(Some(CardRow { page, id, minute, topic, words, given, crowded }))
    }

    fn keys(&self, sql: &str, of: impl rusqlite::Params) -> Result<Vec<u64>, Trouble> {
        let mut sql = self.db.prepare_cached(sql)?;
        let names: Vec<String> = sql.query_map(of, |r| r.get(0))?.collect::<Result<_, _>>()?;
        names.iter().map(|n| Ok(page_id(n)?.key())).collect()
    }

    fn ties_of(&self, key: u64) -> Result<Vec<TieRow>, Trouble> {
        let mut out = Vec::new();
        for way in ["a", "b"] {
            let mut sql = self.db.prepare_cached(&format!(
                "SELECT a, b, compared, odds, passages, part, sure, open FROM tie WHERE {way} = ?"
            ))?;
            let mut rows = sql.query([kept(key)])?;
            while let Some(row) = rows.next()? {
                out.push(tie(row)?);
            }
        }
        Ok(out)
    }

    fn story_with(&self, key: u64) -> Result<Option<StoryRow>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT story, print FROM page CROSS JOIN story_page USING (n) \
             CROSS JOIN story USING (story) \
             WHERE page.page >= ? AND page.page < ?",
        )?;
        let row = sql.query_row(names(key), |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let Some((id, print)): Option<(String, i64)> = row else { return Ok(None) };
        let pages = "SELECT page FROM story_page WHERE story = ? ORDER BY place";
        let pages: Vec<PageId> =
            self.strings(pages, &[&id])?.iter().map(|p| page_id(p)).collect::<Result<_, _>>()?;
        let mut sql =
            self.db.prepare_cached("SELECT statement, mark FROM statement WHERE story = ?")?;
        let said = sql.query_map([&id], |r| Ok((r.get(0)?, unbits(r.get(1)?))))?;
        let said = said.collect::<Result<_, _>>()?;
        Ok(Some(StoryRow { id, pages, print: unbits(print), said }))
    }
}

/// Between which names those of a key's page stand.
fn names(key: u64) -> (String, String) {
    // `g` comes behind all digits.
    (format!("{key:016x}"), format!("{key:016x}g"))
}

impl Lookup for Shelf {
    fn outline(&self) -> Result<Option<Outline>, StoreError> {
        Ok(self.read_outline()?)
    }

    fn card(&self, key: u64) -> Result<Option<CardRow>, StoreError> {
        Ok(self.read_card(key)?)
    }

    fn of_id(&self, id: &str) -> Result<Vec<u64>, StoreError> {
        Ok(self.keys("SELECT page FROM page WHERE id = ?", [id])?)
    }

    fn of_given(&self, name: &str) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT page FROM dossier CROSS JOIN page USING (n) WHERE given = ?";
        Ok(self.keys(sql, [name])?)
    }

    fn ties(&self, key: u64) -> Result<Vec<TieRow>, StoreError> {
        Ok(self.ties_of(key)?)
    }

    fn tied(&self, (a, b): (u64, u64)) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM tie WHERE a = ? AND b = ?)";
        let mut sql = self.db.prepare_cached(sql).map_err(Trouble::from)?;
        let found = sql.query_row([kept(a), kept(b)], |r| r.get(0));
        Ok(found.map_err(Trouble::from)?)
    }

    fn story(&self, key: u64) -> Result<Option<StoryRow>, StoreError> {
        Ok(self.story_with(key)?)
    }

    fn sample(&self) -> Result<Sample, StoreError> {
        Ok(self.read_sample()?)
    }

    fn least(&self, most: usize) -> Result<Vec<u64>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Ok(self.keys("SELECT page FROM page ORDER BY page LIMIT ?", params![most])?)
    }

    fn meets(
        &self,
        heads: &[BTreeSet<u32>; INDEXES],
        most: [usize; INDEXES],
        meets: &mut Meets,
    ) -> Result<(), StoreError> {
        Ok(self.look_up(heads, most, meets)?)
    }
}
