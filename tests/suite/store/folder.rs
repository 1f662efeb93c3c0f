//! Who may open the folder, and what is told of one that cannot be?

use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::WriteLock;

use super::{Delivery, Shelf};

#[test]
fn a_second_writer_is_told_who_holds_the_lock() {
    let shelf = Shelf::new();
    let lock = WriteLock::take(&shelf.dir, "ingest").unwrap();
    let message = WriteLock::take(&shelf.dir, "retag")
        .unwrap_err()
        .to_string();
    let holder = format!(
        "process {} (ingest) holds the data folder",
        std::process::id()
    );
    assert!(message.starts_with(&holder), "{message}");
    assert!(message.contains(" since 20"), "{message}");
    assert!(
        message.ends_with("wait for it to end or use another --data"),
        "{message}"
    );
    drop(lock);
    WriteLock::take(&shelf.dir, "retag").unwrap();
}

#[test]
fn reading_needs_no_lock() {
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::of("c1", "it breaks").prepared());
    let _lock = WriteLock::take(&shelf.dir, "ingest").unwrap();
    assert_eq!(shelf.read().counts().unwrap().calls, 1);
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let shelf = Shelf::new();
    let message = Catalogue::open_to_read(&shelf.dir).unwrap_err().to_string();
    assert!(message.contains("run `verbatim ingest` first"), "{message}");
    assert!(
        !shelf.dir.root().exists(),
        "reading must not create the folder"
    );
}

#[test]
fn a_newer_catalogue_is_refused() {
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::of("c1", "it breaks").prepared());
    set_schema(&shelf.dir, 4711);
    let lock = WriteLock::take(&shelf.dir, "ingest").unwrap();
    let refusals = [
        Catalogue::open_to_read(&shelf.dir).unwrap_err().to_string(),
        Catalogue::open_to_write(&shelf.dir, &lock)
            .unwrap_err()
            .to_string(),
    ];
    for message in refusals {
        assert!(message.contains("newer verbatim (schema 4711"), "{message}");
        assert!(message.contains("upgrade this program"), "{message}");
    }
}

/// Writes the schema number where SQLite has it: <https://www.sqlite.org/fileformat.html>, header offset 60.
fn set_schema(dir: &DataDir, version: u32) {
    let mut bytes = std::fs::read(dir.catalogue()).unwrap();
    bytes[60..64].copy_from_slice(&version.to_be_bytes());
    std::fs::write(dir.catalogue(), bytes).unwrap();
}

#[test]
fn a_file_that_is_no_catalogue_is_told_so() {
    let shelf = Shelf::new();
    shelf.dir.create().unwrap();
    std::fs::write(
        shelf.dir.catalogue(),
        "notes, not a catalogue\n".repeat(100),
    )
    .unwrap();
    let message = Catalogue::open_to_read(&shelf.dir).unwrap_err().to_string();
    assert!(message.contains("it is no catalogue"), "{message}");
}

#[cfg(unix)]
#[test]
fn the_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new();
    shelf.keep_one(Delivery::of("c1", "it breaks").prepared());
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(shelf.dir.root()) & 0o777, 0o700);
    assert_eq!(mode(&shelf.dir.catalogue()) & 0o777, 0o600);
    assert_eq!(mode(&shelf.dir.lock()) & 0o777, 0o600);
}
