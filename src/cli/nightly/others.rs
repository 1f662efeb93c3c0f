//! What do the steps do that fetch, work off, forget and tell?

use std::cell::RefCell;
use std::fmt::Display;

use jiff::{SignedDuration, Timestamp};

use crate::call::{Call, Span};
use crate::cli::digest::{LAST, make, period_of, whole_until};
use crate::cli::nightly::steps::{PATIENCE, wait_until_free, workshop};
use crate::cli::reindex::open_up_to_date;
use crate::cli::rights::today;
use crate::cli::settings::{Settings, now};
use crate::cli::watch::posting::send;
use crate::config::pull::PullConfig;
use crate::ingest::hooks::errand::Errand;
use crate::ingest::pull::Puller;
use crate::mine::lexicon::Lexicons;
use crate::pipeline::arrive::fetchers::Fetchers;
use crate::pipeline::arrive::work_off;
use crate::pipeline::forget;
use crate::pipeline::nightly::{Calls, Came, Trouble};
use crate::pipeline::patience::when_free;
use crate::pipeline::pull::{Options, deals, list};
use crate::pipeline::watches::letters::post;
use crate::quote::rights::book::Rights;
use crate::report::digest::render::{Shape, render};
use crate::report::digest::shape::Digest;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::inbox::Inbox;

/// The inbox is worked off in shifts; more of them in one night mean that it does not get empty.
const MOST_SHIFTS: usize = 1_000;
/// How long the ids of deliveries are known.
const KEYS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How far the first digest looks back that reaches somebody.
const BEFORE_THE_FIRST: &str = "1d";

/// Lists what a vendor has into the inbox.
pub(super) fn from_vendor(
    settings: &Settings,
    name: &str,
    source: &PullConfig,
) -> Result<Came, Trouble> {
    let place = format!("pull.{name}");
    let puller = Puller::of(name, source)
        .map_err(|error| Trouble::new(&place, "not-opened", error.to_string()))?;
    let pulled = when_free(PATIENCE, || {
        let options = Options::default();
        list(
            &settings.dir,
            &puller,
            options,
            Timestamp::now(),
            &mut |_| {},
        )
    })
    .map_err(|error| failed(&place, &error))?;
    if pulled.deals_new + pulled.deals_updated > 0 {
        when_free(PATIENCE, || deals::join(&settings.dir))
            .map_err(|error| failed(&place, &error))?;
    }
    let mut came = Came::default()
        .with("listed", pulled.listed)
        .with("new_in_the_inbox", pulled.new)
        .with("not_ready", pulled.not_ready)
        .with("deals_new", pulled.deals_new)
        .with("deals_updated", pulled.deals_updated);
    match pulled.trouble {
        // The next night goes on where this one stopped.
        Some(trouble) if trouble.is_temporary => Ok(came.with("put_off", 1)),
        Some(trouble) => {
            came.trouble(Trouble::new(&place, "not-listed", trouble.message));
            Ok(came)
        }
        None => Ok(came),
    }
}

/// Works the inbox off, and says what needs a person.
pub(super) fn inbox(settings: &Settings, lexicons: &Lexicons) -> Result<Came, Trouble> {
    let fetchers = Fetchers::of(&settings.config);
    let fetch = |errand: &Errand| fetchers.fetch(errand);
    let workshop = workshop(settings, lexicons);
    let mut calls = Calls::default();
    for _ in 0..MOST_SHIFTS {
        let worked = when_free(PATIENCE, || {
            work_off(&settings.dir, &workshop, &fetch, Timestamp::now())
        })
        .map_err(|error| failed("inbox", &error))?;
        calls.new += worked.new;
        calls.updated += worked.updated;
        calls.unchanged += worked.unchanged;
        if worked.done + worked.later + worked.dead == 0 {
            break;
        }
    }
    let mut came = what_waits(settings).map_err(|error| failed("inbox", &error))?;
    came.calls = calls;
    Ok(came)
}

fn what_waits(settings: &Settings) -> Result<Came, StoreError> {
    let Some(inbox) = Inbox::open_if_there(&settings.dir)? else {
        return Ok(Came::default());
    };
    let counts = inbox.counts()?;
    let mut came = Came::default()
        .with("waiting", counts.waiting + counts.working)
        .with("tried_later", counts.later)
        .with("dead", counts.dead);
    if counts.dead > 0 {
        let message = format!(
            "{} of the deliveries could not be understood or fetched; `verbatim inbox list --dead` says why, \
             `verbatim inbox retry NUMBER` tries one again, `verbatim inbox drop NUMBER` gives it up",
            counts.dead
        );
        came.trouble(Trouble::new("inbox", "dead-letters", message));
    }
    Ok(came)
}

