//! How does a turn, or words of one, come into a pack by hand?

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::call::Span;
use crate::cli::Outcome;
use crate::cli::look::{count, printable};
use crate::cli::pack::{list, open_to_write, opened, pack_name, tagged};
use crate::cli::rights::today;
use crate::cli::settings::{Settings, now};
use crate::quote::pack::{Item, Pack};
use crate::quote::rights::carriers::keep;
use crate::quote::seal::seal;
use crate::store::catalogue::Catalogue;

/// Add turns, or words of them, to a pack; a new name makes a pack
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack add offer hebblethorpe-callback-0609:3\n  verbatim pack add offer hebblethorpe-callback-0609:3:49-63 --section Offer"
)]
pub struct Add {
    /// The pack's name
    #[arg(value_name = "NAME", value_parser = pack_name)]
    pub name: String,
    /// The turn as it stands behind every hit of a search, and the bytes to quote where it is not all of it
    #[arg(value_name = "CALL:TURN[:FROM-TO]", required = true)]
    pub places: Vec<String>,
    /// The section under which they stand
    #[arg(long, value_name = "TITLE")]
    pub section: Option<String>,
    /// A note for the editor
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
}

/// A place as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Place<'a> {
    pub(in crate::cli) call: &'a str,
    pub(in crate::cli) turn: u32,
    pub(in crate::cli) span: Option<Span>,
}

impl<'a> Place<'a> {
    /// Ids may hold colons themselves, so a place is read from its end.
    pub(in crate::cli) fn read(written: &'a str) -> Option<Place<'a>> {
        let (before, last) = written.rsplit_once(':')?;
        let (call, turn, span) = match last.split_once('-') {
            Some((start, end)) => {
                let (call, turn) = before.rsplit_once(':')?;
                let span = Span {
                    start: start.parse().ok()?,
                    end: end.parse().ok()?,
                };
                (call, turn, Some(span))
            }
            None => (before, last, None),
        };
        let turn = turn.parse().ok()?;
        (!call.is_empty()).then_some(Place { call, turn, span })
    }
}

/// Adds quotes.
pub(super) fn run(settings: &Settings, command: &Add) -> anyhow::Result<Outcome> {
    let lexicon = settings.tagged_by()?;
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let mut pack = match catalogue.pack(&command.name)? {
        Some(_) => opened(&catalogue, &command.name)?,
        None => Pack {
            name: command.name.clone(),
            ..Pack::default()
        },
    };
    let mut n_added = 0;
    for written in &command.places {
        let item = sealed(&catalogue, written, &lexicon)?;
        let is_there = |other: &Item| other.seal.source_key() == item.seal.source_key();
        if pack.items.iter().any(is_there) {
            continue;
        }
        n_added += 1;
        pack.items.push(Item {
            section: command.section.clone(),
            note: command.note.clone(),
            ..item
        });
    }
    keep(&mut catalogue, &pack, today()?, &now())?;
    let mut out = anstream::stdout();
    let (added, all) = (count(n_added, "quote"), pack.items.len());
    writeln!(
        out,
        "{}: {added} added, {all} in all",
        printable(&pack.name)
    )?;
    list::show_items(&mut out, &pack)?;
    Ok(Outcome::Done)
}

fn sealed(catalogue: &Catalogue, written: &str, lexicon: &str) -> anyhow::Result<Item> {
    let place = Place::read(written).ok_or_else(|| {
        anyhow!(
            "{written}: this names no turn; write CALL:TURN as it stands behind every hit of a search, such as d01:7, \
             or CALL:TURN:FROM-TO for some of its bytes"
        )
    })?;
    let Some((call, mentions)) = tagged(catalogue, place.call)? else {
        bail!(
            "{written}: no such call is kept; the place of a turn stands behind every hit of a search"
        );
    };
    let whole = || Span {
        start: 0,
        end: call
            .turns
            .get(place.turn as usize)
            .map_or(0, |turn| turn.text.len() as u32),
    };
    let span = place.span.unwrap_or_else(whole);
    let seal =
        seal(&call, place.turn, span, lexicon).map_err(|error| anyhow!("{written}: {error}"))?;
    Ok(Item::new(seal, &call, &mentions))
}
