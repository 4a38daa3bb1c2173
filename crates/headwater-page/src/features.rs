//! A row of numbers for each block of a page: what the learned labeller sees.
//!
//! The order of the numbers is fixed together with the shipped weights. Nothing in them is a word
//! of the page; groups of class words, phrases and a table of hashed words are the only vocabulary.

mod said;

use crate::html::{GROUP_COUNT, Groups, Tag};
use crate::leaning::Leanings;
use crate::phrase;
use crate::runs::{RunSet, run_hash, word_hashes};
use crate::shape::Ends;
use crate::title::{heading, likeness};
use crate::view::View;
use said::Said;

/// What elements hold in all, from their blocks.
#[derive(Clone, Copy, Default)]
struct Hold {
    prose: f32,
    words: f32,
    chars: f32,
    linked: f32,
    blocks: f32,
    long: f32,
}

/// Element and container facts of one page.
struct Tree {
    hold: Vec<Hold>,
    best: u32,
    deep60: u32,
    deep85: u32,
    total: Hold,
}

/// Words of running text in a block, 0 for what does not run.
fn prose(view: &View, i: usize) -> f32 {
    view.shapes.get(i).map_or(0.0, |s| {
        let runs =
            s.words >= 12 && (s.closed() || s.stops > 0 || s.ends == Ends::Quote || s.words > 30);
        if runs && view.linked(i) < 0.35 { s.words as f32 } else { 0.0 }
    })
}

/// Measures a page: hands each block that is looked at, in order, with its row to `take`. Blocks
/// that only print others again are left out. Without `table` the rows lack what words speak for.
pub(crate) fn features(view: &View, table: Option<&Leanings>, mut take: impl FnMut(usize, &[f32])) {
    let seq = sequence(view);
    let tree = tree(view, &seq);
    let page = Context::new(view, &seq);
    let said = table.map(|t| Said::new(view, &seq, t));
    let mut row = Vec::with_capacity(200);
    for (k, i) in seq.iter().enumerate() {
        row.clear();
        page.row(view, &tree, &seq, k, &mut row);
        if let Some(said) = &said {
            said.row(view, *i, k, &mut row);
        }
        take(*i, &row);
    }
}

/// All blocks; where a page prints much of itself again, without the further printings.
fn sequence(view: &View) -> Vec<usize> {
    let again = |i: &usize| view.is_again(*i) && view.shapes.get(*i).is_some_and(|s| s.words >= 8);
    let repeated: u64 = (0..view.len())
        .filter(again)
        .map(|i| view.shapes.get(i).map_or(0, |s| u64::from(s.words)))
        .sum();
    let doubled = repeated * 10 > view.words * 3;
    (0..view.len()).filter(|i| !(doubled && again(i))).collect()
}

fn tree(view: &View, seq: &[usize]) -> Tree {
    let nodes = &view.doc.nodes;
    let mut hold = vec![Hold::default(); nodes.len()];
    let mut direct = vec![0.0f32; nodes.len()];
    for &i in seq {
        let (Some(b), Some(s)) = (view.doc.blocks.get(i), view.shapes.get(i)) else {
            continue;
        };
        let prose = prose(view, i);
        if let Some(h) = hold.get_mut(b.node as usize) {
            h.prose += prose;
            h.words += s.words as f32;
            h.chars += b.span.len() as f32;
            h.linked += b.linked as f32;
            h.blocks += 1.0;
            h.long += f32::from(u8::from(prose > 0.0));
        }
        let up = nodes.get(b.node as usize).map_or(0, |n| n.parent);
        let up2 = nodes.get(up as usize).map_or(0, |n| n.parent);
        for (node, share) in [(b.node, 0.2), (up, 1.0), (up2, 0.5)] {
            if let Some(d) = direct.get_mut(node as usize) {
                *d += prose * share;
            }
        }
    }
    // Children come after their parents, so one pass from the end adds all up.
    for i in (1..nodes.len()).rev() {
        let own = hold.get(i).copied().unwrap_or_default();
        let parent = nodes.get(i).map_or(0, |n| n.parent as usize);
        if let Some(h) = hold.get_mut(parent) {
            h.prose += own.prose;
            h.words += own.words;
            h.chars += own.chars;
            h.linked += own.linked;
            h.blocks += own.blocks;
            h.long += own.long;
        }
    }
    let total = hold.first().copied().unwrap_or_default();
    let deepest = |share: f32| {
        let mut best = (0u16, 0u32);
        for (i, n) in nodes.iter().enumerate() {
            if n.depth > best.0
                && hold.get(i).is_some_and(|h| h.prose > share * total.prose && h.prose > 0.0)
            {
                best = (n.depth, i as u32);
            }
        }
        best.1
    };
    let mut best = (0.0, 0u32);
    for (i, d) in direct.iter().enumerate() {
        if *d > best.0 {
            best = (*d, i as u32);
        }
    }
    Tree { deep60: deepest(0.6), deep85: deepest(0.85), best: best.1, total, hold }
}

