//! How does a pack look in a spreadsheet?
//!
//! As an export does: UTF-8 with a byte order mark, CRLF, one row a quote, no cell that could run as a formula.
//! `neutralized` says `yes` where the quote itself got an apostrophe in front.

use ::csv::{Terminator, WriterBuilder};

use crate::quote::export::csv::{cell, given, is_formula};
use crate::quote::pack::{Item, Pack};

const COLUMNS: [&str; 26] = [
    "number",
    "quote",
    "section",
    "note",
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
    "turn_sha256",
    "call_sha256",
    "quote_sha256",
    "lexicon",
    "redaction",
    "speaker_name",
    "size",
    "region",
    "rights",
    "neutralized",
];

/// A header row and a row for each quote.
pub(super) fn render(pack: &Pack) -> Result<Vec<u8>, ::csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(COLUMNS)?;
    for (at, item) in pack.items.iter().enumerate() {
        writer.write_record(row(at + 1, item))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// An item's cells in the order of [`COLUMNS`].
fn row(number: usize, item: &Item) -> [String; 26] {
    let words = item.words();
    let neutralized = if is_formula(&words) { "yes" } else { "no" };
    let (seal, said_by) = (&item.seal, &item.said_by);
    [
        number.to_string(),
        cell(&words),
        given(&item.section),
        given(&item.note),
        cell(&said_by.role),
        cell(&seal.persona),
        cell(seal.side.name()),
        given(&said_by.account),
        given(&said_by.industry),
        given(&said_by.stage),
        given(&said_by.outcome),
        given(&said_by.date),
        given(&seal.minute),
        given(&said_by.link),
        cell(&said_by.tags.join("; ")),
        cell(&item.source()),
        cell(&seal.turn_sha256),
        cell(&seal.call_sha256),
        cell(&item.hash()),
        cell(&seal.lexicon),
        cell(&seal.redaction),
        given(&said_by.name),
        given(&said_by.size),
        given(&said_by.region),
        item.level.unwrap_or_default().name().to_owned(),
        neutralized.to_owned(),
    ]
}
