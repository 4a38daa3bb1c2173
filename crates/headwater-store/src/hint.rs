//! What was known of a page besides its bytes, as JSON, so that it can be read again.

use headwater_page::{Extent, Hint, Teller, Told};
use headwater_text::{CharIndex, Remark, When};
use serde_json::{Map, Value, json};

const EXTENTS: [(Extent, &str); 3] =
    [(Extent::Page, "page"), (Extent::Document, "document"), (Extent::Item, "item")];
const TELLERS: [(Teller, &str); 4] = [
    (Teller::Record, "record"),
    (Teller::Feed, "feed"),
    (Teller::Mail, "mail"),
    (Teller::Agency, "agency"),
];

fn name<T: PartialEq>(list: &[(T, &'static str)], of: &T) -> &'static str {
    list.iter().find(|(t, _)| t == of).map_or("", |(_, name)| name)
}

fn named<T: Copy + Default>(list: &[(T, &str)], name: &Value) -> T {
    list.iter().find(|(_, n)| name == n).map(|(t, _)| *t).unwrap_or_default()
}

pub(crate) fn to_json(hint: &Hint) -> Value {
    let none = CharIndex::new("");
    let told = &hint.told;
    json!({
        "source": hint.source,
        "url": hint.url,
        "fetched": hint.fetched.map(|w| w.iso()),
        "html": hint.html,
        "charset": hint.charset,
        "told": {
            "title": told.title, "date": told.date.map(|w| w.iso()), "outlet": told.outlet,
            "authors": told.authors, "by": name(&TELLERS, &told.by),
        },
        "extent": name(&EXTENTS, &hint.extent),
        "sha256": hint.sha256,
        "broken": hint.broken,
        "remarks": hint.remarks.iter().map(|r| r.to_json(&none)).collect::<Vec<_>>(),
        "extra": Value::Object(hint.extra.clone()),
    })
}

pub(crate) fn from_json(id: &str, of: &Value) -> Hint {
    let none = CharIndex::new("");
    let string = |of: &Value, k: &str| of.get(k).and_then(Value::as_str).map(str::to_owned);
    let when = |of: &Value, k: &str| string(of, k).and_then(|w| When::parse(&w));
    let list = |of: &Value, k: &str| of.get(k).and_then(Value::as_array).cloned();
    let told = of.get("told").cloned().unwrap_or_default();
    let authors = list(&told, "authors").unwrap_or_default();
    let remarks = list(of, "remarks").unwrap_or_default();
    Hint {
        id: id.to_owned(),
        source: string(of, "source"),
        url: string(of, "url"),
        fetched: when(of, "fetched"),
        html: of.get("html").and_then(Value::as_bool),
        charset: string(of, "charset"),
        told: Told {
            title: string(&told, "title"),
            date: when(&told, "date"),
            outlet: string(&told, "outlet"),
            authors: authors.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            by: named(&TELLERS, &told["by"]),
        },
        extent: named(&EXTENTS, &of["extent"]),
        sha256: string(of, "sha256"),
        broken: of.get("broken").and_then(Value::as_bool).unwrap_or_default(),
        remarks: remarks.iter().filter_map(|r| Remark::from_json(r, &none)).collect(),
        extra: of.get("extra").and_then(Value::as_object).cloned().unwrap_or_else(Map::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_comes_back() {
        let hint = Hint {
            id: "a".into(),
            url: Some("https://tide.example/a".into()),
            fetched: When::parse("2031-03-03T08:10+01:00"),
            html: Some(true),
            told: Told {
                title: Some("Ferry waits".into()),
                date: When::parse("2031-03"),
                authors: vec!["Mara Lind".into()],
                by: Teller::Feed,
                ..Told::default()
            },
            extent: Extent::Item,
            broken: true,
            remarks: vec![Remark::new("cut", "The record breaks off.", Vec::new())],
            ..Hint::default()
        };
        assert_eq!(from_json("a", &to_json(&hint)), hint);
        assert_eq!(from_json("a", &Value::Null), Hint { id: "a".into(), ..Hint::default() });
    }
}
