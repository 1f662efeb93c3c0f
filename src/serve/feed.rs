//! Who follows what comes in, and how many may?
//!
//! A page that follows keeps its connection open, so only so many may; when the server ends, so do they.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::serve::trouble::Trouble;

/// Pages that may follow at once.
pub const FOLLOWERS: usize = 64;
/// Digests that may be made at once; each takes long over a large archive.
const DIGESTS: usize = 2;

/// What those share who follow.
pub struct Feed {
    followers: Arc<Semaphore>,
    digests: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Default for Feed {
    fn default() -> Feed {
        Feed {
            followers: Arc::new(Semaphore::new(FOLLOWERS)),
            digests: Arc::new(Semaphore::new(DIGESTS)),
            closing: watch::Sender::new(false),
        }
    }
}

impl Feed {
    /// A place for one who follows, kept until it is dropped.
    pub fn follow(&self) -> Result<OwnedSemaphorePermit, Trouble> {
        take(&self.followers)
    }

    /// The right to make a digest, kept until it is dropped.
    pub fn make_digest(&self) -> Result<OwnedSemaphorePermit, Trouble> {
        take(&self.digests)
    }

    /// Becomes true when the server ends.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Ends what everybody follows.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }
}

fn take(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Trouble> {
    let place = Arc::clone(places).try_acquire_owned();
    place.map_err(|_| Trouble::Busy)
}
