//! The sentences of the interface, in the language of the reader: one table, `sentences.txt`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lang {
    #[default]
    En,
    De,
}

impl Lang {
    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::De => "de",
        }
    }

    /// By its tag, if it is one of ours.
    pub(crate) fn by_tag(tag: &str) -> Option<Lang> {
        let first = tag.trim().split('-').next().unwrap_or_default();
        [Lang::En, Lang::De].into_iter().find(|l| first.eq_ignore_ascii_case(l.tag()))
    }

    /// The first language of an `Accept-Language` field that is one of ours.
    pub(crate) fn accepted(field: &str) -> Lang {
        let mut wanted: Vec<(i32, Lang)> = Vec::new();
        for part in field.split(',').take(20) {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
            let weight = (weight.unwrap_or(1.0).clamp(0.0, 1.0) * 1000.0) as i32;
            wanted.extend(Lang::by_tag(tag).filter(|_| weight > 0).map(|l| (-weight, l)));
        }
        // A stable sort: of two that are wanted alike the first.
        wanted.sort_by_key(|w| w.0);
        wanted.first().map(|w| w.1).unwrap_or_default()
    }

    pub(crate) fn other(self) -> Lang {
        match self {
            Lang::En => Lang::De,
            Lang::De => Lang::En,
        }
    }
}

type Table = BTreeMap<&'static str, [&'static str; 2]>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| read(include_str!("sentences.txt")))
}

/// Reads the table: a name at the left, its sentences indented under it.
fn read(text: &'static str) -> Table {
    let mut out = Table::new();
    let mut name = "";
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let sentence = line.trim();
        if !line.starts_with(' ') {
            name = sentence;
        } else if let Some((tag, words)) =
            sentence.split_once(' ').or((sentence.len() == 2).then_some((sentence, "")))
            && let Some(lang) = Lang::by_tag(tag)
            && let Some(place) = out.entry(name).or_default().get_mut(lang as usize)
        {
            *place = words;
        }
    }
    out
}

/// Says sentences in one language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Say {
    pub(crate) lang: Lang,
}

impl Say {
    /// The sentence of this name; the name itself where there is none.
    pub(crate) fn t(self, name: &'static str) -> &'static str {
        self.known(name).unwrap_or(name)
    }

    /// The same for a name that is made of parts.
    pub(crate) fn known(self, name: &str) -> Option<&'static str> {
        table().get(name).and_then(|s| s.get(self.lang as usize)).copied()
    }

    /// A sentence with what is put in.
    pub(crate) fn f(self, name: &'static str, with: &[&str]) -> String {
        let mut out = self.t(name).to_owned();
        for (i, part) in with.iter().enumerate() {
            out = out.replace(&format!("{{{i}}}"), part);
        }
        out
    }

    /// So many of something: `name.1` or `name.n`.
    pub(crate) fn n(self, name: &str, n: usize) -> String {
        let form = if n == 1 { "1" } else { "n" };
        let sentence = self.known(&format!("{name}.{form}")).unwrap_or("{0}");
        sentence.replace("{0}", &self.number(n))
    }

    /// A number with its thousands apart.
    pub(crate) fn number(self, n: usize) -> String {
        let mark = if self.lang == Lang::De { "." } else { "," };
        headwater_tell::grouped(n).replace(',', mark)
    }

    /// A day as people write it, of `2024-03-12` or less; what is no date stays as it is.
    pub(crate) fn day(self, iso: &str) -> String {
        let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
        let mut parts =
            day.split('-').filter(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        let (year, month, of) = (parts.next(), parts.next(), parts.next());
        let names: Vec<&str> = self.t("months").split(' ').collect();
        let month = month.and_then(|m| names.get(m.parse::<usize>().ok()?.checked_sub(1)?));
        let of = of.and_then(|d| d.parse::<u8>().ok());
        let told = match (year, month, of) {
            (Some(year), Some(month), Some(d)) if self.lang == Lang::De => {
                format!("{d}. {month} {year}")
            }
            (Some(year), Some(month), Some(d)) => format!("{d} {month} {year}"),
            (Some(year), Some(month), None) => format!("{month} {year}"),
            (Some(year), None, None) => year.to_owned(),
            _ => return headwater_text::plain(iso),
        };
        match time.get(..5) {
            Some(minute) => format!("{told} {}", headwater_text::plain(minute)),
            None => told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_stands_in_both_languages() {
        let only_german = ["site.findings-english"];
        for (name, [en, de]) in table() {
            assert!(!de.is_empty(), "{name} is not German");
            assert_eq!(en.is_empty(), only_german.contains(name), "{name}");
            for place in ["{0}", "{1}", "{2}"] {
                assert_eq!(en.contains(place), de.contains(place), "{name}");
            }
        }
        assert!(table().len() > 150);
    }

    /// All sources of this crate as one text.
    fn sources(folder: &std::path::Path) -> String {
        let mut out = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                out += &sources(&path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("say.rs") {
                out += &std::fs::read_to_string(&path).unwrap();
            }
        }
        out
    }

    #[test]
    fn every_sentence_is_said_and_every_name_has_one() {
        let code = sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        let code: String = code.split_whitespace().collect();
        for call in ["say.t", "say.f"] {
            for rest in code.split(&format!("{call}(\"")).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                assert!(table().contains_key(name), "{name} has no sentence");
            }
        }
        let made = ["relation.", "kind.", "six.", "check.", "thread.", "basis."];
        for name in table().keys() {
            let stem = name.rsplit_once('.').filter(|(_, form)| matches!(*form, "1" | "n"));
            let said = stem.map_or(*name, |(stem, _)| stem);
            let said = code.contains(&format!("\"{said}\""));
            assert!(
                said || *name == "months" || made.iter().any(|m| name.starts_with(m)),
                "{name} is said nowhere"
            );
        }
    }

    #[test]
    fn the_language_is_the_one_asked_for() {
        assert_eq!(Lang::accepted("de-AT,de;q=0.9,en;q=0.5"), Lang::De);
        assert_eq!(Lang::accepted("fr, en;q=0.4, de;q=0.8"), Lang::De);
        assert_eq!(Lang::accepted("de;q=0, *"), Lang::En);
        assert_eq!(Lang::accepted(";;q=x,,\u{202e}"), Lang::En);
    }

    #[test]
    fn days_and_numbers_are_written_as_each_language_does() {
        let (en, de) = (Say { lang: Lang::En }, Say { lang: Lang::De });
        assert_eq!(en.day("2024-03-12T09:40"), "12 Mar 2024 09:40");
        assert_eq!(de.day("2024-03-12"), "12. März 2024");
        assert_eq!((en.day("2024-03"), en.day("2024")), ("Mar 2024".into(), "2024".into()));
        assert_eq!(en.day("yesterday \u{202e}"), "yesterday <U+202E>");
        assert_eq!(
            (en.n("pages", 1204), de.n("pages", 1)),
            ("1,204 pages".into(), "1 Seite".into())
        );
    }
}
