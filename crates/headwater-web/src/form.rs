//! Forms: what is sent with a request is taken only from a page of ours, with the token that page has.

use crate::answer::{onward, sent as out, work, written};
use crate::ask::{Ask, Form, path_to};
use crate::fault::Fault;
use crate::guard::is_own_page;
use crate::library::App;
use crate::serve::BODY;
use crate::view::{self, Checked, KINDS, View};
use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::Response;
use headwater_collate::InTurn;
use headwater_page::{Article, Hint, Item, pages};
use headwater_store::{Mode, Named, Run, Shelf, Trouble};
use headwater_text::plain;
use maud::Markup;
use serde_json::{Value, json};
use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

/// How long what is sent may take to come.
const COMES: Duration = Duration::from_secs(30);
/// Most characters of a text that is checked.
const LONGEST: usize = 60_000;
/// Most bytes of the words of a form, and most characters of a correction.
const FIELDS: usize = 64 << 10;
const WORDS: usize = 500;

/// A form, empty or with what the address brings along: nothing is done before it is sent.
pub(crate) async fn shown(
    app: Arc<App>,
    ask: &Ask,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let (token, cookie) = app.seal.form(headers);
    let (own, within) = (ask.clone(), Arc::clone(&app));
    let made = work(&app, move || {
        let shelf = within.shelf()?;
        let view = empty(&within, &shelf, &own, &token)?;
        written(&within, &shelf, &own, view)
    })
    .await?;
    Ok(with_cookie(out(&made), &cookie))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn empty(app: &App, shelf: &Shelf, ask: &Ask, token: &str) -> Result<View, Fault> {
    if ask.path.len() != 1 {
        return Err(Fault::NotFound(ask.path.join("/")));
    }
    if ask.path.first().is_some_and(|p| p == "correct") {
        let fault = (!app.settings.writes).then_some("correct.closed");
        return correction(shelf, ask, ask.value("of").unwrap_or_default(), token, fault);
    }
    let given = ask.value("text").unwrap_or_default();
    let body = view::checking(ask, token, given, None);
    Ok(check_view(ask, token, body))
}

fn check_view(ask: &Ask, token: &str, body: Markup) -> View {
    let json = json!({"type": "form", "send": ["token", "text", "file"], "token": token,
        "as": "multipart/form-data", "cookie": "as set with this answer"});
    View { title: ask.say.t("check.title").to_owned(), json, body, csv: None }
}

fn correction(
    shelf: &Shelf,
    ask: &Ask,
    of: &str,
    token: &str,
    fault: Option<&'static str>,
) -> Result<View, Fault> {
    let Named::Found(mut record) = shelf.show(of)? else {
        return Err(Fault::NotFound(of.to_owned()));
    };
    let kind = record["type"].as_str().unwrap_or_default().to_owned();
    if !matches!(kind.as_str(), "page" | "statement") {
        return Err(Fault::NotFound(of.to_owned()));
    }
    let id = record[kind.as_str()].as_str().unwrap_or_default().to_owned();
    record["corrections"] = shelf.corrections(&id)?.into();
    let body = view::correcting(ask, &record, token, fault);
    let json = json!({"type": "form", "send": ["token", "of", "kind", "words"], "token": token,
        "as": "application/x-www-form-urlencoded", "kinds": KINDS.map(|k| k.0),
        "corrections": record["corrections"]});
    Ok(View { title: ask.say.t("correct.title").to_owned(), json, body, csv: None })
}

/// A form that was sent.
pub(crate) async fn sent(app: Arc<App>, ask: &Ask, request: Request) -> Result<Response, Fault> {
    if !is_own_page(request.headers()) {
        return Err(Fault::Told(403, "fault.origin"));
    }
    if ask.path.len() != 1 {
        return Err(Fault::Told(405, "fault.method"));
    }
    let headers = request.headers().clone();
    let came = tokio::time::timeout(COMES, fields(request)).await;
    let came = came.map_err(|_| Fault::Told(413, "fault.slow"))??;
    if !app.seal.holds(&headers, &came.token) {
        return Err(Fault::Told(403, "check.form-old"));
    }
    let (token, cookie) = app.seal.form(&headers);
    let own = ask.clone();
    let response = match ask.path.first().map(String::as_str) {
        Some("correct") => correct(app, own, came, token).await?,
        _ => check(app, own, came, token).await?,
    };
    Ok(with_cookie(response, &cookie))
}

/// What a form brings.
#[derive(Default)]
struct Came {
    token: String,
    text: String,
    file: Vec<u8>,
    name: String,
    of: String,
    kind: String,
    words: String,
    lang: String,
}

impl Came {
    fn put(&mut self, name: &str, value: String) {
        match name {
            "token" => self.token = value,
            "text" => self.text = value,
            "of" => self.of = value,
            "kind" => self.kind = value,
            "words" => self.words = value,
            "lang" => self.lang = value,
            _ => {}
        }
    }
}

async fn fields(request: Request) -> Result<Came, Fault> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok());
    let mut came = Came::default();
    if kind.is_some_and(|k| k.starts_with("multipart/form-data")) {
        let unreadable = |_| Fault::Told(400, "fault.unreadable");
        let mut parts = Multipart::from_request(request, &()).await.map_err(unreadable)?;
        let large = |e: axum::extract::multipart::MultipartError| match e.status().as_u16() {
            413 => Fault::Told(413, "fault.large"),
            _ => Fault::Told(400, "fault.unreadable"),
        };
        while let Some(part) = parts.next_field().await.map_err(large)? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                came.name = part.file_name().unwrap_or_default().to_owned();
                came.file = part.bytes().await.map_err(large)?.to_vec();
            } else {
                let bytes = part.bytes().await.map_err(large)?;
                came.put(&name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        return Ok(came);
    }
    let most = if kind.is_some_and(|k| k.starts_with("application/x-www-form-urlencoded")) {
        FIELDS.max(LONGEST * 12)
    } else {
        return Err(Fault::Told(415, "fault.unreadable"));
    };
    let bytes = to_bytes(request.into_body(), most.min(BODY)).await;
    let bytes = bytes.map_err(|_| Fault::Told(413, "fault.large"))?;
    for (name, value) in form_urlencoded::parse(&bytes).take(16) {
        came.put(&name, value.into_owned());
    }
    Ok(came)
}

