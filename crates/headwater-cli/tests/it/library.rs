//! A library: pages added, looked for, shown, checked.

use super::{headwater, models};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder for one test: pages, and a library beside them. Gone at its end.
pub(crate) struct Desk(PathBuf);

const FERRY: &str = "Ferry stays in port\n\nThe ferry to Orvel stays in port until the storm has \
    passed, the harbour master said on Monday. “Nobody sails before noon on Tuesday,” Mara Lind \
    said on Monday. Fishing boats lie two rows deep along the northern quay of the island.";
const FERRY_OTHER: &str = "Nobody sails from Orvel\n\nThe ferry to Orvel stays in port until the \
    storm has passed. “Nobody sails before noon,” Mara Lind said. Along the northern \
    quay of the island the fishing boats lie in two rows.";
const TOLL: &str = "Karst rejects its toll\n\n“We will pay no toll for the bridge, not this year,” \
    Tomas Almen, the mayor of Karst, said after the vote. The council of Karst rejected the bridge \
    toll by nine votes to four after a debate of six hours.";

impl Desk {
    pub(crate) fn new(name: &str) -> Desk {
        let path =
            std::env::temp_dir().join(format!("headwater-library-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("pages")).unwrap();
        Desk(path)
    }

    /// With three pages, two of one event.
    pub(crate) fn with_pages(name: &str) -> Desk {
        let desk = Desk::new(name);
        desk.page("ferry.txt", FERRY);
        desk.page("ferry-other.txt", FERRY_OTHER);
        desk.page("toll.txt", TOLL);
        desk
    }

    pub(crate) fn page(&self, name: &str, text: &str) {
        fs::write(self.0.join("pages").join(name), text).unwrap();
    }

    pub(crate) fn pages(&self) -> String {
        self.0.join("pages").to_string_lossy().into_owned()
    }

    /// A folder of this desk.
    pub(crate) fn folder(&self, name: &str) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(&path).unwrap();
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn file(&self) -> String {
        self.0.join("desk.db").to_string_lossy().into_owned()
    }

    /// Runs a verb over the library: exit status, standard output, standard error.
    pub(crate) fn run(&self, args: &[&str]) -> (i32, String, String) {
        let file = self.file();
        let output = headwater(&[&args[..1], &["--library", &file], &args[1..]].concat(), "");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// The same, and it must end well.
    pub(crate) fn told(&self, args: &[&str]) -> String {
        let (code, out, talk) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {out}{talk}");
        out
    }

    pub(crate) fn add(&self) -> String {
        self.told(&["add", "--tagger", "fast", &self.pages()])
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_new_known_and_changed_is_said() {
    let desk = Desk::with_pages("add");
    let told = desk.add();
    assert!(told.starts_with("3 new, 0 known"), "{told}");
    assert!(told.contains("holds 3 pages"), "{told}");
    desk.page("toll.txt", &TOLL.replace("six hours", "seven hours"));
    desk.page("quay.txt", "Quay reopens\n\nThe quay of Velholm is open again, the port said.");
    let told = desk.add();
    let today = "1 new, 2 known, 1 changed since ";
    assert!(told.starts_with(today), "{told}");
    let told = desk.add();
    assert!(told.starts_with("0 new, 4 known"), "{told}");
    let page: Value =
        serde_json::from_str(&desk.told(&["search", "--format", "json", "\"seven hours\""]))
            .unwrap();
    let name = page["page"].as_str().unwrap();
    let shown: Value =
        serde_json::from_str(&desk.told(&["show", "--format", "json", name])).unwrap();
    assert_eq!(shown["versions"].as_array().unwrap().len(), 2, "both versions are kept");
}

#[test]
fn words_are_found_and_what_is_not_held_is_said() {
    let desk = Desk::with_pages("search");
    desk.add();
    let told = desk.told(&["search", "ferry", "storm"]);
    assert!(told.starts_with("2 of 3 pages"), "{told}");
    assert!(told.contains("Ferry stays in port") && told.contains("Nobody sails from Orvel"));
    let told = desk.told(&["search", "\"two rows deep\""]);
    assert!(told.starts_with("1 of 3 pages"), "{told}");
    let told = desk.told(&["search", "speaker:almen", "toll"]);
    assert!(told.starts_with("1 of 3 pages") && told.contains("Karst rejects its toll"), "{told}");
    let (code, told, _) = desk.run(&["search", "zebra"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("none of 3 pages of "), "{told}");
    for typed in ["\"", "AND", "ferry*", "NEAR(", "speaker:", "a:b", "-"] {
        let (code, _, talk) = desk.run(&["search", "--", typed]);
        assert!(code < 2 || talk.contains("no words to look for"), "{typed}: {talk}");
    }
    let csv = desk.told(&["search", "--format", "csv", "toll"]);
    assert!(csv.starts_with("page,id,title,outlet,date,url,story,words\r\n"), "{csv}");
    assert_eq!(csv.lines().count(), 2);
    let table = desk.told(&["search", "--format", "md", "toll"]);
    assert!(table.starts_with("| page | id | title |"), "{table}");
}

#[test]
fn what_has_a_name_is_shown() {
    let desk = Desk::with_pages("show");
    desk.add();
    let hit: Value =
        serde_json::from_str(&desk.told(&["search", "--format", "json", "two rows deep"])).unwrap();
    let (page, story) = (hit["page"].as_str().unwrap(), hit["story"].as_str().unwrap());
    let told = desk.told(&["show", page]);
    assert!(told.contains("Ferry stays in port") && told.contains("Nobody sails"), "{told}");
    assert_eq!(told, desk.told(&["show", &page[..10]]), "its first digits name it");
    assert_eq!(told, desk.told(&["show", "ferry.txt"]), "and its id");
    let told = desk.told(&["show", story]);
    assert!(told.contains("2 pages"), "{told}");
    let record: Value =
        serde_json::from_str(&desk.told(&["show", "--format", "json", story])).unwrap();
    let statement = record["statements"][0]["statement"].as_str().unwrap();
    let told = desk.told(&["show", statement]);
    assert!(told.contains("2 readings") && told.contains("Mara Lind"), "{told}");
    let told = desk.told(&["show", "mara lind"]);
    assert!(told.contains("1 statement"), "{told}");
    let (code, _, talk) = desk.run(&["show", "s-000000000000"]);
    assert_eq!(code, 1);
    assert!(talk.contains("nothing in this library of 3 pages is named"), "{talk}");
}

/// A story of one page has another name when a second page joins it; the old name leads there.
#[test]
fn an_old_name_leads_to_what_it_became() {
    let desk = Desk::new("alias");
    desk.page("ferry.txt", FERRY);
    desk.add();
    let story = |words: &str| -> Value {
        serde_json::from_str(&desk.told(&["search", "--format", "json", words])).unwrap()
    };
    let old = story("two rows deep")["story"].as_str().unwrap().to_owned();
    desk.page("ferry-other.txt", FERRY_OTHER);
    desk.add();
    let new = story("two rows deep")["story"].as_str().unwrap().to_owned();
    assert_ne!(old, new);
    let told = desk.told(&["show", &old]);
    assert!(told.starts_with(&format!("{old} is now:\n")) && told.contains(&new), "{told}");
}

#[test]
fn a_library_that_is_whole_is_said_to_be_so() {
    let desk = Desk::with_pages("verify");
    desk.add();
    let told = desk.told(&["verify"]);
    assert!(told.starts_with("3 pages, ") && told.contains("as they were written"), "{told}");
}

#[test]
fn what_is_no_library_is_told_with_a_way_out() {
    let desk = Desk::new("none");
    for verb in [&["search", "ferry"][..], &["show", "x"], &["verify"]] {
        let (code, _, talk) = desk.run(verb);
        assert_eq!(code, 2);
        assert!(talk.contains("there is no library") && talk.contains("hint:"), "{talk}");
        assert!(!Path::new(&desk.file()).exists(), "none is made by asking");
    }
    fs::write(desk.file(), "Dear diary, today it rained in Orvel. ".repeat(50)).unwrap();
    for verb in [&["search", "ferry"][..], &["verify"], &["add", "--tagger", "fast", &desk.pages()]]
    {
        desk.page("a.txt", FERRY);
        let (code, _, talk) = desk.run(verb);
        assert_eq!(code, 2, "{verb:?}");
        assert!(talk.contains("is no library of Headwater"), "{talk}");
    }
}

/// The library that an option does not name is the one that the environment names.
#[test]
fn the_environment_names_a_library() {
    let desk = Desk::with_pages("environment");
    desk.add();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_headwater"))
        .args(["search", "toll"])
        .env("HEADWATER_LIBRARY", desk.file())
        .env("HEADWATER_MODEL_DIR", models())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
}

/// Short made reports: three of each event, in words that they share.
fn made(n: usize) -> Vec<String> {
    let towns = ["Orvel", "Karst", "Velholm", "Lervik", "Tarn", "Aldren", "Sund", "Brenn"];
    let things = ["ferry", "bridge", "quay", "school", "mill", "market"];
    let events = (0..n).map(|i| (i / 3, i % 3));
    let report = |(event, k): (usize, usize)| {
        let (town, thing) =
            (towns[event % towns.len()], things[event / towns.len() % things.len()]);
        let rest = ["The council met for six hours.", "Nobody was hurt.", "Shops stayed shut."][k];
        format!(
            "The {thing} of {town} closes for {event} days\n\nThe {thing} of {town} closes for {event} \
             days after the storm of Monday, the council of {town} said. “We will not open the {thing} \
             of {town} before all {event} walls stand again,” Mara {town}sen said. {rest}"
        )
    };
    events.map(report).collect()
}

impl Desk {
    fn export(&self) -> String {
        self.told(&["export"])
    }

    /// Starts `add` over some of the pages, a few at once.
    fn adding(&self, paths: &[String]) -> std::process::Child {
        std::process::Command::new(env!("CARGO_BIN_EXE_headwater"))
            .args(["add", "--tagger", "fast", "--batch", "3", "--library", &self.file()])
            .args(paths)
            .env("HEADWATER_MODEL_DIR", models())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn held(&self) -> usize {
        let (code, out, talk) = self.run(&["export", "--table", "page"]);
        assert!(code < 2, "{talk}");
        out.lines().count()
    }
}

/// A library of made reports, two folders of them; what an undisturbed run exports.
fn undisturbed(desk: &Desk, n: usize) -> (Vec<String>, String) {
    let folders = ["one", "two"].map(|f| desk.0.join(f));
    for (i, text) in made(n).iter().enumerate() {
        let folder = &folders[usize::from(i % 5 > 2)];
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join(format!("{i:03}.txt")), text).unwrap();
    }
    let folders = folders.map(|f| f.to_string_lossy().into_owned()).to_vec();
    let other = desk.0.join("other.db").to_string_lossy().into_owned();
    let args = ["add", "--tagger", "fast", "--library", &other];
    let output = headwater(&[&args[..], &[&folders[0], &folders[1]]].concat(), "");
    assert!(output.status.success());
    let export = headwater(&["export", "--library", &other], "").stdout;
    (folders, String::from_utf8(export).unwrap())
}

/// HEADWATER_KILLS sets how often; a few times are enough to see that it goes on.
#[test]
fn a_killed_run_loses_nothing_that_was_stored_and_goes_on() {
    let desk = Desk::new("killed");
    let (folders, want) = undisturbed(&desk, 24);
    let kills = std::env::var("HEADWATER_KILLS").ok().and_then(|k| k.parse().ok()).unwrap_or(12);
    let (mut before, mut cut) = (0, 0);
    for kill in 0..kills {
        let mut child = desk.adding(&folders);
        std::thread::sleep(std::time::Duration::from_millis(30 + (kill * 97) % 500));
        cut += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        if !Path::new(&desk.file()).exists() {
            continue;
        }
        let (code, _, talk) = desk.run(&["verify"]);
        assert!(code < 2 || talk.contains("is no library"), "after {kill} kills: {talk}");
        if code < 2 {
            let now = desk.held();
            assert!(now >= before, "{before} were stored, {now} are there");
            before = now;
        }
        if before == 24 {
            let _ = fs::remove_file(desk.file());
            before = 0;
        }
    }
    assert!(cut > 2, "only {cut} runs were cut");
    assert_eq!(desk.adding(&folders).wait().unwrap().code(), Some(0));
    assert!(desk.export() == want, "the run went on to another export");
    assert_eq!(desk.run(&["verify"]).0, 0);
}

#[test]
fn two_processes_add_at_once() {
    let desk = Desk::new("two");
    let (folders, want) = undisturbed(&desk, 15);
    let children = [desk.adding(&folders[..1]), desk.adding(&folders[1..])];
    for child in children {
        let output = child.wait_with_output().unwrap();
        let talk = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{talk}");
    }
    assert!(desk.export() == want, "both are there, and what is found of them together");
}

#[test]
fn a_library_that_reached_its_bound_says_so_and_stays_whole() {
    let desk = Desk::new("bound");
    desk.page("ferry.txt", FERRY);
    desk.add();
    let before = desk.export();
    let noise: String = (0..120_000_u64)
        .map(|n| format!("{:x} ", n.wrapping_mul(n).wrapping_mul(2_654_435_761)))
        .collect();
    desk.page("toll.txt", &format!("{TOLL}\n\n{noise}"));
    let (code, _, talk) = desk.run(&["add", "--most", "1", &desk.pages()]);
    assert_eq!(code, 2);
    assert!(talk.contains("the disk is full, or the library has reached its bound"), "{talk}");
    assert!(desk.export() == before);
    assert_eq!(desk.run(&["verify"]).0, 0);
}

#[test]
fn a_page_is_checked_against_what_is_held() {
    let desk = Desk::new("check");
    desk.page("ferry.txt", FERRY);
    desk.page("toll.txt", TOLL);
    desk.add();
    let asked = desk.0.join("asked.txt");
    let page = "Nobody sails from Orvel\n\nThe ferry to Orvel stays in port until the storm has \
        passed, the harbour master said on Monday. “Nobody sails before noon,” Mara Lind said. \
        “We will pay no toll for the bridge, not this year,” Ruta Berg said. “Violins were played \
        on the moon by seven otters,” Tomas Almen said.";
    fs::write(&asked, page).unwrap();
    let asked = asked.to_string_lossy().into_owned();
    let told = desk.told(&["check", &asked]);
    assert!(told.contains("not among the 2 pages"), "{told}");
    assert!(told.contains("with more words in "), "{told}");
    assert!(told.contains("verbatim in ") && told.contains("≠ speaker: Tomas Almen"), "{told}");
    assert!(told.contains("none of 2 pages of 0 outlets has these words"), "{told}");
    let row: Value =
        serde_json::from_str(&desk.told(&["check", "--format", "json", &asked])).unwrap();
    assert!(row["shares"][0]["sentences"].as_u64() >= Some(1), "{row}");
    assert_eq!(row["quotations"].as_array().unwrap().len(), 3);
    for reading in
        row["quotations"].as_array().unwrap().iter().flat_map(|q| q["readings"].as_array().unwrap())
    {
        let words = reading["words"].as_str().unwrap();
        assert!(FERRY.contains(words) || TOLL.contains(words), "{words}");
    }
    assert_eq!(desk.held(), 2, "nothing is added");
    let known = desk.told(&["check", &format!("{}/toll.txt", desk.pages())]);
    assert!(known.contains("\n  among the 2 pages"), "{known}");
}

#[test]
fn a_page_is_forgotten_and_not_added_again() {
    let desk = Desk::with_pages("forget");
    desk.add();
    let told = desk.told(&["forget", "toll.txt"]);
    assert!(told.starts_with("1 page forgotten") && told.contains("2 pages left"), "{told}");
    assert_eq!(desk.run(&["search", "toll"]).0, 1);
    assert!(!fs::read(desk.file()).unwrap().windows(9).any(|w| w == b"nine vote"));
    let told = desk.add();
    assert!(told.starts_with("0 new, 2 known, 1 forgotten before and not added"), "{told}");
    let (code, _, talk) = desk.run(&["forget", "nobody.txt"]);
    assert_eq!(code, 2);
    assert!(talk.contains("no page is named `nobody.txt`"), "{talk}");
    assert_eq!(desk.run(&["verify"]).0, 0);
}

#[test]
fn what_is_exported_whole_makes_the_same_library_and_is_cut_otherwise() {
    let desk = Desk::with_pages("export");
    let long = "rain and more rain fell on the harbour of Orvel ".repeat(30);
    desk.page("long.txt", &format!("=Rain=\n\n“It is {long} again,” Mara Lind said on Monday."));
    desk.add();
    let plain = desk.export();
    assert!(!plain.contains("\"type\":\"article\"") && plain.contains("\"type\":\"reading\""));
    for line in plain.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let words = row["words"].as_str().unwrap_or_default();
        assert!(words.chars().count() <= 401, "{words}");
    }
    let csv = desk.told(&["export", "--format", "csv", "--table", "page"]);
    assert!(csv.starts_with("page,id,title,") && !csv.contains(",=Rain"), "{csv}");
    let whole = desk.0.join("whole.jsonl");
    fs::write(&whole, desk.told(&["export", "--full-text"])).unwrap();
    let other = Desk::new("imported");
    let path = whole.to_string_lossy().into_owned();
    let told = other.told(&["import", "--tagger", "fast", &path]);
    assert!(told.starts_with("4 new"), "{told}");
    let imported = other.export();
    let differs = plain.lines().zip(imported.lines()).find(|(a, b)| a != b);
    assert!(imported == plain, "{differs:?}");
    fs::write(&whole, plain).unwrap();
    let (code, _, talk) = other.run(&["import", &path]);
    assert_eq!(code, 2);
    assert!(talk.contains("headwater export --full-text"), "{talk}");
}

/// The correction is written by hand: no verb makes one yet.
#[test]
fn what_was_corrected_and_forgotten_is_imported_once() {
    let desk = Desk::with_pages("apart");
    desk.add();
    desk.told(&["forget", "toll.txt"]);
    let whole = desk.0.join("whole.jsonl");
    let correction = r#"{"type":"correction","kind":"speaker","a":"u-1","b":null,"words":"Mara Lind","made":"2031-03-08T00:00:00Z"}"#;
    let rows = desk.told(&["export", "--full-text"]) + correction + "\n";
    fs::write(&whole, &rows).unwrap();
    let path = whole.to_string_lossy().into_owned();
    let other = Desk::new("apart-imported");
    // Twice: the second time nothing is new.
    for told in ["2 new", "0 new, 2 known"] {
        let now = other.told(&["import", "--tagger", "fast", &path]);
        assert!(now.starts_with(told), "{now}");
        let export = other.export();
        let of = |kind: &str| export.lines().filter(|l| l.contains(kind)).collect::<Vec<_>>();
        let corrections = of("\"type\":\"correction\"");
        assert_eq!(corrections.len(), 1);
        let [here, there]: [Value; 2] =
            [correction, corrections[0]].map(|row| serde_json::from_str(row).unwrap());
        assert_eq!(here, there);
        let tombstone = of("\"type\":\"tombstone\"");
        assert_eq!(tombstone.len(), 1);
        assert!(rows.contains(tombstone[0]), "{tombstone:?}");
    }
    assert_eq!(other.run(&["verify"]).0, 0);
    let toll = other.0.join("pages/toll.txt");
    fs::create_dir_all(other.0.join("pages")).unwrap();
    fs::write(&toll, TOLL).unwrap();
    let told = other.told(&["add", &toll.to_string_lossy()]);
    assert!(told.contains("1 forgotten before and not added"), "{told}");
    fs::write(&whole, rows.replace("\"kind\":\"speaker\",", "")).unwrap();
    let (code, _, talk) = Desk::new("apart-broken").run(&["import", "--tagger", "fast", &path]);
    assert!(code == 2 && talk.contains("has no `kind`"), "{talk}");
}

#[test]
fn a_rebuilt_library_holds_the_same() {
    let desk = Desk::with_pages("rebuild");
    desk.add();
    let before = desk.export();
    let told = desk.told(&["rebuild"]);
    assert!(told.starts_with("3 pages read anew"), "{told}");
    assert!(desk.export() == before);
    assert_eq!(desk.run(&["verify"]).0, 0);
    assert!(desk.add().starts_with("0 new, 3 known"));
}

/// Libraries as earlier versions wrote them: three pages, one of them changed and one forgotten. `v1`
/// is of format 1, `v2` of format 2, which keeps what each page is about. They stay as they are;
/// later versions open them.
#[test]
fn libraries_of_earlier_versions_open() {
    for version in ["v1", "v2"] {
        opens(version);
    }
}

fn opens(version: &str) {
    let desk = Desk::new(version);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    fs::copy(kept.join(version).join("desk.db"), desk.file()).unwrap();
    let told = desk.told(&["verify"]);
    assert!(told.starts_with("4 pages, ") && told.contains("as they were written"), "{told}");
    assert!(desk.told(&["search", "\"seven hours\""]).starts_with("1 of 4 pages of 1 outlet"));
    let told = desk.told(&["show", "s-5d28bf64b302"]);
    assert!(told.starts_with("s-5d28bf64b302 is now:\nKarst rejects its toll"), "{told}");
    assert_eq!(desk.told(&["export", "--table", "page"]).lines().count(), 4);
    desk.page("toll.txt", TOLL);
    let told = desk.told(&["check", &format!("{}/toll.txt", desk.pages())]);
    assert!(told.contains("Tomas Almen: ") && told.contains("verbatim in Strait Post"), "{told}");
    assert!(desk.told(&["rebuild"]).starts_with("4 pages read anew"));
    assert!(desk.told(&["show", "s-5d28bf64b302"]).contains("Karst rejects its toll"));
    desk.page("quay.txt", "Quay reopens\n\nThe quay of Velholm is open again, the port said.\n");
    let told = desk.told(&["add", &desk.pages()]);
    assert!(told.starts_with("1 new, 0 known, 1 forgotten before and not added"), "{told}");
}

/// Python's own SQLite opens the file, and places are what Python slices by; pandas too where it is
/// installed. Where there is no Python, this says so.
#[test]
#[allow(clippy::print_stderr, reason = "the one who runs the tests is told what was not tried")]
fn python_opens_the_file() {
    let desk = Desk::with_pages("python");
    desk.page(
        "東.txt",
        "渡輪停航\n\n渡輪停航了。“我們等到中午，”林說。 “We wait 😀 here,” Mara Lind said.",
    );
    desk.add();
    let script = "import sqlite3, sys\n\
        db = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)\n\
        for table in ('reading', 'quotation'):\n\
        \x20   sql = f'SELECT t.start, t.end, t.words, article.text FROM {table} t JOIN article USING (n)'\n\
        \x20   rows = db.execute(sql).fetchall()\n\
        \x20   assert rows and all(text[s:e] == words for s, e, words, text in rows), table\n\
        found = db.execute(\"SELECT title FROM words WHERE words MATCH 'toll'\").fetchall()\n\
        assert found == [('Karst rejects its toll',)], found\n\
        try:\n\
        \x20   import pandas\n\
        \x20   frame = pandas.read_sql('SELECT * FROM statement', db)\n\
        \x20   assert len(frame) > 1\n\
        except ImportError:\n\
        \x20   print('pandas is not installed')\n";
    let run = std::process::Command::new("python3").args(["-c", script, &desk.file()]).output();
    let Ok(output) = run else {
        eprintln!("no python3 here: not tried");
        return;
    };
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{talk}");
}
