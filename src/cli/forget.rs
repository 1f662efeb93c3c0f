//! How does somebody have calls deleted, and what does she get to show for it?

mod receipt;

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::bail;

use crate::cli::args::Args;
use crate::cli::look::{self, FAINT, GOOD, STRONG, count, printable, styled};
use crate::cli::settings::{Settings, now};
use crate::cli::{Outcome, typed};
use crate::pipeline::forget::receipt::Receipt;
use crate::pipeline::forget::{Asked, Future, Plan, carry_out, plan};
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PATIENCE, WriteLock};

use self::receipt::ReceiptFile;

/// Delete calls for good, and prove that they are gone
///
/// Calls go whole, with every version, what was received, marks, sides, quotes in packs and in the basket, labels, and
/// what waits in the inbox. Then everything in the data folder is read again. Tombstones keep the same call from coming
/// back. Files outside of the data folder, such as the transcripts themselves, exports and backups, stay.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim forget --call d01 --dry-run\n  verbatim forget --person 'Pete Lund' --dry-run\n  verbatim forget --person - --dry-run < person.txt\n  verbatim forget --account 'Brindle Creek Foods' --dry-run\n  verbatim forget --before 2020-01-01 --yes --receipt receipt.json\n\nExit code 0: deleted and proven, or with --dry-run told. 1: there is nothing to delete.\n2: something was found all the same; the message says where."
)]
pub struct Forget {
    /// Calls, by the ids that stand behind every hit of a search
    #[arg(long, value_name = "ID", num_args = 1.., conflicts_with_all = ["person", "account", "before"])]
    pub call: Vec<String>,
    /// Every call that somebody was on, by e-mail address or name; - reads it from standard input, so that it stands in no
    /// list of processes and no shell's history
    #[arg(long, value_name = "EMAIL|NAME|-", conflicts_with = "before")]
    pub person: Option<String>,
    /// Every call with an account, and its deals; with --person that person's calls there
    #[arg(long, value_name = "NAME", conflicts_with = "before")]
    pub account: Option<String>,
    /// Every call before a day, such as 2024-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub before: Option<String>,
    /// Keep this person or account out in future too
    #[arg(long, conflicts_with_all = ["call", "before"])]
    pub and_future: bool,
    /// Only tell what would be deleted
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Write the receipt here: counts and what the proof came to, nobody's name or words
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
    /// The receipt on stdout, as JSON
    #[arg(long)]
    pub json: bool,
}

fn day(written: &str) -> Result<String, String> {
    match written.parse::<jiff::civil::Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => Err("write the day as 2024-01-31".to_owned()),
    }
}

/// Deletes, or tells what would be deleted.
pub fn run(args: &Args, command: &Forget) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let (asked, future) = asked(command)?;
    let planned = plan(&Catalogue::open_to_read(&settings.dir)?, &asked)?;
    let is_known = planned.missing.is_empty();
    if !is_known {
        tell_missing(&planned)?;
    }
    if command.dry_run || !command.yes {
        tell_plan(&planned, command.json)?;
    }
    if command.dry_run {
        return Ok(outcome_of_plan(&planned));
    }
    let is_any = !planned.ords.is_empty() || !is_only_calls(&asked);
    if is_any && !command.yes && !is_agreed()? {
        return Ok(Outcome::Trouble);
    }
    let lock = WriteLock::take_within(&settings.dir, "forget", PATIENCE)?;
    let path = command.receipt.as_deref();
    let file = path.map(ReceiptFile::open).transpose()?;
    let receipt = match carry_out(&settings.dir, &lock, &asked, future, &now()) {
        Ok(receipt) => receipt,
        Err(error) => {
            if let Some(file) = file {
                file.give_up();
            }
            return Err(error.into());
        }
    };
    drop(lock);
    if receipt.is_of_nothing() {
        file.into_iter().for_each(ReceiptFile::give_up);
        tell_nothing(&receipt, &asked, command)?;
        return Ok(Outcome::NothingFound);
    }
    let text = serde_json::to_string(&receipt)?;
    let filled = file.map_or(Ok(()), |file| file.fill(&format!("{text}\n")));
    // What was deleted is told in any case.
    tell(&receipt, command.json.then_some(text.as_str()))?;
    filled?;
    Ok(match (receipt.proof.proven, receipt.calls) {
        (false, _) => Outcome::Trouble,
        (true, 0) if receipt.deals == 0 => Outcome::NothingFound,
        (true, _) if !is_known => Outcome::Trouble,
        (true, _) => Outcome::Done,
    })
}

fn asked(command: &Forget) -> anyhow::Result<(Asked, Future)> {
    let asked = match (&command.person, &command.account, &command.before) {
        (Some(who), account, _) => Asked::Person {
            who: match who.as_str() {
                "-" => typed::person()?,
                _ => who.clone(),
            },
            account: account.clone(),
        },
        (None, Some(account), _) => Asked::Account(account.clone()),
        (None, None, Some(day)) => Asked::Before(day.clone()),
        (None, None, None) if !command.call.is_empty() => Asked::Calls(command.call.clone()),
        (None, None, None) => {
            bail!("which calls? Name them with --call, --person, --account or --before")
        }
    };
    if command.and_future
        && let Asked::Person { who, account } = &asked
        && account.is_some()
        && !who.contains('@')
    {
        bail!(
            "a name is kept out wherever it stands, not for one account alone; give the e-mail address, or leave \
             --and-future or --account away"
        );
    }
    let future = if command.and_future {
        Future::Closed
    } else {
        Future::Open
    };
    Ok((asked, future))
}

