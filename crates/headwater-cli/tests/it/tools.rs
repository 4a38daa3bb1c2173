//! The file of a library opened by the tools that users know. `HEADWATER_PYTHON` names the Python that
//! has them, else it is `python3`; where one lacks, that is said and its test ends.

use super::library::Desk;
use super::skipped;
use std::process::{Command, Output};

/// The queries of docs/library.md, in their order.
fn queries() -> Vec<String> {
    let text = include_str!("../../../../docs/library.md");
    let (_, part) = text.split_once("## Questions in SQL").unwrap();
    let (part, _) = part.split_once("In Python:").unwrap();
    let mut out: Vec<String> = Vec::new();
    for block in part.split("\n\n").filter(|b| b.trim_start().starts_with("SELECT")) {
        out.push(block.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out
}

fn python(args: &[&str]) -> Option<Output> {
    let python = std::env::var("HEADWATER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    Command::new(python).args(args).output().ok()
}

/// Whether a Python has this; says so where not.
fn has(module: &str) -> bool {
    let found = python(&["-c", &format!("import {module}")]).is_some_and(|o| o.status.success());
    if !found {
        skipped(&format!("{module} is not installed here"));
    }
    found
}

fn told(output: &Output) -> String {
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{talk}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn pandas_reads_the_tables_and_slices_the_texts() {
    if !has("pandas") {
        return;
    }
    let desk = Desk::with_pages("pandas");
    desk.add();
    // What stands in docs/library.md, and that each reading is where it says.
    let script = "import pandas, sqlite3, sys\n\
        library = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)\n\
        readings = pandas.read_sql('SELECT * FROM reading JOIN article USING (n)', library)\n\
        assert len(readings) > 2\n\
        assert all(row.text[row.start:row.end] == row.words for row in readings.itertuples())\n\
        for query in sys.argv[2:]:\n\
        \x20   print(len(pandas.read_sql(query, library)))\n";
    let (file, queries) = (desk.file(), queries());
    assert_eq!(queries.len(), 4, "{queries:?}");
    let args: Vec<&str> = queries.iter().map(String::as_str).collect();
    let out = told(&python(&[&["-c", script, &file], &args[..]].concat()).unwrap());
    let rows: Vec<usize> = out.lines().map(|l| l.parse().unwrap()).collect();
    assert!(rows.len() == 4 && rows[0] > 0 && rows[3] > 0, "{rows:?}");
    assert_eq!(desk.run(&["verify"]).0, 0, "it is as it was");
}

#[test]
fn datasette_serves_the_tables_and_the_search() {
    if !has("datasette") {
        return;
    }
    let desk = Desk::with_pages("datasette");
    desk.add();
    let get = |path: &str| -> serde_json::Value {
        let out = python(&["-m", "datasette", &desk.file(), "--get", path]).unwrap();
        serde_json::from_str(&told(&out)).unwrap()
    };
    let pages = get("/desk/page.json?_shape=array");
    assert_eq!(pages.as_array().unwrap().len(), 3);
    let found =
        get("/desk.json?_shape=array&sql=SELECT+title+FROM+words+WHERE+words+MATCH+'ferry'");
    assert_eq!(found.as_array().unwrap().len(), 2, "{found}");
    let readings = get("/desk/reading.json?_shape=array");
    assert!(readings[0]["words"].is_string(), "{readings}");
    assert_eq!(desk.run(&["verify"]).0, 0, "it is as it was");
}
