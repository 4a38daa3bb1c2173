//! One tree as DOT, GraphML or TEI: pure strings, for other programs.

use crate::record::{Node, Said, Stemma};

/// A string inside double quotes of DOT.
///
/// ```
/// assert_eq!(headwater_stemma::export::dot_text("the \"Post\""), "the \\\"Post\\\"");
/// ```
pub fn dot_text(s: &str) -> String {
    let mut out = String::new();
    for c in headwater_text::visible(s).chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A string inside XML text or an attribute.
///
/// ```
/// assert_eq!(headwater_stemma::export::xml_text("a < b"), "a &lt; b");
/// ```
pub fn xml_text(s: &str) -> String {
    let mut out = String::new();
    let seen = headwater_text::visible(s);
    for c in seen.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')) {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            c => out.push(c),
        }
    }
    out
}

fn kind(n: &Node) -> &'static str {
    if n.witness.is_some() { "witness" } else { "lost" }
}

fn label(n: &Node) -> &str {
    if n.label.is_empty() { &n.id } else { &n.label }
}

/// An XML name for node number `i`.
fn name(s: &Stemma, id: &str) -> String {
    s.nodes.iter().position(|n| n.id == id).map_or_else(|| "n".to_owned(), |i| format!("n{i}"))
}

/// Graphviz DOT; lost texts are dashed, second parents dotted, utterances rounded with open arrows.
pub fn dot(s: &Stemma) -> String {
    let mut out =
        format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [shape=box];\n", dot_text(&s.story));
    for n in &s.nodes {
        let style = if n.witness.is_some() { "" } else { ", style=dashed, shape=ellipse" };
        out += &format!("  \"{}\" [label=\"{}\"{style}];\n", dot_text(&n.id), dot_text(label(n)));
    }
    let mut before: Option<&str> = None;
    for e in &s.edges {
        let second = if before == Some(&e.child) { ", style=dotted" } else { "" };
        out += &format!(
            "  \"{}\" -> \"{}\" [label=\"{:.2}\"{second}];\n",
            dot_text(&e.parent),
            dot_text(&e.child),
            e.probability
        );
        before = Some(&e.child);
    }
    for u in &s.utterances {
        let id = dot_text(&u.id);
        out += &format!("  \"{id}\" [label=\"{}\", style=rounded];\n", dot_text(&called(u)));
        for t in &u.takers {
            out += &format!("  \"{id}\" -> \"{}\" [style=dashed, arrowhead=open];\n", dot_text(t));
        }
    }
    out + "}\n"
}

/// An utterance by its words and its speaker.
fn called(u: &Said) -> String {
    let words = headwater_text::quoted(&u.label);
    u.speaker.as_ref().map_or(words.clone(), |s| format!("{s}: {words}"))
}

/// GraphML with kind, label, probability and grounds as data.
pub fn graphml(s: &Stemma) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, on, kind) in [
        ("kind", "node", "string"),
        ("label", "node", "string"),
        ("root", "node", "boolean"),
        ("probability", "edge", "double"),
        ("grounds", "edge", "string"),
        ("relation", "edge", "string"),
    ] {
        out +=
            &format!("  <key id=\"{id}\" for=\"{on}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>\n");
    }
    out += &format!("  <graph id=\"{}\" edgedefault=\"directed\">\n", xml_text(&s.story));
    for n in &s.nodes {
        let root = s.root.as_ref() == Some(&n.id);
        out += &format!(
            "    <node id=\"{}\"><data key=\"kind\">{}</data><data key=\"label\">{}</data><data key=\"root\">{root}</data></node>\n",
            xml_text(&n.id),
            kind(n),
            xml_text(label(n))
        );
    }
    for (i, e) in s.edges.iter().enumerate() {
        let grounds: Vec<String> = e
            .grounds
            .iter()
            .map(|g| format!("{}{} {}", if g.favours { "+" } else { "-" }, g.weight, g.what.kind()))
            .collect();
        out += &format!(
            "    <edge id=\"e{i}\" source=\"{}\" target=\"{}\"><data key=\"probability\">{:.3}</data><data key=\"grounds\">{}</data></edge>\n",
            xml_text(&e.parent),
            xml_text(&e.child),
            e.probability,
            xml_text(&grounds.join("; "))
        );
    }
    for u in &s.utterances {
        out += &format!(
            "    <node id=\"{}\"><data key=\"kind\">utterance</data><data key=\"label\">{}</data></node>\n",
            xml_text(&u.id),
            xml_text(&called(u))
        );
        for t in &u.takers {
            out += &format!(
                "    <edge source=\"{}\" target=\"{}\"><data key=\"relation\">takes</data></edge>\n",
                xml_text(&u.id),
                xml_text(t)
            );
        }
    }
    out + "  </graph>\n</graphml>\n"
}

