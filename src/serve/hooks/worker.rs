//! Who works the inbox off while the server runs?
//!
//! One thread. It wakes when something comes, when the time of a job has come, and now and then, because other programs
//! put jobs there, too. Where somebody else writes to the archive it tries again a little later; what troubles it is
//! told once, and never with anybody's words.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::archive::ArchiveError;
use crate::ingest::hooks::errand::Errand;
use crate::pipeline::arrive::fetchers::Fetchers;
use crate::pipeline::arrive::{Worked, work_off};
use crate::pipeline::{Workshop, by_config};
use crate::serve::app::App;
use crate::serve::deletions;
use crate::store::error::StoreError;
use crate::store::inbox::work::Tried;
use crate::store::inbox::{FARTHEST, Inbox, REMEMBERED};

/// Between two looks at an inbox in which nothing is due.
const NOW_AND_THEN: Duration = Duration::from_secs(30);
/// Between two passes, at least: whoever else wants to write gets in between.
const BREATH: Duration = Duration::from_millis(30);
/// Before the next try where somebody else writes.
const LOCKED: Duration = Duration::from_secs(1);
/// Before the next try after trouble.
const TROUBLE: Duration = Duration::from_secs(15);
/// Between two times that old ids are forgotten.
const FORGETTING: Duration = Duration::from_secs(3600);

/// Starts the thread; it ends with the program. Killed anywhere, the next one goes on.
pub fn start(app: &App) -> std::io::Result<()> {
    let app = app.clone();
    let thread = std::thread::Builder::new().name("arrivals".to_owned());
    thread.spawn(move || work(&app)).map(drop)
}

fn work(app: &App) {
    let fetchers = Fetchers::of(&app.config);
    let mut told = String::new();
    let mut forgot: Option<Instant> = None;
    // Whoever was killed before us may have held jobs.
    let mut held = Some(Tried::Counts);
    loop {
        let pass = catch_unwind(AssertUnwindSafe(|| pass(app, &fetchers, &mut held)));
        match pass {
            Ok(Ok(worked)) => {
                told.clear();
                tell_of_dead(worked);
                if forgot.is_none_or(|forgot| forgot.elapsed() > FORGETTING) {
                    forget(app);
                    forgot = Some(Instant::now());
                }
                app.hooks.listen(until_next(app));
            }
            Ok(Err(ArchiveError::Store(StoreError::Locked { .. }))) => std::thread::sleep(LOCKED),
            Ok(Err(error)) => {
                // On a full disk jobs cannot even be given back.
                held = held.or(Some(Tried::Never));
                tell_once(&mut told, error.to_string());
                std::thread::sleep(TROUBLE);
            }
            Err(_) => {
                held = Some(Tried::Counts);
                tell_once(
                    &mut told,
                    "it broke off in the middle; report it".to_owned(),
                );
                std::thread::sleep(TROUBLE);
            }
        }
    }
}

/// Works off what is due now, with the lexicons of now; and what an earlier pass still holds.
fn pass(app: &App, fetchers: &Fetchers, held: &mut Option<Tried>) -> Result<Worked, ArchiveError> {
    deletions::finish(&app.dir)?;
    let now = Timestamp::now();
    let Some(inbox) = Inbox::open_if_there(&app.dir)? else {
        return Ok(Worked::default());
    };
    if let Some(tried) = *held {
        inbox.take_back(now, tried)?;
        *held = None;
    }
    let farthest = now.checked_add(FARTHEST).unwrap_or(now);
    let is_later = |next: Timestamp| next > now && next <= farthest;
    if inbox.next_at()?.is_none_or(is_later) {
        return Ok(Worked::default());
    }
    drop(inbox);
    let lexicons = app.lexicons.now();
    let sides = by_config::side_rules(&app.config);
    let workshop = Workshop::new(&lexicons, sides, app.config.threshold);
    let fetch = |errand: &Errand| fetchers.fetch(errand);
    work_off(&app.dir, &workshop, &fetch, now)
}

/// How long nothing will be due, as far as can be known.
fn until_next(app: &App) -> Duration {
    let next = Inbox::open_if_there(&app.dir)
        .ok()
        .flatten()
        .and_then(|inbox| inbox.next_at().ok().flatten());
    let Some(next) = next else {
        return NOW_AND_THEN;
    };
    let wait = next.duration_since(Timestamp::now());
    Duration::try_from(wait)
        .unwrap_or(Duration::ZERO)
        .clamp(BREATH, NOW_AND_THEN)
}

/// Old ids are forgotten; where that fails, it is tried again with the next.
fn forget(app: &App) {
    let before = Timestamp::now().checked_sub(REMEMBERED);
    if let (Ok(Some(inbox)), Ok(before)) = (Inbox::open_if_there(&app.dir), before) {
        let _ = inbox.forget_keys_before(before);
    }
}

fn tell_of_dead(worked: Worked) {
    if worked.dead > 0 {
        let n = worked.dead;
        let line = format!("{n} of the deliveries need a person; see `verbatim inbox list --dead`");
        tell(&line);
    }
}

/// The same trouble is told only once in a row.
fn tell_once(told: &mut String, trouble: String) {
    if *told != trouble {
        tell(&format!("the inbox cannot be worked off: {trouble}"));
        *told = trouble;
    }
}

fn tell(line: &str) {
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
