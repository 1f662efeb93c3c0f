//! Which quotes does a page of Markdown hold?
//!
//! Its block quotes, as a reader sees them: escapes and emphasis taken away. Beside them, what stands between quotation
//! marks, except in the head, the notes and the headings of a pack.

use crate::quote::verify::claim::{Claim, Sealed};
use crate::quote::verify::read::{Page, html, labelled, loose};

/// A block quote: its first line, its lines, and its seal where one follows.
struct Block<'t> {
    number: u32,
    lines: Vec<&'t str>,
    sealed: Option<Sealed>,
}

/// The quotes of a page.
pub(super) fn read(text: &str) -> Page {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut rest = String::new();
    let mut is_open = false;
    for (number, line) in (1_u32..).zip(text.lines()) {
        // What is no quote keeps its line, so that lines are counted as they stand.
        rest.push('\n');
        if let Some(inner) = line.trim_start().strip_prefix('>') {
            let inner = inner.strip_prefix(' ').unwrap_or(inner);
            match blocks.last_mut() {
                Some(block) if is_open => block.lines.push(inner),
                _ => blocks.push(Block {
                    number,
                    lines: vec![inner],
                    sealed: None,
                }),
            }
            is_open = true;
            continue;
        }
        is_open = false;
        let source = labelled(line, "Source:").and_then(|source| Sealed::read_line(&shown(source)));
        match (source, blocks.last_mut()) {
            (Some(sealed), Some(block)) if block.sealed.is_none() => block.sealed = Some(sealed),
            _ => rest.push_str(&shown(line)),
        }
    }
    let is_pack = blocks.iter().any(|block| block.sealed.is_some());
    // Above its first quote a pack repeats its question.
    let head = blocks.first().map_or(0, |first| first.number);
    let claims = blocks.into_iter();
    let mut page = Page {
        claims: claims.filter_map(|block| claim(block, is_pack)).collect(),
        ..Page::default()
    };
    // Each line was written behind its line end, so the first one is the second.
    let rest = rest.strip_prefix('\n').unwrap_or(&rest);
    for paragraph in loose::paragraphs(rest) {
        let is_own = paragraph.line < head || loose::is_furniture(&paragraph.text);
        if !(is_pack && is_own) {
            beside(&mut page, &paragraph);
        }
    }
    page.claims.sort_by_key(|claim| claim.line);
    page
}

/// Adds what stands between quotation marks outside of the block quotes.
fn beside(page: &mut Page, paragraph: &loose::Paragraph) {
    for (line, words) in loose::quoted(paragraph) {
        loose::take(page, line, words);
    }
}

/// A block quote's words. A pack names people outside of them, other pages often in their last line.
fn claim(block: Block<'_>, is_pack: bool) -> Option<Claim> {
    let mut lines = block.lines;
    while !is_pack && lines.len() > 1 && lines.last().is_some_and(|line| is_signature(line)) {
        lines.pop();
    }
    let words: Vec<String> = lines
        .iter()
        .map(|line| shown(line.strip_suffix("  ").unwrap_or(line)))
        .collect();
    let words = words.join("\n");
    words.chars().any(char::is_alphanumeric).then_some(Claim {
        line: block.number,
        words,
        sealed: block.sealed,
    })
}

fn is_signature(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with(['\u{2014}', '\u{2013}']) || line.starts_with("-- ")
}

/// A line as a reader sees it.
pub(in crate::quote) fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at + c.len_utf8()..).unwrap_or("");
        let next = rest.chars().next();
        at += c.len_utf8();
        match c {
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                out.extend(next);
                at += next.map_or(0, char::len_utf8);
            }
            '&' => match html::entity(rest) {
                Some((character, len)) => {
                    out.push_str(&character);
                    at += len;
                }
                None => out.push('&'),
            },
            '[' => match link(rest) {
                Some((label, len)) => {
                    out.push_str(&shown(label));
                    at += len;
                }
                None => out.push('['),
            },
            '*' | '`' => {}
            '_' if is_emphasis(&out, next) => {}
            c => out.push(c),
        }
    }
    out
}

/// The label of `label](address)` and the length of all of it.
fn link(rest: &str) -> Option<(&str, usize)> {
    let close = rest.find(']')?;
    let address = rest.get(close + 1..)?.strip_prefix('(')?;
    let end = address.find(')')?;
    Some((rest.get(..close)?, close + 2 + end + 1))
}

/// A single underscore inside of a word is one.
fn is_emphasis(before: &str, next: Option<char>) -> bool {
    let starts = !before.ends_with(char::is_alphanumeric);
    let ends = next.is_none_or(|next| !next.is_alphanumeric());
    starts || ends
}
