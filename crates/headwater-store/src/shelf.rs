//! The file: opened, written a batch at a time, asked for dossiers.

use crate::came::Came;
use crate::outlets;
use crate::pack::{pack, unpack};
use crate::places::{self, Places};
use crate::profile::Profiles;
use crate::rows::{Seals, bits, text, v};
use crate::stamp::Stamp;
use crate::state::write_prints;
use crate::trouble::{Trouble, damaged};
use headwater::{Dossier, Entry, Lookup, PageId, State, Store, StoreError, Update, Version};
use headwater_collate::Profile;
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::{CharIndex, unspaced};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde_json::json;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What stands in the head of the file: `HWTR`.
const APPLICATION: i64 = 0x4857_5452;
/// The state of the tables.
const FORMAT: i64 = 3;
/// The state from which on pages have profiles.
pub(crate) const WITH_PROFILES: i64 = 2;
/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// And how long between two tries where SQLite does not wait by itself.
const PAUSE: Duration = Duration::from_millis(10);
/// Dossiers in memory, twice at most.
const CACHED: usize = 2048;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To be read; it must be there.
    Read,
    /// To be written; it must be there.
    Write,
    /// To be written; made where it is not there.
    Create,
}

/// Who writes, and with which settings: derived rows name it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The verb: `add`.
    pub verb: String,
    /// Name and version of the program.
    pub program: String,
    /// Which tagger finds quotations.
    pub reader: String,
    /// Whatever else was set.
    pub settings: serde_json::Value,
    /// When it began.
    pub began: Stamp,
}

/// A library's file.
///
/// ```
/// use headwater::{Engine, Library, Step};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
/// use headwater_store::{Run, Shelf};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::fast();
/// let mut shelf = Shelf::in_memory()?;
/// shelf.run(Run { verb: "add".into(), ..Run::default() });
/// let mut library = Library::open(shelf, Step::Stemmata, &engine)?;
/// library.add(&engine, [engine.dossier(Article::plain("a", "It rained in Orvel."))], &InTurn)?;
/// assert_eq!(library.store().pages()?, 1);
/// assert!(library.store().verify()?.damage.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Shelf {
    pub(crate) db: Connection,
    pub(crate) seals: Seals,
    pub(crate) run: Run,
    /// The number of the run once something was written in it.
    number: Option<i64>,
    /// How many changes the file had when this process last read or wrote it.
    changes: i64,
    /// What came of pages that are about to be put in.
    came: BTreeMap<PageId, Came>,
    /// When pages were first added that come from another library.
    pub(crate) added: BTreeMap<PageId, String>,
    /// Pages that leave a tombstone when they are taken out.
    buried: BTreeSet<PageId>,
    /// Names of outlets under which pages came or went.
    pub(crate) named: BTreeSet<String>,
    /// Whether the index of words still has some that are to leave the file.
    leaving: bool,
    cache: RefCell<Cache>,
    pub(crate) profiles: RefCell<Profiles>,
    /// What of the indexes is in memory, once it was asked for.
    pub(crate) places: RefCell<Option<Places>>,
    /// From how many pages on those that came lately become a segment, and segments one.
    pub(crate) settling: (usize, usize),
    /// The state of the tables.
    pub(crate) format: i64,
}

/// Dossiers in memory: those asked for lately.
#[derive(Debug, Default)]
struct Cache {
    young: BTreeMap<PageId, Arc<Dossier>>,
    old: BTreeMap<PageId, Arc<Dossier>>,
}

impl Cache {
    fn get(&mut self, page: PageId) -> Option<Arc<Dossier>> {
        let found = self.young.get(&page).or_else(|| self.old.get(&page)).cloned()?;
        self.put(page, Arc::clone(&found));
        Some(found)
    }

    fn put(&mut self, page: PageId, dossier: Arc<Dossier>) {
        self.young.insert(page, dossier);
        if self.young.len() > CACHED {
            self.old = std::mem::take(&mut self.young);
        }
    }

    fn forget(&mut self, page: PageId) {
        self.young.remove(&page);
        self.old.remove(&page);
    }
}

