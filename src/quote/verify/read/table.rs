//! Which quotes does a table hold?
//!
//! Those of its column `quote`. Commas, semicolons or tabs; an apostrophe that was put before a formula is taken away
//! where the table says so of the row. One before anything else was said.

use std::collections::HashMap;

use crate::quote::export::csv::takes_apostrophe;
use crate::quote::verify::claim::{Claim, Sealed, is_hash};

/// The quotes; `None` where this is no table with such a column.
pub(super) fn read(text: &str) -> Option<Vec<Claim>> {
    let header = text.lines().next()?;
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .find(|delimiter| has_column(header, *delimiter))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let names: HashMap<String, usize> = reader
        .headers()
        .ok()?
        .iter()
        .enumerate()
        .map(|(at, name)| (name.trim().to_ascii_lowercase(), at))
        .collect();
    let mut claims = Vec::new();
    for row in reader.records() {
        let row = row.ok()?;
        let cell = |name: &str| names.get(name).and_then(|at| row.get(*at));
        let place = row.position().map_or(0, csv::Position::byte);
        let line = line_at(text, usize::try_from(place).unwrap_or(usize::MAX));
        claims.extend(claim(&cell, line));
    }
    Some(claims)
}

/// The quote of a row, whose cells are asked for by the names of their columns.
pub(super) fn claim<'r>(cell: &impl Fn(&str) -> Option<&'r str>, line: u32) -> Option<Claim> {
    let words = cell("quote").filter(|words| !words.trim().is_empty())?;
    let is_neutralized = cell("neutralized") == Some("yes");
    let words = if is_neutralized {
        let said = words.strip_prefix('\'');
        said.filter(|said| takes_apostrophe(said)).unwrap_or(words)
    } else {
        words
    };
    Some(Claim {
        line,
        words: words.to_owned(),
        sealed: sealed(cell),
    })
}

/// The 1-based line of a row. The reader stops within a line break of two signs, which belongs to the row before.
fn line_at(text: &str, place: usize) -> u32 {
    let breaks = text.bytes().skip(place);
    let breaks = breaks
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count();
    let before = text.as_bytes().iter().take(place.saturating_add(breaks));
    let line = before.filter(|byte| **byte == b'\n').count() + 1;
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn has_column(header: &str, delimiter: u8) -> bool {
    let mut columns = header.split(char::from(delimiter));
    columns.any(|column| {
        let column = column.trim().trim_matches('"');
        column.eq_ignore_ascii_case("quote")
    })
}

fn sealed<'r>(cell: &impl Fn(&str) -> Option<&'r str>) -> Option<Sealed> {
    // An id that looks like a formula got an apostrophe too, which no id begins with.
    let source = cell("source")?;
    let mut sealed = Sealed::read(source.strip_prefix('\'').unwrap_or(source))?;
    let hash = |name: &str| {
        let hash = cell(name).filter(|hash| is_hash(hash))?;
        Some(hash.to_owned())
    };
    sealed.turn_sha256 = hash("turn_sha256");
    sealed.quote_sha256 = hash("quote_sha256");
    Some(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_apostrophe_that_was_put_before_a_formula_is_taken_away() {
        for (cell, neutralized, words) in [
            ("'=1", "yes", "=1"),
            ("''=1", "yes", "'=1"),
            ("'twas fine", "yes", "'twas fine"),
            ("fine", "yes", "fine"),
            ("'=1", "no", "'=1"),
        ] {
            let table = format!("quote,neutralized\r\n{cell},{neutralized}\r\n");
            let claims = read(&table).unwrap();
            assert_eq!(claims[0].words, words, "{cell} {neutralized}");
        }
    }
}
