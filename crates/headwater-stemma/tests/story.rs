//! A small story with a lost column behind it, in invented news.

mod common;

use common::tree;
use headwater_collate::Place;
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::{Reason, Stemma};
use headwater_text::When;
use std::collections::BTreeSet;

const SHORT: &str = "Harbour dues in Varn will double only to pay for a quay that nobody asked for, Mayor Ada Lind wrote for the Northern Tribune.\n\
It was (Tomas) Reel who began this quarrel. He can end it today by signing the old lease. So far he gives no sign that he wants to settle,” Lind said.\n\
According to Lind, the port company shows “willingness to accept heavy losses,” hiring more than 300 new guards over the past weeks.\n\
“The company hopes to freeze the dispute to let its lawyers regroup and try a new claim,\" she wrote.\n\
“If Reel wins, the message to Osk and to other small towns will be that pressure works. So it is in our own plain interest to keep the quay open this winter, and for as long as it takes,” Lind stressed.\n\
The town council has paid for the quay since spring.";

const REPRINT: &str = "The harbour town of Varn has said that it does not believe in talks.\n\
The town council has paid for the quay since spring.\n\
On Friday, speaking to the Northern Tribune, Mayor Ada Lind said harbour dues in Varn will double only to pay for a quay that nobody asked for.\n\
“It was (Tomas) Reel who began this quarrel. He can end it today by signing the old lease. So far he gives no sign that he wants to settle,” Lind said.\n\
According to Lind, the port company shows a “willingness to accept heavy losses,” hiring more than 300 new guards over the past weeks.\n\
“The company hopes to freeze the dispute to let its lawyers regroup and try a new claim,” she wrote.\n\
“If Reel wins, the message to Osk and other small towns will be that pressure works. So it is in our plain interest to keep the quay open this winter, and for as long as it takes,” Lind stressed.";

const OTHER: &str = "Mayor Ada Lind notes that the doubling of port fees serves a pier without users.\n\
This is stated in her column published in the Northern Tribune.\n\
Lind recalled that the firm took on about 300 watchmen lately, and that it does not mind what it loses.\n\
\"The firm hopes to put the quarrel on ice in order to give its lawyers time to regroup and to bring a fresh claim. It was Reel who began the quarrel, and he could finish it even today by signing the lease. Now there are no signs that he wants to settle,\" said the mayor.\n\
\"If Reel prevails, Osk and other towns will learn that they can be pressed. It will be a misfortune for the coast. Therefore it is in our plain interests to hold the quay this winter, and as much as needed,\" argues Lind.";

fn article(id: &str, outlet: Option<&str>, title: &str, date: Option<&str>, text: &str) -> Quoted {
    let mut article = Article::plain(id, text);
    article.outlet = outlet.map(str::to_owned);
    article.title = Some(title.to_owned());
    article.date = date.and_then(When::parse);
    Quoted { article, ..Quoted::default() }
}

fn three() -> Vec<Quoted> {
    vec![
        article("a", Some("Coast Vibes"), "Reel won’t settle – Varn", Some("2031-03-08"), REPRINT),
        article(
            "b",
            None,
            "Mayor of Varn: Reel does not want to settle, but a pause for a new claim",
            None,
            OTHER,
        ),
        article(
            "c",
            Some("The Osk Independent"),
            "Lind: Reel doesn’t want to settle, but pause for a new claim",
            Some("2031-03-07T13:41"),
            SHORT,
        ),
    ]
}

fn parent<'s>(s: &'s Stemma, child: &str) -> &'s str {
    s.edges.iter().find(|e| e.child == child).map_or("", |e| e.parent.as_str())
}

#[test]
fn a_column_that_is_not_here_stands_above_all() {
    let list = three();
    let s = tree(&list);
    let root = s.root.clone().unwrap();
    assert_eq!(parent(&s, "a"), "c");
    assert_eq!(parent(&s, "b"), root);
    assert_eq!(parent(&s, "c"), root);
    let node = s.nodes.iter().find(|n| n.id == root).unwrap();
    assert_eq!((node.witness, node.label.as_str()), (None, "Northern Tribune"));
}

