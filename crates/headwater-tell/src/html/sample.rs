//! A small trace made by hand: three reports of a column that is not among them, a fourth page
//! that denies it a year later. For the tests of the report alone; the whole run has its own.

use headwater::Findings;
use headwater_collate::{
    Match, Person, Place, Reading, Relation, Statement, Story, Thread, Utterance, Variant,
};
use headwater_page::{Article, Basis, Bound, Frame};
use headwater_quote::{Kind, Quotation, Quoted, Stance, Zone};
use headwater_stemma::{Edge, Ground, Node, Other, Reason, Rival, Stemma};
use headwater_text::{Remark, Span, When};
use std::sync::Arc;

/// The pages of the sample; a test may spoil them before [`trace`] reads them.
pub(crate) struct Pages {
    pub(crate) titles: [String; 4],
    pub(crate) outlets: [Option<String>; 4],
    pub(crate) texts: [String; 4],
    pub(crate) speaker: String,
}

const A: &str = "“They keep us talking until the reservoir is full,” Reiss wrote. More than 4,000 farms are dry.";
const B: &str =
    "“They keep us talking until the reservoir is full, Reiss said. About 4,000 farms are dry.";
const C: &str = "So long as it fills, they talk, according to Reiss.";
const D: &str = "“We want a treaty,” said Lendrik.";

/// Pages as they should be.
pub(crate) fn pages() -> Pages {
    let text = |title: &str, body: &str| {
        format!(
            "Home Rivers Sea\n{title}\n{body}\nNothing is found here, and it goes on for a while.\nSubscribe"
        )
    };
    let titles =
        ["Time, not a treaty", "River chief warns", "They talk, it fills", "We want a treaty"];
    let bodies = [A, B, C, D];
    Pages {
        titles: titles.map(str::to_owned),
        outlets: [Some("Straits Observer"), Some("Bayline"), None, Some("The Inland Gazette")]
            .map(|o| o.map(str::to_owned)),
        texts: std::array::from_fn(|i| text(titles[i], bodies[i])),
        speaker: "Reiss".to_owned(),
    }
}

fn find(text: &str, words: &str) -> Span {
    let at = text.find(words).expect("the sample's words stand in its text");
    Span::new(at, at + words.len())
}

#[allow(clippy::too_many_lines, reason = "findings written out by hand")]
fn quoted(pages: &Pages, i: usize) -> Quoted {
    let text = pages.texts[i].clone();
    let title = find(&text, &pages.titles[i]);
    let lines: Vec<Span> =
        Article::plain("", &text).body.into_iter().filter(|s| s.start > title.start).collect();
    let (body, foot) = lines.split_at(2);
    let words = [A, B, C, D][i];
    let content = match i {
        0 | 1 => find(&text, "They keep us talking until the reservoir is full"),
        2 => find(&text, "So long as it fills, they talk"),
        _ => find(&text, "We want a treaty,”"),
    };
    let speaker = find(
        &text,
        words.split(' ').next_back().filter(|_| i > 1).map_or("Reiss", |w| w.trim_end_matches('.')),
    );
    let article = Article {
        id: format!("{}.html", ["observer", "bayline", "unknown", "gazette"][i]),
        title: Some(pages.titles[i].clone()),
        title_span: Some(title),
        outlet: pages.outlets[i].clone(),
        date: [
            When::parse("2024-03-12T09:40"),
            When::parse("2024-03-13"),
            None,
            When::parse("2025-03-04"),
        ][i],
        not_before: (i == 2).then(|| Bound {
            date: When::day(2024, 3, 12).expect("a day"),
            basis: Basis { kind: "story".into(), words: String::new(), span: None },
        }),
        lang: Some("en".into()),
        url: (i == 0).then(|| "https://observer.example/a?b=1&c=2".into()),
        body: body.to_vec(),
        frame: vec![
            Frame { kind: "menu".into(), span: Span::new(0, 15) },
            Frame { kind: "form".into(), span: foot.first().copied().unwrap_or_default() },
        ],
        text,
        ..Article::default()
    };
    let quote = Quotation {
        id: "q1".into(),
        span: content,
        kind: Kind::Direct,
        content: vec![content],
        speaker_spans: vec![speaker],
        speaker_text: Some(pages.speaker.clone()),
        speaker: Some(pages.speaker.clone()),
        role: None,
        cue: Vec::new(),
        via: (i < 3).then(|| "Meridian Ledger".into()),
        via_span: None,
        chain: Vec::new(),
        chain_spans: Vec::new(),
        nested: None,
        zone: Zone::Body,
        said_on: None,
        said_on_basis: None,
        stance: Stance::Stated,
        confidence: 0.9,
    };
    Quoted { article, quotes: vec![quote], people: Vec::new() }
}

