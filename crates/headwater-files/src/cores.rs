//! Work over many items on all cores.

use headwater_collate::Spread;
use rayon::prelude::*;

/// All cores at once; results stand in the order of the items.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cores;

impl Spread for Cores {
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        items.par_iter().map(&work).collect()
    }
}
