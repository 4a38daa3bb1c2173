//! The skeleton of a name: what is left when alphabets, transliteration habits and accents are
//! folded. Two spellings of one name mostly have one skeleton; for the rest, an edit distance.

use headwater_text::fold;

/// A name as parts of letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    parts: Vec<String>,
}

impl Name {
    pub(super) fn new(name: &str) -> Name {
        let folded = fold(name);
        let folded = folded.strip_suffix("'s").unwrap_or(&folded);
        let parts = folded.split(|c: char| !c.is_alphanumeric() && c != '\'');
        let parts = parts.map(skeleton).filter(|p| !p.is_empty()).collect();
        Name { parts }
    }

    /// Whether it has more than one part.
    pub(super) fn full(&self) -> bool {
        self.parts.len() > 1
    }

    pub(super) fn first(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    pub(super) fn last(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    /// A name from its key.
    pub(super) fn of_key(key: &str) -> Name {
        Name { parts: key.split(' ').filter(|p| !p.is_empty()).map(str::to_owned).collect() }
    }

    /// All parts in one.
    pub(super) fn key(&self) -> String {
        self.parts.join(" ")
    }
}

/// Whether the given names of two bearers of one surname can be of one person: equal, one the
/// initial or the short beginning of the other, or a slip apart.
pub(super) fn same_given(a: &Name, b: &Name) -> bool {
    let (x, y) = (a.first(), b.first());
    let starts = |s: &str, l: &str| !s.is_empty() && l.starts_with(s);
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let initial = short.chars().count() <= 1 || short.chars().count() >= 3;
    x == y || (initial && starts(short, long)) || near(x, y)
}

/// Whether two skeletons are a slip apart: one letter in five or six, two in eight or more.
pub(super) fn near(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let least = x.len().min(y.len());
    if least < 5 || x.len().abs_diff(y.len()) > 2 || x.len() > 40 || y.len() > 40 {
        return false;
    }
    let allowed = if least >= 8 { 2 } else { 1 };
    distance(&x, &y) <= allowed
}

/// Levenshtein distance of two short words.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let up = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let here = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
            if let Some(slot) = row.get_mut(j) {
                *slot = left;
            }
            diagonal = up;
            left = here;
        }
        if let Some(slot) = row.get_mut(b.len()) {
            *slot = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Spellings of one sound, and the one that stands for all; longer ones first.
const SOUNDS: &[(&str, &str)] = &[
    ("schtsch", "sh"),
    ("shch", "sh"),
    ("szcz", "sh"),
    ("tsch", "c"),
    ("tch", "c"),
    ("cz", "c"),
    ("sch", "sh"),
    ("sz", "sh"),
    ("ch", "c"),
    ("kh", "h"),
    ("zh", "z"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("ks", "x"),
    ("tz", "c"),
    ("ts", "c"),
    ("ou", "u"),
    ("oo", "u"),
    ("gh", "g"),
    ("w", "v"),
    ("yi", "i"),
    ("ij", "i"),
    ("iy", "i"),
    ("yy", "i"),
    ("ii", "i"),
    ("ia", "a"),
    ("ya", "a"),
    ("ja", "a"),
    ("yu", "u"),
    ("iu", "u"),
    ("ju", "u"),
    ("ye", "e"),
    ("ie", "e"),
    ("je", "e"),
    ("yo", "o"),
    ("io", "o"),
    ("jo", "o"),
    ("j", "i"),
    ("y", "i"),
];

/// Which ASCII letters begin one of them. Most begin none, and names of each page are looked at.
const BEGIN: [bool; 128] = {
    let mut out = [false; 128];
    let mut at = 0;
    while at < SOUNDS.len() {
        out[SOUNDS[at].0.as_bytes()[0] as usize] = true;
        at += 1;
    }
    out
};

/// One part of a name: into Latin letters, then sounds that are written in many ways into one.
pub(crate) fn skeleton(part: &str) -> String {
    let mut latin = String::new();
    for c in part.chars() {
        match romanised(c) {
            Some(s) => latin.push_str(s),
            None if c == '\'' => {}
            None => latin.push(c),
        }
    }
    let mut out = String::new();
    let mut rest = latin.as_str();
    'next: while let Some(c) = rest.chars().next() {
        let may = BEGIN.get(c as usize).is_some_and(|b| *b);
        for (from, to) in SOUNDS.iter().filter(|_| may) {
            if let Some(tail) = rest.strip_prefix(from) {
                push(&mut out, to);
                rest = tail;
                continue 'next;
            }
        }
        let mut one = [0; 4];
        push(&mut out, c.encode_utf8(&mut one));
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    // Ukrainian г is *h*, Russian г is *g*: the one letter for both.
    if out.contains('h') { out.replace('h', "g") } else { out }
}

/// Adds letters, doubled ones once.
fn push(out: &mut String, letters: &str) {
    for c in letters.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
}

/// A letter of another script, or one that does not come apart into a base and an accent, in Latin.
fn romanised(c: char) -> Option<&'static str> {
    cyrillic(c).or_else(|| greek_or_barred(c))
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ё' => "o",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ї' | 'й' | 'ы' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ј' => "i",
        'љ' => "l",
        'њ' => "n",
        'ћ' | 'ќ' => "c",
        'ђ' | 'ѓ' => "d",
        'џ' => "dz",
        'ѕ' => "dz",
        _ => return None,
    })
}

fn greek_or_barred(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "t",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' => "i",
        'φ' => "f",
        'χ' => "kh",
        'ψ' => "ps",
        // Letters that do not come apart into a base and an accent.
        'ł' => "l",
        'đ' => "d",
        'ø' => "o",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "e",
        'œ' => "e",
        'þ' => "t",
        'ð' => "d",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_many_spellings_has_one_skeleton() {
        for group in [
            &["Verhunskyi", "Verhunskyy", "Verhunsky", "Вергунський", "Вергунский"][..],
            &["Tschernowa", "Chernova", "Чернова"],
            &["Oleksandr", "Olexandr", "Олександр"],
            &["Iordane's", "Yordane"],
        ] {
            let first = Name::new(group[0]);
            for other in group {
                assert_eq!(Name::new(other), first, "{other}");
            }
        }
    }

    #[test]
    fn slips_are_near_and_others_are_not() {
        assert!(near("kovalind", "kovalimd"));
        assert!(!near("lind", "lint"));
        assert!(!near("marten", "morton"));
    }
}
