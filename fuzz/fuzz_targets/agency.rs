//! NITF, NewsML, and news in JSON: the bytes as they are, whatever they begin with.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    headwater_fuzz::carried("x.xml", bytes);
    headwater_fuzz::carried("x.json", bytes);
});
