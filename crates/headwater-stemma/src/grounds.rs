//! The grounds for and against an edge, in plain words, with the places they rest on.
//!
//! Words of pages stand between quotation marks and are slices of them. The weight of a ground is
//! what its evidence adds to the edge's log odds beyond what it adds to the rival edges.

use crate::evidence::Evidence;
use crate::family::{Collation, gaps};
use crate::model::{Block, Weights};
use crate::record::Ground;
use crate::times::Order;
use crate::witness::{Line, Witness};
use headwater_collate::Place;
use headwater_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How many examples of one kind are shown.
const SHOWN: usize = 4;

/// Rivals that an edge's evidence is weighed against.
const RIVALS: usize = 6;

/// All that grounds are read from.
pub(crate) struct Court<'a> {
    pub(crate) witnesses: &'a [Witness<'a>],
    pub(crate) collation: &'a Collation,
    pub(crate) evidence: &'a Evidence,
    pub(crate) weights: &'a Weights,
}

/// Which ground a piece of evidence counts for.
pub(crate) fn kind_of(name: &str) -> &'static str {
    let (group, rest) = name.split_once('.').unwrap_or((name, ""));
    match group {
        "time" => "time",
        "credit" => "credit",
        "rival" | "first" => "rivals",
        "marks" => "marks",
        "order" => "order",
        "title" => "headline",
        "number" => "numbers",
        _ if rest.starts_with("alone") || rest == "rare_words" => "shared-innovation",
        _ if matches!(rest, "child_lacks" | "child_lacked" | "child_cut") => "lacks",
        _ if rest.starts_with("parent_only") => "leaves-out",
        _ if rest.starts_with("child_only") => "adds",
        _ if matches!(rest, "parent_lacks" | "parent_lacked" | "parent_cut") => "has-more",
        _ if rest.ends_with("_new") || rest.ends_with("_old") => "readings",
        _ => "shared-wording",
    }
}

impl<'a> Court<'a> {
    fn name(&self, w: usize) -> &str {
        self.witnesses.get(w).map_or("", |w| w.outlet.unwrap_or(w.id))
    }

    fn place(&self, w: usize, span: Span) -> Place {
        Place { article: self.witnesses.get(w).map_or(w, |w| w.article), span }
    }

    fn words(&self, w: usize, span: Span) -> &str {
        self.witnesses.get(w).map_or("", |w| span.of(w.text))
    }

    fn quoted(&self, w: usize, span: Span) -> String {
        let words = self.words(w, span);
        let end = words.char_indices().nth(80).map(|(i, _)| i);
        let cut = end
            .and_then(|e| words.get(..e))
            .and_then(|w| w.rfind(' '))
            .and_then(|e| words.get(..e));
        match cut {
            Some(short) => headwater_text::quoted(&format!("{short} …")),
            None => headwater_text::quoted(words),
        }
    }

    fn line(&self, w: usize, family: usize) -> Option<(&Line, usize)> {
        let at = *self.collation.having.get(w)?.get(&family)?;
        Some((self.witnesses.get(w)?.lines.get(at)?, *self.collation.lines.get(w)?.get(at)?))
    }

