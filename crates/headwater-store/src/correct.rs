//! What readers correct: rows of their own, beside the findings and never mixed into them.

use crate::rows::{text, v};
use crate::shelf::Shelf;
use crate::stamp::Stamp;
use crate::trouble::Trouble;
use serde_json::Value;

impl Shelf {
    /// Keeps a correction: `kind` says of what (such as `speaker`), `of` is the name of the page or
    /// statement, `words` what is right instead or why. Written at once. Findings stay as they are.
    ///
    /// ```
    /// use headwater_store::{Shelf, Stamp};
    ///
    /// # fn main() -> Result<(), headwater_store::Trouble> {
    /// let mut shelf = Shelf::in_memory()?;
    /// shelf.correct("speaker", "u-1", Some("Mara Lind"), Stamp::from_seconds(1_900_000_000))?;
    /// assert_eq!(shelf.corrections("u-1")?[0]["words"], "Mara Lind");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Shelf::begin`].
    pub fn correct(
        &mut self,
        kind: &str,
        of: &str,
        words: Option<&str>,
        made: Stamp,
    ) -> Result<(), Trouble> {
        self.begin()?;
        let next = "SELECT coalesce(max(correction), 0) + 1 FROM correction";
        let next: i64 = self.db.query_row(next, [], |r| r.get(0))?;
        let row = [
            v(next),
            v(kind.to_owned()),
            v(of.to_owned()),
            text(None),
            text(words),
            v(made.to_string()),
        ];
        let done = self.seals.insert(&self.db, "correction", &row).and_then(|_| self.commit());
        if done.is_err() {
            self.give_up();
        }
        done
    }

    /// What readers corrected of a page or a statement, in the order in which they did.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn corrections(&self, of: &str) -> Result<Vec<Value>, Trouble> {
        let sql = "SELECT kind, a, words, made FROM correction WHERE a = ? ORDER BY correction";
        self.records(sql, &[&of])
    }
}
