//! Rules of inference, each shown on a small story that turns on it. All people, places and papers
//! are invented.

mod common;

use common::{parents, story, tree};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::{Stemma, WeightFiles, stemma_weighed};
use headwater_text::When;

fn article(id: &str, outlet: &str, date: Option<&str>, text: &str) -> Quoted {
    let mut article = Article::plain(id, text);
    article.outlet = Some(outlet.to_owned());
    article.date = date.and_then(When::parse);
    Quoted { article, ..Quoted::default() }
}

const FERRY: &str = "The ferry company of Orvel has sold both of its boats to a buyer on the mainland, it said on Friday.\n\
Captain Jonas Orr, who has crossed the sound four thousand times, learned of the sale from a fisherman.\n\
The buyer wants to run one of the boats as a floating restaurant and to break up the other.\n\
From April the island will have no boat of its own for the first time since 1871.\n\
A petition in the bakery had more names by noon than the island has voters.";

const HARBOUR: &str = "Orvel is losing its ferries: the company that runs them has found a buyer for the pair and told its crews on Friday.\n\
Eleven people work on the two boats, and none of them has been offered another post.\n\
The buyer, a hotel keeper from Tamsin, paid less than the price of a new engine, two people who saw the contract said.\n\
The school on the island has forty pupils, nine of whom cross the sound every morning.\n\
Ministry officials said a subsidy had been on offer since last summer and that nobody had asked for it.\n\
A meeting of the islanders has been called for Sunday in the net loft.";

/// The sentences of a text, from the first that is wanted.
fn lines(text: &str, from: usize, count: usize) -> String {
    text.lines().skip(from).take(count).collect::<Vec<_>>().join("\n")
}

#[test]
fn of_two_equal_reports_the_one_that_is_credited_is_the_parent() {
    let copy = format!("{}\nThe Sound Courier first reported the sale.", lines(FERRY, 0, 4));
    for (first, second) in [("Sound Courier", "Harbour Mail"), ("Harbour Mail", "Sound Courier")] {
        let list = vec![
            article("a", first, Some("2031-03-07T08:00"), FERRY),
            article("b", second, Some("2031-03-07T08:00"), FERRY),
            article("c", "Tamsin Today", Some("2031-03-07T19:00"), &copy),
        ];
        let credited = if first == "Sound Courier" { "a" } else { "b" };
        let s = tree(&list);
        assert_eq!(parents(&s, "c"), [credited], "credited: {credited}; {:?}", s.edges);
    }
}

#[test]
fn a_report_made_from_two_has_both_for_parents() {
    let both = format!("{FERRY}\n{}\n{}", lines(HARBOUR, 2, 1), lines(HARBOUR, 4, 1));
    let list = vec![
        article("a", "Sound Courier", Some("2031-03-07T08:00"), FERRY),
        article("b", "Harbour Mail", Some("2031-03-07T09:00"), HARBOUR),
        article("c", "Tamsin Today", Some("2031-03-08T19:00"), &both),
    ];
    let s = tree(&list);
    assert_eq!(parents(&s, "c"), ["a", "b"], "{:?}", s.edges);
    assert!(parents(&s, "a").iter().all(|p| *p != "b" && *p != "c"), "{:?}", s.edges);
}

#[test]
fn a_report_made_from_one_has_one_parent() {
    let list = vec![
        article("a", "Sound Courier", Some("2031-03-07T08:00"), FERRY),
        article("b", "Harbour Mail", Some("2031-03-07T09:00"), HARBOUR),
        article("c", "Tamsin Today", Some("2031-03-08T19:00"), &lines(FERRY, 0, 4)),
    ];
    assert_eq!(parents(&tree(&list), "c"), ["a"]);
}

/// The shipped weights with one setting changed.
fn with_setting(name: &str, value: f64, articles: &[Quoted]) -> Stemma {
    let shipped = include_str!("../weights/linear.json");
    let mut weights: serde_json::Value = serde_json::from_str(shipped).unwrap();
    weights["settings"][name] = value.into();
    let files = WeightFiles {
        linear: &weights.to_string(),
        forests: [
            include_bytes!("../weights/alone.forest"),
            include_bytes!("../weights/descent.forest"),
            include_bytes!("../weights/sibling.forest"),
        ],
    };
    stemma_weighed(&story(articles), articles, files).expect("weights that fit")
}

#[test]
fn probabilities_are_those_of_the_calibration() {
    let list = vec![
        article("a", "Sound Courier", Some("2031-03-07T08:00"), FERRY),
        article("b", "Harbour Mail", Some("2031-03-07T19:00"), &lines(FERRY, 0, 4)),
    ];
    let sure = |s: &Stemma| s.edges.iter().find(|e| e.child == "b").map(|e| e.probability).unwrap();
    let plain = sure(&tree(&list));
    let shipped: serde_json::Value =
        serde_json::from_str(include_str!("../weights/linear.json")).unwrap();
    let shift = shipped["settings"]["first_shift"].as_f64().unwrap_or(0.0);
    let odds = |p: f64| libm::log(p / (1.0 - p));
    for by in [-1.0, -3.0] {
        let moved = sure(&with_setting("first_shift", shift + by, &list));
        assert!((odds(moved) - odds(plain) - by).abs() < 0.05, "{plain} and {moved}, by {by}");
    }
}
