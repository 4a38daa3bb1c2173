//! Whom the words before or behind a quotation mean: a ranking of everybody whom the page names.
//!
//! A speaker's phrase is a name, a pronoun, a description (*the director*), or is missing. Whatever
//! it is, the same question is asked of each [`Figure`] of the page, of the phrase as it is
//! printed, and of nobody: is this the speaker? The answer is a conditional logit over numbers that
//! hold in any language (Denis and Baldridge, *Specialized models and ranking for coreference
//! resolution*, 2008): how near, how often named, who spoke before, what stands around the name.

use crate::figures::{Figure, Figures, Who};
use crate::gender;
use crate::quotation::Zone;
use crate::rules::Found;
use crate::words::{is_between, is_breaker, is_determiner, is_personal, is_pronoun, is_role};
use headwater_lang::Class;
use headwater_text::fold;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What kind of phrase names the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Name,
    Pronoun,
    Description,
    Missing,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Figure(usize),
    Printed,
    Nobody,
}

/// One quotation whose speaker is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Question<'q> {
    pub(crate) found: &'q Found,
    /// Number of its paragraph.
    pub(crate) para: usize,
    pub(crate) zone: Zone,
    /// Who spoke last, and in which paragraph.
    pub(crate) last: Option<(usize, usize)>,
    /// Whom the next quotation names outright, and in which paragraph.
    pub(crate) next: Option<(usize, usize)>,
    /// What rules answer.
    pub(crate) ruled: &'q Who,
    /// How many quotations each figure has had so far.
    pub(crate) had: &'q [u32],
    /// Whose words in the body a headline repeats.
    pub(crate) echo: Option<usize>,
}

/// Numbers about one answer, in the order of [`FEATURES`].
pub(crate) type Row = [f32; FEATURES.len()];

/// What the numbers are, as the table of weights names them.
pub(crate) const FEATURES: [&str; 79] = [
    // Of a figure.
    "figure",
    "ruled",
    "named",
    "pointed",
    "office",
    "last",
    "last-here",
    "last-before",
    "next-here",
    "next-after",
    "same-sentence",
    "sentence-before",
    "two-before",
    "near",
    "far",
    "only-after",
    "latest",
    "latest-person",
    "first-of-latest",
    "opens-paragraph",
    "human",
    "many-words",
    "speaks",
    "press",
    "loud",
    "has-role",
    "agrees",
    "differs",
    "share",
    "most-named",
    "titled",
    "behind-preposition",
    "beside-cue",
    "had",
    "context",
    "context-most",
    "role-words",
    "inside",
    "own-content",
    "recency",
    "named-human",
    "named-press",
    "named-plain",
    "pointed-human",
    "determined",
    "only-opens",
    "only-titled",
    "common",
    "asked-most",
    "asked-had",
    "echo",
    "described",
    "described-most",
    "last-human",
    "answers",
    "within",
    "within-human",
    "within-long",
    "within-last",
    "within-behind",
    "described-head",
    "outside",
    // Of the phrase as printed.
    "printed",
    "printed-capital",
    "printed-role",
    "printed-known",
    "printed-like",
    "printed-long",
    "printed-press",
    "printed-plain",
    "printed-bare",
    "printed-possessive",
    "printed-described",
    "printed-human",
    "printed-cue",
    "printed-guessed",
    // Of nobody.
    "nobody",
    "nobody-direct",
    "nobody-near",
];

/// Mentions before and behind the quotation that are looked at.
const BEFORE: usize = 80;
const BEHIND: usize = 20;

/// Tokens of a speaker's phrase in which its own name is looked for.
const PHRASE: usize = 30;

/// The weights: a row a feature, a column a form, as `training/speakers.py` writes them.
const TABLE: &str = include_str!("antecedent.tsv");

/// A likelihood below which nobody is named: the phrase stays as it is printed, a pronoun open.
/// Of the answers below it, left-out writers' pages had less than half right.
const FLOOR: f64 = 0.5;
const PRONOUN_FLOOR: f64 = 0.4;

/// A mark that tells tables of weights apart.
pub(crate) fn weights() -> u64 {
    headwater_text::mark(TABLE.as_bytes())
}

