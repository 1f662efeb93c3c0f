//! How long does a run that nobody sits before wait until the data folder is free?

use std::time::{Duration, Instant};

use crate::archive::ArchiveError;
use crate::store::error::StoreError;

/// Between two looks at the lock.
const PAUSE: Duration = Duration::from_millis(250);

/// Does something that takes the write lock; where another writer has it, again and again for so long.
pub fn when_free<T>(
    most: Duration,
    mut work: impl FnMut() -> Result<T, ArchiveError>,
) -> Result<T, ArchiveError> {
    let begun = Instant::now();
    loop {
        match work() {
            Err(ArchiveError::Store(StoreError::Locked { .. })) if begun.elapsed() < most => {
                std::thread::sleep(PAUSE);
            }
            outcome => return outcome,
        }
    }
}
