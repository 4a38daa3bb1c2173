//! Words looked for in the full text, with what narrows them.

use crate::shelf::Shelf;
use crate::trouble::Trouble;
use headwater_text::{When, unspaced};
use rusqlite::types::Value as Cell;
use rusqlite::{Row, params_from_iter};
use serde_json::{Value, json};

/// What is looked for. [`Query::parse`] reads it as people type it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and phrases that a page must have, in its headline or its text.
    pub words: Vec<String>,
    /// Words of the name of somebody whom it quotes.
    pub speaker: Vec<String>,
    /// Words of its outlet's name.
    pub outlet: Vec<String>,
    /// It is dated before this begins.
    pub before: Option<When>,
    /// It is dated on this or later.
    pub after: Option<When>,
}

impl Query {
    /// Reads words, `"phrases"`, `speaker:NAME`, `outlet:NAME`, `before:DATE`, `after:DATE`; a name
    /// of several words stands between quotation marks.
    ///
    /// ```
    /// use headwater_store::Query;
    ///
    /// let query = Query::parse("ferry \"stays in port\" speaker:\"Mara Lind\" before:2031-03").unwrap();
    /// assert_eq!(query.words, ["ferry", "stays in port"]);
    /// assert_eq!(query.speaker, ["Mara Lind"]);
    /// assert!(query.before.is_some());
    /// assert!(Query::parse("before:yesterday").is_err());
    /// ```
    ///
    /// # Errors
    /// A sentence on what cannot be read.
    pub fn parse(text: &str) -> Result<Query, String> {
        let mut query = Query::default();
        for (name, words) in parts(text) {
            let day = || {
                When::parse(&words).ok_or_else(|| {
                    format!("`{words}` is no date; write it as 2024, 2024-03 or 2024-03-12")
                })
            };
            match name.as_deref() {
                Some("speaker") => query.speaker.push(words),
                Some("outlet") => query.outlet.push(words),
                Some("before") => query.before = Some(day()?),
                Some("after") => query.after = Some(day()?),
                _ => query.words.push(words),
            }
        }
        let all = query.words.iter().chain(&query.speaker).chain(&query.outlet);
        let said = all.clone().any(|w| w.chars().any(char::is_alphanumeric));
        if !said && query.before.is_none() && query.after.is_none() {
            return Err("no words to look for were given".into());
        }
        Ok(query)
    }

    /// In the language of the index.
    fn matched(&self) -> String {
        let within = |columns: &str, list: &[String]| -> Vec<String> {
            let phrases = list.iter().filter_map(|w| phrase(w));
            phrases.map(|p| format!("{columns} : {p}")).collect()
        };
        let mut all: Vec<String> = Vec::new();
        for words in &self.words {
            for (dense, run) in runs(words) {
                let columns = if dense { "{spaced title}" } else { "{title text}" };
                let run = if dense { apart(&run) } else { run };
                all.extend(phrase(&run).map(|p| format!("{columns} : {p}")));
            }
        }
        all.extend(within("{speakers}", &self.speaker));
        all.extend(within("{outlet}", &self.outlet));
        all.join(" AND ")
    }
}

/// Words with the name before their colon, if they have one.
fn parts(text: &str) -> Vec<(Option<String>, String)> {
    const NAMES: [&str; 4] = ["speaker", "outlet", "before", "after"];
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let named = NAMES.iter().find_map(|n| Some((n, rest.strip_prefix(n)?.strip_prefix(':')?)));
        let name = named.map(|(n, _)| (*n).to_owned());
        rest = named.map_or(rest, |(_, behind)| behind);
        let marks = [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')];
        let open = rest.chars().next().and_then(|c| marks.iter().find(|m| m.0 == c));
        let (words, behind) = match open {
            Some((open, close)) => {
                let inner = &rest[open.len_utf8()..];
                inner.split_once(*close).unwrap_or((inner, ""))
            }
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        if !words.trim().is_empty() {
            out.push((name, words.trim().to_owned()));
        }
        rest = behind.trim_start();
    }
    out
}

/// A phrase of the index; nothing for words without a letter or a number.
pub(crate) fn phrase(words: &str) -> Option<String> {
    let said = words.chars().any(char::is_alphanumeric);
    said.then(|| format!("\"{}\"", words.replace('"', " ")))
}

/// Runs of scripts written without spaces, and the rest between them.
fn runs(words: &str) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = Vec::new();
    for c in words.chars() {
        match out.last_mut() {
            Some((dense, run)) if *dense == unspaced(c) => run.push(c),
            _ => out.push((unspaced(c), c.to_string())),
        }
    }
    out
}

