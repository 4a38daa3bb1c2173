//! Words that carry substance, by language: what kind they are of and which class.

use headwater_text::fold;
use std::collections::BTreeMap;
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
    /// Whole words, and phrases joined by `_`.
    words: BTreeMap<String, Vec<Meaning>>,
    /// Stems that take any ending.
    stems: BTreeMap<String, Vec<Meaning>>,
    /// First words of phrases.
    heads: BTreeMap<String, usize>,
}

static ALL: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    [
        ("en", include_str!("lexicon/en.txt")),
        ("de", include_str!("lexicon/de.txt")),
        ("fr", include_str!("lexicon/fr.txt")),
        ("es", include_str!("lexicon/es.txt")),
        ("uk", include_str!("lexicon/uk.txt")),
        ("ru", include_str!("lexicon/ru.txt")),
        ("pl", include_str!("lexicon/pl.txt")),
        ("it", include_str!("lexicon/it.txt")),
        ("pt", include_str!("lexicon/pt.txt")),
    ]
    .into_iter()
    .map(|(lang, text)| Lexicon::parse(lang, text))
    .collect()
});

impl Lexicon {
    fn parse(lang: &'static str, text: &'static str) -> Lexicon {
        let mut out = Lexicon {
            lang,
            words: BTreeMap::new(),
            stems: BTreeMap::new(),
            heads: BTreeMap::new(),
        };
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((head, words)) = line.split_once(':') else { continue };
            let Some((kind, class)) = head.split_once(' ') else { continue };
            let Some(kind) = kind_named(kind) else { continue };
            for word in words.split_whitespace() {
                let folded = fold(word);
                if let Some(stem) = folded.strip_suffix('*') {
                    out.stems.entry(stem.to_owned()).or_default().push((kind, class));
                } else {
                    if let Some((first, _)) = folded.split_once('_') {
                        let most = out.heads.entry(first.to_owned()).or_default();
                        *most = (*most).max(folded.split('_').count());
                    }
                    out.words.entry(folded).or_default().push((kind, class));
                }
            }
        }
        out
    }

    /// The meanings of a folded word or phrase.
    pub(crate) fn look(&self, word: &str) -> &[Meaning] {
        if let Some(found) = self.words.get(word) {
            return found;
        }
        let ends = word.char_indices().map(|(i, c)| i + c.len_utf8());
        for end in ends.rev() {
            if let Some(found) = word.get(..end).and_then(|stem| self.stems.get(stem)) {
                return found;
            }
        }
        &[]
    }

    /// Words of the longest phrase that begins with `word`; 1 where there is none.
    pub(crate) fn phrase(&self, word: &str) -> usize {
        self.heads.get(word).copied().unwrap_or(1)
    }

    fn holds(&self, word: &str, kind: Kind) -> bool {
        self.words.get(word).is_some_and(|m| m.iter().any(|(k, _)| *k == kind))
    }
}

fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "negator" => Kind::Negator,
        "pole" => Kind::Pole,
        "number" => Kind::Number,
        "bound" => Kind::Bound,
        "scale" => Kind::Scale,
        "unit" => Kind::Unit,
        "date" => Kind::Date,
        "modality" => Kind::Modality,
        "scope" => Kind::Scope,
        "said" => Kind::Said,
        "stop" => Kind::Stop,
        _ => return None,
    })
}

/// The lexicon whose function words these are; English where nothing tells.
pub(crate) fn of_words<'w>(
    words: impl Iterator<Item = &'w str> + Clone,
) -> Option<&'static Lexicon> {
    let mut best: Option<(usize, &Lexicon)> = None;
    for lexicon in ALL.iter() {
        let hits = words
            .clone()
            .map(|w| {
                2 * usize::from(lexicon.holds(w, Kind::Stop))
                    + usize::from(!lexicon.look(w).is_empty())
            })
            .sum();
        if best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, lexicon));
        }
    }
    best.map(|(_, l)| l)
}

/// Prefixes that turn a word into its opposite.
pub(crate) const PREFIXES: &[&str] =
    &["un", "in", "im", "il", "ir", "dis", "non", "anti", "не", "без", "nie", "mis"];

/// Whether two folded words mean different things in some language, however alike they look:
/// *million* and *billion*, *Tuesday* and *Thursday*, *lawful* and *unlawful*.
pub(crate) fn apart(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.strip_suffix(short).is_some_and(|p| PREFIXES.contains(&p)) {
        return true;
    }
    let kinds = [Kind::Number, Kind::Scale, Kind::Date, Kind::Pole, Kind::Unit, Kind::Modality];
    ALL.iter().any(|lexicon| {
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
