//! A library made anew from the pages of another: what does not follow from pages comes along, and
//! old names lead to new ones.

use crate::rows::{Seals, text, v};
use crate::shelf::Shelf;
use crate::stamp::Stamp;
use crate::trouble::{Trouble, damaged};
use rusqlite::params_from_iter;
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

    /// Takes in what another library exported beside its findings: corrections and tombstones, as
    /// [`Shelf::kept_apart`] gives them. What is here already changes nothing, and a page that is
    /// held here is not taken for forgotten; where a row does not say when, it is now. Gives how many rows came.
    ///
    /// # Errors
    /// If a row is none of these, or the file cannot be written.
    pub fn bring(&mut self, rows: &[serde_json::Value]) -> Result<usize, Trouble> {
        let Some(version) = self.version()?.filter(|_| !rows.is_empty()) else { return Ok(0) };
        self.begin()?;
        let run = self.run_number(version)?;
        let mut came = 0;
        for row in rows {
            let cell = |name: &str| row[name].as_str().map(str::to_owned);
            let whole = |name: &str| {
                cell(name).ok_or_else(|| damaged(format!("an exported row has no `{name}`")))
            };
            let (table, known, cells): (_, _, Vec<Value>) = if row["type"] == "tombstone" {
                let page = crate::state::page_id(&whole("page")?)?;
                let known = self.number_of(page)?.is_some()
                    || self.holds("tombstone", "page", &page.to_string())?;
                let when = cell("forgotten")
                    .and_then(|w| Stamp::parse(&w))
                    .unwrap_or_else(|| self.began());
                let cells = [v(page.to_string()), text(cell("sha256").as_deref())];
                ("tombstone", known, [&cells[..], &[v(when.to_string()), v(run)]].concat())
            } else {
                let cells = [v(whole("kind")?), v(whole("a")?)];
                let more = ["b", "words"].map(|name| text(cell(name).as_deref()));
                let cells = [&cells[..], &more, &[v(whole("made")?)]].concat();
                let known = "SELECT EXISTS (SELECT 1 FROM correction WHERE kind = ? AND a = ? \
                     AND b IS ? AND words IS ? AND made = ?)";
                let known = self.db.query_row(known, params_from_iter(&cells), |r| r.get(0))?;
                let next = "SELECT coalesce(max(correction), 0) + 1 FROM correction";
                let next: i64 = self.db.query_row(next, [], |r| r.get(0))?;
                ("correction", known, [&[v(next)][..], &cells].concat())
            };
            if !known {
                self.seals.insert(&self.db, table, &cells)?;
                came += 1;
            }
        }
        self.commit()?;
        Ok(came)
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