/// The table as numbers; a test holds that each feature has its four.
static WEIGHTS: LazyLock<[[f32; 4]; FEATURES.len()]> = LazyLock::new(|| {
    let mut out = [[0.0; 4]; FEATURES.len()];
    for line in TABLE.lines() {
        let mut fields = line.split('\t');
        let name = fields.next().unwrap_or("");
        let slot = FEATURES.iter().position(|f| *f == name).and_then(|i| out.get_mut(i));
        for (w, field) in slot.into_iter().flatten().zip(fields) {
            *w = field.parse().unwrap_or(0.0);
        }
    }
    out
});

/// The likeliest answer, if it is likely enough; else the phrase as it is printed, or nobody.
pub(crate) fn answer(form: Form, rows: &[(Answer, Row)]) -> Answer {
    let score = |row: &Row| -> f64 {
        row.iter().zip(&*WEIGHTS).map(|(x, w)| f64::from(x * w[form as usize])).sum()
    };
    let scores: Vec<f64> = rows.iter().map(|(_, r)| score(r)).collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scores.iter().map(|s| libm::exp(s - most)).sum();
    let best = scores.iter().position(|s| *s >= most).and_then(|i| rows.get(i));
    let floor = if form == Form::Pronoun { PRONOUN_FLOOR } else { FLOOR };
    let likely = best.filter(|_| 1.0 / sum >= floor).map(|b| b.0);
    let printed = rows.iter().map(|r| r.0).find(|a| *a == Answer::Printed);
    likely.or(printed).unwrap_or(Answer::Nobody)
}

impl Figures<'_, '_> {
    /// What kind of phrase names the speaker of a finding.
    pub(crate) fn form(&self, found: &Found) -> Form {
        let sheet = self.sheet;
        let Some(r) = found.speaker.first().filter(|_| !found.implicit) else {
            return Form::Missing;
        };
        let word = crate::figures::without_verb(sheet.language, sheet.low(r.start));
        let article = r.len() > 1 && is_determiner(sheet.language, word);
        if r.len() < 7 && !article && is_pronoun(sheet.language, word) {
            // *he and his wife*, *er die Landesregierung*: the pronoun is who speaks.
            let plain = r.len() == 1 && !is_personal(sheet.language, word);
            if plain { Form::Description } else { Form::Pronoun }
        } else if r.len() == 1 && sheet.is(Class::Possessive, r.start) {
            // *In his opinion*.
            Form::Pronoun
        } else if self.dropped(r) {
            Form::Missing
        } else if self.named(r).is_some() {
            Form::Name
        } else {
            Form::Description
        }
    }

    /// All answers that are weighed, with their numbers. The time is bounded: no more than a
    /// hundred mentions are looked at.
    pub(crate) fn answers(&self, q: &Question<'_>) -> (Form, Vec<(Answer, Row)>) {
        let form = self.form(q.found);
        let mention = q.found.speaker.first();
        let here = mention.filter(|_| !q.found.implicit);
        let at = here.map_or(q.found.start(), |r| r.start);
        let split = self.mentions.partition_point(|m| m.tokens.start < at);
        let mut seen: Vec<usize> = Vec::new();
        let pointed = q.found.told.as_ref().and_then(|t| t.name);
        let pointed = pointed.and_then(|k| self.mention_over(k)).map(|m| m.figure);
        let named = mention.and_then(|r| self.named(r));
        let office = mention.and_then(|r| self.office(r, q.zone));
        let near = self.mentions.iter().take(split).rev().take(BEFORE);
        let near = near.chain(self.mentions.iter().skip(split).take(BEHIND)).map(|m| m.figure);
        let marked = [q.ruled.figure, pointed, named, office];
        let others = [q.last.map(|l| l.0), q.next.map(|n| n.0)];
        for f in near.chain(marked.into_iter().chain(others).flatten()) {
            let own = self.all.get(f).is_some_and(|g| g.own || q.zone == Zone::Frame);
            if (own || marked.contains(&Some(f))) && !seen.contains(&f) {
                seen.push(f);
            }
        }
        let like: Vec<f32> = seen.iter().map(|&f| self.context(f, mention)).collect();
        let described: Vec<f32> = seen.iter().map(|&f| self.described(f, mention)).collect();
        let top = |v: &[f32]| v.iter().copied().fold(0.0, f32::max);
        let (most, best) = (top(&like), top(&described));
        let asked = self.behind_question(q.para);
        let person = mention.is_some_and(|r| {
            let i = self.mentions.partition_point(|m| m.tokens.start < r.start);
            let inner = self.mentions.iter().skip(i).take_while(|m| m.tokens.end <= r.end);
            let mut people = inner.filter_map(|m| self.all.get(m.figure));
            people.any(|f| f.human)
        });
        let facts = Facts { at, split, mention, pointed, named, office, most, best, asked, person };
        let mut out: Vec<(Answer, Row)> = Vec::new();
        for (rank, &f) in seen.iter().enumerate() {
            let (like, described) = (like.get(rank), described.get(rank));
            let signs = (like.copied().unwrap_or(0.0), described.copied().unwrap_or(0.0));
            if !here.is_some_and(|r| self.stands_apart(form, r, f)) {
                out.push((Answer::Figure(f), self.row(q, &facts, f, rank, signs)));
            }
        }
        if let Some(r) = here.filter(|_| matches!(form, Form::Name | Form::Description))
            && self.printed(r).is_some()
        {
            out.push((Answer::Printed, self.printed_row(q, r, &facts)));
        }
        let direct = self.sheet.inside(q.found.start());
        let close = self.mentions.get(split.saturating_sub(1)).is_some_and(|m| {
            let there = self.sheet.sentence(m.tokens.start);
            self.sheet.sentence(at).abs_diff(there) < 3
        });
        let mut row = [0.0; FEATURES.len()];
        set(&mut row, const { nth("nobody") }, 1.0);
        set(&mut row, const { nth("nobody-direct") }, flag(direct));
        set(&mut row, const { nth("nobody-near") }, flag(close));
        out.push((Answer::Nobody, row));
        (form, out)
    }

