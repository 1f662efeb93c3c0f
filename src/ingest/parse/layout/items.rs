//! Is a document one list, with what was said as its items?
//!
//! `- Ana Ruiz: words` is how tasks are written, and how some note takers write speech. The marks are taken off only
//! where the items are a conversation; then they are lines like any others. Bold names in lists have a way of their
//! own, see `heads`.

use crate::ingest::parse::heads::{self, Head};
use crate::ingest::parse::speaker_label::is_blank;
use crate::ingest::parse::talk;

use super::{Kind, Line};

/// The first so many lines decide, so that a long file is taken for the same whether all of it is read or only its
/// beginning. Arbitrary.
const LINES_JUDGED: usize = 200;

/// Takes the marks off the items with which somebody begins to speak.
pub(super) fn take_off_marks(lines: &mut [Line<'_>]) {
    if !are_turns(lines) {
        return;
    }
    for line in lines {
        if let Kind::Text(text) = line.kind
            && let Some(item) = behind_mark(text)
            && heads::read(item).is_some()
        {
            line.kind = Kind::Text(item);
        }
    }
}

fn are_turns(lines: &[Line<'_>]) -> bool {
    let texts = lines.iter().filter_map(|line| match line.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    });
    // What stands above the list is about the call; what is set in goes on with an item.
    let judged: Vec<&str> = texts
        .skip_while(|text| behind_mark(text).is_none())
        .filter(|text| !text.starts_with(is_blank))
        .take(LINES_JUDGED)
        .collect();
    let named: Vec<Head<'_>> = judged
        .iter()
        .filter_map(|text| heads::read(behind_mark(text)?))
        .collect();
    talk::is_conversation(&named, judged.len())
}

/// The words of an item whose name does not stand out.
fn behind_mark(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '•', '+'])?;
    let item = rest.strip_prefix(' ')?.trim_start();
    (!item.starts_with(['*', '_'])).then_some(item)
}
