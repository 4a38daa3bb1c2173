//! A wording made ready for many comparisons, and the likeness of two.

use super::lexis::{Entry, FULL, Lexis, Named, Sense, nearness, spelt, whole};
use super::vectors::DIMS;
use headwater_text::Span;
use std::cmp::Ordering;

/// A wording ready for comparison: the numbers of its words, sorted, and its sense as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    words: Vec<u32>,
    /// Weight of all its words.
    weight: f64,
    sense: Sense,
}

/// Wordings with the words they are made of.
#[derive(Clone, Debug)]
pub(crate) struct Sketches {
    lexis: Lexis,
    rows: Vec<Sketch>,
}

impl Sketches {
    /// Makes wordings ready. Long ones are read up to 200 words.
    pub(crate) fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Sketches {
        let spelt = |t: &str| spelt(t, Span::new(0, t.len()));
        let rows: Vec<Vec<Named>> = texts.into_iter().map(spelt).collect();
        let lexis = Lexis::of(&rows);
        let hashes = |row: &[Named]| row.iter().map(|w| w.0).collect::<Vec<_>>();
        let rows = rows.iter().map(|row| Sketch::new(&lexis, &hashes(row))).collect();
        Sketches { lexis, rows }
    }

    /// Likeness of two of the wordings.
    pub(crate) fn likeness(&self, i: usize, j: usize) -> f64 {
        match (self.rows.get(i), self.rows.get(j)) {
            (Some(x), Some(y)) => x.likeness(y, &self.lexis),
            _ => 0.0,
        }
    }
}

impl Sketch {
    /// The sketch of a wording whose words are given by their hashes.
    pub(crate) fn new(lexis: &Lexis, hashes: &[u64]) -> Sketch {
        let mut words: Vec<u32> = hashes.iter().filter_map(|h| lexis.number(*h)).collect();
        words.sort_unstable();
        let known = || words.iter().filter_map(|w| lexis.get(*w));
        let weight = known().map(|e| f64::from(e.weight)).sum();
        let (sense, _) = whole(&sum(known()));
        Sketch { words, weight, sense }
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Its words that weigh at least so much, each once, with their weights.
    pub(crate) fn telling<'s>(
        &'s self,
        lexis: &'s Lexis,
        least: f32,
    ) -> impl Iterator<Item = (u32, f32)> + 's {
        let once = self.words.chunk_by(|a, b| a == b).filter_map(|run| run.first());
        once.filter_map(|w| Some((*w, lexis.get(*w)?.weight))).filter(move |w| w.1 >= least)
    }

    /// Weight of all its words.
    pub(crate) fn weight(&self) -> f64 {
        self.weight
    }

    /// How near two wordings are in sense as wholes, at most 1.
    pub(crate) fn nearness(&self, other: &Sketch) -> f64 {
        f64::from(nearness(&self.sense, &other.sense)) / FULL
    }

    /// Likeness, 0 to 1: words both have, words that stand for one another, and whether what only
    /// one has means what only the other has.
    pub(crate) fn likeness(&self, other: &Sketch, lexis: &Lexis) -> f64 {
        let mut lone = Lone::default();
        let Some(p) = self.parts(other, lexis, &mut lone) else { return 0.0 };
        let sense = lone.sense(lexis);
        (0.32 * p.words + 0.12 * p.cover + 0.28 * sense + 0.28 * p.each).clamp(0.0, 1.0)
    }

    /// What the likeness of two wordings is made of; nothing where one has no words. `lone` is
    /// room to work in, and holds in the end the words that only one has.
    pub(crate) fn parts(&self, other: &Sketch, lexis: &Lexis, lone: &mut Lone) -> Option<Parts> {
        if self.words.is_empty() || other.words.is_empty() {
            return None;
        }
        lone.part(&self.words, &other.words);
        let shared = self.len() - lone.x.len();
        let weight = |words: &[u32]| {
            words.iter().filter_map(|w| lexis.get(*w)).map(|e| f64::from(e.weight)).sum::<f64>()
        };
        let (lone_x, lone_y) = (weight(&lone.x), weight(&lone.y));
        let (p, q) = lone.soft(lexis, lone_x, lone_y);
        let covered =
            |lone: f64, found: f64, whole: f64| (whole - lone + found * lone) / whole.max(1e-9);
        let each = match (lone.x.is_empty(), lone.y.is_empty()) {
            (true, true) => 1.0,
            (false, false) => (p + q) / 2.0,
            _ => ONE_SIDED,
        };
        let all = self.weight + other.weight;
        Some(Parts {
            words: shared as f64 / (self.len() + other.len() - shared) as f64,
            rare: (all - lone_x - lone_y) / all.max(1e-9),
            cover: covered(lone_x, p, self.weight).min(covered(lone_y, q, other.weight)),
            each,
        })
    }
}