    fn row(
        &self,
        q: &Question<'_>,
        facts: &Facts<'_>,
        f: usize,
        rank: usize,
        (like, described): (f32, f32),
    ) -> Row {
        let mut row = [0.0; FEATURES.len()];
        let Some(figure) = self.all.get(f) else { return row };
        let mut put = |at: usize, value: f32| set(&mut row, at, value);
        put(const { nth("figure") }, 1.0);
        put(const { nth("ruled") }, flag(q.ruled.figure == Some(f)));
        put(const { nth("named") }, flag(facts.named == Some(f)));
        put(const { nth("pointed") }, flag(facts.pointed == Some(f)));
        put(const { nth("office") }, flag(facts.office == Some(f)));
        let last = q.last.filter(|l| l.0 == f).map(|l| q.para.saturating_sub(l.1));
        put(const { nth("last") }, flag(last.is_some()));
        put(const { nth("last-here") }, flag(last == Some(0)));
        put(const { nth("last-before") }, flag(last == Some(1)));
        let next = q.next.filter(|n| n.0 == f).map(|n| n.1.saturating_sub(q.para));
        put(const { nth("next-here") }, flag(next == Some(0)));
        put(const { nth("next-after") }, flag(next == Some(1)));
        self.whereabouts(facts, f, &mut put);
        put(const { nth("human") }, flag(figure.human));
        put(const { nth("many-words") }, flag(figure.name.len() > 1));
        put(const { nth("speaks") }, flag(figure.speaks));
        put(const { nth("press") }, flag(self.is_medium(f)));
        let first = self.sheet.word(figure.name.start);
        put(
            const { nth("loud") },
            flag(first.chars().count() > 1 && first.chars().all(char::is_uppercase)),
        );
        put(const { nth("has-role") }, flag(figure.role.is_some()));
        let count = |f: &Figure| libm::logf(1.0 + f.mentions.len() as f32);
        let told = self.genders.get(f).copied().flatten();
        let asked = facts.mention.and_then(|r| self.spoken_of(r));
        put(const { nth("agrees") }, flag(told.is_some() && told == asked));
        put(const { nth("differs") }, flag(told.zip(asked).is_some_and(|(a, b)| a != b)));
        put(const { nth("share") }, count(figure) / self.most.max(0.1));
        put(const { nth("most-named") }, flag(count(figure) >= self.most));
        put(const { nth("had") }, libm::logf(1.0 + q.had.get(f).copied().unwrap_or(0) as f32));
        put(const { nth("context") }, like);
        put(const { nth("context-most") }, flag(like > 0.0 && like >= facts.most));
        put(const { nth("described") }, described);
        put(const { nth("described-most") }, flag(described > 0.0 && described >= facts.best));
        put(const { nth("last-human") }, flag(last.is_some() && figure.human));
        self.looks(figure, &mut put);
        self.spelled(facts, f, &mut put);
        put(const { nth("asked-most") }, flag(facts.asked && count(figure) >= self.most));
        put(
            const { nth("asked-had") },
            flag(facts.asked) * flag(q.had.get(f).is_some_and(|n| *n > 0)),
        );
        put(const { nth("answers") }, flag(facts.asked && last.is_some()));
        put(const { nth("echo") }, flag(q.echo == Some(f)));
        let role = facts.mention.map_or(0.0, |r| self.role_words(f, r));
        put(const { nth("role-words") }, role);
        let own = q.found.content.iter().any(|c| {
            let i = figure.mentions.partition_point(|m| m.start < c.start);
            figure.mentions.get(i).is_some_and(|m| m.start < c.end)
        });
        put(const { nth("own-content") }, flag(own));
        put(const { nth("recency") }, 1.0 / (1.0 + rank as f32));
        row
    }

