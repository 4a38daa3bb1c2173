//! Segments made: of pages that came lately, and of segments of one level.

use crate::chunk::{Chunk, Group, Writer};
use crate::places::{ALL, GONE, Places, number, read_slips, write_slips};
use crate::rows::v;
use crate::shelf::Shelf;
use crate::trouble::{Trouble, damaged};
use headwater::{Index, Slip};
use rusqlite::{Rows, params};
use std::collections::BinaryHeap;

/// Chunks of one index, each with its first print.
type Chunks = Vec<(u32, Vec<u8>)>;

/// A segment that goes into another, as it is read from its front.
struct Cursor<'s> {
    rows: Rows<'s>,
    chunk: Chunk,
    group: Option<Group>,
    /// The places of its pages in the new segment.
    to: &'s [u32],
}

impl Cursor<'_> {
    /// Goes on to the next print.
    fn next(&mut self) -> Result<(), Trouble> {
        loop {
            self.group = self.chunk.take()?;
            if self.group.is_some() {
                return Ok(());
            }
            match self.rows.next()? {
                Some(row) => self.chunk = Chunk::new(row.get(0)?),
                None => return Ok(()),
            }
        }
    }

    /// Puts the places of the pages under the print in the new segment behind `out`.
    fn places(&self, own: &mut Vec<u32>, out: &mut Vec<u32>) -> Result<(), Trouble> {
        own.clear();
        if let Some(group) = &self.group {
            self.chunk.places(group, own)?;
        }
        for place in own.iter() {
            let to = self.to.get(*place as usize).copied().filter(|p| *p != GONE);
            out.push(to.ok_or_else(|| damaged("a list names a page that its segment lacks"))?);
        }
        Ok(())
    }
}

