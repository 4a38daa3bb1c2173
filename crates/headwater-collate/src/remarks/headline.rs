//! A headline against its own text: does it tell of a demand, a ban, a threat that no sentence of
//! the text tells of?

use crate::terms::{Term, stem, terms};
use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_text::{Remark, Span, sentences};
use std::collections::BTreeSet;

/// The remark that the headline tells of an act that the text does not. It is made only for
/// bodies long enough that the act should be found there.
pub(super) fn beyond_body(article: &Article) -> Option<Remark> {
    let title_span = article.title_span?;
    let title = terms(&article.text, title_span);
    let body: Vec<Vec<Term>> = article
        .body
        .iter()
        .flat_map(|p| sentences(&article.text, *p))
        .map(|s| terms(&article.text, s))
        .collect();
    if body.iter().map(Vec::len).sum::<usize>() < 80 {
        return None;
    }
    // In a headline that capitalises every word, a capital tells nothing.
    let capitals = title.iter().filter(|t| t.capital).count() * 3 > title.len() * 2;
    let named = |t: &Term| t.capital && !capitals;
    let language = Language::or_unknown(article.lang.as_deref());
    let family: BTreeSet<String> =
        language.words(Class::Demand).iter().map(|e| stem(e.word)).collect();
    let act = act(&title, language)?;
    let about = |t: &&Term| t.tells() && t.span != act.span;
    let rest: Vec<&Term> = title.iter().filter(about).collect();
    if rest.len() < 2 {
        return None;
    }
    let matter: Vec<&Term> = rest.iter().filter(|t| !named(t)).copied().collect();
    let matter = if matter.is_empty() { rest.clone() } else { matter };
    let told = body.iter().any(|s| tells_of(s, &family) && shares(s, &matter) >= 1);
    if told {
        return None;
    }
    let nearest = nearest(article, &rest);
    let words = act.span.of(&article.text);
    let text = format!(
        "the headline says “{words}”; no sentence of the text tells of this about the same matter"
    );
    let places = [title_span].into_iter().chain(nearest).collect();
    Some(Remark::new("headline-beyond-body", text, places))
}

/// The first word of a headline that tells of a demand. A noun of the same form (*the call*, *a
/// demand*) is none.
fn act<'t>(title: &'t [Term], language: &Language) -> Option<&'t Term> {
    let head: BTreeSet<String> = language
        .words(Class::Demand)
        .iter()
        .filter(|e| e.key == "head")
        .map(|e| stem(e.word))
        .collect();
    let noun = |i: usize| {
        let before = i.checked_sub(1).and_then(|b| title.get(b));
        before.is_some_and(|b| language.has(Class::BeforeNoun, &b.stem))
    };
    let verbs = title.iter().enumerate().skip(1).filter(|(i, _)| !noun(*i));
    verbs.map(|(_, t)| t).find(|t| head.contains(&t.stem))
}

fn tells_of(sentence: &[Term], family: &BTreeSet<String>) -> bool {
    sentence.iter().any(|t| family.contains(&t.stem))
}

fn shares(sentence: &[Term], rest: &[&Term]) -> usize {
    rest.iter().filter(|r| sentence.iter().any(|t| t.stem == r.stem)).count()
}

/// The sentence of the body that shares most with the headline.
fn nearest(article: &Article, rest: &[&Term]) -> Option<Span> {
    let all = article.body.iter().flat_map(|p| sentences(&article.text, *p));
    let counted = all.map(|s| (shares(&terms(&article.text, s), rest), s));
    counted.max_by_key(|(n, s)| (*n, std::cmp::Reverse(s.start))).map(|(_, s)| s)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, body: &str) -> Article {
        let mut a = Article::plain("p", &format!("{title}\n\n{body}"));
        a.title_span = Some(Span::new(0, title.len()));
        a.body.remove(0);
        a
    }

    const BODY: &str = "The harbour council met on Tuesday. Orvel’s offer of talks on the ferry \
        “cannot be taken at its word”, council deputy Ilse Marn told the radio. She added that the \
        islanders decide on talks by themselves. Two ferries sank in the storm last year, and the \
        mainland has paid for neither. The council meets again in spring, when the ice has gone \
        and the boats run. Visitors are few at this time of the year, and the inns stand empty \
        along the whole northern shore of the island, from the old lighthouse to the mill.";

    #[test]
    fn a_demand_that_nobody_makes_is_remarked() {
        let remark = beyond_body(&page("Council urges islanders to break off ferry talks", BODY));
        assert_eq!(remark.map(|r| r.kind), Some("headline-beyond-body".to_owned()));
    }

    #[test]
    fn an_ordinary_headline_is_not() {
        assert_eq!(
            beyond_body(&page("Orvel’s offer of ferry talks is met with doubt", BODY)),
            None
        );
        let made = BODY.replace("She added that", "She demanded that");
        assert_eq!(
            beyond_body(&page("Council urges islanders to break off ferry talks", &made)),
            None
        );
    }
}
