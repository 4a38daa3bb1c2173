//! What servers do to a page on its way, undone: chunks, gzip, deflate, Brotli, Zstandard.

use super::gunzip::{Gunzip, Peek};
use super::unzstd;
use crate::flat::looks_like_html;
use crate::reader::LONGEST;
use std::io::Read;

/// A page's bytes as a reader of the web would have had them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) bytes: Vec<u8>,
    /// They break off or were damaged.
    pub(super) broken: bool,
}

/// Undoes the codings that a `Content-Encoding` names, the last first. Archives often keep the
/// header and store the page without the coding: what does not begin as the coding should and
/// looks like a page stays as it is.
///
/// The error is the name of the coding that could not be undone.
pub(super) fn decode(body: Vec<u8>, codings: &str) -> Result<Plain, String> {
    let mut out = Plain { bytes: body, broken: false };
    for coding in codings.split(',').rev() {
        let name = coding.trim().to_ascii_lowercase();
        if matches!(name.as_str(), "" | "identity" | "none" | "utf-8" | "chunked") {
            continue;
        }
        if out.bytes.is_empty() {
            return Ok(out);
        }
        let (bytes, whole) = match name.as_str() {
            "gzip" | "x-gzip" => gunzip(&out.bytes),
            "deflate" | "x-deflate" => inflate(&out.bytes),
            "br" => unbrotli(&out.bytes),
            "zstd" => unzstd::plain(&out.bytes, LONGEST as u64),
            _ => (Vec::new(), false),
        };
        match bytes.is_empty() || !whole && looks_like_html(&out.bytes) {
            true if looks_like_html(&out.bytes) => {}
            true => return Err(name),
            false => {
                out.bytes = bytes;
                out.broken |= !whole;
            }
        }
    }
    if out.bytes.starts_with(&[0x1f, 0x8b]) {
        let (bytes, whole) = gunzip(&out.bytes);
        if !bytes.is_empty() {
            out = Plain { bytes, broken: out.broken || !whole };
        }
    }
    Ok(out)
}

/// All that `reader` gives up to a page's length; whether it came to an end without an error.
fn all(reader: impl Read) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let whole = reader.take(LONGEST as u64 + 1).read_to_end(&mut out).is_ok();
    (out, whole)
}

fn gunzip(bytes: &[u8]) -> (Vec<u8>, bool) {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return (Vec::new(), false);
    }
    all(Gunzip::new(Peek::new(Box::new(bytes))))
}

/// With or without the frame of zlib: both are in use.
fn inflate(bytes: &[u8]) -> (Vec<u8>, bool) {
    let framed = all(flate2::bufread::ZlibDecoder::new(bytes));
    if framed.1 && !framed.0.is_empty() {
        return framed;
    }
    let raw = all(flate2::bufread::DeflateDecoder::new(bytes));
    if raw.0.len() > framed.0.len() { raw } else { framed }
}

fn unbrotli(bytes: &[u8]) -> (Vec<u8>, bool) {
    all(brotli_decompressor::Decompressor::new(bytes, 4096))
}

/// Undoes chunked transfer. What is not really chunked stays; chunks that break off are marked.
pub(super) fn unchunk(body: Vec<u8>) -> Plain {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    let broken = loop {
        let rest = body.get(at..).unwrap_or(&[]);
        let Some((size, skip)) = chunk_head(rest) else { break true };
        if size == 0 {
            break false;
        }
        let from = at + skip;
        let to = from.saturating_add(size).min(body.len());
        out.extend_from_slice(body.get(from..to).unwrap_or(&[]));
        if to - from < size {
            break true;
        }
        at = to;
        while body.get(at).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            at += 1;
        }
    };
    if out.is_empty() && broken {
        return Plain { bytes: body, broken: false };
    }
    Plain { bytes: out, broken }
}

/// The size that a chunk's first line gives, and the length of that line.
fn chunk_head(rest: &[u8]) -> Option<(usize, usize)> {
    let line = rest.get(..rest.len().min(200))?;
    let end = memchr::memchr(b'\n', line)?;
    let line = std::str::from_utf8(line.get(..end)?).ok()?;
    let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
    Some((size, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const PAGE: &[u8] =
        b"<html><body><p>Ferries wait for the fog to lift over Lervik.</p></body></html>";

    fn packed(name: &str) -> Vec<u8> {
        let fast = Compression::fast();
        match name {
            "gzip" => {
                let mut e = GzEncoder::new(Vec::new(), fast);
                e.write_all(PAGE).unwrap();
                e.finish().unwrap()
            }
            "deflate" => {
                let mut e = ZlibEncoder::new(Vec::new(), fast);
                e.write_all(PAGE).unwrap();
                e.finish().unwrap()
            }
            "raw" => {
                let mut e = DeflateEncoder::new(Vec::new(), fast);
                e.write_all(PAGE).unwrap();
                e.finish().unwrap()
            }
            "zstd" => {
                ruzstd::encoding::compress_to_vec(PAGE, ruzstd::encoding::CompressionLevel::Fastest)
            }
            // A window of 16 bits, one piece stored as it is, the end.
            _ => {
                let head = ((PAGE.len() as u32 - 1) << 4 | 1 << 20).to_le_bytes();
                [&head[..3], PAGE, &[3]].concat()
            }
        }
    }

    #[test]
    fn every_coding_is_undone() {
        let all = [
            ("gzip", "gzip"),
            ("deflate", "deflate"),
            ("deflate", "raw"),
            ("zstd", "zstd"),
            ("br", "br"),
        ];
        for (name, made) in all {
            let got = decode(packed(made), name).unwrap();
            assert_eq!((got.bytes.as_slice(), got.broken), (PAGE, false), "{made}");
        }
        let twice = decode(
            ruzstd::encoding::compress_to_vec(
                packed("gzip").as_slice(),
                ruzstd::encoding::CompressionLevel::Fastest,
            ),
            "gzip, zstd",
        );
        assert_eq!(twice.unwrap().bytes, PAGE);
    }

    #[test]
    fn what_is_stored_without_its_coding_stays() {
        for name in ["gzip", "br", "zstd", "deflate", "identity", "made-up"] {
            assert_eq!(decode(PAGE.to_vec(), name).unwrap().bytes, PAGE, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_undone_is_named() {
        let noise: Vec<u8> = (0..200u8).map(|i| i.wrapping_mul(37) | 0x80).collect();
        for name in ["zstd", "made-up"] {
            assert_eq!(decode(noise.clone(), name), Err(name.to_owned()));
        }
        let mut half = packed("gzip");
        half.truncate(half.len() / 2 + 10);
        assert!(decode(half, "gzip").unwrap().broken);
    }

    #[test]
    fn chunks_are_joined_and_breaks_marked() {
        let whole = b"4\r\n<p>A\r\n2;x=y\r\nbc\r\n0\r\n\r\n".to_vec();
        assert_eq!(unchunk(whole), Plain { bytes: b"<p>Abc".to_vec(), broken: false });
        assert_eq!(
            unchunk(b"4\r\n<p>A\r\nff\r\nb".to_vec()),
            Plain { bytes: b"<p>Ab".to_vec(), broken: true }
        );
        assert_eq!(unchunk(PAGE.to_vec()), Plain { bytes: PAGE.to_vec(), broken: false });
    }
}
