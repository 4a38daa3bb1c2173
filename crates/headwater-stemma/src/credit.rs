//! Publications that a report names as its source: *wrote for the X*, *X reported*, *(X)*.

use headwater_text::{Span, Token, TokenKind, fold, sentences, tokens};

/// A publication named in a report, in words that give it as the source of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credit {
    /// The name as printed.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// The sentence it stands in.
    pub(crate) sentence: Span,
    /// Whether the words call it the place of first publication (*column*, *interview*, *wrote
    /// for*) rather than a report.
    pub(crate) written: bool,
}

/// Words right before a name that give it as the place where the words were first printed or said.
const WRITTEN: &[&str] = &[
    "written for",
    "wrote for",
    "wrote in",
    "writes for",
    "writes in",
    "writing for",
    "writing in",
    "column for",
    "column in",
    "published in",
    "article for",
    "article in",
    "op-ed for",
    "op-ed in",
    "essay in",
    "essay for",
    "interview with",
    "interview to",
    "interview for",
    "speaking to",
    "told",
    "appeared in",
    "printed in",
];

/// Other words right before a name that make it a source; some say the kind of medium: *for the
/// newspaper Meridian Ledger*.
const REPORTED: &[&str] = &[
    "published by",
    "carried by",
    "stated by",
    "reported by",
    "quoted by",
    "according to",
    "source",
    "seen by",
    "obtained by",
    "citing",
    "cites",
    "first in",
    "report by",
    "as told to",
    "reference to",
    "with reference to",
    "published on",
    "statement to",
    "comments to",
    "remarks to",
    "given to",
    "by way of",
    "via",
    "from",
    "for the newspaper",
    "in the newspaper",
    "for the magazine",
    "in the magazine",
    "the broadcaster",
    "public broadcaster",
    "radio station",
    "gastbeitrag für den",
    "gastbeitrag für die",
    "gastbeitrag in der",
    "gastbeitrag im",
    "interview mit dem",
    "interview mit der",
];

/// Of all these, the ones that stand before any name as well.
const WEAK: &[&str] = &["from", "via", "told", "speaking to", "according to"];

/// Words right after a name that make it a source.
const AFTER: &[&str] = &[
    "reported",
    "reports",
    "reported this first",
    "writes",
    "wrote",
    "has learned",
    "first reported",
    "was first to report",
    "said in a report",
    "has the story",
    "quotes",
    "cites",
    "published",
    "recalls",
];

/// Heads of names that are publications whatever the words around them say.
const PRESS: &[&str] = &[
    "times",
    "post",
    "news",
    "newspaper",
    "daily",
    "courier",
    "herald",
    "tribune",
    "gazette",
    "journal",
    "observer",
    "guardian",
    "press",
    "agency",
    "radio",
    "tv",
    "television",
    "channel",
    "magazine",
    "today",
    "telegraph",
    "independent",
    "chronicle",
    "dispatch",
    "mail",
    "express",
    "star",
    "weekly",
    "review",
    "monitor",
    "mirror",
    "record",
    "bulletin",
    "wire",
    "broadcaster",
    "media",
    "online",
    "zeitung",
    "pravda",
    "vesti",
    "novosti",
];

/// The publications that the article credits, in order of place, each name once a sentence.
/// What the tagger calls a medium is left aside: the weights were fitted without it.
pub(crate) fn credits(text: &str, body: &[Span]) -> Vec<Credit> {
    let mut out: Vec<Credit> = Vec::new();
    for part in body {
        for sentence in sentences(text, *part) {
            in_sentence(text, sentence, &mut out);
        }
    }
    out.sort_by_key(|c| c.span);
    out
}

fn in_sentence(text: &str, sentence: Span, out: &mut Vec<Credit>) {
    let words = sentence.of(text);
    let tokens: Vec<Token> = tokens(words)
        .into_iter()
        .map(|t| Token { span: t.span.shift(sentence.start), ..t })
        .collect();
    let mut i = 0;
    while i < tokens.len() {
        let Some(end) = name_from(text, &tokens, i) else {
            i += 1;
            continue;
        };
        let (Some(first), Some(last)) = (tokens.get(i), tokens.get(end - 1)) else { break };
        let span = first.span.hull(last.span);
        let before = phrase(text, &tokens, i, true);
        let after = phrase(text, &tokens, end, false);
        let led = WRITTEN.iter().chain(REPORTED).find(|p| ends_with(&before, p));
        let followed = AFTER.iter().any(|p| after.starts_with(p));
        let press = is_press(span.of(text));
        let weak = led.is_some_and(|p| WEAK.contains(p));
        let starts = i == 0 || i == 1;
        let fits = if press {
            led.is_some() || followed || bracketed(text, span)
        } else {
            led.is_some() && !weak && !starts || followed && starts
        };
        // *told Mr. Lind*: a title, cut off at its stop.
        let title = matches!(
            fold(span.of(text)).as_str(),
            "mr" | "mrs" | "ms" | "dr" | "sen" | "rep" | "gov" | "gen" | "prof" | "rev" | "lt"
        );
        if fits && !title {
            let written = led.is_some_and(|p| WRITTEN.contains(p));
            out.push(Credit { name: span.of(text).to_owned(), span, sentence, written });
        }
        i = end;
    }
}

