//! A wording made ready for many comparisons, and the likeness of two.

use super::vectors::{DIMS, Vector, cosine, vector};
use crate::words::hash_word;
use headwater_text::{Span, TokenKind, fold, rarity_folded, tokens};

/// A word of a sketch.
#[derive(Clone, Debug)]
struct Entry {
    hash: u64,
    /// Rarity, a little more than nothing for the most frequent.
    weight: f32,
    vector: Vector,
    /// The vector brought to length one.
    unit: Vector,
}

/// A wording ready for comparison: its words, sorted, with rarity and vectors.
#[derive(Clone, Debug)]
pub struct Sketch {
    entries: Vec<Entry>,
    /// Sum of the words' vectors.
    whole: Vector,
}

impl Default for Sketch {
    fn default() -> Sketch {
        Sketch { entries: Vec::new(), whole: [0.0; DIMS] }
    }
}

impl Sketch {
    /// Makes a wording ready. Long ones are read up to 200 words.
    pub fn new(text: &str) -> Sketch {
        Sketch::within(text, Span::new(0, text.len()))
    }

    /// The same of a part of a text.
    pub fn within(text: &str, span: Span) -> Sketch {
        let part = span.of(text);
        let mut entries = Vec::new();
        for token in tokens(part).into_iter().filter(|t| t.kind != TokenKind::Mark).take(200) {
            let folded = fold(token.span.of(part));
            let folded = folded.strip_suffix("'s").or(folded.strip_suffix("’s")).unwrap_or(&folded);
            for word in folded.split(['-', '\'', '’']).filter(|w| !w.is_empty()) {
                let vector = vector(word);
                let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
                let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
                let weight = (rarity_folded(word) as f32 - 3.0).clamp(0.0, 16.0) + 0.5;
                entries.push(Entry {
                    hash: hash_word(word),
                    weight,
                    vector,
                    unit: vector.map(|x| x * scale),
                });
            }
        }
        entries.sort_by_key(|e| e.hash);
        let whole = sum(&entries.iter().collect::<Vec<_>>());
        Sketch { entries, whole }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether two wordings may be worth a closer look: their sense is not far apart.
    pub(crate) fn kindred(&self, other: &Sketch) -> bool {
        cosine(&self.whole, &other.whole) > 0.3
    }

    /// Likeness, 0 to 1: words both have, words that stand for one another, and whether what only
    /// one has means what only the other has.
    pub fn likeness(&self, other: &Sketch) -> f64 {
        let Some(p) = self.parts(other) else { return 0.0 };
        (0.32 * p.words + 0.12 * p.cover + 0.28 * p.sense + 0.28 * p.each).clamp(0.0, 1.0)
    }

    /// How strongly one wording points to the other among others of the same event, 0 to 1: rare
    /// words weigh more than in [`Sketch::likeness`].
    pub fn pointing(&self, other: &Sketch) -> f64 {
        let Some(p) = self.parts(other) else { return 0.0 };
        (0.2 * p.words + 0.2 * p.rare + 0.4 * p.cover + 0.2 * p.each).clamp(0.0, 1.0)
    }

    fn parts(&self, other: &Sketch) -> Option<Parts> {
        if self.is_empty() || other.is_empty() {
            return None;
        }
        let weight =
            |rows: &mut dyn Iterator<Item = &Entry>| rows.map(|e| f64::from(e.weight)).sum::<f64>();
        let (x, y) = alone(&self.entries, &other.entries);
        let shared = self.len() - x.len();
        let (all_x, all_y) = (weight(&mut self.entries.iter()), weight(&mut other.entries.iter()));
        let (lone_x, lone_y) = (weight(&mut x.iter().copied()), weight(&mut y.iter().copied()));
        let (p, q) = soft(&x, &y);
        let covered =
            |lone: f64, found: f64, whole: f64| (whole - lone + found * lone) / whole.max(1e-9);
        let (sense, each) = match (x.is_empty(), y.is_empty()) {
            (true, true) => (1.0, 1.0),
            (false, false) => (f64::from(cosine(&sum(&x), &sum(&y))), (p + q) / 2.0),
            _ => (0.3, 0.3),
        };
        Some(Parts {
            words: shared as f64 / (self.len() + other.len() - shared) as f64,
            rare: (all_x - lone_x + all_y - lone_y) / (all_x + all_y).max(1e-9),
            cover: covered(lone_x, p, all_x).min(covered(lone_y, q, all_y)),
            sense,
            each,
        })
    }
}

/// What likeness is made of; the weights are rounded by hand, see `weights/README.md`.
struct Parts {
    /// Words both have over words either has.
    words: f64,
    /// The same by rarity.
    rare: f64,
    /// Of the side that is matched worse: words found, or the best that stands for them.
    cover: f64,
    /// Whether what only one has means, as a whole, what only the other has.
    sense: f64,
    /// The same word by word.
    each: f64,
}

/// The words that only one side has, each as often as it has it more.
fn alone<'e>(a: &'e [Entry], b: &'e [Entry]) -> (Vec<&'e Entry>, Vec<&'e Entry>) {
    let (mut i, mut j) = (0, 0);
    let (mut x, mut y) = (Vec::new(), Vec::new());
    loop {
        match (a.get(i), b.get(j)) {
            (Some(p), Some(q)) if p.hash == q.hash => (i, j) = (i + 1, j + 1),
            (Some(p), Some(q)) if p.hash > q.hash => {
                y.push(q);
                j += 1;
            }
            (Some(p), _) => {
                x.push(p);
                i += 1;
            }
            (None, Some(q)) => {
                y.push(q);
                j += 1;
            }
            (None, None) => return (x, y),
        }
    }
}

/// How well the words of one side are matched by the best of the other, both ways, by rarity.
fn soft(x: &[&Entry], y: &[&Entry]) -> (f64, f64) {
    let mut best_y = vec![0.0_f32; y.len()];
    let (mut sum_x, mut all_x) = (0.0, 0.0);
    for p in x {
        let mut best = 0.0_f32;
        for (q, top) in y.iter().zip(&mut best_y) {
            let like = p.unit.iter().zip(&q.unit).map(|(s, t)| s * t).sum::<f32>();
            best = best.max(like);
            *top = top.max(like);
        }
        sum_x += f64::from(p.weight * best);
        all_x += f64::from(p.weight);
    }
    let sum_y: f64 = y.iter().zip(&best_y).map(|(q, b)| f64::from(q.weight * b)).sum();
    let all_y: f64 = y.iter().map(|q| f64::from(q.weight)).sum();
    let share = |sum: f64, all: f64| if all > 0.0 { sum / all } else { 1.0 };
    (share(sum_x, all_x), share(sum_y, all_y))
}

fn sum(entries: &[&Entry]) -> Vector {
    let mut out = [0.0; DIMS];
    for entry in entries {
        for (s, x) in out.iter_mut().zip(&entry.vector) {
            *s += x;
        }
    }
    out
}
