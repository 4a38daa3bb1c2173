//! Media through which a page has somebody's words: *Lind has promised a new wall, the agency
//! Merrin Press reports, citing …*. Named once, they hold for what the same person says further
//! down, until the page has it from elsewhere.

use crate::figures::{Figures, tidy};
use crate::quotation::{Quotation, Zone};
use crate::sheet::{Para, Sheet};
use headwater_lang::{Class, Language, agency};
use headwater_text::{Span, fold};
use std::collections::BTreeMap;
use std::ops::Range;

/// Tokens before and behind a name within which the word stands that makes it a credit.
const BEFORE: usize = 10;
const BEHIND: usize = 7;
/// Tokens from what kind of medium it is to its name.
const CALLED: usize = 4;
/// Longest phrase of a language, in words.
const PHRASE: usize = 5;
/// Tokens of a name at most.
const NAME: usize = 6;
/// Words of a sentence that tells of those before it: *This is reported by the agency X.*
const SHORT: usize = 16;

/// A medium credited in a sentence.
struct Credit {
    name: Range<usize>,
    sentence: usize,
    para: usize,
}

/// A medium through which a speaker's words come, as printed.
#[derive(Clone)]
struct Relay {
    name: String,
    span: Span,
    /// The sentence that credits it.
    line: Span,
}

/// Adds to the chains of quotations the media that their page credits. `own` is the page's outlet.
/// Linear in the text and the quotations.
pub(crate) fn chain(
    sheet: &Sheet<'_>,
    figures: &Figures<'_, '_>,
    quotes: &mut [Quotation],
    own: Option<&str>,
) {
    let credits = credits(sheet, quotes, own);
    if credits.is_empty() {
        return;
    }
    let mut held: BTreeMap<String, Relay> = BTreeMap::new();
    let mut next = 0;
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    order.sort_by_key(|i| quotes.get(*i).map_or(0, |q| q.span.start));
    let (mut q, mut p) = (0, 0);
    while p < sheet.paras.len() {
        let Some(para) = sheet.paras.get(p) else { break };
        let mut here = Vec::new();
        while let Some(i) = order.get(q) {
            let before = quotes.get(*i).is_some_and(|q| q.span.start < para.span.end);
            if !before {
                break;
            }
            here.push(*i);
            q += 1;
        }
        let mut named = Vec::new();
        while let Some(c) = credits.get(next).filter(|c| c.para == p) {
            named.push(c);
            next += 1;
        }
        let place = Place { sheet, figures, para };
        place.relate(quotes, &here, &named, &mut held);
        let last = credits.get(..next).unwrap_or(&[]);
        place.resolve(quotes, &here, last);
        p += 1;
    }
}

/// One paragraph.
struct Place<'p, 's, 't> {
    sheet: &'p Sheet<'t>,
    figures: &'p Figures<'s, 't>,
    para: &'p Para,
}

