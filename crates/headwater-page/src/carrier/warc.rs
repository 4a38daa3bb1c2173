//! Takes the pages out of web archives (WARC, WET). Badly made records are named and skipped; the
//! next record is found by its first line.
//!
//! *Invariant:* a page cannot make a record. The length that a record gives is believed where the
//! next record, or the end, follows it; only where nothing of the kind follows is the content
//! searched for a lost record, and then both pages are marked.

use super::coding::{Plain, decode, unchunk};
use super::gunzip::Peek;
use super::headers::{Headers, header, headers, parameter};
use super::problem::{Fault, Part, Problem};
use super::seen::Seen;
use super::{Item, Next, Page};
use crate::reader::{Hint, LONGEST};
use headwater_text::{Remark, When};
use std::io::{BufRead, Read};

pub(super) struct Warc<'r> {
    name: String,
    input: Peek<'r>,
    record: usize,
    /// Errors in a row: a source that only gives errors is given up.
    errors: usize,
    /// The record before had a wrong length: what is found now may be forged.
    lost: bool,
    /// Pages that later records may point back to.
    seen: Seen,
    /// Bytes searched and copied, for tests of growth.
    worked: u64,
}

/// A record's headers may be this long.
const HEAD: u64 = 256 << 10;
/// So many bad records in a row are named one by one.
const BAD: usize = 1000;
/// How much of what follows a record is looked at.
const AFTER: usize = 64;

/// A record as it stands in the archive.
struct Record {
    head: Headers,
    content: Vec<u8>,
    /// It breaks off, or its length was wrong.
    broken: bool,
    /// It was found behind a record of wrong length.
    found: bool,
}

