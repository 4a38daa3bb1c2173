//! Reads the bytes of a web page to one [`Article`].
//!
//! Invariants: reading cannot fail, whatever the bytes; the text of an article is fixed once and
//! no option moves an offset; no page is judged by its neighbours in the run.

mod appeal;
mod article;
mod authors;
mod body;
mod byline;
mod carrier;
mod clue;
mod credit;
mod dating;
mod decode;
mod drawn;
mod embed;
mod features;
mod flat;
mod frame;
mod head;
mod headline;
mod html;
mod inset;
mod items;
pub mod lab;
mod label;
mod lang;
mod leaning;
mod live;
mod masthead;
mod names;
mod outlet;
mod phrase;
mod printed;
mod reader;
mod runs;
mod saved;
mod shape;
mod title;
mod view;

pub use article::{Article, Basis, Bound, Embed, Entry, Frame, bad_entries};
pub use carrier::{Fault, Foreign, Item, Page, Pages, Part, Problem, pages, pages_of_file};
pub use label::{Weights, weights};
pub use leaning::Leanings;
pub use reader::{Extent, Hint, LONGEST, Teller, Told, read, read_with};