impl Shelf {
    /// Opens a file.
    ///
    /// # Errors
    /// If it is not there, is no library, was made by a later version, or may not be used so.
    pub fn open(path: &Path, mode: Mode) -> Result<Shelf, Trouble> {
        let flags = match mode {
            Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags)?;
        let found = Shelf::over(opened, mode);
        if mode == Mode::Read && matches!(found, Err(Trouble::Open(_) | Trouble::ReadOnly)) {
            // In a folder that may not be written the notes of readers cannot be kept: with no
            // open journal beside it the file is whole and can be read without them.
            let journal = Path::new(&beside(path, "-wal")).exists();
            if let Some(address) = address(path).filter(|_| !journal) {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                return Shelf::over(Connection::open_with_flags(address, flags)?, mode);
            }
        }
        found
    }

    /// An empty library in memory.
    ///
    /// # Errors
    /// If there is no memory.
    pub fn in_memory() -> Result<Shelf, Trouble> {
        Shelf::over(Connection::open_in_memory()?, Mode::Create)
    }

    fn over(db: Connection, mode: Mode) -> Result<Shelf, Trouble> {
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(128);
        db.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536;",
        )?;
        let application: i64 = db.query_row("PRAGMA application_id", [], |r| r.get(0))?;
        let format: i64 = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        let fresh = application == 0 && format == 0 && tables == 0;
        if application != APPLICATION && !fresh {
            return Err(Trouble::NotOurs);
        }
        if format > FORMAT {
            return Err(Trouble::Newer(format, FORMAT));
        }
        if mode != Mode::Read {
            keep_a_journal(&db)?;
            // What was reported as stored outlives a loss of power, not only a killed process.
            db.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
        }
        if fresh && mode == Mode::Read {
            return Err(Trouble::NotOurs);
        }
        let mut format = format;
        if fresh {
            make(&db)?;
            format = FORMAT;
        } else if mode != Mode::Read && format < FORMAT {
            bring_up(&db)?;
            format = FORMAT;
        }
        let mut shelf = Shelf {
            db,
            seals: Seals::default(),
            run: Run::default(),
            number: None,
            changes: 0,
            came: BTreeMap::new(),
            added: BTreeMap::new(),
            buried: BTreeSet::new(),
            named: BTreeSet::new(),
            leaving: false,
            cache: RefCell::default(),
            profiles: RefCell::default(),
            places: RefCell::default(),
            settling: places::SETTLING,
            format,
        };
        shelf.changes = shelf.count_changes()?;
        Ok(shelf)
    }

    /// Says who writes from now on.
    pub fn run(&mut self, run: Run) {
        self.run = run;
        self.number = None;
    }

    /// When the run began that writes.
    pub(crate) fn began(&self) -> Stamp {
        self.run.began
    }

    /// How many pages it holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn pages(&self) -> Result<usize, Trouble> {
        let count: i64 = self.db.query_row("SELECT count(*) FROM page", [], |r| r.get(0))?;
        Ok(count.max(0) as usize)
    }

    /// Bounds the file to so many bytes: what goes beyond is refused as on a full disk.
    ///
    /// # Errors
    /// If the file cannot be used.
    pub fn bound(&self, bytes: u64) -> Result<(), Trouble> {
        let size: i64 = self.db.query_row("PRAGMA page_size", [], |r| r.get(0))?;
        let most = bytes.div_ceil(size.max(1) as u64).max(1);
        self.db.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))?;
        Ok(())
    }

    /// The same with segments of so many pages, of which so many become one: in tests a few pages then
    /// do what otherwise thousands do.
    #[doc(hidden)]
    #[must_use]
    pub fn settling(mut self, pages: usize, segments: usize) -> Shelf {
        self.settling = (pages, segments);
        self
    }

    /// Takes what came of a page that is put in next.
    pub fn came(&mut self, page: PageId, came: Came) {
        self.came.insert(page, came);
    }

    /// The same for a page of another library, with when it was added there.
    pub fn came_before(&mut self, page: PageId, came: Came, added: String) {
        self.came(page, came);
        self.added.insert(page, added);
    }

    /// Pages that are taken out next leave a tombstone: their names and hashes, nothing else.
    pub fn bury(&mut self, pages: &[PageId]) {
        self.buried.extend(pages);
    }

    /// Begins a batch: from here to the end of the next addition or removal all is written
    /// together or not at all. Without it the batch begins with the first page.
    ///
    /// # Errors
    /// [`Trouble::Stale`] if another process wrote meanwhile: the library over this file is to be
    /// opened again. Otherwise if it cannot be written.
    pub fn begin(&mut self) -> Result<(), Trouble> {
        if !self.db.is_autocommit() {
            return Ok(());
        }
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        if self.count_changes()? != self.changes {
            self.db.execute_batch("ROLLBACK")?;
            return Err(Trouble::Stale);
        }
        Ok(())
    }

    /// Gives up a batch.
    pub fn give_up(&mut self) {
        if !self.db.is_autocommit() {
            // Where even this fails, closing the file does the same.
            let _ = self.db.execute_batch("ROLLBACK");
        }
        self.seals.clear();
        self.came.clear();
        self.added.clear();
        self.buried.clear();
        self.named.clear();
        self.leaving = false;
        self.number = None;
        *self.cache.borrow_mut() = Cache::default();
        *self.profiles.borrow_mut() = Profiles::default();
        *self.places.borrow_mut() = None;
    }

    /// Ends a batch.
    pub(crate) fn commit(&mut self) -> Result<(), Trouble> {
        outlets::bring_up(self)?;
        self.settle_places()?;
        if std::mem::take(&mut self.leaving) {
            // Words that were taken out stay in the index until it is written anew. FTS5 can wipe them at
            // once, but then no SQLite before 3.42 opens the index.
            self.db.execute_batch("INSERT INTO words (words) VALUES ('optimize')")?;
        }
        self.changes += 1;
        self.set_state("changes", &self.changes.to_le_bytes())?;
        self.seals.write(&self.db)?;
        self.db.execute_batch("COMMIT")?;
        self.came.clear();
        self.added.clear();
        self.buried.clear();
        Ok(())
    }

    pub(crate) fn count_changes(&self) -> Result<i64, Trouble> {
        let bytes = self.get_state("changes")?.unwrap_or_else(|| vec![0; 8]);
        let bytes = bytes.try_into().map_err(|_| damaged("the count of changes"))?;
        Ok(i64::from_le_bytes(bytes))
    }

    pub(crate) fn get_state(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let mut sql = self.db.prepare_cached("SELECT value FROM state WHERE name = ?")?;
        Ok(sql.query_row([name], |r| r.get(0)).optional()?)
    }

    pub(crate) fn set_state(&self, name: &str, value: &[u8]) -> Result<(), Trouble> {
        self.seals.delete(&self.db, "state", "name = ?", &[&name])?;
        self.seals.insert(&self.db, "state", &[v(name.to_owned()), v(value.to_vec())])?;
        Ok(())
    }

    /// The number of this run; its row is written with the first row that names it.
    pub(crate) fn run_number(&mut self, version: Version) -> Result<i64, Trouble> {
        if let Some(number) = self.number {
            return Ok(number);
        }
        let next: i64 =
            self.db.query_row("SELECT coalesce(max(run), 0) + 1 FROM run", [], |r| r.get(0))?;
        let run = &self.run;
        self.seals.insert(
            &self.db,
            "run",
            &[
                v(next),
                v(run.began.to_string()),
                v(run.verb.clone()),
                v(run.program.clone()),
                v(version.to_string()),
                v(run.reader.clone()),
                v(run.settings.to_string()),
            ],
        )?;
        self.number = Some(next);
        Ok(next)
    }

    /// Which tagger found the quotations of the pages, and with which settings: those of the last
    /// run with the version that the library has.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn made_with(&self) -> Result<Option<(String, serde_json::Value)>, Trouble> {
        let Some(version) = self.version()? else { return Ok(None) };
        let mut sql = self.db.prepare_cached(
            "SELECT reader, settings FROM run WHERE version = ? ORDER BY run DESC LIMIT 1",
        )?;
        let row: Option<(String, String)> =
            sql.query_row([version.to_string()], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        Ok(row.map(|(reader, settings)| {
            (reader, serde_json::from_str(&settings).unwrap_or_default())
        }))
    }

    /// When the version of its address was added that a page came after; nothing for the first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changed_since(&self, page: PageId) -> Result<Option<Stamp>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT old.added FROM page JOIN page old ON old.page = page.replaces \
             WHERE page.page = ?",
        )?;
        let added: Option<String> = sql.query_row([page.to_string()], |r| r.get(0)).optional()?;
        Ok(added.and_then(|a| Stamp::parse(&a)))
    }

    /// How many outlets its pages name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn outlets(&self) -> Result<usize, Trouble> {
        let count: i64 = self.db.query_row("SELECT count(*) FROM outlet", [], |r| r.get(0))?;
        Ok(count.max(0) as usize)
    }

    /// When a page was forgotten, by its name or the SHA-256 of its bytes.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn forgotten(&self, page: PageId, sha256: &str) -> Result<Option<Stamp>, Trouble> {
        let mut sql = self
            .db
            .prepare_cached("SELECT forgotten FROM tombstone WHERE page = ? OR sha256 = ?")?;
        let when: Option<String> =
            sql.query_row([page.to_string().as_str(), sha256], |r| r.get(0)).optional()?;
        Ok(when.map(|w| Stamp::parse(&w).unwrap_or_default()))
    }

    fn put_in(&mut self, dossier: &Arc<Dossier>) -> Result<(), Trouble> {
        self.begin()?;
        let run = self.run_number(dossier.version())?;
        let page = dossier.page();
        let n: i64 = self
            .db
            .prepare_cached("SELECT coalesce(max(n), 0) + 1 FROM page")?
            .query_row([], |r| r.get(0))?;
        let came = self.came.remove(&page);
        self.put_page(n, run, dossier, came)?;
        self.put_article(n, run, dossier)?;
        self.put_quotations(n, dossier.quoted())?;
        let entry = Entry::of(dossier);
        self.seals.insert(
            &self.db,
            "dossier",
            &[
                v(n),
                v(dossier.version().to_string()),
                v(pack(record(dossier.quoted()).as_bytes())),
                text(entry.given.as_deref()),
                v(write_prints(&entry)),
                v(run),
            ],
        )?;
        self.put_profile(n, dossier)?;
        self.put_places(n, &entry)?;
        self.cache.borrow_mut().put(page, Arc::clone(dossier));
        Ok(())
    }

    fn put_article(&mut self, n: i64, run: i64, dossier: &Dossier) -> Result<(), Trouble> {
        let quoted = dossier.quoted();
        let article = &quoted.article;
        self.named.extend(article.outlet.clone());
        let mut speakers: Vec<&str> =
            quoted.quotes.iter().filter_map(|q| q.speaker.as_deref()).collect();
        speakers.sort_unstable();
        speakers.dedup();
        self.seals.insert(
            &self.db,
            "article",
            &[
                v(n),
                v(dossier.page().to_string()),
                text(article.title.as_deref()),
                text(article.outlet.as_deref()),
                v(json!(article.authors).to_string()),
                text(article.date.map(|d| d.iso()).as_deref()),
                text(article.date_basis.as_ref().map(|b| b.kind.as_str())),
                article.date.map_or(Value::Null, |d| v(d.interval().0)),
                text(article.lang.as_deref()),
                v(speakers.join("\n")),
                v(article.text.clone()),
                text(spaced(&article.text).as_deref()),
                v(run),
            ],
        )?;
        self.db
            .prepare_cached(
                "INSERT INTO words (rowid, title, text, spaced, speakers, outlet) \
                 SELECT n, title, text, spaced, speakers, outlet FROM article WHERE n = ?",
            )?
            .execute([n])?;
        Ok(())
    }

    fn put_quotations(&self, n: i64, quoted: &Quoted) -> Result<(), Trouble> {
        let index = CharIndex::new(&quoted.article.text);
        for q in &quoted.quotes {
            let at = |place: usize| v(index.to_chars(place) as i64);
            self.seals.insert(
                &self.db,
                "quotation",
                &[
                    v(n),
                    v(q.id.clone()),
                    v(q.kind.name().to_owned()),
                    text(q.speaker.as_deref()),
                    text(q.role.as_deref()),
                    v(q.stance.name().to_owned()),
                    v(q.zone.name().to_owned()),
                    text(q.said_on.map(|w| w.iso()).as_deref()),
                    at(q.span.start),
                    at(q.span.end),
                    v(q.span.of(&quoted.article.text).to_owned()),
                    if q.confidence.is_finite() { v(q.confidence) } else { v(0.0) },
                ],
            )?;
        }
        Ok(())
    }

    /// The number of a page in this file.
    pub(crate) fn number_of(&self, page: PageId) -> Result<Option<i64>, Trouble> {
        let mut sql = self.db.prepare_cached("SELECT n FROM page WHERE page = ?")?;
        Ok(sql.query_row([page.to_string()], |r| r.get(0)).optional()?)
    }

    fn take_out(&mut self, page: PageId) -> Result<(), Trouble> {
        self.begin()?;
        let Some(n) = self.number_of(page)? else { return Ok(()) };
        self.leaving = true;
        self.db
            .prepare_cached(
                "INSERT INTO words (words, rowid, title, text, spaced, speakers, outlet) \
                 SELECT 'delete', n, title, text, spaced, speakers, outlet FROM article WHERE n = ?",
            )?
            .execute([n])?;
        if self.buried.remove(&page) {
            let mut sql = self.db.prepare_cached(
                "SELECT sha256, version FROM page JOIN dossier USING (n) WHERE n = ?",
            )?;
            let (sha, version): (Option<String>, String) =
                sql.query_row([n], |r| Ok((r.get(0)?, r.get(1)?)))?;
            drop(sql);
            let version = u64::from_str_radix(&version, 16).unwrap_or_default();
            let run = self.run_number(Version::from_bits(version))?;
            let when = v(self.run.began.to_string());
            let row = [v(page.to_string()), text(sha.as_deref()), when, v(run)];
            self.seals.insert(&self.db, "tombstone", &row)?;
        }
        let named = "SELECT outlet FROM article WHERE n = ?";
        self.named.extend(
            self.db.prepare_cached(named)?.query_row([n], |r| r.get::<_, Option<String>>(0))?,
        );
        if let Some(entry) = self.read_entry(page)? {
            self.take_places(n, &entry)?;
        }
        for table in ["page", "article", "dossier", "profile", "quotation", "mass"] {
            self.seals.delete(&self.db, table, "n = ?", &[&n])?;
        }
        self.cache.borrow_mut().forget(page);
        self.profiles.borrow_mut().forget(page);
        Ok(())
    }

    /// The dossier of a page.
    pub(crate) fn dossier(&self, page: PageId) -> Result<Option<Arc<Dossier>>, Trouble> {
        if let Some(found) = self.cache.borrow_mut().get(page) {
            return Ok(Some(found));
        }
        let Some((quoted, version)) = self.quoted(page)? else { return Ok(None) };
        let mut dossier = Dossier::again(quoted, version);
        if let Some(profile) = self.kept_profile(page)? {
            dossier = dossier.with(profile);
        }
        let dossier = Arc::new(dossier);
        self.cache.borrow_mut().put(page, Arc::clone(&dossier));
        Ok(Some(dossier))
    }

    /// The article of a page with its quotations, and the version that found them.
    pub(crate) fn quoted(&self, page: PageId) -> Result<Option<(Quoted, Version)>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT text, record, version FROM page JOIN article USING (n) JOIN dossier USING (n) \
             WHERE page.page = ?",
        )?;
        type Found = (String, Vec<u8>, String);
        let row = sql.query_row([page.to_string()], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)));
        let Some((text, packed, version)): Option<Found> = row.optional()? else { return Ok(None) };
        let wrong = |what: &str| damaged(format!("page {page}: {what}"));
        let version = u64::from_str_radix(&version, 16).map_err(|_| wrong("its version"))?;
        let json = unpack(&packed, None).map_err(|e| wrong(&e.to_string()))?;
        let quoted = read_record(&json, text).ok_or_else(|| wrong("its record"))?;
        if PageId::of(&quoted) != page {
            return Err(wrong("what is kept of it is not it"));
        }
        Ok(Some((quoted, Version::from_bits(version))))
    }
}

