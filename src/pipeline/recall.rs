//! What did the encoder say of the archive's calls before?
//!
//! Looked up in the catalogue, once a call, by whoever hears a call again.

use std::fmt;
use std::sync::Mutex;

use crate::call::CallId;
use crate::mine::encoder::memory::Memory;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;

/// The answers that are kept in a data folder.
pub struct Recall {
    dir: DataDir,
    /// Opened once something is looked up, and there is a catalogue.
    catalogue: Mutex<Option<Catalogue>>,
}

impl Recall {
    pub fn of(dir: &DataDir) -> Recall {
        Recall {
            dir: dir.clone(),
            catalogue: Mutex::new(None),
        }
    }
}

impl fmt::Debug for Recall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recall({})", self.dir.root().display())
    }
}

impl Memory for Recall {
    /// What cannot be looked up is read again, which is slower and comes to the same.
    fn answers_of(&self, call: &CallId) -> Option<Vec<u8>> {
        let mut catalogue = self.catalogue.lock().ok()?;
        if catalogue.is_none() {
            *catalogue = Catalogue::open_to_read(&self.dir).ok();
        }
        catalogue.as_ref()?.answers_of(&call.0).ok()?
    }
}
