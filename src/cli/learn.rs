//! What do labelled calls teach the second witness?

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::label::tags::check_tags;
use crate::cli::look::count;
use crate::cli::settings::Settings;
use crate::learn::lesson::learned;
use crate::learn::rows::rows;
use crate::mine::lexicon::LEARNED;
use crate::pipeline::labelled::gathered;

/// Learn from labelled calls, and write what was learned as a file
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim learn --out learned.txt\n  verbatim learn --labels my-labelled-calls --out my-lexicons/learned.txt\n\n\
        The file takes effect when it stands as learned.txt in the lexicon folder that the config names. A set.toml in a \
        folder of labels says what it is for; without one it is learned from and measured on."
)]
pub struct Learn {
    /// A folder with calls.jsonl and labels.jsonl to learn from too; may be given again
    #[arg(long, value_name = "DIR")]
    pub labels: Vec<PathBuf>,
    /// Where to write what was learned [default: learned.txt in the lexicon folder of the config]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Learns and writes the file.
pub fn run(args: &Args, command: &Learn) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let sources = settings.lexicon_sources()?.without_learned();
    let lexicons = sources.compile()?;
    let file = match (&command.out, &settings.config.lexicons) {
        (Some(file), _) => file.clone(),
        (None, Some(folder)) => folder.join(LEARNED),
        (None, None) => {
            return Err(anyhow!(
                "where should it be written? Name a file with --out, or a lexicon folder in the config"
            ));
        }
    };
    check_tags(&command.labels, &lexicons)?;
    let calls = gathered(&lexicons, &command.labels)?;
    let mut err = anstream::stderr();
    let rows = rows(&lexicons, &calls);
    let n_labels: usize = calls.iter().map(|call| call.labels.len()).sum();
    writeln!(
        err,
        "Learning from {} with {} …",
        count(calls.len() as u64, "call"),
        count(n_labels as u64, "label")
    )?;
    let model = learned(&lexicons, &calls, &rows).map_err(|what| anyhow!(what))?;
    write(&file, &model.write())?;
    let mut out = anstream::stdout();
    writeln!(
        out,
        "{}: {} learned from {}",
        file.display(),
        count(model.len() as u64, "feature"),
        model.sources
    )?;
    Ok(Outcome::Done)
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| {
        format!(
            "cannot write {}; check that its folder is there",
            file.display()
        )
    })
}
