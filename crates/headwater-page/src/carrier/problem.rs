//! What could not be read of a carrier, by kind, in words for people.

use super::magic::Foreign;
use headwater_text::shown;
use std::fmt;
use thiserror::Error;

/// Something that could not be read; the rest of the carrier still comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or archive.
    pub name: String,
    /// Which part of it.
    pub part: Option<Part>,
    /// What is wrong.
    pub fault: Fault,
}

/// A part of a carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A line, counted from 1.
    Line(usize),
    /// A record of an archive, counted from 1.
    Record(usize),
    /// An entry of a feed, counted from 1.
    Entry(usize),
    /// A file inside a package.
    File(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Line(n) => write!(f, "line {n}"),
            Part::Record(n) => write!(f, "record {n}"),
            Part::Entry(n) => write!(f, "entry {n}"),
            Part::File(name) => write!(f, "`{}`", shown(name)),
        }
    }
}

/// Why something could not be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The bytes could not be had.
    #[error("cannot be read on ({0})")]
    Io(String),
    /// A kind of file that holds no page, or none that can be read.
    #[error("could not be read: {}; {}", .0.what(), .0.todo())]
    Foreign(Foreign),
    /// A record of an archive does not say how long it is.
    #[error("no Content-Length")]
    NoLength,
    /// The headers do not end.
    #[error("headers longer than 256 KiB")]
    LongHead,
    /// The archive ends before a record does.
    #[error("the file ends inside this record")]
    EndsInside,
    /// So many bad records in a row that the rest was left.
    #[error("{0} bad records in a row; the rest was not read")]
    TooManyBad(usize),
    /// A page is stored in a way that is not known, or its stored form is damaged.
    #[error("the page {} is stored as `{}`, which could not be undone", shown(.url), shown(.coding))]
    Coding {
        /// Its address.
        url: String,
        /// The name of the coding.
        coding: String,
    },
    /// A record only says that a page was unchanged, and the page is not here.
    #[error("the page {} is only said to be unchanged; its text is not in this archive", shown(.0))]
    Unchanged(String),
    /// Not JSON.
    #[error("not JSON ({0})")]
    Json(String),
    /// JSON, but not an object.
    #[error("not a JSON object")]
    NoObject,
    /// A record with neither text nor source of a page.
    #[error("neither `html` nor `text`")]
    NoText,
    /// A line beyond all measure.
    #[error("longer than 128 MiB")]
    LongLine,
    /// More entries than are read.
    #[error("more than {0} entries; the rest was not read")]
    TooManyEntries(usize),
    /// More than can be held in memory, in MiB.
    #[error("is larger than {0} MiB and cannot be read from a stream; pass it as a file")]
    Large(usize),
    /// Nothing in it is a page.
    #[error("holds no page")]
    NoPage,
    /// It is locked with a password.
    #[error("could not be read: it is locked with a password; save a copy without one")]
    Locked,
    /// Its form is damaged.
    #[error("could not be read: it is damaged ({0})")]
    Damaged(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = shown(&self.name);
        match (&self.part, &self.fault) {
            (Some(part), fault) => write!(f, "`{name}`, {part}: {fault}"),
            (None, fault @ (Fault::Foreign(_) | Fault::Locked | Fault::Damaged(_))) => {
                write!(f, "`{name}` {fault}")
            }
            (None, fault) => write!(f, "`{name}`: {fault}"),
        }
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_the_place_and_cannot_colour_a_terminal() {
        let name = "a\u{1b}[31m\u{202e}.warc".to_owned();
        let p = Problem { name, part: Some(Part::Record(1)), fault: Fault::NoLength };
        assert_eq!(p.to_string(), "`a<U+001B>[31m<U+202E>.warc`, record 1: no Content-Length");
        let fault = Fault::Coding { url: "http://a\u{9b}b".into(), coding: "x\u{7}".into() };
        let told = Problem { name: "b".into(), part: None, fault }.to_string();
        assert!(!told.chars().any(char::is_control), "{told}");
        let fault = Fault::Foreign(Foreign::OldOffice);
        let told = Problem { name: "memo.doc".into(), part: None, fault }.to_string();
        assert!(told.starts_with("`memo.doc` could not be read: "), "{told}");
    }
}
