//! How is a pack arranged, and how are its quotes trimmed and marked?

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::call::Span;
use crate::cli::Outcome;
use crate::cli::look::printable;
use crate::cli::pack::{change, list, open_to_write, tagged};
use crate::cli::settings::Settings;
use crate::quote::edit::{self, Edit as QuoteEdit};
use crate::quote::pack::{Item, Pack};
use crate::quote::rework;
use crate::quote::trim::{by_words, to_clause, to_words};
use crate::store::catalogue::Catalogue;

/// Move the ends of a quote, never its words
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack trim offer 1 --end -4\n  verbatim pack trim offer 1 --clause\n  verbatim pack trim offer 1 --words 'I did read it. Carol stood over me.'"
)]
pub struct Trim {
    /// The pack's name
    pub name: String,
    /// The quote's number, as `pack show` has it
    pub number: usize,
    /// Move the start by so many words, to the left where the number is negative
    #[arg(
        long,
        value_name = "WORDS",
        allow_negative_numbers = true,
        default_value_t = 0
    )]
    pub start: i64,
    /// Move the end by so many words
    #[arg(
        long,
        value_name = "WORDS",
        allow_negative_numbers = true,
        default_value_t = 0
    )]
    pub end: i64,
    /// Move both ends to the nearest border of a clause
    #[arg(long, conflicts_with_all = ["start", "end"])]
    pub clause: bool,
    /// Keep these words of the turn
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true, conflicts_with_all = ["start", "end", "clause"])]
    pub words: Option<String>,
}

/// Mark in a quote what is left out, `[…]`, or replaced, `[a tool]`; other changes are refused
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack edit offer 1 'I did read it. […] stood over me.'\n  verbatim pack edit offer 1 'I did read [the offer]. Carol stood over me.'"
)]
pub struct Edit {
    /// The pack's name
    pub name: String,
    /// The quote's number, as `pack show` has it
    pub number: usize,
    /// The words of the turn, with marks; without marks it is as it was said
    #[arg(allow_hyphen_values = true)]
    pub words: String,
}

/// Write a note for the editor beside a quote; an empty one takes it away
#[derive(Debug, clap::Args)]
pub struct Note {
    /// The pack's name
    pub name: String,
    /// The quote's number, as `pack show` has it
    pub number: usize,
    /// The note
    #[arg(allow_hyphen_values = true)]
    pub text: String,
}

/// Put a quote under a heading; an empty one takes it away
#[derive(Debug, clap::Args)]
pub struct Section {
    /// The pack's name
    pub name: String,
    /// The quote's number, as `pack show` has it
    pub number: usize,
    /// The heading
    #[arg(allow_hyphen_values = true)]
    pub title: String,
}

/// Put a quote at another place in the order
#[derive(Debug, clap::Args)]
pub struct Move {
    /// The pack's name
    pub name: String,
    /// The quote's number, as `pack show` has it
    pub number: usize,
    /// The number that it shall have
    pub to: usize,
}

/// Take quotes out of a pack
#[derive(Debug, clap::Args)]
pub struct Remove {
    /// The pack's name
    pub name: String,
    /// The quotes' numbers, as `pack show` has them
    #[arg(required = true)]
    pub numbers: Vec<usize>,
}

/// Forget a pack; the calls stay
#[derive(Debug, clap::Args)]
pub struct Delete {
    /// The pack's name
    pub name: String,
}

/// Moves ends.
pub(super) fn trim(settings: &Settings, command: &Trim) -> anyhow::Result<Outcome> {
    let lexicon = settings.tagged_by()?;
    changed(settings, &command.name, |pack, catalogue| {
        let number = command.number;
        let item = item_of(pack, number)?;
        let text = turn_text(catalogue, item, number)?;
        let span = item.seal.span();
        let span = match &command.words {
            Some(words) => to_words(&text, words),
            None if command.clause => to_clause(&text, span),
            None if command.start == 0 && command.end == 0 => bail!(
                "by how much? --start 2 takes two words off the start, --end -2 two off the end; --clause and --words \
                 say where the ends should be"
            ),
            None => by_words(&text, span, command.start, command.end),
        };
        let span = span.map_err(|error| anyhow!("quote {number}: {error}"))?;
        let edits = rework::edits_inside(&item.edits, span)
            .map_err(|error| anyhow!("quote {number}: {error}"))?;
        *item = sealed_anew(catalogue, item, span, edits, &lexicon, number)?;
        Ok(())
    })
}

