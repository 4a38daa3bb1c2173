//! Laws that hold for any input.

use super::{examples, folded, out, quoted, report, rows, slice, traced};
use serde_json::Value;
use std::fs;

/// Every list of places of a record with the text it belongs to.
fn places<'v>(value: &'v Value, found: &mut Vec<(&'v str, usize, usize)>) {
    match value {
        Value::Object(fields) => {
            let at = |k: &str| fields.get(k).and_then(Value::as_u64).map(|n| n as usize);
            if let (Some(s), Some(e)) = (at("start"), at("end")) {
                found.push(("start", s, e));
            }
            for (name, inner) in fields {
                if (name.ends_with("spans") || name == "body" || name == "repeats")
                    && let Some(list) = inner.as_array()
                {
                    for pair in list {
                        let n = |i: usize| pair[i].as_u64().unwrap_or(0) as usize;
                        found.push((name, n(0), n(1)));
                    }
                }
                places(inner, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|v| places(v, found)),
        _ => {}
    }
}

#[test]
fn every_place_fits_its_text() {
    let trace = traced();
    for article in trace["articles"].as_array().unwrap() {
        let length = article["text"].as_str().unwrap().chars().count();
        let mut found = Vec::new();
        places(article, &mut found);
        assert!(found.len() > 5, "{}", article["id"]);
        for (name, start, end) in found {
            assert!(start < end && end <= length, "{} {name} {start}..{end}", article["id"]);
        }
    }
}

#[test]
fn speakers_and_media_are_slices_of_their_page() {
    for article in traced()["articles"].as_array().unwrap() {
        let text = folded(article["text"].as_str().unwrap());
        for quote in article["quotes"].as_array().unwrap() {
            for field in ["speaker", "speaker_text", "via", "role"] {
                if let Some(words) = quote[field].as_str() {
                    assert!(text.contains(&folded(words)), "{} {field} {words}", article["id"]);
                }
            }
        }
    }
}

/// What the text report prints as the whole wording of one outlet, by outlet: the words behind
/// its name and a colon.
fn printed_readings(outlets: &[String]) -> Vec<(String, String)> {
    let report = out(&["trace", "--all"], &quoted());
    let mut found = Vec::new();
    for part in report.split("\n  What was said").skip(1) {
        let part = folded(part.split("\n\n").next().unwrap_or(part));
        for outlet in outlets {
            for (open, close) in [('“', '”'), ('«', '»')] {
                for tail in part.split(format!("{outlet}: {open}").as_str()).skip(1) {
                    let words = tail.split(close).next().unwrap_or(tail);
                    found.push((outlet.clone(), words.to_owned()));
                }
            }
        }
    }
    found
}

#[test]
fn readings_slice_back_to_what_the_report_prints() {
    let trace = traced();
    let articles = trace["articles"].as_array().unwrap();
    let outlet = |a: &Value| a["outlet"].as_str().unwrap_or("").to_owned();
    let outlets: std::collections::BTreeSet<String> = articles.iter().map(outlet).collect();
    let mut readings: Vec<(String, String)> = Vec::new();
    for reading in trace["utterances"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|u| u["readings"].as_array().unwrap())
    {
        let article = articles.iter().find(|a| a["id"] == reading["article"]).unwrap();
        let at = |k: &str| reading[k].as_u64().unwrap() as usize;
        let words = slice(article["text"].as_str().unwrap(), at("start"), at("end"));
        readings.push((outlet(article), folded(&words)));
    }
    let bare = |words: &str| words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let printed = printed_readings(&outlets.into_iter().collect::<Vec<_>>());
    assert!(printed.len() > 10, "only {} readings are printed", printed.len());
    for (of, words) in printed {
        let found = readings.iter().any(|(p, w)| *p == of && bare(w).starts_with(&bare(&words)));
        assert!(found, "no reading of {of} has: {words}");
    }
}

/// No line is wider than asked for, whatever is told.
#[test]
fn the_width_asked_for_is_kept() {
    let file = std::env::temp_dir().join(format!("headwater-it-{}.jsonl", std::process::id()));
    fs::write(&file, quoted()).unwrap();
    for width in [40, 66, 80, 200] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_headwater"))
            .args(["trace", "--all", "--why"])
            .env("COLUMNS", width.to_string())
            .env("HEADWATER_MODEL_DIR", super::models())
            .stdin(fs::File::open(&file).unwrap())
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        assert!(report.lines().count() > 100);
        for line in report.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
    fs::remove_file(file).unwrap();
}

/// Stories have the same numbers in text, HTML and JSON.
#[test]
fn stories_are_numbered_alike_in_all_forms() {
    let (text, html) = (report(&["trace"]), out(&["trace", "--format", "html"], &quoted()));
    let mut told = 0;
    for (i, story) in traced()["stories"].as_array().unwrap().iter().enumerate() {
        let Some(number) = story["number"].as_u64() else { continue };
        assert_eq!(number, i as u64 + 1, "in the order of telling");
        let title = story["title"].as_str().unwrap();
        assert!(html.contains(&format!("id=\"s{number}-title\"><bdi>{title}")), "{title}");
        if story["articles"].as_array().unwrap().len() > 1 {
            // A long title is cut to the width.
            let begins: String = title.chars().take(40).collect();
            assert!(text.contains(&format!("━━ {number} ━━ {begins}")), "{title}");
            assert!(story["brief"]["source"].is_array(), "{story}");
            told += 1;
        }
    }
    assert!(told > 2, "only {told}");
}

/// Words between our marks in the text report are slices of some page, but for the cut ends that
/// `…` marks.
#[test]
fn no_words_are_invented_between_quotation_marks() {
    let report = folded(&report(&["trace"]));
    let trace = traced();
    let pages: Vec<String> = trace["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| {
            folded(&format!(
                "{}\n{}",
                a["title"].as_str().unwrap_or(""),
                a["text"].as_str().unwrap()
            ))
        })
        .collect();
    let mut seen = 0;
    let marks = [('“', '”'), ('«', '»'), ('⟦', '⟧')];
    let mut rest = report.as_str();
    while let Some(at) = rest.find(|c| marks.iter().any(|m| m.0 == c)) {
        let open = rest[at..].chars().next().unwrap();
        let close = marks.iter().find(|m| m.0 == open).unwrap().1;
        let inner = &rest[at + open.len_utf8()..];
        let end = inner.find(close).expect("a mark of ours is closed");
        let words = inner[..end].trim_end_matches(" …").trim();
        assert!(pages.iter().any(|p| p.contains(words)), "in no page: {words}");
        seen += 1;
        rest = &inner[end + close.len_utf8()..];
    }
    assert!(seen > 20, "only {seen} quoted");
}

#[test]
fn order_of_input_changes_nothing() {
    let folder = examples();
    let mut files: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path().to_string_lossy().into_owned())
        .filter(|p| p.ends_with(".html") || p.ends_with(".txt"))
        .collect();
    files.sort();
    // All that the learned reader finds stands in the JSON; the other forms are told of the same
    // findings.
    for (format, tagger) in [("text", "fast"), ("json", "auto"), ("html", "fast")] {
        let folder = report(&["trace", "--tagger", tagger, "--format", format]);
        // What a folder holds beside its pages is told at the head of the text.
        let files_passed = " · 2 files passed over (.json, .md)";
        let given = folder.replace(files_passed, " · no file skipped");
        let given =
            given.replace("Not read: 2 files passed over (.json, .md).", "No file was skipped.");
        assert_eq!(format == "json", given == folder, "what was passed over is told, {format}");
        // The learned reader takes seconds; what it finds on a page is the page's own.
        for turn in 1..if tagger == "auto" { 2 } else { 3 } {
            files.rotate_left(turn * 5);
            files.swap(0, 3);
            let mut args = vec!["trace", "--tagger", tagger, "--format", format];
            args.extend(files.iter().map(String::as_str));
            assert_eq!(given, out(&args, ""), "another order, {format}");
        }
    }
}

#[test]
fn piped_verbs_agree_with_trace() {
    let fast = out(&["quotes", "--tagger", "fast"], &report(&["read"]));
    assert_eq!(fast, report(&["quotes", "--tagger", "fast"]));
    let stories = out(&["stories"], &quoted());
    let trace = traced();
    for (verb, section) in [
        ("matches", "matches"),
        ("utterances", "utterances"),
        ("threads", "threads"),
        ("stemma", "stemmata"),
    ] {
        let piped = rows(&[verb], &stories);
        assert_eq!(Value::Array(piped), trace[section], "{verb}");
    }
    let articles: Vec<Value> = stories.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let story = |list: &[Value]| {
        list.iter().map(|a| (a["id"].clone(), a["story"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(story(&articles), story(trace["articles"].as_array().unwrap()));
}

#[test]
fn unknown_fields_pass_through() {
    let row = r#"{"id":"a","text":"“We wait for rain,” Mara Lind said.","my":{"column":[1,2]}}"#;
    for verb in ["read", "quotes", "stories"] {
        assert_eq!(rows(&[verb], row)[0]["my"]["column"], serde_json::json!([1, 2]), "{verb}");
    }
}
