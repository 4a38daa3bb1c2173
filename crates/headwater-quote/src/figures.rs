//! Finds the persons and bodies that the names of one article mean: short names are joined to the
//! fullest one, offices to their holders, pronouns to whom they mean.

use crate::gender::{self, Gender};
use crate::names::{Run, runs};
use crate::quotation::{Person, Zone};
use crate::sheet::Sheet;
use crate::words::{is_breaker, is_determiner, is_personal, is_pronoun, is_role};
use headwater_lang::{Class, Language};
use headwater_text::{Span, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A person or body of the article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figure {
    /// Fullest name so far: tokens.
    pub(crate) name: Range<usize>,
    pub(crate) words: Vec<String>,
    /// First tokens of its mentions by more than one word, in order.
    anchors: Vec<usize>,
    pub(crate) role: Option<Span>,
    /// The words of the role, folded.
    pub(crate) office: Vec<String>,
    /// Tokens of its mentions, in order.
    pub(crate) mentions: Vec<Range<usize>>,
    /// Something shows that it is a human being.
    pub(crate) human: bool,
    /// A quotation is attributed to it.
    pub(crate) speaks: bool,
    /// Named in the article itself, not only in the frame.
    pub(crate) own: bool,
}

/// A mention of a figure.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) figure: usize,
    pub(crate) tokens: Range<usize>,
}

/// All figures of an article.
pub(crate) struct Figures<'s, 't> {
    pub(crate) sheet: &'s Sheet<'t>,
    pub(crate) all: Vec<Figure>,
    pub(crate) mentions: Vec<Mention>,
    /// Figures that hold an office.
    holders: Vec<usize>,
    /// Figures that the page gives as media.
    media: BTreeSet<usize>,
    /// How each figure is spoken of, where the page tells.
    pub(crate) genders: Vec<Option<Gender>>,
    /// Words that stand near the names of each figure.
    pub(crate) around: Vec<BTreeSet<String>>,
    /// Words that the page prints in small letters too.
    pub(crate) small: BTreeSet<&'s str>,
    /// The logarithm of how often the figure is named that is named most.
    pub(crate) most: f32,
}

/// Whom a speaker mention stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Who {
    pub(crate) figure: Option<usize>,
    pub(crate) name: Option<String>,
}

/// How many holders of offices are looked through for *the minister*.
const HOLDERS: usize = 300;

/// A speaker's phrase longer than this, in tokens, is cut to its head where it stays as printed.
const LONG_NAME: usize = 6;

/// Letters of a surname without the ending of its case, at least.
const LEFT: usize = 3;

/// How many figures of one surname are compared with a new mention.
const NAMESAKES: usize = 24;

impl<'s, 't> Figures<'s, 't> {
    /// Reads all names of the sheet.
    pub(crate) fn new(sheet: &'s Sheet<'t>) -> Figures<'s, 't> {
        let mut figures = Figures {
            sheet,
            all: Vec::new(),
            mentions: Vec::new(),
            holders: Vec::new(),
            media: BTreeSet::new(),
            genders: Vec::new(),
            around: Vec::new(),
            small: sheet.small(),
            most: 0.0,
        };
        let runs = runs(sheet);
        let mut by_last: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        // Full names first, so that a short one in the headline finds its person.
        for (own, long) in [(true, true), (true, false), (false, true), (false, false)] {
            let own = |r: &&Run| (r.zone != Zone::Frame) == own;
            for run in runs.iter().filter(own).filter(|r| (r.name.len() > 1) == long) {
                figures.place(run, &mut by_last);
            }
        }
        for f in &mut figures.all {
            let role = f.role.map_or("", |r| r.of(sheet.text));
            let words = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            f.office = words.map(fold).collect();
        }
        figures.holders = (0..figures.all.len())
            .filter(|&i| figures.all.get(i).is_some_and(|f| f.human && !f.office.is_empty()))
            .take(HOLDERS)
            .collect();
        figures.mentions.sort_by_key(|m| m.tokens.start);
        for f in &mut figures.all {
            f.mentions.sort_by_key(|m| m.start);
        }
        figures.rename();
        for (name, told) in crate::relay::media(sheet) {
            figures.note_medium(&name, told);
        }
        let mentions = figures.mentions.iter().map(|m| (m.figure, &m.tokens));
        figures.genders = gender::genders(sheet, &figures.all, mentions);
        figures.around = crate::antecedent::around(&figures);
        let most = figures.all.iter().map(|f| f.mentions.len()).max().unwrap_or(0);
        figures.most = libm::logf(1.0 + most as f32);
        figures
    }

