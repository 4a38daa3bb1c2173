//! Reads pages made to hurt and says how long each took: `nasty`. Exits with 1 if one took more
//! than ten seconds.
#![allow(clippy::print_stdout)]

use headwater_page::{Hint, Item, pages, read};
use std::time::Instant;

fn main() {
    let prose = "<p>The harbour master said on Monday that the ferries would wait for the fog to lift.</p>\n";
    let big = prose.repeat((50 << 20) / prose.len());
    let cases: Vec<(&str, String)> = vec![
        ("100,000 nested elements", "<div>".repeat(100_000) + prose + &"</div>".repeat(100_000)),
        ("100,000 nested inline elements", "<b>".repeat(100_000) + prose),
        ("100,000 nested lists", "<ul><li>x".repeat(100_000)),
        ("50 MB page", big),
        ("50 MB of tiny blocks", "<p>a".repeat((50 << 20) / 4)),
        ("50 MB in one line", "word ".repeat(10 << 20)),
        ("10 million quote marks", "<p>".to_owned() + &"\"".repeat(10_000_000)),
        ("10 million quote marks, flattened", "“".repeat(10_000_000)),
        ("20 MB attribute", format!("<p class=\"{}\">x{prose}", "ab ".repeat(7 << 20))),
        ("20 MB attribute without end", format!("{prose}<p class=\"{}", "ab ".repeat(7 << 20))),
        ("comments without end", "<!--".repeat(5 << 20)),
        ("tags without end", "<a href='".repeat(2 << 20)),
        ("raw texts without end", "<title><textarea>".repeat(1 << 20)),
        ("references", "<p>".to_owned() + &"&amp;&lt;&#x41;".repeat(2 << 20)),
        ("numbers", "1.2.3.4-5/6 ".repeat(4 << 20)),
        ("dates", "<p>3 December 2030".repeat(1 << 20)),
        ("links", "<a href=x>y</a> ".repeat(2 << 20)),
        (
            "JSON-LD in depth",
            format!("<script type='application/ld+json'>{}</script>{prose}", "[".repeat(3 << 20)),
        ),
        ("classes", "<div class='article-body related comment'>x".repeat(1 << 19)),
        (
            "binary",
            (0..10_000_000u32)
                .map(|i| char::from((i.wrapping_mul(2_654_435_761) >> 24) as u8))
                .collect(),
        ),
        ("one word of 20 MB", "a".repeat(20 << 20)),
        ("lines of one letter, flattened", "a\n".repeat(10 << 20)),
        ("headings", "<h1>Fog over Lervik</h1>".repeat(1 << 19)),
    ];
    let mut slow = 0;
    for (name, source) in cases {
        let start = Instant::now();
        let mut lines = 0;
        for item in pages("nasty", source.as_bytes()).flatten() {
            if let Item::Page(p) = item {
                lines += read(&p.bytes, &Hint { id: "x".into(), ..p.hint }).body.len();
            }
        }
        let took = start.elapsed().as_secs_f64();
        slow += u8::from(took > 10.0);
        println!(
            "{name:40} {:6.1} MB {took:7.2} s  {lines} lines of body",
            source.len() as f64 / 1e6
        );
    }
    std::process::exit(i32::from(slow > 0));
}
