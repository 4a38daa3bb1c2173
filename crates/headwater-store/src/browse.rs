//! What a reader leafs through: newest stories, speakers, outlets, and what stands around one of
//! them, a slice at a time.

use crate::shelf::Shelf;
use crate::trouble::Trouble;
use rusqlite::types::Value as Cell;
use rusqlite::{OptionalExtension, ToSql, params_from_iter};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Which rows of a list are wanted: so many from this one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Rows before.
    pub from: usize,
    /// Rows at most.
    pub most: usize,
}

/// A slice of a list, and how long the list is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// All rows there are; where counting them all would take long, those that are known to be there.
    pub all: usize,
    /// Those asked for, as records.
    pub rows: Vec<Value>,
}

/// How much a library holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub pages: usize,
    /// Outlets that they name.
    pub outlets: usize,
    /// Stories of several pages.
    pub stories: usize,
    /// Statements.
    pub statements: usize,
}

/// Most pages of a speaker or an outlet that are looked through for its stories.
const LOOKED: usize = 20_000;

/// A name as a list shows it: of two words or more, none of which begins with a small letter, or in
/// a script that has no small letters. What else speakers are called is no name.
fn is_name(name: &str) -> bool {
    let cased = name.chars().any(char::is_lowercase);
    let words: Vec<&str> = name.split_whitespace().collect();
    let small = |w: &&str| w.chars().next().is_none_or(char::is_lowercase);
    !words.is_empty() && (!cased || words.len() > 1 && !words.iter().any(small))
}

