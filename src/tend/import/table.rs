//! Which phrases does a table hold?
//!
//! Columns come in any order and case, cut by comma, semicolon or tab. A column `pattern` is taken for patterns in our
//! own language where it can be read so; every other phrase is plain words.

use crate::tend::import::plain::{Forms, Plain, is_pattern, pattern_of};
use crate::tend::import::{Collected, ImportError, Phrase, Place};
use crate::text::cells::{Quoting, delimiter, n_breaks};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Phrase,
    Pattern,
    Category,
    Persona,
    Example,
}

impl Column {
    fn named(heading: &str) -> Option<Column> {
        Some(match heading.trim().to_lowercase().as_str() {
            "phrase" | "phrases" | "keyword" | "keywords" | "term" | "terms" | "word" | "words" => {
                Column::Phrase
            }
            "pattern" | "patterns" => Column::Pattern,
            "tag" | "tags" | "category" | "categories" | "label" | "labels" => Column::Category,
            "persona" => Column::Persona,
            "example" | "examples" | "sentence" => Column::Example,
            _ => return None,
        })
    }
}

/// Reads a table into `collected`.
pub(super) fn read(text: &str, collected: &mut Collected) -> Result<(), ImportError> {
    let delimiter = delimiter(text, b";\t");
    check_quotes(text, delimiter)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Option<Column>>> = None;
    for row in reader.records() {
        let row = row.map_err(|cause| {
            let line = cause.position().map_or(0, |place| number(place.line()));
            ImportError::at(
                line,
                "this row cannot be read as CSV; mend its quotation marks",
            )
        })?;
        let line = row.position().map_or(0, |place| number(place.line()));
        if row.iter().all(str::is_empty) {
            continue;
        }
        match &columns {
            None => columns = Some(headings(&row, line, collected)?),
            Some(columns) => add_row(columns, &row, line, collected)?,
        }
    }
    Ok(())
}

/// A quotation mark without its other half makes one phrase of many rows.
fn check_quotes(text: &str, delimiter: u8) -> Result<(), ImportError> {
    let quoting = Quoting::of(text, delimiter);
    let (at, what) = match (quoting.unclosed, quoting.broken) {
        (_, Some(at)) => (at, "closes a cell of several lines and the cell goes on"),
        (Some(at), None) => (at, "opens a cell that is never closed"),
        (None, None) => return Ok(()),
    };
    let line = 1 + n_breaks(text.get(..at).unwrap_or_default());
    let message = format!(
        "a quotation mark {what}, so that several rows would be one phrase; mend its quotation marks"
    );
    Err(ImportError::at(line, message))
}

fn number(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

/// What the columns hold. One of another name is told, because its cells are not taken over.
fn headings(
    row: &csv::StringRecord,
    line: usize,
    collected: &mut Collected,
) -> Result<Vec<Option<Column>>, ImportError> {
    let columns: Vec<Option<Column>> = row.iter().map(Column::named).collect();
    for (heading, column) in row.iter().zip(&columns) {
        if column.is_none() && !heading.is_empty() {
            let message = format!(
                "the column {heading:?} is left out; those that are taken are called phrase, pattern, tag (or \
                 category), persona and example"
            );
            collected.warn(Place::Line(line), message);
        }
    }
    let is_phrase =
        |column: &Option<Column>| matches!(column, Some(Column::Phrase | Column::Pattern));
    if columns.iter().any(is_phrase) {
        return Ok(columns);
    }
    Err(ImportError::at(
        line,
        "no heading says where the phrases are; the first row names the columns: phrase (or keyword, term, pattern), \
         tag (or category, label), and if you have them persona and example",
    ))
}

fn add_row(
    columns: &[Option<Column>],
    row: &csv::StringRecord,
    line: usize,
    collected: &mut Collected,
) -> Result<(), ImportError> {
    let cell = |wanted: Column| {
        let cells = columns.iter().zip(row);
        let mut texts = cells
            .filter(|(column, _)| **column == Some(wanted))
            .map(|(_, text)| text);
        texts.find(|text| !text.is_empty())
    };
    let place = Place::Line(line);
    let plain = match (cell(Column::Pattern), cell(Column::Phrase)) {
        (Some(pattern), _) => as_pattern(pattern),
        (None, Some(phrase)) => pattern_of(phrase, Forms::Any),
        (None, None) => Err("there is no phrase in it".to_owned()),
    };
    let Some(pattern) = collected.pattern(&place, "this row", plain) else {
        return Ok(());
    };
    collected.add(Phrase {
        place,
        pattern,
        category: cell(Column::Category).unwrap_or_default().to_owned(),
        persona: cell(Column::Persona).map(str::to_owned),
        example: cell(Column::Example).map(str::to_owned),
    })
}

/// A pattern as it is written; plain words where it cannot be read.
fn as_pattern(written: &str) -> Result<Plain, String> {
    let Err(why) = is_pattern(written) else {
        return Ok(Plain {
            pattern: written.to_owned(),
            warning: None,
        });
    };
    let mut plain = pattern_of(written, Forms::Any)?;
    plain.warning = Some(format!(
        "taken for plain words, {:?}, because it is no pattern: {why}",
        plain.pattern
    ));
    Ok(plain)
}
