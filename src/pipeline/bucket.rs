//! How does a bucket become an archive, with each object fetched once?
//!
//! Objects are listed page by page and fetched in batches of a few megabytes. What was kept is remembered by a hash of its key
//! and by the version (`ETag`) that storage gave it, only after it is durable; what failed is not, so that it is met again.

mod versions;

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::archive::ArchiveError;
use crate::config::bucket::BucketConfig;
use crate::ingest::read::{Delivery, Failure};
use crate::ingest::source::bucket::{Bucket, BucketError, Object};
use crate::ingest::source::{self, Archive, Lines};
use crate::pipeline::keep::{Job, Summary, Watcher, ingest_from};

use self::versions::Versions;

/// Bytes fetched before a batch is handed over.
const BATCH_BYTES: usize = 8 << 20;
/// Calls fetched before a batch is handed over.
const BATCH_LENGTH: usize = 256;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum BucketTrouble {
    #[error(transparent)]
    Bucket(#[from] BucketError),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// What came of a bucket.
#[derive(Debug, Default)]
pub struct Emptied {
    pub summary: Summary,
    /// Objects that were kept at an earlier time and not fetched.
    pub n_known: u64,
    pub n_fetched: u64,
}

/// Ingests what is new or changed under an `s3://` place. The job's own paths are not looked at. Another writer is waited for,
/// but no longer than `most`.
pub fn ingest_bucket(
    place: &str,
    config: &BucketConfig,
    job: &Job<'_>,
    most: Duration,
    watcher: &mut dyn Watcher,
) -> Result<Emptied, BucketTrouble> {
    let bucket = Bucket::open(place, config)?;
    let mut versions = Versions::read(job.dir, place).map_err(ArchiveError::from)?;
    let mut fetch = Fetch {
        bucket: &bucket,
        most: job.limits.max_bytes,
        versions: &versions,
        fetched: Vec::new(),
        failures: Vec::new(),
        batch: Vec::new(),
        bytes: 0,
        n_known: 0,
        broken_off: None,
    };
    let summary = ingest_from(
        job,
        most,
        |take| {
            fetch.all(take);
            std::mem::take(&mut fetch.failures)
        },
        watcher,
    )?;
    let Fetch {
        fetched,
        n_known,
        broken_off,
        ..
    } = fetch;
    let n_fetched = fetched.len() as u64;
    let failed: Vec<&str> = summary
        .failed
        .iter()
        .map(|failure| failure.path.as_str())
        .collect();
    for (place, object) in &fetched {
        if !failed.iter().any(|path| path.starts_with(place.as_str())) {
            versions.learn(object);
        }
    }
    versions.write(job.dir).map_err(ArchiveError::from)?;
    // What was fetched before the list broke off is kept and known.
    match broken_off {
        Some(error) => Err(error.into()),
        None => Ok(Emptied {
            summary,
            n_known,
            n_fetched,
        }),
    }
}

/// Somebody who fetches.
struct Fetch<'f> {
    bucket: &'f Bucket,
    most: u64,
    versions: &'f Versions,
    /// Objects that were handed over, with their places.
    fetched: Vec<(String, Object)>,
    failures: Vec<Failure>,
    batch: Vec<Delivery>,
    bytes: usize,
    n_known: u64,
    broken_off: Option<BucketError>,
}

type Take<'t> = dyn FnMut(Vec<Delivery>) -> bool + 't;

impl Fetch<'_> {
    /// Everything, page by page, until `take` says stop.
    fn all(&mut self, take: &mut Take<'_>) {
        let mut page = None;
        loop {
            let listed = match self.bucket.list(page.take()) {
                Ok(listed) => listed,
                Err(error) => {
                    self.broken_off = Some(error);
                    break;
                }
            };
            for object in listed.objects {
                if !self.one(object, take) {
                    return;
                }
            }
            match listed.next {
                Some(next) => page = Some(next),
                None => break,
            }
        }
        self.hand_over(take);
    }

    /// One object; says whether to go on.
    fn one(&mut self, object: Object, take: &mut Take<'_>) -> bool {
        if self.versions.knows(&object) {
            self.n_known += 1;
            return true;
        }
        let place = self.bucket.place_of(&object.key);
        match self.bucket.get(&object, self.most) {
            Ok(bytes) => {
                self.fetched.push((place.clone(), object));
                self.deliver(place, bytes, take)
            }
            Err(error) => {
                self.fail(place, error.code(), error.to_string());
                true
            }
        }
    }

    /// Hands bytes over as what they are: an archive, calls one a line, or one file.
    fn deliver(&mut self, place: String, bytes: Vec<u8>, take: &mut Take<'_>) -> bool {
        let path = PathBuf::from(&place);
        if source::is_archive(&bytes) {
            return self.archive(path, bytes, take);
        }
        if source::is_json_lines(&bytes) {
            return self.lines(&path, bytes, take);
        }
        self.add(
            Delivery {
                path,
                inside: None,
                line: None,
                bytes,
            },
            take,
        )
    }

    fn archive(&mut self, path: PathBuf, bytes: Vec<u8>, take: &mut Take<'_>) -> bool {
        let members = match Archive::within(bytes, &path, self.most) {
            Ok(Some(members)) => members,
            Ok(None) => return true,
            Err(error) => {
                self.fail(path.display().to_string(), error.code, error.message);
                return true;
            }
        };
        for member in members {
            let goes_on = match member {
                Ok(member) => self.add(
                    Delivery {
                        path: path.clone(),
                        inside: Some(member.inside),
                        line: None,
                        bytes: member.bytes,
                    },
                    take,
                ),
                Err(error) => {
                    self.fail(error.path.display().to_string(), error.code, error.message);
                    true
                }
            };
            if !goes_on {
                return false;
            }
        }
        true
    }

    fn lines(&mut self, path: &Path, bytes: Vec<u8>, take: &mut Take<'_>) -> bool {
        let limit = usize::try_from(self.most).unwrap_or(usize::MAX);
        let lines = Lines::over(Box::new(Cursor::new(bytes)), path.to_owned(), limit);
        for line in lines {
            let goes_on = match line {
                Ok(line) => self.add(
                    Delivery {
                        path: path.to_owned(),
                        inside: None,
                        line: Some(line.number),
                        bytes: line.bytes,
                    },
                    take,
                ),
                Err(error) => {
                    self.fail(error.path.display().to_string(), error.code, error.message);
                    true
                }
            };
            if !goes_on {
                return false;
            }
        }
        true
    }

    fn add(&mut self, delivery: Delivery, take: &mut Take<'_>) -> bool {
        self.bytes += delivery.bytes.len();
        self.batch.push(delivery);
        let is_full = self.bytes >= BATCH_BYTES || self.batch.len() >= BATCH_LENGTH;
        !is_full || self.hand_over(take)
    }

    fn hand_over(&mut self, take: &mut Take<'_>) -> bool {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        batch.is_empty() || take(batch)
    }

    fn fail(&mut self, path: String, code: &str, message: String) {
        self.failures.push(Failure {
            path,
            code: code.to_owned(),
            message,
        });
    }
}
