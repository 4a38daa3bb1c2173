//! Class and id words in host-independent groups: what site makers call their boxes.

use super::tag::pack;
use crate::leaning::{Kind, key};

/// A set of word groups, one bit each.
pub(crate) type Groups = u32;

macro_rules! groups {
    ($($bit:literal $name:ident: $($word:literal)|+;)*) => {
        $(
            #[doc = concat!("Words such as ", $( "*", $word, "* ", )+)]
            pub(crate) const $name: Groups = 1 << $bit;
        )*
        /// All words as numbers, in order, with their groups.
        const TABLE: [(u128, Groups); TABLE_LEN] =
            sorted([$($((pack($word.as_bytes()), $name),)+)*]);
        const TABLE_LEN: usize = [$($($word,)+)*].len();
    };
}

groups! {
    0 BODY: "article" | "articlebody" | "story" | "storybody" | "post" | "entry" | "body"
        | "content" | "text" | "maincontent" | "richtext" | "prose" | "artikel" | "articulo"
        | "texto" | "contenido" | "beitrag" | "inhalt" | "paragraph" | "para";
    1 COMMENT: "comment" | "comments" | "commentlist" | "disqus" | "reply" | "replies" | "respond"
        | "discussion" | "kommentar" | "kommentare" | "comentarios" | "commentaires" | "thread"
        | "forum" | "livefyre";
    2 RELATED: "related" | "recommend" | "recommended" | "recommendations" | "more" | "similar"
        | "trending" | "popular" | "latest" | "teaser" | "teasers" | "card" | "cards" | "read"
        | "readmore" | "also" | "outbrain" | "taboola" | "recirc" | "recent" | "next" | "prev"
        | "previous" | "suggested" | "mostread" | "jp" | "yarpp" | "crosslink";
    3 NAV: "nav" | "navbar" | "navigation" | "menu" | "menus" | "submenu" | "breadcrumb"
        | "breadcrumbs" | "masthead" | "toolbar" | "topbar" | "pagination" | "pager" | "skip"
        | "tabs" | "dropdown" | "sitemap";
    4 FOOTER: "footer" | "foot" | "copyright" | "legal" | "colophon" | "disclaimer" | "bottom"
        | "imprint" | "impressum";
    5 SIDE: "sidebar" | "aside" | "rail" | "widget" | "widgets" | "side" | "secondary" | "sticky"
        | "complementary";
    6 SHARE: "share" | "sharing" | "shares" | "social" | "follow" | "facebook" | "twitter"
        | "whatsapp" | "addthis" | "sharedaddy" | "socials" | "tools" | "actions";
    7 ADVERT: "ad" | "ads" | "advert" | "advertisement" | "sponsor" | "sponsored" | "banner"
        | "promo" | "promotion" | "promoted" | "cta" | "dfp" | "adsense" | "offer" | "partner";
    8 FORM: "form" | "newsletter" | "subscribe" | "subscription" | "signup" | "login" | "paywall"
        | "register" | "registration" | "input" | "field" | "search" | "mailchimp" | "optin"
        | "contact" | "donate";
    9 BYLINE: "byline" | "author" | "authors" | "writer" | "autor" | "contributor" | "vcard" | "fn"
        | "auteur" | "redakteur" | "reporter";
    10 DATE: "date" | "time" | "published" | "timestamp" | "posted" | "pubdate" | "datetime"
        | "datum" | "fecha" | "updated" | "dateline" | "publish" | "created";
    11 CAPTION: "caption" | "figcaption" | "image" | "images" | "photo" | "photos" | "media"
        | "gallery" | "picture" | "credit" | "credits" | "slideshow" | "carousel" | "slider"
        | "video" | "player" | "figure" | "bildunterschrift" | "legend";
    12 TITLE: "title" | "headline" | "heading" | "titre" | "titel" | "titulo" | "hed";
    13 SUMMARY: "summary" | "lead" | "lede" | "standfirst" | "dek" | "excerpt" | "intro"
        | "subtitle" | "subheadline" | "subhead" | "description" | "teasertext" | "chapo" | "abstract"
        | "deck" | "sapo";
    14 TAGS: "tag" | "tags" | "topic" | "topics" | "category" | "categories" | "keywords" | "label"
        | "labels" | "section" | "kicker" | "eyebrow" | "cat";
    15 HIDDEN: "hidden" | "hide" | "sr" | "reader" | "visually" | "modal" | "popup" | "overlay"
        | "cookie" | "cookies" | "consent" | "gdpr" | "lightbox" | "offcanvas" | "tooltip"
        | "collapse" | "noprint" | "invisible";
    16 LIST: "list" | "item" | "items" | "grid" | "feed" | "stream" | "archive" | "listing" | "row"
        | "tile" | "tiles" | "loop";
    17 QUOTE: "quote" | "blockquote" | "pullquote" | "cite" | "tweet" | "embed" | "instagram"
        | "factbox" | "infobox" | "box" | "inset" | "callout" | "toc" | "highlight" | "note";
    18 BIO: "bio" | "biography" | "about" | "profile" | "avatar" | "gravatar";
    19 HEADER: "header" | "head" | "hero" | "top" | "meta" | "info" | "details" | "postmeta"
        | "entrymeta" | "metadata";
    20 MAIN: "main" | "single" | "primary" | "page" | "wysiwyg" | "blog" | "column" | "center"
        | "copy" | "inner" | "detail";
}

