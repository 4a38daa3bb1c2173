//! Who is meant where a speaker is not named: offices, pronouns, surnames. All people, places and
//! papers are invented.

use headwater_page::Article;
use headwater_quote::{Tagger, quotes};

/// The speaker of the quotation that holds `part`.
fn speaker(text: &str, part: &str) -> Option<String> {
    let mut article = Article::plain("p", text);
    article.lang = Some("en".into());
    let found = quotes(article, &Tagger::Fast).quotes;
    let mut of = found.iter().filter(|q| q.content.iter().any(|c| c.of(text).contains(part)));
    of.next().and_then(|q| q.speaker.clone())
}

const LEAD: &str = "Finance minister Mara Lind said on Monday that the toll would be dropped. \
    Jonas Orr, head of the ferry company, said he had not been asked.\n\n";

#[test]
fn an_office_means_the_person_who_holds_it() {
    let text = format!("{LEAD}“The toll was a mistake from the first day,” the minister said.");
    assert_eq!(speaker(&text, "from the first day").as_deref(), Some("Mara Lind"));
}

#[test]
fn an_office_that_nobody_on_the_page_holds_means_nobody_named() {
    let text = format!("{LEAD}“The toll was a mistake from the first day,” the bishop said.");
    let found = speaker(&text, "from the first day");
    assert!(
        found.as_deref().is_none_or(|s| !s.contains("Lind") && !s.contains("Orr")),
        "{found:?}"
    );
}

#[test]
fn a_surname_means_the_person_named_in_full() {
    let text = format!("{LEAD}“We have two boats and no crew for either,” Orr said.");
    assert_eq!(speaker(&text, "no crew").as_deref(), Some("Jonas Orr"));
}

#[test]
fn a_pronoun_means_who_spoke_last() {
    let text = "“The wall holds as long as nobody digs,” said Mara Lind. “We will look at it again \
        in the spring,” she said.";
    assert_eq!(speaker(text, "look at it again").as_deref(), Some("Mara Lind"));
}

#[test]
fn a_note_of_correction_states_nothing() {
    let said = |text: &str| {
        let article = headwater_page::Article {
            lang: Some("en".into()),
            ..headwater_page::Article::plain("a", text)
        };
        headwater_quote::quotes(article, &headwater_quote::Tagger::Fast).quotes.len()
    };
    let line = "Mara Lind said that the quay would be closed until the spring.";
    assert_eq!(said(line), 1);
    assert_eq!(said(&format!("Correction: {line}")), 0);
}
