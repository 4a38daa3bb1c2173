//! The page around each view: head, ways, the view, foot.

use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::library::App;
use crate::say::Say;
use crate::view::View;
use headwater_store::Shelf;
use headwater_text::plain;
use maud::{DOCTYPE, Markup, html};
use serde_json::{Value, json};

/// The rules by which all is drawn: those of the report, and those of this place.
pub(crate) fn style() -> String {
    format!("{}\n{}", headwater_tell::style(), include_str!("style.css"))
}

/// A whole page with a view in it.
pub(crate) fn page(app: &App, shelf: &Shelf, ask: &Ask, view: &View) -> Result<Markup, Fault> {
    let say = ask.say;
    let counts = shelf.counts()?;
    let file = app.settings.library.file_name().unwrap_or_default().to_string_lossy();
    let bound =
        say.f("site.bound", &[&say.n("pages", counts.pages), &say.n("outlets", counts.outlets)]);
    let foot = html! {
        @if ask.path.first().is_none_or(|p| p != "correct") {
            p { (say.t("site.formats")) " "
                a href=(ask.address(Form::Json, &[])) { "JSON" }
                @if view.csv.is_some() { " · " a href=(ask.address(Form::Csv, &[])) { "CSV" } } }
        }
        p { bdi { (plain(&file)) } ". " (bound) " " (say.t("site.judge"))
            @if !say.t("site.findings-english").is_empty() { " " (say.t("site.findings-english")) } }
        p { (concat!("Headwater ", env!("CARGO_PKG_VERSION"))) }
    };
    Ok(around(ask, &view.title, &html! { (view.body) }, &foot))
}

fn around(ask: &Ask, title: &str, body: &Markup, foot: &Markup) -> Markup {
    let say = ask.say;
    let here = |path: &str| {
        let first = ask.path.first().map_or("", String::as_str);
        (first == path).then_some("page")
    };
    let asked = ask.value("q").filter(|_| here("search").is_some()).map(plain);
    let other = say.lang.other();
    html! {
        (DOCTYPE)
        html lang=(say.lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (plain(title)) " – Headwater" }
                link rel="icon" href="/favicon.ico";
                link rel="stylesheet" href="/style.css";
                script src="/script.js" defer {}
            }
            body.site {
                a.skip href="#main" { (say.t("site.skip")) }
                header.site-head {
                    a.mark href=(ask.to("/")) { "Headwater" }
                    // The front has a box of its own.
                    @if !ask.path.is_empty() { form role="search" action="/search" method="get" {
                        @if let Some(lang) = ask.value("lang") { input type="hidden" name="lang" value=(plain(lang)); }
                        input type="search" name="q" aria-label=(say.t("site.search.label"))
                            placeholder=(say.t("site.search.label")) value=[asked] maxlength="1000" dir="auto";
                        button { (say.t("site.search")) }
                    } }
                    nav aria-label=(say.t("site.nav")) {
                        a href=(ask.to("/stories")) aria-current=[here("stories")] { (say.t("site.stories")) }
                        a href=(ask.to("/speakers")) aria-current=[here("speakers")] { (say.t("site.speakers")) }
                        a href=(ask.to("/outlets")) aria-current=[here("outlets")] { (say.t("site.outlets")) }
                        a href=(ask.to("/check")) aria-current=[here("check")] { (say.t("site.check")) }
                        a rel="help" href=(ask.to("/help")) aria-current=[here("help")] { (say.t("site.help")) }
                        a lang=(other.tag()) hreflang=(other.tag())
                            href=(ask.address(Form::Html, &[("lang", other.tag())])) { (say.t("site.other-language")) }
                    }
                }
                main #main { (body) }
                footer { (foot) }
            }
        }
    }
}

/// A page that says why there is no other.
pub(crate) fn fault(ask: &Ask, fault: &Fault) -> Markup {
    let say = ask.say;
    let body = html! {
        h1 { (say.t("fault.title")) }
        p.fault { (words(say, fault)) }
        @if let Fault::Several(list) = fault {
            ul { @for (kind, name) in list {
                li { a href=(ask.to(&path_to(kind, name))) { bdi { (plain(name)) } } }
            } }
        }
        p { a href=(ask.to("/")) { (say.t("fault.home")) } }
    };
    around(ask, say.t("fault.title"), &body, &html! { p { "Headwater" } })
}

/// The same as data.
pub(crate) fn fault_json(ask: &Ask, fault: &Fault) -> Value {
    let mut out =
        json!({"type": "error", "status": fault.status(), "message": words(ask.say, fault)});
    if let Fault::Several(list) = fault {
        let names = list.iter().map(|(kind, name)| json!({"type": kind, "name": name}));
        out["names"] = names.collect();
    }
    out
}

fn words(say: Say, fault: &Fault) -> String {
    match fault {
        Fault::NotFound(name) => say.f("fault.not-found", &[&crate::words::head(name, 120)]),
        Fault::Several(_) => say.t("fault.several").to_owned(),
        Fault::Forgotten(day) => say.f("fault.forgotten", &[&say.day(day)]),
        Fault::Told(_, name) => say.t(name).to_owned(),
        Fault::Library(e) => say.f("fault.library", &[&plain(&e.to_string())]),
        Fault::Findings(e) => say.f("fault.library", &[&plain(&e.to_string())]),
        Fault::Store(e) => say.f("fault.library", &[&plain(&e.to_string())]),
    }
}
