//! Who said a statement, by the majority of its reports, and which reports give the same words to
//! somebody else.

use super::units::Unit;
use crate::apparatus::relation;
use crate::record::{Person, Place, Reading, Relation};
use crate::terms::terms;
use headwater_quote::{Quotation, Quoted};
use headwater_text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Words of the shortest reading that is called misattributed.
const LEAST: usize = 4;

/// Words of the longest office before a name.
const OFFICE: usize = 8;

/// Whom the reports of one statement name.
pub(super) struct Attribution<'a> {
    /// The person whom most reports name, where more than half of those that name somebody do,
    /// and two at least; else the one whom alone they print by name, where for others stands *he* or *she*.
    pub(super) speaker: Option<usize>,
    /// The reports that name each person.
    named: BTreeMap<usize, BTreeSet<usize>>,
    articles: &'a [&'a Quoted],
    people: &'a [Person],
    /// The person of each quotation.
    of: BTreeMap<(usize, &'a str), usize>,
}

impl<'a> Attribution<'a> {
    /// Reads whom the quotations behind these units are given to.
    pub(super) fn new(
        articles: &'a [&'a Quoted],
        people: &'a [Person],
        units: impl Iterator<Item = &'a Unit>,
    ) -> Attribution<'a> {
        let mut named: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut of = BTreeMap::new();
        let mut printed: BTreeSet<usize> = BTreeSet::new();
        let mut said_as: Vec<Place> = Vec::new();
        for u in units {
            let quote = articles.get(u.article).and_then(|q| q.quotes.get(u.quote?));
            if let (Some(person), Some(quote)) = (u.person, quote) {
                named.entry(person).or_default().insert(u.article);
                of.insert((u.article, quote.id.as_str()), person);
                said_as.push(Place { article: u.article, span: quote.span });
                let said = quote.speaker_text.as_deref().unwrap_or("");
                if people.get(person).is_some_and(|p| prints(said, p)) {
                    printed.insert(person);
                }
            }
        }
        let all: BTreeSet<usize> = named.values().flatten().copied().collect();
        let most = named.iter().find(|(_, a)| a.len() >= 2 && a.len() * 2 > all.len());
        let alone = printed.first().filter(|_| printed.len() == 1 && named.len() > 1);
        let alone = alone.filter(|_| one(articles, &said_as));
        let speaker = most.map(|(person, _)| *person).or(alone.copied());
        Attribution { speaker, named, articles, people, of }
    }

    /// Whether a quotation, by its number, is given to another person than the majority's speaker.
    pub(super) fn outvoted(&self, article: usize, quote: usize) -> bool {
        let id = self.articles.get(article).and_then(|a| a.quotes.get(quote));
        let by = id.and_then(|q| self.of.get(&(article, q.id.as_str())));
        self.speaker.is_some_and(|speaker| by.is_some_and(|p| *p != speaker))
    }

    /// Readings that give the words of the majority's speaker to another person by name: the place
    /// of a reading by the majority first, then theirs.
    pub(super) fn others(&self, readings: &[Reading]) -> Vec<(Place, Place)> {
        let Some(speaker) = self.speaker else { return Vec::new() };
        let theirs = self.named.get(&speaker);
        let by = |r: &Reading| self.of.get(&(r.place.article, r.quote.as_deref()?)).copied();
        let own = || readings.iter().filter(|r| !r.repeat && by(r) == Some(speaker));
        let differs = |r: &&Reading| {
            let other = by(r).filter(|p| *p != speaker);
            !r.repeat
                && !theirs.is_some_and(|a| a.contains(&r.place.article))
                && other.is_some_and(|p| self.named_here(r, p) && self.strangers(speaker, p))
        };
        let against = |r: &Reading| Some((own().find(|o| self.same_words(o, r))?.place, r.place));
        readings.iter().filter(differs).filter_map(against).collect()
    }

    /// Whether two readings have the same words, but for a part that one leaves out.
    fn same_words(&self, a: &Reading, b: &Reading) -> bool {
        let text = |r: &Reading| {
            self.articles.get(r.place.article).map_or("", |q| q.article.text.as_str())
        };
        let words = |r: &Reading| terms(text(r), r.place.span);
        let (x, y) = (words(a), words(b));
        let same = |r| matches!(r, Relation::Verbatim | Relation::Trimmed | Relation::Noisy);
        x.len().min(y.len()) >= LEAST
            && (same(relation(text(a), &x, text(b), &y))
                || same(relation(text(b), &y, text(a), &x)))
    }

    fn quotation(&self, r: &Reading) -> Option<&'a Quotation> {
        let id = r.quote.as_deref()?;
        self.articles.get(r.place.article)?.quotes.iter().find(|q| q.id == id)
    }

    /// Whether the words that attribute are the person's full name, perhaps behind an office: a
    /// pronoun, a surname or a longer phrase may have been taken for the wrong one by the reader.
    fn named_here(&self, r: &Reading, person: usize) -> bool {
        let said = self.quotation(r).and_then(|q| q.speaker_text.as_deref()).unwrap_or("");
        let large = |w: &&str| w.starts_with(char::is_uppercase);
        let spellings = self.people.get(person).map_or(&[][..], |p| &p.spellings);
        spellings.iter().any(|name| {
            let before = said.strip_suffix(name.as_str()).map(|b| b.split_whitespace());
            // Not *the coach of Real Montesaro*: a small word makes the name part of an office.
            let head = |mut words: std::str::SplitWhitespace<'_>| {
                words.clone().count() <= OFFICE
                    && words.next_back().is_none_or(|w| w.len() > 3 || w.ends_with('.'))
            };
            let named = name.starts_with(char::is_uppercase);
            let full = name.split_whitespace().filter(large).count() > 1;
            named && full && before.is_some_and(head)
        })
    }

    /// Whether the two are persons of full names, and neither speaks for the other: no name is
    /// part of the other's, or of the office in which a report names it.
    fn strangers(&self, a: usize, b: usize) -> bool {
        let name = |p: usize| self.people.get(p).map(|p| fold(&p.name)).unwrap_or_default();
        let offices = |p: usize| {
            let of = self.articles.iter().flat_map(|q| q.quotes.iter());
            let known = self.people.get(p).map_or(&[][..], |p| &p.spellings);
            let of = of.filter(move |q| q.speaker.as_ref().is_some_and(|s| known.contains(s)));
            of.filter_map(|q| q.role.as_deref()).map(fold).collect::<Vec<_>>().join(" ")
        };
        let (x, y) = (name(a), name(b));
        let full = |n: &str| n.split_whitespace().count() > 1;
        let within = |n: &str, whole: &str| {
            n.split_whitespace().filter(|w| w.chars().count() > 3).any(|w| whole.contains(w))
        };
        full(&x)
            && full(&y)
            && !within(&x, &y)
            && !within(&y, &x)
            && !within(&x, &offices(b))
            && !within(&y, &offices(a))
    }
}

