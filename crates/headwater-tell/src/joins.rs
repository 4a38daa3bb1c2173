//! Why two reports were put into one story, as a sentence.

use crate::plain::plain;
use headwater::Findings;
use headwater_collate::Join;

/// *They share 6 passages; both have “ferry”; published within a day*: words of the first page
/// between quotation marks.
pub(crate) fn because(trace: &Findings, join: &Join) -> String {
    let mut grounds = Vec::new();
    match join.passages {
        0 => {}
        1 => grounds.push("they share a passage".to_owned()),
        n => grounds.push(format!("they share {n} passages")),
    }
    let text = trace.articles.get(join.a).map_or("", |q| q.article.text.as_str());
    let words: Vec<String> =
        join.words.iter().map(|w| format!("“{}”", plain(w.of(text)))).collect();
    if !words.is_empty() {
        grounds.push(format!("both have {}", words.join(", ")));
    }
    if join.headlines {
        grounds.push("their headlines are alike".to_owned());
    }
    match join.days {
        None => {}
        Some(d) if d < 1.0 => grounds.push("published within a day".to_owned()),
        Some(d) => grounds.push(format!("published {} days apart", d.round() as i64)),
    }
    grounds.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_quote::Quoted;
    use headwater_text::Span;
    use std::sync::Arc;

    #[test]
    fn every_ground_is_told_in_its_turn() {
        let article = Article::plain("a", "The ferry stays in port");
        let trace = Findings {
            articles: vec![Arc::new(Quoted { article, ..Quoted::default() })],
            ..Findings::default()
        };
        let join = Join {
            a: 0,
            b: 1,
            weight: 0.9,
            passages: 2,
            words: vec![Span::new(4, 9)],
            headlines: true,
            days: Some(2.2),
        };
        assert_eq!(
            because(&trace, &join),
            "they share 2 passages; both have “ferry”; their headlines are alike; published 2 days \
             apart"
        );
        let bare = Join { passages: 0, words: vec![], headlines: false, days: None, ..join };
        assert_eq!(because(&trace, &bare), "");
    }
}
