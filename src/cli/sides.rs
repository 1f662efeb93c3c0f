//! Who is on a call, on which side, and how does a person put that right?
//!
//! What a person says is kept in the catalogue, outlives ingestion and corrected transcripts, and is obeyed at once: the
//! call is tagged again, and the index follows.

mod show;

use std::io::Write;

use anyhow::{anyhow, bail};

use crate::call::{Call, Side};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{count, wrapped};
use crate::cli::mark::with_bar;
use crate::cli::settings::{Settings, now};
use crate::pipeline::sides::{self, Setting, SidesError, Wish};
use crate::store::catalogue::Catalogue;

/// Show on which side everybody on a call sits, and put it right
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim sides rev-c60d509ba87b87f2\n  verbatim sides rev-c60d509ba87b87f2 --set Jonah=rep --set 2=prospect\n  verbatim sides rev-c60d509ba87b87f2 --swap\n  verbatim sides --list\n  verbatim sides rev-c60d509ba87b87f2 --undo\n\nA side that a person gave outlives ingestion and corrected transcripts."
)]
pub struct Sides {
    /// The call's id, as it stands before the colon behind every hit of a search
    #[arg(value_name = "CALL", required_unless_present = "list")]
    pub call: Option<String>,
    /// Say on which side somebody sits, by name or number: prospect, rep or unknown
    #[arg(long, value_name = "NAME=SIDE", value_parser = setting, allow_hyphen_values = true)]
    pub set: Vec<Setting>,
    /// Make prospects of the reps and reps of the prospects
    #[arg(long)]
    pub swap: bool,
    /// Take back everything that was said about this call
    #[arg(long, conflicts_with_all = ["set", "swap"])]
    pub undo: bool,
    /// List everything that was corrected, on all calls
    #[arg(long, conflicts_with_all = ["call", "set", "swap", "undo"])]
    pub list: bool,
    /// One person a line, as JSON
    #[arg(long)]
    pub json: bool,
}

fn setting(typed: &str) -> Result<Setting, String> {
    // Display names may hold the sign themselves.
    let parts = typed.rsplit_once('=');
    let setting = parts.and_then(|(who, side)| {
        Some(Setting {
            who: who.trim().to_owned(),
            side: Side::from_word(side)?,
        })
    });
    setting
        .filter(|setting| !setting.who.is_empty())
        .ok_or_else(|| "write NAME=prospect, NAME=rep or NAME=unknown".to_owned())
}

/// Shows, corrects, takes back or lists.
pub fn run(args: &Args, command: &Sides) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    if command.list {
        return show::corrected(&settings, command.json);
    }
    let Some(id) = &command.call else {
        bail!("which call? Write its id, such as d01, or --list");
    };
    if command.swap || command.undo || !command.set.is_empty() {
        return change(&settings, command, id);
    }
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let (_, call) = kept(&catalogue, id)?;
    show::people(&catalogue, &call, command.json)?;
    Ok(Outcome::Done)
}

/// The call under an id.
fn kept(catalogue: &Catalogue, id: &str) -> anyhow::Result<(u32, Call)> {
    match catalogue.call(id)? {
        Some(kept) => Ok(kept),
        None => Err(anyhow!("{id}: {}", SidesError::NoCall)),
    }
}

fn change(settings: &Settings, command: &Sides, id: &str) -> anyhow::Result<Outcome> {
    let lexicons = settings.lexicons()?;
    let wish = Wish {
        call: id,
        swap: command.swap,
        set: &command.set,
        now: &now(),
    };
    let heard = with_bar(settings, &lexicons, |workshop, progress| {
        if command.undo {
            sides::take_back(&settings.dir, workshop, id, progress)
        } else {
            sides::decide(&settings.dir, workshop, &wish, progress).map(Some)
        }
    })?;
    let heard = match heard {
        Ok(heard) => heard,
        Err(error) => return Err(told(settings, command, id, error)?),
    };
    let mut out = anstream::stdout();
    let Some(heard) = heard else {
        if !command.json {
            writeln!(out, "Nothing was corrected on this call.")?;
        }
        return Ok(Outcome::NothingFound);
    };
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let (_, call) = kept(&catalogue, id)?;
    show::people(&catalogue, &call, command.json)?;
    if !command.json {
        let told = format!(
            "Tagged again: {} heard now, {} before.",
            count(heard.n_now, "mention"),
            heard.n_before
        );
        writeln!(out, "{}", wrapped(&told, ""))?;
    }
    Ok(Outcome::Done)
}

/// The error with its call; before it the people to choose from, where it is not clear who is meant.
fn told(
    settings: &Settings,
    command: &Sides,
    id: &str,
    error: SidesError,
) -> anyhow::Result<anyhow::Error> {
    if let SidesError::Archive(error) = error {
        return Ok(error.into());
    }
    if matches!(error, SidesError::Unclear(_)) && !command.json {
        let catalogue = Catalogue::open_to_read(&settings.dir)?;
        let (_, call) = kept(&catalogue, id)?;
        show::people(&catalogue, &call, false)?;
    }
    Ok(anyhow!("{id}: {error}"))
}
