//! One row of numbers for everyone whom a page may call its author, and the choice among them: few
//! and sure, and none rather than a doubtful one.

use crate::body::Body;
use crate::byline::{
    after_by, is, is_person, is_wide_name, listed, names_in, split_names, strip_by,
};
use crate::clue::Clues;
use crate::credit::{credits, unlabelled};
use crate::html::{MarkKind, group};
use crate::names::{clean, key, kind_of};
use crate::phrase;
use crate::title::{Title, likeness};
use crate::view::View;
use headwater_lang::Class;
use headwater_text::{Forest, Span};
use std::collections::BTreeMap;

/// Where a name is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// JSON-LD author marked as a person.
    LinkedPerson,
    /// JSON-LD author otherwise.
    Linked,
    /// JSON-LD person who is not called the author.
    Person,
    /// `meta` called *author*.
    Meta,
    /// Other `meta` of authors.
    MetaOther,
    /// A line that begins with *By*, by the headline.
    By,
    /// The same elsewhere.
    ByElsewhere,
    /// The line after a line that says only *Written by* or *About the author*.
    AfterBy,
    /// Words before a date by the headline.
    Dated,
    /// `rel` or `itemprop` author, by the headline or in the body.
    Marked,
    /// The same elsewhere.
    MarkedElsewhere,
    /// A class that says *author*, by the headline or in the body.
    Classed,
    /// The same elsewhere.
    ClassedElsewhere,
    /// A line that is a name, by the headline.
    Lone,
    /// The outlet itself.
    Site,
    /// After *By* anywhere in a line by the headline.
    Credit,
    /// Behind a label: *Author of the article: …*.
    Labelled,
    /// A piece of a line that has a date or a time.
    Segment,
    /// A piece of a line beside such a line.
    Beside,
    /// Small letters beside a date: *ml/jb*.
    Initials,
    /// A line of its own below the text.
    Signed,
}

/// How many sources there are in pages of HTML.
const SOURCES: usize = 15;
/// Those that only flattened text has; they close a row.
const FLAT: usize = 6;
/// How many numbers describe a name.
pub(crate) const WIDTH: usize = SOURCES + 35;
/// Where in a row it stands that the name is the outlet's, and that it has the word of a desk.
const SITE_AT: usize = SOURCES + 19;
const DESK_AT: usize = SOURCES + 29;
/// Names beyond this many are not weighed.
const MOST: usize = 120;
/// A name less probable than this is not given.
const FLOOR: f64 = 0.5;
/// The same in flattened text, where no tags agree with what is printed.
const FLOOR_FLAT: f64 = 0.4;
/// The same there for a person's after *By* or beside a date.
const FLOOR_CREDIT: f64 = 0.25;
/// The same for a name that the page gives plainly, where no other is given.
const FLOOR_PLAIN: f64 = 0.05;

/// One place that gives a name.
struct Given {
    name: String,
    source: Source,
    block: Option<usize>,
    /// Which of the names given there.
    place: usize,
}

/// One name with its row.
pub(crate) struct Name {
    pub(crate) name: String,
    pub(crate) row: Vec<f32>,
    flat: bool,
    /// The line by the headline that names it after *By*.
    line: Option<usize>,
}

impl Name {
    /// Whether a line that names a date or says *By* has the name, and it is a person's.
    fn is_credited(&self) -> bool {
        let tells =
            |s: Source| self.row.get(WIDTH + s as usize - SOURCES).is_some_and(|n| *n > 0.0);
        let lines = [Source::Credit, Source::Labelled, Source::Segment];
        self.flat && is_person(&self.name) && lines.into_iter().any(tells)
    }

