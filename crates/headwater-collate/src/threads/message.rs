//! Utterances as messages: what they speak of, whether they affirm or deny it, and whose voice
//! they are; voices with like messages are put together.

use crate::people::Lookup;
use crate::terms::{Term, terms};
use crate::utterances::liken::likeness;
use crate::{Person, Utterance};
use headwater_lang::{Class, Language};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};

/// How alike all that two voices say must be before single messages are compared.
const CONTEXT: f64 = 0.12;

/// How much of two affirmations must be shared.
const HALF: f64 = 0.45;

/// How much must be shared where the two speak of no common name.
const REPEATED: f64 = 0.8;

/// The weight of the words that what contradicts a message has in common with it: *top* alone is too
/// little.
const CONTRADICTS: f64 = 0.4;

/// One utterance as a message.
pub(super) struct Message {
    pub(super) utterance: usize,
    pub(super) person: Option<usize>,
    /// The articles that have it.
    pub(super) articles: BTreeSet<usize>,
    pub(super) terms: Vec<Term>,
    /// Whether it is denied: an odd number of negations.
    pub(super) denies: bool,
    /// What it denies: the telling words after a negation that are no names.
    denied: BTreeMap<String, f64>,
    /// The stems of the speaker's name.
    speaker: BTreeSet<String>,
    /// What the speaker is known by over stories.
    pub(super) known_by: String,
}

impl Message {
    pub(super) fn new(
        utterance: usize,
        u: &Utterance,
        articles: &[&Quoted],
        lookup: &Lookup<'_>,
        people: &[Person],
    ) -> Message {
        let base = u.readings.first().map(|r| r.place);
        let text = base.and_then(|p| articles.get(p.article)).map_or("", |q| &q.article.text);
        let terms = base.map_or(Vec::new(), |p| terms(text, p.span));
        let language = base.map_or(Language::unknown(), |p| {
            articles.get(p.article).map_or(Language::unknown(), |q| language_of(q))
        });
        let spoken = |r: &crate::Reading| {
            let a = articles.get(r.place.article)?;
            let q = a.quotes.iter().find(|q| Some(&q.id) == r.quote.as_ref())?;
            // *A source*, *it*: without a name nobody can be followed through time.
            let spoken = language_of(a);
            let named = q.speaker.as_deref().filter(|n| named(n, spoken));
            lookup.find(r.place.article, named?)
        };
        // Whom most of its reports give it to, the first of them among equals.
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for p in u.readings.iter().filter_map(spoken) {
            match counts.iter_mut().find(|c| c.0 == p) {
                Some(c) => c.1 += 1,
                None => counts.push((p, 1)),
            }
        }
        let person = counts.iter().rev().max_by_key(|c| c.1).map(|c| c.0);
        let denies = negations(text, &terms, language) % 2 == 1;
        let articles = u.readings.iter().map(|r| r.place.article).collect();
        let denied = denied(text, &terms, language);
        let name = person.and_then(|p| people.get(p)).map_or("", |p: &Person| p.name.as_str());
        let speaker = name.split_whitespace().map(crate::terms::stem).collect();
        let known_by = crate::people::known_by(name);
        Message { known_by, speaker, denied, utterance, person, articles, terms, denies }
    }

    /// Whether both have numbers and none in common.
    pub(super) fn other_number(&self, other: &Message) -> bool {
        let (a, b) = (self.numbers(), other.numbers());
        !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
    }

    /// Whether both have numbers and not the same.
    pub(super) fn other_numbers(&self, other: &Message) -> bool {
        let (a, b) = (self.numbers(), other.numbers());
        !a.is_empty() && !b.is_empty() && a != b
    }

    fn numbers(&self) -> BTreeSet<&str> {
        self.terms.iter().filter(|t| t.number).map(|t| t.stem.as_str()).collect()
    }

    /// Whether both have a proper name that is neither's speaker.
    fn common_name(&self, other: &Message) -> bool {
        let name = |t: &&Term| t.capital && !t.number && t.tells();
        self.terms.iter().filter(name).any(|t| {
            other.terms.iter().filter(name).any(|u| u.stem == t.stem)
                && !self.speaker.contains(&t.stem)
                && !other.speaker.contains(&t.stem)
        })
    }