/// How many groups there are.
pub(crate) const COUNT: usize = 21;

/// Orders the table when the program is compiled.
const fn sorted<const N: usize>(mut table: [(u128, Groups); N]) -> [(u128, Groups); N] {
    let mut i = 1;
    while i < N {
        let mut j = i;
        while j > 0 && table[j - 1].0 > table[j].0 {
            (table[j - 1], table[j]) = (table[j], table[j - 1]);
            j -= 1;
        }
        i += 1;
    }
    table
}

fn group(word: u128) -> Groups {
    let found = TABLE.binary_search_by(|entry| entry.0.cmp(&word)).ok();
    found.and_then(|at| TABLE.get(at)).map_or(0, |entry| entry.1)
}

/// The groups that a class or id value speaks of; the key of each of its words goes to `called`.
/// Reads at most 40 words.
pub(crate) fn groups_of(value: &str, called: &mut Vec<u32>) -> Groups {
    let mut out = 0;
    // The word so far as `pack` has it, and its length.
    let (mut word, mut len, mut words, mut low) = (0u128, 0, 0, false);
    for b in value.bytes().chain([b' ']) {
        let letter = b.is_ascii_alphabetic();
        if len > 0 && (!letter || (low && b.is_ascii_uppercase())) {
            if len <= 16 {
                out |= group(word);
                called.push(key(Kind::Class, hash(word)));
            }
            (word, len) = (0, 0);
            words += 1;
            if words >= 40 {
                break;
            }
        }
        if letter {
            word = word << 8 | u128::from(b.to_ascii_lowercase());
            len += 1;
            low = b.is_ascii_lowercase();
        }
    }
    out
}

/// Networks whose postings pages show, with the words that they call them by.
pub(crate) const NETWORKS: [(&str, &[&str]); 8] = [
    ("x", &["twitter", "tweet"]),
    ("mastodon", &["mastodon"]),
    ("bluesky", &["bluesky", "bsky"]),
    ("facebook", &["facebook", "fb"]),
    ("instagram", &["instagram"]),
    ("telegram", &["telegram", "tgme"]),
    ("threads", &["threads"]),
    ("tiktok", &["tiktok"]),
];

/// The network whose posting a class says that an element shows, as a place in [`NETWORKS`] plus one:
/// `twitter-tweet`, `instagram-media`. 0 for none; buttons that share are none.
pub(crate) fn network_of(class: &str) -> u8 {
    const SHOWN: [&str; 8] =
        ["embed", "embedded", "tweet", "post", "media", "message", "blockquote", "status"];
    const BUTTONS: [&str; 9] =
        ["share", "sharing", "follow", "social", "button", "icon", "icons", "btn", "link"];
    let mut found = 0;
    for name in class.split_ascii_whitespace().take(20).filter(|n| n.len() < 60) {
        let low = name.to_ascii_lowercase();
        let words: Vec<&str> = low.split(|c: char| !c.is_ascii_alphabetic()).collect();
        let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
        if has(&BUTTONS) {
            return 0;
        }
        let network = NETWORKS.iter().position(|n| has(n.1));
        if let Some(at) = network.filter(|_| found == 0 && words.len() > 1 && has(&SHOWN)) {
            found = at as u8 + 1;
        }
    }
    found
}

/// The key of a word of a class or an id, as `groups_of` gives it.
pub(crate) fn key_of(word: &str) -> u32 {
    key(Kind::Class, hash(super::tag::pack(word.as_bytes())))
}

fn hash(word: u128) -> u64 {
    (word >> 64) as u64 ^ (word as u64).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_words_fall_into_groups() {
        let mut called = Vec::new();
        assert_eq!(groups_of("postBody__x related-links", &mut called), BODY | RELATED);
        assert_eq!(groups_of("xyz", &mut Vec::new()), 0);
        assert_eq!(groups_of("sidebarRight ad", &mut called), SIDE | ADVERT);
        assert_eq!(called.len(), 8);
    }
}
