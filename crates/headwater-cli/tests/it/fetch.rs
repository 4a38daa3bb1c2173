//! Pages and feeds fetched from a server of this machine, and folders that are watched.

use super::library::Desk;
use super::server::{Play, Server, answer};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const RSS: &str = "Content-Type: application/rss+xml\r\n";
const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";

fn page(town: &str, days: &str) -> String {
    format!(
        "<html><head><title>Ferry of {town} waits</title></head><body><h1>Ferry of {town} waits</h1><p>The \
         ferry of {town} stays in port for {days} days, the harbour master said. “Nobody sails from {town} \
         before noon,” Mara Lind said on Monday.</p><p>Fishing boats lie two rows deep along the quay of \
         {town}, and the shops of the island stay shut until the storm has passed.</p></body></html>"
    )
}

fn feed(links: &[String]) -> String {
    let entries: String = links
        .iter()
        .map(|l| format!("<item><title>Ferry</title><link>{l}</link><pubDate>Mon, 03 Mar 2025 08:10:00 GMT</pubDate></item>"))
        .collect();
    format!("<rss version='2.0'><channel><title>Tide</title>{entries}</channel></rss>")
}

impl Desk {
    /// Fetches from this machine, without waits.
    fn fetch(&self, verb: &str, args: &[&str]) -> (i32, String, String) {
        let usual = [verb, "--tagger", "fast", "--allow-private", "--pace", "0", "--no-model"];
        self.run(&[&usual[..], args].concat())
    }

    /// Starts a verb and leaves it running.
    fn started(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_headwater"))
            .args(args)
            .args(["--library", &self.file(), "--tagger", "fast", "--no-model"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn rows(&self, args: &[&str]) -> Vec<Value> {
        self.told(args).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }
}

#[test]
fn a_page_is_added_by_its_address_with_what_the_server_said() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        "/old" => answer(301, "Location: /ferry\r\n", ""),
        _ => answer(
            200,
            &format!("{HTML}ETag: \"1\"\r\nX-Robots-Tag: noai\r\nSet-Cookie: secret=1\r\n"),
            &page("Orvel", "nine"),
        ),
    });
    let desk = Desk::new("fetch-page");
    let (code, told, talk) = desk.fetch("add", &[&server.url("/old")]);
    assert_eq!(code, 0, "{talk}");
    assert!(told.starts_with("1 new, 0 known"), "{told}");
    let name = &desk.rows(&["export", "--table", "page"])[0];
    assert_eq!(name["url"], server.url("/ferry").as_str());
    assert!(name["fetched"].is_string() && name["title"] == "Ferry of Orvel waits", "{name}");
    let warc = desk.told(&["export", "--format", "warc", "--full-text"]);
    for kept in
        ["WARC-Type: response", "HTTP/1.1 200 OK\r\n", "etag: \"1\"\r\n", "x-robots-tag: noai"]
    {
        assert!(warc.contains(kept), "{kept}: {warc}");
    }
    assert!(warc.contains(&page("Orvel", "nine")) && !warc.contains("secret"));
    assert_eq!(desk.run(&["verify"]).0, 0);
    desk.told(&["rebuild"]);
    assert_eq!(
        warc,
        desk.told(&["export", "--format", "warc", "--full-text"]),
        "kept by a rebuild"
    );
    let asked = desk.told(&["check", "--allow-private", &server.url("/ferry")]);
    assert!(asked.contains("\n  among the 1 page"), "{asked}");
}

