//! The family tree as indented rows: report, day, how sure, file; grounds and other readings where
//! they are asked for.

use super::names::{doubt, when_in};
use super::paper::{Ink, Paper, Piece, columns, dim, outlet, plain, sign, wide};
use super::{Desk, Labels};
use crate::brief::{Brief, first_parent};
use crate::plain::plain as safe;
use crate::sentence::Sentences;
use headwater_collate::Story;
use headwater_stemma::{Edge, Ground, Node, Other, Stemma};
use std::collections::{BTreeMap, BTreeSet};

/// Most grounds told for one edge; the rest are counted.
const GROUNDS: usize = 4;

/// Most rows of a tree, unless all is asked for.
const ROWS: usize = 24;

/// From this probability on a further parent or another reading is told under a report.
const TOLD: f64 = 0.35;

/// From this probability on nothing is said of how sure it is that a report is an own one.
const PLAIN: f64 = 0.85;

/// One row of the drawn tree.
pub(super) struct Row {
    /// How many rows stand above it in its branch.
    pub(super) depth: usize,
    lead: String,
    below: String,
    pub(super) name: Vec<Piece>,
    pub(super) date: String,
    pub(super) how: String,
    pub(super) file: String,
    pub(super) notes: Vec<String>,
}

/// The tree, then, where asked for, why each report stands where it does, then the rivals.
pub(super) fn tell(
    desk: &Desk,
    paper: &mut Paper,
    labels: &Labels,
    found: &Brief,
    index: usize,
    number: usize,
) {
    let nothing = Stemma::default();
    let stemma = desk.trace.stemmata.get(index).unwrap_or(&nothing);
    paper.gap();
    paper.line(2, &[Piece(Ink::Head, "Who has it from whom".to_owned())]);
    let rows = rows(desk, labels, found, index, number);
    let most = if desk.look.all || desk.why(number) { usize::MAX } else { ROWS };
    write(paper, rows.get(..most).unwrap_or(&rows));
    if rows.len() > most {
        paper.line(4, &[dim(format!("… {} more: --all", rows.len() - most))]);
    }
    separately(desk, paper, stemma, index, number);
    for (what, is) in [
        (
            "the evidence could not be weighed; how sure the edges are is not known",
            stemma.unweighed,
        ),
        ("so many reports that each was compared with its nearest alone", stemma.bounded),
    ] {
        if is {
            paper.hang(&[plain("    ! ")], "      ", &[plain(what)]);
        }
    }
    if desk.why(number) {
        let sentences =
            Sentences::new(&desk.trace.articles, stemma, |i| desk.names.siglum(i).to_owned());
        why(paper, labels, stemma, &sentences);
    }
}

/// The rows of the tree: each way from its beginning, that of most reports first.
pub(super) fn rows(
    desk: &Desk,
    labels: &Labels,
    found: &Brief,
    index: usize,
    number: usize,
) -> Vec<Row> {
    let Some(story) = desk.trace.stories.get(index) else { return Vec::new() };
    let nothing = Stemma::default();
    let stemma = desk.trace.stemmata.get(index).unwrap_or(&nothing);
    let mut drawing =
        Drawing { desk, labels, stemma, number, year: year(desk, story), rows: vec![] };
    let roots = found.source.iter().filter_map(|w| node(stemma, &w.node));
    let mut seen = BTreeSet::new();
    for root in roots.chain(&stemma.nodes) {
        let top = found.source.iter().any(|w| w.node == root.id);
        if top || first_parent(stemma, &root.id).is_none() && root.witness.is_some() {
            drawing.branch(root, "", "", &mut seen);
        }
    }
    drawing.loose(story);
    drawing.rows
}

/// The year of a story all of whose dated reports are of one.
fn year(desk: &Desk, story: &Story) -> Option<i16> {
    let dates = story.articles.iter().filter_map(|a| desk.trace.articles.get(*a)?.article.date);
    let years: BTreeSet<i16> = dates.map(|d| d.year).collect();
    years.first().copied().filter(|_| years.len() == 1)
}

