//! The outlet by what the page prints: its first lines (the masthead) and its last ones (the foot).
//!
//! A name is believed that stands in both, or that stands in one and is set as only a masthead is
//! (a motto or the menu behind it), or that the text itself and its addresses use. What is a word of
//! a menu, a slogan, a line of law or an address is no name.

use crate::body::Body;
use crate::html::group;
use crate::phrase::{self, folded};
use crate::title::Title;
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::{Span, dates, fold};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Lines at the top that are looked at.
const TOP: usize = 12;
/// Lines of these that may be a masthead: the first ones that say something.
const PLACES: [f64; 3] = [1.3, 0.4, 0.1];
/// Lines at the bottom that are looked at.
const BOTTOM: usize = 40;
/// Longer lines are neither.
const LONGEST: usize = 300;
/// A name has at most so many words.
const WORDS: usize = 7;
/// A name with less in its favour is not given.
const ENOUGH: f64 = 2.55;
/// Names beyond this many are not weighed.
const MOST: usize = 24;

/// One name with what speaks for it.
struct Named {
    name: String,
    weight: f64,
    /// Taken from the foot, so that the foot says nothing more for it.
    below: bool,
}

/// The outlet's name as the page prints it.
pub(crate) fn printed(
    view: &View,
    body: &Body,
    title: &Title,
    address: Option<&str>,
) -> Option<String> {
    let first = body.is_body.iter().position(|b| *b).unwrap_or(view.len());
    let head = title.block.map_or(first, |t| t.min(first)).min(TOP);
    let last = body.is_body.iter().rposition(|b| *b).map_or(0, |l| l + 1);
    let foot = last.max(view.len().saturating_sub(BOTTOM))..view.len();
    let mut hosts = addresses(view);
    hosts.extend(address.and_then(|a| a.split('/').nth(2)).map(squeeze));
    let page = Page { view, body, title, foot, hosts, called: called(view, title) };
    let mut all = page.top(head);
    let mut bottom = page.bottom();
    for named in &mut all {
        let own = fold(&named.name);
        let same = bottom.iter().filter(|b| holds(&fold(&b.name), &own));
        named.weight += same.map(|b| b.weight.max(0.8) + 0.4).fold(0.0, f64::max);
    }
    for named in &mut bottom {
        let opens = |i: usize| uses_at_start(view.line(i), &named.name);
        named.weight += if (0..head).any(opens) { 1.0 } else { 0.0 };
    }
    all.extend(bottom);
    all.truncate(MOST);
    for named in &mut all {
        named.weight += page.used(named);
    }
    let best = all.into_iter().fold(None, |best: Option<Named>, n| match best {
        Some(b) if b.weight >= n.weight => Some(b),
        _ => Some(n),
    })?;
    (best.weight >= ENOUGH).then(|| page.spelling(&best.name))
}

/// Whether one of two names holds the other, as words.
fn holds(a: &str, b: &str) -> bool {
    let words = |s: &str| format!(" {} ", s.replace(['\'', '’', '-', '.'], " "));
    let within = |long: &str, short: &str| words(long).contains(&words(short));
    within(a, b) || within(b, a)
}

struct Page<'p> {
    view: &'p View<'p>,
    body: &'p Body,
    title: &'p Title,
    foot: std::ops::Range<usize>,
    /// Hosts that the page prints and its own, letters and digits alone.
    hosts: Vec<String>,
    /// What the page calls itself in tags, without its headline.
    called: Vec<String>,
}

/// What `title` elements and their like say besides the headline.
fn called(view: &View, title: &Title) -> Vec<String> {
    let metas = view.doc.metas.iter().filter(|m| m.0 == "og:title" || m.0 == "twitter:title");
    let all = metas.map(|m| &m.1).chain(&view.doc.title);
    let headline = title.words.as_deref().unwrap_or("");
    all.map(|t| t.replace(headline, " ")).collect()
}

