//! How a step over many items is done: here one after the other; a program with cores to spare
//! hands in its own way. Results stand in the order of the items, so that the way changes nothing.

/// A way to do the same work over many items.
pub trait Spread: Sync {
    /// The result of `work` for each item, in the order of the items.
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R>;
}

/// One after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct InTurn;

impl Spread for InTurn {
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        items.iter().map(work).collect()
    }
}