#[test]
fn versions_are_kept_and_what_is_unchanged_is_not() {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        _ => match TURN.load(Ordering::SeqCst) {
            // Other bytes that nobody sees.
            0 | 1 => answer(
                200,
                &format!("{HTML}ETag: \"1\"\r\n"),
                &(page("Orvel", "nine") + &format!("<!-- {} -->", TURN.load(Ordering::SeqCst))),
            ),
            2 if asked.fields.get("if-none-match").is_some_and(|e| e == "\"1\"") => {
                answer(304, "", "")
            }
            _ => answer(200, &format!("{HTML}ETag: \"2\"\r\n"), &page("Orvel", "eleven")),
        },
    });
    let desk = Desk::new("fetch-versions");
    let url = server.url("/ferry");
    for (turn, want) in
        ["1 new, 0 known", "0 new, 1 known", "0 new, 1 known", "0 new, 0 known, 1 changed"]
            .iter()
            .enumerate()
    {
        TURN.store(u32::try_from(turn).unwrap(), Ordering::SeqCst);
        let (code, told, talk) = desk.fetch("add", &[&url]);
        assert!(code == 0 && told.starts_with(want), "turn {turn}: {told}{talk}");
    }
    let versions = desk.told(&["show", "--format", "json", &url]);
    let several = desk.rows(&["show", "--format", "json", &url]);
    assert_eq!(several.len(), 2, "{versions}");
}

/// A server with a feed of good entries and all that a bad one may hold.
fn hostile() -> Server {
    Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nDisallow: /private"),
        "/feed" => {
            let here = |path: &str| format!("http://{}{path}", asked.fields["host"]);
            let links = "/a /b /private/c /circle /large /picture /noai /gone /a /nested";
            let mut links: Vec<String> = links.split(' ').map(here).collect();
            let odd = "file:///etc/passwd javascript:alert(1) http://user@tide.example/";
            links.extend(odd.split(' ').map(str::to_owned));
            answer(200, RSS, &feed(&links))
        }
        "/nested" => answer(200, RSS, &feed(&["http://x.example/".to_owned()])),
        "/circle" => answer(302, "Location: /circle\r\n", ""),
        "/large" => Play::Bytes(
            format!("HTTP/1.1 200 OK\r\n{HTML}Content-Length: 99999999999\r\n\r\n").into_bytes(),
        ),
        "/picture" => answer(200, "Content-Type: image/png\r\n", "x"),
        "/noai" => answer(200, &format!("{HTML}X-Robots-Tag: noai\r\n"), &page("Sund", "two")),
        "/a" => answer(200, HTML, &page("Orvel", "nine")),
        "/b" => answer(200, HTML, &page("Karst", "three")),
        _ => answer(404, "", ""),
    })
}

#[test]
fn a_hostile_feed_ends_and_what_is_refused_is_counted() {
    let server = hostile();
    let desk = Desk::new("fetch-feed");
    let (code, told, talk) = desk.fetch("add", &["--format", "json", &server.url("/feed")]);
    assert_eq!(code, 2, "something was refused: {talk}");
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["new"], 2, "{told}");
    let want = serde_json::json!({"not allowed by robots.txt": 1, "with too many redirects": 1, "too large": 1,
        "no text": 2, "not for machines": 1, "answered with an error": 1, "no address of a page": 3});
    assert_eq!(told["refused"], want);
    for said in [
        "robots.txt of",
        "lead in a circle",
        "larger than 16 MB",
        "image/png",
        "status 404",
        "not for machines",
    ] {
        assert!(talk.contains(said), "{said}: {talk}");
    }
    assert!(!server.asked().iter().any(|p| p.starts_with("/private")));
    assert_eq!(desk.run(&["verify"]).0, 0);
    let before = server.asked().len();
    let (_, told, _) = desk.fetch("add", &[&server.url("/feed")]);
    assert!(told.starts_with("0 new, 0 known"), "{told}");
    let asked = &server.asked()[before..];
    assert!(
        !asked.contains(&"/a".to_owned()),
        "what was asked for lately is not asked again: {asked:?}"
    );
}

#[test]
fn nothing_is_fetched_unless_it_is_asked_for() {
    let server = Server::start(|_| answer(200, HTML, &page("Orvel", "nine")));
    let desk = Desk::new("fetch-not");
    let (code, _, talk) = desk.run(&["add", "--tagger", "fast", &server.url("/a")]);
    assert!(code == 2 && talk.contains("of this machine or of a private network"), "{talk}");
    assert!(talk.contains("--allow-private"), "{talk}");
    for verb in ["read", "trace"] {
        let output = super::headwater(&[verb, &server.url("/a")], "");
        assert_eq!(output.status.code(), Some(2));
    }
    let opml = format!("{}/feeds.opml", desk.pages());
    fs::write(&opml, "<opml><outline xmlUrl='http://localhost:9/feed'/></opml>").unwrap();
    let (code, _, talk) = desk.run(&["watch", "--once", "--tagger", "fast", &opml]);
    assert!(code == 2 && talk.contains("of this machine or of a private network"), "{talk}");
    assert_eq!(server.asked(), [] as [String; 0]);
}

