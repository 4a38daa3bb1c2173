//! What keeps a speaker's phrase from meaning a figure of the page, whatever else speaks for it: it
//! names itself, or somebody not named before, or several.

use crate::antecedent::{Form, cut};
use crate::figures::Figures;
use crate::words::{is_breaker, is_determiner, is_pronoun, is_role};
use headwater_lang::{Class, Language, Trait};
use headwater_text::fold;
use std::ops::Range;

/// Figures whose names are looked at for a word of a phrase.
const FIGURES: usize = 200;

impl Figures<'_, '_> {
    /// Whether the words of a speaker's phrase keep it from being this figure: a name stands for
    /// itself; nobody named before is *a postman*, *officials*, *others*; *the Varn City Council* has a
    /// name of its own; *they* are no single person.
    pub(crate) fn stands_apart(&self, form: Form, r: &Range<usize>, f: usize) -> bool {
        let sheet = self.sheet;
        let inner = || {
            let i = self.mentions.partition_point(|m| m.tokens.end <= r.start);
            self.mentions.iter().skip(i).take_while(|m| m.tokens.start < r.end)
        };
        // Where the language is not known, small words are not told from names.
        let known = sheet.language.code != Language::unknown().code;
        if known
            && (form == Form::Description && self.no_person(r, f)
                || form == Form::Pronoun && self.no_medium(r, f))
        {
            return true;
        }
        if !known || inner().any(|m| m.figure == f) || self.named(r) == Some(f) {
            return false;
        }
        match form {
            Form::Name => self.firm(r),
            Form::Description if r.len() == 1 && is_pronoun(sheet.language, sheet.low(r.start)) => {
                let figure = self.all.get(f);
                sheet.is(Class::NoPerson, r.start) && figure.is_some_and(|f| f.human)
            }
            Form::Description => self.indefinite(r) || self.names_another(r, f),
            Form::Pronoun | Form::Missing => false,
        }
    }

    /// Whether a phrase is of a work (*the documentary*), which is nobody; of a body or a group (*the
    /// board*), which is no person; or of somebody whom only a possessive ties to the page: *his
    /// lawyer* is not he.
    fn no_person(&self, r: &Range<usize>, f: usize) -> bool {
        let human = self.all.get(f).is_some_and(|figure| figure.human);
        let kind = self.no_single(r);
        kind == Some("work")
            || kind == Some("body") && human
            || self.owned(r) && self.headed(f, Some(r)) == 0.0
            || !human && (self.seat(r, f) || self.other_body(r, f))
    }

    /// Whether a phrase is of something else than this body or thing, whose name has none of its words:
    /// *the plaintiffs* are not the Supreme Court, which *the court* is. A word for a body may be of
    /// one whose name does not say what it is: *the company*.
    fn other_body(&self, r: &Range<usize>, f: usize) -> bool {
        let sheet = self.sheet;
        let Some(figure) = self.all.get(f) else { return false };
        let words: Vec<String> = self
            .leading(r)
            .filter(|k| sheet.is_word(*k))
            .map(|k| cut(&fold(sheet.word(k))))
            .collect();
        let shares = |name: &[String]| {
            let long = words.iter().filter(|w| w.chars().count() > 2);
            long.into_iter().any(|w| name.iter().any(|n| n.starts_with(w)))
        };
        if shares(&figure.words) || self.headed(f, Some(r)) > 0.0 {
            return false;
        }
        let another = || self.all.iter().take(FIGURES).any(|g| shares(&g.words));
        figure.name.clone().any(|k| sheet.is(Class::NotOne, k))
            || self.no_single(r).is_some() && another()
    }

    /// Whether a phrase is of an office, and the figure only what it is of or where: *a judge in Varn*.
    fn seat(&self, r: &Range<usize>, f: usize) -> bool {
        let office = |k: usize| is_role(self.sheet.language, self.sheet.low(k));
        let Some(end) = self.leading(r).last().map(|k| k + 1) else { return false };
        let i = self.mentions.partition_point(|m| m.tokens.start < end);
        let mut behind = self.mentions.iter().skip(i).take_while(|m| m.tokens.end <= r.end);
        // *the director of the Varn Agency, the Slovene Ada Lind* has a name of its own.
        let joined = |m: &Range<usize>| {
            let mut small = (end..m.start).rev();
            small
                .find(|k| !is_determiner(self.sheet.language, self.sheet.low(*k)))
                .is_some_and(|k| is_breaker(self.sheet.language, self.sheet.low(k)))
        };
        self.leading(r).any(office) && behind.any(|m| m.figure == f && joined(&m.tokens))
    }

