//! Made articles of a fixed density of copies, and the time they take.

use headwater_collate::{CAP, LEAST, NEIGHBOURS, Postings, Prepared, fingerprints, passages};
use headwater_page::Article;
use std::time::Instant;

/// A small generator of numbers, so that no run differs from another.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// A word: few are frequent, most are rare.
    fn word(&mut self) -> String {
        let cube = (self.next(1000) * self.next(1000)) / 1000 * self.next(1000) / 1000 * 40;
        let mut n = cube + self.next(40);
        let mut out = String::new();
        for _ in 0..3 {
            out.push(b"bdfgklmnprstvz"[(n % 14) as usize].into());
            out.push(b"aeiou"[(n / 14 % 5) as usize].into());
            n /= 70;
        }
        out
    }
}

/// The article that article `i` of the row is made from: every fourth is a trimmed copy of one
/// before it.
fn model(i: usize) -> usize {
    if i % 4 == 3 { i - 1 - i % 3 % 2 } else { i }
}

/// The name of article `i`.
fn name(i: usize) -> String {
    format!("{i:07}")
}

/// Article `i` of the row; a copy lacks its first quarter.
fn article(i: usize, words: usize) -> Article {
    let base = model(i);
    let cut = if base == i { 0 } else { words / 4 };
    let mut dice = Dice(base as u64 * 7919 + 17);
    dice.next(7);
    let mut text = String::with_capacity(words * 7);
    for k in 0..words {
        let word = dice.word();
        if k >= cut {
            text.push_str(&word);
            text.push_str(if k % 17 == 16 { ". " } else { " " });
        }
    }
    Article::plain(&name(i), &text)
}

/// Writes made articles as JSON Lines, for programs beside this one; a copy says what it is a copy
/// `of`.
pub(crate) fn write(n: usize, words: usize) {
    for i in 0..n {
        let made = article(i, words);
        let of = (model(i) != i).then(|| name(model(i)));
        println!("{}", serde_json::json!({"id": made.id, "text": made.text, "of": of}));
    }
}

/// Prints how long the steps take for `n` articles on two cores.
pub(crate) fn speed(n: usize, words: usize) -> Result<(), super::Trouble> {
    let all: Vec<Article> = (0..n).map(|i| article(i, words)).collect();
    let start = Instant::now();
    let (head, tail) = all.split_at(n / 2);
    let prints = |part: &[Article]| part.iter().map(fingerprints).collect::<Vec<_>>();
    let (mut rows, more) = std::thread::scope(|s| {
        let other = s.spawn(|| prints(tail));
        (prints(head), other.join().unwrap_or_default())
    });
    rows.extend(more);
    println!("fingerprints {:.2} s", start.elapsed().as_secs_f64());
    let mut index = Postings::new(CAP, NEIGHBOURS);
    index.add(&(0..).zip(&rows).map(|(k, row)| (k, row.as_slice())).collect::<Vec<_>>());
    println!("index {:.2} s", start.elapsed().as_secs_f64());
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (k, row) in (0..).zip(&rows) {
        let later = index.partners(k, row, LEAST).into_iter().filter(|p| p.page > k);
        found.extend(later.map(|p| (k as usize, p.page as usize)));
    }
    println!("candidates {:.2} s, {} pairs", start.elapsed().as_secs_f64(), found.len());
    let count = |part: &[(usize, usize)]| -> usize {
        let one = |p: &(usize, usize)| {
            let (a, b) = (&all[p.0], &all[p.1]);
            let (x, y) = (Prepared::new(a), Prepared::new(b));
            passages((p.0, &a.text, &x), (p.1, &b.text, &y)).len()
        };
        part.iter().map(one).sum()
    };
    let (left, right) = found.split_at(found.len() / 2);
    let sum = std::thread::scope(|s| {
        let other = s.spawn(|| count(right));
        count(left) + other.join().unwrap_or(0)
    });
    println!("passages {:.2} s, {sum} passages", start.elapsed().as_secs_f64());
    Ok(())
}