#[test]
fn grounds_stand_in_the_pages() {
    let list = three();
    let s = tree(&list);
    let edge = s.edges.iter().find(|e| e.child == "a").unwrap();
    let words = |places: &[Place]| -> Vec<String> {
        let of = |p: &Place| p.span.of(&list[p.article].article.text).to_owned();
        places.iter().map(of).collect()
    };
    let has = |hit: &dyn Fn(&Reason) -> bool| edge.grounds.iter().any(|g| hit(&g.what));
    assert!(has(
        &|r| matches!(r, Reason::Alone { words: w, .. } if words(w).contains(&"(Tomas)".into()))
    ));
    assert!(has(&|r| matches!(r, Reason::Lacks { words: w, .. }
        if words(w).contains(&"own".into()) && words(w).contains(&"to".into()))));
    assert!(edge.grounds.iter().any(|g| !g.favours && g.what.kind() == "marks"));
    assert!(has(&|r| matches!(r, Reason::Later { other: 2, hours } if *hours == 24.0)));
    for g in s.edges.iter().flat_map(|e| &e.grounds) {
        assert!(g.places.iter().all(|p| !p.span.of(&list[p.article].article.text).is_empty()));
    }
}

#[test]
fn names_of_lost_texts_are_no_names_of_reports() {
    let mut list = three();
    list[1].article.id = "lost-1".into();
    list.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    let s = tree(&list);
    let ids: BTreeSet<&str> = s.nodes.iter().map(|n| n.id.as_str()).collect();
    assert_eq!(ids.len(), s.nodes.len(), "{ids:?}");
    assert!(ids.contains("lost-1~"), "{ids:?}");
    assert!(s.edges.iter().all(|e| e.parent != "lost-1"), "the report has no children");
}

#[test]
fn one_report_alone_names_its_source() {
    let list = vec![article(
        "x",
        None,
        "Lind on dues",
        None,
        "Dues will rise, Ada Lind told the Varn Courier in an interview on Monday.",
    )];
    let s = tree(&list);
    assert_eq!(s.nodes.len(), 2);
    assert_eq!(s.nodes[1].label, "Varn Courier");
    assert_eq!(parent(&s, "x"), "lost-1");
    let list = vec![article("x", None, "Rain", None, "It rained in Varn.")];
    let s = tree(&list);
    assert_eq!((s.nodes.len(), s.root.as_deref()), (1, Some("x")));
}

#[test]
fn order_of_input_does_not_matter() {
    let list = three();
    let one = tree(&list);
    let mut turned = three();
    turned.reverse();
    let mut other = tree(&turned);
    // Indexes are of the list as given; ids are not.
    for n in &mut other.nodes {
        n.witness = n.witness.map(|w| 2 - w);
    }
    assert_eq!(one.nodes, other.nodes);
    let edges = |s: &Stemma| {
        s.edges
            .iter()
            .map(|e| (e.parent.clone(), e.child.clone(), e.probability.to_bits()))
            .collect::<Vec<_>>()
    };
    assert_eq!(edges(&one), edges(&other));
}

const FIRST: &str = "A storm cut the light in 38,000 homes around Krutiva, said Governor Ostap Lychko on Telegram.\n\
Crews of Krutiva Power from Osk and Varn worked through the night, and 412 of them are still out.\n\
“The sea took two bridges at Lower Menk,” Lychko said, adding that Harbour Road 17 stays shut.";

const TOLD: &str = "Буря залишила без світла 38000 домівок довкола Крутіви, повідомив губернатор Остап Личко.\n\
У компанії з Оска кажуть, що всю ніч працювали бригади з Варни, і 412 людей ще на виїзді.\n\
За словами очільника області Личка, море знесло два мости біля Нижнього Менка, а дорога 17 закрита.";

