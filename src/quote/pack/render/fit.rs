//! Can everything that a pack says be written in a format, character for character?
//!
//! Words are sacred: what a format has no place for is neither left out nor replaced, but refused, with the quote that
//! has it, so that a person can choose another format.

use crate::quote::pack::Pack;
use crate::quote::pack::render::csv::{COLUMNS, values};
use crate::quote::pack::render::{PackFormat, RenderError};

/// Refuses a pack of which a text does not fit; `unfit` says why as the end of a sentence that begins with "there is".
pub(super) fn check(
    format: PackFormat,
    pack: &Pack,
    unfit: impl Fn(&str) -> Option<String>,
) -> Result<(), RenderError> {
    let refuse = |place: String, text: &str| match unfit(text) {
        Some(why) => Err(RenderError::Unfit {
            format: format.name(),
            place,
            why,
        }),
        None => Ok(()),
    };
    refuse("the pack's name".to_owned(), &pack.name)?;
    refuse("the pack's query".to_owned(), &pack.query)?;
    for (name, value) in &pack.filters {
        refuse("a filter's name".to_owned(), name)?;
        refuse("a filter's value".to_owned(), value)?;
    }
    for (at, item) in pack.items.iter().enumerate() {
        let number = at + 1;
        for (column, value) in COLUMNS.iter().zip(values(number, item)) {
            let what = match *column {
                "quote" => "words".to_owned(),
                column => column.replace('_', " "),
            };
            refuse(format!("the {what} of quote {number}"), &value)?;
        }
    }
    Ok(())
}

/// How a character is told that cannot be written.
pub(super) fn told(c: char, who: &str) -> String {
    format!(
        "the character U+{:04X}, which {who} does not allow",
        u32::from(c)
    )
}

/// The first character that XML 1.0 has no place for, not even as a reference (its production 2, `Char`).
pub(super) fn no_xml(text: &str) -> Option<String> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let refused = text.chars().find(|c| !is_allowed(*c))?;
    Some(told(refused, "XML"))
}
