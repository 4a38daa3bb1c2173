//! A page as read: its text, its lines, its elements, and what it states about itself.

use super::tag::Tag;
use super::words::Groups;
use headwater_text::Span;

/// One element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) parent: u32,
    pub(crate) tag: Tag,
    pub(crate) depth: u16,
    pub(crate) hidden: bool,
    /// Never shown where it stands: a side menu or a question that opens on demand.
    pub(crate) off: bool,
    /// The network whose posting it shows: a place in `NETWORKS` plus one, 0 for none.
    pub(crate) network: u8,
    pub(crate) groups: Groups,
    /// Tags and classes from the root down, hashed.
    pub(crate) path: u64,
    /// What it is called: a place in the page's `calls`.
    pub(crate) called: u32,
}

impl Node {
    /// What all else stands in.
    pub(crate) fn root() -> Node {
        Node {
            parent: 0,
            tag: Tag::Other,
            depth: 0,
            hidden: false,
            off: false,
            network: 0,
            groups: 0,
            path: 0,
            called: 0,
        }
    }
}

/// One line of visible text: between two block borders or `br`s.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) span: Span,
    pub(crate) node: u32,
    /// Bytes that stand in links.
    pub(crate) linked: u32,
    /// Number of links.
    pub(crate) links: u16,
    /// Bytes in bold or italic type.
    pub(crate) bold: u32,
    /// Whether a blank line stands before it.
    pub(crate) gap: bool,
    /// Whether a `br` ended the line before.
    pub(crate) broken: bool,
    /// Images since the block before.
    pub(crate) images: u16,
    /// Bytes of inline elements that are called date or author.
    pub(crate) named: Groups,
}

/// Why an inline stretch is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// A `time` element or `itemprop` of a publication date.
    Published,
    /// `itemprop` of a modification date.
    Modified,
    /// A `time` element.
    Time,
    /// Called *date* by class or id.
    Dated,
    /// `itemprop` or `rel` author.
    Author,
    /// Called *byline* or *author* by class or id.
    Byline,
    /// `itemprop` headline or a class that says title.
    Headline,
}

impl Doc<'_> {
    /// Keys of the words that an element is called by, ascending.
    pub(crate) fn called(&self, node: &Node) -> &[u32] {
        let end = |at: u32| self.calls.get(at as usize).map_or(0, |e| *e as usize);
        let from = node.called.checked_sub(1).map_or(0, end);
        self.called.get(from..end(node.called)).unwrap_or(&[])
    }
}

/// A stretch of text that an element marks, with the value that the element gives apart.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) kind: MarkKind,
    pub(crate) span: Span,
    pub(crate) value: Option<String>,
}

/// A page as read: its text, its blocks, its elements, and its own statements about itself.
#[derive(Debug, Default)]
pub(crate) struct Doc<'a> {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) nodes: Vec<Node>,
    /// Ends, in `called`, of what elements are called by class and id, names that return once.
    pub(crate) calls: Vec<u32>,
    /// Keys of the words that elements are called by, in the order of `calls`.
    pub(crate) called: Vec<u32>,
    pub(crate) marks: Vec<Mark>,
    /// `title` element.
    pub(crate) title: Option<String>,
    /// `meta` elements: name, property or itemprop in lower case, and content.
    pub(crate) metas: Vec<(String, String)>,
    /// JSON-LD scripts.
    pub(crate) linked_data: Vec<&'a str>,
    /// Other inline scripts.
    pub(crate) scripts: Vec<&'a str>,
    /// `rel=canonical`.
    pub(crate) canonical: Option<String>,
    /// `lang` of the root.
    pub(crate) lang: Option<String>,
    /// Too many blocks: the rest was left out.
    pub(crate) full: bool,
    /// The source breaks off inside the page.
    pub(crate) cut: bool,
    /// Where words were left out that are struck out.
    pub(crate) struck: Vec<Span>,
}
