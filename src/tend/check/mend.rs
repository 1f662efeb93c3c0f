//! How does a lexicon file come into order without losing a word of its author's?
//!
//! Entries, and behind them evidence, are moved as blocks of text, each with the comments above its heading, be they
//! right above or set apart by blank lines as over a section. What stands before the first block and behind the last,
//! and the blank lines between two places, stay where they are. A pattern that stands twice in an entry, and an entry
//! that is there twice word for word, go. The result is read again, and given only if it says the same.

mod blocks;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::tend::check::mend::blocks::{in_order, pieces};
use crate::tend::layout::{Heading, Laid, Layout, layout};

/// Why a file is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMend {
    #[error(
        "its entries do not each stand under a line of [[entry]], or [[evidence]]; sort them by hand"
    )]
    UnusualHeadings,
    #[error("its patterns are written in an unusual way; drop the repeated ones by hand")]
    UnusualPatterns,
}

/// The text with its entries in order and without exact repeats; `None` where nothing is to be done, or where the
/// text cannot be read at all.
pub fn mended(text: &str) -> Result<Option<String>, CannotMend> {
    let Some(before) = layout(text) else {
        return Ok(None);
    };
    let slim = without_repeated_patterns(text, &before);
    let laid = layout(&slim).ok_or(CannotMend::UnusualPatterns)?;
    if laid.entries.len() != before.entries.len() {
        return Err(CannotMend::UnusualPatterns);
    }
    let sorted = match pieces(&slim, &laid).map(in_order) {
        Some(sorted) => sorted,
        None if is_sorted(&laid) => slim,
        None => return Err(CannotMend::UnusualHeadings),
    };
    let after = layout(&sorted).ok_or(CannotMend::UnusualHeadings)?;
    if says(&before) != says(&after) {
        return Err(CannotMend::UnusualHeadings);
    }
    Ok((sorted != text).then_some(sorted))
}

/// The text without the patterns that an earlier one of the same entry repeats.
fn without_repeated_patterns(text: &str, layout: &Layout) -> String {
    let mut slim = text.to_owned();
    let mut gone: Vec<Range<usize>> = Vec::new();
    // A cue goes with its weight, and which of two weights is meant nobody knows.
    let is_entry = |laid: &&Laid| laid.heading == Heading::Entry;
    for entry in layout.entries.iter().filter(is_entry) {
        let mut seen = BTreeSet::new();
        let repeated = entry.patterns.iter();
        let repeated = repeated.filter(|pattern| !seen.insert(pattern.text.trim()));
        gone.extend(repeated.map(|pattern| with_its_comma(text, &pattern.span)));
    }
    // From the end, so that what is still to go stays where it was.
    gone.sort_by_key(|range| std::cmp::Reverse(range.start));
    for range in gone {
        slim.replace_range(range, "");
    }
    slim
}

/// A string of an array with the comma behind it, and with its line where nothing else stands there.
fn with_its_comma(text: &str, string: &Range<usize>) -> Range<usize> {
    let mut end = string.end;
    let behind = &text[end..];
    let comma = behind.trim_start();
    if comma.starts_with(',') {
        end += behind.len() - comma.len() + 1;
    }
    let line_start = text[..string.start].rfind('\n').map_or(0, |at| at + 1);
    let is_alone_before = text[line_start..string.start].trim().is_empty();
    let rest = &text[end..];
    let line_rest = rest.find('\n').map_or(rest, |at| &rest[..=at]);
    if is_alone_before && line_rest.trim().is_empty() {
        return line_start..end + line_rest.len();
    }
    let n_blanks = line_rest.len() - line_rest.trim_start_matches(' ').len();
    string.start..end + n_blanks
}

fn is_sorted(layout: &Layout) -> bool {
    let entries = layout.in_order();
    entries.is_sorted_by_key(|entry| (entry.heading, &entry.tag.text, &entry.name.text))
}

/// What a file says, whatever its order: its persona, and every entry with its distinct patterns.
fn says(layout: &Layout) -> (Option<&str>, BTreeSet<Vec<&str>>) {
    let persona = layout.persona.as_ref().map(|persona| persona.text.as_str());
    let entries = layout.entries.iter().map(said_by);
    (persona, entries.collect())
}

fn said_by(entry: &Laid) -> Vec<&str> {
    let patterns: BTreeSet<&str> = entry.patterns.iter().map(|p| p.text.trim()).collect();
    let mut said = vec![entry.heading.name(), &entry.tag.text, &entry.name.text];
    said.extend(patterns);
    for sentences in [&entry.hear, &entry.near] {
        // Keeps what is to be heard apart from what is not.
        said.push("");
        said.extend(sentences.iter().map(|sentence| sentence.text.as_str()));
    }
    said
}
