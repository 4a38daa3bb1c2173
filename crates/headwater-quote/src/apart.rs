//! What keeps a speaker's phrase from meaning a figure of the page, whatever else speaks for it: it
//! names itself, or somebody not named before, or several.

use crate::antecedent::{Form, cut};
use crate::figures::Figures;
use crate::words::{is_breaker, is_determiner, is_pronoun, is_role};
use headwater_lang::{Class, Language};
use headwater_text::fold;
use std::ops::Range;

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
