//! Figures that are kept: `bench/figures.json` holds what was measured, `bench/tables.txt` says
//! which of it stands in which table with what aim, and `docs/figures.md` holds the tables
//! between marks. Nobody writes a table by hand.

use crate::root;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// Figures by name.
pub(crate) type Figures = BTreeMap<String, f64>;

/// A figure below the one before by more than this has fallen.
const FALLEN: f64 = 0.005;

/// Figures of which less is better, by the end of their names.
const LESS_IS_BETTER: &[&str] =
    &["invented", "frame_leak", "ece", "stance_false", "order_bad", "off_by_one", "other story"];

fn kept() -> PathBuf {
    root().join("bench/figures.json")
}

fn document() -> PathBuf {
    root().join("docs/figures.md")
}

/// The numbers of a scorer's object under one name each. A list of three is precision, recall
/// and F1, as the scorers print them.
pub(super) fn flat(object: &Value) -> Vec<(String, f64)> {
    fn walk(name: &str, value: &Value, out: &mut Vec<(String, f64)>) {
        let below =
            |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}/{key}") };
        match value {
            Value::Number(n) => out.extend(n.as_f64().map(|n| (name.to_owned(), n))),
            Value::Object(fields) => fields.iter().for_each(|(k, v)| walk(&below(k), v, out)),
            Value::Array(list) if list.len() == 3 => {
                ["precision", "recall", "f1"]
                    .iter()
                    .zip(list)
                    .for_each(|(k, v)| walk(&below(k), v, out));
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk("", object, &mut out);
    out
}

fn load() -> Result<Map<String, Value>> {
    let text = match std::fs::read_to_string(kept()) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Map::new()),
        Err(e) => return Err(e).context("bench/figures.json"),
    };
    serde_json::from_str(&text).context("bench/figures.json")
}

fn save(all: &Map<String, Value>) -> Result<()> {
    std::fs::write(kept(), serde_json::to_string_pretty(all)? + "\n")?;
    let text = std::fs::read_to_string(document())?;
    std::fs::write(document(), rendered(&text, &tables()?, all)?)?;
    Ok(())
}

/// Keeps figures in a column (`now` or `before`) and writes the tables.
pub(crate) fn keep(column: &str, figures: &Figures) -> Result<()> {
    let mut all = load()?;
    let mut kept: Figures = column_of(&all, column);
    kept.extend(figures.iter().map(|(k, v)| (k.clone(), (v * 1e4).round() / 1e4)));
    all.insert(column.into(), json!(kept));
    save(&all)
}

/// Keeps a figure that another command measured, with that command.
pub(crate) fn note(name: &str, value: &str, command: &str) -> Result<()> {
    let value: f64 = value.parse().with_context(|| format!("no number: `{value}`"))?;
    let mut all = load()?;
    let mut commands = all.get("commands").and_then(Value::as_object).cloned().unwrap_or_default();
    commands.insert(name.into(), command.into());
    commands.sort_keys();
    all.insert("commands".into(), commands.into());
    let mut now = column_of(&all, "now");
    now.insert(name.into(), value);
    all.insert("now".into(), json!(now));
    save(&all)
}

fn column_of(all: &Map<String, Value>, column: &str) -> Figures {
    let fields = all.get(column).and_then(Value::as_object);
    fields.into_iter().flatten().filter_map(|(k, v)| Some((k.clone(), v.as_f64()?))).collect()
}

/// Prints the figures that are worse than before by more than [`FALLEN`]; counts are passed
/// over. An error if there are any.
pub(crate) fn compare() -> Result<()> {
    let all = load()?;
    let (before, now) = (column_of(&all, "before"), column_of(&all, "now"));
    let mut fallen = 0;
    for (name, was) in &before {
        let Some(is) = now.get(name).filter(|is| **is <= 1.0 && *was <= 1.0) else { continue };
        let less = LESS_IS_BETTER.iter().any(|end| name.ends_with(end));
        let loss = if less { is - was } else { was - is };
        if loss > FALLEN {
            println!("{name:<56} {was:.4} -> {is:.4}");
            fallen += 1;
        }
    }
    println!("{fallen} of {} figures fell by more than {FALLEN}", before.len());
    if fallen > 0 {
        bail!("figures fell");
    }
    Ok(())
}

/// A row of a table: what it is called, which figure it shows, and its aim.
struct Row {
    label: String,
    figure: String,
    aim: Option<Aim>,
}

enum Aim {
    AtLeast(f64),
    AtMost(f64),
}

impl Aim {
    fn reached(&self, value: f64) -> bool {
        // As printed: three decimals.
        let value = (value * 1e3).round() / 1e3;
        match self {
            Aim::AtLeast(aim) => value >= *aim,
            Aim::AtMost(aim) => value <= *aim,
        }
    }

    fn shown(&self) -> String {
        match self {
            Aim::AtLeast(aim) => shown(*aim),
            Aim::AtMost(aim) => format!("at most {}", shown(*aim)),
        }
    }
}

fn tables() -> Result<BTreeMap<String, Vec<Row>>> {
    parse(&std::fs::read_to_string(root().join("bench/tables.txt"))?)
}

