//! Outlets over all pages: names of one outlet folded together.

use crate::rows::v;
use crate::shelf::Shelf;
use crate::trouble::Trouble;
use serde_json::json;

/// Brings the table of outlets up to what the articles name, where that is other than before.
/// Linear in the articles, over one index.
pub(crate) fn bring_up(shelf: &Shelf) -> Result<(), Trouble> {
    let mut sql = shelf
        .db
        .prepare_cached("SELECT outlet FROM article WHERE outlet IS NOT NULL ORDER BY outlet")?;
    let names: Vec<String> = sql.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let outlets = headwater::outlets(names.iter().map(String::as_str));
    let told: String =
        outlets.iter().map(|o| format!("{}\n{}\n", o.name, json!(o.spellings))).collect();
    let mark = headwater_text::mark(told.as_bytes()).to_le_bytes();
    if shelf.get_state("outlets")?.as_deref() == Some(&mark[..]) {
        return Ok(());
    }
    shelf.seals.delete(&shelf.db, "outlet", "1", &[])?;
    for outlet in outlets {
        let row = [v(outlet.id), v(outlet.name), v(json!(outlet.spellings).to_string())];
        shelf.seals.insert(&shelf.db, "outlet", &row)?;
    }
    shelf.set_state("outlets", &mark)
}
