//! When an article was published: all dates that a page offers, and the choice among them.

mod candidates;
mod choose;
mod prose;

pub(crate) use candidates::{collect, has_date};
pub(crate) use choose::choose;
pub(crate) use prose::not_before;
