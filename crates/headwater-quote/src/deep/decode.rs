//! Makes quotations of the scores and links of words: the likeliest tags of each paragraph, their
//! spans, and for each span of content the cue and speaker its words point to.

use super::{Deep, Moves, STANCES, Saying, TAGS, WordScores};
use crate::quotation::Stance;
use headwater_text::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a span of words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Content,
    Speaker,
    Cue,
    Medium,
    Informant,
    Day,
}

/// What a content may point to, in the order of the relations.
const GOALS: [Role; 5] = [Role::Speaker, Role::Cue, Role::Medium, Role::Informant, Role::Day];
/// Places in [`GOALS`].
const SPEAKER: usize = 0;
const CUE: usize = 1;
/// The relation to the speaker's fullest name; it goes to a word, not to a part.
const NAME: usize = GOALS.len();
/// So many words of a content are asked: a sentence or two is enough to go by.
const ASKED: usize = 100;

#[derive(Clone, Debug)]
struct Part {
    role: Role,
    words: Range<usize>,
    /// Logarithm of the probability that just these words are such a part.
    log: f64,
    /// Nothing was read as such a part there.
    guessed: bool,
}

/// How far a word may point, in words.
const REACH: usize = 260;
/// What a link that was not kept counts, and the least any link counts.
const FLOOR: f32 = -12.0;

/// The scores of a text and the model that gave them.
pub(super) struct Reading<'w> {
    words: &'w [WordScores],
    inner: &'w Moves,
    outer: Option<&'w Moves>,
}

/// A content and what it points to.
struct Member<'p> {
    content: &'p Part,
    goals: [Option<Part>; GOALS.len()],
}

/// Contents that point to one cue.
struct Group<'p> {
    cue: Option<Part>,
    members: Vec<Member<'p>>,
}

/// How many groups back a content may join: a cue's contents stand close together.
const BACK: usize = 40;

/// How much a word is drawn to a part begun late.
const LONGER: f32 = 1.0;

impl<'w> Reading<'w> {
    pub(super) fn new(words: &'w [WordScores], deep: &'w Deep) -> Reading<'w> {
        let outer = deep.outer.as_ref().map(|o| &o.moves);
        Reading { words, inner: &deep.inner.moves, outer }
    }

    /// The quotations of the text, in order of place.
    pub(super) fn sayings(&self) -> Vec<Saying> {
        let mut all = parts(self.words, self.inner, false);
        if let Some(moves) = self.outer {
            all.append(&mut parts(self.words, moves, true));
        }
        let of = |role: Role| all.iter().filter(|p| p.role == role).collect::<Vec<_>>();
        let goals = GOALS.map(of);
        let mut groups: Vec<Group<'_>> = Vec::new();
        for content in of(Role::Content) {
            let mut which = 0..;
            let member = goals.each_ref().map(|g| self.pick(content, g, which.next().unwrap_or(0)));
            let cue = member.get(CUE).cloned().flatten();
            let begins = |p: &Option<Part>| p.as_ref().map(|p| p.words.start);
            let same = |g: &Group<'_>| begins(&g.cue).is_some() && begins(&g.cue) == begins(&cue);
            let member = Member { content, goals: member };
            match groups.iter_mut().rev().take(BACK).find(|g| same(g)) {
                Some(group) => group.members.push(member),
                None => groups.push(Group { cue, members: vec![member] }),
            }
        }
        let mut out: Vec<Saying> = groups.iter().map(|g| self.saying(g)).collect();
        out.sort_by_key(|s| s.content.first().copied().unwrap_or_default());
        out
    }

    fn saying(&self, group: &Group<'_>) -> Saying {
        let longest = |m: &&Member<'_>| (usize::MAX - m.content.words.len(), m.content.words.start);
        // The longest content that has one knows best.
        let part = |which: usize| {
            let having =
                group.members.iter().filter(|m| m.goals.get(which).is_some_and(Option::is_some));
            having.min_by_key(longest)?.goals.get(which)?.as_ref()
        };
        let best = |which: usize| part(which).map(|goal| goal.span(self.words));
        let log: f64 = group.members.iter().map(|m| m.content.log).sum();
        let first = group.members.iter().min_by_key(longest).map(|m| m.content);
        Saying {
            content: group.members.iter().map(|m| m.content.span(self.words)).collect(),
            speaker: best(SPEAKER),
            guessed: part(SPEAKER).is_some_and(|p| p.guessed),
            cue: group.cue.as_ref().map(|c| c.span(self.words)),
            via: best(2),
            informant: best(3),
            day: best(4),
            name: first.and_then(|c| self.name(c)),
            stance: self.stance(group),
            confidence: libm::exp(log.min(0.0)),
        }
    }

    /// The words of a content that are asked.
    fn asked(&self, content: &Part) -> &'w [WordScores] {
        let own = self.words.get(content.words.clone()).unwrap_or(&[]);
        own.get(..own.len().min(ASKED)).unwrap_or(&[])
    }

    /// The stance with the highest sum of scores over the words.
    fn stance(&self, group: &Group<'_>) -> Option<Stance> {
        self.outer?;
        let mut sums = [0.0f32; STANCES.len()];
        for word in group.members.iter().flat_map(|m| self.asked(m.content)) {
            sums.iter_mut().zip(word.stance).for_each(|(s, x)| *s += x);
        }
        let better = |a: usize, b: usize| if sums.get(b) > sums.get(a) { b } else { a };
        STANCES.get((0..STANCES.len()).fold(0, better)).copied()
    }

    /// What the words of a content say of relation `which`: that there is none, and of each word
    /// the part belongs to by how much more than the least it is pointed to.
    fn totals(&self, content: &Part, which: usize) -> (f32, BTreeMap<usize, f32>) {
        let own = self.asked(content);
        let none = own.iter().filter_map(|w| w.links.none.get(which));
        let none = none.map(|x| x.max(FLOOR) - FLOOR).sum();
        let mut totals: BTreeMap<usize, f32> = BTreeMap::new();
        for &(word, log) in own.iter().filter_map(|w| w.links.best.get(which)).flatten() {
            *totals.entry(word as usize).or_default() += log.max(FLOOR) - FLOOR;
        }
        (none, totals)
    }

    /// The word with which the speaker's fullest name begins.
    fn name(&self, content: &Part) -> Option<Span> {
        self.outer?;
        let (none, totals) = self.totals(content, NAME);
        let best = totals.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
        if *best.1 <= none {
            return None;
        }
        self.words.get(*best.0).map(|w| w.span)
    }

    /// The part that the words of `content` point to, or none. Where they agree on a word that is
    /// in no part, that word begins a speaker or cue.
    fn pick(&self, content: &Part, goals: &[&Part], which: usize) -> Option<Part> {
        let (none, totals) = self.totals(content, which);
        let from = goals.partition_point(|g| g.words.start + REACH < content.words.start);
        let to = goals.partition_point(|g| g.words.start < content.words.start + REACH);
        let near = goals.get(from..to).unwrap_or(&[]);
        let mut best = (none, None);
        for goal in near {
            let total = totals.get(&goal.words.start).copied().unwrap_or(0.0);
            if total > best.0 {
                best = (total, Some((*goal).clone()));
            }
        }
        let free = totals.iter().filter(|(w, _)| near.iter().all(|g| g.words.start != **w));
        let late = free.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        if let Some((&word, &total)) = late.filter(|_| which <= CUE)
            && total > best.0
            && self.words.get(word).is_some()
        {
            best.1 = Some(begun(self.words, self.inner, word, which));
        }
        best.1
    }
}

