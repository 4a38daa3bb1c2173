//! Made articles of a fixed density of copies, and the time they take.

use headwater_collate::{CAP, LEAST, NEIGHBOURS, Postings, Prepared, fingerprints, passages};
use headwater_made::{id, row};
use headwater_page::Article;
use std::time::Instant;

/// The article that article `i` of the row is made from: every fourth is a trimmed copy of one
/// before it.
fn model(i: usize) -> usize {
    if i % 4 == 3 { i - 1 - i % 3 % 2 } else { i }
}

/// Article `i` of the row; a copy lacks its first quarter.
fn article(i: usize, words: usize) -> Article {
    let base = model(i);
    let cut = if base == i { 0 } else { words / 4 };
    Article::plain(&id(i), &row(base, cut..words))
}

/// Writes made articles as JSON Lines, for programs beside this one; a copy says what it is a copy
/// `of`.
pub(crate) fn write(n: usize, words: usize) {
    for i in 0..n {
        let made = article(i, words);
        let of = (model(i) != i).then(|| id(model(i)));
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
