//! A document as a list of paragraphs, made into a page that the reader takes: HTML where the
//! document says what is a heading, else plain text.

use super::{Item, Page};
use crate::reader::{Extent, Hint};
use sha2::{Digest, Sha256};
use std::io::{Read, Seek, SeekFrom};

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Para {
    /// Rank as a heading, 1 the highest; 0 for running text.
    pub(super) level: u8,
    /// Its words; a line break is `\n`.
    pub(super) text: String,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    paras: Vec<Para>,
}

impl Document {
    pub(super) fn new(mut paras: Vec<Para>) -> Document {
        paras.retain(|p| !p.text.trim().is_empty());
        Document { paras }
    }

    /// Whether it has words.
    pub(super) fn is_empty(&self) -> bool {
        self.paras.is_empty()
    }

    /// The page of a document that came in a file of these bytes.
    pub(super) fn page(&self, name: &str, digest: Option<String>) -> Item {
        let html = self.paras.iter().any(|p| p.level > 0);
        let bytes = if html { self.html() } else { self.text() };
        let hint = Hint {
            id: name.to_owned(),
            source: Some(name.to_owned()),
            html: Some(html),
            extent: Extent::Document,
            sha256: digest,
            ..Hint::default()
        };
        Item::Page(Box::new(Page { bytes: bytes.into_bytes(), hint }))
    }

    fn html(&self) -> String {
        // The first of the highest headings is the title; no other is of its rank.
        let top = self.paras.iter().map(|p| p.level).filter(|l| *l > 0).min().unwrap_or(1);
        let title = self.paras.iter().position(|p| p.level == top);
        let mut out = String::from("<article>");
        for (i, p) in self.paras.iter().enumerate() {
            let tag = match p.level {
                _ if Some(i) == title => "h1",
                0 => "p",
                1 | 2 => "h2",
                _ => "h3",
            };
            let words = htmlize::escape_text(p.text.trim());
            let words = words.replace('\n', "<br>");
            out.push_str(&format!("<{tag}>{words}</{tag}>\n"));
        }
        out.push_str("</article>");
        out
    }

    fn text(&self) -> String {
        let lines: Vec<&str> = self.paras.iter().map(|p| p.text.trim()).collect();
        lines.join("\n\n")
    }
}

/// The SHA-256 of a whole file, hexadecimal; what cannot be read of it does not count.
pub(super) fn digest_of(file: &mut (impl Read + Seek)) -> String {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 << 10];
    let mut from = file.seek(SeekFrom::Start(0)).is_ok();
    while from {
        match file.read(&mut piece) {
            Ok(n) if n > 0 => hash.update(piece.get(..n).unwrap_or(&[])),
            _ => from = false,
        }
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::{Pages, pages, pages_of_file};
    use crate::read;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let stored = name.ends_with(".gz");
            let method = if stored {
                zip::CompressionMethod::Stored
            } else {
                zip::CompressionMethod::Deflated
            };
            zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn pages_in(all: Pages) -> Vec<Page> {
        all.map(|i| match i {
            Ok(Item::Page(p)) => *p,
            other => panic!("a page was expected, not {other:?}"),
        })
        .collect()
    }

    const ONE: &str = "The ferry to Lervik was late again on Tuesday because of thick fog.";

    #[test]
    fn a_word_document_is_all_text_with_its_title() {
        let p = |style: &str, t: &str| {
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"
            )
        };
        let body = format!(
            "<w:document><w:body>{}{}{}</w:body></w:document>",
            p("Titel", "Fog over Lervik"),
            p("x", ONE),
            p("x", "We wait &amp; see.")
        );
        let styles =
            "<w:styles><w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style></w:styles>";
        let bytes = package(&[
            ("word/document.xml", body.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
        ]);
        for found in [
            pages_in(pages("memo.docx", bytes.as_slice())),
            pages_in(pages_of_file("memo.docx", Cursor::new(bytes.clone()))),
        ] {
            let a = read(&found[0].bytes, &found[0].hint);
            assert_eq!(a.title.as_deref(), Some("Fog over Lervik"));
            let body: Vec<&str> = a.body.iter().map(|s| s.of(&a.text)).collect();
            assert_eq!(body, [ONE, "We wait & see."]);
            let file = read(&bytes, &Hint::default()).sha256;
            assert_eq!(a.sha256, file, "the file's own digest");
        }
    }

    #[test]
    fn a_text_document_without_headings_is_plain_text() {
        let content =
            format!("<office:text><text:p>{ONE}</text:p><text:p>Two.</text:p></office:text>");
        let mime: &[u8] = b"application/vnd.oasis.opendocument.text";
        let bytes = package(&[("mimetype", mime), ("content.xml", content.as_bytes())]);
        let found = pages_in(pages("memo.odt", bytes.as_slice()));
        assert_eq!(String::from_utf8_lossy(&found[0].bytes), format!("{ONE}\n\nTwo."));
        assert_eq!(found[0].hint.html, Some(false));
    }

    #[test]
    fn a_packed_web_archive_gives_the_pages_of_its_archives() {
        let record = crate::carrier::tests::record;
        let gz = crate::carrier::tests::gz;
        let one = gz(&record("http://a.example/1", "<p>One"));
        let two = record("http://a.example/2", "<p>Two");
        let bytes = package(&[
            ("datapackage.json", b"{}"),
            ("archive/data.warc.gz", &one),
            ("archive/more.warc", &two),
            ("pages/pages.jsonl", b"{}"),
        ]);
        let all = [
            pages_in(pages("x.wacz", bytes.as_slice())),
            pages_in(pages_of_file("x.wacz", Cursor::new(bytes))),
        ];
        for found in all {
            let ids: Vec<&str> = found.iter().map(|p| p.hint.id.as_str()).collect();
            assert_eq!(ids, ["http://a.example/1", "http://a.example/2"]);
            assert_eq!(found[0].hint.source.as_deref(), Some("x.wacz/archive/data.warc.gz"));
        }
    }

    #[test]
    fn packages_without_a_page_are_named() {
        for (file, word) in
            [("xl/workbook.xml", "table"), ("a.html", "zip package"), ("word/x", "zip package")]
        {
            let bytes = package(&[(file, b"x")]);
            let told = pages("x.zip", bytes.as_slice()).next().unwrap().unwrap_err().to_string();
            assert!(told.starts_with("`x.zip` could not be read") && told.contains(word), "{told}");
        }
        let told = pages("x.docx", &b"PK\x03\x04 cut"[..]).next().unwrap().unwrap_err().to_string();
        assert!(told.contains("damaged"), "{told}");
    }
}
