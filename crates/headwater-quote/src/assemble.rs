//! Finishes the quotations that taggers and rules found: kinds, speakers as persons, media, chains,
//! days, nesting.

use crate::antecedent::{self, Answer, Form, Question};
use crate::figures::{Figures, Who, tidy};
use crate::occasion::{self, Occasion};
use crate::quotation::{Kind, Person, Quotation, Stance, Zone};
use crate::rules::Found;
use crate::sheet::{Para, Sheet, Sort};
use headwater_lang::Class;
use headwater_page::Basis;
use headwater_text::{Remark, Span, When};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What stays the same from one quotation of a speaker to the next.
#[derive(Clone, Debug, Default)]
struct Carried {
    via: Option<Range<usize>>,
    said_on: Option<(When, Basis)>,
    spoken: Option<Range<usize>>,
    /// The paragraph that told it last.
    para: usize,
}

impl Carried {
    /// Whether the medium has a name: only such a one is evidently the same further on.
    fn named(&self, sheet: &Sheet<'_>) -> bool {
        self.via.as_ref().is_some_and(|v| v.clone().any(|k| sheet.cap(k)))
    }
}

/// Paragraphs through which an occasion without a name (*at a press conference*) stays that of a
/// speaker.
const CARRIED: usize = 3;

/// Findings among which a headline's words are looked for.
const ECHO: usize = 200;

/// Everything between [`Found`] and records.
pub(crate) struct Assembly<'s, 't> {
    sheet: &'s Sheet<'t>,
    figures: Figures<'s, 't>,
    date: Option<When>,
    carried: BTreeMap<(String, Zone), Carried>,
    source: Option<Range<usize>>,
    /// The questions of an interview.
    asks: Vec<Range<usize>>,
    pub(crate) remarks: Vec<Remark>,
    quotes: Vec<Quotation>,
    /// What was asked, for training.
    #[cfg(feature = "training")]
    pub(crate) asked: Vec<crate::judging::Asked>,
    #[cfg(feature = "training")]
    weighed: Vec<(Vec<Span>, Vec<f64>)>,
}

impl<'s, 't> Assembly<'s, 't> {
    pub(crate) fn new(sheet: &'s Sheet<'t>, date: Option<When>) -> Assembly<'s, 't> {
        let figures = Figures::new(sheet);
        let source = sheet
            .paras
            .iter()
            .filter(|p| p.zone != Zone::Frame)
            .find_map(|p| occasion::source_line(sheet, p));
        Assembly {
            sheet,
            figures,
            date,
            carried: BTreeMap::new(),
            source,
            asks: Vec::new(),
            remarks: Vec::new(),
            quotes: Vec::new(),
            #[cfg(feature = "training")]
            asked: Vec::new(),
            #[cfg(feature = "training")]
            weighed: Vec::new(),
        }
    }

    /// Finishes all quotations, in order of place; `own` is the page's outlet.
    pub(crate) fn run(
        mut self,
        found: Vec<Found>,
        own: Option<&str>,
    ) -> (Vec<Quotation>, Vec<Person>, Vec<Remark>) {
        self.tell(found);
        crate::relay::chain(self.sheet, &self.figures, &mut self.quotes, own);
        self.finish()
    }

