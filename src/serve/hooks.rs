//! How do vendors deliver calls by themselves?
//!
//! `POST /hooks/{name}`: the raw bytes are collected, believed or not by their signature, and written into the inbox;
//! only then is the vendor told that they are taken. Reading, fetching and tagging come later, on a thread of its own.
//! Nobody logs in here: who signs is let in, whatever name the request asks for and whatever site it seems to come from,
//! and nothing of the archive is ever answered. Deliveries have places and memory of their own, so that a flood of them
//! leaves pages alone.

mod counts;
mod ended;
mod letter;
mod understand;
pub mod worker;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

use crate::config::Config;
use crate::ingest::hooks::{Hook, HookError};
use crate::serve::app::App;
use crate::serve::log::Log;
use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::inbox::group::NotTaken;
use crate::store::inbox::{GroupCommit, Packed, Taken};

use self::counts::Counts;
use self::ended::Ended;
use self::letter::Letter;
use self::understand::{Understood, understand};

pub use self::counts::inbox_counts;

/// Deliveries that are verified and written at once; one that is still on its way has no place yet.
const PLACES: usize = 256;
/// Kilobytes of all bodies that are being received.
const MEMORY: usize = 512 << 10;
/// How long a delivery waits for a place: vendors give up after three seconds.
const WAIT: Duration = Duration::from_millis(1500);
/// How long a body may take to arrive.
const READING: Duration = Duration::from_secs(20);
/// Larger bodies are verified and compressed where nobody waits behind them: hashing them takes too long.
const A_MOMENT: usize = 64 << 10;

/// Why the server cannot take deliveries as configured.
#[derive(Debug, thiserror::Error)]
pub enum HooksError {
    #[error(transparent)]
    Hook(#[from] HookError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// All addresses, and the way from them into the inbox.
pub struct Hooks {
    addresses: BTreeMap<String, Arc<Hook>>,
    /// Where nothing is configured, nothing is written.
    writer: Option<GroupCommit>,
    places: Semaphore,
    memory: Arc<Semaphore>,
    counts: Counts,
    bell: (Sender<()>, Receiver<()>),
    /// Why nothing can be taken, as it was told last.
    told: Mutex<Option<String>>,
}

impl Hooks {
    /// A server to which nobody delivers.
    pub fn none() -> Hooks {
        Hooks {
            addresses: BTreeMap::new(),
            writer: None,
            places: Semaphore::new(PLACES),
            memory: Arc::new(Semaphore::new(MEMORY)),
            counts: Counts::default(),
            bell: bounded(1),
            told: Mutex::default(),
        }
    }

    /// Opens every address of the config. Secrets that cannot be read or could be guessed are errors.
    pub fn start(config: &Config, dir: &DataDir) -> Result<Hooks, HooksError> {
        let mut hooks = Hooks::none();
        for (name, told) in &config.hooks {
            let hook = Hook::of(name, told)?;
            hooks.addresses.insert(name.clone(), Arc::new(hook));
        }
        if !hooks.addresses.is_empty() {
            hooks.writer = Some(GroupCommit::start(dir)?);
        }
        Ok(hooks)
    }

    /// Lets the worker know that something has come.
    fn ring(&self) {
        // It may have rung already.
        let _ = self.bell.0.try_send(());
    }

    /// Waits until something comes, but no longer than this.
    fn listen(&self, patience: Duration) {
        let _ = self.bell.1.recv_timeout(patience);
    }

    /// Writes deliveries into the inbox; whoever is told so may tell the vendor.
    async fn take(&self, deliveries: Vec<Packed>) -> Result<Vec<Taken>, NotTaken> {
        let Some(writer) = &self.writer else {
            return Err(NotTaken::Ended);
        };
        let (tell, told) = oneshot::channel();
        writer.hand_in(deliveries, move |taken| {
            // Whoever asked may have gone away; what is written is written.
            let _ = tell.send(taken);
        });
        let taken = told.await.unwrap_or(Err(NotTaken::Ended));
        self.tell_operator(&taken);
        taken
    }

    /// Vendors are only told to come back. The operator is told why, once, and that it is over.
    fn tell_operator(&self, taken: &Result<Vec<Taken>, NotTaken>) {
        let why = match taken {
            Ok(_) => None,
            // It is over in a moment.
            Err(NotTaken::Full) => return,
            Err(why) => Some(why.to_string()),
        };
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if *told == why {
            return;
        }
        let line = match &why {
            Some(why) => format!("deliveries are not taken, and vendors told to come back: {why}"),
            None => "deliveries are taken again".to_owned(),
        };
        // Nobody may be listening.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
        *told = why;
    }

    async fn receive(&self, hook: &Arc<Hook>, request: Request) -> Ended {
        let received = timeout(
            READING,
            Letter::receive(request, hook.most_bytes(), &self.memory),
        )
        .await;
        let (letter, held) = match received {
            Ok(Ok(received)) => received,
            Ok(Err(ended)) => return ended,
            Err(_) => return Ended::TooSlow,
        };
        // Only now: whoever sends a byte now and then must not keep the others out.
        let Ok(Ok(_place)) = timeout(WAIT, self.places.acquire()).await else {
            return Ended::Busy;
        };
        let (understood, _held) = if letter.body.len() <= A_MOMENT {
            (understand(hook, letter), held)
        } else {
            let hook = Arc::clone(hook);
            // What is being verified counts as held, also after its sender has gone away.
            let work = move || (understand(&hook, letter), held);
            let aside = tokio::task::spawn_blocking(work).await;
            aside.unwrap_or((Understood::Ended(Ended::Broken), None))
        };
        match understood {
            Understood::Ended(ended) => ended,
            Understood::Deliver(deliveries, is_clear) => {
                let status = hook.done_status();
                Ended::of(self.take(deliveries).await, is_clear, status)
            }
        }
    }
}

/// `POST /hooks/{name}`
pub async fn post(State(app): State<App>, Path(name): Path<String>, request: Request) -> Response {
    let Some(hook) = app.hooks.addresses.get(&name) else {
        return ended::not_there();
    };
    let ended = app.hooks.receive(hook, request).await;
    app.hooks.counts.add(&name, ended.outcome());
    if ended.has_brought() {
        app.hooks.ring();
    }
    if app.log == Log::On {
        let line = serde_json::json!({
            "hook": name,
            "outcome": ended.outcome(),
            "why": ended.why(),
        });
        // A log that cannot be written must not keep a vendor from its answer.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
    ended.response()
}

/// `GET /hooks/{name}`: whoever looks learns only that one delivers here.
pub async fn get() -> Response {
    ended::only_by_post()
}
