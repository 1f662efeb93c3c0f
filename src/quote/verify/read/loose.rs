//! Which quotes stand in loose text?
//!
//! What stands between quotation marks of any kind; where there are none, every paragraph. A pack that was written as
//! text says with its `Source:` lines which of its paragraphs are quotes.

use crate::quote::verify::claim::{Claim, Sealed};
use crate::quote::verify::read::{Page, labelled};

/// Fewer words between quotation marks are a manner of speaking.
const FEWEST_WORDS: usize = 3;

/// A paragraph and the line on which it begins.
pub(super) struct Paragraph {
    pub line: u32,
    pub text: String,
}

/// The quotes of a text.
pub(super) fn read(text: &str) -> Page {
    read_paragraphs(&paragraphs(text))
}

/// The quotes of a text that is in paragraphs already.
pub(super) fn read_paragraphs(paragraphs: &[Paragraph]) -> Page {
    if let Some(page) = pack(paragraphs) {
        return page;
    }
    let mut page = Page::default();
    for paragraph in paragraphs {
        for (line, words) in quoted(paragraph) {
            take(&mut page, line, words);
        }
    }
    if page.claims.is_empty() && page.n_short == 0 {
        for paragraph in paragraphs
            .iter()
            .filter(|paragraph| is_speech(&paragraph.text))
        {
            page.claims.push(Claim {
                line: paragraph.line,
                words: paragraph.text.trim().to_owned(),
                sealed: None,
            });
        }
    }
    page
}

/// Lines that stand together.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut is_open = false;
    for (line, words) in (1..).zip(text.lines()) {
        if words.trim().is_empty() {
            is_open = false;
        } else if let (true, Some(last)) = (is_open, paragraphs.last_mut()) {
            last.text.push('\n');
            last.text.push_str(words);
        } else {
            is_open = true;
            paragraphs.push(Paragraph {
                line,
                text: words.to_owned(),
            });
        }
    }
    paragraphs
}

/// The quotes of a pack: before each source, the nearest paragraph between quotation marks. What somebody wrote beside
/// them is loose text.
fn pack(paragraphs: &[Paragraph]) -> Option<Page> {
    let mut page = Page::default();
    let mut is_pack = false;
    let mut quote: Option<&Paragraph> = None;
    for paragraph in paragraphs {
        let source = labelled(&paragraph.text, "Source:").and_then(Sealed::read_line);
        if let (Some(sealed), Some(own)) = (source, quote) {
            quote = None;
            is_pack = true;
            page.claims.push(Claim {
                line: own.line,
                words: inside(own.text.trim()).unwrap_or("").to_owned(),
                sealed: Some(sealed),
            });
        } else if inside(paragraph.text.trim()).is_some() {
            take_quoted(&mut page, quote);
            quote = Some(paragraph);
        } else if !page.claims.is_empty() && !is_furniture(&paragraph.text) {
            take_quoted(&mut page, Some(paragraph));
        }
    }
    take_quoted(&mut page, quote);
    is_pack.then_some(page)
}

fn take_quoted(page: &mut Page, paragraph: Option<&Paragraph>) {
    for (line, words) in paragraph.into_iter().flat_map(quoted) {
        take(page, line, words);
    }
}

/// Whether a paragraph is what a pack has beside its quotes: names, notes, tags and headings.
pub(super) fn is_furniture(text: &str) -> bool {
    let is_underlined = text
        .lines()
        .nth(1)
        .is_some_and(|line| line.chars().all(|c| matches!(c, '-' | '=')));
    is_underlined || !is_speech(text)
}

/// What stands between the quotation marks at both ends of a paragraph.
fn inside(paragraph: &str) -> Option<&str> {
    let open = paragraph.chars().next().filter(|c| is_opening(*c))?;
    let close = paragraph
        .chars()
        .next_back()
        .filter(|c| closing(open).contains(c))?;
    paragraph
        .strip_prefix(open)
        .and_then(|rest| rest.strip_suffix(close))
}

/// Counts or keeps what stood between quotation marks.
pub(super) fn take(page: &mut Page, line: u32, words: &str) {
    if words.split_whitespace().count() < FEWEST_WORDS {
        page.n_short += 1;
        return;
    }
    page.claims.push(Claim {
        line,
        words: words.to_owned(),
        sealed: None,
    });
}

/// What stands between quotation marks in a paragraph, and on which line.
pub(super) fn quoted(paragraph: &Paragraph) -> Vec<(u32, &str)> {
    let text = paragraph.text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, open)) = next_opening(text, at) {
        let inside = start + open.len_utf8();
        let Some(end) = end_of(text, inside, open) else {
            at = inside;
            continue;
        };
        let words = text.get(inside..end).unwrap_or("");
        let passed = text.get(..inside).unwrap_or("").matches('\n').count();
        found.push((
            paragraph.line + u32::try_from(passed).unwrap_or(0),
            words.trim(),
        ));
        let close = text.get(end..).and_then(|rest| rest.chars().next());
        at = end + close.map_or(1, char::len_utf8);
    }
    found
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '\u{201c}'
            | '\u{201e}'
            | '\u{201f}'
            | '\u{2018}'
            | '\u{201a}'
            | '\u{ab}'
            | '\u{bb}'
            | '\u{201d}'
    )
}

/// The marks that can close what a mark opens, in the customs of several languages.
fn closing(open: char) -> &'static [char] {
    match open {
        '\u{201c}' | '\u{201f}' => &['\u{201d}', '"'],
        '\u{201e}' => &['\u{201c}', '\u{201d}'],
        '\u{201d}' => &['\u{201d}'],
        '\u{2018}' | '\u{201a}' => &['\u{2019}', '\u{2018}'],
        '\u{ab}' => &['\u{bb}'],
        '\u{bb}' => &['\u{ab}', '\u{bb}'],
        '\'' => &['\''],
        _ => &['"'],
    }
}

/// The next mark that opens: words follow it, and a single mark that is an apostrophe is none.
fn next_opening(text: &str, from: usize) -> Option<(usize, char)> {
    let rest = text.get(from..)?;
    let mut before = text.get(..from)?.chars().next_back();
    for (at, c) in rest.char_indices() {
        let after = rest
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        let is_free = before.is_none_or(|before| !before.is_alphanumeric());
        let has_words = after.is_some_and(|after| !after.is_whitespace());
        if is_opening(c) && is_free && has_words {
            return Some((from + at, c));
        }
        before = Some(c);
    }
    None
}

/// Where what a mark opened is closed. Marks that differ at both ends may stand inside one another.
fn end_of(text: &str, from: usize, open: char) -> Option<usize> {
    let rest = text.get(from..)?;
    let close = closing(open);
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        let after = rest
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        let before = rest.get(..at).and_then(|before| before.chars().next_back());
        let is_apostrophe = matches!(c, '\'' | '\u{2019}')
            && before.is_some_and(char::is_alphanumeric)
            && after.is_some_and(char::is_alphanumeric);
        if close.contains(&c) && !is_apostrophe {
            if depth == 0 {
                return Some(from + at);
            }
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
    }
    None
}

/// Whether a paragraph could be somebody's words: no heading, source, tags or name.
fn is_speech(text: &str) -> bool {
    let text = text.trim();
    let is_label = ["Source:", "Tags:", "Note:"]
        .into_iter()
        .any(|label| labelled(text, label).is_some());
    let is_signature = text.starts_with(['\u{2014}', '\u{2013}', '#', '=']);
    !is_label && !is_signature && text.chars().any(char::is_alphanumeric)
}
