//! How do many deliveries share one trip to the disk?
//!
//! One thread writes. It takes whatever waits, writes it in one transaction, and answers everybody only then. While the
//! disk is busy the next ones gather, so the more come, the more share a trip; nobody is made to wait for company.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::inbox::{Inbox, NewDelivery, Packed, Taken};

/// Requests that may wait; whoever comes then is told to come back.
const LINE: usize = 2048;
/// Deliveries of one transaction…
const BATCH: usize = 512;
/// … and their bytes, unless a single one has more.
const BATCH_BYTES: usize = 8 << 20;

/// How often a batch is written where another file takes the inbox's place.
const TRIES: u32 = 3;

/// Why a delivery was not taken. Nothing of it is kept; the vendor should send it again.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotTaken {
    #[error("too many deliveries wait to be written; send it again in a few seconds")]
    Full,
    #[error("{0}")]
    Broken(Arc<StoreError>),
    #[error("the thread that writes the inbox has ended; start the server again")]
    Ended,
}

/// The way back for an answer. Called on the writing thread, so it must be quick.
type Answer = Box<dyn FnOnce(Result<Vec<Taken>, NotTaken>) + Send>;

/// What one request brings: all of it is taken, or none.
struct Waiting {
    deliveries: Vec<Packed>,
    answer: Answer,
}

impl Waiting {
    fn weight(&self) -> usize {
        self.deliveries.iter().map(Packed::weight).sum()
    }
}

/// The thread that writes deliveries for all who bring some.
pub struct GroupCommit {
    line: Sender<Waiting>,
}

impl GroupCommit {
    /// Opens the inbox and starts the thread. It ends when this is dropped and everybody was answered.
    pub fn start(dir: &DataDir) -> Result<GroupCommit, StoreError> {
        let inbox = Inbox::open(dir)?;
        let (line, waiting) = bounded(LINE);
        let behind = dir.clone();
        std::thread::Builder::new()
            .name("inbox".to_owned())
            .spawn(move || write_all(&behind, inbox, &waiting))
            .map_err(|cause| StoreError::io("start a thread for", &dir.inbox(), cause))?;
        Ok(GroupCommit { line })
    }

    /// Takes a delivery and waits until it is on the disk.
    pub fn take(&self, delivery: NewDelivery) -> Result<Taken, NotTaken> {
        let delivery = Packed::of(delivery).map_err(|cause| NotTaken::Broken(Arc::new(cause)))?;
        let (tell, told) = bounded(1);
        self.hand_in(vec![delivery], move |taken| {
            // Whoever asked is still waiting below.
            let _ = tell.send(taken);
        });
        let taken = told.recv().unwrap_or(Err(NotTaken::Ended))?;
        taken.first().copied().ok_or(NotTaken::Ended)
    }

    /// Hands in what one request brings; `answer` is told once all of it is on the disk, or why none of it is. It is
    /// always told, unless the thread breaks off.
    pub fn hand_in(
        &self,
        deliveries: Vec<Packed>,
        answer: impl FnOnce(Result<Vec<Taken>, NotTaken>) + Send + 'static,
    ) {
        let waiting = Waiting {
            deliveries,
            answer: Box::new(answer),
        };
        let (waiting, why) = match self.line.try_send(waiting) {
            Ok(()) => return,
            Err(TrySendError::Full(waiting)) => (waiting, NotTaken::Full),
            Err(TrySendError::Disconnected(waiting)) => (waiting, NotTaken::Ended),
        };
        (waiting.answer)(Err(why));
    }

    /// Requests that wait for the disk.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }
}

fn write_all(dir: &DataDir, inbox: Inbox, line: &Receiver<Waiting>) {
    let mut open = Some(inbox);
    while let Ok(first) = line.recv() {
        let (deliveries, answers) = batch(first, line);
        match write_safely(dir, &mut open, &deliveries) {
            Ok(taken) => {
                let mut taken = taken.into_iter();
                for (n_brought, answer) in answers {
                    answer(Ok(taken.by_ref().take(n_brought).collect()));
                }
            }
            Err(cause) => {
                let cause = Arc::new(cause);
                for (_, answer) in answers {
                    answer(Err(NotTaken::Broken(Arc::clone(&cause))));
                }
            }
        }
    }
}

/// Whatever waits right now, as much as one transaction may have; with each answer, how many deliveries are its own.
fn batch(first: Waiting, line: &Receiver<Waiting>) -> (Vec<Packed>, Vec<(usize, Answer)>) {
    let (mut deliveries, mut answers, mut bytes) = (Vec::new(), Vec::new(), 0);
    let mut next = Some(first);
    while let Some(waiting) = next {
        bytes += waiting.weight();
        answers.push((waiting.deliveries.len(), waiting.answer));
        deliveries.extend(waiting.deliveries);
        let is_full = deliveries.len() >= BATCH || bytes >= BATCH_BYTES;
        next = if is_full { None } else { line.try_recv().ok() };
    }
    (deliveries, answers)
}

/// After an error the file is opened anew: what an old connection believes after a full disk is not to be trusted. The
/// same where another file was put in its place.
fn write(
    dir: &DataDir,
    open: &mut Option<Inbox>,
    deliveries: &[Packed],
) -> Result<Vec<Taken>, StoreError> {
    for _ in 0..TRIES {
        let inbox = match open.take() {
            Some(inbox) => inbox,
            None => opened_anew(dir)?,
        };
        let taken = inbox.take_packed(deliveries)?;
        if inbox.is_in_place() {
            *open = Some(inbox);
            return Ok(taken);
        }
    }
    let cause = io::Error::other("another file is put in its place again and again");
    Err(StoreError::io("keep deliveries in", &dir.inbox(), cause))
}

/// What the system could not write at a sync counts as written at the next one, though it is not on the disk. So what
/// stands in the journal is written once more, into the file itself.
fn opened_anew(dir: &DataDir) -> Result<Inbox, StoreError> {
    let inbox = Inbox::open(dir)?;
    inbox.empty_journal()?;
    Ok(inbox)
}

/// What breaks one batch must not end the thread: nobody could deliver any more.
fn write_safely(
    dir: &DataDir,
    open: &mut Option<Inbox>,
    deliveries: &[Packed],
) -> Result<Vec<Taken>, StoreError> {
    let written = catch_unwind(AssertUnwindSafe(|| write(dir, open, deliveries)));
    written.unwrap_or_else(|_| {
        let cause = io::Error::other("it broke off in the middle");
        Err(StoreError::io("write to", &dir.inbox(), cause))
    })
}
