//! What a library knows beside its dossiers, in and out.

use crate::pack::{numbers, pairs, read_numbers, read_pairs};
use crate::rows::{bits, unbits, v};
use crate::shelf::{Shelf, key};
use crate::trouble::{Trouble, damaged};
use headwater::{Entry, PageId, Sample, State, StoryRow, TieRow, Update, Version};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};
use std::collections::{BTreeMap, BTreeSet};

impl Shelf {
    pub(crate) fn read_state(&self) -> Result<State, Trouble> {
        let number = |name: &str| -> Result<Option<u64>, Trouble> {
            let Some(bytes) = self.get_state(name)? else { return Ok(None) };
            let bytes = bytes.try_into().map_err(|_| damaged(format!("state `{name}`")))?;
            Ok(Some(u64::from_le_bytes(bytes)))
        };
        Ok(State {
            version: number("version")?.map(Version::from_bits),
            background: number("background")?.map_or(0.0, f64::from_bits),
            pages: self.read_entries()?,
            ties: self.read_ties()?,
            stories: self.read_stories()?,
            sample: self.read_sample()?,
        })
    }

    /// The version of the engine that read the pages; none before the first page.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn version(&self) -> Result<Option<Version>, Trouble> {
        let Some(bytes) = self.get_state("version")? else { return Ok(None) };
        let bytes = bytes.try_into().map_err(|_| damaged("state `version`"))?;
        Ok(Some(Version::from_bits(u64::from_le_bytes(bytes))))
    }

    fn read_entries(&self) -> Result<Vec<Entry>, Trouble> {
        let mut sql = self.db.prepare(&format!("{ENTRY} ORDER BY n"))?;
        let mut rows = sql.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(entry(row)?);
        }
        Ok(out)
    }

    /// What the indexes know of one page.
    pub(crate) fn read_entry(&self, page: PageId) -> Result<Option<Entry>, Trouble> {
        let mut sql = self.db.prepare_cached(&format!("{ENTRY} WHERE page.page = ?"))?;
        let mut rows = sql.query([page.to_string()])?;
        rows.next()?.map(entry).transpose()
    }

    fn read_ties(&self) -> Result<Vec<TieRow>, Trouble> {
        let mut sql =
            self.db.prepare("SELECT a, b, compared, odds, passages, part, sure, open FROM tie")?;
        let mut rows = sql.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(tie(row)?);
        }
        Ok(out)
    }

    /// What is kept of some stories alone: their pages, what these have in common, what was found.
    pub(crate) fn state_of(&self, stories: &[String]) -> Result<State, Trouble> {
        let mut out = State { version: self.version()?, ..State::default() };
        let bits = self.get_state("background")?.unwrap_or_default();
        out.background = bits.try_into().map_or(0.0, |b| f64::from_bits(u64::from_le_bytes(b)));
        for story in stories {
            let print = "SELECT print FROM story WHERE story = ?";
            let Some(print) =
                self.db.prepare_cached(print)?.query_row([story], |r| r.get(0)).optional()?
            else {
                continue;
            };
            let mut row =
                StoryRow { id: story.clone(), print: unbits(print), ..StoryRow::default() };
            let pages = "SELECT page FROM story_page WHERE story = ? ORDER BY place";
            for page in self.strings(pages, &[story])? {
                let page = page_id(&page)?;
                row.pages.push(page);
                out.pages.extend(self.read_entry(page)?);
            }
            out.stories.push(row);
        }
        let held: BTreeSet<u64> = out.pages.iter().map(|p| p.page.key()).collect();
        let mut sql = self.db.prepare_cached(
            "SELECT a, b, compared, odds, passages, part, sure, open FROM tie WHERE a = ?",
        )?;
        for a in &held {
            let mut rows = sql.query([key(*a)])?;
            while let Some(row) = rows.next()? {
                if held.contains(&unbits(row.get(1)?)) {
                    out.ties.push(tie(row)?);
                }
            }
        }
        Ok(out)
    }

    fn read_stories(&self) -> Result<Vec<StoryRow>, Trouble> {
        let mut stories: BTreeMap<String, StoryRow> = BTreeMap::new();
        let mut sql = self.db.prepare("SELECT story, print FROM story")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let print = unbits(row.get(1)?);
            stories.insert(id.clone(), StoryRow { id, print, ..StoryRow::default() });
        }
        let mut sql =
            self.db.prepare("SELECT story, page FROM story_page ORDER BY story, place")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let (id, page): (String, String) = (row.get(0)?, row.get(1)?);
            let story = stories.get_mut(&id).ok_or_else(|| damaged(format!("story {id}")))?;
            story.pages.push(page_id(&page)?);
        }
        let mut sql = self.db.prepare("SELECT story, statement, mark FROM statement")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let (id, statement): (String, String) = (row.get(0)?, row.get(1)?);
            let story = stories.get_mut(&id).ok_or_else(|| damaged(format!("story {id}")))?;
            story.said.push((statement, unbits(row.get(2)?)));
        }
        Ok(stories.into_values().collect())
    }

    pub(crate) fn read_sample(&self) -> Result<Sample, Trouble> {
        let pages = self.get_state("sample")?.map_or(Ok(Vec::new()), |b| read_numbers(&b))?;
        let chances = self.get_state("chances")?.map_or(Ok(Vec::new()), |b| read_numbers(&b))?;
        let (rows, rest) = chances.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(damaged("the sample"));
        }
        // A pair by the places of its pages in the sample, 32 bits each.
        let page = |place: u64| pages.get(place as usize).copied();
        let chance = |[places, chance]: &[u64; 2]| {
            let (a, b) = (places >> 32, places & u64::from(u32::MAX));
            Some(((page(a)?, page(b)?), f64::from_bits(*chance)))
        };
        let chances = rows.iter().map(|r| chance(r).ok_or_else(|| damaged("the sample")));
        let chances = chances.collect::<Result<_, _>>()?;
        Ok(Sample { pages, chances })
    }

    pub(crate) fn write_update(&mut self, update: &Update<'_>) -> Result<(), Trouble> {
        let Some(version) = update.version else { return Ok(()) };
        let run = self.run_number(version)?;
        let bits_of = [("version", version.bits()), ("background", update.background.to_bits())];
        for (name, number) in bits_of {
            if self.get_state(name)?.as_deref() != Some(&number.to_le_bytes()[..]) {
                self.set_state(name, &number.to_le_bytes())?;
            }
        }
        if let Some(sample) = &update.sample {
            self.write_sample(sample)?;
        }
        for (a, b) in &update.untied {
            self.seals.delete(&self.db, "tie", "a = ? AND b = ?", &[&key(*a), &key(*b)])?;
        }
        for tie in &update.tied {
            self.write_tie(tie)?;
        }
        self.write_senses()?;
        self.write_crowded(&update.crowded)?;
        self.write_counts(update)?;
        self.write_stories(update, run)
    }

    fn write_tie(&self, tie: &TieRow) -> Result<(), Trouble> {
        let (a, b) = (key(tie.pair.0), key(tie.pair.1));
        self.seals.delete(&self.db, "tie", "a = ? AND b = ?", &[&a, &b])?;
        let blob = |list: &[(u64, u64)]| pairs(list).map_or(Value::Null, Value::Blob);
        self.seals.insert(
            &self.db,
            "tie",
            &[
                v(a),
                v(b),
                v(tie.compared),
                v(tie.odds),
                v(tie.passages as i64),
                v(tie.part),
                blob(&tie.sure),
                blob(&tie.open),
            ],
        )?;
        Ok(())
    }

    fn write_sample(&self, sample: &Sample) -> Result<(), Trouble> {
        let place = |page: &u64| sample.pages.binary_search(page).ok().map(|i| i as u64);
        let rows = sample
            .chances
            .iter()
            .filter_map(|((a, b), chance)| Some([place(a)? << 32 | place(b)?, chance.to_bits()]));
        let rows: Vec<u64> = rows.flatten().collect();
        self.set_state("sample", &crate::pack::numbers(&sample.pages))?;
        self.set_state("chances", &crate::pack::numbers(&rows))
    }
}

