//! Words that carry substance, by language: what kind they are of and which class.

use headwater_lang::{Class, Entry, Language};
use headwater_text::fold;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// Kind of a word of substance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Turns a statement round.
    Negator,
    /// One of two opposite poles.
    Pole,
    /// A number in letters.
    Number,
    /// More than, about, at most: how a number bounds what is counted.
    Bound,
    /// Hundred, million.
    Scale,
    /// What is counted or measured in.
    Unit,
    /// Month, weekday, *yesterday*.
    Date,
    /// May, must, allegedly.
    Modality,
    /// All, some, only.
    Scope,
    /// Said, according to.
    Said,
    /// Function words, by which the language is told.
    Stop,
}

/// A word's meaning: kind and class, such as `Date`, `m5`.
pub(crate) type Meaning = (Kind, &'static str);

/// The lexicon of one language.
pub(crate) struct Lexicon {
    /// ISO 639-1 code.
    pub lang: &'static str,
    /// The language it is of.
    pub language: &'static Language,
    /// Whole words, and phrases joined by `_`.
    words: HashMap<String, Vec<Meaning>>,
    /// Stems that take any ending.
    stems: HashMap<String, Vec<Meaning>>,
    /// Bytes of the longest stem.
    longest: usize,
    /// First words of phrases.
    heads: BTreeMap<String, usize>,
    /// Prefixes that turn a word into its opposite.
    negating: Vec<&'static str>,
    titles: HashSet<String>,
}

/// The languages that have words of opposite poles, English first: it is taken where nothing
/// tells.
static ALL: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    let has = |l: &&Language| !l.words(Class::Pole).is_empty();
    let mut all: Vec<&'static Language> = Language::all().iter().filter(has).collect();
    all.sort_by_key(|l| l.code != "en");
    all.into_iter().map(Lexicon::new).collect()
});

/// The classes that a lexicon is made of.
const CLASSES: &[(Class, Kind)] = &[
    (Class::Stop, Kind::Stop),
    (Class::Negator, Kind::Negator),
    (Class::Pole, Kind::Pole),
    (Class::Number, Kind::Number),
    (Class::Scale, Kind::Scale),
    (Class::Unit, Kind::Unit),
    (Class::Month, Kind::Date),
    (Class::Weekday, Kind::Date),
    (Class::RelativeDay, Kind::Date),
    (Class::Calendar, Kind::Date),
    (Class::Modality, Kind::Modality),
    (Class::Scope, Kind::Scope),
    (Class::Said, Kind::Said),
    (Class::Bound, Kind::Bound),
];

impl Lexicon {
    fn new(language: &'static Language) -> Lexicon {
        let negating = language.words(Class::Prefix).iter().filter(|e| e.key == "negating");
        let mut out = Lexicon {
            lang: language.code,
            language,
            words: HashMap::new(),
            stems: HashMap::new(),
            longest: 0,
            heads: BTreeMap::new(),
            negating: negating.map(|e| e.word).collect(),
            titles: titles_of(language),
        };
        for (class, kind) in CLASSES {
            for entry in language.words(*class) {
                out.add(entry, *kind, class_name(*class, entry.key));
            }
            for stem in language.stems(*class) {
                let folded = fold(stem.word).replace(' ', "_");
                out.longest = out.longest.max(folded.len());
                let list = out.stems.entry(folded).or_default();
                list.push((*kind, class_name(*class, stem.key)));
            }
        }
        out
    }

    fn add(&mut self, entry: &Entry, kind: Kind, class: &'static str) {
        let folded = fold(entry.word).replace(' ', "_");
        if let Some((first, _)) = folded.split_once('_') {
            let most = self.heads.entry(first.to_owned()).or_default();
            *most = (*most).max(folded.split('_').count());
        }
        let list = self.words.entry(folded).or_default();
        if !list.contains(&(kind, class)) {
            list.push((kind, class));
        }
    }

    /// Whether a folded word is another with a prefix that turns it into its opposite.
    pub(crate) fn reverses(&self, long: &str, short: &str) -> bool {
        long.strip_suffix(short).is_some_and(|p| self.negating.contains(&p))
    }

    /// The meanings of a folded word or phrase.
    pub(crate) fn look(&self, word: &str) -> &[Meaning] {
        if let Some(found) = self.words.get(word) {
            return found;
        }
        let stems = beginnings(word, self.longest).filter_map(|stem| self.stems.get(stem));
        stems.last().map_or(&[], Vec::as_slice)
    }

    /// Words of the longest phrase that begins with `word`; 1 where there is none.
    pub(crate) fn phrase(&self, word: &str) -> usize {
        self.heads.get(word).copied().unwrap_or(1)
    }
}

/// Titles, folded: they stand with a capital before a name and are none, so that *Sen* and
/// *Senator*, or a title that one wording adds, are no other name. Those of all languages where
/// there is no lexicon.
pub(crate) fn titles(lexicon: Option<&'static Lexicon>) -> &'static HashSet<String> {
    static UNKNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| titles_of(Language::unknown()));
    lexicon.map_or(&UNKNOWN, |l| &l.titles)
}

fn titles_of(language: &Language) -> HashSet<String> {
    language.words(Class::CapitalTitle).iter().map(|e| fold(e.word)).collect()
}

/// The beginnings of a word of at most so many bytes, the shortest first, the word itself among them.
fn beginnings(word: &str, longest: usize) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(i, c)| i + c.len_utf8());
    ends.take_while(move |end| *end <= longest).filter_map(|end| word.get(..end))
}

