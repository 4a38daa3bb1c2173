//! How pages, dates and probabilities are called in the report.

use crate::plain::plain;
use headwater_page::{Article, Bound};
use headwater_quote::Quoted;
use headwater_text::When;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// Short names of the pages: the beginning of the file's name where that tells them apart.
pub(crate) struct Names {
    sigla: Vec<String>,
    files: Vec<String>,
}

impl Names {
    /// Names all of `articles`.
    pub(crate) fn of<Q: Borrow<Quoted>>(articles: &[Q]) -> Names {
        let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
        let stems: Vec<String> = articles.iter().map(|q| stem(&q.article.id)).collect();
        let heads: Vec<String> = stems.iter().map(|s| head(s)).collect();
        let distinct: BTreeSet<&String> = heads.iter().collect();
        let sigla = if distinct.len() == heads.len() && heads.iter().all(|h| fits(h)) {
            heads
        } else {
            let distinct: BTreeSet<&String> = stems.iter().collect();
            if distinct.len() == stems.len() && stems.iter().all(|s| fits(s)) {
                stems
            } else {
                (1..=articles.len()).map(|n| format!("p{n}")).collect()
            }
        };
        let files = files(&articles);
        Names { sigla, files }
    }

    /// The short name of page number `article`.
    pub(crate) fn siglum(&self, article: usize) -> &str {
        self.sigla.get(article).map_or("?", String::as_str)
    }

    /// The file or address of a page: the last part of its id where that is no other page's.
    pub(crate) fn file(&self, article: usize) -> &str {
        self.files.get(article).map_or("?", String::as_str)
    }
}

/// The last part of each id where no other page has the same, else the whole.
fn files(articles: &[&Quoted]) -> Vec<String> {
    let last = |id: &str| {
        let part = id.rsplit(['/', '\\']).find(|p| !p.is_empty()).unwrap_or(id);
        plain(part)
    };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for quoted in articles {
        *count.entry(last(&quoted.article.id)).or_default() += 1;
    }
    let each = articles.iter().map(|q| {
        let short = last(&q.article.id);
        if count.get(&short) == Some(&1) { short } else { plain(&q.article.id) }
    });
    each.collect()
}

/// What the pages of one story are called in running text: the outlet where that names one of
/// them, with the short name where several have it, the short name alone where there is none.
pub(crate) struct Labels(BTreeMap<usize, String>);

impl Labels {
    /// Of these pages.
    pub(crate) fn of<Q: Borrow<Quoted>>(pages: &[Q], names: &Names, articles: &[usize]) -> Labels {
        let outlet = |i: usize| {
            let name = pages.get(i)?.borrow().article.outlet.as_deref().map(plain)?;
            (!name.is_empty()).then_some(name)
        };
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for name in articles.iter().filter_map(|i| outlet(*i)) {
            *count.entry(name).or_default() += 1;
        }
        let call = |i: usize| match outlet(i) {
            Some(name) if count.get(&name) == Some(&1) => name,
            Some(name) => format!("{name} ({})", names.siglum(i)),
            None => names.siglum(i).to_owned(),
        };
        Labels(articles.iter().map(|i| (*i, call(*i))).collect())
    }

    /// What a page is called.
    pub(crate) fn get(&self, article: usize) -> &str {
        self.0.get(&article).map_or("another page", String::as_str)
    }

    /// Several pages, each once.
    pub(crate) fn list(&self, articles: impl IntoIterator<Item = usize>) -> String {
        let mut out: Vec<&str> = Vec::new();
        for label in articles.into_iter().map(|a| self.get(a)) {
            if !out.contains(&label) {
                out.push(label);
            }
        }
        out.join(", ")
    }
}

fn fits(name: &str) -> bool {
    (1..=24).contains(&name.chars().count())
}

