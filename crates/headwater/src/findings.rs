//! The whole run: articles in, everything that Headwater finds out.

use headwater_collate::encoder::Encoder;
use headwater_collate::{self as collate, Match, Person, Spread, Story, Thread, Utterance};
use headwater_quote::Quoted;
use headwater_stemma::{Stemma, stemma};
use headwater_text::Remark;

/// Told which step of a run begins, so that a program can show it.
pub trait Watch {
    /// `what` begins, such as `grouping stories`.
    fn step(&self, what: &'static str);
}

/// Nobody is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn step(&self, _what: &'static str) {}
}

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Articles are put together by event.
    Stories,
    /// Quotations are joined to statements.
    Utterances,
    /// Like messages are followed over time.
    Threads,
    /// The family tree of each story is drawn.
    Stemmata,
}

/// All findings over a set of pages. Articles stand in id order, and every index elsewhere
/// means a place in that list.
#[derive(Default)]
pub struct Findings {
    /// The articles with their quotations.
    pub articles: Vec<Quoted>,
    /// What two articles share.
    pub matches: Vec<Match>,
    /// Whether an added sentence model had a say in them.
    pub model: bool,
    /// Who is named or speaks.
    pub people: Vec<Person>,
    /// Reports of one event.
    pub stories: Vec<Story>,
    /// Statements with every report's reading.
    pub utterances: Vec<Utterance>,
    /// Like messages over time.
    pub threads: Vec<Thread>,
    /// One for each story, in the order of `stories`.
    pub stemmata: Vec<Stemma>,
    /// Remarks with the index of their article: those of pages, then those between pages.
    pub remarks: Vec<(usize, Remark)>,
}

impl Findings {
    /// Runs every step over `articles`, in any order.
    pub fn of(
        articles: Vec<Quoted>,
        encoder: Option<&Encoder>,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Findings {
        Findings::up_to(Step::Stemmata, articles, encoder, spread, watch)
    }

    /// Runs the steps up to `last`; what later steps would find is left empty.
    pub fn up_to(
        last: Step,
        articles: Vec<Quoted>,
        encoder: Option<&Encoder>,
        spread: &impl Spread,
        watch: &dyn Watch,
    ) -> Findings {
        let model = encoder.is_some();
        let mut trace = Findings { articles: in_order(articles), model, ..Findings::default() };
        let t = &mut trace;
        watch.step("finding shared passages");
        t.matches = collate::matches_by(&t.articles, spread, encoder);
        t.people = collate::people(&t.articles);
        watch.step("grouping stories");
        t.stories = collate::stories(&t.articles, &t.matches, &t.people);
        collate::bounds(&mut t.articles, &t.stories);
        if last >= Step::Utterances {
            watch.step("joining statements");
            t.utterances = collate::utterances_by(
                &t.articles,
                &t.stories,
                &t.matches,
                &t.people,
                Encoder::shipped().ok(),
            );
        }
        if last >= Step::Threads {
            watch.step("following messages");
            t.threads = collate::threads(&t.articles, &t.utterances, &t.people);
        }
        if last >= Step::Stemmata {
            watch.step("inferring family trees");
            let tree = |s: &Story| stemma(s, &t.articles, &t.matches, &t.utterances);
            t.stemmata = spread.each(&t.stories, tree);
            t.remarks = t.all_remarks();
        }
        trace
    }

    fn all_remarks(&self) -> Vec<(usize, Remark)> {
        let mut remarks: Vec<(usize, Remark)> = Vec::new();
        for (i, quoted) in self.articles.iter().enumerate() {
            remarks.extend(quoted.article.remarks.iter().map(|r| (i, r.clone())));
        }
        remarks.extend(collate::remarks(&self.articles, &self.stories, &self.utterances));
        remarks.sort();
        remarks.dedup();
        remarks
    }
}

/// Articles in id order, whatever order they came in. Ids that stand twice get `#2`, `#3`, … in
/// the order of their texts, so that every finding names one page.
pub fn in_order(mut articles: Vec<Quoted>) -> Vec<Quoted> {
    articles.sort_by(|a, b| {
        let (a, b) = (&a.article, &b.article);
        (&a.id, &a.text, &a.sha256, &a.source).cmp(&(&b.id, &b.text, &b.sha256, &b.source))
    });
    let mut count = 1;
    let mut last = String::new();
    for quoted in &mut articles {
        let id = &mut quoted.article.id;
        if *id == last {
            count += 1;
            id.push_str(&format!("#{count}"));
        } else {
            count = 1;
            last.clone_from(id);
        }
    }
    if count > 1 || articles.windows(2).any(|w| w[0].article.id > w[1].article.id) {
        collate::sort(&mut articles);
    }
    articles
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use headwater_page::Article;
    use headwater_quote::Quoted;

    #[test]
    fn ids_become_one_to_one_in_any_order() {
        let make = |id: &str, text: &str| Quoted {
            article: Article::plain(id, text),
            ..Quoted::default()
        };
        let all = [make("a", "x"), make("b", "z"), make("b", "y"), make("b!", "w")];
        let ids = |list: &[Quoted]| {
            in_order(list.to_vec())
                .iter()
                .map(|q| (q.article.id.clone(), q.article.text.clone()))
                .collect::<Vec<_>>()
        };
        let mut turned = all.to_vec();
        turned.reverse();
        assert_eq!(ids(&all), ids(&turned));
        let names: Vec<_> = ids(&all).into_iter().map(|(id, _)| id).collect();
        assert_eq!(names, ["a", "b", "b!", "b#2"]);
    }
}
