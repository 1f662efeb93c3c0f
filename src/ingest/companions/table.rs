//! Which cell of a small CSV stands under which heading?
//!
//! Columns come in any order and case, cut by comma, semicolon or tab, as spreadsheets write them.

use crate::ingest::parse::encoding;
use crate::ingest::transcript::Problem;
use crate::text::cells::delimiter;

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
    /// Reads a file; `field` tells which field a heading means, if any.
    pub(super) fn read(
        name: &str,
        bytes: &[u8],
        field: fn(&str) -> Option<F>,
        problems: &mut Vec<Problem>,
    ) -> Table<F> {
        let mut table = Table {
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let decoded = match encoding::decode(bytes) {
            Ok(decoded) => decoded,
            Err(_) => {
                let message = format!("{name} is no text and is left out; save it as CSV in UTF-8");
                problems.push(Problem::of_file("companion-unreadable", message));
                return table;
            }
        };
        let text = decoded.text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text, b";\t"))
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
            if table.columns.is_empty() {
                table.columns = cells.iter().map(|heading| field(&plain(heading))).collect();
            } else {
                table.rows.push(Row { line, cells });
            }
        }
        table
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

/// A heading without case and marks: `Deal_ID` and `deal id` are one.
fn plain(heading: &str) -> String {
    let spaced = heading.replace(['_', '-', '.'], " ").to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
