//! Who speaks on a page: whether a name that a headline sets before a colon, or after a dash,
//! can be a source at all. A colon follows labels far more often than speakers (*Price: …*,
//! *Step 3: …*), so the name must be an office, a document that tells something (*Poll*,
//! *Study*), or somebody whom the running text lets speak.

use crate::complete::turn;
use crate::phrase::clause;
use crate::sheet::Sheet;
use crate::words::is_role;
use headwater_lang::Class;
use std::collections::BTreeSet;
use std::ops::Range;

/// Paragraphs of fewer tokens are menus and labels; nobody is let speak there.
const RUNNING: usize = 12;

/// The names whom verbs of saying in the running text have beside them, in lower case. Linear
/// in the text; asked for only on pages with a headline that may attribute.
pub(crate) fn voices(sheet: &Sheet<'_>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for para in sheet.paras.iter().filter(|p| p.tokens.len() >= RUNNING) {
        let mut within = 0..0;
        for k in para.tokens.clone().filter(|&k| sheet.cue(k)) {
            if !within.contains(&k) {
                within = sheet.sentence_range(para, k);
            }
            let Some(np) = clause(sheet, k, &within).speaker else { continue };
            if let Some(name) = last_name(sheet, np) {
                all.insert(name.to_owned());
            }
        }
    }
    all
}

/// The names in capitals, as printed, that open more than one paragraph before a colon: those who
/// take turns in a transcript.
pub(crate) fn turns(sheet: &Sheet<'_>) -> BTreeSet<String> {
    let (mut once, mut more) = (BTreeSet::new(), BTreeSet::new());
    for (name, _) in sheet.paras.iter().filter_map(|p| turn(sheet, p)) {
        let name = sheet.span(&name).of(sheet.text);
        if !once.insert(name) {
            more.insert(name.to_owned());
        }
    }
    more
}

/// Whether the name at `np` can be the source of what a headline says.
pub(crate) fn speaks(sheet: &Sheet<'_>, np: &Range<usize>) -> bool {
    np.clone().any(|k| is_role(sheet.language, sheet.low(k)) || sheet.is(Class::Document, k))
        || last_name(sheet, np.clone()).is_some_and(|name| sheet.voices().contains(name))
}

/// Whether a headline's words read as a sentence about something that happened, not as a name
/// or a title in capitals: six words or more, most of them small.
pub(crate) fn tells(sheet: &Sheet<'_>, content: &Range<usize>) -> bool {
    let words = || content.clone().filter(|&k| sheet.is_word(k));
    let small = words().filter(|&k| !sheet.cap(k)).count();
    words().count() >= 6 && small * 2 > words().count()
}

/// The last word in capitals of a name: by it people are called again.
fn last_name<'s>(sheet: &'s Sheet<'_>, np: Range<usize>) -> Option<&'s str> {
    np.rev()
        .find(|&k| sheet.is_word(k) && sheet.cap(k))
        .map(|k| sheet.low(k).trim_end_matches("'s"))
}
