//! How are transcripts kept?

mod watch;

use std::cell::OnceCell;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::cli::args::Args;
use crate::cli::ingest::watch::Watching;
use crate::cli::look::{FAINT, GOOD, STRONG, count, styled};
use crate::cli::parse::tell_warnings;
use crate::cli::progress::{Progress, Unit};
use crate::cli::reading::Reading;
use crate::cli::settings::{Settings, now};
use crate::cli::{Outcome, look};
use crate::ingest::parse::How;
use crate::ingest::source::bucket::Bucket;
use crate::pipeline::Workshop;
use crate::pipeline::bucket::ingest_bucket;
use crate::pipeline::keep::{Job, Summary, Watcher, ingest};
use crate::store::keep::{Fate, Kept};

/// Keep transcripts: read, tag, store and index them
///
/// Repeating it changes nothing. A broken file is told of and never stops the rest.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim ingest corpus-samples\n  verbatim ingest exports/2026-03 more/call.vtt\n  verbatim ingest corpus-samples --json | tail -n 1\n\nTo keep whatever comes into a folder, until Ctrl-C:\n  verbatim ingest --watch incoming --done read --failed unread\n\nWho spoke for which side is taken from the file, from participants.csv beside it, or from\ninternal_domains and internal_names in verbatim.toml."
)]
pub struct Ingest {
    /// Files or folders; s3://bucket/prefix in object storage; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// One line for each call as soon as it is safe on disk, the summary last, as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub watching: Watching,
}

/// Ingests files and tells what came of it.
pub fn run(args: &Args, command: &Ingest) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    if command.watching.watch {
        return watch::run(&settings, command);
    }
    let begun = Instant::now();
    let summary = keep(
        &settings,
        &command.paths,
        command.json,
        command.reading.how(),
    )?;
    let seconds = begun.elapsed().as_secs_f64();
    if command.json {
        tell_as_json(&summary, seconds)?;
    } else {
        tell(&summary, seconds, settings.dir.root())?;
    }
    Ok(if summary.failed.is_empty() {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

/// Ingests paths into the data folder, with a progress bar.
pub fn keep(
    settings: &Settings,
    paths: &[PathBuf],
    json: bool,
    how: How,
) -> anyhow::Result<Summary> {
    let lexicons = settings.lexicons()?;
    let workshop =
        Workshop::new(&lexicons, settings.side_rules(), settings.config.threshold).as_told(how);
    let mut shown = Shown {
        progress: Progress::new(0, Unit::Bytes),
        json,
    };
    let (buckets, files): (Vec<PathBuf>, Vec<PathBuf>) = paths
        .iter()
        .cloned()
        .partition(|path| Bucket::is_meant(path));
    let job = Job {
        dir: &settings.dir,
        paths: &files,
        workshop: &workshop,
        limits: settings.limits(),
        now: &now(),
    };
    let mut summary = Summary::default();
    if !files.is_empty() || buckets.is_empty() {
        summary = ingest(&job, &mut shown)?;
    }
    // Others may have written since the files were kept, and looked for what came in: each bucket comes in when it begins.
    let begun: Vec<OnceCell<String>> = buckets.iter().map(|_| OnceCell::new()).collect();
    for (place, begun) in buckets.iter().zip(&begun) {
        let place = place.display().to_string();
        let own = Job {
            dir: &settings.dir,
            paths: &files,
            workshop: &workshop,
            limits: settings.limits(),
            now: begun.get_or_init(now),
        };
        let emptied = ingest_bucket(
            &place,
            &settings.config.bucket,
            &own,
            Duration::ZERO,
            &mut shown,
        )?;
        summary.absorb(emptied.summary);
    }
    shown.progress.finish();
    Ok(summary)
}

struct Shown {
    progress: Progress,
    json: bool,
}

impl Watcher for Shown {
    fn listed(&mut self, _: usize, bytes: u64) {
        self.progress.set_length(bytes);
    }

    fn kept(&mut self, place: &str, kept: &Kept) {
        if self.json {
            let fate = match kept.fate {
                Fate::New => "new",
                Fate::Updated => "updated",
                Fate::Unchanged => "unchanged",
                Fate::Forgotten => "forgotten",
            };
            // Whoever stops listening misses the lines; the calls are kept all the same.
            let _ = writeln!(
                std::io::stdout().lock(),
                "{}",
                json!({ "kept": kept.call.id, "fate": fate, "source": place })
            );
        }
    }

    fn done_with(&mut self, bytes: u64) {
        self.progress.by(bytes);
    }
}

fn tell_as_json(summary: &Summary, seconds: f64) -> anyhow::Result<()> {
    let mut line = json!({
        "calls": {
            "new": summary.new,
            "updated": summary.updated,
            "unchanged": summary.unchanged,
            "failed": summary.failed.len(),
        },
        "turns": summary.turns,
        "mentions": summary.mentions,
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "failed": summary.failed,
    });
    if summary.forgotten > 0 {
        line["calls"]["forgotten"] = json!(summary.forgotten);
    }
    if !summary.warnings.is_empty() {
        line["warnings"] = json!(summary.warnings);
    }
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(())
}

fn tell(summary: &Summary, seconds: f64, root: &std::path::Path) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    writeln!(
        out,
        "{} read in {seconds:.1} s: {} new, {} updated, {} unchanged",
        styled(STRONG, &count(summary.n_calls(), "call")),
        look::grouped(summary.new),
        look::grouped(summary.updated),
        look::grouped(summary.unchanged),
    )?;
    writeln!(
        out,
        "{}, {} heard",
        count(summary.turns, "turn"),
        count(summary.mentions, "mention")
    )?;
    writeln!(
        out,
        "{}",
        styled(FAINT, &format!("kept in {}", root.display()))
    )?;
    if summary.forgotten > 0 {
        writeln!(
            out,
            "{} {} deleted before and not kept again",
            look::note_label(),
            count(summary.forgotten, "call")
        )?;
    }
    if summary.problems > 0 {
        let oddities = if summary.problems == 1 {
            "1 oddity".to_owned()
        } else {
            format!("{} oddities", look::grouped(summary.problems))
        };
        writeln!(
            out,
            "{} {oddities} in files that could be read all the same;\n      `verbatim parse FILE` shows them",
            look::note_label()
        )?;
    }
    if summary.sideless > 0 {
        writeln!(
            out,
            "{} in {} nobody's side is known, so nothing was heard there;\n      name your own people in verbatim.toml (internal_domains, internal_names)\n      or in a participants.csv beside the calls",
            look::note_label(),
            count(summary.sideless, "call"),
        )?;
    }
    tell_warnings(&summary.warnings);
    tell_failures(summary, &mut out, &mut anstream::stderr())
}

fn tell_failures(
    summary: &Summary,
    out: &mut impl Write,
    errors: &mut impl Write,
) -> anyhow::Result<()> {
    if summary.failed.is_empty() {
        writeln!(out, "{}", styled(GOOD, "nothing failed"))?;
        return Ok(());
    }
    writeln!(
        errors,
        "{} {} could not be read:",
        look::error_label(),
        count(summary.failed.len() as u64, "file")
    )?;
    for failure in &summary.failed {
        writeln!(errors, "  {}", failure.path)?;
        writeln!(errors, "{}", look::wrapped(&failure.message, "      "))?;
    }
    Ok(())
}
