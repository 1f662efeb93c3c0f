//! Which column of a table holds what?

use std::str::FromStr;

use crate::ingest::parse::clock;

pub use super::headings::Column;
use super::headings::{plain, squeezed};

/// So many rows tell whether a column counts rather than speaks; fewer than are looked at to find the format, so that
/// both find the same columns.
const ROWS_COUNTED: usize = 40;

/// What a person says about the columns: `text=Body,speaker=Who,start=3`; numbers count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Column, String)>);

impl Columns {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is wrong with `--columns`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    #[error("`{0}` is no column to name; write `text=Heading,speaker=Heading` with any of: {known}", known = known())]
    Unknown(String),
    #[error("`{0}` names no heading; write `text=Heading`, or `text=3` for the third column")]
    Empty(String),
}

fn known() -> String {
    let names: Vec<&str> = Column::ALL.iter().map(|(_, name, _)| *name).collect();
    names.join(", ")
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(written: &str) -> Result<Columns, ColumnsError> {
        let mut columns = Vec::new();
        for part in written.split(',').filter(|part| !part.trim().is_empty()) {
            let (name, heading) = part
                .split_once('=')
                .ok_or_else(|| ColumnsError::Empty(part.trim().to_owned()))?;
            if heading.trim().is_empty() {
                return Err(ColumnsError::Empty(part.trim().to_owned()));
            }
            let named = Column::ALL
                .iter()
                .find(|(_, known, _)| known.eq_ignore_ascii_case(name.trim()));
            let (column, ..) =
                named.ok_or_else(|| ColumnsError::Unknown(name.trim().to_owned()))?;
            columns.push((*column, heading.trim().to_owned()));
        }
        Ok(Columns(columns))
    }
}

/// Which column is where.
pub(super) struct Layout {
    columns: Vec<(Column, usize)>,
    headings: Vec<String>,
    /// Index of the first row that is no heading.
    pub(super) first_row: usize,
}

impl Layout {
    /// Finds the columns; `None` where none holds the words.
    pub(super) fn of(rows: &[csv::StringRecord], given: &Columns) -> Option<Layout> {
        let heading = rows.first()?;
        let headings: Vec<String> = heading.iter().map(|cell| cell.trim().to_owned()).collect();
        if !given.is_empty() {
            return Layout::as_given(headings, given);
        }
        let columns = found(&headings, rows);
        let layout = Layout {
            columns,
            headings,
            first_row: 1,
        };
        if layout.has(Column::Text) {
            return Some(layout);
        }
        Layout::without_headings(rows)
    }

    fn as_given(headings: Vec<String>, given: &Columns) -> Option<Layout> {
        let place = |wanted: &str| {
            let by_name = headings
                .iter()
                .position(|heading| squeezed(heading) == squeezed(wanted));
            let by_number = || {
                let number = wanted.parse::<usize>().ok()?.checked_sub(1)?;
                (number < headings.len()).then_some(number)
            };
            by_name.or_else(by_number)
        };
        let columns: Option<Vec<(Column, usize)>> = given
            .0
            .iter()
            .map(|(column, wanted)| Some((*column, place(wanted)?)))
            .collect();
        let by_number = |(_, wanted): &(Column, String)| wanted.parse::<usize>().is_ok();
        let layout = Layout {
            columns: columns?,
            // Where every column is given by its number there need not be a heading.
            first_row: usize::from(!given.0.iter().all(by_number)),
            headings,
        };
        layout.has(Column::Text).then_some(layout)
    }

