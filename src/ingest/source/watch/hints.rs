//! Did something change in a folder just now?
//!
//! What the system tells is a hint and no more: it may be late, doubled, or missing (network drives tell nothing).

use std::path::PathBuf;

use crossbeam_channel::{Receiver, bounded, never};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// Tells of changes for as long as it is kept.
pub struct Hints {
    /// Something changed; several changes may be one message.
    pub changed: Receiver<()>,
    /// Why nothing will be told, so that only the regular looks count.
    pub deaf: Option<String>,
    _watcher: Option<RecommendedWatcher>,
}

/// Asks the system to tell of changes below the folders.
pub fn hints(folders: &[PathBuf]) -> Hints {
    match listen(folders) {
        Ok(hints) => hints,
        Err(cause) => Hints {
            changed: never(),
            deaf: Some(cause.to_string()),
            _watcher: None,
        },
    }
}

fn listen(folders: &[PathBuf]) -> notify::Result<Hints> {
    // One waiting message says all that two would.
    let (tell, changed) = bounded(1);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Our own reading is no news.
        if !event.is_ok_and(|event| event.kind.is_access()) {
            let _ = tell.try_send(());
        }
    })?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(Hints {
        changed,
        deaf: None,
        _watcher: Some(watcher),
    })
}
