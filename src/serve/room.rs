//! Who reads the archive while many ask?
//!
//! A few threads, each with an archive of its own: an archive is not shared between threads. Questions wait in one
//! bounded line; whoever finds it full is asked to come back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::archive::Archive;
use crate::archive::shelf::Shelf;
use crate::serve::answered::Answered;
use crate::serve::counted::Counted;
use crate::serve::trouble::Trouble;
use crate::store::DataDir;

/// Questions that may wait.
const LINE: usize = 256;
/// How long an index may lag behind the catalogue before it is looked at again.
const A_MOMENT: Duration = Duration::from_millis(100);
/// Bytes of calls that are kept unpacked, for all readers together.
const UNPACKED: usize = 48 << 20;

/// A question, and the way back for its answer.
type Job = Box<dyn FnOnce(&Archive) + Send>;

/// The threads that read.
#[derive(Clone)]
pub struct Readers {
    line: crossbeam_channel::Sender<Job>,
    /// Why nothing can be read, since that was last tried.
    why_not: Arc<std::sync::Mutex<Option<String>>>,
    counted: Arc<Counted>,
    answered: Arc<Answered>,
}

impl Readers {
    /// Starts so many threads that read the archive in a data folder.
    pub fn start(dir: &DataDir, n_threads: usize) -> std::io::Result<Readers> {
        let (line, jobs) = crossbeam_channel::bounded::<Job>(LINE);
        let why_not = Arc::new(std::sync::Mutex::new(None));
        let shelf = Arc::new(Shelf::of(UNPACKED));
        for number in 0..n_threads.max(1) {
            let (dir, jobs, why_not) = (dir.clone(), jobs.clone(), Arc::clone(&why_not));
            let shelf = Arc::clone(&shelf);
            std::thread::Builder::new()
                .name(format!("reader-{number}"))
                .spawn(move || read(&dir, &shelf, &jobs, &why_not))?;
        }
        Ok(Readers {
            line,
            why_not,
            counted: Arc::default(),
            answered: Arc::default(),
        })
    }

    /// What was answered to somebody who typed.
    pub(in crate::serve) fn answered(&self) -> Arc<Answered> {
        Arc::clone(&self.answered)
    }

    /// What was counted over the whole archive.
    pub(in crate::serve) fn counted(&self) -> Arc<Counted> {
        Arc::clone(&self.counted)
    }

    /// Questions that wait for a thread.
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Asks the archive something and waits for the answer.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Archive) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |archive| {
            // Whoever went away needs no answer: who types on asks again before the last letter is answered.
            if !answer.is_closed() {
                let _ = answer.send(question(archive));
            }
        });
        self.line.try_send(job).map_err(|_| Trouble::Busy)?;
        answered.await.unwrap_or_else(|_| {
            let why = self.why_not.lock().ok().and_then(|why| why.clone());
            Err(Trouble::Closed(why.unwrap_or_default()))
        })
    }
}

/// One thread: takes question after question, and opens the archive anew when it has changed.
fn read(
    dir: &DataDir,
    shelf: &Arc<Shelf>,
    jobs: &crossbeam_channel::Receiver<Job>,
    why_not: &std::sync::Mutex<Option<String>>,
) {
    let mut open: Option<Open> = None;
    for job in jobs {
        if !open.as_ref().is_some_and(Open::is_fresh) {
            open = match Archive::open(dir) {
                Ok(archive) => Some(Open {
                    seq: archive.catalogue.latest_seq().unwrap_or(0),
                    since: Instant::now(),
                    archive: archive.with_shelf(Arc::clone(shelf)),
                }),
                Err(error) => {
                    if let Ok(mut why) = why_not.lock() {
                        *why = Some(error.to_string());
                    }
                    None
                }
            };
        }
        // Without an archive the question is dropped with its way back, so that whoever asked is told why.
        if let Some(open) = &open {
            job(&open.archive);
        }
    }
}

/// An archive, and what the catalogue's last change was when it was opened.
struct Open {
    archive: Archive,
    seq: u64,
    since: Instant,
}

impl Open {
    /// Whether nothing has changed. The catalogue is written before the index: an archive that was opened in between
    /// lacks the last changes, and is opened anew after a moment.
    fn is_fresh(&self) -> bool {
        let latest = self.archive.catalogue.latest_seq();
        let is_whole = self.archive.seq >= self.seq || self.since.elapsed() < A_MOMENT;
        is_whole && latest.is_ok_and(|latest| latest == self.seq)
    }
}
