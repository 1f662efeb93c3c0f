//! How is a pack made from a search?

use std::io::Write;

use anyhow::bail;

use crate::cli::Outcome;
use crate::cli::filters::Filters;
use crate::cli::look::{count, note_label, printable};
use crate::cli::pack::{list, open_to_write, pack_name};
use crate::cli::reindex;
use crate::cli::rights::today;
use crate::cli::search::request;
use crate::cli::settings::{Settings, now};
use crate::quote::choose::Wishes;
use crate::quote::gather::{LOOKED_AT, gather};
use crate::quote::pack::Pack;
use crate::quote::rights::book::Rights;
use crate::quote::rights::carriers::keep;

/// Choose the quotes that stand alone best, of different accounts and people
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack new by-hand --query '\"by hand\"' --per-account 1\n  verbatim pack new doubts --kind objection --diverse --max 10"
)]
pub struct New {
    /// The pack's name
    #[arg(value_name = "NAME", value_parser = pack_name)]
    pub name: String,
    /// What to look for, as for search
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    #[command(flatten)]
    pub filters: Filters,
    /// At most so many quotes
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub max: u32,
    /// At most so many quotes of one account
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub per_account: Option<u32>,
    /// Rather different than best
    #[arg(long)]
    pub diverse: bool,
}

/// Makes a pack.
pub(super) fn run(settings: &Settings, command: &New) -> anyhow::Result<Outcome> {
    let archive = reindex::open_up_to_date(settings)?;
    if archive.catalogue.pack(&command.name)?.is_some() {
        let name = &command.name;
        bail!(
            "there is a pack named {name} already; take another name, or `verbatim pack delete` it first"
        );
    }
    let question = command.query.clone().unwrap_or_default();
    let words = [question.trim().to_owned()];
    let request = request(settings, &words, &command.filters, LOOKED_AT)?;
    let found = archive.find(&request)?;
    let wishes = Wishes {
        max: command.max as usize,
        per_account: command.per_account.map(|most| most as usize),
        is_diverse: command.diverse,
    };
    let lexicon = settings.tagged_by()?;
    let mut rights = Rights::of(&archive.catalogue, today()?)?;
    let hits = &found.hits;
    let gathered = gather(&archive.catalogue, hits, wishes, &lexicon, &mut rights)?;
    tell_withdrawn(gathered.n_withdrawn)?;
    let items = gathered.items;
    let mut out = anstream::stdout();
    if items.is_empty() {
        writeln!(out, "Nothing found that stands alone, so no pack was made.")?;
        return Ok(Outcome::NothingFound);
    }
    let pack = Pack {
        name: command.name.clone(),
        query: words.concat(),
        filters: command.filters.told(),
        items,
    };
    drop(archive);
    let (_lock, mut catalogue) = open_to_write(settings)?;
    keep(&mut catalogue, &pack, today()?, &now())?;
    let n_quotes = count(pack.items.len() as u64, "quote");
    writeln!(out, "{}: {n_quotes}", printable(&pack.name))?;
    list::show_items(&mut out, &pack)?;
    Ok(Outcome::Done)
}

/// Says how many quotes were not to be chosen from because somebody took them back, if any were.
fn tell_withdrawn(n_withdrawn: usize) -> std::io::Result<()> {
    if n_withdrawn == 0 {
        return Ok(());
    }
    writeln!(
        anstream::stderr(),
        "{} {} left out, because the words were withdrawn; `verbatim rights list` tells by whom",
        note_label(),
        count(n_withdrawn as u64, "quote")
    )
}
