//! What `headwater serve` shows, to whom, and what it bears.

mod browser;
mod crawl;
mod forms;
mod guard;
mod made;
mod random;
mod views;
