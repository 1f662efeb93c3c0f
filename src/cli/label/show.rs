//! What does somebody see who is asked about a sentence?

use std::io::Write;

use crate::call::{Call, Turn};
use crate::cli::look::{FAINT, HEADING, STRONG, of_tag, printable, styled, styled_lines, wrapped};
use crate::learn::queue::Sentence;
use crate::mention::{Mention, Origin, Polarity, Target};
use crate::tend::tags::Kind;

/// Turns shown before the sentence's own.
const TURNS_BEFORE: usize = 2;
/// Bytes shown of what was said before, about.
const ROOM: usize = 320;
/// Opinions of the program that are shown.
const OPINIONS: usize = 3;

/// The sentence, what was said before, and what the program thinks of it.
pub fn show(
    out: &mut impl Write,
    heading: &str,
    call: &Call,
    asked: &Sentence,
    heard: &[Mention],
) -> std::io::Result<()> {
    let index = asked.turn as usize;
    let Some(turn) = call.turns.get(index) else {
        return Ok(());
    };
    writeln!(out, "\n{}", styled_lines(HEADING, &wrapped(heading, "")))?;
    let first = index.saturating_sub(TURNS_BEFORE);
    for before in &call.turns[first..index] {
        let said = format!("{} {}", who(call, before), end_of(&before.text));
        faint(out, &said)?;
    }
    let already = turn.text.get(..asked.span.start as usize).unwrap_or("");
    faint(
        out,
        &format!("{} {}", who(call, turn), end_of(already.trim())),
    )?;
    let words = printable(asked.span.slice(&turn.text));
    writeln!(out, "{}", styled_lines(STRONG, &wrapped(&words, "  » ")))?;
    opinions(out, heard)
}

fn who(call: &Call, turn: &Turn) -> String {
    let speaker = call.speaker(turn);
    let persona = match speaker.persona.as_str() {
        "" | "unknown" => String::new(),
        persona => format!(", {persona}"),
    };
    format!("{} ({}{persona}):", speaker.name, speaker.side.name())
}

fn faint(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    let lines = wrapped(printable(text).trim_end(), "    ");
    writeln!(out, "{}", styled_lines(FAINT, &lines))
}

/// The last words of a long text.
fn end_of(text: &str) -> String {
    let Some(mut from) = text.len().checked_sub(ROOM) else {
        return text.to_owned();
    };
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let end = text.get(from..).unwrap_or("");
    let whole_words = end.split_once(' ').map_or(end, |(_, rest)| rest);
    format!("… {whole_words}")
}

fn opinions(out: &mut impl Write, heard: &[Mention]) -> std::io::Result<()> {
    if heard.is_empty() {
        return faint(out, "The program hears nothing here.");
    }
    let mut surest: Vec<&Mention> = heard.iter().collect();
    surest.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    for mention in surest.into_iter().take(OPINIONS) {
        let tag = styled(of_tag(&mention.tag.0), &mention.tag.0);
        let chance = mention.confidence;
        let said = format!(
            "The program hears {tag}{} at {chance:.2}, because of: {} ({})",
            odd(mention),
            printable(&mention.pattern),
            mention.lexicon
        );
        writeln!(out, "{}", wrapped(&said, "    "))?;
    }
    Ok(())
}

/// Every value that is not the usual one.
fn odd(mention: &Mention) -> String {
    let mut odd = String::new();
    if mention.polarity != Polarity::default() {
        odd.push_str(", ");
        odd.push_str(mention.polarity.name());
    }
    if mention.target != Target::default() {
        odd.push_str(", ");
        odd.push_str(mention.target.name());
    }
    if mention.origin != Origin::default() {
        odd.push_str(", ");
        odd.push_str(mention.origin.name());
    }
    odd
}

/// The keys for the first question.
pub fn menu(out: &mut impl Write, kinds: &[Kind]) -> std::io::Result<()> {
    let kinds: Vec<String> = kinds
        .iter()
        .map(|kind| {
            let hint = match kind.name {
                "outcome" => " (wanted)",
                "praise" => " (good)",
                _ => "",
            };
            format!("{} {}{hint}", kind.key, kind.name)
        })
        .collect();
    let (first, second) = kinds.split_at(kinds.len() / 2);
    writeln!(out, "n nothing   {}", first.join("   "))?;
    writeln!(out, "{}   u undo   s skip   q quit", second.join("   "))
}

/// The categories of a kind, with their numbers.
pub fn categories(out: &mut impl Write, kind: &Kind) -> std::io::Result<()> {
    let numbered: Vec<String> = (1..)
        .zip(&kind.categories)
        .map(|(number, category): (usize, _)| format!("{number:>2} {category:<14} "))
        .collect();
    for row in numbered.chunks(4) {
        writeln!(out, "{}", row.concat().trim_end())?;
    }
    writeln!(out, "u back   q quit")
}

/// The letters for how it was said.
pub fn manners(out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "Enter: it was meant, about their own, and nobody led them there"
    )?;
    writeln!(
        out,
        "Else ! and letters: n negated, h hypothetical, o other's, l led (such as !nl)"
    )?;
    writeln!(out, "u back   q quit")
}
