//! Unpacks gzip: many members, damaged ones skipped, bombs stopped.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// A reader whose first bytes can be looked at before they are read.
pub(super) struct Peek<'r> {
    inner: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    at: usize,
    /// An error met while filling, given out after the bytes before it.
    error: Option<io::Error>,
    /// Bytes moved inside, for tests of growth.
    pub(super) moved: u64,
}

const CHUNK: usize = 64 << 10;

impl<'r> Peek<'r> {
    pub(super) fn new(inner: Box<dyn Read + 'r>) -> Peek<'r> {
        Peek { inner, buffer: Vec::new(), at: 0, error: None, moved: 0 }
    }

    /// Up to `n` bytes to come; fewer at the end.
    pub(super) fn head(&mut self, n: usize) -> &[u8] {
        while self.buffer.len() - self.at < n && self.error.is_none() && self.more() > 0 {}
        let end = self.buffer.len().min(self.at + n);
        self.buffer.get(self.at..end).unwrap_or(&[])
    }

    /// Puts bytes back in front.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        let rest = self.buffer.split_off(self.at.min(self.buffer.len()));
        self.moved += (bytes.len() + rest.len()) as u64;
        self.buffer = [bytes, &rest].concat();
        self.at = 0;
    }

    /// Reads one chunk more into the buffer.
    fn more(&mut self) -> usize {
        // What was read is dropped once it is half of all, so that each byte moves once or twice.
        if self.at * 2 >= self.buffer.len() {
            self.moved += (self.buffer.len() - self.at) as u64;
            self.buffer.drain(..self.at.min(self.buffer.len()));
            self.at = 0;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + CHUNK, 0);
        let got = loop {
            match self.inner.read(self.buffer.get_mut(old..).unwrap_or(&mut [])) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.error = Some(e);
                    break 0;
                }
                Ok(n) => break n,
            }
        };
        self.buffer.truncate(old + got);
        got
    }
}

impl BufRead for Peek<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.buffer.len() {
            if let Some(e) = self.error.take() {
                return Err(e);
            }
            if self.more() == 0
                && let Some(e) = self.error.take()
            {
                return Err(e);
            }
        }
        Ok(self.buffer.get(self.at..).unwrap_or(&[]))
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.buffer.len());
    }
}

impl Read for Peek<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        read_ready(self, out)
    }
}

/// Reads what is ready, at most one buffer.
fn read_ready(input: &mut impl BufRead, out: &mut [u8]) -> io::Result<usize> {
    let mut ready = input.fill_buf()?;
    let n = ready.read(out)?;
    input.consume(n);
    Ok(n)
}

/// Counts what a member takes and keeps its last bytes: a member cut short swallows the
/// beginning of the next one before the damage shows.
struct Counted<'r> {
    inner: Peek<'r>,
    taken: u64,
    last: Vec<u8>,
    /// Bytes that may still be put back in all; bounds the work on hostile input.
    again: usize,
}

/// How many bytes before the damage are searched for the next member.
const LAST: usize = 256 << 10;

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        read_ready(self, out)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.taken += n as u64;
        let bytes = self.inner.buffer.get(self.inner.at..self.inner.at + n).unwrap_or(&[]);
        self.last.extend_from_slice(bytes);
        if self.last.len() > 2 * LAST {
            self.last.drain(..self.last.len() - LAST);
        }
        self.inner.consume(n);
    }
}

impl<'r> Counted<'r> {
    /// After damage: goes back to where another member began inside the damaged one.
    fn back(mut self) -> Counted<'r> {
        let tail = self.last.get(1..).unwrap_or(&[]);
        if let Some(at) = memchr::memmem::find(tail, &MAGIC).map(|at| at + 1) {
            let rest = self.last.split_off(at);
            if rest.len() <= self.again {
                self.again -= rest.len();
                self.inner.push_back(&rest);
            }
        }
        self
    }
}

/// How a member begins.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// Decompresses member after member. A damaged member gives one error of kind `InvalidData`;
/// reading on goes to the next member.
pub(super) struct Gunzip<'r> {
    state: State<'r>,
    given: u64,
}

enum State<'r> {
    Between(Counted<'r>),
    Inside(Box<GzDecoder<Counted<'r>>>),
    Done,
}

/// A member may swell this much once it has given 64 MiB; gzip itself ends at 1032 and Zstandard has no end.
pub(super) const SWELL: u64 = 200;
pub(super) const FREE: u64 = 64 << 20;

impl<'r> Gunzip<'r> {
    pub(super) fn new(inner: Peek<'r>) -> Gunzip<'r> {
        Gunzip {
            state: State::Between(Counted { inner, taken: 0, last: Vec::new(), again: 64 << 20 }),
            given: 0,
        }
    }

    /// Looks for the next member's first bytes.
    fn seek(mut input: Counted<'r>) -> io::Result<State<'r>> {
        loop {
            let head = input.inner.head(CHUNK / 2);
            if head.len() < 3 {
                return Ok(State::Done);
            }
            match memchr::memmem::find(head, &MAGIC) {
                Some(at) => {
                    input.inner.consume(at);
                    input.taken = 0;
                    input.last.clear();
                    return Ok(State::Inside(Box::new(GzDecoder::new(input))));
                }
                None => {
                    let skip = head.len() - 2;
                    input.inner.consume(skip);
                    if skip == 0 {
                        return Ok(State::Done);
                    }
                }
            }
        }
    }
}

impl Read for Gunzip<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(input) => {
                    self.given = 0;
                    self.state = Self::seek(input)?;
                }
                State::Inside(mut decoder) => match decoder.read(out) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(n) => {
                        self.given += n as u64;
                        let taken = decoder.get_ref().taken.max(1);
                        if self.given > FREE && self.given / taken > SWELL {
                            self.state = State::Between(decoder.into_inner());
                            return Err(bad("a compressed part swells beyond measure"));
                        }
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Inside(decoder);
                    }
                    Err(_) => {
                        self.state = State::Between(decoder.into_inner().back());
                        return Err(bad("a compressed part is damaged"));
                    }
                },
            }
        }
    }
}

pub(super) fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
