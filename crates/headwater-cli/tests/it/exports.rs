//! What a library exports in the forms of other programs.

use super::library::Desk;
use super::{headwater, slice};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const QUAY: &str = "<html lang=en><head><title>Quay of \"Velholm\" & <b> closes – Tide</title>\
    <meta property=og:site_name content='Tide &amp; Sons'>\
    <link rel=canonical href='https://tide.example/quay?a=1&amp;b=2'></head><body><h1>Quay of \"Velholm\" \
    &amp; &lt;b&gt; closes</h1><p>The quay of Velholm closes for nine days after the flood of Sunday, the port \
    said. “We will not open the quay &amp; the pier before all nine walls stand again,” Ruta Berg said.</p>\
    <p>Ships wait in the roads until the walls stand, and nobody was hurt in the flood.</p></body></html>";
const QUAY_OTHER: &str = "Walls of Velholm fell\n\nThe quay of Velholm closes for nine days after the flood of \
    Sunday. “We will not open the quay before all seven walls stand again,” Ruta Berg said. Ships wait in the \
    roads until the walls stand, and nobody was hurt.";

fn desk(name: &str) -> Desk {
    let desk = Desk::with_pages(name);
    desk.page("quay.html", QUAY);
    desk.page("quay-other.txt", QUAY_OTHER);
    desk.add();
    desk
}

fn export(desk: &Desk, format: &str) -> String {
    desk.told(&["export", "--format", format])
}

/// The texts of all pages under their names.
fn texts(desk: &Desk) -> BTreeMap<String, String> {
    let rows: Vec<Value> = desk
        .told(&["export", "--full-text"])
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let names: BTreeMap<&str, &str> = rows
        .iter()
        .filter(|r| r["type"] == "page")
        .map(|r| (r["id"].as_str().unwrap(), r["page"].as_str().unwrap()))
        .collect();
    let articles = rows.iter().filter(|r| r["type"] == "article");
    articles
        .map(|r| {
            (names[r["id"].as_str().unwrap()].to_owned(), r["text"].as_str().unwrap().to_owned())
        })
        .collect()
}

/// Whether each element that begins ends, and only what may stand in XML does; the elements with
/// their attributes.
fn elements(xml: &str) -> Vec<String> {
    let (mut open, mut all, mut rest) = (Vec::new(), Vec::new(), xml);
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        for reference in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "apos;"];
            assert!(known.iter().any(|k| reference.starts_with(k)), "&{reference}");
        }
        let end = tail.find('>').expect("a tag ends");
        let (tag, tail) = tail.split_at(end + 1);
        let name = tag.trim_matches(['<', '>', '/', '?']).split(' ').next().unwrap().to_owned();
        if tag.starts_with("</") {
            assert_eq!(open.pop(), Some(name), "in {}", &xml[..xml.len() - tail.len()]);
        } else if !tag.starts_with("<?") {
            all.push(tag.to_owned());
            if !tag.ends_with("/>") {
                open.push(name);
            }
        }
        rest = tail;
    }
    assert_eq!(open, [] as [String; 0]);
    all
}

