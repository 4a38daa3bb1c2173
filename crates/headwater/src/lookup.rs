//! What a store that keeps indexes is asked by key, so that a library over it need not hold in memory
//! what an addition does not touch.

use crate::engine::Version;
use crate::id::PageId;
use crate::store::{Sample, StoreError, StoryRow, TieRow};
use headwater_collate::{Key, Partner};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// How many indexes there are in which pages find each other.
///
/// ```
/// assert_eq!(headwater::INDEXES, 3);
/// ```
pub const INDEXES: usize = 3;

/// One of them.
///
/// ```
/// use headwater::{INDEXES, Index};
///
/// assert_eq!(Index::Words as usize, INDEXES - 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// Runs of words.
    Runs,
    /// Rare words that tell a topic.
    Topics,
    /// Words that tell what a page is about.
    Words,
}

/// What is asked of each page that shares prints with another.
///
/// ```
/// let slip = headwater::Slip { key: 7, ..headwater::Slip::default() };
/// assert_eq!(slip.minute, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The page.
    pub key: Key,
    /// First minute of its date, since 1970.
    pub minute: Option<i64>,
    /// Prints of rare words that it has.
    pub topic: u32,
    /// Prints of telling words that it has.
    pub words: u32,
}

/// What is known of a page apart from its ties and its story.
///
/// ```
/// assert!(headwater::CardRow::default().id.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// The page.
    pub page: PageId,
    /// The id it came with.
    pub id: String,
    /// First minute of its date, since 1970.
    pub minute: Option<i64>,
    /// Prints of rare words that it has.
    pub topic: usize,
    /// Prints of telling words that it has.
    pub words: usize,
    /// The name of the story that it brings.
    pub given: Option<String>,
    /// Whether it is a mass reprint.
    pub crowded: bool,
}

impl Default for CardRow {
    fn default() -> CardRow {
        let page = PageId::from_bytes([0; 16]);
        let (id, minute, given) = (String::new(), None, None);
        CardRow { page, id, minute, topic: 0, words: 0, given, crowded: false }
    }
}

/// A library as a whole, in few words.
///
/// ```
/// assert_eq!(headwater::Outline::default().pages, 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The version of the engine that read the pages; none before the first.
    pub version: Option<Version>,
    /// How much the odds of all ties are lowered.
    pub background: f64,
    /// What that was read off the sample's chances.
    pub height: Option<f64>,
    /// The pages of the sample, rising.
    pub sample: Vec<Key>,
    /// How many pages there are.
    pub pages: usize,
    /// How many prints of each index are crowded.
    pub crowd: [usize; INDEXES],
}

/// What a store answers that keeps indexes. What is asked for is small: the work of each answer is
/// bounded by the answer, not by the library.
///
/// ```
/// use headwater::{Memory, Store};
///
/// assert!(Memory::default().lookup().is_none(), "a store that keeps dossiers alone has no indexes");
/// ```
pub trait Lookup {
    /// The library as a whole; nothing if the indexes are not complete yet.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn outline(&self) -> Result<Option<Outline>, StoreError>;

    /// A page by its key.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn card(&self, key: Key) -> Result<Option<CardRow>, StoreError>;

    /// The pages that came with an id.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn of_id(&self, id: &str) -> Result<Vec<Key>, StoreError>;

    /// The pages that bring a story of this name.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn of_given(&self, name: &str) -> Result<Vec<Key>, StoreError>;

    /// All ties of a page.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn ties(&self, key: Key) -> Result<Vec<TieRow>, StoreError>;

    /// Whether two pages are tied, the lesser key first.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn tied(&self, pair: (Key, Key)) -> Result<bool, StoreError>;

    /// The story of a page.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn story(&self, key: Key) -> Result<Option<StoryRow>, StoreError>;

    /// The sample with its chances.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn sample(&self) -> Result<Sample, StoreError>;

    /// The least keys of pages, rising, so many at most.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn least(&self, most: usize) -> Result<Vec<Key>, StoreError>;

    /// Which pages stand under these prints (their high bits), of each index, put to what `meets`
    /// has. Of a print with more than `most` pages only how many they are need be told.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn meets(
        &self,
        heads: &[BTreeSet<u32>; INDEXES],
        most: [usize; INDEXES],
        meets: &mut Meets,
    ) -> Result<(), StoreError>;
}

