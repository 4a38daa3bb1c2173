//! One story in, its family tree out: who follows whom among the reports, and which lost
//! sources stand behind them.
//!
//! Invariants: every edge carries its grounds for and against; trees that fit equally are both
//! given; a probability comes from an explicit model and is calibrated on cascades that the
//! weights were not fitted on.

mod record;

pub use record::{Edge, Ground, Node, Rival, Stemma};