/// Whether the name holds a word that heads names of publications.
pub(crate) fn is_press(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|w| PRESS.contains(&fold(w).as_str()))
}

/// The end of a run of capitalised words that begins at `i`, an article before it left out.
fn name_from(text: &str, tokens: &[Token], i: usize) -> Option<usize> {
    let capital = |t: &Token| {
        t.kind == TokenKind::Word && t.span.of(text).chars().next().is_some_and(char::is_uppercase)
    };
    let first = tokens.get(i)?;
    if !capital(first)
        || (i == 0
            && tokens.get(1).is_none_or(|t| !capital(t))
            && !is_press(first.span.of(text))
            && tokens.get(1).is_none_or(|t| !AFTER.contains(&t.span.of(text))))
    {
        return None;
    }
    let mut end = i + 1;
    while let Some(t) = tokens.get(end) {
        let close = tokens.get(end - 1).is_some_and(|p| t.span.start <= p.span.end + 1);
        let joins = capital(t) || t.kind == TokenKind::Number && t.span.len() <= 3;
        if !(close && joins) || end - i >= 6 {
            break;
        }
        end += 1;
    }
    Some(end)
}

/// Up to four words before or after a place, folded, with single spaces; an article right before
/// the name and a colon are skipped.
fn phrase(text: &str, tokens: &[Token], at: usize, before: bool) -> String {
    let words = |list: Vec<&Token>| {
        let kept: Vec<String> = list
            .iter()
            .filter(|t| t.kind == TokenKind::Word)
            .map(|t| fold(t.span.of(text)))
            .collect();
        kept.join(" ")
    };
    if before {
        let mut list: Vec<&Token> = tokens.iter().take(at).rev().take(5).collect();
        list.reverse();
        let s = words(list);
        for article in [" the", " newspaper", " the newspaper", " daily", " agency", " news agency"]
        {
            if let Some(cut) = s.strip_suffix(article) {
                return cut.trim_end_matches(" the").to_owned();
            }
        }
        s
    } else {
        words(tokens.iter().skip(at).take(4).collect())
    }
}

fn ends_with(words: &str, phrase: &str) -> bool {
    words.strip_suffix(phrase).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

fn bracketed(text: &str, span: Span) -> bool {
    text.get(..span.start).is_some_and(|t| t.ends_with('('))
        && text.get(span.end..).is_some_and(|t| t.starts_with(')'))
}

/// A publication's name as compared: folded words without a leading article.
pub(crate) fn outlet_key(name: &str) -> String {
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold).collect();
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && first == "the" => rest.join(" "),
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    fn found(text: &str) -> Vec<String> {
        let article = Article::plain("a", text);
        let body = article.body.clone();
        credits(&article.text, &body).into_iter().map(|c| c.name).collect()
    }

    #[test]
    fn sources_are_named_in_many_ways() {
        assert_eq!(
            found("The tolls will rise, Mayor Ada Lind wrote for the Varn Courier."),
            ["Varn Courier"]
        );
        assert_eq!(
            found("This is stated in her column published in the Harbour Times."),
            ["Harbour Times"]
        );
        assert_eq!(found("Evening Post reported this first."), ["Evening Post"]);
        assert_eq!(found("Source: Glas Varna"), ["Glas Varna"]);
        assert_eq!(
            found("On Friday, speaking to the Varn Courier, Ada Lind said so."),
            ["Varn Courier"]
        );
    }

    #[test]
    fn people_and_places_are_no_sources() {
        assert!(found("According to Ada Lind, it rained. She told Omar Vey about it.").is_empty());
        assert!(found("Lind said that Varn would pay.").is_empty());
        assert!(found("She came from Osk.").is_empty());
    }
}
