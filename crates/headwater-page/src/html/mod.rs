//! Reads HTML to a [`Doc`]: the visible text fixed once, its blocks, and what the page says of
//! itself in tags. Bounded in depth and number of blocks; linear in the source.

mod build;
mod doc;
mod given;
mod scan;
mod tag;
mod words;

pub(crate) use build::read_html;
pub(crate) use doc::{Block, Doc, Mark, MarkKind, Node};
pub(crate) use scan::{Attrs, Event, Scan};
pub(crate) use tag::Tag;
pub(crate) use words::{COUNT as GROUP_COUNT, Groups, NETWORKS, key_of};
/// Word groups by name.
pub(crate) mod group {
    pub(crate) use super::words::*;
}