/// Letters and digits alone, marks off.
fn squeeze(s: &str) -> String {
    fold(s).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Hosts of printed addresses: *letters@lervikpost.example*, *www.lervikpost.example*.
fn addresses(view: &View) -> Vec<String> {
    let mut out = Vec::new();
    for i in 0..view.len().min(5_000) {
        let line = view.line(i);
        if line.len() > 4_000 || !line.contains('.') {
            continue;
        }
        for word in line.split_whitespace().filter(|w| w.contains('.') && w.len() < 80) {
            let host = word.rsplit('@').next().unwrap_or(word);
            let host = host.split("://").nth(1).unwrap_or(host).split('/').next().unwrap_or("");
            let host = host.trim_matches(|c: char| !c.is_alphanumeric());
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            let top = host.rsplit('.').next().unwrap_or("");
            let known = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_lowercase());
            if known && host.contains('.') && host.chars().all(plain) && out.len() < 50 {
                out.push(squeeze(host));
            }
        }
    }
    out
}

/// Where a name ends on a line of a masthead, and what stands behind it.
fn cut(line: &str) -> (&str, &str) {
    let marks = ["   ", "\t", "  ", " | ", " – ", " — ", " - ", " · ", " • ", " / ", " > ", " › "];
    let at = marks.iter().filter_map(|m| Some((line.find(m)?, m.len()))).min();
    at.map_or((line, ""), |(at, len)| {
        (line.get(..at).unwrap_or(line).trim(), line.get(at + len..).unwrap_or("").trim())
    })
}

/// *Lervik PostNews of the harbour*: where elements were glued, the name and the rest.
fn unglued(line: &str) -> (&str, &str) {
    let mut before = ' ';
    let mut at = None;
    for (k, c) in line.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            if at.is_some() {
                return (line, "");
            }
            at = Some(k);
        }
        before = c;
    }
    let (name, rest) = at.map_or((line, ""), |at| line.split_at(at));
    if rest.split_whitespace().count() >= 3 { (name, rest) } else { (line, "") }
}

/// Whether a line is a row of several short parts: a menu.
pub(crate) fn is_row(line: &str) -> bool {
    let glued = line.chars().zip(line.chars().skip(1));
    let glued = glued.filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count();
    if glued >= 2 && glued * 2 >= line.split_whitespace().count() {
        return true;
    }
    ["|", "·", "•", "  ", "\t", " / ", " > ", "›", "»", "–"].iter().any(|mark| {
        let parts: Vec<&str> = line.split(mark).map(str::trim).filter(|p| !p.is_empty()).collect();
        parts.len() >= 3 && parts.iter().all(|p| p.split_whitespace().count() <= 5)
    })
}

/// Whether words can be the name of an outlet: a few, beginning with a capital or written as one
/// word, no address, no sentence, nothing that frames say.
pub(crate) fn can_be_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let big =
        |w: &&&str| w.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let odd = |c: char| {
        matches!(
            c,
            '@' | '?'
                | '='
                | '#'
                | '['
                | ']'
                | '<'
                | '{'
                | '→'
                | '←'
                | '»'
                | '%'
                | '°'
                | '€'
                | '$'
                | '£'
        )
    };
    let numbers = words.iter().filter(|w| w.chars().all(|c| !c.is_alphabetic())).count();
    (1..=WORDS).contains(&words.len())
        && (2..=60).contains(&name.chars().count())
        && letters >= 2
        && numbers <= 1
        && (words.len() <= 2 || !name.starts_with(|c: char| c.is_ascii_digit()))
        && !name.chars().any(odd)
        && !name.contains(", ")
        && !name.contains(": ")
        && !name.ends_with([':', ',', '!'])
        && (words.len() == 1 || words.first().is_some_and(|w| big(&w)))
        && phrase::phrases(name) & !(phrase::BY | phrase::TAGS | phrase::DATED) == 0
        && !PLATFORMS.contains(&fold(name).as_str())
}

