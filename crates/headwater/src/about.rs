//! A wording looked for in a trace: which statements and passages are like it, and the stories and
//! threads they stand in. Text, HTML and JSON tell of what is found here.

use crate::findings::Findings;
use headwater_collate::{self as collate, Place};
use headwater_text::{Span, TokenKind, fold, sentences, tokens};
use std::collections::BTreeSet;

/// Likeness from which a wording counts as found. Below it, sentences of other statements about
/// the same matter begin to appear.
const FLOOR: f64 = 0.5;

/// Most statements, and most passages, that are told.
const STATEMENTS: usize = 5;
const PASSAGES: usize = 8;

/// Most stories that are told.
const STORIES: usize = 2;

/// What was found for a wording.
///
/// ```
/// use headwater::{Engine, Findings, Step, Unwatched};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
/// let pages = [engine.dossier(Article::plain("a", text))];
/// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
/// let about = findings.about("stays shut until the ice has gone");
/// let (likeness, utterance) = about.statements[0];
/// assert!(likeness > 0.9);
/// assert_eq!(findings.utterances[utterance].speaker.as_deref(), Some("Mara Lind"));
/// assert!(findings.about("violins on the moon").is_empty());
/// # Ok(())
/// # }
/// ```
pub struct About {
    /// The wording as given.
    pub words: String,
    /// Statements with a reading like it, the likeliest first: likeness and index of utterance.
    pub statements: Vec<(f64, usize)>,
    /// Where no statement is like it: sentences of bodies that are.
    pub passages: Vec<(f64, Place)>,
    /// The stories these stand in, in the order of the findings.
    pub stories: Vec<usize>,
    /// Threads that hold one of the statements.
    pub threads: Vec<usize>,
}

impl About {
    /// Looks for `words`. Linear in statements, and in sentences where no statement is found.
    ///
    /// ```
    /// # use headwater::About;
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// let about = About::find(&findings, "stays shut until the ice has gone");
    /// assert_eq!(about.stories, [0]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn find(trace: &Findings, words: &str) -> About {
        let mut statements = statements(trace, words);
        statements.truncate(STATEMENTS);
        let mut passages = if statements.is_empty() { passages(trace, words) } else { Vec::new() };
        passages.truncate(PASSAGES);
        let mut about = About {
            words: words.to_owned(),
            statements,
            passages,
            stories: Vec::new(),
            threads: Vec::new(),
        };
        about.stories = about.stories_of(trace);
        about.threads = about.threads_of(trace);
        about
    }

    /// Whether nothing is like the wording.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// assert!(findings.about("violins on the moon").is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.passages.is_empty()
    }

    /// The articles of the stories and threads found.
    ///
    /// ```
    /// # use headwater::{Engine, Findings, Step, Unwatched};
    /// # use headwater_collate::InTurn;
    /// # use headwater_page::Article;
    /// # fn main() -> Result<(), headwater::Error> {
    /// # let engine = Engine::fast();
    /// # let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
    /// # let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
    /// let findings = Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched)?;
    /// let about = findings.about("stays shut until the ice has gone");
    /// assert_eq!(about.articles(&findings).len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn articles(&self, trace: &Findings) -> BTreeSet<usize> {
        let stories = self.stories.iter().filter_map(|s| trace.stories.get(*s));
        let threads = self.threads.iter().filter_map(|t| trace.threads.get(*t));
        let said = threads.flat_map(|t| t.statements.iter().chain(&t.against));
        let in_stories = stories.flat_map(|s| s.articles.iter().copied());
        in_stories.chain(said.map(|s| s.place.article)).collect()
    }

    fn stories_of(&self, trace: &Findings) -> Vec<usize> {
        let utterances = self.statements.iter().filter_map(|(_, u)| trace.utterances.get(*u));
        let readings = utterances.flat_map(|u| u.readings.iter().map(|r| r.place.article));
        let mut out = Vec::new();
        for article in readings.chain(self.passages.iter().map(|(_, p)| p.article)) {
            let story = trace.stories.iter().position(|s| s.articles.contains(&article));
            out.extend(story.filter(|s| !out.contains(s)));
        }
        out.truncate(STORIES);
        out
    }

    fn threads_of(&self, trace: &Findings) -> Vec<usize> {
        let found = |u: usize| self.statements.iter().any(|(_, s)| *s == u);
        let holds =
            |t: &collate::Thread| t.statements.iter().chain(&t.against).any(|s| found(s.utterance));
        (0..trace.threads.len()).filter(|t| trace.threads.get(*t).is_some_and(holds)).collect()
    }
}

/// Utterances with a reading like `words`, the likeliest first.
fn statements(trace: &Findings, words: &str) -> Vec<(f64, usize)> {
    let score_of = |u: &collate::Utterance| {
        let each = u.readings.iter().map(|r| score(words, slice(trace, r.place)));
        each.fold(0.0, f64::max)
    };
    let all = trace.utterances.iter().enumerate().map(|(i, u)| (score_of(u), i));
    let mut list: Vec<(f64, usize)> = all.filter(|(score, _)| *score >= FLOOR).collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    list
}

/// Sentences of bodies like `words`.
fn passages(trace: &Findings, words: &str) -> Vec<(f64, Place)> {
    let mut list = Vec::new();
    for (article, quoted) in trace.articles.iter().enumerate() {
        let text = &quoted.article.text;
        for span in quoted.article.body.iter().flat_map(|p| sentences(text, *p)) {
            let likeness = score(words, span.of(text));
            if likeness >= FLOOR {
                list.push((likeness, Place { article, span }));
            }
        }
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1).cmp(&b.1)));
    list
}

fn slice(trace: &Findings, place: Place) -> &str {
    trace.articles.get(place.article).map_or("", |q| place.span.of(&q.article.text))
}

/// Likeness of a wording to a passage: that of the whole, or 1 where the passage holds it.
fn score(words: &str, passage: &str) -> f64 {
    let plain = |t: &str| {
        let list = tokens(t);
        let words = list.iter().filter(|t| t.kind != TokenKind::Mark).map(|w| w.span);
        words.map(|s: Span| fold(s.of(t))).collect::<Vec<_>>().join(" ")
    };
    let (needle, hay) = (plain(words), plain(passage));
    if needle.split(' ').count() >= 3 && format!(" {hay} ").contains(&format!(" {needle} ")) {
        return 1.0;
    }
    collate::compare(words, passage).score
}
