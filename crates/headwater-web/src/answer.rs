//! From a request to an answer: who asks, which view, in which form, within which bounds.

use crate::ask::{Ask, Form};
use crate::fault::Fault;
use crate::keep::Answer;
use crate::library::App;
use crate::{form, guard, shell, view};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use std::sync::Arc;

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";
const CSV: &str = "text/csv; charset=utf-8";

/// Answers a request.
pub(crate) async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    let only_head = request.method() == Method::HEAD;
    let mut answer = respond(app, request).await;
    guard::mark(answer.headers_mut());
    if only_head {
        *answer.body_mut() = Body::empty();
    }
    answer
}

async fn respond(app: Arc<App>, request: Request) -> Response {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|a| a.to_str().ok());
    let uri = request.uri();
    let ask = Ask::read(uri.path(), uri.query().unwrap_or_default(), accepted.unwrap_or_default());
    let Some(mut ask) = ask else {
        let ask = Ask::read("/", "", accepted.unwrap_or_default());
        return ask.map_or_else(bare, |ask| told(&ask, &Fault::Told(400, "fault.unreadable")));
    };
    if !guard::is_ours(request.headers().get(header::HOST), &app.settings.host) {
        return told(&ask, &Fault::Told(403, "fault.host"));
    }
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok());
    host.unwrap_or_default().clone_into(&mut ask.host);
    let method = request.method().clone();
    let done = match (method, ask.path.first().map(String::as_str)) {
        (
            Method::GET | Method::HEAD,
            Some("style.css" | "script.js" | "robots.txt" | "favicon.ico"),
        ) => {
            return asset(ask.path.first().map_or("", String::as_str));
        }
        (Method::GET | Method::HEAD, Some("check" | "correct")) => {
            form::shown(app, &ask, request.headers()).await
        }
        (Method::GET | Method::HEAD, _) => read(app, &ask).await,
        (Method::POST, Some("check" | "correct")) => form::sent(app, &ask, request).await,
        _ => Err(Fault::Told(405, "fault.method")),
    };
    done.unwrap_or_else(|fault| told(&ask, &fault))
}

/// A view of the library: from memory where the library is as it was.
async fn read(app: Arc<App>, ask: &Ask) -> Result<Response, Fault> {
    let state = app.state()?;
    let key = ask.key();
    if let Some(kept) = app.keep.get(state, &key) {
        return Ok(sent(&kept));
    }
    let (within, own) = (Arc::clone(&app), ask.clone());
    let made = work(&app, move || made(&within, &own)).await?;
    let made = Arc::new(made);
    if made.saved_as.is_none() && made.status == 200 {
        app.keep.put(state, key, Arc::clone(&made));
    }
    Ok(sent(&made))
}

/// Does what takes time on a thread of its own, when it is its turn.
pub(crate) async fn work<T: Send + 'static>(
    app: &App,
    job: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let turn =
        tokio::time::timeout(app.settings.patience, Arc::clone(&app.jobs).acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(Fault::Told(429, "fault.busy")) };
    let job = tokio::task::spawn_blocking(move || {
        let done = job();
        drop(turn);
        done
    });
    match tokio::time::timeout(app.settings.patience, job).await {
        Ok(Ok(done)) => done,
        // It goes on by itself and keeps its turn until it is done.
        Err(_) => Err(Fault::Told(413, "fault.slow")),
        Ok(Err(_)) => Err(Fault::Told(500, "fault.title")),
    }
}

fn made(app: &App, ask: &Ask) -> Result<Answer, Fault> {
    let shelf = app.shelf()?;
    if let [kind, page, what] = ask.path.as_slice()
        && (kind.as_str(), what.as_str(), ask.form) == ("page", "raw", Form::Html)
    {
        return view::raw(&shelf, page);
    }
    let found = view::find(app, &shelf, ask)?;
    written(app, &shelf, ask, found)
}

/// A view in the form that was asked for.
pub(crate) fn written(
    app: &App,
    shelf: &headwater_store::Shelf,
    ask: &Ask,
    found: view::View,
) -> Result<Answer, Fault> {
    let (kind, body) = match ask.form {
        Form::Html => (HTML, shell::page(app, shelf, ask, &found)?.into_string()),
        Form::Json => (JSON, headwater_tell::json_line(&found.json) + "\n"),
        Form::Csv => match found.csv {
            Some(csv) => (CSV, csv),
            None => return Err(Fault::NotFound(ask.address(Form::Csv, &[]))),
        },
    };
    Ok(Answer { status: 200, kind, body: body.into_bytes().into(), saved_as: None })
}

/// A fault, told in the form that was asked for.
fn told(ask: &Ask, fault: &Fault) -> Response {
    let (kind, body) = match ask.form {
        Form::Html => (HTML, shell::fault(ask, fault).into_string()),
        _ => (JSON, shell::fault_json(ask, fault).to_string() + "\n"),
    };
    let body = body.into_bytes().into();
    sent(&Answer { status: fault.status(), kind, body, saved_as: None })
}

/// An answer as it goes out.
pub(crate) fn sent(answer: &Answer) -> Response {
    let mut out = Response::new(Body::from(answer.body.clone()));
    *out.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_REQUEST);
    out.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.kind));
    if let Some(name) = &answer.saved_as {
        let value = format!("attachment; filename=\"{name}\"");
        let value = HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"));
        out.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    out
}

/// The way to another view after something was done.
pub(crate) fn onward(to: &str) -> Response {
    let mut out = Response::new(Body::empty());
    *out.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    out.headers_mut().insert(header::LOCATION, to);
    out
}

fn bare() -> Response {
    let mut out = Response::new(Body::empty());
    *out.status_mut() = StatusCode::BAD_REQUEST;
    out
}

/// Our own files: style, script, and what robots are told.
fn asset(name: &str) -> Response {
    let (kind, body) = match name {
        "style.css" => ("text/css; charset=utf-8", shell::style()),
        "script.js" => ("text/javascript; charset=utf-8", include_str!("script.js").to_owned()),
        "robots.txt" => ("text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n".to_owned()),
        _ => ("image/svg+xml", include_str!("icon.svg").to_owned()),
    };
    sent(&Answer { status: 200, kind, body: body.into_bytes().into(), saved_as: None })
}
