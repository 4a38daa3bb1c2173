//! Builds a [`Doc`] of tags and texts in one pass, with a bounded stack of open elements.

use super::doc::{Block, Doc, Mark, MarkKind, Node};
use super::given::{Given, is_first_letter, is_for_screen_readers, of_role, read_attrs};
use super::scan::{Event, Scan};
use super::tag::Tag;
use super::words::{self, Groups, groups_of};
use headwater_text::Span;

/// Elements nested deeper than this are read as if they were not there.
const DEEPEST: usize = 300;
/// Blocks and elements beyond this many are not read; a remark says so.
const MOST: usize = 1_000_000;

struct Open {
    tag: Tag,
    name: u64,
    node: u32,
    mark: u32,
    mark_count: u8,
    gone: bool,
    link: bool,
    bold: bool,
    pre: bool,
    /// A block element that is set inside a line, as first letters are.
    inline: bool,
}

/// Hash of a class and an id, their groups, their place in `calls`, the network they name.
type Named = (u64, Groups, u32, u8);

struct Builder<'a> {
    doc: Doc<'a>,
    open: Vec<Open>,
    start: usize,
    space: bool,
    gap: bool,
    broken: bool,
    gone: usize,
    links: usize,
    bolds: usize,
    pre: usize,
    images: u16,
    linked: u32,
    link_count: u16,
    bold: u32,
    named: Groups,
    raw: Option<(Tag, bool)>,
    /// Classes and ids seen last, by hash, their groups and their place in `calls`.
    names: [Named; 64],
}

/// Reads one page's source.
pub(crate) fn read_html(src: &str) -> Doc<'_> {
    let mut b = Builder {
        doc: Doc { nodes: vec![Node::root()], calls: vec![0], ..Doc::default() },
        open: Vec::new(),
        start: 0,
        space: false,
        gap: false,
        broken: false,
        gone: 0,
        links: 0,
        bolds: 0,
        pre: 0,
        images: 0,
        linked: 0,
        link_count: 0,
        bold: 0,
        named: 0,
        raw: None,
        names: [(0, 0, 0, 0); 64],
    };
    b.doc.text.reserve(src.len() / 8);
    let mut seen_end = false;
    for event in Scan::html(src) {
        match event {
            Event::Start { name, attrs, closed } => b.start(name, attrs, closed),
            Event::End(name) => {
                let tag = Tag::named(name);
                seen_end |= matches!(tag, Tag::Body | Tag::Html);
                b.end(tag, hash_name(name));
            }
            Event::Text(t) => b.text(t, true),
            Event::Verbatim(t) => b.text(t, false),
            Event::Raw(t) => b.raw(t),
        }
    }
    b.flush(false);
    b.doc.cut = !seen_end && b.open.iter().any(|o| o.tag == Tag::Body) && b.open.len() > 4;
    while !b.open.is_empty() {
        b.pop();
    }
    let text = std::mem::take(&mut b.doc.text);
    for mark in &mut b.doc.marks {
        mark.span = Span::new(mark.span.start.min(text.len()), mark.span.end.min(text.len()));
        mark.span = mark.span.trim(&text);
    }
    for at in &mut b.doc.struck {
        *at = Span::new(at.start.min(text.len()), at.end.min(text.len()));
    }
    b.doc.text = text;
    b.doc
}

impl<'a> Builder<'a> {
    fn node(&self) -> u32 {
        self.open.last().map_or(0, |o| o.node)
    }

    /// Ends the current line.
    fn flush(&mut self, gap: bool) {
        let span = Span::new(self.start, self.doc.text.len());
        let trimmed = span.trim(&self.doc.text);
        if trimmed.is_empty() {
            self.doc.text.truncate(self.start);
        } else if self.doc.blocks.len() >= MOST {
            self.doc.full = true;
        } else {
            self.doc.text.truncate(trimmed.end);
            let block = Block {
                span: trimmed,
                node: self.node(),
                linked: self.linked,
                links: self.link_count,
                bold: self.bold,
                gap: self.gap,
                broken: self.broken,
                images: self.images,
                named: self.named,
            };
            self.doc.blocks.push(block);
            self.gap = false;
            self.broken = false;
            self.images = 0;
        }
        self.start = self.doc.text.len();
        self.linked = 0;
        self.link_count = 0;
        self.bold = 0;
        self.named = 0;
        self.space = false;
        self.gap |= gap;
    }

