//! Interviews and transcripts: paragraphs that are somebody's turns, without a verb of saying and
//! mostly without marks. Questions are known by their mark, speakers by a label before a colon; who
//! answers without a label is whom headline and introduction name.

use crate::figures::Figures;
use crate::quotation::Zone;
use crate::rules::{By, Found};
use crate::sheet::Sheet;
use headwater_lang::Class;
use std::collections::BTreeMap;
use std::ops::Range;

/// Questions with an answer that make an interview, and turns under labels that make a transcript.
const QUESTIONS: usize = 3;
const TURNS: usize = 4;
/// Words of a question at most.
const LONG: usize = 60;
/// Paragraphs of an answer on the average, at most: else the questions are headings of an article.
const BLOCK: usize = 3;
/// Paragraphs before the first question that may introduce who answers.
const INTRODUCTION: usize = 8;
/// Tokens of a label at most.
const LABEL: usize = 5;
/// Letters of a label that is no name: *Q*, *Frage*.
const SHORT: usize = 9;
/// As sure as the rules for transcripts.
const CONFIDENCE: f64 = 0.8;

/// Puts the turns of an interview in the place of what a tagger found in its paragraphs, and gives
/// the questions, in order. Linear in the paragraphs.
pub(crate) fn turns(
    sheet: &Sheet<'_>,
    figures: &Figures<'_, '_>,
    found: &mut Vec<Found>,
) -> Vec<Range<usize>> {
    let body = |n: &usize| sheet.paras.get(*n).is_some_and(|p| p.zone == Zone::Body);
    let paras: Vec<usize> = (0..sheet.paras.len()).filter(body).collect();
    let page = Page { sheet, figures, paras };
    let turns = page.labelled().or_else(|| page.asked(found));
    let Some(turns) = turns else { return Vec::new() };
    let asked = turns.iter().filter(|t| t.said.is_none()).map(|t| t.para.clone()).collect();
    // An answer is one statement; what is asked is nobody's, but for what a question reports.
    let taken = |f: &Found| {
        let inside = |t: &&Turn| t.para.contains(&f.start());
        turns.iter().find(inside).is_some_and(|t| t.said.is_some() || f.cue.is_empty())
    };
    found.retain(|f| !taken(f));
    for t in turns {
        let Some((speaker, content)) = t.said else { continue };
        found.push(Found {
            content: std::iter::once(content).collect(),
            speaker: std::iter::once(speaker).collect(),
            cue: Vec::new(),
            implicit: false,
            confidence: CONFIDENCE,
            by: By::Completion,
            told: None,
        });
    }
    found.sort_by_key(Found::start);
    asked
}

/// A paragraph of an interview, and who says what in it; nothing for a question.
struct Turn {
    para: Range<usize>,
    said: Option<(Range<usize>, Range<usize>)>,
}

/// A paragraph that opens with a label and a colon.
struct Labelled {
    /// Its place among the paragraphs of the body.
    n: usize,
    label: Range<usize>,
    content: Range<usize>,
}

struct Page<'a, 's, 't> {
    sheet: &'s Sheet<'t>,
    figures: &'a Figures<'s, 't>,
    /// Numbers of the paragraphs of the body.
    paras: Vec<usize>,
}

