//! Zip packages: the bytes as they are; as the document of a DOCX; as the text of an ODT; as the
//! archive of a WACZ.
#![no_main]
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        if zip.start_file(*name, stored).is_err() || zip.write_all(bytes).is_err() {
            return Vec::new();
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    headwater_fuzz::carried("x.zip", bytes);
    headwater_fuzz::carried("x.docx", &package(&[("word/document.xml", bytes), ("word/styles.xml", bytes)]));
    let kind: &[u8] = b"application/vnd.oasis.opendocument.text";
    headwater_fuzz::carried("x.odt", &package(&[("mimetype", kind), ("content.xml", bytes)]));
    headwater_fuzz::carried("x.wacz", &package(&[("archive/data.warc", bytes)]));
});