    fn text(&mut self, raw: &str, references: bool) {
        if self.gone > 0 || self.doc.full {
            return;
        }
        let decoded;
        let words = if references && raw.contains('&') {
            decoded = htmlize::unescape(raw);
            decoded.as_ref()
        } else {
            raw
        };
        if self.pre > 0 {
            return self.verbatim(words);
        }
        let before = self.doc.text.len();
        let mut first = true;
        for word in words.split(|c: char| c.is_ascii_whitespace()) {
            self.space |= !first;
            first = false;
            if !word.is_empty() {
                self.open_line();
                if self.space && self.doc.text.len() > self.start {
                    self.doc.text.push(' ');
                }
                self.space = false;
                push_clean(&mut self.doc.text, word);
            }
        }
        self.count(before);
    }

    /// Text of `pre`: lines stay lines of one block.
    fn verbatim(&mut self, words: &str) {
        let before = self.doc.text.len();
        if !words.trim().is_empty() {
            self.open_line();
        }
        if self.doc.text.len() > self.start || !words.trim().is_empty() {
            push_clean(&mut self.doc.text, words);
        }
        self.count(before);
    }

    fn count(&mut self, before: usize) {
        let grown =
            u32::try_from(self.doc.text.len() - before.max(self.start).min(self.doc.text.len()))
                .unwrap_or(0);
        if self.links > 0 {
            self.linked = self.linked.saturating_add(grown);
        }
        if self.bolds > 0 {
            self.bold = self.bold.saturating_add(grown);
        }
    }

    /// Sets the line break before the first word of a line.
    fn open_line(&mut self) {
        if self.doc.text.len() == self.start && self.start > 0 {
            self.doc.text.push_str(if self.gap { "\n\n" } else { "\n" });
            self.start = self.doc.text.len();
        }
    }

    fn raw(&mut self, content: &'a str) {
        match self.raw.take() {
            Some((Tag::Script, true)) => self.doc.linked_data.push(content),
            Some((Tag::Script, false)) => self.doc.scripts.push(content),
            Some((Tag::Title, _)) if self.doc.title.is_none() && self.gone == 0 => {
                let title = htmlize::unescape(content);
                let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
                self.doc.title = (!title.is_empty()).then_some(title);
            }
            _ => {}
        }
    }

    fn start(&mut self, name: &'a str, attrs: &'a str, closed: bool) {
        let tag = Tag::named(name);
        let given = read_attrs(attrs);
        match tag {
            Tag::Meta => return self.meta(&given),
            Tag::Link => {
                if given.rel.eq_ignore_ascii_case("canonical") && self.doc.canonical.is_none() {
                    self.doc.canonical = Some(htmlize::unescape_attribute(given.href).into_owned());
                }
                return;
            }
            Tag::Br => {
                if self.pre > 0 {
                    self.doc.text.push('\n');
                } else if self.gone == 0 {
                    self.flush(false);
                    self.broken = true;
                }
                return;
            }
            Tag::Hr if self.gone == 0 => return self.flush(false),
            Tag::Img => {
                self.images = self.images.saturating_add(1);
                return;
            }
            Tag::Script | Tag::Style | Tag::Title | Tag::Textarea | Tag::Noscript | Tag::Iframe => {
                let data = given.kind.to_ascii_lowercase().contains("ld+json");
                self.raw = Some((tag, data));
                if tag == Tag::Textarea && self.gone == 0 {
                    self.flush(false);
                }
                return;
            }
            _ if tag.is_void() => return,
            _ => {}
        }
        if closed && matches!(tag, Tag::Svg | Tag::Object | Tag::Canvas) {
            return;
        }
        if tag == Tag::Other && name.eq_ignore_ascii_case("amp-img") {
            self.images = self.images.saturating_add(1);
        }
        let inline = tag.is_block() && is_first_letter(given.class);
        if self.gone == 0 && !inline {
            self.close_implied(tag);
            self.borders(tag);
        }
        self.push(tag, name, &given, inline);
    }