#[test]
fn feeds_are_watched_and_an_unchanged_one_is_not_sent_again() {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let server = Server::start(|asked| {
        let here = |path: &str| format!("http://{}{path}", asked.fields["host"]);
        match asked.path.as_str() {
            "/robots.txt" => answer(404, "", ""),
            "/feed"
                if TURN.load(Ordering::SeqCst) == 1
                    && asked.fields.contains_key("if-none-match") =>
            {
                answer(304, "", "")
            }
            "/feed" => {
                let links = if TURN.load(Ordering::SeqCst) < 2 {
                    vec![here("/a")]
                } else {
                    vec![here("/b"), here("/a")]
                };
                answer(200, "Content-Type: text/xml\r\nETag: \"f\"\r\n", &feed(&links))
            }
            "/a" => answer(200, HTML, &page("Orvel", "nine")),
            _ => answer(200, HTML, &page("Karst", "three")),
        }
    });
    let desk = Desk::new("watch-feeds");
    let opml = format!("{}/feeds.opml", desk.pages());
    fs::write(
        &opml,
        format!("<opml><body><outline xmlUrl=\"{}\"/></body></opml>", server.url("/feed")),
    )
    .unwrap();
    for (turn, want) in ["1 new, 0 known", "0 new, 0 known", "1 new, 0 known"].iter().enumerate() {
        TURN.store(u32::try_from(turn).unwrap(), Ordering::SeqCst);
        let (code, told, talk) = desk.fetch("watch", &["--once", &opml]);
        assert!(code < 2 && told.starts_with(want), "turn {turn}: {told}{talk}");
    }
    let asked = |path: &str| server.asked().iter().filter(|p| *p == path).count();
    assert_eq!((asked("/feed"), asked("/a"), asked("/b")), (3, 1, 1));
    let rows = desk.rows(&["export", "--table", "page"]);
    assert!(
        rows.iter().all(|r| r["date"] == "2025-03-03T08:10+00:00" && r["outlet"] == "Tide"),
        "{rows:?}"
    );
    assert_eq!(desk.run(&["verify"]).0, 0);
}

/// Waits until something holds, half a minute at most.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_folder_is_watched_and_goes_on_after_a_kill() {
    let desk = Desk::with_pages("watch-folder");
    let args = ["watch", "--every", "0.005", &desk.pages()];
    let held = |n: usize| {
        let (code, out, _) = desk.run(&["export", "--table", "page"]);
        code < 2 && out.lines().count() == n
    };
    let mut child = desk.started(&args);
    until("three pages are added", || held(3));
    desk.page("quay.txt", "Quay reopens\n\nThe quay of Velholm is open again, the port said.");
    until("a new one is added", || held(4));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(desk.run(&["verify"]).0, 0);
    desk.page(
        "toll.txt",
        "Karst has its toll\n\nThe council of Karst wants a toll again, the mayor said.",
    );
    let mut child = desk.started(&args);
    until("another version is added", || held(5));
    child.kill().unwrap();
    let mut told = String::new();
    child.stdout.take().unwrap().read_to_string(&mut told).unwrap();
    child.wait().unwrap();
    assert!(told.contains("1 changed since"), "{told}");
    let (code, told, _) = desk.run(&["watch", "--once", "--tagger", "fast", &desk.pages()]);
    assert!(code == 0 && told.starts_with("0 new, 4 known"), "{told}");
    let empty = format!("{}/empty.opml", desk.pages());
    fs::write(&empty, "<opml/>").unwrap();
    let (code, _, talk) = desk.run(&["watch", "--once", &empty]);
    assert!(code == 2 && talk.contains("no feeds are named"), "{talk}");
}