    /// Whether the page says so plainly that the name may stand where no other is given: a line by
    /// the headline that begins with *By*, or a desk that the page's own data call the author.
    fn is_plain(&self) -> bool {
        let tells = |at: usize| self.row.get(at).is_some_and(|n| *n > 0.0);
        let place = |s: Source| {
            let at = s as usize;
            if at < SOURCES { at } else { WIDTH + at - SOURCES }
        };
        let tags = [Source::LinkedPerson, Source::Linked, Source::Meta, Source::MetaOther];
        let lines = [Source::Credit, Source::Labelled, Source::Segment, Source::Beside];
        let given = |list: &[Source]| list.iter().any(|s| tells(place(*s)));
        let desk = tells(DESK_AT) && !tells(SITE_AT);
        tells(Source::By as usize)
            || desk && (given(&tags) || self.flat && given(&lines))
            || self.flat && given(&[Source::Initials])
    }
}

struct Page<'v> {
    view: &'v View<'v>,
    head: usize,
    first: usize,
    last: usize,
    outlet: Option<&'v str>,
    host: String,
    headline: String,
    /// What the fixed rules chose.
    ruled: Vec<String>,
}

/// What the names are looked for in.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) body: &'a Body,
    pub(crate) title: &'a Title,
    pub(crate) clues: &'a Clues,
    pub(crate) outlet: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
}

/// All names of a page with their rows, in the order in which they are given.
pub(crate) fn names(around: Around, ruled: &[String]) -> Vec<Name> {
    let Around { view, body, title, outlet, .. } = around;
    let first = body.is_body.iter().position(|b| *b).unwrap_or(0);
    let url = around.url.or(view.doc.canonical.as_deref()).filter(|_| !view.flat).unwrap_or("");
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or("");
    let page = Page {
        view,
        head: title.block.unwrap_or(first).min(first),
        first,
        last: body.is_body.iter().rposition(|b| *b).unwrap_or(0),
        outlet,
        host: key(host),
        headline: key(title.words.as_deref().unwrap_or("")),
        ruled: ruled.iter().map(|n| key(n)).collect(),
    };
    let mut given = tags(around);
    given.extend(marks(&page));
    given.extend(lines(&page));
    given.extend(ruled.iter().enumerate().map(|(place, n)| Given {
        name: n.clone(),
        source: Source::Site,
        block: None,
        place,
    }));
    let ruled_from = given.len() - ruled.len();
    let mut order: Vec<String> = Vec::new();
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, g) in given.iter().enumerate() {
        let key = key(&g.name);
        if key.chars().count() < 2 || by_key.len() >= MOST && !by_key.contains_key(&key) {
            continue;
        }
        if !by_key.contains_key(&key) {
            order.push(key.clone());
        }
        by_key.entry(key).or_default().push(i);
    }
    let whole = Whole::of(&given, by_key.len());
    order
        .iter()
        .map(|key| {
            let places: Vec<usize> = by_key.get(key).cloned().unwrap_or_default();
            let members: Vec<&Given> =
                places.iter().filter(|i| **i < ruled_from).filter_map(|i| given.get(*i)).collect();
            let name = places.first().and_then(|i| given.get(*i)).map_or("", |g| &g.name);
            let others = by_key.keys().filter(|k| *k != key);
            let (mut row, more) = row(&page, &whole, name, key, &members);
            let (mut part, mut holds) = (false, false);
            for other in others {
                part |= other.contains(key.as_str());
                holds |= other.chars().count() > 3 && key.contains(other.as_str());
            }
            row.extend([f32::from(part), f32::from(holds)]);
            debug_assert_eq!(row.len(), WIDTH);
            row.extend(more);
            let by = |g: &&&Given| matches!(g.source, Source::By | Source::Credit);
            let line = members.iter().find(by).and_then(|g| g.block);
            Name { name: name.to_owned(), row, flat: view.flat, line }
        })
        .collect()
}

