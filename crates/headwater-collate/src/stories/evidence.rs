//! What speaks for one event in two articles: shared telling words, names, passages, headline and
//! dates, weighed into one score.

use super::news;
use super::tongues::Tongue;
use super::weights::{BASE, WEIGHTS};
use crate::record::Match;
use crate::terms::{Term, terms};
use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::Span;
use std::collections::BTreeMap;

/// Terms of a vector that are kept: the heaviest.
const KEPT: usize = 120;
/// Words of the beginning that count as the lead.
const LEAD: usize = 60;

/// Weighed terms of length one, sorted by term.
pub(super) type Vector = Vec<(u32, f32)>;

/// What an article is about, for comparison. A function of its page alone.
#[derive(Clone, Debug)]
pub struct Profile {
    /// All telling words.
    pub(super) all: Vector,
    /// Those of the headline.
    pub(super) title: Vector,
    /// Those written with a capital.
    pub(super) names: Vector,
    /// Those of the headline and the first paragraphs.
    pub(super) lead: Vector,
    /// Numbers of two digits and more.
    pub(super) numbers: Vector,
    /// Words counted.
    pub(super) size: usize,
    /// The same in whatever language and alphabet: names, and what headline and lead mean.
    pub(super) tongue: Tongue,
    /// First and last minute of publication; open ends are the extreme values.
    pub(super) when: (i64, i64),
    /// The outlet, by its key; 0 where the page names none.
    pub(super) house: u32,
    /// The log odds that it tells news; 0 where that is not known.
    pub(super) news: f64,
}

impl Profile {
    /// The log odds that the page tells news.
    pub(crate) fn tells_news(&self) -> f64 {
        self.news
    }

    /// What an article is about. Linear in its text.
    pub fn new(quoted: &Quoted) -> Profile {
        let article = &quoted.article;
        let (title, titled, body) = read(article);
        let language = Language::or_unknown(article.lang.as_deref());
        let told_title = telling(&title, titled, language);
        let told = telling(&body, &article.text, language);
        let weighed = |parts: &[(&[Term], f64)], keep: &dyn Fn(&Term) -> bool| {
            let mut counts: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
            for (part, by) in parts {
                for t in part.iter().filter(|t| t.weight > 0.0 && keep(t)) {
                    let slot = counts.entry(key(&t.stem)).or_insert((0.0, t.weight));
                    *slot = (slot.0 + by, slot.1.min(t.weight));
                }
            }
            unit(counts.into_iter().map(|(k, (n, w))| (k, (1.0 + libm::log(n.max(0.4))) * w)))
        };
        let lead = told.get(..LEAD).unwrap_or(&told);
        let rest = told.get(LEAD..).unwrap_or(&[]);
        let every = [(told_title.as_slice(), 2.0), (lead, 1.0), (rest, 0.6)];
        let headline = article.title_span.map_or(titled, |s| s.of(&article.text));
        let of_title = title.iter().map(|t| (t, t.span.of(titled), 2.0));
        let of_body = body.iter().map(|t| (t, t.span.of(&article.text), 1.0));
        Profile {
            tongue: Tongue::new(article, headline, of_title.chain(of_body)),
            all: weighed(&every, &|_| true),
            title: weighed(&[(&told_title, 1.0)], &|_| true),
            names: weighed(&every, &|t| t.capital && !t.number),
            lead: weighed(&[(&told_title, 2.0), (lead, 1.0)], &|_| true),
            numbers: weighed(&every, &|t| t.number && t.stem.len() > 1),
            news: news::odds(&news::numbers(article, &title, titled, &body)),
            size: title.len() + body.len(),
            when: article.interval(),
            house: article.outlet.as_deref().map_or(0, |o| key(&crate::outlet_key(o))),
        }
    }

    /// Whether nothing says when it was published.
    fn undated(&self) -> bool {
        self.when == (i64::MIN, i64::MAX)
    }

    /// Its telling words, and names in whatever alphabet, as prints for an index of pages, sorted.
    pub fn prints(&self) -> Vec<u64> {
        let words = self.all.iter().map(|(k, _)| u64::from(*k) << 32);
        let mut out: Vec<u64> = words.chain(self.tongue.prints()).collect();
        out.sort_unstable();
        out
    }
}