    /// What the speaker's phrase itself says of a figure.
    fn spelled(&self, facts: &Facts<'_>, f: usize, put: &mut impl FnMut(usize, f32)) {
        let Some(figure) = self.all.get(f) else { return };
        let named = facts.named == Some(f);
        put(const { nth("named-human") }, flag(named && figure.human));
        put(const { nth("named-press") }, flag(named && self.is_medium(f)));
        put(
            const { nth("named-plain") },
            flag(named && figure.name.len() > 1 && !self.is_medium(f)),
        );
        put(const { nth("pointed-human") }, flag(facts.pointed == Some(f) && figure.human));
        let within = facts.mention.and_then(|r| {
            let i = figure.mentions.partition_point(|m| m.start < r.start);
            figure.mentions.get(i).filter(|m| m.end <= r.end)
        });
        put(const { nth("within") }, flag(within.is_some()));
        put(const { nth("within-human") }, flag(within.is_some() && figure.human));
        put(
            const { nth("within-long") },
            flag(within.is_some_and(|m| m.len() > 1) && !self.is_medium(f)),
        );
        // *Officials in Lervik*: the place is not who speaks.
        let behind = within
            .zip(facts.mention)
            .is_some_and(|(m, r)| (r.start..m.start).any(|k| self.sheet.is(Class::Preposition, k)));
        put(const { nth("within-behind") }, flag(behind));
        let closes = within.zip(facts.mention).is_some_and(|(m, r)| m.end == r.end);
        put(const { nth("within-last") }, flag(closes));
        put(const { nth("outside") }, flag(within.is_none() && facts.person));
        put(const { nth("described-head") }, self.headed(f, facts.mention));
    }

    /// Where a figure's names stand, seen from the quotation.
    fn whereabouts(&self, facts: &Facts<'_>, f: usize, put: &mut impl FnMut(usize, f32)) {
        let sheet = self.sheet;
        let Some(figure) = self.all.get(f) else { return };
        let here = sheet.sentence(facts.at);
        // The phrase itself may hold the name.
        let end = facts.mention.map_or(0, |r| r.end).min(facts.at + PHRASE).max(facts.at);
        let i = figure.mentions.partition_point(|m| m.start < end);
        let before = figure.mentions.get(..i).unwrap_or(&[]);
        // Rather one outside quotation marks.
        let outside = before.iter().rev().take(8).find(|m| !sheet.inside(m.start));
        let latest = outside.or(before.last());
        let Some(m) = latest else {
            put(const { nth("only-after") }, 1.0);
            return;
        };
        let there = sheet.sentence(m.start);
        let near = match here.saturating_sub(there) {
            0 => const { nth("same-sentence") },
            1 => const { nth("sentence-before") },
            2 => const { nth("two-before") },
            3..=6 => const { nth("near") },
            _ => const { nth("far") },
        };
        put(near, 1.0);
        put(const { nth("inside") }, flag(sheet.inside(m.start)));
        let earlier = |person: bool| {
            let mentions = self.mentions.get(..facts.split).unwrap_or(&[]).iter().rev().take(30);
            let mut fit = mentions.filter(|m| {
                !sheet.inside(m.tokens.start)
                    && (!person || self.all.get(m.figure).is_some_and(|f| f.human))
            });
            fit.next().map(|m| m.figure)
        };
        put(const { nth("latest") }, flag(earlier(false) == Some(f)));
        put(const { nth("latest-person") }, flag(earlier(true) == Some(f)));
        // The first one named in that sentence is the likelier subject.
        let from = self.mentions.partition_point(|m| sheet.sentence(m.tokens.start) < there);
        let first = self.mentions.get(from).is_some_and(|m| m.figure == f);
        put(const { nth("first-of-latest") }, flag(first));
        let p = sheet.paras.partition_point(|p| p.tokens.end <= m.start);
        let opens = sheet
            .paras
            .get(p)
            .is_some_and(|p| sheet.sentence(p.tokens.start) == there && here >= there);
        put(const { nth("opens-paragraph") }, flag(opens));
        put(
            const { nth("titled") },
            flag(sheet.paras.get(p).is_some_and(|p| p.zone == Zone::Title)),
        );
        let small = m.start.checked_sub(1).is_some_and(|k| {
            is_breaker(sheet.language, sheet.low(k)) || is_between(sheet.language, sheet.low(k))
        });
        put(const { nth("behind-preposition") }, flag(small));
        let beside = (m.start.saturating_sub(2)..m.start).chain(m.end..m.end + 2);
        let beside = beside.into_iter().any(|k| sheet.cue(k) && !sheet.inside(k));
        put(const { nth("beside-cue") }, flag(beside));
    }