    fn telling(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|t| t.tells())
    }
}

/// The language of an article.
pub(super) fn language_of(article: &Quoted) -> &'static Language {
    Language::or_unknown(article.article.lang.as_deref())
}

/// Whether a speaker is named: a word with a capital that is no pronoun, article or word for a
/// person in general at the head of a sentence (*The study*, *Some experts*). Somebody of whom there are
/// more, *a Varn lawyer*, is not named by what he belongs to.
pub(super) fn named(speaker: &str, language: &Language) -> bool {
    let first = speaker.split_whitespace().next().unwrap_or("");
    let any = language.find(Class::Indefinite, &first.to_lowercase());
    if any.is_some_and(|e| e.key == "article" || first.starts_with(char::is_lowercase)) {
        return false;
    }
    speaker.split(|c: char| !c.is_alphanumeric()).any(|w| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().nth(1).is_some()
            && !language.has(Class::Nobody, &w.to_lowercase())
    })
}

/// Whether a word turns a statement into its contrary.
fn negates(text: &str, term: &Term, language: &Language) -> bool {
    let low = term.span.of(text).to_lowercase().replace('’', "'");
    language.has(Class::Negator, &low)
        || language.has(Class::Refusal, &low)
        || low.ends_with("n't") && language.has(Class::Negator, "n't")
}

fn negations(text: &str, terms: &[Term], language: &Language) -> usize {
    terms.iter().filter(|t| negates(text, t, language)).count()
}

/// The telling words, no names, that stand within reach of a negation and before the next mark.
fn denied(text: &str, terms: &[Term], language: &Language) -> BTreeMap<String, f64> {
    const REACH: usize = 9;
    let mut out = BTreeMap::new();
    for (i, _) in terms.iter().enumerate().filter(|(_, t)| negates(text, t, language)) {
        let mut last = terms.get(i).map_or(0, |t| t.span.end);
        for t in terms.iter().skip(i + 1).take(REACH) {
            let gap = headwater_text::Span::new(last, t.span.start);
            if gap.of(text).contains([',', ';', ':', '.']) {
                break;
            }
            last = t.span.end;
            if t.tells() && !t.capital {
                out.insert(t.stem.clone(), t.weight);
            }
        }
    }
    out
}

/// What one person said in reports that belong together.
pub(super) struct Voice {
    pub(super) messages: Vec<usize>,
    pub(super) articles: BTreeSet<usize>,
    vector: BTreeMap<String, f64>,
}

/// Groups messages by person and by reports that share an utterance of theirs.
pub(super) fn voices(messages: &[Message]) -> Vec<Voice> {
    let mut out: Vec<Voice> = Vec::new();
    let mut at: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, m) in messages.iter().enumerate() {
        let Some(person) = m.person else { continue };
        let known: BTreeSet<usize> =
            m.articles.iter().filter_map(|a| at.get(&(person, *a)).copied()).collect();
        let v = match known.first() {
            Some(v) => *v,
            None => {
                out.push(Voice {
                    messages: vec![],
                    articles: BTreeSet::new(),
                    vector: BTreeMap::new(),
                });
                out.len() - 1
            }
        };
        for other in known.iter().skip(1) {
            let taken = out
                .get_mut(*other)
                .map(|o| (std::mem::take(&mut o.messages), std::mem::take(&mut o.articles)));
            if let (Some((messages, articles)), Some(voice)) = (taken, out.get_mut(v)) {
                for a in &articles {
                    at.insert((person, *a), v);
                }
                voice.messages.extend(messages);
                voice.articles.extend(articles);
            }
        }
        if let Some(voice) = out.get_mut(v) {
            voice.messages.push(i);
            voice.articles.extend(&m.articles);
        }
        for a in &m.articles {
            at.insert((person, *a), v);
        }
    }
    out.retain(|v| !v.messages.is_empty());
    for v in &mut out {
        v.messages.sort_unstable();
        for t in v.messages.iter().filter_map(|m| messages.get(*m)).flat_map(Message::telling) {
            v.vector.insert(t.stem.clone(), t.weight);
        }
        let norm = libm::sqrt(v.vector.values().map(|x| x * x).sum::<f64>());
        v.vector.values_mut().for_each(|x| *x /= norm.max(1e-9));
    }
    out
}

