//! The sheet that the text report is written on: lines of a given width, hanging indents, and
//! colour as an extra that no word depends on.

use unicode_width::UnicodeWidthStr;

/// What words are, for their colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Our words, and quotations.
    Plain,
    /// ≠ and ◇.
    Sign,
    /// Outlets.
    Outlet,
    /// File names and words for doubt.
    Dim,
    /// Heads of stories and parts.
    Head,
}

/// Words of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Piece(pub(crate) Ink, pub(crate) String);

/// Words of ours or of a page.
pub(crate) fn plain(words: impl Into<String>) -> Piece {
    Piece(Ink::Plain, words.into())
}

/// The name of an outlet or page.
pub(crate) fn outlet(words: impl Into<String>) -> Piece {
    Piece(Ink::Outlet, words.into())
}

/// What stands back.
pub(crate) fn dim(words: impl Into<String>) -> Piece {
    Piece(Ink::Dim, words.into())
}

/// A sign that must be seen.
pub(crate) fn sign(words: impl Into<String>) -> Piece {
    Piece(Ink::Sign, words.into())
}

/// Columns that words take on a terminal.
pub(crate) fn columns(words: &str) -> usize {
    words.width()
}

/// Columns that pieces take.
pub(crate) fn wide(pieces: &[Piece]) -> usize {
    pieces.iter().map(|p| columns(&p.1)).sum()
}

/// A blank at which no line is broken, between a sign and its word.
pub(crate) const TIE: char = '\u{a0}';

/// The least and the most columns.
const NARROWEST: usize = 40;
const WIDEST: usize = 200;

/// The report as it is written.
pub(crate) struct Paper {
    /// Columns of a line.
    pub(crate) width: usize,
    colour: bool,
    out: String,
}

impl Paper {
    /// An empty sheet.
    pub(crate) fn new(width: usize, colour: bool) -> Paper {
        Paper { width: width.clamp(NARROWEST, WIDEST), colour, out: String::new() }
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// How many lines were written.
    pub(crate) fn lines(&self) -> usize {
        self.out.matches('\n').count()
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A paragraph whose lines begin with so many blanks.
    pub(crate) fn line(&mut self, indent: usize, pieces: &[Piece]) {
        let left = " ".repeat(indent);
        self.hang(&[plain(left.clone())], &left, pieces);
    }

    /// A paragraph behind a label in a column of so many places; its further lines stand in the
    /// same column.
    pub(crate) fn labelled(
        &mut self,
        indent: usize,
        label: Piece,
        column: usize,
        pieces: &[Piece],
    ) {
        let taken = columns(&label.1);
        let rest = " ".repeat(indent + column);
        let pad = " ".repeat(column.saturating_sub(taken));
        self.hang(&[plain(" ".repeat(indent)), label, plain(pad)], &rest, pieces);
    }

    /// A paragraph behind `first`; its further lines begin with `rest`.
    pub(crate) fn hang(&mut self, first: &[Piece], rest: &str, pieces: &[Piece]) {
        // At least some words find room, however deep a line begins.
        let least = self.width / 3;
        let room = |left: usize| self.width.saturating_sub(left).max(least);
        let mut line: Vec<Piece> = first.to_vec();
        let mut left = room(wide(first));
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        let mut begun = false;
        for word in words(pieces) {
            for part in broken(word, room(columns(rest))) {
                let length = wide(&part);
                let needed = length + usize::from(begun);
                if begun && needed > left {
                    lines.push(std::mem::replace(&mut line, vec![plain(rest)]));
                    left = room(columns(rest));
                    begun = false;
                }
                if begun {
                    line.push(plain(" "));
                    left = left.saturating_sub(1);
                }
                left = left.saturating_sub(length);
                line.extend(part);
                begun = true;
            }
        }
        lines.push(line);
        for line in lines {
            self.put(&line);
        }
    }

    /// One line as it is, without blanks at its end.
    fn put(&mut self, line: &[Piece]) {
        let all: String = line.iter().map(|p| p.1.as_str()).collect();
        let mut keep = all.trim_end().len();
        for Piece(ink, words) in line {
            let shown = words.get(..keep.min(words.len())).unwrap_or(words);
            // A blank at which no line may break is a blank as any other to the reader.
            let shown = shown.replace(TIE, " ");
            keep = keep.saturating_sub(words.len());
            let code = match ink {
                Ink::Plain => "",
                Ink::Sign => "\u{1b}[1;33m",
                Ink::Outlet => "\u{1b}[36m",
                Ink::Dim => "\u{1b}[2m",
                Ink::Head => "\u{1b}[1m",
            };
            if self.colour && !code.is_empty() && !shown.trim().is_empty() {
                self.out.push_str(&format!("{code}{shown}\u{1b}[0m"));
            } else {
                self.out.push_str(&shown);
            }
        }
        self.out.push('\n');
    }
}

/// Pieces cut at blanks: words, each of one or several kinds.
fn words(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = Vec::new();
    let mut open = false;
    for Piece(ink, text) in pieces {
        for (i, part) in text.split(' ').enumerate() {
            if i > 0 {
                open = false;
            }
            if part.is_empty() {
                continue;
            }
            let piece = Piece(*ink, part.to_owned());
            match out.last_mut().filter(|_| open) {
                Some(word) => word.push(piece),
                None => out.push(vec![piece]),
            }
            open = true;
        }
    }
    out
}

/// A word that is wider than a line, as in writing without blanks, in parts that are not.
fn broken(word: Vec<Piece>, room: usize) -> Vec<Vec<Piece>> {
    if wide(&word) <= room {
        return vec![word];
    }
    let mut out = vec![Vec::new()];
    let mut taken = 0;
    for Piece(ink, text) in word {
        let mut part = String::new();
        for c in text.chars() {
            let n = columns(c.encode_utf8(&mut [0; 4]));
            if taken + n > room && taken > 0 {
                if let Some(last) = out.last_mut() {
                    last.push(Piece(ink, std::mem::take(&mut part)));
                }
                out.push(Vec::new());
                taken = 0;
            }
            part.push(c);
            taken += n;
        }
        if let Some(last) = out.last_mut() {
            last.push(Piece(ink, part));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(width: usize, colour: bool, pieces: &[Piece]) -> String {
        let mut paper = Paper::new(width, colour);
        paper.labelled(2, sign("≠"), 4, pieces);
        paper.finish()
    }

    #[test]
    fn lines_hang_and_keep_to_the_width() {
        let words = "one two three four five six seven eight nine ten".to_owned();
        let told = sheet(40, false, &[plain(words.clone())]);
        assert_eq!(told, "  ≠   one two three four five six seven\n      eight nine ten\n");
        // Narrower than any terminal is not obeyed.
        assert_eq!(sheet(3, false, &[plain(words)]), told);
    }

    #[test]
    fn colour_takes_no_room_and_parts_of_a_word_stay_together() {
        let pieces = [outlet("Bayline"), plain(", "), dim("likely")];
        let told = sheet(40, true, &pieces);
        assert!(told.contains("\u{1b}[36mBayline\u{1b}[0m, \u{1b}[2mlikely"), "{told:?}");
        assert_eq!(sheet(40, false, &pieces), "  ≠   Bayline, likely\n");
    }

    #[test]
    fn writing_without_blanks_is_broken_by_its_columns() {
        let told = sheet(40, false, &[plain("水".repeat(40))]);
        assert!(told.lines().all(|l| columns(l) <= 40), "{told}");
        assert_eq!(told.matches('水').count(), 40);
    }
}