    /// Line breaks at the beginning of block elements and cells.
    fn borders(&mut self, tag: Tag) {
        if tag.is_block() {
            self.flush(tag.is_paragraph());
        } else if matches!(tag, Tag::Td | Tag::Th) && self.doc.text.len() > self.start {
            // Short cells of a row share its line; running text in layout tables does not.
            if self.doc.text.len() - self.start > 120 {
                self.flush(false);
            } else {
                self.doc.text.push('\t');
                self.space = false;
            }
        }
    }

    fn push(&mut self, tag: Tag, name: &str, given: &Given<'a>, inline: bool) {
        if self.open.len() >= DEEPEST || self.doc.nodes.len() >= MOST {
            return;
        }
        if matches!(tag, Tag::Html) && !given.lang.is_empty() && self.doc.lang.is_none() {
            self.doc.lang = Some(given.lang.to_owned());
        }
        let parent = self.node();
        let up = self.doc.nodes.get(parent as usize).copied();
        let class = hash_name(given.class);
        let (groups, called, network) = self.names(class, given);
        let struck = matches!(tag, Tag::Del | Tag::S | Tag::Strike);
        if struck && self.gone == 0 && self.doc.struck.len() < 1_000 {
            let at = self.doc.text.len();
            self.doc.struck.push(Span::new(at, at));
        }
        // Inside a line, what readers do not see is no word of it. Blocks are left to the labeller:
        // many pages show theirs by script.
        let aside = !tag.is_block() && (given.unseen || is_for_screen_readers(given.class));
        let within = self.doc.text.len() > self.start
            || self.open.last().is_some_and(|o| o.tag == Tag::P || o.link);
        let gone = tag.is_dropped() && !given.shadow || struck || aside && within;
        let hidden = given.hidden || up.is_some_and(|u| u.hidden);
        let node = self.doc.nodes.len() as u32;
        self.doc.nodes.push(Node {
            parent,
            tag,
            depth: up.map_or(0, |u| u.depth) + 1,
            hidden: hidden && !matches!(tag, Tag::Body | Tag::Html),
            off: given.off || up.is_some_and(|u| u.off),
            network,
            groups: groups | of_role(given.role),
            path: mix(mix(up.map_or(0, |u| u.path), tag as u64), class),
            called,
        });
        let mark = self.doc.marks.len() as u32;
        if self.gone == 0 && !gone {
            self.mark(tag, groups, given);
            if !tag.is_block() {
                self.named |= groups;
            }
        }
        self.enter(Open {
            tag,
            name: hash_name(name),
            node,
            mark,
            mark_count: (self.doc.marks.len() as u32 - mark) as u8,
            gone,
            link: tag == Tag::A,
            bold: matches!(tag, Tag::B | Tag::Strong | Tag::Em | Tag::I),
            pre: tag == Tag::Pre,
            inline,
        });
    }

    /// Goes into an element.
    fn enter(&mut self, open: Open) {
        if open.link {
            self.link_count = self.link_count.saturating_add(1);
        }
        self.gone += usize::from(open.gone);
        self.links += usize::from(open.link);
        self.bolds += usize::from(open.bold);
        self.pre += usize::from(open.pre);
        self.open.push(open);
    }

