//! A library read over a socket of this machine.

use super::library::Desk;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(at: &str, path: &str, host: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut out = String::new();
    stream.read_to_string(&mut out).unwrap();
    out
}

#[test]
fn a_library_is_served_to_this_machine_alone() {
    let desk = Desk::with_pages("serve");
    desk.told(&["add", "--tagger", "fast", &desk.pages()]);
    let child = Command::new(env!("CARGO_BIN_EXE_headwater"))
        .args(["serve", &desk.file(), "--port", "0"])
        .env("HEADWATER_CONFIG", "")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let at = line.trim().strip_prefix("http://127.0.0.1:").and_then(|p| p.strip_suffix('/'));
    let at = format!("127.0.0.1:{}", at.unwrap());
    let front = get(&at, "/", &at);
    assert!(front.starts_with("HTTP/1.1 200") && front.contains("Mara Lind"), "{front}");
    assert!(get(&at, "/search.json?q=ferry", &at).contains("\"all\":2"));
    assert!(get(&at, "/", "evil.example").starts_with("HTTP/1.1 403"));
    // Pages that come meanwhile are there.
    desk.page("bridge.txt", "Bridge opens\n\n“The bridge opens on Friday,” Ann Orr of Karst said.");
    desk.told(&["add", &desk.pages()]);
    assert!(get(&at, "/index.json", &at).contains("\"pages\":4"));
}

#[test]
fn what_cannot_be_served_is_told() {
    let desk = Desk::new("serve-none");
    let (code, _, talk) = desk.run(&["serve"]);
    assert!(code == 2 && talk.contains("there is no library"), "{talk}");
    let desk = Desk::with_pages("serve-host");
    desk.told(&["add", "--tagger", "fast", &desk.pages()]);
    let (code, _, talk) = desk.run(&["serve", "--host", "no such host"]);
    assert!(code == 2 && talk.contains("is no address of this machine"), "{talk}");
}
