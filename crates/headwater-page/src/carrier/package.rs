//! Zip packages: documents of office programs, and web archives packed with their index (WACZ).

use super::document;
use super::gunzip::Peek;
use super::magic::Foreign;
use super::office;
use super::problem::{Fault, Part, Problem};
use super::warc::Warc;
use super::{Inner, Next};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use zip::{CompressionMethod, ZipArchive};

/// What can be read from any place.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// A file that several readers share.
#[derive(Clone)]
pub(super) struct Shared<'r>(Rc<RefCell<Box<dyn ReadSeek + 'r>>>);

impl Read for Shared<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(out)
    }
}

impl Seek for Shared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}

/// A package.
pub(super) type Zip<'r> = ZipArchive<Shared<'r>>;

/// Files of one package beyond this many are not looked at.
const MOST: usize = 100_000;

/// The archives of a package, one after another.
pub(super) struct Archives<'r> {
    name: String,
    file: Shared<'r>,
    members: VecDeque<Result<Member, (String, Fault)>>,
    open: Option<Box<Warc<'r>>>,
}

/// A file inside a package: its name, and where its bytes lie.
struct Member {
    name: String,
    start: u64,
    size: u64,
    packed: bool,
}

/// Opens a package by what is in it.
pub(super) fn open<'r>(name: &str, file: Box<dyn ReadSeek + 'r>) -> Inner<'r> {
    let fault = |fault| Inner::one(Err(Problem { name: name.to_owned(), part: None, fault }));
    let mut file = Shared(Rc::new(RefCell::new(file)));
    let mut zip = match ZipArchive::new(file.clone()) {
        Ok(zip) => zip,
        Err(e) => return fault(Fault::Damaged(e.to_string())),
    };
    let names: Vec<String> =
        zip.file_names().take(MOST).filter_map(Result::ok).map(|n| n.into_owned()).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    if has("word/document.xml") {
        let digest = document::digest_of(&mut file);
        return office::word(&mut zip).map_or_else(fault, |d| Inner::document(name, &d, digest));
    }
    let kind = office::part(&mut zip, "mimetype", 200).unwrap_or_default();
    match kind.strip_prefix(b"application/").unwrap_or(&[]) {
        k if k.starts_with(b"vnd.oasis.opendocument.text") => {
            let digest = document::digest_of(&mut file);
            let found = office::open_text(&mut zip);
            return found.map_or_else(fault, |d| Inner::document(name, &d, digest));
        }
        k if k.starts_with(b"vnd.oasis") => return fault(Fault::Foreign(Foreign::Sheet)),
        k if k.starts_with(b"epub") => return fault(Fault::Foreign(Foreign::Book)),
        _ => {}
    }
    if names.iter().any(|n| n.starts_with("xl/") || n.starts_with("ppt/")) {
        return fault(Fault::Foreign(Foreign::Sheet));
    }
    let all = 0..zip.len().min(MOST);
    let members: VecDeque<_> = all.filter_map(|i| member(&mut zip, i, &mut file)).collect();
    if members.is_empty() {
        return fault(Fault::Foreign(Foreign::Package));
    }
    Inner::Archives(Box::new(Archives { name: name.to_owned(), file, members, open: None }))
}

/// File number `i`, if it is a web archive.
fn member(zip: &mut Zip, i: usize, shared: &mut Shared) -> Option<Result<Member, (String, Fault)>> {
    let name = zip.name_for_index(i)?.ok()?.into_owned();
    let low = name.to_ascii_lowercase();
    let bare = [".gz", ".zst"].iter().find_map(|e| low.strip_suffix(e)).unwrap_or(&low);
    if !bare.ends_with(".warc") {
        return None;
    }
    let file = match zip.by_index_raw(i) {
        Ok(file) => file,
        Err(e) => return Some(Err((name, Fault::Damaged(e.to_string())))),
    };
    // The package has gone to where the file's bytes begin.
    let start = shared.stream_position().ok()?;
    let packed = match file.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        other => return Some(Err((name, Fault::Damaged(format!("packed by {other}"))))),
    };
    Some(Ok(Member { name, start, size: file.compressed_size(), packed }))
}

impl Archives<'_> {
    pub(super) fn step(&mut self) -> Next {
        loop {
            if let Some(warc) = &mut self.open {
                match warc.step() {
                    None => self.open = None,
                    some => return some,
                }
            }
            match self.members.pop_front()? {
                Err((member, fault)) => {
                    let part = Some(Part::File(member));
                    return Some(Err(Problem { name: self.name.clone(), part, fault }));
                }
                Ok(member) => {
                    let name = format!("{}/{}", self.name, member.name);
                    let file = self.file.clone();
                    let window = Window { file, at: member.start, end: member.start + member.size };
                    let bytes: Box<dyn Read> = match member.packed {
                        true => Box::new(flate2::read::DeflateDecoder::new(window)),
                        false => Box::new(window),
                    };
                    let peek = super::unpacked(Peek::new(bytes));
                    self.open = Some(Box::new(Warc::new(&name, peek)));
                }
            }
        }
    }
}

/// A stretch of a shared file.
struct Window<'r> {
    file: Shared<'r>,
    at: u64,
    end: u64,
}

impl Read for Window<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let room = self.end.saturating_sub(self.at).min(out.len() as u64) as usize;
        let Some(out) = out.get_mut(..room).filter(|o| !o.is_empty()) else { return Ok(0) };
        self.file.seek(SeekFrom::Start(self.at))?;
        let n = self.file.read(out)?;
        self.at += n as u64;
        Ok(n)
    }
}
