//! What reads pages: weights, the tagger, an optional sentence model. It finds out everything that
//! one page says by itself.

use crate::id::PageId;
use headwater_collate::encoder::Encoder;
use headwater_collate::{self as collate, Match, Profile};
use headwater_page::{Article, Hint, read};
use headwater_quote::{Kind, Quotation, Quoted, Tagger, quotes};
use headwater_text::{Remark, mark, unspaced};
use serde_json::{Value, json};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Weights, a tagger and perhaps a sentence model.
///
/// ```
/// use headwater::Engine;
/// use headwater_page::Hint;
///
/// let engine = Engine::fast();
/// let page = "Rain in Port Aldren\n\n“We wait,” Mara Lind said on Monday.".as_bytes();
/// let article = engine.read(page, &Hint::default());
/// let dossier = engine.dossier(article);
/// assert_eq!(dossier.quoted().quotes[0].speaker.as_deref(), Some("Mara Lind"));
/// ```
#[derive(Debug)]
pub struct Engine {
    tagger: Tagger,
    encoder: Option<Encoder>,
    version: Version,
}

/// Indirect statements of less probability are no findings: on written page sets one in six of them
/// was right.
const SURE: f64 = 0.3;
/// Indirect words of fewer words than this tell nothing: *refused to comment*.
const WORDS: usize = 4;

/// Whether a statement has words enough to say something; in scripts without spaces any does.
fn says(q: &Quotation, text: &str) -> bool {
    let words = q.content.iter().map(|c| c.of(text));
    let spaced = words.clone().all(|w| !w.chars().any(unspaced));
    !spaced || words.flat_map(str::split_whitespace).count() >= WORDS
}

/// The state of the code and of every weight that is used: dossiers of one version may stand
/// beside each other, and a dossier may be kept under its page and its version.
///
/// ```
/// use headwater::Engine;
/// use headwater_quote::Tagger;
///
/// assert_eq!(Engine::fast().version(), Engine::fast().version());
/// assert_ne!(Engine::fast().version(), Engine::new(Tagger::Rules, None).version());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

impl Version {
    /// The version as a number, as a store keeps it.
    ///
    /// ```
    /// use headwater::{Engine, Version};
    ///
    /// let version = Engine::fast().version();
    /// assert_eq!(Version::from_bits(version.bits()), version);
    /// ```
    pub fn bits(self) -> u64 {
        self.0
    }

    /// A version from its number.
    ///
    /// ```
    /// assert_eq!(headwater::Version::from_bits(7).bits(), 7);
    /// ```
    pub fn from_bits(bits: u64) -> Version {
        Version(bits)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}

/// Raised whenever the code finds something else in the same pages.
const CODE: &str = concat!(env!("CARGO_PKG_VERSION"), "+32");

impl Engine {
    /// An engine with this tagger and, if given, this sentence model.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_quote::Tagger;
    ///
    /// let engine = Engine::new(Tagger::Rules, None);
    /// assert_eq!(engine.reader(), "rules");
    /// ```
    pub fn new(tagger: Tagger, encoder: Option<Encoder>) -> Engine {
        let marks = [
            mark(CODE.as_bytes()),
            headwater_text::weights(),
            headwater_page::weights(),
            headwater_quote::weights(),
            tagger.weights(),
            collate::weights(),
            headwater_stemma::weights(),
            encoder.as_ref().map_or(0, Encoder::weights),
        ];
        let bytes: Vec<u8> = marks.iter().flat_map(|m| m.to_le_bytes()).collect();
        Engine { tagger, encoder, version: Version(mark(&bytes)) }
    }

    /// The engine of the program alone: its small tagger, no sentence model.
    ///
    /// ```
    /// use headwater::Engine;
    ///
    /// assert_eq!(Engine::fast().reader(), "fast");
    /// ```
    pub fn fast() -> Engine {
        Engine::new(Tagger::Fast, None)
    }

    /// The state of its code and weights; which tagger runs is part of it.
    ///
    /// ```
    /// use headwater::Engine;
    ///
    /// assert_eq!(Engine::fast().version(), Engine::fast().version());
    /// ```
    pub fn version(&self) -> Version {
        self.version
    }

    /// Which tagger finds its quotations: `learned`, `fast`, `rules`, `given`.
    ///
    /// ```
    /// use headwater::Engine;
    ///
    /// assert_eq!(Engine::fast().reader(), "fast");
    /// ```
    pub fn reader(&self) -> &'static str {
        self.tagger.name()
    }

