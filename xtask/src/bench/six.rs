//! The six lines at the head of a story, against the gold of page sets: each line right, honestly
//! not found, or false. A line with several parts is right where all its parts are, and false where
//! one is: a reader takes it whole.
//!
//! Right means, for *Source*: a lost text told has a name of a lost text of the gold's tree, a report
//! told as an own one was made from nothing; it is false where the gold has it made from another page,
//! and counts for nothing where the gold has it from a lost source that is not told.
//! *Speaker*: everybody told speaks in the gold, whoever says
//! most of what several pages have among them. *First*: the gold's earliest report, alone or among
//! those between which days do not decide. *Copies*: each report told was made from the other or
//! from what was made from it. *Changed*: each difference of substance touches words that the gold
//! says to differ. *Denied*: a quotation that the gold says is denied. Where the gold has nothing,
//! nothing told is right.

use super::part::Part;
use super::{Bench, rows};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The lines, in the order of the report.
const LINES: [&str; 6] = ["source", "speaker", "first", "copies", "changed", "denied"];

/// What the report tells of a list; the rest of a record is not told.
const WAYS: usize = 4;
const SPEAKERS: usize = 3;

/// An own report less sure than this is not told beside other ways.
const OWN: f64 = 0.95;
const CHANGES: usize = 5;

/// A single beginning less sure than this is told as not found.
const SURE: f64 = 0.35;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Right,
    NotFound,
    False,
}

/// All told parts right, one false, or nothing told; `wanted` says whether there was anything.
fn verdict(parts: &[bool], wanted: bool) -> Verdict {
    match parts {
        [] if wanted => Verdict::NotFound,
        parts if parts.iter().all(|p| *p) => Verdict::Right,
        _ => Verdict::False,
    }
}

/// Traces each set and judges the lines of its stories.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("desk/dev");
    let mut sets: Vec<_> = std::fs::read_dir(&folder)?.flatten().map(|e| e.path()).collect();
    sets.retain(|p| p.join("manifest.json").exists());
    sets.sort();
    let mut all: Vec<(String, [Verdict; 6])> = Vec::new();
    for set in &sets {
        let name = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let manifest: Value = serde_json::from_str(
            &std::fs::read_to_string(set.join("manifest.json")).context(name.clone())?,
        )?;
        let pages = set.join(manifest["pages"].as_str().unwrap_or("pages"));
        let args = ["trace", "--format", "json", &pages.to_string_lossy()];
        let trace: Value = serde_json::from_str(&bench.headwater_text(&args, "")?)?;
        let gold = Gold::read(set, &manifest, &trace)?;
        for story in gold.stories(set, &manifest)? {
            let judged = gold.judge(&story);
            let told: Vec<String> =
                LINES.iter().zip(judged).map(|(l, v)| format!("{l} {v:?}")).collect();
            println!("{:<10} {}", name, told.join(", "));
            all.push((name.clone(), judged));
        }
    }
    bench.take("six lines", &shares(all.iter()))?;
    for part in Part::BOTH {
        let some: Vec<_> = all.iter().filter(|(name, _)| Part::of(name) == part).collect();
        if some.is_empty() {
            println!("\nsix lines, {}: no set", part.name());
        } else {
            bench.take(&format!("six lines, {}", part.name()), &shares(some.into_iter()))?;
        }
    }
    Ok(())
}

/// Shares of right, not found and false, by line and over all.
fn shares<'a>(stories: impl Iterator<Item = &'a (String, [Verdict; 6])>) -> String {
    let judged: Vec<&[Verdict; 6]> = stories.map(|s| &s.1).collect();
    let mut out = Map::new();
    out.insert("stories".into(), json!(judged.len()));
    let share = |list: &[Verdict], v: Verdict| {
        list.iter().filter(|x| **x == v).count() as f64 / list.len().max(1) as f64
    };
    let whole: Vec<Verdict> = judged.iter().flat_map(|j| j.iter().copied()).collect();
    let lines = LINES.iter().enumerate().map(|(i, line)| {
        let list: Vec<Verdict> = judged.iter().filter_map(|j| j.get(i).copied()).collect();
        (*line, list)
    });
    for (line, list) in lines.chain([("all", whole)]) {
        out.insert(format!("{line}/right"), json!(share(&list, Verdict::Right)));
        out.insert(format!("{line}/not found"), json!(share(&list, Verdict::NotFound)));
        out.insert(format!("{line}/false"), json!(share(&list, Verdict::False)));
    }
    Value::Object(out).to_string()
}

/// A story of the gold: its tree.
struct Story {
    pages: BTreeSet<String>,
    edges: Vec<(String, String)>,
    labels: BTreeMap<String, Vec<String>>,
}

