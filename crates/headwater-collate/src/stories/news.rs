//! Whether a page tells news: reports, announcements and comments do, guides, manuals, pages of
//! products and services do not.

use super::evidence::read;
use super::news_weights::{BASE, WEIGHTS};
use crate::similar::{DIMS, vector};
use crate::terms::Term;
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::fold;
use std::collections::HashMap;

/// Words of the beginning, headline included, and words of the whole, whose vectors are read.
const BEGINNING: usize = 50;
const WHOLE: usize = 400;
/// Numbers that describe a page: the mean vector of the words at its beginning and of all, then whether
/// it is dated, its length, whether it is signed, and its paragraphs.
pub(super) const NUMBERS: usize = 2 * DIMS + 4;

/// The numbers that describe a page, for fitting the weights.
#[doc(hidden)]
pub fn news_numbers(quoted: &Quoted) -> Vec<f64> {
    numbers_of(&quoted.article)
}

fn numbers_of(article: &Article) -> Vec<f64> {
    let (headline, titled, body) = read(article);
    numbers(article, &headline, titled, &body)
}

/// What describes a page, headline and body given as terms. Linear in the words read.
pub(super) fn numbers(
    article: &Article,
    headline: &[Term],
    titled: &str,
    body: &[Term],
) -> Vec<f64> {
    let mut known: HashMap<String, [f32; DIMS]> = HashMap::new();
    let mut words = |terms: &[Term], text: &str, most: usize| -> Vec<[f32; DIMS]> {
        let folded = terms.iter().take(most).map(|t| fold(t.span.of(text)));
        folded.map(|w| *known.entry(w).or_insert_with_key(|w| vector(w))).collect()
    };
    let mut all = words(headline, titled, BEGINNING);
    all.extend(words(body, &article.text, WHOLE));
    let mut out = mean(all.get(..BEGINNING).unwrap_or(&all));
    out.extend(mean(&all));
    let size: usize = article.body.iter().map(|p| p.len()).sum();
    let flag = |b: bool| f64::from(u8::from(b));
    out.extend([
        flag(article.date.is_some()),
        libm::log1p(size as f64),
        flag(!article.authors.is_empty()),
        libm::log1p(article.body.len() as f64),
    ]);
    out
}

/// The mean of the vectors, each taken at length one.
fn mean(vectors: &[[f32; DIMS]]) -> Vec<f64> {
    let mut sum = vec![0.0; DIMS];
    for v in vectors {
        let norm = libm::sqrt(v.iter().map(|x| f64::from(x * x)).sum::<f64>()).max(1e-9);
        sum.iter_mut().zip(v).for_each(|(s, x)| *s += f64::from(*x) / norm);
    }
    let n = vectors.len().max(1) as f64;
    sum.iter().map(|s| s / n).collect()
}

/// The log odds that a page with these numbers tells news.
pub(super) fn odds(numbers: &[f64]) -> f64 {
    numbers.iter().zip(WEIGHTS).map(|(x, w)| x * w).sum::<f64>() + BASE
}

/// Mean log odds from which on down two pages report no event together. Of the pages of the extraction sets
/// that were put together, each by weights that its host had no part in, all that tell news lie at 0 and
/// above, and most others below -2.
const NO_NEWS: f64 = -0.8;

/// Whether two pages with these log odds report no event together: two guides to one thing, two offers of
/// one service have their subject in common.
pub(super) fn neither(a: f64, b: f64) -> bool {
    f64::midpoint(a, b) <= NO_NEWS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lang: &str, title: &str, body: &str) -> f64 {
        let text = format!("{title}\n\n{body}");
        let mut article = Article::plain("a", &text);
        article.lang = Some(lang.into());
        article.title_span = Some(headwater_text::Span::new(0, title.len()));
        article.body.retain(|p| p.start > title.len());
        odds(&numbers_of(&article))
    }

    #[test]
    fn guides_and_offers_tell_no_news_in_any_language() {
        let guide = told(
            "en",
            "How to splice a mooring rope in five steps",
            "A good splice keeps nine tenths of the strength of your rope. First choose a fid that fits the \
             diameter, then unlay the strands and tape their ends. Tuck each strand over one and under the \
             next. If you use polyester, melt the tips before you begin. Our guide shows you every step, and \
             you can order the tools in our shop.",
        );
        let offer = told(
            "de",
            "Netzreparatur und Seilerei: unsere Leistungen im Überblick",
            "Wir reparieren Netze aller Maschenweiten und liefern Seile nach Maß. Sie erhalten bei uns Beratung, \
             Montage und Pflege aus einer Hand. Fordern Sie jetzt ein unverbindliches Angebot an, unser Team \
             hilft Ihnen gern bei der Auswahl der passenden Produkte.",
        );
        let report = told(
            "en",
            "Harbour of Velholm closed after ferry strikes quay",
            "The harbour of Velholm was closed on Monday after a ferry struck the northern quay, police said. \
             Three passengers were treated for cuts, and Mayor Ada Lind said the port would open again on \
             Wednesday at the earliest.",
        );
        let weather = told(
            "uk",
            "Буря залишила без світла 38 тисяч домівок довкола Крутіви",
            "У ніч на суботу буря знеструмила 38 тисяч домівок довкола Крутіви, повідомив губернатор Остап \
             Личко. Бригади працювали до ранку, 412 людей ще на виїзді.",
        );
        assert!(neither(guide, offer), "{guide} {offer}");
        assert!(!neither(report, weather) && !neither(report, guide), "{report} {weather} {guide}");
    }
}