/// The name of a file that SQLite keeps beside.
pub(crate) fn beside(path: &Path, end: &str) -> OsString {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name
}

/// A file as an address that says that nobody writes to it.
fn address(path: &Path) -> Option<String> {
    let path = path.to_str()?;
    let safe: String = path
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02x}"),
        })
        .collect();
    Some(format!("file:{safe}?immutable=1"))
}

/// Has the file write ahead into a journal, which needs it alone for a moment. SQLite does not wait for
/// that by itself, whatever its timeout: where another process makes the same file, it is tried again.
fn keep_a_journal(db: &Connection) -> Result<(), Trouble> {
    let began = Instant::now();
    loop {
        match db.execute_batch("PRAGMA journal_mode = WAL").map_err(Trouble::from) {
            Err(Trouble::Busy) if began.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
}

fn make(db: &Connection) -> Result<(), Trouble> {
    // Two processes may make the file at once: the second finds it made.
    db.execute_batch("BEGIN IMMEDIATE")?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if tables == 0 {
        db.execute_batch(include_str!("schema.sql"))?;
        db.execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
        ))?;
    }
    db.execute_batch("COMMIT")?;
    Ok(())
}

/// Brings a file that an earlier version made to the state that this one writes.
fn bring_up(db: &Connection) -> Result<(), Trouble> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let format: i64 = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    // Pages that are held have no profile: theirs are found out when they are asked for.
    if format < WITH_PROFILES {
        db.execute_batch(
            "CREATE TABLE profile (n INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT",
        )?;
    }
    if format < places::WITH_PLACES {
        places::bring_up(db)?;
    }
    db.execute_batch(&format!("PRAGMA user_version = {FORMAT}; COMMIT"))?;
    Ok(())
}