    fn place(&mut self, run: &Run, by_last: &mut BTreeMap<String, Vec<usize>>) {
        let words: Vec<String> = run
            .name
            .clone()
            .filter(|&k| self.sheet.is_word(k))
            .map(|k| fold(self.sheet.word(k)))
            .filter(|w| !w.starts_with('\''))
            .collect();
        let Some(last) = words.last() else { return };
        let key = stem(self.sheet.language, last);
        let known = by_last.entry(key).or_default();
        let own = run.zone != Zone::Frame;
        let recent = known.iter().rev().take(NAMESAKES);
        let fits =
            recent.filter(|&&f| self.all.get(f).is_some_and(|f| compatible(&f.words, &words)));
        // The nearest mention before the run decides between namesakes; else the first after.
        let at = run.name.start;
        let near = |f: &&usize| {
            let Some(f) = self.all.get(**f) else { return (true, usize::MAX) };
            let i = f.anchors.partition_point(|a| *a <= at);
            let before = i.checked_sub(1).and_then(|i| f.anchors.get(i)).map(|a| at - a);
            let latest = f.mentions.last().filter(|m| m.start <= at).map(|m| at - m.start);
            let after = f.anchors.get(i).map(|a| 2 * (a - at) + 500);
            let dist = [before, latest, after].into_iter().flatten().min();
            (f.own != own, dist.unwrap_or(usize::MAX))
        };
        let best = if known.len() <= 1 { fits.take(1).next() } else { fits.min_by_key(near) };
        let best = best.copied();
        let index = match best {
            Some(f) => f,
            None => {
                known.push(self.all.len());
                self.all.push(Figure {
                    name: run.name.clone(),
                    words: words.clone(),
                    ..Figure::default()
                });
                self.all.len() - 1
            }
        };
        let Some(figure) = self.all.get_mut(index) else { return };
        if words.len() > figure.words.len() && (own || !figure.own) {
            figure.words = words;
            figure.name = run.name.clone();
        }
        figure.own |= own;
        figure.human |= run.titled || run.role.is_some();
        if let Some(role) = &run.role {
            let span = self.sheet.span(role);
            let longer = figure.role.is_none_or(|r| r.len() < span.len());
            if longer && span.len() < 90 {
                figure.role = Some(span);
            }
        }
        if run.name.len() > 1 {
            figure.anchors.push(at);
        }
        if figure.mentions.len() < 10_000 {
            figure.mentions.push(run.name.clone());
        }
        self.mentions.push(Mention { figure: index, tokens: run.name.clone() });
    }

    /// Where the fullest name of a figure stands but once and a part of it, of two words at least,
    /// several times, what is more is no part of it: *Why Ada Lind* of a headline.
    fn rename(&mut self) {
        let sheet = self.sheet;
        let low = |r: &Range<usize>| -> Vec<&str> { r.clone().map(|k| sheet.low(k)).collect() };
        for f in &mut self.all {
            let full = low(&f.name);
            if full.len() < 3 {
                continue;
            }
            let mut parts: BTreeMap<Vec<&str>, (usize, &Range<usize>)> = BTreeMap::new();
            for m in f.mentions.iter().filter(|m| m.len() > 1) {
                parts.entry(low(m)).or_insert((0, m)).0 += 1;
            }
            if parts.get(&full).is_some_and(|p| p.0 > 1) {
                continue;
            }
            let within = |p: &[&str]| p.len() < full.len() && full.windows(p.len()).any(|w| w == p);
            let kept = parts.iter().filter(|(p, (n, _))| *n > 1 && within(p));
            if let Some((_, (_, m))) = kept.max_by_key(|(p, (n, _))| (*n, p.len())) {
                f.name = (*m).clone();
            }
        }
    }

    /// The fullest name of a figure, as printed.
    pub(crate) fn name(&self, figure: usize) -> Option<String> {
        let f = self.all.get(figure)?;
        Some(tidy(self.sheet.span(&f.name).of(self.sheet.text)))
    }

