//! Who is on a call, on which side, and how does a person put that right?
//!
//! What a person says is kept in the catalogue, outlives ingestion and corrected transcripts, and is obeyed at once: the
//! call is tagged again, and the index follows.

mod find;

mod show;

use std::io::Write;

use anyhow::bail;

use crate::call::{Call, Participant, Side};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{count, wrapped};
use crate::cli::mark::with_bar;
use crate::cli::settings::{Settings, now};
use crate::ingest::normalize::SideRules;
use crate::pipeline::mark::hear_again;
use crate::store::catalogue::Catalogue;
use crate::store::lock::WriteLock;
use crate::store::sides::SideDecision;

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

/// A side as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// A display name, a part of one, or a number.
    pub who: String,
    pub side: Side,
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
        None => bail!(
            "{id}: no such call is kept; a call's id stands before the colon behind every hit of a search"
        ),
    }
}

fn change(settings: &Settings, command: &Sides, id: &str) -> anyhow::Result<Outcome> {
    // Before the lock is taken, so that an empty folder stays empty.
    Catalogue::open_to_read(&settings.dir)?;
    let lexicons = settings.lexicons()?;
    let lock = WriteLock::take(&settings.dir, "sides")?;
    let mut catalogue = Catalogue::open_to_write(&settings.dir, &lock)?;
    let (ord, call) = kept(&catalogue, id)?;
    let n_before = catalogue.mentions(ord)?.len() as u64;
    let mut out = anstream::stdout();
    if command.undo {
        if !catalogue.remove_sides(&call.id)? {
            if !command.json {
                writeln!(out, "Nothing was corrected on this call.")?;
            }
            return Ok(Outcome::NothingFound);
        }
    } else {
        let decided = match decisions(&call, command, &settings.side_rules()) {
            Ok(decided) => decided,
            Err(unclear) => {
                if !command.json {
                    show::people(&catalogue, &call, false)?;
                }
                bail!("{id}: {unclear}");
            }
        };
        catalogue.put_sides(&call.id, &decided)?;
    }
    with_bar(settings, &lexicons, |workshop, progress| {
        hear_again(&settings.dir, &mut catalogue, workshop, progress)
    })??;
    let (_, call) = kept(&catalogue, id)?;
    show::people(&catalogue, &call, command.json)?;
    if !command.json {
        let n_now = catalogue.mentions(ord)?.len() as u64;
        let told = format!(
            "Tagged again: {} heard now, {n_before} before.",
            count(n_now, "mention")
        );
        writeln!(out, "{}", wrapped(&told, ""))?;
    }
    Ok(Outcome::Done)
}

/// What the command says about everybody; or what is unclear, without naming anybody.
fn decisions(
    call: &Call,
    command: &Sides,
    rules: &SideRules,
) -> Result<Vec<SideDecision>, &'static str> {
    let now = now();
    let decide = |who: &Participant, side: Side| SideDecision {
        call: call.id.clone(),
        who: who.name.clone(),
        side,
        role: role(who, rules),
        decided_at: now.clone(),
    };
    let mut decided = Vec::new();
    if command.swap {
        let swapped = call
            .participants
            .iter()
            .filter_map(|who| Some(decide(who, other_side(who.side)?)));
        decided.extend(swapped);
        if decided.is_empty() {
            return Err(
                "nobody's side is known on this call, so there is nothing to swap; say it with --set NAME=prospect",
            );
        }
    }
    for setting in &command.set {
        let who = find::person(&call.participants, &setting.who)?;
        decided.push(decide(who, setting.side));
    }
    Ok(decided)
}

fn other_side(side: Side) -> Option<Side> {
    match side {
        Side::Prospect => Some(Side::Rep),
        Side::Rep => Some(Side::Prospect),
        Side::Unknown => None,
    }
}

/// What the job title tells, for the case that a buyer is made of somebody.
fn role(who: &Participant, rules: &SideRules) -> Option<(String, String)> {
    let role = rules.personas.of_title(who.title.as_deref()?)?;
    Some((role.persona, role.pattern))
}
