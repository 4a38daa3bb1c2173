//! Names of elements as small numbers, and what the reader must know about each.

/// A word of up to sixteen letters as one number, in lower case; longer words all give the same,
/// which no short word gives.
pub(crate) const fn pack(word: &[u8]) -> u128 {
    if word.len() > 16 {
        return u128::MAX;
    }
    let mut out = 0;
    let mut at = word;
    while let [first, rest @ ..] = at {
        out = out << 8 | first.to_ascii_lowercase() as u128;
        at = rest;
    }
    out
}

macro_rules! tags {
    ($($variant:ident $name:literal,)*) => {
        /// An element's name; everything not listed is `Other`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub(crate) enum Tag { $($variant,)* Other }

        impl Tag {
            /// The element called `name` (any case).
            pub(crate) fn named(name: &str) -> Tag {
                #[allow(non_upper_case_globals)]
                mod packed {
                    $(pub(super) const $variant: u128 = super::pack($name.as_bytes());)*
                }
                match pack(name.as_bytes()) {
                    $(packed::$variant => Tag::$variant,)*
                    _ => Tag::Other,
                }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Article "article", Aside "aside", B "b",
    Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas",
    Caption "caption", Center "center", Code "code", Dd "dd", Details "details", Dialog "dialog",
    Div "div", Dl "dl", Dt "dt", Em "em", Fieldset "fieldset", Figcaption "figcaption",
    Figure "figure", Font "font", Footer "footer", Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4",
    H5 "h5", H6 "h6", Head "head", Header "header", Hr "hr", Html "html", I "i", Iframe "iframe",
    Img "img", Input "input", Label "label", Li "li", Link "link", Main "main", Math "math",
    Meta "meta", Nav "nav", Noscript "noscript", Object "object", Ol "ol", Option "option", P "p",
    Pre "pre", Q "q", Script "script", Section "section", Select "select", Small "small",
    Source "source", Span "span", Strong "strong", Style "style", Sub "sub", Summary "summary",
    Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td", Template "template",
    Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title",
    Tr "tr", U "u", Ul "ul", Video "video", Audio "audio", Area "area", Base "base", Col "col",
    Embed "embed", Param "param", Track "track", Wbr "wbr", Del "del", S "s", Strike "strike",
}

impl Tag {
    /// Elements without content.
    pub(crate) fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base
                | Br
                | Col
                | Embed
                | Hr
                | Img
                | Input
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Elements that stand in lines of their own.
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        self.is_paragraph()
            || matches!(
                self,
                Div | Section
                    | Article
                    | Header
                    | Footer
                    | Main
                    | Aside
                    | Nav
                    | Form
                    | Li
                    | Tr
                    | Dt
                    | Dd
                    | Figcaption
                    | Address
                    | Fieldset
                    | Details
                    | Summary
                    | Body
                    | Html
                    | Hr
                    | Center
                    | Option
                    | Caption
                    | Button
                    | Select
                    | Textarea
                    | Tbody
                    | Thead
                    | Tfoot
                    | Dialog
            )
    }

    /// Block elements with a blank line around them.
    pub(crate) fn is_paragraph(self) -> bool {
        use Tag::*;
        matches!(
            self,
            P | H1 | H2 | H3 | H4 | H5 | H6 | Ul | Ol | Dl | Blockquote | Pre | Table | Figure
        )
    }

    /// Elements whose content is never shown as text.
    pub(crate) fn is_dropped(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script
                | Style
                | Noscript
                | Template
                | Svg
                | Iframe
                | Object
                | Math
                | Canvas
                | Audio
                | Video
        )
    }

    /// `h1` to `h6` as 1 to 6, everything else 0.
    pub(crate) fn heading(self) -> u8 {
        use Tag::*;
        match self {
            H1 => 1,
            H2 => 2,
            H3 => 3,
            H4 => 4,
            H5 => 5,
            H6 => 6,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        assert_eq!((Tag::named("DIV"), Tag::named("h2")), (Tag::Div, Tag::H2));
        assert_eq!(Tag::named("a-name-longer-than-sixteen"), Tag::Other);
        assert_eq!(Tag::named(""), Tag::Other);
    }
}
