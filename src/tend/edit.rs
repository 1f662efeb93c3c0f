//! How does a lexicon's text change when one of its entries is edited in a form?
//!
//! Only lists that say something else now are written anew. Everything else, comments and order above all, stays as
//! its author wrote it. The result is read again, and given only if the entry says what it should.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::tend::written::list;

/// What an entry shall say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// `None` leaves it as it is.
    pub confidence: Option<f32>,
    /// `None` leaves them as they are; the cues of evidence can only be edited in the file.
    pub patterns: Option<Vec<String>>,
    pub hear: Vec<String>,
    pub near: Vec<String>,
}

/// Why an entry cannot be edited here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    #[error("the file of this entry cannot be read any more; mend it in an editor")]
    Unreadable,
    #[error("the file has no such entry any more; go back to the lexicons")]
    NotThere,
    #[error("this entry is written in an unusual way; edit its file in an editor")]
    Unusual,
}

/// As [`crate::mine::lexicon`] reads a file, as far as it can be edited.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    entry: Vec<Written>,
    #[serde(default)]
    evidence: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    name: Spanned<String>,
    confidence: Option<Spanned<f32>>,
    patterns: Option<Spanned<Vec<String>>>,
    hear: Option<Spanned<Vec<String>>>,
    near: Option<Spanned<Vec<String>>>,
}

/// What is written in place of some bytes.
type Change = (Range<usize>, String);

/// The text with the entry of that name as the draft has it.
pub fn edited(text: &str, name: &str, draft: &Draft) -> Result<String, CannotEdit> {
    let entry = written(text, name)?;
    // What is new stands behind the name.
    let behind = entry.name.span().end;
    let lists = [
        ("patterns", &entry.patterns, draft.patterns.as_deref()),
        ("hear", &entry.hear, Some(draft.hear.as_slice())),
        ("near", &entry.near, Some(draft.near.as_slice())),
    ];
    let mut changes: Vec<Change> = lists
        .into_iter()
        .filter_map(|(field, old, new)| change(field, old.as_ref(), new?, behind))
        .collect();
    changes.extend(change_of_confidence(&entry, draft.confidence, behind));
    // From the end, so that what is still to change stays where it was.
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut edited = text.to_owned();
    for (range, new) in changes {
        if edited.get(range.clone()).is_none() {
            return Err(CannotEdit::Unusual);
        }
        edited.replace_range(range, &new);
    }
    match written(&edited, name) {
        Ok(entry) if says(&entry, draft) => Ok(edited),
        _ => Err(CannotEdit::Unusual),
    }
}

/// The first entry of a name, as the tagger takes it.
fn written(text: &str, name: &str) -> Result<Written, CannotEdit> {
    let file: File = toml::from_str(text).map_err(|_| CannotEdit::Unreadable)?;
    let mut entries = file.entry.into_iter().chain(file.evidence);
    entries
        .find(|entry| entry.name.get_ref() == name)
        .ok_or(CannotEdit::NotThere)
}

fn change(
    field: &str,
    old: Option<&Spanned<Vec<String>>>,
    new: &[String],
    behind: usize,
) -> Option<Change> {
    match old {
        Some(old) if old.get_ref().as_slice() == new => None,
        Some(old) => Some((old.span(), list(new))),
        None if new.is_empty() => None,
        None => Some((behind..behind, format!("\n{field} = {}", list(new)))),
    }
}

fn change_of_confidence(entry: &Written, new: Option<f32>, behind: usize) -> Option<Change> {
    let new = new?;
    match &entry.confidence {
        Some(old) if *old.get_ref() == new => None,
        Some(old) => Some((old.span(), format!("{new:?}"))),
        None => Some((behind..behind, format!("\nconfidence = {new:?}"))),
    }
}

fn says(entry: &Written, draft: &Draft) -> bool {
    let is = |old: &Option<Spanned<Vec<String>>>, new: &[String]| {
        old.as_ref().map_or(&[][..], |old| old.get_ref().as_slice()) == new
    };
    let confidence = entry.confidence.as_ref().map(|old| *old.get_ref());
    is(&entry.hear, &draft.hear)
        && is(&entry.near, &draft.near)
        && draft
            .patterns
            .as_ref()
            .is_none_or(|new| is(&entry.patterns, new))
        && (draft.confidence.is_none() || confidence == draft.confidence)
}