/// The pages under some prints of one index.
#[derive(Clone, Debug, Default)]
struct Under {
    /// For each print how many pages, and which of `places` are theirs.
    groups: HashMap<u32, (usize, usize, usize)>,
    places: Vec<u32>,
}

/// The pages under some prints, as a store answers.
///
/// ```
/// use headwater::{Index, Meets, Slip};
/// use std::sync::Arc;
///
/// let slips = (0..4).map(|key| Slip { key, ..Slip::default() }).collect();
/// let mut meets = Meets::default();
/// meets.over(Arc::new(slips), vec![0, 4]);
/// meets.put(Index::Runs, 9, 2, &[1, 3]);
/// assert!(meets.has(Index::Runs, 9) && !meets.has(Index::Words, 9));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Meets {
    slips: Arc<Vec<Slip>>,
    /// Where stretches of slips begin that stand in the order of their keys; from the last on they
    /// stand in any order.
    starts: Vec<u32>,
    under: [Under; INDEXES],
    /// From how many pages on a print is crowded, and how many neighbours it then speaks for.
    room: [usize; INDEXES],
    reach: [usize; INDEXES],
}

impl Meets {
    /// None yet, for indexes with these bounds.
    pub(crate) fn new(room: [usize; INDEXES], reach: [usize; INDEXES]) -> Meets {
        Meets { room, reach, ..Meets::default() }
    }

    /// Says which slips the places mean, and where stretches of them begin that are in the order of
    /// their keys; those from the last of `starts` on stand in any order.
    ///
    /// ```
    /// use headwater::{Index, Meets, Slip};
    /// use std::sync::Arc;
    ///
    /// let mut meets = Meets::default();
    /// meets.over(Arc::new(vec![Slip::default()]), vec![0, 1]);
    /// meets.put(Index::Topics, 9, 1, &[0]);
    /// assert!(meets.has(Index::Topics, 9));
    /// ```
    pub fn over(&mut self, slips: Arc<Vec<Slip>>, starts: Vec<u32>) {
        (self.slips, self.starts) = (slips, starts);
    }

    /// Whether a print was looked up.
    ///
    /// ```
    /// assert!(!headwater::Meets::default().has(headwater::Index::Runs, 9));
    /// ```
    pub fn has(&self, index: Index, head: u32) -> bool {
        self.of(index).groups.contains_key(&head)
    }

    /// Puts in what stands under a print: how many pages, and their places among the slips, rising;
    /// none where they are more than was asked for.
    ///
    /// ```
    /// use headwater::{Index, Meets, Slip};
    /// use std::sync::Arc;
    ///
    /// let mut meets = Meets::default();
    /// meets.over(Arc::new(vec![Slip::default()]), vec![0, 1]);
    /// meets.put(Index::Topics, 9, 1, &[0]);
    /// assert!(meets.has(Index::Topics, 9));
    /// ```
    pub fn put(&mut self, index: Index, head: u32, count: usize, places: &[u32]) {
        let Some(under) = self.under.get_mut(index as usize) else { return };
        let from = under.places.len();
        under.places.extend(places);
        under.groups.insert(head, (count, from, under.places.len()));
    }

    fn of(&self, index: Index) -> &Under {
        let [runs, topics, words] = &self.under;
        match index {
            Index::Runs => runs,
            Index::Topics => topics,
            Index::Words => words,
        }
    }

    fn bounds(&self, index: Index) -> (usize, usize) {
        let of = |list: &[usize; INDEXES]| list.get(index as usize).copied().unwrap_or_default();
        (of(&self.room), of(&self.reach))
    }

    fn slip(&self, place: u32) -> Slip {
        self.slips.get(place as usize).copied().unwrap_or_default()
    }

    /// How many pages stand under a print, and their places as far as these were asked for.
    fn group(&self, index: Index, head: u32) -> (usize, &[u32]) {
        let under = self.of(index);
        let Some((count, from, to)) = under.groups.get(&head) else { return (0, &[]) };
        (*count, under.places.get(*from..*to).unwrap_or_default())
    }