impl Part {
    fn span(&self, words: &[WordScores]) -> Span {
        let own = words.get(self.words.clone()).unwrap_or(&[]);
        let ends = own.first().zip(own.last());
        ends.map_or(Span::default(), |(a, b)| a.span.hull(b.span))
    }
}

/// A speaker or cue that begins with a word, as far as the scores of the next ones carry it.
fn begun(words: &[WordScores], moves: &Moves, word: usize, which: usize) -> Part {
    let (role, inside) = if which == SPEAKER { (Role::Speaker, 4) } else { (Role::Cue, 6) };
    let para = words.get(word).map(|w| w.para);
    let mut end = word + 1;
    let mut last = inside - 1;
    while let Some(next) = words.get(end).filter(|w| Some(w.para) == para) {
        let row = moves.get(last).copied().unwrap_or_default();
        let to = |t: usize| row.get(t).zip(next.scores.get(t)).map_or(f32::MIN, |(m, s)| m + s);
        let on = to(inside) + LONGER;
        if (0..TAGS).any(|t| t != inside && to(t) > on) {
            break;
        }
        last = inside;
        end += 1;
    }
    Part { role, words: word..end, log: 0.0, guessed: true }
}

/// The scores of a word in the inner or the outer layer.
fn scores(word: &WordScores, outer: bool) -> &[f32; TAGS] {
    if outer { &word.outer } else { &word.scores }
}

/// Spans of like words, paragraph by paragraph.
fn parts(words: &[WordScores], moves: &Moves, outer: bool) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut start = 0;
    for para in words.chunk_by(|a, b| a.para == b.para) {
        let tags = best_tags(para, moves, outer);
        let lattice = Lattice::new(para, moves, outer);
        let mut n = 0;
        while let Some(&tag) = tags.get(n) {
            let role = match tag {
                0 => {
                    n += 1;
                    continue;
                }
                1 | 2 if outer => Role::Medium,
                3 | 4 if outer => Role::Informant,
                _ if outer => Role::Day,
                1 | 2 => Role::Content,
                3 | 4 => Role::Speaker,
                _ => Role::Cue,
            };
            let inside = tag + tag % 2;
            let more = tags.iter().skip(n + 1).take_while(|&&t| t == inside).count();
            let log = lattice.log(para, moves, n, &tags, n + 1 + more, inside);
            let words = start + n..start + n + 1 + more;
            out.push(Part { role, words, log, guessed: false });
            n += 1 + more;
        }
        start += para.len();
    }
    out
}

