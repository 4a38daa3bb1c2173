//! Models that users add.

mod add;

pub(crate) use add::add;