/// Forgets what is older than the config allows.
pub(super) fn retention(settings: &Settings) -> Result<Came, Trouble> {
    let first_day = settings.config.retention.first_day(Timestamp::now());
    let Some(day) = first_day.filter(|_| settings.dir.catalogue().exists()) else {
        return Ok(Came::default());
    };
    let receipt = when_free(PATIENCE, || forget::before(&settings.dir, &day, &now()))
        .map_err(|error| failed("retention", &error))?;
    let mut came = Came::default().with("calls_deleted", receipt.calls);
    if !receipt.proof.proven {
        let message = format!(
            "calls before {day} were deleted, but something of them was found afterwards; \
             `verbatim forget --before {day} --dry-run` and `verbatim check` tell more"
        );
        came.trouble(Trouble::new("retention", "not-proven", message));
    }
    Ok(came)
}

/// Forgets the ids of deliveries that no vendor sends again; gives their number.
pub(super) fn old_keys(settings: &Settings) -> Result<u64, Trouble> {
    forget_old_keys(settings).map_err(|error| failed("housekeeping", &error))
}

fn forget_old_keys(settings: &Settings) -> Result<u64, StoreError> {
    let Some(inbox) = Inbox::open_if_there(&settings.dir)? else {
        return Ok(0);
    };
    let before = Timestamp::now().checked_sub(KEYS);
    let n_forgotten = inbox.forget_keys_before(before.unwrap_or(Timestamp::MIN))?;
    inbox.empty_journal()?;
    Ok(n_forgotten)
}

/// Posts what saved searches found.
pub(super) fn alerts(settings: &Settings) -> Result<Came, Trouble> {
    if !settings.dir.catalogue().exists() {
        return Ok(Came::default());
    }
    let wrong = |error: anyhow::Error| failed("alerts", &format!("{error:#}"));
    let rights = RefCell::new(rights(settings).map_err(wrong)?);
    let is_withdrawn = |call: &Call, turn: u32, span: Span| -> bool {
        rights.borrow_mut().withholds(call, turn, span)
    };
    let posted = when_free(PATIENCE, || {
        post(
            &settings.dir,
            Timestamp::now(),
            &is_withdrawn,
            &mut |letter| send(&settings.config, letter, None),
        )
    })
    .map_err(|error| failed("alerts", &error))?;
    let mut came = Came::default()
        .with("alerts_posted", posted.alerts)
        .with("tried_later", posted.later);
    if posted.failed > 0 {
        for reason in posted.reasons {
            came.trouble(Trouble::new("alerts", "not-posted", reason));
        }
    }
    Ok(came)
}

/// All that is written down about rights.
fn rights(settings: &Settings) -> anyhow::Result<Rights> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    Ok(Rights::of(&catalogue, today()?)?)
}

/// Makes the digest since the last one or of the last days, and leaves it for whoever remembers what was told.
pub(super) fn digest(settings: &Settings, made: &RefCell<Option<Digest>>) -> Result<Came, Trouble> {
    let since = match settings.config.nightly.digest_days {
        Some(0) => return Ok(Came::default()),
        Some(days) => format!("{days}d"),
        None => LAST.to_owned(),
    };
    if !settings.dir.catalogue().exists() {
        return Ok(Came::default());
    }
    wait_until_free(settings, "digest")?;
    let wrong = |error: anyhow::Error| Trouble::new("digest", "failed", format!("{error:#}"));
    let (found, text) = digest_of(settings, &since).map_err(wrong)?;
    let mut came = Came::default();
    if !found.is_empty() {
        came = came
            .with("calls", found.calls.calls)
            .with("quotes", found.quotes().count() as u64);
        came.digest = Some(text);
        *made.borrow_mut() = Some(found);
    }
    Ok(came)
}

fn digest_of(settings: &Settings, since: &str) -> anyhow::Result<(Digest, String)> {
    let now = match since {
        LAST => Timestamp::now(),
        _ => whole_until(&settings.dir, Timestamp::now()),
    };
    let period = period_of(&settings.dir, (since, None), BEFORE_THE_FIRST, now)?;
    let archive = open_up_to_date(settings)?;
    let found = make(&archive, period, settings.config.threshold)?;
    let text = render(&found, Shape::Markdown, None)?;
    Ok((found, text))
}

fn failed(place: &str, error: &dyn Display) -> Trouble {
    Trouble::new(place, "failed", error.to_string())
}