    /// Makes a quotation of each finding that is one.
    fn tell(&mut self, mut found: Vec<Found>) {
        found.sort_by_key(Found::start);
        self.asks = crate::interview::turns(self.sheet, &self.figures, &mut found);
        found.retain(|f| f.start() < f.end());
        found.sort_by_key(|f| (f.start(), usize::MAX - f.end()));
        once(&mut found);
        self.clear(&mut found);
        found.iter_mut().for_each(|f| without_object(self.sheet, f));
        crate::subject::restore(self.sheet, &mut found);
        found.iter_mut().for_each(|f| self.figures.to_the_next_voice(f));
        let who = self.speakers(&found);
        let mut p = 0;
        for (f, who) in found.iter().zip(&who) {
            while self.sheet.paras.get(p).is_some_and(|para| para.tokens.end <= f.start()) {
                self.told_about(p);
                p += 1;
            }
            let Some(para) = self.sheet.paras.get(p) else { break };
            let zone = para.zone;
            let figure = who.figure.and_then(|i| self.figures.all.get(i));
            let known = figure.is_some_and(|g| g.mentions.len() > 1);
            if !tells(self.sheet, f, zone, known) || corrects(self.sheet, para, f) {
                continue;
            }
            let anchor = occasion::anchor(&f.cue, &f.content, self.sheet);
            let mut occasion = occasion::read(self.sheet, para, anchor, &f.content, self.date);
            if let Some(told) = &f.told {
                occasion.hear(self.sheet, told, self.date);
            }
            if occasion.via.is_none() && zone != Zone::Frame {
                let taken: Vec<_> = f.content.iter().chain(&f.speaker).cloned().collect();
                occasion.via = occasion::occasion(self.sheet, para, anchor, &taken);
            }
            let outer = self.quotation(f, who, (p, zone), occasion);
            #[cfg(feature = "training")]
            self.weigh(f, &outer);
            if f.told.is_some() {
                match crate::belief::believed(&outer, f, self.sheet).zip(self.quotes.last_mut()) {
                    Some((sure, quote)) => quote.confidence = sure,
                    None => {
                        self.quotes.pop();
                        continue;
                    }
                }
            }
            for inner in crate::reports::nested(self.sheet, f) {
                self.nested(&inner, zone, &outer);
            }
        }
        while p < self.sheet.paras.len() {
            self.told_about(p);
            p += 1;
        }
    }

    /// Takes away what a tagger points to as a speaker's phrase and is none.
    fn clear(&self, found: &mut [Found]) {
        for f in found.iter_mut().filter(|f| self.no_phrase(f)) {
            f.speaker.clear();
        }
    }

    /// Whether what a tagger points to is nobody's phrase: the verb or a small word where the
    /// language leaves the subject out; or one word with a capital that reads as no speaker.
    fn no_phrase(&self, f: &Found) -> bool {
        // Who is named with an earlier quotation is named.
        let Some(r) = f.speaker.first().filter(|_| !f.implicit) else { return false };
        let figure = self.figures.named(r).and_then(|f| self.figures.all.get(f));
        let known = figure.is_none_or(|g| g.mentions.len() > 1 || g.name.len() > 1);
        match self.figures.form(f) {
            Form::Missing => true,
            Form::Name => guessed(f) && !known,
            Form::Pronoun | Form::Description => false,
        }
    }

    /// Whether a description that a tagger only guessed names no office, medium, occasion, work or
    /// body: it may lead to somebody, but is nobody by itself.
    fn vague(&self, f: &Found) -> bool {
        let sheet = self.sheet;
        let tells = |k: usize| {
            let means = |class| sheet.is(class, k);
            crate::words::is_role(sheet.language, sheet.low(k))
                || means(Class::Press)
                || means(Class::Medium)
                || means(Class::Occasion)
        };
        let phrase = f.speaker.first().filter(|_| guessed(f));
        let stands = |r| self.figures.owned(r) || self.figures.no_single(r).is_some();
        phrase.is_some_and(|r| {
            self.figures.form(f) == Form::Description && !r.clone().any(tells) && !stands(r)
        })
    }

    /// Resolves all speakers first: who speaks is evidence for who *he* is.
    fn speakers(&mut self, found: &[Found]) -> Vec<Who> {
        for via in found.iter().filter_map(|f| f.told.as_ref()?.via.as_ref()) {
            let name = via.clone().find(|k| self.sheet.cap(*k));
            if let Some(k) = name {
                self.figures.note_medium(&(k..k + 1), false);
            }
        }
        for f in found.iter().filter(|f| !f.implicit) {
            if let Some(r) = f.speaker.first() {
                let who = self.figures.resolve(r, None, Zone::Frame);
                self.mark(who.figure, r);
            }
        }
        let places = self.places(found);
        let plain: Vec<Option<usize>> = found.iter().map(|f| self.outright(f)).collect();
        let mut before: [Option<(usize, usize)>; 2] = [None, None];
        let mut had = vec![0; self.figures.all.len()];
        let mut out = vec![Who::default(); found.len()];
        // Headlines last: they repeat what the body says.
        let titled = |n: &usize| places.get(*n).is_some_and(|p| p.1 == Zone::Title);
        let (late, first): (Vec<usize>, Vec<usize>) = (0..found.len()).partition(titled);
        for n in first.into_iter().chain(late) {
            let Some((f, &(para, zone))) = found.get(n).zip(places.get(n)) else { continue };
            let slot = usize::from(zone == Zone::Frame);
            let titled = zone == Zone::Title;
            let last = before.get(slot).copied().flatten().filter(|_| !titled);
            let next = plain.get(n + 1).copied().flatten();
            let next = next.zip(places.get(n + 1).map(|p| p.0));
            let name = f.told.as_ref().and_then(|t| t.name);
            let spoke = last.map(|l| l.0);
            let ruled = f.speaker.first().map(|r| self.figures.whom(r, name, spoke, zone));
            let ruled = ruled.unwrap_or_default();
            let echo = if titled { self.echo(f, found, &out) } else { None };
            let question =
                Question { found: f, para, zone, last, next, ruled: &ruled, had: &had, echo };
            let who = self.answer(&question);
            if let Some(figure) = who.figure.filter(|_| !titled) {
                if let Some(slot) = before.get_mut(slot) {
                    *slot = Some((figure, para));
                }
                if let Some(count) = had.get_mut(figure) {
                    *count += 1;
                }
            }
            if let Some(slot) = out.get_mut(n) {
                *slot = who;
            }
        }
        out
    }