#[test]
fn annotations_select_by_position_and_by_quote() {
    let desk = desk("annotations");
    let texts = texts(&desk);
    let page: Value = serde_json::from_str(&export(&desk, "annotations")).unwrap();
    assert_eq!(page["@context"], "http://www.w3.org/ns/anno.jsonld");
    let items = page["items"].as_array().unwrap();
    let csv = desk.told(&["export", "--format", "csv", "--table", "reading"]);
    assert!(items.len() >= csv.lines().count() - 1 && items.len() > 5, "{}", items.len());
    let mut ids: Vec<&str> = items.iter().map(|i| i["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), items.len(), "each has a name of its own");
    for item in items {
        let source = item["target"]["source"]["id"].as_str().unwrap();
        let text = &texts[source.strip_prefix("urn:headwater:page:").unwrap()];
        let [place, quote] = [0, 1].map(|i| &item["target"]["selector"][i]);
        let [start, end] =
            ["start", "end"].map(|k| usize::try_from(place[k].as_u64().unwrap()).unwrap());
        let [exact, prefix, suffix] =
            ["exact", "prefix", "suffix"].map(|k| quote[k].as_str().unwrap());
        assert_eq!(slice(text, start, end), exact);
        assert!(text.contains(&format!("{prefix}{exact}{suffix}")), "{item}");
        assert_eq!(slice(text, start - prefix.chars().count(), start), prefix);
    }
    let scoped =
        items.iter().filter(|i| i["target"]["scope"] == "https://tide.example/quay?a=1&b=2");
    assert!(scoped.count() > 0);
    let short: Value =
        serde_json::from_str(&desk.told(&["export", "--format", "annotations", "--longest", "5"]))
            .unwrap();
    let selectors = short["items"][0]["target"]["selector"].as_array().unwrap();
    assert_eq!(selectors.len(), 1, "what is longer than may leave is selected by place alone");
}

#[test]
fn tei_has_an_apparatus_of_the_readings() {
    let desk = desk("tei");
    let tei = export(&desk, "tei");
    let all = elements(&tei);
    assert_eq!(all.iter().filter(|e| e.starts_with("<witness ")).count(), 5);
    assert!(tei.contains("Quay of &quot;Velholm&quot; &amp; &lt;b&gt; closes"), "{tei}");
    assert!(tei.contains("target=\"https://tide.example/quay?a=1&amp;b=2\""), "{tei}");
    for wit in all.iter().filter_map(|e| e.split("wit=\"#").nth(1)) {
        let id = wit.split('"').next().unwrap();
        assert!(tei.contains(&format!("xml:id=\"{id}\"")), "{id} is a witness");
    }
    let readings = desk.told(&["export", "--table", "reading"]).lines().count();
    let told = all.iter().filter(|e| e.starts_with("<lem ") || e.starts_with("<rdg ")).count();
    assert_eq!(told, readings);
    assert!(tei.contains("<note type=\"number\">"), "{tei}");
}

#[test]
fn graphs_have_each_page_and_each_edge_once() {
    let desk = desk("graph");
    let edges = desk.told(&["export", "--table", "edge"]).lines().count();
    assert!(edges > 0);
    let graphml = export(&desk, "graphml");
    let all = elements(&graphml);
    assert_eq!(all.iter().filter(|e| e.starts_with("<edge ")).count(), edges);
    let nodes: Vec<&str> =
        all.iter().filter_map(|e| e.strip_prefix("<node id=\"")?.split('"').next()).collect();
    assert_eq!(nodes.len(), desk.told(&["export", "--table", "node"]).lines().count());
    for end in all.iter().filter(|e| e.starts_with("<edge ")).flat_map(|e| e.split('"')) {
        let is_name = end.contains('/') && !end.contains('>');
        assert!(!is_name || nodes.contains(&end), "{end}");
    }
    assert!(graphml.contains("<data key=\"outlet\">Tide &amp; Sons</data>"), "{graphml}");
    let dot = export(&desk, "dot");
    assert_eq!(dot.matches(" -> ").count(), edges);
    assert_eq!(dot.matches('{').count(), dot.matches('}').count());
}

#[test]
fn notes_and_citations_name_each_page() {
    let desk = desk("notes");
    let md = export(&desk, "md");
    assert!(md.contains("| Tide &amp; Sons |"), "{md}");
    assert!(md.contains("*number*") && md.contains("## Who has it from whom"), "{md}");
    let csl: Value = serde_json::from_str(&export(&desk, "csl")).unwrap();
    assert_eq!(csl.as_array().unwrap().len(), 5);
    let tide = csl.as_array().unwrap().iter().find(|i| i["container-title"] == "Tide & Sons");
    assert_eq!(tide.unwrap()["URL"], "https://tide.example/quay?a=1&b=2");
    let bib = export(&desk, "bibtex");
    assert_eq!(bib.matches("\n@").count() + 1, 5, "{bib}");
    assert!(bib.contains("journal = {Tide \\& Sons}"), "{bib}");
    assert_eq!(bib.matches('{').count(), bib.matches('}').count(), "{bib}");
}

#[test]
fn an_archive_has_the_pages_as_they_came_and_only_when_asked_for() {
    let desk = desk("warc");
    let (code, _, talk) = desk.run(&["export", "--format", "warc"]);
    assert!(code == 2 && talk.contains("--full-text"), "{talk}");
    let warc = desk.told(&["export", "--format", "warc", "--full-text"]);
    assert_eq!(warc, desk.told(&["export", "--format", "warc", "--full-text"]), "no clock");
    assert!(warc.contains(QUAY) && warc.contains(QUAY_OTHER), "byte for byte");
    let file = format!("{}/behind.warc", desk.pages());
    fs::write(&file, &warc).unwrap();
    let read = headwater(&["read", &file], "");
    assert!(read.status.success());
    let rows: Vec<Value> = String::from_utf8(read.stdout)
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(rows.len(), 5);
    let quay = rows.iter().find(|r| r["outlet"] == "Tide & Sons").unwrap();
    assert_eq!(quay["url"], "https://tide.example/quay?a=1&b=2");
}

#[test]
fn what_stands_behind_a_finding_is_exported_alone() {
    let desk = desk("behind");
    let hit: Value =
        serde_json::from_str(&desk.told(&["search", "--format", "json", "\"nine walls\""]))
            .unwrap();
    let (page, story) = (hit["page"].as_str().unwrap(), hit["story"].as_str().unwrap());
    let of = |name: &str, args: &[&str]| desk.told(&[&["export", "--of", name], args].concat());
    let warc = of(story, &["--format", "warc", "--full-text"]);
    assert!(warc.contains(QUAY) && warc.contains(QUAY_OTHER) && !warc.contains("ferry"), "{warc}");
    let warc = of(page, &["--format", "warc", "--full-text"]);
    assert!(warc.contains(QUAY) && !warc.contains(QUAY_OTHER));
    let record: Value =
        serde_json::from_str(&desk.told(&["show", "--format", "json", story])).unwrap();
    let said = record["statements"][0]["statement"].as_str().unwrap();
    let rows = of(said, &[]);
    let rows: Vec<Value> = rows.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let count = |kind: &str| rows.iter().filter(|r| r["type"] == kind).count();
    assert_eq!((count("page"), count("statement"), count("story"), count("outlet")), (2, 1, 1, 0));
    assert!(rows.iter().all(|r| r["statement"].is_null() || r["statement"] == said));
    let tei = of(said, &["--format", "tei"]);
    assert_eq!(tei.matches("<app>").count(), 1, "{tei}");
    assert_eq!(elements(&tei).iter().filter(|e| e.starts_with("<witness ")).count(), 2);
    let both = of(page, &["--of", "toll.txt", "--format", "csl"]);
    assert_eq!(serde_json::from_str::<Value>(&both).unwrap().as_array().unwrap().len(), 2);
    for format in ["annotations", "graphml", "dot", "md", "bibtex"] {
        assert!(!of(page, &["--format", format]).contains("ferry"), "{format}");
    }
    let (code, _, talk) = desk.run(&["export", "--of", "u-000000000000"]);
    assert!(code == 2 && talk.contains("names no page, statement or story"), "{talk}");
}
