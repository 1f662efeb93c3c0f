//! How is the index made anew?

use std::io::Write;

use crate::archive::keeper::{behind, bring_up_to_date, make_anew};
use crate::archive::{Archive, ArchiveError};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::{self, count};
use crate::cli::progress::{Progress, Unit};
use crate::cli::settings::Settings;
use crate::config::Config;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::Workshop;
use crate::pipeline::deals::join_if_stale;
use crate::pipeline::retag::retag;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::WriteLock;

/// Make the search index anew from the catalogue, with today's lexicons
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim reindex\n  verbatim check && echo all is well")]
pub struct Reindex {
    /// The result as JSON
    #[arg(long)]
    pub json: bool,
}

/// Tags what is stale and makes the index anew.
pub fn run(args: &Args, command: &Reindex) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let lexicons = settings.lexicons()?;
    // Before the lock is taken, so that an empty folder stays empty.
    Catalogue::open_to_read(&settings.dir)?;
    let lock = WriteLock::take(&settings.dir, "reindex")?;
    let mut catalogue = Catalogue::open_to_write(&settings.dir, &lock)?;
    let n_retagged = retag_stale(&settings, &lexicons, &mut catalogue)?;
    let n_calls = with_bar(&catalogue, |progress| {
        make_anew(&settings.dir, &catalogue, progress)
    })?;
    let mut out = anstream::stdout();
    if command.json {
        writeln!(
            out,
            "{}",
            serde_json::json!({ "calls": n_calls, "retagged": n_retagged })
        )?;
    } else {
        writeln!(
            out,
            "{} indexed, {n_retagged} of them tagged anew",
            count(n_calls, "call")
        )?;
    }
    Ok(Outcome::Done)
}

/// Opens the archive for reading, after bringing index and mentions up to date where that is possible now.
pub fn open_up_to_date(settings: &Settings) -> anyhow::Result<Archive> {
    let reader = Catalogue::open_to_read(&settings.dir)?;
    let is_stale = reader.has_old_lexicon(&settings.tagged_by()?)? || reader.deals_are_stale()?;
    let lag = behind(&settings.dir, &reader)?;
    drop(reader);
    if is_stale || lag != Some(0) {
        match WriteLock::take(&settings.dir, "search") {
            Ok(lock) => mend(settings, &settings.lexicons()?, &lock)?,
            Err(error @ StoreError::Locked { .. }) if lag.is_some() => {
                // What is being written now will be found soon; what is there already can be found at once.
                writeln!(
                    anstream::stderr(),
                    "{} the newest calls are not searchable yet: {error}",
                    look::note_label()
                )?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Archive::open(&settings.dir)?)
}

fn mend(settings: &Settings, lexicons: &Lexicons, lock: &WriteLock) -> anyhow::Result<()> {
    let mut catalogue = Catalogue::open_to_write(&settings.dir, lock)?;
    let n_retagged = retag_stale(settings, lexicons, &mut catalogue)?;
    if n_retagged > 0 {
        tell_retagged(n_retagged, &settings.config)?;
    }
    with_bar(&catalogue, |progress| {
        bring_up_to_date(&settings.dir, &catalogue, progress)
    })?;
    Ok(())
}

/// Whoever asked only wanted to read, perhaps from a folder whose config names other lexicons.
fn tell_retagged(n_calls: u64, config: &Config) -> anyhow::Result<()> {
    let lexicons = match &config.lexicons {
        Some(folder) => format!("the lexicons in {}", folder.display()),
        None => "the lexicons that verbatim brings along".to_owned(),
    };
    writeln!(
        anstream::stderr(),
        "{} {} tagged anew, with {lexicons}: lexicons or settings are not those of last time",
        look::note_label(),
        match n_calls {
            1 => "1 call was".to_owned(),
            _ => format!("{} were", count(n_calls, "call")),
        },
    )?;
    Ok(())
}

fn retag_stale(
    settings: &Settings,
    lexicons: &Lexicons,
    catalogue: &mut Catalogue,
) -> anyhow::Result<u64> {
    let workshop = Workshop::new(lexicons, settings.side_rules(), settings.config.threshold);
    let progress = std::cell::RefCell::new(Progress::new(catalogue.counts()?.calls, Unit::Calls));
    let n_retagged = retag(catalogue, &workshop, &|n| progress.borrow_mut().to(n))?;
    join_if_stale(catalogue)?;
    progress.borrow().finish();
    Ok(n_retagged)
}

fn with_bar<T>(
    catalogue: &Catalogue,
    work: impl FnOnce(&dyn Fn(u64)) -> Result<T, ArchiveError>,
) -> anyhow::Result<T> {
    let progress = std::cell::RefCell::new(Progress::new(catalogue.counts()?.calls, Unit::Calls));
    let result = work(&|n| progress.borrow_mut().to(n))?;
    progress.borrow().finish();
    Ok(result)
}
