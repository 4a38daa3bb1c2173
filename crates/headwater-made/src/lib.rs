//! Made articles, for measuring what a run costs: reports of made events in made words, as many as
//! are asked for, the same on every machine. Nothing of the program uses this crate; `cargo xtask
//! library` and the examples that measure do.

/// A small generator of numbers, so that no run differs from another.
pub struct Dice(u64);

impl Dice {
    /// A generator that begins with this number.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below this one; 0 if there is none.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    /// A word of six letters: few are frequent, most are rare.
    pub fn word(&mut self) -> String {
        let cube = (self.below(1000) * self.below(1000)) / 1000 * self.below(1000) / 1000 * 40;
        let mut n = cube + self.below(40);
        let mut out = String::new();
        for _ in 0..3 {
            out.push(b"bdfgklmnprstvz"[(n % 14) as usize].into());
            out.push(b"aeiou"[(n / 14 % 5) as usize].into());
            n /= 70;
        }
        out
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn sentence(&mut self) -> String {
        self.words(14) + "."
    }
}

/// How long reports are, and how much of them is their own.
pub struct Shape {
    /// Sentences of a report, of fourteen words each.
    pub sentences: usize,
    /// One sentence of so many is a quotation.
    pub spoken: usize,
    /// Sentences of a paragraph.
    pub paragraph: usize,
    /// Whether the reports of an event differ by two sentences alone, and one of these by a word.
    /// Otherwise a quarter of the sentences are a report's own and the rest begin with a word of
    /// its own.
    pub near_equal: bool,
}

/// A made report.
pub struct Report {
    /// Its number in seven digits.
    pub id: String,
    /// The event's title, which also begins the text.
    pub title: String,
    /// Year, month and day; eight events a day.
    pub date: (i16, i8, i8),
    /// Its whole text.
    pub text: String,
}

/// A report of an event. `number` tells it from all others, whatever they are of.
pub fn report(event: usize, number: usize, shape: &Shape) -> Report {
    let mut of_event = Dice(event as u64 * 7919 + 17);
    let mut own = Dice(number as u64 * 104_729 + 5);
    let title = capital(&of_event.words(6));
    let name = format!("Mara {}", capital(&of_event.word()));
    let mut text = format!("{title}\n\n");
    let count = shape.sentences;
    let worded = if shape.near_equal { own.below(count as u64) as usize } else { 0 };
    for k in 0..count {
        let sentence = of_event.sentence();
        let replaced = match shape.near_equal {
            true => k == (worded + 7) % count,
            false => own.below(4) == 0,
        };
        text += &match k % shape.spoken {
            5 => format!("“{}” {name} said.", capital(&sentence)),
            _ if replaced => capital(&own.sentence()),
            _ if shape.near_equal && k != worded => capital(&sentence),
            _ => format!("{} {sentence}", capital(&own.word())),
        };
        text += if k % shape.paragraph + 1 == shape.paragraph { "\n\n" } else { " " };
    }
    text.truncate(text.trim_end().len());
    let day = event / 8;
    let date = (2031, 1 + (day / 28 % 12) as i8, 1 + (day % 28) as i8);
    Report { id: id(number), title, date, text }
}

/// What a made report or row of words is called: its number in seven digits.
pub fn id(number: usize) -> String {
    format!("{number:07}")
}

/// The row of words of this number, in sentences of seventeen, from its word `from` on.
pub fn row(number: usize, words: std::ops::Range<usize>) -> String {
    let mut dice = Dice(number as u64 * 7919 + 17);
    dice.below(7);
    let mut text = String::with_capacity(words.end * 7);
    for k in 0..words.end {
        let word = dice.word();
        if k >= words.start {
            text.push_str(&word);
            text.push_str(if k % 17 == 16 { ". " } else { " " });
        }
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(r: &Report) -> Vec<String> {
        let body = r.text.split_once("\n\n").unwrap().1.replace("\n\n", " ");
        body.trim_end_matches('.').split(". ").map(str::to_owned).collect()
    }

    fn common(a: &Report, b: &Report) -> usize {
        sentences(a).iter().filter(|s| sentences(b).contains(s)).count()
    }

    #[test]
    fn near_equal_reports_of_an_event_share_all_but_two_sentences_each() {
        let shape = Shape { sentences: 20, spoken: 20, paragraph: 20, near_equal: true };
        let (a, b, other) = (report(3, 0, &shape), report(3, 1, &shape), report(4, 2, &shape));
        assert!((16..20).contains(&common(&a, &b)), "{}", common(&a, &b));
        assert_eq!(common(&a, &other), 0);
        assert_eq!((a.title, a.date), (b.title, b.date));
        assert_eq!(a.text, report(3, 0, &shape).text, "made again it is the same");
    }

    #[test]
    fn other_reports_of_an_event_share_what_is_quoted_and_begin_other_sentences_anew() {
        let shape = Shape { sentences: 42, spoken: 11, paragraph: 6, near_equal: false };
        let (a, b) = (report(3, 0, &shape), report(3, 1, &shape));
        assert_eq!(a.text.matches('“').count(), 4);
        assert_eq!(common(&a, &b), 4);
        assert_eq!(a.text.split("\n\n").count(), 8, "a title and seven paragraphs");
    }

    #[test]
    fn a_trimmed_row_is_the_end_of_the_whole_one() {
        assert!(row(5, 0..400).ends_with(&row(5, 100..400)));
        assert!(!row(6, 0..400).ends_with(&row(5, 100..400)));
    }
}