fn node<'s>(stemma: &'s Stemma, id: &str) -> Option<&'s Node> {
    stemma.nodes.iter().find(|n| n.id == id)
}

struct Drawing<'d> {
    desk: &'d Desk<'d>,
    labels: &'d Labels,
    stemma: &'d Stemma,
    number: usize,
    year: Option<i16>,
    rows: Vec<Row>,
}

impl<'d> Drawing<'d> {
    /// A node and all that was made from it. Each node stands once, so that a cycle ends.
    fn branch(&mut self, node: &'d Node, lead: &str, below: &str, seen: &mut BTreeSet<&'d str>) {
        if !seen.insert(&node.id) {
            return;
        }
        let row = self.row(node, lead, below);
        self.rows.push(row);
        let mut children: Vec<&Node> = self.stemma.nodes.iter().collect();
        children.retain(|n| first_parent(self.stemma, &n.id).is_some_and(|e| e.parent == node.id));
        children.sort_by_key(|n| {
            let dated = |a: usize| {
                self.desk.trace.articles.get(a).is_some_and(|q| q.article.date.is_some())
            };
            let time = n.witness.map(|a| (!dated(a), self.desk.trace.interval(a)));
            (time, n.id.clone())
        });
        for (i, child) in children.iter().enumerate() {
            let last = i + 1 == children.len();
            let (turn, on) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.branch(child, &format!("{below}{turn}"), &format!("{below}{on}"), seen);
        }
    }

    /// Reports that no tree holds, in order of time.
    fn loose(&mut self, story: &Story) {
        let held: BTreeSet<usize> = self.stemma.nodes.iter().filter_map(|n| n.witness).collect();
        let also = &self.desk.outline.also;
        let mut rest: Vec<usize> = story.articles.clone();
        rest.retain(|a| !held.contains(a) && !also.contains_key(a));
        rest.sort_by_key(|a| (self.desk.trace.interval(*a), *a));
        for article in rest {
            let row = self.report(article, "", "", String::new(), Vec::new());
            self.rows.push(row);
        }
    }

    fn row(&self, node: &Node, lead: &str, below: &str) -> Row {
        let edge = first_parent(self.stemma, &node.id);
        let spring = self.stemma.springs.iter().find(|s| s.node == node.id);
        let how = match (edge, spring) {
            (Some(e), _) => doubt(e.probability).to_owned(),
            (None, Some(s)) if s.probability >= PLAIN => "own report".to_owned(),
            (None, Some(s)) => format!("own report, {}", doubt(s.probability)),
            (None, None) => String::new(),
        };
        let Some(article) = node.witness else {
            let name = match safe(&node.label) {
                label if label.is_empty() => vec![sign("◇"), plain(" a source not named")],
                label => vec![sign("◇"), plain(" "), outlet(label)],
            };
            let name = [name, vec![dim(" (not among these pages)")]].concat();
            return Row {
                depth: depth(lead),
                lead: lead.to_owned(),
                below: below.to_owned(),
                name,
                date: String::new(),
                how: edge.map_or(String::new(), |_| how),
                file: String::new(),
                notes: Vec::new(),
            };
        };
        self.report(article, lead, below, how, self.notes(node, article, edge))
    }

    fn report(
        &self,
        article: usize,
        lead: &str,
        below: &str,
        how: String,
        notes: Vec<String>,
    ) -> Row {
        let date = self.desk.trace.articles.get(article).and_then(|q| q.article.date);
        Row {
            depth: depth(lead),
            lead: lead.to_owned(),
            below: below.to_owned(),
            name: vec![outlet(self.labels.get(article))],
            date: date.map_or("undated".to_owned(), |d| when_in(&d, self.year)),
            how,
            file: self.desk.names.file(article).to_owned(),
            notes,
        }
    }