    /// Resolves a speaker mention. `before` is the speaker of the quotation before.
    pub(crate) fn resolve(&self, mention: &Range<usize>, before: Option<usize>, zone: Zone) -> Who {
        let printed = || self.printed(mention);
        let first = without_verb(self.sheet.language, self.sheet.low(mention.start));
        if mention.len() == 1 && is_pronoun(self.sheet.language, first) {
            let figure = if is_personal(self.sheet.language, first) {
                self.pronoun(mention.start, before, zone)
            } else {
                None
            };
            return Who { figure, name: figure.and_then(|f| self.name(f)).or_else(printed) };
        }
        if self.dropped(mention) {
            let figure = self.pronoun(mention.start, before, zone);
            return Who { figure, name: figure.and_then(|f| self.name(f)) };
        }
        let figure = self.named(mention).or_else(|| self.office(mention, zone));
        Who { figure, name: figure.and_then(|f| self.name(f)).or_else(printed) }
    }

    /// Whom a speaker mention stands for, where a tagger may have said with which token the fullest
    /// name begins. That counts where the mention itself names nobody.
    pub(crate) fn whom(
        &self,
        mention: &Range<usize>,
        name: Option<usize>,
        before: Option<usize>,
        zone: Zone,
    ) -> Who {
        let word = without_verb(self.sheet.language, self.sheet.low(mention.start));
        let pronoun = mention.len() == 1 && is_pronoun(self.sheet.language, word);
        let elsewhere = name.filter(|k| !mention.contains(k));
        if let Some(at) = elsewhere
            && (pronoun || self.named(mention).is_none())
            && let Some(m) = self.mention_over(at)
            && (pronoun || self.may_mean(mention, m.figure))
        {
            let told = Who { figure: Some(m.figure), name: self.name(m.figure) };
            if pronoun && !self.agrees(m.figure, word) {
                return self.resolve(mention, before, zone);
            }
            // *He* is a human being: rules know better than a pointer to a country or a paper.
            let person = |f: &Figure| f.human || f.speaks && f.words.len() > 1;
            let human = |f: Option<usize>| f.and_then(|f| self.all.get(f)).is_some_and(person);
            if pronoun && is_personal(self.sheet.language, word) && !human(told.figure) {
                let ruled = self.resolve(mention, before, zone);
                if human(ruled.figure) || self.is_medium(m.figure) {
                    return ruled;
                }
            }
            return told;
        }
        self.resolve(mention, before, zone)
    }

    /// Whether a speaker's phrase is no phrase but the verb or a small word beside it, as in
    /// languages that leave the subject out: *dijo*, *relató*.
    pub(crate) fn dropped(&self, mention: &Range<usize>) -> bool {
        let (sheet, at) = (self.sheet, mention.start);
        let low = sheet.low(at);
        mention.len() == 1
            && !sheet.cap(at)
            && !is_role(sheet.language, low)
            && (sheet.cue(at)
                || is_determiner(sheet.language, low)
                || is_breaker(sheet.language, low)
                || crate::words::is_between(sheet.language, low))
    }

    /// Whether a pronoun may stand for a figure by how the page speaks of it.
    fn agrees(&self, figure: usize, pronoun: &str) -> bool {
        let told = self.genders.get(figure).copied().flatten();
        told.zip(gender::of_word(self.sheet.language, pronoun)).is_none_or(|(a, b)| a == b)
    }

    /// Takes the figure that a name is of for a medium, unless the page gives it an office or a title.
    /// Where the name itself says that it is one (`told`), an office beside it is somebody else's: *told
    /// the Quay Post, the chairman, Ada Lind, said*.
    pub(crate) fn note_medium(&mut self, name: &Range<usize>, told: bool) {
        let Some(figure) = self.mention_over(name.start).map(|m| m.figure) else { return };
        let Some(f) = self.all.get_mut(figure) else { return };
        if told && f.name.len() > 1 {
            (f.human, f.role) = (false, None);
        }
        if !f.human {
            self.media.insert(figure);
        }
    }

    /// Whether the name of a figure is that of a newspaper, an agency or the like.
    pub(crate) fn is_medium(&self, figure: usize) -> bool {
        let words = self.all.get(figure).map_or(&[][..], |f| f.words.as_slice());
        self.media.contains(&figure)
            || words.iter().any(|w| Language::unknown().has(Class::Press, w))
    }

