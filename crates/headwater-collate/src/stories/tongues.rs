//! What speaks for one event in two articles of two languages: names by their sounds, numbers, and
//! what headline and lead mean.

use super::evidence::{Profile, Vector, days, dot, key, shared, unit};
use super::kept::{bytes, put_bytes, put_vector, vector};
use crate::encoder::{Encoder, SENSE, cosine};
use crate::people::sound_key;
use crate::terms::Term;
use headwater_page::Article;
use headwater_text::{Span, sentences};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Bytes of headline and lead whose meaning is read.
const LEAD: usize = 400;
/// Names of a page, the heaviest, that lead to pages in other languages.
const PRINTS: usize = 12;
/// Marks a print as that of a name by its sounds.
const NAME: u64 = 1;

/// Log odds of a pair with nothing in common, and one weight a number in the order of
/// [`numbers`]; fitted by `training/stories/tongues.py` on written page sets. Told by the weights
/// of the other sets, 162 of 200 pairs of one event are joined, 5 of 63 of another event in the
/// same set, and 3 of 7,733 of two sets.
const BASE: f64 = -9.5584 - CAUTION;
const WEIGHTS: [f64; 6] = [7.7736, 3.3960, 3.0840, 8.8182, -1.0323, 3.1237];

/// Sets hold few pages, of which most are of one event; a run may hold many that are not.
const CAUTION: f64 = 2.6;

/// Days by which reports of one event in two languages follow one another at most, but for a few, and
/// what each doubling of the days beyond takes off the log odds. Of 272 dated pairs of one event in the written sets
/// three in a hundred are further apart; what reports of one affair weeks apart have in common, its names and what it is about,
/// is what their weights cannot tell from an event.
const WITHIN: f64 = 3.0;
const BEYOND: f64 = 7.0;

/// What an article is about, in no language.
#[derive(Clone, Debug)]
pub(super) struct Tongue {
    /// Its language, where it is known.
    language: Option<String>,
    /// Names by their sounds.
    names: Vector,
    /// Its headline and its first sentences.
    lead: String,
    /// What these mean: read when the article first meets one of another language, since it costs
    /// more than all else here.
    sense: OnceLock<Vec<f32>>,
}

impl Tongue {
    /// Reads an article with this headline; `words` are those of headline and body, each as printed
    /// and with how much it counts.
    pub(super) fn new<'t>(
        article: &Article,
        headline: &str,
        words: impl Iterator<Item = (&'t Term, &'t str, f64)>,
    ) -> Tongue {
        let mut counts: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        let mut before = None;
        for (t, printed, by) in words {
            let bare = t.span.len() < 3;
            // Behind another name it is one too, whatever its rarity.
            let weight = if before == Some(true) { t.weight.max(0.5) } else { t.weight };
            before = Some(t.capital);
            if !t.capital || t.number || bare || weight <= 0.0 {
                continue;
            }
            let slot = counts.entry(key(&sound_key(printed))).or_insert((0.0, weight));
            *slot = (slot.0 + by, slot.1.min(weight));
        }
        let names = unit(counts.into_iter().map(|(k, (n, w))| (k, (1.0 + libm::log(n)) * w)));
        let language = article.lang.as_deref().map(|l| l.chars().take(2).collect());
        Tongue { language, names, lead: lead(article, headline), sense: OnceLock::new() }
    }

    /// What headline and first sentences mean; nothing where there are none.
    fn sense(&self) -> &[f32] {
        let read = || match self.lead.trim() {
            "" => Vec::new(),
            _ => Encoder::shipped().encode(&self.lead),
        };
        self.sense.get_or_init(read)
    }

    /// Whether what they mean was read.
    pub(super) fn sensed(&self) -> bool {
        self.sense.get().is_some()
    }

    /// As bytes, with the sense where it was read.
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        put_vector(out, &self.names);
        out.push(u8::from(self.language.is_some()));
        put_bytes(out, self.language.as_deref().unwrap_or_default().as_bytes());
        put_bytes(out, self.lead.as_bytes());
        out.push(u8::from(self.sensed()));
        let sense = self.sense.get().map_or(&[][..], Vec::as_slice);
        put_bytes(out, &sense.iter().flat_map(|x| x.to_bits().to_le_bytes()).collect::<Vec<_>>());
    }

    pub(super) fn take(rest: &mut &[u8]) -> Option<Tongue> {
        let names = vector(rest)?;
        let known = flag(rest)?;
        let text = |b: &[u8]| String::from_utf8(b.to_vec()).ok();
        let language = text(bytes(rest)?)?;
        let lead = text(bytes(rest)?)?;
        let sensed = flag(rest)?;
        let (numbers, over) = bytes(rest)?.as_chunks::<4>();
        let fits = over.is_empty() && matches!(numbers.len(), 0 | SENSE);
        if !fits || (!sensed && !numbers.is_empty()) || (!known && !language.is_empty()) {
            return None;
        }
        let sense = OnceLock::new();
        if sensed {
            let read = numbers.iter().map(|b| f32::from_bits(u32::from_le_bytes(*b))).collect();
            // Empty until here.
            let _ = sense.set(read);
        }
        Some(Tongue { language: known.then_some(language), names, lead, sense })
    }

    /// Whether two articles are in two languages, as far as is known.
    pub(super) fn differs(&self, other: &Tongue) -> bool {
        self.language.as_ref().zip(other.language.as_ref()).is_some_and(|(a, b)| a != b)
    }

    /// Prints of its weightiest names.
    pub(super) fn prints(&self) -> impl Iterator<Item = u64> {
        let mut list: Vec<(u32, f32)> = self.names.clone();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(PRINTS);
        list.into_iter().map(|(k, _)| u64::from(k) << 32 | NAME)
    }
}

