//! What readers correct: shown beside findings, taken by a form.

use crate::ask::Ask;
use crate::words::{list, name, text};
use maud::{Markup, html};
use serde_json::Value;

/// What may be wrong: the name that is kept, and its sentence.
pub(crate) const KINDS: [(&str, &str); 5] = [
    ("speaker", "correct.speaker"),
    ("date", "correct.date"),
    ("statement", "correct.joined"),
    ("place", "correct.words-wrong"),
    ("other", "correct.other"),
];

/// The corrections of a page or a statement, and the way to make one.
pub(crate) fn told(ask: &Ask, of: &str, rows: &[Value]) -> Markup {
    let say = ask.say;
    html! {
        section.corrections {
            @if !rows.is_empty() {
                h2.part { (say.t("correct.list")) }
                ul { @for row in rows {
                    @let kind = KINDS.iter().find(|(k, _)| *k == text(row, "kind")).map(|(_, s)| say.t(s));
                    li { b { (kind.unwrap_or_else(|| say.t("correct.other"))) } ": " (name(text(row, "words"))) " "
                        span.quiet { (say.day(text(row, "made"))) } }
                } }
            }
            p.quiet { a href=(ask.to(&format!("/correct?of={}", crate::ask::encoded(of)))) rel="nofollow" { (say.t("correct.link")) } }
        }
    }
}

/// The form for a correction of something of this kind; `fault` says why one was not taken.
pub(crate) fn correcting(
    ask: &Ask,
    record: &Value,
    token: &str,
    fault: Option<&'static str>,
) -> Markup {
    let say = ask.say;
    let kind = text(record, "type");
    let of = text(record, kind);
    let back = crate::ask::path_to(kind, of);
    let called = [text(record, "words"), text(record, "title"), of];
    let called = called.into_iter().find(|c| !c.is_empty()).unwrap_or_default();
    html! {
        h1 { (say.t("correct.title")) }
        p { a href=(ask.to(&back)) { (name(&crate::words::head(called, 160))) } }
        p.quiet { (say.t("correct.aim")) }
        @if let Some(fault) = fault { p.fault role="alert" { (say.t(fault)) } }
        form.stacked action="/correct" method="post" {
            input type="hidden" name="token" value=(token);
            input type="hidden" name="of" value=(of);
            @if let Some(lang) = ask.value("lang") { input type="hidden" name="lang" value=(lang); }
            label for="kind" { (say.t("correct.what")) }
            select #kind name="kind" { @for (kind, sentence) in KINDS { option value=(kind) { (say.t(sentence)) } } }
            label for="words" { (say.t("correct.words")) }
            input #words name="words" maxlength="500" required dir="auto";
            p { button { (say.t("correct.go")) } }
        }
        @let rows = list(record, "corrections");
        @if !rows.is_empty() { (told(ask, of, rows)) }
    }
}
