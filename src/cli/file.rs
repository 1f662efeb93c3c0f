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
            name_of(file),
            most >> 20
        );
    }
    Ok(bytes)
}

fn is_piped(file: &Path) -> bool {
    file.as_os_str() == STDIN
}

/// What a message calls it.
fn name_of(file: &Path) -> String {
    if is_piped(file) {
        "what is piped in".to_owned()
    } else {
        file.display().to_string()
    }
}

fn unreadable(file: &Path) -> String {
    let advice = if is_piped(file) {
        "give a file instead of -"
    } else {
        "check the path and its rights"
    };
    format!("cannot read {}; {advice}", name_of(file))
}
