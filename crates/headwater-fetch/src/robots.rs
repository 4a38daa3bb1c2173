//! robots.txt by RFC 9309, with the wait and the signals that sites add.

use std::time::Duration;

/// Rules beyond this many are not read, nor longer patterns.
const MOST: usize = 10_000;
const LONGEST: usize = 2000;

/// What a site asks of programs, as far as it concerns one of them.
///
/// ```
/// use headwater_fetch::Robots;
///
/// let robots = Robots::parse("User-agent: *\nDisallow: /private/\nCrawl-delay: 2", "headwater");
/// assert!(robots.allows("/news/a.html"));
/// assert!(!robots.allows("/private/a.html"));
/// assert_eq!(robots.delay, Some(std::time::Duration::from_secs(2)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// How long to wait between two requests.
    pub delay: Option<Duration>,
    /// Signals on what the pages may be used for, as they stand there.
    pub signals: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// One group of lines: whom it is for, and what it says.
#[derive(Default)]
struct Group {
    agents: Vec<String>,
    robots: Robots,
}

impl Robots {
    /// Reads the file for a program of this name. Lines that say nothing known are passed over.
    pub fn parse(text: &str, agent: &str) -> Robots {
        let agent = agent.to_ascii_lowercase();
        let mut groups: Vec<Group> = Vec::new();
        let mut naming = false;
        let mut rules = 0;
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    groups.push(Group::default());
                }
                naming = true;
                if let Some(group) = groups.last_mut() {
                    group.agents.push(product(value));
                }
                continue;
            }
            let Some(group) = groups.last_mut() else { continue };
            match key.as_str() {
                "allow" | "disallow" => {
                    naming = false;
                    rules += 1;
                    if !value.is_empty() && rules <= MOST && value.len() <= LONGEST {
                        let pattern = normal(value);
                        group.robots.rules.push(Rule { allow: key == "allow", pattern });
                    }
                }
                "crawl-delay" => {
                    naming = false;
                    let seconds = value.parse::<f64>().ok().filter(|s| (0.0..=1e6).contains(s));
                    group.robots.delay = seconds.map(Duration::from_secs_f64);
                }
                "content-signal" | "content-usage" => {
                    let value: String = value.chars().take(200).collect();
                    group.robots.signals.push(format!("{key}: {value}"));
                }
                _ => {}
            }
        }
        let is = |group: &Group, name: &str| group.agents.iter().any(|a| a == name);
        let own = if groups.iter().any(|g| is(g, &agent)) { agent.as_str() } else { "*" };
        let mut out = Robots::default();
        for group in groups.into_iter().filter(|g| is(g, own)) {
            out.rules.extend(group.robots.rules);
            out.delay = out.delay.max(group.robots.delay);
            out.signals.extend(group.robots.signals);
        }
        out
    }

    /// Whether a path, with its query, may be fetched: the longest rule that fits decides, and of two
    /// as long the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let fitting = self.rules.iter().filter(|r| fits(&r.pattern, &path));
        fitting.max_by_key(|r| (r.pattern.len(), r.allow)).is_none_or(|r| r.allow)
    }
}

/// The name of a program without its version.
fn product(value: &str) -> String {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '*')));
    value.get(..end.unwrap_or(value.len())).unwrap_or_default().to_ascii_lowercase()
}

/// A path in one form: `%41` is `A`, other encodings in capitals, what is no ASCII encoded.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while let Some(b) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|_| *b == b'%');
        let code = digits.and_then(|d| std::str::from_utf8(d).ok());
        let code = code.filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match code.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(c) if c.is_ascii_alphanumeric() || b"-._~".contains(&c) => {
                out.push(char::from(c));
                at += 3;
            }
            Some(c) => {
                out += &format!("%{c:02X}");
                at += 3;
            }
            None if b.is_ascii() => {
                out.push(char::from(*b));
                at += 1;
            }
            None => {
                out += &format!("%{b:02X}");
                at += 1;
            }
        }
    }
    out
}

/// Whether a pattern with `*` and a `$` at its end fits the beginning of a path. Each part is looked
/// for behind the one before: linear in both.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    if parts.is_empty() {
        return !whole || rest.is_empty();
    }
    let last = if whole { parts.pop() } else { None };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    last.is_none_or(|last| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str, path: &str) -> bool {
        Robots::parse(text, "headwater").allows(path)
    }

    #[test]
    fn the_longest_rule_decides() {
        let text = "user-agent: *\ndisallow: /a\nallow: /a/b\ndisallow: /a/b/c$\n";
        assert!(allowed(text, "/"));
        assert!(!allowed(text, "/a/x"));
        assert!(allowed(text, "/a/b/c/d") && allowed(text, "/a/b"));
        assert!(!allowed(text, "/a/b/c"));
        assert!(allowed("user-agent: *\ndisallow: /p\nallow: /p", "/p"), "as long: allowed");
    }

    #[test]
    fn the_group_that_names_the_program_is_its_own() {
        let text = "User-Agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: HeadWater/2.0\n\
            Allow: /news\nDisallow: /news/x # not this\n\nUser-agent: headwater\nDisallow: /y";
        assert!(allowed(text, "/anything") && allowed(text, "/news/a"));
        assert!(!allowed(text, "/news/x1") && !allowed(text, "/y"), "groups of one name are one");
        assert!(!Robots::parse(text, "stranger").allows("/news"));
        assert!(allowed("User-agent: headwaters\nDisallow: /", "/a"), "another program");
        assert!(allowed("Disallow: /", "/a"), "a rule of no group");
        assert!(allowed("User-agent: *\nDisallow:", "/a"), "an empty rule");
    }

    #[test]
    fn stars_ends_and_encodings() {
        let text = "user-agent: *\ndisallow: /*.php$\ndisallow: /*/print*page\ndisallow: /caf%C3%A9/\
            \ndisallow: /a%2fb\ndisallow: /%7Eada";
        assert!(!allowed(text, "/x/y.php") && allowed(text, "/x/y.php?a=1"));
        assert!(!allowed(text, "/n/print-this-page/1") && allowed(text, "/print-this-page"));
        assert!(!allowed(text, "/café/x") && !allowed(text, "/caf%c3%a9/x"));
        assert!(!allowed(text, "/a%2Fb") && allowed(text, "/a/b"));
        assert!(!allowed(text, "/~ada"));
    }

    #[test]
    fn waits_and_signals_are_read() {
        let robots = Robots::parse(
            "\u{feff}User-agent: *\r\nContent-Signal: search=yes, ai-train=no\r\nCrawl-delay: 0.5\r\nAllow: /",
            "headwater",
        );
        assert_eq!(robots.delay, Some(Duration::from_millis(500)));
        assert_eq!(robots.signals, ["content-signal: search=yes, ai-train=no"]);
        for wait in ["-1", "nan", "1e99", "soon"] {
            let text = format!("User-agent: *\nCrawl-delay: {wait}");
            assert_eq!(Robots::parse(&text, "x").delay, None, "{wait}");
        }
    }

    #[test]
    fn a_hostile_file_costs_little() {
        let many = "User-agent: *\n".to_owned() + &"Disallow: /*a*b*a*b*c\n".repeat(20_000);
        let path = "/".to_owned() + &"ab".repeat(4000);
        let begun = std::time::Instant::now();
        assert!(allowed(&many, &path));
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}
