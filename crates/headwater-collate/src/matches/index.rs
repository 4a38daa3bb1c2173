//! The inverted index of fingerprints: sorted rows of numbers that can be built in parts, merged,
//! kept on disk and extended; and the pairs of articles that share enough of them.

/// Bits of an entry that name the article; the rest are the fingerprint's high bits.
const DOC_BITS: u32 = 24;
const DOC_MASK: u64 = (1 << DOC_BITS) - 1;

/// What an index on disk begins with. The last sign is raised whenever words are cut, folded or
/// hashed otherwise than before.
const MARK: [u8; 8] = *b"hwindex2";

/// A fingerprint that stands in more articles than this proposes only neighbours in id order:
/// boilerplate would otherwise pair everything with everything.
pub const CAP: usize = 64;
/// How many neighbours.
const NEIGHBOURS: usize = 4;

/// Sorted entries, fingerprint in the high bits, article in the low.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    entries: Vec<u64>,
}

/// Two articles worth comparing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The one with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Fingerprints they share, over-frequent ones left out.
    pub shared: u32,
}

impl Index {
    /// Indexes the fingerprints of articles numbered from `first`, in order. The numbers are the
    /// caller's; there is room for sixteen million.
    pub fn build(prints: &[Vec<u64>], first: usize) -> Index {
        let mut entries = Vec::with_capacity(prints.iter().map(Vec::len).sum());
        for (doc, row) in (first as u64..).zip(prints) {
            entries.extend(row.iter().map(|h| (h & !DOC_MASK) | (doc & DOC_MASK)));
        }
        by_print(&mut entries);
        entries.dedup();
        Index { entries }
    }

    /// Two indexes as one.
    #[must_use]
    pub fn merge(self, other: Index) -> Index {
        let (mut x, mut y) =
            (self.entries.into_iter().peekable(), other.entries.into_iter().peekable());
        let mut entries = Vec::with_capacity(x.len() + y.len());
        while let (Some(a), Some(b)) = (x.peek(), y.peek()) {
            let next = if a <= b { x.next() } else { y.next() };
            entries.extend(next);
        }
        entries.extend(x);
        entries.extend(y);
        entries.dedup();
        Index { entries }
    }

    /// The index as bytes, for keeping on disk: a mark of what it is, then its entries,
    /// little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let entries = self.entries.iter().flat_map(|e| e.to_le_bytes());
        MARK.into_iter().chain(entries).collect()
    }

    /// Reads [`Index::to_bytes`]. `None` where the bytes are not an index, or one that another
    /// version made its fingerprints for.
    pub fn from_bytes(bytes: &[u8]) -> Option<Index> {
        let rows = bytes.strip_prefix(&MARK)?.chunks_exact(8);
        if !rows.remainder().is_empty() {
            return None;
        }
        let entries: Vec<u64> =
            rows.filter_map(|r| r.try_into().ok()).map(u64::from_le_bytes).collect();
        entries.is_sorted().then_some(Index { entries })
    }

    /// Entries held.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// For every article the runs of the index it stands in, fingerprints of one article alone
    /// left out.
    fn runs(&self) -> Postings {
        let mut run_start = Vec::new();
        let mut docs = Vec::new();
        let mut counts: Vec<u32> = Vec::new();
        for run in self.entries.chunk_by(|a, b| a & !DOC_MASK == b & !DOC_MASK) {
            if run.len() < 2 {
                continue;
            }
            run_start.push(docs.len() as u32);
            for entry in run {
                let doc = (entry & DOC_MASK) as u32;
                if counts.len() <= doc as usize {
                    counts.resize(doc as usize + 1, 0);
                }
                if let Some(count) = counts.get_mut(doc as usize) {
                    *count += 1;
                }
                docs.push(doc);
            }
        }
        run_start.push(docs.len() as u32);
        Postings::new(run_start, docs, &counts)
    }
}

/// Bits that one pass of [`by_print`] sorts by.
const DIGIT: u32 = 10;

/// Sorts entries that stand in order of article. Only the fingerprints have to be sorted, by a
/// row of stable passes from their lowest bits up: time grows with the entries alone.
fn by_print(entries: &mut Vec<u64>) {
    let mut other = vec![0; entries.len()];
    for shift in (DOC_BITS..u64::BITS).step_by(DIGIT as usize) {
        let digit = |e: &u64| (e >> shift) as usize & ((1 << DIGIT) - 1);
        let mut next = [0_usize; 1 << DIGIT];
        for e in entries.iter() {
            next.iter_mut().skip(digit(e)).take(1).for_each(|n| *n += 1);
        }
        let mut sum = 0;
        for n in &mut next {
            sum += std::mem::replace(n, sum);
        }
        for e in entries.iter() {
            if let Some(place) = next.get_mut(digit(e)) {
                if let Some(slot) = other.get_mut(*place) {
                    *slot = *e;
                }
                *place += 1;
            }
        }
        std::mem::swap(entries, &mut other);
    }
}

