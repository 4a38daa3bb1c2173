//! When an article was published: all dates that a page offers, and the choice among them.

mod candidates;
mod choose;
mod evidence;
mod prose;
mod relative;
mod unread;

pub(crate) use candidates::{collect, has_date};
pub(crate) use choose::{Known, choose};
pub(crate) use evidence::{WIDTH, days};
pub(crate) use prose::not_before;
pub(crate) use unread::unread;
