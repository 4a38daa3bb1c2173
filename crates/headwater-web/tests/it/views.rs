//! What each view says.

use super::made::{Site, add, asking, harmful, own};
use axum::body::Body;
use serde_json::Value;

fn story(site: &Site, title: &str) -> String {
    let list = site.data("/stories.json");
    let rows = list["rows"].as_array().unwrap();
    let row = rows.iter().find(|r| r["title"].as_str().unwrap().contains(title)).unwrap();
    row["story"].as_str().unwrap().to_owned()
}

/// A statement of the story of the river whose number differs.
fn statement(site: &Site) -> String {
    let found =
        site.data("/search.json?q=cutting+off+more+than+4%2C000+farms+below+the+Sarvin+dam");
    found["statements"][0]["statement"].as_str().unwrap().to_owned()
}

#[test]
fn the_front_has_the_newest_stories_and_who_is_quoted() {
    let site = Site::all();
    let front = site.data("/index.json");
    assert_eq!(front["pages"], 25);
    let days: Vec<&str> =
        front["newest"].as_array().unwrap().iter().map(|s| s["last"].as_str().unwrap()).collect();
    assert!(days.windows(2).all(|w| w[0] >= w[1]), "{days:?}");
    assert_eq!(front["most_quoted"][0]["name"], "Halvard Reiss");
    let html = site.get("/").text();
    assert!(html.contains("Newest stories") && html.contains("Halvard Reiss"));
    assert_eq!(site.get("/.json").json(), front);
}

#[test]
fn a_story_says_where_it_springs_from_and_why() {
    let site = Site::all();
    let id = story(site, "Reiss: Veshnaya");
    let html = site.get(&format!("/story/{id}")).text();
    for words in ["Meridian Ledger", "<svg", "How sure", "speaks for it", "more than 4,000"] {
        assert!(html.contains(words), "{words}");
    }
    let data = site.data(&format!("/story/{id}.json"));
    assert_eq!(data["pages"].as_array().unwrap().len(), 8);
    let edge = &data["tree"]["edges"][0];
    assert!(edge["grounds"][0]["text"].as_str().is_some_and(|t| !t.is_empty()));
    assert!(data["brief"].is_object());
}

#[test]
fn every_reading_is_a_slice_of_its_page_and_opens_it_there() {
    let site = Site::all();
    let id = statement(site);
    let data = site.data(&format!("/statement/{id}.json"));
    let readings = data["readings"].as_array().unwrap();
    assert!(readings.len() > 3);
    let html = site.get(&format!("/statement/{id}")).text();
    for reading in readings {
        let page = reading["page"].as_str().unwrap();
        let (start, end) = (reading["start"].as_u64().unwrap(), reading["end"].as_u64().unwrap());
        let text = site.data(&format!("/page/{page}.json"))["text"].as_str().unwrap().to_owned();
        let slice: String =
            text.chars().skip(start as usize).take((end - start) as usize).collect();
        assert_eq!(reading["words"], slice);
        let parts = reading["parts"].as_array().unwrap().iter();
        let joined: String = parts.map(|p| p["words"].as_str().unwrap()).collect();
        assert_eq!(joined, slice, "the parts of a wording are its words");
        // A page that prints the words twice is named once.
        let linked = html.contains(&format!("/page/{page}?at={start}-{end}#at"));
        assert!(linked || reading["repeat"] == true, "{reading}");
        let at = site.data(&format!("/page/{page}.json?at={start}-{end}"));
        assert_eq!(at["at"]["words"], slice);
        let shown = site.get(&format!("/page/{page}?at={start}-{end}")).text();
        assert!(shown.contains("id=\"at\"") && shown.contains("class=\"here"));
    }
    let kinds: Vec<&Value> =
        data["differences"].as_array().unwrap().iter().map(|d| &d["kind"]).collect();
    assert!(kinds.contains(&&Value::from("number")), "{kinds:?}");
    assert!(
        html.contains("class=\"lacks\"")
            && html.contains("class=\"other\"")
            && html.contains("class=\"same\"")
    );
}

#[test]
fn readings_stand_side_by_side_and_spelling_can_be_shown() {
    let site = Site::all();
    let id = statement(site);
    let beside = site.get(&format!("/statement/{id}?r=0&r=1&r=2")).text();
    assert_eq!(beside.split("class=\"beside\"").nth(1).unwrap().matches("<section>").count(), 3);
    let folded = site.get(&format!("/statement/{id}")).text();
    let spelled = site.get(&format!("/statement/{id}?fold=0")).text();
    assert!(
        spelled.matches("lacks small").count() + spelled.matches("varies").count()
            > folded.matches("varies").count()
    );
}