/// The last part of a path without its endings.
fn stem(id: &str) -> String {
    let last = id.rsplit(['/', '\\']).find(|p| !p.is_empty()).unwrap_or(id);
    let mut stem = plain(last);
    for ending in [".gz", ".html", ".htm", ".txt", ".text", ".xml"] {
        if let Some(rest) = stem.strip_suffix(ending) {
            stem = rest.to_owned();
        }
    }
    stem
}

/// A stem up to its first underscore or dash, if that keeps at least two characters.
fn head(stem: &str) -> String {
    let end = stem.find(['_', '-']).filter(|i| *i >= 2);
    stem.get(..end.unwrap_or(stem.len())).unwrap_or(stem).to_owned()
}

/// The outlet, or that it is not known.
pub(crate) fn outlet(article: &Article) -> String {
    article.outlet.as_deref().map_or("outlet not known".to_owned(), plain)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `23 Dec 2022 13:41`, as precise as known.
pub(crate) fn when(when: &When) -> String {
    let mut out = String::new();
    if let Some(day) = when.day {
        out += &format!("{day} ");
    }
    if let Some(month) = when.month.and_then(|m| MONTHS.get(usize::from(m as u8).wrapping_sub(1))) {
        out += &format!("{month} ");
    }
    out += &when.year.to_string();
    if let Some(m) = when.minute {
        out += &format!(" {:02}:{:02}", m / 60, m % 60);
    }
    out
}

/// The same without the year where that is this one, as the head of a story tells it.
pub(crate) fn when_in(date: &When, year: Option<i16>) -> String {
    let told = when(date);
    if Some(date.year) != year || date.month.is_none() {
        return told;
    }
    let year = format!(" {}", date.year);
    told.replacen(&year, "", 1)
}

/// The date as printed, or the bounds that are known and why. `not_before` is that of the page or of
/// its story.
pub(crate) fn dated(article: &Article, not_before: Option<&Bound>) -> String {
    if let Some(date) = &article.date {
        return when(date);
    }
    let why = |kind: &str, words: &str| match kind {
        "story" => "from the reports it belongs with".to_owned(),
        _ if words.is_empty() => "as given".to_owned(),
        _ => format!("it says {}", super::quoted(words)),
    };
    let after = not_before
        .map(|b| format!("not before {} ({})", when(&b.date), why(&b.basis.kind, &b.basis.words)));
    let before = article
        .not_after
        .as_ref()
        .map(|b| format!("not after {} ({})", when(&b.date), why(&b.basis.kind, &b.basis.words)));
    let bounds: Vec<String> =
        [Some("undated".to_owned()), after, before].into_iter().flatten().collect();
    bounds.join(", ")
}

/// `23–24 Dec 2022`: the days that dated reports of a story span.
pub(crate) fn span_of_days<'a>(articles: impl Iterator<Item = &'a Article>) -> String {
    let days: BTreeSet<When> =
        articles.filter_map(|a| a.date).map(|w| When { minute: None, zone: None, ..w }).collect();
    match (days.first(), days.last()) {
        (Some(a), Some(b)) if a == b => when(a),
        (Some(a), Some(b)) if (a.year, a.month) == (b.year, b.month) && a.day.is_some() => {
            format!("{}–{}", a.day.unwrap_or(1), when(b))
        }
        (Some(a), Some(b)) => format!("{} – {}", when(a), when(b)),
        _ => "undated".to_owned(),
    }
}

/// A kind of difference of substance, in one word.
pub(crate) fn kind(kind: &str) -> &str {
    match kind {
        "polarity" => "opposite",
        "modality" => "strength",
        "scope" => "limit",
        "attribution" => "source",
        other => other,
    }
}

/// A probability in words.
pub(crate) fn doubt(probability: f64) -> &'static str {
    headwater_stemma::in_words(probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_called_by_the_stem_of_their_file() {
        let page = |id: &str| Quoted { article: Article::plain(id, "x"), ..Quoted::default() };
        let names = Names::of(&[page("a"), page("news/001_f3.txt")]);
        assert_eq!((names.siglum(0), names.siglum(1)), ("a", "001"));
    }
}
