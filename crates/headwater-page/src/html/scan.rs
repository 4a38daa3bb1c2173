//! Reads HTML source as a stream of tags and texts, without building a tree and without copying.
//!
//! Follows the browsers' rules where they matter for reading (quoted attributes, raw text of
//! scripts, bogus comments) and stays linear for any input: where the end of something is
//! missing, this is remembered, so that it is not looked for twice.

use memchr::{memchr, memchr2, memmem};

/// One piece of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// Text with its character references as written.
    Text(&'a str),
    /// Text that holds no character references (CDATA).
    Verbatim(&'a str),
    /// A start tag: name as written, the source of its attributes.
    Start { name: &'a str, attrs: &'a str, closed: bool },
    /// An end tag.
    End(&'a str),
    /// The whole content of a raw text element whose start tag came just before; its end tag is
    /// eaten.
    Raw(&'a str),
}

/// The stream of [`Event`]s of one source.
pub(crate) struct Scan<'a> {
    src: &'a str,
    at: usize,
    /// Name of the raw text element whose content comes next.
    raw: Option<&'static str>,
    /// XML has no raw text elements.
    xml: bool,
    /// Closing words known not to come any more.
    gone: Gone,
}

#[derive(Default)]
struct Gone {
    double: bool,
    single: bool,
    comment: bool,
    cdata: bool,
    raw: u16,
}

/// Elements whose content is not markup, as HTML has it.
const RAW: [&str; 9] =
    ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp", "noscript"];

impl<'a> Scan<'a> {
    /// Scans HTML.
    pub(crate) fn html(src: &'a str) -> Scan<'a> {
        Scan { src, at: 0, raw: None, xml: false, gone: Gone::default() }
    }

    /// Scans XML.
    pub(crate) fn xml(src: &'a str) -> Scan<'a> {
        Scan { xml: true, ..Scan::html(src) }
    }

    /// How far it has come, in bytes.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        self.src.get(self.at..).unwrap_or("")
    }

    /// Content of the raw element `name`, up to its end tag or, if there is none, nothing.
    fn raw_text(&mut self, name: &'static str) -> Option<Event<'a>> {
        let index = RAW.iter().position(|n| *n == name).unwrap_or(0);
        if self.gone.raw & (1 << index) != 0 {
            return None;
        }
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut from = 0;
        while let Some(lt) = memchr(b'<', bytes.get(from..)?).map(|p| p + from) {
            let word = bytes.get(lt + 2..lt + 2 + name.len());
            let slash = bytes.get(lt + 1) == Some(&b'/');
            let after = bytes.get(lt + 2 + name.len());
            if slash
                && word.is_some_and(|w| w.eq_ignore_ascii_case(name.as_bytes()))
                && after.is_none_or(|c| !c.is_ascii_alphanumeric())
            {
                let close = memchr(b'>', bytes.get(lt..)?).map_or(bytes.len(), |p| lt + p + 1);
                self.at += close;
                return Some(Event::Raw(rest.get(..lt)?));
            }
            from = lt + 1;
        }
        self.gone.raw |= 1 << index;
        if matches!(name, "script" | "style") {
            self.at = self.src.len();
            return Some(Event::Raw(rest));
        }
        None
    }

    /// Skips a comment, doctype or processing instruction at `<!` or `<?`; gives CDATA.
    fn bogus(&mut self) -> Option<Event<'a>> {
        let rest = self.rest();
        if rest.starts_with("<!--") && !self.gone.comment {
            if let Some(end) = memmem::find(rest.as_bytes().get(2..)?, b"-->") {
                self.at += end + 5;
                return None;
            }
            self.gone.comment = true;
        }
        if rest.starts_with("<![CDATA[") && !self.gone.cdata {
            if let Some(end) = memmem::find(rest.as_bytes(), b"]]>") {
                self.at += end + 3;
                return rest.get(9..end).map(Event::Verbatim);
            }
            self.gone.cdata = true;
        }
        self.at += memchr(b'>', rest.as_bytes()).map_or(rest.len(), |p| p + 1);
        None
    }

    /// Where the tag that begins at `self.at` ends (after `>`), minding quoted values.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let bytes = self.src.as_bytes();
        let mut at = from;
        loop {
            // Outside a value only `>` and `=` matter: a quote opens a value only after `=`.
            at += memchr2(b'>', b'=', bytes.get(at..)?)?;
            if bytes.get(at) == Some(&b'>') {
                return Some(at);
            }
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let quote = match bytes.get(at) {
                Some(b'"') if !self.gone.double => b'"',
                Some(b'\'') if !self.gone.single => b'\'',
                _ => continue,
            };
            match memchr(quote, bytes.get(at + 1..)?) {
                Some(end) => at += end + 2,
                None if quote == b'"' => self.gone.double = true,
                None => self.gone.single = true,
            }
        }
    }

    fn tag(&mut self) -> Option<Event<'a>> {
        let start = self.at;
        let bytes = self.src.as_bytes();
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        let mut name_end = name_at;
        while bytes
            .get(name_end)
            .is_some_and(|b| !matches!(b, b'>' | b'/') && !b.is_ascii_whitespace())
        {
            name_end += 1;
        }
        let name = self.src.get(name_at..name_end)?;
        let Some(end) = self.tag_end(name_end) else {
            self.at = self.src.len();
            return None;
        };
        self.at = end + 1;
        if closing {
            return Some(Event::End(name));
        }
        let attrs = self.src.get(name_end..end)?;
        if !self.xml && name.len() >= 3 && name.len() <= 8 {
            self.raw = RAW.iter().find(|r| r.eq_ignore_ascii_case(name)).copied();
        }
        let (attrs, closed) = match attrs.strip_suffix('/') {
            Some(a) => (a, true),
            None => (attrs, false),
        };
        Some(Event::Start { name, attrs, closed })
    }
}

impl<'a> Iterator for Scan<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(name) = self.raw.take()
            && let Some(event) = self.raw_text(name)
        {
            return Some(event);
        }
        loop {
            let bytes = self.src.as_bytes().get(self.at..)?;
            let Some(lt) = memchr(b'<', bytes) else {
                let rest = self.rest();
                self.at = self.src.len();
                return (!rest.is_empty()).then_some(Event::Text(rest));
            };
            // A `<` that opens no tag is text: go on to the next one.
            let mut open = lt;
            while !opens(bytes, open) {
                match memchr(b'<', bytes.get(open + 1..)?) {
                    Some(next) => open += next + 1,
                    None => open = bytes.len(),
                }
                if open >= bytes.len() {
                    break;
                }
            }
            if open > 0 {
                let text = self.src.get(self.at..self.at + open)?;
                self.at += open;
                return Some(Event::Text(text));
            }
            let event = match bytes.get(1) {
                Some(b'!' | b'?') => self.bogus(),
                _ => self.tag(),
            };
            if event.is_some() {
                return event;
            }
        }
    }
}