/// The terms of headline and body, and the text in which those of the headline stand.
pub(super) fn read(article: &Article) -> (Vec<Term>, &str, Vec<Term>) {
    let (titled, within) = match article.title_span {
        Some(span) => (article.text.as_str(), span),
        None => {
            let titled = article.title.as_deref().unwrap_or("");
            (titled, Span::new(0, titled.len()))
        }
    };
    let body = article.body.iter().flat_map(|p| terms(&article.text, *p)).take(3000).collect();
    (terms(titled, within), titled, body)
}

/// The same words, those of no weight that thousands of reports of one month share: function words
/// of the page's language, the month and the year. Weekdays and days tell undated reports apart.
fn telling(terms: &[Term], text: &str, language: &Language) -> Vec<Term> {
    let empty = |t: &Term| {
        if t.number {
            let value = t.stem.parse::<u32>().unwrap_or(u32::MAX);
            return (1900..2100).contains(&value);
        }
        let low = t.span.of(text).to_lowercase();
        language.has(Class::Stop, &low) || language.has(Class::Month, &low)
    };
    let weight = |t: &Term| if empty(t) { 0.0 } else { t.weight };
    terms.iter().map(|t| Term { weight: weight(t), ..t.clone() }).collect()
}

/// A stem's key: two of the thousands of stems that meet in a comparison hardly ever share one.
pub(super) fn key(stem: &str) -> u32 {
    (crate::words::hash_word(stem) >> 32) as u32
}

/// The heaviest terms, of length one, sorted by term.
pub(super) fn unit(terms: impl Iterator<Item = (u32, f64)>) -> Vector {
    let mut list: Vec<(u32, f64)> = terms.collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    list.truncate(KEPT);
    list.sort_by_key(|t| t.0);
    let norm = libm::sqrt(list.iter().map(|(_, x)| x * x).sum::<f64>()).max(1e-9);
    list.into_iter().map(|(k, x)| (k, (x / norm) as f32)).collect()
}

/// The inner product, and how many terms both have.
pub(super) fn dot(a: &Vector, b: &Vector) -> f64 {
    shared(a, b).map(|(_, x, y)| f64::from(x * y)).sum()
}

/// Terms both have, with both weights.
pub(super) fn shared<'a>(
    a: &'a Vector,
    b: &'a Vector,
) -> impl Iterator<Item = (u32, f32, f32)> + 'a {
    let mut i = 0;
    a.iter().filter_map(move |(k, x)| {
        while b.get(i).is_some_and(|(l, _)| l < k) {
            i += 1;
        }
        b.get(i).filter(|(l, _)| l == k).map(|(_, y)| (*k, *x, *y))
    })
}

/// How many numbers describe a pair.
pub(super) const FEATURES: usize = 12;

/// What two articles have in common, as numbers.
pub(super) fn features(a: &Profile, b: &Profile, passages: f64) -> [f64; FEATURES] {
    let days = days(a.when, b.when);
    let size = a.size.min(b.size).max(1) as f64;
    let large = a.size.max(b.size).max(1) as f64;
    let both = shared(&a.all, &b.all).count() as f64;
    [
        dot(&a.all, &b.all),
        dot(&a.title, &b.title),
        dot(&a.names, &b.names),
        dot(&a.lead, &b.lead),
        0.5 * (dot(&a.title, &b.all) + dot(&b.title, &a.all)),
        dot(&a.numbers, &b.numbers),
        libm::log1p(both),
        passages.min(1.0),
        days.map_or(0.0, libm::log1p),
        f64::from(u8::from(days.is_some())),
        libm::log(size),
        libm::log(large),
    ]
}

/// The log odds that a pair with these numbers reports one event. Fitted on candidate pairs, most
/// of which do not.
pub(super) fn odds(features: &[f64; FEATURES]) -> f64 {
    expanded(features).iter().zip(WEIGHTS).map(|(x, w)| x * w).sum::<f64>() + BASE
}

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

