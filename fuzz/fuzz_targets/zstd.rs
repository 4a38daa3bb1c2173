//! Zstandard: the bytes as they are, and as the content of two frames with damage between them.
#![no_main]
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    headwater_fuzz::carried("x.zst", bytes);
    let Some((cut, rest)) = bytes.split_first() else { return };
    let whole = compress_to_vec(rest, CompressionLevel::Fastest);
    let mut both = whole.clone();
    both.truncate(usize::from(*cut).max(1));
    both.extend(whole);
    headwater_fuzz::carried("x.warc.zst", &both);
});