    /// Whether a phrase without a name may stand for a figure: it is short, or holds an office or a
    /// word of the one that the figure holds; and it is no document and nobody's relative.
    fn may_mean(&self, mention: &Range<usize>, figure: usize) -> bool {
        let sheet = self.sheet;
        let words = || mention.clone().filter(|&k| sheet.is_word(k));
        if words().any(|k| sheet.is(Class::Document, k) || sheet.is(Class::Possessive, k)) {
            return false;
        }
        let office = self.all.get(figure).map_or(&[][..], |f| f.office.as_slice());
        let like = |k: usize| {
            let word = fold(sheet.word(k));
            word.chars().count() > 4 && office.iter().any(|o| prefix(o, &word) >= 5)
        };
        let told = words().filter(|&k| !is_determiner(sheet.language, sheet.low(k))).count();
        told <= 2 || words().any(|k| is_role(sheet.language, sheet.low(k)) || like(k))
    }

    /// A speaker's phrase as printed, without small words and marks at its ends; none if nothing of it
    /// can be a speaker: pronouns, days, numbers, a label of one letter.
    pub(crate) fn printed(&self, mention: &Range<usize>) -> Option<String> {
        let sheet = self.sheet;
        let mut r = self.head(mention);
        let breaks = |k: usize| is_breaker(sheet.language, sheet.low(k));
        while r.len() > 1 && breaks(r.start) {
            r.start += 1;
        }
        while r.len() > 1 && breaks(r.end - 1) {
            r.end -= 1;
        }
        let names = |k: usize| {
            let low = sheet.low(k);
            let small = is_pronoun(sheet.language, low) || is_determiner(sheet.language, low);
            sheet.is_word(k)
                && !small
                && !breaks(k)
                && crate::words::weekday(sheet.language, low).is_none()
                && crate::words::month(sheet.language, low).is_none()
                && !sheet.is(Class::RelativeDay, k)
        };
        let letters = |k: usize| sheet.word(k).chars().count();
        let told = r
            .clone()
            .any(|k| names(k) && (r.len() > 1 || letters(k) > 1 || !sheet.low(k).is_ascii()));
        told.then(|| tidy(sheet.span(&r).of(sheet.text)))
    }

    /// A long phrase without what only describes it further: *the clerk*, not *the clerk, who …*.
    fn head(&self, r: &Range<usize>) -> Range<usize> {
        let describes = |k: &usize| match self.sheet.low(*k) {
            // A capital after it: the name may follow the office.
            "," | "–" | "—" => !self.sheet.cap(k + 1),
            low => low == "(" || self.sheet.is(Class::Describing, *k),
        };
        let end = (r.start + 1..r.end).find(describes).filter(|_| r.len() > LONG_NAME);
        r.start..end.unwrap_or(r.end)
    }

    /// The figure whose name is the head of the phrase.
    pub(crate) fn named(&self, r: &Range<usize>) -> Option<usize> {
        let sheet = self.sheet;
        let stop = (r.start + 1..r.end).find(|&k| {
            (matches!(sheet.low(k), "," | "(" | "–" | "—") || sheet.is(Class::NameStop, k))
                && !(sheet.is(Class::PhraseJoin, k)
                    && sheet.cap(k - 1)
                    && self.mention_over(k).is_some())
        });
        let mut end = stop.unwrap_or(r.end);
        if end > r.start && sheet.low(end - 1) == "'s" {
            end -= 1;
        }
        let head = end.checked_sub(1)?;
        if let Some(m) = self.mention_over(head).filter(|m| !self.of_office(r, m)) {
            // PAPER, the minister NAME: a human being speaks rather than a paper.
            let human = |f: usize| self.all.get(f).is_some_and(|f| f.human);
            let tail = r.end.checked_sub(1).and_then(|t| self.mention_over(t));
            let other = tail.filter(|t| !human(m.figure) && human(t.figure) && stop.is_some());
            return Some(other.unwrap_or(m).figure);
        }
        // *The alliance, NAME*; *the chairman of the board, NAME*
        let comma = (r.start + 1..r.end).rev().find(|&k| sheet.low(k) == ",")?;
        let tail = self.mention_over(r.end.checked_sub(1)?)?;
        (tail.tokens.start == comma + 1).then_some(tail.figure)
    }