pub(crate) fn tie(row: &Row<'_>) -> Result<TieRow, Trouble> {
    let blob = |i: usize| -> Result<Vec<(u64, u64)>, Trouble> {
        let bytes: Option<Vec<u8>> = row.get(i)?;
        read_pairs(bytes.as_deref())
    };
    Ok(TieRow {
        pair: (unbits(row.get(0)?), unbits(row.get(1)?)),
        compared: row.get(2)?,
        odds: row.get(3)?,
        passages: usize::try_from(row.get::<_, i64>(4)?).map_err(|_| damaged("a tie"))?,
        part: row.get(5)?,
        sure: blob(6)?,
        open: blob(7)?,
    })
}

const ENTRY: &str = "SELECT page.page, id, minute, given, prints \
    FROM page JOIN article USING (n) JOIN dossier USING (n)";

pub(crate) fn entry(row: &Row<'_>) -> Result<Entry, Trouble> {
    let page = page_id(row.get_ref(0)?.as_str().map_err(|e| damaged(e.to_string()))?)?;
    let prints = row.get_ref(4)?.as_blob().map_err(|e| damaged(e.to_string()))?;
    let [runs, topic, words] =
        read_prints(prints).ok_or_else(|| damaged(format!("page {page}: its prints")))?;
    let (id, minute, given) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Entry { page, id, minute, given, runs, topic, words })
}