    /// Who says in the body what a headline says: the speaker of the finding that shares the most of
    /// its words, half of them at least.
    fn echo(&self, f: &Found, found: &[Found], who: &[Who]) -> Option<usize> {
        let sheet = self.sheet;
        let words = |f: &Found| -> BTreeSet<String> {
            let tokens = f.content.iter().flat_map(Clone::clone);
            tokens.filter(|&k| sheet.low(k).len() > 3).map(|k| sheet.low(k).to_owned()).collect()
        };
        let mine = words(f);
        let shared = |other: &Found| words(other).intersection(&mine).count();
        let near = found.iter().zip(who).take(ECHO).filter(|(o, _)| o.start() != f.start());
        let near = near.filter_map(|(o, w)| Some((shared(o), w.figure?)));
        let best = near.rev().max_by_key(|n| n.0)?;
        (best.0 > 0 && best.0 * 2 >= mine.len()).then_some(best.1)
    }

    /// What is asked about the speakers.
    #[cfg(feature = "training")]
    pub(crate) fn asked(mut self, mut found: Vec<Found>) -> Vec<crate::judging::Asked> {
        found.retain(|f| f.start() < f.end());
        found.sort_by_key(|f| (f.start(), usize::MAX - f.end()));
        self.clear(&mut found);
        self.speakers(&found);
        self.asked
    }

    /// What words without marks are weighed by.
    #[cfg(feature = "training")]
    pub(crate) fn weighed(mut self, found: Vec<Found>) -> Vec<(Vec<Span>, Vec<f64>)> {
        self.tell(found);
        self.weighed
    }

    #[cfg(feature = "training")]
    fn weigh(&mut self, f: &Found, q: &Quotation) {
        if f.told.is_some() && q.kind == Kind::Indirect {
            let numbers = crate::belief::numbers(q, f, self.sheet);
            self.weighed.push((q.content.clone(), numbers.to_vec()));
        }
    }

    /// The paragraph of each finding, and its zone.
    fn places(&self, found: &[Found]) -> Vec<(usize, Zone)> {
        let paras = &self.sheet.paras;
        let mut p = 0;
        let place = |f: &Found| {
            while paras.get(p).is_some_and(|para| para.tokens.end <= f.start()) {
                p += 1;
            }
            (p, paras.get(p).map_or(Zone::Body, |p| p.zone))
        };
        found.iter().map(place).collect()
    }

    /// The figure that a finding names outright.
    fn outright(&self, f: &Found) -> Option<usize> {
        let r = f.speaker.first().filter(|_| self.figures.form(f) == Form::Name)?;
        self.figures.resolve(r, None, Zone::Frame).figure
    }

    /// Whom a finding's words are given to.
    fn answer(&mut self, q: &Question<'_>) -> Who {
        // Lines around an article are of many things: who stands near is no sign there.
        if q.zone == Zone::Frame {
            return q.ruled.clone();
        }
        let (form, rows) = self.figures.answers(q);
        #[cfg(feature = "training")]
        self.asked.push(crate::judging::Asked::new(self.sheet, &self.figures, q, form, &rows));
        let related = self.figures.related(q.found);
        if related.is_none()
            && antecedent::answer(form, &rows) == Answer::Printed
            && self.vague(q.found)
        {
            let found = Found { speaker: Vec::new(), ..q.found.clone() };
            return self.answer(&Question { found: &found, ruled: &Who::default(), ..q.clone() });
        }
        let likely = || {
            let before = self.figures.spoke_before(q, form, &rows).map(Answer::Figure);
            before.unwrap_or_else(|| antecedent::answer(form, &rows))
        };
        match related.unwrap_or_else(likely) {
            Answer::Figure(f) => Who { figure: Some(f), name: self.figures.name(f) },
            Answer::Printed if form == Form::Name => q.ruled.clone(),
            Answer::Printed => {
                let printed = q.found.speaker.first().and_then(|r| self.figures.printed(r));
                Who { figure: None, name: printed }
            }
            Answer::Nobody => Who::default(),
        }
    }

