//! In what portions do the files come?
//!
//! Whole files, the files of archives, and single lines of files that hold one call a line, gathered into batches
//! of a few megabytes: so a file of three gigabytes needs no more memory than a folder of small ones.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use crate::ingest::read::{Delivery, Failure};
use crate::ingest::source::{self, Archive, Inside, Lines, Member, SourceError, SourceFile};

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
        failures: errors.iter().map(Failure::from).collect(),
        bytes,
    }
}

/// Hands over the files' contents, batch by batch, until `take` says stop. Gives back what could not be read.
pub fn deliver(
    files: &[SourceFile],
    limits: Limits,
    take: &mut dyn FnMut(Vec<Delivery>) -> bool,
) -> Vec<Failure> {
    let mut carrier = Carrier {
        limits,
        batch: Batch::default(),
        failures: Vec::new(),
        take,
    };
    if files.iter().all(|file| carrier.file(file)) {
        carrier.batch.hand_over(carrier.take);
    }
    carrier.failures
}

/// Carries files to whoever takes them. Everything it does says whether to go on.
struct Carrier<'t> {
    limits: Limits,
    batch: Batch,
    failures: Vec<Failure>,
    take: &'t mut dyn FnMut(Vec<Delivery>) -> bool,
}

impl Carrier<'_> {
    fn file(&mut self, file: &SourceFile) -> bool {
        match Archive::open(file, self.limits.max_bytes) {
            Ok(Some(archive)) => return self.archive(&file.path, archive),
            Ok(None) => {}
            Err(error) => return self.fail(&error),
        }
        match source::holds_json_lines(file, line_limit(self.limits)) {
            Ok(true) => match Lines::open(file, line_limit(self.limits)) {
                Ok(lines) => self.lines(&file.path, None, lines),
                Err(error) => self.fail(&error),
            },
            Ok(false) => match source::read(file, self.limits.max_bytes) {
                Ok(bytes) => self.whole(file, bytes),
                Err(error) => self.fail(&error),
            },
            Err(error) => self.fail(&error),
        }
    }

    /// A file that was read as a whole; what comes from standard input shows only now that it is an archive.
    fn whole(&mut self, file: &SourceFile, bytes: Vec<u8>) -> bool {
        if file.is_stdin() && source::is_archive(&bytes) {
            return match Archive::within(bytes, &file.path, self.limits.max_bytes) {
                Ok(Some(archive)) => self.archive(&file.path, archive),
                Ok(None) => true,
                Err(error) => self.fail(&error),
            };
        }
        self.hand(Delivery {
            path: file.path.clone(),
            inside: None,
            line: None,
            bytes,
        })
    }

    fn archive(&mut self, path: &Path, archive: Archive) -> bool {
        for member in archive {
            let goes_on = match member {
                Ok(member) => self.member(path, member),
                Err(error) => self.fail(&error),
            };
            if !goes_on {
                return false;
            }
        }
        true
    }

    fn member(&mut self, path: &Path, member: Member) -> bool {
        let Member { inside, bytes } = member;
        if source::is_json_lines(&bytes) {
            let place = PathBuf::from(inside.place(path));
            let reader = Box::new(Cursor::new(bytes));
            let lines = Lines::over(reader, place, line_limit(self.limits));
            return self.lines(path, Some(&inside), lines);
        }
        self.hand(Delivery {
            path: path.to_owned(),
            inside: Some(inside),
            line: None,
            bytes,
        })
    }

    fn lines(&mut self, path: &Path, inside: Option<&Inside>, lines: Lines) -> bool {
        for line in lines {
            let goes_on = match line {
                Ok(line) => self.hand(Delivery {
                    path: path.to_owned(),
                    inside: inside.cloned(),
                    line: Some(line.number),
                    bytes: line.bytes,
                }),
                Err(error) => self.fail(&error),
            };
            if !goes_on {
                return false;
            }
        }
        true
    }

    fn hand(&mut self, delivery: Delivery) -> bool {
        self.batch.add(delivery, self.take)
    }

    /// What could not be read stops nothing.
    fn fail(&mut self, error: &SourceError) -> bool {
        self.failures.push(error.into());
        true
    }
}

fn line_limit(limits: Limits) -> usize {
    usize::try_from(limits.max_bytes).unwrap_or(usize::MAX)
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