#[test]
fn a_lost_place_is_said_to_be_lost() {
    let site = Site::all();
    let page = site.data("/search.json?q=treaty")["pages"][0]["page"].as_str().unwrap().to_owned();
    let data = site.data(&format!("/page/{page}.json?at=900000-900010"));
    assert_eq!(data["at"]["held"], false);
    let html = site.get(&format!("/page/{page}?at=900000-900010")).text();
    assert!(html.contains("is not in this text") && !html.contains("id=\"at\""));
}

#[test]
fn a_person_has_statements_by_date_under_all_spellings() {
    let site = Site::all();
    let data = site.data("/person/Halvard%20Reiss.json");
    assert!(data["spellings"].as_array().unwrap().contains(&"Khalvard Reyss".into()));
    let days: Vec<String> = data["statements"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| {
            s["said_on"].as_str().or(s["date"].as_str()).map(|d| d[..10.min(d.len())].to_owned())
        })
        .collect();
    assert!(days.len() > 5 && days.is_sorted(), "{days:?}");
    assert_eq!(site.get("/person/Nobody%20Atall").status, 404);
}

#[test]
fn an_outlet_tells_from_whom_it_has_its_reports_in_counts() {
    let site = Site::all();
    let data = site.data("/outlet/Bayline.json");
    let from = data["has_from"].as_array().unwrap();
    assert!(from.iter().any(|f| f["outlet"] == "Straits Observer"), "{from:?}");
    assert!(data["wordings"]["relations"].as_array().is_some_and(|r| !r.is_empty()));
    let html = site.get("/outlet/Bayline").text();
    assert!(html.contains("Straits Observer") && html.contains("no verdict"));
}

#[test]
fn a_message_is_followed_over_speakers_and_years() {
    let site = Site::all();
    let found =
        site.data("/search.json?q=it+will+not+be+to+sign+a+treaty+but+to+keep+us+at+the+table");
    let id = found["statements"][0]["statement"].as_str().unwrap();
    let data = site.data(&format!("/thread/{id}.json"));
    let rows = data["statements"].as_array().unwrap();
    let speakers: std::collections::BTreeSet<&str> =
        rows.iter().filter_map(|r| r["speaker"].as_str()).collect();
    assert!(speakers.len() > 1, "{data}");
    let html = site.get(&format!("/thread/{id}")).text();
    assert!(html.contains("class=\"lanes\""));
}

#[test]
fn bytes_are_a_download_and_nothing_else() {
    let site = Site::all();
    let page = site.data("/search.json?q=northern+pier")["pages"][0].clone();
    let reply = site.get(&format!("/page/{}/raw", page["page"].as_str().unwrap()));
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "application/octet-stream");
    assert!(reply.header("content-disposition").starts_with("attachment; filename=\"headwater-"));
    let day = if page["id"].as_str().unwrap().contains("-3.") { 3 } else { 4 };
    assert_eq!(reply.bytes, harmful(day).1, "as they came");
}

#[test]
fn lists_are_tables_for_spreadsheets_too() {
    let site = Site::all();
    for path in [
        "/stories.csv",
        "/speakers.csv",
        "/outlets.csv",
        "/index.csv",
        "/search.csv?q=treaty",
        "/person/Halvard%20Reiss.csv",
    ] {
        let reply = site.get(path);
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, "text/csv; charset=utf-8"),
            "{path}"
        );
        assert!(reply.text().lines().count() > 1, "{path}");
    }
    assert_eq!(site.get("/help.csv").status, 404);
}

#[test]
fn the_interface_speaks_two_languages() {
    let site = Site::all();
    let german = site.get("/?lang=de").text();
    assert!(
        german.starts_with("<!DOCTYPE html><html lang=\"de\">")
            && german.contains("Neueste Geschichten")
    );
    assert!(german.contains("/stories?lang=de"), "the choice goes along");
    let asked =
        asking("/").header("accept-language", "de-CH, en;q=0.7").body(Body::empty()).unwrap();
    assert!(site.send(asked).text().contains("Neueste Geschichten"));
    assert!(site.get("/").text().contains("Newest stories"));
}

#[test]
fn a_library_that_grows_is_shown_as_it_is_now() {
    let path = own("grows");
    let site = Site::over(&path, false);
    assert_eq!(site.data("/index.json")["pages"], 2);
    add(&path, &[harmful(5)]);
    assert_eq!(site.data("/index.json")["pages"], 3);
    assert!(site.get("/").text().contains("3 pages"));
}

#[test]
fn a_sentence_is_found_though_its_words_are_others() {
    let site = Site::all();
    let found = site.data("/search.json?q=about+4%2C000+farms+under+the+Sarvin+dam+have+no+water");
    let statements = found["statements"].as_array().unwrap();
    assert!(
        statements.iter().any(|s| s["words"].as_str().unwrap().contains("4,000 farms")),
        "{found}"
    );
    let dated = site.get("/search?q=before%3Ayesterday");
    assert!(dated.status == 200 && dated.text().contains("“yesterday” is no date"));
    assert_eq!(site.get("/search").status, 200);
}
