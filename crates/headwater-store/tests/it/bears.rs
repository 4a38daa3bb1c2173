//! What a library's file bears: damage, a full disk, a file that may not be written, two at once.

use super::law::{File, dossiers, engine, exported, opened};
use headwater::{Error, Library, Step, StoreError};
use headwater_collate::InTurn;
use headwater_store::{Came, Mode, Query, Shelf, Stamp, Trouble};
use std::path::Path;

/// A library of all pages in one file, with nothing beside it.
fn whole(file: &File) -> Vec<u8> {
    let mut library = opened(&file.0);
    for dossier in dossiers() {
        // What came is text that repeats, so that packing it has work to do.
        let text = dossier.quoted().article.text.repeat(3).into_bytes();
        library.store_mut().came(dossier.page(), Came::Bytes(text, Box::default()));
    }
    library.add(engine(), dossiers().iter().cloned(), &InTurn).unwrap();
    library.store().settle().unwrap();
    drop(library);
    std::fs::read(&file.0).unwrap()
}

/// Everything that can be asked of a file; none of it may panic, whatever the file holds.
fn asked(path: &Path) {
    let Ok(shelf) = Shelf::open(path, Mode::Read) else { return };
    let query = Query::parse("ferry speaker:lind").unwrap();
    let hits = shelf.search(&query, 20).map(|h| h.hits).unwrap_or_default();
    for name in hits.iter().map(|h| h.page.as_str()).chain(["Mara Lind", "Tide", "a"]) {
        let _ = shelf.show(name);
    }
    let _ = shelf.check(&dossiers()[0], engine(), &InTurn);
    if let Ok(mut library) = Library::open(shelf, Step::Stemmata, engine()) {
        let _ = library.recall(engine(), &InTurn, &headwater::Unwatched);
    }
}

/// The damage of a file, and what it holds, as far as it can be read.
fn looked_at(path: &Path) -> Result<(Vec<String>, Vec<String>), Trouble> {
    let shelf = Shelf::open(path, Mode::Write)?;
    let checked = shelf.verify()?;
    let damage: Vec<String> =
        checked.damage.iter().map(|d| format!("{}: {}", d.what, d.how)).collect();
    let rows = if damage.is_empty() { exported(&shelf) } else { Vec::new() };
    Ok((damage, rows))
}

#[test]
fn a_byte_that_is_another_is_noticed_or_nothing_kept_has_changed() {
    let file = File::new("flip-whole");
    let bytes = whole(&file);
    let (damage, rows) = looked_at(&file.0).unwrap();
    assert_eq!(damage, [] as [String; 0]);
    let flipped = File::new("flip");
    let (mut noticed, mut free) = (0, 0);
    // Everywhere once in a stride that is no multiple of a page, and each byte of the head.
    let places = (0..100).step_by(7).chain((100..bytes.len()).step_by(4003));
    for (i, at) in places.enumerate() {
        let mut other = bytes.clone();
        other[at] ^= 1 << (i % 8);
        flipped.write(&other);
        match looked_at(&flipped.0) {
            Ok((damage, _)) if !damage.is_empty() => noticed += 1,
            Err(_) => noticed += 1,
            Ok((_, now)) => {
                assert!(
                    now == rows,
                    "byte {at} of {}: what is kept has changed unnoticed",
                    bytes.len()
                );
                free += 1;
            }
        }
        if i % 20 == 0 {
            flipped.write(&other);
            asked(&flipped.0);
        }
    }
    assert!(noticed > 20, "{noticed} noticed, {free} free");
}

#[test]
fn damage_to_a_page_names_the_page() {
    let file = File::new("named");
    let mut bytes = whole(&file);
    let page = dossiers()[5].page();
    let words = b"after the vote. The council of Karst rejected the bridge toll";
    // The text of the article, and where what the page is about has its lead.
    let places: Vec<usize> =
        bytes.windows(words.len()).enumerate().filter(|(_, w)| *w == words).map(|p| p.0).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| bytes[at] ^= 2);
    file.write(&bytes);
    let (damage, _) = looked_at(&file.0).unwrap();
    assert!(damage.iter().any(|d| d.contains("table article")), "{damage:?}");
    let named = dossiers().iter().filter(|d| {
        let text = &d.quoted().article.text;
        text.contains("after the vote. The council")
            && damage.iter().any(|x| x.contains(&d.page().to_string()))
    });
    assert!(named.count() >= 1, "{page}: {damage:?}");
}

fn trouble(error: Error) -> String {
    match error {
        Error::Store(StoreError(inner)) => inner.to_string(),
        other => other.to_string(),
    }
}