    fn mark(&mut self, figure: Option<usize>, r: &Range<usize>) {
        let named = r.len() > 1 || self.sheet.cap(r.start);
        if let Some(f) = figure.and_then(|f| self.figures.all.get_mut(f))
            && named
        {
            f.speaks = true;
        }
    }

    fn key(who: &Who, zone: Zone) -> Option<(String, Zone)> {
        who.name.as_ref().map(|n| (n.clone(), zone))
    }

    fn quotation(
        &mut self,
        f: &Found,
        who: &Who,
        (para, zone): (usize, Zone),
        occasion: Occasion,
    ) -> Quotation {
        let sheet = self.sheet;
        let text = sheet.text;
        let content: Vec<Span> = f.content.iter().map(|c| sheet.span(c)).collect();
        let span = content.iter().copied().reduce(Span::hull).unwrap_or_default();
        let carried = self.carry(who, (para, zone), &occasion);
        let role = who.figure.and_then(|i| self.figures.all.get(i)).and_then(|g| g.role);
        let mut chain = Vec::new();
        if let Some(i) = &occasion.informant {
            chain.push(tidy(sheet.span(i).of(text)));
            // Rules know only those that the speaker cites.
            chain.extend(who.name.clone().filter(|_| f.told.is_none()));
        }
        let quotation = Quotation {
            id: String::new(),
            span,
            kind: kind(sheet, &f.content),
            content,
            speaker_spans: f.speaker.iter().map(|r| sheet.span(r)).collect(),
            speaker_text: f.speaker.first().map(|r| sheet.span(r).of(text).to_owned()),
            speaker: who.name.clone(),
            role: role.map(|r| tidy(r.of(text))),
            cue: f.cue.iter().map(|r| sheet.span(r)).collect(),
            via: carried.via.as_ref().map(|v| tidy(sheet.span(v).of(text))),
            via_span: occasion::place(sheet, &carried.via),
            chain,
            chain_spans: occasion::place(sheet, &occasion.informant).into_iter().collect(),
            nested: None,
            zone,
            said_on: carried.said_on.as_ref().map(|(w, _)| *w),
            said_on_basis: carried.said_on.map(|(_, b)| b),
            stance: stance(sheet, f),
            confidence: f.confidence,
        };
        self.quotes.push(quotation.clone());
        quotation
    }

    /// The occasion of this quotation, with what an earlier one of the same speaker told.
    fn carry(&mut self, who: &Who, (para, zone): (usize, Zone), o: &Occasion) -> Carried {
        let mut now = Carried {
            via: o.via.clone(),
            said_on: o.said_on.clone(),
            spoken: o.spoken.clone(),
            para,
        };
        // What a question tells of an earlier day holds for no answer.
        let asked = self.sheet.paras.get(para).is_some_and(|p| self.asks.contains(&p.tokens));
        let keeps = zone != Zone::Title && !asked;
        let Some(key) = Self::key(who, zone).filter(|_| keeps) else { return now };
        let old = self.carried.get(&key).cloned().unwrap_or_default();
        let old = if old.named(self.sheet) || para <= old.para + CARRIED {
            old
        } else {
            Carried { via: None, spoken: None, ..old }
        };
        let other_day =
            matches!((&now.said_on, &old.said_on), (Some((a, _)), Some((b, _))) if a != b);
        if now.via.is_none() && !other_day {
            now.via = old.via.clone();
            now.spoken = old.spoken.clone();
            if now.said_on.is_none() {
                now.said_on = old.said_on.clone();
            }
            if now.via.is_none()
                && zone != Zone::Frame
                && who.figure.is_some_and(|f| self.figures.all.get(f).is_some_and(|f| f.human))
            {
                now.via = self.source.clone();
            }
        }
        let written = o.written.clone().filter(|_| o.spoken.is_none());
        if let (Some(said), Some(wrote)) = (&now.spoken, &written)
            && o.spoken.is_none()
            && zone != Zone::Frame
        {
            let places = vec![self.sheet.span(said), self.sheet.span(wrote)];
            let text = "The same speaker's words are given once as spoken and once as written.";
            if !self.remarks.iter().any(|r| r.kind == "said-and-written") {
                self.remarks.push(Remark::new("said-and-written", text, places));
            }
        }
        self.carried.insert(key, now.clone());
        now
    }