    /// Further parents and likely other readings, and pages that print the same.
    fn notes(&self, node: &Node, article: usize, edge: Option<&Edge>) -> Vec<String> {
        let mut out = Vec::new();
        let further = self.stemma.edges.iter().filter(|e| {
            e.child == node.id
                && edge.is_some_and(|f| f.parent != e.parent)
                && e.probability >= TOLD
        });
        for e in further {
            let parent = name(self.labels, self.stemma, &e.parent);
            out.push(format!("and from {parent} ({})", doubt(e.probability)));
        }
        // What is likelier than the tree itself was weighed by another measure.
        let most = edge.map_or(1.0, |e| e.probability);
        let told = |p: f64| p >= TOLD && p <= most;
        for rival in self.stemma.rivals.iter().filter(|r| told(r.probability)) {
            let words = match rival.what {
                Other::MadeFrom { child, parent } if child == article => {
                    format!("or made from {}", self.labels.get(parent))
                }
                Other::Own { child } if child == article => "or an own report".to_owned(),
                _ => continue,
            };
            let word = doubt(rival.probability);
            out.push(format!("{words} ({word}); why: --why {}", self.number));
        }
        let also = self.desk.outline.also.iter().filter(|(_, of)| **of == article);
        let also: Vec<&str> = also.map(|(copy, _)| self.desk.names.file(*copy)).collect();
        if !also.is_empty() {
            out.push(format!("the same text: {}", also.join(", ")));
        }
        out
    }
}

/// Three columns of a lead are one step down.
fn depth(lead: &str) -> usize {
    lead.chars().count() / 3
}

/// The rows in columns where the width allows it.
fn write(paper: &mut Paper, rows: &[Row]) {
    let held = || rows.iter().filter(|r| !r.file.is_empty());
    let names = held().map(|r| columns(&r.lead) + wide(&r.name)).max().unwrap_or(0);
    let dates = held().map(|r| columns(&r.date)).max().unwrap_or(0);
    let hows = held().map(|r| columns(&r.how)).max().unwrap_or(0);
    let files = held().map(|r| columns(&r.file)).max().unwrap_or(0);
    let columns_of = |indent: usize| indent + names + 2 + dates + 2 + hows;
    let indent = if columns_of(4) + 2 + files <= paper.width { 4 } else { 2 };
    let fits = columns_of(indent) + 2 + files <= paper.width;
    let aligned = columns_of(indent) <= paper.width;
    let indent = " ".repeat(indent);
    for row in rows {
        let pad = |words: usize, to: usize| {
            let n = if aligned { to.saturating_sub(words) } else { 0 };
            plain(format!("{}  ", " ".repeat(n)))
        };
        let mut first = vec![plain(format!("{indent}{}", row.lead))];
        let rest = format!("{indent}{}  ", row.below);
        let mut pieces = row.name.clone();
        if row.file.is_empty() {
            if !row.how.is_empty() {
                pieces.extend([plain("  "), dim(&row.how)]);
            }
        } else if aligned {
            // Columns are blanks that must not be folded: they stand before what is wrapped.
            first.extend(row.name.iter().cloned());
            first.push(pad(columns(&row.lead) + wide(&row.name), names));
            first.extend([plain(&row.date), pad(columns(&row.date), dates), dim(&row.how)]);
            first.push(pad(columns(&row.how), hows));
            pieces = vec![dim(&row.file)];
        } else {
            pieces.extend([plain(", "), plain(&row.date)]);
            if !row.how.is_empty() {
                pieces.extend([plain(", "), dim(&row.how)]);
            }
            pieces.extend([plain(", "), dim(&row.file)]);
        }
        if aligned && !fits && !row.file.is_empty() {
            paper.hang(&first, &rest, &[]);
            paper.hang(&[plain(&rest)], &rest, &pieces);
        } else {
            paper.hang(&first, &rest, &pieces);
        }
        for note in &row.notes {
            let indent = format!("{rest}  ");
            paper.hang(&[plain(&indent)], &indent, &[plain(note)]);
        }
    }
}

