//! In what portions do the files come?
//!
//! Whole files, and single lines of files that hold one call a line, gathered into batches of a few megabytes: so
//! a file of three gigabytes needs no more memory than a folder of small ones.

use std::path::PathBuf;

use crate::ingest::read::{Delivery, Failure};
use crate::ingest::source::{self, Lines, SourceError, SourceFile};

/// A batch is handed over when it has so many bytes…
const BATCH_BYTES: usize = 4 << 20;
/// … or so many deliveries.
const BATCH_LENGTH: usize = 512;

/// The limits of what is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file, or of one line of a file with a call on each.
    pub max_bytes: u64,
}

/// What the walk over the paths found.
pub struct Walk {
    pub files: Vec<SourceFile>,
    pub failures: Vec<Failure>,
    /// Bytes of all files, for progress.
    pub bytes: u64,
}

/// Lists the files under the paths.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let (files, errors) = source::walk(paths);
    let bytes = files.iter().map(|file| file.size).sum();
    Walk {
        files,
        failures: errors.iter().map(failure).collect(),
        bytes,
    }
}

/// Hands over the files' contents, batch by batch, until `take` says stop. Gives back what could not be read.
pub fn deliver(
    files: &[SourceFile],
    limits: Limits,
    take: &mut dyn FnMut(Vec<Delivery>) -> bool,
) -> Vec<Failure> {
    let mut batch = Batch::default();
    let mut failures = Vec::new();
    for file in files {
        let went_on = match source::holds_json_lines(file, line_limit(limits)) {
            Ok(true) => deliver_lines(file, limits, &mut batch, &mut failures, take),
            Ok(false) => match source::read(file, limits.max_bytes) {
                Ok(bytes) => batch.add(
                    Delivery {
                        path: file.path.clone(),
                        line: None,
                        bytes,
                    },
                    take,
                ),
                Err(error) => {
                    failures.push(failure(&error));
                    true
                }
            },
            Err(error) => {
                failures.push(failure(&error));
                true
            }
        };
        if !went_on {
            return failures;
        }
    }
    batch.hand_over(take);
    failures
}

fn deliver_lines(
    file: &SourceFile,
    limits: Limits,
    batch: &mut Batch,
    failures: &mut Vec<Failure>,
    take: &mut dyn FnMut(Vec<Delivery>) -> bool,
) -> bool {
    let lines = match Lines::open(file, line_limit(limits)) {
        Ok(lines) => lines,
        Err(error) => {
            failures.push(failure(&error));
            return true;
        }
    };
    for line in lines {
        let went_on = match line {
            Ok(line) => batch.add(
                Delivery {
                    path: file.path.clone(),
                    line: Some(line.number),
                    bytes: line.bytes,
                },
                take,
            ),
            Err(error) => {
                failures.push(failure(&error));
                true
            }
        };
        if !went_on {
            return false;
        }
    }
    true
}

fn line_limit(limits: Limits) -> usize {
    usize::try_from(limits.max_bytes).unwrap_or(usize::MAX)
}

fn failure(error: &SourceError) -> Failure {
    Failure {
        path: error.path.display().to_string(),
        code: error.code.to_owned(),
        message: error.message.clone(),
    }
}

#[derive(Default)]
struct Batch {
    deliveries: Vec<Delivery>,
    bytes: usize,
}

impl Batch {
    /// Adds a delivery; hands the batch over when it is full. Says whether to go on.
    fn add(&mut self, delivery: Delivery, take: &mut dyn FnMut(Vec<Delivery>) -> bool) -> bool {
        self.bytes += delivery.bytes.len();
        self.deliveries.push(delivery);
        let is_full = self.bytes >= BATCH_BYTES || self.deliveries.len() >= BATCH_LENGTH;
        !is_full || self.hand_over(take)
    }

    fn hand_over(&mut self, take: &mut dyn FnMut(Vec<Delivery>) -> bool) -> bool {
        self.bytes = 0;
        let deliveries = std::mem::take(&mut self.deliveries);
        deliveries.is_empty() || take(deliveries)
    }
}