/// Whether a name is set as one: several words that begin with capitals, but for the small ones, or
/// all in capitals, or a capital inside.
fn is_set(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let big = |w: &str| w.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let small = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count() <= 5;
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let inner = words.len() == 1
        && name.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit())
        && name.chars().any(char::is_lowercase);
    let several = words.len() > 1
        && words.iter().filter(|w| big(w)).count() > 1
        && words.iter().all(|w| big(w) || small(w));
    inner || several || words.len() > 1 && letters().all(|c| !c.is_lowercase())
}

/// The words between quotation marks, if a part of them stands so: *«Echo», a newspaper*.
fn quoted(words: &str) -> &str {
    let pairs = [('«', '»'), ('„', '“'), ('“', '”')];
    let inner = pairs.iter().find_map(|(open, close)| {
        let from = words.find(*open)? + open.len_utf8();
        let to = words.get(from..)?.find(*close)? + from;
        words.get(from..to)
    });
    inner.unwrap_or(words)
}

/// Lines that lead past the menu, by how they begin.
static SKIPS: LazyLock<BTreeSet<String>> = LazyLock::new(|| folded(Class::SkipLink));

/// What tells how many read a channel: its name stands above.
static FOLLOWERS: LazyLock<BTreeSet<String>> = LazyLock::new(|| folded(Class::Followers));

/// What media are: a motto says it of its own.
static MEDIA: LazyLock<BTreeSet<String>> = LazyLock::new(|| folded(Class::Medium));

/// Where outlets post, and so are not what they are called.
const PLATFORMS: [&str; 14] = [
    "telegram",
    "facebook",
    "x",
    "twitter",
    "instagram",
    "youtube",
    "whatsapp",
    "tiktok",
    "linkedin",
    "google",
    "reddit",
    "mastodon",
    "threads",
    "vk",
];

/// Words of the law and of companies, which stand behind the name of an outlet or of its publisher.
static COMPANY: LazyLock<BTreeSet<String>> = LazyLock::new(|| folded(Class::CompanyForm));

/// Words of publishers: a company's name is not that of what it publishes.
static PUBLISHERS: LazyLock<BTreeSet<String>> = LazyLock::new(|| folded(Class::Publisher));

/// A name without the company's form behind it, and whether a publisher's word or form was there.
fn bare(name: &str) -> (String, bool) {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let plain = |w: &str| fold(w).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut firm = false;
    while let Some(w) = words.last().map(|w| plain(w)) {
        let year = w.len() == 4 && w.chars().all(|c| c.is_ascii_digit());
        let form = COMPANY.contains(&w);
        if !(year || form || w.is_empty()) || words.len() == 1 {
            break;
        }
        firm |= form;
        words.pop();
    }
    firm |= words.iter().any(|w| PUBLISHERS.contains(&plain(w)));
    let name = words.join(" ");
    let name = name
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '+' | '&' | ')' | '('));
    (name.to_owned(), firm)
}

/// *Lervik Media*: the publisher's words off the end of a name.
fn without_publisher(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|w| PUBLISHERS.contains(&fold(w))) {
        words.pop();
    }
    words.join(" ")
}

