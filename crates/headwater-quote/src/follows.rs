//! An answer that the words around a quotation give by themselves, whoever else the page speaks of:
//! *he*, right behind a sentence in which one person speaks, is that person.

use crate::antecedent::{Answer, FEATURES, Form, Question, Row};
use crate::figures::Figures;

impl Figures<'_, '_> {
    /// Who spoke in the sentence right before, by name and in the same paragraph, where a pronoun asks
    /// and does not differ from that one: *Mara Lind said the quay is shut. “We wait,” she said.*
    pub(crate) fn spoke_before(
        &self,
        q: &Question<'_>,
        form: Form,
        rows: &[(Answer, Row)],
    ) -> Option<usize> {
        let (f, _) = q.last.filter(|(_, p)| form == Form::Pronoun && *p == q.para)?;
        let sheet = self.sheet;
        let start = q.found.content.first()?.start;
        let before = sheet.sentence(start).checked_sub(1)?;
        let figure = self.all.get(f)?;
        let named = figure.mentions.iter().any(|m| {
            sheet.sentence(m.start) == before && m.start < start && !sheet.inside(m.start)
        });
        let row = rows.iter().find(|(a, _)| *a == Answer::Figure(f)).map(|r| &r.1)?;
        let of = |name: &str| FEATURES.iter().position(|x| *x == name).and_then(|i| row.get(i));
        let differs = of("differs").is_some_and(|v| *v > 0.0);
        (named && figure.human && !differs).then_some(f)
    }
}

#[cfg(test)]
mod tests {
    use headwater_page::Article;

    #[test]
    fn a_pronoun_right_behind_who_spoke_is_that_person() {
        let page = "Quay shut\n\nOlaf Brandt said the quay is shut. Olaf Brandt has run the port for \
            years. Brandt said he has no money. Brandt said the crane is old.\n\n\
            The council’s oldest member, Jens Mavik, said the port was never safe. “It is time to \
            build a new wall,” he said.";
        let mut article = Article::plain("a", page);
        article.lang = Some("en".to_owned());
        let quoted = crate::quotes(article, &crate::Tagger::Rules);
        let text = &quoted.article.text;
        let wall = quoted.quotes.iter().find(|q| q.span.of(text).contains("new wall"));
        assert_eq!(wall.and_then(|q| q.speaker.as_deref()), Some("Jens Mavik"));
    }
}
