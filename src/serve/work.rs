//! What is being done behind the pages, and how far is it?
//!
//! Whatever takes longer than a page may take (learning, comparing, reading what was brought in) is done on a thread
//! of its own, one thing at a time. Pages tell how far it is, and what came of it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::serve::intake::Taken;
use crate::serve::lesson::Lesson;
use crate::serve::preview::Preview;
use crate::serve::trouble::Trouble;
use crate::store::DataDir;
use crate::store::lock::{self, Holder};
use crate::text::figures::rfc3339;

/// What may be done behind the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Looking for the sentences of which the program is least sure.
    Queue,
    /// Comparing an edited entry with what is heard now.
    Preview,
    Learn,
    Unlearn,
    /// Hearing the archive with what was just saved.
    HearAgain,
    Intake,
}

impl Task {
    /// What is told while it runs.
    pub fn told(self) -> &'static str {
        match self {
            Task::Queue => "looking for the sentences it is least sure of",
            Task::Preview => "comparing what the archive would say",
            Task::Learn => "learning from the labels",
            Task::Unlearn => "taking back what was learned",
            Task::HearAgain => "hearing the archive again",
            Task::Intake => "reading what was brought in",
        }
    }
}

/// What came of something.
#[derive(Clone)]
pub enum Outcome {
    Queued,
    Previewed(Arc<Preview>),
    Learned(Arc<Lesson>),
    /// So many calls were heard again.
    Heard(u64),
    TakenIn(Arc<Taken>),
}

/// Something that has ended, or broken off with a message.
#[derive(Clone)]
pub struct Ended {
    /// RFC 3339.
    pub at: String,
    pub outcome: Result<Outcome, String>,
}

/// How far something is.
#[derive(Default)]
pub struct Steps {
    doing: Mutex<&'static str>,
    done: AtomicU64,
    of: AtomicU64,
}

impl Steps {
    /// Begins a stretch of so many steps; 0 where nobody knows how many.
    pub fn begin(&self, doing: &'static str, of: u64) {
        *self.doing.lock().unwrap_or_else(PoisonError::into_inner) = doing;
        self.done.store(0, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
    }

    /// So many steps of the stretch are done.
    pub fn to(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// For people: `calls compared: 12 of 40`.
    pub fn told(&self) -> String {
        let doing = *self.doing.lock().unwrap_or_else(PoisonError::into_inner);
        let of = self.of.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        match (doing, of, done) {
            (doing, 0, 0) => doing.to_owned(),
            (doing, 0, done) => format!("{doing}: {done}"),
            (doing, of, done) => format!("{doing}: {} of {of}", done.min(of)),
        }
    }
}

/// Something that is being done.
#[derive(Clone)]
pub struct Running {
    pub task: Task,
    /// RFC 3339.
    pub since: String,
    steps: Arc<Steps>,
}

impl Running {
    /// What is being done and how far it is.
    pub fn told(&self) -> String {
        match self.steps.told() {
            steps if steps.is_empty() => self.task.told().to_owned(),
            steps => format!("{} ({steps})", self.task.told()),
        }
    }
}

#[derive(Default)]
struct State {
    running: Option<Running>,
    ended: BTreeMap<Task, Ended>,
}

impl State {
    fn check_idle(&self) -> Result<(), Trouble> {
        match &self.running {
            Some(running) => Err(Trouble::Later(format!(
                "the server is {} since {}; try again when that is done",
                running.task.told(),
                running.since
            ))),
            None => Ok(()),
        }
    }
}

/// Everything that is done behind the pages.
#[derive(Clone, Default)]
pub struct Work {
    state: Arc<Mutex<State>>,
}

/// How often is looked whether something has ended.
const LOOK_EVERY: Duration = Duration::from_millis(25);

impl Work {
    /// Begins something, unless something else is being done.
    pub fn begin(
        &self,
        task: Task,
        work: impl FnOnce(&Steps) -> Result<Outcome, String> + Send + 'static,
    ) -> Result<(), Trouble> {
        let steps = Arc::new(Steps::default());
        {
            let mut state = self.state();
            state.check_idle()?;
            state.running = Some(Running {
                task,
                since: now(),
                steps: Arc::clone(&steps),
            });
            state.ended.remove(&task);
        }
        let behind = self.clone();
        let thread = std::thread::Builder::new().name("behind-the-pages".to_owned());
        let started = thread.spawn(move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&steps)));
            let broke = || {
                Err(
                    "it broke off in the middle; look at the server's messages and report it"
                        .to_owned(),
                )
            };
            behind.end(task, done.unwrap_or_else(|_| broke()));
        });
        if let Err(cause) = started {
            self.end(task, Err(format!("no thread could be started: {cause}")));
        }
        Ok(())
    }

    /// Whether something could be begun now.
    pub fn check_idle(&self) -> Result<(), Trouble> {
        self.state().check_idle()
    }

    fn end(&self, task: Task, outcome: Result<Outcome, String>) {
        let mut state = self.state();
        state.running = None;
        let at = now();
        state.ended.insert(task, Ended { at, outcome });
    }

    /// What is being done.
    pub fn running(&self) -> Option<Running> {
        self.state().running.clone()
    }

    /// What came of the last time that something was done.
    pub fn ended(&self, task: Task) -> Option<Ended> {
        self.state().ended.get(&task).cloned()
    }

    /// Forgets what came of something.
    pub fn forget(&self, task: Task) {
        self.state().ended.remove(&task);
    }

    /// Waits until nothing is being done, but no longer than this: what is quick is on the next page at once.
    pub async fn wait(&self, patience: Duration) {
        let begun = Instant::now();
        while self.running().is_some() && begun.elapsed() < patience {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Now, as RFC 3339.
pub fn now() -> String {
    rfc3339(jiff::Timestamp::now())
}

/// Does what takes a moment, or writes, on a thread that may wait.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let done = tokio::task::spawn_blocking(work).await;
    // What a thread says when it breaks off may hold words of a transcript.
    done.unwrap_or_else(|_| Err(Trouble::Own("a step broke off; try again".to_owned())))
}

/// Who else writes to the data folder right now, for people; `None` where nobody does.
pub fn other_writer(dir: &DataDir) -> Option<String> {
    told_of(lock::holder(dir)?)
}

fn told_of(holder: Holder) -> Option<String> {
    // What this server does itself is told by its own work.
    (holder.pid != std::process::id().to_string()).then(|| {
        format!(
            "process {} (verbatim {}) has been writing to the archive since {}",
            holder.pid, holder.command, holder.since
        )
    })
}

/// Nothing that writes is begun while somebody else writes who does not give way.
pub fn check_that_nobody_writes(dir: &DataDir) -> Result<(), Trouble> {
    let stays = lock::holder(dir).filter(|holder| !holder.gives_way);
    match stays.and_then(told_of) {
        Some(told) => Err(Trouble::Later(format!("{told}; try again when it is done"))),
        None => Ok(()),
    }
}
