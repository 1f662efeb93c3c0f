//! Which text moves with an entry?
//!
//! A lexicon's text comes in; out come its entries as blocks, each with the comments above it, and the same text with
//! these in order. A comment that blank lines set apart stands over a section: it goes with the entry below it, not
//! with the one that happens to stand above.

use crate::tend::layout::{Heading, Laid, Layout};

/// One entry's text.
struct Block<'t> {
    heading: Heading,
    tag: &'t str,
    name: &'t str,
    /// From the comment above its heading to its last word.
    body: &'t str,
    /// The blank lines behind it.
    blank: &'t str,
}

/// A text in pieces; joined again they are the text.
pub(super) struct Pieces<'t> {
    head: &'t str,
    blocks: Vec<Block<'t>>,
    foot: &'t str,
}

/// The text in pieces; `None` where they are not what one sees: the headings and the entries do not go together.
pub(super) fn pieces<'t>(text: &'t str, layout: &'t Layout) -> Option<Pieces<'t>> {
    let (starts, end) = borders(text);
    if starts.len() != layout.entries.len() {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    let ranges = starts.iter().copied().zip(ends);
    let block = |((start, end), entry): ((usize, usize), &'t Laid)| {
        let whole = &text[start..end];
        let body = whole.trim_end();
        let is_own = (start..end).contains(&entry.tag.span.start);
        is_own.then_some(Block {
            heading: entry.heading,
            tag: &entry.tag.text,
            name: &entry.name.text,
            body,
            blank: &whole[body.len()..],
        })
    };
    let blocks: Option<Vec<Block<'t>>> = ranges.zip(layout.in_order()).map(block).collect();
    Some(Pieces {
        head: &text[..starts.first().copied().unwrap_or(end)],
        blocks: blocks?,
        foot: &text[end..],
    })
}

/// Where each block begins, at its heading or at the first of the comments above it; and where the last one ends.
fn borders(text: &str) -> (Vec<usize>, usize) {
    let mut starts = Vec::new();
    let (mut at, mut comment): (usize, Option<usize>) = (0, None);
    for line in text.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if Heading::of_line(line).is_some() {
            starts.push(comment.take().unwrap_or(at));
        } else if line.trim_start().starts_with('#') {
            comment.get_or_insert(at);
        } else if is_blank {
            comment = comment.filter(|start| stands_apart(&text[..*start]));
        } else {
            comment = None;
        }
        at += line.len();
    }
    let foot = comment.filter(|start| stands_apart(&text[..*start]));
    (starts, foot.unwrap_or(text.len()))
}

/// Whether a comment behind this text is set apart from it, and so goes with what follows. A note right below an entry
/// is that entry's, and the first words of a file are about all of it.
fn stands_apart(before: &str) -> bool {
    let last = before.lines().next_back();
    last.is_some_and(|line| line.trim().is_empty()) && !before.trim().is_empty()
}

/// The text with its blocks sorted and without those that repeat the one before; blank lines stay in their places.
pub(super) fn in_order(pieces: Pieces<'_>) -> String {
    let mut blocks = pieces.blocks;
    let blanks: Vec<&str> = blocks.iter().map(|block| block.blank).collect();
    blocks.sort_by_key(|block| (block.heading, block.tag, block.name));
    blocks.dedup_by(|one, before| one.body == before.body);
    let mut sorted = pieces.head.to_owned();
    for (at, block) in blocks.iter().enumerate() {
        let is_last = at + 1 == blocks.len();
        let blank = if is_last {
            blanks.last()
        } else {
            blanks.get(at)
        };
        sorted.push_str(block.body);
        sorted.push_str(blank.copied().unwrap_or(""));
    }
    sorted.push_str(pieces.foot);
    sorted
}