impl Page<'_, '_, '_> {
    fn tokens(&self, n: usize) -> Range<usize> {
        let para = self.paras.get(n).and_then(|p| self.sheet.paras.get(*p));
        para.map_or(0..0, |p| p.tokens.clone())
    }

    /// Whether a paragraph, or what follows its label, is a question.
    fn question(&self, r: &Range<usize>) -> bool {
        let closing = |k: &usize| matches!(self.sheet.low(*k), ")" | "\"" | "”" | "“" | "»");
        let last = r.clone().rev().find(|k| !closing(k));
        let asks = last.is_some_and(|k| matches!(self.sheet.low(k), "?" | "？" | "؟"));
        asks && self.sheet.words(r.clone()) <= LONG && !self.sheet.inside(r.start)
    }

    /// Turns of people who answer questions that stand in paragraphs of their own.
    fn asked(&self, found: &[Found]) -> Option<Vec<Turn>> {
        let count = self.paras.len();
        let questions: Vec<usize> =
            (0..count).filter(|n| self.question(&self.tokens(*n))).collect();
        let mut blocks: Vec<Range<usize>> = Vec::new();
        for (i, q) in questions.iter().enumerate() {
            // Behind the last question one paragraph answers: what follows may be anything.
            let end = questions.get(i + 1).copied().unwrap_or(count.min(q + 2));
            if end > q + 1 {
                blocks.push(q + 1..end);
            }
        }
        let answers: usize = blocks.iter().map(ExactSizeIterator::len).sum();
        let first = *questions.first()?;
        if blocks.len() < QUESTIONS || answers > blocks.len() * BLOCK || !self.told(&blocks, found)
        {
            return None;
        }
        let lead: Vec<usize> = (first.saturating_sub(INTRODUCTION)..first).collect();
        let who = self.introduced(&lead)?;
        let short = blocks.iter().filter(|b| b.len() == 1).count() * 2 >= blocks.len();
        let mut said = vec![false; count];
        for b in &blocks {
            // Where answers have one paragraph, the second of three is a question without its mark.
            for n in b.clone().step_by(if short && b.len() > 1 { 2 } else { 1 }) {
                said.get_mut(n).into_iter().for_each(|s| *s = true);
            }
        }
        let last = blocks.last().map_or(first, |b| b.end);
        let turn = |n: usize| {
            let para = self.tokens(n);
            let answers = said.get(n) == Some(&true);
            Turn { said: answers.then(|| (who.clone(), para.clone())), para }
        };
        Some((first..last).map(turn).collect())
    }

    /// Whether the page says that it is an interview, or a tagger found turns in half of it; not where
    /// every other answer quotes somebody.
    fn told(&self, blocks: &[Range<usize>], found: &[Found]) -> bool {
        let (mut turns, mut quotes) = (0, 0);
        for b in blocks {
            let all = self.tokens(b.start).start..self.tokens(b.end - 1).end;
            let from = found.partition_point(|f| f.start() < all.start);
            let here = || found.iter().skip(from).take_while(|f| f.start() < all.end);
            turns += usize::from(here().any(|f| f.cue.is_empty()));
            let quoted = |f: &Found| !f.cue.is_empty() && self.sheet.inside(f.start());
            quotes += usize::from(here().any(quoted));
        }
        let named = self.leading(&(0..INTRODUCTION).collect::<Vec<_>>()).into_iter().flatten();
        let interview = named.into_iter().any(|k| {
            let low = self.sheet.low(k);
            let bare = low.rsplit('\'').next().unwrap_or(low);
            self.sheet.language.has(Class::Interview, bare)
        });
        quotes * 3 <= blocks.len() && (interview || turns * 2 >= blocks.len())
    }

    /// The tokens of the headline and of some paragraphs of the body.
    fn leading(&self, lead: &[usize]) -> Vec<Range<usize>> {
        let title = self.sheet.paras.iter().filter(|p| p.zone == Zone::Title);
        let title = title.map(|p| p.tokens.clone());
        title.chain(lead.iter().map(|n| self.tokens(*n))).collect()
    }

    /// Where headline or introduction name the one whom they name most.
    fn introduced(&self, lead: &[usize]) -> Option<Range<usize>> {
        let mut counts: BTreeMap<usize, (usize, Range<usize>)> = BTreeMap::new();
        for r in self.leading(lead) {
            let from = self.figures.mentions.partition_point(|m| m.tokens.start < r.start);
            let here = self.figures.mentions.iter().skip(from);
            for m in here.take_while(|m| m.tokens.start < r.end) {
                let slot = counts.entry(m.figure).or_insert((0, m.tokens.clone()));
                slot.0 += 1;
                if m.tokens.len() > slot.1.len() {
                    slot.1 = m.tokens.clone();
                }
            }
        }
        // People are known by what the page says of them, else by having two names.
        let figure = |f: usize| self.figures.all.get(f);
        let human = |f: usize| figure(f).is_some_and(|f| f.human);
        let full = |f: usize| figure(f).is_some_and(|f| f.name.len() > 1);
        let rank = |(f, (n, r)): &(usize, (usize, Range<usize>))| {
            (human(*f), full(*f), *n, usize::MAX - r.start)
        };
        counts.into_iter().filter(|c| !self.figures.is_medium(c.0)).max_by_key(rank).map(|c| c.1.1)
    }

    /// Turns under labels: *Lind: …*, *Q: …*.
    fn labelled(&self) -> Option<Vec<Turn>> {
        let all: Vec<Labelled> = (0..self.paras.len()).filter_map(|n| self.label(n)).collect();
        let name = |l: &Labelled| self.sheet.span(&l.label).of(self.sheet.text).to_lowercase();
        let mut sides: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for l in &all {
            let side = sides.entry(name(l)).or_default();
            side.0 += 1;
            side.1 += usize::from(self.question(&l.content));
        }
        sides.retain(|_, (turns, _)| *turns > 1);
        let all: Vec<Labelled> = all.into_iter().filter(|l| sides.contains_key(&name(l))).collect();
        let (first, last) = (all.first()?.n, all.last()?.n);
        let changes = all.windows(2).filter(|w| matches!(w, [a, b] if name(a) != name(b))).count();
        let dense = all.len() * 2 > last - first && changes * 2 >= all.len().saturating_sub(1);
        if sides.len() < 2 || all.len() < TURNS || !dense {
            return None;
        }
        let lead: Vec<usize> = (first.saturating_sub(INTRODUCTION)..first).collect();
        let mut turns = Vec::new();
        for l in &all {
            let asks = sides.get(&name(l)).is_some_and(|s| s.1 * 2 > s.0);
            let speaker = self.speaker(&l.label, asks, &lead)?;
            let said = (!asks && self.sheet.words(l.content.clone()) > 0)
                .then(|| (speaker, l.content.clone()));
            turns.push(Turn { para: self.tokens(l.n), said });
        }
        Some(turns)
    }

    fn label(&self, n: usize) -> Option<Labelled> {
        let para = self.tokens(n);
        let near = para.start..para.end.min(para.start + LABEL + 1);
        let colon = near.clone().find(|&k| self.sheet.low(k) == ":")?;
        let label = para.start..colon;
        let fits = |k: usize| self.sheet.is_word(k) || self.sheet.low(k) == ".";
        let capital = self.sheet.cap(label.start);
        let named = !label.is_empty() && capital && label.clone().all(fits);
        (named && colon + 1 < para.end).then(|| Labelled { n, label, content: colon + 1..para.end })
    }

    /// Who speaks under a label: whom it names, else, under a short one, whom the page introduces.
    fn speaker(&self, label: &Range<usize>, asks: bool, lead: &[usize]) -> Option<Range<usize>> {
        let letters: usize = label.clone().map(|k| self.sheet.word(k).chars().count()).sum();
        // *Answer* is nobody: it stands before colons alone.
        let before_colon = |m: &Range<usize>| self.sheet.low(m.end) == ":";
        let known = |f: usize| {
            self.figures.all.get(f).is_some_and(|f| !f.mentions.iter().all(before_colon))
        };
        if asks || self.figures.named(label).is_some_and(known) {
            return Some(label.clone());
        }
        if letters <= SHORT { self.introduced(lead) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use headwater_page::Article;

    /// Who says what in a page whose first line is its headline.
    fn said(lang: &str, page: &str) -> Vec<(String, String)> {
        let mut article = Article::plain("a", page);
        article.lang = Some(lang.to_owned());
        let quoted = crate::quotes(article, &crate::Tagger::Rules);
        let row = |q: &crate::Quotation| {
            (q.speaker.clone().unwrap_or_default(), q.span.of(&quoted.article.text).to_owned())
        };
        quoted.quotes.iter().map(row).collect()
    }

    const RIVER: &str = "Interview with Mara Lind on the quay\n\nMara Lind has run the harbour for ten years.\n\n\
        How bad was the storm?\n\nThe quay lost forty metres of its wall.\n\n\
        Who will pay for it?\n\nThe town cannot. We have asked the county twice.\n\n\
        And if the county refuses?\n\nThen the ferries will stop in March.\n\nThe ferries have run since 1931.";

    #[test]
    fn who_answers_is_whom_the_page_introduces() {
        let all = said("en", RIVER);
        assert_eq!(all.len(), 3, "{all:?}");
        assert!(all.iter().all(|a| a.0 == "Mara Lind"), "{all:?}");
        assert_eq!(all[1].1, "The town cannot. We have asked the county twice.");
    }

    #[test]
    fn headings_that_ask_make_no_interview() {
        let page =
            RIVER.replace("Interview with Mara Lind on the quay", "Five questions on the quay");
        assert!(said("en", &page).is_empty());
    }

    #[test]
    fn turns_stand_under_their_labels() {
        let page = "Streit im Hafen\n\nDas Gespräch mit Mara Lind führte Olaf Brandt.\n\n\
            Frage: Wer zahlt den Kai?\n\nAntwort: Die Stadt kann es nicht.\n\n\
            Frage: Wie geht es weiter?\n\nAntwort: Im März fahren keine Fähren mehr.";
        let all = said("de", page);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|a| a.0 == "Mara Lind"), "{all:?}");
        let page = "Rada o porcie\n\nMara Lind i Olaf Brandt spierali się o port.\n\n\
            Lind: Miasto nie zapłaci za mur.\n\nBrandt: Powiat też nie zapłaci.\n\n\
            Lind: W marcu promy staną.\n\nBrandt: Promy pływają od 1931 roku.";
        let all = said("pl", page);
        let names: Vec<&str> = all.iter().map(|a| a.0.as_str()).collect();
        assert_eq!(names, ["Mara Lind", "Olaf Brandt", "Mara Lind", "Olaf Brandt"]);
    }

    #[test]
    fn a_list_of_facts_is_no_transcript() {
        let page = "The quay\n\nMara Lind runs it.\n\nLength: 400 metres\n\nBuilt: 1931\n\nCost: 4 million\n\nOwner: the town";
        assert!(said("en", page).is_empty());
    }
}
