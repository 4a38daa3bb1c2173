//! A colon and a dash set labels apart far more often than speakers: which of them attribute.
//! All people, places and papers are invented.

use headwater_page::Article;
use headwater_quote::{Tagger, quotes};

const STORY: &str = "Mayor Mara Lind said on Monday that the bridge at Quellbach would stay closed \
                     until the piers had been looked at by divers.";

/// The speakers that the page names for the words that hold `part`.
fn speakers(lang: &str, text: &str, part: &str) -> Vec<String> {
    let mut article = Article::plain("p", text);
    article.lang = Some(lang.into());
    quotes(article, &Tagger::Fast)
        .quotes
        .iter()
        .filter(|q| q.content.iter().any(|c| c.of(text).contains(part)))
        .map(|q| q.speaker_text.clone().unwrap_or_default())
        .collect()
}

#[test]
fn a_name_that_speaks_in_the_text_speaks_before_a_colon() {
    let text = format!("Lind: Bridge will not open before the summer\n\n{STORY}\n");
    assert_eq!(speakers("en", &text, "Bridge will not open"), ["Lind"]);
}

#[test]
fn an_office_speaks_before_a_colon() {
    let text =
        "Harbour minister: Bridge will not open before the summer\n\nThe weather was fine.\n";
    assert_eq!(speakers("en", text, "Bridge will not open"), ["Harbour minister"]);
}

#[test]
fn a_study_speaks_before_a_colon() {
    let text = "Studie: Brücke hält noch zwanzig Jahre\n\nDas Wetter war schön am Fluss.\n";
    assert_eq!(speakers("de", text, "hält noch"), ["Studie"]);
}

#[test]
fn a_label_speaks_for_nobody() {
    for line in [
        "Price: Starts at nine crowns a month",
        "Step 3: Put the lid back on",
        "Best Bridges: Our Guide to the River",
        "Team Size: from two to forty people",
    ] {
        let text = format!("{line}\n\n{STORY}\n");
        let words = line.split_once(": ").map_or("", |(_, w)| w);
        assert_eq!(speakers("en", &text, words), [""; 0], "{line}");
    }
    for line in ["Zweck: Unterstützt den Versand von Briefen", "Preis: Ab neun Kronen im Monat"] {
        let text = format!("{line}\n\nDas Wetter war schön am Fluss.\n");
        let words = line.split_once(": ").map_or("", |(_, w)| w);
        assert_eq!(speakers("de", &text, words), [""; 0], "{line}");
    }
}

#[test]
fn a_dash_credits_a_sentence_and_no_list() {
    let told = format!(
        "Ferry company to buy two boats at the request of the town – Fjordblad\n\n{STORY}\n"
    );
    assert_eq!(speakers("en", &told, "two boats"), ["Fjordblad"]);
    for line in
        ["Blue Bicycle, Five Gears – Quellbach Wheels", "Gear 1 – Neutral – Gear 2 – Reverse"]
    {
        let text = format!("{line}\n\n{STORY}\n");
        assert_eq!(speakers("en", &text, &line[..6]), [""; 0], "{line}");
    }
}

#[test]
fn capitals_take_turns_or_are_labels() {
    let turns = "ORR: The wall holds as long as nobody digs.\n\nLIND: And who digs?\n\n\
                 ORR: Nobody digs at this time of the year.\n\nLIND: Then we can all go home.\n";
    assert_eq!(speakers("en", turns, "all go home"), ["LIND"]);
    let label = format!("TAGS: bridges, rivers, piers and divers\n\n{STORY}\n");
    assert_eq!(speakers("en", &label, "rivers"), [""; 0]);
}

#[test]
fn a_full_stop_is_no_part_of_a_name() {
    let text = "“The piers are sound,” said Mara Lind. The divers went home.\n";
    assert_eq!(speakers("en", text, "piers are sound"), ["Mara Lind"]);
}

/// The medium through which the first quotation came.
fn via(text: &str) -> Option<String> {
    let mut article = Article::plain("p", text);
    article.lang = Some("en".into());
    quotes(article, &Tagger::Fast).quotes.first().and_then(|q| q.via.clone())
}

#[test]
fn whom_words_went_to_is_no_medium_unless_it_publishes() {
    assert_eq!(
        via("“The piers are sound,” Mara Lind told the Varn Courier."),
        Some("Varn Courier".into())
    );
    assert_eq!(
        via("“The piers are sound,” Mara Lind told Radio Halmark’s “Morning”."),
        Some("Radio Halmark".into())
    );
    for other in ["the Harbour Committee", "the Velmar people", "Orr aides", "the Senate panel"] {
        assert_eq!(
            via(&format!("“The piers are sound,” Mara Lind told {other}.")),
            None,
            "{other}"
        );
    }
    assert_eq!(
        via("In a letter to Orr’s lawyer, Mara Lind wrote that “the piers are sound and stay”."),
        None
    );
}

/// What is quoted beside the body of a page whose first line is a teaser.
fn teased(line: &str) -> Vec<String> {
    let text = format!("{line}\n\n{STORY}\n");
    let mut article = Article::plain("p", &text);
    article.lang = Some("en".into());
    article.body.retain(|b| b.start > line.len());
    let found = quotes(article, &Tagger::Fast).quotes;
    let beside = found.iter().filter(|q| q.zone == headwater_quote::Zone::Frame);
    beside.map(|q| q.span.of(&text).to_owned()).collect()
}

#[test]
fn a_headline_among_teasers_is_kept_though_rules_are_never_sure() {
    let found = teased("Lind: Bridge will not open before the summer");
    assert_eq!(found, ["Bridge will not open before the summer"]);
}

#[test]
fn words_in_marks_among_teasers_are_kept_only_with_a_speaker() {
    assert_eq!(teased("Ferries, fog and “the last boat home to the island”"), [""; 0]);
}

#[test]
fn who_stands_at_the_end_of_a_sentence_said_what_it_says() {
    let text = "The lock at Orvel stays closed until the spring, the harbour master said.\n";
    let article = Article { lang: Some("en".into()), ..Article::plain("p", text) };
    let found = quotes(article, &Tagger::Rules).quotes;
    let said: Vec<&str> = found.iter().flat_map(|q| &q.content).map(|c| c.of(text)).collect();
    assert_eq!(said, ["The lock at Orvel stays closed until the spring"]);
}

#[test]
fn words_that_go_on_in_the_next_paragraph_are_of_the_same_speaker() {
    let text = "Mara Lind said: “The lock stays closed until the ice is gone.\n\n“Nobody asked us \
                before the gates were sold to the yard in Tamsin.”\n";
    assert_eq!(speakers("en", text, "before the gates"), ["Mara Lind"]);
}
