//! What makes a machine run the nightly work by itself?
//!
//! Text for systemd, cron or launchd, to be read, kept and put in place by a person: nothing is installed here.

mod cron;
mod launchd;
mod systemd;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::settings::Settings;
use crate::config::FILE_NAME;

/// Print what runs `verbatim nightly` every night
///
/// Nothing is installed: read it, put it where it says, and test it as it says. Paths are written out whole, so that it
/// does not hang on the folder or the variables of whoever set it up.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim schedule --systemd\n  verbatim schedule --systemd --user --at 03:15\n  verbatim schedule --cron\n  verbatim schedule --launchd > org.verbatim.nightly.plist"
)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Schedule {
    /// Units for systemd: a service, its timer, and a service for the page
    #[arg(long, group = "what")]
    pub systemd: bool,
    /// A line for crontab
    #[arg(long, group = "what")]
    pub cron: bool,
    /// A property list for launchd (macOS)
    #[arg(long, group = "what")]
    pub launchd: bool,
    /// When, in the machine's own time
    #[arg(long, value_name = "HH:MM", default_value = "02:30", value_parser = At::parse)]
    pub at: At,
    /// For the user's own services instead of the system's
    #[arg(long)]
    pub user: bool,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    pub hour: u8,
    pub minute: u8,
}

impl At {
    fn parse(written: &str) -> Result<At, String> {
        let wrong = || "write a time of day such as 02:30".to_owned();
        let (hour, minute) = written.split_once(':').ok_or_else(wrong)?;
        let number = |text: &str, below: u8| {
            let is_number =
                (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text.parse::<u8>().ok();
            number
                .filter(|number| is_number && *number < below)
                .ok_or_else(wrong)
        };
        Ok(At {
            hour: number(hour, 24)?,
            minute: number(minute, 60)?,
        })
    }
}

/// What is run, and where; all paths are absolute.
#[derive(Debug, Clone)]
struct Job {
    program: String,
    data: String,
    config: Option<String>,
    at: At,
    is_users: bool,
}

impl Job {
    /// The command line of a command, word by word.
    fn words(&self, command: &str) -> Vec<String> {
        let mut words = vec![self.program.clone(), "--data".to_owned(), self.data.clone()];
        if let Some(config) = &self.config {
            words.extend(["--config".to_owned(), config.clone()]);
        }
        words.push(command.to_owned());
        words
    }
}

/// Prints it.
pub fn run(args: &Args, command: &Schedule) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let program = std::env::current_exe().context("cannot tell where this program lies")?;
    let job = Job {
        program: whole(&program)?,
        data: whole(settings.dir.root())?,
        config: config_file(args).map(|path| whole(&path)).transpose()?,
        at: command.at,
        is_users: command.user,
    };
    let text = if command.systemd {
        systemd::units(&job)
    } else if command.cron {
        cron::line(&job)
    } else {
        launchd::plist(&job)
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}

/// The config file that is used now, so that the nightly run uses the same.
fn config_file(args: &Args) -> Option<PathBuf> {
    let here = PathBuf::from(FILE_NAME);
    let named = args.config.clone();
    named.or_else(|| here.is_file().then_some(here))
}

/// A whole path as text; what no unit can hold is refused.
fn whole(path: &Path) -> anyhow::Result<String> {
    let path = std::path::absolute(path)
        .with_context(|| format!("cannot tell the whole path of {}", path.display()))?;
    let Some(text) = path.to_str() else {
        bail!(
            "{} is no UTF-8; give the folder another name",
            path.display()
        );
    };
    if text.chars().any(char::is_control) {
        bail!("a path has control characters in it; give the folder another name");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn job(at: &str) -> Job {
        Job {
            program: "/opt/my tools/verbatim".to_owned(),
            data: "/srv/100% \"calls\"/$HOME & <co>".to_owned(),
            config: Some("/etc/it's/verbatim.toml".to_owned()),
            at: At::parse(at).unwrap(),
            is_users: false,
        }
    }

    #[test]
    fn a_time_of_day_is_one() {
        for (written, hour, minute) in [("02:30", 2, 30), ("0:00", 0, 0), ("23:59", 23, 59)] {
            assert_eq!(At::parse(written), Ok(At { hour, minute }));
        }
        for wrong in [
            "", "2", "24:00", "12:60", "-1:00", "+1:00", "1:2:3", "aa:bb", "002:30",
        ] {
            assert!(At::parse(wrong).is_err(), "{wrong}");
        }
    }
}