/// The name of a page as it is kept.
pub(crate) fn page_id(text: &str) -> Result<PageId, Trouble> {
    text.parse().map_err(|_| damaged(format!("`{text}` is no page")))
}

/// A mark in the first length: of each print the high bits stand there alone, by which pages are found.
/// Earlier versions kept the whole.
const HIGH: u64 = 1 << 63;
/// Bytes of the three lengths.
const LENGTHS: usize = 24;

/// The prints of a page, as they are kept: how many each list has, then the high bits of each.
pub(crate) fn write_prints(of: &Entry) -> Vec<u8> {
    let lists = [&of.runs, &of.topic, &of.words];
    let [runs, topic, words] = lists.map(|l| l.len() as u64);
    let mut out = numbers(&[runs | HIGH, topic, words]);
    let heads = lists.into_iter().flatten().map(|p| headwater_collate::head_of(*p));
    out.extend(heads.flat_map(u32::to_le_bytes));
    out
}

/// How many prints each of the three lists has, and whether their high bits stand alone.
fn lengths(bytes: &[u8]) -> Option<([usize; 3], bool)> {
    let (rows, _) = bytes.get(..LENGTHS)?.as_chunks::<8>();
    let [runs, topic, words] = rows else { return None };
    let [runs, topic, words] = [runs, topic, words].map(|n| u64::from_le_bytes(*n));
    Some(([runs & !HIGH, topic, words].map(|n| n as usize), runs & HIGH != 0))
}

/// How many prints each of the three lists has.
pub(crate) fn read_lengths(bytes: &[u8]) -> Option<[usize; 3]> {
    lengths(bytes).map(|l| l.0)
}

fn read_prints(bytes: &[u8]) -> Option<[Vec<u64>; 3]> {
    let ([runs, topic, words], high) = lengths(bytes)?;
    let rest = bytes.get(LENGTHS..)?;
    let all: Vec<u64> = if high {
        let (heads, cut) = rest.as_chunks::<4>();
        let heads = heads.iter().map(|h| u64::from(u32::from_le_bytes(*h)) << 32);
        cut.is_empty().then(|| heads.collect())?
    } else {
        read_numbers(rest).ok()?
    };
    let (runs, rest) = all.split_at_checked(runs)?;
    let (topic, rest) = rest.split_at_checked(topic)?;
    (rest.len() == words).then(|| [runs.to_vec(), topic.to_vec(), rest.to_vec()])
}

/// A mark as SQLite keeps it.
pub(crate) fn mark(mark: u64) -> Value {
    v(bits(mark))
}
