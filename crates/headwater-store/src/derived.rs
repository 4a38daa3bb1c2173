//! Rows of what was found out about stories, written when it is found out.

use crate::rows::{text, v};
use crate::shelf::Shelf;
use crate::state::mark;
use crate::trouble::{Trouble, damaged};
use headwater::{Account, Dossier, StoryRow, Update};
use headwater_collate::{Place, Utterance};
use headwater_text::CharIndex;
use rusqlite::types::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The tables whose rows name their story.
const OF_STORY: [&str; 8] =
    ["story", "story_page", "statement", "reading", "difference", "node", "edge", "person"];

/// The pages of a story as its rows name them.
struct Pages<'d> {
    list: Vec<(i64, String, &'d str, CharIndex<'d>)>,
}

impl<'d> Pages<'d> {
    /// The cells of a place: number and name of the page, start, end, words.
    fn cells(&self, place: Place) -> Result<[Value; 5], Trouble> {
        let (n, page, body, index) =
            self.list.get(place.article).ok_or_else(|| damaged("a place in no page"))?;
        Ok([
            v(*n),
            v(page.clone()),
            v(index.to_chars(place.span.start) as i64),
            v(index.to_chars(place.span.end) as i64),
            v(place.span.of(body).to_owned()),
        ])
    }

    fn name(&self, article: usize) -> Value {
        self.list.get(article).map_or(Value::Null, |(_, page, ..)| v(page.clone()))
    }

    fn words(&self, place: Place) -> &'d str {
        self.list.get(place.article).map_or("", |(_, _, body, _)| place.span.of(body))
    }
}

/// Where a statement's base reading stands: number of the page, start, end.
type Base = (i64, i64, i64);

impl Shelf {
    /// Takes out what is no more, puts in what is found out anew, and notes which names lead to
    /// which others.
    pub(crate) fn write_stories(&mut self, update: &Update<'_>, run: i64) -> Result<(), Trouble> {
        let mut before: BTreeMap<String, Base> = BTreeMap::new();
        let told = update.told.iter().map(|(row, _)| &row.id);
        for story in update.gone.iter().chain(told) {
            self.bases(story, &mut before)?;
            for table in OF_STORY {
                self.seals.delete(&self.db, table, "story = ?", &[story])?;
            }
        }
        for (row, account) in &update.told {
            self.write_story(row, account, run)?;
        }
        let change = update.change;
        for (old, new) in &change.renamed {
            self.alias(old, new, "renamed", run)?;
        }
        for (olds, new) in &change.merged {
            for old in olds {
                self.alias(old, new, "merged", run)?;
            }
        }
        for (old, news) in &change.split {
            for new in news {
                self.alias(old, new, "split", run)?;
            }
        }
        for (old, (n, start, end)) in before {
            if !self.holds("statement", "statement", &old)? {
                // The statement that has now what the old one was named by.
                let mut sql = self.db.prepare_cached(
                    "SELECT DISTINCT statement FROM reading \
                     WHERE n = ? AND start = ? AND end = ? ORDER BY statement",
                )?;
                let news: Vec<String> =
                    sql.query_map((n, start, end), |r| r.get(0))?.collect::<Result<_, _>>()?;
                for new in news {
                    self.alias(&old, &new, "joined", run)?;
                }
            }
        }
        Ok(())
    }

