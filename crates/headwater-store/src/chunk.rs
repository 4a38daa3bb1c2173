//! Which pages stand under which prints, as bytes: prints in rising order, each with the places of
//! its pages in rising order. Numbers stand as differences, seven bits a byte.

use crate::trouble::{Trouble, damaged};
use std::ops::Range;

/// Bytes after which a chunk ends: two lie in a page of the file.
const FULL: usize = 1900;

/// The pages under one print, in a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// The print's high bits.
    pub(crate) head: u32,
    /// How many pages.
    pub(crate) count: usize,
    /// Where their places stand in the chunk.
    at: Range<usize>,
}

fn broken() -> Trouble {
    damaged("a list of pages under prints")
}

/// Reads a number off the front.
fn number(bytes: &mut &[u8]) -> Result<u32, Trouble> {
    let mut out = 0u64;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or_else(broken)?;
        *bytes = rest;
        out |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(out).map_err(|_| broken());
        }
    }
    Err(broken())
}

fn push(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// A chunk that is read from its front.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chunk {
    bytes: Vec<u8>,
    at: usize,
    head: u32,
}

impl Chunk {
    pub(crate) fn new(bytes: Vec<u8>) -> Chunk {
        Chunk { bytes, at: 0, head: 0 }
    }

    /// Takes the next print; nothing at the end.
    pub(crate) fn take(&mut self) -> Result<Option<Group>, Trouble> {
        let mut rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let head = self.head.checked_add(number(&mut rest)?).ok_or_else(broken)?;
        let count = number(&mut rest)? as usize;
        let length = match count {
            1 => rest.iter().position(|b| b & 0x80 == 0).ok_or_else(broken)? + 1,
            _ => number(&mut rest)? as usize,
        };
        let from = self.bytes.len() - rest.len();
        // A page is a byte at least: a damaged count asks for no memory that is not there.
        if count > length || length > rest.len() {
            return Err(broken());
        }
        (self.at, self.head) = (from + length, head);
        Ok(Some(Group { head, count, at: from..from + length }))
    }

    /// The places of a print's pages, rising, put behind `out`. Linear in them.
    pub(crate) fn places(&self, of: &Group, out: &mut Vec<u32>) -> Result<(), Trouble> {
        let mut rest = self.bytes.get(of.at.clone()).ok_or_else(broken)?;
        let mut last = 0u32;
        for _ in 0..of.count {
            last = last.checked_add(number(&mut rest)?).ok_or_else(broken)?;
            out.push(last);
        }
        Ok(())
    }
}

/// A chunk that is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    /// The first print in it, and the last so far.
    first: u32,
    last: u32,
    places: Vec<u8>,
}

impl Writer {
    /// Puts a print behind those before it, with the places of its pages, which rise; gives a chunk
    /// when it is full, with its first print.
    pub(crate) fn push(&mut self, head: u32, places: &[u32]) -> Option<(u32, Vec<u8>)> {
        if self.bytes.is_empty() {
            (self.first, self.last) = (head, 0);
        }
        push(&mut self.bytes, head - self.last);
        self.last = head;
        self.places.clear();
        let mut last = 0;
        for place in places {
            push(&mut self.places, place - last);
            last = *place;
        }
        push(&mut self.bytes, places.len() as u32);
        if places.len() != 1 {
            push(&mut self.bytes, self.places.len() as u32);
        }
        self.bytes.extend(&self.places);
        if self.bytes.len() >= FULL { self.rest() } else { None }
    }

    /// What is left at the end.
    pub(crate) fn rest(&mut self) -> Option<(u32, Vec<u8>)> {
        let bytes = std::mem::take(&mut self.bytes);
        (!bytes.is_empty()).then_some((self.first, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<(u32, Vec<u32>)> {
        let pages = |i: u32| (0..1 + i % 7).map(|k| k * 300 + i).collect();
        let mut all: Vec<(u32, Vec<u32>)> = (0..2000).map(|i| (i * 2_000_003, pages(i))).collect();
        all.push((u32::MAX, (0..30_000).collect()));
        all
    }

    #[test]
    fn what_is_written_is_read() {
        let (mut writer, mut chunks) = (Writer::default(), Vec::new());
        for (head, places) in rows() {
            chunks.extend(writer.push(head, &places));
        }
        chunks.extend(writer.rest());
        assert!(chunks.len() > 5);
        let mut back = Vec::new();
        for (first, bytes) in chunks {
            let mut chunk = Chunk::new(bytes);
            let from = back.len();
            while let Some(group) = chunk.take().unwrap() {
                let mut places = Vec::new();
                chunk.places(&group, &mut places).unwrap();
                assert_eq!(places.len(), group.count);
                back.push((group.head, places));
            }
            assert_eq!(back[from].0, first);
        }
        assert!(back == rows());
    }

    #[test]
    fn damaged_bytes_end_with_an_error_or_other_numbers() {
        let mut writer = Writer::default();
        for (head, places) in rows().into_iter().take(60) {
            writer.push(head, &places);
        }
        let (_, bytes) = writer.rest().unwrap();
        for i in 0..bytes.len() {
            let mut other = bytes.clone();
            other[i] ^= 0x80;
            other.truncate(bytes.len() - i % 3);
            let mut chunk = Chunk::new(other);
            let mut places = Vec::new();
            while let Ok(Some(group)) = chunk.take() {
                if chunk.places(&group, &mut places).is_err() {
                    break;
                }
            }
            assert!(places.len() <= bytes.len());
        }
    }
}
