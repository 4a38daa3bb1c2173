//! Family trees of all stories as one graph: GraphML and DOT.

use super::{shown, string};
use crate::out::Out;
use anyhow::Result;
use headwater_stemma::export::{dot_text, xml_text};
use headwater_store::{Part, Shelf};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a graph tells of a node, and of an edge.
const OF_NODE: [(&str, &str); 8] = [
    ("kind", "string"),
    ("label", "string"),
    ("story", "string"),
    ("page", "string"),
    ("outlet", "string"),
    ("date", "string"),
    ("title", "string"),
    ("occasion", "string"),
];

/// A story with its nodes and edges; nodes that are pages have what is known of them.
struct Tree {
    story: String,
    title: String,
    nodes: Vec<Vec<(&'static str, String)>>,
    names: Vec<String>,
    edges: Vec<(String, String, Option<f64>)>,
}

/// Hands each story's tree to `take`. Names of nodes are made unique by the name of the story.
fn each(shelf: &Shelf, part: &Part, mut take: impl FnMut(&Tree) -> Result<()>) -> Result<()> {
    for name in shelf.stories(part)? {
        let record = shown(shelf, &name)?;
        let list = |of: &str| record[of].as_array().cloned().unwrap_or_default();
        let pages = list("pages");
        let pages: BTreeMap<&str, &Value> =
            pages.iter().filter_map(|p| Some((p["page"].as_str()?, p))).collect();
        let unique = |node: &Value| format!("{name}/{}", node.as_str().unwrap_or_default());
        let mut tree = Tree {
            title: string(&record, "title").unwrap_or_default().to_owned(),
            story: name.clone(),
            nodes: Vec::new(),
            names: Vec::new(),
            edges: Vec::new(),
        };
        let nodes = list("nodes");
        let held = |n: &&Value| n["page"].as_str().is_none_or(|p| part.page(p));
        for node in nodes.iter().filter(held) {
            tree.names.push(unique(&node["node"]));
            let page = node["page"].as_str().and_then(|p| pages.get(p));
            let of_page = |field: &str| page.and_then(|p| string(p, field)).map(str::to_owned);
            let own = |field: &str| string(node, field).map(str::to_owned);
            let label = own("label").or_else(|| own("node"));
            let kind = if node["page"].is_null() { "lost" } else { "witness" };
            let cells = [
                Some(kind.to_owned()),
                label,
                Some(name.clone()),
                own("page"),
                of_page("outlet"),
                of_page("date"),
                of_page("title"),
                own("occasion"),
            ];
            let cells = OF_NODE.iter().zip(cells).filter_map(|((key, _), v)| Some((*key, v?)));
            tree.nodes.push(cells.collect());
        }
        for edge in list("edges") {
            let (parent, child) = (unique(&edge["parent"]), unique(&edge["child"]));
            if tree.names.contains(&parent) && tree.names.contains(&child) {
                tree.edges.push((parent, child, edge["probability"].as_f64()));
            }
        }
        take(&tree)?;
    }
    Ok(())
}

/// One graph of all stories.
pub(super) fn graphml(shelf: &Shelf, part: &Part, out: &mut Out) -> Result<()> {
    out.text(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    let of_edge = ("probability", "double");
    let keys = OF_NODE.iter().map(|k| ("node", k)).chain([("edge", &of_edge)]);
    for (on, (key, kind)) in keys {
        out.text(&format!(
            "  <key id=\"{key}\" for=\"{on}\" attr.name=\"{key}\" attr.type=\"{kind}\"/>\n"
        ))?;
    }
    out.text("  <graph id=\"library\" edgedefault=\"directed\">\n")?;
    each(shelf, part, |tree| {
        for (name, cells) in tree.names.iter().zip(&tree.nodes) {
            out.text(&format!("    <node id=\"{}\">", xml_text(name)))?;
            for (key, value) in cells {
                out.text(&format!("<data key=\"{key}\">{}</data>", xml_text(value)))?;
            }
            out.text("</node>\n")?;
        }
        for (parent, child, sure) in &tree.edges {
            let sure =
                sure.map_or(String::new(), |p| format!("<data key=\"probability\">{p:.3}</data>"));
            let (parent, child) = (xml_text(parent), xml_text(child));
            out.text(&format!("    <edge source=\"{parent}\" target=\"{child}\">{sure}</edge>\n"))?;
        }
        Ok(())
    })?;
    out.text("  </graph>\n</graphml>\n")
}

/// One drawing with a box around each story; lost texts are dashed.
pub(super) fn dot(shelf: &Shelf, part: &Part, out: &mut Out) -> Result<()> {
    out.text("digraph library {\n  rankdir=LR;\n  node [shape=box];\n")?;
    let mut number = 0;
    each(shelf, part, |tree| {
        if tree.nodes.is_empty() {
            return Ok(());
        }
        number += 1;
        let title = dot_text(if tree.title.is_empty() { &tree.story } else { &tree.title });
        out.text(&format!("  subgraph cluster_{number} {{\n    label=\"{title}\";\n"))?;
        for (name, cells) in tree.names.iter().zip(&tree.nodes) {
            let of = |key: &str| cells.iter().find(|(k, _)| *k == key).map_or("", |(_, v)| v);
            let style = if of("kind") == "lost" { ", style=dashed, shape=ellipse" } else { "" };
            let (name, label) = (dot_text(name), dot_text(of("label")));
            out.text(&format!("    \"{name}\" [label=\"{label}\"{style}];\n"))?;
        }
        for (parent, child, sure) in &tree.edges {
            let sure = sure.map_or(String::new(), |p| format!(" [label=\"{p:.2}\"]"));
            out.text(&format!("    \"{}\" -> \"{}\"{sure};\n", dot_text(parent), dot_text(child)))?;
        }
        out.text("  }\n")
    })?;
    out.text("}\n")
}
