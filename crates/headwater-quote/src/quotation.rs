//! The records of `headwater quotes`.

use headwater_page::{Article, Basis, bad_entries};
use headwater_text::{CharIndex, Span, When};
use serde_json::{Map, Value, json};

/// How the words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// All words stand between quotation marks.
    Direct,
    /// None do.
    Indirect,
    /// Some do.
    Mixed,
}

impl Kind {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Indirect => "indirect",
            Kind::Mixed => "mixed",
        }
    }

    fn parse(name: &str) -> Option<Kind> {
        [Kind::Direct, Kind::Indirect, Kind::Mixed].into_iter().find(|k| k.name() == name)
    }
}

/// Where on the page a quotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// In the headline.
    Title,
    /// In the body.
    Body,
    /// In a second printing of the body.
    Repeat,
    /// In menus, feeds, teasers: not the article's own words.
    Frame,
}

impl Zone {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Title => "title",
            Zone::Body => "body",
            Zone::Repeat => "repeat",
            Zone::Frame => "frame",
        }
    }

    fn parse(name: &str) -> Option<Zone> {
        [Zone::Title, Zone::Body, Zone::Repeat, Zone::Frame].into_iter().find(|z| z.name() == name)
    }
}

/// How the words stand to what they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Said, and nothing more.
    #[default]
    Stated,
    /// The cue keeps its distance: *claimed*.
    Claimed,
    /// Said not to be so.
    Denied,
    /// The speaker would not say: *refused to confirm*.
    Refused,
    /// Asked.
    Asked,
    /// Would be so, if …
    Conditional,
    /// Will be said or done.
    Announced,
}

impl Stance {
    const ALL: [Stance; 7] = [
        Stance::Stated,
        Stance::Claimed,
        Stance::Denied,
        Stance::Refused,
        Stance::Asked,
        Stance::Conditional,
        Stance::Announced,
    ];

    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Stated => "stated",
            Stance::Claimed => "claimed",
            Stance::Denied => "denied",
            Stance::Refused => "refused",
            Stance::Asked => "asked",
            Stance::Conditional => "conditional",
            Stance::Announced => "announced",
        }
    }

    fn parse(name: &str) -> Option<Stance> {
        Stance::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// One article's report of something said.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// `q1`, `q2`, … in order of place.
    pub id: String,
    /// The hull of `content`.
    pub span: Span,
    /// How the words are given.
    pub kind: Kind,
    /// The words reported, without what stands between their parts.
    pub content: Vec<Span>,
    /// Where the speaker is named for this quotation.
    pub speaker_spans: Vec<Span>,
    /// Those words as printed.
    pub speaker_text: Option<String>,
    /// The fullest name this article gives the speaker; always a slice of the page.
    pub speaker: Option<String>,
    /// The speaker's role as printed somewhere in the article.
    pub role: Option<String>,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// The medium or occasion, as printed: *Financial Times*.
    pub via: Option<String>,
    /// Where `via` stands.
    pub via_span: Option<Span>,
    /// Informants between the words and the article, inner first, as printed.
    pub chain: Vec<String>,
    /// Where those stand whose place is known, in order of place.
    pub chain_spans: Vec<Span>,
    /// The id of the quotation that this one stands in.
    pub nested: Option<String>,
    /// Where on the page.
    pub zone: Zone,
    /// When it was said.
    pub said_on: Option<When>,
    /// What that rests on.
    pub said_on_basis: Option<Basis>,
    /// Stated, denied, asked …
    pub stance: Stance,
    /// Probability of being a quotation with these ends, 0 to 1.
    pub confidence: f64,
}

/// A person or body that speaks or is named in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The fullest name the article gives.
    pub name: String,
    /// All spellings met, sorted.
    pub spellings: Vec<String>,
    /// A role as printed.
    pub role: Option<String>,
    /// Where named, in order.
    pub mentions: Vec<Span>,
}

/// An article with its quotations and people.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Quoted {
    /// The article.
    pub article: Article,
    /// Its quotations in order of place.
    pub quotes: Vec<Quotation>,
    /// Its people in order of first mention.
    pub people: Vec<Person>,
}

