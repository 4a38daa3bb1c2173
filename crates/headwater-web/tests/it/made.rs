//! A library to be read: the example pages, and pages that mean harm.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use headwater::{Engine, Library, Step};
use headwater_collate::InTurn;
use headwater_page::Hint;
use headwater_store::{Came, Mode, Run, Shelf, Stamp};
use headwater_web::{Settings, router};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use tower::ServiceExt;

/// Something that must never be run: it would change what a page is called.
pub(crate) const HARM: &str = "<script>document.title='run'</script>";

/// A page whose every part carries markup, marks that turn the direction, and an address that is none.
pub(crate) fn harmful(day: u8) -> (String, Vec<u8>) {
    let escaped = HARM.replace('<', "&lt;").replace('>', "&gt;");
    let page = format!(
        "<!doctype html><html lang='en\" onload=\"x'><head><title>{escaped} Quay \u{202e}stays shut</title>\
         <meta property='og:site_name' content='{escaped} Tide'><meta name='author' content='\"&gt;{escaped}'>\
         <link rel='canonical' href='javascript:alert(1)//https://tide.example/'>\
         <meta property='article:published_time' content='2031-03-{day:02}'></head><body><article>\
         <h1>{escaped} Quay \u{202e}stays shut</h1><p class='byline'>By {escaped} Ann\u{2067} Orr</p>\
         <svg onload='alert(1)'><text>{escaped}</text></svg><img src='https://evil.example/x.png' onerror='alert(1)'>\
         <p>The quay of Orvel stays shut until the ice has gone, the council said on Monday. {escaped}</p>\
         <p>“The quay stays shut {escaped} until every last floe of ice has gone from the harbour,” Mara \
         “\u{202e}Lind” {escaped} said. “We counted {day} ships before the storm and we will not open it sooner.”</p>\
         <p>“The ferry waits at the northern pier until the ice has gone,” Mara Lind told the Tide.</p>\
         <p>The harbour master will look at the ice again on Friday and tell the crews what he saw there.</p>\
         </article></body></html>"
    );
    let id = format!("\"><img src=x onerror=alert(1)>-{day}.html");
    (id, page.into_bytes())
}

fn pages() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".html") || name.ends_with(".txt") {
            out.push((name, std::fs::read(&path).unwrap()));
        }
    }
    out.extend([harmful(3), harmful(4)]);
    out.sort();
    out
}

pub(crate) fn now() -> Stamp {
    Stamp::from_seconds(1_930_000_000)
}

fn file(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("headwater-web-{}-{name}.db", std::process::id()));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

/// Adds pages to a library's file.
pub(crate) fn add(path: &Path, pages: &[(String, Vec<u8>)]) {
    let engine = Engine::fast();
    let mut shelf = Shelf::open(path, Mode::Create).unwrap();
    shelf.run(Run {
        verb: "add".into(),
        reader: engine.reader().into(),
        began: now(),
        ..Run::default()
    });
    let mut library = Library::open(shelf, Step::Stemmata, &engine).unwrap();
    let mut dossiers = Vec::new();
    library.store_mut().begin().unwrap();
    for (id, bytes) in pages {
        let hint = Hint { id: id.clone(), ..Hint::default() };
        let dossier = engine.dossier(engine.read(bytes, &hint));
        let came = Came::Bytes(bytes.clone(), Box::new(hint));
        library.store_mut().came(dossier.page(), came);
        dossiers.push(dossier);
    }
    library.add(&engine, dossiers, &InTurn).unwrap();
}

/// The file of all pages; made once for all tests, and only read.
pub(crate) fn library() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = file("all");
        add(&path, &pages());
        path
    })
}

/// A file of a few pages for one test, which may change it.
pub(crate) fn own(name: &str) -> PathBuf {
    let path = file(name);
    add(&path, &[harmful(3), harmful(4)]);
    path
}

pub(crate) fn settings(library: &Path, writes: bool) -> Settings {
    let (library, engine) = (library.to_owned(), Engine::fast());
    // A machine that has much else to do must not fail a test.
    let patience = Duration::from_secs(3_600);
    Settings { library, engine, host: String::new(), writes, patience, now }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

/// A service over a library that is asked without a socket.
pub(crate) struct Site {
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
}

impl Site {
    pub(crate) fn over(library: &Path, writes: bool) -> Site {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        Site { router: router(settings(library, writes)), runtime: runtime.unwrap() }
    }

    /// The library of all pages.
    pub(crate) fn all() -> &'static Site {
        static SITE: OnceLock<Site> = OnceLock::new();
        SITE.get_or_init(|| Site::over(library(), false))
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let (head, body) = answer.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Reply { status: head.status.as_u16(), headers: head.headers, bytes }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send(asking(path).body(Body::empty()).unwrap())
    }

    /// A view that must be there, as data.
    pub(crate) fn data(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert_eq!(reply.header("content-type"), "application/json; charset=utf-8", "{path}");
        reply.json()
    }
}

/// A request from this machine.
pub(crate) fn asking(path: &str) -> axum::http::request::Builder {
    Request::builder().uri(path).header("host", "127.0.0.1:8390")
}
