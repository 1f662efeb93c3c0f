//! What does a person decide about a delivery?

use std::io::Write;

use crate::cli::Outcome;
use crate::cli::inbox::no_such;
use crate::cli::look::{grouped, note_label};
use crate::cli::settings::Settings;
use crate::store::inbox::{Filter, Inbox};

/// Try deliveries again, as if they had just come
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim inbox retry 1\n  verbatim inbox retry --all-dead && verbatim inbox work"
)]
pub struct Retry {
    /// Its number, as it stands in the list
    #[arg(value_name = "N", required_unless_present = "all_dead")]
    pub number: Option<i64>,
    /// Every delivery that needs a person
    #[arg(long, conflicts_with = "number")]
    pub all_dead: bool,
}

/// Drop a delivery; it does not come again
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim inbox drop 1")]
pub struct Drop {
    /// Its number, as it stands in the list
    #[arg(value_name = "N")]
    pub number: i64,
}

/// Lets workers take deliveries at once.
pub fn retry(settings: &Settings, command: &Retry) -> anyhow::Result<Outcome> {
    let Some(inbox) = Inbox::open_if_there(&settings.dir)? else {
        return nothing("there is nothing to try again");
    };
    let numbers: Vec<i64> = match command.number {
        Some(number) => vec![number],
        None => {
            let dead = inbox.list(Filter::Dead)?;
            dead.iter().map(|line| line.number).collect()
        }
    };
    let mut n_retried = 0;
    for number in numbers {
        n_retried += u64::from(inbox.retry(number)?);
    }
    if n_retried == 0 {
        return match command.number {
            Some(number) => nothing(&no_such(number)),
            None => nothing("there is nothing to try again"),
        };
    }
    writeln!(
        anstream::stdout(),
        "to be tried again, by the server or by `verbatim inbox work`: {}",
        grouped(n_retried)
    )?;
    Ok(Outcome::Done)
}

/// Forgets what a delivery brings.
pub fn drop(settings: &Settings, command: &Drop) -> anyhow::Result<Outcome> {
    let is_dropped = match Inbox::open_if_there(&settings.dir)? {
        Some(inbox) => {
            let is_dropped = inbox.drop_one(command.number)?;
            inbox.empty_journal()?;
            is_dropped
        }
        None => false,
    };
    if !is_dropped {
        return nothing(&no_such(command.number));
    }
    writeln!(anstream::stdout(), "delivery {} dropped", command.number)?;
    Ok(Outcome::Done)
}

fn nothing(why: &str) -> anyhow::Result<Outcome> {
    writeln!(anstream::stderr(), "{} {why}", note_label())?;
    Ok(Outcome::NothingFound)
}