/// Runs of articles, and for each article its place in them.
struct Postings {
    run_start: Vec<u32>,
    docs: Vec<u32>,
    /// For each article where its places begin in `places`.
    first: Vec<u32>,
    /// `(run, place in docs)`.
    places: Vec<(u32, u32)>,
}

impl Postings {
    fn new(run_start: Vec<u32>, docs: Vec<u32>, counts: &[u32]) -> Postings {
        let mut first = Vec::with_capacity(counts.len() + 1);
        let mut sum = 0;
        for count in counts {
            first.push(sum);
            sum += count;
        }
        first.push(sum);
        let mut next = first.clone();
        let mut places = vec![(0, 0); docs.len()];
        for (run, ends) in (0u32..).zip(run_start.windows(2)) {
            let [start, end] = ends else { continue };
            for at in *start..*end {
                let doc = docs.get(at as usize).copied().unwrap_or(0) as usize;
                if let Some(slot) = next.get_mut(doc) {
                    if let Some(place) = places.get_mut(*slot as usize) {
                        *place = (run, at);
                    }
                    *slot += 1;
                }
            }
        }
        Postings { run_start, docs, first, places }
    }

    /// The partners of `doc` with a greater number, with how much they share.
    fn partners(&self, doc: usize, least: usize, met: &mut Vec<u32>, out: &mut Vec<Candidate>) {
        met.clear();
        let from = self.first.get(doc).copied().unwrap_or(0) as usize;
        let to = self.first.get(doc + 1).copied().unwrap_or(0) as usize;
        for (run, at) in self.places.get(from..to).unwrap_or(&[]) {
            let start = self.run_start.get(*run as usize).copied().unwrap_or(0) as usize;
            let end = self.run_start.get(*run as usize + 1).copied().unwrap_or(0) as usize;
            let next = *at as usize + 1;
            let last = if end - start > CAP { end.min(next + NEIGHBOURS) } else { end };
            met.extend_from_slice(self.docs.get(next..last).unwrap_or(&[]));
        }
        met.sort_unstable();
        for run in met.chunk_by(|a, b| a == b) {
            if let (Some(other), true) = (run.first(), run.len() >= least) {
                out.push(Candidate { a: doc as u32, b: *other, shared: run.len() as u32 });
            }
        }
    }
}

/// Fingerprints a pair has to share.
const LEAST: usize = 2;

/// All pairs that share enough fingerprints, in order.
pub fn candidates(index: &Index) -> Vec<Candidate> {
    partners(index, LEAST)
}

/// All pairs that share so many entries.
pub(crate) fn partners(index: &Index, least: usize) -> Vec<Candidate> {
    let postings = index.runs();
    let mut out = Vec::new();
    let mut met = Vec::new();
    for doc in 0..postings.first.len().saturating_sub(1) {
        postings.partners(doc, least, &mut met, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<u64>> {
        let h = |n: u64| n << 30;
        vec![vec![h(1), h(2), h(3)], vec![h(2), h(3), h(9)], vec![h(3), h(7)], vec![h(1), h(2)]]
    }

    #[test]
    fn passes_sort_like_any_other_way() {
        let rows: Vec<Vec<u64>> = (0..50_u64)
            .map(|d| (0..40).map(|k| crate::words::finish(d % 9 + 50 * k)).collect())
            .collect();
        let mut entries = Index::build(&rows, 3).entries;
        assert!(entries.is_sorted() && entries.len() > 1000);
        by_print(&mut entries);
        assert!(entries.is_sorted());
    }

    #[test]
    fn pairs_share_two() {
        let found = candidates(&Index::build(&rows(), 0));
        let pairs: Vec<_> = found.iter().map(|c| (c.a, c.b, c.shared)).collect();
        assert_eq!(pairs, [(0, 1, 2), (0, 3, 2)]);
    }

    #[test]
    fn parts_merge_to_the_whole_and_bytes_come_back() {
        let rows = rows();
        let whole = Index::build(&rows, 0);
        let (head, tail) = rows.split_at(2);
        let parts = Index::build(tail, 2).merge(Index::build(head, 0));
        assert_eq!(parts, whole);
        assert_eq!(Index::from_bytes(&whole.to_bytes()), Some(whole));
        assert_eq!(Index::from_bytes(&[1, 2, 3]), None);
    }
}
