//! Whether two different words are spellings, slips or forms of one.

/// What rules out, at a glance, that a word is near most others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// A bit for each letter, 64 to share.
    letters: u64,
    /// The first letters, as far as a common stem has to go.
    head: u64,
    /// Letters.
    length: u32,
}

impl Shape {
    pub(crate) fn of(fold: &str) -> Shape {
        let (mut letters, mut head, mut length) = (0, 0_u64, 0);
        for c in fold.chars() {
            letters |= 1 << (c as u32 % 64);
            if length < STEM {
                head = head << 16 | u64::from(c as u32 & 0xffff);
            }
            length += 1;
        }
        Shape { letters, head, length }
    }

    /// False only of words that are not near: each slip takes one letter and brings one.
    pub(crate) fn may_be_near(self, other: Shape) -> bool {
        let long = self.length.max(other.length);
        let most = if self.head == other.head { ENDING } else { slips(long as usize) as u32 };
        self.length.abs_diff(other.length) <= most
            && (self.letters & !other.letters).count_ones() <= most
            && (other.letters & !self.letters).count_ones() <= most
    }
}

/// Letters of a common stem at least, and of the endings after it at most.
const STEM: u32 = 4;
const ENDING: u32 = 3;

/// Slips that words of so many letters may have between them.
fn slips(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=7 => 1,
        8..=10 => 2,
        _ => 3,
    }
}

/// Whether two folded words are close enough to be one word misspelt, inflected or transliterated
/// otherwise. Both are words, not numbers.
pub(crate) fn near(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // Most pairs differ from the first letter on and in length: no need to look closer.
    if a.len().abs_diff(b.len()) > 6 {
        return false;
    }
    if !alike(a, b) {
        return false;
    }
    !crate::compare::apart(a, b)
}

fn alike(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
    if short < 3 || long > 40 {
        return false;
    }
    let prefix = x.iter().zip(&y).take_while(|(p, q)| p == q).count();
    // Forms of one word: a common stem and short endings.
    if prefix >= STEM as usize && long - prefix <= ENDING as usize && prefix * 3 >= long * 2 {
        return true;
    }
    let allowed = slips(long);
    allowed > 0 && long - short <= allowed && distance(&x, &y, allowed) <= allowed
}

/// Edit distance with exchanges of neighbours, given up above `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut least = i + 1;
        for (j, y) in b.iter().enumerate() {
            let at = |r: &[usize], k: usize| r.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut cost =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            least = least.min(cost);
            row.push(cost);
        }
        if least > limit {
            return limit + 1;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(limit + 1)
}

#[cfg(test)]
mod tests {
    use super::{Shape, near};

    /// Two words, and whether they are near; no shape may rule a near one out.
    #[test]
    fn a_glance_rules_out_no_word_that_is_near() {
        let words = [
            "zelensky",
            "zelenskyy",
            "attended",
            "attend",
            "arizona",
            "arizonna",
            "certificate",
            "certifcaet",
            "prices",
            "price",
            "ohio",
            "iowa",
            "latvia",
            "lithuania",
            "no",
            "now",
            "he",
            "she",
            "million",
            "billion",
            "straße",
            "strasse",
            "штраф",
            "штрафы",
            "шторм",
            "harbour",
            "harbor",
            "harbours",
            "resumption",
            "resumptive",
            "consumption",
            "abcdefghijk",
            "abxdefyhizk",
            "theatre",
            "theater",
            "sail",
            "sails",
            "sailing",
            "mails",
        ];
        for a in words {
            for b in words.into_iter().filter(|b| near(a, b)) {
                assert!(Shape::of(a).may_be_near(Shape::of(b)), "{a} {b}");
            }
        }
        assert!(!Shape::of("harbour").may_be_near(Shape::of("council")));
    }

    #[test]
    fn spellings_and_slips_are_near() {
        for (a, b) in [
            ("zelensky", "zelenskyy"),
            ("attended", "attend"),
            ("arizona", "arizonna"),
            ("certificate", "certifcaet"),
            ("prices", "price"),
        ] {
            assert!(near(a, b), "{a} {b}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (a, b) in [
            ("ohio", "iowa"),
            ("latvia", "lithuania"),
            ("no", "now"),
            ("he", "she"),
            ("million", "billion"),
        ] {
            assert!(!near(a, b), "{a} {b}");
        }
    }
}