/// Voices with like messages.
pub(super) struct Cluster {
    pub(super) voices: Vec<usize>,
    /// The messages that made them like.
    pub(super) messages: BTreeSet<usize>,
}

impl Cluster {
    /// The messages of a voice that carry the thread.
    pub(super) fn carried(&self, v: &Voice) -> Vec<usize> {
        v.messages.iter().filter(|m| self.messages.contains(m)).copied().collect()
    }
}

/// How alike two messages are, given how alike what their speakers speak of is. Two denials of one
/// thing need little more; affirmations need two telling words that are no names.
fn same_message(m: &Message, n: &Message, context: f64) -> f64 {
    if m.denies != n.denies || context < CONTEXT {
        return 0.0;
    }
    // Affirmations without a name that both speak of must be alike as repetitions are.
    let least = if m.denies || m.common_name(n) { 0.0 } else { REPEATED };
    if m.denies {
        let both: Vec<f64> =
            m.denied.iter().filter(|(k, _)| n.denied.contains_key(*k)).map(|(_, x)| *x).collect();
        let mass: f64 = both.iter().sum();
        // One word that both deny is a message where it is of one name, or where it is known how
        // rare the word is: of one that the table of rarity lacks (*nicht gleich*) nothing is.
        let known = both.iter().any(|x| *x < 1.0);
        if both.len() < 2 && !m.common_name(n) && !known {
            return 0.0;
        }
        let of = |d: &BTreeMap<String, f64>| d.values().sum::<f64>();
        let share = mass / of(&m.denied).min(of(&n.denied)).max(0.1);
        return if mass >= 0.4 && share >= 0.3 { share.min(1.0) } else { 0.0 };
    }
    let shared: Vec<&Term> = m
        .telling()
        .filter(|t| !t.capital && n.telling().any(|u| u.stem == t.stem && !u.capital))
        .collect();
    let mass: f64 = shared.iter().map(|t| t.weight).sum();
    // Names are what the messages are about, not what they say.
    let say = |m: &Message| m.terms.iter().filter(|t| !t.capital).cloned().collect::<Vec<_>>();
    let like = likeness(&say(m), &say(n));
    // Two affirmations that share a set phrase (*the party's candidate*) are not one message: half
    // of what they say must be shared.
    if shared.len() >= 2 && mass >= 1.0 && like >= HALF.max(least) {
        like + 0.5 * mass.min(1.0)
    } else {
        0.0
    }
}

/// How alike two voices are in their most alike messages, and which those are.
fn alike(
    a: &Voice,
    b: &Voice,
    messages: &[Message],
    means: &dyn Fn(&Message, &Message) -> bool,
) -> (f64, BTreeSet<usize>) {
    let context: f64 = a.vector.iter().filter_map(|(k, x)| Some(x * b.vector.get(k)?)).sum();
    let mut best = 0.0;
    let mut found = BTreeSet::new();
    for i in a.messages.iter().take(60) {
        for j in b.messages.iter().take(60) {
            let (Some(m), Some(n)) = (messages.get(*i), messages.get(*j)) else { continue };
            let s = same_message(m, n, context);
            if s > 0.0 && means(m, n) {
                found.insert(*i);
                found.insert(*j);
                best = f64::max(best, s);
            }
        }
    }
    (best, found)
}

/// Two voices that are alike: how much, both, and the messages they have in common.
pub(super) type Alike = (f64, usize, usize, BTreeSet<usize>);

