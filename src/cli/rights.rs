//! How are permissions for quotes written down, taken back and explained?

mod grant;

mod import;

mod list;

mod explain;

mod withdraw;

mod unknown;

use anyhow::{Context, anyhow, bail};
use clap::Subcommand;
use jiff::civil::Date;

use crate::cli::args::Args;
use crate::cli::settings::{Settings, now};
use crate::cli::{Outcome, given, typed};
use crate::quote::pack::Pack;
use crate::quote::quote::turn_hash;
use crate::quote::rights::book::Rights as Book;
use crate::quote::rights::subject::{Place, Subject};
use crate::quote::rights::{Level, day};
use crate::store::catalogue::Catalogue;

/// Write down who allowed which words to be shown, and how far
///
/// Without a permission, words are for internal use. Of several, the most specific decides: certain words before a
/// person, a person before a call, a call before an account; of equals the newer. A withdrawal ends all that was allowed
/// before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim rights grant call:hebblethorpe-callback-0609 anonymous --by CMO\n  verbatim rights explain hebblethorpe-callback-0609:3\n  verbatim rights list\n\n\
        Levels: internal, anonymous, role+industry, company, name, logo.\n\
        Subjects: account:NAME, call:ID, person:E-MAIL, person:ACCOUNT/NAME,\n\
        person:- (which reads either from standard input), quote:CALL:TURN:FROM-TO."
)]
pub struct Rights {
    #[command(subcommand)]
    pub what: What,
}

/// What to do with rights.
#[derive(Debug, Subcommand)]
pub enum What {
    Grant(grant::Grant),
    Withdraw(withdraw::Withdraw),
    Explain(explain::Explain),
    List(list::List),
    Import(import::Import),
}

/// Does it.
pub fn run(args: &Args, command: &Rights) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    match &command.what {
        What::Grant(command) => grant::run(&settings, command),
        What::Withdraw(command) => withdraw::run(&settings, command),
        What::Explain(command) => explain::run(&settings, command),
        What::List(command) => list::run(&settings, command),
        What::Import(command) => import::run(&settings, command),
    }
}

/// The longest thing that somebody may write beside a right, in characters.
const LONGEST_TEXT: usize = 2_000;

/// Today.
pub(in crate::cli) fn today() -> anyhow::Result<Date> {
    day(now().get(..10).unwrap_or("")).context("the clock tells no day; set it and try again")
}

/// A day as it is typed.
pub(in crate::cli) fn given_day(written: &str) -> Result<Date, String> {
    day(written.trim()).ok_or_else(|| "write a day as 2026-03-01".to_owned())
}

/// A line that somebody types.
pub(in crate::cli) fn given_text(written: &str) -> Result<String, String> {
    given::line(written, LONGEST_TEXT)
        .ok_or_else(|| format!("write 1 to {LONGEST_TEXT} characters on one line"))
}

/// What is typed; the person of `person:-` is read from standard input, and stands in no list of processes.
fn given_subject(written: &str) -> Result<Subject, String> {
    let subject = match written.trim() {
        "person:-" => {
            let person = typed::person().map_err(|error| format!("{error:#}"))?;
            Subject::of("person", &person)
        }
        written => Subject::read(written),
    };
    subject.map_err(|error| error.to_string())
}

fn given_level(written: &str) -> Result<Level, String> {
    Level::from_name(written).ok_or_else(|| {
        let names: Vec<&str> = Level::ALL.into_iter().map(Level::name).collect();
        format!("the levels are {}", names.join(", "))
    })
}

/// Who does it: as said, or the system's user.
pub(in crate::cli) fn by_whom(said: Option<&str>) -> String {
    let users = ["USER", "LOGNAME", "USERNAME"].into_iter();
    let mut users = users.filter_map(|name| std::env::var(name).ok());
    said.map(str::to_owned)
        .or_else(|| users.find_map(|user| given_text(&user).ok()))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// All that is written down about rights, and what is known of the calls of a pack.
pub(in crate::cli) fn rights_for(catalogue: &Catalogue, pack: &Pack) -> anyhow::Result<Book> {
    let mut rights = Book::of(catalogue, today()?)?;
    let calls = pack.items.iter().map(|item| item.seal.call.as_str());
    rights.learn_kept(catalogue, calls)?;
    Ok(rights)
}

/// The subject with the hash of the turn that its bytes are of. Words of a turn must be there; anything else may come
/// later.
fn bound(catalogue: &Catalogue, subject: Subject) -> anyhow::Result<Subject> {
    let Subject::Quote(place) = subject else {
        return Ok(subject);
    };
    let turn = catalogue.turn(&place.call, place.turn)?.ok_or_else(|| {
        anyhow!("no such turn is kept; its place stands behind every hit of a search")
    })?;
    if turn.text.len() < place.span.end as usize {
        bail!(
            "the turn has only {} bytes; `verbatim pack show` tells those of a quote",
            turn.text.len()
        );
    }
    Ok(Subject::Quote(Place {
        turn_sha256: turn_hash(&turn.text),
        ..place
    }))
}