/// The numbers scaled, and those products of them that matter: in long articles a likeness means
/// more than in headlines.
fn expanded(f: &[f64; FEATURES]) -> [f64; 21] {
    let [words, title, names, lead, cross, numbers, both, passages, day, dated, small, large] = *f;
    let s = (small - libm::log(30.0)) / 2.0;
    let root = |x: f64| libm::sqrt(x.max(0.0));
    [
        words,
        title,
        names,
        lead,
        cross,
        numbers,
        both / 3.0,
        passages,
        day,
        dated,
        s,
        large / 5.0,
        words * s,
        lead * s,
        names * s,
        cross * s,
        title * s,
        root(words),
        root(lead),
        words * day,
        words * words,
    ]
}

/// What speaks for one event in two articles, as log odds, by what each is about and by what they
/// share; in two languages by names, numbers, and what headline and lead mean.
///
/// Pages that tell no news (guides, manuals, offers), and pages of one site that nothing dates, have a
/// subject and a manner of writing in common, not an event; but one may be a copy of the other.
pub fn event_odds(a: &Profile, b: &Profile, shared: Overlap) -> f64 {
    let one_site = || a.undated() && b.undated() && a.house > 0 && a.house == b.house;
    if shared.part < COPIED && (news::neither(a.news, b.news) || one_site()) {
        return NO_EVENT;
    }
    if a.tongue.differs(&b.tongue) {
        return super::tongues::odds(a, b);
    }
    let mut numbers = features(a, b, shared.part);
    let [_, title, .., passages, _, _, small, _] = &mut numbers;
    // Pages that nothing dates are often of a kind that many sites have under one headline, as the
    // services that they sell: it speaks for one event only where the text agrees.
    if a.undated() && b.undated() && *small >= TEXT {
        *title = title.min(KIND + COMMON * *passages);
    }
    odds(&numbers)
}

/// Of an undated pair of pages, what alike headlines count for without a passage in common, and how
/// much more with it. Chosen by eye on pages of services.
const KIND: f64 = 0.3;
const COMMON: f64 = 2.0;
/// Words of the shorter page, as a logarithm, from which it is more than a headline: sixty.
const TEXT: f64 = 4.1;

/// The part of the shorter body from which on two pages of one site are two states of one.
const COPIED: f64 = 0.5;
/// Log odds of two pages that report no event.
const NO_EVENT: f64 = -10.0;

/// How likely two articles with these odds report one event, 0 to 1, where reports of different
/// events are by so much more alike than in sparse news.
pub fn likelihood(odds: f64, background: f64) -> f64 {
    probability(odds - background)
}

/// The numbers that describe a pair, for fitting the weights.
#[doc(hidden)]
pub fn pair_features(a: &Profile, b: &Profile, shared: Overlap) -> Vec<f64> {
    features(a, b, shared.part).to_vec()
}

/// Whether two headlines count as alike.
const HEADLINES: f64 = 0.4;

/// What two articles have in common, as grounds: telling words as the first prints them, whether
/// the headlines are alike, and the days between them where both are known.
pub(super) fn grounds(
    article: &Article,
    a: &Profile,
    b: &Profile,
) -> (Vec<Span>, bool, Option<f64>) {
    let words = printed(article, &common(a, b));
    (words, dot(&a.title, &b.title) >= HEADLINES, days(a.when, b.when))
}

/// Telling words both have, weightiest first.
fn common(a: &Profile, b: &Profile) -> Vec<u32> {
    let mut telling: Vec<(f32, u32)> = shared(&a.all, &b.all).map(|(k, x, y)| (x * y, k)).collect();
    telling.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    telling.into_iter().take(5).map(|(_, k)| k).collect()
}

/// Where the article prints each of these stems first, in their order.
fn printed(a: &Article, stems: &[u32]) -> Vec<Span> {
    let mut found: Vec<Option<Span>> = vec![None; stems.len()];
    for part in a.title_span.iter().chain(&a.body) {
        for word in terms(&a.text, *part) {
            let stem = key(&word.stem);
            let slots = stems.iter().zip(&mut found).filter(|(s, _)| **s == stem);
            slots.for_each(|(_, slot)| *slot = slot.or(Some(word.span)));
        }
        if found.iter().all(Option::is_some) {
            break;
        }
    }
    found.into_iter().flatten().collect()
}