async fn check(app: Arc<App>, ask: Ask, came: Came, token: String) -> Result<Response, Fault> {
    let within = Arc::clone(&app);
    let made = work(&app, move || {
        let shelf = within.shelf()?;
        let article = match article(&came) {
            Ok(article) => article,
            Err(name) => {
                let told = ask.say.f(name, &[&ask.say.number(LONGEST)]);
                let body = view::checking(&ask, &token, "", Some(told.clone()));
                if ask.form != Form::Html {
                    return Err(Fault::Told(400, name));
                }
                let mut answer = written(&within, &shelf, &ask, check_view(&ask, &token, body))?;
                answer.status = 400;
                return Ok(answer);
            }
        };
        let engine = &within.settings.engine;
        let page = engine.dossier(article);
        let answer = shelf.check(&page, engine, &InTurn)?;
        let view = view::checked(&shelf, &ask, &Checked { page, answer }, &token)?;
        written(&within, &shelf, &ask, view)
    })
    .await?;
    Ok(out(&made))
}

/// The text that is to be checked; the name of a sentence where there is none.
fn article(came: &Came) -> Result<Article, &'static str> {
    let article = if came.file.is_empty() {
        if came.text.trim().is_empty() {
            return Err("check.nothing");
        }
        if came.text.chars().count() > LONGEST {
            return Err("check.long");
        }
        let hint = Hint { id: "text".to_owned(), html: Some(false), ..Hint::default() };
        headwater_page::read(came.text.as_bytes(), &hint)
    } else {
        let name = if came.name.trim().is_empty() { "file" } else { &came.name };
        let mut items = pages(name, Cursor::new(&came.file));
        let first = items.by_ref().find_map(|item| match item {
            Ok(Item::Page(page)) => Some(headwater_page::read(&page.bytes, &page.hint)),
            Ok(Item::Article(article)) => Some(*article),
            Err(_) => None,
        });
        first.ok_or("check.unread")?
    };
    match article.text.chars().count() {
        n if n > LONGEST => Err("check.long"),
        _ if article.text.trim().is_empty() => Err("check.unread"),
        _ => Ok(article),
    }
}

async fn correct(app: Arc<App>, ask: Ask, came: Came, token: String) -> Result<Response, Fault> {
    let within = Arc::clone(&app);
    let made = work(&app, move || {
        let shelf = within.shelf()?;
        let words = plain(&came.words);
        let known = KINDS.iter().any(|(kind, _)| *kind == came.kind);
        let fault = match words.chars().count() {
            _ if !within.settings.writes => Some("correct.closed"),
            1..=WORDS if known => None,
            _ => Some("correct.empty"),
        };
        let view = correction(&shelf, &ask, &came.of, &token, fault)?;
        if fault.is_some() {
            return told_again(&within, &shelf, &ask, view).map(Err);
        }
        let Named::Found(record) = shelf.show(&came.of)? else {
            return Err(Fault::NotFound(came.of));
        };
        let kind = record["type"].as_str().unwrap_or_default().to_owned();
        let of = record[kind.as_str()].as_str().unwrap_or_default().to_owned();
        match keep(&within, &came.kind, &of, &words) {
            Ok(()) => Ok(Ok(onward_to(&ask, &kind, &of, &came.lang))),
            Err(Trouble::ReadOnly | Trouble::Busy | Trouble::Stale) => {
                let view = correction(&shelf, &ask, &of, &token, Some("correct.closed"))?;
                told_again(&within, &shelf, &ask, view).map(Err)
            }
            Err(other) => Err(other.into()),
        }
    })
    .await?;
    Ok(match made {
        Ok(to) => onward(&to),
        Err(answer) => out(&answer),
    })
}

fn told_again(
    app: &App,
    shelf: &Shelf,
    ask: &Ask,
    view: View,
) -> Result<crate::keep::Answer, Fault> {
    let mut answer = written(app, shelf, ask, view)?;
    answer.status = 400;
    Ok(answer)
}

fn onward_to(ask: &Ask, kind: &str, of: &str, lang: &str) -> String {
    let path = match ask.form {
        Form::Json => path_to(kind, of) + ".json",
        _ => path_to(kind, of),
    };
    match crate::say::Lang::by_tag(lang) {
        Some(lang) => format!("{path}?lang={}", lang.tag()),
        None => path,
    }
}

/// Writes a correction into its table.
fn keep(app: &App, kind: &str, of: &str, words: &str) -> Result<(), Trouble> {
    let mut shelf = Shelf::open(&app.settings.library, Mode::Write)?;
    let made = (app.settings.now)();
    let program = concat!("headwater ", env!("CARGO_PKG_VERSION")).to_owned();
    let (verb, reader) = ("serve".to_owned(), app.settings.engine.reader().to_owned());
    shelf.run(Run { verb, program, reader, settings: Value::Null, began: made });
    shelf.correct(kind, of, Some(words), made)
}
