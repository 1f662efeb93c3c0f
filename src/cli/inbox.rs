//! What has arrived and is not kept yet, and what is to be done about it?

mod decide;

mod list;

mod show;

mod work;

use clap::Subcommand;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::settings::Settings;

/// Look after deliveries that are not kept yet
///
/// What vendors deliver lies in the inbox until its call is kept; `verbatim serve` works it off by itself. What could not
/// be understood or fetched stays there for a person.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim inbox list\n  verbatim inbox list --dead --json\n  verbatim inbox show 1\n  verbatim inbox show 1 --raw > delivery.json\n  verbatim inbox retry 1\n  verbatim inbox retry --all-dead\n  verbatim inbox drop 1\n  verbatim inbox work"
)]
pub struct Inbox {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with the inbox.
#[derive(Debug, Subcommand)]
pub enum What {
    List(list::List),
    Show(show::Show),
    Retry(decide::Retry),
    Drop(decide::Drop),
    Work(work::Work),
}

/// Does it.
pub fn run(args: &Args, command: &Inbox) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    match &command.what {
        What::List(command) => list::run(&settings, command),
        What::Show(command) => show::run(&settings, command),
        What::Retry(command) => decide::retry(&settings, command),
        What::Drop(command) => decide::drop(&settings, command),
        What::Work(command) => work::run(&settings, command),
    }
}

/// What is said where a number means nothing.
fn no_such(number: i64) -> String {
    format!("the inbox has no delivery {number}; `verbatim inbox list` shows those it has")
}
