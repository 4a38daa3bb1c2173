//! The views in a real browser, with and without its script; skipped where there is none.

use super::made::{HARM, Site};
use super::random::{raw, server};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A browser on this machine.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.iter().flat_map(|n| folders.iter().map(move |f| f.join(n))).find(|p| p.is_file())
}

/// What the browser gives for an address, by this option; pages may run scripts or not.
fn browse(browser: &Path, url: &str, scripts: bool, option: &str) -> Vec<u8> {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let own =
        std::env::temp_dir().join(format!("headwater-web-browser-{}-{run}", std::process::id()));
    std::fs::create_dir_all(own.join("Default")).unwrap();
    if !scripts {
        let off = r#"{"profile":{"default_content_setting_values":{"javascript":2}}}"#;
        std::fs::write(own.join("Default/Preferences"), off).unwrap();
    }
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--hide-scrollbars",
    ]);
    command.args(["--window-size=1200,900", &format!("--user-data-dir={}", own.display())]);
    let output = command.args([option, url]).output().unwrap();
    let _ = std::fs::remove_dir_all(&own);
    output.stdout
}

/// What stands in the page once the browser has shown it.
fn shown(browser: &Path, url: &str, scripts: bool) -> String {
    String::from_utf8_lossy(&browse(browser, url, scripts, "--dump-dom")).into_owned()
}

/// A picture of it.
fn picture(browser: &Path, url: &str, scripts: bool) -> Vec<u8> {
    let name = format!("headwater-web-{}-{scripts}.png", std::process::id());
    let path = std::env::temp_dir().join(name);
    browse(browser, url, scripts, &format!("--screenshot={}", path.display()));
    let bytes = std::fs::read(&path).unwrap();
    let _ = std::fs::remove_file(&path);
    bytes
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that does not run says so")]
fn a_browser_shows_the_views_and_runs_nothing_of_a_page() {
    let Some(browser) = chromium() else {
        eprintln!("skipped: there is no chromium on this machine");
        return;
    };
    let at = server();
    let hits = Site::all().data("/search.json?q=northern+pier");
    let [page, story] = ["page", "story"].map(|of| hits["pages"][0][of].as_str().unwrap());
    // A browser waits for a while only; what is found out about a story the first time takes its time.
    for path in ["/".to_owned(), format!("/story/{story}"), format!("/page/{page}")] {
        let ask = format!(
            "GET {path} HTTP/1.1\r\nHost: {at}\r\nAccept-Language: en-US\r\nConnection: close\r\n\r\n"
        );
        assert!(raw(at, ask.as_bytes()).starts_with("HTTP/1.1 200"), "{path}");
    }
    for scripts in [true, false] {
        let front = shown(&browser, &format!("http://{at}/"), scripts);
        assert!(front.contains("Newest stories") && front.contains("Halvard Reiss"), "{front}");
        let harm = shown(&browser, &format!("http://{at}/page/{page}"), scripts);
        assert!(harm.contains("&lt;script&gt;"), "the page is shown: {harm}");
        assert!(!harm.contains(HARM) && !harm.contains("<title>run"), "nothing of it runs");
        let statement = Site::all().data(&format!("/page/{page}.json"))["statements"][0].clone();
        let statement = format!("http://{at}/statement/{}", statement.as_str().unwrap());
        // The button that copies is there where it can do so: our own script runs, or does not.
        let hidden = shown(&browser, &statement, scripts).contains(" hidden=\"\" data-copies");
        assert_eq!(hidden, !scripts);
    }
    for path in ["/".to_owned(), format!("/story/{story}"), format!("/page/{page}")] {
        let url = format!("http://{at}{path}");
        let [with, without] = [true, false].map(|scripts| picture(&browser, &url, scripts));
        assert!(with.len() > 10_000, "{path}: something is drawn");
        assert!(with == without, "{path}: without scripts all is there as well");
    }
}
