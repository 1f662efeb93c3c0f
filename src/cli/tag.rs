//! What is heard in these calls, without keeping anything?

mod tell;

use std::io::{BufRead, Read, Write};
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::call::Side;
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::heeded::Marks;
use crate::cli::look::{count, note_label};
use crate::cli::parse::{Trouble, each_call};
use crate::cli::reading::Reading;
use crate::cli::settings::Settings;
use crate::ingest::read::Failure;
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
    #[arg(long, value_name = "CONFIDENCE")]
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
        Some(file) => tag_utterances(file, &workshop, &mut teller, &mut trouble)?,
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
    if teller.n_told == 0 && !command.json {
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

/// One line of loose text.
#[derive(Deserialize)]
struct Loose {
    id: Value,
    text: String,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    persona: Option<String>,
}

fn tag_utterances(
    file: &PathBuf,
    workshop: &Workshop<'_>,
    teller: &mut Teller<impl Write>,
    trouble: &mut Trouble,
) -> anyhow::Result<()> {
    let reader: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(|cause| {
            anyhow::anyhow!("cannot read {}: {cause}; check the path", file.display())
        })?)
    };
    for (index, line) in std::io::BufReader::new(reader).lines().enumerate() {
        let place = format!("{}:{}", file.display(), index + 1);
        let line = line.map_err(|cause| anyhow::anyhow!("cannot read {place}: {cause}"))?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Loose>(&line) {
            Ok(loose) if is_prospect(&loose) => {
                let persona = loose.persona.as_deref().unwrap_or("unknown");
                let mentions = workshop.tag_utterance(&loose.text, persona);
                teller.loose(&loose, persona, &mentions)?;
            }
            Ok(_) => {}
            Err(cause) => {
                let message = format!(
                    "a line is an object with \"id\" and \"text\" (column {}); mend the line",
                    cause.column()
                );
                trouble.tell(&Failure {
                    path: place,
                    code: "broken-json".to_owned(),
                    message,
                });
            }
        }
    }
    Ok(())
}

fn is_prospect(loose: &Loose) -> bool {
    loose
        .side
        .as_deref()
        .is_none_or(|side| Side::from_word(side) == Some(Side::Prospect))
}
