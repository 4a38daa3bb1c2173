//! Web archives (WARC, WET) in, their pages out. Badly made records are named and skipped; the
//! next record is found by its first line.

use super::gunzip::Peek;
use super::mime::{Headers, header, headers, parameter};
use super::{Item, Next, Page, Problem};
use crate::reader::{Hint, LONGEST};
use headwater_text::When;
use std::io::{BufRead, Read};

pub(super) struct Warc<'r> {
    name: String,
    input: Peek<'r>,
    record: usize,
    /// Errors in a row: a source that only gives errors is given up.
    errors: usize,
}

/// A record's headers may be this long.
const HEAD: u64 = 256 << 10;

impl<'r> Warc<'r> {
    pub(super) fn new(name: &str, input: Peek<'r>) -> Warc<'r> {
        Warc { name: name.to_owned(), input, record: 0, errors: 0 }
    }

    fn problem(&self, what: &str) -> Problem {
        let part = Some(format!("record {}", self.record));
        Problem { name: self.name.clone(), part, what: what.to_owned() }
    }

    pub(super) fn step(&mut self) -> Next {
        loop {
            let found = self.next_record();
            match found {
                Ok(None) => return None,
                Ok(Some((head, content))) => {
                    self.errors = 0;
                    if let Some(item) = self.item(&head, content) {
                        return Some(item);
                    }
                }
                Err(what) => {
                    self.errors += 1;
                    if self.errors > 1000 {
                        return None;
                    }
                    return Some(Err(self.problem(&what)));
                }
            }
        }
    }

    /// Goes to the next line that begins a record and reads the record.
    fn next_record(&mut self) -> Result<Option<(Headers, Vec<u8>)>, String> {
        let mut line = Vec::new();
        loop {
            if self.line(&mut line)? == 0 {
                return Ok(None);
            }
            if line.starts_with(b"WARC/") {
                break;
            }
        }
        self.record += 1;
        let mut head = Vec::new();
        loop {
            let n = self.line(&mut line)?;
            let blank = line.iter().all(u8::is_ascii_whitespace);
            head.extend_from_slice(&line);
            if n == 0 || blank {
                break;
            }
            if head.len() as u64 > HEAD {
                return Err("the headers are too long".into());
            }
        }
        let (head, _) = headers(&head);
        let length = header(&head, "content-length").and_then(|l| l.trim().parse::<u64>().ok());
        let Some(length) = length else {
            return Err("a record does not say how long it is".into());
        };
        let content = self.content(length)?;
        Ok(Some((head, content)))
    }

    /// Reads one line into `line`, at most what headers may have; its length, 0 at the end.
    fn line(&mut self, line: &mut Vec<u8>) -> Result<usize, String> {
        line.clear();
        let mut input = (&mut self.input).take(HEAD);
        input.read_until(b'\n', line).map_err(|e| e.to_string())
    }

    /// Reads a record's content. Where its length is wrong and the next record begins inside,
    /// the content ends there.
    fn content(&mut self, length: u64) -> Result<Vec<u8>, String> {
        let keep = length.min(LONGEST as u64 + 1);
        let mut content = Vec::new();
        let read = (&mut self.input).take(keep).read_to_end(&mut content);
        if let Some(at) = inner_record(&content) {
            let rest = content.split_off(at);
            self.input.push_back(&rest);
            return Ok(content);
        }
        read.map_err(|e| e.to_string())?;
        let mut left = length - keep;
        while left > 0 {
            let ready = self.input.fill_buf().map_err(|e| e.to_string())?.len() as u64;
            if ready == 0 {
                break;
            }
            self.input.consume(ready.min(left) as usize);
            left -= ready.min(left);
        }
        Ok(content)
    }

    fn item(&self, head: &Headers, content: Vec<u8>) -> Option<Result<Item, Problem>> {
        let kind = header(head, "warc-type").unwrap_or("").to_ascii_lowercase();
        let url = header(head, "warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
        let mime = header(head, "content-type").unwrap_or("").to_ascii_lowercase();
        let fallback = format!("{}:{}", self.name, self.record);
        let mut hint = Hint {
            id: url.clone().unwrap_or(fallback),
            source: Some(self.name.clone()),
            url,
            fetched: header(head, "warc-date").and_then(When::parse),
            ..Hint::default()
        };
        let bytes = match kind.as_str() {
            "conversion" => {
                hint.html = Some(mime.contains("html"));
                content
            }
            "resource" if mime.contains("html") || mime.contains("text/plain") => {
                hint.html = Some(mime.contains("html"));
                content
            }
            "response" => {
                let (mime, charset, body) = response(content)?;
                if !mime.is_empty() && !mime.contains("html") && !mime.contains("text/plain") {
                    return None;
                }
                hint.html = mime.contains("html").then_some(true);
                hint.charset = charset;
                body
            }
            _ => return None,
        };
        if header(head, "warc-truncated").is_some() {
            hint.broken = true;
        }
        Some(Ok(Item::Page(Box::new(Page { bytes, hint }))))
    }
}

/// Where inside a content another record begins.
fn inner_record(content: &[u8]) -> Option<usize> {
    for at in memchr::memmem::find_iter(content, b"\nWARC/1.") {
        let after = content.get(at..content.len().min(at + 600)).unwrap_or(&[]);
        let types = memchr::memmem::find(after, b"\nWARC-Type:").is_some();
        if types && memchr::memmem::find(after, b"WARC-").is_some() {
            return Some(at + 1);
        }
    }
    None
}

/// The media type, character set and body of a stored answer; `None` for errors and redirects.
fn response(content: Vec<u8>) -> Option<(String, Option<String>, Vec<u8>)> {
    if !content.starts_with(b"HTTP/") {
        return Some((String::new(), None, content));
    }
    let line = content.get(..memchr::memchr(b'\n', &content)?)?;
    let status = String::from_utf8_lossy(line);
    if status.split_whitespace().nth(1).is_none_or(|s| s != "200" && s != "203") {
        return None;
    }
    let start = line.len() + 1;
    let (head, at) = headers(content.get(start..)?);
    let mut body = content.get(start + at..)?.to_vec();
    let says = |name: &str, value: &str| {
        header(&head, name).is_some_and(|v| v.to_ascii_lowercase().contains(value))
    };
    if says("transfer-encoding", "chunked") {
        body = unchunk(&body).unwrap_or(body);
    }
    if says("content-encoding", "gzip") || body.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        let limit = LONGEST as u64 + 1;
        // What was read before damage is kept.
        let _ = flate2::bufread::MultiGzDecoder::new(body.as_slice())
            .take(limit)
            .read_to_end(&mut plain);
        if !plain.is_empty() {
            body = plain;
        }
    } else if says("content-encoding", "deflate") {
        let mut plain = Vec::new();
        let _ = flate2::bufread::ZlibDecoder::new(body.as_slice())
            .take(LONGEST as u64 + 1)
            .read_to_end(&mut plain);
        if !plain.is_empty() {
            body = plain;
        }
    } else if says("content-encoding", "br") || says("content-encoding", "zstd") {
        return None;
    }
    let kind = header(&head, "content-type").unwrap_or("");
    Some((kind.to_ascii_lowercase(), parameter(kind, "charset"), body))
}

/// Undoes chunked transfer; `None` where the body is not really chunked.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let rest = body.get(at..)?;
        let end = memchr::memchr(b'\n', rest.get(..rest.len().min(200))?);
        let Some(end) = end else {
            return (!out.is_empty()).then_some(out);
        };
        let line = std::str::from_utf8(rest.get(..end)?).ok();
        let size = line.map(|l| l.split(';').next().unwrap_or("").trim());
        let size = size.and_then(|s| usize::from_str_radix(s, 16).ok());
        match size {
            Some(0) => break,
            Some(size) => {
                let from = at + end + 1;
                let to = from.saturating_add(size).min(body.len());
                out.extend_from_slice(body.get(from..to)?);
                at = to;
                while body.get(at).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
                    at += 1;
                }
            }
            None => return (!out.is_empty()).then_some(out),
        }
    }
    Some(out)
}
