//! Where in a file of rows do the headings stand, and which cell holds which fact?
//!
//! Reports put titles above the headings and totals below the rows; tables are cut by comma, semicolon or tab.

use super::headings::{Field, field, stage_entered};
use super::values::is_blank;
use crate::ingest::transcript::Problem;
use crate::text::cells::Quoting;

/// The headings stand in one of the first rows.
const HEAD: usize = 20;
/// So many letters of a heading are told.
const LONGEST: usize = 60;
/// Lines of prose have as many marks as a row of fewer than these has.
const FEW: usize = 3;

/// A file's rows under its headings.
pub(super) struct Table {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Field, rank among its headings, column; in the order in which they count.
    columns: Vec<(Field, usize, usize)>,
    /// Columns that hold the moment at which a stage was entered.
    stages: Vec<(usize, String)>,
    /// The mark that parts the cells.
    mark: u8,
    /// The line of a quotation mark that is never closed; its row, which is the last one, is no longer among the rows.
    unclosed: Option<usize>,
}

/// One row and its 1-based line.
pub(super) struct Row {
    pub(super) line: usize,
    cells: csv::StringRecord,
}

impl Row {
    /// What stands in a column, if anything does.
    pub(super) fn at(&self, column: usize) -> Option<&str> {
        self.cells.get(column).filter(|cell| !is_blank(cell))
    }

    /// How many cells hold something.
    pub(super) fn n_filled(&self) -> usize {
        self.cells.iter().filter(|cell| !is_blank(cell)).count()
    }
}

impl Table {
    /// Reads a text as a table, by the mark and the row that give the most headings we know.
    pub(super) fn read(text: &str) -> Table {
        let mut best = Cut {
            mark: b',',
            heading_row: 0,
            n_known: 0,
        };
        for mark in [b',', b';', b'\t'] {
            let cut = Cut::of(text, mark);
            if cut.n_known > best.n_known {
                best = cut;
            }
        }
        let mut rows = records(text, best.mark).skip(best.heading_row);
        let headings: Vec<String> = rows
            .next()
            .map(|row| row.cells.iter().map(str::to_owned).collect())
            .unwrap_or_default();
        let mut rows: Vec<Row> = rows.collect();
        let unclosed = Quoting::unclosed_line(text, best.mark);
        // One that nothing follows makes no row of its own.
        if unclosed.is_some() && !text.trim_end().ends_with('"') {
            rows.pop();
        }
        Table {
            columns: columns(&headings),
            stages: headings
                .iter()
                .enumerate()
                .filter_map(|(at, heading)| Some((at, stage_entered(heading)?)))
                .collect(),
            rows,
            headings,
            mark: best.mark,
            unclosed,
        }
    }

    /// Says where a quotation mark, missing or one too many, made a cell of many rows.
    pub(super) fn tell_quotes(&self, problems: &mut Vec<Problem>) {
        for row in self.rows.iter().filter(|row| self.swallows(row)) {
            problems.push(Problem::at_line(
                "rows-in-a-cell",
                row.line,
                "a cell of this row holds whole rows of the table; mend the quotation marks here",
            ));
        }
        if let Some(line) = self.unclosed {
            problems.push(Problem::at_line(
                "quote-unclosed",
                line,
                "a quotation mark opens a cell here and is never closed, so this row and all rows below it are left out; \
                 close it, or write it twice if it is part of the text",
            ));
        }
    }

    /// Whether a line within a cell has as many cells as a row: notes of several lines seldom have, and never by the dozen.
    fn swallows(&self, row: &Row) -> bool {
        let n_marks = self.headings.len().saturating_sub(1);
        let is_row = |line: &str| line.bytes().filter(|byte| *byte == self.mark).count() == n_marks;
        n_marks >= FEW
            && row.cells.iter().any(|cell| {
                let n_inner = cell.lines().count().saturating_sub(2);
                cell.lines().skip(1).take(n_inner).any(is_row)
            })
    }

    /// The headings that mean nothing to us.
    pub(super) fn unread(&self) -> Vec<String> {
        let headings = self.headings.iter();
        let unread = headings.filter(|heading| !is_blank(heading) && !is_known(heading));
        unread
            .map(|heading| heading.chars().take(LONGEST).collect())
            .collect()
    }

    /// Whether a heading means one of the fields.
    pub(super) fn has_any(&self, fields: &[Field]) -> bool {
        self.columns
            .iter()
            .any(|(column, _, _)| fields.contains(column))
    }

    /// What stands in a row under a field; of several columns the first that is not blank.
    pub(super) fn cell<'r>(&self, row: &'r Row, field: Field) -> Option<&'r str> {
        self.cells(row, field).next()
    }

    /// Everything that stands in a row under a field.
    pub(super) fn cells<'r>(&self, row: &'r Row, field: Field) -> impl Iterator<Item = &'r str> {
        self.columns
            .iter()
            .filter(move |(column, _, _)| *column == field)
            .filter_map(move |(_, _, at)| row.at(*at))
    }

    /// The stages that a row says were entered, and when, as written.
    pub(super) fn stages_entered<'r>(
        &'r self,
        row: &'r Row,
    ) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.stages
            .iter()
            .filter_map(move |(at, stage)| Some((stage.as_str(), row.at(*at)?)))
    }

    /// The first column whose heading passes.
    pub(super) fn column(&self, passes: impl Fn(&str) -> bool) -> Option<usize> {
        self.headings.iter().position(|heading| passes(heading))
    }
}

/// A way of cutting a text, and where its headings would stand then.
struct Cut {
    mark: u8,
    heading_row: usize,
    n_known: usize,
}

impl Cut {
    fn of(text: &str, mark: u8) -> Cut {
        let mut best = Cut {
            mark,
            heading_row: 0,
            n_known: 0,
        };
        let mut n_first = 0;
        for (heading_row, row) in records(text, mark).take(HEAD).enumerate() {
            let n_known = row.cells.iter().filter(|cell| is_known(cell)).count();
            if heading_row == 0 {
                n_first = row.n_filled();
            }
            // A title has fewer cells than the headings; below a row as wide as itself, one word that could be a heading
            // is a cell that happens to hold it.
            let is_chance = n_known == 1 && heading_row > 0 && n_first >= row.n_filled();
            if n_known > best.n_known && !is_chance {
                best = Cut {
                    mark,
                    heading_row,
                    n_known,
                };
            }
        }
        best
    }
}

fn is_known(heading: &str) -> bool {
    field(heading).is_some() || stage_entered(heading).is_some()
}

/// The rows of a text that hold anything at all.
fn records(text: &str, mark: u8) -> impl Iterator<Item = Row> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(mark)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    reader
        .into_records()
        .map_while(Result::ok)
        .map(|cells| Row {
            line: cells
                .position()
                .and_then(|position| usize::try_from(position.line()).ok())
                .unwrap_or(0),
            cells,
        })
        .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
}

fn columns(headings: &[String]) -> Vec<(Field, usize, usize)> {
    let mut columns: Vec<(Field, usize, usize)> = headings
        .iter()
        .enumerate()
        .filter_map(|(at, heading)| field(heading).map(|(field, rank)| (field, rank, at)))
        .collect();
    columns.sort_by_key(|(_, rank, at)| (*rank, *at));
    columns
}