    /// Whether a name in a phrase is that of the body or the place which somebody holds an office
    /// of: *o presidente da Câmara de Varn*, *der Sprecher der Polizei Varn*.
    fn of_office(&self, r: &Range<usize>, m: &Mention) -> bool {
        let sheet = self.sheet;
        let small = |k: usize| {
            let low = sheet.low(k);
            !sheet.cap(k) && (is_breaker(sheet.language, low) || is_determiner(sheet.language, low))
        };
        let at = m.tokens.start;
        at > r.start + 1
            && small(at - 1)
            && !self.all.get(m.figure).is_some_and(|f| f.human)
            && (r.start..at - 1).any(|k| is_role(sheet.language, sheet.low(k)))
    }

    pub(crate) fn mention_over(&self, token: usize) -> Option<&Mention> {
        let i = self.mentions.partition_point(|m| m.tokens.start <= token);
        let m = self.mentions.get(i.checked_sub(1)?)?;
        (m.tokens.end > token).then_some(m)
    }

    /// The holder of an office: *the Secretary General*, *the Ukrainian leader*, *la directora de la
    /// agencia*.
    pub(crate) fn office(&self, r: &Range<usize>, zone: Zone) -> Option<usize> {
        let sheet = self.sheet;
        let kept = |k: &usize| {
            sheet.is_word(*k)
                && !is_determiner(sheet.language, sheet.low(*k))
                && sheet.low(*k) != "'s"
        };
        let breaks = |k: &usize| is_breaker(sheet.language, sheet.low(*k));
        let stop = r.clone().skip(1).find(breaks).unwrap_or(r.end);
        let words: Vec<String> = r.clone().filter(kept).map(|k| fold(sheet.word(k))).collect();
        // What an office is called stands before *of*; adjectives may follow it.
        let before: Vec<usize> = (r.start..stop).filter(kept).collect();
        let role = |k: &usize| is_role(sheet.language, &fold(sheet.word(*k)));
        let at = before.iter().rposition(role).filter(|at| at + 3 > before.len())?;
        let head = fold(sheet.word(*before.get(at)?));
        let behind = before.get(at + 1..).unwrap_or(&[]);
        let plain = !sheet.is(Class::AnyHolder, r.start);
        if words.len() > 8 || !plain || behind.iter().any(|k| sheet.cap(*k)) {
            return None;
        }
        let mut best: Option<(usize, usize)> = None;
        for &i in &self.holders {
            let Some(f) = self.all.get(i).filter(|f| f.own || zone == Zone::Frame) else {
                continue;
            };
            let holds = |w: &String| w == &head && is_role(sheet.language, w);
            let led = f.office.iter().position(|w| is_role(sheet.language, w));
            let led = led.and_then(|at| f.office.get(at)).filter(|w| holds(w)).is_some();
            let Some(score) = office_score(sheet.language, &words, &head, &f.office, led) else {
                continue;
            };
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, i));
            }
        }
        best.map(|(_, i)| i)
    }

    /// Whom *he* or *she* means: the speaker before, or the first person named in the nearest
    /// sentence that names one.
    fn pronoun(&self, at: usize, before: Option<usize>, zone: Zone) -> Option<usize> {
        let i = self.mentions.partition_point(|m| m.tokens.start < at);
        let here = self.sheet.sentence(at);
        let word = without_verb(self.sheet.language, self.sheet.low(at));
        // Sentence, figure, whether the page speaks of it so.
        let mut best: Option<(usize, usize, bool)> = None;
        for m in self.mentions.get(..i)?.iter().rev().take(60) {
            let sentence = self.sheet.sentence(m.tokens.start);
            if here.saturating_sub(sentence) > 8 || best.is_some_and(|b| b.0 != sentence) {
                break;
            }
            let Some(f) = self.all.get(m.figure) else { continue };
            let told = self.genders.get(m.figure).copied().flatten();
            let spoken_of = told.is_some() && !self.is_medium(m.figure);
            let person = f.human || f.speaks && f.words.len() > 1 || spoken_of;
            if person && !self.sheet.inside(m.tokens.start) && self.agrees(m.figure, word) {
                // Within the sentence the first one named is the likelier subject.
                let fits = told.is_some();
                if best.is_none_or(|b| fits || !b.2) {
                    best = Some((sentence, m.figure, fits));
                }
            }
        }
        let near = best.map(|b| b.1);
        let known = before.filter(|b| self.agrees(*b, word)).filter(|&b| {
            self.all.get(b).is_some_and(|f| f.human || zone != Zone::Frame && f.speaks)
        });
        match (near, known) {
            (Some(n), Some(k)) if n != k => {
                let last = |f: usize| {
                    let m = self.all.get(f).map(|f| f.mentions.as_slice()).unwrap_or(&[]);
                    let i = m.partition_point(|m| m.start < at);
                    i.checked_sub(1).and_then(|i| m.get(i)).map_or(0, |m| m.start)
                };
                Some(if self.sheet.sentence(last(k)) + 2 >= here || last(n) < last(k) {
                    k
                } else {
                    n
                })
            }
            (n, k) => n.or(k),
        }
    }

    /// The people record: speakers, and persons with an office or a title.
    pub(crate) fn people(&self) -> Vec<Person> {
        let mut out: Vec<(usize, Person)> = Vec::new();
        for (i, f) in self.all.iter().enumerate() {
            if !(f.speaks || f.human && f.own) {
                continue;
            }
            let text = self.sheet.text;
            let spellings: BTreeSet<String> =
                f.mentions.iter().map(|m| tidy(self.sheet.span(m).of(text))).collect();
            let mentions: Vec<Span> = f.mentions.iter().map(|m| self.sheet.span(m)).collect();
            let first = mentions.first().map_or(0, |m| m.start);
            let name = self.name(i).unwrap_or_default();
            let role = f.role.map(|r| tidy(r.of(text)));
            out.push((
                first,
                Person { name, spellings: spellings.into_iter().collect(), role, mentions },
            ));
        }
        out.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
        out.into_iter().map(|(_, p)| p).collect()
    }
}

