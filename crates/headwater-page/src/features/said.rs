//! What the words of lines, and the names of the elements around them, speak for: numbers from
//! the learned table of [`Leanings`].

use super::node;
use crate::html::Doc;
use crate::leaning::{Kind, Leanings, key, line_keys};
use crate::view::View;

/// What the names of one element speak for.
#[derive(Clone, Copy, Default)]
struct Named {
    sum: f32,
    least: f32,
    most: f32,
    /// Sum over the elements around it, those further out less; least and most of all of them.
    total: f32,
    floor: f32,
    top: f32,
}

/// What a page's words and names speak for.
pub(super) struct Said {
    lines: Vec<[f32; 8]>,
    /// All of a line in one number.
    whole: Vec<f32>,
    /// The same of the lines before and after, fading.
    near: [Vec<f32>; 2],
    named: Vec<Named>,
}

/// How much a name counts for what stands one element further in.
const INWARD: f32 = 0.9;
/// How much a line counts for the next.
const FADE: f32 = 0.7;

impl Said {
    pub(super) fn new(view: &View, seq: &[usize], table: &Leanings) -> Said {
        let lines: Vec<_> = seq.iter().map(|i| line(view.hashed.line(*i), table)).collect();
        let whole: Vec<f32> = lines.iter().map(|l| l[5] + l[6] + l[7] + 2.0 * l[0]).collect();
        let mut near = [fading(whole.iter()), fading(whole.iter().rev())];
        near[1].reverse();
        Said { near, whole, lines, named: named(view.doc, table) }
    }

    /// Appends the numbers of the `k`th line, which is block `i`.
    pub(super) fn row(&self, view: &View, i: usize, k: usize, r: &mut Vec<f32>) {
        if !view.flat {
            self.around(view, i, r);
        }
        r.extend(self.lines.get(k).copied().unwrap_or_default());
        for step in [0isize, -3, -2, -1, 1, 2, 3] {
            let other = k.checked_add_signed(step).and_then(|j| self.whole.get(j));
            r.push(other.copied().unwrap_or(0.0));
        }
        r.extend(self.near.iter().map(|n| n.get(k).copied().unwrap_or(0.0)));
    }

    /// The elements around block `i`.
    fn around(&self, view: &View, i: usize, r: &mut Vec<f32>) {
        let of = |n: u32| self.named.get(n as usize).copied().unwrap_or_default();
        let mut at = node(view, i);
        let own = of(at);
        r.extend([own.total, own.floor, own.top]);
        let mut five = Named::default();
        for _ in 0..5 {
            let named = of(at);
            r.push(named.sum);
            five.sum += named.sum;
            five.least = five.least.min(named.least);
            five.most = five.most.max(named.most);
            at = view.doc.nodes.get(at as usize).map_or(0, |n| n.parent);
        }
        r.extend([five.least, five.most, five.sum]);
    }
}

/// Mean, sum, share known, least, most of a line's words; the line, its start, its end.
fn line(words: &[u32], table: &Leanings) -> [f32; 8] {
    let (mut sum, mut known, mut least, mut most) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
    for odds in words.iter().filter_map(|w| table.of(key(Kind::Word, u64::from(*w)))) {
        sum += odds;
        known += 1.0;
        least = least.min(odds);
        most = most.max(odds);
    }
    let [start, end, whole] = line_keys(words).map(|k| table.of(k).unwrap_or(0.0));
    let share = known / words.len().max(1) as f32;
    [sum / known.max(1.0), sum.clamp(-30.0, 30.0), share, least, most, whole, start, end]
}

/// What stands before each, fading.
fn fading<'f>(whole: impl Iterator<Item = &'f f32>) -> Vec<f32> {
    let mut carry = 0.0;
    let next = |w: &f32| {
        let before = carry;
        carry = (carry + w) * FADE;
        before
    };
    whole.map(next).collect()
}

/// What each element's names speak for.
fn named(doc: &Doc, table: &Leanings) -> Vec<Named> {
    let ends = |c: usize| doc.calls.get(c).copied().unwrap_or(0) as usize;
    let mut calls = vec![Named::default()];
    for c in 1..doc.calls.len() {
        let mut own = Named::default();
        let keys = doc.called.get(ends(c - 1)..ends(c)).unwrap_or(&[]);
        for odds in keys.iter().filter_map(|k| table.of(*k)) {
            own.sum += odds;
            own.least = own.least.min(odds);
            own.most = own.most.max(odds);
        }
        calls.push(own);
    }
    let mut out: Vec<Named> = Vec::with_capacity(doc.nodes.len());
    for (n, node) in doc.nodes.iter().enumerate() {
        let mut own = calls.get(node.called as usize).copied().unwrap_or_default();
        (own.total, own.floor, own.top) = (own.sum, own.least, own.most);
        // Parents come before their children.
        if let Some(up) = out.get(node.parent as usize).filter(|_| n > 0) {
            own.total += up.total * INWARD;
            own.floor = own.floor.min(up.floor);
            own.top = own.top.max(up.top);
        }
        out.push(own);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::read_html;

    #[test]
    fn names_reach_inward_and_lines_reach_on() {
        let doc = read_html("<div class=fog><p class='fog wind'>Ferries wait<p>Ferries wait</div>");
        let view = View::new(&doc, false, Vec::new());
        let fog =
            *doc.called.iter().find(|k| doc.called.iter().filter(|o| o == k).count() == 2).unwrap();
        let ferries = key(Kind::Word, u64::from(view.hashed.line(0)[0]));
        let mut keys = [(fog, -16i8), (ferries, 32)];
        keys.sort_unstable();
        let mut bytes = b"HWL1\x02\0\0\0".to_vec();
        keys.iter().for_each(|k| bytes.extend(k.0.to_le_bytes()));
        bytes.extend(keys.iter().map(|k| k.1 as u8));
        let table = Leanings::parse(&bytes).unwrap();
        let said = Said::new(&view, &[0, 1], &table);
        let mut row = Vec::new();
        said.row(&view, 0, 0, &mut row);
        assert_eq!(row[..5], [-1.9, -1.0, 0.0, -1.0, -1.0]);
        assert_eq!(row[11..16], [2.0, 2.0, 0.5, 0.0, 2.0]);
        assert_eq!((said.near[0][1], said.near[1][0], said.near[0][0]), (2.8, 2.8, 0.0));
    }
}
