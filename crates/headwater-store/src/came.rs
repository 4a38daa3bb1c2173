//! Pages as they came: kept, and given back.

use crate::hint;
use crate::pack::{pack, unpack};
use crate::rows::{text, v};
use crate::shelf::Shelf;
use crate::trouble::{Trouble, damaged};
use headwater::{Dossier, PageId};
use headwater_page::{Article, Hint};
use rusqlite::OptionalExtension;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What came of a page besides what was read of it.
#[derive(Clone, Debug)]
pub enum Came {
    /// Its bytes, and what was known of it.
    Bytes(Vec<u8>, Box<Hint>),
    /// The same of a page that was fetched, with what the server said.
    Fetched(Box<Fetched>),
    /// A record that had its text: the article as it was given.
    Record(Box<Article>),
}

/// A page that was fetched.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was known of it.
    pub hint: Hint,
    /// What the server said: an object with `status`, `asked` (the address that was asked for), `via`
    /// (addresses between), `headers` (pairs of name and value), `signals` (against machine use).
    pub answer: Value,
}

impl Came {
    /// The article that is read of it.
    pub fn read(&self) -> Article {
        match self {
            Came::Bytes(bytes, hint) => headwater_page::read(bytes, hint),
            Came::Fetched(page) => headwater_page::read(&page.bytes, &page.hint),
            Came::Record(article) => article.as_ref().clone(),
        }
    }
}

/// A field of the head by which a server is asked whether a page changed.
fn field(answer: &Value, name: &str) -> Option<String> {
    let pairs = answer["headers"].as_array()?;
    let pair = pairs.iter().find(|p| p[0] == name)?;
    pair[1].as_str().map(str::to_owned)
}

impl Shelf {
    pub(crate) fn put_page(
        &mut self,
        n: i64,
        run: i64,
        dossier: &Dossier,
        came: Option<Came>,
    ) -> Result<(), Trouble> {
        let article = &dossier.quoted().article;
        let record = |a: &Article| (a.to_json().to_string().into_bytes(), json!({}), "record");
        let mut answer = None;
        let (bytes, known, form) = match came {
            Some(Came::Bytes(bytes, of)) => (bytes, hint::to_json(&of), "page"),
            Some(Came::Fetched(page)) => {
                answer = Some(page.answer.to_string());
                (page.bytes, hint::to_json(&page.hint), "page")
            }
            Some(Came::Record(given)) => record(&given),
            // Nothing else came: what was read stands for it.
            None => (dossier.quoted().to_json().to_string().into_bytes(), json!({}), "record"),
        };
        let fetched = known.get("fetched").and_then(|f| f.as_str()).map(str::to_owned);
        let fetched = fetched.or_else(|| Some(article.extra.get("fetched")?.as_str()?.to_owned()));
        let address = article.url.clone().unwrap_or_else(|| article.id.clone());
        let before: Option<String> = self
            .db
            .prepare_cached("SELECT page FROM page WHERE address = ? ORDER BY n DESC LIMIT 1")?
            .query_row([&address], |r| r.get(0))
            .optional()?;
        let added = self.added.remove(&dossier.page());
        let added = added.unwrap_or_else(|| self.run.began.to_string());
        let sha = if form == "page" {
            Some(Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect::<String>())
        } else {
            article.sha256.clone()
        };
        self.seals.insert(
            &self.db,
            "page",
            &[
                v(n),
                v(dossier.page().to_string()),
                v(article.id.clone()),
                v(address),
                text(article.url.as_deref()),
                text(article.source.as_deref()),
                text(sha.as_deref()),
                text(fetched.as_deref()),
                v(added),
                text(before.as_deref()),
                text(answer.as_deref()),
                v(bytes.len() as i64),
                v(form.to_owned()),
                v(pack(&bytes)),
                v(known.to_string()),
                v(run),
            ],
        )?;
        Ok(())
    }

    /// A page as it came.
    ///
    /// # Errors
    /// If the file cannot be read, or the bytes are damaged.
    pub fn bytes(&self, page: PageId) -> Result<Option<Came>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT id, form, size, bytes, hint, headers FROM page WHERE page = ?",
        )?;
        type Found = (String, String, i64, Vec<u8>, String, Option<String>);
        let row = sql.query_row([page.to_string()], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
        });
        let Some((id, form, size, packed, known, answer)): Option<Found> = row.optional()? else {
            return Ok(None);
        };
        let wrong = |what: &str| damaged(format!("page {page}: {what}"));
        let size = usize::try_from(size).map_err(|_| wrong("its size"))?;
        let bytes = unpack(&packed, Some(size)).map_err(|e| wrong(&e.to_string()))?;
        if form == "page" {
            let known = serde_json::from_str(&known).map_err(|_| wrong("what was known of it"))?;
            let hint = hint::from_json(&id, &known);
            let Some(answer) = answer else { return Ok(Some(Came::Bytes(bytes, Box::new(hint)))) };
            let answer = serde_json::from_str(&answer).map_err(|_| wrong("its headers"))?;
            return Ok(Some(Came::Fetched(Box::new(Fetched { bytes, hint, answer }))));
        }
        let record = serde_json::from_slice(&bytes).map_err(|_| wrong("its record"))?;
        let article = Article::from_json(record).ok_or_else(|| wrong("its record"))?;
        Ok(Some(Came::Record(Box::new(article))))
    }

    /// The newest version of an address that is held, and when it came: was fetched, else added.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn newest(&self, address: &str) -> Result<Option<(PageId, String)>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT page, coalesce(fetched, added) FROM page WHERE address = ? ORDER BY n DESC LIMIT 1",
        )?;
        let found = sql.query_row([address], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let Some((page, when)): Option<(String, String)> = found else { return Ok(None) };
        Ok(Some((crate::state::page_id(&page)?, when)))
    }

    /// What the newest version of an address had when it was fetched, for asking whether it changed:
    /// its `ETag` and `Last-Modified`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn validators(&self, address: &str) -> Result<[Option<String>; 2], Trouble> {
        let mut sql = self
            .db
            .prepare_cached("SELECT headers FROM page WHERE address = ? ORDER BY n DESC LIMIT 1")?;
        let found: Option<Option<String>> = sql.query_row([address], |r| r.get(0)).optional()?;
        let answer = found.flatten().and_then(|h| serde_json::from_str(&h).ok());
        let answer: Value = answer.unwrap_or_default();
        Ok(["etag", "last-modified"].map(|name| field(&answer, name)))
    }

    /// A note of the program's own, such as when a feed was asked last.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn noted(&self, name: &str) -> Result<Option<Value>, Trouble> {
        let bytes = self.get_state(&format!("note {name}"))?;
        Ok(bytes.and_then(|b| serde_json::from_slice(&b).ok()))
    }

    /// Keeps a note; it is written at once, or with the batch that was begun.
    ///
    /// # Errors
    /// As [`Shelf::begin`].
    pub fn note(&mut self, name: &str, note: &Value) -> Result<(), Trouble> {
        let own = self.db.is_autocommit();
        self.begin()?;
        self.set_state(&format!("note {name}"), note.to_string().as_bytes())?;
        if own { self.commit() } else { Ok(()) }
    }
}
