//! Which word lists may patterns name?
//!
//! The text of `classes.toml` comes in. Its entries are unfolded into patterns and hold words alone: what else of the
//! language stands in one is told here, where its line is known.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::mine::lexicon::error::{LexiconError, pattern_error, toml_error};
use crate::mine::lexicon::read::Classes;
use crate::mine::lexicon::sources::CLASSES;
use crate::mine::pattern::check_listed;

/// The lists by name, or what is wrong in which of them.
pub(super) fn classes(text: &str) -> Result<Classes, LexiconError> {
    let lists: BTreeMap<String, Vec<Spanned<String>>> =
        toml::from_str(text).map_err(|error| toml_error(CLASSES, text, &error))?;
    for entry in lists.values().flatten() {
        check_listed(entry.get_ref())
            .map_err(|error| pattern_error(CLASSES, text, entry, &error))?;
    }
    let lists = lists.into_iter().map(|(name, entries)| {
        let entries: Vec<String> = entries.into_iter().map(Spanned::into_inner).collect();
        (name, entries)
    });
    Ok(lists.collect())
}