impl Place<'_, '_, '_> {
    /// Gives the paragraph's quotations what it credits, and those without what was held.
    fn relate(
        &self,
        quotes: &mut [Quotation],
        here: &[usize],
        named: &[&Credit],
        held: &mut BTreeMap<String, Relay>,
    ) {
        let sheet = self.sheet;
        let mut new: Vec<(String, Relay)> = Vec::new();
        for c in named {
            let span = sheet.span(&c.name);
            let line = sheet.span(&sheet.sentence_range(self.para, c.name.start));
            let relay = Relay { name: tidy(span.of(sheet.text)), span, line };
            let touched = self.touched(quotes, here, c);
            for i in &touched {
                let Some(q) = quotes.get_mut(*i) else { continue };
                add(q, &relay);
                new.extend(q.speaker.clone().map(|s| (s, relay.clone())));
            }
            // *As the Merrin Post reports, Lind did not mince words*: what she says next is from there.
            let itself =
                |i: &usize| quotes.get(*i).is_some_and(|q| same(q.speaker.as_deref(), &relay.name));
            if touched.iter().all(itself) {
                new.extend(self.people(c).into_iter().map(|s| (s, relay.clone())));
            }
        }
        held.extend(new);
        for i in here {
            let Some(q) = quotes.get_mut(*i) else { continue };
            let Some(speaker) = q.speaker.clone().filter(|_| q.zone == Zone::Body) else {
                continue;
            };
            if let Some(relay) = self.read(q) {
                // Of several media of one sentence the page credits last whom it has it from.
                if held.get(&speaker).is_none_or(|h| h.line != relay.line) {
                    held.insert(speaker, relay);
                }
                continue;
            }
            let Some(relay) = held.get(&speaker) else { continue };
            // Said elsewhere, to another: what was held ends.
            let own = |s: Span| s.start < relay.line.start || relay.line.end <= s.start;
            if q.via_span.is_some_and(own) && !same(q.via.as_deref(), &relay.name) {
                held.remove(&speaker);
            } else if q.span.start > relay.span.start {
                add(q, relay);
            }
        }
    }

    /// The medium that a quotation's reader found for it, where that stands beside it.
    fn read(&self, q: &Quotation) -> Option<Relay> {
        let sheet = self.sheet;
        let span = q.chain_spans.iter().copied().find(|s| {
            let inside = self.para.span.start <= s.start && s.end <= self.para.span.end;
            inside && q.chain.iter().any(|c| same(Some(c), &tidy(s.of(sheet.text))))
        })?;
        let first = sheet.tokens.partition_point(|t| t.span.end <= span.start);
        let end = sheet.tokens.partition_point(|t| t.span.start < span.end);
        let name = names(sheet, self.para).find(|n| n.start < end && first < n.end)?;
        let medium = press(sheet, &name)
            || marked(sheet, &name)
            || called(sheet, self.para, &name)
            || framed(sheet, &name);
        let line = sheet.span(&sheet.sentence_range(self.para, name.start));
        medium.then(|| Relay { name: tidy(span.of(sheet.text)), span, line })
    }

    /// Gives quotations whose medium is only called what it is (*told the paper*) the one that the page
    /// credited last, `credits` being those up to this paragraph.
    fn resolve(&self, quotes: &mut [Quotation], here: &[usize], credits: &[Credit]) {
        let sheet = self.sheet;
        for i in here {
            let Some(q) = quotes.get_mut(*i) else { continue };
            let Some(via) = q.via_span.filter(|v| self.is_kind(*v)) else { continue };
            let before = credits.iter().rfind(|c| sheet.span(&c.name).end <= via.start);
            let Some(c) = before else { continue };
            let (span, name) = (sheet.span(&c.name), sheet.span(&c.name).of(sheet.text));
            add(q, &Relay { name: tidy(name), span, line: span });
        }
    }

    /// Whether these words only say what kind of medium it is, and not that it is the page's own.
    fn is_kind(&self, at: Span) -> bool {
        let sheet = self.sheet;
        let first = sheet.tokens.partition_point(|t| t.span.end <= at.start);
        let end = sheet.tokens.partition_point(|t| t.span.start < at.end);
        let own = |k: usize| sheet.is(Class::OwnMedium, k);
        let kinds = [Class::Medium, Class::MediumKind, Class::MediumNoun];
        let kind = |k: usize| {
            let means = kinds.iter().any(|c| sheet.is(*c, k));
            means && (sheet.large_nouns || !sheet.cap(k))
        };
        let small = |k: usize| crate::words::is_determiner(sheet.language, sheet.low(k));
        first < end
            && (first..end).any(kind)
            && (first..end).all(|k| kind(k) || small(k))
            && !(first.saturating_sub(1)..end).any(own)
    }

    /// The quotations that a credit is about: those of its sentence; a short sentence without any is
    /// about the one before, else the next one of the paragraph follows from it.
    fn touched(&self, quotes: &[Quotation], here: &[usize], c: &Credit) -> Vec<usize> {
        let s = self.sheet.sentence_range(self.para, c.name.start);
        let line = self.sheet.span(&s);
        let meets = |x: &Span| x.start < line.end && line.start < x.end;
        let of = |i: &&usize| {
            let q = quotes.get(**i);
            q.is_some_and(|q| q.content.iter().chain(&q.cue).any(meets))
        };
        let own: Vec<usize> = here.iter().filter(of).copied().collect();
        if !own.is_empty() {
            return own;
        }
        let short = self.sheet.words(s) <= SHORT;
        let before = |i: &&usize| quotes.get(**i).is_some_and(|q| q.span.end <= line.start);
        let behind = |i: &&usize| quotes.get(**i).is_some_and(|q| q.span.start >= line.end);
        let last = here.iter().rfind(before).filter(|_| short);
        last.or_else(|| here.iter().find(behind)).copied().into_iter().collect()
    }

    /// Whom the paragraph names up to the end of the sentence of a credit: their words came that way.
    fn people(&self, c: &Credit) -> Vec<String> {
        let end = self.sheet.sentence_range(self.para, c.name.start).end;
        let all = &self.figures.mentions;
        let from = all.partition_point(|m| m.tokens.start < self.para.tokens.start);
        let here = all.iter().skip(from).take_while(|m| m.tokens.start < end);
        let person = |f: usize| self.figures.all.get(f).is_some_and(|g| g.human || g.speaks);
        here.filter(|m| person(m.figure)).filter_map(|m| self.figures.name(m.figure)).collect()
    }
}

