//! What servers may try, and that it ends: with a reason, within bounded time and space.

use super::server::{Play, Server, answer, whole};
use super::{get, settings};
use headwater_fetch::{Fetcher, Refused, Settings};
use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const HTML: &str = "Content-Type: text/html\r\n";

#[test]
fn redirects_end() {
    let server = Server::start(|asked| {
        let number = asked.path.strip_prefix("/chain/").and_then(|n| n.parse::<u32>().ok());
        let to = match asked.path.as_str() {
            "/robots.txt" => return answer(404, "", ""),
            "/circle" => "/circle/2".to_owned(),
            "/circle/2" => "/circle".to_owned(),
            "/self" => "/self".to_owned(),
            "/file" => "file:///etc/passwd".to_owned(),
            "/user" => "http://user@tide.example/".to_owned(),
            "/nowhere" => return answer(302, "", ""),
            _ => format!("/chain/{}", number.unwrap_or_default() + 1),
        };
        answer(302, &format!("Location: {to}\r\n"), "")
    });
    let mut fetcher = Fetcher::new(settings());
    let mut told = |path: &str| get(&mut fetcher, &server.url(path)).unwrap_err();
    assert!(matches!(told("/circle"), Refused::Circle(_)));
    assert!(matches!(told("/self"), Refused::Circle(_)));
    assert_eq!(told("/chain/1"), Refused::Redirects(5));
    assert!(matches!(told("/file"), Refused::Address(..)));
    assert!(matches!(told("/user"), Refused::Address(..)));
    assert!(matches!(told("/nowhere"), Refused::Circle(_)), "to itself");
    assert!(server.asked().len() < 30, "{:?}", server.asked());
}

#[test]
fn slow_endless_and_broken_answers_are_refused_in_time() {
    let drip = Duration::from_millis(100);
    let head = |fields: &str| format!("HTTP/1.1 200 OK\r\n{HTML}{fields}\r\n").into_bytes();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        "/slow-head" => Play::Drip(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), drip),
        "/slow-body" => Play::Drip(head("Content-Length: 100000\r\n"), drip),
        "/silent" => Play::Silence,
        "/endless" => Play::Endless(head(""), vec![b'a'; 1 << 16]),
        "/endless-chunks" => Play::Endless(
            head("Transfer-Encoding: chunked\r\n"),
            [b"10000\r\n".to_vec(), vec![b'a'; 1 << 16], b"\r\n".to_vec()].concat(),
        ),
        "/endless-head" => Play::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-A: b\r\n".to_vec()),
        "/endless-line" => Play::Endless(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), vec![b'a'; 1 << 12]),
        "/endless-status" => Play::Endless(Vec::new(), vec![b'H'; 1 << 12]),
        "/large" => Play::Bytes(head("Content-Length: 999999999999\r\n")),
        "/bomb" => {
            let fields = format!("{HTML}Content-Encoding: gzip\r\n");
            Play::Bytes(whole(200, &fields, &bomb()))
        }
        "/cut" => Play::Bytes([head("Content-Length: 1000\r\n"), b"half a page".to_vec()].concat()),
        "/garbage" => Play::Bytes(vec![0xff; 5000]),
        "/nothing" => Play::Bytes(Vec::new()),
        "/picture" => answer(200, "Content-Type: image/png\r\n", "x"),
        _ => answer(404, "", ""),
    });
    let fast = Settings { time: Duration::from_millis(1200), bytes: 1 << 20, ..settings() };
    let told = |path: &str| {
        let begun = Instant::now();
        // A fetcher of its own each, so that no host is given up.
        let refused = get(&mut Fetcher::new(fast.clone()), &server.url(path)).unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(15), "{path}: {:?}", begun.elapsed());
        assert!(!refused.to_string().is_empty() && !refused.kind().is_empty());
        refused
    };
    for path in ["/slow-head", "/slow-body", "/silent"] {
        assert!(matches!(told(path), Refused::Slow(_)), "{path}: {}", told(path));
    }
    for path in ["/endless", "/endless-chunks", "/large", "/bomb"] {
        assert!(matches!(told(path), Refused::Large(_)), "{path}: {}", told(path));
    }
    for path in
        ["/endless-head", "/endless-line", "/endless-status", "/garbage", "/nothing", "/cut"]
    {
        assert!(matches!(told(path), Refused::Network(_)), "{path}: {}", told(path));
    }
    assert_eq!(told("/picture"), Refused::Kind("image/png".into()));
    assert_eq!(told("/none"), Refused::Status(404));
}

