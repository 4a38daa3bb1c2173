//! Help: keys, data, words for doubt, the bookmark.

use super::View;
use crate::ask::Ask;
use maud::html;
use serde_json::json;

pub(crate) fn view(ask: &Ask) -> View {
    let say = ask.say;
    let keys = [
        ("/", "help.key-search"),
        ("j", "help.key-next"),
        ("k", "help.key-before"),
        ("Enter", "help.key-open"),
        ("y", "help.key-copy"),
        ("?", "help.key-help"),
    ];
    let bands: Vec<(f64, &str)> =
        headwater_stemma::bands().iter().rev().filter(|b| b.0 > 0.0).copied().collect();
    let json = json!({
        "type": "help",
        "keys": keys.map(|(key, what)| json!({"key": key, "does": say.t(what)})),
        "doubt": bands.iter().map(|(from, word)| json!({"from": from, "word": word})).collect::<Vec<_>>(),
    });
    let body = html! {
        h1 { (say.t("help.title")) }
        p { (say.t("help.limits")) }
        h2 { (say.t("statement.key")) }
        ul {
            li { span.same.of-page { (say.t("statement.key-same")) } }
            li { span.other.of-page { (say.t("statement.key-other")) } }
            li { del.lacks.of-page { (say.t("statement.key-lacks")) } }
        }
        h2 { (say.t("help.doubt")) }
        ul { @for (from, word) in &bands {
            li { b lang="en" { (word) } " " (say.f("help.doubt-from", &[&format!("{:.0}", from * 100.0)])) }
        } }
        h2 { (say.t("help.keys")) }
        dl.keys { @for (key, what) in keys { dt { kbd { (key) } } dd { (say.t(what)) } } }
        h2 { (say.t("site.search")) }
        p { (say.t("search.hint")) }
        h2 { "JSON, CSV" }
        p { (say.t("help.data")) }
        h2 { (say.t("site.check")) }
        p { (say.t("help.bookmarklet")) }
        p { code { "javascript:open('http://" (ask.host) "/check?text='+encodeURIComponent(getSelection()))" } }
    };
    View { title: say.t("help.title").to_owned(), json, body, csv: None }
}
