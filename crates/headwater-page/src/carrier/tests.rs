use super::*;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

pub(super) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut e = GzEncoder::new(Vec::new(), Compression::fast());
    e.write_all(bytes).unwrap();
    e.finish().unwrap()
}

fn all(name: &str, bytes: &[u8]) -> (Vec<Item>, usize) {
    let (mut items, mut problems) = (Vec::new(), 0);
    for step in pages(name, bytes) {
        match step {
            Ok(item) => items.push(item),
            Err(_) => problems += 1,
        }
    }
    (items, problems)
}

pub(super) fn page(item: &Item) -> &Page {
    match item {
        Item::Page(p) => p,
        Item::Article(_) => panic!("a page was expected"),
    }
}

pub(super) fn record(url: &str, html: &str) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-04-02T08:00:00Z\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    )
    .into_bytes()
}

#[test]
fn archives_gzipped_by_record() {
    let bytes =
        [gz(&record("http://a.example/1", "<p>One")), gz(&record("http://a.example/2", "<p>Two"))];
    let (items, problems) = all("x.warc", &bytes.concat());
    assert_eq!((items.len(), problems), (2, 0));
    assert_eq!(page(&items[1]).bytes, b"<p>Two");
    assert_eq!(page(&items[1]).hint.id, "http://a.example/2");
    assert_eq!(
        page(&items[1]).hint.fetched.map(|f| f.iso()).as_deref(),
        Some("2031-04-02T08:00+00:00")
    );
}

#[test]
fn a_damaged_member_does_not_hide_the_others() {
    let mut broken = gz(&record("http://a.example/1", &"<p>One two three four".repeat(400)));
    let half = broken.len() / 2;
    broken.truncate(half);
    let bytes = [
        gz(&record("http://a.example/0", "<p>Nil")),
        broken,
        gz(&record("http://a.example/2", "<p>Two")),
    ];
    let (items, problems) = all("x.warc.gz", &bytes.concat());
    let last = items.last().map(page).unwrap();
    assert_eq!(last.bytes, b"<p>Two");
    assert!(problems >= 1);
}

#[test]
fn wrong_lengths_end_at_the_next_record() {
    let one = String::from_utf8(record("http://a.example/1", "<p>One")).unwrap();
    let long = one.replace("Content-Length: ", "Content-Length: 9");
    let short = one.replace("Content-Length: ", "Content-Length: 0");
    let two = record("http://a.example/2", "<p>Two");
    for first in [long, short] {
        let (items, _) = all("x.warc", &[first.as_bytes(), &two].concat());
        assert_eq!(page(items.last().unwrap()).hint.id, "http://a.example/2");
    }
}

#[test]
fn lines_of_json_keep_what_they_have() {
    let src = "{\"id\":\"a\",\"html\":\"<p>One\",\"url\":\"http://a.example\",\"fetched\":\"2031-04-02\",\"k\":1}\n\
        {\"id\":\"b\",\"text\":\"Two.\",\"k\":2}\nnonsense\n\n{\"id\":\"c\"}\n";
    let (items, problems) = all("x.jsonl.gz", &gz(src.as_bytes()));
    assert_eq!((items.len(), problems), (2, 2));
    assert_eq!(page(&items[0]).hint.extra.get("k"), Some(&serde_json::json!(1)));
    let Item::Article(b) = &items[1] else { panic!("an article was expected") };
    assert_eq!((b.id.as_str(), b.extra.get("k")), ("b", Some(&serde_json::json!(2))));
}

#[test]
fn feeds_give_an_item_an_entry() {
    let rss = "<?xml version='1.0'?><rss><channel><title>Lervik Post</title><item><title>Fog &amp; ferries</title>\
        <link>http://a.example/1</link><pubDate>Wed, 02 Apr 2031 08:00:00 +0200</pubDate>\
        <description><![CDATA[<p>Ferries wait.</p>]]></description></item></channel></rss>";
    let (items, _) = all("feed.xml", rss.as_bytes());
    let p = page(&items[0]);
    assert_eq!(
        (p.bytes.as_slice(), p.hint.told.title.as_deref()),
        (&b"<p>Ferries wait.</p>"[..], Some("Fog & ferries"))
    );
    assert_eq!(p.hint.told.date.map(|d| d.iso()).as_deref(), Some("2031-04-02T08:00+02:00"));
    let atom = "<feed><title>L</title><entry><title>T</title><link href='http://a.example/2'/><updated>2031-04-02T08:00:00Z</updated>\
        <content type='html'>&lt;p&gt;One</content></entry></feed>";
    let (items, _) = all("-", atom.as_bytes());
    assert_eq!(page(&items[0]).bytes, b"<p>One");
}

#[test]
fn saved_pages_with_parts() {
    let src = "From: <Saved>\r\nSnapshot-Content-Location: http://a.example/1\r\nDate: Wed, 2 Apr 2031 08:00:00 -0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"xx\"\r\n\r\n--xx\r\nContent-Type: text/html\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=C3=B6=\r\n=C3=9Fe\r\n--xx\r\nContent-Type: image/png\r\n\r\nx\r\n--xx--";
    let (items, _) = all("a.mhtml", src.as_bytes());
    let p = page(&items[0]);
    assert_eq!(String::from_utf8_lossy(&p.bytes).trim_end(), "<p>Größe");
    assert_eq!(p.hint.url.as_deref(), Some("http://a.example/1"));
}

#[test]
fn bombs_and_cut_gzips_end() {
    let bomb = gz(&vec![b'a'; 80 << 20]);
    let (items, _) = all("bomb.html.gz", &bomb);
    assert!(items.iter().all(|i| i.size() <= LONGEST + 1));
    let mut cut = gz(&b"<p>One two three</p>".repeat(5000));
    cut.truncate(60);
    let (items, problems) = all("cut.html.gz", &cut);
    assert!(items.iter().all(|i| page(i).hint.broken) && items.len() + problems == 1);
}

#[test]
fn mangled_bytes_never_panic() {
    let feed =
        b"<rss><channel><item><title>a</title><link>b</link></item></channel></rss>".to_vec();
    let seeds = [
        gz(&record("http://a.example/1", "<p>One")),
        record("http://a.example/1", "<p>One"),
        feed,
        b"{\"id\":\"a\",\"html\":\"<p>x\"}\n{\"text\":1}\n".to_vec(),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>a\r\n--x--".to_vec(),
    ];
    let mut state = 7u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize
    };
    for seed in &seeds {
        for _ in 0..300 {
            let mut bytes = seed.clone();
            for _ in 0..1 + random() % 6 {
                let at = random() % bytes.len();
                match random() % 4 {
                    0 => bytes[at] = random() as u8,
                    1 => bytes.truncate(at.max(1)),
                    2 => bytes.insert(at, random() as u8),
                    _ => {
                        let piece = bytes[at..bytes.len().min(at + 20)].to_vec();
                        bytes.extend(piece);
                    }
                }
            }
            for item in pages("x", bytes.as_slice()).flatten() {
                if let Item::Page(p) = item {
                    crate::read(&p.bytes, &p.hint);
                }
            }
        }
    }
}
