//! What is heard in these calls, without keeping anything?

mod loose;
mod tell;

use std::io::Write;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::heeded::Marks;
use crate::cli::look::{count, note_label};
use crate::cli::parse::{Trouble, each_call};
use crate::cli::reading::Reading;
use crate::cli::settings::Settings;
use crate::pipeline::Workshop;
use tell::Teller;

/// Show the pains, objections and other mentions in transcript files; keeps nothing
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim tag corpus-samples/tentpole-and-timber-demo-otter.txt\n  verbatim tag corpus-samples --json\n  echo '{\"id\":1,\"text\":\"too expensive\"}' | verbatim tag --utterances -"
)]
pub struct Tag {
    /// Files or folders; - is standard input
    #[arg(
        value_name = "FILE",
        required_unless_present = "utterances",
        conflicts_with = "utterances"
    )]
    pub files: Vec<PathBuf>,
    /// Loose text instead of calls: one {"id","text"} a line, each one prospect's words
    #[arg(long, value_name = "FILE")]
    pub utterances: Option<PathBuf>,
    /// Leave out mentions of less confidence than this (0 to 1)
    #[arg(long, value_name = "CONFIDENCE", value_parser = threshold)]
    pub threshold: Option<f32>,
    /// What the lexicons hear, whatever people marked
    #[arg(long)]
    pub ignore_marks: bool,
    /// One mention a line, as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

fn threshold(written: &str) -> Result<f32, String> {
    match written.parse::<f32>() {
        Ok(threshold) if (0.0..=1.0).contains(&threshold) => Ok(threshold),
        _ => Err("a threshold is a number from 0 to 1, such as 0.3".to_owned()),
    }
}

/// Tags files or loose utterances.
pub fn run(args: &Args, command: &Tag) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicons()?;
    let threshold = command.threshold.unwrap_or(settings.config.threshold);
    let workshop =
        Workshop::new(&lexicons, settings.side_rules(), threshold).as_told(command.reading.how());
    let out = std::io::BufWriter::new(anstream::stdout());
    let mut teller = Teller {
        out,
        json: command.json,
        n_told: 0,
        n_denied: 0,
    };
    let mut trouble = Trouble::default();
    match &command.utterances {
        Some(file) => loose::tag(file, &workshop, &mut teller, &mut trouble)?,
        None => {
            let marks = match command.ignore_marks {
                true => Marks::none(),
                false => Marks::of(&settings)?,
            };
            each_call(
                &command.files,
                settings.limits(),
                |delivery| workshop.mine(delivery),
                |mined| {
                    let corrected = marks.corrected(mined, &workshop);
                    let corrected = corrected.map_err(std::io::Error::other)?;
                    let mined = corrected.as_ref().unwrap_or(mined);
                    let heeded = marks.heed(mined).map_err(std::io::Error::other)?;
                    teller.call(mined, &heeded)
                },
                &mut trouble,
            )?;
        }
    }
    // Where something could not be read, that is why nothing was heard.
    if teller.n_told == 0 && !command.json && trouble.outcome() == Outcome::Done {
        writeln!(
            teller.out,
            "Nothing was heard. Only people known to be prospects are listened to."
        )?;
    }
    teller.out.flush()?;
    if teller.n_denied > 0 {
        writeln!(
            anstream::stderr(),
            "{} {} left out, because a person marked them so; --ignore-marks shows them",
            note_label(),
            count(teller.n_denied, "mention")
        )?;
    }
    Ok(match trouble.outcome() {
        Outcome::Done if teller.n_told == 0 => Outcome::NothingFound,
        outcome => outcome,
    })
}