/// What a dossier follows from, without its text: the record, and probabilities to the last bit.
fn record(quoted: &Quoted) -> String {
    let mut record = quoted.to_json();
    if let Some(fields) = record.as_object_mut() {
        fields.shift_remove("text");
    }
    let exact: Vec<u64> = quoted.quotes.iter().map(|q| q.confidence.to_bits()).collect();
    json!({ "record": record, "exact": exact }).to_string()
}

fn read_record(json: &[u8], text: String) -> Option<Quoted> {
    let mut whole: serde_json::Value = serde_json::from_slice(json).ok()?;
    let exact: Vec<u64> = whole["exact"].as_array()?.iter().filter_map(|n| n.as_u64()).collect();
    let mut record = whole["record"].take();
    record.as_object_mut()?.insert("text".into(), text.into());
    let mut quoted = Quoted::from_article(Article::from_json(record)?).ok()?;
    if exact.len() != quoted.quotes.len() {
        return None;
    }
    for (quote, bits) in quoted.quotes.iter_mut().zip(exact) {
        quote.confidence = f64::from_bits(bits);
    }
    Some(quoted)
}

/// The text of scripts that are written without spaces, a space between characters; nothing for
/// a text that has none.
pub(crate) fn spaced(text: &str) -> Option<String> {
    if !text.chars().any(unspaced) {
        return None;
    }
    let mut out = String::new();
    for c in text.chars() {
        if unspaced(c) {
            out.push(c);
            out.push(' ');
        } else if !out.ends_with(['\n', ' ']) || !c.is_whitespace() && out.ends_with(' ') {
            // Where other characters stand between, no phrase goes on.
            out.push('\n');
        }
    }
    Some(out)
}