/// Sets marks.
pub(super) fn edit(settings: &Settings, command: &Edit) -> anyhow::Result<Outcome> {
    let lexicon = settings.tagged_by()?;
    changed(settings, &command.name, |pack, catalogue| {
        let number = command.number;
        let item = item_of(pack, number)?;
        let text = turn_text(catalogue, item, number)?;
        let (span, edits) = edit::read(&command.words, &text)
            .map_err(|error| anyhow!("quote {number}: {error}"))?;
        *item = sealed_anew(catalogue, item, span, edits, &lexicon, number)?;
        Ok(())
    })
}

/// Writes a note.
pub(super) fn note(settings: &Settings, command: &Note) -> anyhow::Result<Outcome> {
    changed(settings, &command.name, |pack, _| {
        item_of(pack, command.number)?.note = given(&command.text);
        Ok(())
    })
}

/// Sets a heading.
pub(super) fn section(settings: &Settings, command: &Section) -> anyhow::Result<Outcome> {
    changed(settings, &command.name, |pack, _| {
        item_of(pack, command.number)?.section = given(&command.title);
        Ok(())
    })
}

/// Changes the order.
pub(super) fn put_elsewhere(settings: &Settings, command: &Move) -> anyhow::Result<Outcome> {
    changed(settings, &command.name, |pack, _| {
        item_of(pack, command.to)?;
        item_of(pack, command.number)?;
        let item = pack.items.remove(command.number - 1);
        pack.items.insert(command.to - 1, item);
        Ok(())
    })
}

/// Takes quotes out.
pub(super) fn remove(settings: &Settings, command: &Remove) -> anyhow::Result<Outcome> {
    changed(settings, &command.name, |pack, _| {
        for number in &command.numbers {
            item_of(pack, *number)?;
        }
        let mut number = 0;
        pack.items.retain(|_| {
            number += 1;
            !command.numbers.contains(&number)
        });
        Ok(())
    })
}

/// Forgets a pack.
pub(super) fn delete(settings: &Settings, command: &Delete) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let mut out = anstream::stdout();
    let name = printable(&command.name);
    if !catalogue.remove_pack(&command.name)? {
        writeln!(out, "There is no pack named {name}.")?;
        return Ok(Outcome::NothingFound);
    }
    writeln!(out, "{name} is deleted.")?;
    Ok(Outcome::Done)
}

/// Changes a pack, keeps it and shows it.
fn changed(
    settings: &Settings,
    name: &str,
    work: impl FnOnce(&mut Pack, &Catalogue) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let (pack, ()) = change(settings, name, work)?;
    list::show_items(&mut anstream::stdout(), &pack)?;
    Ok(Outcome::Done)
}

/// The item of a number, counted from 1.
pub(super) fn item_of(pack: &mut Pack, number: usize) -> anyhow::Result<&mut Item> {
    let n_items = pack.items.len();
    let item = number.checked_sub(1).and_then(|at| pack.items.get_mut(at));
    item.ok_or_else(|| {
        anyhow!("there is no quote {number}; the pack has {n_items}, and they are counted from 1")
    })
}

/// The text of an item's turn, which must be the one that it was cut from.
fn turn_text(catalogue: &Catalogue, item: &Item, number: usize) -> anyhow::Result<String> {
    let kept = catalogue.call(&item.seal.call)?;
    rework::turn_text(item, kept.as_ref().map(|(_, call)| call))
        .map(str::to_owned)
        .map_err(|error| anyhow!("quote {number}: {error}"))
}

/// The item with other ends and marks, sealed again.
fn sealed_anew(
    catalogue: &Catalogue,
    item: &Item,
    span: Span,
    edits: Vec<QuoteEdit>,
    lexicon: &str,
    number: usize,
) -> anyhow::Result<Item> {
    let Some((call, mentions)) = tagged(catalogue, &item.seal.call)? else {
        bail!("quote {number}: its call is gone; remove it");
    };
    rework::reworked(item, (&call, &mentions), span, edits, lexicon)
        .map_err(|error| anyhow!("quote {number}: {error}"))
}

fn given(written: &str) -> Option<String> {
    let written = written.trim();
    (!written.is_empty()).then(|| written.to_owned())
}
