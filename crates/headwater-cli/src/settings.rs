//! Defaults that a user keeps in a file: `option = value`, a line each, for every verb that has the
//! option, or `verb.option = value` for one. They go in front of what is typed, and what is typed
//! later holds; so clap checks them like anything typed.

use crate::cli::Cli;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What was read: pairs of key and value, with their lines.
struct Setting<'t> {
    line: usize,
    verb: Option<&'t str>,
    option: &'t str,
    value: &'t str,
}

/// The settings file: the one that `HEADWATER_CONFIG` names (none if that is empty), else
/// `headwater/config` in the user's folder of settings, if there is one.
pub(crate) fn path() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HEADWATER_CONFIG") {
        return (!named.is_empty()).then(|| named.into());
    }
    let folder = std::env::var_os("XDG_CONFIG_HOME").filter(|f| !f.is_empty()).map(PathBuf::from);
    let folder = folder.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config")));
    folder.map(|f| f.join("headwater/config")).filter(|p| p.is_file())
}

/// What was typed, with the settings of `path` behind its verb.
///
/// # Errors
/// If the file cannot be read, or names an option that no verb has.
pub(crate) fn with(typed: Vec<OsString>, path: &Path) -> Result<Vec<OsString>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the settings `{}`", path.display()))?;
    merged(typed, &text).with_context(|| format!("in the settings `{}`", path.display()))
}

fn merged(typed: Vec<OsString>, text: &str) -> Result<Vec<OsString>> {
    let command = Cli::command();
    let settings = settings(text)?;
    for setting in &settings {
        known(&command, setting)?;
    }
    let named = |word: &OsString| word.to_str().and_then(|w| command.find_subcommand(w));
    let Some(at) = typed.iter().skip(1).position(|w| named(w).is_some()) else { return Ok(typed) };
    let Some(verb) = typed.get(at + 1).and_then(named) else { return Ok(typed) };
    let mut out: Vec<OsString> = typed.iter().take(at + 2).cloned().collect();
    for s in settings.iter().filter(|s| s.verb.is_none_or(|v| v == verb.get_name())) {
        if let Some(option) = option(verb, s.option) {
            out.extend(words(option, s)?);
        }
    }
    out.extend(typed.into_iter().skip(at + 2));
    Ok(out)
}

/// The lines of a settings file; blank ones and those behind `#` say nothing.
fn settings(text: &str) -> Result<Vec<Setting<'_>>> {
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let told = line.split('#').next().unwrap_or("").trim();
        if told.is_empty() {
            continue;
        }
        let Some((key, value)) = told.split_once('=') else {
            bail!("line {}: `{told}` is not of the form `option = value`", i + 1);
        };
        let (verb, option) = match key.trim().split_once('.') {
            Some((verb, option)) => (Some(verb), option),
            None => (None, key.trim()),
        };
        let value = value.trim().trim_matches('"');
        out.push(Setting { line: i + 1, verb, option, value });
    }
    Ok(out)
}

fn option<'c>(verb: &'c Command, name: &str) -> Option<&'c Arg> {
    verb.get_arguments().find(|a| a.get_long() == Some(name))
}

/// An option that no verb has is a slip that must not pass unseen.
fn known(command: &Command, setting: &Setting) -> Result<()> {
    let Setting { line, verb, option: name, .. } = setting;
    let mut verbs = command.get_subcommands();
    match verb {
        Some(verb) => match command.find_subcommand(verb) {
            None => bail!("line {line}: there is no verb `{verb}`"),
            Some(found) if option(found, name).is_none() => {
                bail!("line {line}: `{verb}` has no option `--{name}`")
            }
            Some(_) => Ok(()),
        },
        None if verbs.any(|v| option(v, name).is_some()) => Ok(()),
        None => bail!("line {line}: no verb has an option `--{name}`"),
    }
}

/// A setting as it would be typed.
fn words(option: &Arg, setting: &Setting) -> Result<Vec<OsString>> {
    let Setting { line, option: name, value, .. } = setting;
    let takes = matches!(option.get_action(), ArgAction::Set | ArgAction::Append);
    match (takes, *value) {
        (true, value) => Ok(vec![format!("--{name}={value}").into()]),
        (false, "true") => Ok(vec![format!("--{name}").into()]),
        (false, "false") => Ok(Vec::new()),
        (false, _) => bail!("line {line}: `{name}` is `true` or `false`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(typed: &str, text: &str) -> Result<String> {
        let typed = typed.split(' ').map(OsString::from).collect();
        let words = merged(typed, text)?;
        Ok(words.iter().map(|w| w.to_string_lossy()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn settings_stand_before_what_is_typed() {
        let text = "# mine\ntagger = fast\nno-model = true\ntrace.all = false # not yet\nlibrary = \"desk.db\"\n";
        let trace = merge("headwater trace --tagger deep pages/", text).unwrap();
        assert_eq!(trace, "headwater trace --tagger=fast --no-model --tagger deep pages/");
        assert_eq!(
            merge("headwater search x", text).unwrap(),
            "headwater search --library=desk.db x"
        );
        assert_eq!(merge("headwater -v read x", text).unwrap(), "headwater -v read x");
        assert_eq!(merge("headwater --help", text).unwrap(), "headwater --help");
    }

    #[test]
    fn slips_are_told_with_their_lines() {
        let told = |text: &str| merge("headwater trace x", text).unwrap_err().to_string();
        assert_eq!(told("\ntager = fast"), "line 2: no verb has an option `--tager`");
        assert_eq!(told("trace.library = x"), "line 1: `trace` has no option `--library`");
        assert_eq!(told("trcae.all = true"), "line 1: there is no verb `trcae`");
        assert_eq!(told("all = yes"), "line 1: `all` is `true` or `false`");
        assert_eq!(told("fast"), "line 1: `fast` is not of the form `option = value`");
    }
}
