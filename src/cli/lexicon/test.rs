//! Does every entry hear what its author says it hears?

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::lexicon::{Shelf, count_entries};
use crate::cli::look::{FAINT, GOOD, PAIN, count, printable, styled, wrapped};
use crate::tend::example::{Failure, Tried, Wanted, test};

/// Try every entry's own sentences: `hear` must be heard by its patterns, `near` must not
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim lexicon test\n  verbatim lexicon test my-lexicons\n  verbatim lexicon test my-lexicons --json\n\n\
        Exit code 0: all are heard as they should be. 1: there is no sentence to try. 2: some are not."
)]
pub struct Test {
    /// A folder of lexicons [default: the config's, or those built in]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// One failure a line, as JSON, and a last line that counts
    #[arg(long)]
    pub json: bool,
}

/// Tries all sentences and tells of those that fail.
pub fn run(args: &Args, command: &Test) -> anyhow::Result<Outcome> {
    let shelf = Shelf::of(args, command.folder.as_deref())?;
    let tried = test(&shelf.sources)?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        tell_as_json(&mut out, &tried, &shelf)?;
    } else {
        tell(&mut out, &tried, &shelf)?;
    }
    out.flush()?;
    let n_sentences: usize = tried.iter().map(|file| file.n_sentences).sum();
    let has_failed = tried.iter().any(|file| !file.failures.is_empty());
    Ok(match (has_failed, n_sentences) {
        (true, _) => Outcome::Trouble,
        (false, 0) => Outcome::NothingFound,
        (false, _) => Outcome::Done,
    })
}

/// A failure under the path that people find, with its reason.
#[derive(Serialize)]
struct FailureLine<'a> {
    path: String,
    #[serde(flatten)]
    failure: &'a Failure,
    why: String,
}

fn tell_as_json(out: &mut impl Write, tried: &[Tried], shelf: &Shelf) -> anyhow::Result<()> {
    for failure in tried.iter().flat_map(|file| &file.failures) {
        let line = FailureLine {
            path: shelf.path(&failure.file),
            failure,
            why: failure.why(),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    let files = tried.iter().map(|file| {
        json!({ "file": file.file, "entries": file.n_entries, "sentences": file.n_sentences, "failed": file.failures.len() })
    });
    let files: Vec<serde_json::Value> = files.collect();
    writeln!(out, "{}", json!({ "files": files }))?;
    Ok(())
}

fn tell(out: &mut impl Write, tried: &[Tried], shelf: &Shelf) -> anyhow::Result<()> {
    for failure in tried.iter().flat_map(|file| &file.failures) {
        let must = match failure.wanted {
            Wanted::Hear => "must be heard",
            Wanted::Near => "must not be heard",
        };
        writeln!(
            out,
            "{}:{}  {} {:?}: {}",
            shelf.path(&failure.file),
            failure.line,
            failure.tag,
            failure.entry,
            styled(PAIN, must)
        )?;
        let sentence = format!("“{}”", printable(&failure.sentence));
        writeln!(out, "{}", wrapped(&sentence, "    "))?;
        writeln!(out, "{}", wrapped(&printable(&failure.why()), "    "))?;
    }
    for file in tried.iter().filter(|file| file.n_entries > 0) {
        let verdict = match file.failures.len() {
            0 => styled(GOOD, "all as they should be"),
            n => styled(PAIN, &format!("{n} not as they should be")),
        };
        writeln!(
            out,
            "{}: {}, {}, {verdict}",
            shelf.path(&file.file),
            count_entries(file.n_entries),
            count(file.n_sentences as u64, "sentence")
        )?;
    }
    if tried.iter().all(|file| file.n_sentences == 0) {
        let hint = "There is no sentence to try: write some into `hear` and `near`.";
        writeln!(out, "{}", styled(FAINT, hint))?;
    }
    Ok(())
}
