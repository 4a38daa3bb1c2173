//! What must hold of every report.

use super::{Sheet, html, sample};
use headwater::About;
use headwater_collate::Place;
use headwater_stemma::Reason;
use headwater_text::Span;
use std::collections::BTreeSet;

/// Everything between `open` and the next `close`.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    let parts = text.split(open).skip(1);
    parts.map(|p| p.split_once(close).map_or(p, |(inner, _)| inner)).collect()
}

/// Markup dropped, entities read, white space folded.
fn plain(markup: &str) -> String {
    let mut out = String::new();
    for part in markup.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    fold(&out.replace("&amp;", "&"))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_quoted_string_is_a_slice_of_a_page() {
    let pages = sample::pages();
    let page = html(&sample::trace(&pages), &Sheet::default());
    let texts: Vec<String> = pages.texts.iter().map(|t| fold(t)).collect();
    let mut count = 0;
    for part in page.split("<q").skip(1) {
        let words = part.split_once('>').map_or("", |(_, p)| p);
        let words = plain(words.split("</q>").next().unwrap_or(""));
        assert!(texts.iter().any(|t| t.contains(words.trim())), "not on any page: {words}");
        count += 1;
    }
    assert!(count > 15, "only {count}");
    // Marks of ours around words stand nowhere else.
    let bare = page.replace("“<q", "<q").replace("«<q", "<q");
    let outside: Vec<&str> = between(&bare, "<body>", "<section class=\"pages\"");
    assert!(!outside[0].contains(['“', '«']), "words in marks that are no slice");
}

#[test]
fn every_link_has_its_target_and_every_id_is_one() {
    let page = html(&sample::trace(&sample::pages()), &Sheet::default());
    let ids: Vec<&str> = between(&page, " id=\"", "\"");
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len(), "an id stands twice");
    let mut places = 0;
    for href in between(&page, "href=\"#", "\"") {
        assert!(set.contains(href), "no target: {href}");
        places += usize::from(href.contains("-c"));
    }
    assert!(places > 8, "only {places} links to places");
    for id in between(&page, "aria-labelledby=\"", "\"") {
        assert!(set.contains(id), "no label: {id}");
    }
}

#[test]
fn nothing_of_a_page_gets_out_of_its_quotes() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)> \u{202e}evil";
    let mut pages = sample::pages();
    for i in 0..4 {
        let title = pages.titles[i].clone();
        let spoilt = format!("{title} {evil}");
        pages.texts[i] = pages.texts[i]
            .replacen(&title, &spoilt, 1)
            .replace("are dry", &format!("are dry {evil}"));
        pages.titles[i] = spoilt;
        pages.outlets[i] = Some(format!("{evil} {i}"));
    }
    pages.speaker = evil.to_owned();
    let mut trace = sample::trace(&pages);
    for q in trace.articles.iter_mut().map(std::sync::Arc::make_mut) {
        q.article.id = format!("{}{evil}", q.article.id);
        q.article.authors = vec![evil.to_owned()];
        q.article.url = Some("javascript:alert(4)".to_owned());
        q.article.lang = Some(evil.to_owned());
        q.article.sha256 = Some(evil.to_owned());
        q.quotes[0].role = Some(evil.to_owned());
        q.quotes[0].via = Some(evil.to_owned());
        q.quotes[0].chain = vec![evil.to_owned()];
    }
    trace.threads[0].title = evil.to_owned();
    for node in &mut trace.stemmata[0].nodes {
        node.id = format!("{}{evil}", node.id);
        node.label = evil.to_owned();
    }
    for edge in &mut trace.stemmata[0].edges {
        edge.parent += evil;
        edge.child += evil;
        let span = Span::new(0, trace.articles[0].article.text.len());
        edge.grounds[0].what = Reason::Moved { words: Place { article: 0, span } };
    }
    let page = html(&trace, &Sheet::default());
    let small = page.to_lowercase();
    for bad in ["<script", "<img", "<svg onload", "href=\"javascript", "\u{202e}"] {
        assert!(!small.contains(bad), "{bad} got through");
    }
    // No attribute value of ours was closed by a quotation mark of theirs.
    for tag in between(&page, "<", ">") {
        assert!(!tag.contains("onerror="), "{tag}");
    }
    assert!(page.contains("&lt;script&gt;"), "shown as text instead");
    assert!(page.contains("&lt;U+202E&gt;"), "directions are made visible");
}

