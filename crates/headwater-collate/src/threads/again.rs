//! What one person says again: at another time, in another story, in other words or another language.
//! Meaning decides, by the vectors of the sentence model, between statements of one speaker alone:
//! of two speakers a like sentence is too often two matters.

use super::message::{Alike, Message, Voice};
use crate::encoder::{Encoder, cosine};
use crate::people::one_person;
use crate::record::{Story, Utterance};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};

/// Cosine of two wordings from which they are one message, each the other's best. Read by eye in 161
/// reports of one campaign: of pairs below .6 one in four was one message, of those from .6 to .75 two in
/// three, of those above nearly all.
const AGAIN: f64 = 0.65;
/// The same where no other statement there is nearly as like, neither to the one nor to the other: in
/// the written sets all pairs of this kind but one were one message, of the rest from [`ALONE`] on half.
const ALONE: f64 = 0.55;
const LEAD: f64 = 0.12;
/// The same where one of them denies and the other does not: only nearly the same words are counted.
const TURNED: f64 = 0.8;
/// By how much two wordings of one message are less alike where they are of two languages: so as many of
/// other messages pass.
const ACROSS: f64 = 0.1;
/// Words that a wording must have.
const WORDS: usize = 5;
/// Wordings of a statement that are read.
const WORDINGS: usize = 6;
/// Statements of one speaker that are laid beside each other; of more, the first.
const STATEMENTS: usize = 200;

/// One statement with what its wordings mean.
struct Sense {
    message: usize,
    voice: usize,
    /// Of each wording its language and its vector.
    vectors: Vec<(Option<String>, Vec<f32>)>,
}

/// Voices of one speaker that have a message in common by meaning. Quadratic in the statements of a
/// speaker up to [`STATEMENTS`], linear in all.
pub(super) fn links(
    articles: &[&Quoted],
    utterances: &[Utterance],
    messages: &[Message],
    voices: &[Voice],
    (stories, encoder): (&[Story], &Encoder),
) -> Vec<Alike> {
    let homes =
        stories.iter().enumerate().flat_map(|(i, s)| s.articles.iter().map(move |a| (*a, i)));
    let homes: BTreeMap<usize, usize> = homes.collect();
    let mut out = Vec::new();
    for of in speakers(messages, voices).iter().filter(|v| v.len() > 1) {
        let all = of.iter().flat_map(|v| {
            let list = voices.get(*v).map_or(&[][..], |v| v.messages.as_slice());
            list.iter().map(move |m| (*v, *m))
        });
        let senses: Vec<Sense> = all
            .take(STATEMENTS)
            .filter_map(|(voice, message)| {
                let u = utterances.get(messages.get(message)?.utterance)?;
                let vectors = vectors(articles, u, encoder);
                (!vectors.is_empty()).then_some(Sense { message, voice, vectors })
            })
            .collect();
        out.extend(between(&senses, messages, voices, &homes));
    }
    out
}

/// The voices of each speaker, whose name may be a slip apart from page to page. Linear but among names
/// of the same initials.
fn speakers(messages: &[Message], voices: &[Voice]) -> Vec<Vec<usize>> {
    let mut keys: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (v, voice) in voices.iter().enumerate() {
        let first = voice.messages.first().and_then(|m| messages.get(*m));
        let known = first.map_or("", |m| m.known_by.as_str());
        if !known.is_empty() {
            keys.entry(known).or_default().push(v);
        }
    }
    let initials = |key: &str| {
        let last = key.rsplit(' ').next().unwrap_or("");
        (key.chars().next(), last.chars().next())
    };
    let mut near: BTreeMap<_, Vec<(&str, Vec<usize>)>> = BTreeMap::new();
    for (key, of) in keys {
        let names = near.entry(initials(key)).or_default();
        match names.iter_mut().find(|(k, _)| one_person(k, key)) {
            Some((_, all)) => all.extend(of),
            None => names.push((key, of)),
        }
    }
    near.into_values().flatten().map(|(_, of)| of).collect()
}

/// Vectors of an utterance's wordings, those of other languages first.
fn vectors(
    articles: &[&Quoted],
    u: &Utterance,
    encoder: &Encoder,
) -> Vec<(Option<String>, Vec<f32>)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut first: BTreeSet<Option<&str>> = BTreeSet::new();
    let (mut one, mut more) = (Vec::new(), Vec::new());
    for r in u.readings.iter().filter(|r| !r.repeat) {
        let Some(article) = articles.get(r.place.article).map(|q| &q.article) else { continue };
        let words = r.place.span.of(&article.text);
        let long = words.split_whitespace().count() >= WORDS
            || words.chars().any(headwater_text::unspaced);
        if long && seen.insert(words) {
            let new = first.insert(article.lang.as_deref());
            let wording = (article.lang.clone(), words);
            if new { one.push(wording) } else { more.push(wording) }
        }
    }
    let all = one.into_iter().chain(more).take(WORDINGS);
    all.map(|(lang, words)| (lang, encoder.encode(words))).collect()
}