/// The authors among the names: those probable enough, else one that the page gives plainly, unless
/// it is hardly a name.
pub(crate) fn choose(names: Vec<Name>, forest: &Forest) -> Vec<String> {
    let floor = |n: &Name| match (n.flat, n.is_credited()) {
        (false, _) => FLOOR,
        (true, false) => FLOOR_FLAT,
        (true, true) => FLOOR_CREDIT,
    };
    // An account called *desk* is nobody.
    let nobody =
        |n: &Name| n.flat && n.name.chars().all(char::is_lowercase) && is(Class::Desk, &n.name);
    let lines: Vec<(usize, Option<usize>, String)> =
        names.iter().enumerate().map(|(i, n)| (i, n.line, n.name.clone())).collect();
    let mut scored: Vec<(f64, usize, Name)> = names
        .into_iter()
        .enumerate()
        .filter(|(_, n)| !nobody(n))
        .map(|(i, n)| (forest.probability(&n.row), i, n))
        .filter(|(p, _, n)| *p >= if n.is_plain() { FLOOR_PLAIN } else { floor(n) })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let sure = scored.first().is_some_and(|s| s.0 >= floor(&s.2));
    let most = if sure { 8 } else { 1 };
    let least = scored.first().map_or(FLOOR, |s| if sure { floor(&s.2) } else { FLOOR_PLAIN });
    let mut kept: Vec<(usize, String)> = Vec::new();
    for (p, i, name) in scored {
        let own = key(&name.name);
        let again = kept.iter().map(|k| key(&k.1)).any(|k| k.contains(&own) || own.contains(&k));
        if !again && p >= least && kept.len() < most {
            kept.push((i, name.name));
        }
    }
    beside(&mut kept, &lines);
    kept.sort();
    kept.into_iter().map(|k| k.1).collect()
}

/// Adds the persons whom the same line names after *By* as one who is chosen.
fn beside(kept: &mut Vec<(usize, String)>, lines: &[(usize, Option<usize>, String)]) {
    let own: Vec<usize> = kept.iter().filter_map(|k| lines.get(k.0)).filter_map(|l| l.1).collect();
    for (i, line, name) in lines.iter().filter(|l| is_person(&l.2)) {
        let same = line.is_some_and(|l| own.contains(&l));
        let mine = key(name);
        let again = kept.iter().map(|k| key(&k.1)).any(|k| k.contains(&mine) || mine.contains(&k));
        if same && !again && kept.len() < 8 {
            kept.push((*i, name.clone()));
        }
    }
}

/// Where the choice gives nobody: the persons whom a line by the headline credits after *By* or beside
/// its date, or whom a line between headline and date names alone, in scripts without capitals.
pub(crate) fn credited(around: Around) -> Vec<String> {
    let Around { view, body, title, outlet, .. } = around;
    let Some(first) = body.is_body.iter().position(|b| *b) else {
        return Vec::new();
    };
    let head = title.block.unwrap_or(first).min(first);
    let site = outlet.map(key).unwrap_or_default();
    let fits = |n: &str| {
        let own = key(n);
        (is_person(n) || is_wide_name(n)) && own != site && !site.contains(&own)
    };
    for i in (head.saturating_sub(2)..(first + 2).min(view.len())).take(60) {
        let prose = view.shapes.get(i).is_none_or(|s| s.words > 24 || s.closed() && s.words > 10);
        if title.block == Some(i) || prose || view.is_other(i) {
            continue;
        }
        let line = view.line(i);
        let bare = |s: &str| !s.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        let sure =
            |g: &(String, Source)| g.1 == Source::Credit || g.1 == Source::Segment && bare(&g.0);
        let given = credits(view, i).into_iter().filter(|_| !view.flat);
        let mut names: Vec<String> = given.filter(sure).map(|g| g.0).collect();
        let plain = bare(line);
        if names.is_empty() && plain && i > head && crate::dating::has_date(view, i + 1) {
            names.push(line.to_owned());
        }
        names.retain(|n| fits(n));
        if !names.is_empty() {
            names.truncate(6);
            return names;
        }
    }
    Vec::new()
}

