//! How is a pack kept, and read again?
//!
//! Seal, marks and speaker of an item are one JSON document; section, note and place are the catalogue's own columns.

use crate::quote::pack::{Item, Pack};
use crate::store::packs::{ItemRow, PackRow};

/// Why a kept pack cannot be read. The parser's own message would tell the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the pack was kept by another version of verbatim or is damaged (line {line}, column {column} of an item); \
     upgrade this program, or delete the pack and make it again"
)]
pub struct RowError {
    line: usize,
    column: usize,
}

impl From<serde_json::Error> for RowError {
    fn from(cause: serde_json::Error) -> RowError {
        RowError {
            line: cause.line(),
            column: cause.column(),
        }
    }
}

/// The pack as it is kept.
pub fn to_row(pack: &Pack) -> Result<PackRow, RowError> {
    let items: Result<Vec<ItemRow>, RowError> = pack.items.iter().map(item_row).collect();
    Ok(PackRow {
        name: pack.name.clone(),
        query: pack.query.clone(),
        filters: serde_json::to_string(&pack.filters)?,
        items: items?,
    })
}

fn item_row(item: &Item) -> Result<ItemRow, RowError> {
    Ok(ItemRow {
        call: item.seal.call.clone(),
        turn: item.seal.turn,
        section: item.section.clone(),
        note: item.note.clone(),
        body: serde_json::to_string(item)?,
    })
}

/// The pack that was kept.
pub fn from_row(row: PackRow) -> Result<Pack, RowError> {
    let items: Result<Vec<Item>, RowError> = row.items.into_iter().map(item).collect();
    Ok(Pack {
        filters: serde_json::from_str(&row.filters)?,
        name: row.name,
        query: row.query,
        items: items?,
    })
}

fn item(row: ItemRow) -> Result<Item, RowError> {
    let item: Item = serde_json::from_str(&row.body)?;
    Ok(Item {
        section: row.section,
        note: row.note,
        ..item
    })
}
