//! Anything that carries pages in, the pages one after another out: single pages, archives,
//! feeds, saved pages with parts, JSON Lines, each also gzipped. What is inside decides, the name
//! only where the content leaves it open. Streams: one page is in memory at a time.

mod feed;
mod gunzip;
mod jsonl;
mod mime;
mod warc;

use crate::article::Article;
use crate::reader::{Hint, LONGEST};
use gunzip::{Gunzip, Peek};
use std::collections::VecDeque;
use std::fmt;
use std::io::Read;

/// A page as it was carried: bytes and what is known besides.
#[derive(Clone, Debug)]
pub struct Page {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What is known of it.
    pub hint: Hint,
}

/// What a carrier holds: pages still to be read, or articles read before.
#[derive(Clone, Debug)]
pub enum Item {
    /// To be read with [`crate::read`].
    Page(Box<Page>),
    /// A record of JSON Lines that has its text.
    Article(Box<Article>),
}

impl Item {
    /// Bytes in memory, about.
    pub fn size(&self) -> usize {
        match self {
            Item::Page(page) => page.bytes.len(),
            Item::Article(article) => article.text.len(),
        }
    }
}

/// Something that could not be read; the rest of the carrier still comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or archive.
    pub name: String,
    /// Which part of it: a line, a record.
    pub part: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{} in {part} of `{}`", self.what, self.name),
            None => write!(f, "{}: `{}`", self.what, self.name),
        }
    }
}

impl std::error::Error for Problem {}

/// One step of a carrier.
type Next = Option<Result<Item, Problem>>;

/// The items of one carrier.
pub struct Pages<'r> {
    name: String,
    inner: Inner<'r>,
}

enum Inner<'r> {
    Unopened(Box<dyn Read + 'r>),
    Warc(warc::Warc<'r>),
    Lines(jsonl::Lines<'r>),
    Ready(VecDeque<Result<Item, Problem>>),
}

/// Streams the items of `input`; `name` is the path relative to the argument, or `-`.
pub fn pages<'r, R: Read + 'r>(name: &str, input: R) -> Pages<'r> {
    Pages { name: name.to_owned(), inner: Inner::Unopened(Box::new(input)) }
}

impl Iterator for Pages<'_> {
    type Item = Result<Item, Problem>;

    fn next(&mut self) -> Next {
        if let Inner::Unopened(_) = self.inner {
            let Inner::Unopened(input) =
                std::mem::replace(&mut self.inner, Inner::Ready(VecDeque::new()))
            else {
                return None;
            };
            self.inner = open(&self.name, input);
        }
        match &mut self.inner {
            Inner::Unopened(_) => None,
            Inner::Warc(warc) => warc.step(),
            Inner::Lines(lines) => lines.step(),
            Inner::Ready(list) => list.pop_front(),
        }
    }
}

/// How many gzips may stand in one another.
const LAYERS: usize = 3;

fn open<'r>(name: &str, input: Box<dyn Read + 'r>) -> Inner<'r> {
    let mut peek = Peek::new(input);
    for _ in 0..LAYERS {
        if peek.head(4).starts_with(&[0x1f, 0x8b]) {
            peek = Peek::new(Box::new(Gunzip::new(peek)));
        }
    }
    let bare = bare_name(name);
    let head = peek.head(8192).to_vec();
    let start: &[u8] = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let skip = start.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let start = start.get(skip..).unwrap_or(&[]);
    if start.starts_with(b"WARC/") {
        return Inner::Warc(warc::Warc::new(name, peek));
    }
    let text = bare.ends_with(".txt") || bare.ends_with(".text");
    let lines = bare.ends_with(".jsonl") || bare.ends_with(".ndjson") || bare.ends_with(".json");
    if !text && start.starts_with(b"{") || lines {
        return Inner::Lines(jsonl::Lines::new(name, peek));
    }
    let bytes = match whole(name, &mut peek) {
        Ok(both) => both,
        Err(problem) => return Inner::Ready(VecDeque::from([Err(problem)])),
    };
    let (bytes, broken) = bytes;
    if !text && feed::is_feed(&head) {
        return Inner::Ready(feed::items(name, &bytes));
    }
    if !text && mime::is_mime(&head) {
        return Inner::Ready(mime::items(name, &bytes));
    }
    let html = match () {
        _ if text => Some(false),
        _ if bare.ends_with(".html") || bare.ends_with(".htm") || bare.ends_with(".xhtml") => {
            Some(true)
        }
        _ => None,
    };
    let hint = Hint {
        id: name.to_owned(),
        source: Some(name.to_owned()),
        html,
        broken,
        ..Hint::default()
    };
    Inner::Ready(VecDeque::from([Ok(Item::Page(Box::new(Page { bytes, hint })))]))
}

/// The name in lower case without `.gz`.
fn bare_name(name: &str) -> String {
    let low = name.to_ascii_lowercase();
    low.strip_suffix(".gz").unwrap_or(&low).to_owned()
}

/// All bytes up to one more than a page may have, and whether they break off.
fn whole(name: &str, peek: &mut Peek) -> Result<(Vec<u8>, bool), Problem> {
    let mut bytes = Vec::new();
    match peek.take(LONGEST as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => Ok((bytes, false)),
        Err(_) if !bytes.is_empty() => Ok((bytes, true)),
        Err(e) => {
            Err(Problem { name: name.to_owned(), part: None, what: format!("cannot read: {e}") })
        }
    }
}

#[cfg(test)]
mod tests;
