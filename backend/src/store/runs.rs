//! Many rows in one statement: a few fixed sizes, so that each statement is prepared once and stays prepared.

/// Rows of each statement, largest first; any number of rows is a few of them.
const SIZES: [usize; 8] = [1_024, 256, 64, 16, 8, 4, 2, 1];

/// One insertion in every size, as each database reads it fastest.
#[derive(Debug)]
pub struct Runs {
    postgres: Sizes,
    sqlite: Sizes,
}

type Sizes = [(usize, &'static str); SIZES.len()];

impl Runs {
    /// `insert` ends with `VALUES`; `width` is how many values a row has. Made once for the whole life of the process.
    pub fn new(insert: &str, width: usize) -> Self {
        Self::ended(insert, width, "")
    }

    /// The same with what follows the rows.
    pub fn ended(insert: &str, width: usize, end: &str) -> Self {
        let sizes = |place: fn(usize) -> String| {
            SIZES.map(|rows| (rows, &*Box::leak((text(insert, width, rows, place) + end).into_boxed_str())))
        };
        // SQLite looks a numbered place up by its name, for each value among all of them.
        Self { postgres: sizes(|place| format!("${place}")), sqlite: sizes(|_| "?".to_owned()) }
    }

    /// A statement over many values, which ends with `IN`.
    pub fn of(start: &str) -> Self {
        let sizes = |place: fn(usize) -> String| {
            SIZES.map(|values| {
                let places: Vec<String> = (1..=values).map(place).collect();
                (values, &*Box::leak(format!("{start} ({})", places.join(", ")).into_boxed_str()))
            })
        };
        Self { postgres: sizes(|place| format!("${place}")), sqlite: sizes(|_| "?".to_owned()) }
    }

    /// Cuts rows into runs, each with its statement.
    pub fn over<'r, T>(&self, is_sqlite: bool, mut rows: &'r [T]) -> Vec<(&'static str, &'r [T])> {
        let mut runs = Vec::new();
        for (size, sql) in if is_sqlite { self.sqlite } else { self.postgres } {
            while let Some((run, rest)) = rows.split_at_checked(size) {
                runs.push((sql, run));
                rows = rest;
            }
        }
        runs
    }

    /// Its statements.
    pub fn statements(&self) -> impl Iterator<Item = &'static str> {
        self.postgres.iter().map(|(_, sql)| *sql)
    }
}

fn text(insert: &str, width: usize, rows: usize, place: fn(usize) -> String) -> String {
    let mut sql = insert.to_owned();
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 1..=width {
            sql.push_str(if column == 1 { "" } else { ", " });
            sql.push_str(&place(row * width + column));
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
            text("INSERT INTO t (a, b) VALUES", 2, 2, |place| format!("${place}")),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)"
        );
    }

    #[test]
    fn runs_are_all_rows_in_order() {
        let rows: Vec<usize> = (0..1_357).collect();
        let runs = Runs::new("VALUES", 1);
        let cut = runs.over(true, &rows);
        assert_eq!(cut.iter().map(|(_, run)| run.len()).collect::<Vec<_>>(), [1_024, 256, 64, 8, 4, 1]);
        assert_eq!(cut.iter().flat_map(|(_, run)| run.iter().copied()).collect::<Vec<_>>(), rows);
        assert!(runs.over::<usize>(false, &[]).is_empty());
    }
}