/// Page-wide tables.
struct Context {
    /// How often each line of the sequence stands in it.
    copies: Vec<f32>,
    /// Running text and number of lines under each line's path.
    paths: Vec<(f32, f32)>,
    prose: Vec<f32>,
    prose_before: Vec<f32>,
    before: Vec<f32>,
    /// Title's place in the sequence, −1 if unknown.
    title: f32,
    run: (usize, usize),
    since: [Vec<f32>; 4],
    until: [Vec<f32>; 4],
    signed: Vec<[f32; 3]>,
    described: Vec<u32>,
    stated: Option<RunSet>,
    gaps: f32,
    words: f32,
    all_prose: f32,
    sticky: Vec<f32>,
}

/// Phrases whose distance counts.
const SEAMS: [phrase::Phrases; 4] = [phrase::OTHERS, phrase::COMMENT, phrase::SHARE, phrase::FORM];

/// How far behind a short line with such phrases each line of the sequence stands, in lines; `back`:
/// how far before one.
fn far(view: &View, seq: &[usize], phrases: phrase::Phrases, back: bool) -> Vec<f32> {
    const FAR: f32 = 60.0;
    let says =
        |i: &usize| view.shapes.get(*i).is_some_and(|s| s.phrases & phrases != 0 && s.words < 9);
    let mut out = vec![FAR; seq.len()];
    let mut far = FAR;
    let mut step = |(i, slot): (&usize, &mut f32)| {
        far = if says(i) { 0.0 } else { (far + 1.0).min(FAR) };
        *slot = far;
    };
    let lines = seq.iter().zip(&mut out);
    if back {
        lines.rev().for_each(&mut step)
    } else {
        lines.for_each(&mut step)
    }
    out
}

impl Context {
    fn new(view: &View, seq: &[usize]) -> Context {
        let prose: Vec<f32> = seq.iter().map(|i| prose(view, *i)).collect();
        let mut prose_before = Vec::with_capacity(seq.len());
        let mut sum = 0.0;
        for p in &prose {
            prose_before.push(sum);
            sum += p;
        }
        let mut before = Vec::with_capacity(seq.len());
        let mut words = 0.0;
        for &i in seq {
            let Some(s) = view.shapes.get(i) else {
                continue;
            };
            before.push(words);
            words += s.words as f32;
        }
        let mut scores = Vec::with_capacity(seq.len());
        for &i in seq {
            scores.push(crate::body::score(view, i));
        }
        let described =
            view.doc.metas.iter().find(|m| m.0 == "og:description" || m.0 == "description");
        let gaps = seq.iter().filter(|i| view.doc.blocks.get(**i).is_some_and(|b| b.gap)).count();
        Context {
            run: crate::body::best_run(&scores),
            title: title_at(view, seq),
            since: SEAMS.map(|p| far(view, seq, p, false)),
            until: SEAMS.map(|p| far(view, seq, p, true)),
            signed: signed(view, seq),
            described: described.map_or(Vec::new(), |m| distinct(&m.1)),
            stated: stated(view),
            gaps: gaps as f32 / seq.len().max(1) as f32,
            all_prose: prose.iter().sum(),
            sticky: decayed(&prose),
            copies: grouped(seq, &prose, |i| view.shapes.get(i).map_or(0, |s| s.fold))
                .into_iter()
                .map(|g| g.1)
                .collect(),
            paths: grouped(seq, &prose, |i| path(view, i)),
            prose,
            prose_before,
            before,
            words,
        }
    }

    fn row(&self, view: &View, tree: &Tree, seq: &[usize], k: usize, r: &mut Vec<f32>) {
        let i = seq.get(k).copied().unwrap_or(0);
        self.own(view, i, k, r);
        self.place(view, seq, k, r);
        self.around(view, seq, k, r);
        if view.flat {
            return;
        }
        self.element(view, i, r);
        self.container(view, tree, i, k, r);
    }

