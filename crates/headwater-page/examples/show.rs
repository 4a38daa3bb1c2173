//! Prints one page as it was read, line by line with what each line was taken for: `show FILE`.
#![allow(clippy::print_stdout)]

use headwater_page::{Item, pages, read};
use headwater_text::Span;

fn main() -> std::io::Result<()> {
    let name = std::env::args().nth(1).unwrap_or_default();
    for item in pages(&name, std::fs::File::open(&name)?).flatten() {
        let a = match item {
            Item::Page(p) => read(&p.bytes, &p.hint),
            Item::Article(a) => *a,
        };
        println!("title   {:?}\noutlet  {:?}\nauthors {:?}", a.title, a.outlet, a.authors);
        println!("date    {:?} {:?}", a.date.map(|d| d.iso()), a.date_basis);
        println!("bounds  {:?} {:?}\nlang    {:?}", a.not_before, a.not_after, a.lang);
        for r in &a.remarks {
            println!("remark  {}: {} {:?}", r.kind, r.text, r.places);
        }
        let mut all: Vec<(Span, &str)> = a.body.iter().map(|s| (*s, "BODY")).collect();
        all.extend(a.repeats.iter().map(|s| (*s, "repeat")));
        all.extend(a.frame.iter().map(|f| (f.span, f.kind.as_str())));
        all.sort();
        for (span, kind) in all {
            let words: String = span.of(&a.text).chars().take(100).collect();
            println!("{kind:>10}  {}", words.replace('\n', " / "));
        }
    }
    Ok(())
}