    /// What an element is called by class, whose hash is `class`, and id: word groups and place in
    /// `calls`. Pages use few names over and over.
    fn names(&mut self, class: u64, given: &Given<'a>) -> (Groups, u32, u8) {
        if given.class.is_empty() && given.id.is_empty() {
            return (0, 0, 0);
        }
        let hash = mix(class, hash_name(given.id));
        let slot = (hash >> 58) as usize;
        if let Some(known) = self.names.get(slot).filter(|n| n.0 == hash) {
            return (known.1, known.2, known.3);
        }
        let from = self.doc.called.len();
        let groups = groups_of(given.class, &mut self.doc.called)
            | groups_of(given.id, &mut self.doc.called);
        let mut own = self.doc.called.split_off(from);
        own.sort_unstable();
        own.dedup();
        self.doc.called.append(&mut own);
        self.doc.calls.push(self.doc.called.len() as u32);
        let network = if groups == 0 { 0 } else { words::network_of(given.class) };
        let found = (hash, groups, self.doc.calls.len() as u32 - 1, network);
        if let Some(slot) = self.names.get_mut(slot) {
            *slot = found;
        }
        (found.1, found.2, found.3)
    }

    /// Remembers elements that name a date, an author or a headline.
    fn mark(&mut self, tag: Tag, groups: Groups, given: &Given<'a>) {
        if self.doc.marks.len() > 5_000 {
            return;
        }
        let start = self.doc.text.len();
        let value =
            [given.datetime, given.content, given.title].into_iter().find(|v| !v.is_empty());
        let value = value.map(|v| htmlize::unescape_attribute(v).into_owned());
        let mut add = |kind| {
            let value = value.clone();
            self.doc.marks.push(Mark { kind, span: Span::new(start, start), value });
        };
        let prop = given.itemprop;
        if prop.contains("datePublished") || prop.contains("dateCreated") {
            add(MarkKind::Published);
        } else if prop.contains("dateModified") {
            add(MarkKind::Modified);
        } else if tag == Tag::Time {
            add(MarkKind::Time);
        } else if groups & words::DATE != 0 {
            add(MarkKind::Dated);
        }
        if prop.contains("author") || given.rel.split_whitespace().any(|r| r == "author") {
            add(MarkKind::Author);
        } else if groups & words::BYLINE != 0 || given.href.contains("/author/") {
            add(MarkKind::Byline);
        }
        if prop.contains("headline") {
            add(MarkKind::Headline);
        }
    }

    fn meta(&mut self, given: &Given<'a>) {
        let name = [given.property, given.name, given.itemprop].into_iter().find(|n| !n.is_empty());
        let Some(name) = name.filter(|_| self.doc.metas.len() < 500 && !given.content.is_empty())
        else {
            return;
        };
        let value = htmlize::unescape_attribute(given.content).trim().to_owned();
        self.doc.metas.push((name.to_ascii_lowercase(), value));
    }