    /// Whether a phrase is *he* or *she* where the figure is a medium or, in languages that keep these
    /// words for persons, a body.
    fn no_medium(&self, r: &Range<usize>, f: usize) -> bool {
        let one = [Class::He, Class::She].iter().any(|c| self.sheet.is(*c, r.start));
        let human = self.all.get(f).is_some_and(|figure| figure.human);
        let kind = |m: &Range<usize>| {
            m.start.checked_sub(1).is_some_and(|k| self.sheet.is(Class::MediumKind, k))
        };
        let called = || self.all.get(f).is_some_and(|figure| figure.mentions.iter().any(kind));
        let personal = self.sheet.language.does(Trait::PersonalHe);
        let body = || {
            let name = self.all.get(f).map(|figure| figure.name.clone());
            name.is_some_and(|mut n| personal && n.any(|k| self.sheet.is(Class::NotOne, k)))
        };
        one && !human && (self.is_medium(f) || called() || body())
    }

    /// Whether a phrase is of somebody's somebody: *his lawyer*.
    pub(crate) fn owned(&self, r: &Range<usize>) -> bool {
        let sheet = self.sheet;
        let one = |k: usize| is_role(sheet.language, sheet.low(k)) || sheet.is(Class::NotOne, k);
        sheet.is(Class::Possessive, r.start) && self.leading(r).any(one)
    }

    /// What a phrase is of, if no single person: a `work` or a `body`.
    pub(crate) fn no_single(&self, r: &Range<usize>) -> Option<&'static str> {
        let sheet = self.sheet;
        let other = |k: usize| is_role(sheet.language, sheet.low(k)) || sheet.is(Class::Press, k);
        if self.leading(r).any(other) {
            return None;
        }
        let found =
            self.leading(r).filter_map(|k| sheet.language.find(Class::NotOne, sheet.low(k)));
        found.last().map(|entry| entry.key)
    }

    /// Whether a phrase is surely the name that it holds: of a person, or a name of two words and
    /// nothing else, of no medium: that only brings what others say.
    fn firm(&self, r: &Range<usize>) -> bool {
        let sheet = self.sheet;
        let Some((named, figure)) = self.named(r).and_then(|f| Some((f, self.all.get(f)?))) else {
            return false;
        };
        let bare = r.start + usize::from(is_determiner(sheet.language, sheet.low(r.start)));
        let whole = figure.mentions.contains(&(bare..r.end));
        figure.human || whole && r.end > bare + 1 && !self.is_medium(named)
    }

    /// Whether a phrase is of somebody not named before, or of several.
    fn indefinite(&self, r: &Range<usize>) -> bool {
        let (sheet, low) = (self.sheet, self.sheet.low(r.start));
        // *A second message*: whoever wrote it speaks.
        if self.leading(r).any(|k| sheet.is(Class::Occasion, k)) {
            return false;
        }
        if sheet.is(Class::Indefinite, r.start) {
            return true;
        }
        let kind = |key: &str| sheet.language.words(Class::Indefinite).iter().any(|e| e.key == key);
        let articles = kind("article") || kind("long") && r.len() > 1;
        let bare = !is_determiner(sheet.language, low)
            && !sheet.is(Class::Possessive, r.start)
            && !low.contains('\'')
            && (!sheet.large_nouns || r.clone().any(|k| sheet.cap(k)));
        // *Minister*, *Dutch defence chief*: headlines leave the article out; *officials* are several.
        let role = |w: &str| is_role(sheet.language, w);
        let plural = || sheet.language.words(Class::PluralEnd).iter();
        let several = |w: &str| plural().any(|e| w.strip_suffix(e.word).is_some_and(role));
        let office = self.leading(r).any(|k| role(sheet.low(k)) && !several(sheet.low(k)));
        let medium = r.clone().any(|k| sheet.is(Class::Press, k));
        articles && bare && !office && !medium
    }

    /// The tokens of a phrase before what only says whose or where it is.
    fn leading(&self, r: &Range<usize>) -> impl Iterator<Item = usize> {
        let sheet = self.sheet;
        let small = |k: &usize| {
            let low = sheet.low(*k);
            !sheet.cap(*k) && (is_breaker(sheet.language, low) || crate::words::is_particle(low))
        };
        r.start..r.clone().skip(1).find(small).unwrap_or(r.end)
    }

    /// Whether a phrase has a capital within that is none of a figure's names or office. German has
    /// them on all nouns.
    fn names_another(&self, r: &Range<usize>, f: usize) -> bool {
        let sheet = self.sheet;
        let Some(figure) = self.all.get(f).filter(|_| !sheet.large_nouns) else { return false };
        let known = |k: usize| {
            let word = fold(sheet.word(k));
            figure.office.iter().any(|o| o.starts_with(&cut(&word)))
                || is_role(sheet.language, sheet.low(k))
                || sheet.is(Class::Press, k)
        };
        self.leading(r).skip(1).any(|k| sheet.cap(k) && sheet.is_word(k) && !known(k))
    }
}