    /// The nearest pages before and after a key, in the order of the keys.
    fn neighbours(&self, places: &[u32], key: Key, reach: usize) -> Vec<u32> {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut rest = places;
        for end in self.starts.iter().skip(1) {
            let (run, more) = rest.split_at(rest.partition_point(|p| p < end));
            let (low, high) = run.split_at(run.partition_point(|p| self.slip(*p).key < key));
            before.extend(low.iter().rev().take(reach));
            // The page itself may be the first.
            after.extend(high.iter().take(reach + 1));
            rest = more;
        }
        for place in rest {
            if self.slip(*place).key < key { before.push(*place) } else { after.push(*place) }
        }
        after.retain(|p| self.slip(*p).key != key);
        before.sort_unstable_by_key(|p| std::cmp::Reverse(self.slip(*p).key));
        after.sort_unstable_by_key(|p| self.slip(*p).key);
        before.into_iter().take(reach).chain(after.into_iter().take(reach)).collect()
    }

    /// The pages that share at least `least` prints with one, in the order of their keys, of all or of
    /// those named (sorted), and how many of its prints are crowded. `prints` are its own, sorted.
    pub(crate) fn partners(
        &self,
        index: Index,
        key: Key,
        prints: &[u64],
        least: u32,
        among: Option<&[Key]>,
    ) -> (Vec<(Slip, Partner)>, usize) {
        let (room, reach) = self.bounds(index);
        let asked =
            |p: &u32| among.is_none_or(|named| named.binary_search(&self.slip(*p).key).is_ok());
        let (mut crowded, mut met) = (0, Vec::<u32>::new());
        for head in heads(prints) {
            let (count, places) = self.group(index, head);
            if count <= room {
                met.extend(places.iter().filter(|p| asked(p)));
            } else {
                crowded += 1;
                if reach > 0 {
                    met.extend(self.neighbours(places, key, reach).iter().filter(|p| asked(p)));
                }
            }
        }
        met.sort_unstable();
        let runs = met.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len())));
        let enough = runs.filter(|(_, n)| *n >= least as usize);
        let slips = enough.map(|(place, n)| (self.slip(place), n as u32));
        let mut found: Vec<(Slip, Partner)> = slips
            .filter(|(slip, _)| slip.key != key)
            .map(|(slip, shared)| (slip, Partner { page: slip.key, shared }))
            .collect();
        found.sort_unstable_by_key(|(slip, _)| slip.key);
        (found, crowded)
    }

    /// What pages that came changed in an index, given with their prints: whose partners may be others
    /// now, and how many prints became crowded. `parted` are pairs that lost each other as neighbours:
    /// where two of them are not tied, nothing of them is other than before.
    pub(crate) fn came(
        &self,
        index: Index,
        pages: &[(Key, Vec<u64>)],
        moved: &mut BTreeSet<Key>,
        parted: &mut BTreeSet<(Key, Key)>,
    ) -> usize {
        let (room, reach) = self.bounds(index);
        let mut fresh: HashMap<u32, Vec<Key>> = HashMap::new();
        for (key, prints) in pages {
            for head in heads(prints) {
                fresh.entry(head).or_default().push(*key);
            }
        }
        let mut turned = 0;
        for (head, keys) in fresh {
            let (now, places) = self.group(index, head);
            if now <= room {
                continue;
            }
            if now - keys.len().min(now) <= room {
                turned += 1;
                moved.extend(places.iter().map(|p| self.slip(*p).key));
            } else if reach > 0 {
                for key in &keys {
                    parted.extend(self.parted(places, *key, reach, &keys));
                }
            }
        }
        turned
    }

    /// Pairs of pages under a print that `key` may have parted: those before and behind it that were
    /// neighbours without it and the others that came.
    fn parted(
        &self,
        places: &[u32],
        key: Key,
        reach: usize,
        came: &[Key],
    ) -> impl Iterator<Item = (Key, Key)> {
        let near = self.neighbours(places, key, reach + came.len());
        let held = near.into_iter().map(|p| self.slip(p).key).filter(|k| !came.contains(k));
        let (mut low, mut high): (Vec<Key>, Vec<Key>) = held.partition(|k| *k < key);
        low.sort_unstable_by(|a, b| b.cmp(a));
        high.sort_unstable();
        let pairs = (0..reach).flat_map(move |i| (0..reach - i).map(move |j| (i, j)));
        pairs.filter_map(move |(i, j)| Some((*low.get(i)?, *high.get(j)?)))
    }

    /// The same of a page that went: how many prints ceased to be crowded.
    pub(crate) fn went(
        &self,
        index: Index,
        key: Key,
        prints: &[u64],
        moved: &mut BTreeSet<Key>,
    ) -> usize {
        let (room, reach) = self.bounds(index);
        let mut turned = 0;
        for head in heads(prints) {
            let (now, places) = self.group(index, head);
            if now == room {
                turned += 1;
                moved.extend(places.iter().map(|p| self.slip(*p).key));
            } else if now > room && reach > 0 {
                let near = self.neighbours(places, key, reach);
                moved.extend(near.into_iter().map(|p| self.slip(p).key));
            }
        }
        turned
    }
}