#[test]
fn a_report_in_another_language_follows_the_earlier_one() {
    let own = "The mayor of Sarn, Ada Lind, opened a library on Glass Street for 90 readers.\n\
               She thanked Pavel Rook and the Sarn Choir for 12 years of work.";
    let list = [
        article("a", Some("Coast Light"), "Storm", Some("2031-03-08T07:00+02:00"), FIRST),
        article("b", Some("Берег"), "Буря", Some("2031-03-08T11:30+02:00"), TOLD),
        article("c", Some("Glas"), "Library", Some("2031-03-08T05:00+02:00"), own),
    ];
    let s = tree(&list);
    let edge = s.edges.iter().find(|e| e.child == "b").expect("it has a parent");
    assert_eq!(edge.parent, "a");
    assert!(edge.probability < 0.9, "names and numbers make nothing certain");
    let retold = |r: &Reason| matches!(r, Reason::Retold { held, of, .. } if held * 2 > *of);
    assert!(edge.grounds.iter().any(|g| retold(&g.what)));
    // Printed before, it cannot be made from the other.
    let mut turned = list;
    turned[1].article.date = When::parse("2031-03-08T06:30+02:00");
    assert_eq!(parent(&tree(&turned), "b"), "");
}

#[test]
fn a_live_blog_that_has_everybodys_names_is_no_parent() {
    let many: String = (0..120)
        .map(|i| {
            let (a, b) = (b'A' + (i % 24) as u8, i / 24);
            format!(
                "At the quay {}ela{b}mir Tor{b}{}an counted {} boats.\n",
                a as char,
                a as char,
                500 + i
            )
        })
        .collect();
    let blog = format!("{FIRST}\n{many}");
    let list = [
        article("a", Some("Coast Light"), "Live", Some("2031-03-08T07:00+02:00"), &blog),
        article("b", Some("Берег"), "Буря", Some("2031-03-08T11:30+02:00"), TOLD),
    ];
    assert_eq!(parent(&tree(&list), "b"), "");
    let report = article("a", Some("Coast Light"), "Storm", Some("2031-03-08T07:00+02:00"), FIRST);
    let [_, told] = list;
    assert_eq!(parent(&tree(&[report, told]), "b"), "a");
}

#[test]
fn several_springs_have_no_root() {
    let list = [
        article("a", Some("Coast Light"), "Storm", Some("2031-03-08T07:00"), FIRST),
        article("b", Some("Glas"), "Rain", Some("2031-03-08"), "It rained in Sarn all day."),
    ];
    let s = tree(&list);
    assert_eq!((s.root, s.archetype, s.nodes.len()), (None, None, 2));
    let springs: Vec<&str> = s.springs.iter().map(|x| x.node.as_str()).collect();
    assert_eq!(springs, ["a", "b"]);
}

#[test]
fn copies_of_one_agency_hang_below_its_lost_text() {
    let wired = |place: &str| format!("{place}, March 8 (KWN) - {FIRST}");
    let list = [
        article(
            "a",
            Some("Coast Light"),
            "Storm",
            Some("2031-03-08T07:00+02:00"),
            &wired("KRUTIVA"),
        ),
        article("b", Some("Glas"), "Dark", Some("2031-03-08T07:40+02:00"), &wired("Krutiva")),
        article("c", Some("Post"), "Rain", Some("2031-03-08"), "It rained in Sarn all day."),
    ];
    let s = tree(&list);
    let lost = s.nodes.iter().find(|n| n.witness.is_none()).expect("a lost text");
    assert_eq!(lost.label, "KWN");
    assert_eq!((parent(&s, "a"), parent(&s, "b")), (lost.id.as_str(), lost.id.as_str()));
    assert_eq!(parent(&s, "c"), "", "it does not give the agency");
}