/// Whether the `<` at `at` opens a tag, a comment or a declaration.
fn opens(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic),
        Some(b) => b.is_ascii_alphabetic(),
        None => false,
    }
}

/// The attributes of a start tag, names as written, values with references undecoded.
pub(crate) struct Attrs<'a>(pub(crate) &'a str);

impl<'a> Iterator for Attrs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let src = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if src.is_empty() {
            return None;
        }
        let bytes = src.as_bytes();
        let mut end = 1;
        while bytes.get(end).is_some_and(|b| !matches!(b, b'=' | b'/') && !b.is_ascii_whitespace())
        {
            end += 1;
        }
        let name = src.get(..end)?;
        let tail = src.get(end..)?.trim_start();
        let Some(value) = tail.strip_prefix('=') else {
            self.0 = src.get(end..)?;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|q| matches!(q, '"' | '\''));
        let (value, rest) = match quote.and_then(|q| value.get(1..)?.split_once(q)) {
            Some(both) => both,
            None => value.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((value, "")),
        };
        self.0 = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_texts_and_raw_text() {
        let src = "<p Class='a>b' id=x>1 < 2<br/></p><script>if(a<b)</x></SCRIPT>end<!-- no -->.";
        let events: Vec<_> = Scan::html(src).collect();
        assert_eq!(
            events,
            [
                Event::Start { name: "p", attrs: " Class='a>b' id=x", closed: false },
                Event::Text("1 < 2"),
                Event::Start { name: "br", attrs: "", closed: true },
                Event::End("p"),
                Event::Start { name: "script", attrs: "", closed: false },
                Event::Raw("if(a<b)</x>"),
                Event::Text("end"),
                Event::Text("."),
            ]
        );
        let attrs: Vec<_> = Attrs(" Class='a>b' id=x  hidden data-k = \"v\"").collect();
        assert_eq!(attrs, [("Class", "a>b"), ("id", "x"), ("hidden", ""), ("data-k", "v")]);
    }

    #[test]
    fn missing_ends_do_not_swallow_the_page() {
        let words = |src| {
            Scan::html(src)
                .filter_map(|e| if let Event::Text(t) = e { Some(t) } else { None })
                .collect::<String>()
        };
        assert_eq!(words("<title>A<p>kept"), "Akept");
        assert_eq!(words("<!-- open <p>kept"), "kept");
        assert_eq!(words("<a href=\"x>kept"), "kept");
        assert_eq!(words("<p>cut <a href"), "cut ");
    }
}
