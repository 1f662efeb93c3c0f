//! Which cell of a small CSV stands under which heading?
//!
//! Columns come in any order and case, cut by comma, semicolon or tab, as spreadsheets write them.

use crate::ingest::parse::encoding;
use crate::ingest::transcript::Problem;
use crate::text::cells::{Quoting, delimiter};

/// Rows above the headings, at most.
const MOST_TITLES: usize = 5;

/// A CSV's rows with the field that each column holds.
pub(super) struct Table<F> {
    columns: Vec<Option<F>>,
    rows: Vec<Row>,
}

/// One row and its 1-based line.
pub(super) struct Row {
    pub(super) line: usize,
    cells: csv::StringRecord,
}

impl<F: Copy + PartialEq> Table<F> {
    /// Reads a file, or tells that it is no text; `field` tells which field a heading means, if any.
    pub(super) fn read(
        name: &str,
        bytes: &[u8],
        field: fn(&str) -> Option<F>,
        problems: &mut Vec<Problem>,
    ) -> Option<Table<F>> {
        let mut table = Table {
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let decoded = match encoding::decode(bytes) {
            Ok(decoded) => decoded,
            Err(_) => {
                let message = format!("{name} is no text and is left out; save it as CSV in UTF-8");
                problems.push(Problem::of_file("companion-unreadable", message));
                return None;
            }
        };
        let text = decoded.text.trim_start_matches('\u{feff}');
        let mark = delimiter(headings(text, field).unwrap_or(text), b";\t");
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(mark)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let Ok(cells) = record else {
                let message = format!("{name} breaks off in the middle of a row; mend that row");
                problems.push(Problem::of_file("companion-unreadable", message));
                break;
            };
            let line = cells.position().map_or(0, csv::Position::line);
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            if cells.iter().all(str::is_empty) {
                continue;
            }
            table.rows.push(Row { line, cells });
        }
        if let Some(line) = Quoting::unclosed_line(text, mark) {
            let message = format!(
                "{name} opens a quotation mark here that is never closed, so all behind it is one cell; close it"
            );
            problems.push(Problem::at_line("companion-quote-open", line, message));
        }
        table.find_headings(field);
        Some(table)
    }

    /// Takes the first row that holds a heading as the headings, and leaves out what stands above: titles, `sep=;`.
    fn find_headings(&mut self, field: fn(&str) -> Option<F>) {
        let is_heading = |cell: &str| field(&plain(cell)).is_some();
        let at = self
            .rows
            .iter()
            .take(MOST_TITLES)
            .position(|row| row.cells.iter().any(is_heading))
            .unwrap_or(0);
        if let Some(headings) = self.rows.get(at) {
            let cells = headings.cells.iter();
            self.columns = cells.map(|heading| field(&plain(heading))).collect();
            self.rows.drain(..=at);
        }
    }

    /// The rows under the heading.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether a heading means one of the fields.
    pub(super) fn has_any(&self, fields: &[F]) -> bool {
        self.columns
            .iter()
            .flatten()
            .any(|column| fields.contains(column))
    }

    /// What stands in a row under a field; of several columns the first that is not blank.
    pub(super) fn cell(&self, row: &Row, field: F) -> Option<String> {
        let cells = self.columns.iter().zip(row.cells.iter());
        let mut texts = cells
            .filter(|(column, _)| **column == Some(field))
            .map(|(_, text)| text);
        texts.find(|text| !text.is_empty()).map(str::to_owned)
    }
}

/// The line of the headings, as far as that can be told before it is known which mark parts the cells.
fn headings<F>(text: &str, field: fn(&str) -> Option<F>) -> Option<&str> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.take(MOST_TITLES).find(|line| {
        let mark = char::from(delimiter(line, b";\t"));
        let mut cells = line.split(mark).map(|cell| cell.trim().trim_matches('"'));
        cells.any(|cell| field(&plain(cell)).is_some())
    })
}

/// A heading without case and marks: `Deal_ID` and `deal id` are one.
fn plain(heading: &str) -> String {
    let spaced = heading.replace(['_', '-', '.'], " ").to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
