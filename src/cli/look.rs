//! How do things look in a terminal?
//!
//! Styles are plain ANSI; `anstream` takes them out where nobody can see them (pipes, `NO_COLOR`). Words of a
//! transcript are shown without control characters, so that no file can play tricks on a terminal.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::call::{Call, Turn};

pub use crate::text::figures::{clock, count, grouped};

/// For what stands out: the prospect's own words.
pub const STRONG: Style = Style::new().bold();
/// For what stands back: sources, hints.
pub const FAINT: Style = Style::new().dimmed();
/// For the words that answer the question.
pub const MATCH: Style = AnsiColor::Yellow.on_default().bold();
/// For pains.
pub const PAIN: Style = AnsiColor::Red.on_default();
/// For objections.
pub const OBJECTION: Style = AnsiColor::Magenta.on_default();
/// For what went well.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// For headings.
pub const HEADING: Style = AnsiColor::Cyan.on_default().bold();

/// Columns to write in: the terminal's, between 40 and 100; 80 where there is none.
pub fn width() -> usize {
    textwrap::termwidth().clamp(40, 100)
}

/// Text in a style.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Text of several lines in a style, each line by itself, so that it survives pagers and pictures.
pub fn styled_lines(style: Style, text: &str) -> String {
    text.lines()
        .map(|line| styled(style, line))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The style of a tag's kind.
pub fn of_tag(tag: &str) -> Style {
    match tag.split('/').next() {
        Some("pain") => PAIN,
        Some("objection") => OBJECTION,
        _ => GOOD,
    }
}

/// The word before an error message.
pub fn error_label() -> String {
    styled(AnsiColor::Red.on_default().bold(), "error:")
}

/// The word before a hint.
pub fn note_label() -> String {
    styled(AnsiColor::Yellow.on_default().bold(), "note:")
}

/// Text without characters that would move the cursor or hide words; line ends become spaces.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// Text broken into lines, each with an indent.
pub fn wrapped(text: &str, indent: &str) -> String {
    // A call id must stay in one piece, so that it can be copied.
    let whole = textwrap::WordSplitter::NoHyphenation;
    let spaces = textwrap::WordSeparator::AsciiSpace;
    let options = textwrap::Options::new(width())
        .initial_indent(indent)
        .subsequent_indent(indent)
        .word_splitter(whole)
        .word_separator(spaces);
    textwrap::fill(text, options)
}

/// A turn: its number, time and speaker in a style, then its words.
pub fn show_turn(
    out: &mut impl Write,
    style: Style,
    call: &Call,
    index: u32,
    turn: &Turn,
) -> std::io::Result<()> {
    let speaker = call.speaker(turn);
    let time = turn.start.map(|seconds| format!("{}  ", clock(seconds)));
    let heading = format!(
        "{index:>4}  {}{} ({})",
        time.unwrap_or_default(),
        printable(&speaker.name),
        speaker.side.name()
    );
    writeln!(out, "{}", styled(style, &heading))?;
    writeln!(out, "{}", wrapped(&printable(&turn.text), "      "))
}