/// Adds a medium to a chain, unless the quotation has it already.
fn add(q: &mut Quotation, relay: &Relay) {
    let named = |w: &String| same(Some(w), &relay.name);
    let has = q.chain.iter().chain(&q.via).chain(&q.speaker).any(named);
    if q.zone == Zone::Body && !has {
        q.chain.push(relay.name.clone());
        q.chain_spans.push(relay.span);
        q.chain_spans.sort_unstable();
    }
}

/// Whether two names are of one medium: one is a part of the other.
fn same(a: Option<&str>, b: &str) -> bool {
    let key = |w: &str| fold(w).split_whitespace().collect::<Vec<_>>().join(" ");
    let (a, b) = (key(a.unwrap_or("")), key(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

/// Names that the page gives as those of media, and whether their own words say so, not only those
/// before them.
pub(crate) fn media(sheet: &Sheet<'_>) -> Vec<(Range<usize>, bool)> {
    let mut out = Vec::new();
    for para in &sheet.paras {
        for name in names(sheet, para) {
            let body = name.clone().any(|k| sheet.is(Class::NotOne, k));
            if press(sheet, &name) && !body {
                out.push((name, true));
            } else if called(sheet, para, &name) || marked(sheet, &name) {
                out.push((name, false));
            }
        }
    }
    out
}

/// The media that the body credits, in order of place.
fn credits(sheet: &Sheet<'_>, quotes: &[Quotation], own: Option<&str>) -> Vec<Credit> {
    let mut said: Vec<Span> = quotes.iter().flat_map(|q| q.content.iter().copied()).collect();
    said.sort_unstable();
    let free = |r: &Range<usize>| {
        let at = sheet.span(r);
        // Contents may lie in each other: the few before are looked at too.
        let near = said.partition_point(|s| s.start < at.end);
        let behind = said.get(near.saturating_sub(8)..near).unwrap_or(&[]);
        !behind.iter().any(|s| s.start <= at.start && at.end <= s.end)
    };
    let mut cues: Vec<Span> = quotes.iter().flat_map(|q| q.cue.iter().copied()).collect();
    cues.sort_unstable();
    // *told the daily X*, whatever stands between.
    let told = |para: &Para, name: &Range<usize>| {
        let line = sheet.span(&sheet.sentence_range(para, name.start));
        let at = cues.partition_point(|c| c.end <= line.start);
        let small = |k: usize| sheet.large_nouns || !sheet.cap(k);
        kind_before(sheet, para, name).is_some_and(small)
            && cues.get(at).is_some_and(|c| c.start < line.end)
    };
    let mut out = Vec::new();
    for (p, para) in sheet.paras.iter().enumerate().filter(|(_, p)| p.zone == Zone::Body) {
        for name in names(sheet, para) {
            let words = sheet.span(&name).of(sheet.text);
            let no_name = [Class::Weekday, Class::Month, Class::Role, Class::Title, Class::Cite];
            let known = press(sheet, &name)
                || marked(sheet, &name)
                || called(sheet, para, &name) && !no_name.iter().any(|c| sheet.is(*c, name.start));
            let source = cited(sheet, para, &name) || told(para, &name);
            if known && source && free(&name) && !same(own, words) {
                out.push(Credit { sentence: sheet.sentence(name.start), name, para: p });
            }
        }
    }
    out.dedup_by(|a, b| a.sentence == b.sentence && a.name.start == b.name.start);
    out
}

/// The runs of words with capitals of a paragraph, in order.
fn names<'n>(sheet: &'n Sheet<'_>, para: &'n Para) -> impl Iterator<Item = Range<usize>> + 'n {
    let mut k = para.tokens.start;
    std::iter::from_fn(move || {
        let found = (k..para.tokens.end).find_map(|k| name(sheet, para, k))?;
        k = found.end;
        Some(found)
    })
}

/// A run of words with capitals that begins at `k`.
fn name(sheet: &Sheet<'_>, para: &Para, k: usize) -> Option<Range<usize>> {
    let capital = |k: usize| sheet.is_word(k) && sheet.cap(k);
    let s = sheet.sentence(k);
    if !capital(k) || k > para.tokens.start && capital(k - 1) && sheet.sentence(k - 1) == s {
        return None;
    }
    let most = para.tokens.end.min(k + NAME);
    // In marks a name may go on small: *«Strait herald»*.
    let mark = |k: usize| crate::marks::is_mark(sheet.word(k));
    let close = (k + 1..most).find(|e| mark(*e)).filter(|_| k > para.tokens.start && mark(k - 1));
    let close = close.filter(|e| (k..*e).all(|i| sheet.is_word(i)));
    let ends = |e: &usize| !capital(*e) || sheet.sentence(*e) != s;
    let end = close.or_else(|| (k + 1..most).find(ends)).unwrap_or(most);
    // German writes what it is with a capital too.
    let kind = |k: &usize| sheet.is(Class::Medium, *k) || sheet.is(Class::MediumKind, *k);
    let start = if kind(&k) && k + 1 < end { k + 1 } else { k };
    Some(start..end)
}

/// Whether a name says by itself that it is of a medium.
fn press(sheet: &Sheet<'_>, name: &Range<usize>) -> bool {
    let words = sheet.span(name).of(sheet.text);
    let language = Language::unknown();
    let word = |k: usize| language.has(Class::Press, sheet.low(k));
    // *Morgenbote*, *Wirtschaftspost*: the word ends a longer one.
    let ends = |k: usize| {
        let low = sheet.low(k);
        let all = language.words(Class::Press).iter().filter(|e| e.word.chars().count() > 3);
        all.into_iter().any(|e| low.len() > e.word.len() + 2 && low.ends_with(e.word))
    };
    agency(words).is_some()
        || name.len() > 1 && name.clone().any(word)
        || sheet.large_nouns && name.clone().any(ends)
}

/// Whether a name stands in marks by itself with a word that credits right before or behind it:
/// *writes «The Strait»*.
fn marked(sheet: &Sheet<'_>, name: &Range<usize>) -> bool {
    let cite =
        |k: usize| sheet.sentence(k) == sheet.sentence(name.start) && sheet.is(Class::Cite, k);
    let before = name.start.saturating_sub(3)..name.start.saturating_sub(1);
    framed(sheet, name) && (before.into_iter().any(cite) || cite(name.end + 1))
}

/// Whether a name stands in marks by itself.
fn framed(sheet: &Sheet<'_>, name: &Range<usize>) -> bool {
    let mark = |k: usize| crate::marks::is_mark(sheet.word(k));
    name.start > 0 && mark(name.start - 1) && mark(name.end)
}

/// Whether the words before a name say what medium it is of: *the agency X*.
fn called(sheet: &Sheet<'_>, para: &Para, name: &Range<usize>) -> bool {
    kind_before(sheet, para, name).is_some()
}

/// Where the word stands before a name that says what medium it is of.
fn kind_before(sheet: &Sheet<'_>, para: &Para, name: &Range<usize>) -> Option<usize> {
    let s = sheet.sentence(name.start);
    let from = name.start.saturating_sub(CALLED).max(para.tokens.start);
    let kind = |k: usize| {
        let low = bare(sheet.low(k));
        sheet.sentence(k) == s
            && (sheet.language.has(Class::Medium, low)
                || sheet.language.has(Class::MediumKind, low))
    };
    // Behind a preposition stands a day, a place or another phrase: *the paper on Monday*.
    let stops = |k: usize| {
        matches!(sheet.low(k), "," | ";" | ":" | ")" | "(")
            || sheet.is(Class::Preposition, k)
            || sheet.is(Class::Breaker, k) && !kind(k)
    };
    let near = (from..name.start).rev().take_while(|k| !stops(*k));
    near.into_iter().find(|k| kind(*k))
}

/// Whether a word near a name makes it the source of what is told.
fn cited(sheet: &Sheet<'_>, para: &Para, name: &Range<usize>) -> bool {
    let s = sheet.sentence_range(para, name.start);
    let from = name.start.saturating_sub(BEFORE).max(s.start);
    let to = s.end.min(name.end + BEHIND);
    let phrase = |k: usize| {
        (1..=PHRASE).rev().any(|n| {
            let inside = k < name.end && name.start < k + n;
            let words: Vec<&str> = (k..k + n).map(|i| bare(sheet.low(i))).collect();
            let free = !(k..k + n).any(|i| sheet.inside(i));
            k + n <= to && !inside && free && sheet.language.has(Class::Cite, &words.join(" "))
        })
    };
    (from..to).any(phrase)
}

/// A word without an article that is glued to it: *dell’agenzia*.
fn bare(low: &str) -> &str {
    match low.split_once('\'') {
        Some((article, rest)) if article.len() <= 6 && rest.len() > 2 => rest,
        _ => low,
    }
}

#[cfg(test)]
mod tests {
    use headwater_page::Article;

    /// The chains of a page's quotations, by their first words.
    fn chains(lang: &str, page: &str) -> Vec<(String, Vec<String>)> {
        let mut article = Article::plain("a", page);
        article.lang = Some(lang.to_owned());
        article.outlet = Some("Sundbote".to_owned());
        let quoted = crate::quotes(article, &crate::Tagger::Rules);
        let text = &quoted.article.text;
        let row = |q: &crate::Quotation| {
            let first = q.span.of(text).split_whitespace().next().unwrap_or("");
            (first.to_owned(), q.chain.clone())
        };
        quoted.quotes.iter().map(row).collect()
    }

    #[test]
    fn a_medium_named_once_holds_for_what_the_same_person_says_further_down() {
        let page = "Kai gesperrt\n\n„Der Kai ist gesperrt“, sagte Mara Lind, wie die Nachrichtenagentur Merrin Press meldet.\n\n\
            „Das Geld fehlt uns“, sagte Lind.\n\n„Wir zahlen nicht“, sagte Olaf Brandt.";
        let all = chains("de", page);
        let press = vec!["Merrin Press".to_owned()];
        let want = [("„Der", &press), ("„Das", &press), ("„Wir", &Vec::new())];
        let have: Vec<(&str, &Vec<String>)> = all.iter().map(|a| (a.0.as_str(), &a.1)).collect();
        assert_eq!(have, want);
    }

    #[test]
    fn a_short_sentence_credits_the_one_before() {
        let page = "Banchina chiusa\n\n«La banchina è chiusa da lunedì», ha detto Mara Lind. Lo riferisce l’agenzia Merrin Press.\n\n\
            «Mancano i soldi per il muro», ha detto Lind.";
        let all = chains("it", page);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|a| a.1 == ["Merrin Press"]), "{all:?}");
    }

    #[test]
    fn a_medium_is_named_in_marks_told_something_or_itself_the_speaker() {
        let page = "Пором стоїть\n\nМара Лінд розповіла, що пором стоїть, пише «Сарвінський вісник».\n\n\
            «Грошей на ремонт немає, і не буде», – сказала Мара Лінд.";
        let all = chains("uk", page);
        let last = all.last().map(|a| a.1.clone());
        assert_eq!(last, Some(vec!["Сарвінський вісник".to_owned()]), "{all:?}");
        let page = "Quai fermé\n\n« Le quai est fermé jusqu’à lundi », a déclaré vendredi la porte-parole de la \
            mairie de Sarvin, Mara Lind, au quotidien allemand Merrin Zeitung.";
        assert_eq!(
            chains("fr", page).first().map(|a| a.1.clone()),
            Some(vec!["Merrin Zeitung".to_owned()])
        );
        let page = "Agencia del Puerto\n\n“El muelle está cerrado”, dijo Mara Lind, de la Agencia Europea del Agua.";
        assert!(chains("es", page).iter().all(|a| a.1.is_empty()), "an office is no medium");
    }

    #[test]
    fn the_page_itself_and_words_in_marks_credit_nobody() {
        let page = "Kai gesperrt\n\n„Der Kai ist gesperrt, schreibt die Zeitung Hafenblatt“, sagte Mara Lind der Zeitung Sundbote.";
        assert!(chains("de", page).iter().all(|a| a.1.is_empty()));
    }
}
