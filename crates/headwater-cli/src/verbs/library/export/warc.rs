//! A web archive of the pages behind a finding, as they came.

use super::{Stop, string, urn};
use crate::out::Out;
use anyhow::Result;
use headwater_store::{Came, Part, Shelf, Trouble};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A record a page, in the order of their names.
pub(super) fn write(shelf: &Shelf, part: &Part, out: &mut Out) -> Result<()> {
    let about = concat!(
        "software: headwater ",
        env!("CARGO_PKG_VERSION"),
        "\r\nformat: WARC File Format 1.1\r\n"
    );
    // No clock: the same pages are the same archive.
    let (mut names, mut last) = (Sha256::new(), String::new());
    shelf.sources(part, |row| {
        names.update(row["page"].as_str().unwrap_or_default());
        last = last.clone().max(row["added"].as_str().unwrap_or_default().to_owned());
        Ok::<(), Trouble>(())
    })?;
    let names: String = names.finalize().iter().map(|b| format!("{b:02x}")).collect();
    let fields = [
        ("WARC-Type", "warcinfo".to_owned()),
        ("WARC-Record-ID", record_id(&names)),
        ("WARC-Date", last),
        ("Content-Type", "application/warc-fields".to_owned()),
    ];
    out.bytes(&record(&fields, about.as_bytes()))?;
    shelf.sources(part, |row| {
        let page = row["page"].as_str().unwrap_or_default();
        let lost = || Trouble::Damaged(format!("page {page}: nothing is kept of it"));
        let id = page.parse().map_err(|_| lost())?;
        let came = shelf.bytes(id)?.ok_or_else(lost)?;
        out.bytes(&of_page(&row, page, &came)).map_err(Stop)
    })?;
    Ok(())
}

/// The name of a page as the name of a record: a UUID of our own making (version 8).
fn record_id(page: &str) -> String {
    let digit = |i: usize, c: char| match i {
        12 => '8',
        16 => 'a',
        _ => c,
    };
    let own: String = page.chars().take(32).enumerate().map(|(i, c)| digit(i, c)).collect();
    let cut = |a: usize, b: usize| own.get(a..b).unwrap_or_default();
    let parts = [cut(0, 8), cut(8, 12), cut(12, 16), cut(16, 20), cut(20, 32)];
    format!("<urn:uuid:{}>", parts.join("-"))
}

fn of_page(row: &Value, page: &str, came: &Came) -> Vec<u8> {
    let (kind, mime, content, payload) = match came {
        Came::Bytes(bytes, hint) => {
            let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or_default();
            let html = hint.html.unwrap_or(bytes.get(start) == Some(&b'<'));
            let mime = if html { "text/html" } else { "text/plain" };
            ("resource", mime, bytes.clone(), hex(bytes))
        }
        Came::Fetched(of) => {
            let mime = "application/http; msgtype=response";
            ("response", mime, response(&of.answer, &of.bytes), hex(&of.bytes))
        }
        // Only its text came.
        Came::Record(article) => {
            let text = article.text.as_bytes();
            ("conversion", "text/plain; charset=utf-8", text.to_vec(), hex(text))
        }
    };
    let address = string(row, "url").map_or_else(|| urn(page), one_line);
    let when = string(row, "fetched").and_then(headwater_text::When::parse);
    let when = when.map_or_else(|| row["added"].as_str().unwrap_or_default().to_owned(), instant);
    let fields = [
        ("WARC-Type", kind.to_owned()),
        ("WARC-Record-ID", record_id(page)),
        ("WARC-Date", when),
        ("WARC-Target-URI", address),
        ("WARC-Payload-Digest", format!("sha256:{payload}")),
        ("Content-Type", mime.to_owned()),
    ];
    record(&fields, &content)
}

/// What the server answered, with the body as it is kept: fields that say how it was packed on the
/// way stand under other names.
fn response(answer: &Value, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {} OK\r\n", answer["status"]);
    for pair in answer["headers"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let (name, value) = (pair[0].as_str().unwrap_or_default(), &pair[1]);
        let packed = matches!(name, "content-length" | "content-encoding" | "transfer-encoding");
        let before = if packed { "X-Archive-Orig-" } else { "" };
        out += &format!(
            "{before}{}: {}\r\n",
            one_line(name),
            one_line(value.as_str().unwrap_or_default())
        );
    }
    out += &format!("Content-Length: {}\r\n\r\n", body.len());
    [out.as_bytes(), body].concat()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A moment of universal time; what is not known of it is its beginning.
fn instant(when: headwater_text::When) -> String {
    headwater_store::Stamp::from_seconds(when.interval().0 * 60).to_string()
}

/// A value of a header stays on its line.
fn one_line(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).collect()
}

fn record(fields: &[(&str, String)], content: &[u8]) -> Vec<u8> {
    let mut out = b"WARC/1.1\r\n".to_vec();
    for (name, value) in fields {
        out.extend(format!("{name}: {value}\r\n").into_bytes());
    }
    out.extend(format!("Content-Length: {}\r\n\r\n", content.len()).into_bytes());
    out.extend(content);
    out.extend(b"\r\n\r\n");
    out
}
