//! Names that last: made from what a thing is, never from its rank in a run.

use headwater_page::Article;
use headwater_quote::Quoted;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A page: the first 16 bytes of a SHA-256 over its id and its bytes. Where the bytes are not
/// known, as in a record that brings only a text, that text and the facts given with it stand for
/// them.
///
/// ```
/// use headwater::PageId;
/// use headwater_page::Article;
/// use headwater_quote::Quoted;
///
/// let page = |id: &str, text: &str| {
///     PageId::of(&Quoted { article: Article::plain(id, text), ..Quoted::default() })
/// };
/// assert_eq!(page("a", "It rained."), page("a", "It rained."));
/// assert_ne!(page("a", "It rained."), page("b", "It rained."));
/// assert_eq!(page("a", "It rained.").to_string().len(), 32);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId([u8; 16]);

impl PageId {
    /// The name of the page of an article with its quotations. Linear in its text.
    ///
    /// ```
    /// use headwater::PageId;
    /// use headwater_page::Article;
    /// use headwater_quote::Quoted;
    ///
    /// let quoted = Quoted { article: Article::plain("a", "It rained."), ..Quoted::default() };
    /// assert_eq!(PageId::of(&quoted), PageId::of_article(&quoted.article));
    /// ```
    pub fn of(quoted: &Quoted) -> PageId {
        PageId::of_article(&quoted.article)
    }

    /// The name of an article's page; its quotations have no part in it. Linear in its text.
    ///
    /// ```
    /// use headwater::PageId;
    /// use headwater_page::Article;
    ///
    /// let page = PageId::of_article(&Article::plain("a", "It rained."));
    /// assert_ne!(page, PageId::of_article(&Article::plain("a", "It snowed.")));
    /// ```
    pub fn of_article(a: &Article) -> PageId {
        let mut hash = Sha256::new();
        // Each part with its length before it: no two lists of parts read alike.
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        part(&a.id);
        if let Some(sha) = &a.sha256 {
            part("bytes");
            part(sha);
        } else {
            part("text");
            part(&a.text);
            for fact in [&a.title, &a.outlet, &a.url] {
                part(fact.as_deref().unwrap_or_default());
            }
            part(&a.date.map(|d| d.iso()).unwrap_or_default());
        }
        PageId(head(hash))
    }

    /// The 16 bytes.
    ///
    /// ```
    /// assert_eq!(headwater::PageId::from_bytes([7; 16]).bytes(), [7; 16]);
    /// ```
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// A page from its 16 bytes, as a store keeps them.
    ///
    /// ```
    /// use headwater::PageId;
    ///
    /// assert!(PageId::from_bytes([1; 16]) < PageId::from_bytes([2; 16]));
    /// ```
    pub fn from_bytes(bytes: [u8; 16]) -> PageId {
        PageId(bytes)
    }

    /// Its first eight bytes as a number, by which pages are known inside a library.
    ///
    /// ```
    /// assert_eq!(headwater::PageId::from_bytes([0; 16]).key(), 0);
    /// ```
    pub fn key(self) -> u64 {
        u64::from_be_bytes(self.0.first_chunk().copied().unwrap_or_default())
    }
}

/// The name of a page as it is printed: 32 hexadecimal digits.
///
/// ```
/// use headwater::PageId;
///
/// let page = PageId::from_bytes([7; 16]);
/// assert_eq!(page.to_string().parse(), Ok(page));
/// assert!("7f".parse::<PageId>().is_err());
/// ```
impl FromStr for PageId {
    type Err = NoPageId;

    fn from_str(text: &str) -> Result<PageId, NoPageId> {
        let digits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| digits);
        number.map(|n| PageId(n.to_be_bytes())).ok_or(NoPageId)
    }
}

/// What was to be the name of a page is none.
///
/// ```
/// assert_eq!(headwater::NoPageId.to_string(), "the name of a page has 32 hexadecimal digits");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name of a page has 32 hexadecimal digits")]
pub struct NoPageId;

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageId({self})")
    }
}

fn head(hash: Sha256) -> [u8; 16] {
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk().copied().unwrap_or_default()
}

/// A short name with a word before it, such as `s-3f9a2c71b04e`, from the parts that make a
/// thing what it is: 48 bits, so that a million things of a kind share a name less than once in
/// five hundred libraries.
pub(crate) fn short(kind: &str, parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.as_ref().len() as u64).to_le_bytes());
        hash.update(part);
    }
    let hex: String = head(hash).iter().take(6).map(|b| format!("{b:02x}")).collect();
    format!("{kind}-{hex}")
}
