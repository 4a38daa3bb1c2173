//! Which pages stand under which prints, in the file: segments of many pages each, whose lists are
//! looked up by print, and pages that came lately, which stand in no segment yet.
//!
//! A segment is written once and never grows: pages that came lately become one when they are many
//! enough, and segments of one level become one of the next. So a page is written a few times, however
//! many there are, and a look-up asks few segments.

use crate::chunk::{Chunk, Writer};
use crate::rows::{Seals, v};
use crate::shelf::Shelf;
use crate::trouble::{Trouble, damaged};
use headwater::{Entry, INDEXES, Index, Meets, Slip};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many pages that came lately become a segment, and so many segments of one level one of the next.
pub(crate) const SETTLING: (usize, usize) = (256, 8);
/// The state from which on a file has these tables.
pub(crate) const WITH_PLACES: i64 = 3;

/// The indexes in the order of their numbers.
pub(crate) const ALL: [Index; INDEXES] = [Index::Runs, Index::Topics, Index::Words];

/// A print of an index with one page under it, as it is held of pages that came lately.
type Late = (u32, u32);

/// A segment as it is known in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) number: i64,
    level: i64,
    /// The place of its first page, and how many it has.
    start: usize,
    pages: usize,
}

/// What of the indexes is held in memory: a few bytes of each page, and the lists of those that came
/// lately.
#[derive(Debug, Default)]
pub(crate) struct Places {
    segments: Vec<Segment>,
    /// Those of the segments, then those of pages that came lately, as they came.
    pub(crate) slips: Arc<Vec<Slip>>,
    /// The number of each page that came lately; none once it went.
    pub(crate) late: Vec<Option<i64>>,
    /// Their prints, sorted when they are asked for.
    pub(crate) lists: [Vec<Late>; INDEXES],
    sorted: bool,
}

/// Marks the slip of a page that went.
pub(crate) const GONE: u32 = u32::MAX;

impl Places {
    pub(crate) fn settled(&self) -> usize {
        self.slips.len() - self.late.len()
    }

    fn put(&mut self, n: i64, of: &Entry) {
        let place = self.slips.len() as u32;
        Arc::make_mut(&mut self.slips).push(slip(of));
        self.late.push(Some(n));
        for (list, prints) in self.lists.iter_mut().zip([&of.runs, &of.topic, &of.words]) {
            list.extend(prints.iter().map(|p| (headwater_collate::head_of(*p), place)));
        }
        self.sorted = false;
    }

    pub(crate) fn sort(&mut self) {
        if !self.sorted {
            for list in &mut self.lists {
                list.sort();
                list.dedup();
            }
            self.sorted = true;
        }
    }
}

/// What of a page is held in memory.
fn slip(of: &Entry) -> Slip {
    let (topic, words) = (of.topic.len() as u32, of.words.len() as u32);
    Slip { key: of.page.key(), minute: of.minute, topic, words }
}

/// Bytes of a slip in a segment.
const SLIP: usize = 24;

pub(crate) fn write_slips<'s>(slips: impl Iterator<Item = &'s Slip>) -> Vec<u8> {
    let mut out = Vec::new();
    for slip in slips {
        out.extend(slip.key.to_le_bytes());
        out.extend(slip.minute.unwrap_or(i64::MIN).to_le_bytes());
        out.extend(slip.topic.to_le_bytes());
        out.extend(slip.words.to_le_bytes());
    }
    out
}

pub(crate) fn read_slips(bytes: &[u8], out: &mut Vec<Slip>) -> Result<(), Trouble> {
    let (rows, rest) = bytes.as_chunks::<SLIP>();
    if !rest.is_empty() {
        return Err(damaged("the pages of a segment"));
    }
    out.extend(rows.iter().map(|row| {
        let (key, rest) = row.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let (minute, rest) = rest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let (topic, words) = rest.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        let minute = Some(i64::from_le_bytes(*minute)).filter(|m| *m != i64::MIN);
        Slip {
            key: u64::from_le_bytes(*key),
            minute,
            topic: u32::from_le_bytes(*topic),
            words: u32::from_le_bytes(words.try_into().unwrap_or_default()),
        }
    }));
    Ok(())
}

/// Under which number a chunk stands that begins with this print.
pub(crate) fn number(segment: i64, index: Index, head: u32) -> i64 {
    segment << 34 | (index as i64) << 32 | i64::from(head)
}

