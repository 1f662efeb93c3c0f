//! Why may these words be shown so far, and no further?

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::call::Span;
use crate::cli::Outcome;
use crate::cli::look::{STRONG, printable, styled, wrapped};
use crate::cli::pack::add::Place;
use crate::cli::rights::grant::told;
use crate::cli::rights::today;
use crate::cli::settings::Settings;
use crate::quote::rights::book::Rights;
use crate::quote::rights::{Because, Worth};
use crate::store::catalogue::Catalogue;

/// Tell how far words may be shown, and which right or withdrawal says so
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim rights explain hebblethorpe-callback-0609:3\n  verbatim rights explain hebblethorpe-callback-0609:3:49-63"
)]
pub struct Explain {
    /// The turn as it stands behind every hit of a search, and the bytes where it is not all of it
    #[arg(value_name = "CALL:TURN[:FROM-TO]")]
    pub place: String,
}

/// Explains.
pub(super) fn run(settings: &Settings, command: &Explain) -> anyhow::Result<Outcome> {
    let place = Place::read(&command.place).ok_or_else(|| {
        anyhow!(
            "this names no turn; write CALL:TURN as it stands behind every hit of a search, such as d01:7, or \
             CALL:TURN:FROM-TO for some of its bytes"
        )
    })?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let Some(turn) = catalogue.turn(place.call, place.turn)? else {
        bail!("no such turn is kept; its place stands behind every hit of a search");
    };
    let span = place.span.unwrap_or(Span {
        start: 0,
        end: turn.text.len() as u32,
    });
    let mut rights = Rights::of(&catalogue, today()?)?;
    rights.learn_kept(&catalogue, [place.call])?;
    let words = rights.words_at(place.call, place.turn, span, None);
    let standing = rights.standing(&words);
    let level = standing
        .level
        .map_or("withdrawn: in no file", |level| level.name());
    let mut out = anstream::stdout();
    writeln!(out, "{}", styled(STRONG, level))?;
    if !matches!(standing.because, Because::Granted(_)) {
        writeln!(out, "  {}", standing.because.told())?;
    }
    for (right, worth) in rights.weigh(&words) {
        let line = format!("{}: {}", told(right), worth_told(worth));
        writeln!(out, "{}", wrapped(&printable(&line), "  "))?;
    }
    Ok(Outcome::Done)
}

fn worth_told(worth: Worth) -> String {
    match worth {
        Worth::Decides => "decides".to_owned(),
        Worth::NotYet => "begins later".to_owned(),
        Worth::Ended => "has ended".to_owned(),
        Worth::Withdrawn(number) => format!("ended by withdrawal {number}"),
        Worth::Outdone(number) => format!("right {number} is more specific or newer"),
    }
}