    /// The line by itself.
    fn own(&self, view: &View, i: usize, k: usize, r: &mut Vec<f32>) {
        let s = view.shapes.get(i).copied().unwrap_or_default();
        let b = |x: bool| f32::from(u8::from(x));
        let words = s.words.max(1) as f32;
        let letters = s.letters.max(1) as f32;
        let block = view.doc.blocks.get(i);
        let length = view.span(i).len().max(1) as f32;
        r.extend([
            s.words as f32,
            s.letters as f32,
            view.linked(i),
            block.map_or(0.0, |b| f32::from(b.links)),
            block.map_or(0.0, |b| b.bold as f32 / length),
            s.digits as f32 / length,
            s.upper as f32 / letters,
            s.capital_words as f32 / words,
            s.marks as f32 / words,
            s.commas as f32 / words,
            s.quotes as f32,
            s.stops as f32,
            b(s.closed()),
            s.ends as u8 as f32,
            b(s.starts_upper),
            b(s.starts_bullet),
            b(s.starts_digit),
            s.bars as f32 / words,
            s.wide as f32 / letters,
            letters / words,
            b(block.is_some_and(|b| b.gap)),
            b(block.is_some_and(|b| b.broken)),
            block.map_or(0.0, |b| f32::from(b.images)),
            view.again.get(i).copied().unwrap_or(0.0),
            self.copies.get(k).copied().unwrap_or(0.0),
            s.digits as f32,
        ]);
        r.extend((0..phrase::COUNT).map(|p| b(s.phrases & (1 << p) != 0)));
        r.push(self.like_description(view, i));
        r.push(self.share_stated(view.hashed.line(i)));
    }

    /// Likeness of the line's beginning to what the page gives as its description.
    fn like_description(&self, view: &View, i: usize) -> f32 {
        if self.described.is_empty() {
            return 0.0;
        }
        let own = distinct(view.line(i));
        let common = own.iter().filter(|h| self.described.binary_search(h).is_ok()).count();
        2.0 * common as f32 / (own.len() + self.described.len()).max(1) as f32
    }

    /// Share of five-word runs that the page's own data give as article text; −1 without such.
    fn share_stated(&self, hashes: &[u32]) -> f32 {
        let Some(stated) = &self.stated else {
            return -1.0;
        };
        let n = 3.min(hashes.len());
        if n == 0 {
            return 0.0;
        }
        let known = hashes.windows(n).filter(|w| stated.has(run_hash(w))).count();
        known as f32 / (hashes.len() - n + 1) as f32
    }

    /// Where the line stands in the page.
    fn place(&self, view: &View, seq: &[usize], k: usize, r: &mut Vec<f32>) {
        let n = seq.len().max(1) as f32;
        let at = k as f32;
        let before = self.before.get(k).copied().unwrap_or(0.0);
        let (from, to) = (self.run.0 as f32, self.run.1 as f32);
        let inside = at >= from && at < to;
        r.extend([
            at,
            at / n,
            before / self.words.max(1.0),
            n - at,
            n,
            self.words,
            self.all_prose,
            self.all_prose / self.words.max(1.0),
            self.gaps,
            f32::from(u8::from(inside)),
            at - from,
            to - at,
            if self.title < 0.0 { -99.0 } else { at - self.title },
            view.doc.linked_data.len() as f32,
        ]);
        for list in self.since.iter().chain(&self.until) {
            r.push(list.get(k).copied().unwrap_or(60.0));
        }
        r.extend(self.signed.get(k).copied().unwrap_or_default());
    }

    /// The lines before and after.
    fn around(&self, view: &View, seq: &[usize], k: usize, r: &mut Vec<f32>) {
        let own = seq.get(k).map_or(0, |i| path(view, *i));
        for step in [-3isize, -2, -1, 1, 2, 3] {
            let other = k.checked_add_signed(step).and_then(|j| seq.get(j)).copied();
            let shape = other.and_then(|j| view.shapes.get(j));
            r.push(shape.map_or(-1.0, |s| s.words as f32));
            r.push(shape.map_or(-1.0, |s| f32::from(u8::from(s.closed()))));
            r.push(other.map_or(-1.0, |j| view.linked(j)));
            r.push(shape.map_or(0.0, |s| {
                f32::from(
                    s.phrases.min(1)
                        + u16::from(
                            s.phrases & (phrase::OTHERS | phrase::COMMENT | phrase::FORM) != 0,
                        ),
                )
            }));
            if !view.flat {
                r.push(other.map_or(-1.0, |j| f32::from(u8::from(path(view, j) == own))));
                r.push(other.map_or(0.0, |j| f32::from(heading(view, node(view, j)))));
            }
        }
        for reach in [2usize, 5, 12] {
            let sum = |range: std::ops::Range<usize>| {
                self.prose.get(range).map_or(0.0, |p| p.iter().sum::<f32>())
            };
            r.push(sum(k.saturating_sub(reach)..k));
            r.push(sum((k + 1).min(self.prose.len())..(k + 1 + reach).min(self.prose.len())));
        }
        r.push(self.sticky.get(k).copied().unwrap_or(0.0));
        // Prose before and after in all.
        let head = self.prose_before.get(k).copied().unwrap_or(0.0);
        r.push(head / self.all_prose.max(1.0));
    }