/// Names in the page's own data.
fn tags(around: Around) -> Vec<Given> {
    let mut out = Vec::new();
    let mut add = |raw: &str, source: Source, at: usize| {
        // A person's name is one name, commas or not.
        let parts = split_names(raw);
        for (k, name) in parts.iter().filter_map(|n| clean(n)).enumerate() {
            out.push(Given { name, source, block: None, place: at + k });
        }
    };
    for (i, (name, person)) in around.clues.authors.iter().take(40).enumerate() {
        add(name, if *person { Source::LinkedPerson } else { Source::Linked }, i);
    }
    for (name, value) in &around.view.doc.metas {
        let source = match name.as_str() {
            "author" => Source::Meta,
            n if crate::byline::AUTHOR_METAS.contains(&n) => Source::MetaOther,
            _ => continue,
        };
        add(value, source, 0);
    }
    for name in around.clues.people.iter().take(20) {
        add(name, Source::Person, 0);
    }
    if let Some(outlet) = around.outlet.filter(|_| !around.view.flat) {
        out.extend(clean(outlet).map(|name| Given {
            name,
            source: Source::Site,
            block: None,
            place: 0,
        }));
    }
    out
}

/// Names in elements called author.
fn marks(page: &Page) -> Vec<Given> {
    let mut out = Vec::new();
    for mark in page.view.doc.marks.iter() {
        let (near, far) = match mark.kind {
            MarkKind::Author => (Source::Marked, Source::MarkedElsewhere),
            MarkKind::Byline => (Source::Classed, Source::ClassedElsewhere),
            _ => continue,
        };
        let words = mark.span.of(&page.view.doc.text);
        if page.view.is_of_other(mark.span) {
            continue;
        }
        if words.len() > 160 || out.len() > 200 {
            continue;
        }
        let block = page.block_at(mark.span);
        let source = if block.is_some_and(|b| page.is_near(b)) { near } else { far };
        let lines = words.lines().take(3);
        for (place, name) in lines.flat_map(|l| split_names(strip_by(l))).enumerate() {
            out.extend(clean(&name).map(|name| Given { name, source, block, place }));
        }
    }
    out
}

/// Names in lines of text.
fn lines(page: &Page) -> Vec<Given> {
    let mut out = Vec::new();
    let view = page.view;
    for i in 0..view.len() {
        let Some(s) = view.shapes.get(i).filter(|s| s.words <= 30) else {
            continue;
        };
        if view.is_other(i) {
            continue;
        }
        let near = i + 4 > page.head && i < page.first + 3;
        let line = view.line(i);
        let mut add = |names: Vec<String>, source: Source, block: usize| {
            for (place, name) in names.iter().filter_map(|n| clean(n)).enumerate() {
                if out.len() < 300 {
                    out.push(Given { name, source, block: Some(block), place });
                }
            }
        };
        let by = s.phrases & phrase::BY != 0 && i > page.head.saturating_sub(4);
        if let Some(rest) = after_by(line).filter(|_| by) {
            let source = if near { Source::By } else { Source::ByElsewhere };
            add(persons_first(unlabelled(until_date(view, i, rest))), source, i);
        }
        let only = s.words <= 4 && (by || s.phrases & phrase::BIO != 0);
        if only && view.shapes.get(i + 1).is_some_and(|n| n.words <= 6) {
            add(split_names(view.line(i + 1)), Source::AfterBy, i + 1);
        }
        let signed = view.flat && i > page.last && i <= page.last + 3
            || i == page.last && page.last > page.first;
        if signed && s.words <= 8 && !s.closed() {
            let first = line.split([',', '–', '(']).next().unwrap_or("").trim();
            if is_person(first) {
                add(vec![first.to_owned()], Source::Signed, i);
            }
        }
        if near && page.head != i {
            for (name, source) in credits(view, i).into_iter().filter(|_| view.flat) {
                add(vec![name], source, i);
            }
            add(names_in(view, i), Source::Dated, i);
            if s.words <= 5 && is_person(line) {
                add(vec![line.to_owned()], Source::Lone, i);
            }
        }
    }
    out
}

