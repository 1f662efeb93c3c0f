//! What does a file hold, or what is piped in where its name is `-`?

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use anyhow::{Context, bail};

use crate::ingest::source::STDIN;

/// A file, or standard input, to be read from its beginning.
pub fn opened(file: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    if is_piped(file) {
        return Ok(Box::new(stdin()));
    }
    let opened = File::open(file);
    Ok(Box::new(opened.with_context(|| unreadable(file))?))
}

/// All of a file, or of standard input, which may have so many bytes.
pub fn whole(file: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    opened(file)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .with_context(|| unreadable(file))?;
    if bytes.len() as u64 > most {
        bail!(
            "{} has more than {} MiB; cut it into several",
            file.display(),
            most >> 20
        );
    }
    Ok(bytes)
}

fn is_piped(file: &Path) -> bool {
    file.as_os_str() == STDIN
}

fn unreadable(file: &Path) -> String {
    if is_piped(file) {
        "cannot read what is piped in; give a file instead of -".to_owned()
    } else {
        format!(
            "cannot read {}; check the path and its rights",
            file.display()
        )
    }
}
