//! Who wants to be told when something is said again?

mod alerts;
mod list;
pub mod posting;
mod run;

use std::io::Write;

use anyhow::bail;
use clap::Subcommand;

use crate::archive::watches::Watch as Saved;
use crate::cli::args::Args;
use crate::cli::filters::Filters;
use crate::cli::look::printable;
use crate::cli::settings::{Settings, now};
use crate::cli::{Outcome, given};
use crate::search::query;
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PATIENCE, WriteLock};
use crate::store::watches::WatchRow;

/// Save searches, and be told when a new call answers one
///
/// Only prospects' words count, and every word of the query must be there; OR, "phrases" and prefix* work as in a search.
/// A turn is told once, however often its call comes in. With --post it is sent, signed, by `verbatim serve` a moment
/// after its call came in, and by `nightly` and `watch run`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim watch add by-hand '\"by hand\"'\n  verbatim watch add lost-on-price 'expensive OR price' --outcome lost\n  verbatim watch list\n  verbatim watch run\n  verbatim watch remove lost-on-price"
)]
pub struct Watch {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with saved searches.
#[derive(Debug, Subcommand)]
pub enum What {
    Add(Box<Add>),
    List(list::List),
    Alerts(alerts::Alerts),
    Remove(Remove),
    Run(run::Run),
}

/// Save a search; calls that come in from now on are looked through
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim watch add slow '\"every night\"'\n  verbatim watch add price --tag objection/price"
)]
pub struct Add {
    /// What to call it
    #[arg(value_name = "NAME", value_parser = watch_name)]
    pub name: String,
    /// What to listen for, as for search; every word must be there
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: Filters,
    /// Where to post its alerts: the NAME of a [post.NAME] in the config
    #[arg(long, value_name = "NAME")]
    pub post: Option<String>,
}

/// Forget a saved search and its alerts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim watch remove by-hand")]
pub struct Remove {
    /// Its name
    pub name: String,
}

/// Does it.
pub fn run(args: &Args, command: &Watch) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    match &command.what {
        What::Add(command) => add(&settings, command),
        What::List(command) => list::run(&settings, command),
        What::Alerts(command) => alerts::run(&settings, command),
        What::Remove(command) => remove(&settings, command),
        What::Run(command) => run::run(&settings, command),
    }
}

fn watch_name(written: &str) -> Result<String, String> {
    given::name(written, "a saved search's")
}

fn add(settings: &Settings, command: &Add) -> anyhow::Result<Outcome> {
    let query = query::join_args(&command.query).trim().to_owned();
    // Dates and values are checked where flags are.
    command.filters.filter(settings)?;
    let filters = command.filters.told();
    Saved::new(&query, &filters)?;
    if let Some(post) = &command.post {
        check_place(settings, post)?;
    }
    let row = WatchRow {
        name: command.name.clone(),
        query,
        filters: serde_json::to_string(&filters)?,
        post: command.post.clone(),
        made_at: now(),
        ..WatchRow::default()
    };
    let lock = WriteLock::take_within(&settings.dir, "watch", PATIENCE)?;
    let is_new = Catalogue::open_to_write(&settings.dir, &lock)?.add_watch(&row)?;
    let name = printable(&row.name);
    if !is_new {
        bail!(
            "there is a saved search named {name} already; take another name, or `verbatim watch remove` it first"
        );
    }
    let mut out = anstream::stdout();
    writeln!(
        out,
        "Calls that come in from now on are looked through for {name}."
    )?;
    if row.post.is_none() {
        writeln!(
            out,
            "What answers is listed by `verbatim watch alerts` and on the page."
        )?;
    }
    Ok(Outcome::Done)
}

/// An alert to a place that there is not would wait until it fails.
fn check_place(settings: &Settings, post: &str) -> anyhow::Result<()> {
    let places = &settings.config.post;
    if places.contains_key(post) {
        return Ok(());
    }
    let post = printable(post);
    if places.is_empty() {
        bail!("the config has no [post.{post}] and no other; add it, or leave --post out");
    }
    let names: Vec<String> = places.keys().map(|name| printable(name)).collect();
    bail!(
        "the config has no [post.{post}]; those that there are: {}",
        names.join(", ")
    );
}

fn remove(settings: &Settings, command: &Remove) -> anyhow::Result<Outcome> {
    Catalogue::open_to_read(&settings.dir)?;
    let lock = WriteLock::take_within(&settings.dir, "watch", PATIENCE)?;
    let was_there = Catalogue::open_to_write(&settings.dir, &lock)?.remove_watch(&command.name)?;
    let name = printable(&command.name);
    if !was_there {
        bail!("there is no saved search named {name}; `verbatim watch list` shows those that are");
    }
    writeln!(anstream::stdout(), "{name} and its alerts are forgotten.")?;
    Ok(Outcome::Done)
}