/// Voices that are alike by at least `cut`, the most alike first; candidates are those that share
/// telling words. `means` is asked of two messages with like words whether they mean alike.
pub(super) fn links(
    voices: &[Voice],
    messages: &[Message],
    cut: f64,
    means: &dyn Fn(&Message, &Message) -> bool,
) -> Vec<Alike> {
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, v) in voices.iter().enumerate() {
        for stem in v.vector.keys() {
            index.entry(stem).or_default().push(i);
        }
    }
    let mut candidates: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for list in index.values().filter(|l| l.len() <= 60) {
        for (k, i) in list.iter().enumerate() {
            for j in list.iter().skip(k + 1) {
                *candidates.entry((*i, *j)).or_default() += 1;
            }
        }
    }
    let mut links: Vec<Alike> = Vec::new();
    for ((i, j), n) in candidates {
        if n < 2 {
            continue;
        }
        if let (Some(a), Some(b)) = (voices.get(i), voices.get(j))
            && a.articles.is_disjoint(&b.articles)
        {
            let (s, found) = alike(a, b, messages, means);
            if s >= cut {
                links.push((s, i, j, found));
            }
        }
    }
    links
}

/// Average-link groups of voices.
pub(super) fn clusters(voices: &[Voice], links: &[Alike]) -> Vec<Cluster> {
    let mut label: Vec<usize> = (0..voices.len()).collect();
    let mut members: BTreeMap<usize, Vec<usize>> =
        (0..voices.len()).map(|i| (i, vec![i])).collect();
    let known: BTreeSet<(usize, usize)> = links.iter().map(|l| (l.1, l.2)).collect();
    let mut carried: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (_, i, j, found) in links {
        let (Some(a), Some(b)) = (label.get(*i).copied(), label.get(*j).copied()) else { continue };
        if a != b {
            let (Some(x), Some(y)) = (members.get(&a), members.get(&b)) else { continue };
            let pairs = x.iter().flat_map(|p| y.iter().map(move |q| (*p.min(q), *p.max(q))));
            let apart = |p: &(usize, usize)| match (voices.get(p.0), voices.get(p.1)) {
                (Some(v), Some(w)) => v.articles.is_disjoint(&w.articles),
                _ => false,
            };
            // Voices of one report were not compared: they count neither way.
            let compared: Vec<(usize, usize)> = pairs.filter(apart).collect();
            let held = compared.iter().filter(|p| known.contains(p)).count();
            // At least half of the pairs across must be alike, so that threads do not chain.
            if held * 2 < compared.len() {
                continue;
            }
            let moved = members.remove(&b).unwrap_or_default();
            for m in &moved {
                if let Some(l) = label.get_mut(*m) {
                    *l = a;
                }
            }
            members.entry(a).or_default().extend(moved);
            let more = carried.remove(&b).unwrap_or_default();
            carried.entry(a).or_default().extend(more);
        }
        carried.entry(a).or_default().extend(found);
    }
    carried
        .into_iter()
        .filter_map(|(root, messages)| {
            let mut voices = members.get(&root)?.clone();
            voices.sort_unstable();
            (voices.len() > 1).then_some(Cluster { voices, messages })
        })
        .collect()
}

