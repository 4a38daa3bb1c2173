//! What names inside a sentence tell of a statement: whom the *who* of a clause means (*Lind, who said*, *an
//! official who said*), and where somebody else begins to speak.

use crate::antecedent::Answer;
use crate::figures::Figures;
use crate::rules::Found;
use crate::words::is_cue;
use headwater_lang::Class;

/// Words of the shortest clause.
const CLAUSE: usize = 3;

impl Figures<'_, '_> {
    /// Where the speaker's phrase is nothing but *who*, whom it means: the name right before it, or
    /// the one before the apposition that stands between. Nobody where it follows a plain noun,
    /// which stands nearer than any name: *Lind met an official who said*. Nothing where the phrase
    /// is another or opens its sentence.
    pub(crate) fn related(&self, found: &Found) -> Option<Answer> {
        let sheet = self.sheet;
        let r = found.speaker.first().filter(|r| r.len() == 1 && !found.implicit)?;
        let here = sheet.sentence(r.start);
        let relative = sheet.is(Class::Who, r.start) && r.start > 0;
        if !relative || sheet.sentence(r.start - 1) != here {
            return None;
        }
        let behind = self.mentions.partition_point(|m| m.tokens.start < r.start);
        let ends = |end: usize| {
            let mark = |k: usize| sheet.low(k) == ",";
            (end..r.start).all(mark) || mark(end) && mark(r.start - 1)
        };
        // Not *Varn* in *Lind, the mayor of Varn, who said*.
        let part = |at: usize| at > 0 && sheet.is(Class::PhraseJoin, at - 1);
        let before = self.mentions.iter().take(behind).rev();
        let mut before = before.take_while(|m| sheet.sentence(m.tokens.start) == here);
        let named = before.find(|m| m.tokens.end <= r.start && !part(m.tokens.start));
        Some(
            named
                .filter(|m| ends(m.tokens.end))
                .map_or(Answer::Nobody, |m| Answer::Figure(m.figure)),
        )
    }

    /// Ends words without marks where the sentence gives the next ones to somebody else by name: *Lind said
    /// the pier was lost and Varn claims it stands*.
    pub(crate) fn to_the_next_voice(&self, found: &mut Found) {
        let sheet = self.sheet;
        let Some(last) = found.content.last_mut() else { return };
        let joins = |k: &usize| {
            let at = self.mentions.partition_point(|m| m.tokens.start <= *k);
            let next = self.mentions.get(at).filter(|m| m.tokens.start == k + 1);
            let verb = next.map(|m| m.tokens.end).filter(|e| *e < last.end);
            sheet.is(Class::ClauseBefore, *k)
                && verb.is_some_and(|e| is_cue(sheet.language, sheet.low(e)))
        };
        let marked = (last.start..last.end).any(|k| sheet.inside(k));
        let other = (last.start + CLAUSE..last.end).find(joins).filter(|_| !marked);
        if let Some(k) = other {
            last.end = k - usize::from(sheet.low(k - 1) == ",");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Tagger, quotes};
    use headwater_page::Article;

    /// Speaker and words of all that a page says.
    fn told(text: &str) -> Vec<(Option<String>, String)> {
        let mut article = Article::plain("a", text);
        article.lang = Some("en".into());
        let found = quotes(article, &Tagger::Fast);
        let each = found.quotes.iter();
        each.map(|q| (q.speaker.clone(), q.span.of(&found.article.text).to_owned())).collect()
    }

    #[test]
    fn who_is_the_name_before_it_or_nobody() {
        let opening = "Governor Ostap Lychko dismissed the inspector on Friday. Lychko left Varn at noon.\n\n";
        let said = "said the dam had never been inspected by anybody from the capital.\n";
        for (subject, speaker) in [
            ("The report was written by an official who", None),
            ("The report was read by Mara Lind, who", Some("Mara Lind")),
            ("The report was read by Mara Lind, the mayor of Varn, who", Some("Mara Lind")),
        ] {
            let found = told(&format!("{opening}{subject} {said}"));
            let one = found.iter().find(|f| f.1.contains("never been inspected"));
            let by = one.expect("a statement").0.as_deref();
            assert_eq!(
                by.filter(|b| b.contains("Lychko") || b.contains("Lind")),
                speaker,
                "{subject}"
            );
        }
    }

    #[test]
    fn words_end_where_somebody_else_begins_to_speak() {
        let text = "Mara Lind met Ostap Lychko in Varn on Friday.\n\nMara Lind said the whole pier was lost in the \
            storm and Ostap Lychko claims that it still stands.\n";
        let found = told(text);
        let lind = found.iter().find(|f| f.1.contains("pier was lost")).expect("her words");
        assert!(!lind.1.contains("still stands"), "{found:?}");
    }
}