/// Names up to the first piece that is no person's, if the first is one: places and roles follow.
fn persons_first(said: &str) -> Vec<String> {
    let names = split_names(said);
    if !names.first().is_some_and(|n| is_person(n)) {
        return names;
    }
    let plain: Vec<String> =
        names.into_iter().take_while(|n| clean(n).is_some_and(|n| is_person(&n))).collect();
    let more = listed(said);
    if more.len() > plain.len() { more } else { plain }
}

/// The words of a line up to its date.
fn until_date<'t>(view: &'t View, i: usize, rest: &'t str) -> &'t str {
    let text = &view.doc.text;
    let line = view.span(i);
    let from = line.end - rest.len().min(line.len());
    let date = headwater_text::dates_in(text, Span::new(from, line.end), view.language)
        .first()
        .map(|d| d.span.start);
    Span::new(from, date.unwrap_or(line.end).min(from + 160).min(line.end)).of(text)
}

impl Page<'_> {
    fn block_at(&self, span: Span) -> Option<usize> {
        let at = self.view.doc.blocks.partition_point(|b| b.span.end <= span.start);
        (at < self.view.len()).then_some(at)
    }

    /// Between a little above the headline and a little below the body.
    fn is_near(&self, block: usize) -> bool {
        block + 6 > self.head && block <= self.last + 2
    }

    fn around(&self, block: usize) -> u32 {
        let Some(b) = self.view.doc.blocks.get(block) else {
            return 0;
        };
        let (mut out, mut up) = (b.named, b.node);
        for _ in 0..5 {
            let Some(n) = self.view.doc.nodes.get(up as usize) else {
                break;
            };
            out |= n.groups;
            up = n.parent;
        }
        out
    }
}

/// What the names of a page say together.
struct Whole {
    linked: usize,
    persons: usize,
    by: usize,
    classed: usize,
    names: usize,
}

impl Whole {
    fn of(given: &[Given], names: usize) -> Whole {
        let count = |s: &[Source]| given.iter().filter(|g| s.contains(&g.source)).count();
        Whole {
            linked: count(&[Source::Linked, Source::LinkedPerson]),
            persons: count(&[Source::LinkedPerson]),
            by: count(&[Source::By, Source::AfterBy]),
            classed: count(&[Source::Classed, Source::Marked]),
            names,
        }
    }
}