/// What the people of whom the messages speak say to the contrary, in the same reports.
pub(super) fn against(cluster: &Cluster, messages: &[Message], people: &[Person]) -> Vec<usize> {
    let of = || cluster.messages.iter().filter_map(|m| messages.get(*m));
    let articles: BTreeSet<usize> = of().flat_map(|m| m.articles.iter().copied()).collect();
    let speakers: BTreeSet<&str> = of().map(|m| m.known_by.as_str()).collect();
    let denied = of().filter(|m| m.denies).count() * 2 > of().count();
    // What is contradicted is the message, not what else its speakers say.
    let said: BTreeSet<&str> = of().flat_map(Message::telling).map(|t| t.stem.as_str()).collect();
    // Whom the messages themselves name, not whom their speakers name besides.
    let named: BTreeSet<&str> =
        of().flat_map(Message::telling).filter(|t| t.capital).map(|t| t.stem.as_str()).collect();
    let spoken_of = |p: usize| {
        let last = people.get(p).and_then(|p| p.name.split_whitespace().last());
        last.is_some_and(|l| named.contains(crate::terms::stem(l).as_str()))
    };
    let shared = |m: &Message| -> f64 {
        let own = m.telling().filter(|t| !t.capital && said.contains(t.stem.as_str()));
        own.map(|t| t.weight).sum()
    };
    messages
        .iter()
        .enumerate()
        .filter(|(i, m)| {
            !cluster.messages.contains(i)
                && !m.articles.is_disjoint(&articles)
                && m.person.is_some_and(spoken_of)
                && !speakers.contains(m.known_by.as_str())
                && m.denies != denied
                && shared(m) >= CONTRADICTS
        })
        .map(|(i, _)| i)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_text::Span;

    fn english() -> &'static Language {
        Language::or_unknown(Some("en"))
    }

    fn message(text: &str) -> Message {
        let terms = terms(text, Span::new(0, text.len()));
        Message {
            utterance: 0,
            person: None,
            articles: BTreeSet::new(),
            denies: negations(text, &terms, english()) % 2 == 1,
            denied: denied(text, &terms, english()),
            terms,
            speaker: BTreeSet::new(),
            known_by: String::new(),
        }
    }

    /// Two messages of speakers who speak of much the same.
    fn alike(a: &str, b: &str) -> bool {
        let (there, back) = (
            same_message(&message(a), &message(b), 0.5),
            same_message(&message(b), &message(a), 0.5),
        );
        assert_eq!(there > 0.0, back > 0.0, "{a} / {b}");
        there > 0.0
    }

    const YES: &str = "The Quellbach bridge must be closed for lorries before winter.";
    const SAME: &str = "The Quellbach bridge must be closed for lorries well before winter.";
    const NO: &str = "The Quellbach bridge must not be closed for lorries before winter.";

    #[test]
    fn like_messages_are_one_and_opposite_ones_are_not() {
        assert!(alike(YES, SAME));
        assert!(!alike(YES, NO));
        assert!(!alike(SAME, NO));
    }

    #[test]
    fn two_denials_of_one_thing_are_one_message() {
        let other = "Nobody should think that Quellbach's bridge is ever closed for lorries.";
        assert!(alike(NO, other));
        let elsewhere = "Nobody at Quellbach sells candles or old books any more.";
        assert!(!alike(NO, elsewhere));
        // One word of many that both deny.
        let sold = "Nobody sells candles lanterns ropes maps and stamps to lorries.";
        let led = "Nobody leads divers bakers painters masters and pupils to lorries.";
        assert!(!alike(sold, led));
    }

    #[test]
    fn speakers_of_other_matters_share_no_message() {
        assert!(same_message(&message(YES), &message(SAME), 0.0) < 1e-9);
    }

    #[test]
    fn only_a_named_speaker_can_be_followed() {
        assert!(named("Mara Lind", english()) && named("Mayor Lind", english()));
        for general in
            ["The study", "Some experts", "A source", "it", "a Varn lawyer", "two Varn lawyers"]
        {
            assert!(!named(general, english()), "{general}");
        }
    }

    #[test]
    fn what_contradicts_a_message_speaks_of_it() {
        let of = |text: &str, person: usize, by: &str| Message {
            person: Some(person),
            articles: BTreeSet::from([0]),
            known_by: by.into(),
            ..message(text)
        };
        let people: Vec<Person> = ["Ilse Marn", "Jo Quellbach"]
            .map(|name| Person {
                name: name.into(),
                spellings: vec![],
                articles: vec![],
                doubtful: false,
            })
            .into();
        let messages = [
            of("Quellbach will close the bridge for lorries before winter.", 0, "marn"),
            of("The bridge will not be closed for lorries.", 1, "quellbach"),
            of("No orchard in the valley was ever sold.", 1, "quellbach"),
        ];
        let cluster = Cluster { voices: vec![0], messages: BTreeSet::from([0]) };
        assert_eq!(against(&cluster, &messages, &people), [1]);
    }
}
