//! Which browsers are logged in, and with which token?
//!
//! In memory alone: whoever restarts the server logs everybody out. Only the hash of a session's secret is held, and a
//! session ends with its token.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::serve::auth::secret;

/// A working day.
pub const LASTS: Duration = Duration::from_secs(12 * 60 * 60);
/// Browsers logged in at once; the one that would end first makes room.
const MOST: usize = 10_000;

struct Session {
    /// The token's id.
    token: String,
    until: Instant,
}

/// Every open session, by the hash of its secret.
#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<[u8; 32], Session>>,
}

impl Sessions {
    /// Begins a session with a token and gives its secret, for the cookie.
    pub fn begin(&self, token: &str) -> Result<String, getrandom::Error> {
        let secret = secret::random()?;
        let now = Instant::now();
        let mut open = self.open();
        open.retain(|_, session| session.until > now);
        if open.len() >= MOST {
            let first = open.iter().min_by_key(|(_, session)| session.until);
            let first = first.map(|(key, _)| *key);
            if let Some(key) = first {
                open.remove(&key);
            }
        }
        let session = Session {
            token: token.to_owned(),
            until: now + LASTS,
        };
        open.insert(secret::hash(&secret), session);
        Ok(secret)
    }

    /// The id of the token with which a session began; `None` where it has ended.
    pub fn token_of(&self, secret: &str) -> Option<String> {
        let open = self.open();
        let session = open.get(&secret::hash(secret))?;
        (session.until > Instant::now()).then(|| session.token.clone())
    }

    /// Ends a session.
    pub fn end(&self, secret: &str) {
        self.open().remove(&secret::hash(secret));
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        let now = Instant::now();
        let open = self.open();
        open.values().filter(|session| session.until > now).count()
    }

    fn open(&self) -> MutexGuard<'_, HashMap<[u8; 32], Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
