//! What a library holds, as rows that do not depend on the order in which its pages came.

use crate::part::Part;
use crate::shelf::Shelf;
use crate::state::page_id;
use crate::trouble::{Trouble, damaged};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};

/// The tables that are exported, in their order, and how their rows are asked for. Numbers that
/// mean something in this file alone, and times of adding, stay here.
const TABLES: [(&str, &str); 11] = [
    (
        "page",
        "SELECT page.page, id, title, outlet, authors, date, date_basis, lang, url, fetched, sha256, \
         (SELECT story FROM story_page s WHERE s.n = page.n) AS story, version \
         FROM page JOIN article USING (n) JOIN dossier USING (n) ORDER BY page.page",
    ),
    (
        "quotation",
        "SELECT page, quote, kind, speaker, role, stance, zone, said_on, start, end, words \
         FROM quotation JOIN article USING (n) ORDER BY page, start, end, quote",
    ),
    ("story", "SELECT story, title, pages AS size FROM story ORDER BY story"),
    ("story_page", "SELECT story, place, page, also_of FROM story_page ORDER BY story, place"),
    (
        "statement",
        "SELECT statement, story, speaker, said_on, readings, words FROM statement ORDER BY statement",
    ),
    (
        "reading",
        "SELECT statement, reading.story, statement.speaker, place, reading.page, outlet, date, quote, \
         relation, repeat, start, end, reading.words \
         FROM reading JOIN statement USING (statement) JOIN article USING (n) ORDER BY statement, place",
    ),
    (
        "difference",
        "SELECT statement, story, kind, page, start, end, words, other_page, other_start, other_end, \
         other_words FROM difference ORDER BY statement, kind, page, start, other_page, other_start",
    ),
    ("node", "SELECT story, node, page, label, occasion FROM node ORDER BY story, node"),
    (
        "edge",
        "SELECT story, parent, child, parent_page, child_page, probability FROM edge \
         ORDER BY story, child, parent",
    ),
    (
        "person",
        "SELECT story, name, spellings, pages, doubtful FROM person ORDER BY story, name, spellings",
    ),
    ("outlet", "SELECT outlet, name, spellings FROM outlet ORDER BY outlet"),
];

impl Shelf {
    /// The names of the tables that are exported, in their order.
    pub fn tables() -> impl Iterator<Item = &'static str> {
        TABLES.iter().map(|(name, _)| *name)
    }

    /// Hands the rows of one table to `take`, one after the other, in an order that depends on what
    /// is held alone; nothing for a table that is not exported. Words of pages are cut to `most`
    /// characters, and cut ends marked with `…`.
    ///
    /// # Errors
    /// If the file cannot be read, or what `take` gives.
    pub fn export<E: From<Trouble>>(
        &self,
        table: &str,
        most: usize,
        mut take: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some((_, sql)) = TABLES.iter().find(|(name, _)| *name == table) else { return Ok(()) };
        self.each_record(sql, &[], |mut record| {
            for name in ["words", "other_words"] {
                if let Some(Value::String(words)) = record.get_mut(name)
                    && words.chars().count() > most
                {
                    *words = words.chars().take(most).chain(['…']).collect();
                }
            }
            take(record)
        })
    }

    /// Hands the record of each page that is meant with its whole text to `take`: what `import` reads.
    ///
    /// # Errors
    /// If the file cannot be read, or what `take` gives.
    pub fn articles<E: From<Trouble>>(
        &self,
        part: &Part,
        mut take: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_record("SELECT page FROM page ORDER BY page", &[], |row| {
            if !part.row(&row) {
                return Ok(());
            }
            let page = page_id(row["page"].as_str().unwrap_or_default())?;
            let lost = || damaged(format!("page {page}: nothing was read of it"));
            let (quoted, _) = self.quoted(page)?.ok_or_else(lost)?;
            take(quoted.to_json())
        })
    }

    /// Names of all pages with what came of each, in the order in which they were added.
    ///
    /// # Errors
    /// If the file cannot be read, or what `take` gives.
    pub fn each_page_name<E: From<Trouble>>(
        &self,
        mut take: impl FnMut(headwater::PageId, String) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_record("SELECT page, added FROM page ORDER BY n", &[], |row| {
            let page = page_id(row["page"].as_str().unwrap_or_default())?;
            take(page, row["added"].as_str().unwrap_or_default().to_owned())
        })
    }

    /// What readers corrected, and which pages were forgotten.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn kept_apart(&self) -> Result<Vec<Value>, Trouble> {
        let mut out = Vec::new();
        for (name, sql) in [
            ("correction", "SELECT kind, a, b, words, made FROM correction ORDER BY correction"),
            ("tombstone", "SELECT page, sha256, forgotten FROM tombstone ORDER BY page"),
        ] {
            let rows = self.records(sql, &[])?.into_iter().map(|mut row| {
                row["type"] = json!(name);
                row
            });
            out.extend(rows);
        }
        Ok(out)
    }

    pub(crate) fn each_record<E: From<Trouble>>(
        &self,
        sql: &str,
        of: &[Cell],
        mut take: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut sql = self.db.prepare(sql).map_err(Trouble::from)?;
        let names: Vec<String> = sql.column_names().map(str::to_owned).collect();
        let mut rows = sql.query(rusqlite::params_from_iter(of)).map_err(Trouble::from)?;
        while let Some(row) = rows.next().map_err(Trouble::from)? {
            take(crate::show::record(&names, row)?)?;
        }
        Ok(())
    }
}
