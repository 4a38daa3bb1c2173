//! What collation finds.

use headwater_page::Bound;
use headwater_text::{Span, When};

/// How two passages or readings stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The reading that others are compared with.
    Base,
    /// The same words; marks, case and spelling may differ.
    Verbatim,
    /// The same words with some left out.
    Trimmed,
    /// The same words with slips: letters lost, numbers or single words changed.
    Noisy,
    /// The same statement through another language or an editor: most words differ, order kept.
    Retranslated,
    /// The same statement in other words.
    Paraphrased,
}

impl Relation {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Base => "base",
            Relation::Verbatim => "verbatim",
            Relation::Trimmed => "trimmed",
            Relation::Noisy => "noisy",
            Relation::Retranslated => "retranslated",
            Relation::Paraphrased => "paraphrased",
        }
    }
}

/// A place in one of the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index of the article in the list that the finding belongs to.
    pub article: usize,
    /// Where in its text.
    pub span: Span,
}

/// One change between two aligned passages: the words of `a` and what `b` has for them. Either
/// side may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// Words in the first text.
    pub a: Span,
    /// Words in the second.
    pub b: Span,
    /// Whether only marks, case, spelling or a name's variant differ.
    pub folded: bool,
}

/// A passage that two articles share, or that stands twice in one.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// First place; `a <= b` in article and place.
    pub a: Place,
    /// Second place.
    pub b: Place,
    /// How they stand to each other.
    pub relation: Relation,
    /// What differs, in order of `a`.
    pub edits: Vec<Edit>,
    /// Likeness, 0 to 1.
    pub score: f64,
    /// Of the shorter of the two texts, how much is of common origin with the other by all their
    /// passages together, 0 to 1; nothing within one article.
    pub share: Option<f64>,
}

/// A difference of substance between two wordings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// `polarity`, `number`, `name`, `date`, `modality`, `scope`, `attribution`.
    pub kind: String,
    /// Words of the first wording (place in it), possibly empty.
    pub a: Span,
    /// Words of the second.
    pub b: Span,
}

/// The answer of `headwater compare`.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Likeness, 0 to 1.
    pub score: f64,
    /// How the wordings stand to each other; `None` if they are not the same statement.
    pub relation: Option<Relation>,
    /// What differs in substance.
    pub differs: Vec<Difference>,
}

/// A person over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The spelling most articles use, then the fullest, then the first by alphabet.
    pub name: String,
    /// All spellings, sorted.
    pub spellings: Vec<String>,
    /// `(article, name as that article's fullest form)`.
    pub articles: Vec<(usize, String)>,
    /// Whether some spelling was joined by likeness alone.
    pub doubtful: bool,
}

/// Why two articles were put into one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// First article.
    pub a: usize,
    /// Second.
    pub b: usize,
    /// How strong, 0 to 1.
    pub weight: f64,
    /// Passages they share, those of a line or less left out.
    pub passages: usize,
    /// Telling words both have, weightiest first, where the first article prints them.
    pub words: Vec<Span>,
    /// Whether their headlines are alike.
    pub headlines: bool,
    /// Days between their publication, where both are known.
    pub days: Option<f64>,
}

/// Reports of one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// A name made from the names of its pages: the same pages bear the same name in any run.
    pub id: String,
    /// The headline of the report that stands for it: a slice of a page.
    pub title: String,
    /// Articles, sorted.
    pub articles: Vec<usize>,
    /// Grounds.
    pub joins: Vec<Join>,
    /// For undated reports the day before which they did not appear, by the story's other reports.
    pub bounds: Vec<(usize, Bound)>,
    /// Other files or addresses of a report that is in the story already, and that report: one
    /// body of one outlet is one witness.
    pub also: Vec<(usize, usize)>,
}

/// One article's reading of an utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Where.
    pub place: Place,
    /// Id of the quotation it comes from, if it comes from one.
    pub quote: Option<String>,
    /// How it stands to the base.
    pub relation: Relation,
    /// Whether it stands in a second printing on the same page.
    pub repeat: bool,
}

