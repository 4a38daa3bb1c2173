//! Bytes of any kind in, a panic if what was read breaks a promise of the record.

use headwater_page::{Article, Hint, Item, pages, read};
use headwater_text::Span;

/// Reads `bytes` as one page, HTML or flattened.
pub fn one(bytes: &[u8], html: bool) {
    check(&read(bytes, &Hint { id: "x".into(), html: Some(html), ..Hint::default() }));
}

/// Reads `bytes` as a carrier called `name` and every page in it.
pub fn carried(name: &str, bytes: &[u8]) {
    // A thousand steps are more than any input of this size should need.
    for (n, item) in pages(name, bytes).enumerate() {
        assert!(n < bytes.len() + 2, "more items than bytes");
        match item {
            Ok(Item::Page(page)) => check(&read(&page.bytes, &page.hint)),
            Ok(Item::Article(article)) => check(&article),
            Err(problem) => assert!(!problem.to_string().is_empty()),
        }
    }
}

fn check(a: &Article) {
    let inside = |s: &Span| assert!(a.text.get(s.start..s.end).is_some(), "a place outside the text");
    a.body.iter().chain(&a.repeats).for_each(inside);
    a.frame.iter().map(|f| &f.span).chain(&a.title_span).for_each(inside);
    a.remarks.iter().flat_map(|r| &r.places).for_each(inside);
    if a.sha256.is_some() {
        assert!(a.body.windows(2).all(|w| w[0].end <= w[1].start), "body out of order");
        once(a);
    }
    let clean = a.clean();
    assert!(clean.body.iter().all(|s| clean.text.get(s.start..s.end).is_some()));
    let again = Article::from_json(a.to_json()).expect("a record is an object");
    assert_eq!(again.text, a.text);
}

/// Body, frame and repeats share no character of the text.
fn once(a: &Article) {
    let mut all: Vec<Span> = a.body.iter().chain(&a.repeats).copied().collect();
    all.extend(a.frame.iter().map(|f| f.span));
    all.retain(|s| !s.is_empty());
    all.sort();
    assert!(all.windows(2).all(|w| w[0].end <= w[1].start), "a place stands in two parts");
}
