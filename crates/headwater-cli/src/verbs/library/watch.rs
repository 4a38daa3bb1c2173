//! `headwater watch`: feeds and folders, looked at again and again; what is new is added.

use super::add::Adding;
use super::fetching::{Fetching, fetcher, is_address};
use crate::cli::WatchArgs;
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use anyhow::{Context, Result, bail};
use headwater_files::{Input, again, pages_as_they_came};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A file that was changed so lately may still be written to.
const SETTLED: Duration = Duration::from_secs(2);
/// Most bytes of a list of feeds, and most feeds in it.
const LONGEST: u64 = 8 << 20;
const FEEDS: usize = 10_000;

/// What is watched.
#[derive(Default)]
struct Watched {
    feeds: Vec<String>,
    folders: Vec<PathBuf>,
    /// Size and time of the files that were added.
    seen: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

/// Looks at everything, adds what is new, says so, waits, and begins again.
pub(in crate::verbs) fn run(args: &WatchArgs, tally: &Tally) -> Result<()> {
    let Ok(every) = Duration::try_from_secs_f64(args.every * 60.0) else {
        bail!("--every is a number of minutes, 0 or more");
    };
    let mut watched = Watched::of(&args.paths)?;
    let mut adding = Adding::begun(&args.keep, "watch", u64::MAX)?;
    let mut fetching = Fetching::new(fetcher(&args.fetch)?, tally);
    let progress = Progress::count("pages read");
    loop {
        let waiting = watched.folders(&mut adding, tally, &progress)?;
        if !watched.feeds.is_empty() {
            fetching.round(&watched.feeds, &mut adding, &progress)?;
        }
        if args.once && waiting {
            std::thread::sleep(SETTLED);
            watched.folders(&mut adding, tally, &progress)?;
        }
        if args.once || adding.news() {
            let mut out = Out::new();
            adding.tell(args.keep.format, &mut out)?;
            out.finish()?;
            adding.told = Default::default();
        }
        if args.once {
            return Ok(());
        }
        std::thread::sleep(if waiting { every.min(SETTLED) } else { every });
    }
}

impl Watched {
    /// Feeds of lists and addresses, and folders.
    fn of(paths: &[PathBuf]) -> Result<Watched> {
        let mut out = Watched::default();
        for path in paths {
            if is_address(path) {
                out.feeds.push(path.to_string_lossy().into_owned());
            } else if path.is_dir() {
                out.folders.push(path.clone());
            } else {
                let shown = || format!("cannot read `{}`", path.display());
                if path.metadata().with_context(shown)?.len() > LONGEST {
                    bail!("`{}` is too large for a list of feeds", path.display());
                }
                let bytes = std::fs::read(path).with_context(shown)?;
                let feeds = feeds(&String::from_utf8_lossy(&bytes));
                if feeds.is_empty() {
                    bail!(
                        "no feeds are named in `{}`\nhint: `headwater watch` takes a list of feeds (OPML), \
                         a folder, or addresses of feeds",
                        path.display()
                    );
                }
                out.feeds.extend(feeds);
            }
        }
        if out.feeds.len() > FEEDS {
            say(format_args!(
                "headwater: {} feeds are named; the first {FEEDS} are watched",
                out.feeds.len()
            ));
            out.feeds.truncate(FEEDS);
        }
        Ok(out)
    }

    /// Adds the files of the folders that are new or others than before; whether some are still
    /// written to.
    fn folders(&mut self, adding: &mut Adding, tally: &Tally, progress: &Progress) -> Result<bool> {
        let (mut waiting, mut new) = (false, Vec::new());
        let mut seen = Vec::new();
        for folder in &self.folders {
            for input in again(folder, tally) {
                let Input::File { path, .. } = &input else { continue };
                let Ok(data) = path.metadata() else { continue };
                let state = (data.len(), data.modified().ok());
                if self.seen.get(path) == Some(&state) {
                    continue;
                }
                let age = state.1.and_then(|at| SystemTime::now().duration_since(at).ok());
                if age.is_some_and(|age| age < SETTLED) {
                    waiting = true;
                    continue;
                }
                seen.push((path.clone(), state));
                new.push(input);
            }
        }
        if !new.is_empty() {
            pages_as_they_came(new, tally, progress, adding.batch(), |batch| {
                adding.take(batch, progress)
            })?;
            self.seen.extend(seen);
        }
        Ok(waiting)
    }
}

/// The addresses of feeds in an OPML file, in their order, each once.
fn feeds(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in text.split("<outline").skip(1) {
        let element = part.split('>').next().unwrap_or_default();
        let low = element.to_ascii_lowercase();
        let Some(at) = low.find("xmlurl") else { continue };
        let rest = element.get(at + 6..).unwrap_or_default().trim_start();
        let Some(rest) = rest.strip_prefix('=').map(str::trim_start) else { continue };
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let url = rest.get(1..).and_then(|r| r.split(quote).next()).unwrap_or_default();
        let url = unescaped(url.trim());
        if !url.is_empty() && !out.contains(&url) {
            out.push(url);
        }
        if out.len() > FEEDS {
            break;
        }
    }
    out
}

/// The five references that XML has by itself.
fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&#38;", "&").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::feeds;

    #[test]
    fn feeds_are_read_from_a_list() {
        let text = "<opml><body><outline text='News'><outline type=\"rss\" XMLURL = 'https://tide.example/f?a=1&amp;b=2' \
            /><outline xmlUrl=\"https://post.example/rss\"/><outline xmlUrl='https://post.example/rss'/>\
            <outline text='xmlUrl'/><outline xmlUrl/><outline xmlUrl=";
        assert_eq!(feeds(text), ["https://tide.example/f?a=1&b=2", "https://post.example/rss"]);
        assert_eq!(feeds("Dear diary, today it rained."), [] as [String; 0]);
    }
}
