//! Pages that mean harm: marks without end, brackets, one endless word.

use headwater_page::Article;
use headwater_quote::{Tagger, quotes};

#[test]
fn a_flood_of_marks_takes_linear_time() {
    for unit in [
        "\"",
        "“",
        "”",
        "” “",
        "“a ",
        "‘",
        "'' ",
        "“a” said X. ",
        "X said that Y said that ",
        "a.",
        "Lind, ",
        "« ",
    ] {
        let small = quotes(Article::plain("p", &unit.repeat(200)), &Tagger::Fast);
        let large = quotes(Article::plain("p", &unit.repeat(2_000)), &Tagger::Fast);
        assert!(large.quotes.len() >= small.quotes.len() / 2, "{unit}");
    }
}

#[test]
fn every_place_fits_the_text() {
    let text =
        "”Größe“ said: “Lind—\n\n“Київ” ’s ‘ “He said, “she” said” (X: told Y, citing Z.\n– – “";
    for lang in ["en", "de", "uk"] {
        let mut a = Article::plain("p", text);
        a.lang = Some(lang.into());
        for q in quotes(a, &Tagger::Fast).quotes {
            for s in q.content.iter().chain(&q.speaker_spans).chain(&q.cue) {
                assert!(text.get(s.start..s.end).is_some());
            }
        }
    }
}

#[test]
fn more_than_any_report_has_is_left_unread_and_said_so() {
    let text = format!("“It rained,” said Ada Lind.\n{}", "word ".repeat(1_000_100));
    let read = quotes(Article::plain("p", &text), &Tagger::Fast);
    assert_eq!(read.quotes.len(), 1);
    let remark = read.article.remarks.iter().find(|r| r.kind == "too-long").expect("a remark");
    assert!(remark.places.iter().all(|p| p.start > 4_900_000 && p.end == text.len()));
}
