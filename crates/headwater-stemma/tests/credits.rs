//! Who has it from whom as the reports themselves say, in invented news.

mod common;

use common::{parents, tree};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::Reason;
use headwater_text::When;

fn page(id: &str, lang: &str, outlet: &str, date: &str, text: &str) -> Quoted {
    let mut article = Article::plain(id, text);
    article.lang = Some(lang.to_owned());
    article.outlet = Some(outlet.to_owned());
    article.date = When::parse(date);
    Quoted { article, ..Quoted::default() }
}

const FIRST: &str = "The last boat to Sarn will leave on Friday, the ferry company of Orvel said.\n\
    Its two ships were sold to a buyer in the south for 4 million crowns, and 61 sailors lose their work.";
const GERMAN: &str = "Die Fähre nach Sarn fährt nur noch bis Freitag, wie die Strait Post berichtet.\n\
    Auf der Insel leben gut tausend Menschen. Eine Brücke gibt es nicht.";
const UKRAINIAN: &str = "Пором до Сарна ходитиме лише до п’ятниці. Про це пише «Стрейт Пост».\n\
    На острові немає ні мосту, ні летовища, і мешканці збирають підписи.";

#[test]
fn a_report_stands_below_the_one_that_it_credits_in_any_language_and_alphabet() {
    for (lang, text) in [("de", GERMAN), ("uk", UKRAINIAN)] {
        let list = [
            page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", FIRST),
            page("b", lang, "Glas", "2031-03-08T12:00+01:00", text),
        ];
        let s = tree(&list);
        assert_eq!(parents(&s, "b"), ["a"], "{lang}");
        let edge = s.edges.iter().find(|e| e.child == "b").unwrap();
        let told = edge.grounds.iter().find_map(|g| match &g.what {
            Reason::Credits { by: 1, of: Some(0), words } if g.favours => Some(words.span),
            _ => None,
        });
        let words = told.map(|s| s.of(text));
        assert!(matches!(words, Some("Strait Post" | "Стрейт Пост")), "{lang}: {words:?}");
    }
}

#[test]
fn a_credited_report_that_is_later_is_no_parent() {
    let list = [
        page("a", "en", "The Strait Post", "2031-03-08T14:00+01:00", FIRST),
        page("b", "de", "Glas", "2031-03-08T12:00+01:00", GERMAN),
    ];
    let s = tree(&list);
    assert!(parents(&s, "b").is_empty(), "{:?}", s.edges);
}

#[test]
fn a_part_of_a_longer_name_credits_nobody() {
    let own = "The lighthouse of Menk was painted in blue by 14 pupils on Tuesday.";
    let list = [
        page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", FIRST),
        page("b", "de", "Glas", "2031-03-08T12:00+01:00", GERMAN),
        page("c", "en", "Strait", "2031-03-08T06:00+01:00", own),
    ];
    assert_eq!(parents(&tree(&list), "b"), ["a"]);
}

#[test]
fn a_name_with_a_short_word_in_it_is_no_town() {
    // The paper is called after the town; a report from the town does not credit the paper.
    let own = "Un rayo dejó sin luz a 90 casas, dijo el electricista Pavel Rook en Menk.";
    let told = "El barco a Sarn deja de salir el viernes, informó en Orvel la compañía.\n\
        La isla no tiene puente ni aeródromo.";
    let list = [
        page("a", "es", "Orvel al Día", "2031-03-08T07:00+01:00", own),
        page("b", "es", "Glas", "2031-03-08T12:00+01:00", told),
    ];
    let s = tree(&list);
    assert!(parents(&s, "b").is_empty(), "{:?}", s.edges);
    let credited = "El barco a Sarn deja de salir el viernes, según publica Orvel al Día.\n\
        La isla no tiene puente ni aeródromo.";
    let own = "La compañía vendió a 90 kilómetros de aquí el viejo barco a Sarn, dijo Pavel Rook.";
    let list = [
        page("a", "es", "Orvel al Día", "2031-03-08T07:00+01:00", own),
        page("b", "es", "Glas", "2031-03-08T12:00+01:00", credited),
    ];
    assert_eq!(parents(&tree(&list), "b"), ["a"]);
}