    /// What the names of a figure look like: signs that it is none.
    fn looks(&self, figure: &Figure, put: &mut impl FnMut(usize, f32)) {
        let sheet = self.sheet;
        let few = || figure.mentions.iter().take(20);
        let opens = |m: &Range<usize>| {
            m.start == 0 || sheet.sentence(m.start - 1) != sheet.sentence(m.start)
        };
        let article = |m: &&Range<usize>| {
            m.start > 0 && !opens(m) && is_determiner(sheet.language, sheet.low(m.start - 1))
        };
        put(
            const { nth("determined") },
            few().filter(article).count() as f32 / few().count().max(1) as f32,
        );
        put(const { nth("only-opens") }, flag(figure.name.len() == 1 && few().all(opens)));
        let zone = |m: &Range<usize>| {
            let p = sheet.paras.partition_point(|p| p.tokens.end <= m.start);
            sheet.paras.get(p).map(|p| p.zone)
        };
        put(const { nth("only-titled") }, flag(few().all(|m| zone(m) == Some(Zone::Title))));
        let common = figure.name.clone().any(|k| self.small.contains(sheet.low(k)));
        put(const { nth("common") }, flag(common));
    }

    /// How well a phrase describes a figure: whether its words stand right before or behind the
    /// name, as an office does.
    fn described(&self, f: usize, mention: Option<&Range<usize>>) -> f32 {
        let (Some(figure), Some(r)) = (self.all.get(f), mention) else { return 0.0 };
        let words = self.words(r);
        let beside = |m: &Range<usize>| {
            let near = self.apposed(m, r);
            words.iter().filter(|w| starts(&near, w)).count()
        };
        let most = figure.mentions.iter().take(12).map(beside).max().unwrap_or(0);
        most as f32 / words.len().max(1) as f32
    }

    /// Whether the noun of a phrase stands beside a name: the first word or the last one before
    /// what only says whose it is.
    pub(crate) fn headed(&self, f: usize, mention: Option<&Range<usize>>) -> f32 {
        let (sheet, Some(r)) = (self.sheet, mention) else { return 0.0 };
        let Some(figure) = self.all.get(f) else { return 0.0 };
        let breaks = |k: &usize| is_breaker(sheet.language, sheet.low(*k)) || sheet.low(*k) == ",";
        let head = r.start..r.clone().skip(1).find(breaks).unwrap_or(r.end);
        let words = self.words(&head);
        let beside = |m: &Range<usize>| {
            let near = self.apposed(m, r);
            let mut ends = words.first().into_iter().chain(words.last());
            ends.any(|w| starts(&near, w))
        };
        flag(figure.mentions.iter().take(12).any(beside))
    }