    /// The element and those it stands in.
    fn element(&self, view: &View, i: usize, r: &mut Vec<f32>) {
        const ANCESTORS: [Tag; 16] = [
            Tag::P,
            Tag::Li,
            Tag::Table,
            Tag::Form,
            Tag::Nav,
            Tag::Aside,
            Tag::Footer,
            Tag::Header,
            Tag::Article,
            Tag::Main,
            Tag::Section,
            Tag::Figure,
            Tag::Blockquote,
            Tag::Button,
            Tag::Pre,
            Tag::Figcaption,
        ];
        let start = node(view, i);
        let own = view.doc.nodes.get(start as usize).copied();
        let b = |x: bool| f32::from(u8::from(x));
        r.push(own.map_or(0.0, |n| f32::from(n.depth)));
        r.push(b(own.is_some_and(|n| n.hidden)));
        r.push(f32::from(heading(view, start)));
        r.push(own.map_or(99.0, |n| n.tag as u8 as f32));
        let mut far = [30.0f32; 16];
        let mut groups = [30.0f32; GROUP_COUNT];
        let inline: Groups = view.doc.blocks.get(i).map_or(0, |b| b.named);
        for (g, place) in groups.iter_mut().enumerate() {
            if inline & (1 << g) != 0 {
                *place = -1.0;
            }
        }
        let mut at = start;
        for step in 0..25u8 {
            let Some(n) = view.doc.nodes.get(at as usize).filter(|_| at != 0) else {
                break;
            };
            if let Some(f) = ANCESTORS.iter().position(|t| *t == n.tag).and_then(|p| far.get_mut(p))
            {
                *f = f.min(f32::from(step));
            }
            let mut left = n.groups;
            while left != 0 {
                let g = left.trailing_zeros() as usize;
                left &= left - 1;
                if let Some(place) = groups.get_mut(g) {
                    *place = place.min(f32::from(step));
                }
            }
            at = n.parent;
        }
        r.extend(far);
        r.extend(groups);
    }

    /// The containers that hold the line, and how far the main ones are.
    fn container(&self, view: &View, tree: &Tree, i: usize, k: usize, r: &mut Vec<f32>) {
        let start = node(view, i);
        let (share, count) = self.paths.get(k).copied().unwrap_or_default();
        r.push(share / self.all_prose.max(1.0));
        r.push(count);
        for target in [tree.best, tree.deep60, tree.deep85] {
            let (up, down) = distance(view, start, target);
            r.push(up);
            r.push(down);
        }
        let mut at = start;
        for _ in 0..5 {
            let h = tree.hold.get(at as usize).copied().unwrap_or_default();
            r.push(h.words / tree.total.words.max(1.0));
            r.push(h.prose / tree.total.prose.max(1.0));
            r.push(h.linked / h.chars.max(1.0));
            r.push(h.blocks);
            r.push(h.prose / h.words.max(1.0));
            at = view.doc.nodes.get(at as usize).map_or(0, |n| n.parent);
        }
        let best = tree.hold.get(tree.best as usize).copied().unwrap_or_default();
        r.push(best.prose / tree.total.prose.max(1.0));
        r.push(
            tree.hold
                .get(tree.deep85 as usize)
                .map_or(0.0, |h| h.words / tree.total.words.max(1.0)),
        );
        r.push(tree.total.linked / tree.total.chars.max(1.0));
    }
}