/// A TEI document: a list of witnesses and the tree as a graph.
pub fn tei(s: &Stemma) -> String {
    let title = xml_text(&s.story);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p>Inferred by Headwater</p></publicationStmt><sourceDesc><listWit>\n"
    );
    for n in s.nodes.iter().filter(|n| n.witness.is_some()) {
        out += &format!(
            "    <witness xml:id=\"wit-{}\"><idno>{}</idno> {}</witness>\n",
            name(s, &n.id),
            xml_text(&n.id),
            xml_text(label(n))
        );
    }
    out += &format!(
        "  </listWit></sourceDesc></fileDesc></teiHeader>\n  <text><body><graph type=\"directed\" order=\"{}\" size=\"{}\">\n    <label>{title}</label>\n",
        s.nodes.len() + s.utterances.len(),
        s.edges.len() + s.utterances.iter().map(|u| u.takers.len()).sum::<usize>()
    );
    for n in &s.nodes {
        let inn = s.edges.iter().filter(|e| e.child == n.id).count();
        let outn = s.edges.iter().filter(|e| e.parent == n.id).count();
        let sign = if n.witness.is_some() {
            format!(" value=\"#wit-{}\"", name(s, &n.id))
        } else {
            String::new()
        };
        out += &format!(
            "    <node xml:id=\"{}\" type=\"{}\"{sign} inDegree=\"{inn}\" outDegree=\"{outn}\"><label>{}</label></node>\n",
            name(s, &n.id),
            kind(n),
            xml_text(label(n))
        );
    }
    for e in &s.edges {
        out += &format!(
            "    <arc from=\"#{}\" to=\"#{}\"><label>{:.2}</label></arc>\n",
            name(s, &e.parent),
            name(s, &e.child),
            e.probability
        );
    }
    for (i, u) in s.utterances.iter().enumerate() {
        out += &format!(
            "    <node xml:id=\"u{i}\" type=\"utterance\" inDegree=\"0\" outDegree=\"{}\"><label>{}</label></node>\n",
            u.takers.len(),
            xml_text(&called(u))
        );
        for t in &u.takers {
            out += &format!("    <arc from=\"#u{i}\" to=\"#{}\"/>\n", name(s, t));
        }
    }
    out + "  </graph></body></text>\n</TEI>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Edge;

    fn tree() -> Stemma {
        let node = |id: &str, w: Option<usize>, label: &str| Node {
            id: id.into(),
            witness: w,
            label: label.into(),
            occasion: None,
        };
        Stemma {
            story: "s1".into(),
            nodes: vec![
                node("a<1>", Some(0), "Post \"&\" Gazette\u{202e}\u{9b}\u{2028}\u{e0041}"),
                node("lost-1", None, ""),
            ],
            edges: vec![Edge {
                parent: "lost-1".into(),
                child: "a<1>".into(),
                probability: 0.75,
                grounds: Vec::new(),
            }],
            root: Some("lost-1".into()),
            ..Stemma::default()
        }
    }

    #[test]
    fn what_pages_say_is_escaped() {
        let s = tree();
        assert!(dot(&s).contains("\"lost-1\" -> \"a<1>\" [label=\"0.75\"]"));
        assert!(dot(&s).contains("Post \\\"&\\\" Gazette"));
        for x in [graphml(&s), tei(&s)] {
            assert!(x.contains("Post &quot;&amp;&quot; Gazette") && !x.contains("a<1>"));
        }
        assert!(tei(&s).contains("<arc from=\"#n1\" to=\"#n0\">"));
        let hidden = |c: char| headwater_text::hidden(c) && c != '\n';
        for x in [dot(&s), graphml(&s), tei(&s)] {
            assert!(!x.contains(hidden) && x.contains("U+202E"), "{x}");
        }
    }

    #[test]
    fn an_utterance_is_a_node_of_its_own() {
        let mut s = tree();
        s.utterances = vec![Said {
            id: "u<1>".into(),
            speaker: Some("Ada \"Lind\"".into()),
            date: None,
            label: "We will pay no toll.".into(),
            takers: vec!["a<1>".into()],
        }];
        assert!(dot(&s).contains("\"u<1>\" -> \"a<1>\" [style=dashed"));
        assert!(graphml(&s).contains("<edge source=\"u&lt;1&gt;\" target=\"a&lt;1&gt;\">"));
        assert!(tei(&s).contains("<arc from=\"#u0\" to=\"#n0\"/>"));
        assert!(!tei(&s).contains("Ada \"Lind\""));
    }
}
