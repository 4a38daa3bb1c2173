//! The whole run: articles in, everything that Headwater finds out.

use crate::cores::Cores;
use crate::progress::Progress;
use headwater_collate::encoder::Encoder;
use headwater_collate::{self as collate, Match, Person, Story, Thread, Utterance};
use headwater_quote::Quoted;
use headwater_stemma::{Stemma, stemma};
use headwater_text::Remark;
use rayon::prelude::*;

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Stories,
    Utterances,
    Threads,
    Stemmata,
}

/// All findings over a set of pages. Articles stand in id order, and every index elsewhere
/// means a place in that list.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) articles: Vec<Quoted>,
    pub(crate) matches: Vec<Match>,
    /// Whether an added sentence model had a say in them.
    pub(crate) model: bool,
    pub(crate) people: Vec<Person>,
    pub(crate) stories: Vec<Story>,
    pub(crate) utterances: Vec<Utterance>,
    pub(crate) threads: Vec<Thread>,
    /// One for each story, in the order of `stories`.
    pub(crate) stemmata: Vec<Stemma>,
    /// Remarks with the index of their article: those of pages, then those between pages.
    pub(crate) remarks: Vec<(usize, Remark)>,
}

impl Trace {
    /// Runs every step over `articles`, in any order.
    pub(crate) fn of(
        articles: Vec<Quoted>,
        encoder: Option<&Encoder>,
        progress: &Progress,
    ) -> Trace {
        Trace::up_to(Step::Stemmata, articles, encoder, progress)
    }

    /// Runs the steps up to `last`; what later steps would find is left empty.
    pub(crate) fn up_to(
        last: Step,
        articles: Vec<Quoted>,
        encoder: Option<&Encoder>,
        progress: &Progress,
    ) -> Trace {
        let model = encoder.is_some();
        let mut trace = Trace { articles: in_order(articles), model, ..Trace::default() };
        let t = &mut trace;
        progress.step("pages read; finding shared passages");
        t.matches = collate::matches_by(&t.articles, &Cores, encoder);
        t.people = collate::people(&t.articles);
        progress.step("pages read; grouping stories");
        t.stories = collate::stories(&t.articles, &t.matches, &t.people);
        collate::bounds(&mut t.articles, &t.stories);
        if last >= Step::Utterances {
            progress.step("pages read; joining statements");
            t.utterances = collate::utterances(&t.articles, &t.stories, &t.matches, &t.people);
        }
        if last >= Step::Threads {
            progress.step("pages read; following messages");
            t.threads = collate::threads(&t.articles, &t.utterances, &t.people);
        }
        if last >= Step::Stemmata {
            progress.step("pages read; inferring family trees");
            let tree = |s| stemma(s, &t.articles, &t.matches, &t.utterances);
            t.stemmata = t.stories.par_iter().map(tree).collect();
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
pub(crate) fn in_order(mut articles: Vec<Quoted>) -> Vec<Quoted> {
    articles.par_sort_by(|a, b| {
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
