//! Puts the taggers behind one interface, which turns an article's sheet into [`Found`]. Marks,
//! persons, media and all else are the same for all of them.

use crate::deep::{Deep, Saying};
use crate::fast::Fast;
use crate::quotation::Zone;
use crate::rules::{By, Found, Told};
use crate::sheet::{Para, Sheet};
use headwater_text::Span;
use std::ops::Range;

/// Which tagger reads the quotations.
#[derive(Debug)]
pub enum Tagger {
    /// Rules alone: what other languages than English get in any case.
    Rules,
    /// The small model inside the program, for English; rules for other languages.
    Fast,
    /// The learned reader inside the program, for all languages that it was trained on.
    Learned,
    /// A model of that kind with other weights.
    Given(Box<Fast>),
    /// A learned reader whose weights the caller loads.
    Deep(Box<Deep>),
}

impl Tagger {
    /// A mark that tells taggers and their weights apart. Those of [`Tagger::Given`], which are
    /// tried out and never kept, are not told from each other.
    pub fn weights(&self) -> u64 {
        match self {
            Tagger::Rules => 1,
            Tagger::Fast => crate::fast::weights(),
            Tagger::Given(_) => 2,
            Tagger::Learned => Deep::shipped().weights(),
            Tagger::Deep(deep) => deep.weights(),
        }
    }

    /// Its name in records: `learned`, `fast`, `rules`, `given`.
    pub fn name(&self) -> &'static str {
        match self {
            Tagger::Rules => "rules",
            Tagger::Fast => "fast",
            Tagger::Learned => "learned",
            Tagger::Given(_) | Tagger::Deep(_) => "given",
        }
    }

    /// Whether it reads other languages than English.
    pub(crate) fn wide(&self) -> bool {
        match self {
            Tagger::Learned => Deep::shipped().wide(),
            Tagger::Deep(deep) => deep.wide(),
            Tagger::Rules | Tagger::Fast | Tagger::Given(_) => false,
        }
    }

    /// The quotations of an article in a language that it reads.
    pub(crate) fn find(&self, sheet: &Sheet<'_>) -> Vec<Found> {
        match self {
            Tagger::Rules => crate::rules::find(sheet),
            Tagger::Fast => Fast::embedded().find(sheet),
            Tagger::Given(fast) => fast.find(sheet),
            Tagger::Learned => encoded(sheet, Deep::shipped()),
            Tagger::Deep(deep) => encoded(sheet, deep),
        }
    }
}

/// What the encoder finds, one stretch of a zone after the other. It knows the marks well: only
/// whole utterances are fitted to them. Attributions that rules read in words are added to a model for
/// English alone; one for many languages reads them better itself.
fn encoded(sheet: &Sheet<'_>, deep: &Deep) -> Vec<Found> {
    let ruled = !deep.wide();
    let mut out: Vec<Found> = Vec::new();
    let mut n = 0;
    while let Some(first) = sheet.paras.get(n) {
        let zone = first.zone;
        if zone == Zone::Frame && label(sheet, first) {
            n += 1;
            continue;
        }
        let alone = zone == Zone::Title || zone == Zone::Frame;
        let mut end = n + 1;
        while !alone && sheet.paras.get(end).is_some_and(|p| p.zone == zone) {
            end += 1;
        }
        let last = sheet.paras.get(end - 1).map_or(first.span, |p| p.span);
        let mut found: Vec<Found> = Vec::new();
        for s in deep.sayings(sheet.text, first.span.hull(last)) {
            found.push(told(sheet, &s));
        }
        found.retain(|f| !f.content.is_empty());
        found.sort_by_key(Found::start);
        let mut found = found.into_iter().peekable();
        for k in n..end {
            let Some(para) = sheet.paras.get(k) else { break };
            let mut here = Vec::new();
            while let Some(f) = found.next_if(|f| f.start() < para.tokens.end) {
                here.push(f);
            }
            crate::snap::mend(sheet, para, &mut here);
            here.retain(|f| {
                !(menu(sheet, para) && f.speaker.is_empty() && !sheet.inside(f.start()))
            });
            crate::complete::complete(sheet, k, para, &mut here, out.last(), ruled);
            crate::combine::combine(sheet, para, &mut here, ruled);
            if !ruled {
                crate::german::continued(sheet, para, &mut here, out.last());
            }
            out.append(&mut here);
        }
        n = end;
    }
    out
}

/// What the encoder says, in tokens.
fn told(sheet: &Sheet<'_>, s: &Saying) -> Found {
    let place = |s: Option<Span>| s.map(|s| tokens(sheet, s)).filter(|r| !r.is_empty());
    let told = s.stance.map(|stance| Told {
        via: place(s.via),
        informant: place(s.informant),
        day: place(s.day),
        guessed: s.guessed,
        name: place(s.name).map(|r| r.start),
        stance,
    });
    Found {
        content: s.content.iter().filter_map(|c| place(Some(*c))).collect(),
        speaker: place(s.speaker).into_iter().collect(),
        cue: place(s.cue).into_iter().collect(),
        implicit: false,
        confidence: s.confidence,
        by: By::Tagger,
        told,
    }
}

/// A line that is no sentence, as menus and forms have.
fn menu(sheet: &Sheet<'_>, para: &Para) -> bool {
    let last = para.tokens.end.saturating_sub(1);
    let stop = |k: usize| matches!(sheet.low(k), "." | "!" | "?" | ":");
    !stop(last) && !stop(last.saturating_sub(1)) && !sheet.inside(last)
}

/// Words of a line around an article below which it is a label: an entry of a menu, a tag.
const LABEL: usize = 8;

/// A line that only names something: few words, no stop, no quotation mark. A third of what pages
/// hold around their articles; nobody speaks there, and reading it takes as long as an article.
fn label(sheet: &Sheet<'_>, para: &Para) -> bool {
    let marked = para.tokens.clone().any(|k| sheet.inside(k) || sheet.low(k) == ":");
    menu(sheet, para) && !marked && sheet.words(para.tokens.clone()) < LABEL
}

/// The tokens that a place touches.
fn tokens(sheet: &Sheet<'_>, span: Span) -> Range<usize> {
    let a = sheet.tokens.partition_point(|t| t.span.end <= span.start);
    let b = sheet.tokens.partition_point(|t| t.span.start < span.end);
    a..b.max(a)
}
