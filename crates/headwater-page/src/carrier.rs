//! Anything that carries pages in, the pages one after another out: single pages, archives,
//! feeds, mails, saved pages with parts, JSON Lines, each also compressed. What is inside decides, the name
//! only where the content leaves it open. Streams: one page is in memory at a time.

mod coding;
mod feed;
mod gunzip;
mod headers;
mod jsonl;
mod magic;
mod mail;
mod problem;
mod seen;
mod unzstd;
mod warc;

pub use magic::Foreign;
pub use problem::{Fault, Part, Problem};

use crate::article::Article;
use crate::reader::{Hint, LONGEST};
use gunzip::{Gunzip, Peek};
use magic::{Magic, NEED, magic};
use std::collections::VecDeque;
use std::io::Read;
use unzstd::Unzstd;

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

/// One step of a carrier.
type Next = Option<Result<Item, Problem>>;

/// The items of one carrier.
pub struct Pages<'r> {
    name: String,
    inner: Inner<'r>,
}

enum Inner<'r> {
    Unopened(Box<dyn Read + 'r>),
    Warc(Box<warc::Warc<'r>>),
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

/// How many compressions may stand in one another.
const LAYERS: usize = 3;

fn open<'r>(name: &str, input: Box<dyn Read + 'r>) -> Inner<'r> {
    let mut peek = Peek::new(input);
    for _ in 0..LAYERS {
        match magic(peek.head(NEED)) {
            Some(Magic::Gzip) => peek = Peek::new(Box::new(Gunzip::new(peek))),
            Some(Magic::Zstd) => peek = Peek::new(Box::new(Unzstd::new(peek))),
            _ => break,
        }
    }
    let fault = |fault| Inner::one(Err(Problem { name: name.to_owned(), part: None, fault }));
    match magic(peek.head(NEED)) {
        None => {}
        Some(Magic::Foreign(foreign)) => return fault(Fault::Foreign(foreign)),
        Some(Magic::Pdf) => return fault(Fault::Foreign(Foreign::Pdf)),
        Some(Magic::Zip) => return fault(Fault::Foreign(Foreign::Package)),
        Some(Magic::Gzip | Magic::Zstd) => return fault(Fault::Foreign(Foreign::Packed)),
    }
    let bare = bare_name(name);
    let is = |endings: &[&str]| endings.iter().any(|e| bare.ends_with(e));
    let head = peek.head(8192).to_vec();
    let start: &[u8] = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let skip = start.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let start = start.get(skip..).unwrap_or(&[]);
    if start.starts_with(b"WARC/") {
        return Inner::Warc(Box::new(warc::Warc::new(name, peek)));
    }
    let text = is(&[".txt", ".text"]);
    if !text && start.starts_with(b"{") || is(&[".jsonl", ".ndjson", ".json"]) {
        return Inner::Lines(jsonl::Lines::new(name, peek));
    }
    let (bytes, broken) = match whole(&mut peek) {
        Ok(both) => both,
        Err(why) => return fault(why),
    };
    if !text && feed::is_feed(&head) {
        return Inner::Ready(feed::items(name, &bytes));
    }
    if !text && (mail::is_mail(&head) || is(&[".eml", ".mbox", ".mhtml", ".mht"])) {
        return Inner::Ready(mail::items(name, &bytes));
    }
    let html = match () {
        () if text => Some(false),
        () if is(&[".html", ".htm", ".xhtml"]) => Some(true),
        () => None,
    };
    let hint = Hint {
        id: name.to_owned(),
        source: Some(name.to_owned()),
        html,
        broken,
        ..Hint::default()
    };
    Inner::one(Ok(Item::Page(Box::new(Page { bytes, hint }))))
}

impl Inner<'_> {
    fn one(step: Result<Item, Problem>) -> Self {
        Inner::Ready(VecDeque::from([step]))
    }
}

/// The name in lower case without what says how it is compressed.
fn bare_name(name: &str) -> String {
    let low = name.to_ascii_lowercase();
    let bare = [".gz", ".zst"].iter().find_map(|e| low.strip_suffix(e));
    bare.unwrap_or(&low).to_owned()
}

/// All bytes up to one more than a page may have, and whether they break off.
fn whole(peek: &mut Peek) -> Result<(Vec<u8>, bool), Fault> {
    let mut bytes = Vec::new();
    match peek.take(LONGEST as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => Ok((bytes, false)),
        Err(_) if !bytes.is_empty() => Ok((bytes, true)),
        Err(e) => Err(Fault::Io(e.to_string())),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_warc;