impl Shelf {
    /// Has in memory what of the indexes is held there.
    pub(crate) fn have_places(&self) -> Result<(), Trouble> {
        if self.places.borrow().is_some() {
            return Ok(());
        }
        let mut places = Places::default();
        let mut slips: Vec<Slip> = Vec::new();
        let mut sql = self.db.prepare_cached("SELECT segment, level, slips FROM segment")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let start = slips.len();
            let bytes = row.get_ref(2)?.as_blob().map_err(|e| damaged(e.to_string()))?;
            read_slips(bytes, &mut slips)?;
            let (number, level, pages) = (row.get(0)?, row.get(1)?, slips.len() - start);
            places.segments.push(Segment { number, level, start, pages });
        }
        places.slips = Arc::new(slips);
        for (n, entry) in self.late_entries()? {
            places.put(n, &entry);
        }
        *self.places.borrow_mut() = Some(places);
        Ok(())
    }

    /// Enters a page into the indexes.
    pub(crate) fn put_places(&self, n: i64, of: &Entry) -> Result<(), Trouble> {
        self.seals.insert(&self.db, "lately", &[v(n)])?;
        if let Some(places) = &mut *self.places.borrow_mut() {
            places.put(n, of);
        }
        Ok(())
    }

    /// Takes a page out of the indexes, with all that told of its prints.
    pub(crate) fn take_places(&self, n: i64, of: &Entry) -> Result<(), Trouble> {
        self.have_places()?;
        let mut held = self.places.borrow_mut();
        let Some(places) = held.as_mut() else { return Ok(()) };
        self.seals.delete(&self.db, "lately", "n = ?", &[&n])?;
        if let Some(i) = places.late.iter().position(|l| *l == Some(n)) {
            let place = (places.settled() + i) as u32;
            places.late.iter_mut().skip(i).take(1).for_each(|l| *l = None);
            places.lists.iter_mut().for_each(|l| l.retain(|(_, p)| *p != place));
            return Ok(());
        }
        let key = of.page.key();
        let alive = |s: &Slip| s.key == key && s.words != GONE;
        let at = places.slips.iter().take(places.settled()).position(alive);
        let at = at.ok_or_else(|| damaged("a page that no segment has"))?;
        let segment = places.segments.iter().rev().find(|s| s.start <= at);
        let segment = *segment.ok_or_else(|| damaged("a page that no segment has"))?;
        let local = (at - segment.start) as u32;
        for (index, prints) in ALL.into_iter().zip([&of.runs, &of.topic, &of.words]) {
            let heads: BTreeSet<u32> =
                prints.iter().map(|p| headwater_collate::head_of(*p)).collect();
            self.cut(segment.number, index, local, &heads)?;
        }
        let slips = Arc::make_mut(&mut places.slips);
        slips
            .iter_mut()
            .skip(at)
            .take(1)
            .for_each(|s| *s = Slip { words: GONE, ..Slip::default() });
        let own = slips.iter().skip(segment.start).take(segment.pages);
        let row = [v(segment.number), v(segment.level), v(write_slips(own))];
        self.seals.delete(&self.db, "segment", "segment = ?", &[&segment.number])?;
        self.seals.insert(&self.db, "segment", &row)?;
        Ok(())
    }

    /// Takes a page out of the lists of a segment.
    fn cut(
        &self,
        segment: i64,
        index: Index,
        local: u32,
        heads: &BTreeSet<u32>,
    ) -> Result<(), Trouble> {
        let mut next = heads.first().copied();
        while let Some(head) = next {
            let found = chunk(&self.db, segment, index, head)?;
            let (at, mut from) = found.ok_or_else(|| damaged("a print that no list has"))?;
            let (mut to, mut bytes) = (Writer::default(), Vec::new());
            let (mut last, mut own) = (head, Vec::new());
            while let Some(group) = from.take()? {
                own.clear();
                from.places(&group, &mut own)?;
                if heads.contains(&group.head) {
                    own.retain(|p| *p != local);
                }
                last = group.head;
                if !own.is_empty() {
                    bytes.extend(to.push(group.head, &own).map(|(_, b)| b));
                }
            }
            bytes.extend(to.rest().map(|(_, b)| b));
            self.seals.delete(&self.db, "posting", "at = ?", &[&at])?;
            // It only lost something: it is one chunk still, or none.
            if let [bytes] = bytes.as_slice() {
                self.seals.insert(&self.db, "posting", &[v(at), v(bytes.clone())])?;
            } else if !bytes.is_empty() {
                return Err(damaged("a list that grew when it was cut"));
            }
            next = heads.range(last.max(head)..).find(|h| **h > last.max(head)).copied();
        }
        Ok(())
    }

    /// Puts what stands under some prints into `meets`.
    pub(crate) fn look_up(
        &self,
        wanted: &[BTreeSet<u32>; INDEXES],
        most: [usize; INDEXES],
        meets: &mut Meets,
    ) -> Result<(), Trouble> {
        self.have_places()?;
        let mut held = self.places.borrow_mut();
        let Some(places) = held.as_mut() else { return Ok(()) };
        places.sort();
        for ((index, wanted), most) in ALL.into_iter().zip(wanted).zip(most) {
            let wanted: Vec<u32> = wanted.iter().copied().collect();
            let mut found: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new()); wanted.len()];
            for segment in &places.segments {
                self.look_in(segment, index, &wanted, most, &mut found)?;
            }
            let [runs, topics, words] = &places.lists;
            let list = [runs, topics, words].into_iter().nth(index as usize);
            let list = list.map_or(&[][..], Vec::as_slice);
            for (head, (count, own)) in wanted.iter().zip(&mut found) {
                let from = list.partition_point(|l| l.0 < *head);
                let late = list.iter().skip(from).take_while(|l| l.0 == *head).map(|l| l.1);
                let before = own.len();
                own.extend(late);
                *count += own.len() - before;
                let told = if *count > most { &[][..] } else { own.as_slice() };
                meets.put(index, *head, *count, told);
            }
        }
        let starts = places.segments.iter().map(|s| s.start as u32);
        let starts = starts.chain([places.settled() as u32]).collect();
        meets.over(Arc::clone(&places.slips), starts);
        Ok(())
    }

    fn look_in(
        &self,
        segment: &Segment,
        index: Index,
        wanted: &[u32],
        most: usize,
        found: &mut [(usize, Vec<u32>)],
    ) -> Result<(), Trouble> {
        let mut open: Option<(i64, Chunk)> = None;
        let mut group = None;
        for (head, (count, own)) in wanted.iter().zip(found) {
            loop {
                match (&mut open, &group) {
                    (Some((_, chunk)), None) => {
                        group = chunk.take()?;
                        if group.is_some() {
                            continue;
                        }
                    }
                    (Some((_, chunk)), Some(g)) if g.head < *head => {
                        group = chunk.take()?;
                        if group.is_some() {
                            continue;
                        }
                    }
                    (Some(_), Some(_)) => break,
                    (None, _) => {}
                }
                // Behind the end of the chunk: the next one, if it begins in time.
                let last = open.as_ref().map(|(at, _)| *at);
                match chunk(&self.db, segment.number, index, *head)? {
                    Some((at, _)) if last == Some(at) => break,
                    other => (open, group) = (other, None),
                }
                if open.is_none() {
                    break;
                }
            }
            let (Some((_, chunk)), Some(g)) = (&open, &group) else { continue };
            if g.head == *head {
                *count += g.count;
                if *count <= most {
                    let from = own.len();
                    chunk.places(g, own)?;
                    let start = segment.start as u32;
                    own.iter_mut().skip(from).for_each(|p| *p = p.saturating_add(start));
                }
            }
        }
        Ok(())
    }
}