impl Page<'_> {
    /// Names in the first lines that say something.
    fn top(&self, head: usize) -> Vec<Named> {
        let view = self.view;
        let mut out: Vec<Named> = Vec::new();
        let mut place = 0;
        // Below a long menu the first line is one of its items as a rule.
        let far = self.title.block.is_some_and(|t| t > TOP);
        for i in 0..head {
            let line = view.line(i);
            let Some(s) = view.shapes.get(i).filter(|_| line.len() <= LONGEST) else {
                break;
            };
            let frame =
                phrase::MENU | phrase::NOTICE | phrase::FORM | phrase::SHARE | phrase::ADVERT;
            let low = fold(line);
            let skip = SKIPS.iter().any(|w| low.starts_with(w.as_str()));
            let line = self.undated(i);
            let row = s.starts_bullet || is_row(line);
            if skip
                || line.is_empty()
                || row
                || s.phrases & frame != 0
                || Some(i) == self.title.block
            {
                continue;
            }
            let Some(base) = PLACES.get(place) else {
                break;
            };
            place += 1;
            let (name, rest) = cut(line);
            let (name, rest) = if rest.is_empty() { unglued(name) } else { (name, rest) };
            let (name, firm) = bare(name);
            if !can_be_name(&name) {
                continue;
            }
            let row = (i + 1..(i + 4).min(head)).any(|k| self.is_row_at(k)) || self.is_over_menu(i);
            let motto = !rest.is_empty() || self.is_motto(i + 1);
            let framed = match (motto, row) {
                (true, true) => 1.2,
                (true, false) | (false, true) => 0.8,
                _ => 0.0,
            };
            let weight = base + framed + self.set_apart(i, &name)
                - if self.is_list(i) { 0.9 } else { 0.0 }
                - if firm { 0.3 } else { 0.0 }
                - if far { 0.4 } else { 0.0 };
            out.push(Named { name, weight, below: false });
        }
        out
    }

    /// Line `i` before the day that it ends with; nothing where the day comes first.
    fn undated(&self, i: usize) -> &str {
        let span = self.view.span(i);
        let line = self.view.line(i);
        // *Quay Today* is a name.
        let digits = |s: Span| s.of(&self.view.doc.text).contains(|c: char| c.is_ascii_digit());
        let found = dates(&self.view.doc.text, span).into_iter().map(|d| d.span);
        let first = found.filter(|s| digits(*s)).map(|s| s.start).min();
        let Some(day) = first else {
            return line;
        };
        let before = line.get(..day.saturating_sub(span.start)).unwrap_or("");
        // A weekday stands before its day: *Lervik Post, Monday 2 April*.
        let language = Language::unknown();
        let mut words: Vec<&str> = before.split_whitespace().collect();
        let weekday = |w: &&str| language.has(Class::Weekday, &fold(w.trim_matches(',')));
        let numeral = |w: &&str| w.chars().all(|c| !c.is_alphabetic());
        while words.last().is_some_and(|w| weekday(w) || numeral(w)) {
            words.pop();
        }
        let end =
            words.last().map_or(0, |w| w.as_ptr() as usize - before.as_ptr() as usize + w.len());
        before.get(..end).unwrap_or("").trim_end_matches(|c: char| !c.is_alphanumeric())
    }

    /// What the setting of a name at the top says: set as one, in capitals, above what it is, above
    /// the number of those who read it, or between brackets where the article opens.
    fn set_apart(&self, i: usize, name: &str) -> f64 {
        let below = if i + 1 < self.view.len() { self.view.line(i + 1) } else { "" };
        let words = || below.split_whitespace().take(15);
        let short = below.len() <= 60 && words().count() <= 4;
        let number = below.starts_with(|c: char| c.is_ascii_digit());
        let has = |list: &BTreeSet<String>| {
            words().any(|w| list.contains(fold(w).trim_matches(|c: char| !c.is_alphanumeric())))
        };
        let channel = short && number && has(&FOLLOWERS);
        let kind = !channel && below.len() <= LONGEST && has(&MEDIA) && !is_row(below);
        let capitals = name.chars().filter(|c| c.is_alphabetic()).count() >= 4
            && !name.chars().any(char::is_lowercase);
        let opening = self.body.is_body.iter().position(|b| *b).map_or("", |k| self.view.line(k));
        let own = format!("({})", fold(name));
        let dispatch =
            fold(opening.get(..opening.floor_char_boundary(120)).unwrap_or(opening)).contains(&own);
        let set = is_set(name);
        [(set, 0.5), (capitals && !set, 0.3), (channel, 2.5), (kind, 0.4), (dispatch, 1.0)]
            .iter()
            .map(|(holds, weight)| if *holds { *weight } else { 0.0 })
            .sum()
    }

    fn is_row_at(&self, i: usize) -> bool {
        i < self.view.len() && self.view.span(i).len() <= LONGEST && is_row(self.view.line(i))
    }

    /// Whether line `i` stands in a list of short lines, one below the other: a menu.
    fn is_list(&self, i: usize) -> bool {
        let item = |i: usize| {
            let gap = self.view.doc.blocks.get(i).is_some_and(|b| b.gap);
            self.is_short(i) && !gap && !self.is_row_at(i)
        };
        (i + 1..i + 4).all(item) && (self.view.flat || self.path(i) == self.path(i + 1))
    }

    /// Whether elements of one kind that hold a word or two follow line `i`, which is of another:
    /// the menu below a masthead.
    fn is_over_menu(&self, i: usize) -> bool {
        let first = self.path(i + 1);
        !self.view.flat
            && first.is_some()
            && first != self.path(i)
            && (i + 1..i + 4).all(|k| self.is_short(k) && self.path(k) == first)
    }

    fn is_short(&self, i: usize) -> bool {
        self.view.shapes.get(i).is_some_and(|s| s.words <= 4 && !s.closed())
    }

    /// The tags and classes that block `i` stands in.
    fn path(&self, i: usize) -> Option<u64> {
        let block = self.view.doc.blocks.get(i)?;
        self.view.doc.nodes.get(block.node as usize).map(|n| n.path)
    }

    /// Whether line `i` is a motto: a few words, open, not set as a headline nor as a name.
    fn is_motto(&self, i: usize) -> bool {
        let Some(s) = self.view.shapes.get(i).filter(|_| Some(i) != self.title.block) else {
            return false;
        };
        (3..=14).contains(&s.words)
            && s.phrases == 0
            && s.digits <= 4
            && (s.capital_words * 2 <= s.words || s.stops > 0)
            && self.title.block.map_or(self.body.is_body.get(i) != Some(&true), |t| i < t)
    }

    /// Names in the last lines: by the sign of copyright, before *is a service of*, before a
    /// company's form or an address.
    fn bottom(&self) -> Vec<Named> {
        let view = self.view;
        let mut out: Vec<Named> = Vec::new();
        for i in self.foot.clone().rev() {
            let line = view.line(i);
            let other = group::COMMENT | group::RELATED;
            if line.len() > LONGEST || self.groups(i) & other != 0 {
                continue;
            }
            for part in parts(line) {
                let Some((words, sign)) = owner(part) else {
                    continue;
                };
                let inner = quoted(words);
                let (name, firm) = bare(inner);
                let name = without_publisher(&name);
                let small = name.chars().next().is_some_and(char::is_lowercase);
                if small && !self.hosts.iter().any(|h| h.contains(&squeeze(&name))) {
                    continue;
                }
                if can_be_name(&name) && (sign || is_set(&name)) && !is_law(&name) {
                    let weight = if sign { 1.8 } else { 0.6 } - if firm { 1.0 } else { 0.0 }
                        + if inner != words { 0.8 } else { 0.0 };
                    out.push(Named { name, weight, below: true });
                }
            }
        }
        out
    }

    fn groups(&self, i: usize) -> u32 {
        let node =
            self.view.doc.blocks.get(i).and_then(|b| self.view.doc.nodes.get(b.node as usize));
        node.map_or(0, |n| n.groups)
    }

    /// How much the rest of the page speaks for a name: its foot, its text, its addresses.
    fn used(&self, named: &Named) -> f64 {
        let name = named.name.as_str();
        let own = squeeze(name);
        if own.chars().count() < 2 {
            return 0.0;
        }
        let host = |h: &String| own.len() >= 4 && h.contains(&own);
        let mut out = if self.hosts.iter().any(host) { 2.0 } else { 0.0 };
        let words = name.split_whitespace().count();
        let (mut text, mut foot, mut low, mut alone) = (0, 0, 0, false);
        for i in self.scanned() {
            let line = self.view.line(i);
            if Some(i) == self.title.block {
                continue;
            }
            alone |= !self.foot.contains(&i) && line.len() < 80 && squeeze(line) == own;
            let (big, small) = uses(line, name);
            low += small;
            if self.body.is_body.get(i) == Some(&true) {
                text += big;
            } else if self.foot.contains(&i) && big > 0 {
                let longer = self.view.shapes.get(i).is_some_and(|s| s.words as usize >= words + 2);
                foot += usize::from(longer && !is_row(line));
            }
        }
        // A word that the page uses as a word is nobody's name.
        if words == 1 && low > 0 {
            return out - 1.5;
        }
        let headline = self.title.words.as_deref().is_some_and(|t| uses(t, name).0 > 0);
        out -= if headline { 1.5 } else { 0.0 };
        out += if text == 0 {
            0.0
        } else if words > 1 || is_set(name) {
            0.8
        } else {
            0.4
        };
        out += if self.called.iter().any(|c| uses(c, name).0 > 0) { 1.5 } else { 0.0 };
        // By the sign of copyright, and once more on a line of its own.
        out += if alone && named.below && named.weight > 1.5 { 0.8 } else { 0.0 };
        out + if foot > 0 && !named.below { 1.0 } else { 0.0 }
    }

    /// The name as the text spells it where the masthead has it in capitals.
    fn spelling(&self, name: &str) -> String {
        if name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase) {
            return name.to_owned();
        }
        let mixed = |w: &&str| {
            w.chars().any(char::is_lowercase) && w.chars().next().is_some_and(|c| !c.is_lowercase())
        };
        // From the foot up: it spells the name in full.
        let lines = self.scanned().into_iter().rev();
        let found = lines.flat_map(|i| places(self.view.line(i), name)).find(mixed);
        found.unwrap_or(name).to_owned()
    }

    /// The lines that are searched for a name: the first and the last ones of a long page.
    fn scanned(&self) -> Vec<usize> {
        const BYTES: usize = 100_000;
        let n = self.view.len();
        let within = |lines: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
            let mut sum = 0;
            lines
                .take_while(|i| {
                    sum += self.view.span(*i).len();
                    sum <= BYTES
                })
                .collect()
        };
        let head = within(&mut (0..n));
        let mut tail = within(&mut (head.len()..n).rev());
        tail.reverse();
        head.into_iter().chain(tail).collect()
    }
}

