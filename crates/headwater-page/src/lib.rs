//! Bytes of a web page in, one [`Article`] out.
//!
//! Invariants: reading cannot fail, whatever the bytes; the text of an article is fixed once and
//! no option moves an offset; no page is judged by its neighbours in the run.

mod article;

pub use article::{Article, Basis, Bound, Frame};
