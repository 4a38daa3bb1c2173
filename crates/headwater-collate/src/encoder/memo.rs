//! What was read lately: a story that gains a page is told anew, and most of its sentences were read
//! when it was told before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Sentences in memory, twice at most: two kilobytes each.
const HELD: usize = 8192;

/// What sentences mean that were read lately.
#[derive(Default)]
pub(super) struct Memo(Mutex<Held>);

#[derive(Default)]
struct Held {
    young: HashMap<String, Arc<[f32]>>,
    old: HashMap<String, Arc<[f32]>>,
}

impl Memo {
    /// What a text means, read now unless it was read lately: the same numbers either way.
    pub(super) fn of(&self, text: &str, read: impl FnOnce() -> Vec<f32>) -> Vec<f32> {
        if let Some(known) = self.known(text) {
            return known.to_vec();
        }
        // Two that read one text at once come to the same.
        let found = read();
        self.keep(text, found.clone().into());
        found
    }

    fn known(&self, text: &str) -> Option<Arc<[f32]>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.young.get(text) {
            return Some(Arc::clone(known));
        }
        let (text, known) = held.old.remove_entry(text)?;
        held.young.insert(text, Arc::clone(&known));
        Some(known)
    }

    fn keep(&self, text: &str, found: Arc<[f32]>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.young.insert(text.to_owned(), found);
        if held.young.len() > HELD {
            held.old = std::mem::take(&mut held.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_until_it_is_long_ago() {
        let memo = Memo::default();
        let mut reads = 0;
        for round in 0..2 {
            for n in 0..100 {
                let found = memo.of(&format!("text {n}"), || {
                    reads += 1;
                    vec![n as f32]
                });
                assert_eq!(found, [n as f32], "round {round}");
            }
        }
        assert_eq!(reads, 100);
        for n in 0..2 * HELD + 2 {
            memo.of(&format!("other {n}"), Vec::new);
        }
        memo.of("text 1", || {
            reads += 1;
            vec![1.0]
        });
        assert_eq!(reads, 101);
    }
}
