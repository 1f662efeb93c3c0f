//! How do vendors' lists become calls, so that nothing is lost whenever it stops?
//!
//! Page by page: what a page brings or tells of goes into the inbox, in one transaction; only then does the cursor move;
//! reading, tagging and keeping is the inbox's work ([`crate::pipeline::arrive`]). Killed between any two of these, the
//! next run lists the page again, and what the inbox knows already is a repetition. Deals need no inbox: they are kept
//! before the cursor moves.

pub mod deals;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::archive::ArchiveError;
use crate::ingest::pull::cursor::Cursor;
use crate::ingest::pull::{Found, Listed, Page, PullError, Puller};
use crate::pipeline::Workshop;
use crate::pipeline::arrive::fetchers::Fetchers;
use crate::pipeline::arrive::{Worked, work_off};
use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::inbox::{Inbox, Kind, NewDelivery, Taken};

/// More pages in one run mean that a list does not end.
const MOST_PAGES: usize = 100_000;

/// What a run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// List from here on, whatever was listed before.
    pub since: Option<Timestamp>,
    /// List, and keep nothing.
    pub dry_run: bool,
    /// Stop after the page with the call of this number.
    pub limit: Option<u64>,
}

/// What came of one source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pulled {
    /// NAME of `[pull.NAME]`.
    pub source: String,
    pub pages: u64,
    /// Calls in the list, those that were known and those not ready included.
    pub listed: u64,
    /// Those that the inbox did not know.
    pub new: u64,
    /// Those that it did.
    pub known: u64,
    /// Those whose transcript is looked for again later.
    pub not_ready: u64,
    /// Entries that hold no words.
    pub wordless: u64,
    /// Deals never seen before, and those about which something else is said now.
    pub deals_new: u64,
    pub deals_updated: u64,
    pub deals_unchanged: u64,
    /// Everything before was listed.
    pub covered: Option<Timestamp>,
    /// What ended it before its end.
    pub trouble: Option<Trouble>,
}

/// What ended a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// For people, with the way out.
    pub message: String,
    /// The next run may succeed without anybody doing anything.
    pub is_temporary: bool,
}

impl From<PullError> for Trouble {
    fn from(error: PullError) -> Trouble {
        Trouble {
            is_temporary: error.is_temporary(),
            message: error.to_string(),
        }
    }
}

/// Lists sources one after the other, then works off whatever is due in the inbox. Trouble of one source stands in what
/// came of it and stops no other; trouble of our own is the error, and what was taken until then stays.
pub fn pull(
    dir: &DataDir,
    pullers: &[Puller],
    workshop: &Workshop<'_>,
    fetchers: &Fetchers,
    options: Options,
    now: Timestamp,
    watcher: &mut dyn FnMut(&Pulled),
) -> Result<(Vec<Pulled>, Worked), ArchiveError> {
    let mut all = Vec::with_capacity(pullers.len());
    for puller in pullers {
        all.push(list(dir, puller, options, now, watcher)?);
    }
    if options.dry_run {
        return Ok((all, Worked::default()));
    }
    if all
        .iter()
        .any(|pulled| pulled.deals_new + pulled.deals_updated > 0)
    {
        deals::join(dir)?;
    }
    let worked = work_off(dir, workshop, &|errand| fetchers.fetch(errand), now)?;
    Ok((all, worked))
}

/// Lists one source into the inbox. `watcher` is told after each page, when it is safe.
pub fn list(
    dir: &DataDir,
    puller: &Puller,
    options: Options,
    now: Timestamp,
    watcher: &mut dyn FnMut(&Pulled),
) -> Result<Pulled, ArchiveError> {
    let inbox = if options.dry_run {
        Inbox::open_if_there(dir)?
    } else {
        Some(Inbox::open(dir)?)
    };
    let kept = match &inbox {
        Some(inbox) => inbox.cursor(puller.name())?,
        None => None,
    };
    let mut run = Run::begin(
        dir,
        puller,
        inbox.filter(|_| !options.dry_run),
        kept.as_deref(),
    );
    let mut cursor = run.first(options.since);
    for _ in 0..MOST_PAGES {
        let page = match puller.window(&cursor, now) {
            Ok(page) => page,
            Err(error) => {
                run.pulled.trouble = Some(error.into());
                run.cursor = puller.spent(&run.cursor);
                break;
            }
        };
        run.take(&page, now)?;
        if run.pulled.trouble.is_some() {
            break;
        }
        run.moved(&page.cursor)?;
        watcher(&run.pulled);
        let is_enough = options.limit.is_some_and(|most| run.pulled.listed >= most);
        if page.is_last || is_enough {
            break;
        }
        cursor = page.cursor;
    }
    run.end()
}

/// A listing on its way.
struct Run<'a> {
    dir: &'a DataDir,
    puller: &'a Puller,
    /// None where nothing is to be kept.
    inbox: Option<Inbox>,
    /// As it is kept.
    cursor: Cursor,
    /// Whether what this run covers may be counted as covered.
    may_move: bool,
    pulled: Pulled,
}