    /// Closes what the start of `tag` closes without saying so.
    fn close_implied(&mut self, tag: Tag) {
        use Tag::*;
        let closes: &[Tag] = match tag {
            Li => &[Li],
            Dd | Dt => &[Dd, Dt],
            Tr => &[Tr],
            Td | Th => &[Td, Th],
            Option => &[Option],
            A => &[A],
            _ if tag.is_block() => &[P],
            _ => return,
        };
        for (i, open) in self.open.iter().enumerate().rev().take(24) {
            if closes.contains(&open.tag) {
                return self.close_to(i);
            }
            let barrier = match tag {
                Li => matches!(open.tag, Ul | Ol),
                Td | Th => matches!(open.tag, Tr | Table),
                Tr => open.tag == Table,
                Dd | Dt => open.tag == Dl,
                Option => open.tag == Select,
                A => open.tag.is_block(),
                _ => open.tag.is_block() || matches!(open.tag, Td | Th),
            };
            if barrier {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag, name: u64) {
        if tag == Tag::P && self.gone == 0 {
            self.flush(true);
        }
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take(64)
            .find(|(_, o)| o.tag == tag && (tag != Tag::Other || o.name == name));
        if let Some((i, _)) = found {
            self.close_to(i);
        } else if tag.is_block() && self.gone == 0 {
            self.flush(tag.is_paragraph());
        }
    }

    fn close_to(&mut self, index: usize) {
        while self.open.len() > index {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(tag) = self.open.last().map(|o| o.tag) else {
            return;
        };
        let inline = self.open.last().is_some_and(|o| o.inline);
        if self.gone == 0 && tag.is_block() && !inline {
            self.flush(tag.is_paragraph());
        }
        let Some(open) = self.open.pop() else {
            return;
        };
        // A label before a headline is a word of its own.
        let groups = self.doc.nodes.get(open.node as usize).map_or(0, |n| n.groups);
        let heads = self.open.last().is_some_and(|o| o.tag.heading() > 0);
        self.space |= heads && groups & words::TAGS != 0;
        let end = self.doc.text.len();
        let from = open.mark as usize;
        for mark in self.doc.marks.iter_mut().skip(from).take(open.mark_count as usize) {
            mark.span = Span::new(mark.span.start.min(end), end);
        }
        self.gone -= usize::from(open.gone);
        self.links -= usize::from(open.link);
        self.bolds -= usize::from(open.bold);
        self.pre -= usize::from(open.pre);
    }
}

/// Text without the characters that never show: controls, soft hyphens, byte order marks.
fn push_clean(out: &mut String, words: &str) {
    let odd = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}')
    };
    if words.is_ascii() && !words.bytes().any(|b| b < 32 || b == 127) {
        out.push_str(words);
    } else {
        out.extend(words.chars().filter(|c| !odd(*c)));
    }
}

fn hash_name(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

fn mix(a: u64, b: u64) -> u64 {
    (a.rotate_left(5) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(src: &str) -> Vec<String> {
        let doc = read_html(src);
        doc.blocks.iter().map(|b| b.span.of(&doc.text).to_owned()).collect()
    }

    #[test]
    fn words_that_readers_do_not_see_are_none() {
        let text = |src: &str| super::read_html(src).text;
        for (src, seen) in [
            (
                "<p>Fog <span style='display:none'>copied</span>lies <a>here<span class=sr-only> (new window)</span></a>.",
                "Fog lies here.",
            ),
            ("<p>Fog lay <del>nine</del> ten <s>weeks</s>days.", "Fog lay ten days."),
            ("<p>Fog lies <i aria-hidden=true>here</i>.", "Fog lies here."),
            (
                "<p><span class=drop-cap>F</span>og lies.<div><div class=dropcap>F</div>erries wait.</div>",
                "Fog lies.\n\nFerries wait.",
            ),
            (
                "<h1><span class=kicker>Harbour</span><span>Fog keeps ferries</span></h1>",
                "Harbour Fog keeps ferries",
            ),
        ] {
            assert_eq!(text(src), seen, "{src}");
        }
        assert_eq!(super::read_html("<p>Fog <del>lay</del> lies.").struck.len(), 1);
    }

    #[test]
    fn blocks_are_lines_of_the_text() {
        let src = "<html><body><h1>Fog over <em>Lervik</em></h1><p>One &amp; two<br>three\
            <p>Four<ul><li>a<li>b</ul><script>x</script><table><tr><td>1<td>2</table>";
        assert_eq!(lines(src), ["Fog over Lervik", "One & two", "three", "Four", "a", "b", "1\t2"]);
        let doc = read_html(src);
        assert_eq!(doc.text, "Fog over Lervik\n\nOne & two\nthree\n\nFour\n\na\nb\n\n1\t2");
    }

    #[test]
    fn deep_nesting_costs_nothing() {
        let src = "<div>".repeat(100_000) + "deep" + &"</div>".repeat(100_000);
        assert_eq!(lines(&src), ["deep"]);
    }

    #[test]
    fn marks_know_their_words() {
        let src =
            "<p><span class=author>Mara Lind</span> <time datetime=2031-04-02>2 April</time></p>";
        let doc = read_html(src);
        let got: Vec<_> = doc.marks.iter().map(|m| (m.kind, m.span.of(&doc.text))).collect();
        assert_eq!(got, [(MarkKind::Byline, "Mara Lind"), (MarkKind::Time, "2 April")]);
    }
}