/// All findings over `pages`.
#[allow(clippy::too_many_lines, reason = "findings written out by hand")]
pub(crate) fn trace(pages: &Pages) -> Findings {
    let articles: Vec<Quoted> = (0..4).map(|i| quoted(pages, i)).collect();
    let place = |article: usize, words: &str| Place {
        article,
        span: find(&articles[article].article.text, words),
    };
    let whole = |article: usize| Place { article, span: articles[article].quotes[0].span };
    let reading = |article: usize, relation| Reading {
        place: whole(article),
        quote: Some("q1".into()),
        relation,
        repeat: false,
    };
    let number = [place(0, "More than 4,000 farms are dry"), place(1, "About 4,000 farms are dry")];
    let utterances = vec![
        Utterance {
            id: "u1".into(),
            speaker: Some(pages.speaker.clone()),
            said_on: None,
            readings: vec![
                reading(0, Relation::Base),
                reading(1, Relation::Verbatim),
                reading(2, Relation::Paraphrased),
            ],
            apparatus: Vec::new(),
            differs: Vec::new(),
        },
        Utterance {
            id: "u2".into(),
            speaker: None,
            said_on: None,
            readings: number
                .iter()
                .zip([Relation::Base, Relation::Noisy])
                .map(|(p, relation)| Reading { place: *p, quote: None, relation, repeat: false })
                .collect(),
            apparatus: vec![Variant {
                base: place(0, "More than"),
                others: vec![(1, place(1, "About"))],
                folded: false,
                substance: Some("number".into()),
            }],
            differs: vec![("number".into(), place(0, "More than"), place(1, "About"))],
        },
        Utterance {
            id: "u3".into(),
            speaker: Some("Lendrik".into()),
            said_on: None,
            readings: vec![reading(3, Relation::Base)],
            apparatus: Vec::new(),
            differs: Vec::new(),
        },
    ];
    let statement = |utterance: usize, article: usize, who: &str| Statement {
        utterance,
        place: whole(article),
        quote: Some("q1".into()),
        speaker: Some(who.to_owned()),
        date: articles[article].article.date,
        not_before: None,
    };
    let threads = vec![Thread {
        id: "t1".into(),
        title: "They keep us talking until the reservoir is full".into(),
        statements: vec![statement(0, 0, &pages.speaker), statement(1, 1, "Valk")],
        against: vec![statement(2, 3, "Lendrik")],
        open: vec![(0, 1)],
    }];
    let shared = Match {
        a: whole(0),
        b: whole(1),
        relation: Relation::Verbatim,
        edits: Vec::new(),
        score: 1.0,
        share: None,
    };
    let story = |id: &str, articles: Vec<usize>, title: &str| Story {
        id: id.into(),
        title: title.into(),
        articles,
        joins: Vec::new(),
        bounds: Vec::new(),
        also: Vec::new(),
    };
    Findings {
        stories: vec![
            story("s1", vec![0, 1, 2], &pages.titles[0]),
            story("s2", vec![3], &pages.titles[3]),
        ],
        stemmata: vec![
            family(number),
            Stemma {
                story: "s2".into(),
                nodes: Vec::new(),
                edges: Vec::new(),
                root: None,
                archetype: None,
                calibrated_on: Some("simulation"),
                bounded: false,
                unweighed: false,
                springs: Vec::new(),
                rivals: Vec::new(),
                utterances: Vec::new(),
            },
        ],
        remarks: vec![(
            1,
            Remark::new(
                "marks-out-of-balance",
                "one quotation has lost its closing mark",
                vec![articles[1].quotes[0].span],
            ),
        )],
        people: vec![Person {
            name: pages.speaker.clone(),
            spellings: vec![pages.speaker.clone()],
            articles: vec![(0, pages.speaker.clone()), (2, "Reyss".into())],
            doubtful: true,
        }],
        matches: vec![shared],
        model: false,
        reader: "learned",
        utterances,
        threads,
        pages: Vec::new(),
        bounds: Vec::new(),
        outlets: Vec::new(),
        articles: articles.into_iter().map(Arc::new).collect(),
    }
}

fn family(places: [Place; 2]) -> Stemma {
    let node =
        |id: &str, witness| Node { id: id.into(), witness, label: id.into(), occasion: None };
    let edge = |parent: &str, child: &str, probability| Edge {
        parent: parent.into(),
        child: child.into(),
        probability,
        grounds: vec![Ground {
            what: Reason::Later { other: 0, hours: 24.0 },
            favours: probability > 0.5,
            weight: 1.0,
            places: places.to_vec(),
        }],
    };
    Stemma {
        story: "s1".into(),
        nodes: vec![
            node("bayline.html", Some(1)),
            node("observer.html", Some(0)),
            node("unknown.html", Some(2)),
            Node {
                id: "lost-1".into(),
                witness: None,
                label: "column, Meridian Ledger".into(),
                occasion: None,
            },
        ],
        edges: vec![
            edge("observer.html", "bayline.html", 0.93),
            edge("lost-1", "bayline.html", 0.2),
            edge("lost-1", "observer.html", 0.8),
            edge("lost-1", "unknown.html", 0.7),
        ],
        root: Some("lost-1".into()),
        archetype: None,
        calibrated_on: Some("simulation"),
        bounded: false,
        unweighed: false,
        springs: Vec::new(),
        rivals: vec![Rival {
            edges: vec![("observer.html".into(), "unknown.html".into())],
            probability: 0.3,
            what: Other::MadeFrom { child: 2, parent: 0 },
        }],
        utterances: Vec::new(),
    }
}
