//! What each verb does, in terms of the crates.

mod compare;
mod library;
mod stemma;
mod trace;

use crate::cli::{
    CompareArgs, FindArgs, MeaningArgs, ModelAction, QuoteArgs, ReadArgs, TaggerArgs, TaggerName,
    Verb,
};
use crate::manual;
use crate::models;
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use anyhow::Result;
use headwater::{Dossier, Engine, Findings, PageId, Step};
use headwater_collate::encoder::Encoder;
use headwater_files::{Cores, FEW, Input, articles, bare, dossiers, inputs, quoted};
use headwater_quote::Tagger;
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
        Verb::Add(args) => library::add(args, tally),
        Verb::Watch(args) => library::watch(args, tally),
        Verb::Search(args) => library::search(args, tally),
        Verb::Show(args) => library::show(args, tally),
        Verb::Check(args) => library::check(args, tally),
        Verb::Forget(args) => library::forget(args, tally),
        Verb::Rebuild(args) => library::rebuild(args, tally),
        Verb::Export(args) => library::export(args, tally),
        Verb::Import(args) => library::import(args, tally),
        Verb::Serve(args) => library::serve(args, tally),
        Verb::Verify(args) => library::verify(args, tally),
        Verb::Completions(args) => {
            tally.found(1);
            manual::completions(args.shell)
        }
        Verb::Man(args) => {
            tally.found(1);
            manual::pages(args.out.as_deref())
        }
    }
}

fn read(args: &ReadArgs, tally: &Tally) -> Result<()> {
    let mut out = Out::new();
    let progress = Progress::count("pages read");
    articles(inputs(&args.sources.paths, tally), tally, &progress, |articles| {
        for article in articles {
            let article = if args.clean { article.clean() } else { article };
            out.line(&article.to_json())?;
        }
        Ok::<(), anyhow::Error>(())
    })?;
    out.finish()
}

fn quotes(args: &QuoteArgs, tally: &Tally) -> Result<()> {
    let mut inputs = inputs(&args.sources.paths, tally);
    let tagger = tagger(&args.tagger, &mut inputs);
    let mut out = Out::new();
    let progress = Progress::count("pages read");
    articles(inputs, tally, &progress, |articles| {
        for quoted in quoted(articles, &tagger) {
            out.line(&quoted.to_json())?;
        }
        Ok::<(), anyhow::Error>(())
    })?;
    out.finish()
}

/// The tagger that the options name, or that fits as many pages as the inputs may hold.
pub(super) fn tagger(args: &TaggerArgs, inputs: &mut [Input]) -> Tagger {
    match args.tagger {
        TaggerName::Fast => Tagger::Fast,
        TaggerName::Deep => Tagger::Learned,
        TaggerName::Auto if headwater_files::pages(inputs, FEW) <= FEW => Tagger::Learned,
        TaggerName::Auto => {
            say(format_args!(
                "headwater: more than {FEW} pages: quotations are found by the fast tagger; \
                 `--tagger deep` reads all with the learned one"
            ));
            Tagger::Fast
        }
    }
}

/// The sentence model that the user has added, unless it is to be left out.
pub(super) fn meaning(args: &MeaningArgs) -> Result<Option<Encoder>> {
    let encoder = if args.no_model { None } else { headwater_files::encoder()? };
    if encoder.is_some() {
        let name = headwater::MEANING_NAME;
        say(format_args!("comparing with the added model `{name}`; `--no-model` leaves it out"));
    }
    Ok(encoder)
}

/// The engine that the options ask for.
pub(super) fn engine(
    tagger_args: &TaggerArgs,
    meaning_args: &MeaningArgs,
    inputs: &mut [Input],
) -> Result<Engine> {
    Ok(Engine::new(tagger(tagger_args, inputs), meaning(meaning_args)?))
}

/// All pages of the input, in input order.
pub(super) fn all(
    inputs: Vec<Input>,
    engine: &Engine,
    tally: &Tally,
    progress: &Progress,
) -> Result<Vec<Dossier>> {
    let mut list = Vec::new();
    articles(inputs, tally, progress, |articles| {
        list.extend(dossiers(articles, engine));
        Ok::<(), anyhow::Error>(())
    })?;
    Ok(list)
}

fn matches(args: &CompareArgs, tally: &Tally) -> Result<()> {
    let engine = Engine::new(Tagger::Rules, meaning(&args.meaning)?);
    let progress = Progress::count("pages read");
    let mut list = Vec::new();
    articles(inputs(&args.sources.paths, tally), tally, &progress, |articles| {
        // Quotations do not matter here, so none are sought.
        list.extend(bare(articles, &engine));
        Ok::<(), anyhow::Error>(())
    })?;
    write(&Findings::of(&engine, list, Step::Stories, &Cores, &progress)?, "matches")
}

/// Articles with `story`, in input order.
fn stories(args: &FindArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let mut inputs = inputs(&args.sources.paths, tally);
    let engine = engine(&args.tagger, &args.meaning, &mut inputs)?;
    let list = all(inputs, &engine, tally, &progress)?;
    let order: Vec<PageId> = list.iter().map(Dossier::page).collect();
    let trace = Findings::of(&engine, list, Step::Stories, &Cores, &progress)?;
    let rows: BTreeMap<PageId, serde_json::Value> =
        trace.pages.iter().copied().zip(Records::new(&trace).rows("articles")).collect();
    let mut out = Out::new();
    for row in order.iter().filter_map(|page| rows.get(page)) {
        out.line(row)?;
    }
    out.finish()
}

/// The records of one section of the trace.
fn findings(args: &FindArgs, tally: &Tally, last: Step, section: &str) -> Result<()> {
    let progress = Progress::count("pages read");
    let mut inputs = inputs(&args.sources.paths, tally);
    let engine = engine(&args.tagger, &args.meaning, &mut inputs)?;
    let list = all(inputs, &engine, tally, &progress)?;
    write(&Findings::of(&engine, list, last, &Cores, &progress)?, section)
}

fn write(trace: &Findings, section: &str) -> Result<()> {
    let mut out = Out::new();
    for row in Records::new(trace).rows(section) {
        out.line(&row)?;
    }
    out.finish()
}
