//! The lines of a report, as data: what is shown and the places it rests on, from the records that
//! `trace --format json` writes.

use serde_json::{Value, json};

/// Most places given with a line.
const PLACES: usize = 8;

/// A line that is shown.
pub(super) struct Line {
    /// Its place in the report.
    pub(super) rank: usize,
    pub(super) kind: &'static str,
    pub(super) shown: String,
    pub(super) places: Vec<Value>,
}

/// The lines of each story that is shown, in the order of telling; messages over time stand with
/// the first.
pub(super) fn lines(trace: &Value) -> Vec<Vec<Line>> {
    let told = list(&trace["stories"]).iter().filter(|s| s["number"].is_number());
    let mut out: Vec<Vec<Line>> = told.map(|s| story(trace, s)).collect();
    let messages = list(&trace["threads"]).iter().map(|t| {
        let said = |key: &str| -> Vec<String> {
            let each = list(&t[key]).iter();
            each.map(|s| format!("{}: “{}”", name(&s["speaker"]), words(trace, s))).collect()
        };
        let shown =
            format!("{}; against: {}", said("statements").join(" / "), said("against").join(" / "));
        ("message", shown, list(&t["statements"]).to_vec())
    });
    let messages: Vec<_> = messages.collect();
    if let Some(first) = out.first_mut() {
        for (kind, shown, places) in messages {
            put(first, trace, kind, shown, places);
        }
    }
    out
}

fn story(trace: &Value, story: &Value) -> Vec<Line> {
    let mut out = Vec::new();
    // Pages that nothing ties to another are not shown with the rest.
    let told = if story["shown"].is_object() { &story["shown"] } else { story };
    let pages: Vec<String> = list(&told["articles"]).iter().map(|id| page(trace, id)).collect();
    let title = format!("{} — one story: {}", name(&told["title"]), pages.join(" / "));
    put(&mut out, trace, "title", title, Vec::new());
    // A story of one page, told for a message that it has, is shown without answers.
    if story["brief"].is_object() {
        six(trace, &story["brief"], &mut out);
    }
    edges(trace, story, list(&told["articles"]), &mut out);
    for statement in list(&story["statements"]) {
        statements(trace, statement, &mut out);
    }
    out
}

/// The six lines at the head.
fn six(trace: &Value, brief: &Value, out: &mut Vec<Line>) {
    let none = |shown: String| if shown.is_empty() { "none found".to_owned() } else { shown };
    let joined = |rows: &Value, each: &dyn Fn(&Value) -> String| {
        none(list(rows).iter().map(each).collect::<Vec<_>>().join(" · "))
    };
    let mut ways = source(&brief["source"]);
    if brief["heard"].is_object() {
        let heard = &brief["heard"];
        ways += &format!(" · pages {} quote {}", heard["articles"], name(&heard["label"]));
    }
    put(out, trace, "source", none(ways), Vec::new());
    let most = brief["speaker"][0]["pages"].as_u64().unwrap_or(0);
    let told =
        list(&brief["speaker"]).iter().filter(|s| s["pages"].as_u64().unwrap_or(0) * 2 > most);
    let called = |s: &Value| match s["role"].as_str() {
        Some(role) => format!("{}, {role}", name(&s["name"])),
        None => name(&s["name"]),
    };
    let told: Vec<String> = told.take(3).map(called).collect();
    put(out, trace, "speaker", none(told.join(" · ")), Vec::new());
    let first = match list(&brief["first"]["articles"]) {
        [] => "these pages do not tell which".to_owned(),
        _ => format!("{}, undated {}", brief["first"]["articles"], brief["first"]["undated"]),
    };
    put(out, trace, "first", first, Vec::new());
    let copies = joined(&brief["copies"], &|c| {
        format!("{} from {} ({})", name(&c["article"]), name(&c["of"]), c["probability"])
    });
    let alike = list(&brief["alike"])
        .iter()
        .map(|p| format!("{} and {} have most of their text in common", name(&p[0]), name(&p[1])));
    let alike: Vec<String> = alike.collect();
    let copies = match (copies.as_str(), alike.is_empty()) {
        (_, true) => copies,
        ("none found", false) => alike.join(" · "),
        _ => format!("{copies} · {}", alike.join(" · ")),
    };
    put(out, trace, "copies", copies, Vec::new());
    let changed = joined(&brief["changed"], &|c| {
        format!(
            "{}: “{}” → “{}”",
            name(&c["kind"]),
            name(&c["from"]["words"]),
            name(&c["to"]["words"])
        )
    });
    let places = list(&brief["changed"]).iter().flat_map(|c| [c["from"].clone(), c["to"].clone()]);
    let worded: Vec<String> = list(&brief["worded"]).iter().map(Value::to_string).collect();
    let changed = match list(&brief["changed"]) {
        [] if !worded.is_empty() => format!("only the wording of statements {}", worded.join(", ")),
        _ => changed,
    };
    put(out, trace, "changed", changed, places.collect());
    let denied =
        joined(&brief["denied"], &|d| format!("{}: “{}”", name(&d["speaker"]), name(&d["words"])));
    put(out, trace, "denied", denied, list(&brief["denied"]).to_vec());
}