/// One place of variation.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Words of the base reading; empty where others add.
    pub base: Place,
    /// What the others have there: reading index and words; empty where it lacks them, an
    /// ellipsis (`is_ellipsis`) where it says that it leaves them out.
    pub others: Vec<(usize, Place)>,
    /// Whether all differences here are of marks, case, spelling or name variants.
    pub folded: bool,
    /// Kind of substance that differs here, if any.
    pub substance: Option<String>,
}

/// One statement, made once by one person; its readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// A name made from the place of its base reading.
    pub id: String,
    /// Who, as printed in the fullest report.
    pub speaker: Option<String>,
    /// When it was said, where a report tells.
    pub said_on: Option<When>,
    /// Readings; the first is the base.
    pub readings: Vec<Reading>,
    /// Places of variation, in order of the base.
    pub apparatus: Vec<Variant>,
    /// Differences of substance between readings: kind, base words, other words.
    pub differs: Vec<(String, Place, Place)>,
}

/// A statement as a member of a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Index of the utterance.
    pub utterance: usize,
    /// The place that stands for it.
    pub place: Place,
    /// Id of the quotation.
    pub quote: Option<String>,
    /// Who.
    pub speaker: Option<String>,
    /// The day of saying, else that of the report.
    pub date: Option<When>,
    /// Where neither is known: the earliest day the report can be of.
    pub not_before: Option<When>,
}

/// Like messages of several speakers or occasions over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// A name made from those of its statements.
    pub id: String,
    /// Words of one statement that stand for all: our choice, and marked so wherever printed.
    pub title: String,
    /// In time order as far as dates settle it.
    pub statements: Vec<Statement>,
    /// Statements that deny the message.
    pub against: Vec<Statement>,
    /// Pairs of neighbours in `statements` whose order the pages do not settle.
    pub open: Vec<(usize, usize)>,
}

/// Where the articles of a part of a list stand in the whole list. A part is found out by itself
/// and speaks of its articles by their places in it.
pub struct Numbers<'n>(pub &'n [usize]);

impl Numbers<'_> {
    /// The number in the whole list. A number that the part does not have is a fault of ours.
    pub fn of(&self, local: usize) -> usize {
        debug_assert!(local < self.0.len(), "no article {local} among {}", self.0.len());
        self.0.get(local).copied().unwrap_or(local)
    }

    /// Puts a place of the part in the whole list.
    pub fn place(&self, place: &mut Place) {
        place.article = self.of(place.article);
    }
}

impl Match {
    /// The match with its places in these two articles instead.
    #[must_use]
    pub fn between(mut self, a: usize, b: usize) -> Match {
        (self.a.article, self.b.article) = (a, b);
        self
    }
}

impl Person {
    /// The person of a part of a list, in the whole list.
    #[must_use]
    pub fn placed(mut self, to: &Numbers<'_>) -> Person {
        self.articles.iter_mut().for_each(|a| a.0 = to.of(a.0));
        self
    }
}

impl Story {
    /// The story of a part of a list, in the whole list.
    #[must_use]
    pub fn placed(mut self, to: &Numbers<'_>) -> Story {
        self.articles.iter_mut().for_each(|a| *a = to.of(*a));
        self.joins.iter_mut().for_each(|j| (j.a, j.b) = (to.of(j.a), to.of(j.b)));
        self.bounds.iter_mut().for_each(|b| b.0 = to.of(b.0));
        self.also.iter_mut().for_each(|(copy, of)| (*copy, *of) = (to.of(*copy), to.of(*of)));
        self
    }
}

impl Utterance {
    /// The utterance of a part of a list, in the whole list.
    #[must_use]
    pub fn placed(mut self, to: &Numbers<'_>) -> Utterance {
        self.readings.iter_mut().for_each(|r| to.place(&mut r.place));
        for v in &mut self.apparatus {
            to.place(&mut v.base);
            v.others.iter_mut().for_each(|o| to.place(&mut o.1));
        }
        for (_, a, b) in &mut self.differs {
            to.place(a);
            to.place(b);
        }
        self
    }
}
