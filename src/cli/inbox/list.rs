//! Which deliveries lie in the inbox?

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::cli::look::{FAINT, GOOD, PAIN, STRONG, count, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::store::inbox::{Filter, Inbox, Line, State};

/// List deliveries that are not kept yet
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim inbox list\n  verbatim inbox list --waiting\n  verbatim inbox list --dead --json"
)]
pub struct List {
    /// Only those that need a person
    #[arg(long, conflicts_with = "waiting")]
    pub dead: bool,
    /// Only those that will be worked off by themselves
    #[arg(long)]
    pub waiting: bool,
    /// One delivery a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Shows them, the oldest first.
pub fn run(settings: &Settings, command: &List) -> anyhow::Result<Outcome> {
    let filter = if command.dead {
        Filter::Dead
    } else if command.waiting {
        Filter::Open
    } else {
        Filter::Unfinished
    };
    let lines = match Inbox::open_if_there(&settings.dir)? {
        Some(inbox) => inbox.list(filter)?,
        None => Vec::new(),
    };
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for line in &lines {
        if command.json {
            writeln!(out, "{}", told(line))?;
        } else {
            show(&mut out, line)?;
        }
    }
    if lines.is_empty() && !command.json {
        writeln!(out, "Nothing is waiting.")?;
    }
    out.flush()?;
    Ok(if lines.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// A delivery as JSON; never what it brings.
pub(super) fn told(line: &Line) -> Value {
    json!({
        "number": line.number,
        "hook": line.hook,
        "key": line.key,
        "kind": line.kind.name(),
        "state": line.state.name(),
        "received_at": line.received_at.to_string(),
        "next_at": line.next_at.map(|at| at.to_string()),
        "attempts": line.attempts,
        "format": line.format,
        "bytes": line.size,
        "reason": line.reason,
        "code": line.code,
        "hint": line.hint,
    })
}

/// A delivery for people.
pub(super) fn show(out: &mut impl Write, line: &Line) -> std::io::Result<()> {
    let number = styled(STRONG, &line.number.to_string());
    let state = match line.state {
        State::Dead => styled(PAIN, "dead"),
        State::Done => styled(GOOD, "done"),
        state => state.name().to_owned(),
    };
    let hook = printable(&line.hook);
    let kind = line.kind.name();
    writeln!(
        out,
        "{number}  {state}  {hook}  {kind}, {}",
        count(line.size, "byte")
    )?;
    let came = format!("    came {:.0}", line.received_at);
    let tried = match line.attempts {
        0 => String::new(),
        n => format!(", tried {}", times(n)),
    };
    let next = match line.next_at {
        Some(at) if line.state == State::Later => format!(", again at {at:.0}"),
        _ => String::new(),
    };
    writeln!(out, "{}", styled(FAINT, &format!("{came}{tried}{next}")))?;
    let why = match (&line.code, &line.hint, &line.reason) {
        (Some(code), Some(hint), _) => format!("{code}: {hint}"),
        (Some(code), None, _) => code.clone(),
        (None, _, Some(reason)) => reason.clone(),
        _ => return Ok(()),
    };
    writeln!(out, "{}", wrapped(&printable(&why), "    "))
}

fn times(n: u32) -> String {
    if n == 1 {
        "once".to_owned()
    } else {
        format!("{n} times")
    }
}
