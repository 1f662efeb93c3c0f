//! How does a pack look in a spreadsheet?
//!
//! As an export does: UTF-8 with a byte order mark, CRLF, one row a quote, no cell that could run as a formula.
//! `neutralized` says `yes` where any cell of the row got an apostrophe in front.

use ::csv::{Terminator, WriterBuilder};

use crate::quote::export::csv::neutralized;
use crate::quote::pack::{Item, Pack};

/// How many columns a table of quotes has.
pub(super) const N_COLUMNS: usize = 26;

/// Their names; a workbook has the same.
pub(super) const COLUMNS: [&str; N_COLUMNS] = [
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
        writer.write_record(neutralized(values(at + 1, item)))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// What stands in an item's cells, in the order of [`COLUMNS`], character for character.
pub(super) fn values(number: usize, item: &Item) -> [String; N_COLUMNS] {
    let (seal, said_by) = (&item.seal, &item.said_by);
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        number.to_string(),
        item.words(),
        given(&item.section),
        given(&item.note),
        said_by.role.clone(),
        seal.persona.clone(),
        seal.side.name().to_owned(),
        given(&said_by.account),
        given(&said_by.industry),
        given(&said_by.stage),
        given(&said_by.outcome),
        given(&said_by.date),
        given(&seal.minute),
        given(&said_by.link),
        said_by.tags.join("; "),
        item.source(),
        seal.turn_sha256.clone(),
        seal.call_sha256.clone(),
        item.hash(),
        seal.lexicon.clone(),
        seal.redaction.clone(),
        given(&said_by.name),
        given(&said_by.size),
        given(&said_by.region),
        item.level.unwrap_or_default().name().to_owned(),
        "no".to_owned(),
    ]
}
