//! Unpacks Zstandard: frame after frame, frames to be skipped, a dictionary in the first of them,
//! damaged frames passed over, bombs stopped.

use super::gunzip::{FREE, Peek, SWELL, bad};
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};
use std::io::{self, BufRead, Read};

/// The sign of a frame.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The sign of a frame that holds the dictionary of an archive.
const DICTIONARY: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];
/// No longer dictionary is taken.
const LONGEST_DICTIONARY: u32 = 16 << 20;
/// How far a frame may reach back.
const WINDOW: u64 = 128 << 20;

/// Decompresses frame after frame. A damaged frame gives one error of kind `InvalidData`; reading
/// on goes to the next frame.
pub(super) struct Unzstd<'r> {
    inner: Peek<'r>,
    decoder: FrameDecoder,
    /// Inside a frame.
    open: bool,
    /// Bytes that the frame has given.
    given: u64,
    done: bool,
}

impl<'r> Unzstd<'r> {
    pub(super) fn new(inner: Peek<'r>) -> Unzstd<'r> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Unzstd { inner, decoder, open: false, given: 0, done: false }
    }

    /// Goes to the next frame; false at the end.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            let head = self.inner.head(8);
            let Some(sign) = head.first_chunk::<4>().copied() else {
                let left = head.len();
                self.inner.consume(left);
                return Ok(false);
            };
            if sign == MAGIC {
                return match self.decoder.reset(&mut self.inner) {
                    Ok(()) => Ok(true),
                    Err(_) => {
                        // The sign itself may not have been eaten.
                        if self.inner.head(4) == MAGIC {
                            self.inner.consume(1);
                        }
                        Err(bad("a compressed part is damaged"))
                    }
                };
            }
            let length = head.get(4..8).and_then(|b| b.first_chunk::<4>().copied());
            match (sign, length) {
                ([a, 0x2a, 0x4d, 0x18], Some(length)) if a >> 4 == 5 => {
                    self.inner.consume(8);
                    self.skip(sign, u32::from_le_bytes(length))?;
                }
                _ => self.seek(),
            }
        }
    }

    /// Passes a frame that is no data over; takes the dictionary that one may hold.
    fn skip(&mut self, sign: [u8; 4], length: u32) -> io::Result<()> {
        let mut part = (&mut self.inner).take(u64::from(length));
        if sign != DICTIONARY || length > LONGEST_DICTIONARY {
            io::copy(&mut part, &mut io::sink())?;
            return Ok(());
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        if bytes.starts_with(&MAGIC) {
            bytes = plain(&bytes, u64::from(LONGEST_DICTIONARY)).0;
        }
        let dictionary = Dictionary::decode_dict(&bytes).ok();
        dictionary
            .and_then(|d| self.decoder.add_dict(d).ok())
            .ok_or_else(|| bad("the dictionary of a compressed archive is damaged"))
    }

    /// After damage: goes on to what may be the sign of a frame.
    fn seek(&mut self) {
        self.inner.consume(1);
        let head = self.inner.head(32 << 10);
        let at = memchr::memmem::find(head, &MAGIC);
        let skip = at.unwrap_or_else(|| head.len().saturating_sub(3));
        self.inner.consume(skip);
    }
}

impl Read for Unzstd<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.done {
            return Ok(0);
        }
        loop {
            if !self.open {
                self.given = 0;
                if !self.next_frame()? {
                    self.done = true;
                    return Ok(0);
                }
                self.open = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let step = BlockDecodingStrategy::UptoBlocks(1);
                if self.decoder.decode_blocks(&mut self.inner, step).is_err() {
                    self.open = false;
                    return Err(bad("a compressed part is damaged"));
                }
            }
            let n = self.decoder.read(out)?;
            self.given += n as u64;
            let taken = self.decoder.bytes_read_from_source().max(1);
            if self.given > FREE && self.given / taken > SWELL {
                self.open = false;
                return Err(bad("a compressed part swells beyond measure"));
            }
            if n > 0 {
                return Ok(n);
            }
            self.open = false;
        }
    }
}

/// Decompresses all of `bytes`, at most `limit` and one more; whether it came to its end.
pub(super) fn plain(bytes: &[u8], limit: u64) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let whole = Unzstd::new(Peek::new(Box::new(bytes))).take(limit + 1).read_to_end(&mut out);
    (out, whole.is_ok())
}
