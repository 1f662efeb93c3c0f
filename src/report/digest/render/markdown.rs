//! How does a digest look in a writer's editor?
//!
//! CommonMark with GitHub's additions in mind. Words of people stand inside of lines that begin with a mark of ours, and
//! whatever in them could be a mark is escaped.

use crate::report::digest::blocks::{Block, Entry, blocks, credit, source, summary, title};
use crate::report::digest::render::{link, one_line};
use crate::report::digest::shape::{Digest, DigestQuote};

/// Characters that can be a mark inside of a line.
const ACTIVE: &str = "\\`*_[]()<>#|&~$^{}!@";

/// The whole digest.
pub(super) fn render(digest: &Digest, site: Option<&str>) -> String {
    let mut page = format!("# {}\n\n{}\n", title(digest), summary(digest));
    for block in blocks(digest) {
        match block {
            Block::Heading(heading) => page.push_str(&format!("\n## {heading}\n")),
            Block::Note(note) => page.push_str(&format!("\n{}\n", escape(&note))),
            Block::Entry(entry) => page.push_str(&written(&entry, site)),
        }
    }
    page
}

fn written(entry: &Entry<'_>, site: Option<&str>) -> String {
    let title = escape(&entry.title);
    let title = match site {
        Some(site) => format!("[{title}]({})", target(&format!("{site}{}", entry.search))),
        None => title,
    };
    let kind = entry.kind.as_deref().map(escape);
    let kind = kind.map(|kind| format!(" ({kind})")).unwrap_or_default();
    let mut out = format!("\n### {title}{kind}\n\n{}\n", escape(&entry.told));
    if let Some(quote) = entry.quote {
        out.push_str(&quoted(quote, site));
    } else if entry.is_told_before {
        out.push_str("\nNo quote is left that was not told before or withdrawn.\n");
    }
    out
}

fn quoted(quote: &DigestQuote, site: Option<&str>) -> String {
    let credit = escape(&credit(quote));
    let credit = match link(quote, site) {
        Some(link) => format!("{credit} · [listen or read]({})", target(&link)),
        None => credit,
    };
    let (words, source) = (escape(&quote.text), escape(&source(quote)));
    format!("\n> “{words}”  \n> — {credit}  \n> {source}\n")
}

/// An address between parentheses.
fn target(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        let is_mark = matches!(
            c,
            '<' | '>' | '(' | ')' | '\\' | '"' | '`' | '|' | '[' | ']'
        );
        if is_mark || c.is_whitespace() || c.is_control() {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else if c == '&' {
            // `&copy=` must not become a character.
            out.push_str("&amp;");
        } else {
            out.push(c);
        }
    }
    out
}

/// Words inside of a line, with every mark escaped.
fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        if ACTIVE.contains(c) || makes_address(&line, at, c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// GitHub makes links of bare addresses, which nobody here meant.
fn makes_address(line: &str, at: usize, c: char) -> bool {
    match c {
        ':' => line.get(at..).is_some_and(|rest| rest.starts_with("://")),
        '.' => line.get(..at).is_some_and(|before| before.ends_with("www")),
        _ => false,
    }
}
