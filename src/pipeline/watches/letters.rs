//! What is posted of the alerts, and what becomes of those that could not be?
//!
//! One letter for each saved search, with the quotes and their links. While letters are on their way nobody is kept
//! from writing: the alerts are taken for a while, sent, and then settled. What could not be sent is tried again later
//! and later.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::archive::ArchiveError;
use crate::call::{Call, Side, Span, is_web};
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::{PATIENCE, WriteLock};
use crate::store::watches::alerts::{AlertRow, AlertState, Settled};
use crate::text::figures::rfc3339;

/// Quotes in one letter; the rest comes in the next.
const IN_ONE: usize = 20;
/// Alerts taken at once.
const MOST: usize = 1_000;
/// How long alerts are taken for, in seconds: longer than it takes to send them and to wait for other writers.
const TAKEN_FOR: i64 = 30 * 60;
/// Seconds after the first attempt until the second; from then on twice as long each time, up to the longest.
const FIRST_PAUSE: i64 = 60;
const LONGEST_PAUSE: i64 = 6 * 60 * 60;
/// After so many attempts, in about two days, nobody is there.
const MOST_ATTEMPTS: u32 = 16;
/// How long other writers are waited for once letters were sent: what was sent must be written down, or it is sent twice.
const MUST: Duration = Duration::from_secs(600);

/// What was said again, of one saved search.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The saved search's name.
    pub watch: String,
    /// Where it goes, by the name in the config.
    pub post: String,
    pub said: Vec<Said>,
}

/// Exact words that answer, and whose they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The alert's number: whoever gets it twice knows it again.
    pub number: u64,
    pub quote: String,
    /// The job title, or else the persona.
    pub role: String,
    pub account: Option<String>,
    /// The day of the call.
    pub date: Option<String>,
    pub call: String,
    pub turn: u32,
    /// Seconds from the start of the recording.
    pub seconds: Option<f64>,
    /// Opens the recording at the words; only web addresses.
    pub link: Option<String>,
}

/// Why a letter was not sent. Never with words of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    pub reason: String,
    /// Whether it may go later, without anybody doing anything.
    pub is_temporary: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Posted {
    pub letters: u64,
    pub alerts: u64,
    /// Alerts that are tried again later.
    pub later: u64,
    /// Alerts that are tried again only when somebody says so.
    pub failed: u64,
    /// Why, each reason once.
    pub reasons: Vec<String>,
}

/// Whether words of a turn were withdrawn, so that no letter may carry them.
pub type IsWithdrawn<'a> = &'a dyn Fn(&Call, u32, Span) -> bool;

/// Posts what is due. `send` gets one letter after the other.
pub fn post(
    dir: &DataDir,
    now: Timestamp,
    is_withdrawn: IsWithdrawn<'_>,
    send: &mut dyn FnMut(&Letter) -> Result<(), Unsent>,
) -> Result<Posted, ArchiveError> {
    post_until(dir, now, &|| false, is_withdrawn, send)
}

/// The same, until it is over: what is not begun by then goes back and counts as not tried. A place that could not be
/// reached is not asked again for the letters after it; they wait a little and count as not tried, too: a place that
/// takes only some letters at a time must get all of them, and one letter that it chokes on must not cost the others.
pub fn post_until(
    dir: &DataDir,
    now: Timestamp,
    is_over: &dyn Fn() -> bool,
    is_withdrawn: IsWithdrawn<'_>,
    send: &mut dyn FnMut(&Letter) -> Result<(), Unsent>,
) -> Result<Posted, ArchiveError> {
    let due = {
        let lock = WriteLock::take_within(dir, "watch", PATIENCE)?;
        let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
        catalogue.take_due(&rfc3339(now), &rfc3339(after(now, TAKEN_FOR)), MOST)?
    };
    if due.is_empty() {
        return Ok(Posted::default());
    }
    let catalogue = Catalogue::open_to_read(dir)?;
    let (withdrawn, due) = parted(&catalogue, due, is_withdrawn)?;
    let (letters, gone) = written(&catalogue, &due)?;
    drop(catalogue);
    let attempts: BTreeMap<u64, u32> = due.iter().map(|one| (one.number, one.attempts)).collect();
    let mut posted = Posted::default();
    let mut settled = Vec::new();
    for number in gone {
        let reason = "its call says something else there now, or is gone".to_owned();
        settled.push(posted.failed(number, reason));
    }
    for alert in withdrawn {
        let reason = "its words were withdrawn; `verbatim rights list` tells by whom".to_owned();
        settled.push(posted.failed(alert.number, reason));
    }
    let mut untried = Vec::new();
    let mut put_off = Vec::new();
    let mut unreached: BTreeSet<&str> = BTreeSet::new();
    for letter in &letters {
        if is_over() {
            untried.extend(letter.said.iter().map(|said| said.number));
            continue;
        }
        if unreached.contains(letter.post.as_str()) {
            put_off.extend(letter.said.iter().map(|said| said.number));
            continue;
        }
        let outcome = send(letter);
        if let Err(unsent) = &outcome
            && unsent.is_temporary
        {
            unreached.insert(&letter.post);
        }
        posted.letters += u64::from(outcome.is_ok());
        for said in &letter.said {
            let n_before = attempts.get(&said.number).copied().unwrap_or(0);
            settled.push(posted.note(said.number, n_before, &outcome, now));
        }
    }
    posted.later += (untried.len() + put_off.len()) as u64;
    let lock = WriteLock::take_within(dir, "watch", MUST)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    catalogue.settle_alerts(&settled)?;
    catalogue.give_back_alerts(&untried, "")?;
    catalogue.give_back_alerts(&put_off, &rfc3339(after(now, FIRST_PAUSE)))?;
    Ok(posted)
}

