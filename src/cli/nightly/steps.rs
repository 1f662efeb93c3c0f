//! Which steps does a night have, in which order?

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use crate::archive::ArchiveError;
use crate::cli::deals::import::bring_in;
use crate::cli::nightly::others;
use crate::cli::settings::{Settings, now};
use crate::ingest::source::bucket::Bucket;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::Workshop;
use crate::pipeline::bucket::{BucketTrouble, ingest_bucket};
use crate::pipeline::forget::finish;
use crate::pipeline::keep::{Job, Watcher, ingest_within};
use crate::pipeline::nightly::{Came, Step, Trouble, tidy};
use crate::pipeline::patience::when_free;
use crate::pipeline::retag::hear_again;
use crate::report::digest::shape::Digest;
use crate::search::tidy::Bounds;
use crate::store::error::StoreError;
use crate::store::keep::Kept;
use crate::store::lock::WriteLock;
use crate::store::sound;

/// A night has time: how long a step waits for another writer.
pub(super) const PATIENCE: Duration = Duration::from_secs(600);

/// The steps, in their order.
pub(super) fn of<'s>(
    settings: &'s Settings,
    lexicons: &'s Lexicons,
    made: &'s RefCell<Option<Digest>>,
) -> Vec<Step<'s>> {
    let mut steps = Vec::new();
    for (name, source) in &settings.config.pull {
        steps.push(Step::new(format!("pull:{name}"), move || {
            others::from_vendor(settings, name, source)
        }));
    }
    steps.push(Step::new("inbox", move || {
        others::inbox(settings, lexicons)
    }));
    let (buckets, folders): (Vec<PathBuf>, Vec<PathBuf>) = settings
        .config
        .nightly
        .folders
        .iter()
        .cloned()
        .partition(|path| Bucket::is_meant(path));
    if !folders.is_empty() {
        steps.push(Step::new("folders", move || {
            from_folders(settings, lexicons, &folders)
        }));
    }
    for place in buckets {
        let place = place.display().to_string();
        steps.push(Step::new(place.clone(), move || {
            from_bucket(settings, lexicons, &place)
        }));
    }
    if !settings.config.nightly.deals.is_empty() {
        steps.push(Step::new("deals", move || deals(settings)));
    }
    steps.push(Step::new("lexicons", move || tag_anew(settings, lexicons)));
    steps.push(Step::new("retention", move || others::retention(settings)));
    steps.push(Step::new("housekeeping", move || housekeeping(settings)));
    steps.push(Step::new("alerts", move || others::alerts(settings)));
    // Its words are never written down, so a night that is gone on with makes it again.
    steps.push(Step::new("digest", move || others::digest(settings, made)).again());
    steps.into_iter().map(Step::caught).collect()
}

pub(super) fn workshop<'l>(settings: &Settings, lexicons: &'l Lexicons) -> Workshop<'l> {
    Workshop::new(lexicons, settings.side_rules(), settings.config.threshold)
}

fn from_folders(
    settings: &Settings,
    lexicons: &Lexicons,
    folders: &[PathBuf],
) -> Result<Came, Trouble> {
    let workshop = workshop(settings, lexicons);
    let job = Job {
        dir: &settings.dir,
        paths: folders,
        workshop: &workshop,
        limits: settings.limits(),
        now: &now(),
    };
    ingest_within(&job, PATIENCE, &mut Nobody)
        .map(Came::from)
        .map_err(|error| failed("folders", &error))
}

fn from_bucket(settings: &Settings, lexicons: &Lexicons, place: &str) -> Result<Came, Trouble> {
    let workshop = workshop(settings, lexicons);
    let job = Job {
        dir: &settings.dir,
        paths: &[],
        workshop: &workshop,
        limits: settings.limits(),
        now: &now(),
    };
    let config = &settings.config.bucket;
    match ingest_bucket(place, config, &job, PATIENCE, &mut Nobody) {
        Ok(emptied) => Ok(Came::from(emptied.summary)
            .with("fetched", emptied.n_fetched)
            .with("known", emptied.n_known)),
        Err(BucketTrouble::Bucket(error)) => {
            Err(Trouble::new(place, error.code(), error.to_string()))
        }
        Err(BucketTrouble::Archive(error)) => Err(failed(place, &error)),
    }
}

fn deals(settings: &Settings) -> Result<Came, Trouble> {
    wait_until_free(settings, "deals")?;
    let brought = bring_in(settings, &settings.config.nightly.deals)
        .map_err(|error| Trouble::new("deals", "failed", format!("{error:#}")))?;
    let mut came = Came::default()
        .with("deals_new", brought.n_new)
        .with("deals_updated", brought.n_updated)
        .with("deals_unchanged", brought.n_unchanged)
        .with("calls_with_a_deal", brought.n_matched);
    for failure in brought.failed {
        came.trouble(failure.into());
    }
    Ok(came)
}

/// Hears again what other lexicons heard.
fn tag_anew(settings: &Settings, lexicons: &Lexicons) -> Result<Came, Trouble> {
    if !settings.dir.catalogue().exists() {
        return Ok(Came::default());
    }
    let workshop = workshop(settings, lexicons);
    wait_for_lock(settings)
        .map_err(ArchiveError::from)
        .and_then(|lock| hear_again(&settings.dir, &lock, &workshop, &|_| {}))
        .map(|n_calls| Came::default().with("tagged_anew", n_calls))
        .map_err(|error| failed("lexicons", &error))
}

fn housekeeping(settings: &Settings) -> Result<Came, Trouble> {
    let n_keys = others::old_keys(settings)?;
    // Where vendors deliver and nobody ingests files, nobody else goes on with a deletion that was cut off.
    wait_for_lock(settings)
        .map_err(ArchiveError::from)
        .and_then(|lock| finish(&settings.dir, &lock, &now()))
        .map_err(|error| failed("housekeeping", &error))?;
    let mut came = when_free(PATIENCE, || tidy(&settings.dir, Bounds::default()))
        .map(|came| came.with("old_keys_forgotten", n_keys))
        .map_err(|error| failed("housekeeping", &error))?;
    // Damage that is found tonight is mended by last week's backup; in a year there is none from before it.
    for path in sound::databases(&settings.dir) {
        if let Err(error) = sound::look_through("check", &path) {
            let trouble = Trouble::new("housekeeping", "database-unusable", error.to_string());
            came.trouble(trouble);
        }
    }
    Ok(came)
}

/// For steps that take the lock by themselves and do not wait for it, or not as long as a night has time.
pub(super) fn wait_until_free(settings: &Settings, place: &str) -> Result<(), Trouble> {
    wait_for_lock(settings)
        .map(drop)
        .map_err(|error| failed(place, &ArchiveError::from(error)))
}

fn wait_for_lock(settings: &Settings) -> Result<WriteLock, StoreError> {
    WriteLock::take_within(&settings.dir, "nightly", PATIENCE)
}

fn failed(place: &str, error: &ArchiveError) -> Trouble {
    Trouble::new(place, "failed", error.to_string())
}

/// Nobody watches at night.
struct Nobody;

impl Watcher for Nobody {
    fn listed(&mut self, _: usize, _: u64) {}
    fn kept(&mut self, _: &str, _: &Kept) {}
    fn done_with(&mut self, _: u64) {}
}
