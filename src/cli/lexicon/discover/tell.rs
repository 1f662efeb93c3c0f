//! How are the proposals told to people?

use std::io::Write;

use crate::cli::lexicon::tell_quote;
use crate::cli::look::{
    FAINT, HEADING, STRONG, count, grouped, of_tag, printable, styled, styled_lines, wrapped,
};
use crate::mention::Tag;
use crate::tend::discover::likeness::Sentence;
use crate::tend::discover::price::{Example, Price};
use crate::tend::discover::{Lead, Like, Proposal};

use super::Found;

pub(super) fn tell(out: &mut impl Write, found: &Found) -> std::io::Result<()> {
    let read = format!(
        "{}, {} of prospects. Patterns stand to the left, below each what it would hear.",
        count(found.n_calls, "call"),
        count(found.n_rows, "sentence")
    );
    writeln!(out, "{}", styled_lines(FAINT, &wrapped(&read, "")))?;
    let (mut tag, mut sort) = (None, "");
    for proposal in &found.proposals {
        if tag != Some(&proposal.tag) {
            (tag, sort) = (Some(&proposal.tag), "");
            tell_tag(out, &proposal.tag, found)?;
        }
        if sort != heading(&proposal.lead) {
            sort = heading(&proposal.lead);
            writeln!(out, "\n  {}", styled(HEADING, sort))?;
        }
        tell_proposal(out, proposal)?;
    }
    let next = "To use one: add its pattern to an entry of a lexicon, one of its sentences under `hear`, and see with \
        `verbatim lexicon test` and `verbatim lexicon diff` what comes of it.";
    writeln!(out, "\n{}", styled_lines(FAINT, &wrapped(next, "")))
}

fn tell_tag(out: &mut impl Write, tag: &Tag, found: &Found) -> std::io::Result<()> {
    let n_rows = found.counts.tags.get(tag).map_or(0, |group| group.n_rows);
    writeln!(
        out,
        "\n{}  {}",
        styled(of_tag(&tag.0), &tag.0),
        styled(FAINT, &count(n_rows, "sentence"))
    )
}

fn heading(lead: &Lead) -> &'static str {
    match lead {
        Lead::Phrase {} => "its sentences have more often than others",
        Lead::Word { .. } => "words like those of its patterns",
        Lead::Sentence { .. } => "untagged sentences like its own",
    }
}

fn tell_proposal(out: &mut impl Write, proposal: &Proposal) -> std::io::Result<()> {
    writeln!(out)?;
    for line in wrapped(&proposal.pattern, "    ").lines() {
        writeln!(out, "{}", styled(STRONG, line))?;
    }
    let about = match &proposal.lead {
        Lead::Phrase {} => {
            let keyness = proposal.keyness.map(|k| (k.log_ratio.exp2(), k.g2));
            let (times, g2) = keyness.unwrap_or_default();
            format!("{times:.0} times as often (G2 {g2:.1})")
        }
        Lead::Word { word, like } => format!("“{word}” is used like {}", told(like)),
        Lead::Sentence { sentence } => return tell_sentence(out, proposal, sentence),
    };
    tell_faint(out, &about)?;
    tell_faint(out, &price(&proposal.price))?;
    tell_examples(out, &mut proposal.examples.iter())
}

/// The sentence comes first, because it is what was found; the pattern is only made of it.
fn tell_sentence(
    out: &mut impl Write,
    proposal: &Proposal,
    sentence: &Sentence,
) -> std::io::Result<()> {
    let Sentence {
        call, turn, quote, ..
    } = sentence;
    tell_quote(out, "?", quote, call, *turn)?;
    tell_faint(
        out,
        &format!(
            "likeness {:.2}; the pattern is made of it",
            sentence.likeness
        ),
    )?;
    tell_faint(out, &price(&proposal.price))?;
    let is_itself = |example: &&Example| {
        let Example {
            call, turn, start, ..
        } = example;
        *call == sentence.call && *turn == sentence.turn && *start <= sentence.start
    };
    let mut others = proposal.examples.iter().filter(|one| !is_itself(one));
    tell_examples(out, &mut others)
}

fn told(like: &[Like]) -> String {
    let most_alike = like.iter().take(3);
    let told: Vec<String> = most_alike
        .map(|like| format!("“{}” ({:.2})", like.word, like.cosine))
        .collect();
    told.join(", ")
}

/// What a pattern would hear.
fn price(price: &Price) -> String {
    let mut parts = vec![
        format!("{} tagged so", grouped(price.tagged)),
        format!("{} of prospects not", grouped(price.new)),
        format!("{} of reps", grouped(price.rep)),
    ];
    if price.unknown > 0 {
        parts.push(format!("{} of people unknown", grouped(price.unknown)));
    }
    format!(
        "{}: {}",
        count(price.sentences, "sentence"),
        parts.join(", ")
    )
}

fn tell_faint(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    writeln!(
        out,
        "{}",
        styled_lines(FAINT, &wrapped(&printable(text), "      "))
    )
}

/// Example sentences; those that carry the tag already have a plus.
fn tell_examples(
    out: &mut impl Write,
    examples: &mut dyn Iterator<Item = &Example>,
) -> std::io::Result<()> {
    for example in examples {
        let sign = if example.tagged { "+" } else { "?" };
        tell_quote(out, sign, &example.quote, &example.call, example.turn)?;
    }
    Ok(())
}