    /// *This is stated in his column published in X*: for the quotation before and those after.
    fn told_about(&mut self, p: usize) {
        let Some(para) =
            self.sheet.paras.get(p).filter(|p| p.zone != Zone::Frame && p.tokens.len() < 40)
        else {
            return;
        };
        let first = self.sheet.sentence_range(para, para.tokens.start);
        let Some(o) = occasion::about(self.sheet, &first) else { return };
        let start = para.span.start;
        let Some(last) =
            self.quotes.iter_mut().rev().find(|q| q.nested.is_none() && q.span.end <= start)
        else {
            return;
        };
        if last.via.is_some() || last.zone == Zone::Title {
            return;
        }
        last.via = o.via.as_ref().map(|v| tidy(self.sheet.span(v).of(self.sheet.text)));
        last.via_span = occasion::place(self.sheet, &o.via);
        if let Some(name) = last.speaker.clone() {
            let carried = Carried { via: o.via, said_on: None, spoken: o.spoken, para: p };
            self.carried.insert((name, last.zone), carried);
        }
    }

    /// A quotation inside another one: its informants are the outer speaker and medium.
    fn nested(&mut self, f: &Found, zone: Zone, outer: &Quotation) {
        let Some(r) = f.speaker.first() else { return };
        let who = self.figures.resolve(r, None, zone);
        // One capital at the head of a sentence is no name: *Whoever believes that …*.
        let sheet = self.sheet;
        let head = |k: usize| {
            k == 0 || sheet.sentence(k - 1) != sheet.sentence(k) || !sheet.is_word(k - 1)
        };
        let first = r.len() == 1 && head(r.start);
        let figure = who.figure.and_then(|i| self.figures.all.get(i));
        if first && !figure.is_some_and(|g| g.mentions.len() > 1 || g.name.len() > 1) {
            return;
        }
        let mut o = Occasion::default();
        let from = r.end;
        if let Some(cue) = f.cue.first() {
            let through = (from..cue.start).find(|&k| {
                let leads = self.sheet.language.find(Class::Informing, self.sheet.low(k));
                leads.is_some_and(|e| e.key == "headline")
            });
            o.informant = through
                .map(|k| k + 1..cue.start)
                .map(|r| r.start..r.end.saturating_sub(1).max(r.start + 1));
        }
        let informant = o.informant.take();
        let mut q = self.quotation(f, &who, (0, Zone::Title), o);
        self.quotes.pop();
        q.zone = zone;
        q.chain = who.name.into_iter().collect();
        if let Some(i) = informant {
            q.chain.push(tidy(self.sheet.span(&i).of(self.sheet.text)));
        }
        q.chain.extend(outer.speaker.clone());
        q.chain.extend(outer.via.clone());
        // The id of the outer one is given at the end: until then its place stands for it.
        q.nested = Some(format!("{}-{}", outer.span.start, outer.span.end));
        self.quotes.push(q);
    }

    /// Orders, numbers, and names the outer quotations of nested ones.
    fn finish(mut self) -> (Vec<Quotation>, Vec<Person>, Vec<Remark>) {
        self.quotes.sort_by_key(|q| (q.span.start, usize::MAX - q.span.end, q.nested.is_some()));
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for (n, q) in self.quotes.iter_mut().enumerate() {
            q.id = format!("q{}", n + 1);
            if q.nested.is_none() {
                ids.insert(format!("{}-{}", q.span.start, q.span.end), q.id.clone());
            }
        }
        for q in &mut self.quotes {
            q.nested = q.nested.as_ref().and_then(|k| ids.get(k).cloned());
        }
        (self.quotes, self.figures.people(), self.remarks)
    }
}

