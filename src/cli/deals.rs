//! What can be done with deals: import them from a CRM, and list them?

pub mod import;

mod list;

mod report;

use clap::Subcommand;

use crate::cli::Outcome;
use crate::cli::args::Args;

/// Import deals from a CRM, and list them
#[derive(Debug, clap::Args)]
pub struct Deals {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with deals.
#[derive(Debug, Subcommand)]
pub enum What {
    Import(import::Import),
    List(list::List),
}

/// Does it.
pub fn run(args: &Args, command: &Deals) -> anyhow::Result<Outcome> {
    match &command.what {
        What::Import(command) => import::run(args, command),
        What::List(command) => list::run(args, command),
    }
}