/// How well the words of an office fit a role; `None` if they do not. `led`: the role begins with
/// the head of the office, as where what it is of follows.
fn office_score(
    language: &Language,
    words: &[String],
    head: &str,
    role: &[String],
    led: bool,
) -> Option<usize> {
    let has = |w: &str| {
        role.iter().any(|r| r == w || w.chars().count() > 4 && prefix(r, w) >= 5.min(w.len() - 2))
    };
    let shared = words.iter().filter(|w| has(w)).count();
    let others = words.len() - shared;
    let wide = language.find(Class::WideOffice, head);
    if led || role.last().is_some_and(|r| r == head) {
        return (others == 0 || shared > 1).then_some(10 * shared + 5 - others.min(4));
    }
    // A wider word for the office needs the same country or body.
    let lead = role.last().is_some_and(|r| {
        wide.is_none_or(|w| w.key != "head") || language.has(Class::LeaderOffice, r)
    });
    (wide.is_some() && lead && words.len() > 1 && shared + 1 >= words.len()).then_some(10 * shared)
}

fn prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count()
}

/// The pronoun of a verb that has it behind a hyphen: *a-t-elle*, *dit-il*.
pub(crate) fn without_verb<'w>(language: &Language, low: &'w str) -> &'w str {
    let tail = low.rsplit('-').next().filter(|t| t.len() < low.len());
    tail.filter(|t| is_pronoun(language, t)).unwrap_or(low)
}

/// A printed name with its white space made plain.
pub(crate) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A surname without the ending of its case, or without what transliterations disagree on at its end.
fn stem(language: &Language, word: &str) -> String {
    let cases = language.words(Class::NameCase);
    let ending = cases.iter().map(|e| fold(e.word)).filter(|e| word.ends_with(e.as_str()));
    let bare = |e: &String| word.chars().count() >= e.chars().count() + LEFT;
    if let Some(ending) = ending.filter(bare).max_by_key(String::len) {
        return word.strip_suffix(ending.as_str()).unwrap_or(word).to_owned();
    }
    let cut = word.trim_end_matches(['y', 'i', 'j', '\'']);
    if cut.chars().count() >= 4 { cut.to_owned() } else { word.to_owned() }
}

