//! Which quotes does a workbook hold?
//!
//! Those of the column `quote` of each sheet that has one, as in a table; where no sheet has, those that stand in its
//! cells as in loose text. Rows are counted as the sheet counts them.

mod cells;

use std::collections::HashMap;

use crate::quote::verify::claim::Claim;
use crate::quote::verify::read::{Opened, Page, ReadError, Unit, loose, table, unpacked};
use crate::unpack::Part;
use cells::{Cell, Row};

/// The strings of all cells together may be shared, so that a small file says a lot.
const MOST_BYTES: usize = 64 << 20;

/// The quotes of a workbook.
pub(super) fn read(container: &mut Opened<'_>, parts: &[Part]) -> Result<Page, ReadError> {
    let strings = match parts
        .iter()
        .find(|part| part.name == "xl/sharedStrings.xml")
    {
        Some(part) => cells::strings(&unpacked(container, part)?)?,
        None => Vec::new(),
    };
    let mut book = Book {
        strings,
        n_bytes: 0,
    };
    let mut sheets: Vec<&Part> = parts.iter().filter(|part| is_sheet(&part.name)).collect();
    sheets.sort_by_key(|part| (part.name.len(), part.name.clone()));
    let mut claims = Vec::new();
    let mut paragraphs = Vec::new();
    let mut has_column = false;
    for sheet in sheets {
        let rows = cells::rows(&unpacked(container, sheet)?)?;
        match book.head(&rows) {
            Some((head, rows)) => {
                has_column = true;
                claims.append(&mut book.claims(&head, rows)?);
            }
            None => paragraphs.append(&mut book.paragraphs(&rows)?),
        }
    }
    let page = if has_column {
        Page {
            claims,
            ..Page::default()
        }
    } else {
        loose::read_paragraphs(&paragraphs)
    };
    Ok(Page {
        unit: Unit::Row,
        ..page
    })
}

fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/") && name.ends_with(".xml")
}

struct Book {
    strings: Vec<String>,
    /// What was read out of its cells so far.
    n_bytes: usize,
}

impl Book {
    fn text<'b>(&'b self, cell: &'b Cell) -> &'b str {
        match cell {
            Cell::Own(text) => text,
            Cell::Shared(at) => self.strings.get(*at).map_or("", String::as_str),
        }
    }

    /// The columns of a sheet by their names, and the rows below them.
    fn head<'r>(&self, rows: &'r [Row]) -> Option<(HashMap<String, usize>, &'r [Row])> {
        // A title may stand above the names; far below, it is no head any more.
        let near = rows.iter().take(10);
        for (at, row) in near.enumerate() {
            let names: HashMap<String, usize> = row
                .cells
                .iter()
                .map(|(column, cell)| (self.text(cell).trim().to_ascii_lowercase(), *column))
                .collect();
            if names.contains_key("quote") {
                return Some((names, rows.get(at + 1..).unwrap_or(&[])));
            }
        }
        None
    }

    fn claims(
        &mut self,
        head: &HashMap<String, usize>,
        rows: &[Row],
    ) -> Result<Vec<Claim>, ReadError> {
        let mut claims = Vec::new();
        for row in rows {
            let cell = |name: &str| {
                let column = head.get(name)?;
                let (_, cell) = row.cells.iter().find(|(at, _)| at == column)?;
                Some(self.text(cell))
            };
            let Some(claim) = table::claim(&cell, row.number) else {
                continue;
            };
            self.count(claim.words.len())?;
            claims.push(claim);
        }
        Ok(claims)
    }

    fn paragraphs(&mut self, rows: &[Row]) -> Result<Vec<loose::Paragraph>, ReadError> {
        let mut paragraphs = Vec::new();
        for row in rows {
            for (_, cell) in &row.cells {
                let text = self.text(cell).replace('\n', " ");
                self.count(text.len())?;
                paragraphs.push(loose::Paragraph {
                    line: row.number,
                    text,
                });
            }
        }
        Ok(paragraphs)
    }

    fn count(&mut self, n_bytes: usize) -> Result<(), ReadError> {
        self.n_bytes += n_bytes;
        if self.n_bytes > MOST_BYTES {
            return Err(ReadError::TooLarge);
        }
        Ok(())
    }
}