fn apart(run: &str) -> String {
    run.chars().flat_map(|c| [c, ' ']).collect()
}

/// A page that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its name.
    pub page: String,
    /// The id it came with.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet, as printed.
    pub outlet: Option<String>,
    /// Date, as precise as the page gives it.
    pub date: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The story it is in.
    pub story: Option<String>,
    /// Words of its text around what was found, cut ends marked with `…`.
    pub words: String,
}

impl Hit {
    /// The record form.
    pub fn to_json(&self) -> Value {
        json!({"page": self.page, "id": self.id, "title": self.title, "outlet": self.outlet,
            "date": self.date, "url": self.url, "story": self.story, "words": self.words})
    }
}

/// Pages that were found, the best first, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many pages have what was looked for.
    pub all: usize,
    /// Those asked for.
    pub hits: Vec<Hit>,
}

impl Shelf {
    /// Looks for words; gives the `most` best pages.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn search(&self, query: &Query, most: usize) -> Result<Hits, Trouble> {
        let matched = query.matched();
        let mut conditions: Vec<&str> = Vec::new();
        let mut cells: Vec<Cell> = Vec::new();
        if !matched.is_empty() {
            conditions.push("words MATCH ?");
            cells.push(matched.clone().into());
        }
        if let Some(before) = query.before {
            conditions.push("article.minute < ?");
            cells.push(before.interval().0.into());
        }
        if let Some(after) = query.after {
            conditions.push("article.minute >= ?");
            cells.push(after.interval().0.into());
        }
        let dated = query.before.is_some() || query.after.is_some();
        let (found, words, order) = match (matched.is_empty(), dated) {
            (true, _) => ("article", "substr(article.text, 1, 200)", "article.minute DESC"),
            (false, true) => ("words JOIN article ON article.n = words.rowid", SNIPPET, "rank"),
            (false, false) => ("words", SNIPPET, "rank"),
        };
        let condition = conditions.join(" AND ");
        let count = format!("SELECT count(*) FROM {found} WHERE {condition}");
        let all: i64 =
            self.db.prepare_cached(&count)?.query_row(params_from_iter(&cells), |r| r.get(0))?;
        let number = if matched.is_empty() { "article.n" } else { "words.rowid" };
        // The best are chosen before anything is looked up about them.
        let sql = format!(
            "SELECT page.page, id, title, outlet, date, url, found.words, \
             (SELECT story FROM story_page s WHERE s.n = page.n) FROM \
             (SELECT {number} AS n, {words} AS words, {order} AS best FROM {found} \
             WHERE {condition} ORDER BY {order} LIMIT {most}) found \
             JOIN page ON page.n = found.n JOIN article ON article.n = found.n \
             ORDER BY found.best{}, page.page",
            if matched.is_empty() { " DESC" } else { "" }
        )
        .replace("article.minute DESC AS best", "article.minute AS best");
        let mut sql = self.db.prepare_cached(&sql)?;
        let hits = sql.query_map(params_from_iter(&cells), hit)?.collect::<Result<_, _>>()?;
        Ok(Hits { all: all.max(0) as usize, hits })
    }
}

/// Words of the text around what was found.
const SNIPPET: &str = "snippet(words, 1, '', '', '…', 24)";

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let words: Option<String> = row.get(6)?;
    let words = words.unwrap_or_default();
    Ok(Hit {
        page: row.get(0)?,
        id: row.get(1)?,
        title: row.get(2)?,
        outlet: row.get(3)?,
        date: row.get(4)?,
        url: row.get(5)?,
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        story: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_typed() {
        let query = Query::parse("rain “the quay” outlet:tide speaker:“Mara Lind").unwrap();
        assert_eq!(query.words, ["rain", "the quay"]);
        assert_eq!((query.outlet, query.speaker), (vec!["tide".into()], vec!["Mara Lind".into()]));
        assert!(Query::parse(" ,! ").is_err());
        assert!(Query::parse("http://tide.example").unwrap().words == ["http://tide.example"]);
    }

    #[test]
    fn nothing_typed_is_read_as_an_operator() {
        let matched = |text: &str| Query::parse(text).unwrap().matched();
        assert_eq!(
            matched("a\" OR b*"),
            "{title text} : \"a \" AND {title text} : \"OR\" AND {title text} : \"b*\""
        );
        assert_eq!(matched("渡轮"), "{spaced title} : \"渡 轮 \"");
    }
}
