//! The evidence on each possible edge as numbers, each with a name.
//!
//! Three kinds of edge: `p` is the parent of `c`; `c` and `s` were both made from a text that we
//! do not have; `c` was made from nothing that we have.

use crate::again::Again;
use crate::anchors::Anchors;
use crate::credit::outlet_key;
use crate::kin::{Kin, Kinship, name_words, named};
use crate::naming::is_own;
use crate::source::{Lean, Sources, corrects};
use crate::stamp::Stamps;
use crate::table::Table;
use crate::times::{Order, Times};
use crate::witness::Witness;
use headwater_collate::Utterance;
use headwater_lang::{Class, Language};
use headwater_text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// What the story's witnesses say of each other, ready to be asked for.
pub(crate) struct Evidence {
    pub(crate) kinship: Kinship,
    pub(crate) times: Times,
    pub(crate) again: Again,
    pub(crate) anchors: Anchors,
    pub(crate) stamps: Stamps,
    /// What each report says that it is made from.
    pub(crate) sources: Sources,
    /// `names[c]`: witnesses whose outlet the body of `c` names.
    pub(crate) names: Vec<Vec<usize>>,
    /// Publications credited in `c` that no witness belongs to (folded names).
    pub(crate) absent: Vec<Vec<String>>,
    measures: Vec<Table>,
    /// How well third texts stand between two: see [`Evidence::thirds`].
    between: [Table; 3],
    /// Per measure, child and parent: best and second-best values, by row and by column.
    best: Vec<Vec<[(f64, usize); 2]>>,
    best_child: Vec<Vec<[(f64, usize); 2]>>,
    n: usize,
}

/// A report that another one of its language credits shares a statement with it, or this part of its
/// word runs, or has this part of the names and numbers around the credit, if there are any. In the written sets 38 of 39
/// right ones do; of the wrong ones in real windows none does.
const CREDITED: (f64, f64) = (0.012, 0.6);

/// Measures whose rank among the rivals counts.
const MEASURES: [&str; 5] = ["share", "like", "prose", "apart", "printed"];

