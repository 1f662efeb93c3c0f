//! How is it told what marks teach?
//!
//! Each pattern with the marked sentences that it hears, its price, and its entry to be pasted; then what no pattern was
//! found for, and which entries hear what was denied.

use std::io::Write;

use serde::Serialize;

use crate::cli::lexicon::lessons::{Lessons, NearMiss};
use crate::cli::lexicon::tell_quote;
use crate::cli::look::{
    FAINT, HEADING, STRONG, count, grouped, of_tag, printable, styled, styled_lines, wrapped,
};
use crate::tend::teach::Said;
use crate::tend::teach::choose::{Chosen, Proposal};
use crate::tend::written::quoted;

/// One line of the answer for programs.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'a> {
    Pattern(&'a Proposal),
    /// Nothing was found that hears it and little else.
    Left(&'a Said),
    NearMiss(&'a NearMiss),
}

/// Tells programs.
pub(super) fn tell_as_json(
    out: &mut impl Write,
    chosen: &Chosen,
    lessons: &Lessons,
) -> anyhow::Result<()> {
    let patterns = chosen.proposals.iter().map(Line::Pattern);
    let left = chosen.left.iter().map(Line::Left);
    let near_misses = lessons.near_misses.iter().map(Line::NearMiss);
    for line in patterns.chain(left).chain(near_misses) {
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

/// Tells people, with entries that can be pasted.
pub(super) fn tell(
    out: &mut impl Write,
    chosen: &Chosen,
    lessons: &Lessons,
) -> std::io::Result<()> {
    if lessons.is_empty() {
        let how = "Nothing is marked, so there is nothing to learn from. `verbatim mark CALL:TURN TAG yes` marks what \
            was missed; --labels DIR takes labelled calls.";
        return writeln!(out, "{}", wrapped(how, ""));
    }
    let read = format!(
        "{} that no pattern hears, {} that patterns hear already, {} denied.",
        count(lessons.unheard.len() as u64, "sentence"),
        grouped(lessons.n_heard),
        grouped(lessons.denied.len() as u64)
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&read, "")))?;
    let mut tag = None;
    for proposal in &chosen.proposals {
        if tag != Some(&proposal.tag) {
            tag = Some(&proposal.tag);
            writeln!(
                out,
                "\n{}",
                styled(of_tag(&proposal.tag.0), &proposal.tag.0)
            )?;
        }
        tell_proposal(out, proposal)?;
        writeln!(out)?;
        for line in proposal.entry.lines() {
            writeln!(out, "{}", printable(line))?;
        }
    }
    tell_left(out, &chosen.left)?;
    tell_near_misses(out, lessons)
}

/// Sentences shown of what one pattern hears.
const SHOWN: usize = 5;

fn tell_proposal(out: &mut impl Write, proposal: &Proposal) -> std::io::Result<()> {
    writeln!(out)?;
    for line in wrapped(&proposal.pattern, "    ").lines() {
        writeln!(out, "{}", styled(STRONG, line))?;
    }
    for said in proposal.hears.iter().take(SHOWN) {
        tell_quote(out, "+", &said.quote, &said.call, said.turn)?;
    }
    if let Some(more) = proposal.hears.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        writeln!(out, "      and {} more", grouped(more as u64))?;
    }
    let price = &proposal.price;
    let cost = format!(
        "would newly hear {} of prospects; {} carry the tag already, {} are of reps",
        count(price.new, "sentence"),
        grouped(price.tagged),
        grouped(price.rep)
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&cost, "      ")))?;
    for example in &proposal.examples {
        tell_quote(out, "?", &example.quote, &example.call, example.turn)?;
    }
    Ok(())
}

fn tell_left(out: &mut impl Write, left: &[Said]) -> std::io::Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let heading = "no pattern was found that hears these and little else";
    writeln!(out, "\n{}", styled(HEADING, heading))?;
    for said in left {
        let tag = styled(of_tag(&said.tag.0), &said.tag.0);
        writeln!(out, "    {tag}")?;
        tell_quote(out, "-", &said.quote, &said.call, said.turn)?;
    }
    Ok(())
}

fn tell_near_misses(out: &mut impl Write, lessons: &Lessons) -> std::io::Result<()> {
    if !lessons.near_misses.is_empty() {
        let heading = "entries that hear what was denied: add it to their near, and narrow them";
        writeln!(out, "\n{}", styled(HEADING, heading))?;
    }
    for near_miss in &lessons.near_misses {
        let NearMiss {
            said,
            lexicon,
            entry,
            pattern,
        } = near_miss;
        let whose = format!("{} {entry:?} in {lexicon}.toml, by {pattern:?}", said.tag);
        writeln!(out, "{}", wrapped(&printable(&whose), "    "))?;
        tell_quote(out, "-", &said.quote, &said.call, said.turn)?;
        writeln!(out, "      {},", printable(&quoted(&said.quote)))?;
    }
    let n_others = lessons.denied.len() - lessons.near_misses.len();
    if n_others > 0 {
        let told = format!(
            "Of {} denied no pattern hears anything; `verbatim mark --export DIR` and `verbatim learn --labels DIR` \
             teach what was learned.",
            count(n_others as u64, "sentence")
        );
        writeln!(out, "\n{}", styled_lines(FAINT, &wrapped(&told, "")))?;
    }
    Ok(())
}
