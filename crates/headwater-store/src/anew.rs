//! A library made anew from the pages of another: what does not follow from pages comes along, and
//! old names lead to new ones.

use crate::rows::{Seals, v};
use crate::shelf::Shelf;
use crate::trouble::Trouble;
use rusqlite::types::Value;
use std::path::Path;

/// Tables that do not follow from pages.
const APART: [&str; 4] = ["run", "alias", "tombstone", "correction"];

impl Shelf {
    /// Takes over from `old` what does not follow from its pages: runs, names that lead on,
    /// tombstones, corrections. Into an empty library, before any page.
    ///
    /// # Errors
    /// If a file cannot be used.
    pub fn take_over(&mut self, old: &Shelf) -> Result<(), Trouble> {
        self.begin()?;
        for table in APART {
            let mut sql = old.db.prepare(&format!("SELECT * FROM {table} ORDER BY rowid"))?;
            let columns = sql.column_count();
            let mut rows = sql.query([])?;
            while let Some(row) = rows.next()? {
                let cells: Vec<Value> =
                    (0..columns).map(|i| row.get(i)).collect::<Result<_, _>>()?;
                self.seals.insert(&self.db, table, &cells)?;
            }
        }
        self.commit()
    }

    /// Notes what the stories and statements of `old` became that are not here under their names: the
    /// story that has its first page, the statement that has its base reading.
    ///
    /// # Errors
    /// If a file cannot be used.
    pub fn lead_on(&mut self, old: &Shelf) -> Result<(), Trouble> {
        self.begin()?;
        let run: i64 = self.db.query_row("SELECT max(run) FROM run", [], |r| r.get(0))?;
        let of_stories =
            "SELECT story AS old, page, 0 AS start, 0 AS end FROM story_page WHERE place = 0";
        let of_statements =
            "SELECT statement AS old, page, start, end FROM reading WHERE place = 0";
        for (table, sql) in [("story", of_stories), ("statement", of_statements)] {
            let mut names: Vec<(String, String, i64, i64)> = Vec::new();
            old.each_record(sql, &[], |row| {
                let text = |k: &str| row[k].as_str().unwrap_or_default().to_owned();
                let number = |k: &str| row[k].as_i64().unwrap_or_default();
                names.push((text("old"), text("page"), number("start"), number("end")));
                Ok::<(), Trouble>(())
            })?;
            for (name, page, start, end) in names {
                if self.holds(table, table, &name)? {
                    continue;
                }
                let new = match table {
                    "story" => {
                        "SELECT story FROM story_page WHERE page = ?1 AND ?2 = ?3 ORDER BY story"
                    }
                    _ => {
                        "SELECT DISTINCT statement FROM reading WHERE page = ?1 AND start = ?2 AND end = ?3 ORDER BY statement"
                    }
                };
                let mut sql = self.db.prepare_cached(new)?;
                let rows = sql.query_map((&page, start, end), |r| r.get::<_, String>(0))?;
                for new in rows.collect::<Result<Vec<_>, _>>()? {
                    let row = [v(name.clone()), v(new), v("rebuilt".to_owned()), v(run)];
                    Seals::insert(&self.seals, &self.db, "alias", &row)?;
                }
            }
        }
        self.commit()
    }

    /// Writes everything into the one file and leaves nothing beside it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn settle(&self) -> Result<(), Trouble> {
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Keeps others from writing until it is closed.
    ///
    /// # Errors
    /// [`Trouble::Busy`] if another process is writing.
    pub fn hold(&mut self) -> Result<(), Trouble> {
        self.begin()
    }

    /// Puts the file of a library in the place of another's. Both must be closed.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn replace(new: &Path, old: &Path) -> std::io::Result<()> {
        std::fs::rename(new, old)?;
        for end in ["-wal", "-shm"] {
            match std::fs::remove_file(crate::shelf::beside(old, end)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}