fn flag(rest: &mut &[u8]) -> Option<bool> {
    let (byte, tail) = rest.split_first()?;
    *rest = tail;
    matches!(byte, 0 | 1).then_some(*byte == 1)
}

/// The headline and the first sentences.
fn lead(article: &Article, headline: &str) -> String {
    let mut out = headline.trim().to_owned();
    let own = |s: &Span| s.of(&article.text).trim() != headline.trim();
    let all = article.body.iter().filter(|p| own(p));
    for sentence in all.flat_map(|p| sentences(&article.text, *p)) {
        let words = sentence.of(&article.text);
        if out.len() + words.len() > LEAD && !out.is_empty() {
            break;
        }
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '!', '?']) { " " } else { ". " });
        }
        out.push_str(words);
    }
    out
}

/// What two articles of two languages have in common, as numbers: names, how many, numbers, what
/// headline and lead mean, the days between, whether these are known.
fn numbers(a: &Profile, b: &Profile) -> [f64; 6] {
    let days = days(a.when, b.when);
    let (x, y) = (&a.tongue, &b.tongue);
    let both = shared(&x.names, &y.names).count() as f64;
    [
        dot(&x.names, &y.names),
        libm::log1p(both),
        dot(&a.numbers, &b.numbers),
        if x.sense().is_empty() || y.sense().is_empty() {
            0.0
        } else {
            cosine(x.sense(), y.sense())
        },
        days.map_or(0.0, libm::log1p),
        f64::from(u8::from(days.is_some())),
    ]
}

/// The log odds that two articles of two languages report one event.
pub(super) fn odds(a: &Profile, b: &Profile) -> f64 {
    let late =
        days(a.when, b.when).map_or(0.0, |d| libm::log2((d + 1.0) / (WITHIN + 1.0)).max(0.0));
    numbers(a, b).iter().zip(WEIGHTS).map(|(x, w)| x * w).sum::<f64>() + BASE - BEYOND * late
}

/// The numbers that describe a pair, for fitting the weights.
#[doc(hidden)]
pub fn tongue_features(a: &Profile, b: &Profile) -> Vec<f64> {
    numbers(a, b).to_vec()
}

/// The weights that a pair is weighed by.
pub(super) fn weights() -> impl Iterator<Item = f64> {
    WEIGHTS.into_iter().chain([BASE, WITHIN, BEYOND])
}

#[cfg(test)]
mod tests {
    use super::super::evidence::{Overlap, event_odds, likelihood};
    use super::*;
    use headwater_quote::Quoted;
    use headwater_text::When;

    fn page(lang: &str, date: &str, title: &str, body: &str) -> Profile {
        let text = format!("{title}\n\n{body}");
        let mut article = Article::plain("a", &text);
        article.lang = Some(lang.into());
        article.title_span = Some(Span::new(0, title.len()));
        article.body.retain(|p| p.start >= title.len());
        article.date = When::parse(date);
        Profile::new(&Quoted { article, ..Quoted::default() })
    }

    #[test]
    fn one_event_is_known_in_another_language_and_alphabet_and_another_is_not() {
        let storm = page(
            "en",
            "2031-03-08",
            "Storm leaves 38,000 homes around Krutiva without light",
            "A storm cut the power in 38,000 homes around Krutiva on Friday night, Governor Ostap \
             Lychko said. Crews of Krutiva Power worked until morning, and 412 people are still out.",
        );
        let retold = |date: &str| {
            page(
                "uk",
                date,
                "Буря залишила без світла 38000 домівок довкола Крутіви",
                "У ніч на суботу буря знеструмила 38000 домівок довкола Крутіви, повідомив губернатор \
                 Остап Личко. Бригади працювали до ранку, 412 людей ще на виїзді.",
            )
        };
        let (told, late) = (retold("2031-03-08"), retold("2031-03-20"));
        let other = page(
            "uk",
            "2031-03-08",
            "У Сарні відкрили бібліотеку на вулиці Скляній",
            "Мер Сарна Ада Лінд відкрила у п’ятницю бібліотеку на вулиці Скляній. Вона подякувала \
             хорові міста за 12 років роботи.",
        );
        let like = |a: &Profile, b: &Profile| likelihood(event_odds(a, b, Overlap::default()), 0.0);
        assert!(like(&storm, &told) > 0.5, "{}", like(&storm, &told));
        assert!(like(&storm, &other) < 0.05, "{}", like(&storm, &other));
        let near = event_odds(&storm, &told, Overlap::default());
        let weeks = near - event_odds(&storm, &late, Overlap::default());
        assert!(
            weeks > 10.0,
            "twelve days make it another event, not only a later report: {weeks}"
        );
        assert!((like(&storm, &told) - like(&told, &storm)).abs() < 1e-9);
        let prints = |p: &Profile| p.tongue.prints().collect::<Vec<u64>>();
        let both = prints(&storm).iter().filter(|p| prints(&told).contains(p)).count();
        assert!(both >= 3, "too few names lead from one to the other: {both}");
    }
}
