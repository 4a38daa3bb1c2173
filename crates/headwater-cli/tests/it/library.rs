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
    fn with_pages(name: &str) -> Desk {
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
