//! How does a pack look to a program?
//!
//! As `verbatim schema pack` describes it; a test holds this file and that schema together.

use serde::Serialize;

use crate::quote::edit::Edit;
use crate::quote::pack::{Item, Pack, SaidBy};
use crate::quote::seal::Seal;

/// The JSON Schema of a pack.
pub const SCHEMA: &str = include_str!("pack.schema.json");

/// Changes when a field is renamed or lost, never when one is added.
const VERSION: &str = "verbatim-pack-1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    name: &'a str,
    query: &'a str,
    filters: Vec<Filter<'a>>,
    quotes: Vec<Quoted<'a>>,
}

#[derive(Serialize)]
struct Filter<'a> {
    name: &'a str,
    value: &'a str,
}

/// A quote with all that is known of it.
#[derive(Serialize)]
pub(super) struct Quoted<'a> {
    quote: String,
    quote_sha256: String,
    source: String,
    section: Option<&'a str>,
    note: Option<&'a str>,
    rights: &'static str,
    said_by: &'a SaidBy,
    edits: &'a [Edit],
    seal: &'a Seal,
}

/// One indented object and a line end.
pub(super) fn render(pack: &Pack) -> Result<Vec<u8>, serde_json::Error> {
    let filters = pack
        .filters
        .iter()
        .map(|(name, value)| Filter { name, value })
        .collect();
    let document = Document {
        schema: VERSION,
        name: &pack.name,
        query: &pack.query,
        filters,
        quotes: pack.items.iter().map(quoted).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A quote as programs and templates read it.
pub(super) fn quoted(item: &Item) -> Quoted<'_> {
    Quoted {
        quote: item.words(),
        quote_sha256: item.hash(),
        source: item.source(),
        section: item.section.as_deref(),
        note: item.note.as_deref(),
        rights: item.level.unwrap_or_default().name(),
        said_by: &item.said_by,
        edits: &item.edits,
        seal: &item.seal,
    }
}