impl Store for Shelf {
    fn put(&mut self, dossier: Arc<Dossier>) -> Result<(), StoreError> {
        Ok(self.put_in(&dossier)?)
    }

    fn get(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
        Ok(self.dossier(page)?)
    }

    fn entry(&self, page: PageId) -> Result<Option<Entry>, StoreError> {
        Ok(self.read_entry(page)?)
    }

    fn profile(&self, page: PageId) -> Result<Option<Arc<Profile>>, StoreError> {
        if let Some(found) = self.kept_profile(page)? {
            return Ok(Some(found));
        }
        Ok(self.dossier(page)?.map(|dossier| Arc::clone(dossier.profile())))
    }

    fn remove(&mut self, page: PageId) -> Result<(), StoreError> {
        Ok(self.take_out(page)?)
    }

    fn keeps_more(&self) -> bool {
        true
    }

    fn lookup(&self) -> Option<&dyn Lookup> {
        Some(self)
    }

    fn state(&self) -> Result<Option<State>, StoreError> {
        Ok(Some(self.read_state()?))
    }

    fn keep(&mut self, update: &Update<'_>) -> Result<(), StoreError> {
        self.begin().and_then(|()| self.write_update(update))?;
        Ok(self.commit()?)
    }
}

/// A key as SQLite keeps it.
pub(crate) fn key(key: u64) -> i64 {
    bits(key)
}