/// Thirty million times one letter, packed by gzip.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(b'a').take(30_000_000), &mut packed).unwrap();
    packed.finish().unwrap()
}

#[test]
fn robots_that_never_ends_means_no() {
    for play in [0, 1] {
        let server = Server::start(move |asked| match (asked.path.as_str(), play) {
            ("/robots.txt", 0) => Play::Silence,
            ("/robots.txt", _) => {
                let rules = b"User-agent: *\nAllow: /\n".repeat(3000);
                Play::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), rules)
            }
            _ => answer(200, HTML, "<p>The ferry waits.</p>"),
        });
        let fast = Settings { time: Duration::from_millis(1200), ..settings() };
        let told = get(&mut Fetcher::new(fast), &server.url("/a")).unwrap_err();
        assert!(matches!(told, Refused::NoRobots(..)), "{told}");
        assert!(!server.asked().contains(&"/a".to_owned()));
    }
}

#[test]
fn private_addresses_are_refused_however_they_are_written() {
    let server = Server::start(|_| answer(200, HTML, "<p>The ferry waits.</p>"));
    let mut fetcher = Fetcher::new(Settings { private: false, ..settings() });
    let port = server.at.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[fe80::1]",
    ] {
        let told = get(&mut fetcher, &format!("http://{host}:{port}/a")).unwrap_err();
        // Where the system does not know a spelling, that is as good.
        let refused = matches!(&told, Refused::Private(..));
        assert!(
            refused
                || matches!(
                    &told,
                    Refused::Network(_) | Refused::GivenUp(_) | Refused::NoRobots(..)
                ),
            "{host}: {told}"
        );
        assert!(refused || host.starts_with(['0', '2']) || host == "127.1", "{host}: {told}");
    }
    assert_eq!(server.asked(), [] as [String; 0]);
}

/// Names that lead to this machine's first address count as everybody's here, its second as private.
#[test]
fn names_that_rebind_are_refused() {
    let (one, two) = (Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 0, 0, 2));
    let public = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        "/away" => answer(302, "Location: http://inner.example/a\r\n", ""),
        _ => answer(200, HTML, "<p>The ferry waits.</p>"),
    });
    let inner = Server::on(two.into(), |_| answer(200, HTML, "a secret"));
    let (first, second) = (public.at, SocketAddr::new(two.into(), inner.at.port()));
    let asked = Arc::new(AtomicU32::new(0));
    let lookup = move |name: &str| {
        Ok(match name {
            "inner.example:80" => vec![second],
            "mixed.example:80" => vec![first, second],
            // Another answer each second time.
            "turns.example:80" => {
                let turn = asked.fetch_add(1, Ordering::SeqCst);
                vec![if turn.is_multiple_of(2) { first } else { second }]
            }
            _ => vec![first],
        })
    };
    let guard = move |ip: IpAddr| ip == IpAddr::V4(one);
    let mut fetcher = Fetcher::with(settings(), Arc::new(lookup), Arc::new(guard));
    get(&mut fetcher, "http://outer.example/a").unwrap();
    for url in [
        "http://turns.example/a",
        "http://inner.example/a",
        "http://mixed.example/a",
        "http://outer.example/away",
    ] {
        let told = get(&mut fetcher, url).unwrap_err();
        assert!(matches!(told, Refused::Private(_, ip) if ip == IpAddr::V4(two)), "{url}: {told}");
    }
    assert_eq!(inner.asked(), [] as [String; 0], "it was never asked");
}

#[test]
fn a_name_that_is_looked_up_for_ever_is_given_up() {
    let lookup = |_: &str| {
        std::thread::sleep(Duration::from_secs(20));
        Ok(Vec::new())
    };
    let fast = Settings { time: Duration::from_millis(800), ..settings() };
    let begun = Instant::now();
    let mut fetcher = Fetcher::with(fast, Arc::new(lookup), Arc::new(|_| true));
    let told = get(&mut fetcher, "http://slow.example/a").unwrap_err();
    assert!(matches!(told, Refused::NoRobots(..)), "{told}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}
