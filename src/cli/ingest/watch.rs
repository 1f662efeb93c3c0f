//! How is a folder watched, and what is said of it meanwhile?

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::ingest::Ingest;
use crate::cli::look::{self, FAINT, count, styled};
use crate::cli::parse::tell_warnings;
use crate::cli::settings::{Settings, now};
use crate::ingest::source::watch::{Looker, hints, on_stop};
use crate::pipeline::watch::{Round, Watch};

/// Flags that say how folders are watched.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Watching")]
pub struct Watching {
    /// Stay, and keep what comes into these folders until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// Look through the folders at least so often: 30s, 5m, 1h
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "30s", requires = "watch")]
    pub every: Duration,
    /// Read a file once it has not changed for so long
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "5s", requires = "watch")]
    pub settle: Duration,
    /// Move files there once their calls are kept
    #[arg(long, value_name = "DIR", requires = "watch")]
    pub done: Option<PathBuf>,
    /// Move files there of which something could not be read
    #[arg(long, value_name = "DIR", requires = "watch")]
    pub failed: Option<PathBuf>,
}

/// Watches until somebody wants it to end.
pub fn run(settings: &Settings, command: &Ingest) -> anyhow::Result<Outcome> {
    let watching = &command.watching;
    let folders = folders(&command.paths)?;
    let lexicons = settings.lexicons()?;
    let put_away: Vec<&Path> = [&watching.done, &watching.failed]
        .into_iter()
        .flatten()
        .map(PathBuf::as_path)
        .collect();
    let stop = on_stop().context("cannot listen for the signals that end it")?;
    let hints = hints(&folders);
    let mut watch = Watch {
        dir: &settings.dir,
        lexicons: &lexicons,
        rules: settings.side_rules(),
        threshold: settings.config.threshold,
        how: command.reading.how(),
        limits: settings.limits(),
        now: &now,
        looker: Looker::new(folders, &put_away, watching.settle),
        every: watching.every,
        done: watching.done.clone(),
        failed: watching.failed.clone(),
    };
    begin(settings, &watch, hints.deaf.as_deref())?;
    // Whoever stops listening misses the lines; the calls are kept all the same.
    watch.run(&hints.changed, &stop, &mut |round: &Round| {
        let _ = if command.json {
            tell_as_json(round)
        } else {
            tell(round)
        };
    })?;
    Ok(Outcome::Done)
}

/// A file named directly would never change its folder; only folders can be watched.
fn folders(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    for path in paths {
        if !path.is_dir() {
            bail!(
                "cannot watch {}: it is no folder; make it first, or name its folder",
                path.display()
            );
        }
    }
    Ok(paths.to_vec())
}

fn begin(settings: &Settings, watch: &Watch<'_>, deaf: Option<&str>) -> anyhow::Result<()> {
    let mut err = anstream::stderr();
    writeln!(
        err,
        "Watching {} for {}; Ctrl-C ends it.",
        count(watch.looker.folders().len() as u64, "folder"),
        settings.dir.root().display()
    )?;
    if let Some(cause) = deaf {
        writeln!(
            err,
            "{} the system tells nothing of changes here ({cause}), so only the regular looks count",
            look::note_label()
        )?;
    }
    Ok(())
}

fn tell(round: &Round) -> std::io::Result<()> {
    let mut out = anstream::stdout();
    let mut err = anstream::stderr();
    if round.summary.n_calls() > 0 {
        let at = now();
        let summary = &round.summary;
        writeln!(
            out,
            "{} {} new, {} updated, {} unchanged, {} heard",
            styled(FAINT, &at),
            look::grouped(summary.new),
            look::grouped(summary.updated),
            look::grouped(summary.unchanged),
            count(summary.mentions, "mention"),
        )?;
    }
    tell_warnings(&round.summary.warnings);
    for failure in round.summary.failed.iter().chain(&round.stuck) {
        writeln!(err, "{} {}", look::error_label(), failure.path)?;
        writeln!(err, "{}", look::wrapped(&failure.message, "      "))?;
    }
    if let Some(why) = &round.put_off {
        writeln!(err, "{} put off until later: {why}", look::note_label())?;
    }
    Ok(())
}

fn tell_as_json(round: &Round) -> std::io::Result<()> {
    let summary = &round.summary;
    let line = json!({
        "at": now(),
        "calls": {
            "new": summary.new,
            "updated": summary.updated,
            "unchanged": summary.unchanged,
            "failed": summary.failed.len(),
        },
        "put_away": round.n_put_away,
        "put_off": round.put_off,
        "failed": summary.failed,
        "stuck": round.stuck,
        "warnings": summary.warnings,
    });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// `500ms`, `30s`, `5m`, `2h`.
fn duration(written: &str) -> Result<Duration, String> {
    let wrong = || "write a number and ms, s, m or h, such as 30s".to_owned();
    let at = written
        .find(|c: char| !c.is_ascii_digit())
        .ok_or_else(wrong)?;
    let (number, unit) = written.split_at(at);
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(wrong()),
    };
    let most = Duration::from_secs(24 * 3600);
    let duration = Duration::from_millis(number.saturating_mul(millis));
    if duration > most {
        return Err("a day is the most".to_owned());
    }
    Ok(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        for (written, millis) in [
            ("500ms", 500),
            ("30s", 30_000),
            ("5m", 300_000),
            ("24h", 86_400_000),
        ] {
            assert_eq!(duration(written), Ok(Duration::from_millis(millis)));
        }
        for wrong in [
            "",
            "30",
            "s",
            "-1s",
            "1.5s",
            "25h",
            "99999999999999999999s",
            "3d",
        ] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
