//! Archives: what a page cannot forge, what is stored in other ways, and how the work grows.

use super::gunzip::Peek;
use super::problem::Problem;
use super::tests::{gz, page, record};
use super::warc::Warc;
use super::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

fn zst(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Pages and problems of an archive.
fn read_all(name: &str, bytes: &[u8]) -> (Vec<Page>, Vec<Problem>) {
    let (mut out, mut bad) = (Vec::new(), Vec::new());
    for step in pages(name, bytes) {
        match step {
            Ok(item) => out.push(page(&item).clone()),
            Err(problem) => bad.push(problem),
        }
    }
    (out, bad)
}

fn urls(pages: &[Page]) -> Vec<&str> {
    pages.iter().map(|p| p.hint.id.as_str()).collect()
}

/// A record with these headers of its own and of the answer.
fn stored(url: &str, more: &str, answer: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\n{answer}\r\n").as_bytes(), body].concat();
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-04-02T08:00:00Z\r\n\
         {more}Content-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

const FORGED: &str = "<pre>\nWARC/1.0\nWARC-Type: response\nWARC-Target-URI: http://forged.example/\n\
    Content-Type: text/html\nContent-Length: 12\n\n<p>Forged.</p>\n</pre>";

#[test]
fn a_page_cannot_forge_a_record() {
    let html = format!("<p>One</p>{FORGED}<p>End");
    let whole =
        [record("http://a.example/1", &html), record("http://a.example/2", "<p>Two")].concat();
    let zipped =
        [gz(&record("http://a.example/1", &html)), gz(&record("http://a.example/2", "<p>Two"))];
    for bytes in [whole, zipped.concat()] {
        let (found, bad) = read_all("x.warc", &bytes);
        assert_eq!(urls(&found), ["http://a.example/1", "http://a.example/2"]);
        assert!(bad.is_empty() && String::from_utf8_lossy(&found[0].bytes).ends_with("End"));
        assert!(found.iter().all(|p| !p.hint.broken && p.hint.remarks.is_empty()));
    }
}

#[test]
fn where_a_length_is_wrong_both_pages_are_marked() {
    let one = String::from_utf8(record("http://a.example/1", "<p>One")).unwrap();
    let long = one.replace("Content-Length: ", "Content-Length: 9");
    let all = [
        long.as_bytes(),
        &record("http://a.example/2", "<p>Two"),
        &record("http://a.example/3", "<p>Three"),
    ];
    let (found, _) = read_all("x.warc", &all.concat());
    assert_eq!(urls(&found), ["http://a.example/1", "http://a.example/2", "http://a.example/3"]);
    let marked = found.iter().map(|p| p.hint.remarks.iter().any(|r| r.kind == "broken"));
    assert_eq!(marked.collect::<Vec<_>>(), [true, true, false]);
    // Where it is too short, what follows is no record unless it has the type of one.
    let short = one.replace("<p>One", "<p>One\nWARC/1.0 is a format\n\nand").into_bytes();
    let (found, _) =
        read_all("x.warc", &[&short[..], &record("http://a.example/2", "<p>Two")].concat());
    assert_eq!(urls(&found), ["http://a.example/1", "http://a.example/2"]);
}

#[test]
fn work_grows_with_the_archive_and_not_faster() {
    let lie = |n: usize| {
        let one = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n\
            Content-Length: 67108864\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>Lies\r\n";
        one.repeat(n).into_bytes()
    };
    let work = |bytes: &[u8]| {
        let mut warc = Warc::new("x", Peek::new(Box::new(bytes)));
        let mut items = 0;
        while warc.step().is_some() {
            items += 1;
        }
        (items, warc.work())
    };
    let (n, small) = work(&lie(2_000));
    let (_, double) = work(&lie(4_000));
    let (m, four) = work(&lie(8_000));
    assert_eq!((n, m), (2_000, 8_000));
    assert!(double < small * 5 / 2 && four < double * 5 / 2, "{small} {double} {four}");
    assert!(small < 8 * lie(2_000).len() as u64, "{small}");
}

#[test]
fn bodies_are_stored_in_many_ways() {
    const HTML: &[u8] = b"<html><p>Ferries wait for the fog to lift.</p></html>";
    let chunks = [b"10\r\n", &HTML[..16], b"\r\n25\r\n", &HTML[16..], b"\r\n0\r\n\r\n"].concat();
    let all = [
        ("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", chunks.clone()),
        ("Content-Type: text/html\r\nContent-Encoding: zstd\r\n", zst(HTML)),
        ("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", gz(HTML)),
        ("Content-Type: text/html\r\nContent-Encoding: br\r\n", HTML.to_vec()),
        ("Content-Type: text/html\r\nContent-Encoding: identity\r\n", HTML.to_vec()),
    ];
    let bytes: Vec<u8> = all
        .iter()
        .enumerate()
        .flat_map(|(i, (h, b))| stored(&format!("http://a/{i}"), "", h, b))
        .collect();
    for (name, bytes) in [("x.warc", bytes.clone()), ("x.warc.zst", zst(&bytes))] {
        let (found, bad) = read_all(name, &bytes);
        assert!(bad.is_empty(), "{bad:?}");
        assert_eq!(found.len(), all.len());
        assert!(found.iter().all(|p| p.bytes == HTML && !p.hint.broken));
    }
}

#[test]
fn what_cannot_be_undone_is_told_and_the_rest_comes() {
    let noise: Vec<u8> = (0..200u8).map(|i| i.wrapping_mul(37) | 0x80).collect();
    let odd = stored("http://a.example/1", "", "Content-Encoding: aes128gcm\r\n", &noise);
    let (found, bad) = read_all("x.warc", &[odd, record("http://a.example/2", "<p>Two")].concat());
    assert_eq!(urls(&found), ["http://a.example/2"]);
    let told: Vec<String> = bad.iter().map(ToString::to_string).collect();
    assert!(told.len() == 1 && told[0].starts_with("`x.warc`, record 1: "), "{told:?}");
    assert!(told[0].contains("http://a.example/1") && told[0].contains("aes128gcm"), "{told:?}");
}

#[test]
fn archives_of_zstd_frames_are_read_frame_by_frame() {
    let skip = [&[0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"xyz"].concat();
    let mut bad = zst(&record("http://a.example/2", &"<p>Two three four".repeat(90)));
    let at = bad.len() / 2;
    bad[at..].fill(0xff);
    let all = [
        skip,
        zst(&record("http://a.example/1", "<p>One")),
        bad,
        zst(&record("http://a.example/3", "<p>Three")),
    ];
    let (found, problems) = read_all("x.warc.zst", &all.concat());
    assert_eq!(
        (urls(&found)[0], *urls(&found).last().unwrap()),
        ("http://a.example/1", "http://a.example/3")
    );
    assert!(!problems.is_empty());
}

#[test]
fn a_revisit_is_the_page_it_points_to_or_is_told() {
    let digest = "WARC-Payload-Digest: sha1:AAA\r\n";
    let html = "Content-Type: text/html\r\n";
    let again = |url: &str, digest: &str| {
        String::from_utf8(stored(url, digest, html, b"")).unwrap().replace("response", "revisit")
    };
    let all = [
        stored("http://a.example/1", digest, html, b"<p>One"),
        again("http://a.example/1", digest).into_bytes(),
        again("http://b.example/1", digest).into_bytes(),
        again("http://c.example/1", "WARC-Payload-Digest: sha1:CCC\r\n").into_bytes(),
    ];
    let (found, bad) = read_all("x.warc", &all.concat());
    assert_eq!(urls(&found), ["http://a.example/1", "http://b.example/1"]);
    assert_eq!(
        (found[1].bytes.as_slice(), found[1].hint.remarks[0].kind.as_str()),
        (&b"<p>One"[..], "revisit")
    );
    assert!(
        matches!(&bad[..], [Problem { fault: Fault::Unchanged(url), .. }] if url == "http://c.example/1")
    );
}

#[test]
fn after_many_bad_records_the_end_is_told() {
    let bytes = "WARC/1.0\r\nWARC-Type: response\r\n\r\n".repeat(1500);
    let (found, bad) = read_all("x.warc", bytes.as_bytes());
    assert_eq!((found.len(), bad.len()), (0, 1001));
    assert!(
        bad.last()
            .unwrap()
            .to_string()
            .ends_with("1000 bad records in a row; the rest was not read")
    );
}

#[test]
fn files_that_hold_no_page_are_named() {
    let all: [(&str, &[u8]); 6] = [
        ("memo.doc", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]),
        ("x.png", b"\x89PNG\r\n"),
        ("x.xz", b"\xfd7zXZ\0"),
        ("x.txt", b"\xff\xd8\xff\xe0 JFIF"),
        ("x.rtf", b"{\\rtf1 Fog}"),
        ("x.html.gz", &gz(b"GIF89a")),
    ];
    for (name, bytes) in all {
        let (found, bad) = read_all(name, bytes);
        assert!(found.is_empty(), "{name}");
        let told = bad[0].to_string();
        assert!(told.starts_with(&format!("`{name}` could not be read: ")), "{told}");
    }
}
