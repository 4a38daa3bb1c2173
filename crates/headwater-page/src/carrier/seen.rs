//! Pages of an archive that later records may point back to, in bounded memory.

use crate::reader::Hint;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

/// Bytes of pages that are kept.
const KEPT: usize = 64 << 20;
/// Digests of other things that are kept.
const OTHERS: usize = 200_000;

/// A page as it came.
pub(super) struct Kept {
    pub(super) bytes: Vec<u8>,
    pub(super) hint: Hint,
}

/// The last pages by digest and by address, and the digests of what is no page.
#[derive(Default)]
pub(super) struct Seen {
    by_name: BTreeMap<String, Rc<Kept>>,
    order: VecDeque<(String, Rc<Kept>)>,
    size: usize,
    others: BTreeSet<String>,
}

impl Seen {
    /// Keeps a page; drops the oldest ones where there is no room.
    pub(super) fn page(&mut self, digest: Option<String>, hint: &Hint, bytes: &[u8]) {
        // Without a digest no record points back.
        let Some(digest) = digest.filter(|_| bytes.len() <= KEPT / 4) else { return };
        let kept = Rc::new(Kept { bytes: bytes.to_vec(), hint: hint.clone() });
        self.size += bytes.len();
        self.by_name.insert(digest.clone(), Rc::clone(&kept));
        if let Some(url) = &hint.url {
            self.by_name.insert(url.clone(), Rc::clone(&kept));
        }
        self.order.push_back((digest, kept));
        while self.size > KEPT {
            let Some((digest, old)) = self.order.pop_front() else { break };
            self.size -= old.bytes.len();
            for name in [Some(&digest), old.hint.url.as_ref()].into_iter().flatten() {
                if self.by_name.get(name).is_some_and(|k| Rc::ptr_eq(k, &old)) {
                    self.by_name.remove(name);
                }
            }
        }
    }

    /// Keeps the digest of something that is no page.
    pub(super) fn other(&mut self, digest: Option<&str>) {
        if let Some(digest) = digest.filter(|_| self.others.len() < OTHERS) {
            self.others.insert(digest.to_owned());
        }
    }

    /// The page with this digest, else of this address.
    pub(super) fn find(&self, digest: Option<&str>, url: Option<&str>) -> Option<&Kept> {
        let by = |name: Option<&str>| self.by_name.get(name?).map(Rc::as_ref);
        by(digest).or_else(|| by(url))
    }

    /// Whether something that is no page had this digest.
    pub(super) fn is_other(&self, digest: Option<&str>) -> bool {
        digest.is_some_and(|d| self.others.contains(d))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_pages_make_room() {
        let mut seen = Seen::default();
        let big = vec![b'a'; KEPT / 5];
        for n in 0..9 {
            let hint = Hint { url: Some(format!("u{n}")), ..Hint::default() };
            seen.page(Some(format!("d{n}")), &hint, &big);
        }
        assert!(seen.size <= KEPT && seen.by_name.len() <= 10);
        assert!(seen.find(Some("d0"), None).is_none() && seen.find(None, Some("u8")).is_some());
    }
}