/// The chunk of a segment in which a print stands, if any does.
fn chunk(
    db: &Connection,
    segment: i64,
    index: Index,
    head: u32,
) -> Result<Option<(i64, Chunk)>, Trouble> {
    let mut sql = db.prepare_cached(
        "SELECT at, list FROM posting WHERE at <= ? AND at >= ? ORDER BY at DESC LIMIT 1",
    )?;
    let bounds = params![number(segment, index, head), number(segment, index, 0)];
    let found = sql.query_row(bounds, |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    Ok(found.map(|(at, bytes): (i64, Vec<u8>)| (at, Chunk::new(bytes))))
}

/// Makes the tables in a file of an earlier version. Its pages came lately, all of them.
pub(crate) fn bring_up(db: &Connection) -> Result<(), Trouble> {
    db.execute_batch(
        "CREATE INDEX IF NOT EXISTS dossier_by_given ON dossier (given) WHERE given IS NOT NULL; \
         CREATE INDEX IF NOT EXISTS tie_by_other ON tie (b); \
         CREATE INDEX IF NOT EXISTS outlet_by_id ON outlet (outlet); \
         CREATE TABLE IF NOT EXISTS mass (n INTEGER PRIMARY KEY) STRICT; \
         CREATE TABLE IF NOT EXISTS lately (n INTEGER PRIMARY KEY) STRICT; \
         CREATE TABLE IF NOT EXISTS segment \
         (segment INTEGER PRIMARY KEY, level INTEGER NOT NULL, slips BLOB NOT NULL) STRICT; \
         CREATE TABLE IF NOT EXISTS posting (at INTEGER PRIMARY KEY, list BLOB NOT NULL) STRICT;",
    )?;
    let seals = Seals::default();
    let pages: Vec<i64> = {
        let mut sql = db.prepare("SELECT n FROM dossier ORDER BY n")?;
        sql.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?
    };
    for table in ["mass", "lately", "segment", "posting"] {
        seals.delete(db, table, "1", &[])?;
    }
    for n in pages {
        seals.insert(db, "lately", &[v(n)])?;
    }
    seals.write(db)
}
