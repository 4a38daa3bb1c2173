//! Rows in and out, each counted in a sum over its table.
//!
//! SQLite notices a damaged structure, not a damaged value. So every row has a digest, and the sum
//! of them is kept with the table: it grows when a row comes and shrinks when one goes, at no more
//! cost than the row's own.

use crate::trouble::{Trouble, damaged};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The tables whose rows are counted.
pub(crate) const TABLES: &[&str] = &[
    "run",
    "page",
    "article",
    "dossier",
    "profile",
    "mass",
    "lately",
    "segment",
    "posting",
    "quotation",
    "story",
    "story_page",
    "statement",
    "reading",
    "difference",
    "node",
    "edge",
    "person",
    "outlet",
    "alias",
    "tombstone",
    "correction",
    "tie",
    "state",
];

/// How many rows, and the sum of their digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seal {
    pub(crate) rows: i64,
    pub(crate) sum: u128,
}

impl Seal {
    fn add(&mut self, digest: u128) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(digest);
    }

    fn take(&mut self, digest: u128) {
        self.rows -= 1;
        self.sum = self.sum.wrapping_sub(digest);
    }
}

/// What changed in the sums since they were last written.
#[derive(Debug, Default)]
pub(crate) struct Seals(RefCell<BTreeMap<&'static str, Seal>>);

/// The digest of a row: its values in the order of the table's columns.
fn digest<'v>(values: impl Iterator<Item = ValueRef<'v>>) -> u128 {
    let mut hash = Sha256::new();
    for value in values {
        let (kind, bytes): (u8, &[u8]) = match &value {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(n) => (1, &n.to_le_bytes()),
            ValueRef::Real(x) => (2, &x.to_bits().to_le_bytes()),
            ValueRef::Text(t) => (3, t),
            ValueRef::Blob(b) => (4, b),
        };
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    let whole: [u8; 32] = hash.finalize().into();
    u128::from_le_bytes(whole.first_chunk().copied().unwrap_or_default())
}

fn of_row(row: &Row<'_>, columns: usize) -> Result<u128, Trouble> {
    let values = (0..columns).map(|i| row.get_ref(i)).collect::<Result<Vec<_>, _>>()?;
    Ok(digest(values.into_iter()))
}

impl Seals {
    /// Puts a row into a table; `values` stand for all its columns in order. Gives its number.
    pub(crate) fn insert(
        &self,
        db: &Connection,
        table: &'static str,
        values: &[Value],
    ) -> Result<i64, Trouble> {
        let places = vec!["?"; values.len()].join(",");
        let mut sql = db.prepare_cached(&format!("INSERT INTO {table} VALUES ({places})"))?;
        sql.execute(rusqlite::params_from_iter(values))?;
        let digest = digest(values.iter().map(ValueRef::from));
        self.0.borrow_mut().entry(table).or_default().add(digest);
        Ok(db.last_insert_rowid())
    }

    /// Takes those rows out of a table for which `condition` holds. Gives how many.
    pub(crate) fn delete(
        &self,
        db: &Connection,
        table: &'static str,
        condition: &str,
        of: &[&dyn ToSql],
    ) -> Result<usize, Trouble> {
        let mut sql =
            db.prepare_cached(&format!("DELETE FROM {table} WHERE {condition} RETURNING *"))?;
        let columns = sql.column_count();
        let mut gone = sql.query(of)?;
        let mut count = 0;
        while let Some(row) = gone.next()? {
            let digest = of_row(row, columns)?;
            self.0.borrow_mut().entry(table).or_default().take(digest);
            count += 1;
        }
        Ok(count)
    }

    /// Writes the sums. Before each commit.
    pub(crate) fn write(&self, db: &Connection) -> Result<(), Trouble> {
        for (table, change) in std::mem::take(&mut *self.0.borrow_mut()) {
            let mut seal = kept(db, table)?;
            seal.rows += change.rows;
            seal.sum = seal.sum.wrapping_add(change.sum);
            db.prepare_cached("INSERT OR REPLACE INTO seal VALUES (?,?,?)")?.execute(params![
                table,
                seal.rows,
                seal.sum.to_le_bytes()
            ])?;
        }
        Ok(())
    }

    /// Forgets what was not written.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}

/// The sum that is kept for a table.
pub(crate) fn kept(db: &Connection, table: &str) -> Result<Seal, Trouble> {
    let mut sql = db.prepare_cached("SELECT rows, sum FROM seal WHERE name = ?")?;
    let row = sql.query_row([table], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let Some((rows, sum)): Option<(i64, Vec<u8>)> = row else { return Ok(Seal::default()) };
    let sum = sum.try_into().map_err(|_| damaged(format!("the sum over `{table}`")))?;
    Ok(Seal { rows, sum: u128::from_le_bytes(sum) })
}

/// The sum over a table as it is.
pub(crate) fn counted(db: &Connection, table: &str) -> Result<Seal, Trouble> {
    let mut sql = db.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = sql.column_count();
    let mut rows = sql.query([])?;
    let mut seal = Seal::default();
    while let Some(row) = rows.next()? {
        seal.add(of_row(row, columns)?);
    }
    Ok(seal)
}

/// A value of a row.
pub(crate) fn v(value: impl Into<Value>) -> Value {
    value.into()
}

/// Text, or nothing.
pub(crate) fn text(value: Option<&str>) -> Value {
    value.map_or(Value::Null, |t| Value::Text(t.to_owned()))
}

/// A number of ours as SQLite keeps it: the same bits.
pub(crate) fn bits(n: u64) -> i64 {
    i64::from_le_bytes(n.to_le_bytes())
}

/// Back again.
pub(crate) fn unbits(n: i64) -> u64 {
    u64::from_le_bytes(n.to_le_bytes())
}
