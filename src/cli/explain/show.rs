//! How is it shown to people what each step made of a call?

use std::io::Write;

use crate::call::Turn;
use crate::cli::heeded::Told;
use crate::cli::look::{
    FAINT, HEADING, STRONG, clock, count, of_tag, printable, show_turn, styled, styled_lines,
    wrapped,
};
use crate::cli::who;
use crate::ingest::transcript::Utterance;
use crate::mention::Mention;
use crate::mention::by_hand::BY_HAND;
use crate::pipeline::Workshop;
use crate::text::noise;

use super::{Story, cues, words_of};

pub(super) fn show(
    out: &mut impl Write,
    story: &Story<'_>,
    workshop: &Workshop<'_>,
) -> std::io::Result<()> {
    let call = story.call();
    heading(out, "1 read")?;
    writeln!(
        out,
        "  {} as {}: {}",
        story.mined.read.place,
        call.format,
        count(story.utterances().len() as u64, "utterance")
    )?;
    for problem in &story.mined.read.problems {
        writeln!(out, "  {} [{}]", problem.message, problem.code)?;
    }
    if story.only.is_none() {
        show_utterances(out, story.utterances())?;
    }
    heading(out, "2 who is who")?;
    for person in &call.participants {
        let aliases = if person.aliases.is_empty() {
            String::new()
        } else {
            format!(" (also {})", printable(&person.aliases.join(", ")))
        };
        let known = format!(
            "{}{aliases}: {}, known by {}; persona {}",
            printable(&person.name),
            person.side.name(),
            who::side_reason(person),
            who::persona(person)
        );
        writeln!(out, "{}", wrapped(&known, "  "))?;
    }
    heading(out, "3 turns, words and mentions")?;
    for (index, turn) in story.turns() {
        show_mined(out, story, workshop, index, turn)?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    writeln!(out, "\n{}", styled(HEADING, text))
}

fn show_utterances(out: &mut impl Write, utterances: &[Utterance]) -> std::io::Result<()> {
    for utterance in utterances {
        let time = utterance.start.map(clock).unwrap_or_default();
        let speaker = utterance
            .speaker
            .as_deref()
            .map_or_else(|| "nobody named".to_owned(), printable);
        writeln!(
            out,
            "  {}",
            styled(
                FAINT,
                &format!("{time:>7}  {speaker}: {} bytes", utterance.text.len())
            )
        )?;
    }
    Ok(())
}

/// A turn with its words and what is heard in it.
fn show_mined(
    out: &mut impl Write,
    story: &Story<'_>,
    workshop: &Workshop<'_>,
    index: u32,
    turn: &Turn,
) -> std::io::Result<()> {
    writeln!(out)?;
    show_turn(out, STRONG, story.call(), index, turn)?;
    let words: Vec<String> = words_of(workshop, &turn.text)
        .iter()
        .map(|word| printable(word.slice(&turn.text)))
        .collect();
    writeln!(
        out,
        "{}",
        styled(FAINT, &wrapped(&words.join(" | "), "      "))
    )?;
    show_noise(out, &turn.text)?;
    for (mention, told) in story.mentions_of(index) {
        show_mention(out, story, turn, mention)?;
        show_told(out, told.as_ref())?;
    }
    for (mention, told) in story.denied_in(index) {
        show_mention(out, story, turn, mention)?;
        show_told(out, Some(told))?;
    }
    Ok(())
}

/// What the recogniser made up, which is neither tagged nor counted.
fn show_noise(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    let spans = noise::spans(text);
    if spans.is_empty() {
        return Ok(());
    }
    let noise: Vec<String> = spans
        .iter()
        .map(|span| printable(span.slice(text)))
        .collect();
    let told = format!("the recogniser's noise: {}", noise.join(" | "));
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&told, "      ")))
}

fn show_mention(
    out: &mut impl Write,
    story: &Story<'_>,
    turn: &Turn,
    mention: &Mention,
) -> std::io::Result<()> {
    writeln!(
        out,
        "      {} {:.2}  “{}”",
        styled(of_tag(&mention.tag.0), &mention.tag.0),
        mention.confidence,
        printable(mention.span.slice(&turn.text))
    )?;
    // What only a person hears has no pattern.
    if mention.lexicon != BY_HAND {
        let pattern = format!(
            "          pattern {} in {}",
            mention.pattern, mention.lexicon
        );
        writeln!(out, "{}", styled(FAINT, &pattern))?;
    }
    // Where no pattern stands, the features stand in its place already.
    let evidence = mention.why.evidence.iter();
    for one in evidence.filter(|_| mention.why.matched.is_some()) {
        let line = format!("          {:+.2}  {}", one.weight, printable(&one.feature));
        writeln!(out, "{}", styled(FAINT, &line))?;
    }
    for (what, value, cue) in cues(mention) {
        let cue_text = printable(story.cue_text(cue));
        let decided = format!(
            "          {what} {value}: {} “{cue_text}” (turn {})",
            cue.rule, cue.turn
        );
        writeln!(out, "{}", styled(FAINT, &decided))?;
    }
    Ok(())
}

/// What a person decided about the mention above.
fn show_told(out: &mut impl Write, told: Option<&Told>) -> std::io::Result<()> {
    let Some(told) = told else {
        return Ok(());
    };
    let told = wrapped(&printable(&told.to_string()), "          ");
    writeln!(out, "{}", styled_lines(FAINT, &told))
}
