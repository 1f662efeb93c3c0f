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
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        shown.push(match c {
            '\n' | '\r' | '\t' => ' ',
            // One picture made of several, such as a family.
            JOINER if is_of_emoji(before) && is_of_emoji(after) => JOINER,
            c if c.is_control() || is_hidden(c) => '\u{FFFD}',
            c => c,
        });
        before = c;
    }
    shown
}

/// Joins two emoji to one, and hides in every other place.
const JOINER: char = '\u{200D}';

/// Whether a character takes no room, or turns the words around it about.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is an emoji, or says how the one before it looks: in which color of skin, as a picture at all.
fn is_of_emoji(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{2190}'..='\u{21FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Text broken into lines, each with an indent.
pub fn wrapped(text: &str, indent: &str) -> String {
    textwrap::fill(text, between_words(indent))
}

fn between_words(indent: &str) -> textwrap::Options<'_> {
    // A call id must stay in one piece, so that it can be copied.
    let whole = textwrap::WordSplitter::NoHyphenation;
    let spaces = textwrap::WordSeparator::AsciiSpace;
    textwrap::Options::new(width())
        .initial_indent(indent)
        .subsequent_indent(indent)
        .word_splitter(whole)
        .word_separator(spaces)
}

/// As wide as a space, and no place to break a line.
const GLUE: &str = "\u{A0}";

/// Values with their counts, one after another, broken into lines between them, so that no count stands apart from its
/// value; each line with an indent.
pub fn wrapped_counts(counts: &[String], indent: &str) -> String {
    // The dot stays behind the count as well.
    let room = width().saturating_sub(indent.len() + 2);
    let glued: Vec<String> = counts.iter().map(|count| glued(count, room)).collect();
    // Lines filled evenly would rather be too long than end early before a long value.
    let filled = between_words(indent).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::fill(&glued.join(&format!("{GLUE}· ")), filled).replace(GLUE, " ")
}

/// A value and its count in one piece; what has no room in a line is in one piece from the value's last word on.
fn glued(count: &str, room: usize) -> String {
    if textwrap::core::display_width(count) <= room {
        return count.replace(' ', GLUE);
    }
    match count.rsplit_once(' ') {
        Some((value, n)) => format!("{value}{GLUE}{n}"),
        None => count.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::{printable, wrapped_counts};

    #[test]
    fn emoji_of_several_parts_are_shown_as_they_are() {
        for shown in [
            "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} at work",
            "\u{2764}\u{FE0F}\u{200D}\u{1F525}",
            "\u{1F937}\u{1F3FD}\u{200D}\u{2640}\u{FE0F}",
        ] {
            assert_eq!(printable(shown), shown);
        }
    }

    #[test]
    fn a_count_stands_in_one_line_with_its_value() {
        let counts: Vec<String> = (0..60).map(|n| format!("Oak & Elm {n}")).collect();
        let lines = wrapped_counts(&counts, "    ");
        let shown = lines
            .lines()
            .flat_map(|line| line.trim().trim_end_matches(" ·").split(" · "));
        assert_eq!(shown.collect::<Vec<_>>(), counts);
        let longer = format!("{}hall 12", "town ".repeat(40));
        assert!(wrapped_counts(&[longer], "    ").ends_with(" hall 12"));
    }

    #[test]
    fn what_hides_or_turns_words_about_is_replaced() {
        for (text, shown) in [
            ("a\u{200D}b", "a\u{FFFD}b"),
            ("\u{1F468}\u{200D}b", "\u{1F468}\u{FFFD}b"),
            ("\u{200D}", "\u{FFFD}"),
            ("\u{202E}a\u{2066}\u{200F}", "\u{FFFD}a\u{FFFD}\u{FFFD}"),
            ("a\u{1B}[31m\r\n\tb", "a\u{FFFD}[31m   b"),
        ] {
            assert_eq!(printable(text), shown, "{text:?}");
        }
    }
}