/// Statements that reports have without one having them from another.
fn separately(desk: &Desk, paper: &mut Paper, stemma: &Stemma, index: usize, number: usize) {
    let told: BTreeMap<&str, usize> = desk
        .outline
        .shared(index)
        .enumerate()
        .filter(|(_, s)| desk.outline.repeated(desk.trace, s))
        .filter_map(|(k, s)| Some((desk.trace.utterances.get(s.utterance)?.id.as_str(), k + 1)))
        .collect();
    let mut numbers: Vec<usize> =
        stemma.utterances.iter().filter_map(|u| told.get(u.id.as_str()).copied()).collect();
    numbers.sort_unstable();
    if numbers.is_empty() {
        return;
    }
    let list: Vec<String> = numbers.iter().map(|k| format!("{number}.{k}")).collect();
    let words = format!("Same quotation, separate sources, not copying: {}", list.join(", "));
    paper.hang(&[plain("    ")], "      ", &[plain(words)]);
}

/// What a node is called: a report, or what the credits call a lost source.
fn name(labels: &Labels, stemma: &Stemma, id: &str) -> String {
    match node(stemma, id) {
        Some(Node { witness: Some(w), .. }) => labels.get(*w).to_owned(),
        Some(node) => match safe(&node.label) {
            label if label.is_empty() => "a source we do not have".to_owned(),
            label => label,
        },
        None => safe(id),
    }
}

/// Grounds of edges and of own reports, then other readings.
fn why(paper: &mut Paper, labels: &Labels, stemma: &Stemma, sentences: &Sentences) {
    for edge in stemma.edges.iter().filter(|e| !e.grounds.is_empty()) {
        let parent = node(stemma, &edge.parent);
        let called = name(labels, stemma, &edge.parent);
        let how = match parent {
            Some(Node { witness: Some(_), .. }) => format!("was made from {called}"),
            Some(n) if n.label.trim().is_empty() => {
                "was made from a text not among these pages".to_owned()
            }
            _ => format!("relies on {called}"),
        };
        let title = format!("Why {} {how}", name(labels, stemma, &edge.child));
        grounds(paper, sentences, &title, edge.probability, &edge.grounds);
    }
    for spring in stemma.springs.iter().filter(|s| !s.grounds.is_empty()) {
        let title = format!("Why {} counts as its own report", name(labels, stemma, &spring.node));
        grounds(paper, sentences, &title, spring.probability, &spring.grounds);
    }
    for (i, rival) in stemma.rivals.iter().enumerate() {
        if i == 0 {
            paper.gap();
        }
        let words = format!("{} ({})", sentences.other(&rival.what), doubt(rival.probability));
        paper.hang(&[plain("    Other reading: ")], "      ", &[plain(words)]);
    }
}

/// A title and the strongest grounds for and against.
fn grounds(
    paper: &mut Paper,
    sentences: &Sentences,
    title: &str,
    probability: f64,
    grounds: &[Ground],
) {
    let favour = grounds.iter().filter(|g| g.favours).count();
    let against = grounds.len() - favour;
    let head = format!(" ({}; {favour} for, {against} against)", doubt(probability));
    paper.gap();
    paper.hang(&[plain("    ")], "      ", &[plain(title), dim(head)]);
    // The strongest, of which one that speaks against where there is any.
    let kept = GROUNDS - usize::from(against > 0);
    let told = grounds.iter().take(favour.min(kept)).chain(grounds.iter().skip(favour));
    for ground in told.take(GROUNDS) {
        let mark = if ground.favours { "+ " } else { "− " };
        paper.hang(&[plain("      "), plain(mark)], "        ", &[plain(sentences.ground(ground))]);
    }
    if grounds.len() > GROUNDS {
        paper.line(6, &[dim(format!("… {} more", grounds.len() - GROUNDS))]);
    }
}
