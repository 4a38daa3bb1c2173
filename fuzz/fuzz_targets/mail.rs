//! Mails and folders of mails.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| headwater_fuzz::carried("x.eml", bytes));