    /// A table that begins at once: one or two stamps, perhaps a name, and the words last.
    fn without_headings(rows: &[csv::StringRecord]) -> Option<Layout> {
        let n_columns = rows.first()?.len();
        let is_time = |at: usize| {
            let mut cells = rows.iter().take(20).filter_map(|row| row.get(at));
            cells.all(|cell| super::times::stamp(cell).is_some())
        };
        let mut columns = vec![(Column::Start, 0)];
        if !is_time(0) || !(2..=4).contains(&n_columns) {
            return None;
        }
        let mut next = 1;
        if n_columns > 2 && is_time(1) {
            columns.push((Column::End, 1));
            next = 2;
        }
        if n_columns == next + 2 {
            columns.push((Column::Speaker, next));
            next += 1;
        }
        if n_columns != next + 1 {
            return None;
        }
        columns.push((Column::Text, next));
        Some(Layout {
            columns,
            headings: Vec::new(),
            first_row: 0,
        })
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// What was found, for people: headings are the writer's words, not a speaker's.
    pub(super) fn told(&self) -> Vec<String> {
        let told = |(column, at): &(Column, usize)| {
            let place = at + 1;
            match self.headings.get(*at) {
                Some(heading) => format!("{}: column {place} ({heading:?})", column.name()),
                None => format!("{}: column {place}", column.name()),
            }
        };
        self.columns.iter().map(told).collect()
    }

    /// A row whose words were written without quotation marks and so cut at their commas, made whole again; `None`
    /// where the row is none. What a heading says then holds for the cells behind the words as well.
    ///
    /// No other row passes: tables put nothing behind the commas between their cells, or a space before every cell.
    pub(super) fn made_whole(
        &self,
        row: &csv::StringRecord,
        delimiter: u8,
    ) -> Option<csv::StringRecord> {
        let n_more = row.len().checked_sub(self.headings.len())?;
        if n_more == 0 || self.first_row == 0 || !matches!(delimiter, b',' | b';') {
            return None;
        }
        let (_, at) = self
            .columns
            .iter()
            .find(|(known, _)| *known == Column::Text)?;
        let pieces: Vec<&str> = row.iter().skip(*at).take(n_more + 1).collect();
        let is_cut = pieces.windows(2).all(|pair| match pair {
            [before, after] => is_of_a_sentence(before, after),
            _ => false,
        });
        if !is_cut || pieces.first()?.starts_with(char::is_whitespace) {
            return None;
        }
        let mut whole = csv::StringRecord::new();
        whole.extend(row.iter().take(*at));
        whole.push_field(&pieces.join(char::from(delimiter).to_string().as_str()));
        whole.extend(row.iter().skip(*at + n_more + 1));
        Some(whole)
    }

    /// Whether words stand in a row where no heading stands above them.
    pub(super) fn is_overfull(&self, row: &csv::StringRecord) -> bool {
        let mut more = row.iter().skip(self.headings.len());
        self.first_row > 0 && more.any(|cell| !cell.trim().is_empty())
    }

    /// A cell without the white space around it; `None` where it is blank.
    pub(super) fn cell<'r>(&self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        let cell = self.words_of(row, column)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The words of a row, untouched.
    pub(super) fn words<'r>(&self, row: &'r csv::StringRecord) -> Option<&'r str> {
        self.words_of(row, Column::Text)
    }

    fn words_of<'r>(&self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        let (_, at) = self.columns.iter().find(|(known, _)| *known == column)?;
        row.get(*at)
    }

    /// The heading of a column, plain.
    pub(super) fn heading(&self, column: Column) -> Option<String> {
        let (_, at) = self.columns.iter().find(|(known, _)| *known == column)?;
        self.headings.get(*at).map(|heading| plain(heading))
    }
}

/// The columns that headings name, by place; of several headings for one column the plainest.
fn found(headings: &[String], rows: &[csv::StringRecord]) -> Vec<(Column, usize)> {
    let named = headings.iter().enumerate().filter_map(|(at, heading)| {
        let (column, rank) = Column::named(heading)?;
        Some((rank, at, column))
    });
    let mut named: Vec<(usize, usize, Column)> = named.collect();
    named.sort_by_key(|(rank, at, _)| (*rank, *at));
    let mut columns: Vec<(Column, usize)> = Vec::new();
    for (_, at, column) in named {
        let is_known = columns.iter().any(|(known, _)| *known == column);
        let is_number = column == Column::Text && is_count(rows, at);
        if !is_known && !is_number {
            columns.push((column, at));
        }
    }
    columns.sort_by_key(|(_, at)| *at);
    columns
}

/// Whether nothing but whole numbers stand below a heading: the lines' own, and nobody's words.
fn is_count(rows: &[csv::StringRecord], at: usize) -> bool {
    let cells = rows.iter().skip(1).take(ROWS_COUNTED);
    let mut n_numbers = 0;
    for cell in cells.filter_map(|row| row.get(at)).map(str::trim) {
        if cell.bytes().any(|byte| !byte.is_ascii_digit()) {
            return false;
        }
        n_numbers += usize::from(!cell.is_empty());
    }
    n_numbers > 1
}

/// Whether a line is the heading of a transcript beyond doubt: it names the words, and who says them or when.
pub(super) fn is_heading<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let named: Vec<Column> = cells
        .filter_map(|cell| Column::named(cell).map(|(column, _)| column))
        .collect();
    let has = |column: Column| named.contains(&column);
    has(Column::Text) && (has(Column::Speaker) || has(Column::Start))
}

/// Whether a mark between two cells is one of a sentence: a space follows it, or it parts the thousands of a number.
fn is_of_a_sentence(before: &str, after: &str) -> bool {
    let n_digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after.starts_with(' ') || (before.ends_with(|c: char| c.is_ascii_digit()) && n_digits == 3)
}

/// Whether a cell is a stamp with colons.
pub(super) fn clock_seconds(cell: &str) -> Option<f64> {
    cell.contains(':').then(|| clock::seconds(cell)).flatten()
}
