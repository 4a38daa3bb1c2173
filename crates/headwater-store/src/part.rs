//! A part of a library: all that stands behind one finding, or all there is; and its places and
//! pages, one after the other, for exports.

use crate::shelf::Shelf;
use crate::show::Named;
use crate::trouble::Trouble;
use serde_json::Value;
use std::collections::BTreeSet;

/// Which pages, stories and statements are meant; all of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    only: Option<Only>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Only {
    pages: BTreeSet<String>,
    stories: BTreeSet<String>,
    /// Nothing where all statements of the pages are meant.
    statements: Option<BTreeSet<String>>,
}

impl Part {
    /// Whether this page is meant.
    pub fn page(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|o| o.pages.contains(name))
    }

    /// Whether this story is meant.
    pub fn story(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|o| o.stories.contains(name))
    }

    /// Whether this statement is meant, of a story or a page that is.
    pub fn statement(&self, name: &str) -> bool {
        let chosen = self.only.as_ref().and_then(|o| o.statements.as_ref());
        chosen.is_none_or(|s| s.contains(name))
    }

    /// Whether an exported row of a table is meant: what it names is.
    ///
    /// ```
    /// use headwater_store::Part;
    /// use serde_json::json;
    ///
    /// assert!(Part::default().row(&json!({"statement": "u-1", "page": "0a"})));
    /// ```
    pub fn row(&self, row: &Value) -> bool {
        let says = |name: &str, of: &dyn Fn(&str) -> bool| row[name].as_str().is_none_or(of);
        let outlet = row.get("outlet").is_some() && row.get("page").is_none();
        says("page", &|p| self.page(p))
            && says("story", &|s| self.story(s))
            && says("statement", &|s| self.statement(s))
            && (self.only.is_none() || !outlet)
    }

    /// Takes in what another part means as well.
    pub fn join(&mut self, other: Part) {
        let Some(more) = other.only else { return self.only = None };
        let Some(own) = &mut self.only else { return };
        own.pages.extend(more.pages);
        own.stories.extend(more.stories);
        own.statements = match (own.statements.take(), more.statements) {
            (Some(a), Some(b)) => Some(a.into_iter().chain(b).collect()),
            _ => None,
        };
    }
}

/// All places where something was read as said, with words around; what readings have no part in
/// stands with the quotations that are no reading.
const PLACES: &str = "SELECT reading.statement, reading.story, statement.speaker, reading.place, \
    reading.page, url, lang, sha256, fetched, outlet, date, relation, start, end, reading.words, \
    substr(text, max(start - 32, 0) + 1, min(start, 32)) AS before, \
    substr(text, end + 1, 32) AS after \
    FROM reading JOIN statement USING (statement) JOIN page ON page.n = reading.n \
    JOIN article ON article.n = reading.n ORDER BY reading.statement, reading.place";
const ALONE: &str = "SELECT NULL AS statement, \
    (SELECT story FROM story_page s WHERE s.n = q.n) AS story, speaker, NULL AS place, \
    page.page, url, lang, sha256, fetched, outlet, date, kind AS relation, start, end, q.words, \
    substr(text, max(start - 32, 0) + 1, min(start, 32)) AS before, \
    substr(text, end + 1, 32) AS after \
    FROM quotation q JOIN page ON page.n = q.n JOIN article ON article.n = q.n \
    WHERE NOT EXISTS (SELECT 1 FROM reading r WHERE r.n = q.n AND r.start = q.start AND r.end = q.end) \
    ORDER BY page.page, start, end, quote";
const SOURCES: &str = "SELECT page.page, id, title, outlet, authors, date, lang, url, fetched, added, \
    sha256, form FROM page JOIN article USING (n) ORDER BY page.page";

impl Shelf {
    /// All that stands behind a page, a statement or a story; nothing for any other name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn behind(&self, name: &str) -> Result<Option<Part>, Trouble> {
        let Named::Found(record) = self.show(name)? else { return Ok(None) };
        let list = |of: &str, field: &str| -> BTreeSet<String> {
            let rows = record[of].as_array().map(Vec::as_slice).unwrap_or_default();
            rows.iter().filter_map(|r| r[field].as_str()).map(str::to_owned).collect()
        };
        let one = |field: &str| record[field].as_str().map(str::to_owned).into_iter().collect();
        let only = match record["type"].as_str() {
            Some("story") => {
                Only { pages: list("pages", "page"), stories: one("story"), statements: None }
            }
            Some("statement") => Only {
                pages: list("readings", "page"),
                stories: one("story"),
                statements: Some(one("statement")),
            },
            Some("page") => Only { pages: one("page"), stories: one("story"), statements: None },
            _ => return Ok(None),
        };
        Ok(Some(Part { only: Some(only) }))
    }

    /// Names of the stories that are meant, in their order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stories(&self, part: &Part) -> Result<Vec<String>, Trouble> {
        let names = self.strings("SELECT story FROM story ORDER BY story", &[])?;
        Ok(names.into_iter().filter(|n| part.story(n)).collect())
    }

    /// Hands each place where a page gives words as said to `take`: readings of statements first,
    /// then quotations that are none. With `before` and `after`, 32 characters at most.
    ///
    /// # Errors
    /// If the file cannot be read, or what `take` gives.
    pub fn places_of<E: From<Trouble>>(
        &self,
        part: &Part,
        mut take: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        for sql in [PLACES, ALONE] {
            self.each_record(sql, &[], |row| {
                let chosen = row["statement"].is_string() || part.statement("");
                if chosen && part.row(&row) { take(row) } else { Ok(()) }
            })?;
        }
        Ok(())
    }

    /// Hands each page as a source to be cited to `take`, in the order of their names.
    ///
    /// # Errors
    /// If the file cannot be read, or what `take` gives.
    pub fn sources<E: From<Trouble>>(
        &self,
        part: &Part,
        mut take: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_record(SOURCES, &[], |row| if part.row(&row) { take(row) } else { Ok(()) })
    }
}