    fn families(&self, w: usize) -> impl Iterator<Item = usize> + '_ {
        self.collation.having.get(w).into_iter().flat_map(|h| h.keys().copied())
    }

    /// What each kind of evidence adds for `p` as parent of `c`, less its mean over the rivals.
    fn weights_of(&self, p: usize, c: usize) -> BTreeMap<&'static str, f64> {
        let own = self.sums(p, c);
        let near = self.evidence.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let mut rivals: Vec<usize> = near.iter().copied().filter(|q| *q != p).collect();
        let like = |q: &usize| self.evidence.kinship.like(*q, c);
        rivals.sort_by(|a, b| like(b).total_cmp(&like(a)).then(a.cmp(b)));
        rivals.truncate(RIVALS);
        let mut mean: BTreeMap<&'static str, f64> = BTreeMap::new();
        for q in &rivals {
            for (k, v) in self.sums(*q, c) {
                *mean.entry(k).or_default() += v / rivals.len() as f64;
            }
        }
        own.into_iter().map(|(k, v)| (k, v - mean.get(k).copied().unwrap_or(0.0))).collect()
    }

    fn sums(&self, p: usize, c: usize) -> BTreeMap<&'static str, f64> {
        let mut out: BTreeMap<&'static str, f64> = BTreeMap::new();
        let weights = self.weights;
        self.evidence.descent(p, c, &mut |name, v| {
            let w = weights.score(Block::Descent, |put| put(name, v));
            *out.entry(kind_of(name)).or_default() += w;
        });
        out
    }

    /// Grounds for and against `p` as the parent of `c`, strongest first.
    pub(crate) fn descent(&self, p: usize, c: usize) -> Vec<Ground> {
        let weights = self.weights_of(p, c);
        let weight = |k: &str| weights.get(k).copied().unwrap_or(0.0);
        let mut out = Vec::new();
        self.shared_wording(p, c, weight("shared-wording"), &mut out);
        self.alone_together(p, c, weight("shared-innovation"), &mut out);
        self.lacks(p, c, weight("lacks"), &mut out);
        self.both_leave_out(p, c, weight("leaves-out"), &mut out);
        self.extra(p, c, weight("adds"), weight("has-more"), &mut out);
        self.marks(p, c, weight("marks"), &mut out);
        self.moved(p, c, weight("order"), &mut out);
        self.time(p, c, weight("time"), &mut out);
        self.credit(p, c, weight("credit"), &mut out);
        self.headline(p, c, weight("headline"), &mut out);
        finish(out)
    }

    /// Grounds for `q` as a second parent of `c` beside `p`.
    pub(crate) fn second(&self, p: Option<usize>, q: usize, c: usize) -> Vec<Ground> {
        let mut out = Vec::new();
        let mut places = Vec::new();
        let (mut n, mut same, mut shown) = (0, 0, None);
        for f in self.families(c) {
            if p.is_some_and(|p| self.line(p, f).is_some()) {
                continue;
            }
            let (Some((lc, rc)), Some((lq, rq))) = (self.line(c, f), self.line(q, f)) else {
                continue;
            };
            n += 1;
            same += usize::from(rc == rq);
            shown = shown.or(Some(lc.span));
            if places.len() < 2 * SHOWN {
                places.extend([self.place(q, lq.span), self.place(c, lc.span)]);
            }
        }
        if let Some(span) = shown {
            let parent = p.map_or("the parent", |p| self.name(p));
            let what = if n == 1 {
                "a sentence".to_owned()
            } else {
                format!("{n} sentences, {same} word for word,")
            };
            let text = format!(
                "{} has {what} from {} that {parent} lacks: {}",
                self.name(c),
                self.name(q),
                self.quoted(c, span)
            )
            .replace(" from ", " in common with ");
            out.push(ground("second-parent", true, 1.0 + 0.5 * n as f64, text, places));
        }
        self.time(q, c, 0.5, &mut out);
        self.credit(q, c, 0.5, &mut out);
        finish(out)
    }

    fn shared_wording(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let (mut both, mut same) = (0, 0);
        let mut places = Vec::new();
        let mut total = 0;
        for f in self.families(c) {
            total += 1;
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            both += 1;
            same += usize::from(rc == rp);
            if places.len() < 2 * SHOWN {
                places.push(self.place(p, lp.span));
                places.push(self.place(c, lc.span));
            }
        }
        if both > 0 {
            let text = format!(
                "{both} of the {total} sentences of {} stand in {} too, {same} word for word",
                self.name(c),
                self.name(p)
            );
            out.push(ground("shared-wording", weight >= 0.0, weight, text, places));
        } else {
            let text = format!("no sentence of {} stands in {}", self.name(c), self.name(p));
            out.push(ground("shared-wording", false, weight, text, Vec::new()));
        }
    }

    /// Words that these two have, where other reports of the same sentence have not.
    fn alone_together(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        if self.witnesses.len() < 3 {
            return;
        }
        let mut found: Vec<(bool, Place, Place, String)> = Vec::new();
        for f in self.families(c) {
            let others = self.collation.families.get(f).is_some_and(|f| f.bearers.len() > 2);
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            for (at_p, at_c) in matched(self.collation, rp, rc) {
                let (Some(word), Some(sp), Some(sc)) =
                    (lp.words.get(at_p), lp.places.get(at_p), lc.places.get(at_c))
                else {
                    continue;
                };
                if self.collation.spread.get(word).is_some_and(|n| *n > 2) {
                    continue;
                }
                let bracketed = |w: usize, s: Span| self.bracketed(w, s);
                let marked = bracketed(p, *sp).zip(bracketed(c, *sc));
                // Words of a sentence that only these two have say no more than the sentence.
                if marked.is_none() && !others {
                    continue;
                }
                let (sp, sc) = marked.unwrap_or((*sp, *sc));
                found.push((
                    marked.is_none(),
                    self.place(p, sp),
                    self.place(c, sc),
                    self.quoted(p, sp),
                ));
            }
        }
        found.sort();
        if found.is_empty() {
            return;
        }
        let more = found.len().saturating_sub(SHOWN);
        let said: Vec<&str> = found.iter().take(SHOWN).map(|f| f.3.as_str()).collect();
        let tail = if more > 0 { format!(" and {more} more words") } else { String::new() };
        let text = format!("{}{tail} stand in both and in no other report", said.join(", "));
        let places = found.iter().take(SHOWN).flat_map(|f| [f.1, f.2]).collect();
        out.push(ground("shared-innovation", true, weight, text, places));
    }

    /// The place with its brackets, if the word stands in brackets alone.
    fn bracketed(&self, w: usize, span: Span) -> Option<Span> {
        let text = self.witnesses.get(w)?.text;
        let open = text.get(..span.start)?.ends_with(['(', '[']);
        let close = text.get(span.end..)?.starts_with([')', ']']);
        (open && close).then(|| Span::new(span.start - 1, span.end + 1))
    }

    fn lacks(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let mut found: Vec<(usize, Span)> = Vec::new();
        for f in self.families(c) {
            let (Some((_, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            let (Some(x), Some(y)) =
                (self.collation.readings.get(rp), self.collation.readings.get(rc))
            else {
                continue;
            };
            for gap in gaps(&x.words, &y.words).into_iter().filter(|g| g.b.0 == g.b.1) {
                if let (Some(s), Some(e)) = (lp.places.get(gap.a.0), lp.places.get(gap.a.1 - 1)) {
                    found.push((gap.a.1 - gap.a.0, s.hull(*e)));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        found.sort();
        let said: Vec<String> = found.iter().take(SHOWN).map(|(_, s)| self.quoted(p, *s)).collect();
        let more = found.len().saturating_sub(SHOWN);
        let tail = if more > 0 { format!(" and {more} more places") } else { String::new() };
        let text =
            format!("{} lacks {}{tail}, which {} has", self.name(c), said.join(", "), self.name(p));
        let places = found.iter().take(SHOWN).map(|(_, s)| self.place(p, *s)).collect();
        out.push(ground("lacks", true, weight, text, places));
    }

    fn both_leave_out(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let mut found: Vec<(usize, usize, Span)> = Vec::new();
        for (f, family) in self.collation.families.iter().enumerate() {
            if family.bearers.binary_search(&p).is_ok() || family.bearers.binary_search(&c).is_ok()
            {
                continue;
            }
            let Some(w) = family.bearers.first() else { continue };
            if let Some((l, _)) = self.line(*w, f) {
                found.push((usize::MAX - l.words.len(), *w, l.span));
            }
        }
        if found.is_empty() || self.witnesses.len() > 12 && found.len() > 40 {
            return;
        }
        found.sort();
        let n = found.len();
        let said: Vec<String> = found.iter().take(2).map(|(_, w, s)| self.quoted(*w, *s)).collect();
        let whose: BTreeSet<&str> = found.iter().map(|f| self.name(f.1)).collect();
        let whose = if whose.len() == 1 {
            whose.into_iter().next().unwrap_or("").to_owned()
        } else {
            "others".to_owned()
        };
        let what = if n == 1 { "a sentence".to_owned() } else { format!("{n} sentences") };
        let text = format!("both leave out {what} that {whose} have or has: {}", said.join(", "))
            .replace("others have or has", "others have")
            .replace("have or has", "has");
        let places = found.iter().take(SHOWN).map(|(_, w, s)| self.place(*w, *s)).collect();
        out.push(ground("leaves-out", true, weight, text, places));
    }

    /// Sentences of the child that the parent has not: its own, or known from elsewhere.
    fn extra(&self, p: usize, c: usize, weight: f64, more: f64, out: &mut Vec<Ground>) {
        let (mut own, mut old) = (Vec::new(), Vec::new());
        for f in self.families(c) {
            if self.line(p, f).is_some() {
                continue;
            }
            let Some((l, _)) = self.line(c, f) else { continue };
            let others = self.collation.families.get(f).is_some_and(|f| f.bearers.len() > 1);
            if others {
                old.push(l.span)
            } else {
                own.push(l.span)
            };
        }
        for (list, favours, kind, tail, weight) in [
            (own, true, "adds", "that no other report has", weight.abs() * 0.25),
            (
                old,
                false,
                "has-more",
                "that other reports have and the parent lacks",
                weight.min(0.0).abs() + more.min(0.0).abs(),
            ),
        ] {
            let Some(first) = list.first() else { continue };
            let n = list.len();
            let what = if n == 1 { "a sentence".to_owned() } else { format!("{n} sentences") };
            let text = format!("{} has {what} {tail}: {}", self.name(c), self.quoted(c, *first));
            let places = list.iter().take(SHOWN).map(|s| self.place(c, *s)).collect();
            out.push(ground(kind, favours, weight, text, places));
        }
    }

    fn marks(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let count = |w: usize, s: Span| {
            self.words(w, s).chars().filter(|c| headwater_text::fold_char(*c) == '"').count()
        };
        let (mut more, mut fewer) = (Vec::new(), Vec::new());
        for f in self.families(c) {
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            let near = rc == rp
                || matched(self.collation, rp, rc).len() * 10
                    >= lc.words.len().max(lp.words.len()) * 8;
            let (x, y) = (count(p, lp.span), count(c, lc.span));
            match x.cmp(&y) {
                _ if !near => {}
                std::cmp::Ordering::Less => more.push((lp.span, lc.span, y - x)),
                std::cmp::Ordering::Greater => fewer.push((lp.span, lc.span, x - y)),
                std::cmp::Ordering::Equal => {}
            }
        }
        for (list, favours, verb) in
            [(more, false, "has quotation marks that"), (fewer, true, "lacks quotation marks that")]
        {
            let Some(first) = list.first() else { continue };
            let n: usize = list.iter().map(|x| x.2).sum();
            let other = if favours {
                "has"
            } else {
                "has lost; an editor may have put them back, or both were made from an earlier state"
            };
            let text = format!(
                "in {} places {} {verb} {} {other}: {}",
                n,
                self.name(c),
                self.name(p),
                self.quoted(c, first.1)
            )
            .replace("in 1 places", "in one place");
            let places = list
                .iter()
                .take(SHOWN)
                .flat_map(|x| [self.place(p, x.0), self.place(c, x.1)])
                .collect();
            out.push(ground("marks", favours, weight.abs().max(0.1), text, places));
        }
    }

    /// Sentences that stand in another order.
    fn moved(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let at = |w: usize, f: usize| self.collation.having.get(w).and_then(|h| h.get(&f)).copied();
        let mut list: Vec<(usize, usize, usize)> =
            self.families(c).filter_map(|f| Some((at(p, f)?, at(c, f)?, f))).collect();
        list.sort_unstable();
        let kept = rising(&list);
        let moved: Vec<usize> = list.iter().filter(|x| !kept.contains(&x.0)).map(|x| x.2).collect();
        let Some((f, (l, _))) = moved.first().and_then(|f| Some((*f, self.line(c, *f)?))) else {
            return;
        };
        let text = format!(
            "the rest keeps its order, but in {} this stands elsewhere: {}",
            self.name(c),
            self.quoted(c, l.span)
        );
        let mut places = vec![self.place(c, l.span)];
        places.extend(self.line(p, f).map(|(l, _)| self.place(p, l.span)));
        out.push(ground("order", kept.len() > moved.len(), weight, text, places));
    }

    fn time(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let text = match self.evidence.times.order(p, c) {
            Order::Before(h) => {
                format!("{} is dated {} later", self.name(c), self.distance(p, c, h))
            }
            Order::After(h) => {
                format!("{} is dated {} earlier", self.name(c), self.distance(c, p, h))
            }
            Order::Open => return,
            Order::Unknown => return,
        };
        let favours = matches!(self.evidence.times.order(p, c), Order::Before(_));
        let places = [p, c]
            .into_iter()
            .filter_map(|w| Some(self.place(w, self.witnesses.get(w)?.date_span?)))
            .collect();
        out.push(ground("time", favours, weight, text, places));
    }

    /// How long after `a` the later `b` is dated: in days where one has only a day.
    fn distance(&self, a: usize, b: usize, hours: f64) -> String {
        let (Some(x), Some(y)) = (self.evidence.times.get(a), self.evidence.times.get(b)) else {
            return span_of_time(hours);
        };
        if x.0 == x.1 && y.0 == y.1 {
            return span_of_time(hours);
        }
        match y.0.div_euclid(1440) - x.0.div_euclid(1440) {
            0 | 1 => "a day".to_owned(),
            d => format!("{d} days"),
        }
    }

    fn credit(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let names = self.evidence.names.get(c).map(Vec::as_slice).unwrap_or(&[]);
        for q in names {
            let favours = *q == p;
            let Some(span) = self.named(c, *q) else { continue };
            let text = format!("{} names {}", self.name(c), self.quoted(c, span));
            out.push(ground("credit", favours, weight, text, vec![self.place(c, span)]));
        }
        if let Some(span) = self.named(p, c) {
            let text = format!("{} names {}", self.name(p), self.quoted(p, span));
            out.push(ground("credit", false, weight, text, vec![self.place(p, span)]));
        }
    }

    /// Where the body of `w` names the outlet of `other`.
    fn named(&self, w: usize, other: usize) -> Option<Span> {
        let witness = self.witnesses.get(w)?;
        let outlet = self.witnesses.get(other)?.outlet?;
        let (line, at) = crate::kin::named(witness, outlet)?;
        let n = crate::witness::words_of(outlet).len();
        let places = &witness.lines.get(line)?.places;
        let first = places.get(at)?;
        let last = places.get(at + n - 1).or(places.get(at))?;
        let full = first.hull(*last);
        Some(
            if crate::credit::outlet_key(full.of(witness.text)) == crate::credit::outlet_key(outlet)
            {
                full
            } else {
                let last = places.get((at + n).saturating_sub(2).max(at)).unwrap_or(first);
                first.hull(*last)
            },
        )
    }

    fn headline(&self, p: usize, c: usize, weight: f64, out: &mut Vec<Ground>) {
        let (Some(a), Some(b)) = (self.witnesses.get(p), self.witnesses.get(c)) else { return };
        if a.title_words.is_empty() || a.title_words != b.title_words {
            return;
        }
        let places = [(p, a.title_span), (c, b.title_span)]
            .into_iter()
            .filter_map(|(w, s)| Some(self.place(w, s?)))
            .collect();
        let said = b.title.map(headwater_text::quoted).unwrap_or_default();
        out.push(ground(
            "headline",
            true,
            weight,
            format!("both have the headline {said}"),
            places,
        ));
    }

    /// Grounds for and against `c` having come by another way than from `from` (its likeliest
    /// parent among the reports); `below` are the reports made from it.
    pub(crate) fn apart(
        &self,
        c: usize,
        from: Option<usize>,
        below: &BTreeSet<usize>,
    ) -> Vec<Ground> {
        let mut out = Vec::new();
        for credit in self.witnesses.get(c).map(|w| w.credits.as_slice()).unwrap_or(&[]) {
            let key = crate::credit::outlet_key(&credit.name);
            if self.evidence.absent.get(c).is_some_and(|a| a.contains(&key)) {
                let text = format!(
                    "{} names {}, which is not among these reports",
                    self.name(c),
                    self.quoted(c, credit.span)
                );
                out.push(ground("credit", true, 1.0, text, vec![self.place(c, credit.span)]));
            }
        }
        let Some(p) = from else {
            return finish(out);
        };
        let (mut alike, mut both) = (0, 0);
        let mut places = Vec::new();
        for f in self.families(c) {
            let (Some((lc, rc)), Some((lp, rp))) = (self.line(c, f), self.line(p, f)) else {
                continue;
            };
            both += 1;
            alike += usize::from(rc == rp);
            if rc != rp && places.len() < 2 * SHOWN {
                places.push(self.place(p, lp.span));
                places.push(self.place(c, lc.span));
            }
        }
        if both > alike {
            let text = format!(
                "where {} and {} agree in matter they differ in wording: of {both} sentences {} stand word for word in both",
                self.name(c),
                self.name(p),
                if alike == 0 { "none".to_owned() } else { alike.to_string() }
            );
            out.push(ground(
                "wording",
                alike * 2 < both,
                1.0 + (both - alike) as f64 * 0.2,
                text,
                places,
            ));
        }
        let has: Vec<Span> = self
            .families(c)
            .filter(|f| self.line(p, *f).is_none())
            .filter_map(|f| Some(self.line(c, f)?.0.span))
            .collect();
        if let Some(first) = has.iter().max_by_key(|s| (s.len(), usize::MAX - s.start)) {
            let text = format!(
                "{} has {} sentences that {} leaves out: {}",
                self.name(c),
                has.len(),
                self.name(p),
                self.quoted(c, *first)
            )
            .replace("has 1 sentences that", "has a sentence that");
            out.push(ground(
                "adds",
                true,
                0.3 * (has.len() as f64).min(8.0),
                text,
                has.iter().take(SHOWN).map(|s| self.place(c, *s)).collect(),
            ));
        }
        for (w, other) in self.witnesses.iter().enumerate() {
            if w != c
                && !below.contains(&w)
                && let Some(g) = self.own_headline(c, w, other)
            {
                out.push(g);
            }
        }
        finish(out)
    }

    /// A headline shared in words that stand in neither body.
    fn own_headline(&self, c: usize, w: usize, other: &Witness) -> Option<Ground> {
        let mine = self.witnesses.get(c)?;
        let theirs: BTreeSet<&[u64]> = other.title_words.windows(2).collect();
        let mut runs: Vec<&[u64]> =
            mine.title_words.windows(2).filter(|r| theirs.contains(r)).collect();
        if runs.len() >= 2 {
            let lines = [mine, other].into_iter().flat_map(|x| x.lines.iter());
            let bodies: BTreeSet<&[u64]> = lines.flat_map(|l| l.words.windows(2)).collect();
            runs.retain(|r| !bodies.contains(r));
        }
        if runs.len() < 2 {
            return None;
        }
        let text = format!(
            "{} and {} share words of their headlines that stand in neither body: {}, {}",
            self.name(c),
            self.name(w),
            title(mine),
            title(other)
        );
        let places = [(c, mine.title_span), (w, other.title_span)]
            .into_iter()
            .filter_map(|(w, s)| Some(self.place(w, s?)))
            .collect();
        Some(ground("headline", false, 0.4 + 0.1 * runs.len() as f64, text, places))
    }
}

fn title(w: &Witness) -> String {
    w.title.map(headwater_text::quoted).unwrap_or_default()
}

fn ground(kind: &str, favours: bool, weight: f64, text: String, places: Vec<Place>) -> Ground {
    Ground {
        kind: kind.to_owned(),
        favours,
        weight: (weight.abs() * 100.0).round() / 100.0,
        text,
        places,
    }
}

fn finish(mut out: Vec<Ground>) -> Vec<Ground> {
    out.sort_by(|a, b| {
        b.favours.cmp(&a.favours).then(b.weight.total_cmp(&a.weight)).then(a.text.cmp(&b.text))
    });
    out
}

/// Hours in words.
fn span_of_time(hours: f64) -> String {
    if hours < 1.0 {
        format!("{} minutes", (hours * 60.0).round().max(1.0))
    } else if hours < 36.0 {
        let h = hours.round();
        if h == 1.0 { "an hour".to_owned() } else { format!("{h} hours") }
    } else {
        let d = (hours / 24.0).round().max(1.0);
        if d == 1.0 { "a day".to_owned() } else { format!("{d} days") }
    }
}

/// Words that two readings have in common, by place in each.
pub(crate) fn matched(c: &Collation, x: usize, y: usize) -> Vec<(usize, usize)> {
    let (Some(a), Some(b)) = (c.readings.get(x), c.readings.get(y)) else { return Vec::new() };
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for gap in gaps(&a.words, &b.words) {
        while i < gap.a.0 && j < gap.b.0 {
            out.push((i, j));
            i += 1;
            j += 1;
        }
        (i, j) = (gap.a.1, gap.b.1);
    }
    while i < a.words.len() && j < b.words.len() {
        out.push((i, j));
        i += 1;
        j += 1;
    }
    out
}

/// The longest rising run by second place; gives the first places kept.
fn rising(list: &[(usize, usize, usize)]) -> BTreeSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(list.len());
    for (i, x) in list.iter().enumerate() {
        let before = (0..i)
            .filter(|j| list.get(*j).is_some_and(|y| y.1 < x.1))
            .filter_map(|j| Some((best.get(j)?.0, j)))
            .max_by_key(|(n, j)| (*n, usize::MAX - j));
        best.push((before.map_or(1, |(n, _)| n + 1), before.map(|(_, j)| j)));
    }
    let mut at = (0..best.len()).max_by_key(|i| (best.get(*i).map_or(0, |b| b.0), usize::MAX - i));
    let mut out = BTreeSet::new();
    while let Some(i) = at {
        out.extend(list.get(i).map(|x| x.0));
        at = best.get(i).and_then(|b| b.1);
    }
    out
}