fn row(
    page: &Page,
    whole: &Whole,
    name: &str,
    own: &str,
    members: &[&Given],
) -> (Vec<f32>, Vec<f32>) {
    let count = |from: usize, to: usize| -> Vec<f32> {
        let of = |s: usize| members.iter().filter(|g| g.source as usize == s).count().min(3);
        (from..to).map(|s| of(s) as f32).collect()
    };
    let mut out = count(0, SOURCES);
    let kinds = out.iter().filter(|n| **n > 0.0).count();
    let flag = |b: bool| f32::from(b);
    let few = |n: usize| n.min(12) as f32;
    let ruled = page.ruled.iter().position(|r| r == own);
    out.extend([
        flag(ruled.is_some()),
        ruled.map_or(9.0, few),
        few(page.ruled.len()),
        few(kinds),
        few(whole.linked),
        few(whole.persons),
        few(whole.by),
        few(whole.classed),
        few(whole.names),
        members.iter().map(|g| g.place).min().map_or(9.0, few),
    ]);
    let at = members.iter().filter_map(|g| g.block).min_by_key(|b| b.abs_diff(page.head));
    let clip = |to: usize| at.map_or(99.0, |at| (at as f32 - to as f32).clamp(-60.0, 60.0));
    let around = at.map_or(0, |at| page.around(at));
    let within = |g: u32| flag(around & g != 0);
    out.extend([
        clip(page.head),
        clip(page.first),
        if at.is_some_and(|at| at > page.last) { clip(page.last) } else { 0.0 },
        at.map_or(99.0, |at| page.view.shapes.get(at).map_or(0.0, |s| s.words.min(40) as f32)),
        at.map_or(0.0, |at| page.view.linked(at)),
        within(group::RELATED | group::NAV | group::SIDE),
        within(group::COMMENT),
        within(group::BIO | group::FOOTER),
        within(group::CAPTION | group::QUOTE),
    ]);
    let site = page.outlet.unwrap_or("");
    out.extend([
        flag(!site.is_empty() && key(site) == own),
        likeness(site, name) as f32,
        flag(page.host.contains(own)),
        flag(page.headline.contains(own)),
    ]);
    out.extend(kind_of(name));
    let flat = if page.view.flat { FLAT } else { 0 };
    (out, count(SOURCES, SOURCES + flat))
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    const PROSE: &str = "<p>The ferry to Lervik was late again on Tuesday because of thick fog, the \
        harbour office said, and two hundred travellers had to wait on the quay until noon.</p>\
        <p>Its captain, Ola Holm, told the council that the new lamps would have helped, and that \
        the old ones had been taken down without her being asked about them at all.</p>";

    fn authors(head: &str, line: &str) -> Vec<String> {
        let source = format!(
            "<html><head><title>Fog over Lervik</title>{head}</head><body><article>\
             <h1>Fog over Lervik stops the ferry</h1>{line}{PROSE}{PROSE}</article>\
             <aside><h3>More</h3><p><a href='/author/jo-berg'>Jo Berg</a></p></aside></body></html>"
        );
        let hint = Hint { id: "a".into(), html: Some(true), ..Hint::default() };
        read(source.as_bytes(), &hint).authors
    }

    #[test]
    fn authors_stand_in_tags_and_bylines() {
        let tag = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":
            "Fog over Lervik stops the ferry","author":[{"@type":"Person","name":"Mara Lind"},
            {"@type":"Person","name":"Jo Berg"}]}</script>"#;
        assert_eq!(authors(tag, ""), ["Mara Lind", "Jo Berg"]);
        assert_eq!(authors("<meta name=author content='Mara Lind'>", ""), ["Mara Lind"]);
        assert_eq!(authors("<meta name=author content='Harbour desk'>", ""), ["Harbour desk"]);
        for line in [
            "<p class=byline>By Mara Lind</p>",
            "<div class=author><span>By <a rel=author href='/author/x'>Mara Lind</a></span></div>",
            "<p class=byline>By Mara Lind in Lervik, 2 April 2021</p>",
            "<p class=autor>Von Mara Lind</p>",
            "<p>19 May 2031 | By Mara Lind</p>",
            "<p>19. toukokuuta 2031 klo 10.30 | Teksti: Mara Lind</p>",
            "<p>19 Mei 2031, 10:30 | Penulis: Mara Lind</p>",
            "<p>19 tháng 5 năm 2031 | Tác giả: Mara Lind</p>",
            "<p>19 de mayo de 2031 | Por Mara Lind</p>",
        ] {
            assert_eq!(authors("", line), ["Mara Lind"], "{line}");
        }
        for line in ["19 मई 2031, 10:30 | मीरा लिंद", "19 May 2031 | بقلم ميرا ليند"]
        {
            assert_eq!(authors("", &format!("<p>{line}</p>")).len(), 1, "{line}");
        }
        let list =
            "<p class=zeile>Von Mara Lind, Talsund, und Redakteurin Nils Brandt | @mlind</p>";
        assert_eq!(authors("", list), ["Mara Lind", "Nils Brandt"]);
    }

    #[test]
    fn nobody_is_no_author() {
        assert_eq!(authors("", ""), Vec::<String>::new());
        assert_eq!(authors("<meta name=author content=admin>", ""), Vec::<String>::new());
    }
}
