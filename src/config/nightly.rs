//! What is done every night, and how long is what is kept allowed to stay?

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// `[nightly]`: what `verbatim nightly` does besides pulling, the inbox and housekeeping.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NightlyConfig {
    /// Files and folders to ingest; `s3://bucket/prefix` too.
    pub folders: Vec<PathBuf>,
    /// A CRM's exports to import.
    pub deals: Vec<PathBuf>,
    /// Days that the digest looks back over; 0 leaves it out.
    pub digest_days: u32,
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

impl Default for NightlyConfig {
    fn default() -> Self {
        NightlyConfig {
            folders: Vec::new(),
            deals: Vec::new(),
            digest_days: 7,
            post: Vec::new(),
            post_when: PostWhen::Always,
        }
    }
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

/// `[retention]`: what is older is forgotten by the nightly run.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionConfig {
    /// Calls that took place longer ago than so many days.
    pub days: Option<u32>,
    /// Calls that took place before this day, as `YYYY-MM-DD`.
    pub before: Option<String>,
}