/// A person or an account may stand in deals, also where no call is theirs.
fn is_only_calls(asked: &Asked) -> bool {
    matches!(asked, Asked::Calls(_) | Asked::Before(_))
}

fn outcome_of_plan(planned: &Plan) -> Outcome {
    if planned.ords.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    }
}

fn tell_missing(planned: &Plan) -> anyhow::Result<()> {
    let ids = planned.missing.join(", ");
    writeln!(
        anstream::stderr(),
        "{} no call is kept under {}; `verbatim search` shows the ids",
        look::error_label(),
        printable(&ids)
    )?;
    Ok(())
}

/// No receipt is made: a proof that nothing is left of nobody would be shown to somebody who is still here.
fn tell_nothing(receipt: &Receipt, asked: &Asked, command: &Forget) -> anyhow::Result<()> {
    if command.json {
        let line = serde_json::json!({ "calls": 0, "turns": 0, "mentions": 0, "quotes": 0 });
        writeln!(anstream::stdout(), "{line}")?;
    }
    let why = match asked {
        // Each of them was told by its id.
        Asked::Calls(_) => "",
        Asked::Person { account: None, .. } => "nobody of that name is on any call; ",
        Asked::Person { .. } => "nobody of that name is on any call with that account; ",
        Asked::Account(_) => "no call is with an account of that name; ",
        Asked::Before(_) => "no call is from before that day; ",
    };
    let receipt_of_it = if command.receipt.is_some() {
        ", and no receipt is written"
    } else {
        ""
    };
    let mut errors = anstream::stderr();
    writeln!(
        errors,
        "{} {why}nothing was deleted{receipt_of_it}",
        look::note_label()
    )?;
    tell_named(&mut errors, receipt)
}

fn tell_plan(planned: &Plan, is_json: bool) -> anyhow::Result<()> {
    let size = planned.size;
    if is_json {
        let line = serde_json::json!({
            "calls": size.calls, "turns": size.turns, "mentions": size.mentions, "quotes": size.quotes,
        });
        writeln!(anstream::stdout(), "{line}")?;
        return Ok(());
    }
    writeln!(
        anstream::stdout(),
        "{} would be deleted whole, with {}, {} and {} in packs",
        styled(STRONG, &count(size.calls, "call")),
        count(size.turns, "turn"),
        count(size.mentions, "mention"),
        count(size.quotes, "quote")
    )?;
    Ok(())
}

fn is_agreed() -> anyhow::Result<bool> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        bail!("deleting cannot be undone; add --yes to go on without being asked");
    }
    write!(
        anstream::stderr(),
        "This cannot be undone. Type yes to go on: "
    )?;
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    Ok(line.trim() == "yes")
}

fn tell(receipt: &Receipt, json: Option<&str>) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    match json {
        Some(json) => writeln!(out, "{json}")?,
        None => tell_receipt(&mut out, receipt)?,
    }
    tell_found(receipt)
}

fn tell_receipt(out: &mut impl Write, receipt: &Receipt) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} deleted, with {} and {}",
        styled(STRONG, &count(receipt.calls, "call")),
        count(receipt.turns, "turn"),
        count(receipt.mentions, "mention")
    )?;
    for pack in &receipt.packs {
        let pack = printable(pack);
        writeln!(out, "the pack {pack} lost quotes; issue it again")?;
    }
    if receipt.payloads > 0 {
        let payloads = count(receipt.payloads, "received file");
        writeln!(
            out,
            "{payloads} of other calls held these words too and went; the calls stay"
        )?;
    }
    if receipt.labels > 0 {
        writeln!(
            out,
            "labels went with them; what was learned from those is learned anew by `verbatim learn`"
        )?;
    }
    tell_named(out, receipt)?;
    if receipt.proof.proven {
        let proof = receipt.proof;
        let files = count(proof.files, "file");
        let told = format!(
            "read again: {files}, {}; looked for {} of theirs",
            count(proof.values, "value"),
            count(proof.probes + proof.words, "trace")
        );
        writeln!(out, "{}", styled(FAINT, &told))?;
        writeln!(out, "{}", styled(GOOD, "proven: nothing is left"))?;
    }
    Ok(())
}

fn tell_named(out: &mut impl Write, receipt: &Receipt) -> anyhow::Result<()> {
    if let Some(n_calls) = receipt.still_named_in.filter(|n_calls| *n_calls > 0) {
        writeln!(
            out,
            "{} {} that stay name what you asked for; their words are never rewritten",
            look::note_label(),
            count(n_calls, "call")
        )?;
    }
    Ok(())
}

fn tell_found(receipt: &Receipt) -> anyhow::Result<()> {
    if receipt.proof.proven {
        return Ok(());
    }
    let mut errors = anstream::stderr();
    writeln!(
        errors,
        "{} something of what was deleted was found in the data folder:",
        look::error_label()
    )?;
    for found in &receipt.found {
        writeln!(errors, "  {}", printable(found))?;
    }
    writeln!(
        errors,
        "the calls are gone; remove these remains or the files, end other programs that use the folder, and run the\n\
         same command again"
    )?;
    Ok(())
}