/// Whether two names of one surname may be one person's.
fn compatible(a: &[String], b: &[String]) -> bool {
    let (Some(fa), Some(fb)) = (a.first(), b.first()) else { return false };
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    let initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    fa == fb
        || initial(fa, fb)
        || initial(fb, fa)
        || prefix(fa, fb) >= 4
        || a.iter().all(|w| b.contains(w))
        || b.iter().all(|w| a.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    #[test]
    fn a_pointer_to_a_name_counts_where_the_mention_names_nobody() {
        let text = "Mara Lind met Ada Orr in the harbour. “It is late,” she said. Orr agreed.";
        let article = Article::plain("p", text);
        let sheet = Sheet::new(&article);
        let figures = Figures::new(&sheet);
        let at = |word: &str| (0..sheet.tokens.len()).find(|&k| sheet.word(k) == word).unwrap();
        let (lind, orr, she) = (at("Mara"), at("Ada"), at("she"));
        let surname = (0..sheet.tokens.len()).rfind(|&k| sheet.word(k) == "Orr").unwrap();
        let who = |mention: usize, name: Option<usize>| {
            figures.whom(&(mention..mention + 1), name, None, Zone::Body).name
        };
        assert_eq!(who(she, Some(lind)).as_deref(), Some("Mara Lind"));
        assert_eq!(who(she, Some(orr)).as_deref(), Some("Ada Orr"));
        // A name stands for itself, whatever the pointer says.
        assert_eq!(who(surname, Some(lind)).as_deref(), Some("Ada Orr"));
        // A pointer to no name is none.
        assert_eq!(who(she, Some(at("harbour"))), who(she, None));
    }

    /// Whom the first words of `mention` in a page of this language stand for; the pointer, if
    /// given, goes to the first token of `name`.
    fn meant(lang: &str, text: &str, mention: &str, name: Option<&str>) -> Option<String> {
        let mut article = Article::plain("p", text);
        article.lang = Some(lang.to_owned());
        let sheet = Sheet::new(&article);
        let figures = Figures::new(&sheet);
        let from = text.find(mention).unwrap();
        let tokens = |at: usize, end: usize| {
            let a = sheet.tokens.partition_point(|t| t.span.end <= at);
            a..sheet.tokens.partition_point(|t| t.span.start < end)
        };
        let range = tokens(from, from + mention.len());
        let pointer = name.map(|n| tokens(text.find(n).unwrap(), text.find(n).unwrap() + 1).start);
        figures.whom(&range, pointer, None, Zone::Body).name
    }

    #[test]
    fn surnames_in_their_cases_are_one_person() {
        for (lang, text, mention, name) in [
            (
                "uk",
                "Мер Остап Лісняк мовчить. Усі почули слова Лісняка.",
                "Лісняка",
                "Остап Лісняк",
            ),
            (
                "ru",
                "Мэр Остап Лесняк молчит. Все было сказано Лесняком.",
                "Лесняком",
                "Остап Лесняк",
            ),
            (
                "pl",
                "Burmistrz Jan Kowalski milczy. Znamy słowa Kowalskiego.",
                "Kowalskiego",
                "Jan Kowalski",
            ),
            ("cs", "Starosta Jan Novák mlčí. Podle Nováka je pozdě.", "Nováka", "Jan Novák"),
            (
                "de",
                "Landrat Jan Wieland schweigt. So will es Wielands alter Plan.",
                "Wielands",
                "Jan Wieland",
            ),
        ] {
            assert_eq!(meant(lang, text, mention, None).as_deref(), Some(name), "{lang}");
        }
        let two = "Мер Остап Лісняк мовчить. Марія Гайова пішла. Усі почули слова Гайової.";
        assert_eq!(meant("uk", two, "Гайової", None).as_deref(), Some("Марія Гайова"));
    }

    #[test]
    fn a_name_begins_behind_what_belongs_to_the_office() {
        for (lang, text, mention, name) in [
            (
                "uk",
                "Міністр оборони Вальдонії Остап Гринь мовчить.",
                "Міністр оборони Вальдонії Остап Гринь",
                "Остап Гринь",
            ),
            (
                "nl",
                "Minister van Volksgezondheid Anna Rietdijk zwijgt.",
                "Minister van Volksgezondheid Anna Rietdijk",
                "Anna Rietdijk",
            ),
            (
                "tr",
                "Sağlık Bakanı Ayşe Demirel sustu.",
                "Sağlık Bakanı Ayşe Demirel",
                "Ayşe Demirel",
            ),
            (
                "uk",
                "Начальник ОВА Остап Гринь мовчить.",
                "Начальник ОВА Остап Гринь",
                "Остап Гринь",
            ),
            (
                "pl",
                "Minister Anna Maria Rudzka milczy.",
                "Minister Anna Maria Rudzka",
                "Anna Maria Rudzka",
            ),
        ] {
            assert_eq!(meant(lang, text, mention, None).as_deref(), Some(name), "{lang}");
        }
    }

    #[test]
    fn a_phrase_follows_a_pointer_only_where_it_may_mean_the_person() {
        let text =
            "Mayor Mara Lind came. The mayor, my grandmother and the report of the board said no.";
        let who = |mention| meant("en", text, mention, Some("Mara"));
        assert_eq!(who("The mayor").as_deref(), Some("Mara Lind"));
        assert_eq!(who("my grandmother").as_deref(), Some("my grandmother"));
        assert_eq!(who("the report of the board").as_deref(), Some("the report of the board"));
    }

    #[test]
    fn a_name_behind_an_office_and_a_comma_is_who_speaks() {
        let text = "The chairman of the Sarvin Board, Halvard Lind, said no. Lind left.";
        let who = meant("en", text, "The chairman of the Sarvin Board, Halvard Lind", None);
        assert_eq!(who.as_deref(), Some("Halvard Lind"));
    }

    #[test]
    fn an_office_is_not_the_body_that_it_is_of() {
        let portuguese = "Ada Lind, presidente do Porto Velho, chegou. O presidente do Porto Velho \
            falou. O Porto Velho ganhou.";
        let who = |mention| meant("pt", portuguese, mention, None);
        assert_eq!(who("O presidente do Porto Velho").as_deref(), Some("Ada Lind"));
        assert_eq!(who("O Porto Velho").as_deref(), Some("Porto Velho"));
        let spanish = "El presidente del Real Osk habló. El Real Osk ganó.";
        let who = |mention| meant("es", spanish, mention, None);
        assert_eq!(
            who("El presidente del Real Osk").as_deref(),
            Some("El presidente del Real Osk")
        );
    }

    #[test]
    fn a_verb_without_its_subject_means_whom_a_pronoun_would() {
        let spanish = "La alcaldesa Ada Lind llegó tarde. «Esperamos», dijo.";
        assert_eq!(meant("es", spanish, "dijo", None).as_deref(), Some("Ada Lind"));
        let french = "La maire Ada Lind est venue. « On attend », a-t-elle dit.";
        assert_eq!(meant("fr", french, "a-t-elle", None).as_deref(), Some("Ada Lind"));
    }

    #[test]
    fn a_pronoun_for_one_person_is_no_newspaper() {
        let text = "Mayor Mara Lind called the Northern Gazette. “It is late,” she said.";
        assert_eq!(meant("en", text, "she", Some("Northern")).as_deref(), Some("Mara Lind"));
        let text = "The Northern Gazette called. “It is late,” she said.";
        assert_eq!(meant("en", text, "she", Some("Northern")), None);
    }

    #[test]
    fn a_pronoun_for_one_person_is_no_country() {
        let text = "Mayor Mara Lind sent Northern Belmark a letter. “It is late,” she said.";
        assert_eq!(meant("en", text, "she", Some("Northern")).as_deref(), Some("Mara Lind"));
        assert_eq!(meant("en", text, "she", Some("Mara")).as_deref(), Some("Mara Lind"));
    }

    #[test]
    fn what_cannot_speak_is_no_speaker() {
        for (lang, text, mention, name) in [
            ("en", "They said on Tuesday that Q waits.", "They", None),
            ("en", "They said on Tuesday that Q waits.", "Tuesday", None),
            ("en", "They said on Tuesday that Q waits.", "Q", None),
            (
                "de",
                "In der Mitteilung hieß es, man warte.",
                "In der Mitteilung",
                Some("Mitteilung"),
            ),
            ("de", "Am Dienstag hieß es, man warte.", "Am Dienstag", None),
        ] {
            assert_eq!(meant(lang, text, mention, None).as_deref(), name, "{mention}");
        }
    }
}