/// Leaves words that two findings have to the one that is surer: *Here is what she told the Post:* can
/// be read as leading to words that the next paragraph has by itself. Linear in the parts.
fn once(found: &mut Vec<Found>) {
    let mut best: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for (i, f) in found.iter().enumerate() {
        for c in &f.content {
            let slot = best.entry((c.start, c.end)).or_insert((f.confidence, i));
            if f.confidence > slot.0 {
                *slot = (f.confidence, i);
            }
        }
    }
    for (i, f) in found.iter_mut().enumerate() {
        f.content.retain(|c| best.get(&(c.start, c.end)).is_none_or(|b| b.1 == i));
    }
    found.retain(|f| !f.content.is_empty());
}

/// Whether words are worth telling by where they stand. Those in quotation marks always are; others
/// in the lines around the article only where they are of somebody whom the page names elsewhere
/// too (`known`), since a label before a colon speaks as well. Rules looked at this before.
fn tells(sheet: &Sheet<'_>, f: &Found, zone: Zone, known: bool) -> bool {
    // *Asked about the farms, Lind said …*: who asks is not named, and who answers did not ask.
    let asked = f.told.as_ref().is_some_and(|t| t.stance == Stance::Asked);
    if asked && f.speaker.is_empty() && kind(sheet, &f.content) == Kind::Indirect {
        return false;
    }
    f.told.is_none() || zone != Zone::Frame || known || kind(sheet, &f.content) != Kind::Indirect
}

/// Whether a finding without marks stands in a note by which the page corrects itself: *An earlier version
/// said …* is nobody's statement.
fn corrects(sheet: &Sheet<'_>, para: &Para, f: &Found) -> bool {
    let line = para.span.of(sheet.text);
    sheet.language.opens(Class::Correction, line).is_some()
        && kind(sheet, &f.content) == Kind::Indirect
}

/// Tokens from the object of a verb to the marks behind it.
const OBJECT: usize = 4;

/// Takes the object of the verb off the words: *called him an “old ferry”*.
fn without_object(sheet: &Sheet<'_>, f: &mut Found) {
    let Some(first) = f.content.first_mut() else { return };
    if !sheet.is(Class::ObjectPronoun, first.start) {
        return;
    }
    let to = (first.start + 1 + OBJECT).min(first.end);
    let mark = |k: &usize| sheet.tokens.get(*k).is_some_and(|t| t.sort == Sort::Mark);
    if let Some(k) = (first.start + 1..to).find(mark).filter(|k| sheet.inside(k + 1)) {
        first.start = k;
    }
}

/// As the tagger says; a cue that keeps its distance makes a claim of what is merely said.
fn stance(sheet: &Sheet<'_>, f: &Found) -> Stance {
    let mut cue = f.cue.iter().flat_map(Clone::clone);
    let claimed = cue.any(|k| crate::words::is_claiming(sheet.language, sheet.low(k)));
    match f.told.as_ref().map(|t| t.stance).unwrap_or_default() {
        Stance::Stated if claimed => Stance::Claimed,
        told => told,
    }
}

/// Direct if all words stand in marks, indirect if none do.
fn kind(sheet: &Sheet<'_>, content: &[Range<usize>]) -> Kind {
    let tokens = content.iter().flat_map(|r| sheet.tokens.get(r.clone()).unwrap_or(&[]));
    let (mut inside, mut all) = (0, 0);
    for t in tokens.filter(|t| t.sort != Sort::Mark) {
        all += 1;
        inside += usize::from(t.inside);
    }
    match inside {
        0 => Kind::Indirect,
        n if n == all => Kind::Direct,
        _ => Kind::Mixed,
    }
}

/// Whether nothing reads as the speaker's phrase where a tagger points to.
fn guessed(f: &Found) -> bool {
    f.told.as_ref().is_some_and(|t| t.guessed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_two_findings_have_are_of_the_surer_one() {
        let found = |confidence: f64, content: &[(usize, usize)]| Found {
            content: content.iter().map(|(a, b)| *a..*b).collect(),
            confidence,
            ..Found::default()
        };
        let mut all =
            vec![found(0.2, &[(1, 4), (9, 20)]), found(0.6, &[(9, 20)]), found(0.1, &[(9, 20)])];
        once(&mut all);
        let ends = |f: &Found| f.content.iter().map(|c| (c.start, c.end)).collect::<Vec<_>>();
        let left: Vec<_> = all.iter().map(ends).collect();
        assert_eq!(left, [[(1, 4)], [(9, 20)]], "what has no words left is gone");
    }
}
