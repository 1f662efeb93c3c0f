//! What do those say who used a quote?

use std::io::Write;

use anyhow::bail;
use clap::ValueEnum;
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{FAINT, printable, styled};
use crate::cli::pack::{open_to_write, opened};
use crate::cli::rights::{by_whom, given_text};
use crate::cli::settings::{Settings, now};
use crate::store::catalogue::Catalogue;
use crate::store::rights::uses::FeedbackRow;

/// Note down what sales say of a quote, or list what they said
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack feedback typing 1 up --comment 'opened every call with it'\n  verbatim pack feedback typing 1 not-how-they-say-it\n  verbatim pack feedback typing"
)]
pub struct Feedback {
    /// The pack's name
    pub name: String,
    /// The quote's number, as `pack show` has it; without it, what was said is listed
    #[arg(value_name = "QUOTE", requires = "verdict")]
    pub number: Option<usize>,
    /// What they say
    #[arg(value_enum)]
    pub verdict: Option<Verdict>,
    /// In their words
    #[arg(long, value_name = "TEXT", value_parser = given_text, allow_hyphen_values = true, requires = "verdict")]
    pub comment: Option<String>,
    /// Who says so; the system's user if not given
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: Option<String>,
    /// The list as JSON, one a line
    #[arg(long)]
    pub json: bool,
}

/// What somebody says of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Verdict {
    Up,
    Down,
    NotHowTheySayIt,
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Verdict::Up => "up",
            Verdict::Down => "down",
            Verdict::NotHowTheySayIt => "not-how-they-say-it",
        }
    }
}

/// Notes feedback down, or lists it.
pub(super) fn run(settings: &Settings, command: &Feedback) -> anyhow::Result<Outcome> {
    match command.number.zip(command.verdict) {
        Some((number, verdict)) => add(settings, command, number, verdict),
        None => list(settings, command),
    }
}

fn add(
    settings: &Settings,
    command: &Feedback,
    number: usize,
    verdict: Verdict,
) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let pack = opened(&catalogue, &command.name)?;
    let n_items = pack.items.len();
    let Some(item) = number.checked_sub(1).and_then(|at| pack.items.get(at)) else {
        bail!("there is no quote {number}; the pack has {n_items}, and they are counted from 1");
    };
    catalogue.put_feedback(&FeedbackRow {
        number: 0,
        pack: pack.name.clone(),
        call: item.seal.call.clone(),
        turn: item.seal.turn,
        from: item.seal.start,
        to: item.seal.end,
        verdict: verdict.name().to_owned(),
        comment: command.comment.clone(),
        by_whom: by_whom(command.by.as_deref()),
        recorded_at: now(),
    })?;
    let told = format!("quote {number}: {}", verdict.name());
    writeln!(anstream::stdout(), "{told}")?;
    Ok(Outcome::Done)
}

fn list(settings: &Settings, command: &Feedback) -> anyhow::Result<Outcome> {
    let mut said = Catalogue::open_to_read(&settings.dir)?.feedback()?;
    said.retain(|said| said.pack == command.name);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for said in &said {
        let place = format!("{}:{}:{}-{}", said.call, said.turn, said.from, said.to);
        if command.json {
            let line = json!({
                "pack": said.pack,
                "quote": place,
                "verdict": said.verdict,
                "comment": said.comment,
                "by": said.by_whom,
                "at": said.recorded_at,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let comment = said
            .comment
            .as_ref()
            .map_or_else(String::new, |comment| format!("  {}", printable(comment)));
        let facts = format!("{place} · by {}", said.by_whom);
        let facts = styled(FAINT, &printable(&facts));
        writeln!(out, "{}{comment}  {facts}", printable(&said.verdict))?;
    }
    if said.is_empty() && !command.json {
        writeln!(out, "Nobody has said anything of these quotes yet.")?;
    }
    out.flush()?;
    Ok(if said.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}