    /// The sentence model, if it has one.
    ///
    /// ```
    /// use headwater::Engine;
    ///
    /// assert!(Engine::fast().encoder().is_none());
    /// ```
    pub fn encoder(&self) -> Option<&Encoder> {
        self.encoder.as_ref()
    }

    /// Reads the bytes of a page. It cannot fail: what is amiss stands in the article's remarks.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Hint;
    ///
    /// let page = b"<title>Quay shut</title><h1>Quay shut</h1><p>The quay is shut, the council said.</p>";
    /// let article = Engine::fast().read(page, &Hint::default());
    /// assert_eq!(article.title.as_deref(), Some("Quay shut"));
    /// ```
    pub fn read(&self, bytes: &[u8], hint: &Hint) -> Article {
        read(bytes, hint)
    }

    /// Everything about one page by itself. Quotations that the article's record brings are kept.
    /// Linear in the text; the same for the same page and version.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "“It is late,” Mara Lind said."));
    /// assert_eq!(dossier.quoted().quotes.len(), 1);
    /// ```
    pub fn dossier(&self, article: Article) -> Dossier {
        let quoted = match Quoted::from_article(article) {
            Ok(quoted) => quoted,
            Err(article) => quotes(*article, &self.tagger),
        };
        self.dossier_of(quoted)
    }

    /// The same for an article whose quotations were found before.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    /// use headwater_quote::{Tagger, quotes};
    ///
    /// let article = Article::plain("a", "“It is late,” Mara Lind said.");
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier_of(quotes(article.clone(), &Tagger::Fast));
    /// assert_eq!(dossier.page(), engine.dossier(article).page());
    /// ```
    pub fn dossier_of(&self, mut quoted: Quoted) -> Dossier {
        // `quotes` gives each with its probability; a finding asks for more.
        let text = quoted.article.text.as_str();
        quoted.quotes = quoted.quotes.into_iter().flat_map(|q| q.statements(text)).collect();
        quoted.quotes.sort_by_key(|q| (q.span.start, usize::MAX - q.span.end, q.nested.is_some()));
        quoted.quotes.retain(|q| q.kind != Kind::Indirect || q.confidence >= SURE && says(q, text));
        // What other reports once said of this page's date is found out anew.
        quoted.article.not_before.take_if(|b| b.basis.kind == "story");
        let dossier = Dossier::again(quoted, self.version);
        dossier.ready();
        dossier
    }
}

