//! Pages that mean harm: marks without end, brackets, one endless word.

use headwater_page::Article;
use headwater_quote::{Tagger, quotes};

/// The shortest of three runs: what else the machine does makes a run longer, never shorter.
fn seconds(text: &str) -> (f64, usize) {
    let mut best = (f64::INFINITY, 0);
    for _ in 0..3 {
        let article = Article::plain("p", text);
        let begun = std::time::Instant::now();
        let found = quotes(article, &Tagger::Fast).quotes.len();
        best = (best.0.min(begun.elapsed().as_secs_f64()), found);
    }
    best
}

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
        let (small, _) = seconds(&unit.repeat(250));
        let (large, _) = seconds(&unit.repeat(2_000));
        // Eight times as much takes eight times as long, and sixty-four times where the time grows
        // with the square. A busy machine makes a run of milliseconds many times longer, so what
        // is short anyhow is let pass.
        assert!(large < 1.0 || large < small * 24.0, "{unit:?}: {small} s, then {large} s");
    }
}

#[test]
fn a_flood_of_quotations_is_found_whole() {
    let text = "“It rained all night,” said Ada Lind. ".repeat(500);
    assert_eq!(quotes(Article::plain("p", &text), &Tagger::Fast).quotes.len(), 500);
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
