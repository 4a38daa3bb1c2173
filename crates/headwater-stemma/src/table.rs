//! A number for each ordered pair of a story's witnesses.

/// Numbers by row and column; what was never set is 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    n: usize,
    cells: Vec<f64>,
}

impl Table {
    pub(crate) fn new(n: usize) -> Table {
        Table { n, cells: vec![0.0; n * n] }
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> f64 {
        if column < self.n {
            self.cells.get(row * self.n + column).copied().unwrap_or(0.0)
        } else {
            0.0
        }
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        self.cells.get(row * self.n..(row + 1) * self.n).unwrap_or(&[])
    }

    pub(crate) fn add(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.n + column).filter(|_| column < self.n) {
            *cell += value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn what_lies_outside_is_nothing() {
        let mut t = Table::new(2);
        t.add(0, 1, 2.0);
        t.add(0, 2, 5.0);
        assert_eq!((t.get(0, 1), t.get(1, 0), t.get(0, 2), t.get(7, 7)), (2.0, 0.0, 0.0, 0.0));
        assert_eq!((t.row(0), t.row(2).len()), (&[0.0, 2.0][..], 0));
    }
}