/// Pieces of a foot's line.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·'])
        .flat_map(|p| p.split("   "))
        .map(str::trim)
        .filter(|p| !p.is_empty())
}

/// The first sign of copyright in a line: where it begins, and its bytes.
pub(crate) fn copyright(line: &str) -> Option<(usize, usize)> {
    // Lower case of ASCII keeps the places.
    let low = line.to_ascii_lowercase();
    let words = Language::unknown().words(Class::Copyright).iter().map(|e| e.word);
    let signs = ["©", "(c)", "(©)"].into_iter().chain(words);
    signs.filter_map(|m| Some((low.find(m)?, m.len()))).min()
}

/// Whose foot this is, and whether a sign of copyright says so.
fn owner(part: &str) -> Option<(&str, bool)> {
    let sign = copyright(part);
    // *Lervik Post 2031*: a year behind the name says the same.
    let year = |w: &str| w.len() == 4 && (w.starts_with("19") || w.starts_with("20"));
    let (first, last) = part.rsplit_once(' ').unwrap_or(("", ""));
    if sign.is_none() && year(last) && first.split_whitespace().count() <= WORDS {
        return Some((first, true));
    }
    let Some((at, len)) = sign else {
        let short = part.split_whitespace().count() <= 20;
        let is = Language::unknown().words(Class::WhatItIs).iter().map(|e| e.word);
        let end = is.chain([" – ", ", ", ". "]).filter_map(|m| part.find(m)).min();
        return Some((part.get(..end.filter(|_| short)?)?.trim(), false));
    };
    let behind = part.get(at + len..).unwrap_or("");
    // Years stand between the sign and the name.
    let lettered = behind.split_whitespace().find(|w| w.chars().any(char::is_alphabetic));
    let behind = lettered.and_then(|w| behind.get(behind.find(w)?..)).unwrap_or("");
    let behind = behind.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '«' && c != '„');
    let by = |first: &str| Language::unknown().has(Class::CopyrightBy, first);
    let led = behind.split_once(' ').filter(|(first, _)| by(first));
    let behind = led.map_or(behind, |(_, rest)| rest);
    let low = behind.to_ascii_lowercase();
    let law = Language::unknown().words(Class::CopyrightEnd).iter().map(|e| e.word);
    let ends = [", ", ". ", " – ", " - ", " — ", " (", "©"].into_iter().chain(law);
    let end = ends.filter_map(|m| low.find(m)).min().unwrap_or(behind.len());
    let behind = behind.get(..end).unwrap_or("").trim();
    if !behind.is_empty() && !is_law(behind) {
        return Some((behind, true));
    }
    let before = part.get(..at).unwrap_or("").trim_end_matches(|c: char| !c.is_alphanumeric());
    let before = before.split([',', '–', '—']).next().unwrap_or("").trim();
    (!before.is_empty()).then_some((before, true))
}

