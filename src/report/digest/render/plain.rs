//! How does a digest look in a terminal, and in a mail program that shows plain text alone?

use crate::report::digest::blocks::{Block, Entry, blocks, credit, source, summary, title};
use crate::report::digest::render::{link, one_line};
use crate::report::digest::shape::Digest;

/// Columns of a line; an address is never broken.
const WIDTH: usize = 78;

/// The whole digest.
pub(super) fn render(digest: &Digest, site: Option<&str>) -> String {
    let mut page = wrapped(&title(digest), "");
    page.push_str(&wrapped(&summary(digest), ""));
    for block in blocks(digest) {
        match block {
            Block::Heading(heading) => {
                let line = "-".repeat(heading.chars().count());
                page.push_str(&format!("\n{heading}\n{line}\n"));
            }
            Block::Note(note) => page.push_str(&wrapped(&note, "")),
            Block::Entry(entry) => page.push_str(&written(&entry, site)),
        }
    }
    page
}

fn written(entry: &Entry<'_>, site: Option<&str>) -> String {
    let kind = entry.kind.as_deref();
    let kind = kind.map(|kind| format!(" ({kind})")).unwrap_or_default();
    let mut out = wrapped(&format!("{}{kind}", entry.title), "");
    out.push_str(&wrapped(&entry.told, "    "));
    if let Some(quote) = entry.quote {
        out.push_str(&wrapped(&format!("“{}”", quote.text), "    "));
        out.push_str(&wrapped(&format!("— {}", credit(quote)), "      "));
        out.push_str(&wrapped(&source(quote), "      "));
        if let Some(link) = link(quote, site) {
            out.push_str(&format!("      {}\n", one_line(&link)));
        }
    } else if entry.is_told_before {
        out.push_str("    No quote is left that was not told before or withdrawn.\n");
    }
    out
}

/// Text broken into lines, each with an indent, and a line end.
fn wrapped(text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(indent)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    textwrap::fill(&one_line(text), options) + "\n"
}
