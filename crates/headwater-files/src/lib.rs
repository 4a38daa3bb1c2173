//! Paths, files and bytes to articles: folders walked in a fixed order, files opened one after
//! another and read on all cores, memory bounded; where added models lie.
//!
//! What the program `headwater` and the Python module have in common. Nothing is printed here: what
//! goes wrong is told to [`Troubles`], and work is counted by [`Counts`].

mod amount;
mod cores;
mod input;
mod models;
mod walk;

pub use amount::{FEW, pages};
pub use cores::Cores;
pub use input::{articles, bare, dossiers, pages_as_they_came, quoted};
pub use models::{BadModel, MEANING, added, encoder, user_data};
pub use walk::{Input, again, inputs};

use std::fmt::Display;

/// Told what could not be read and what was passed over; all the rest is read all the same.
pub trait Troubles {
    /// Something that was named could not be read. `hint` says what to do; it may be empty.
    fn trouble(&self, message: &dyn Display, hint: &str);
    /// Something was passed over that is worth a word in a report.
    fn skip(&self, what: String);
    /// A remark that is no trouble.
    fn say(&self, words: &dyn Display);
    /// So many pages were read.
    fn found(&self, n: usize);
}

/// Counts work that is done, so that it can be shown.
pub trait Counts: Sync {
    /// `n` more are done.
    fn add(&self, n: usize);
}
