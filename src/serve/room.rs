//! Who reads the archive while many ask?
//!
//! A few threads, each with an archive of its own: an archive is not shared between threads. Questions wait in one
//! bounded line; whoever finds it full is asked to come back.

use std::sync::Arc;

use tokio::sync::oneshot;

use crate::archive::Archive;
use crate::serve::trouble::Trouble;
use crate::store::DataDir;

/// Questions that may wait.
const LINE: usize = 256;

/// A question, and the way back for its answer.
type Job = Box<dyn FnOnce(&Archive) + Send>;

/// The threads that read.
#[derive(Clone)]
pub struct Readers {
    line: crossbeam_channel::Sender<Job>,
    /// Why nothing can be read, since that was last tried.
    why_not: Arc<std::sync::Mutex<Option<String>>>,
}

impl Readers {
    /// Starts so many threads that read the archive in a data folder.
    pub fn start(dir: &DataDir, n_threads: usize) -> std::io::Result<Readers> {
        let (line, jobs) = crossbeam_channel::bounded::<Job>(LINE);
        let why_not = Arc::new(std::sync::Mutex::new(None));
        for number in 0..n_threads.max(1) {
            let (dir, jobs, why_not) = (dir.clone(), jobs.clone(), Arc::clone(&why_not));
            std::thread::Builder::new()
                .name(format!("reader-{number}"))
                .spawn(move || read(&dir, &jobs, &why_not))?;
        }
        Ok(Readers { line, why_not })
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
    jobs: &crossbeam_channel::Receiver<Job>,
    why_not: &std::sync::Mutex<Option<String>>,
) {
    let mut open: Option<(Archive, u64)> = None;
    for job in jobs {
        let is_fresh = open.as_ref().is_some_and(|(archive, seq)| {
            archive
                .catalogue
                .latest_seq()
                .is_ok_and(|latest| latest == *seq)
        });
        if !is_fresh {
            open = match Archive::open(dir) {
                Ok(archive) => {
                    let seq = archive.catalogue.latest_seq().unwrap_or(0);
                    Some((archive, seq))
                }
                Err(error) => {
                    if let Ok(mut why) = why_not.lock() {
                        *why = Some(error.to_string());
                    }
                    None
                }
            };
        }
        // Without an archive the question is dropped with its way back, so that whoever asked is told why.
        if let Some((archive, _)) = &open {
            job(archive);
        }
    }
}