/// Pairs of statements of different voices, each the other's best between the two.
fn between(
    senses: &[Sense],
    messages: &[Message],
    voices: &[Voice],
    homes: &BTreeMap<usize, usize>,
) -> Vec<Alike> {
    let like = |a: &Sense, b: &Sense| {
        let likeness = |x: &(Option<String>, Vec<f32>), y: &(Option<String>, Vec<f32>)| {
            cosine(&x.1, &y.1) + if x.0 == y.0 { 0.0 } else { ACROSS }
        };
        let pairs = a.vectors.iter().flat_map(|x| b.vectors.iter().map(move |y| likeness(x, y)));
        pairs.fold(0.0, f64::max)
    };
    // Reports of one event that have a statement otherwise are no second occasion.
    let at = |v: usize| -> BTreeSet<Option<&usize>> {
        let articles = voices.get(v).map(|v| &v.articles).into_iter().flatten();
        articles.map(|a| homes.get(a)).collect()
    };
    let of: BTreeMap<usize, BTreeSet<Option<&usize>>> =
        senses.iter().map(|s| (s.voice, at(s.voice))).collect();
    let apart = |a: &Sense, b: &Sense| match (of.get(&a.voice), of.get(&b.voice)) {
        (Some(x), Some(y)) => a.voice != b.voice && x.is_disjoint(y),
        _ => false,
    };
    // For each statement and other voice its best partner there.
    let mut best: BTreeMap<(usize, usize), Best> = BTreeMap::new();
    for (i, a) in senses.iter().enumerate() {
        for (j, b) in senses.iter().enumerate().filter(|(_, b)| apart(a, b)) {
            best.entry((i, b.voice)).or_default().offer(like(a, b), j);
        }
    }
    let mut out: Vec<Alike> = Vec::new();
    for ((i, _), one) in &best {
        let (Some(a), Some(b)) = (senses.get(*i), senses.get(one.partner)) else { continue };
        let back = best.get(&(one.partner, a.voice)).filter(|k| k.partner == *i);
        let Some(back) = back.filter(|_| *i < one.partner) else { continue };
        let lead = one.likeness - one.next.max(back.next);
        if one.likeness >= least(messages, a, b, lead) {
            let (v, w) = (a.voice.min(b.voice), a.voice.max(b.voice));
            out.push((one.likeness, v, w, BTreeSet::from([a.message, b.message])));
        }
    }
    out
}

/// The most like statement of a voice, and how like the next is.
#[derive(Default)]
struct Best {
    likeness: f64,
    partner: usize,
    next: f64,
}

impl Best {
    fn offer(&mut self, likeness: f64, partner: usize) {
        if likeness > self.likeness {
            *self = Best { likeness, partner, next: self.likeness };
        } else {
            self.next = self.next.max(likeness);
        }
    }
}

/// How like two statements must be that lead the next by so much.
fn least(messages: &[Message], a: &Sense, b: &Sense, lead: f64) -> f64 {
    let (Some(m), Some(n)) = (messages.get(a.message), messages.get(b.message)) else { return 2.0 };
    if m.other_number(n) {
        2.0
    } else if m.denies != n.denies {
        TURNED
    } else if lead >= LEAD {
        ALONE
    } else {
        AGAIN
    }
}

#[cfg(test)]
mod tests {
    use crate::encoder::Encoder;
    use headwater_page::Article;
    use headwater_quote::{Quoted, Tagger, quotes};
    use headwater_text::When;

    fn page(id: &str, date: &str, lang: &str, text: &str) -> Quoted {
        let mut article = Article::plain(id, text);
        article.lang = Some(lang.to_owned());
        let mut parts = date.split('-').filter_map(|p| p.parse::<i16>().ok());
        let mut next = || parts.next().unwrap_or(1);
        article.date = When::day(next(), next() as i8, next() as i8);
        quotes(article, &Tagger::Rules)
    }