#[test]
fn a_full_disk_keeps_what_was_stored() {
    let file = File::new("full");
    opened(&file.0).add(engine(), dossiers()[..4].iter().cloned(), &InTurn).unwrap();
    let before = exported(opened(&file.0).store());
    let size = std::fs::metadata(&file.0).unwrap().len();
    let mut library = opened(&file.0);
    library.store().bound(size + 8192).unwrap();
    let told = library.add(engine(), dossiers().iter().cloned(), &InTurn).unwrap_err();
    assert!(trouble(told).starts_with("the disk is full"), "what is told");
    drop(library);
    let library = opened(&file.0);
    assert!(exported(library.store()) == before, "what was stored before is there");
    assert_eq!(library.store().verify().unwrap().damage, []);
    drop(library);
    opened(&file.0).add(engine(), dossiers().iter().cloned(), &InTurn).unwrap();
}

#[test]
fn a_file_that_may_not_be_written_is_told_and_can_be_read() {
    let file = File::new("readonly");
    opened(&file.0).add(engine(), dossiers()[..4].iter().cloned(), &InTurn).unwrap();
    let shelf = Shelf::open(&file.0, Mode::Read).unwrap();
    assert_eq!(shelf.search(&Query::parse("ferry").unwrap(), 5).unwrap().all, 4);
    let mut library = Library::open(shelf, Step::Stemmata, engine()).unwrap();
    let told = library.add(engine(), dossiers().iter().cloned(), &InTurn).unwrap_err();
    assert!(trouble(told).contains("read-only"));
    assert_eq!(opened(&file.0).store().verify().unwrap().damage, []);
}

#[test]
fn a_file_that_another_is_making_is_waited_for() {
    let file = File::new("making");
    let other = rusqlite::Connection::open(&file.0).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|all| {
        let opening = all.spawn(|| Shelf::open(&file.0, Mode::Create).map(drop));
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(!opening.is_finished());
        other.execute_batch("ROLLBACK").unwrap();
        opening.join().unwrap().unwrap();
    });
    drop(other);
    assert_eq!(opened(&file.0).store().verify().unwrap().damage, []);
}

#[test]
fn a_library_that_another_wrote_to_is_to_be_taken_up_again() {
    let file = File::new("stale");
    let (mut one, mut two) = (opened(&file.0), opened(&file.0));
    one.add(engine(), dossiers()[..2].iter().cloned(), &InTurn).unwrap();
    assert!(matches!(two.store_mut().begin(), Err(Trouble::Stale)));
    let told = two.add(engine(), dossiers()[2..4].iter().cloned(), &InTurn).unwrap_err();
    assert!(trouble(told).contains("another process has added"));
    opened(&file.0).add(engine(), dossiers()[2..4].iter().cloned(), &InTurn).unwrap();
    assert_eq!(opened(&file.0).store().pages().unwrap(), 4);
}

#[test]
fn a_batch_that_was_given_up_leaves_nothing() {
    let file = File::new("given-up");
    let mut library = opened(&file.0);
    library.store_mut().begin().unwrap();
    headwater::Store::put(library.store_mut(), dossiers()[0].clone().into()).unwrap();
    library.store_mut().give_up();
    drop(library);
    let library = opened(&file.0);
    assert_eq!(library.store().pages().unwrap(), 0);
    assert_eq!(library.store().verify().unwrap().damage, []);
}

#[test]
fn what_is_forgotten_leaves_its_hash_and_nothing_else() {
    let file = File::new("forget");
    whole(&file);
    let gone = dossiers()[5].page();
    let mut library = opened(&file.0);
    library.store_mut().bury(&[gone]);
    library.remove(engine(), &[gone], &InTurn).unwrap();
    let others = |d: &&headwater::Dossier| d.quoted().article.text.contains("toll for the bridge");
    let others: Vec<_> = dossiers().iter().filter(others).map(headwater::Dossier::page).collect();
    for page in others.iter().filter(|p| **p != gone) {
        if library.remove(engine(), &[*page], &InTurn).is_err() {
            continue;
        }
    }
    library.store().settle().unwrap();
    assert_eq!(
        library.store().forgotten(gone, "").unwrap(),
        Some(Stamp::from_seconds(1_900_000_000))
    );
    assert_eq!(library.store().verify().unwrap().damage, []);
    drop(library);
    let bytes = std::fs::read(&file.0).unwrap();
    let words = b"toll for the bridge";
    assert!(!bytes.windows(words.len()).any(|w| w == words), "no word of it is left in the file");
    let raw = rusqlite::Connection::open(&file.0).unwrap();
    let version = "SELECT v FROM words_config WHERE k = 'version'";
    let version: i64 = raw.query_row(version, [], |r| r.get(0)).unwrap();
    assert_eq!(version, 4, "what every SQLite opens");
    let mut terms = raw.prepare("SELECT block FROM words_data").unwrap();
    let blocks = terms.query_map([], |r| r.get::<_, Vec<u8>>(0)).unwrap();
    let toll = |block: &[u8]| block.windows(4).any(|w| w == b"toll" || w == b"brid");
    assert!(!blocks.flatten().any(|block| toll(&block)), "nor in the index");
}
