//! How big has it become?

use std::path::Path;

use serde::Serialize;

use crate::store::DataDir;

/// Bytes on disk, with the journals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sizes {
    pub catalogue: u64,
    pub index: u64,
    pub inbox: u64,
}

/// Looks at the data folder. What cannot be looked at counts nothing.
pub fn sizes(dir: &DataDir) -> Sizes {
    let inbox = dir.root().join("inbox.sqlite");
    Sizes {
        catalogue: database(&dir.catalogue()),
        index: folder(&dir.index()),
        inbox: database(&inbox),
    }
}

fn database(path: &Path) -> u64 {
    let journals = ["-wal", "-shm"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        file(Path::new(&name))
    });
    file(path) + journals.iter().sum::<u64>()
}

fn file(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

fn folder(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}