#[test]
fn the_page_needs_nothing_from_outside() {
    let page = html(&sample::trace(&sample::pages()), &Sheet::default());
    assert!(page.contains("default-src 'none'") && !page.contains("unsafe-inline"));
    for bad in
        ["<script", "<link", "@import", "url(", " src=", "<iframe", "<form", " style=", " onclick"]
    {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    assert_eq!(page, html(&sample::trace(&sample::pages()), &Sheet::default()), "the same twice");
}

#[test]
fn our_own_words_accuse_nobody() {
    let page = html(&sample::trace(&sample::pages()), &Sheet::default()).to_lowercase();
    let words = "fake lied lying plagiar stolen misquot fabricat copied-from the-original"; // lexicon
    for word in words.split(' ').map(|w| w.replace('-', " ")) {
        assert!(!page.contains(&word), "{word}");
    }
}

#[test]
fn differences_of_substance_and_lost_sources_are_told() {
    let page = html(&sample::trace(&sample::pages()), &Sheet::default());
    let text = plain(&page);
    let source = "◇ column, Meridian Ledger (likely), not among these pages";
    assert!(text.contains(source), "{text}");
    assert!(text.contains("Bayline from Straits Observer"), "{text}");
    assert!(text.contains("number: “More than”"));
    assert!(text.contains("These pages do not tell who spoke first"));
    assert!(text.contains("undated"));
    assert!(text.contains("very likely made from Straits Observer"));
}

#[test]
fn a_page_shows_no_more_than_its_limit() {
    let mut pages = sample::pages();
    let long = format!("are dry {}", "and the river is low ".repeat(400));
    pages.texts[0] = pages.texts[0].replace("are dry", &long);
    let page = html(&sample::trace(&pages), &Sheet::default());
    assert!(page.matches("and the river is low").count() < 150);
    assert!(page.contains("characters left out"));
}

#[test]
fn edges_in_a_circle_come_to_an_end() {
    let mut trace = sample::trace(&sample::pages());
    let edges = &mut trace.stemmata[0].edges;
    edges[2].parent = "bayline.html".into();
    let page = html(&trace, &Sheet::default());
    assert!(page.contains("Bayline"));
}

#[test]
fn nothing_joined_is_said_so() {
    let mut trace = sample::trace(&sample::pages());
    trace.stories.clear();
    trace.threads.clear();
    trace.utterances.clear();
    assert!(
        html(&trace, &Sheet::default()).contains("No two of these pages report the same event")
    );
}

/// Relative luminance of `#rrggbb` as WCAG defines it.
fn luminance(hex: &str) -> f64 {
    let part = |i: usize| {
        let byte = u8::from_str_radix(&hex[i..i + 2], 16).expect("a colour");
        let c = f64::from(byte) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn every_text_has_the_contrast_it_needs() {
    let style = include_str!("style.css");
    let schemes = between(style, ":root {", "}");
    for (name, scheme) in [("light", schemes[0]), ("dark", schemes[1])] {
        let colour = |of: &str| {
            let found = scheme.split_once(&format!("--{of}: #")).expect("a colour of that name");
            luminance(&format!("#{}", &found.1[..6]))
        };
        for text in ["ink", "soft", "water", "deep", "warm"] {
            for ground in ["paper", "card", "band", "tint", "warm-tint"] {
                let (a, b) = (colour(text), colour(ground));
                let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(ratio >= 4.5, "{name}: {text} on {ground} is {ratio:.2}");
            }
        }
    }
}

#[test]
fn a_wording_brings_its_story_and_leaves_the_rest() {
    let pages = sample::pages();
    let trace = sample::trace(&pages);
    let about = About::find(&trace, "We want a treaty");
    let page = html(&trace, &Sheet { about: Some(&about), ..Sheet::default() });
    assert!(page.contains("Where it springs from: "));
    assert!(!between(&page, "<ul class=\"found\">", "</ul>").is_empty());
    let none = About::find(&trace, "zebras repaint the moon");
    assert!(none.is_empty());
    let page = html(&trace, &Sheet { about: Some(&none), ..Sheet::default() });
    assert!(page.contains("No report of these words among these pages."));
    assert!(!page.contains("<section class=\"story\""), "no story is told");
}
