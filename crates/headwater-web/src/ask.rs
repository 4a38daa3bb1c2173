//! A request as the views see it: which view of what, in which form, language and slice.

use crate::say::{Lang, Say};
use headwater_store::Slice;

/// Most bytes of a value in an address.
const LONGEST: usize = 8_192;
/// Most values of an address that are read.
const MOST: usize = 64;
/// The last slice of a list that can be asked for.
const LAST: usize = 10_000;

/// What is written: for people, or as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Html,
    Json,
    Csv,
}

/// A request that is answered from the library.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// The parts of the path, decoded, without the ending that names the form.
    pub(crate) path: Vec<String>,
    /// Names and values of the query, decoded.
    query: Vec<(String, String)>,
    pub(crate) form: Form,
    pub(crate) say: Say,
    /// Under which address this program was asked.
    pub(crate) host: String,
}

impl Ask {
    /// Reads path and query as they stand in the request; nothing where they are too long or hold
    /// what no text holds.
    pub(crate) fn read(path: &str, query: &str, accepted: &str) -> Option<Ask> {
        if path.len() > LONGEST || query.len() > 2 * LONGEST {
            return None;
        }
        let mut parts: Vec<String> = Vec::new();
        for part in path.split('/').filter(|p| !p.is_empty()) {
            parts.push(decoded(part)?);
        }
        let mut form = Form::Html;
        if let Some(last) = parts.last_mut() {
            for (end, of) in [(".json", Form::Json), (".csv", Form::Csv)] {
                if let Some(name) = last.strip_suffix(end) {
                    (*last, form) = (name.to_owned(), of);
                    break;
                }
            }
        }
        // `/index.json` and `/.json` are the front as data.
        if parts.len() == 1 && form != Form::Html && matches!(parts[0].as_str(), "" | "index") {
            parts.clear();
        }
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .take(MOST)
            .map(|(k, v)| (k.into_owned(), v.into_owned()))
            .filter(|(_, v)| v.len() <= LONGEST)
            .collect();
        let mut ask = Ask { path: parts, query, form, say: Say::default(), host: String::new() };
        let named = ask.value("lang").and_then(Lang::by_tag);
        ask.say.lang = named.unwrap_or_else(|| Lang::accepted(accepted));
        Some(ask)
    }

    /// The value of a name in the query.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// All values of a name that are numbers.
    pub(crate) fn numbers(&self, name: &str) -> Vec<usize> {
        self.query.iter().filter(|(k, _)| k == name).filter_map(|(_, v)| v.parse().ok()).collect()
    }

    /// Which slice of a list is asked for, with so many rows in each.
    pub(crate) fn slice(&self, most: usize) -> Slice {
        let page = self.value("page").and_then(|p| p.parse::<usize>().ok()).unwrap_or(1);
        Slice { from: (page.clamp(1, LAST) - 1) * most, most }
    }

    /// A place: `120-245`.
    pub(crate) fn place(&self) -> Option<(usize, usize)> {
        let (from, to) = self.value("at")?.split_once('-')?;
        let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then_some((from, to))
    }

    /// The address of this view with other values; an empty value takes a name out.
    pub(crate) fn address(&self, form: Form, with: &[(&str, &str)]) -> String {
        let mut path: String = self.path.iter().map(|p| format!("/{}", encoded(p))).collect();
        if path.is_empty() {
            path = if form == Form::Html { "/".into() } else { "/index".into() };
        }
        path += match form {
            Form::Html => "",
            Form::Json => ".json",
            Form::Csv => ".csv",
        };
        let changed = |name: &str| with.iter().any(|(n, _)| *n == name);
        let stay = self.query.iter().filter(|(n, _)| !changed(n));
        let mut out = form_urlencoded::Serializer::new(String::new());
        let all = stay.map(|(n, v)| (n.as_str(), v.as_str())).chain(with.iter().copied());
        for (name, value) in all.filter(|(_, v)| !v.is_empty()) {
            out.append_pair(name, value);
        }
        let query = out.finish();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// An address of another view, in the language that was asked for by name.
    pub(crate) fn to(&self, path: &str) -> String {
        match self.value("lang").and_then(Lang::by_tag) {
            None => path.to_owned(),
            Some(lang) => {
                let (path, anchor) =
                    path.split_once('#').map_or((path, None), |(p, a)| (p, Some(a)));
                let join = if path.contains('?') { '&' } else { '?' };
                let anchor = anchor.map(|a| format!("#{a}")).unwrap_or_default();
                format!("{path}{join}lang={}{anchor}", lang.tag())
            }
        }
    }

    /// A name for the same answer: all that it hangs on.
    pub(crate) fn key(&self) -> String {
        let (lang, host) = (self.say.lang.tag(), &self.host);
        format!("{:?} {lang} {host} {}", self.form, self.address(Form::Html, &[]))
    }
}

/// The address of something by its kind and name.
pub(crate) fn path_to(kind: &str, name: &str) -> String {
    format!("/{kind}/{}", encoded(name))
}

/// A part of a path, percent-encoded but for what is safe everywhere.
pub(crate) fn encoded(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for b in part.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(b)),
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

/// A part of a path as it was meant; nothing where it is no text or holds a NUL.
fn decoded(part: &str) -> Option<String> {
    let mut out = Vec::with_capacity(part.len());
    let mut bytes = part.bytes();
    while let Some(b) = bytes.next() {
        if b != b'%' {
            out.push(b);
            continue;
        }
        let digit = |b: Option<u8>| char::from(b?).to_digit(16);
        let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
        out.push((high * 16 + low) as u8);
    }
    String::from_utf8(out).ok().filter(|s| !s.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back_as_it_was_put_into_an_address() {
        for name in ["Mara Lind", "a/b?c#d%", "渡轮 “x”", "..", "a.b"] {
            let path = path_to("person", name);
            let ask = Ask::read(&path, "", "").unwrap();
            assert_eq!(ask.path, ["person", name]);
            assert_eq!(ask.address(Form::Html, &[]), path);
        }
        assert!(Ask::read("/a/%00", "", "").is_none());
        assert!(Ask::read("/a/%ff", "", "").is_none());
        assert!(Ask::read("/a/%4", "", "").is_none());
    }

    #[test]
    fn form_slice_and_language_stand_in_the_address() {
        let ask = Ask::read("/stories.csv", "page=3&lang=de&x=%22", "en").unwrap();
        assert_eq!((ask.form, ask.say.lang), (Form::Csv, Lang::De));
        assert_eq!(ask.slice(20), Slice { from: 40, most: 20 });
        assert_eq!(ask.address(Form::Json, &[("page", "")]), "/stories.json?lang=de&x=%22");
        assert_eq!(ask.to("/a#b"), "/a?lang=de#b");
        assert_eq!(Ask::read("/index.json", "", "").unwrap().path.len(), 0);
        assert_eq!(Ask::read("/x", "page=-1", "").unwrap().slice(5).from, 0);
        assert_eq!(Ask::read("/x", "at=9-3", "").unwrap().place(), None);
    }
}