/// The likeliest sequence of tags; before the paragraph stands a word outside.
fn best_tags(para: &[WordScores], moves: &Moves, outer: bool) -> Vec<usize> {
    let mut backs: Vec<[usize; TAGS]> = Vec::with_capacity(para.len());
    let mut score = [f32::MIN / 4.0; TAGS];
    score[0] = 0.0;
    for word in para {
        let mut next = [f32::MIN; TAGS];
        let mut back = [0; TAGS];
        for (from, (s, row)) in score.iter().zip(moves).enumerate() {
            for ((n, b), m) in next.iter_mut().zip(&mut back).zip(row) {
                if s + m > *n {
                    (*n, *b) = (s + m, from);
                }
            }
        }
        next.iter_mut().zip(scores(word, outer)).for_each(|(n, e)| *n += e);
        score = next;
        backs.push(back);
    }
    let mut best = (0..TAGS).fold(0, |b, t| if score.get(t) > score.get(b) { t } else { b });
    let mut out = Vec::with_capacity(para.len());
    for back in backs.iter().rev() {
        out.push(best);
        best = back.get(best).copied().unwrap_or(0);
    }
    out.reverse();
    out
}

/// Sums over all tag sequences of a paragraph, from the left and from the right.
struct Lattice {
    left: Vec<[f64; TAGS]>,
    right: Vec<[f64; TAGS]>,
    total: f64,
    outer: bool,
}

impl Lattice {
    fn new(para: &[WordScores], moves: &Moves, outer: bool) -> Lattice {
        let mut left = Vec::with_capacity(para.len());
        let mut now = [-1e9; TAGS];
        now[0] = 0.0;
        for word in para {
            let mut next = [0.0; TAGS];
            for (to, (n, e)) in next.iter_mut().zip(scores(word, outer)).enumerate() {
                let column = moves.iter().map(|row| row.get(to).copied().unwrap_or(0.0));
                *n = log_sum(now.iter().zip(column).map(|(a, m)| a + f64::from(m))) + f64::from(*e);
            }
            now = next;
            left.push(now);
        }
        let total = log_sum(now.iter().copied());
        let mut right = vec![[0.0; TAGS]; para.len()];
        let mut after = [0.0; TAGS];
        for (word, slot) in para.iter().zip(&mut right).rev() {
            *slot = after;
            let mut before = [0.0; TAGS];
            for (b, row) in before.iter_mut().zip(moves) {
                let ways = row.iter().zip(scores(word, outer)).zip(&after);
                *b = log_sum(ways.map(|((m, e), a)| f64::from(*m) + f64::from(*e) + a));
            }
            after = before;
        }
        Lattice { left, right, total, outer }
    }

    /// Log probability that the words `from..to` have these tags and the next is not `inside`.
    fn log(
        &self,
        para: &[WordScores],
        moves: &Moves,
        from: usize,
        tags: &[usize],
        to: usize,
        inside: usize,
    ) -> f64 {
        let step = |a: usize, b: usize| {
            f64::from(moves.get(a).and_then(|r| r.get(b)).copied().unwrap_or(0.0))
        };
        let tag = |n: usize| tags.get(n).copied().unwrap_or(0);
        let score = |n: usize, t: usize| {
            para.get(n).and_then(|w| scores(w, self.outer).get(t)).map_or(0.0, |e| f64::from(*e))
        };
        let mut log = self.left.get(from).and_then(|l| l.get(tag(from))).copied().unwrap_or(0.0);
        for n in from + 1..to {
            log += step(tag(n - 1), tag(n)) + score(n, tag(n));
        }
        let last = tag(to - 1);
        if let Some(right) = self.right.get(to) {
            let ways = (0..TAGS).filter(|&t| t != inside);
            log += log_sum(
                ways.map(|t| step(last, t) + score(to, t) + right.get(t).copied().unwrap_or(0.0)),
            );
        }
        log - self.total
    }
}

fn log_sum(xs: impl Iterator<Item = f64> + Clone) -> f64 {
    let high = xs.clone().fold(f64::MIN, f64::max);
    high + libm::log(xs.map(|x| libm::exp(x - high)).sum::<f64>())
}

/// Scores to logarithms of shares of 1.
pub(super) fn log_shares(row: &mut [f32]) {
    let high = row.iter().fold(f32::MIN, |m, &x| m.max(x));
    let sum: f32 = row.iter().map(|&x| libm::expf(x - high)).sum();
    let log = high + libm::logf(sum);
    row.iter_mut().for_each(|x| *x -= log);
}
