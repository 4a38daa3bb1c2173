//! Takes the pages out of whatever carries them, one after another: single pages, archives, feeds,
//! mails, saved pages with parts, JSON Lines, each also compressed. What is inside decides, the
//! name only where the content leaves it open. Streams: one page is in memory at a time.

mod agency;
mod coding;
mod document;
mod feed;
mod gunzip;
mod headers;
mod jsonl;
mod magic;
mod mail;
mod news_json;
mod office;
mod package;
mod problem;
mod seen;
mod unzstd;
mod warc;

pub use magic::Foreign;
pub use problem::{Fault, Part, Problem};

use crate::article::Article;
use crate::reader::{Extent, Hint, LONGEST, Told};
use gunzip::{Gunzip, Peek};
use magic::{Magic, NEED, magic};
use package::ReadSeek;
use std::collections::VecDeque;
use std::io::{Cursor, Read, Seek, SeekFrom};
use unzstd::Unzstd;

/// A page as it was carried: bytes and what is known besides.
#[derive(Clone, Debug)]
pub struct Page {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What is known of it.
    pub hint: Hint,
}

impl Page {
    /// A piece of HTML that is one article of the file `name`, with what the carrier says of it.
    fn piece(name: &str, id: String, url: Option<String>, html: String, told: Told) -> Page {
        let hint = Hint {
            id,
            source: Some(name.to_owned()),
            url,
            html: Some(true),
            extent: Extent::Item,
            told,
            ..Hint::default()
        };
        Page { bytes: html.into_bytes(), hint }
    }
}

/// The words of a field with a blank between; nothing where there are none.
fn words_of(field: &str) -> Option<String> {
    Some(field.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty())
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

/// Bytes as they come, or a file in which any place can be read.
enum Source<'r> {
    Stream(Box<dyn Read + 'r>),
    File(Box<dyn ReadSeek + 'r>),
}

enum Inner<'r> {
    Unopened(Source<'r>),
    Archives(Box<package::Archives<'r>>),
    Warc(Box<warc::Warc<'r>>),
    Lines(jsonl::Lines<'r>),
    Ready(VecDeque<Result<Item, Problem>>),
}

/// Streams the items of `input`; `name` is the path relative to the argument, or `-`.
///
/// Packages (DOCX, ODT, WACZ) must be held in memory here; [`pages_of_file`] reads them in place.
pub fn pages<'r, R: Read + 'r>(name: &str, input: R) -> Pages<'r> {
    Pages { name: name.to_owned(), inner: Inner::Unopened(Source::Stream(Box::new(input))) }
}

/// The same for a file, in which any place can be read.
pub fn pages_of_file<'r, R: Read + Seek + 'r>(name: &str, input: R) -> Pages<'r> {
    Pages { name: name.to_owned(), inner: Inner::Unopened(Source::File(Box::new(input))) }
}

impl Iterator for Pages<'_> {
    type Item = Result<Item, Problem>;

    fn next(&mut self) -> Next {
        if let Inner::Unopened(_) = self.inner {
            let Inner::Unopened(source) =
                std::mem::replace(&mut self.inner, Inner::Ready(VecDeque::new()))
            else {
                return None;
            };
            self.inner = open(&self.name, source);
        }
        match &mut self.inner {
            Inner::Unopened(_) => None,
            Inner::Warc(warc) => warc.step(),
            Inner::Archives(archives) => archives.step(),
            Inner::Lines(lines) => lines.step(),
            Inner::Ready(list) => list.pop_front(),
        }
    }
}

/// How many compressions may stand in one another.
const LAYERS: usize = 3;

/// A package that is not read in place may have so many bytes.
const PACKAGE: usize = 256 << 20;

/// What `peek` gives with its compressions undone.
fn unpacked(mut peek: Peek) -> Peek {
    for _ in 0..LAYERS {
        match magic(peek.head(NEED)) {
            Some(Magic::Gzip) => peek = Peek::new(Box::new(Gunzip::new(peek))),
            Some(Magic::Zstd) => peek = Peek::new(Box::new(Unzstd::new(peek))),
            _ => break,
        }
    }
    peek
}

/// Opens what the first bytes say is binary; gives all else back as a stream.
#[allow(clippy::result_large_err, reason = "one a file, handed on at once")]
fn binary<'r>(name: &str, source: Source<'r>) -> Result<Peek<'r>, Inner<'r>> {
    let fault = |fault| Inner::one(Err(Problem { name: name.to_owned(), part: None, fault }));
    let peek = match source {
        Source::Stream(stream) => Peek::new(stream),
        Source::File(mut file) => {
            let mut head = Vec::new();
            let read = (&mut file).take(NEED as u64).read_to_end(&mut head).map(|_| ());
            // What has no places, such as a pipe with a name, is a stream.
            match read.and_then(|()| file.seek(SeekFrom::Start(0))) {
                Ok(_) if magic(&head) == Some(Magic::Zip) => return Err(package::open(name, file)),
                Ok(_) => Peek::new(file),
                Err(_) => Peek::new(Box::new(Cursor::new(head).chain(file))),
            }
        }
    };
    let mut peek = unpacked(peek);
    Err(match magic(peek.head(NEED)) {
        None => return Ok(peek),
        Some(Magic::Foreign(foreign)) => fault(Fault::Foreign(foreign)),
        Some(Magic::Pdf) => fault(Fault::Foreign(Foreign::Pdf)),
        Some(Magic::Zip) => {
            let mut bytes = Vec::new();
            match peek.take(PACKAGE as u64 + 1).read_to_end(&mut bytes) {
                Err(e) => fault(Fault::Io(e.to_string())),
                Ok(_) if bytes.len() > PACKAGE => fault(Fault::Large(PACKAGE >> 20)),
                Ok(_) => package::open(name, Box::new(Cursor::new(bytes))),
            }
        }
        Some(Magic::Gzip | Magic::Zstd) => fault(Fault::Foreign(Foreign::Packed)),
    })
}

fn open<'r>(name: &str, source: Source<'r>) -> Inner<'r> {
    let mut peek = match binary(name, source) {
        Ok(peek) => peek,
        Err(opened) => return opened,
    };
    let fault = |fault| Inner::one(Err(Problem { name: name.to_owned(), part: None, fault }));
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
    if !text && start.starts_with(b"{")
        || start.starts_with(b"[{")
        || is(&[".jsonl", ".ndjson", ".json"])
    {
        return Inner::Lines(jsonl::Lines::new(name, peek));
    }
    let (bytes, broken) = match whole(&mut peek) {
        Ok(both) => both,
        Err(why) => return fault(why),
    };
    if !text && agency::is_agency(start) {
        return Inner::Ready(agency::items(name, &bytes));
    }
    if !text && agency::is_sitemap(start) {
        return fault(Fault::Foreign(Foreign::Sitemap));
    }
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
    /// A document that came in a file with this digest.
    fn document(name: &str, document: &document::Document, digest: String) -> Self {
        if document.is_empty() {
            let fault = Fault::NoPage;
            return Inner::one(Err(Problem { name: name.to_owned(), part: None, fault }));
        }
        Inner::one(Ok(document.page(name, Some(digest))))
    }

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