/// Whether all quotations are the first one, but for a part that one leaves out: then one person
/// said them.
fn one(articles: &[&Quoted], places: &[Place]) -> bool {
    let same = |r| matches!(r, Relation::Verbatim | Relation::Trimmed | Relation::Noisy);
    let read = |p: &Place| {
        let text = articles.get(p.article).map_or("", |q| q.article.text.as_str());
        (text, terms(text, p.span))
    };
    let Some((first, x)) = places.first().map(read) else { return false };
    places
        .iter()
        .map(read)
        .all(|(text, y)| same(relation(first, &x, text, &y)) || same(relation(text, &y, first, &x)))
}

/// Whether the words that attribute print a word of the person's name.
fn prints(said: &str, person: &Person) -> bool {
    let large = |w: &&str| w.starts_with(char::is_uppercase);
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1);
        words.filter(large).map(fold).collect()
    };
    let said = words(said);
    person.spellings.iter().any(|name| !words(name).is_disjoint(&said))
}

#[cfg(test)]
mod tests {
    use crate::{people, utterances};
    use headwater_page::Article;
    use headwater_quote::{Quoted, Tagger, quotes};

    const WORDS: &str = "We asked the court to read one paragraph of the law";

    /// Differences of who says it in pages that give the words to these, each told by its page.
    fn others(speakers: &[&str]) -> (Option<String>, Vec<usize>) {
        let page = |(i, by): (usize, &&str)| {
            let text = format!("The court met on Monday.\n\n“{WORDS},” said {by}.\n");
            let mut article = Article::plain(&format!("p{i}"), &text);
            article.lang = Some("en".into());
            quotes(article, &Tagger::Fast)
        };
        let pages: Vec<Quoted> = speakers.iter().enumerate().map(page).collect();
        let refs: Vec<&Quoted> = pages.iter().collect();
        let found = utterances(&refs, &people(&refs), None);
        let one = found.into_iter().max_by_key(|u| u.readings.len()).expect("a statement");
        let told = one.differs.iter().filter(|d| d.0 == "attribution");
        (one.speaker, told.map(|d| d.2.article).collect())
    }

    #[test]
    fn the_report_that_gives_the_words_to_another_is_told() {
        let (speaker, told) =
            others(&["chairwoman Bea Stann", "lawyer Des Arkwell", "Des Arkwell", "Des Arkwell"]);
        assert_eq!((speaker.as_deref(), told), (Some("Des Arkwell"), vec![0]));
    }

    #[test]
    fn whom_a_page_prints_by_name_counts_before_whom_another_means_by_a_pronoun() {
        let page = |id: &str, frame: &str| {
            let text = frame.replace('#', &format!("“{WORDS}”"));
            let mut article = Article::plain(id, &text);
            article.lang = Some("en".into());
            quotes(article, &Tagger::Fast)
        };
        let pages = [
            page(
                "a",
                "Des Arkwell praised the court on Monday. He had waited long.\n\n#, he said.\n",
            ),
            page("b", "The court met on Monday.\n\n#, said lawyer Bea Stann.\n"),
        ];
        let refs: Vec<&Quoted> = pages.iter().collect();
        let found = utterances(&refs, &people(&refs), None);
        let one = found.into_iter().max_by_key(|u| u.readings.len()).expect("a statement");
        assert_eq!((one.readings.len(), one.speaker.as_deref()), (2, Some("Bea Stann")));
    }

    #[test]
    fn nothing_is_told_where_nobody_is_named_or_no_speaker_is_named_by_most() {
        for speakers in [
            &["a lawyer", "Des Arkwell", "Des Arkwell"][..],
            &["Des Arkwell", "Arkwell", "Des Arkwell"],
            &["the coach of Real Varnau", "Des Arkwell", "Des Arkwell"],
            &["chairwoman Bea Stann", "lawyer Des Arkwell"],
        ] {
            assert!(others(speakers).1.is_empty(), "{speakers:?}");
        }
    }
}
