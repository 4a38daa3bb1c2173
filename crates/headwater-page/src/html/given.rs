//! What an element's attributes say of it.

use super::scan::Attrs;
use super::words::{self, Groups};

/// The attributes that are read, as they stand; of one that is given twice the first.
#[derive(Default)]
pub(super) struct Given<'a> {
    pub(super) class: &'a str,
    pub(super) id: &'a str,
    pub(super) itemprop: &'a str,
    pub(super) rel: &'a str,
    pub(super) href: &'a str,
    pub(super) datetime: &'a str,
    pub(super) title: &'a str,
    pub(super) content: &'a str,
    pub(super) name: &'a str,
    pub(super) property: &'a str,
    pub(super) kind: &'a str,
    pub(super) lang: &'a str,
    pub(super) role: &'a str,
    pub(super) hidden: bool,
    /// A template that is shown as the inside of its element.
    pub(super) shadow: bool,
    /// Hidden from those who see the page.
    pub(super) unseen: bool,
    /// Laid out so that it is not shown where it stands.
    pub(super) off: bool,
}

/// Whether a class says that an element is the large first letter of a text.
pub(super) fn is_first_letter(class: &str) -> bool {
    class.split_ascii_whitespace().any(|c| {
        let low: String =
            c.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        matches!(low.as_str(), "dropcap" | "initial" | "firstletter" | "lettrine")
    })
}

/// Whether a class says that only those hear an element who do not see the page.
pub(super) fn is_for_screen_readers(class: &str) -> bool {
    class.split_ascii_whitespace().any(|c| {
        let known = [
            "visually-hidden",
            "visuallyhidden",
            "sr-only",
            "screen-reader-text",
            "screenreader-only",
        ];
        known.iter().any(|k| c.eq_ignore_ascii_case(k))
    })
}

/// Reads the attributes of a start tag.
pub(super) fn read_attrs(attrs: &str) -> Given<'_> {
    let mut given = Given::default();
    if attrs.is_empty() {
        return given;
    }
    for (name, value) in Attrs(attrs).take(100) {
        let place = match name {
            "class" | "CLASS" | "className" => &mut given.class,
            "id" | "ID" => &mut given.id,
            "itemprop" | "itemProp" => &mut given.itemprop,
            "rel" | "REL" => &mut given.rel,
            "href" | "HREF" => &mut given.href,
            "datetime" | "dateTime" => &mut given.datetime,
            "title" => &mut given.title,
            "content" | "CONTENT" | "Content" => &mut given.content,
            "name" | "NAME" | "Name" => &mut given.name,
            "property" | "PROPERTY" => &mut given.property,
            "type" | "TYPE" => &mut given.kind,
            "lang" | "xml:lang" => &mut given.lang,
            "role" => &mut given.role,
            "shadowrootmode" | "shadowroot" => {
                given.shadow = true;
                continue;
            }
            "hidden" => {
                given.hidden = true;
                given.unseen = true;
                continue;
            }
            "layout" => {
                given.off |= value.eq_ignore_ascii_case("nodisplay");
                continue;
            }
            "aria-hidden" => {
                given.hidden |= value == "true";
                continue;
            }
            "style" => {
                let low: String = value
                    .chars()
                    .take(400)
                    .filter(|c| !c.is_whitespace())
                    .flat_map(char::to_lowercase)
                    .collect();
                let unseen = low.contains("display:none") || low.contains("visibility:hidden");
                given.hidden |= unseen;
                given.unseen |= unseen;
                continue;
            }
            _ => continue,
        };
        if place.is_empty() {
            *place = value;
        }
    }
    given
}

/// The word groups that an element's `role` stands for.
pub(super) fn of_role(role: &str) -> Groups {
    match role {
        "navigation" | "menu" | "menubar" | "toolbar" | "tablist" => words::NAV,
        "complementary" => words::SIDE,
        "contentinfo" => words::FOOTER,
        "dialog" | "alertdialog" | "alert" => words::HIDDEN,
        "search" => words::FORM,
        "main" => words::MAIN,
        "article" => words::BODY,
        _ => 0,
    }
}