impl<'a> Run<'a> {
    fn begin(
        dir: &'a DataDir,
        puller: &'a Puller,
        inbox: Option<Inbox>,
        kept: Option<&str>,
    ) -> Run<'a> {
        let cursor = Cursor::begin(kept);
        Run {
            dir,
            puller,
            inbox,
            pulled: Pulled {
                source: puller.name().to_owned(),
                covered: covered(&cursor),
                ..Pulled::default()
            },
            cursor,
            may_move: true,
        }
    }

    /// Where the listing begins.
    fn first(&mut self, since: Option<Timestamp>) -> Cursor {
        let Some(since) = since else {
            return self.cursor.clone();
        };
        // From a later day on than was covered: what lies between would never be listed.
        let leaves_gap = |covered: i64| since.as_second() > covered;
        self.may_move = !self.cursor.covered.is_some_and(leaves_gap);
        self.cursor.clone().since(since)
    }

    /// Makes a page safe.
    fn take(&mut self, page: &Page, now: Timestamp) -> Result<(), ArchiveError> {
        let pulled = &mut self.pulled;
        pulled.pages += 1;
        pulled.listed += page.calls.len() as u64;
        pulled.wordless += page.n_wordless;
        let not_ready = |call: &&Listed| matches!(call.what, Found::NotReady { .. });
        pulled.not_ready += page.calls.iter().filter(not_ready).count() as u64;
        let Some(inbox) = &self.inbox else {
            return Ok(());
        };
        if let Some(table) = &page.deals {
            match deals::keep(self.dir, &table.bytes, now)? {
                Ok(kept) => {
                    pulled.deals_new += kept.n_new;
                    pulled.deals_updated += kept.n_updated;
                    pulled.deals_unchanged += kept.n_unchanged;
                }
                Err(refusal) => {
                    pulled.trouble = Some(Trouble {
                        message: format!("pull.{}: {}", pulled.source, refusal.message),
                        is_temporary: false,
                    });
                    return Ok(());
                }
            }
        }
        for taken in put(inbox, self.puller, &page.calls, now)? {
            match taken {
                Taken::Kept(_) => pulled.new += 1,
                Taken::Repeated => pulled.known += 1,
            }
        }
        Ok(())
    }

    /// Notes how far the list was read, now that it is safe.
    fn moved(&mut self, after: &Cursor) -> Result<(), StoreError> {
        self.cursor.spent = after.spent;
        if self.may_move && after.within.is_none() {
            // A run from an earlier day on takes nothing back.
            self.cursor.covered = self.cursor.covered.max(after.covered);
        }
        self.pulled.covered = covered(&self.cursor);
        self.write()
    }

    fn write(&self) -> Result<(), StoreError> {
        match &self.inbox {
            Some(inbox) => inbox.set_cursor(self.puller.name(), &self.cursor.text()),
            None => Ok(()),
        }
    }

    fn end(self) -> Result<Pulled, ArchiveError> {
        self.write()?;
        Ok(self.pulled)
    }
}

fn covered(cursor: &Cursor) -> Option<Timestamp> {
    Timestamp::from_second(cursor.covered?).ok()
}

/// Puts the calls of a page into the inbox, all or none.
fn put(
    inbox: &Inbox,
    puller: &Puller,
    calls: &[Listed],
    now: Timestamp,
) -> Result<Vec<Taken>, StoreError> {
    if calls.is_empty() {
        return Ok(Vec::new());
    }
    let deliveries: Vec<NewDelivery> = calls
        .iter()
        .map(|call| delivery(puller.name(), call, now))
        .collect();
    inbox.take(&deliveries)
}

fn delivery(source: &str, call: &Listed, now: Timestamp) -> NewDelivery {
    let about = NewDelivery {
        hook: source.to_owned(),
        key: format!("pull:{source}:{}:{}", call.id, call.version),
        received_at: now,
        call_hint: Some(call.id.clone()),
        ..NewDelivery::default()
    };
    match &call.what {
        Found::Whole(fetched) => NewDelivery {
            kind: Kind::Raw,
            format: fetched.format.map(str::to_owned),
            body: fetched.bytes.clone(),
            place: Some(fetched.place.clone()),
            ..about
        },
        Found::ToFetch(errand) => NewDelivery {
            kind: Kind::Fetch,
            errand: Some(errand.to_json()),
            ..about
        },
        Found::NotReady { errand, after } => NewDelivery {
            kind: Kind::Fetch,
            errand: Some(errand.to_json()),
            next_at: Some(later(now, *after)),
            ..about
        },
    }
}

fn later(now: Timestamp, after: Duration) -> Timestamp {
    let after = SignedDuration::try_from(after).unwrap_or(SignedDuration::from_hours(1));
    now.checked_add(after).unwrap_or(now)
}
