//! Whatever is asked: an answer, and never a fault of ours.

use super::made::{Site, asking, library, settings};
use axum::body::Body;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

/// Numbers by a fixed rule (splitmix64), the same in each run.
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn of<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[(self.next() % list.len() as u64) as usize]
    }

    /// Percent-encoded bytes, any of them.
    fn bytes(&mut self) -> String {
        let n = self.next() % 12;
        (0..n).map(|_| format!("%{:02X}", self.next() as u8)).collect()
    }

    fn part(&mut self) -> String {
        const PARTS: [&str; 40] = [
            "story",
            "statement",
            "thread",
            "person",
            "outlet",
            "page",
            "check",
            "correct",
            "search",
            "stories",
            "speakers",
            "outlets",
            "help",
            "raw",
            "..",
            "%2e%2e",
            "%00",
            "%",
            "%zz",
            "u-",
            "s-",
            "Bayline",
            "Halvard%20Reiss",
            "Reiss",
            "%22%3E%3Cscript%3E",
            "a.json",
            ".json",
            ".csv",
            "index.json",
            "etc",
            "passwd",
            "%E2%80%AE",
            "0",
            "-1",
            "99999999999999999999",
            "%F0%9F%98%80",
            "style.css",
            "a%2Fb",
            "~",
            "''--",
        ];
        if self.next().is_multiple_of(4) { self.bytes() } else { self.of(&PARTS).to_owned() }
    }

    fn value(&mut self) -> String {
        const VALUES: [&str; 26] = [
            "1",
            "0",
            "-1",
            "99999999999999999999999",
            "treaty",
            "%22",
            "%22%22%22",
            "AND",
            "OR+NOT",
            "NEAR(a,b)",
            "speaker%3A",
            "speaker%3A%22",
            "outlet%3Atide",
            "before%3A2024",
            "after%3Ax",
            "before%3A99999-99-99",
            "*",
            "a*",
            "%27%3B+DROP+TABLE+page%3B--",
            "5-2",
            "0-0",
            "3-18446744073709551615",
            "18446744073709551615-1",
            "de",
            "%C3%28",
            "%E6%B8%A1%E8%BD%AE",
        ];
        match self.next() % 5 {
            0 => self.bytes(),
            1 => "the quay stays shut+".repeat((self.next() % 90) as usize).replace(' ', "+"),
            _ => self.of(&VALUES).to_owned(),
        }
    }

    fn address(&mut self) -> String {
        let parts: Vec<String> = (0..=self.next() % 3).map(|_| self.part()).collect();
        let names = ["q", "at", "page", "lang", "r", "fold", "text", "of", "outlet", "from", "x"];
        let query: Vec<String> =
            (0..self.next() % 4).map(|_| format!("{}={}", self.of(&names), self.value())).collect();
        let end = self.of(&["", "", ".json", ".csv"]);
        format!("/{}{end}?{}", parts.join("/"), query.join("&"))
    }
}

#[test]
fn no_address_leads_to_a_fault_of_ours() {
    let site = Site::all();
    let mut lot = Lot(7);
    let (mut asked, mut found) = (0, 0);
    for _ in 0..3_000 {
        let address = lot.address();
        let Ok(request) = asking(&address).body(Body::empty()) else { continue };
        let reply = site.send(request);
        assert!(reply.status < 500, "{address}: {} {}", reply.status, reply.text());
        asked += 1;
        found += usize::from(reply.status == 200);
    }
    assert!(asked > 2_500 && found > 100, "{asked} {found}");
}

#[test]
fn real_names_with_any_values_are_answered() {
    let site = Site::all();
    let mut lot = Lot(11);
    let mut paths: Vec<String> = Vec::new();
    for row in site.data("/stories.json")["rows"].as_array().unwrap() {
        paths.push(format!("/story/{}", row["story"].as_str().unwrap()));
    }
    for row in site.data("/search.json?q=treaty")["pages"].as_array().unwrap() {
        paths.push(format!("/page/{}", row["page"].as_str().unwrap()));
        let page = site.data(&format!("{}.json", paths.last().unwrap()));
        for statement in page["statements"].as_array().unwrap().iter().take(2) {
            paths.push(format!("/statement/{}", statement.as_str().unwrap()));
        }
    }
    for _ in 0..500 {
        let path = &paths[(lot.next() % paths.len() as u64) as usize];
        let query = format!(
            "at={}&r={}&r={}&fold={}&from={}&page={}",
            lot.value(),
            lot.value(),
            lot.value(),
            lot.value(),
            lot.value(),
            lot.value()
        );
        let Ok(request) = asking(&format!("{path}?{query}")).body(Body::empty()) else { continue };
        let reply = site.send(request);
        assert!(reply.status < 500, "{path}?{query}: {}", reply.text());
    }
}

#[test]
fn no_body_leads_to_a_fault_of_ours() {
    let site = Site::all();
    let mut lot = Lot(13);
    let kinds = [
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "text/html",
        "\u{7f}",
    ];
    for _ in 0..600 {
        let mut body: Vec<u8> =
            b"--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n".to_vec();
        body.extend((0..lot.next() % 200).map(|_| lot.next() as u8));
        if lot.next().is_multiple_of(2) {
            body.reverse();
        }
        let path = lot.of(&["/check", "/correct", "/check.json", "/check/x", "/"]);
        let request = asking(path).method("POST").header("content-type", lot.of(&kinds)).header(
            "cookie",
            lot.of(&["", "headwater=", "headwater=00000000000000000000000000000000", ";;=;"]),
        );
        let Ok(request) = request.body(Body::from(body)) else { continue };
        assert!(site.send(request).status < 500);
    }
}

/// A server on this machine, until the tests end.
pub(crate) fn server() -> SocketAddr {
    let (told, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let any: SocketAddr = ([127, 0, 0, 1], 0).into();
        headwater_web::serve(settings(library(), false), any, |at| told.send(at).unwrap()).unwrap();
    });
    heard.recv_timeout(Duration::from_secs(60)).unwrap()
}

/// What a server answers to these bytes.
pub(crate) fn raw(at: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(900))).unwrap();
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut out = Vec::new();
    let _ = stream.read_to_end(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn broken_requests_do_not_end_the_server() {
    let at = server();
    let mut lot = Lot(17);
    for bytes in [
        &b"GET"[..],
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"POST /check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999\r\n\r\nx",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"\x16\x03\x01\x00\xa5",
    ] {
        let reply = raw(at, bytes);
        assert!(!reply.starts_with("HTTP/1.1 5") && !reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
    for _ in 0..100 {
        let noise: Vec<u8> = (0..lot.next() % 400).map(|_| lot.next() as u8).collect();
        raw(at, &noise);
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "a".repeat(200_000));
    assert!(!raw(at, long.as_bytes()).starts_with("HTTP/1.1 5"));
    let good = raw(at, b"GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
}