/// Reads `bench/tables.txt`, whose first lines say what stands in it.
fn parse(text: &str) -> Result<BTreeMap<String, Vec<Row>>> {
    let mut out: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let mut table = String::new();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            table = name.to_owned();
            continue;
        }
        let mut parts = line.split(" | ").map(str::trim);
        let (Some(label), Some(figure)) = (parts.next(), parts.next()) else {
            bail!("bench/tables.txt: no figure named: `{line}`");
        };
        let aim = parts.next().map(|aim| match aim.strip_prefix("at most ") {
            Some(most) => most.parse().map(Aim::AtMost),
            None => aim.parse().map(Aim::AtLeast),
        });
        let aim = aim.transpose().with_context(|| format!("bench/tables.txt: `{line}`"))?;
        let row = Row { label: label.to_owned(), figure: figure.to_owned(), aim };
        out.entry(table.clone()).or_default().push(row);
    }
    Ok(out)
}

/// A figure as tables print it: shares with three decimals and without the nought before the
/// point, what is larger with as many digits as it needs.
fn shown(value: f64) -> String {
    if value.abs() < 0.9995 && value != 0.0 {
        return format!("{value:.3}").replacen("0.", ".", 1);
    }
    if value.abs() <= 1.0 {
        return format!("{value:.3}");
    }
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const BEGIN: &str = "<!-- table ";
const END: &str = "<!-- end of table -->";

/// The document with each table between its marks written anew.
fn rendered(
    text: &str,
    tables: &BTreeMap<String, Vec<Row>>,
    all: &Map<String, Value>,
) -> Result<String> {
    let (before, now) = (column_of(all, "before"), column_of(all, "now"));
    let mut out = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(BEGIN) {
        let (name, tail) = tail.split_once(" -->").context("a mark of a table does not end")?;
        let (_, tail) = tail.split_once(END).context("a table has no end mark")?;
        let rows =
            tables.get(name).with_context(|| format!("no table `{name}` in bench/tables.txt"))?;
        write!(
            out,
            "{head}{BEGIN}{name} -->\n| measure | before | now | aim |\n|---|---|---|---|\n"
        )?;
        for row in rows {
            let (was, is) = (before.get(&row.figure), now.get(&row.figure));
            if was.or(is).is_none() {
                bail!("bench/tables.txt names a figure that was never kept: `{}`", row.figure);
            }
            let is = is.map_or("–".to_owned(), |v| {
                let reached = row.aim.as_ref().is_some_and(|aim| aim.reached(*v));
                if reached { format!("**{}**", shown(*v)) } else { shown(*v) }
            });
            let was = was.map_or("–".to_owned(), |v| shown(*v));
            let aim = row.aim.as_ref().map(Aim::shown).unwrap_or_default();
            writeln!(out, "| {} | {was} | {is} | {aim} |", row.label)?;
        }
        out += END;
        rest = tail;
    }
    out += rest;
    Ok(out)
}

/// An error where `docs/figures.md` is not what the kept figures give.
pub(crate) fn check() -> Result<()> {
    let text = std::fs::read_to_string(document())?;
    if rendered(&text, &tables()?, &load()?)? != text {
        bail!(
            "the tables of docs/figures.md are not those of bench/figures.json; \
             hint: cargo xtask figures"
        );
    }
    Ok(())
}

/// Writes the tables of `docs/figures.md` from the kept figures.
pub(crate) fn write() -> Result<()> {
    save(&load()?)
}

#[cfg(test)]
mod tests {
    use super::{flat, parse, rendered, shown};
    use serde_json::json;

    #[test]
    fn scorers_objects_give_names_and_numbers() {
        let flat = flat(&json!({"n": 3, "all": {"exact": [0.5, 0.25, 0.3]}, "none": null}));
        let names: Vec<&str> = flat.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["n", "all/exact/precision", "all/exact/recall", "all/exact/f1"]);
    }

    #[test]
    fn figures_are_printed_short() {
        let all = [0.9731, 1.0, 0.99961, 0.0, 84.8, 24.0, -0.25];
        let want = [".973", "1.000", "1.000", "0.000", "84.8", "24", "-.250"];
        assert_eq!(all.map(shown), want);
    }

    #[test]
    fn a_table_is_written_between_its_marks_and_nothing_else_changes() {
        let tables = parse("# what\n[one]\nF1 | a/f1 | .5\nleak | a/leak | at most .1\n").unwrap();
        let all = json!({"before": {"a/f1": 0.4, "a/leak": 0.3}, "now": {"a/f1": 0.5}});
        let text = "Head\n\n<!-- table one -->\nold\n<!-- end of table -->\nTail\n";
        let new = rendered(text, &tables, all.as_object().unwrap()).unwrap();
        let want = "Head\n\n<!-- table one -->\n| measure | before | now | aim |\n|---|---|---|---|\n\
            | F1 | .400 | **.500** | .500 |\n| leak | .300 | – | at most .100 |\n<!-- end of table -->\nTail\n";
        assert_eq!(new, want);
        assert_eq!(rendered(&new, &tables, all.as_object().unwrap()).unwrap(), want, "stable");
    }

    #[test]
    fn a_table_of_a_figure_that_nobody_measured_is_an_error() {
        let tables = parse("[one]\nF1 | a/f1 | .5\n").unwrap();
        let text = "<!-- table one -->\n<!-- end of table -->\n";
        assert!(rendered(text, &tables, &serde_json::Map::new()).is_err());
    }
}