impl Dossier {
    /// The dossier that an engine of `version` made, from the article, quotations and people that
    /// it found: for stores, which keep these and not what follows from them. That is found out when
    /// it is asked for.
    ///
    /// ```
    /// use headwater::{Dossier, Engine};
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "It rained in Orvel."));
    /// let again = Dossier::again(dossier.quoted().clone(), engine.version());
    /// assert_eq!(again.page(), dossier.page());
    /// ```
    pub fn again(quoted: Quoted, version: Version) -> Dossier {
        Dossier {
            page: PageId::of(&quoted),
            version,
            quoted: Arc::new(quoted),
            twice: OnceLock::new(),
            runs: OnceLock::new(),
            topic: OnceLock::new(),
            profile: OnceLock::new(),
            remarks: OnceLock::new(),
        }
    }

    /// The same with its profile, which the store kept too.
    ///
    /// ```
    /// use headwater::{Dossier, Engine};
    /// use headwater_page::Article;
    /// use std::sync::Arc;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "It rained in Orvel."));
    /// let kept = Arc::clone(dossier.profile());
    /// let again = Dossier::again(dossier.quoted().clone(), engine.version()).with(Arc::clone(&kept));
    /// assert!(Arc::ptr_eq(again.profile(), &kept));
    /// ```
    #[must_use]
    pub fn with(mut self, profile: Arc<Profile>) -> Dossier {
        self.profile = OnceLock::from(profile);
        self
    }

    /// Finds out now what follows.
    fn ready(&self) {
        self.twice();
        self.runs();
        self.topic();
        self.profile();
        self.remarks();
    }

    /// The dossier as a record, to be carried to another process. What follows from article and
    /// quotations is not in it.
    ///
    /// ```
    /// use headwater::{Dossier, Engine};
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "“It is late,” Mara Lind said."));
    /// let again = Dossier::from_record(dossier.to_record(), engine.version());
    /// assert_eq!(again.map(|d| d.quoted().clone()).as_ref(), Some(dossier.quoted()));
    /// ```
    pub fn to_record(&self) -> Value {
        // Records round what is likely; findings must not hang on whether a page was carried.
        let exact: Vec<u64> = self.quoted.quotes.iter().map(|q| q.confidence.to_bits()).collect();
        json!({"record": self.quoted.to_json(), "exact": exact})
    }

    /// A dossier that an engine of this version made, from its record; nothing for anything else.
    ///
    /// ```
    /// use headwater::{Dossier, Engine};
    ///
    /// assert!(Dossier::from_record(serde_json::json!({}), Engine::fast().version()).is_none());
    /// ```
    pub fn from_record(mut record: Value, version: Version) -> Option<Dossier> {
        let article = Article::from_json(record.get_mut("record")?.take())?;
        let mut quoted = Quoted::from_article(article).ok()?;
        let exact = record.get("exact")?.as_array()?;
        if exact.len() != quoted.quotes.len() {
            return None;
        }
        for (quote, bits) in quoted.quotes.iter_mut().zip(exact) {
            quote.confidence = f64::from_bits(bits.as_u64()?);
        }
        Some(Dossier::again(quoted, version))
    }

    /// Passages that the page prints twice, in article 0.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    ///
    /// let dossier = Engine::fast().dossier(Article::plain("a", "It rained in Orvel."));
    /// assert!(dossier.repeats().is_empty());
    /// ```
    pub fn repeats(&self) -> &[Match] {
        self.twice()
    }

    pub(crate) fn twice(&self) -> &[Match] {
        self.twice.get_or_init(|| collate::twice(&self.quoted))
    }

    pub(crate) fn runs(&self) -> &[u64] {
        self.runs.get_or_init(|| collate::fingerprints(&self.quoted.article))
    }

    pub(crate) fn topic(&self) -> &[u64] {
        self.topic.get_or_init(|| collate::topic(&self.quoted.article))
    }

    /// What the page is about, for comparison.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "It rained in Orvel."));
    /// assert!(!dossier.profile().prints().is_empty());
    /// ```
    pub fn profile(&self) -> &Arc<Profile> {
        self.profile.get_or_init(|| Arc::new(Profile::new(&self.quoted)))
    }

    pub(crate) fn remarks(&self) -> &[Remark] {
        self.remarks.get_or_init(|| collate::remarks(&self.quoted.article, self.profile()))
    }

    /// The page's name.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let page = |id| engine.dossier(Article::plain(id, "It rained in Orvel.")).page();
    /// assert_ne!(page("a"), page("b"));
    /// ```
    pub fn page(&self) -> PageId {
        self.page
    }

    /// The version of the engine that made it.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "It rained in Orvel."));
    /// assert_eq!(dossier.version(), engine.version());
    /// ```
    pub fn version(&self) -> Version {
        self.version
    }

    /// The article with its quotations and people.
    ///
    /// ```
    /// use headwater::Engine;
    /// use headwater_page::Article;
    ///
    /// let engine = Engine::fast();
    /// let dossier = engine.dossier(Article::plain("a", "It rained in Orvel."));
    /// assert_eq!(dossier.quoted().article.text, "It rained in Orvel.");
    /// ```
    pub fn quoted(&self) -> &Quoted {
        &self.quoted
    }
}

/// Everything about one page that needs no other page: the article, its quotations and people, the
/// prints by which like pages are found, what it is about.
///
/// ```
/// use headwater::Engine;
/// use headwater_page::Article;
///
/// let engine = Engine::fast();
/// let text = "“It is late,” Mara Lind said.";
/// let dossier = engine.dossier(Article::plain("a", text));
/// assert_eq!(dossier.quoted().people[0].name, "Mara Lind");
/// ```
#[derive(Clone, Debug)]
pub struct Dossier {
    pub(crate) page: PageId,
    pub(crate) version: Version,
    pub(crate) quoted: Arc<Quoted>,
    /// Passages that it prints twice, in article 0.
    twice: OnceLock<Vec<Match>>,
    runs: OnceLock<Vec<u64>>,
    topic: OnceLock<Vec<u64>>,
    profile: OnceLock<Arc<Profile>>,
    /// What is amiss between its headline and its text.
    remarks: OnceLock<Vec<Remark>>,
}