impl<'r> Warc<'r> {
    pub(super) fn new(name: &str, input: Peek<'r>) -> Warc<'r> {
        let name = name.to_owned();
        let seen = Seen::default();
        Warc { name, input, record: 0, errors: 0, lost: false, seen, worked: 0 }
    }

    fn problem(&self, fault: Fault) -> Problem {
        Problem { name: self.name.clone(), part: Some(Part::Record(self.record)), fault }
    }

    pub(super) fn step(&mut self) -> Next {
        if self.errors > BAD {
            return None;
        }
        loop {
            let found = match self.next_record() {
                Ok(None) => return None,
                Ok(Some(record)) => self.item(record),
                Err(fault) => Err(fault),
            };
            match found {
                Ok(None) => self.errors = 0,
                Ok(Some(item)) => {
                    self.errors = 0;
                    return Some(Ok(item));
                }
                Err(fault) => {
                    self.errors += 1;
                    let many = self.errors > BAD;
                    let fault = if many { Fault::TooManyBad(BAD) } else { fault };
                    return Some(Err(self.problem(fault)));
                }
            }
        }
    }

    /// Goes to the next line that begins a record and reads the record.
    fn next_record(&mut self) -> Result<Option<Record>, Fault> {
        let Some(head) = self.next_head()? else { return Ok(None) };
        self.record += 1;
        let length = header(&head, "content-length").and_then(|l| l.trim().parse::<u64>().ok());
        let found = self.lost;
        let Some(length) = length else {
            self.lost = true;
            return Err(Fault::NoLength);
        };
        let (content, broken) = self.content(length)?;
        self.lost = broken;
        Ok(Some(Record { head, content, broken, found }))
    }

    /// The headers of the next record. After a record of wrong length only lines that are headers
    /// of a record with its type are one.
    fn next_head(&mut self) -> Result<Option<Headers>, Fault> {
        let mut line = Vec::new();
        loop {
            loop {
                if self.line(&mut line)? == 0 {
                    return Ok(None);
                }
                if line.starts_with(b"WARC/") {
                    break;
                }
                self.lost |= !line.iter().all(u8::is_ascii_whitespace);
            }
            let mut head = Vec::new();
            loop {
                let n = self.line(&mut line)?;
                let blank = line.iter().all(u8::is_ascii_whitespace);
                head.extend_from_slice(&line);
                if n == 0 || blank {
                    break;
                }
                if head.len() as u64 > HEAD {
                    self.lost = true;
                    return Err(Fault::LongHead);
                }
            }
            let (head, _) = headers(&head);
            if !self.lost || header(&head, "warc-type").is_some() {
                return Ok(Some(head));
            }
        }
    }

    /// Reads one line into `line`, at most what headers may have; its length, 0 at the end.
    fn line(&mut self, line: &mut Vec<u8>) -> Result<usize, Fault> {
        line.clear();
        let mut input = (&mut self.input).take(HEAD);
        let n = input.read_until(b'\n', line).map_err(|e| Fault::Io(e.to_string()))?;
        self.worked += n as u64;
        Ok(n)
    }

    /// Reads a record's content, at most as much as a page may have, and whether its length was
    /// wrong. Looks ahead without taking, so that nothing is read twice.
    fn content(&mut self, length: u64) -> Result<(Vec<u8>, bool), Fault> {
        let keep = length.min(LONGEST as u64 + 1) as usize;
        let ahead = self.input.head(keep + AFTER);
        let own = ahead.len().min(keep);
        let content = ahead.get(..own).unwrap_or(&[]);
        if length > keep as u64 && own == keep {
            let content = content.to_vec();
            self.input.consume(own);
            return self.skip(length - keep as u64).map(|()| (content, false));
        }
        if own == keep && follows(ahead.get(own..).unwrap_or(&[])) {
            let content = content.to_vec();
            self.worked += own as u64;
            self.input.consume(own);
            return Ok((content, false));
        }
        let end = inner_record(content).unwrap_or(own);
        self.worked += 2 * end as u64;
        let content = content.get(..end).unwrap_or(&[]).to_vec();
        self.input.consume(end);
        Ok((content, true))
    }

    /// Passes over what is left of a record that is longer than any page.
    fn skip(&mut self, mut left: u64) -> Result<(), Fault> {
        while left > 0 {
            let ready = self.input.fill_buf().map_err(|e| Fault::Io(e.to_string()))?.len() as u64;
            if ready == 0 {
                return Err(Fault::EndsInside);
            }
            self.input.consume(ready.min(left) as usize);
            left -= ready.min(left);
        }
        Ok(())
    }

    /// The page of a record; `None` for records that hold none.
    fn item(&mut self, record: Record) -> Result<Option<Item>, Fault> {
        let head = &record.head;
        let kind = header(head, "warc-type").unwrap_or("").to_ascii_lowercase();
        let url = header(head, "warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
        let mime = header(head, "content-type").unwrap_or("").to_ascii_lowercase();
        let fallback = format!("{}:{}", self.name, self.record);
        let mut hint = Hint {
            id: url.clone().unwrap_or(fallback),
            source: Some(self.name.clone()),
            url,
            fetched: header(head, "warc-date").and_then(When::parse),
            broken: record.broken || header(head, "warc-truncated").is_some(),
            ..Hint::default()
        };
        doubts(&record, &mut hint);
        let bytes = match kind.as_str() {
            "conversion" => {
                hint.html = Some(mime.contains("html"));
                record.content
            }
            "resource" if mime.contains("html") || mime.contains("text/plain") => {
                hint.html = Some(mime.contains("html"));
                record.content
            }
            "response" => {
                let key = header(head, "warc-payload-digest").map(str::to_owned);
                let Some(answer) = answer(record.content) else { return Ok(None) };
                if answer.status == 304 {
                    return Ok(None);
                }
                hint.broken |= answer.status == 206;
                if !answer.is_page() {
                    self.seen.other(key.as_deref());
                    return Ok(None);
                }
                let Some(plain) = answer.plain(&mut hint)? else { return Ok(None) };
                self.seen.page(key, &hint, &plain);
                plain
            }
            "revisit" => match self.revisit(&record, &mut hint)? {
                Some(bytes) => bytes,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(Item::Page(Box::new(Page { bytes, hint }))))
    }

    /// The page that a record only points back to, where it was fetched from another address:
    /// from the same, it is there already.
    fn revisit(&self, record: &Record, hint: &mut Hint) -> Result<Option<Vec<u8>>, Fault> {
        let head = &record.head;
        let key = header(head, "warc-payload-digest");
        let first = header(head, "warc-refers-to-target-uri").or(hint.url.as_deref());
        if let Some(kept) = self.seen.find(key, first) {
            if kept.hint.url == hint.url {
                return Ok(None);
            }
            hint.html = kept.hint.html;
            hint.charset.clone_from(&kept.hint.charset);
            let text = "the archive stores this page as a copy of one from another address";
            hint.remarks.push(Remark::new("revisit", text, vec![]));
            return Ok(Some(kept.bytes.clone()));
        }
        let page = answer(record.content.clone()).is_none_or(|a| a.is_page());
        if page && !self.seen.is_other(key) {
            return Err(Fault::Unchanged(hint.id.clone()));
        }
        Ok(None)
    }
}

/// Remarks on a record whose own length, or that of the one before, is wrong.
fn doubts(record: &Record, hint: &mut Hint) {
    if record.broken {
        let text = "the archive gives a wrong length for this page: it may break off";
        hint.remarks.push(Remark::new("broken", text, vec![]));
    }
    if record.found {
        let text = "this page was found behind one of wrong length: its address may be untrue";
        hint.remarks.push(Remark::new("broken", text, vec![]));
    }
}

/// Whether what follows a record is the end or the next record.
fn follows(after: &[u8]) -> bool {
    let blank = after.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let rest = after.get(blank..).unwrap_or(&[]);
    rest.is_empty() || rest.starts_with(b"WARC/") || b"WARC/".starts_with(rest)
}

/// Where inside a content another record begins.
fn inner_record(content: &[u8]) -> Option<usize> {
    for at in memchr::memmem::find_iter(content, b"\nWARC/1.") {
        let after = content.get(at..content.len().min(at + 600)).unwrap_or(&[]);
        if memchr::memmem::find(after, b"\nWARC-Type:").is_some() {
            return Some(at + 1);
        }
    }
    None
}

/// What a server answered.
struct Answer {
    status: u16,
    /// The media type.
    mime: String,
    charset: Option<String>,
    codings: String,
    chunked: bool,
    body: Vec<u8>,
}

/// The stored answer; `None` for errors and redirects.
fn answer(mut content: Vec<u8>) -> Option<Answer> {
    if !content.starts_with(b"HTTP/") {
        let nothing = String::new();
        return Some(Answer {
            status: 200,
            mime: nothing.clone(),
            charset: None,
            codings: nothing,
            chunked: false,
            body: content,
        });
    }
    let line = content.get(..memchr::memchr(b'\n', &content)?)?;
    let status = String::from_utf8_lossy(line);
    let status = status.split_whitespace().nth(1)?.parse().ok()?;
    if !matches!(status, 200 | 203 | 206 | 304) {
        return None;
    }
    let start = line.len() + 1;
    let (head, at) = headers(content.get(start..)?);
    let kind = header(&head, "content-type").unwrap_or("");
    let chunked = header(&head, "transfer-encoding").unwrap_or("").to_ascii_lowercase();
    let body = content.split_off((start + at).min(content.len()));
    Some(Answer {
        status,
        mime: kind.to_ascii_lowercase(),
        charset: parameter(kind, "charset"),
        codings: header(&head, "content-encoding").unwrap_or("").to_owned(),
        chunked: chunked.contains("chunked"),
        body,
    })
}

impl Answer {
    /// Whether it may be a page.
    fn is_page(&self) -> bool {
        let mime = self.mime.as_str();
        mime.is_empty() || mime.contains("html") || mime.contains("text/plain")
    }

    /// The page's bytes with all codings undone, and what is known of them.
    fn plain(self, hint: &mut Hint) -> Result<Option<Vec<u8>>, Fault> {
        hint.html = self.mime.contains("html").then_some(true);
        hint.charset = self.charset;
        let Plain { bytes, broken } = match self.chunked {
            true => unchunk(self.body),
            false => Plain { bytes: self.body, broken: false },
        };
        let url = &hint.id;
        let plain = decode(bytes, &self.codings)
            .map_err(|coding| Fault::Coding { url: url.clone(), coding })?;
        hint.broken |= broken || plain.broken;
        // Pictures and fonts are often stored without their type.
        let noise = self.mime.is_empty() && super::magic::magic(&plain.bytes).is_some();
        Ok((!noise).then_some(plain.bytes))
    }
}

#[cfg(test)]
impl Warc<'_> {
    /// Bytes read, searched and moved so far.
    pub(super) fn work(&self) -> u64 {
        self.worked + self.input.moved
    }
}