    /// In how many pages the threads over two stories of one report each stand.
    fn threads(a: Quoted, b: Quoted) -> Vec<usize> {
        let articles = [a, b];
        let mut stories = Vec::new();
        let (mut people, mut utterances) = (Vec::new(), Vec::new());
        for (i, q) in articles.iter().enumerate() {
            let to = crate::Numbers(&[i]);
            let own = [q];
            let persons = crate::people(&own);
            let said = crate::utterances(&own, &persons, Some(Encoder::shipped()));
            people.extend(persons.into_iter().map(|p| p.placed(&to)));
            utterances.extend(said.into_iter().map(|u| u.placed(&to)));
            stories.push(crate::Story { articles: vec![i], ..Default::default() });
        }
        let encoder = Some(Encoder::shipped());
        let found = super::super::threads(&articles, &stories, &utterances, &people, encoder);
        found.iter().map(|t| t.statements.len()).collect()
    }

    const NOW: &str =
        "“A burning ship is a patient who cannot speak,” Duarte Meneses said on Monday.";

    #[test]
    fn what_one_person_says_again_is_a_thread_over_languages_and_spellings() {
        let then = "„Ein brennendes Schiff ist ein Patient, der nicht sprechen kann“, sagte Duarte Menezes.";
        let pages = || (page("a", "2025-03-05", "en", NOW), page("b", "2021-08-19", "de", then));
        assert_eq!(threads(pages().0, pages().1), [2]);
        // What is said again within a week is of the same affair.
        let soon = page("b", "2025-03-07", "de", then);
        assert!(threads(pages().0, soon).is_empty());
    }

    #[test]
    fn less_like_words_are_one_message_where_nothing_else_is_as_like() {
        let then = "“Demand will come back, I am certain of that,” Duarte Meneses said.";
        let now = "„Die Nachfrage wird zurückkehren, sofern die Beihilfen verlässlich bleiben“, sagte Duarte Meneses.";
        let rival = " „Die Nachfrage ist heute noch nicht wieder da“, sagte Duarte Meneses.";
        let pages = |now: &str| {
            threads(page("a", "2025-03-05", "de", now), page("b", "2021-08-19", "en", then))
        };
        assert_eq!(pages(now), [2]);
        assert!(pages(&format!("{now}{rival}")).is_empty());
        let mut best = super::Best::default();
        for (likeness, partner) in [(0.5, 1), (0.7, 2), (0.6, 3)] {
            best.offer(likeness, partner);
        }
        assert_eq!((best.likeness, best.partner, best.next), (0.7, 2, 0.6));
    }

    #[test]
    fn other_words_of_the_same_person_and_the_same_words_of_another_are_none() {
        let other =
            "„Die Brandschutzübung im Herbst war ein Erfolg für alle“, sagte Duarte Meneses.";
        let pages = (page("a", "2025-03-05", "en", NOW), page("b", "2021-08-19", "de", other));
        assert!(threads(pages.0, pages.1).is_empty());
        let another = "„Ein brennendes Schiff ist ein Patient, der nicht sprechen kann“, sagte Ragnhild Tveit.";
        let pages = (page("a", "2025-03-05", "en", NOW), page("b", "2021-08-19", "de", another));
        assert!(threads(pages.0, pages.1).is_empty());
    }

    #[test]
    fn two_speakers_deny_one_thing_where_they_mean_alike() {
        let said = |who: &str, words: &str| format!("“{words},” {who} said on Monday.");
        let two = |a: &str, b: &str| {
            let a = page("a", "2025-03-05", "en", &said("Duarte Meneses", a));
            let b = page("b", "2025-06-02", "en", &said("Ragnhild Tveit", b));
            threads(a, b).len()
        };
        let toll = "The council of Varn is not interested in lower harbour tolls";
        assert_eq!(two(toll, "Varn does not want lower harbour tolls at all"), 1);
        assert_eq!(
            two(toll, "Anyone interested in a lower berth will not sleep in that harbour inn"),
            0
        );
    }

    #[test]
    fn two_speakers_have_a_message_in_common_where_they_mean_it_with_the_same_figures() {
        let said = |who: &str, words: &str| format!("“{words},” {who} said on Monday.");
        let two = |a: &str, b: &str| {
            let a = page("a", "2025-03-05", "en", &said("Duarte Meneses", a));
            let b = page("b", "2025-04-02", "en", &said("Ragnhild Tveit", b));
            threads(a, b).len()
        };
        let toll = "Harbour tolls at Varn must stay frozen for all fishing boats this winter";
        assert_eq!(
            two(toll, "Harbour tolls at Varn must stay frozen for fishing boats all winter"),
            1
        );
        let other = "Fishing boats burn more winter diesel at Varn since the frozen harbour lock was rebuilt";
        assert_eq!(two(toll, other), 0);
        let of = |share: &str| {
            format!(
                "Harbour tolls at Varn would cost fishing boats {share} percent more this winter"
            )
        };
        assert_eq!(two(&of("48"), &of("48")), 1);
        assert_eq!(two(&of("48"), &of("31")), 0);
    }
}
