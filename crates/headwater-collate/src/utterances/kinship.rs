//! How two units of two reports stand to each other, in numbers, and the odds that both report one
//! statement.
//!
//! Words propose and carry; names, numbers and lengths object. Units of one language are compared
//! by their words and, with the sentence model, by sense; units of two languages by sense, numbers
//! and names. The weights were fitted on page sets written for the purpose, see
//! `weights/statements.md`.

use super::liken::{covered, likeness};
use super::units::Unit;
use super::weights;
use crate::encoder::{Encoder, cosine};
use crate::people::skeleton;
use crate::similar::Sketches;
use crate::terms::Term;
use headwater_quote::{Kind, Quoted};
use headwater_text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// How many numbers describe a pair.
pub(crate) const NUMBERS: usize = 16;
/// What describes one pair.
pub(crate) type Row = [f64; NUMBERS];

/// A stem's list is not followed beyond so many units.
const POSTINGS: usize = 400;
/// Units of the same language that are compared with one unit at most.
const CANDIDATES: usize = 60;
/// Units of another article that are compared because of their sense, and the least sense.
const BY_SENSE: usize = 3;
const LEAST_SENSE: f64 = 0.25;
/// Units of a story up to which all are laid beside all by sense; beyond, only words propose.
const BESIDE_ALL: usize = 3000;

/// One unit made ready to be compared.
pub(super) struct View<'a> {
    pub(super) lang: Option<&'a str>,
    direct: bool,
    /// Digits of its numbers.
    numbers: BTreeSet<&'a str>,
    /// Skeletons of its names: capitalised words of four letters and more.
    names: BTreeSet<String>,
    /// How many of its words say something by themselves.
    tells: usize,
}

impl<'a> View<'a> {
    pub(super) fn new(articles: &[&'a Quoted], unit: &'a Unit) -> View<'a> {
        let quoted = articles.get(unit.article).copied();
        let text = quoted.map_or("", |q| q.article.text.as_str());
        let quote = quoted.and_then(|q| q.quotes.get(unit.quote?));
        let numbers = unit.words.iter().filter(|w| w.number).map(|w| w.stem.as_str()).collect();
        let name = |w: &&Term| w.capital && !w.number && w.span.of(text).chars().count() >= 4;
        let names = unit.words.iter().filter(name).map(|w| skeleton(&fold(w.span.of(text))));
        View {
            lang: quoted.and_then(|q| q.article.lang.as_deref()),
            direct: quote.is_some_and(|q| q.kind == Kind::Direct),
            numbers,
            names: names.filter(|n| n.len() >= 3).collect(),
            tells: unit.words.iter().filter(|w| w.tells()).count(),
        }
    }
}

/// Pairs of units of two articles worth comparing, with the odds that they are one statement.
pub(super) struct Pairs {
    /// By the two indexes, the smaller first: probability, 0 to 1.
    pub(super) odds: BTreeMap<(usize, usize), f64>,
    /// What describes each pair, for fitting.
    pub(super) rows: BTreeMap<(usize, usize), (bool, Row)>,
}