/// The class of a date as facts name it, `m5`, `w1`, `r-1`; the key itself for other classes.
fn class_name(class: Class, key: &'static str) -> &'static str {
    static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let numbers = (-9..=12).flat_map(|n: i32| ["m", "w", "r"].map(|c| format!("{c}{n}")));
        numbers.map(|name| (name.clone(), name)).collect()
    });
    let letter = match class {
        Class::Month => "m",
        Class::Weekday => "w",
        Class::RelativeDay => "r",
        _ => return key,
    };
    NAMES.get(&format!("{letter}{key}")).map_or(key, String::as_str)
}

/// The lexicon of a language by its code.
pub(crate) fn of_language(code: &str) -> Option<&'static Lexicon> {
    ALL.iter().find(|l| l.lang == code)
}

/// The lexicon whose function words these are; English where nothing tells.
pub(crate) fn of_words<'w>(
    words: impl Iterator<Item = &'w str> + Clone,
) -> Option<&'static Lexicon> {
    let mut hits = vec![0_usize; ALL.len()];
    for known in words.map(knowing) {
        for (place, hits) in hits.iter_mut().enumerate() {
            let has = |lexicons: u64| usize::from(lexicons >> place & 1 == 1);
            *hits += 2 * has(known.stop) + has(known.any);
        }
    }
    let mut best: Option<(usize, &Lexicon)> = None;
    for (hits, lexicon) in hits.into_iter().zip(ALL.iter()) {
        if best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, lexicon));
        }
    }
    best.map(|(_, l)| l)
}

/// Which lexicons know a word, a bit each in the order of [`ALL`].
#[derive(Clone, Copy, Debug, Default)]
struct Knowing {
    /// Have it, or a stem that it begins with.
    any: u64,
    /// Have it as a function word.
    stop: u64,
}

/// The words and stems of all lexicons together: most words none knows, and one look tells.
struct Together {
    words: HashMap<&'static str, Knowing>,
    stems: HashMap<&'static str, u64>,
    longest: usize,
}

/// Which lexicons know a folded word.
fn knowing(word: &str) -> Knowing {
    static ONE: LazyLock<Together> = LazyLock::new(|| {
        let mut out = Together { words: HashMap::new(), stems: HashMap::new(), longest: 0 };
        for (place, lexicon) in ALL.iter().enumerate() {
            let bit = 1_u64 << place;
            for (word, meanings) in &lexicon.words {
                let known = out.words.entry(word.as_str()).or_default();
                known.any |= bit;
                if meanings.iter().any(|(kind, _)| *kind == Kind::Stop) {
                    known.stop |= bit;
                }
            }
            for stem in lexicon.stems.keys() {
                *out.stems.entry(stem.as_str()).or_default() |= bit;
            }
            out.longest = out.longest.max(lexicon.longest);
        }
        out
    });
    let mut out = ONE.words.get(word).copied().unwrap_or_default();
    for stem in beginnings(word, ONE.longest).filter_map(|s| ONE.stems.get(s)) {
        out.any |= stem;
    }
    out
}

/// Whether two folded words mean different things in some language, however alike they look:
/// *million* and *billion*, *Tuesday* and *Thursday*, *lawful* and *unlawful*.
pub(crate) fn apart(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let prefixes = Language::unknown();
    if long.strip_suffix(short).is_some_and(|p| !p.is_empty() && prefixes.has(Class::Prefix, p)) {
        return true;
    }
    let both = knowing(a).any & knowing(b).any;
    if both == 0 {
        return false;
    }
    let kinds = [Kind::Number, Kind::Scale, Kind::Date, Kind::Pole, Kind::Unit, Kind::Modality];
    ALL.iter().enumerate().filter(|(place, _)| both >> place & 1 == 1).any(|(_, lexicon)| {
        let (x, y) = (lexicon.look(a), lexicon.look(b));
        kinds.iter().any(|kind| {
            let class = |m: &[Meaning]| m.iter().find(|(k, _)| k == kind).map(|(_, c)| *c);
            matches!((class(x), class(y)), (Some(p), Some(q)) if p != q)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meanings_are_found_by_language() {
        let english = of_words(["the", "fleet", "may", "leave"].into_iter());
        assert_eq!(english.map(|l| l.lang), Some("en"));
        let german = of_words(["die", "firma", "will", "die", "strafe", "zahlen"].into_iter());
        assert_eq!(german.map(|l| l.lang), Some("de"));
        let will = german.map(|l| l.look("will").to_vec());
        assert_eq!(will, Some(vec![(Kind::Modality, "want")]));
    }

    #[test]
    fn neighbours_are_told_apart() {
        let lang = |text: &str| of_words(text.split(' ')).map(|l| l.lang);
        assert_eq!(lang("rada nie zatwierdziła mostu"), Some("pl"));
        assert_eq!(lang("il consiglio non ha deciso"), Some("it"));
        assert_eq!(lang("o conselho nao decidiu"), Some("pt"));
        assert_eq!(lang("el consejo no ha decidido"), Some("es"));
        assert_eq!(lang("le conseil n' a pas decide"), Some("fr"));
        assert_eq!(lang("i do not want a war"), Some("en"));
        assert_eq!(lang("sie haben es nicht gesagt"), Some("de"));
    }

    #[test]
    fn alike_but_apart() {
        assert!(apart("million", "billion"));
        assert!(apart("tuesday", "thursday"));
        assert!(apart("lawful", "unlawful"));
        assert!(apart("legalny", "nielegalny"));
        assert!(!apart("zelensky", "zelenskyy"));
        assert!(!apart("rose", "rising"));
    }
}