/// The words of the first 400 characters, hashed, sorted, each once.
fn distinct(line: &str) -> Vec<u32> {
    let end = line.char_indices().nth(400).map_or(line.len(), |c| c.0);
    let mut hashes = Vec::new();
    word_hashes(line.get(..end).unwrap_or(line), &mut hashes);
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn node(view: &View, i: usize) -> u32 {
    view.doc.blocks.get(i).map_or(0, |b| b.node)
}

fn path(view: &View, i: usize) -> u64 {
    view.doc.nodes.get(node(view, i) as usize).map_or(0, |n| n.path)
}

/// Steps up from `from` to an element that holds both, and down from there to `to`.
fn distance(view: &View, from: u32, to: u32) -> (f32, f32) {
    let depth = |n: u32| view.doc.nodes.get(n as usize).map_or(0, |x| x.depth);
    let parent = |n: u32| view.doc.nodes.get(n as usize).map_or(0, |x| x.parent);
    let (mut a, mut b, mut up, mut down) = (from, to, 0.0f32, 0.0f32);
    while a != b && (a != 0 || b != 0) && up + down < 700.0 {
        if depth(a) >= depth(b) {
            a = parent(a);
            up += 1.0;
        } else {
            b = parent(b);
            down += 1.0;
        }
    }
    (up.min(40.0), down.min(40.0))
}

/// Nearby prose, fading with distance in lines.
fn decayed(prose: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0f32; prose.len()];
    let mut carry = 0.0;
    for (o, p) in out.iter_mut().zip(prose) {
        *o += carry;
        carry = (carry + p.min(120.0)) * 0.7;
    }
    carry = 0.0;
    for (o, p) in out.iter_mut().zip(prose).rev() {
        *o += carry;
        carry = (carry + p.min(120.0)) * 0.7;
    }
    out
}

/// How many lines, at most this many looked at, stand between a line and the byline or date line
/// after it and before it, and between it and the running text after it. A standfirst has the
/// byline after it.
const SIGNED: usize = 5;

fn signed(view: &View, seq: &[usize]) -> Vec<[f32; 3]> {
    let kinds: Vec<(bool, bool)> = seq
        .iter()
        .map(|i| {
            let s = view.shapes.get(*i).copied().unwrap_or_default();
            let dated = s.words < 14 && (3..=16).contains(&s.digits);
            let by = s.words < 12 && s.phrases & (phrase::BY | phrase::DATED) != 0;
            ((dated || by) && !(s.closed() && s.stops > 0), prose(view, *i) >= 25.0)
        })
        .collect();
    let far = |found: Option<usize>| found.map_or(SIGNED as f32 + 1.0, |n| n as f32);
    let line = |k: usize| {
        let after = kinds.get(k + 1..).unwrap_or(&[]).iter().take(SIGNED);
        let before = kinds.get(..k).unwrap_or(&[]).iter().rev().take(SIGNED);
        let text = after.clone().position(|l| l.1);
        let signed = after.clone().position(|l| l.0).filter(|s| text.is_none_or(|t| *s < t));
        [far(signed), far(before.clone().position(|l| l.0)), far(text)]
    };
    (0..seq.len()).map(line).collect()
}

/// Place of the headline in the sequence: the heading most like what the page calls itself.
fn title_at(view: &View, seq: &[usize]) -> f32 {
    let og = view.doc.metas.iter().find(|m| m.0 == "og:title").map(|m| m.1.as_str());
    let names: Vec<&str> = og.into_iter().chain(view.doc.title.as_deref()).collect();
    let mut best: (f64, f32) = (0.35, -1.0);
    for (k, &i) in seq.iter().enumerate() {
        let level = heading(view, node(view, i));
        if view.flat || !(1..=2).contains(&level) {
            continue;
        }
        let line = view.line(i);
        let like = names.iter().map(|n| likeness(n, line)).fold(0.0, f64::max)
            - if level == 1 { 0.0 } else { 0.2 };
        if like > best.0 {
            best = (like, k as f32);
        }
    }
    best.1
}

/// Runs of up to three words of the article texts that the page's data give; `None` without.
fn stated(view: &View) -> Option<RunSet> {
    let mut hashes = Vec::new();
    for body in view.stated.iter().take(3).filter(|b| b.len() > 200) {
        word_hashes(body, &mut hashes);
    }
    if hashes.is_empty() {
        return None;
    }
    let mut out = RunSet::with_room(hashes.len() * 3);
    for n in 1..=3 {
        hashes.windows(n).for_each(|w| out.add(run_hash(w)));
    }
    Some(out)
}

/// For each line of the sequence the running text and the number of those lines whose key is
/// the same.
fn grouped(seq: &[usize], prose: &[f32], key: impl Fn(usize) -> u64) -> Vec<(f32, f32)> {
    let mut order: Vec<(u64, usize)> = seq.iter().map(|i| key(*i)).zip(0..).collect();
    order.sort_unstable();
    let mut out = vec![(0.0, 0.0); seq.len()];
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let sum = group.iter().filter_map(|g| prose.get(g.1)).sum();
        for (_, k) in group {
            if let Some(o) = out.get_mut(*k) {
                *o = (sum, group.len() as f32);
            }
        }
    }
    out
}