/// Describes and weighs all candidate pairs. Those that are joined already, by the label of their
/// set, and have one wording need no weighing: they only count as each other's rivals. Linear in
/// units and candidates, and up to [`BESIDE_ALL`] units quadratic in their wordings.
pub(super) fn pairs(
    articles: &[&Quoted],
    units: &[Unit],
    joined: &[usize],
    senses: Option<&mut Senses<'_>>,
) -> Pairs {
    let views: Vec<View<'_>> = units.iter().map(|u| View::new(articles, u)).collect();
    let sure = senses.is_some();
    let mut readings = Readings::joined(articles, units, joined, senses);
    let mut chosen = by_words(units, &readings);
    if readings.senses.is_some() && units.len() <= BESIDE_ALL {
        by_sense(units, &readings, &mut chosen);
    }
    // A page that says a hundred things has something near to whatever another says.
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for u in units {
        *counts.entry(u.article).or_default() += 1;
    }
    let crowd = |u: &Unit| libm::log1p(counts.get(&u.article).copied().unwrap_or_default() as f64);
    let mut rows: BTreeMap<(usize, usize), (bool, Row)> = BTreeMap::new();
    for (i, j) in chosen {
        if let (Some(u), Some(v), Some(a), Some(b)) =
            (units.get(i), units.get(j), views.get(i), views.get(j))
        {
            let same = a.lang.is_none() || b.lang.is_none() || a.lang == b.lang;
            if !same && scrap(u.words.len(), v.words.len()) {
                continue;
            }
            let held = readings.held(units, i, j);
            let mut row = describe((u, a), (v, b), held);
            let [.., slot, _] = &mut row;
            *slot = crowd(u).max(crowd(v));
            rows.insert((i, j), (same, row));
        }
    }
    leads(units, &mut readings, &mut rows);
    let long = |i: usize| units.get(i).map_or(0, |u| u.words.len());
    let company = Company::new(units, &rows, sure);
    let weigh = |((i, j), (same, row)): (&(usize, usize), &(bool, Row))| {
        let odds = match same {
            true => weights::in_company(sure, row, company.of(units, *i, *j)),
            false => weights::odds(false, sure, row),
        };
        let few = few(long(*i), long(*j)) && !row.get(HELD).is_some_and(|held| *held > 0.99);
        let kept = (odds >= FEW_SURE || !few) && !(*same && unlike(row, odds));
        kept.then_some(((*i, *j), odds))
    };
    let odds = rows.iter().filter_map(weigh).collect();
    Pairs { odds, rows }
}

/// The wordings of a story's units, each read once, however many units have it.
pub(super) struct Readings<'a> {
    texts: Vec<&'a str>,
    /// For each unit the number of its wording.
    of: Vec<usize>,
    /// For each unit the wording and the set that it is in already.
    mates: Vec<(usize, usize)>,
    /// How many units of such a set and wording each article has.
    homes: BTreeMap<(usize, usize), BTreeMap<usize, usize>>,
    sketches: Sketches,
    senses: Option<Vec<Vec<f32>>>,
    known: BTreeMap<(usize, usize), Wordings>,
}

/// The sense of each wording that was read, so that none is read twice.
pub(super) struct Senses<'e> {
    encoder: &'e Encoder,
    known: BTreeMap<String, Vec<f32>>,
}

impl<'e> Senses<'e> {
    pub(super) fn new(encoder: &'e Encoder) -> Senses<'e> {
        Senses { encoder, known: BTreeMap::new() }
    }

    fn of(&mut self, text: &str) -> Vec<f32> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let found = self.encoder.encode(text);
        self.known.insert(text.to_owned(), found.clone());
        found
    }
}

impl<'a> Readings<'a> {
    /// The wordings of all units, of which some are joined already, by the label of their set.
    fn joined(
        articles: &[&'a Quoted],
        units: &[Unit],
        joined: &[usize],
        senses: Option<&mut Senses<'_>>,
    ) -> Readings<'a> {
        let mut out = Readings::of(articles, units);
        let labels = joined.iter().copied().chain(units.len()..);
        out.mates = out.of.iter().copied().zip(labels).collect();
        for (u, mate) in units.iter().zip(&out.mates) {
            *out.homes.entry(*mate).or_default().entry(u.article).or_default() += 1;
        }
        // Where only one article says anything there is nothing to compare.
        let several = units.windows(2).any(|w| matches!(w, [a, b] if a.article != b.article));
        if let Some(senses) = senses.filter(|_| several) {
            out.senses = Some(out.texts.iter().map(|t| senses.of(t)).collect());
        }
        out
    }

    /// The wordings of the units that stand in `pairs`.
    pub(super) fn new(
        articles: &[&'a Quoted],
        units: &[Unit],
        pairs: &BTreeSet<(usize, usize)>,
        senses: Option<&mut Senses<'_>>,
    ) -> Readings<'a> {
        let mut out = Readings::of(articles, units);
        let used: BTreeSet<usize> = pairs.iter().flat_map(|(i, j)| [*i, *j]).collect();
        let used: BTreeSet<usize> = used.into_iter().map(|i| out.wording(i)).collect();
        if let Some(senses) = senses {
            let sense = |(n, t): (usize, &&str)| {
                if used.contains(&n) { senses.of(t) } else { Vec::new() }
            };
            out.senses = Some(out.texts.iter().enumerate().map(sense).collect());
        }
        out
    }