/// How like the rest of two wordings is where only one has a rest.
const ONE_SIDED: f64 = 0.3;

/// What likeness is made of; the weights are rounded by hand, see `weights/README.md`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parts {
    /// Words both have over words either has.
    pub words: f64,
    /// The same by rarity.
    pub rare: f64,
    /// Of the side that is matched worse: words found, or the best that stands for them.
    pub cover: f64,
    /// Whether what only one has means, word by word, what only the other has.
    pub each: f64,
}

impl Parts {
    /// How strongly one wording points to the other among others of the same event, 0 to 1: rare
    /// words weigh more than in [`Sketch::likeness`].
    pub(crate) fn pointing(&self) -> f64 {
        (0.2 * self.words + 0.2 * self.rare + 0.4 * self.cover + 0.2 * self.each).clamp(0.0, 1.0)
    }
}

/// The words that only one of two wordings has, each as often as it has it more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lone {
    x: Vec<u32>,
    y: Vec<u32>,
    best: Vec<i32>,
}

impl Lone {
    /// Parts two sorted rows.
    fn part(&mut self, a: &[u32], b: &[u32]) {
        self.x.clear();
        self.y.clear();
        let (mut i, mut j) = (0, 0);
        while let (Some(p), Some(q)) = (a.get(i), b.get(j)) {
            match p.cmp(q) {
                Ordering::Equal => (i, j) = (i + 1, j + 1),
                Ordering::Less => {
                    self.x.push(*p);
                    i += 1;
                }
                Ordering::Greater => {
                    self.y.push(*q);
                    j += 1;
                }
            }
        }
        self.x.extend(a.iter().skip(i));
        self.y.extend(b.iter().skip(j));
    }

    /// How well the words of one side are matched by the best of the other, both ways, by rarity;
    /// with the weight of each side.
    fn soft(&mut self, lexis: &Lexis, all_x: f64, all_y: f64) -> (f64, f64) {
        self.best.clear();
        self.best.resize(self.y.len(), 0);
        let (mut sum_x, mut sum_y) = (0.0, 0.0);
        for p in self.x.iter().filter_map(|w| lexis.get(*w)) {
            let best = nearest(&p.sense, &self.y, lexis, &mut self.best);
            sum_x += f64::from(p.weight) * f64::from(best);
        }
        for (w, best) in self.y.iter().zip(&self.best) {
            sum_y += lexis.get(*w).map_or(0.0, |q| f64::from(q.weight)) * f64::from(*best);
        }
        let share = |sum: f64, all: f64| if all > 0.0 { sum / (all * FULL) } else { 1.0 };
        (share(sum_x, all_x), share(sum_y, all_y))
    }

    /// Whether what only one has means, as a whole, what only the other has.
    fn sense(&self, lexis: &Lexis) -> f64 {
        let whole = |row: &[u32]| whole(&sum(row.iter().filter_map(|w| lexis.get(*w)))).0;
        match (self.x.is_empty(), self.y.is_empty()) {
            (true, true) => 1.0,
            (false, false) => f64::from(nearness(&whole(&self.x), &whole(&self.y))) / FULL,
            _ => ONE_SIDED,
        }
    }
}

/// How near the nearest of some words is to one in sense, at least 0; each keeps in `tops` how near
/// it was to the nearest so far. Whole numbers: the same on every machine.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl+avx512bw", "x86_64+avx2"))]
fn nearest(sense: &Sense, words: &[u32], lexis: &Lexis, tops: &mut [i32]) -> i32 {
    let mut best = 0_i32;
    for (w, top) in words.iter().zip(tops) {
        let near = lexis.get(*w).map_or(0, |q| nearness(sense, &q.sense));
        best = best.max(near);
        *top = near.max(*top);
    }
    best
}

fn sum<'e>(entries: impl Iterator<Item = &'e Entry>) -> [f32; DIMS] {
    let mut out = [0.0; DIMS];
    for entry in entries {
        for (s, x) in out.iter_mut().zip(&entry.sense) {
            *s += f32::from(*x) * entry.length;
        }
    }
    out
}
