//! A server of this machine that answers as it is told, well or badly.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is answered to one request.
pub(crate) enum Play {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// These bytes, then one more every so often, for half a minute.
    Drip(Vec<u8>, Duration),
    /// These bytes, then this piece again and again, as long as it is taken.
    Endless(Vec<u8>, Vec<u8>),
    /// Nothing, and the line stays open for half a minute.
    Silence,
}

/// A request: its path, and its fields in small letters.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) fields: BTreeMap<String, String>,
}

type Script = dyn Fn(&Asked) -> Play + Send + Sync;

pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

/// An answer with a status line, fields and a body.
pub(crate) fn answer(status: u16, fields: &str, body: &str) -> Play {
    Play::Bytes(whole(status, fields, body.as_bytes()))
}

pub(crate) fn whole(status: u16, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} Told\r\n{fields}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

impl Server {
    /// Answers by the script; robots.txt is asked for like anything else.
    pub(crate) fn start(script: impl Fn(&Asked) -> Play + Send + Sync + 'static) -> Server {
        Server::on(Ipv4Addr::LOCALHOST.into(), script)
    }

    pub(crate) fn on(
        ip: IpAddr,
        script: impl Fn(&Asked) -> Play + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (script, noted): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, noted) = (Arc::clone(&script), Arc::clone(&noted));
                thread::spawn(move || serve(stream, &*script, &noted));
            }
        });
        Server { at, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// The paths that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, script: &Script, noted: &Mutex<Vec<String>>) {
    let Ok(copy) = stream.try_clone() else { return };
    let mut lines = BufReader::new(copy).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let fields = lines.take_while(|l| !l.is_empty()).filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let request = Asked { path: path.clone(), fields: fields.collect() };
    noted.lock().unwrap().push(path);
    match script(&request) {
        Play::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Play::Drip(bytes, pause) => {
            let _ = stream.write_all(&bytes);
            for _ in 0..(30_000 / pause.as_millis().max(1)) {
                thread::sleep(pause);
                if stream.write_all(b"a").is_err() {
                    return;
                }
            }
        }
        Play::Endless(bytes, piece) => {
            let _ = stream.write_all(&bytes);
            while stream.write_all(&piece).is_ok() {}
        }
        Play::Silence => thread::sleep(Duration::from_secs(30)),
    }
}