    fn of(articles: &[&'a Quoted], units: &[Unit]) -> Readings<'a> {
        let text = |u: &Unit| articles.get(u.article).map_or("", |q| u.span.of(&q.article.text));
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut texts = Vec::new();
        let mut number = |u: &Unit| {
            *numbers.entry(text(u)).or_insert_with(|| {
                texts.push(text(u));
                texts.len() - 1
            })
        };
        let of: Vec<usize> = units.iter().map(&mut number).collect();
        let sketches = Sketches::new(texts.iter().copied());
        let (mates, homes, known) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Readings { texts, of, mates, homes, sketches, senses: None, known }
    }

    /// The wording of a unit.
    fn wording(&self, i: usize) -> usize {
        self.of.get(i).copied().unwrap_or_default()
    }

    /// Whether two units are one wording and joined already.
    fn mates(&self, i: usize, j: usize) -> bool {
        self.mates.get(i).is_some_and(|m| self.mates.get(j) == Some(m))
    }

    /// How many units of an article are one wording with a unit and joined with it already.
    fn mates_in(&self, i: usize, article: usize) -> usize {
        let homes = self.mates.get(i).and_then(|m| self.homes.get(m));
        homes.and_then(|h| h.get(&article)).copied().unwrap_or(0)
    }

    /// How near two wordings are in sense.
    fn sense(&self, a: usize, b: usize) -> f64 {
        match self.senses.as_deref() {
            Some(list) => list.get(a).zip(list.get(b)).map_or(0.0, |(a, b)| cosine(a, b)),
            None => 0.0,
        }
    }

    /// How the wordings of two units stand to each other.
    pub(super) fn held(&mut self, units: &[Unit], i: usize, j: usize) -> Wordings {
        let (a, b) = (self.wording(i), self.wording(j));
        if let Some(known) = self.known.get(&(a, b)) {
            return *known;
        }
        let (Some(u), Some(v)) = (units.get(i), units.get(j)) else { return Wordings::default() };
        // Words by weight and wordings by static vectors, half and half: the one sees that a
        // rare word is kept, the other that the whole sentence is.
        let found = Wordings {
            alike: 0.5 * likeness(&u.words, &v.words) + 0.5 * self.sketches.likeness(a, b),
            held: covered(&u.words, &v.words).max(covered(&v.words, &u.words)),
            run: longest_run(&u.words, &v.words).min(8) as f64 / 8.0,
            sense: self.sense(a, b),
        };
        self.known.insert((a, b), found);
        found
    }
}

/// Words of a wording below which its sense beside a longer one of another language says nothing.
const SCRAP: usize = 3;

/// Words of a wording below which it must be nearer to one at least twice as long: of thirty such
/// pairs that were weighed as likely, twelve were one statement.
const FEW: usize = 5;
const FEW_SURE: f64 = 0.8;
/// Which number of a row tells how much of the one the other has.
const HELD: usize = 1;

fn few(a: usize, b: usize) -> bool {
    let (short, long) = (a.min(b), a.max(b));
    short < FEW && long >= 2 * short
}

/// What two quotations in marks and in one language have in common at least, if they are one
/// statement: so many words in a row, or this share of the words of one. Marks say that these are
/// the words; of a translation that two have made something stays too.
const ROW_OF: f64 = 3.0 / 8.0;
const KEPT: f64 = 0.6;

/// The same for other wordings that are not this likely to be one statement: read by eye in real reports,
/// two of three such are two.
const LOOSE: f64 = 0.7;
/// Sense from which they mean the same, whatever their words.
const MEANT: f64 = 0.5;

/// Whether two quotations in marks, or two wordings that are not surely one, have next to nothing in common.
fn unlike(row: &Row, odds: f64) -> bool {
    let [_, held, sense, .., direct, _, _, run, _, _, _] = row;
    let loose = odds < LOOSE && *sense < MEANT;
    (*direct > 0.0 || loose) && *run < ROW_OF && *held < KEPT
}

/// Whether one of two wordings of two languages is a word or two where the other says more: *der
/// Umzug* is near in sense to all that is said about it.
fn scrap(a: usize, b: usize) -> bool {
    let (short, long) = (a.min(b), a.max(b));
    short < SCRAP && long >= 2 * short
}

/// Pairs that share a telling stem, the heaviest first.
fn by_words(units: &[Unit], readings: &Readings<'_>) -> BTreeSet<(usize, usize)> {
    // Units of the same telling words have the same partners, but for those of their own article.
    let mut alike: BTreeMap<Vec<(&str, u64)>, Vec<usize>> = BTreeMap::new();
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, u) in units.iter().enumerate() {
        let telling = u.words.iter().filter(|w| w.tells());
        // Of a word that stands twice the last weight counts.
        let stems: BTreeMap<&str, f64> = telling.map(|w| (w.stem.as_str(), w.weight)).collect();
        stems.keys().for_each(|s| index.entry(s).or_default().push(i));
        let stems = stems.into_iter().map(|(s, weight)| (s, weight.to_bits()));
        alike.entry(stems.collect()).or_default().push(i);
    }
    let mut out = BTreeSet::new();
    for (stems, of) in alike {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for (s, weight) in stems {
            for j in index.get(s).into_iter().flatten().take(POSTINGS) {
                *shared.entry(*j).or_default() += f64::from_bits(weight);
            }
        }
        let mut list: Vec<(usize, f64)> = shared.into_iter().collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let article = |i: usize| units.get(i).map(|u| u.article);
        for i in of {
            let others = list.iter().map(|(j, _)| *j).filter(|j| article(*j) != article(i));
            let open = others.take(CANDIDATES).filter(|j| !readings.mates(i, *j));
            out.extend(open.map(|j| (i.min(j), i.max(j))));
        }
    }
    out
}

/// For each unit the few of each other article that are nearest in sense.
fn by_sense(units: &[Unit], readings: &Readings<'_>, out: &mut BTreeSet<(usize, usize)>) {
    let mut having: Vec<Vec<usize>> = vec![Vec::new(); readings.texts.len()];
    for i in 0..units.len() {
        if let Some(list) = having.get_mut(readings.wording(i)) {
            list.push(i);
        }
    }
    let article = |i: usize| units.get(i).map_or(usize::MAX, |u| u.article);
    for (a, of) in having.iter().enumerate() {
        let senses = (0..having.len()).map(|b| (readings.sense(a, b), b));
        let near: Vec<(f64, usize)> = senses.filter(|(s, _)| *s >= LEAST_SENSE).collect();
        for i in of {
            let mut found: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
            for (s, b) in &near {
                let others = having.get(*b).into_iter().flatten();
                let open =
                    others.filter(|j| !readings.mates(*i, **j) && article(**j) != article(*i));
                open.for_each(|j| found.entry(article(*j)).or_default().push((*s, *j)));
            }
            for (article, mut list) in found {
                list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                // Nearest of all are those of its own wording.
                let room = BY_SENSE.saturating_sub(readings.mates_in(*i, article));
                out.extend(list.iter().take(room).map(|(_, j)| (*i.min(j), *i.max(j))));
            }
        }
    }
}

/// How two wordings stand to each other, whoever prints them.
#[derive(Clone, Copy, Default)]
pub(super) struct Wordings {
    alike: f64,
    /// The share of the words of one that the other has.
    held: f64,
    /// The longest run of words that both have, in eighths of eight.
    run: f64,
    /// How near they are in sense.
    sense: f64,
}

impl Wordings {
    /// By how much they are alike, by the words or by the sense.
    pub(super) fn value(&self) -> f64 {
        self.alike.max(self.sense)
    }
}

pub(super) fn describe(
    (u, a): (&Unit, &View<'_>),
    (v, b): (&Unit, &View<'_>),
    Wordings { alike, held, run, sense }: Wordings,
) -> Row {
    let yes = |b: bool| f64::from(u8::from(b));
    let (same, differ) = match (u.person, v.person) {
        (Some(x), Some(y)) => (x == y, x != y),
        _ => (false, false),
    };
    let shared = a.numbers.intersection(&b.numbers).count();
    let both = !a.numbers.is_empty() && !b.numbers.is_empty();
    let one = a.numbers.is_empty() != b.numbers.is_empty();
    let names = a.names.intersection(&b.names).count() as f64;
    let fewest = a.names.len().min(b.names.len()).max(1) as f64;
    let (n, m) = (u.words.len().max(1) as f64, v.words.len().max(1) as f64);
    [
        alike,
        held,
        sense,
        yes(same),
        yes(differ),
        yes(both && shared > 0),
        yes(both && shared == 0),
        yes(one),
        names / fewest,
        yes(a.direct && b.direct),
        libm::fabs(libm::log(n / m)),
        libm::log1p(a.tells.min(b.tells) as f64),
        run,
        yes(differ) * run,
        0.0,
        0.0,
    ]
}

/// How many statements two pages share, as far as each pair by itself tells. Where they share many, as two
/// reports of one speech do, the next pair is likelier one too.
struct Company {
    /// For each unit and page its best partner there, and how likely it is.
    best: BTreeMap<usize, BTreeMap<usize, (f64, usize)>>,
    /// By two pages, of those of the first: the likelihoods of all best partners together, and of those
    /// that have one as their partner.
    sums: BTreeMap<(usize, usize), f64>,
    /// Of a unit's page: what those say for it that have it as their best partner.
    taken: BTreeMap<(usize, usize), f64>,
    /// Units of each page that are compared at all.
    counts: BTreeMap<usize, usize>,
}

/// What is added to the shared statements of two pages, so that none at all is no wonder.
const STATEMENTS: f64 = 0.3;

impl Company {
    /// Linear in the pairs.
    fn new(units: &[Unit], rows: &BTreeMap<(usize, usize), (bool, Row)>, model: bool) -> Company {
        let page = |i: usize| units.get(i).map_or(usize::MAX, |u| u.article);
        let mut best: BTreeMap<usize, BTreeMap<usize, (f64, usize)>> = BTreeMap::new();
        for ((i, j), (same, row)) in rows {
            let odds = weights::odds(*same, model, row);
            for (x, y) in [(*i, *j), (*j, *i)] {
                let slot = best.entry(x).or_default().entry(page(y)).or_insert((0.0, usize::MAX));
                if odds > slot.0 {
                    *slot = (odds, y);
                }
            }
        }
        let (mut sums, mut taken, mut counts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (x, partners) in &best {
            *counts.entry(page(*x)).or_default() += 1;
            for (other, (odds, y)) in partners {
                *sums.entry((page(*x), *other)).or_default() += odds;
                *taken.entry((page(*x), *y)).or_default() += odds;
            }
        }
        Company { best, sums, taken, counts }
    }

    /// The share of the statements of two pages that they have in common, without this pair, in nats:
    /// of the two directions the less.
    fn of(&self, units: &[Unit], i: usize, j: usize) -> f64 {
        let page = |i: usize| units.get(i).map_or(usize::MAX, |u| u.article);
        let shared = |x: usize, y: usize| {
            let all = self.sums.get(&(page(x), page(y))).copied().unwrap_or_default();
            let of_y = self.taken.get(&(page(x), y)).copied().unwrap_or_default();
            let own = self.best.get(&x).and_then(|b| b.get(&page(y)));
            // What has this very partner is counted with those that have it.
            let own = own.filter(|(_, with)| *with != y).map_or(0.0, |(odds, _)| *odds);
            (all - of_y - own).max(0.0)
        };
        let count = |x: usize| self.counts.get(&page(x)).copied().unwrap_or_default();
        let least = count(i).min(count(j)).max(1) as f64;
        libm::log((shared(i, j).min(shared(j, i)) + STATEMENTS) / least)
    }
}

/// The longest run of words that both have, in stems.
fn longest_run(a: &[Term], b: &[Term]) -> usize {
    let mut best = 0;
    let mut row = vec![0_usize; b.len() + 1];
    for x in a.iter().take(200) {
        let mut before = 0;
        for (slot, y) in row.iter_mut().skip(1).zip(b.iter().take(200)) {
            let up = *slot;
            *slot = if x.stem == y.stem { before + 1 } else { 0 };
            best = best.max(*slot);
            before = up;
        }
    }
    best
}

/// Fills in the last number of each row: by how much the pair is liker than the best rival that
/// either of the two has in the other's article.
fn leads(
    units: &[Unit],
    readings: &mut Readings<'_>,
    rows: &mut BTreeMap<(usize, usize), (bool, Row)>,
) {
    let value = |(_, row): &(bool, Row)| {
        let [alike, _, sense, ..] = row;
        alike.max(*sense)
    };
    let article = |i: usize| units.get(i).map_or(usize::MAX, |u| u.article);
    let mut top: BTreeMap<(usize, usize), [(f64, usize); 2]> = BTreeMap::new();
    for ((i, j), row) in rows.iter() {
        for (x, y) in [(*i, *j), (*j, *i)] {
            let slot = top.entry((x, article(y))).or_insert([(0.0, usize::MAX); 2]);
            let [first, second] = slot;
            let s = value(row);
            if s > first.0 {
                (*second, *first) = (*first, (s, y));
            } else if s > second.0 {
                *second = (s, y);
            }
        }
    }
    for ((i, j), row) in rows.iter_mut() {
        let s = value(row);
        let mut rival = |x: usize, y: usize| {
            let [first, second] = top.get(&(x, article(y))).copied().unwrap_or_default();
            let weighed = if first.1 == y { second.0 } else { first.0 };
            match readings.mates_in(x, article(y)) {
                0 => weighed,
                _ => weighed.max(readings.held(units, x, x).value()),
            }
        };
        let lead = s - rival(*i, *j).max(rival(*j, *i));
        let [.., last] = &mut row.1;
        *last = lead.clamp(-0.5, 0.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_two_are_no_reading_of_a_sentence_in_another_language() {
        assert!(scrap(1, 4) && scrap(5, 2));
        assert!(!scrap(2, 2) && !scrap(2, 3) && !scrap(3, 12));
    }

    /// Rows of pairs of units `0..n` of one page with the units `n..` of another, in their order: sure
    /// ones, then others; the company of the last pair.
    fn company_of_the_last(sure: usize, others: usize) -> f64 {
        let n = sure + others;
        let unit = |i: usize| Unit {
            article: usize::from(i >= n),
            quote: Some(i),
            sentence: i,
            span: headwater_text::Span::new(i, i + 1),
            words: Vec::new(),
            person: None,
            repeat: false,
            title: false,
        };
        let units: Vec<Unit> = (0..2 * n).map(unit).collect();
        let row = |i: usize| {
            let mut row = [0.0; NUMBERS];
            if i < sure {
                (row[0], row[HELD], row[2], row[3], row[12]) = (1.0, 1.0, 1.0, 1.0, 1.0);
            }
            row
        };
        let rows = (0..n).map(|i| ((i, i + n), (true, row(i)))).collect();
        Company::new(&units, &rows, true).of(&units, n - 1, 2 * n - 1)
    }

    #[test]
    fn a_pair_is_in_the_company_of_what_its_pages_share_otherwise() {
        let none = company_of_the_last(0, 5);
        let some = company_of_the_last(2, 3);
        let most = company_of_the_last(4, 1);
        assert!(none < some && some < most, "{none} {some} {most}");
        // Its own likelihood does not count.
        assert!((company_of_the_last(5, 0) - most).abs() < 1e-9);
        let mut row = [0.3; NUMBERS];
        row[14] = 3.0;
        let odds = |company| weights::in_company(true, &row, company);
        assert!(odds(most) > odds(none));
    }

    #[test]
    fn a_page_that_says_very_much_asks_for_more() {
        let odds = |units: f64, same: bool| {
            let mut row = [0.5; NUMBERS];
            row[14] = libm::log1p(units);
            weights::odds(same, true, &row)
        };
        assert!(odds(200.0, true) < odds(8.0, true));
        assert!(odds(200.0, false) < odds(8.0, false));
    }

    #[test]
    fn few_words_beside_many_ask_for_more() {
        assert!(few(4, 8) && few(12, 3) && !few(4, 7) && !few(5, 20));
    }

    #[test]
    fn quotations_in_marks_that_share_next_to_nothing_are_unlike() {
        let row = |held: f64, direct: f64, eighths: f64| {
            let mut row = [0.0; NUMBERS];
            (row[HELD], row[9], row[12]) = (held, direct, eighths / 8.0);
            row
        };
        assert!(unlike(&row(0.4, 1.0, 2.0), 0.9));
        assert!(!unlike(&row(0.4, 1.0, 3.0), 0.6), "three words in a row");
        assert!(!unlike(&row(0.7, 1.0, 1.0), 0.6), "most words of the one");
        assert!(!unlike(&row(0.0, 0.0, 0.0), 0.8), "reported in other words");
        assert!(unlike(&row(0.0, 0.0, 0.0), 0.6), "in other words that may be of two statements");
    }
}