impl Shelf {
    /// Makes segments of what came lately, and of segments, where they are many enough. Before each
    /// commit. Over all additions a page is written once for each level, of which there is one more
    /// for eight times the pages.
    pub(crate) fn settle_places(&self) -> Result<(), Trouble> {
        let late: i64 = self.db.query_row("SELECT count(*) FROM lately", [], |r| r.get(0))?;
        let (enough, together) = self.settling;
        if late < enough as i64 {
            return Ok(());
        }
        self.have_places()?;
        let Some(mut places) = self.places.borrow_mut().take() else { return Ok(()) };
        places.sort();
        self.rest(&places)?;
        let mut level = 0;
        loop {
            let mut sql = self.db.prepare_cached(
                "SELECT segment, slips FROM segment WHERE level = ? ORDER BY segment",
            )?;
            let rows = sql.query_map([level], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let of: Vec<(i64, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
            if of.len() < together.max(2) {
                return Ok(());
            }
            level += 1;
            self.join(&of, level)?;
        }
    }

    /// Makes a segment of the pages that came lately.
    fn rest(&self, places: &Places) -> Result<(), Trouble> {
        let settled = places.settled();
        let mut order: Vec<(u64, usize)> = Vec::new();
        for (i, n) in places.late.iter().enumerate() {
            if n.is_some() {
                let slip = places.slips.get(settled + i).copied().unwrap_or_default();
                order.push((slip.key, i));
            }
        }
        order.sort_unstable();
        let mut to = vec![GONE; places.late.len()];
        for (new, (_, i)) in (0..).zip(&order) {
            to.iter_mut().skip(*i).take(1).for_each(|t| *t = new);
        }
        let slips = order.iter().filter_map(|(_, i)| places.slips.get(settled + i));
        let new = self.begin_segment(0, write_slips(slips))?;
        for (index, list) in ALL.into_iter().zip(&places.lists) {
            let (mut writer, mut chunks) = (Writer::default(), Chunks::new());
            for group in list.chunk_by(|a, b| a.0 == b.0) {
                let own = group.iter().filter_map(|(_, p)| to.get(*p as usize - settled).copied());
                let mut own: Vec<u32> = own.collect();
                own.sort_unstable();
                let head = group.first().map_or(0, |g| g.0);
                chunks.extend(writer.push(head, &own));
            }
            chunks.extend(writer.rest());
            self.put_chunks(new, index, chunks)?;
        }
        self.seals.delete(&self.db, "lately", "1", &[])?;
        Ok(())
    }

    fn begin_segment(&self, level: i64, slips: Vec<u8>) -> Result<i64, Trouble> {
        let next = "SELECT coalesce(max(segment), 0) + 1 FROM segment";
        let new: i64 = self.db.query_row(next, [], |r| r.get(0))?;
        self.seals.insert(&self.db, "segment", &[v(new), v(level), v(slips)])?;
        Ok(new)
    }

    fn put_chunks(&self, segment: i64, index: Index, chunks: Chunks) -> Result<(), Trouble> {
        for (first, bytes) in chunks {
            let row = [v(number(segment, index, first)), v(bytes)];
            self.seals.insert(&self.db, "posting", &row)?;
        }
        Ok(())
    }

    /// Makes one segment of some.
    fn join(&self, of: &[(i64, Vec<u8>)], level: i64) -> Result<(), Trouble> {
        let mut slips: Vec<Vec<Slip>> = Vec::new();
        for (_, bytes) in of {
            let mut own = Vec::new();
            read_slips(bytes, &mut own)?;
            slips.push(own);
        }
        let mut order: Vec<(u64, usize, usize)> = Vec::new();
        for (i, own) in slips.iter().enumerate() {
            let alive = own.iter().enumerate().filter(|(_, s)| s.words != GONE);
            order.extend(alive.map(|(place, s)| (s.key, i, place)));
        }
        order.sort_unstable();
        let mut to: Vec<Vec<u32>> = slips.iter().map(|own| vec![GONE; own.len()]).collect();
        for (new, (_, i, place)) in (0..).zip(&order) {
            let own = to.iter_mut().skip(*i).take(1).flat_map(|t| t.iter_mut().skip(*place));
            own.take(1).for_each(|t| *t = new);
        }
        let all = order.iter().filter_map(|(_, i, place)| slips.get(*i)?.get(*place));
        let new = self.begin_segment(level, write_slips(all))?;
        for index in ALL {
            let chunks = self.joined(of, index, &to)?;
            self.put_chunks(new, index, chunks)?;
        }
        for (segment, _) in of {
            let (from, end) = (segment << 34, (segment + 1) << 34);
            self.seals.delete(&self.db, "posting", "at >= ? AND at < ?", &[&from, &end])?;
            self.seals.delete(&self.db, "segment", "segment = ?", &[segment])?;
        }
        Ok(())
    }

    /// The lists of some segments as one's.
    fn joined(
        &self,
        of: &[(i64, Vec<u8>)],
        index: Index,
        to: &[Vec<u32>],
    ) -> Result<Chunks, Trouble> {
        let sql = "SELECT list FROM posting WHERE at >= ? AND at <= ? ORDER BY at";
        let statements: Result<Vec<_>, _> = of.iter().map(|_| self.db.prepare(sql)).collect();
        let mut statements = statements?;
        let mut cursors = Vec::new();
        for ((statement, (segment, _)), to) in statements.iter_mut().zip(of).zip(to) {
            let bounds = params![number(*segment, index, 0), number(*segment, index, u32::MAX)];
            let (rows, chunk) = (statement.query(bounds)?, Chunk::default());
            cursors.push(Cursor { rows, chunk, group: None, to });
        }
        let mut heap = BinaryHeap::new();
        for (i, cursor) in cursors.iter_mut().enumerate() {
            cursor.next()?;
            heap.extend(cursor.group.as_ref().map(|g| std::cmp::Reverse((g.head, i))));
        }
        let (mut writer, mut chunks) = (Writer::default(), Chunks::new());
        let (mut own, mut all, mut last) = (Vec::new(), Vec::new(), 0);
        while let Some(std::cmp::Reverse((head, i))) = heap.pop() {
            if head < last {
                return Err(damaged("lists of a segment out of their order"));
            }
            last = head;
            let Some(cursor) = cursors.get_mut(i) else { continue };
            cursor.places(&mut own, &mut all)?;
            cursor.next()?;
            heap.extend(cursor.group.as_ref().map(|g| std::cmp::Reverse((g.head, i))));
            if heap.peek().is_none_or(|next| next.0.0 != head) {
                all.sort_unstable();
                chunks.extend(writer.push(head, &all));
                all.clear();
            }
        }
        chunks.extend(writer.rest());
        Ok(chunks)
    }
}