    /// The words that stand right before a name or, behind a comma, after it; those of the phrase
    /// that asks left out.
    fn apposed(&self, m: &Range<usize>, r: &Range<usize>) -> BTreeSet<String> {
        let sheet = self.sheet;
        let here = sheet.sentence(m.start);
        let within = |k: &usize| sheet.sentence(*k) == here && !r.contains(k);
        let left = (m.start.saturating_sub(7)..m.start).rev().filter(within);
        let left = left.take_while(|k| !sheet.cue(*k) && !ends(sheet, *k));
        let apart = matches!(sheet.low(m.end), "," | "(" | "–" | "—");
        let right = (m.end + 1..m.end + 8).filter(within);
        let right = right.take_while(|k| apart && !sheet.cue(*k) && !ends(sheet, *k));
        left.chain(right).filter(|k| telling(sheet, *k)).map(|k| fold(sheet.word(k))).collect()
    }

    /// Whether the paragraph before is a question, as in an interview.
    fn behind_question(&self, para: usize) -> bool {
        let before = para.checked_sub(1).and_then(|p| self.sheet.paras.get(p));
        before.is_some_and(|p| {
            (p.tokens.end.saturating_sub(2)..p.tokens.end).any(|k| self.sheet.low(k) == "?")
        })
    }

    fn printed_row(&self, q: &Question<'_>, r: &Range<usize>, facts: &Facts<'_>) -> Row {
        let (sheet, named, like) = (self.sheet, facts.named, facts.most);
        let mut row = [0.0; FEATURES.len()];
        let mut put = |at: usize, value: f32| set(&mut row, at, value);
        put(const { nth("printed") }, 1.0);
        put(const { nth("printed-capital") }, flag((r.start + 1..r.end).any(|k| sheet.cap(k))));
        put(
            const { nth("printed-role") },
            flag(r.clone().any(|k| is_role(sheet.language, sheet.low(k)))),
        );
        put(const { nth("printed-known") }, flag(named.is_some()));
        put(const { nth("printed-like") }, like);
        put(const { nth("printed-long") }, flag(r.len() > 6));
        let press = r.clone().any(|k| sheet.is(Class::Press, k) || sheet.is(Class::Document, k));
        put(const { nth("printed-press") }, flag(press));
        let plain = !is_determiner(sheet.language, sheet.low(r.start));
        put(const { nth("printed-plain") }, flag(plain));
        let role = is_role(sheet.language, sheet.low(r.start));
        put(const { nth("printed-bare") }, flag(r.len() == 1 && !sheet.cap(r.start) && !role));
        let owned = r.clone().any(|k| sheet.is(Class::Possessive, k));
        put(const { nth("printed-possessive") }, flag(owned));
        put(const { nth("printed-described") }, facts.best);
        let human = named.and_then(|f| self.all.get(f)).is_some_and(|f| f.human);
        put(const { nth("printed-human") }, flag(human));
        let meets = |c: &Range<usize>| c.start < r.end && r.start < c.end;
        put(
            const { nth("printed-cue") },
            flag(q.found.cue.iter().any(meets) || r.clone().any(|k| sheet.cue(k))),
        );
        let guessed = q.found.told.as_ref().is_some_and(|t| t.guessed);
        put(const { nth("printed-guessed") }, flag(guessed));
        row
    }

    /// Whether a phrase is of a woman or a man.
    fn spoken_of(&self, r: &Range<usize>) -> Option<gender::Gender> {
        let sheet = self.sheet;
        let word = crate::figures::without_verb(sheet.language, sheet.low(r.start));
        if r.len() == 1
            && let Some(told) = gender::of_word(sheet.language, word)
        {
            return Some(told);
        }
        let office = r.clone().find_map(|k| gender::of_role(sheet.language, sheet.low(k)));
        office.or_else(|| gender::of_article(sheet.language, sheet.low(r.start)))
    }

    /// The share of the words of a phrase that stand near the names of a figure.
    fn context(&self, f: usize, mention: Option<&Range<usize>>) -> f32 {
        let words = mention.map(|r| self.words(r)).unwrap_or_default();
        let Some(around) = self.around.get(f).filter(|_| !words.is_empty()) else { return 0.0 };
        words.iter().filter(|w| starts(around, w)).count() as f32 / words.len() as f32
    }

    fn role_words(&self, f: usize, r: &Range<usize>) -> f32 {
        let words = self.words(r);
        let office = self.all.get(f).map_or(&[][..], |f| f.office.as_slice());
        let ends = |o: &str, w: &str| w.chars().count() >= COMPOUND && o.ends_with(w);
        let has = |w: &&String| office.iter().any(|o| o.starts_with(&cut(w)) || ends(o, w));
        words.iter().filter(has).count() as f32 / words.len().max(1) as f32
    }

