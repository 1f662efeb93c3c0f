//! Who posts what saved searches found, while the server runs?
//!
//! One thread. Whoever brings calls in (a vendor, a page, another process) looks through them and leaves alerts that
//! wait; this looks now and then whether one is due, and hands its letter to whoever knows the places of the config.
//! Others may write meanwhile. Where nobody takes a letter, the alerts remember when it is tried again. Trouble is told
//! once in a row, and never with anybody's words.

use std::cell::RefCell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::archive::ArchiveError;
use crate::call::{Call, Span};
use crate::pipeline::watches::letters::{Letter, Posted, Unsent, post_until};
use crate::quote::rights::book::{Rights, RightsError};
use crate::serve::work::now;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

/// Between two looks whether an alert is due.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Before the next try where somebody else writes.
const LOCKED: Duration = Duration::from_secs(1);
/// Before the next try after trouble.
const TROUBLE: Duration = Duration::from_secs(15);
/// How long the letter that is on its way is waited for when the server ends. Should it take longer, its alerts are
/// posted again when their time is over.
const A_MOMENT: Duration = Duration::from_secs(1);

/// How a letter leaves, in one try.
pub type Way = Box<dyn FnMut(&Letter) -> Result<(), Unsent> + Send>;

/// The thread that posts.
pub struct Alerts {
    is_over: Arc<AtomicBool>,
    /// Wakes the thread when it is dropped.
    bell: Sender<()>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

/// Starts the thread. Killed anywhere, the next one goes on.
pub fn start(dir: &DataDir, way: Way) -> std::io::Result<Alerts> {
    let is_over = Arc::new(AtomicBool::new(false));
    let (bell, rung) = bounded::<()>(1);
    let (ending, ended) = bounded::<()>(1);
    let mut poster = Poster {
        dir: dir.clone(),
        way,
        is_over: Arc::clone(&is_over),
        catalogue: None,
        told: String::new(),
    };
    let thread = std::thread::Builder::new().name("alerts".to_owned());
    thread.spawn(move || {
        poster.work(&rung);
        drop(ending);
    })?;
    Ok(Alerts {
        is_over,
        bell,
        ended,
    })
}

impl Alerts {
    /// Begins no other letter, and waits a moment for the one that is on its way.
    pub fn stop(self) {
        self.is_over.store(true, Ordering::Relaxed);
        drop(self.bell);
        // Nothing is ever sent: it is closed, or the moment is over.
        let _ = self.ended.recv_timeout(A_MOMENT);
    }
}

/// Why nothing was posted.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Rights(#[from] RightsError),
}

/// What the thread works with.
struct Poster {
    dir: DataDir,
    way: Way,
    is_over: Arc<AtomicBool>,
    /// Kept open: opening it for each look would make and remove its journal each time.
    catalogue: Option<Catalogue>,
    /// The trouble that was told last.
    told: String,
}

impl Poster {
    fn work(&mut self, rung: &Receiver<()>) {
        loop {
            let pause = self.turn();
            if rung.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// Posts what is due, and says how long to wait then.
    fn turn(&mut self) -> Duration {
        let passed = catch_unwind(AssertUnwindSafe(|| self.pass()));
        match passed {
            Ok(Ok(posted)) => {
                self.tell_of(&posted);
                LOOK_EVERY
            }
            Ok(Err(Stopped::Archive(ArchiveError::Store(StoreError::Locked { .. })))) => LOCKED,
            Ok(Err(error)) => {
                self.tell_once(error.to_string());
                TROUBLE
            }
            Err(_) => {
                self.tell_once("it broke off in the middle; report it".to_owned());
                TROUBLE
            }
        }
    }

    fn pass(&mut self) -> Result<Posted, Stopped> {
        if !self.is_due().map_err(ArchiveError::from)? {
            return Ok(Posted::default());
        }
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let catalogue = Catalogue::open_to_read(&self.dir).map_err(ArchiveError::from)?;
        let rights = RefCell::new(Rights::of(&catalogue, today)?);
        let is_withdrawn = |call: &Call, turn: u32, span: Span| -> bool {
            rights.borrow_mut().withholds(call, turn, span)
        };
        let is_over = Arc::clone(&self.is_over);
        let is_over = || is_over.load(Ordering::Relaxed);
        let now = Timestamp::now();
        let posted = post_until(&self.dir, now, &is_over, &is_withdrawn, &mut *self.way)?;
        Ok(posted)
    }

    fn is_due(&mut self) -> Result<bool, StoreError> {
        let catalogue = match self.catalogue.take() {
            Some(catalogue) => catalogue,
            None => Catalogue::open_to_read(&self.dir)?,
        };
        let is_due = catalogue.has_due_alerts(&now())?;
        self.catalogue = Some(catalogue);
        Ok(is_due)
    }

    fn tell_of(&mut self, posted: &Posted) {
        if posted.letters > 0 {
            self.told.clear();
        }
        if posted.reasons.is_empty() {
            return;
        }
        let mut trouble = posted.reasons.join("; ");
        if posted.failed > 0 {
            trouble.push_str("; `verbatim watch run --retry` tries again what failed");
        }
        self.tell_once(trouble);
    }

    fn tell_once(&mut self, trouble: String) {
        if self.told != trouble {
            // Nobody may be listening.
            let _ = writeln!(std::io::stderr().lock(), "alerts are not posted: {trouble}");
            self.told = trouble;
        }
    }
}
