//! How does an item of a pack change its ends or its marks, and stay sealed?
//!
//! The words are cut anew from the turn that they were cut from, or nothing changes. Section, note, what was withdrawn
//! and what people decided go along.

use crate::call::{Call, Span};
use crate::mention::Mention;
use crate::quote::edit::Edit;
use crate::quote::pack::Item;
use crate::quote::quote::turn_hash;
use crate::quote::seal::{SealError, seal};

/// Why an item stays as it is. Never says what the words are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReworkError {
    #[error(
        "its call was corrected or is gone since it was sealed; remove it, and add it again from a search"
    )]
    Gone,
    #[error("an end would stand at or inside of a mark; move it by another word")]
    InsideMark,
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// The text of the turn that an item was cut from; none of another call, and none that was corrected since.
pub fn turn_text<'c>(item: &Item, call: Option<&'c Call>) -> Result<&'c str, ReworkError> {
    let turn = call
        .filter(|call| call.id.0 == item.seal.call)
        .and_then(|call| call.turns.get(item.seal.turn as usize));
    let same = turn.filter(|turn| turn_hash(&turn.text) == item.seal.turn_sha256);
    same.map(|turn| turn.text.as_str()).ok_or(ReworkError::Gone)
}

/// The marks that stand inside of new ends. An end inside of a mark would show half of what was done.
pub fn edits_inside(edits: &[Edit], span: Span) -> Result<Vec<Edit>, ReworkError> {
    let mut inside = Vec::new();
    for edit in edits {
        let is_outside = edit.end <= span.start || edit.start >= span.end;
        let is_inside = edit.start > span.start && edit.end < span.end;
        // The case of a first letter is marked at the very start.
        let is_first_letter = edit.start == span.start && edit.replacement.is_some();
        if is_inside || is_first_letter {
            inside.push(edit.clone());
        } else if !is_outside {
            return Err(ReworkError::InsideMark);
        }
    }
    Ok(inside)
}

/// The item with other ends and marks, sealed again; `lexicon` is what the call was heard with.
pub fn reworked(
    item: &Item,
    (call, mentions): (&Call, &[Mention]),
    span: Span,
    edits: Vec<Edit>,
    lexicon: &str,
) -> Result<Item, ReworkError> {
    let seal = seal(call, item.seal.turn, span, lexicon)?;
    let fresh = Item::new(seal, call, mentions);
    Ok(Item {
        seal: fresh.seal,
        said_by: fresh.said_by,
        edits,
        ..item.clone()
    })
}
