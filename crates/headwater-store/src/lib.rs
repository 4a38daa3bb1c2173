//! A library in one SQLite file: pages as they came, what was read of them, and what was found out
//! about them together, in tables that other tools open (`docs/library.md`).
//!
//! [`Shelf`] is a [`Store`](headwater::Store): what is found out is the business of
//! [`Library`](headwater::Library), which goes on from the file as if it had never been closed.
//! Whatever belongs to one batch of pages is written in one transaction. Every row counts in a sum
//! over its table, so that [`Shelf::verify`] finds what was damaged.
//!
//! The only crate besides the program that opens files. No clock of its own: times are given.

mod anew;
mod begun;
mod behind;
mod browse;
mod came;
mod check;
mod chunk;
mod correct;
mod derived;
mod export;
mod hint;
mod intake;
mod lookup;
mod outlets;
mod pack;
mod part;
mod places;
mod profile;
mod rows;
mod search;
mod segments;
mod shelf;
mod show;
mod stamp;
mod state;
mod trouble;
mod verify;

pub use begun::{Misfit, tagger_named};
pub use browse::{Counts, Listed, Slice};
pub use came::{Came, Fetched};
pub use intake::{Intake, Refused, Taken};
pub use part::Part;
pub use search::{Hit, Hits, Query};
pub use shelf::{Mode, Run, Shelf};
pub use show::Named;
pub use stamp::Stamp;
pub use trouble::Trouble;
pub use verify::{Checked, Damage};
