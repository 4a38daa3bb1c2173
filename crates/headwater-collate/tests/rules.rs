//! Rules that decide what two wordings or two pages share: each test names one, and fails where the
//! rule is switched off. All people, places and papers are invented.

use headwater_collate::{Prepared, compare, matches, passages};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::When;

fn kinds(a: &str, b: &str) -> Vec<String> {
    compare(a, b).differs.into_iter().map(|d| d.kind).collect()
}

#[test]
fn a_prefix_that_denies_turns_a_word_round() {
    for (a, b) in [
        (
            "The harbour court called the lease lawful.",
            "The harbour court called the lease unlawful.",
        ),
        ("Das Gericht nannte den Vertrag zulässig.", "Das Gericht nannte den Vertrag unzulässig."),
        ("Суд назвав договір про причал законним.", "Суд назвав договір про причал незаконним."),
    ] {
        assert_eq!(kinds(a, b), ["polarity"], "{a} / {b}");
        assert_eq!(kinds(b, a), ["polarity"], "{b} / {a}");
    }
}

#[test]
fn a_prefix_that_does_not_deny_turns_nothing_round() {
    let found = kinds("The mayor read the harbour letter.", "The mayor reread the harbour letter.");
    assert!(!found.contains(&"polarity".to_owned()), "{found:?}");
}

#[test]
fn equal_measures_differ_in_nothing() {
    for (a, b) in [
        ("The pier at Orvel lies 30 miles north.", "The pier at Orvel lies 48 kilometres north."),
        ("The yard at Orvel has 2 100 workers.", "The yard at Orvel has 2,100 workers."),
        ("The ferry line earned €3.4bn.", "The ferry line earned €3.4 billion."),
        ("The lock opens at 6am.", "The lock opens at six."),
        (
            "It puts the damage at 61 million crowns.",
            "It puts the damage at about 60 million crowns.",
        ),
        ("A quarter of the boats sank.", "25 percent of the boats sank."),
    ] {
        assert!(!kinds(a, b).contains(&"number".to_owned()), "{a} / {b}");
        assert!(!kinds(b, a).contains(&"number".to_owned()), "{b} / {a}");
    }
}

#[test]
fn one_figure_in_two_units_is_another_number() {
    for (a, b) in [
        ("Divers heard knocks 180 metres down.", "Divers heard knocks 180 feet down."),
        ("Fares at Orvel rose by 5 per cent.", "Fares at Orvel rose by 5 percentage points."),
    ] {
        assert_eq!(kinds(a, b), ["number"], "{a} / {b}");
        assert_eq!(kinds(b, a), ["number"], "{b} / {a}");
    }
}

#[test]
fn a_condition_that_one_wording_lacks_is_told() {
    let (with, without) =
        ("If the toll is paid, the barge can leave Orvel.", "The barge can leave Orvel.");
    assert_eq!(kinds(with, without), ["modality"]);
    assert_eq!(kinds(without, with), ["modality"]);
    assert!(kinds(with, "The barge can leave Orvel if the toll is paid.").is_empty());
}

/// The shared words of two texts, as passages.
fn shared(a: &str, b: &str) -> Vec<String> {
    let prepared = |t: &str| Prepared::new(&Article::plain("p", t));
    let (x, y) = (prepared(a), prepared(b));
    let found = passages((0, a, &x), (1, b, &y));
    found.iter().map(|m| m.a.span.of(a).to_owned()).collect()
}

#[test]
fn common_words_make_no_passage_even_where_they_fill_a_sentence() {
    let a = "The ferry to Orvel sank. It was the end of the day. Divers looked for the bell.";
    let b = "A baker in Tamsin won a prize. It was the end of the day. Nobody had seen her cry.";
    assert_eq!(shared(a, b), [""; 0]);
}

#[test]
fn a_few_rare_words_make_a_passage_where_they_fill_a_sentence() {
    let a = "The ferry sank. Salvage divers recovered Orvel's cracked bronze lighthouse bell yesterday. It rained.";
    let b = "A baker won. Salvage divers recovered Orvel's cracked bronze lighthouse bell yesterday. No one wept.";
    assert_eq!(shared(a, b).len(), 1, "{:?}", shared(a, b));
}

#[test]
fn a_few_rare_words_inside_long_sentences_make_no_passage() {
    let words = "salvage divers recovered Orvel's cracked bronze lighthouse bell";
    let a = format!(
        "While the council was still arguing over who should pay for the new ferry and its crew \
         {words} and carried it up the hill past the school and the mill to the old chapel yard"
    );
    let b = format!(
        "Nobody in the market this week remembered the afternoon forty years ago on which \
         {words} because a painter from the city had promised them wine and three days of work"
    );
    assert_eq!(shared(&a, &b), [""; 0]);
}

const FIRST: &str = "The harbour of Orvel stayed closed on Monday after the storm. \
    Engineers said the old lighthouse bridge between the islands of Orvel and Tamsin will be \
    rebuilt with money from the regional council before winter. \
    Schools in the valley opened an hour late. \
    The mayor said fishermen would get help to repair their boats.";

const SECOND: &str = "Trains to the coast ran normally throughout the day. \
    According to builders, the old lighthouse bridge between the islands of Orvel and Tamsin is \
    going to be reconstructed before the winter, paid by the council of the region. \
    Fishermen are to receive support for the repair of their boats, the mayor announced. \
    Bakers in the upper town handed out bread.";

/// Whether the sentence on boats, which no run of words joins, is found reworded.
fn reworded(first: &str, second: &str) -> bool {
    let make = |id: &str, day: &str, text: &str| {
        let mut article = Article::plain(id, text);
        article.date = When::parse(day);
        Quoted { article, ..Quoted::default() }
    };
    let found = matches(&[make("a", first, FIRST), make("b", second, SECOND)]);
    found.iter().any(|m| m.a.span.of(FIRST).contains("fishermen would get help"))
}

#[test]
fn rewordings_are_sought_in_reports_of_the_same_weeks() {
    assert!(reworded("2031-03-01", "2031-03-02"));
    assert!(reworded("2031-03-01", "2031-04-10"));
    assert!(!reworded("2031-03-01", "2031-06-01"));
    assert!(!reworded("2031-06-01", "2031-03-01"));
}

#[test]
fn a_passage_goes_on_behind_a_word_that_one_of_two_pages_adds() {
    let a = "The harbour master of Tamsin counted eleven barges below the western lighthouse \
        yesterday evening. Nobody went home.";
    let b = a.replace("lighthouse yesterday", "lighthouse early yesterday");
    let b = b.replace("Nobody went home", "It was snowing in the hills");
    assert_eq!(shared(a, &b), [a.trim_end_matches(" Nobody went home.")]);
}
