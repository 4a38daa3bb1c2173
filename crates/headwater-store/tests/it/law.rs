//! The law over a file: however pages came, and however often the library was closed between, its
//! findings are those of all its pages at once.

use super::pages::articles;
use headwater::{Dossier, Engine, Findings, Library, PageId, Step, Unwatched};
use headwater_collate::InTurn;
use headwater_store::{Mode, Run, Shelf, Stamp};
use headwater_tell::Records;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(Engine::fast)
}

pub(crate) fn dossiers() -> &'static [Dossier] {
    static ALL: OnceLock<Vec<Dossier>> = OnceLock::new();
    ALL.get_or_init(|| articles().into_iter().map(|a| engine().dossier(a)).collect())
}

/// A file of its own for a test; gone at its end.
pub(crate) struct File(pub(crate) PathBuf);

impl File {
    pub(crate) fn new(name: &str) -> File {
        let name = format!("headwater-store-{}-{name}.db", std::process::id());
        let file = File(std::env::temp_dir().join(name));
        file.clear();
        file
    }

    /// Puts these bytes there instead, with nothing beside them.
    pub(crate) fn write(&self, bytes: &[u8]) {
        self.clear();
        std::fs::write(&self.0, bytes).unwrap();
    }

    fn clear(&self) {
        for end in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.clear();
    }
}

pub(crate) fn opened(path: &Path) -> Library<Shelf> {
    let mut shelf = Shelf::open(path, Mode::Create).unwrap();
    let began = Stamp::from_seconds(1_900_000_000);
    shelf.run(Run { verb: "add".into(), began, ..Run::default() });
    Library::open(shelf, Step::Stemmata, engine()).unwrap()
}

/// All that is told, with the names of the pages.
fn told(findings: &Findings) -> String {
    format!("{}\n{:?}", Records::new(findings).json(), findings.pages)
}

fn at_once(pages: &[usize]) -> String {
    let pages = pages.iter().map(|i| dossiers()[*i].clone());
    told(&Findings::of(engine(), pages, Step::Stemmata, &InTurn, &Unwatched).unwrap())
}

fn recalled(path: &Path) -> String {
    let mut library = opened(path);
    library.recall(engine(), &InTurn, &Unwatched).unwrap();
    told(&library.findings().unwrap())
}

/// All rows that are exported.
pub(crate) fn exported(shelf: &Shelf) -> Vec<String> {
    let mut out = Vec::new();
    for table in Shelf::tables() {
        shelf
            .export(table, usize::MAX, |row| {
                out.push(format!("{table} {row}"));
                Ok::<(), headwater_store::Trouble>(())
            })
            .unwrap();
    }
    out
}

/// A fixed shuffle, another for each seed.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut list: Vec<usize> = (0..n).collect();
    let mut dice = seed;
    for i in (1..n).rev() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(i, (dice >> 33) as usize % (i + 1));
    }
    list
}

#[test]
fn one_by_one_in_batches_and_in_any_order_the_findings_are_those_of_trace() {
    let all: Vec<usize> = (0..dossiers().len()).collect();
    let want = at_once(&all);
    let mut rows: Option<Vec<String>> = None;
    for (seed, size) in [(0, 1), (1, 5), (2, 100)] {
        let file = File::new(&format!("law-{seed}"));
        for batch in shuffled(all.len(), seed).chunks(size) {
            // Closed and opened again between any two batches.
            let mut library = opened(&file.0);
            library.add(engine(), batch.iter().map(|i| dossiers()[*i].clone()), &InTurn).unwrap();
        }
        assert!(recalled(&file.0) == want, "order {seed}, {size} at once");
        let library = opened(&file.0);
        let exported = exported(library.store());
        assert!(*rows.get_or_insert(exported.clone()) == exported, "rows of order {seed}");
        let checked = library.store().verify().unwrap();
        assert_eq!(checked.damage, [], "order {seed}");
        assert_eq!(checked.pages, all.len());
        assert!(checked.places > 30, "{checked:?}");
    }
}

#[test]
fn a_page_that_is_removed_leaves_what_would_be_found_without_it() {
    let file = File::new("remove");
    let all: Vec<usize> = (0..dossiers().len()).collect();
    let mut library = opened(&file.0);
    library.add(engine(), dossiers().iter().cloned(), &InTurn).unwrap();
    drop(library);
    let gone = [0, 5, 7, 9, 17];
    for i in gone {
        let page: PageId = dossiers()[i].page();
        opened(&file.0).remove(engine(), &[page], &InTurn).unwrap();
    }
    let left: Vec<usize> = all.into_iter().filter(|i| !gone.contains(i)).collect();
    assert!(recalled(&file.0) == at_once(&left));
    assert_eq!(opened(&file.0).store().verify().unwrap().damage, []);
}

/// Opened with segments of a few pages, and with prints that are soon crowded.
fn small(path: &Path, room: usize) -> Library<Shelf> {
    let mut shelf = Shelf::open(path, Mode::Create).unwrap().settling(3, 3);
    shelf.run(Run { verb: "add".into(), ..Run::default() });
    Library::open(shelf, Step::Stemmata, engine()).unwrap().crowded_beyond(room)
}

