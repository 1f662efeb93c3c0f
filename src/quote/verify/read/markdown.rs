//! Which quotes does a page of Markdown hold?
//!
//! Its block quotes, as a reader sees them: escapes and emphasis taken away. In a pack nothing else is a quote; in
//! other pages words between quotation marks are, too.

use crate::quote::verify::claim::{Claim, Sealed};
use crate::quote::verify::read::{Page, html, labelled, loose};

/// The quotes of a page.
pub(super) fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut rest = String::new();
    let mut block: Option<(u32, Vec<&str>)> = None;
    let mut is_pack = false;
    for (number, line) in (1_u32..).zip(text.lines()) {
        // What is no quote keeps its line, so that lines are counted as they stand.
        rest.push('\n');
        if let Some(inner) = line.trim_start().strip_prefix('>') {
            let inner = inner.strip_prefix(' ').unwrap_or(inner);
            block.get_or_insert((number, Vec::new())).1.push(inner);
            continue;
        }
        page.claims.extend(block.take().and_then(claim));
        if let Some(source) = labelled(line, "Source:")
            && let (Some(sealed), Some(last)) =
                (Sealed::read_line(&shown(source)), page.claims.last_mut())
        {
            last.sealed = last.sealed.take().or(Some(sealed));
            is_pack = true;
            continue;
        }
        rest.push_str(&shown(line));
    }
    page.claims.extend(block.take().and_then(claim));
    if !is_pack {
        beside(&mut page, &rest);
    }
    page
}

/// Adds what stands between quotation marks outside of the block quotes.
fn beside(page: &mut Page, rest: &str) {
    // Each line was written behind its line end, so the first one is the second.
    let rest = rest.strip_prefix('\n').unwrap_or(rest);
    for paragraph in loose::paragraphs(rest) {
        for (line, words) in loose::quoted(&paragraph) {
            loose::take(page, line, words);
        }
    }
    page.claims.sort_by_key(|claim| claim.line);
}

/// A block quote's words, without the line that says whose they are.
fn claim((line, mut lines): (u32, Vec<&str>)) -> Option<Claim> {
    let is_signature = |line: &&str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with(['\u{2014}', '\u{2013}']) || line.starts_with("-- ")
    };
    // Only at the end, and never all: a quote may begin with a dash.
    while lines.len() > 1 && lines.last().is_some_and(is_signature) {
        lines.pop();
    }
    let words: Vec<String> = lines
        .iter()
        .map(|line| shown(line.strip_suffix("  ").unwrap_or(line)))
        .collect();
    let words = words.join("\n");
    words.chars().any(char::is_alphanumeric).then_some(Claim {
        line,
        words,
        sealed: None,
    })
}

/// A line as a reader sees it.
fn shown(line: &str) -> String {
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
