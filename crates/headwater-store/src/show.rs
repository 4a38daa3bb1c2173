//! What is kept under a name: page, statement, story, person, outlet; old names lead on.

use crate::shelf::Shelf;
use crate::stamp::Stamp;
use crate::state::page_id;
use crate::trouble::Trouble;
use headwater::PageId;
use rusqlite::types::ValueRef;
use rusqlite::{Row, ToSql};
use serde_json::{Map, Value, json};

/// What a name leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// A record with its `type`: `page`, `statement`, `story`, `person`, `outlet`.
    Found(Value),
    /// Several: their kind and names.
    Several(Vec<(String, String)>),
    /// A page that was forgotten.
    Forgotten(Stamp),
    /// Nothing.
    Nothing,
}

/// Most rows of a list within a record.
const MOST: usize = 500;
/// Digits of a page's name from which it may be cut.
const LEAST: usize = 6;

impl Shelf {
    /// Looks up a name: that of a page (or its first digits, its id, its address), of a statement
    /// (`u-…`), a story (`s-…`), an outlet or a person. A name that was given once and is no more
    /// leads to what it became.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn show(&self, name: &str) -> Result<Named, Trouble> {
        let name = name.trim();
        if let Some(found) = self.by_name(name)? {
            return Ok(found);
        }
        let mut met = vec![name.to_owned()];
        let mut at = 0;
        let mut ends: Vec<String> = Vec::new();
        while let Some(old) = met.get(at).cloned() {
            for new in self.strings("SELECT new FROM alias WHERE old = ? ORDER BY new", &[&old])? {
                let lives = self.holds("story", "story", &new)?
                    || self.holds("statement", "statement", &new)?;
                if lives && !ends.contains(&new) {
                    ends.push(new.clone());
                }
                if !met.contains(&new) {
                    met.push(new);
                }
            }
            at += 1;
        }
        match ends.as_slice() {
            [one] => {
                let found = self.by_name(one)?;
                Ok(found.map_or(Named::Nothing, |found| match found {
                    Named::Found(mut record) => {
                        record["was"] = json!(name);
                        Named::Found(record)
                    }
                    other => other,
                }))
            }
            [] => self.gone(name),
            _ => Ok(Named::Several(ends.into_iter().map(|e| (kind(&e).to_owned(), e)).collect())),
        }
    }

    fn gone(&self, name: &str) -> Result<Named, Trouble> {
        let sql = "SELECT forgotten FROM tombstone WHERE page = ?1 OR sha256 = ?1";
        let when = self.strings(sql, &[&name])?;
        Ok(when
            .first()
            .map_or(Named::Nothing, |w| Named::Forgotten(Stamp::parse(w).unwrap_or_default())))
    }

    fn by_name(&self, name: &str) -> Result<Option<Named>, Trouble> {
        if self.holds("statement", "statement", name)? {
            return Ok(Some(Named::Found(self.statement(name)?)));
        }
        if self.holds("story", "story", name)? {
            return Ok(Some(Named::Found(self.story(name)?)));
        }
        let pages = self.pages_named(name)?;
        match pages.as_slice() {
            [] => {}
            [page] => return Ok(Some(Named::Found(self.page(page)?))),
            _ => {
                let list = pages.into_iter().map(|p| ("page".to_owned(), p));
                return Ok(Some(Named::Several(list.collect())));
            }
        }
        if let Some(outlet) = self.outlet(name)? {
            return Ok(Some(Named::Found(outlet)));
        }
        Ok(self.person(name)?.map(Named::Found))
    }

    /// Pages by name, by its first digits, by id or address; the newest version first.
    fn pages_named(&self, name: &str) -> Result<Vec<String>, Trouble> {
        let exact = "SELECT page FROM page WHERE page = ?1 OR id = ?1 OR address = ?1 OR sha256 = ?1 ORDER BY n DESC";
        let found = self.strings(exact, &[&name])?;
        let cut = name.len() >= LEAST && name.bytes().all(|b| b.is_ascii_hexdigit());
        if !found.is_empty() || !cut {
            return Ok(found);
        }
        let from = name.to_ascii_lowercase();
        let to = format!("{from}g");
        self.strings(
            "SELECT page FROM page WHERE page >= ? AND page < ? ORDER BY page",
            &[&from, &to],
        )
    }

    fn page(&self, page: &str) -> Result<Value, Trouble> {
        let sql = "SELECT 'page' AS type, page.page, id, title, outlet, authors, date, date_basis, lang, \
            url, source, fetched, added, sha256, size, replaces, \
            (SELECT story FROM story_page s WHERE s.n = page.n) AS story, dossier.version, page.n \
            FROM page JOIN article USING (n) JOIN dossier USING (n) WHERE page.page = ?";
        let mut record = self.records(sql, &[&page])?.into_iter().next().unwrap_or_default();
        let n = record["n"].as_i64().unwrap_or_default();
        if let Some(fields) = record.as_object_mut() {
            fields.shift_remove("n");
        }
        let versions = "SELECT page, added, sha256 FROM page WHERE address = \
            (SELECT address FROM page WHERE page = ?) ORDER BY n";
        let versions = self.records(versions, &[&page])?;
        if versions.len() > 1 {
            record["versions"] = versions.into();
        }
        let quotes = "SELECT quote, kind, speaker, role, stance, zone, said_on, start, end, words \
            FROM quotation WHERE n = ? ORDER BY start, rowid";
        record["quotations"] = self.records(quotes, &[&n])?.into();
        let statements = "SELECT DISTINCT statement FROM reading WHERE n = ? ORDER BY statement";
        record["statements"] = self.strings(statements, &[&n])?.into();
        Ok(record)
    }

    fn statement(&self, name: &str) -> Result<Value, Trouble> {
        let sql = "SELECT 'statement' AS type, statement, story, speaker, said_on, words, run \
            FROM statement WHERE statement = ?";
        let mut record = self.records(sql, &[&name])?.into_iter().next().unwrap_or_default();
        let readings = "SELECT reading.page, id, outlet, date, quote, relation, repeat, start, end, words \
            FROM reading JOIN page USING (n) JOIN article USING (n) WHERE statement = ? ORDER BY place";
        record["readings"] = self.records(readings, &[&name])?.into();
        let differences = "SELECT kind, page, start, end, words, other_page, other_start, other_end, \
            other_words FROM difference WHERE statement = ? ORDER BY rowid";
        record["differences"] = self.records(differences, &[&name])?.into();
        Ok(record)
    }

    fn story(&self, name: &str) -> Result<Value, Trouble> {
        let sql = "SELECT 'story' AS type, story, title, pages, run FROM story WHERE story = ?";
        let mut record = self.records(sql, &[&name])?.into_iter().next().unwrap_or_default();
        let pages = "SELECT s.page, id, title, outlet, date, also_of FROM story_page s \
            JOIN page USING (n) JOIN article USING (n) WHERE story = ? ORDER BY place";
        record["pages"] = self.records(pages, &[&name])?.into();
        let statements = "SELECT statement, speaker, said_on, readings, words FROM statement \
            WHERE story = ? ORDER BY readings DESC, statement";
        record["statements"] = self.records(statements, &[&name])?.into();
        let nodes = "SELECT node, page, label, occasion FROM node WHERE story = ? ORDER BY rowid";
        record["nodes"] = self.records(nodes, &[&name])?.into();
        let edges = "SELECT parent, child, probability FROM edge WHERE story = ? ORDER BY rowid";
        record["edges"] = self.records(edges, &[&name])?.into();
        Ok(record)
    }

    fn outlet(&self, name: &str) -> Result<Option<Value>, Trouble> {
        let sql = "SELECT 'outlet' AS type, outlet, name, spellings FROM outlet \
            WHERE outlet = ?1 OR name = ?1 COLLATE NOCASE OR EXISTS \
            (SELECT 1 FROM json_each(spellings) WHERE value = ?1 COLLATE NOCASE)";
        let Some(mut record) = self.records(sql, &[&name])?.into_iter().next() else {
            return Ok(None);
        };
        let spellings = record["spellings"].to_string();
        let of = "article JOIN page USING (n) WHERE outlet IN (SELECT value FROM json_each(?))";
        let count = self.records(&format!("SELECT count(*) AS pages FROM {of}"), &[&spellings])?;
        record["count"] = count.first().map(|c| c["pages"].clone()).unwrap_or_default();
        let pages = format!(
            "SELECT page.page, id, title, date FROM {of} ORDER BY minute DESC, page.page LIMIT {MOST}"
        );
        record["pages"] = self.records(&pages, &[&spellings])?.into();
        Ok(Some(record))
    }

    fn person(&self, name: &str) -> Result<Option<Value>, Trouble> {
        let sql = "SELECT DISTINCT name, spellings FROM person WHERE name = ?1 COLLATE NOCASE OR EXISTS \
            (SELECT 1 FROM json_each(spellings) WHERE value = ?1 COLLATE NOCASE) ORDER BY name, spellings";
        let rows = self.records(sql, &[&name])?;
        let Some(first) = rows.first() else { return Ok(None) };
        let mut spellings: Vec<String> = Vec::new();
        for row in &rows {
            let own = row["spellings"].as_array().cloned().unwrap_or_default();
            spellings.extend(own.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        spellings.sort_unstable();
        spellings.dedup();
        let list = json!(spellings).to_string();
        let statements = format!(
            "SELECT statement, story, speaker, said_on, readings, words FROM statement \
             WHERE speaker IN (SELECT value FROM json_each(?)) ORDER BY said_on, statement LIMIT {MOST}"
        );
        let statements = self.records(&statements, &[&list])?;
        // The same name in two stories may be two people: that is not settled across stories.
        Ok(Some(json!({"type": "person", "name": first["name"], "spellings": spellings,
            "stories": rows.len(), "statements": statements})))
    }

    pub(crate) fn strings(&self, sql: &str, of: &[&dyn ToSql]) -> Result<Vec<String>, Trouble> {
        let mut sql = self.db.prepare_cached(sql)?;
        Ok(sql.query_map(of, |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Rows as records. Lists that are kept as JSON are lists in the record.
    pub(crate) fn records(&self, sql: &str, of: &[&dyn ToSql]) -> Result<Vec<Value>, Trouble> {
        let mut sql = self.db.prepare_cached(sql)?;
        let names: Vec<String> = sql.column_names().map(str::to_owned).collect();
        let mut rows = sql.query(of)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(record(&names, row)?);
        }
        Ok(out)
    }

    /// The names of pages that a name means: the page's own, its first digits, its id, address or
    /// SHA-256.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn meant(&self, name: &str) -> Result<Vec<PageId>, Trouble> {
        self.pages_named(name.trim())?.iter().map(|p| page_id(p)).collect()
    }
}

/// A row under the names of its columns.
pub(crate) fn record(names: &[String], row: &Row<'_>) -> Result<Value, Trouble> {
    let mut record = Map::new();
    for (i, name) in names.iter().enumerate() {
        record.insert(name.clone(), cell(name, row.get_ref(i)?));
    }
    Ok(Value::Object(record))
}

fn kind(name: &str) -> &'static str {
    match name.get(..2) {
        Some("s-") => "story",
        Some("u-") => "statement",
        _ => "page",
    }
}

/// Columns that hold a list as JSON.
const LISTS: [&str; 3] = ["authors", "spellings", "pages"];
/// Columns that hold yes or no.
const FLAGS: [&str; 2] = ["repeat", "doubtful"];

fn cell(name: &str, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(n) if FLAGS.contains(&name) => json!(n != 0),
        ValueRef::Integer(n) => json!(n),
        ValueRef::Real(x) => json!(x),
        ValueRef::Text(t) => {
            let text = String::from_utf8_lossy(t).into_owned();
            let list = LISTS.contains(&name).then(|| serde_json::from_str(&text).ok());
            list.flatten().filter(Value::is_array).unwrap_or(Value::String(text))
        }
    }
}