/// The gold of a set, with the trace it is laid beside. Pages are called by their id in the trace.
struct Gold<'t> {
    trace: &'t Value,
    ids: BTreeMap<String, String>,
    texts: BTreeMap<String, Vec<char>>,
    dates: BTreeMap<String, String>,
    quotes: Vec<(String, Value)>,
    utterances: Vec<Value>,
}

impl<'t> Gold<'t> {
    fn read(set: &Path, manifest: &Value, trace: &'t Value) -> Result<Gold<'t>> {
        let files = |key: &str| -> Vec<String> {
            match &manifest[key] {
                Value::Array(list) => {
                    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                one => one.as_str().map(str::to_owned).into_iter().collect(),
            }
        };
        let read = |key: &str| -> Result<Vec<Value>> {
            let mut out = Vec::new();
            for file in files(key) {
                out.extend(rows(&set.join(file))?);
            }
            Ok(out)
        };
        let mut gold = Gold {
            trace,
            ids: BTreeMap::new(),
            texts: BTreeMap::new(),
            dates: BTreeMap::new(),
            quotes: Vec::new(),
            utterances: read("utterances")?,
        };
        for article in list(&trace["articles"]) {
            let id = text(&article["id"]);
            gold.ids.insert(stem(&id), id.clone());
            gold.texts.insert(id, text(&article["text"]).chars().collect());
        }
        for row in read("articles")? {
            if let (Some(id), Some(date)) = (gold.id(&text(&row["id"])), row["date"].as_str()) {
                gold.dates.insert(id, date.chars().take(16).collect());
            }
        }
        for row in read("quotes")? {
            if let Some(id) = gold.id(&text(&row["id"])) {
                let quotes = list(&row["quotes"]).iter().chain(list(&row["optional"]));
                gold.quotes.extend(quotes.map(|q| (id.clone(), q.clone())));
            }
        }
        Ok(gold)
    }

    /// The id that the trace has for a page of the gold, whose own may be the beginning of it.
    fn id(&self, gold: &str) -> Option<String> {
        let exact = self.ids.get(gold);
        exact
            .or_else(|| self.ids.iter().find(|(s, _)| s.starts_with(gold)).map(|(_, i)| i))
            .cloned()
    }

    /// The trees of the gold.
    fn stories(&self, set: &Path, manifest: &Value) -> Result<Vec<Story>> {
        let file = set.join(manifest["stemmata"].as_str().unwrap_or("stemmata.json"));
        let told = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let trees: Vec<Value> = serde_json::from_str(&told)?;
        let each = trees.iter().map(|tree| {
            let hidden: BTreeSet<String> = list(&tree["hidden"]).iter().map(text).collect();
            let call = |n: &Value| {
                let name = text(n);
                if hidden.contains(&name) { name } else { self.id(&name).unwrap_or(name) }
            };
            let edges: Vec<(String, String)> =
                list(&tree["edges"]).iter().map(|e| (call(&e[0]), call(&e[1]))).collect();
            let nodes = list(&tree["nodes"]).iter().map(call);
            let labels = tree["label"].as_object().into_iter().flatten();
            Story {
                pages: nodes.filter(|n| !hidden.contains(n)).collect(),
                edges,
                labels: labels
                    .map(|(k, v)| (k.clone(), list(v).iter().map(|w| plain(&text(w))).collect()))
                    .collect(),
            }
        });
        Ok(each.collect())
    }

    fn judge(&self, story: &Story) -> [Verdict; 6] {
        let overlap = |s: &&Value| {
            list(&s["articles"]).iter().filter(|a| story.pages.contains(&text(a))).count()
        };
        let told = list(&self.trace["stories"]).iter().filter(|s| s["brief"].is_object());
        let Some(told) = told.max_by_key(overlap).filter(|s| overlap(s) > 0) else {
            return [Verdict::NotFound; 6];
        };
        let brief = &told["brief"];
        [
            self.source(story, brief),
            self.speaker(story, brief),
            self.first(story, brief),
            copies(story, brief),
            self.changed(story, brief),
            self.denied(story, brief),
        ]
    }

    fn source(&self, story: &Story, brief: &Value) -> Verdict {
        let ways = list(&brief["source"]);
        let several = ways.len() > 1;
        let told = ways.iter().filter(|w| {
            let least = if several && w["kind"] == "held" { OWN } else { SURE };
            w["probability"].as_f64().is_none_or(|p| p >= least)
        });
        let named = told.take(WAYS).filter(|w| w["kind"] == "held" || !w["label"].is_null());
        let parts: Vec<bool> = named
            .filter_map(|way| {
                let node = text(&way["node"]);
                if way["kind"] == "held" {
                    let above: Vec<&String> =
                        story.edges.iter().filter(|(_, c)| *c == node).map(|(p, _)| p).collect();
                    if above.iter().any(|p| story.pages.contains(*p)) {
                        return Some(false);
                    }
                    let hidden = above.iter().any(|p| *p != "event");
                    return (!hidden).then_some(true);
                }
                let label = plain(&text(&way["label"]));
                let mut hidden = story.labels.values().flatten();
                Some(hidden.any(|w| label.contains(w.as_str()) || w.contains(&label)))
            })
            .collect();
        verdict(&parts, true)
    }

    fn speaker(&self, story: &Story, brief: &Value) -> Verdict {
        let list = list(&brief["speaker"]);
        let pages = |s: &Value| s["pages"].as_u64().unwrap_or(0);
        let most = list.first().map_or(0, pages);
        let told = list.iter().take(SPEAKERS).filter(|s| pages(s) * 2 > most);
        let told = told.take(if most > 1 { SPEAKERS } else { 1 });
        let told: Vec<String> = told.map(|s| text(&s["name"])).collect();
        let here: Vec<&Value> =
            self.quotes.iter().filter(|(p, _)| story.pages.contains(p)).map(|(_, q)| q).collect();
        let speaks = |name: &String| here.iter().any(|q| same_name(name, q));
        let parts: Vec<bool> = told.iter().map(speaks).collect();
        match verdict(&parts, true) {
            Verdict::Right => {
                let main = self.main(story);
                let of = |name: &str| here.iter().find(|q| same_name(name, q)).copied();
                let main = main.and_then(|m| of(&m));
                let has = main.is_none_or(|m| told.iter().any(|t| same_name(t, m)));
                if has { Verdict::Right } else { Verdict::NotFound }
            }
            other => other,
        }
    }

    /// Who says most of what several pages of a story have.
    fn main(&self, story: &Story) -> Option<String> {
        let mut votes: BTreeMap<String, usize> = BTreeMap::new();
        for utterance in &self.utterances {
            let pages =
                list(&utterance["variants"]).iter().filter_map(|v| self.id(&text(&v["page"])));
            let pages: BTreeSet<String> = pages.filter(|p| story.pages.contains(p)).collect();
            if let (true, Some(who)) = (pages.len() > 1, utterance["speaker"].as_str()) {
                *votes.entry(who.to_owned()).or_default() += pages.len();
            }
        }
        votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|v| v.0)
    }

    fn first(&self, story: &Story, brief: &Value) -> Verdict {
        let dated: Vec<(&String, &String)> =
            self.dates.iter().filter(|(p, _)| story.pages.contains(*p)).collect();
        // A day is not before an hour of it.
        let before = |a: &str, b: &str| {
            let n = a.len().min(b.len());
            a.get(..n) < b.get(..n)
        };
        let earliest: BTreeSet<&String> = dated
            .iter()
            .filter(|(_, d)| !dated.iter().any(|(_, e)| before(e, d)))
            .map(|(p, _)| *p)
            .collect();
        let told: Vec<String> = list(&brief["first"]["articles"]).iter().map(text).collect();
        let hit = told.iter().any(|t| earliest.contains(t));
        let parts = if told.is_empty() { vec![] } else { vec![hit] };
        verdict(&parts, !earliest.is_empty())
    }

    fn changed(&self, story: &Story, brief: &Value) -> Verdict {
        let mut wanted: Vec<(String, (usize, usize))> = Vec::new();
        for variant in self.utterances.iter().flat_map(|u| list(&u["variants"])) {
            let page = self.id(&text(&variant["page"])).filter(|p| story.pages.contains(p));
            if let (Some(page), true) = (page, !list(&variant["differs"]).is_empty()) {
                let place = self.place(&page, variant);
                wanted.extend(place.map(|p| (page, p)));
            }
        }
        let grave = list(&brief["changed"]).iter().filter(|c| c["kind"] != "word").take(CHANGES);
        let hits = |side: &Value| {
            let at = |k: &str| side[k].as_u64().unwrap_or(0) as usize;
            let (start, end) = (at("start"), at("end"));
            let page = text(&side["article"]);
            wanted.iter().any(|(p, (s, e))| *p == page && start <= *e && end >= *s)
        };
        let parts: Vec<bool> = grave.map(|c| hits(&c["from"]) || hits(&c["to"])).collect();
        verdict(&parts, !wanted.is_empty())
    }

    fn denied(&self, story: &Story, brief: &Value) -> Verdict {
        let here = self
            .quotes
            .iter()
            .filter(|(p, q)| story.pages.contains(p) && q["stance"].as_str() == Some("denied"));
        let wanted: Vec<&Value> = here.map(|(_, q)| q).collect();
        let said = |d: &Value| wanted.iter().any(|q| same_name(&text(&d["speaker"]), q));
        let parts: Vec<bool> = list(&brief["denied"]).iter().map(said).collect();
        verdict(&parts, !wanted.is_empty())
    }

    /// Where a reading of the gold stands: as given, else where its words are found.
    fn place(&self, page: &str, variant: &Value) -> Option<(usize, usize)> {
        let at = |k: &str| variant[k].as_u64().map(|n| n as usize);
        if let (Some(start), Some(end)) = (at("start"), at("end")) {
            return Some((start, end));
        }
        find(self.texts.get(page)?, &text(&variant["text"]))
    }
}

fn copies(story: &Story, brief: &Value) -> Verdict {
    let held = |n: &String| story.pages.contains(n);
    let wanted = story.edges.iter().filter(|(p, c)| held(p) && held(c)).count();
    // Whether `of` stands above `child`.
    let above = |of: &String, child: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut stack = vec![child];
        while let Some(node) = stack.pop() {
            for (parent, _) in story.edges.iter().filter(|(_, c)| c == node) {
                if seen.insert(parent) {
                    stack.push(parent);
                }
            }
        }
        seen.contains(of)
    };
    let told = list(&brief["copies"]).iter();
    let parts: Vec<bool> = told.map(|c| above(&text(&c["of"]), &text(&c["article"]))).collect();
    verdict(&parts, wanted > 0)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// An id without folders and endings.
fn stem(id: &str) -> String {
    let last = id.rsplit('/').next().unwrap_or(id);
    last.split('.').next().unwrap_or(last).to_owned()
}

/// Words in lower case with single blanks between them, accents left out.
fn plain(words: &str) -> String {
    let low = words.to_lowercase();
    let bare = low.chars().map(|c| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        c => c,
    });
    let bare: String = bare.collect();
    let words = bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a name is a spelling of the speaker of a gold quotation: the same, the same last word,
/// or the words of one among those of the other.
fn same_name(name: &str, quote: &Value) -> bool {
    let own = plain(name);
    let words: Vec<&str> = own.split(' ').filter(|w| !w.is_empty()).collect();
    let fields = ["speaker", "speaker_text", "speaker_name"].map(|k| text(&quote[k]));
    let spellings = list(&quote["spellings"]).iter().map(text);
    fields.into_iter().chain(spellings).map(|s| plain(&s)).filter(|s| !s.is_empty()).any(|gold| {
        let theirs: Vec<&str> = gold.split(' ').collect();
        !words.is_empty()
            && (words.last() == theirs.last()
                || words.iter().all(|w| theirs.contains(w))
                || theirs.iter().all(|w| words.contains(w)))
    })
}

/// Where words stand in a text, white space and case folded.
fn find(text: &[char], words: &str) -> Option<(usize, usize)> {
    let fold = |c: char| c.to_lowercase().next().unwrap_or(c);
    let wanted: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
    let kept: Vec<(usize, char)> = text
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(i, c)| (i, fold(*c)))
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let at =
        kept.windows(wanted.len()).find(|w| w.iter().map(|p| p.1).eq(wanted.iter().copied()))?;
    Some((at.first()?.0, at.last()?.0 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_false_where_a_part_is_and_not_found_where_nothing_is_told() {
        assert_eq!(verdict(&[], true), Verdict::NotFound);
        assert_eq!(verdict(&[], false), Verdict::Right);
        assert_eq!(verdict(&[true, true], true), Verdict::Right);
        assert_eq!(verdict(&[true, false], true), Verdict::False);
    }

    #[test]
    fn words_are_found_whatever_their_white_space() {
        let text: Vec<char> = "He  said:\nYes, we can.".chars().collect();
        assert_eq!(find(&text, "yes, We"), Some((10, 17)));
        assert_eq!(find(&text, "no"), None);
    }

    #[test]
    fn names_meet_by_their_last_word_or_one_within_the_other() {
        let quote = json!({"speaker": "Maarten van Ruysdael", "spellings": ["Mr van Ruysdael"]});
        assert!(same_name("Ruysdael", &quote) && same_name("Maarten", &quote));
        assert!(!same_name("Greta Lind", &quote));
    }

    #[test]
    fn a_copy_of_a_copy_goes_back_to_the_first() {
        let edge = |p: &str, c: &str| (p.to_owned(), c.to_owned());
        let story = Story {
            pages: ["a", "b", "c"].map(str::to_owned).into(),
            edges: vec![edge("a", "b"), edge("b", "c")],
            labels: BTreeMap::new(),
        };
        let told = |article: &str, of: &str| json!({"copies": [{"article": article, "of": of}]});
        assert_eq!(copies(&story, &told("c", "a")), Verdict::Right);
        assert_eq!(copies(&story, &told("a", "c")), Verdict::False);
        assert_eq!(copies(&story, &json!({"copies": []})), Verdict::NotFound);
    }
}