/// Where a story springs from, as the report tells it: what several pages go back to, then what single ones
/// lean on.
fn source(ways: &Value) -> String {
    let several = list(ways).len() > 1;
    let called = |w: &Value| name(if w["kind"] == "held" { &w["node"] } else { &w["label"] });
    let (single, told): (Vec<&Value>, Vec<&Value>) =
        list(ways).iter().partition(|w| several && list(&w["articles"]).len() == 1);
    let each = told.iter().map(|w| {
        let named = match list(&w["named_by"]) {
            [] => String::new(),
            _ => format!(", named by {}", w["named_by"]),
        };
        format!("{} {} ({}){named}", name(&w["kind"]), called(w), w["probability"])
    });
    let mut out: Vec<String> = each.collect();
    let (alone, leans): (Vec<&Value>, Vec<&Value>) =
        single.into_iter().partition(|w| w["kind"] == "held");
    match (out.is_empty(), alone.len()) {
        (true, _) if several => out.push(
            "not found: nothing says that one of these pages was made from another".to_owned(),
        ),
        (_, 0) => {}
        (_, alone) => out.push(format!("{alone} of the pages from none of the others")),
    }
    out.extend(leans.iter().map(|w| format!("{} from {}", name(&w["articles"][0]), called(w))));
    out.join(" · ")
}

/// Each edge of the tree, with the places of its grounds.
fn edges(trace: &Value, story: &Value, told: &[Value], out: &mut Vec<Line>) {
    let stemma = list(&trace["stemmata"]).iter().find(|s| s["story"] == story["story"]);
    let Some(stemma) = stemma else { return };
    let called = |id: &Value| {
        let node = list(&stemma["nodes"]).iter().find(|n| n["id"] == *id);
        node.map_or_else(
            || name(id),
            |n| if n["kind"] == "lost" { name(&n["label"]) } else { name(id) },
        )
    };
    let page = |id: &Value| list(&story["articles"]).contains(id);
    let article = |id: &Value| list(&trace["articles"]).iter().find(|a| a["id"] == *id);
    // Between undated pages of one outlet the report tells no descent.
    let open = |e: &Value| {
        let both = article(&e["parent"]).zip(article(&e["child"]));
        both.is_some_and(|(a, b)| {
            a["date"].is_null() && b["date"].is_null() && a["outlet"] == b["outlet"]
        })
    };
    let shown = |e: &&Value| {
        !open(e) && [&e["parent"], &e["child"]].iter().all(|n| !page(n) || told.contains(n))
    };
    for e in list(&stemma["edges"]).iter().filter(shown) {
        let shown =
            format!("{} from {} ({})", called(&e["child"]), called(&e["parent"]), e["probability"]);
        let places = list(&e["grounds"]).iter().flat_map(|g| list(&g["places"]).to_vec());
        put(out, trace, "edge", shown, places.collect());
    }
}

/// How the words of a reading are given, as the report tells it: `said`, `denied`, `asked`.
fn manner<'t>(trace: &'t Value, reading: &Value) -> &'t str {
    let article = list(&trace["articles"]).iter().find(|a| a["id"] == reading["article"]);
    let quotes = article.map_or(&[][..], |a| list(&a["quotes"]));
    let quote = quotes.iter().find(|q| q["id"] == reading["quote"]);
    match quote.and_then(|q| q["stance"].as_str()) {
        None | Some("stated") => "said",
        Some(stance) => stance,
    }
}

/// A statement of several pages: each reading beside the first, who speaks, each difference.
fn statements(trace: &Value, statement: &Value, out: &mut Vec<Line>) {
    // What says little by itself is shown to those who ask for all.
    if statement["shown"] != true {
        return;
    }
    let of = &statement["utterance"];
    let Some(u) = list(&trace["utterances"]).iter().find(|u| u["utterance"] == *of) else { return };
    let sure = list(&u["readings"]).iter().zip(list(&statement["sure"]));
    let told: Vec<&Value> =
        sure.filter(|(r, s)| **s == true && r["repeat"] != true).map(|(r, _)| r).collect();
    let Some((base, rest)) = told.split_first() else { return };
    let base_words = words(trace, base);
    for reading in rest {
        let shown = format!("one statement: “{base_words}” = “{}”", words(trace, reading));
        put(out, trace, "statement", shown, vec![(*base).clone(), (*reading).clone()]);
    }
    let spoke = format!("{} {} “{base_words}”", name(&statement["speaker"]), manner(trace, base));
    put(out, trace, "speaker-of-statement", spoke, vec![(*base).clone()]);
    for d in list(&statement["differs"]) {
        let shown = format!(
            "{}: “{}” → “{}”",
            name(&d["kind"]),
            name(&d["base"]["words"]),
            name(&d["other"]["words"])
        );
        put(out, trace, "difference", shown, vec![d["base"].clone(), d["other"].clone()]);
    }
}

fn put(out: &mut Vec<Line>, trace: &Value, kind: &'static str, shown: String, places: Vec<Value>) {
    let places = places.iter().take(PLACES).map(|p| {
        json!({"page": p["article"], "start": p["start"], "end": p["end"], "words": words(trace, p)})
    });
    out.push(Line { rank: out.len(), kind, shown, places: places.collect() });
}

/// A page: its id, outlet, day, headline.
fn page(trace: &Value, id: &Value) -> String {
    let article = list(&trace["articles"]).iter().find(|a| a["id"] == *id);
    article.map_or_else(String::new, |a| {
        let told = [name(id), name(&a["outlet"]), name(&a["date"]), name(&a["title"])];
        told.join(", ")
    })
}

/// The words at a place, in code points of its page.
fn words(trace: &Value, place: &Value) -> String {
    let article = list(&trace["articles"]).iter().find(|a| a["id"] == place["article"]);
    let text = article.and_then(|a| a["text"].as_str()).unwrap_or_default();
    let at = |k: &str| usize::try_from(place[k].as_u64().unwrap_or(0)).unwrap_or(0);
    text.chars().skip(at("start")).take(at("end").saturating_sub(at("start"))).collect()
}

fn name(value: &Value) -> String {
    value.as_str().unwrap_or("not found").to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
