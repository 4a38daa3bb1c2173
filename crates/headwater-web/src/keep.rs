//! Answers kept in memory as long as the library is as it was, so many bytes at most.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Bytes of answers that are kept.
const BYTES: usize = 48 << 20;
/// An answer larger than this is not kept.
const LARGE: usize = 4 << 20;

/// An answer as it is sent.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The media type.
    pub(crate) kind: &'static str,
    /// What is sent.
    pub(crate) body: axum::body::Bytes,
    /// The name under which a browser is to save it, where it is not to be shown.
    pub(crate) saved_as: Option<String>,
}

#[derive(Default)]
struct Kept {
    /// The state of the library that the answers are of.
    state: (u64, i64),
    answers: BTreeMap<String, Arc<Answer>>,
    /// Keys in the order in which they came.
    order: VecDeque<String>,
    bytes: usize,
}

/// The answers of one library.
#[derive(Default)]
pub(crate) struct Keep(Mutex<Kept>);

impl Keep {
    /// What was answered to this, with the library as it is now.
    pub(crate) fn get(&self, state: (u64, i64), key: &str) -> Option<Arc<Answer>> {
        let mut kept = self.0.lock().ok()?;
        if kept.state != state {
            *kept = Kept { state, ..Kept::default() };
        }
        kept.answers.get(key).cloned()
    }

    /// Keeps an answer; the oldest go where there is no room.
    pub(crate) fn put(&self, state: (u64, i64), key: String, answer: Arc<Answer>) {
        let size = answer.body.len() + key.len() + 200;
        let Ok(mut kept) = self.0.lock() else { return };
        if kept.state != state || size > LARGE || kept.answers.contains_key(&key) {
            return;
        }
        while kept.bytes + size > BYTES {
            let Some(old) = kept.order.pop_front() else { break };
            if let Some(gone) = kept.answers.remove(&old) {
                kept.bytes -= gone.body.len() + old.len() + 200;
            }
        }
        kept.bytes += size;
        kept.order.push_back(key.clone());
        kept.answers.insert(key, answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(bytes: usize) -> Arc<Answer> {
        Arc::new(Answer {
            status: 200,
            kind: "text/html",
            body: vec![0; bytes].into(),
            saved_as: None,
        })
    }

    #[test]
    fn what_is_kept_is_bounded_and_goes_with_the_library() {
        let keep = Keep::default();
        assert!(keep.get((1, 1), "0").is_none());
        for i in 0..40 {
            keep.put((1, 1), i.to_string(), answer(3 << 20));
        }
        assert!(keep.get((1, 1), "0").is_none(), "the oldest went");
        assert!(keep.get((1, 1), "39").is_some());
        assert!(keep.0.lock().unwrap().bytes <= BYTES);
        keep.put((1, 1), "large".into(), answer(LARGE + 1));
        assert!(keep.get((1, 1), "large").is_none());
        assert!(keep.get((1, 2), "39").is_none(), "the library is another");
        assert_eq!(keep.0.lock().unwrap().bytes, 0);
    }
}
