//! Many rows in one statement: a few fixed sizes, so that each statement is prepared once and stays prepared.

use std::fmt::Write as _;

/// Rows of each statement, largest first; any number of rows is a few of them.
const SIZES: [usize; 6] = [32, 16, 8, 4, 2, 1];

/// One insertion in every size.
#[derive(Debug)]
pub struct Runs([(usize, &'static str); SIZES.len()]);

impl Runs {
    /// `insert` ends with `VALUES`; `width` is how many values a row has. Made once for the whole life of the process.
    pub fn new(insert: &str, width: usize) -> Self {
        Self(SIZES.map(|rows| (rows, &*Box::leak(text(insert, width, rows).into_boxed_str()))))
    }

    /// Cuts rows into runs, each with its statement.
    pub fn over<'r, T>(&self, mut rows: &'r [T]) -> Vec<(&'static str, &'r [T])> {
        let mut runs = Vec::new();
        for (size, sql) in self.0 {
            while let Some((run, rest)) = rows.split_at_checked(size) {
                runs.push((sql, run));
                rows = rest;
            }
        }
        runs
    }

    /// Its statements.
    pub fn statements(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(_, sql)| *sql)
    }
}

fn text(insert: &str, width: usize, rows: usize) -> String {
    let mut sql = insert.to_owned();
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 1..=width {
            // Writing to a text cannot fail.
            let _ = write!(sql, "{}${}", if column == 1 { "" } else { ", " }, row * width + column);
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_own_places() {
        assert_eq!(
            text("INSERT INTO t (a, b) VALUES", 2, 2),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)"
        );
    }

    #[test]
    fn runs_are_all_rows_in_order() {
        let rows: Vec<usize> = (0..77).collect();
        let runs = Runs::new("VALUES", 1);
        let cut = runs.over(&rows);
        assert_eq!(cut.iter().map(|(_, run)| run.len()).collect::<Vec<_>>(), [32, 32, 8, 4, 1]);
        assert_eq!(cut.iter().flat_map(|(_, run)| run.iter().copied()).collect::<Vec<_>>(), rows);
        assert!(runs.over::<usize>(&[]).is_empty());
    }
}
