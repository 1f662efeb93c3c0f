//! Which addresses are open for vendors, and do their deliveries get through?

mod example;
mod list;
mod test;

use clap::Subcommand;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::settings::Settings;

/// Let vendors deliver calls, and try it out
///
/// Each [hooks.NAME] of the config opens the address /hooks/NAME of `verbatim serve`. `example` prints the lines for a
/// vendor and what to click there; `test` sends a delivery signed as the vendor would sign it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim hooks example zoom\n  verbatim hooks list\n  verbatim hooks test zoom --offline"
)]
pub struct Hooks {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with webhooks.
#[derive(Debug, Subcommand)]
pub enum What {
    /// List the addresses of the config, and whether their secrets can be read
    List(list::List),
    /// Send a delivery signed as the vendor would, and tell what came of it
    Test(test::Test),
    /// Print the config lines for a vendor, and what to click there
    Example(example::Example),
}

/// Does what is to be done with webhooks.
pub fn run(args: &Args, command: &Hooks) -> anyhow::Result<Outcome> {
    match &command.what {
        What::List(list) => list::run(&Settings::of(args)?, list),
        What::Test(test) => test::run(&Settings::of(args)?, test),
        What::Example(example) => example::run(example),
    }
}