#[test]
fn a_correction_that_names_a_report_is_no_credit() {
    let text = "Das Museum zeigt Bilder einer Malerin aus dem Norden.\n\
        Korrektur: In einer früheren Fassung stand, die Strait Post berichtet von drei Schiffen.";
    let list = [
        page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", FIRST),
        page("b", "de", "Glas", "2031-03-08T12:00+01:00", text),
    ];
    let s = tree(&list);
    assert!(parents(&s, "b").is_empty(), "{:?}", s.edges);
}

#[test]
fn the_agency_in_the_dateline_of_one_report_is_its_source() {
    let text = format!("ORVEL, March 8 (Coastline) – {FIRST}");
    let s = tree(&[page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", &text)]);
    let lost = s.nodes.iter().find(|n| n.witness.is_none()).map(|n| n.label.as_str());
    assert_eq!(lost, Some("Coastline"));
    // The newsroom itself.
    let text = format!("Orvel (red) – {GERMAN}");
    let s = tree(&[page("a", "de", "Glas", "2031-03-08T07:00+01:00", &text)]);
    assert!(s.nodes.iter().all(|n| n.label != "red"), "{:?}", s.nodes);
    // A line that gives the source says that small letters are an agency.
    let text = format!("08.03.2031 | Quelle: cln\n\nOrvel (cln) – {GERMAN}");
    let mut list = [page("a", "de", "Glas", "2031-03-08T07:00+01:00", &text)];
    let body = text.find("Orvel").unwrap();
    list[0].article.body = vec![headwater_text::Span::new(body, text.len())];
    let s = tree(&list);
    let lost = s.nodes.iter().find(|n| n.witness.is_none()).map(|n| n.label.as_str());
    assert_eq!(lost, Some("cln"));
    // So does the byline of an agency's writer.
    let text = format!("Mara Lind/Reuters\n\n{FIRST}");
    let mut list = [page("a", "en", "Glas", "2031-03-08T07:00+01:00", &text)];
    let body = text.find("The last").unwrap();
    list[0].article.body = vec![headwater_text::Span::new(body, text.len())];
    list[0].article.authors = vec!["Mara Lind".into()];
    let s = tree(&list);
    let lost = s.nodes.iter().find(|n| n.witness.is_none()).map(|n| n.label.as_str());
    assert_eq!(lost, Some("Reuters"));
}

#[test]
fn an_agency_stands_between_its_clients_and_whom_its_text_credits() {
    let wired = "ORVEL, March 8 (Reuters) - Sailors in the port of Orvel lose their work, as the Strait \
        Post reports. The union of the sailors called a meeting for Sunday in the old fish hall.";
    let short = "ORVEL (Reuters) - Sailors in the port of Orvel lose their work. The union of the \
        sailors called a meeting for Sunday in the old fish hall.";
    let first = || page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", FIRST);
    let client =
        |id: &str, outlet: &str, text: &str| page(id, "en", outlet, "2031-03-08T12:00+01:00", text);
    for more in [vec![], vec![client("c", "Quay Nine", short)]] {
        let list: Vec<Quoted> =
            [first(), client("b", "Glas", wired)].into_iter().chain(more).collect();
        let s = tree(&list);
        let lost = s.nodes.iter().find(|n| n.witness.is_none()).expect("the dispatch");
        assert_eq!(lost.label, "Reuters");
        for client in list.iter().skip(1) {
            assert_eq!(parents(&s, &client.article.id), [lost.id.as_str()]);
        }
        assert_eq!(parents(&s, &lost.id), ["a"], "{:?}", s.edges);
    }
}

/// A report of some length: two prints of it share more than a headline.
const LONG: &str = "The last boat to Sarn will leave on Friday, the ferry company of Orvel said.\n\
    Its two ships were sold to a buyer in the south for 4 million crowns, and 61 sailors lose their work.\n\
    The islanders had asked the council for a smaller boat, but nobody wanted to pay for the crew in winter.\n\
    From Saturday on the mail will be flown in twice a week as long as the wind allows it.";

#[test]
fn who_prints_an_agencys_text_without_saying_so_has_it_from_the_agency_too() {
    let wired = format!("ORVEL, March 8 (Reuters) - {LONG}");
    let list = |second: &str| {
        [
            page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", &wired),
            page("b", "en", "Glas", "2031-03-08T12:00+01:00", second),
        ]
    };
    let s = tree(&list(LONG));
    let lost = s.nodes.iter().find(|n| n.witness.is_none()).expect("a lost text");
    assert_eq!(
        (lost.label.as_str(), parents(&s, "a"), parents(&s, "b")),
        ("Reuters", vec![lost.id.as_str()], vec![lost.id.as_str()])
    );
    // A later version of the page is made from the earlier one.
    let later = |id: &str, date: &str, text: &str| {
        let mut page = page(id, "en", "The Strait Post", date, text);
        page.article.title = Some("The last boat to Sarn".into());
        page
    };
    let more = format!("{wired}\nA petition has 300 names.");
    let s = tree(&[
        later("a", "2031-03-08T07:00+01:00", &wired),
        later("b", "2031-03-08T12:00+01:00", &more),
    ]);
    assert_eq!(parents(&s, "b"), ["a"]);
    // Who credits the paper has it from the paper.
    let s = tree(&list(&format!("The Strait Post reports: {LONG}")));
    assert_eq!(parents(&s, "b"), ["a"]);
}

#[test]
fn an_agencys_own_report_has_no_lost_one_of_the_agency_above_it() {
    let told = format!("{LONG}\n“We are sold,” a sailor told AP.");
    let list = [
        page("a", "en", "Associated Press", "2031-03-08T07:00+01:00", &told),
        page("b", "en", "Glas", "2031-03-08T12:00+01:00", &format!("ORVEL (AP) - {LONG}")),
    ];
    let s = tree(&list);
    assert!(s.nodes.iter().all(|n| n.witness.is_some()), "{:?}", s.nodes);
}

#[test]
fn a_report_of_another_matter_is_not_what_is_credited() {
    let other = "We asked 900 people in Orvel about the new swimming baths. Most of them find them too \
        dear, and few were ever there.";
    let own = "Two ships of the ferry company were sold, as the Strait Post first reported. The mayor \
        of Sarn called a meeting in the school.";
    let pages = |first: &str| {
        [
            page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", first),
            page("b", "en", "Glas", "2031-03-08T12:00+01:00", own),
        ]
    };
    let s = tree(&pages(other));
    let parent = s.edges.iter().find(|e| e.child == "b").map(|e| e.parent.as_str());
    let lost = s.nodes.iter().find(|n| Some(n.id.as_str()) == parent);
    let lost = lost.filter(|n| n.witness.is_none()).map(|n| n.label.as_str());
    assert_eq!(lost, Some("Strait Post"), "the report that is credited is not here");
    assert_eq!(parents(&tree(&pages(FIRST)), "b"), ["a"]);
}

#[test]
fn a_credit_to_one_who_has_it_from_a_third_is_told() {
    let middle = "Die Fähre nach Sarn fährt nur noch bis Freitag, wie die Strait Post berichtet.\n\
        Auf der Insel leben gut tausend Menschen, 61 Seeleute verlieren ihre Arbeit.";
    let last = "Le bac pour Sarn ne circule que jusqu’à vendredi, rapporte le journal Insel-Kurier.\n\
        Quelque mille personnes vivent dans l’île, 61 marins perdent leur travail.";
    let list = [
        page("a", "en", "The Strait Post", "2031-03-08T07:00+01:00", FIRST),
        page("b", "de", "Insel-Kurier", "2031-03-08T12:00+01:00", middle),
        page("c", "fr", "La Digue", "2031-03-09T12:00+01:00", last),
    ];
    let articles: Vec<&Quoted> = list.iter().collect();
    let told = headwater_stemma::second_hand(&tree(&list), &articles);
    assert_eq!(told.len(), 1, "{told:?}");
    let (at, remark) = &told[0];
    assert_eq!((*at, remark.places[0].of(last)), (2, "Insel-Kurier"));
    let text =
        "Insel-Kurier is credited here; it has this from The Strait Post, as it says itself.";
    assert_eq!(remark.text, text);
}