    fn bases(&self, story: &str, out: &mut BTreeMap<String, Base>) -> Result<(), Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT statement, n, start, end FROM reading WHERE story = ? AND place = 0",
        )?;
        let mut rows = sql.query([story])?;
        while let Some(row) = rows.next()? {
            out.insert(row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?));
        }
        Ok(())
    }

    /// Whether a table has a row with this name.
    pub(crate) fn holds(&self, table: &str, column: &str, name: &str) -> Result<bool, Trouble> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?)");
        Ok(self.db.prepare_cached(&sql)?.query_row([name], |r| r.get(0))?)
    }

    fn alias(&self, old: &str, new: &str, why: &str, run: i64) -> Result<(), Trouble> {
        let known = "SELECT EXISTS (SELECT 1 FROM alias WHERE old = ? AND new = ?)";
        let known: bool = self.db.prepare_cached(known)?.query_row([old, new], |r| r.get(0))?;
        if !known {
            let row = [old, new, why].map(|t| v(t.to_owned()));
            self.seals.insert(&self.db, "alias", &[&row[..], &[v(run)]].concat())?;
        }
        Ok(())
    }

    fn write_story(&self, row: &StoryRow, account: &Account, run: i64) -> Result<(), Trouble> {
        let mut dossiers: Vec<(i64, Arc<Dossier>)> = Vec::new();
        for page in &account.pages {
            let lost = || damaged(format!("page {page} of a story is not held"));
            let n = self.number_of(*page)?.ok_or_else(lost)?;
            dossiers.push((n, self.dossier(*page)?.ok_or_else(lost)?));
        }
        let list = dossiers.iter().map(|(n, d)| {
            let body = d.quoted().article.text.as_str();
            (*n, d.page().to_string(), body, CharIndex::new(body))
        });
        let pages = Pages { list: list.collect() };
        let story = &account.story;
        let id = || v(row.id.clone());
        self.seals.insert(
            &self.db,
            "story",
            &[id(), v(story.title.clone()), v(row.pages.len() as i64), mark(row.print), v(run)],
        )?;
        for (place, (n, page, ..)) in pages.list.iter().enumerate() {
            let also = story.also.iter().find(|(copy, _)| *copy == place);
            let also = also.map_or(Value::Null, |(_, of)| pages.name(*of));
            let cells = [id(), v(place as i64), v(*n), v(page.clone()), also];
            self.seals.insert(&self.db, "story_page", &cells)?;
        }
        let marks: BTreeMap<&str, u64> = row.said.iter().map(|(s, m)| (s.as_str(), *m)).collect();
        for utterance in &account.utterances {
            let own = marks.get(utterance.id.as_str()).copied().unwrap_or_default();
            self.write_statement(&row.id, utterance, own, &pages, run)?;
        }
        for person in &account.people {
            let on = person.articles.iter().map(|(a, name)| match pages.name(*a) {
                Value::Text(page) => json!([page, name]),
                _ => json!([null, name]),
            });
            let on: Vec<_> = on.collect();
            self.seals.insert(
                &self.db,
                "person",
                &[
                    id(),
                    v(person.name.clone()),
                    v(json!(person.spellings).to_string()),
                    v(json!(on).to_string()),
                    v(person.doubtful),
                ],
            )?;
        }
        self.write_tree(&row.id, account, &pages, run)
    }

    fn write_statement(
        &self,
        story: &str,
        said: &Utterance,
        own: u64,
        pages: &Pages<'_>,
        run: i64,
    ) -> Result<(), Trouble> {
        let names = || [v(said.id.clone()), v(story.to_owned())];
        let base = said.readings.first().map_or("", |r| pages.words(r.place));
        let on = said.said_on.map(|w| w.iso());
        let rest = [
            text(said.speaker.as_deref()),
            text(on.as_deref()),
            v(said.readings.len() as i64),
            v(base.to_owned()),
            mark(own),
            v(run),
        ];
        self.seals.insert(&self.db, "statement", &[&names()[..], &rest].concat())?;
        for (place, reading) in said.readings.iter().enumerate() {
            let [n, page, start, end, words] = pages.cells(reading.place)?;
            let [statement, story] = names();
            self.seals.insert(
                &self.db,
                "reading",
                &[
                    statement,
                    story,
                    v(place as i64),
                    n,
                    page,
                    text(reading.quote.as_deref()),
                    v(reading.relation.name().to_owned()),
                    v(reading.repeat),
                    start,
                    end,
                    words,
                ],
            )?;
        }
        for (kind, a, b) in &said.differs {
            let (a, b) = (pages.cells(*a)?, pages.cells(*b)?);
            let head = [&names()[..], &[v(kind.clone())]].concat();
            self.seals.insert(&self.db, "difference", &[&head[..], &a, &b].concat())?;
        }
        Ok(())
    }

    fn write_tree(
        &self,
        story: &str,
        account: &Account,
        pages: &Pages<'_>,
        run: i64,
    ) -> Result<(), Trouble> {
        let Some(tree) = &account.tree else { return Ok(()) };
        let mut of: BTreeMap<&str, Value> = BTreeMap::new();
        for node in &tree.nodes {
            let page = node.witness.map_or(Value::Null, |w| pages.name(w));
            of.insert(&node.id, page.clone());
            let (story, id, label) =
                (v(story.to_owned()), v(node.id.clone()), v(node.label.clone()));
            let cells = [story, id, page, label, text(node.occasion)];
            self.seals.insert(&self.db, "node", &cells)?;
        }
        for edge in &tree.edges {
            let page = |id: &str| of.get(id).cloned().unwrap_or(Value::Null);
            let sure = edge.probability;
            self.seals.insert(
                &self.db,
                "edge",
                &[
                    v(story.to_owned()),
                    v(edge.parent.clone()),
                    v(edge.child.clone()),
                    page(&edge.parent),
                    page(&edge.child),
                    if sure.is_finite() { v(sure) } else { Value::Null },
                    v(run),
                ],
            )?;
        }
        Ok(())
    }
}
