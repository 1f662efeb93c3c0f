//! How do quotes look in a spreadsheet, without any of them being taken for a formula?
//!
//! UTF-8 with a byte order mark (Excel takes it for another encoding otherwise), CRLF, one row a quote. A
//! cell that a spreadsheet could run gets an apostrophe in front (OWASP, "CSV injection"); `neutralized`
//! says `yes` where any cell of the row got one. Taking it away where a formula stands behind it restores the
//! words exactly.

use ::csv::{Terminator, WriterBuilder};

use crate::quote::quote::Quote;

/// `source` repeats call, turn and span as text, since spreadsheets round long call ids that are all digits.
const COLUMNS: [&str; 19] = [
    "quote",
    "speaker_role",
    "persona",
    "side",
    "account",
    "industry",
    "stage",
    "outcome",
    "date",
    "time",
    "link",
    "tags",
    "source",
    "call",
    "turn",
    "start",
    "end",
    "turn_sha256",
    "neutralized",
];

/// A header row and a row for each quote.
pub(super) fn render(quotes: &[Quote]) -> Result<Vec<u8>, ::csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(COLUMNS)?;
    for quote in quotes {
        writer.write_record(row(quote))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// A quote's cells in the order of [`COLUMNS`].
fn row(quote: &Quote) -> [String; 19] {
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    neutralized([
        quote.text.clone(),
        quote.speaker_role.clone(),
        quote.persona.clone(),
        quote.side.name().to_owned(),
        given(&quote.account),
        given(&quote.industry),
        given(&quote.stage),
        given(&quote.outcome),
        given(&quote.date),
        given(&quote.minute()),
        given(&quote.link),
        quote.tags.join("; "),
        quote.source(),
        quote.call.clone(),
        quote.turn.to_string(),
        quote.start.to_string(),
        quote.end.to_string(),
        quote.turn_sha256.clone(),
        "no".to_owned(),
    ])
}

/// The row with cells that no spreadsheet runs. Its last cell says whether any of them had to be changed.
pub(in crate::quote) fn neutralized<const N: usize>(mut row: [String; N]) -> [String; N] {
    if !row.iter().any(|value| is_formula(value)) {
        return row;
    }
    if let Some(last) = row.last_mut() {
        *last = "yes".to_owned();
    }
    row.map(|value| {
        if takes_apostrophe(&value) {
            format!("'{value}")
        } else {
            value
        }
    })
}

/// Whether a text gets an apostrophe in a row in which one is a formula: where it is one, or where its own apostrophe
/// would be taken for one that was put there.
pub(in crate::quote) fn takes_apostrophe(text: &str) -> bool {
    is_formula(text.trim_start_matches('\''))
}

/// Whether a spreadsheet could take the text for a formula: some trim before they look, some take the
/// full-width signs for the plain ones.
fn is_formula(text: &str) -> bool {
    let first = text.chars().next();
    let shown = text.chars().find(|c| !is_skipped(*c));
    first.is_some_and(|c| matches!(c, '\t' | '\r' | '\n'))
        || shown.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

/// Spaces and what cannot be seen.
fn is_skipped(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
