//! Gzip: the bytes as they are, and as the content of two members with damage between them.
#![no_main]
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    headwater_fuzz::carried("x.gz", bytes);
    let Some((cut, rest)) = bytes.split_first() else { return };
    let mut member = GzEncoder::new(Vec::new(), Compression::fast());
    if member.write_all(rest).is_err() {
        return;
    }
    let whole = member.finish().unwrap_or_default();
    let mut both = whole.clone();
    both.truncate(usize::from(*cut).max(1));
    both.extend(whole);
    headwater_fuzz::carried("x.warc.gz", &both);
});