impl Quotation {
    /// The record form, places in code points.
    pub fn to_json(&self, index: &CharIndex) -> Value {
        let mut m = Map::new();
        m.insert("id".into(), json!(self.id));
        m.insert("start".into(), json!(index.to_chars(self.span.start)));
        m.insert("end".into(), json!(index.to_chars(self.span.end)));
        m.insert("kind".into(), json!(self.kind.name()));
        m.insert("content_spans".into(), index.json_list(&self.content));
        m.insert("speaker_spans".into(), index.json_list(&self.speaker_spans));
        m.insert("speaker_text".into(), json!(self.speaker_text));
        m.insert("speaker".into(), json!(self.speaker));
        m.insert("role".into(), json!(self.role));
        m.insert("cue_spans".into(), index.json_list(&self.cue));
        m.insert("via".into(), json!(self.via));
        m.insert("via_span".into(), self.via_span.map_or(Value::Null, |s| index.json(s)));
        m.insert("chain".into(), json!(self.chain));
        m.insert("chain_spans".into(), index.json_list(&self.chain_spans));
        m.insert("nested".into(), json!(self.nested));
        m.insert("zone".into(), json!(self.zone.name()));
        m.insert("said_on".into(), self.said_on.map_or(Value::Null, |w| json!(w.iso())));
        let basis = self.said_on_basis.as_ref().map_or(Value::Null, |b| b.to_json(index));
        m.insert("said_on_basis".into(), basis);
        m.insert("stance".into(), json!(self.stance.name()));
        m.insert("confidence".into(), json!((self.confidence * 1000.0).round() / 1000.0));
        Value::Object(m)
    }

    /// Reads the record form; also gold files that lack most fields.
    pub fn from_json(v: &Value, index: &CharIndex) -> Option<Quotation> {
        let string = |k: &str| v.get(k).and_then(Value::as_str).map(str::to_owned);
        let at = |k: &str| v.get(k).and_then(Value::as_u64).map(|n| n as usize);
        let span = index.span(at("start")?, at("end")?);
        let mut content = index.parse_list(v.get("content_spans"));
        if content.is_empty() {
            content.push(span);
        }
        let chain = v.get("chain").and_then(Value::as_array).cloned().unwrap_or_default();
        Some(Quotation {
            id: string("id").unwrap_or_default(),
            span,
            kind: string("kind").and_then(|k| Kind::parse(&k)).unwrap_or(Kind::Indirect),
            content,
            speaker_spans: index.parse_list(v.get("speaker_spans")),
            speaker_text: string("speaker_text"),
            speaker: string("speaker").or_else(|| string("speaker_name")),
            role: string("role"),
            cue: index.parse_list(v.get("cue_spans")),
            via: string("via"),
            via_span: v.get("via_span").and_then(|s| index.parse(s)),
            chain: chain.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            chain_spans: index.parse_list(v.get("chain_spans")),
            nested: string("nested"),
            zone: string("zone").and_then(|z| Zone::parse(&z)).unwrap_or(Zone::Body),
            said_on: string("said_on").and_then(|s| When::parse(&s)),
            said_on_basis: v.get("said_on_basis").and_then(|b| Basis::from_json(b, index)),
            stance: string("stance").and_then(|s| Stance::parse(&s)).unwrap_or_default(),
            confidence: v.get("confidence").and_then(Value::as_f64).unwrap_or(1.0),
        })
    }
}

impl Quoted {
    /// The record of `headwater quotes`: the article's with `quotes` and `people`.
    pub fn to_json(&self) -> Value {
        let index = CharIndex::new(&self.article.text);
        let mut v = self.article.to_json();
        v["quotes"] = self.quotes.iter().map(|q| q.to_json(&index)).collect();
        let people = self.people.iter().map(|p| {
            json!({"name": p.name, "spellings": p.spellings, "role": p.role,
                "mentions": index.json_list(&p.mentions)})
        });
        v["people"] = people.collect();
        v
    }

    /// Reads a record that already has `quotes`; gives the bare article back where it has none.
    pub fn from_article(mut article: Article) -> Result<Quoted, Box<Article>> {
        let Some(Value::Array(quotes)) = article.extra.get("quotes") else {
            return Err(Box::new(article));
        };
        let index = CharIndex::new(&article.text);
        let given = quotes.len();
        let quotes: Vec<Quotation> =
            quotes.iter().filter_map(|q| Quotation::from_json(q, &index)).collect();
        let bad = bad_entries("quotes", given - quotes.len());
        let people = article.extra.get("people").and_then(Value::as_array).cloned();
        let strings = |v: &Value| {
            let list = v.as_array().cloned().unwrap_or_default();
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let people = people.unwrap_or_default();
        let given_people = people.len();
        let people = people.iter().filter_map(|p| {
            Some(Person {
                name: p.get("name")?.as_str()?.to_owned(),
                spellings: strings(p.get("spellings").unwrap_or(&Value::Null)),
                role: p.get("role").and_then(Value::as_str).map(str::to_owned),
                mentions: index.parse_list(p.get("mentions")),
            })
        });
        let people: Vec<Person> = people.collect();
        article.remarks.extend(bad);
        article.remarks.extend(bad_entries("people", given_people - people.len()));
        article.extra.shift_remove("quotes");
        article.extra.shift_remove("people");
        Ok(Quoted { article, quotes, people })
    }
}