/// Words of the law alone: *All rights reserved*, *Riproduzione riservata*.
fn is_law(words: &str) -> bool {
    static LAW: LazyLock<BTreeSet<String>> = LazyLock::new(|| folded(Class::LawWord));
    words
        .split_whitespace()
        .any(|w| LAW.contains(fold(w).trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Whether a line begins with the name.
fn uses_at_start(line: &str, name: &str) -> bool {
    line.len() <= LONGEST && places(line, name).next().is_some_and(|w| line.starts_with(w))
}

/// How often a line has the words as a name, and how often as common words.
fn uses(line: &str, name: &str) -> (usize, usize) {
    let mut out = (0, 0);
    for found in places(line, name) {
        let same = found == name;
        let start = found.chars().next().is_some_and(char::is_lowercase);
        let small = name.chars().next().is_some_and(char::is_lowercase);
        if start && !small && !same {
            out.1 += 1;
        } else {
            out.0 += 1;
        }
    }
    out
}

/// Where a line has the words, whatever their letters' case, between other characters than letters.
fn places<'l>(line: &'l str, name: &str) -> impl Iterator<Item = &'l str> {
    let own: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut out = Vec::new();
    let first = own.first().copied();
    for (k, (at, c)) in chars.iter().enumerate() {
        let edge = k == 0 || chars.get(k - 1).is_some_and(|p| !p.1.is_alphanumeric());
        if !edge || c.to_lowercase().next() != first {
            continue;
        }
        let mut left = own.iter();
        let mut end = k;
        let fits = loop {
            let Some(want) = left.next() else { break true };
            let Some((_, c)) = chars.get(end) else { break false };
            if c.to_lowercase().next() != Some(*want) {
                break false;
            }
            end += 1;
        };
        if fits && chars.get(end).is_none_or(|c| !c.1.is_alphanumeric()) {
            let stop = chars.get(end).map_or(line.len(), |c| c.0);
            out.extend(line.get(*at..stop));
        }
    }
    out.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{bare, can_be_name, cut, is_row, unglued};
    use crate::{Hint, read};

    const TEXT: &str = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
        and that nobody should come to the quay before noon or ask for money back.\n\n\
        “We have waited for worse,” Mara Lind told travellers, of whom two hundred had come.\n\n\
        The last such fog lay over the islands for nine days, and the bells rang all the time.";

    fn outlet(top: &str, foot: &str) -> Option<String> {
        let page = format!(
            "{top}\n\nFog keeps the ferries of Lervik waiting\n\nBy Mara Lind\n2 April 2031\n\n{TEXT}\n\n{foot}\n"
        );
        read(page.as_bytes(), &Hint { html: Some(false), ..Hint::default() }).outlet
    }

    #[test]
    fn the_outlet_stands_in_masthead_and_foot() {
        for (top, foot, name) in [
            (
                "LERVIK OBSERVER\nNews | Sport | Weather | Jobs",
                "© 2031 Lervik Observer",
                "Lervik Observer",
            ),
            (
                "The Quay Post\nfor those who wait\n\nNews  Sport  Letters",
                "Contact",
                "The Quay Post",
            ),
            (
                "QUAYSIDE\na weekly for the far shore\n\nNo 43   Letters   Shop",
                "Contact",
                "QUAYSIDE",
            ),
            (
                "Lervik Eck Bote, Montag, 2.4.2031\nStart | Hafen | Sport",
                "Impressum",
                "Lervik Eck Bote",
            ),
            ("Telegram\nDownload\n\nFogwatch\n24.1K subscribers", "", "Fogwatch"),
            ("Quay Today\nNews | Sport | Weather", "© 2031 Quay Today", "Quay Today"),
            ("Nebelbote\nStart · Hafen · Sport", "Nebelbote GmbH, Lervik", "Nebelbote"),
            (
                "Skip to content\nL’Écho du Quai\nÀ la une   Sport   Météo",
                "Mentions légales",
                "L’Écho du Quai",
            ),
            ("ВІСНИК ПРИЧАЛУ\nНовини | Спорт | Погода", "© 2031 Вісник Причалу", "Вісник Причалу"),
            (
                "Log in",
                "The Quay Post is a service of the Harbour Trust. © 2031 The Quay Post",
                "The Quay Post",
            ),
        ] {
            let wanted = if top == "Log in" { None } else { Some(name) };
            let got = outlet(top, foot);
            assert!(got.as_deref() == wanted || got.as_deref() == Some(name), "{top}: {got:?}");
        }
    }

    #[test]
    fn menus_laws_and_addresses_are_no_outlets() {
        for (top, foot) in [
            ("Home\nNews\nSport\nWeather", "All rights reserved"),
            ("News | Sport | Weather", "© 2031 All rights reserved"),
            ("Monday 2 April 2031", "© RIPRODUZIONE RISERVATA"),
            ("Telegram\nDownload", "12 Harbour Street, Lervik"),
            ("Subscribe", "Terms · Privacy · Imprint"),
        ] {
            assert_eq!(outlet(top, foot), None, "{top}");
        }
    }

    #[test]
    fn lines_of_mastheads_are_cut() {
        assert_eq!(cut("LERVIK OBSERVER   Start | Sport"), ("LERVIK OBSERVER", "Start | Sport"));
        assert_eq!(cut("Deck & Sail – news for yachtsmen"), ("Deck & Sail", "news for yachtsmen"));
        assert_eq!(
            unglued("Quay PostNews for those who wait"),
            ("Quay Post", "News for those who wait")
        );
        assert_eq!(unglued("McQuay Post"), ("McQuay Post", ""));
        assert!(is_row("News | Sport | Weather") && is_row("NewsSportWeather"));
        assert!(!is_row("Fog keeps the ferries of Lervik waiting – until noon"));
        assert_eq!(bare("Lervik Observer Ltd 2031"), ("Lervik Observer".to_owned(), true));
        for none in ["Fog?", "4 weeks for a crown", "letters@quay.example", "Search", "News 5 €"]
        {
            assert!(!can_be_name(none), "{none}");
        }
    }
}
