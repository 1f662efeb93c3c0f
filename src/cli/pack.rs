//! How does a writer make a pack of quotes, and what can be done with it?

pub mod new;

pub mod add;

pub mod change;

pub mod export;

mod house;

pub mod list;

pub mod uses;

pub mod feedback;

pub mod history;

pub mod redact;

pub mod leaktest;

pub(in crate::cli) mod leave;

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::archive::Tagged;
use crate::cli::args::Args;
use crate::cli::settings::{Settings, now};
use crate::cli::{Outcome, given};
use crate::quote::gather;
use crate::quote::pack::Pack as QuotePack;
use crate::quote::pack::row::{from_row, to_row};
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PATIENCE, WriteLock};

/// Gather quotes in packs: choose, arrange, trim, export
///
/// Each quote is sealed: it carries the place and the hash of what it was cut from, so that `verbatim verify` can tell
/// years later that it was said.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack new typing --query 'typing it in by hand' --max 5\n  verbatim pack show typing\n  verbatim pack section typing 1 'Typed by hand'\n  verbatim pack export typing --format md -o typing.md\n  verbatim verify typing.md"
)]
pub struct Pack {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with a pack.
#[derive(Debug, Subcommand)]
pub enum What {
    New(Box<new::New>),
    Add(add::Add),
    Show(list::Show),
    List(list::List),
    Trim(change::Trim),
    Edit(change::Edit),
    Note(change::Note),
    Section(change::Section),
    Move(change::Move),
    Remove(change::Remove),
    Delete(change::Delete),
    Export(export::Export),
    Redact(redact::Redact),
    Leaktest(leaktest::Leaktest),
    Accept(leaktest::Accept),
    History(history::History),
    Use(uses::Use),
    Uses(uses::Uses),
    Feedback(feedback::Feedback),
}

/// Does it.
pub fn run(args: &Args, command: &Pack) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    match &command.what {
        What::New(command) => new::run(&settings, command),
        What::Add(command) => add::run(&settings, command),
        What::Show(command) => list::show(&settings, command),
        What::List(command) => list::run(&settings, command),
        What::Trim(command) => change::trim(&settings, command),
        What::Edit(command) => change::edit(&settings, command),
        What::Note(command) => change::note(&settings, command),
        What::Section(command) => change::section(&settings, command),
        What::Move(command) => change::put_elsewhere(&settings, command),
        What::Remove(command) => change::remove(&settings, command),
        What::Delete(command) => change::delete(&settings, command),
        What::Export(command) => export::run(&settings, command),
        What::Redact(command) => redact::run(&settings, command),
        What::Leaktest(command) => leaktest::run(&settings, command),
        What::Accept(command) => leaktest::accept(&settings, command),
        What::History(command) => history::run(&settings, command),
        What::Use(command) => uses::add(&settings, command),
        What::Uses(command) => uses::run(&settings, command),
        What::Feedback(command) => feedback::run(&settings, command),
    }
}

/// A name that a pack may have.
fn pack_name(written: &str) -> Result<String, String> {
    given::name(written, "a pack's")
}

/// The pack of a name, or the way to one.
pub(in crate::cli) fn opened(catalogue: &Catalogue, name: &str) -> anyhow::Result<QuotePack> {
    let Some(row) = catalogue.pack(name)? else {
        bail!(
            "there is no pack named {name}; `verbatim pack list` shows those that are, `verbatim pack new` makes one"
        );
    };
    from_row(row).with_context(|| format!("cannot read the pack {name}"))
}

/// The right to write, and the catalogue open for it. An empty folder stays empty.
pub(in crate::cli) fn open_to_write(settings: &Settings) -> anyhow::Result<(WriteLock, Catalogue)> {
    Catalogue::open_to_read(&settings.dir)?;
    let lock = WriteLock::take_within(&settings.dir, "pack", PATIENCE)?;
    let catalogue = Catalogue::open_to_write(&settings.dir, &lock)?;
    Ok((lock, catalogue))
}

/// Changes a pack and keeps it.
fn change<T>(
    settings: &Settings,
    name: &str,
    work: impl FnOnce(&mut QuotePack, &Catalogue) -> anyhow::Result<T>,
) -> anyhow::Result<(QuotePack, T)> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let mut pack = opened(&catalogue, name)?;
    let done = work(&mut pack, &catalogue)?;
    catalogue.put_pack(&to_row(&pack)?, &now())?;
    Ok((pack, done))
}

/// A call and what is heard in it.
fn tagged(catalogue: &Catalogue, call: &str) -> anyhow::Result<Option<Tagged>> {
    Ok(gather::tagged(catalogue, call)?)
}
