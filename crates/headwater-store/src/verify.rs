//! Whether what is kept is what was written.

use crate::pack::unpack;
use crate::places::WITH_PLACES;
use crate::rows::{TABLES, counted, kept};
use crate::shelf::{Shelf, WITH_PROFILES};
use crate::trouble::Trouble;
use rusqlite::Row;
use sha2::{Digest, Sha256};

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// The page, table or part of the file.
    pub what: String,
    /// What is amiss with it.
    pub how: String,
}

/// What was looked at, and what is amiss.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Pages whose bytes, text and places were recomputed.
    pub pages: usize,
    /// Places whose words were looked up again.
    pub places: usize,
    /// Rows whose digests were added up.
    pub rows: usize,
    /// Whether the index of words was looked at: that needs a file that may be written.
    pub words: bool,
    /// What is amiss, sorted.
    pub damage: Vec<Damage>,
}

impl Checked {
    fn note(&mut self, what: impl Into<String>, how: impl ToString) {
        self.damage.push(Damage { what: what.into(), how: how.to_string() });
    }
}

impl Shelf {
    /// Recomputes hashes and offsets, asks SQLite for the structure, adds up the rows. Linear in
    /// the file. What is damaged is named; a damaged part does not keep the rest from being
    /// looked at.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn verify(&self) -> Result<Checked, Trouble> {
        let mut checked = Checked::default();
        if let Err(error) = self.structure(&mut checked) {
            checked.note("file", error);
        }
        let missing = |table: &str| match table {
            "profile" => self.format < WITH_PROFILES,
            "mass" | "lately" | "segment" | "posting" => self.format < WITH_PLACES,
            _ => false,
        };
        for table in TABLES.iter().filter(|t| !missing(t)) {
            match (kept(&self.db, table), counted(&self.db, table)) {
                (Ok(kept), Ok(counted)) => {
                    checked.rows += counted.rows.max(0) as usize;
                    if kept != counted {
                        checked.note(format!("table {table}"), "a row is not as it was written");
                    }
                }
                (Err(error), _) | (_, Err(error)) => checked.note(format!("table {table}"), error),
            }
        }
        if let Err(error) = self.each_page(&mut checked) {
            checked.note("pages", error);
        }
        for table in ["quotation", "reading"] {
            if let Err(error) = self.places(table, &mut checked) {
                checked.note(format!("table {table}"), error);
            }
        }
        let words = "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)";
        let full = self.db.execute_batch(words).map_err(Trouble::from);
        match full {
            Ok(()) => checked.words = true,
            // It writes nothing, but asks as if it did.
            Err(Trouble::ReadOnly) => {}
            Err(error) => checked.note("table words", error),
        }
        checked.damage.sort();
        checked.damage.dedup();
        Ok(checked)
    }

    fn structure(&self, checked: &mut Checked) -> Result<(), Trouble> {
        let mut sql = self.db.prepare("PRAGMA integrity_check(20)")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let told: String = row.get(0)?;
            if told != "ok" {
                checked.note("file", told);
            }
        }
        Ok(())
    }

    fn each_page(&self, checked: &mut Checked) -> Result<(), Trouble> {
        let mut sql =
            self.db.prepare("SELECT page, size, bytes, sha256, form FROM page ORDER BY n")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let Ok(page) = row.get::<_, String>(0) else {
                checked.note("table page", "a page has no name");
                continue;
            };
            checked.pages += 1;
            if let Err(error) = whole(row) {
                checked.note(format!("page {page}"), error);
            }
            match page.parse() {
                Ok(id) => match self.quoted(id) {
                    Ok(Some(_)) => {
                        if let Err(error) = self.kept_profile(id) {
                            checked.note(format!("page {page}"), error);
                        }
                    }
                    Ok(None) => checked.note(format!("page {page}"), "nothing was read of it"),
                    Err(error) => checked.note(format!("page {page}"), error),
                },
                Err(error) => checked.note(format!("page {page}"), error),
            }
        }
        Ok(())
    }

    /// Whether places lead to the words that stand beside them.
    fn places(&self, table: &str, checked: &mut Checked) -> Result<(), Trouble> {
        let mut sql = self.db.prepare(&format!(
            "SELECT page.page, substr(article.text, start + 1, end - start) = words \
             FROM {table} t LEFT JOIN article ON article.n = t.n LEFT JOIN page ON page.n = t.n"
        ))?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            checked.places += 1;
            let page: Option<String> = row.get(0)?;
            match (page, row.get::<_, Option<bool>>(1)?) {
                (Some(_), Some(true)) => {}
                (Some(page), _) => {
                    checked.note(
                        format!("page {page}"),
                        format!("a place of table {table} has other words"),
                    );
                }
                (None, _) => checked.note(format!("table {table}"), "a place in no page"),
            }
        }
        Ok(())
    }
}

fn whole(row: &Row<'_>) -> Result<(), Trouble> {
    let (size, packed): (i64, Vec<u8>) = (row.get(1)?, row.get(2)?);
    let bytes = unpack(&packed, usize::try_from(size).ok())?;
    if row.get::<_, String>(4)? != "page" {
        // A record names the hash of a page that it was made from, if it names one.
        return Ok(());
    }
    let sha: String = row.get(3)?;
    let now: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    if now != sha {
        return Err(crate::trouble::damaged("its bytes have another SHA-256"));
    }
    Ok(())
}