    /// The words of a phrase that tell something, folded.
    fn words(&self, r: &Range<usize>) -> Vec<String> {
        let sheet = self.sheet;
        let telling = |k: &usize| telling(sheet, *k);
        r.clone().filter(telling).map(|k| fold(sheet.word(k))).collect()
    }
}

/// Words that stand within eight tokens of the names of each figure, in the same sentence; of the
/// first twenty mentions.
pub(crate) fn around(figures: &Figures<'_, '_>) -> Vec<BTreeSet<String>> {
    let sheet = figures.sheet;
    let near = |m: &Range<usize>| {
        let here = sheet.sentence(m.start);
        let all = (m.start.saturating_sub(8)..m.start).chain(m.end..m.end + 8);
        all.filter(|&k| sheet.sentence(k) == here && telling(sheet, k))
            .map(|k| fold(sheet.word(k)))
            .collect::<Vec<String>>()
    };
    figures.all.iter().map(|f| f.mentions.iter().take(20).flat_map(near).collect()).collect()
}

fn telling(sheet: &crate::sheet::Sheet<'_>, k: usize) -> bool {
    let low = sheet.low(k);
    sheet.is_word(k)
        && low.chars().count() > 2
        && !is_determiner(sheet.language, low)
        && !is_breaker(sheet.language, low)
        && !is_pronoun(sheet.language, low)
}

/// Letters of a word from which on it may end a longer one.
const COMPOUND: usize = 6;

/// Whether a word of the set begins like this one: the same word, or another form of it; or ends so,
/// as compounds do: *Verkehrsministerin*, *Ministerin*.
fn starts(set: &BTreeSet<String>, word: &str) -> bool {
    let like = |w: &str| set.range(w.to_owned()..).next().is_some_and(|a| a.starts_with(w));
    let ends = |w: &str| w.chars().count() >= COMPOUND && set.iter().any(|a| a.ends_with(w));
    like(word) || like(&cut(word)) || ends(word)
}

/// Whether a phrase ends at this token.
fn ends(sheet: &crate::sheet::Sheet<'_>, k: usize) -> bool {
    matches!(sheet.low(k), "." | ":" | ";" | "?" | "!") || sheet.inside(k)
}

/// A word without what may be its ending.
pub(crate) fn cut(word: &str) -> String {
    let letters = word.chars().count();
    word.chars().take(if letters > 6 { letters - 2 } else { letters }).collect()
}

struct Facts<'q> {
    /// The token from which distances are counted.
    at: usize,
    /// How many mentions stand before it.
    split: usize,
    mention: Option<&'q Range<usize>>,
    pointed: Option<usize>,
    named: Option<usize>,
    office: Option<usize>,
    /// The most that the words of the phrase stand near a figure, and right beside one.
    most: f32,
    best: f32,
    /// A question stands before.
    asked: bool,
    /// The phrase names a person.
    person: bool,
}

fn flag(told: bool) -> f32 {
    f32::from(u8::from(told))
}

fn set(row: &mut Row, at: usize, value: f32) {
    if let Some(slot) = row.get_mut(at) {
        *slot = value;
    }
}

