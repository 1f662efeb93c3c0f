//! Which lexicons are listened with now?
//!
//! Compiled once and shared; whoever saves or learns puts others in their place, and what has begun with the old ones
//! ends with them.

use std::sync::{Arc, PoisonError, RwLock};

use crate::mine::lexicon::Lexicons;

/// The lexicons of the moment.
#[derive(Clone)]
pub struct Live {
    now: Arc<RwLock<Arc<Lexicons>>>,
}

impl Live {
    /// Begins with these.
    pub fn new(lexicons: Lexicons) -> Live {
        Live {
            now: Arc::new(RwLock::new(Arc::new(lexicons))),
        }
    }

    /// Those of now.
    pub fn now(&self) -> Arc<Lexicons> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&now)
    }

    /// Puts others in their place.
    pub fn replace(&self, lexicons: Lexicons) {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        *now = Arc::new(lexicons);
    }
}