pub(crate) type Put<'p> = &'p mut dyn FnMut(&'static str, f64);

fn log1p(x: f64) -> f64 {
    libm::log1p(x.max(0.0))
}

fn ratio(x: f64, y: f64) -> f64 {
    if y > 0.0 { x / y } else { 0.0 }
}

/// The outlets of a story's reports.
struct Outlets {
    /// For each report the key of its outlet.
    keys: Vec<Option<String>>,
    /// For each key the reports that have it, and the words of the name.
    bearers: BTreeMap<String, (Vec<usize>, Vec<u64>)>,
}

impl Outlets {
    fn new(witnesses: &[Witness]) -> Outlets {
        let keys: Vec<Option<String>> =
            witnesses.iter().map(|w| w.outlet.map(outlet_key)).collect();
        let mut bearers: BTreeMap<String, (Vec<usize>, Vec<u64>)> = BTreeMap::new();
        for (i, (key, w)) in keys.iter().zip(witnesses).enumerate() {
            if let (Some(key), Some(outlet)) = (key, w.outlet) {
                let first = || (Vec::new(), name_words(outlet));
                bearers.entry(key.clone()).or_insert_with(first).0.push(i);
            }
        }
        Outlets { keys, bearers }
    }

    fn owns(&self, c: usize, key: &str) -> bool {
        self.keys.get(c).is_some_and(|k| k.as_deref() == Some(key))
    }

    /// The reports whose outlet the body of `c` names. Linear in its words and in the names whose
    /// first word it has.
    fn named_by(&self, c: usize, witnesses: &[Witness]) -> Vec<usize> {
        let Some(w) = witnesses.get(c) else { return Vec::new() };
        let there: BTreeSet<u64> = w.lines.iter().flat_map(|l| &l.words).copied().collect();
        let begun = |name: &[u64]| name.first().is_some_and(|f| there.contains(f));
        let may = self.bearers.iter().filter(|(_, (_, name))| begun(name));
        let met = may.filter_map(|(key, (bearers, name))| {
            let outlet = bearers.first().and_then(|b| witnesses.get(*b)?.outlet).unwrap_or("");
            let (line, at) = named(w, name, outlet)?;
            let place = w.lines.get(line)?.places.get(at)?;
            let words = key.split_whitespace().count();
            (!corrects(w, *place)).then_some((key, bearers, line, at, words))
        });
        let met: Vec<_> = met.collect();
        let mut out = Vec::new();
        for (key, bearers, line, at, words) in &met {
            // *Post* in *Strait Post* names the latter.
            let part = met.iter().any(|(_, _, other, start, n)| {
                other == line && n > words && start <= at && at + words <= start + n
            });
            if !self.owns(c, key) && !part {
                out.extend(bearers.iter().copied());
            }
        }
        let short = w.credits.iter().filter_map(|credit| self.shortened(&credit.name, witnesses));
        out.extend(short.filter(|bearers| !bearers.contains(&c)).flatten());
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The reports of an outlet whose name is printed shortened: *SF Chronicle*.
    fn shortened(&self, name: &str, witnesses: &[Witness]) -> Option<&[usize]> {
        let of = |bearers: &[usize]| witnesses.get(*bearers.first()?)?.outlet;
        let mut all = self.bearers.values().map(|(bearers, _)| bearers.as_slice());
        all.find(|bearers| of(bearers).is_some_and(|outlet| shortens(name, outlet)))
    }

    /// The publications that `c` credits and no report of the story is of, by their keys.
    fn absent_from(&self, c: usize, witnesses: &[Witness]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let Some(w) = witnesses.get(c) else { return out };
        for credit in &w.credits {
            let key = outlet_key(&credit.name);
            let held = is_own(w, &key)
                || self.bearers.contains_key(&key)
                || self.shortened(&credit.name, witnesses).is_some();
            if !held && !out.contains(&key) {
                out.push(key);
            }
        }
        out
    }
}

/// Whether a name is another one with words by their first letters: *SF Chronicle* for *The San
/// Francisco Chronicle*. One word must be the same.
fn shortens(short: &str, long: &str) -> bool {
    let long = fold(long);
    let words = |name: &str| -> Vec<String> {
        let parts = name.split(|c: char| !c.is_alphanumeric());
        parts.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let list = words(&long);
    let article = |w: &String| Language::unknown().has(Class::OutletArticle, w);
    let mut left = list.get(usize::from(list.first().is_some_and(article))..).unwrap_or(&[]);
    let (mut same, mut cut) = (false, false);
    for word in words(short) {
        let letters: Vec<char> = fold(&word).chars().collect();
        let initials =
            |w: &[String]| w.iter().filter_map(|w| w.chars().next()).eq(letters.iter().copied());
        let capitals = letters.len() > 1 && word.chars().all(char::is_uppercase);
        if left.first().is_some_and(|w| *w == fold(&word)) {
            (same, left) = (true, left.get(1..).unwrap_or(&[]));
        } else if capitals && left.get(..letters.len()).is_some_and(initials) {
            (cut, left) = (true, left.get(letters.len()..).unwrap_or(&[]));
        } else {
            return false;
        }
    }
    same && cut && left.is_empty()
}

impl Evidence {
    pub(crate) fn new(witnesses: &[Witness], kinship: Kinship) -> Evidence {
        let n = witnesses.len();
        let times = Times::new(witnesses);
        let outlets = Outlets::new(witnesses);
        let names = (0..n).map(|c| outlets.named_by(c, witnesses)).collect();
        let absent = (0..n).map(|c| outlets.absent_from(c, witnesses)).collect();
        let stamps = Stamps::new(witnesses);
        let sources = Sources::new(witnesses, &stamps);
        let mut e = Evidence {
            kinship,
            times,
            again: Again::new(witnesses),
            anchors: Anchors::new(witnesses),
            stamps,
            sources,
            names,
            absent,
            measures: Vec::new(),
            between: Default::default(),
            best: Vec::new(),
            best_child: Vec::new(),
            n,
        };
        e.measure();
        e.thirds();
        e
    }

    /// Drops credits to reports that have nothing of what is credited: *first reported by Politico*
    /// is of another report of Politico than the one at hand. Linear in the readings; each credit costs the
    /// statements of its two reports.
    pub(crate) fn heed(&mut self, witnesses: &[Witness], utterances: &[Utterance]) {
        let mut said: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (n, u) in utterances.iter().enumerate() {
            for r in &u.readings {
                said.entry(r.place.article).or_default().insert(n);
            }
        }
        let both = |a: usize, b: usize| {
            said.get(&a).zip(said.get(&b)).is_some_and(|(x, y)| !x.is_disjoint(y))
        };
        for (c, w) in witnesses.iter().enumerate() {
            let Some(leans) = self.sources.leans.get(c) else { continue };
            let holds = |l: &&Lean| {
                let Some(p) = witnesses.get(l.on) else { return false };
                let issued = self.sources.issued.get(l.on) == Some(&true);
                let around = || self.anchors.around(witnesses, l.on, c, l.span);
                issued
                    || p.language.code != w.language.code
                    || self.kinship.share(l.on, c) >= CREDITED.0
                    || both(p.article, w.article)
                    || around().is_none_or(|a| a >= CREDITED.1)
            };
            let key = |l: &Lean| witnesses.get(l.on).and_then(|p| p.outlet).map(outlet_key);
            let (kept, dropped): (Vec<Lean>, Vec<Lean>) = leans.iter().partition(holds);
            // Its medium is then one of which no report is here.
            let gone = dropped.iter().filter_map(key);
            let gone = gone.filter(|k| !kept.iter().any(|l| key(l).as_ref() == Some(k)));
            let gone: Vec<String> =
                gone.filter(|k| w.credits.iter().any(|c| outlet_key(&c.name) == *k)).collect();
            if let Some(absent) = self.absent.get_mut(c) {
                absent.extend(gone);
                absent.dedup();
            }
            if let Some(names) = self.names.get_mut(c) {
                names.retain(|p| !dropped.iter().any(|l| l.on == *p));
            }
            dropped.iter().for_each(|l| self.anchors.forget(c, l.on));
            if let Some(leans) = self.sources.leans.get_mut(c) {
                *leans = kept;
            }
        }
    }

    /// Whether `c` names the outlet of `p`, in its own alphabet or another.
    pub(crate) fn named(&self, c: usize, p: usize) -> bool {
        self.names.get(c).is_some_and(|l| l.contains(&p)) || self.anchors.names(c, p)
    }

    fn sentence_counts(&self, k: &Kin, who: usize) -> f64 {
        k.side.iter().map(|s| s.shared + s.only.get(who).map_or(0.0, |o| o[0] + o[1])).sum()
    }

    fn measure(&mut self) {
        for m in 0..MEASURES.len() {
            let mut values = Table::new(self.n);
            let mut best = vec![[(f64::MIN, usize::MAX); 2]; self.n];
            let mut best_child = best.clone();
            for c in 0..self.n {
                for p in self.kinship.near.get(c).cloned().unwrap_or_default() {
                    let Some(k) = self.kinship.get(p, c) else { continue };
                    let (_, ci) = if p < c { (0, 1) } else { (1, 0) };
                    let total = self.sentence_counts(k, ci);
                    let v = match m {
                        0 => k.share[ci],
                        1 => k.like,
                        2 => k.prose_like,
                        3 => -log1p(k.apart),
                        _ => ratio(k.printed, total),
                    };
                    values.add(p, c, v);
                    keep(&mut best, c, v, p);
                    keep(&mut best_child, p, v, c);
                }
            }
            self.measures.push(values);
            self.best.push(best);
            self.best_child.push(best_child);
        }
    }

    /// The value of a measure less the best other parent's, and less the best other child's.
    fn margins(&self, m: usize, p: usize, c: usize) -> (f64, f64) {
        let v = self.measures.get(m).map_or(0.0, |t| t.get(p, c));
        let other = |table: &Vec<Vec<[(f64, usize); 2]>>, row: usize, own: usize| {
            let Some([a, b]) = table.get(m).and_then(|t| t.get(row)) else { return 0.0 };
            let best = if a.1 == own { b } else { a };
            if best.1 == usize::MAX { 0.0 } else { v - best.0 }
        };
        (other(&self.best, c, p), other(&self.best_child, p, c))
    }

    /// Evidence that `p` is the parent of `c`.
    pub(crate) fn descent(&self, p: usize, c: usize, put: Put) {
        let Some(k) = self.kinship.get(p, c) else { return };
        let (pi, ci) = if p < c { (0, 1) } else { (1, 0) };
        wording(k, pi, ci, put);
        self.time(p, c, put);
        self.credit(p, c, put);
        const MARGIN: [[&str; 3]; 5] = [
            ["rival.share", "rival.share_best", "rival.share_child"],
            ["rival.like", "rival.like_best", "rival.like_child"],
            ["rival.prose", "rival.prose_best", "rival.prose_child"],
            ["rival.apart", "rival.apart_best", "rival.apart_child"],
            ["rival.printed", "rival.printed_best", "rival.printed_child"],
        ];
        for (m, [name, top, child]) in MARGIN.into_iter().enumerate() {
            let (a, b) = self.margins(m, p, c);
            put(name, a.clamp(-3.0, 1.0));
            put(top, f64::from(u8::from(a >= 0.0)));
            put(child, b.clamp(-3.0, 1.0));
        }
        let [between, above, below] = self.between(p, c);
        put("rival.between", between);
        put("rival.between_before", above);
        put("rival.common", below);
        let d = self.again.pair(p, c);
        put("again.both", log1p(d.both));
        put("again.parent", log1p(d.first));
        put("again.child", log1p(d.second));
        put("again.foreign", log1p(d.foreign));
    }

    /// How well a third text stands between two: likeness by way of it less likeness of the two;
    /// the same for one that is not certainly later than the child or earlier than the parent; and
    /// for the best third text as parent of both.
    fn thirds(&mut self) {
        self.between = [Table::new(self.n), Table::new(self.n), Table::new(self.n)];
        for c in 0..self.n {
            let near = self.kinship.near.get(c).cloned().unwrap_or_default();
            let fits: Vec<bool> = near.iter().map(|q| !self.times.before(c, *q)).collect();
            for p in &near {
                let values = self.third(*p, c, &near, &fits);
                for (table, v) in self.between.iter_mut().zip(values) {
                    table.add(*p, c, v);
                }
            }
        }
    }

    fn third(&self, p: usize, c: usize, near: &[usize], fits: &[bool]) -> [f64; 3] {
        let (of_c, of_p) = (self.kinship.likes(c), self.kinship.likes(p));
        let at = |row: &[f64], q: usize| row.get(q).copied().unwrap_or(0.0);
        let like = at(of_c, p);
        let mut best = [-1.0f64; 3];
        for (q, fits) in near.iter().zip(fits).filter(|(q, _)| **q != p) {
            let v = at(of_c, *q).min(at(of_p, *q)) - like;
            best[0] = best[0].max(v);
            if *fits && v > best[1] && !self.times.before(*q, p) {
                best[1] = v;
            }
            if *fits && v > best[2] && !self.times.before(p, *q) {
                best[2] = v;
            }
        }
        best
    }

    fn between(&self, p: usize, c: usize) -> [f64; 3] {
        self.between.each_ref().map(|t| t.get(p, c))
    }

    fn time(&self, p: usize, c: usize, put: Put) {
        let flag = |b: bool| f64::from(u8::from(b));
        let order = self.times.order(p, c);
        let (mut lead, mut lag) = (0.0, 0.0);
        match order {
            Order::Before(h) => lead = h,
            Order::After(h) => lag = h,
            _ => {}
        }
        put("time.before", flag(matches!(order, Order::Before(_))));
        put("time.after", flag(matches!(order, Order::After(_))));
        put("time.after_hours", flag(lag > 0.0 && lag < 8.0));
        put("time.open", flag(order == Order::Open));
        put("time.lead", log1p(lead));
        put("time.lead_days", flag(lead > 30.0));
        put("time.lag", log1p(lag));
        put("time.parent_unknown", flag(self.times.get(p).is_none()));
        put("time.child_unknown", flag(self.times.get(c).is_none()));
        put("time.parent_rank", self.times.rank(p).unwrap_or(0.5));
        put("time.child_rank", self.times.rank(c).unwrap_or(0.5));
        // Certainly later than the parent and earlier than the child, and no less like the child.
        let like = self.kinship.like(p, c);
        let skipped =
            self.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]).iter().filter(|q| {
                **q != p
                    && self.times.before(p, **q)
                    && self.times.before(**q, c)
                    && self.kinship.like(**q, c) >= like
            });
        put("time.nearer_between", log1p(skipped.count() as f64));
    }

    fn credit(&self, p: usize, c: usize, put: Put) {
        let list = |w: usize| self.names.get(w).map(Vec::as_slice).unwrap_or(&[]);
        let flag = |b: bool| f64::from(u8::from(b));
        let direct = list(c).contains(&p);
        put("credit.parent", flag(direct));
        put("credit.other", flag(!list(c).is_empty() && !direct));
        put("credit.reverse", flag(list(p).contains(&c)));
        // The named report's nearest relatives: a credit may name the source's source.
        let via = list(c)
            .iter()
            .filter(|q| **q != p)
            .map(|q| self.kinship.like(*q, p))
            .fold(0.0, f64::max);
        put("credit.parent_of_named", via);
        put("credit.named_by_parent", flag(list(p).iter().any(|q| list(c).contains(q))));
        put("credit.parent_names", flag(!list(p).is_empty()));
        let shared = self
            .absent
            .get(c)
            .zip(self.absent.get(p))
            .is_some_and(|(x, y)| x.iter().any(|k| y.contains(k)));
        put("credit.same_absent", flag(shared));
        let own = self.absent.get(c).is_some_and(|x| !x.is_empty());
        put("credit.absent_alone", flag(own && !shared));
        let theirs = self.absent.get(p).is_some_and(|x| !x.is_empty());
        put("credit.absent_parent_alone", flag(theirs && !shared));
    }

    /// Evidence that `c` was made from nothing that we have.
    pub(crate) fn alone(&self, c: usize, put: Put) {
        let flag = |b: bool| f64::from(u8::from(b));
        let near = self.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let (mut share, mut like, mut prose, mut early_share, mut early_prose, mut printed) =
            (0.0f64, 0.0f64, 0.0f64, 0.0f64, 0.0f64, 0.0f64);
        let (mut foreign, mut new, mut apart) = (f64::MAX, f64::MAX, f64::MAX);
        for p in near {
            let Some(k) = self.kinship.get(*p, c) else { continue };
            let (pi, ci) = if *p < c { (0, 1) } else { (1, 0) };
            share = share.max(k.share[ci]);
            like = like.max(k.like);
            prose = prose.max(k.prose[ci]);
            apart = apart.min(k.apart);
            printed = printed.max(ratio(k.printed, self.sentence_counts(k, ci)));
            let old: f64 = k.side.iter().map(|s| s.only[ci][0] + s.places[2] + s.places[pi]).sum();
            let fresh: f64 = k.side.iter().map(|s| s.only[ci][1]).sum();
            if !self.times.before(c, *p) {
                early_share = early_share.max(k.share[ci]);
                early_prose = early_prose.max(k.prose[ci]);
                foreign = foreign.min(old);
            }
            new = new.min(fresh);
        }
        let has = |x: f64| if x == f64::MAX { 0.0 } else { x };
        put("alone.bias", 1.0);
        put("alone.share", share);
        put("alone.like", like);
        put("alone.prose", prose);
        put("alone.apart", log1p(has(apart)));
        put("alone.printed", printed);
        put("alone.early_share", early_share);
        put("alone.early_prose", early_prose);
        put("alone.none_earlier", flag(foreign == f64::MAX));
        put("alone.foreign", log1p(has(foreign)));
        put("alone.new", log1p(has(new)));
        let rank = self.times.rank(c);
        put("alone.time_rank", rank.unwrap_or(0.5));
        put("alone.first", flag(rank == Some(0.0)));
        put("alone.time_unknown", flag(rank.is_none()));
        put("alone.names", flag(self.names.get(c).is_some_and(|x| !x.is_empty())));
        put("alone.named", log1p(self.names.iter().filter(|l| l.contains(&c)).count() as f64));
        put("alone.absent", flag(self.absent.get(c).is_some_and(|x| !x.is_empty())));
        put("alone.size", log1p(self.n as f64));
        let runs = self.kinship.runs.get(c);
        let own: f64 = runs.map_or(0.0, |r| {
            let lone = libm::log(1.0 + self.n as f64);
            let sum: f64 = r
                .all
                .iter()
                .filter_map(|x| self.kinship.weight.get(x))
                .filter(|w| **w >= lone - 1e-9)
                .sum();
            ratio(sum, r.mass)
        });
        put("alone.own", own);
        put("alone.again", log1p(self.again.count(c)));
    }

    /// Evidence that `s` and `c` were both made from a text that we do not have; symmetric.
    pub(crate) fn siblings(&self, s: usize, c: usize, put: Put) {
        let Some(k) = self.kinship.get(s, c) else { return };
        let flag = |b: bool| f64::from(u8::from(b));
        put("lost.bias", 1.0);
        let sum = |f: &dyn Fn(&crate::kin::Side) -> f64| k.side.iter().map(f).sum::<f64>();
        put("lost.like", k.like);
        put("lost.share_low", k.share[0].min(k.share[1]));
        put("lost.share_high", k.share[0].max(k.share[1]));
        put("lost.prose_low", k.prose[0].min(k.prose[1]));
        put("lost.prose_high", k.prose[0].max(k.prose[1]));
        let (a, b) = (sum(&|s| s.places[0]), sum(&|s| s.places[1]));
        put("lost.new_low", log1p(a.min(b)));
        put("lost.new_high", log1p(a.max(b)));
        put("lost.places_old", log1p(sum(&|s| s.places[2])));
        put("lost.places_new", log1p(sum(&|s| s.places[3])));
        let (a, b) = (sum(&|s| s.only[0][0]), sum(&|s| s.only[1][0]));
        put("lost.only_low", log1p(a.min(b)));
        put("lost.only_high", log1p(a.max(b)));
        let (a, b) = (sum(&|s| s.only[0][1]), sum(&|s| s.only[1][1]));
        put("lost.own_low", log1p(a.min(b)));
        put("lost.own_high", log1p(a.max(b)));
        put("lost.cut_low", log1p(sum(&|s| s.cut[0]).min(sum(&|s| s.cut[1]))));
        put("lost.lacks_low", log1p(sum(&|s| s.lacks[0]).min(sum(&|s| s.lacks[1]))));
        put("lost.alone", log1p(sum(&|s| s.alone)));
        put("lost.alone_words", log1p(sum(&|s| s.alone_words)));
        put("lost.rare", log1p(sum(&|s| s.rare)));
        put("lost.prose_rare", log1p(k.side[0].rare));
        put("lost.printed", log1p(k.printed));
        put("lost.moved", k.moved);
        put("lost.title", k.title);
        put("lost.apart", log1p(k.apart));
        let (x, y) = (self.margins(1, s, c).0, self.margins(1, c, s).0);
        put("lost.rival_low", x.min(y).clamp(-1.0, 1.0));
        put("lost.rival_high", x.max(y).clamp(-1.0, 1.0));
        put("lost.mutual", flag(x >= 0.0 && y >= 0.0));
        put("lost.common", self.between(s, c)[2].max(self.between(c, s)[2]));
        self.siblings_apart(s, c, put);
        put("lost.size", log1p(self.n as f64));
    }

    /// What the times, the credits and what stands twice say of two reports.
    fn siblings_apart(&self, s: usize, c: usize, put: Put) {
        let flag = |b: bool| f64::from(u8::from(b));
        let order = self.times.order(s, c);
        put("lost.time_open", flag(matches!(order, Order::Open)));
        let hours = match order {
            Order::Before(h) | Order::After(h) => h,
            _ => 0.0,
        };
        put("lost.time_apart", log1p(hours));
        put("lost.time_unknown", flag(order == Order::Unknown));
        let low = self.times.rank(s).unwrap_or(0.5).min(self.times.rank(c).unwrap_or(0.5));
        put("lost.time_rank", low);
        put(
            "lost.time_rank_high",
            self.times.rank(s).unwrap_or(0.5).max(self.times.rank(c).unwrap_or(0.5)),
        );
        let list = |w: usize| self.names.get(w).map(Vec::as_slice).unwrap_or(&[]);
        put("lost.named", flag(list(s).contains(&c) || list(c).contains(&s)));
        let both = self
            .absent
            .get(c)
            .zip(self.absent.get(s))
            .is_some_and(|(x, y)| x.iter().any(|k| y.contains(k)));
        put("lost.same_absent", flag(both));
        let d = self.again.pair(s, c);
        put("lost.again", log1p(d.both));
        put("lost.again_apart", log1p(d.first + d.second + d.foreign));
    }

    pub(crate) fn size(&self) -> usize {
        self.n
    }
}

fn keep(table: &mut [[(f64, usize); 2]], row: usize, v: f64, who: usize) {
    if let Some([a, b]) = table.get_mut(row) {
        if v > a.0 {
            *b = *a;
            *a = (v, who);
        } else if v > b.0 {
            *b = (v, who);
        }
    }
}

/// Names of what the wording says, of prose and of quotations.
const WORDING: [[&str; 21]; 2] = [
    [
        "prose.found",
        "prose.kept",
        "prose.same",
        "prose.same_count",
        "prose.parent_new",
        "prose.child_new",
        "prose.both_old",
        "prose.both_new",
        "prose.parent_only_old",
        "prose.parent_only_new",
        "prose.child_only_old",
        "prose.child_only_new",
        "prose.child_lacks",
        "prose.parent_lacks",
        "prose.child_lacked",
        "prose.parent_lacked",
        "prose.alone",
        "prose.rare",
        "prose.alone_words",
        "prose.rare_words",
        "prose.any",
    ],
    [
        "quote.found",
        "quote.kept",
        "quote.same",
        "quote.same_count",
        "quote.parent_new",
        "quote.child_new",
        "quote.both_old",
        "quote.both_new",
        "quote.parent_only_old",
        "quote.parent_only_new",
        "quote.child_only_old",
        "quote.child_only_new",
        "quote.child_lacks",
        "quote.parent_lacks",
        "quote.child_lacked",
        "quote.parent_lacked",
        "quote.alone",
        "quote.rare",
        "quote.alone_words",
        "quote.rare_words",
        "quote.any",
    ],
];

/// What the wording says, the parent being `a[pi]`.
fn wording(k: &Kin, pi: usize, ci: usize, put: Put) {
    for (s, names) in k.side.iter().zip(WORDING) {
        let child = s.shared + s.only[ci][0] + s.only[ci][1];
        let parent = s.shared + s.only[pi][0] + s.only[pi][1];
        let values = [
            ratio(s.shared, child),
            ratio(s.shared, parent),
            ratio(s.same, s.shared),
            log1p(s.same),
            log1p(s.places[pi]),
            log1p(s.places[ci]),
            log1p(s.places[2]),
            log1p(s.places[3]),
            log1p(s.only[pi][0]),
            log1p(s.only[pi][1]),
            log1p(s.only[ci][0]),
            log1p(s.only[ci][1]),
            log1p(s.lacks[pi]),
            log1p(s.lacks[ci]),
            log1p(s.lacked[pi]),
            log1p(s.lacked[ci]),
            log1p(s.alone),
            log1p(s.rare),
            log1p(s.alone_words),
            log1p(s.rare_words),
            f64::from(u8::from(s.shared > 0.0)),
        ];
        for (n, v) in names.into_iter().zip(values) {
            put(n, v);
        }
    }
    put("quote.child_cut", log1p(k.side[1].cut[ci]));
    put("quote.parent_cut", log1p(k.side[1].cut[pi]));
    put("runs.share", k.share[ci]);
    put("runs.kept", k.share[pi]);
    put("runs.like", k.like);
    put("runs.prose", k.prose[ci]);
    put("runs.prose_kept", k.prose[pi]);
    put("runs.prose_like", k.prose_like);
    put("marks.printed", log1p(k.printed));
    put("marks.parent_new", log1p(k.forms[pi]));
    put("marks.child_new", log1p(k.forms[ci]));
    put("marks.both_old", log1p(k.forms[2]));
    put("marks.both_new", log1p(k.forms[3]));
    put("order.moved", k.moved);
    put("order.neighbours", log1p(k.neighbours));
    put("number.changed", log1p(k.numbers));
    put("title.same", k.title);
    put("title.like", k.title_like);
    put("runs.apart", log1p(k.apart));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{family, kin, witness};
    use headwater_page::Article;
    use headwater_quote::Quoted;
    use std::collections::BTreeMap;

    #[test]
    fn a_name_may_have_words_by_their_first_letters() {
        assert!(shortens("TO Gazette", "The Tamsin Orvel Gazette"));
        assert!(!shortens("Gazette", "Tamsin Orvel Gazette"));
        assert!(!shortens("TO Herald", "Tamsin Orvel Gazette"));
        assert!(!shortens("TOG", "Tamsin Orvel Gazette"));
    }

    #[test]
    fn a_credit_speaks_for_descent_from_the_credited_report_and_not_the_other_way() {
        let sale = "The ferry company of Orvel has sold both of its boats to a buyer in Tamsin.";
        let page = |id: &str, outlet: &str, text: &str| {
            let article = Article { outlet: Some(outlet.into()), ..Article::plain(id, text) };
            Quoted { article, ..Quoted::default() }
        };
        let copy = format!("{sale}\n\nThe Sound Courier first reported the sale.");
        let pages = [page("a", "Sound Courier", sale), page("b", "Harbour Mail", &copy)];
        let witnesses = witness::gather(pages.iter().enumerate());
        let collation = family::collate(&witnesses);
        let e = Evidence::new(&witnesses, kin::kinship(&witnesses, &collation));
        let row = |p: usize, c: usize| {
            let mut row: BTreeMap<&str, f64> = BTreeMap::new();
            e.descent(p, c, &mut |name, value| {
                row.insert(name, value);
            });
            ["credit.parent", "credit.reverse"].map(|name| row[name])
        };
        assert_eq!((row(0, 1), row(1, 0)), ([1.0, 0.0], [0.0, 1.0]));
    }
}
