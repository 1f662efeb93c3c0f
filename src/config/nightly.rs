//! What is done every night, and who hears of it?

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// `[nightly]`: what `verbatim nightly` does besides pulling, the inbox, retention and housekeeping.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NightlyConfig {
    /// Files and folders to ingest; `s3://bucket/prefix` too.
    pub folders: Vec<PathBuf>,
    /// A CRM's exports to import.
    pub deals: Vec<PathBuf>,
    /// Days that the digest in the report looks back over; 0 leaves it out. Without it the digest begins where the last one
    /// ended that reached somebody.
    pub digest_days: Option<u32>,
    /// Names of `[post.NAME]` that get the report.
    pub post: Vec<String>,
    pub post_when: PostWhen,
}

/// When a report is posted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PostWhen {
    /// After every run.
    #[default]
    Always,
    /// Only when something needs the operator.
    Trouble,
}

/// What begins so is in object storage, and no path of this machine.
pub const BUCKET: &str = "s3://";

impl NightlyConfig {
    /// Relative paths are meant from this folder.
    pub fn place_from(&mut self, folder: &Path) {
        for named in self.folders.iter_mut().chain(&mut self.deals) {
            if !named.to_string_lossy().starts_with(BUCKET) {
                *named = folder.join(&*named);
            }
        }
    }
}