/// Days between two intervals. `None` if one has an open end and nothing keeps them apart: that
/// two may be of one day says nothing.
pub(super) fn days(a: (i64, i64), b: (i64, i64)) -> Option<f64> {
    let gap = a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0);
    let open = [a.0, b.0].contains(&i64::MIN) || [a.1, b.1].contains(&i64::MAX);
    (!open || gap > 0).then_some(gap as f64 / 1440.0)
}

/// Passages that two articles share, those of a line or less left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overlap {
    /// How many.
    pub passages: usize,
    /// The part of the shorter body that they fill.
    pub part: f64,
}

/// Bytes of a body from which a passage counts.
const LINE: usize = 20;

impl Overlap {
    /// What two articles share by their matches, of which the first place is in `a`.
    pub fn of(a: &Article, b: &Article, matches: &[Match]) -> Overlap {
        let within = |x: &Article, s: Span| x.body.iter().map(|p| p.overlap(s)).sum::<usize>();
        let lengths = matches.iter().map(|m| within(a, m.a.span).min(within(b, m.b.span)));
        let lengths: Vec<usize> = lengths.filter(|n| *n >= LINE).collect();
        let size = |x: &Article| x.body.iter().map(|p| p.len()).sum::<usize>().max(1);
        let part = lengths.iter().sum::<usize>() as f64 / size(a).min(size(b)) as f64;
        Overlap { passages: lengths.len(), part }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_text::When;

    #[test]
    fn pages_of_one_site_without_a_day_report_no_event_unless_one_is_the_other() {
        let page = |outlet: &str, date: Option<&str>| {
            let text = "Velholm Nets guards your harbour lines\n\nVelholm Nets keeps harbour lines of \
                Velholm free of weed, knots and theft, at a price for every quay.";
            let mut article = Article::plain("a", text);
            article.lang = Some("en".into());
            article.outlet = Some(outlet.into());
            article.date = date.and_then(When::parse);
            Profile::new(&Quoted { article, ..Quoted::default() })
        };
        let odds = |a: &Profile, b: &Profile, part| event_odds(a, b, Overlap { passages: 1, part });
        let bare = page("Velholm Nets", None);
        assert_eq!(odds(&bare, &page("velholm nets", None), 0.2), NO_EVENT);
        assert!(odds(&bare, &page("Velholm Nets", None), 0.9) > NO_EVENT);
        assert!(odds(&bare, &page("Karst Post", None), 0.2) > NO_EVENT);
        assert!(odds(&bare, &page("Velholm Nets", Some("2031-03-08")), 0.2) > NO_EVENT);
        let again = Profile::from_bytes(&bare.to_bytes()).expect("a profile");
        assert_eq!(odds(&again, &bare, 0.2), NO_EVENT);
    }
    #[test]
    fn one_headline_over_texts_of_their_own_is_no_event_where_nothing_is_dated() {
        let page = |outlet: &str, body: &str| {
            let text = format!("Harbour Net Repair in Velholm\n\n{body}");
            let mut article = Article::plain("a", &text);
            article.lang = Some("en".into());
            article.outlet = Some(outlet.into());
            article.title_span = Some(Span::new(0, 29));
            article.body.retain(|p| p.start > 29);
            Profile::new(&Quoted { article, ..Quoted::default() })
        };
        let one = "Our crews mend nets of every mesh in Velholm, from trawls to garden nets, at the quay or in \
            your yard. Ask Tamsin Orr for a price by the metre; torn floats and lead lines are made good on the same \
            day, and whoever brings three nets pays for two. We were founded by a rope maker and still splice by hand. \
            Anglers, schools and museums in Velholm trust our knots, and every repair is checked twice before it leaves.";
        let two = "Broken twine costs catch. The net loft at the old cannery of Velholm restores seines, pots and \
            landing nets with tarred yarn, keeps spare mesh for hire, and ships to all islands within a week. Jonas \
            Feld, who runs it, learned on the banks; he will not sell a new net where an old one can be saved. \
            Insurance papers, colour matching and collection by van belong to each order, and the first look is free.";
        let (a, b) = (page("Orr Nets", one), page("Feld Loft", two));
        let (told, alike) =
            (event_odds(&a, &b, Overlap::default()), super::odds(&features(&a, &b, 0.0)));
        assert!(told < alike - 1.0, "{told} {alike}");
    }
}
