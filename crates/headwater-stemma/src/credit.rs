//! Publications that a report names as its source: *wrote for the X*, *X reported*, *(X)*.

use headwater_lang::{Class, Language, agency};
use headwater_text::{Span, Token, TokenKind, fold, sentences, tokens};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

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

/// The publications that the article credits, in order of place, each name once a sentence.
/// What the tagger calls a medium is left aside: the weights were fitted without it.
pub(crate) fn credits(text: &str, body: &[Span], language: &'static Language) -> Vec<Credit> {
    let phrases = Phrases::of(language);
    let mut out: Vec<Credit> = Vec::new();
    for part in body {
        for sentence in sentences(text, *part) {
            in_sentence(text, sentence, phrases, &mut out);
        }
    }
    out.sort_by_key(|c| c.span);
    out
}

fn in_sentence(text: &str, sentence: Span, phrases: &Phrases, out: &mut Vec<Credit>) {
    let words = sentence.of(text);
    let tokens: Vec<Token> = tokens(words)
        .into_iter()
        .map(|t| Token { span: t.span.shift(sentence.start), ..t })
        .collect();
    let mut i = 0;
    while i < tokens.len() {
        let Some(end) = name_from(text, &tokens, i, phrases) else {
            i += 1;
            continue;
        };
        let (Some(first), Some(last)) = (tokens.get(i), tokens.get(end - 1)) else { break };
        let span = first.span.hull(last.span);
        let before = phrases.cut_filler(phrase(text, &tokens, i, true));
        let after = phrase(text, &tokens, end, false);
        let led = phrases.before.iter().find(|p| ends_with(&before, &p.words));
        let followed = phrases.after.iter().any(|p| after.starts_with(p.as_str()));
        let press = is_press(span.of(text));
        let weak = led.is_some_and(|p| p.weak);
        let starts = i == 0 || i == 1;
        let fits = if press {
            led.is_some() || followed || bracketed(text, span)
        } else {
            led.is_some() && !weak && !starts || followed && starts
        };
        // *told Mr. Lind*: a title, cut off at its stop.
        let title = Language::unknown().has(Class::Title, &fold(span.of(text)));
        if fits && !title {
            let written = led.is_some_and(|p| p.written);
            out.push(Credit { name: span.of(text).to_owned(), span, sentence, written });
        }
        i = end;
    }
}

/// Whether the name is a news agency's or holds a word that heads names of publications, in
/// whatever language: names keep theirs.
///
/// ```
/// assert!(headwater_stemma::is_press("The Strait Gazette") && headwater_stemma::is_press("Reuters"));
/// assert!(!headwater_stemma::is_press("Corinthians"));
/// ```
pub fn is_press(name: &str) -> bool {
    let word = |w: &str| {
        let language = Language::unknown();
        language.has(Class::Press, &fold(w)) || language.has(Class::Press, &w.to_lowercase())
    };
    agency(name).is_some() || name.split(|c: char| !c.is_alphanumeric()).any(word)
}

/// Words before a name that make it a source.
struct Before {
    /// Folded.
    words: String,
    written: bool,
    weak: bool,
}

/// The words of one language that credits are known by, folded.
struct Phrases {
    before: Vec<Before>,
    after: Vec<String>,
    filler: Vec<String>,
}

impl Phrases {
    /// Those of a language, made when first asked for.
    fn of(language: &'static Language) -> &'static Phrases {
        static ALL: LazyLock<BTreeMap<&str, Phrases>> = LazyLock::new(|| {
            let all = Language::all().iter().chain([Language::unknown()]);
            all.map(|l| (l.code, Phrases::new(l))).collect()
        });
        static NONE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(Language::unknown()));
        ALL.get(language.code).unwrap_or(&NONE)
    }

    fn new(language: &'static Language) -> Phrases {
        let list = |class| language.words(class).iter().map(|e| fold(e.word)).collect();
        let before = language.words(Class::CreditBefore).iter().map(|e| Before {
            words: fold(e.word),
            written: e.key == "written",
            weak: language.has(Class::CreditWeak, e.word),
        });
        let mut filler: Vec<String> = list(Class::CreditFiller);
        filler.sort_by_key(|f| Reverse(f.len()));
        // Words that only report are looked for after those that name the first printing.
        let mut before: Vec<Before> = before.collect();
        before.sort_by_key(|b| !b.written);
        Phrases { before, after: list(Class::CreditAfter), filler }
    }

    /// The words before a name without an article or the kind of medium at their end.
    fn cut_filler(&self, words: String) -> String {
        let mut left = words.as_str();
        let less = |w: &'_ str| {
            let cut = |f: &String| w.strip_suffix(f.as_str())?.strip_suffix(' ').map(str::len);
            self.filler.iter().find_map(cut)
        };
        while let Some(shorter) = less(left).and_then(|n| left.get(..n)) {
            left = shorter;
        }
        left.to_owned()
    }
}

/// The end of a run of capitalised words that begins at `i`, an article before it left out.
fn name_from(text: &str, tokens: &[Token], i: usize, phrases: &Phrases) -> Option<usize> {
    let capital = |t: &Token| {
        t.kind == TokenKind::Word && t.span.of(text).chars().next().is_some_and(char::is_uppercase)
    };
    let first = tokens.get(i)?;
    if !capital(first)
        || (i == 0
            && tokens.get(1).is_none_or(|t| !capital(t))
            && !is_press(first.span.of(text))
            && tokens.get(1).is_none_or(|t| !phrases.after.iter().any(|a| a == t.span.of(text))))
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

/// Up to five words before, or four after, a place, folded, with single spaces; marks are skipped.
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
        words(list)
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
        Some((first, rest))
            if !rest.is_empty() && Language::unknown().has(Class::OutletArticle, first) =>
        {
            rest.join(" ")
        }
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
        let english = Language::of("en").unwrap();
        credits(&article.text, &body, english).into_iter().map(|c| c.name).collect()
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