/// The high bits of prints, which are sorted, each once.
pub(crate) fn heads(prints: &[u64]) -> impl Iterator<Item = u32> + '_ {
    let mut last = None;
    let heads = prints.iter().map(|p| headwater_collate::head_of(*p));
    heads.filter(move |h| last.replace(*h) != Some(*h))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_collate::Postings;

    /// A print of its own for each number.
    fn print(n: u64) -> u64 {
        n << 33
    }

    /// Pages with prints of which some are crowded, and what a store would answer about them.
    fn both(room: usize, reach: usize) -> (Vec<(Key, Vec<u64>)>, Postings, Meets) {
        let pages: Vec<(Key, Vec<u64>)> = (0..60_u64)
            .map(|k| (k * 7919 % 101, [k % 3, 3 + k % 11, 50 + k / 2].map(print).to_vec()))
            .collect();
        let mut index = Postings::new(room, reach);
        index.add(&pages.iter().map(|(k, p)| (*k, p.as_slice())).collect::<Vec<_>>());
        let mut meets = Meets::new([room; INDEXES], [reach; INDEXES]);
        // Two stretches in order, and the rest as they came.
        let mut order: Vec<usize> = (0..pages.len()).collect();
        order[..20].sort_by_key(|i| pages[*i].0);
        order[20..45].sort_by_key(|i| pages[*i].0);
        let slips = order.iter().map(|i| Slip { key: pages[*i].0, ..Slip::default() }).collect();
        meets.over(Arc::new(slips), vec![0, 20, 45]);
        let all: BTreeSet<u32> = pages.iter().flat_map(|(_, p)| heads(p)).collect();
        for head in all {
            let has =
                |i: &&usize| pages[**i].1.iter().any(|p| headwater_collate::head_of(*p) == head);
            let places: Vec<u32> =
                (0..).zip(&order).filter(|(_, i)| has(i)).map(|(place, _)| place).collect();
            meets.put(Index::Runs, head, places.len(), &places);
        }
        (pages, index, meets)
    }

    #[test]
    fn what_a_store_answers_is_what_an_index_in_memory_says() {
        for (room, reach) in [(4, 2), (6, 0), (19, 3), (100, 4)] {
            let (pages, index, meets) = both(room, reach);
            let named: Vec<Key> = (0..50).collect();
            for (key, prints) in &pages {
                for among in [None, Some(named.as_slice())] {
                    let (want, crowd) = index.partners_and_crowd(*key, prints, 1, among);
                    let (found, crowded) = meets.partners(Index::Runs, *key, prints, 1, among);
                    let found: Vec<Partner> = found.into_iter().map(|(_, p)| p).collect();
                    assert_eq!((found, crowded), (want, crowd), "page {key}, room {room}");
                }
            }
        }
    }

    #[test]
    fn pages_that_come_move_those_that_an_index_in_memory_names() {
        let (pages, index, meets) = both(6, 2);
        let last = pages.last().unwrap().clone();
        let mut without = index.clone();
        let headwater_collate::Moved::Some(want) = without.remove(last.0, &last.1) else {
            panic!("traced")
        };
        let (mut moved, mut parted) = (BTreeSet::new(), BTreeSet::new());
        let turned = meets.came(Index::Runs, &[last], &mut moved, &mut parted);
        assert_eq!(turned, index.crowded() - without.crowded());
        // Whoever has other partners is moved, or lost one whom it is named with.
        for (key, prints) in pages.iter().filter(|(k, _)| want.contains(k) && !moved.contains(k)) {
            let now: BTreeSet<Key> =
                index.partners(*key, prints, 1).iter().map(|p| p.page).collect();
            let lost = without.partners(*key, prints, 1).into_iter().map(|p| p.page);
            for other in lost.filter(|p| !now.contains(p)) {
                let pair = (other.min(*key), other.max(*key));
                assert!(parted.contains(&pair), "{pair:?} of {parted:?}");
            }
        }
    }
}
