//! What is asked of servers, and what is kept of their answers.

use super::server::{Server, answer};
use super::{get, settings};
use headwater_fetch::{Fetcher, Got, Known, Refused, Settings};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const PAGE: &str = "<html><head><meta name=robots content=noarchive></head><p>The ferry waits.</p>";

#[test]
fn a_page_comes_with_all_that_is_known_of_it() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nContent-Signal: ai-train=no\nAllow: /"),
        "/old" => answer(301, "Location: /new?a=1#top\r\n", ""),
        _ => {
            assert_eq!(asked.fields["user-agent"], "headwater/0.1.0");
            answer(
                200,
                "Content-Type: text/html; charset=utf-8\r\nETag: \"7\"\r\nSet-Cookie: a=b\r\n\
                 X-Robots-Tag: noai\r\n",
                PAGE,
            )
        }
    });
    let mut fetcher = Fetcher::new(settings());
    let page = get(&mut fetcher, &server.url("/old")).unwrap();
    assert_eq!(page.bytes, PAGE.as_bytes());
    assert_eq!((page.asked, page.url.clone()), (server.url("/old"), server.url("/new?a=1")));
    assert_eq!(page.via, [server.url("/old")]);
    assert_eq!(page.status, 200);
    let field = |name: &str| page.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(field("etag"), Some("\"7\""));
    assert_eq!(field("set-cookie"), None, "no cookies are kept");
    assert_eq!(
        page.signals,
        ["robots.txt content-signal: ai-train=no", "x-robots-tag: noai", "meta robots: noarchive"]
    );
    assert_eq!(headwater_fetch::reserved(&page.signals), Some("x-robots-tag: noai"));
    get(&mut fetcher, &server.url("/another")).unwrap();
    let robots = server.asked().iter().filter(|p| *p == "/robots.txt").count();
    assert_eq!(robots, 1, "it is read once: {:?}", server.asked());
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        "/a" if asked.fields.get("if-none-match").is_some_and(|e| e == "\"7\"") => {
            assert_eq!(asked.fields["if-modified-since"], "Mon, 03 Mar 2031 08:10:00 GMT");
            answer(304, "", "")
        }
        _ => answer(200, "Content-Type: text/html\r\n", PAGE),
    });
    let mut fetcher = Fetcher::new(settings());
    let known = |_: &str| Known {
        etag: Some("\"7\"".into()),
        modified: Some("Mon, 03 Mar 2031 08:10:00 GMT".into()),
    };
    assert_eq!(fetcher.get(&server.url("/a"), &known), Ok(Got::Unchanged));
    let odd = |_: &str| Known { etag: Some("\"7\r\nX: y\"".into()), modified: None };
    assert!(matches!(fetcher.get(&server.url("/a"), &odd), Ok(Got::Page(_))), "never sent");
}

#[test]
fn robots_txt_is_obeyed_and_what_cannot_be_read_means_no() {
    let rules = "User-agent: *\nDisallow: /\n\nUser-agent: headwater\nDisallow: /private";
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, "", rules),
        "/away" => answer(302, "Location: /private/a\r\n", ""),
        _ => answer(200, "Content-Type: text/html\r\n", PAGE),
    });
    let mut fetcher = Fetcher::new(settings());
    get(&mut fetcher, &server.url("/news")).unwrap();
    for path in ["/private/a", "/away"] {
        let told = get(&mut fetcher, &server.url(path)).unwrap_err();
        assert!(matches!(told, Refused::Robots(_)), "{path}: {told}");
    }
    assert!(!server.asked().iter().any(|p| p.starts_with("/private")), "{:?}", server.asked());
    for (status, body) in
        [(500, ""), (403, ""), (401, ""), (418, ""), (200, "<html>Not found"), (200, "a\0b")]
    {
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/robots.txt" => answer(status, "", body),
            _ => answer(200, "Content-Type: text/html\r\n", PAGE),
        });
        let told = get(&mut Fetcher::new(settings()), &server.url("/news")).unwrap_err();
        assert!(matches!(told, Refused::NoRobots(..)), "{status}: {told}");
        assert!(!server.asked().contains(&"/news".to_owned()));
    }
}

#[test]
fn a_busy_server_is_waited_for_and_at_last_left_alone() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        "/busy" if ASKED.fetch_add(1, Ordering::SeqCst) < 2 => {
            answer(503, "Retry-After: 0\r\n", "")
        }
        "/later" => answer(429, "Retry-After: 86400\r\n", ""),
        "/broken" => answer(500, "", ""),
        _ => answer(200, "Content-Type: text/html\r\n", PAGE),
    });
    let mut fetcher = Fetcher::new(settings());
    get(&mut fetcher, &server.url("/busy")).unwrap();
    assert_eq!(ASKED.load(Ordering::SeqCst), 3);
    for _ in 0..3 {
        assert_eq!(get(&mut fetcher, &server.url("/broken")), Err(Refused::Status(500)));
    }
    let before = server.asked().len();
    assert!(matches!(get(&mut fetcher, &server.url("/a")), Err(Refused::GivenUp(_))));
    assert_eq!(server.asked().len(), before, "it is not asked any more");
    let mut fetcher = Fetcher::new(settings());
    let begun = Instant::now();
    assert_eq!(get(&mut fetcher, &server.url("/later")), Err(Refused::Status(429)));
    assert!(matches!(get(&mut fetcher, &server.url("/a")), Err(Refused::Wait { .. })));
    assert!(begun.elapsed() < Duration::from_secs(20), "nobody waits for a day");
}

#[test]
fn a_host_is_not_asked_faster_than_its_pace() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nCrawl-delay: 0.4"),
        _ => answer(200, "Content-Type: text/html\r\n", PAGE),
    });
    let pace = Duration::from_millis(150);
    let mut fetcher = Fetcher::new(Settings { pace, ..settings() });
    let begun = Instant::now();
    get(&mut fetcher, &server.url("/a")).unwrap();
    assert!(fetcher.ready_in(&server.url("/b")) > Duration::ZERO);
    get(&mut fetcher, &server.url("/b")).unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(800), "{:?}", begun.elapsed());
    let slow = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nCrawl-delay: 3600"),
        _ => answer(200, "Content-Type: text/html\r\n", PAGE),
    });
    let told = get(&mut Fetcher::new(settings()), &slow.url("/a")).unwrap_err();
    assert!(matches!(told, Refused::Wait { .. }), "{told}");
}
