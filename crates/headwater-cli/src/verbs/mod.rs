//! What each verb does, in terms of the crates.

mod compare;
mod stemma;
mod trace;

use crate::cli::{
    CompareArgs, FindArgs, MeaningArgs, ModelAction, QuoteArgs, ReadArgs, Sources, TaggerArgs,
    TaggerName, Verb,
};
use crate::cores::Cores;
use crate::input;
use crate::models;
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use crate::walk::inputs;
use anyhow::Result;
use headwater::{Findings, Step};
use headwater_collate::encoder::Encoder;
use headwater_page::Article;
use headwater_quote::{Quoted, Tagger};
use headwater_tell::Records;
use std::collections::BTreeMap;

/// Runs one verb.
pub(crate) fn run(verb: &Verb, tally: &Tally) -> Result<()> {
    match verb {
        Verb::Trace(args) => trace::run(args, tally),
        Verb::Read(args) => read(args, tally),
        Verb::Quotes(args) => quotes(args, tally),
        Verb::Matches(args) => matches(args, tally),
        Verb::Compare(args) => compare::run(args, tally),
        Verb::Model(args) => {
            let ModelAction::Add { file } = &args.action;
            models::add(file)?;
            tally.found(1);
            Ok(())
        }
        Verb::Stories(args) => stories(args, tally),
        Verb::Utterances(args) => findings(args, tally, Step::Utterances, "utterances"),
        Verb::Threads(args) => findings(args, tally, Step::Threads, "threads"),
        Verb::Stemma(args) => stemma::run(args, tally),
    }
}

fn read(args: &ReadArgs, tally: &Tally) -> Result<()> {
    let mut out = Out::new();
    let progress = Progress::count("pages read");
    input::articles(&inputs(&args.sources.paths, tally), tally, &progress, |articles| {
        for article in articles {
            let article = if args.clean { article.clean() } else { article };
            out.line(&article.to_json())?;
        }
        Ok(())
    })?;
    out.finish()
}

fn quotes(args: &QuoteArgs, tally: &Tally) -> Result<()> {
    let tagger = tagger(&args.tagger)?;
    let mut out = Out::new();
    let progress = Progress::count("pages read");
    input::articles(&inputs(&args.sources.paths, tally), tally, &progress, |articles| {
        for quoted in input::quoted(articles, &tagger) {
            out.line(&quoted.to_json())?;
        }
        Ok(())
    })?;
    out.finish()
}

/// The tagger that the options name.
pub(super) fn tagger(args: &TaggerArgs) -> Result<Tagger> {
    match args.tagger {
        TaggerName::Fast => Ok(Tagger::Fast),
        TaggerName::Deep => Ok(Tagger::Deep(Box::new(crate::models::deep()?))),
    }
}

/// The sentence model that the user has added, unless it is to be left out.
pub(super) fn meaning(args: &MeaningArgs) -> Result<Option<Encoder>> {
    let encoder = if args.no_model { None } else { models::encoder()? };
    if encoder.is_some() {
        let name = headwater::MEANING_NAME;
        say(format_args!("comparing with the added model `{name}`; `--no-model` leaves it out"));
    }
    Ok(encoder)
}

/// All articles of the input with their quotations, in input order.
pub(super) fn all(
    sources: &Sources,
    tagger: &Tagger,
    tally: &Tally,
    progress: &Progress,
) -> Result<Vec<Quoted>> {
    let mut list = Vec::new();
    input::articles(&inputs(&sources.paths, tally), tally, progress, |articles| {
        list.extend(input::quoted(articles, tagger));
        Ok(())
    })?;
    Ok(list)
}

fn matches(args: &CompareArgs, tally: &Tally) -> Result<()> {
    let encoder = meaning(&args.meaning)?;
    let progress = Progress::count("pages read");
    let mut list: Vec<Quoted> = Vec::new();
    input::articles(&inputs(&args.sources.paths, tally), tally, &progress, |articles| {
        // Quotations do not matter here, so none are computed.
        let bare = |a: Article| {
            Quoted::from_article(a).unwrap_or_else(|a| Quoted { article: *a, ..Quoted::default() })
        };
        list.extend(articles.into_iter().map(bare));
        Ok(())
    })?;
    let list = headwater::in_order(list);
    let mut out = Out::new();
    let texts = headwater_collate::Texts::new(&list);
    for found in headwater_collate::matches_by(&list, &Cores, encoder.as_ref()) {
        out.line(&headwater::named(found.to_json(&texts), encoder.is_some()))?;
    }
    out.finish()
}

/// Articles with `story`, in input order.
fn stories(args: &FindArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let list = all(&args.sources, &tagger(&args.tagger)?, tally, &progress)?;
    let order: Vec<String> = list.iter().map(|q| q.article.id.clone()).collect();
    let encoder = meaning(&args.meaning)?;
    let trace = Findings::up_to(Step::Stories, list, encoder.as_ref(), &Cores, &progress);
    let mut by_id: BTreeMap<String, Vec<serde_json::Value>> = BTreeMap::new();
    for record in Records::new(&trace).rows("articles") {
        let id = record["id"].as_str().unwrap_or_default();
        // Ids that stood twice were told apart by `#2`; they are found again by what is before.
        let bare = if order.iter().any(|o| o == id) {
            id
        } else {
            id.rsplit_once('#').map_or(id, |p| p.0)
        };
        by_id.entry(bare.to_owned()).or_default().push(record);
    }
    let mut out = Out::new();
    for id in order {
        if let Some(records) = by_id.get_mut(&id).filter(|r| !r.is_empty()) {
            out.line(&records.remove(0))?;
        }
    }
    out.finish()
}

/// The records of one section of the trace.
fn findings(args: &FindArgs, tally: &Tally, last: Step, section: &str) -> Result<()> {
    let progress = Progress::count("pages read");
    let list = all(&args.sources, &tagger(&args.tagger)?, tally, &progress)?;
    let encoder = meaning(&args.meaning)?;
    let trace = Findings::up_to(last, list, encoder.as_ref(), &Cores, &progress);
    let mut out = Out::new();
    for row in Records::new(&trace).rows(section) {
        out.line(&row)?;
    }
    out.finish()
}