/// What a library in memory finds about these pages, with its bounds.
fn in_memory(pages: &[usize], room: usize) -> String {
    let mut library = Library::new().crowded_beyond(room);
    library.add(engine(), pages.iter().map(|i| dossiers()[*i].clone()), &InTurn).unwrap();
    let findings = library.findings().unwrap();
    format!("{}\n{:?}", told(&findings), findings.bounds)
}

#[test]
fn indexes_in_segments_find_what_indexes_in_memory_find() {
    let all: Vec<usize> = (0..dossiers().len()).collect();
    for (seed, room) in [(11, 1), (12, 2), (13, 4), (14, 500)] {
        let file = File::new(&format!("segments-{seed}"));
        let order = shuffled(all.len(), seed);
        let (gone, stay) = order.split_at(all.len() / 4);
        let mut library = small(&file.0, room);
        for (i, batch) in order.chunks(1 + seed as usize % 4).enumerate() {
            if i % 3 == 2 {
                library = small(&file.0, room);
            }
            let pages = batch.iter().map(|i| dossiers()[*i].clone());
            let change = library.add(engine(), pages, &InTurn).unwrap();
            assert_eq!(change.added.len(), batch.len());
        }
        let bounds = library.add(engine(), [dossiers()[0].clone()], &InTurn).unwrap().bounds;
        let recalled = |library: &mut Library<Shelf>| {
            library.recall(engine(), &InTurn, &Unwatched).unwrap();
            let findings = library.findings().unwrap();
            format!("{}\n{:?}", told(&findings), findings.bounds)
        };
        let want = in_memory(&all, room);
        assert!(recalled(&mut small(&file.0, room)) == want, "room {room}");
        assert!(want.ends_with(&format!("{bounds:?}")), "{bounds:?}, room {room}");
        for pages in gone.chunks(2) {
            let pages: Vec<PageId> = pages.iter().map(|i| dossiers()[*i].page()).collect();
            let mut library = small(&file.0, room);
            assert_eq!(
                library.remove(engine(), &pages, &InTurn).unwrap().removed.len(),
                pages.len()
            );
        }
        assert!(recalled(&mut small(&file.0, room)) == in_memory(stay, room), "less, room {room}");
        // What was recalled goes on in memory; what it writes, the next one goes on from.
        let mut library = small(&file.0, room);
        library.recall(engine(), &InTurn, &Unwatched).unwrap();
        let back = gone.iter().map(|i| dossiers()[*i].clone());
        library.add(engine(), back, &InTurn).unwrap();
        assert_eq!(library.store().verify().unwrap().damage, [], "room {room}");
        drop(library);
        assert_eq!(small(&file.0, room).len(), all.len());
        assert!(recalled(&mut small(&file.0, room)) == want, "again, room {room}");
    }
}

#[test]
fn a_file_without_profiles_goes_on_to_the_same_findings() {
    let file = File::new("format-1");
    let half = dossiers().len() / 2;
    opened(&file.0).add(engine(), dossiers()[..half].iter().cloned(), &InTurn).unwrap();
    // As format 1 was: no page has a profile.
    let raw = rusqlite::Connection::open(&file.0).unwrap();
    raw.execute_batch(
        "DROP TABLE profile; DELETE FROM seal WHERE name = 'profile'; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(raw);
    let shelf = Shelf::open(&file.0, Mode::Read).unwrap();
    assert_eq!(shelf.verify().unwrap().damage, [], "read as it is");
    assert!(shelf.check(&dossiers()[0], engine(), &InTurn).unwrap().known);
    drop(shelf);
    for dossier in &dossiers()[half..] {
        opened(&file.0).add(engine(), [dossier.clone()], &InTurn).unwrap();
    }
    opened(&file.0).remove(engine(), &[dossiers()[0].page()], &InTurn).unwrap();
    let left: Vec<usize> = (1..dossiers().len()).collect();
    assert!(recalled(&file.0) == at_once(&left));
    assert_eq!(opened(&file.0).store().verify().unwrap().damage, []);
}

#[test]
fn a_dossier_comes_back_as_it_was() {
    let file = File::new("dossier");
    opened(&file.0).add(engine(), dossiers().iter().cloned(), &InTurn).unwrap();
    let library = opened(&file.0);
    for dossier in dossiers() {
        let kept = headwater::Store::get(library.store(), dossier.page()).unwrap().unwrap();
        assert_eq!(kept.quoted(), dossier.quoted());
        assert_eq!(kept.version(), dossier.version());
    }
}

#[test]
fn what_was_not_recalled_is_not_told() {
    let file = File::new("light");
    opened(&file.0).add(engine(), dossiers()[..3].iter().cloned(), &InTurn).unwrap();
    let told = opened(&file.0).findings().unwrap_err();
    assert!(matches!(told, headwater::Error::NotRecalled));
}