/// The place of a number in a row, found when the program is built.
const fn nth(name: &str) -> usize {
    let mut i = 0;
    while i < FEATURES.len() {
        if same(FEATURES[i].as_bytes(), name.as_bytes()) {
            return i;
        }
        i += 1;
    }
    // Behind the end: a name that is none does not build.
    FEATURES[i].len()
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Sheet;
    use headwater_page::Article;

    /// Whom `mention`, the last such words of the text (none if empty), stands for beside the words
    /// `content`.
    fn meant(lang: &str, text: &str, content: &str, mention: &str) -> Option<String> {
        let mut article = Article::plain("p", text);
        article.lang = Some(lang.to_owned());
        let sheet = Sheet::new(&article);
        let figures = Figures::new(&sheet);
        let tokens = |words: &str| {
            let from = text.rfind(words).unwrap();
            let a = sheet.tokens.partition_point(|t| t.span.end <= from);
            a..sheet.tokens.partition_point(|t| t.span.start < from + words.len())
        };
        let speaker = if mention.is_empty() { Vec::new() } else { vec![tokens(mention)] };
        let found = Found { content: vec![tokens(content)], speaker, ..Found::default() };
        let para = sheet.paras.partition_point(|p| p.tokens.end <= found.start());
        let had = vec![0; figures.all.len()];
        let (zone, ruled) = (Zone::Body, Who::default());
        let ruled = found.speaker.first().map_or(ruled, |r| figures.resolve(r, None, zone));
        let question = Question {
            found: &found,
            para,
            zone,
            last: None,
            next: None,
            ruled: &ruled,
            had: &had,
            echo: None,
        };
        let (form, rows) = figures.answers(&question);
        match answer(form, &rows) {
            Answer::Figure(f) => figures.name(f),
            Answer::Printed => figures.printed(found.speaker.first().unwrap()),
            Answer::Nobody => None,
        }
    }

    #[test]
    fn a_description_means_whom_the_page_describes_so() {
        let italian = "Ada Lindi, direttrice dell'Osservatorio del lago, è arrivata a Osk martedì. \
            Il sindaco Piero Venn l'ha accolta al porto.\n\n«Il lago scende», ha detto la direttrice.";
        let who = meant("it", italian, "Il lago scende", "la direttrice");
        assert_eq!(who.as_deref(), Some("Ada Lindi"));
    }

    #[test]
    fn somebody_whom_nobody_describes_stays_as_printed() {
        let text = "Mayor Ada Lind closed the bridge on Monday. “I had to swim,” said a postman.";
        let who = meant("en", text, "I had to swim", "a postman");
        assert_eq!(who.as_deref(), Some("a postman"));
    }

    #[test]
    fn what_names_itself_or_nobody_is_not_the_person_named_most() {
        let who = |words: &str, phrase: &str| {
            let text = format!(
                "Mayor Ada Lind closed the bridge on Monday. Lind went home. Lind was tired. \
                 “{words},” {phrase} said."
            );
            meant("en", &text, words, phrase)
        };
        assert_eq!(
            who("It is safe", "the Varn City Council").as_deref(),
            Some("Varn City Council")
        );
        assert_eq!(who("It is safe", "officials").as_deref(), Some("officials"));
        assert_eq!(who("It is safe", "another mayor").as_deref(), Some("another mayor"));
    }

    #[test]
    fn a_work_a_body_or_somebodys_somebody_is_not_the_person_named_most() {
        let who = |phrase: &str| {
            let text = format!(
                "Mayor Ada Lind closed the bridge on Monday. Lind went home. Lind was tired. It \
                 is safe, {phrase} said."
            );
            meant("en", &text, "It is safe", phrase)
        };
        for phrase in ["the recording", "the board", "her lawyer"] {
            assert_eq!(who(phrase).as_deref(), Some(phrase));
        }
        let court = "The Supreme Court of Varn met on Monday. The Supreme Court was full. It is \
            safe, the plaintiffs said.";
        let who = meant("en", court, "It is safe", "the plaintiffs");
        assert_eq!(who.as_deref(), Some("the plaintiffs"));
    }

    #[test]
    fn a_name_within_the_phrase_is_who_speaks() {
        let text = "“Wir warten”, sagte der Vorsitzende der Wasserwacht Osk, Jan Venn, am Montag.";
        let who = meant("de", text, "Wir warten", "der Vorsitzende der Wasserwacht Osk, Jan Venn");
        assert!(who.is_some_and(|w| w.contains("Jan Venn")));
    }

    #[test]
    fn articles_tell_of_whom_a_pronoun_speaks() {
        let french = "La directrice du musée de Varn, Ada Lind, a reçu hier à Osk le maire, Piet \
            Venn.\n\n« On attend », a-t-il dit.";
        assert_ne!(meant("fr", french, "On attend", "a-t-il").as_deref(), Some("Ada Lind"));
    }

    #[test]
    fn every_number_has_a_weight() {
        assert_eq!(TABLE.lines().count(), FEATURES.len());
        for (line, name) in TABLE.lines().zip(FEATURES) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields[0], name);
            let numbers: Vec<f32> = fields[1..].iter().map(|f| f.parse().unwrap()).collect();
            assert!(numbers.len() == 4 && numbers.iter().all(|n| n.is_finite()), "{line}");
        }
    }
}
