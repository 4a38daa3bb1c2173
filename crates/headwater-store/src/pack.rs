//! Bytes, small. Zstandard, whose frames any tool unpacks.

use crate::trouble::{Trouble, damaged};
use headwater_text::mark;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::io::Read;

/// What stands before the mark behind a frame: a frame of its own that every reader skips.
const SKIPPED: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 8, 0, 0, 0];
/// Most bytes of what was packed without its size being kept beside it.
const MOST: usize = 1 << 28;

/// The bytes in a Zstandard frame, behind it a mark over the frame. What was packed is unpacked
/// again before it is trusted; where that fails they stand in the frame as they are.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let small = marked(compress_to_vec(bytes, CompressionLevel::Fastest));
    match unpack(&small, Some(bytes.len())) {
        Ok(back) if back == bytes => small,
        _ => marked(compress_to_vec(bytes, CompressionLevel::Uncompressed)),
    }
}

fn marked(mut frame: Vec<u8>) -> Vec<u8> {
    let over = mark(&frame);
    frame.extend(SKIPPED);
    frame.extend(over.to_le_bytes());
    frame
}

/// What was packed, of that size where it is known. A damaged frame is not looked into.
pub(crate) fn unpack(packed: &[u8], size: Option<usize>) -> Result<Vec<u8>, Trouble> {
    let broken = |e: &dyn std::fmt::Display| damaged(format!("packed bytes do not unpack ({e})"));
    let cut = || broken(&"their mark differs");
    let (frame, over) = packed.split_last_chunk::<8>().ok_or_else(cut)?;
    let frame = frame.strip_suffix(&SKIPPED).ok_or_else(cut)?;
    if mark(frame) != u64::from_le_bytes(*over) {
        return Err(cut());
    }
    let most = size.unwrap_or(MOST);
    let mut decoder = StreamingDecoder::new(frame).map_err(|e| broken(&e))?;
    let mut out = Vec::with_capacity(size.unwrap_or_default().min(1 << 24));
    decoder.by_ref().take(most as u64 + 1).read_to_end(&mut out).map_err(|e| broken(&e))?;
    if out.len() > most || size.is_some_and(|size| size != out.len()) {
        return Err(damaged(format!("packed bytes unpack to {} instead of {most}", out.len())));
    }
    Ok(out)
}

/// Numbers, eight bytes each.
pub(crate) fn numbers(list: &[u64]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// Those numbers.
pub(crate) fn read_numbers(bytes: &[u8]) -> Result<Vec<u64>, Trouble> {
    let (chunks, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(damaged("a list of numbers is cut"));
    }
    Ok(chunks.iter().map(|c| u64::from_le_bytes(*c)).collect())
}

/// Pairs of numbers; nothing for none.
pub(crate) fn pairs(list: &[(u64, u64)]) -> Option<Vec<u8>> {
    let flat: Vec<u64> = list.iter().flat_map(|(a, b)| [*a, *b]).collect();
    (!flat.is_empty()).then(|| numbers(&flat))
}

/// Those pairs.
pub(crate) fn read_pairs(bytes: Option<&[u8]>) -> Result<Vec<(u64, u64)>, Trouble> {
    let flat = read_numbers(bytes.unwrap_or_default())?;
    let (chunks, rest) = flat.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(damaged("a list of pairs is cut"));
    }
    Ok(chunks.iter().map(|[a, b]| (*a, *b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        for bytes in [&b""[..], b"a", &b"Rain in Orvel. ".repeat(5000), &[0xff; 300_000]] {
            let packed = pack(bytes);
            assert_eq!(unpack(&packed, Some(bytes.len())).unwrap(), bytes);
            assert_eq!(unpack(&packed, None).unwrap(), bytes);
            assert!(unpack(&packed, Some(bytes.len() + 1)).is_err());
        }
        assert!(unpack(b"no frame", None).is_err());
    }

    #[test]
    fn any_byte_that_is_another_is_noticed() {
        let packed = pack(b"The ferry stays in port until the storm has passed. The ferry stays.");
        for i in 0..packed.len() {
            let mut other = packed.clone();
            other[i] ^= 0x10;
            assert!(unpack(&other, None).is_err(), "byte {i}");
        }
    }

    #[test]
    fn numbers_come_back() {
        let list = [0, 1, u64::MAX];
        assert_eq!(read_numbers(&numbers(&list)).unwrap(), list);
        assert!(read_numbers(&[1, 2, 3]).is_err());
        assert_eq!(pairs(&[]), None);
        assert_eq!(read_pairs(pairs(&[(1, 2)]).as_deref()).unwrap(), [(1, 2)]);
    }
}