impl Posted {
    fn note(
        &mut self,
        number: u64,
        n_before: u32,
        outcome: &Result<(), Unsent>,
        now: Timestamp,
    ) -> Settled {
        let unsent = match outcome {
            Ok(()) => {
                self.alerts += 1;
                return Settled {
                    number,
                    state: AlertState::Posted,
                    next_at: String::new(),
                    reason: None,
                };
            }
            Err(unsent) => unsent,
        };
        if !unsent.is_temporary || n_before + 1 >= MOST_ATTEMPTS {
            return self.failed(number, unsent.reason.clone());
        }
        self.later += 1;
        self.tell(&unsent.reason);
        Settled {
            number,
            state: AlertState::Waiting,
            next_at: rfc3339(after(now, pause(n_before))),
            reason: Some(unsent.reason.clone()),
        }
    }

    fn failed(&mut self, number: u64, reason: String) -> Settled {
        self.failed += 1;
        self.tell(&reason);
        Settled {
            number,
            state: AlertState::Failed,
            next_at: String::new(),
            reason: Some(reason),
        }
    }

    fn tell(&mut self, reason: &str) {
        if !self.reasons.iter().any(|known| known == reason) {
            self.reasons.push(reason.to_owned());
        }
    }
}

/// Seconds to wait after so many attempts and one more.
fn pause(n_before: u32) -> i64 {
    let doubled = FIRST_PAUSE.saturating_mul(1_i64 << n_before.min(20));
    doubled.min(LONGEST_PAUSE)
}

fn after(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(now)
}

/// The alerts whose words were withdrawn, and the others.
fn parted(
    catalogue: &Catalogue,
    due: Vec<AlertRow>,
    is_withdrawn: IsWithdrawn<'_>,
) -> Result<(Vec<AlertRow>, Vec<AlertRow>), StoreError> {
    let (mut withdrawn, mut others) = (Vec::new(), Vec::new());
    for alert in due {
        let span = Span {
            start: alert.from,
            end: alert.to,
        };
        let call = catalogue.call(&alert.call)?;
        if call.is_some_and(|(_, call)| is_withdrawn(&call, alert.turn, span)) {
            withdrawn.push(alert);
        } else {
            others.push(alert);
        }
    }
    Ok((withdrawn, others))
}

/// Letters with the words as they stand now, and the alerts whose words are no longer there.
fn written(
    catalogue: &Catalogue,
    due: &[AlertRow],
) -> Result<(Vec<Letter>, Vec<u64>), ArchiveError> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut gone = Vec::new();
    for alert in due {
        let Some(said) = said(catalogue, alert)? else {
            gone.push(alert.number);
            continue;
        };
        let post = alert.post.clone().unwrap_or_default();
        let fits = |letter: &&mut Letter| {
            letter.watch == alert.watch && letter.post == post && letter.said.len() < IN_ONE
        };
        match letters.iter_mut().find(fits) {
            Some(letter) => letter.said.push(said),
            None => letters.push(Letter {
                watch: alert.watch.clone(),
                post,
                said: vec![said],
            }),
        }
    }
    Ok((letters, gone))
}

/// The words of an alert, as they stand now; `None` where no prospect says anything there.
pub fn said(catalogue: &Catalogue, alert: &AlertRow) -> Result<Option<Said>, StoreError> {
    let Some((_, call)) = catalogue.call(&alert.call)? else {
        return Ok(None);
    };
    let Some(turn) = call.turns.get(alert.turn as usize) else {
        return Ok(None);
    };
    let span = Span {
        start: alert.from,
        end: alert.to,
    };
    let (quote, speaker) = (span.slice(&turn.text), call.speaker(turn));
    if quote.trim().is_empty() || speaker.side != Side::Prospect {
        return Ok(None);
    }
    let seconds = turn.time_at(span.start);
    let account = call.account.as_ref();
    let date = call.started_at.as_deref();
    Ok(Some(Said {
        number: alert.number,
        quote: quote.to_owned(),
        role: speaker
            .title
            .clone()
            .unwrap_or_else(|| speaker.persona.replace('-', " ")),
        account: account.and_then(|account| account.name.clone()),
        date: date.map(|date| date.get(..10).unwrap_or(date).to_owned()),
        call: alert.call.clone(),
        turn: alert.turn,
        seconds,
        link: call.link_at(seconds).filter(|link| is_web(link)),
    }))
}