impl Shelf {
    /// How often the library was changed: as long as this is the same, so is all that is found.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changes(&self) -> Result<i64, Trouble> {
        self.count_changes()
    }

    /// How much it holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(&self) -> Result<Counts, Trouble> {
        let count = |sql: &str| -> Result<usize, Trouble> {
            let n: i64 = self.db.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
            Ok(n.max(0) as usize)
        };
        Ok(Counts {
            pages: self.pages()?,
            outlets: self.outlets()?,
            stories: count("SELECT count(*) FROM story WHERE pages > 1")?,
            statements: count("SELECT count(*) FROM statement")?,
        })
    }

    /// Stories of several pages, that with the newest page first; undated ones last.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn newest_stories(&self, slice: Slice) -> Result<Listed, Trouble> {
        let sql = "SELECT s.story FROM article a INDEXED BY article_by_minute \
            JOIN story_page p ON p.n = a.n JOIN story s ON s.story = p.story \
            WHERE s.pages > 1 ORDER BY a.minute DESC";
        let names = self.distinct(sql, &[], slice.from + slice.most)?;
        let all = self.counts()?.stories;
        self.stories_listed(names, all, slice)
    }

    /// Stories in which pages of these outlets stand, the newest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stories_of_outlets(&self, outlets: &[String], slice: Slice) -> Result<Listed, Trouble> {
        let sql = format!(
            "SELECT p.story FROM (SELECT n, minute FROM article WHERE outlet IN \
             (SELECT value FROM json_each(?)) ORDER BY minute DESC LIMIT {LOOKED}) a \
             JOIN story_page p ON p.n = a.n JOIN story s ON s.story = p.story \
             WHERE s.pages > 1 ORDER BY a.minute DESC"
        );
        let names = self.distinct(&sql, &[&json!(outlets).to_string()], usize::MAX)?;
        let all = names.len();
        self.stories_listed(names, all, slice)
    }

    /// The first values of the first column, each once.
    fn distinct(&self, sql: &str, of: &[&dyn ToSql], most: usize) -> Result<Vec<String>, Trouble> {
        let mut sql = self.db.prepare_cached(sql)?;
        let mut rows = sql.query(of)?;
        let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
        while out.len() < most {
            let Some(row) = rows.next()? else { break };
            let name: String = row.get(0)?;
            if seen.insert(name.clone()) {
                out.push(name);
            }
        }
        Ok(out)
    }

    fn stories_listed(
        &self,
        names: Vec<String>,
        all: usize,
        slice: Slice,
    ) -> Result<Listed, Trouble> {
        let wanted = names.iter().skip(slice.from).take(slice.most);
        let rows = wanted.map(|n| self.story_row(n)).collect::<Result<_, _>>()?;
        Ok(Listed { all, rows })
    }

    /// A story in a line: title, pages, days, outlets, who speaks, how many statements several pages
    /// have, and how many of them differ in substance.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn story_row(&self, story: &str) -> Result<Value, Trouble> {
        let sql = "SELECT 'story' AS type, story, title, pages AS size FROM story WHERE story = ?";
        let mut row = self.records(sql, &[&story])?.into_iter().next().unwrap_or_default();
        let days = "SELECT min(date) AS first, max(date) AS last FROM \
            (SELECT substr(date, 1, 10) AS date FROM story_page JOIN article USING (n) WHERE story = ?)";
        let days = self.records(days, &[&story])?.into_iter().next().unwrap_or_default();
        row["first"] = days["first"].clone();
        row["last"] = days["last"].clone();
        let outlets = "SELECT DISTINCT outlet FROM story_page JOIN article USING (n) \
            WHERE story = ? AND outlet IS NOT NULL ORDER BY minute, place LIMIT 8";
        row["outlets"] = json!(self.strings(outlets, &[&story])?);
        let speakers = "SELECT speaker FROM statement WHERE story = ? AND speaker IS NOT NULL \
            GROUP BY speaker ORDER BY sum(readings) DESC, speaker LIMIT 24";
        let people = "SELECT spellings FROM person WHERE story = ?";
        let people = self.records(people, &[&story])?;
        let person = |name: &str| {
            let has =
                |p: &Value| p["spellings"].as_array().is_some_and(|s| s.iter().any(|s| s == name));
            people.iter().position(has)
        };
        let (mut met, mut told) = (BTreeSet::new(), Vec::new());
        for name in self.strings(speakers, &[&story])?.into_iter().filter(|s| is_name(s)) {
            if person(&name).is_none_or(|p| met.insert(p)) {
                told.push(name);
            }
        }
        told.truncate(3);
        row["speakers"] = json!(told);
        let said = "SELECT count(*) AS shared FROM statement WHERE story = ? AND readings > 1";
        let said = self.records(said, &[&story])?;
        row["shared"] = said.first().map(|s| s["shared"].clone()).unwrap_or_default();
        let differ = "SELECT DISTINCT statement FROM difference WHERE story = ?";
        row["differ"] = json!(self.strings(differ, &[&story])?.len());
        Ok(row)
    }

    /// Who is quoted: names with how many statements they have, most first. Spellings that were
    /// found to be one person's stand together under the one with most.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn speakers(&self, slice: Slice) -> Result<Listed, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT speaker, count(*) FROM statement WHERE speaker IS NOT NULL GROUP BY speaker",
        )?;
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if is_name(&name) {
                counts.insert(name, row.get(1)?);
            }
        }
        self.gathered(&mut counts)?;
        let mut all: Vec<(String, i64)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let wanted = all.iter().skip(slice.from).take(slice.most);
        let rows = wanted.map(|(n, c)| json!({"type": "speaker", "name": n, "statements": c}));
        Ok(Listed { all: all.len(), rows: rows.collect() })
    }

    /// Puts the counts of one person's spellings under the one that has most.
    fn gathered(&self, counts: &mut BTreeMap<String, i64>) -> Result<(), Trouble> {
        let mut sql =
            self.db.prepare_cached("SELECT DISTINCT spellings FROM person ORDER BY spellings")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let spellings: String = row.get(0)?;
            let spellings: Vec<String> = serde_json::from_str(&spellings).unwrap_or_default();
            let here = spellings.iter().filter_map(|s| Some((*counts.get(s)?, s)));
            let Some((_, most)) = here.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(a.1)))
            else {
                continue;
            };
            for other in spellings.iter().filter(|s| *s != most) {
                if let Some(more) = counts.remove(other)
                    && let Some(own) = counts.get_mut(most)
                {
                    *own += more;
                }
            }
        }
        Ok(())
    }

    /// Outlets with how many pages they have here, most first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn outlets_listed(&self, slice: Slice) -> Result<Listed, Trouble> {
        let pages = "SELECT outlet, count(*) AS pages FROM article WHERE outlet IS NOT NULL GROUP BY outlet";
        let pages: BTreeMap<String, u64> = (self.records(pages, &[])?.iter())
            .filter_map(|r| Some((r["outlet"].as_str()?.to_owned(), r["pages"].as_u64()?)))
            .collect();
        let mut rows =
            self.records("SELECT 'outlet' AS type, outlet, name, spellings FROM outlet", &[])?;
        for row in &mut rows {
            let names = row["spellings"].as_array().cloned().unwrap_or_default();
            let all = names.iter().filter_map(|n| pages.get(n.as_str()?)).sum::<u64>();
            row["pages"] = json!(all);
        }
        let key = |r: &Value| {
            let name = r["name"].as_str().unwrap_or_default().to_owned();
            (std::cmp::Reverse(r["pages"].as_u64().unwrap_or_default()), name)
        };
        rows.sort_by_cached_key(key);
        let all = rows.len();
        Ok(Listed { all, rows: rows.into_iter().skip(slice.from).take(slice.most).collect() })
    }

    /// Statements of somebody with these spellings, in order of the day when they were said or, where
    /// no report tells it, of the first report's.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn statements_of(&self, spellings: &[String], slice: Slice) -> Result<Listed, Trouble> {
        let list = json!(spellings).to_string();
        let count =
            "SELECT count(*) FROM statement WHERE speaker IN (SELECT value FROM json_each(?))";
        let all: i64 = self.db.prepare_cached(count)?.query_row([&list], |r| r.get(0))?;
        let sql = "SELECT s.statement, s.story, s.speaker, s.said_on, s.readings, story.title, \
             r.page, r.start, r.end, r.words, article.outlet, substr(article.date, 1, 10) AS date, lang, \
             (SELECT count(*) FROM difference d WHERE d.statement = s.statement) AS differences \
             FROM statement s JOIN reading r ON r.statement = s.statement AND r.place = 0 \
             JOIN article ON article.n = r.n JOIN story ON story.story = s.story \
             WHERE s.speaker IN (SELECT value FROM json_each(?1)) \
             ORDER BY coalesce(s.said_on, article.date) IS NULL, coalesce(s.said_on, article.date), \
             s.statement LIMIT ?2 OFFSET ?3";
        let rows = self.records(sql, &[&list, &(slice.most as i64), &(slice.from as i64)])?;
        Ok(Listed { all: all.max(0) as usize, rows })
    }

    /// How pages call somebody with these spellings: office or trade, in how many quotations.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn roles_of(&self, spellings: &[String]) -> Result<Vec<Value>, Trouble> {
        let sql = "SELECT role, count(*) AS quotations, count(DISTINCT n) AS pages FROM quotation \
            WHERE speaker IN (SELECT value FROM json_each(?)) AND role IS NOT NULL \
            GROUP BY role ORDER BY quotations DESC, role LIMIT 12";
        self.records(sql, &[&json!(spellings).to_string()])
    }

    /// From whom an outlet with these names has its reports, as far as family trees tell: names of
    /// outlets or of sources that are not held, with how many pages and the mean probability; and who
    /// has theirs from it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn exchanged(&self, outlets: &[String]) -> Result<Value, Trouble> {
        let list = json!(outlets).to_string();
        let own = format!(
            "WITH own AS (SELECT p.story, p.page FROM (SELECT n FROM article WHERE outlet IN \
             (SELECT value FROM json_each(?1)) ORDER BY minute DESC LIMIT {LOOKED}) a \
             JOIN story_page p ON p.n = a.n) "
        );
        let from = own.clone()
            + "SELECT article.outlet, article.outlet IS NOT NULL AS held, node.label, \
               count(*) AS pages, avg(probability) AS probability FROM own \
               JOIN edge ON edge.story = own.story AND edge.child_page = own.page \
               LEFT JOIN page ON page.page = edge.parent_page LEFT JOIN article ON article.n = page.n \
               LEFT JOIN node ON edge.parent_page IS NULL AND node.story = edge.story \
               AND node.node = edge.parent WHERE probability >= 0.5 \
               GROUP BY coalesce(article.outlet, node.label) ORDER BY pages DESC, 1, 3 LIMIT 40";
        let to = own
            + "SELECT article.outlet, count(*) AS pages, avg(probability) AS probability FROM own \
               JOIN edge ON edge.story = own.story AND edge.parent_page = own.page \
               JOIN page ON page.page = edge.child_page JOIN article ON article.n = page.n \
               WHERE probability >= 0.5 GROUP BY article.outlet ORDER BY pages DESC, 1 LIMIT 40";
        Ok(json!({"from": self.records(&from, &[&list])?, "to": self.records(&to, &[&list])?}))
    }

    /// How an outlet with these names has statements that others have too, in counts: by relation to
    /// the base reading, and by kind of difference.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn wordings_of(&self, outlets: &[String]) -> Result<Value, Trouble> {
        let list = json!(outlets).to_string();
        let own = format!(
            "FROM (SELECT n FROM article WHERE outlet IN (SELECT value FROM json_each(?1)) \
             ORDER BY minute DESC LIMIT {LOOKED}) a "
        );
        let relations = format!(
            "SELECT relation, count(*) AS readings {own} JOIN reading r ON r.n = a.n \
             JOIN statement s ON s.statement = r.statement WHERE s.readings > 1 AND NOT repeat \
             GROUP BY relation ORDER BY readings DESC, relation"
        );
        let kinds = format!(
            "SELECT kind, count(DISTINCT d.statement) AS statements {own} \
             JOIN story_page p ON p.n = a.n JOIN difference d ON d.story = p.story \
             WHERE d.n = a.n OR d.other_n = a.n GROUP BY kind ORDER BY statements DESC, kind"
        );
        Ok(json!({"relations": self.records(&relations, &[&list])?,
            "differences": self.records(&kinds, &[&list])?}))
    }

    /// The readings that a page has of statements, in order of their places.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn readings_in(&self, page: &str) -> Result<Vec<Value>, Trouble> {
        let sql = "SELECT statement, s.speaker, s.readings AS pages, r.relation, r.start, r.end, r.words \
            FROM page JOIN reading r ON r.n = page.n JOIN statement s USING (statement) \
            WHERE page.page = ? ORDER BY r.start, r.end, statement LIMIT 2000";
        self.records(sql, &[&page])
    }

    /// Statements of which these pages have readings, `most` at most: name, story, speaker, words of
    /// the base reading and where it stands.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn statements_in(&self, pages: &[String], most: usize) -> Result<Vec<Value>, Trouble> {
        let sql = "SELECT DISTINCT s.statement, s.story, s.speaker, s.readings, b.page, b.start, b.end, \
            b.words, article.outlet, substr(article.date, 1, 10) AS date, lang \
            FROM json_each(?1) j JOIN page ON page.page = j.value JOIN reading r ON r.n = page.n \
            JOIN statement s USING (statement) JOIN reading b ON b.statement = s.statement AND b.place = 0 \
            JOIN article ON article.n = b.n ORDER BY s.statement LIMIT ?2";
        self.records(sql, &[&json!(pages).to_string(), &(most as i64)])
    }

    /// Addresses and languages of pages: what is needed to cite them. In the order of the names given.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn cited(&self, pages: &[String]) -> Result<BTreeMap<String, Value>, Trouble> {
        let sql = "SELECT page.page, page.id, url, fetched, added, sha256, title, outlet, date, lang \
            FROM json_each(?1) j JOIN page ON page.page = j.value JOIN article USING (n)";
        let rows = self.records(sql, &[&json!(pages).to_string()])?;
        Ok(rows.into_iter().filter_map(|r| Some((r["page"].as_str()?.to_owned(), r))).collect())
    }

    /// In which story a page stands.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn story_of(&self, page: &str) -> Result<Option<String>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT story FROM page JOIN story_page USING (n) WHERE page.page = ? LIMIT 1",
        )?;
        Ok(sql.query_row([page], |r| r.get(0)).optional()?)
    }

    /// A mark over all that what is found out about a story hangs on; nothing where there is no such
    /// story.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn mark_of(&self, story: &str) -> Result<Option<i64>, Trouble> {
        let mut sql = self.db.prepare_cached("SELECT print FROM story WHERE story = ? LIMIT 1")?;
        Ok(sql.query_row([story], |r| r.get(0)).optional()?)
    }

    /// How many pages these stories have.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn size_of(&self, stories: &[String]) -> Result<usize, Trouble> {
        let cells = [Cell::from(json!(stories).to_string())];
        let sql = "SELECT coalesce(sum(pages), 0) FROM story WHERE story IN (SELECT value FROM json_each(?))";
        let n: i64 =
            self.db.prepare_cached(sql)?.query_row(params_from_iter(&cells), |r| r.get(0))?;
        Ok(n.max(0) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_what_else_speaks() {
        for name in ["Mara Lind", "Anselm Kjørvik", "王毅", "ياسر عرفات"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["the agency", "The officials", "Officials", "two officials", ""] {
            assert!(!is_name(other), "{other}");
        }
    }
}
