//! How do quotes look in a spreadsheet, without any of them being taken for a formula?
//!
//! UTF-8 with a byte order mark (Excel takes it for another encoding otherwise), CRLF, one row a quote. A
//! cell that a spreadsheet could run gets an apostrophe in front (OWASP, "CSV injection"); `neutralized`
//! says `yes` where the quote's own words got one, so that taking it away restores them exactly.

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
    let neutralized = if is_formula(&quote.text) { "yes" } else { "no" };
    [
        cell(&quote.text),
        cell(&quote.speaker_role),
        cell(&quote.persona),
        cell(quote.side.name()),
        given(&quote.account),
        given(&quote.industry),
        given(&quote.stage),
        given(&quote.outcome),
        given(&quote.date),
        given(&quote.minute()),
        given(&quote.link),
        cell(&quote.tags.join("; ")),
        cell(&quote.source()),
        cell(&quote.call),
        quote.turn.to_string(),
        quote.start.to_string(),
        quote.end.to_string(),
        cell(&quote.turn_sha256),
        neutralized.to_owned(),
    ]
}

/// A cell that may be empty.
pub(in crate::quote) fn given(value: &Option<String>) -> String {
    cell(value.as_deref().unwrap_or(""))
}

/// The text as a cell that no spreadsheet runs.
pub(in crate::quote) fn cell(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Whether a spreadsheet could take the text for a formula: some trim before they look, some take the
/// full-width signs for the plain ones.
pub(in crate::quote) fn is_formula(text: &str) -> bool {
    let first = text.chars().next();
    let shown = text.chars().find(|c| !is_skipped(*c));
    first.is_some_and(|c| matches!(c, '\t' | '\r' | '\n'))
        || shown.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

/// Spaces and what cannot be seen.
fn is_skipped(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
