//! What is made from the table of verbs and options, and defaults of the user's own.

use super::{examples, headwater, out};
use std::process::Command;

/// The verbs that `--help` lists.
fn verbs() -> Vec<String> {
    let help = out(&["--help"], "");
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let rows = list.lines().filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    rows.filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn completions_and_manual_have_every_verb() {
    let verbs: Vec<String> = verbs().into_iter().filter(|v| v != "help").collect();
    assert!(verbs.len() > 15 && verbs.contains(&"trace".to_owned()), "{verbs:?}");
    let page = out(&["man"], "");
    for shell in ["bash", "zsh", "fish"] {
        let script = out(&["completions", shell], "");
        for verb in &verbs {
            assert!(script.contains(verb.as_str()), "{shell} lacks {verb}");
        }
        assert!(script.contains("with-pages"), "{shell} lacks options");
    }
    let folder = std::env::temp_dir().join(format!("headwater-man-{}", std::process::id()));
    out(&["man", "--out", &folder.to_string_lossy()], "");
    for verb in &verbs {
        assert!(page.contains(&format!("headwater\\-{verb}(1)")), "the page lacks {verb}");
        let own = std::fs::read_to_string(folder.join(format!("headwater-{verb}.1"))).unwrap();
        assert!(own.contains(".SH SYNOPSIS"), "{verb}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn versions_name_the_models_inside() {
    let short = out(&["-V"], "");
    assert_eq!(short.lines().count(), 1);
    let long = out(&["--version"], "");
    assert!(long.starts_with(short.trim()), "{long}");
    for model in ["learned reader quotes-v2", "sentence model sense-v1", "added sentence model"] {
        assert!(long.contains(model), "{long}");
    }
}

#[test]
fn steps_are_told_with_their_times_where_asked_for() {
    let page = examples().join("kestrel-piano.txt");
    let page = page.to_string_lossy();
    let told = |args: &[&str]| String::from_utf8(headwater(args, "").stderr).unwrap();
    let said = told(&["-v", "trace", "--tagger", "fast", &page]);
    assert!(said.contains("reading pages (1): ") && said.contains("grouping stories: "), "{said}");
    assert_eq!(told(&["trace", "--tagger", "fast", &page]), "");
}

#[test]
fn settings_of_the_user_hold_until_something_else_is_typed() {
    let file = std::env::temp_dir().join(format!("headwater-config-{}", std::process::id()));
    let page = examples().join("kestrel-piano.txt");
    let run = |text: &str, args: &[&str]| {
        std::fs::write(&file, text).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_headwater"))
            .args(args)
            .arg(&page)
            .env("HEADWATER_CONFIG", &file)
            .output()
            .unwrap();
        (String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap())
    };
    let settings = "tagger = fast\ntrace.format = md\n";
    assert!(run(settings, &["trace"]).0.starts_with("# "));
    assert!(run(settings, &["trace", "--format", "csv"]).0.starts_with("table,story"));
    let (none, told) = run("tager = fast\n", &["trace"]);
    assert!(none.is_empty());
    assert!(told.contains("line 1: no verb has an option `--tager`"), "{told}");
    std::fs::remove_file(file).unwrap();
}
