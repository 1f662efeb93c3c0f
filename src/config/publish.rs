//! What holds for every file that is published?

use serde::Deserialize;

/// More accounts than that no attribution needs.
const K: std::ops::RangeInclusive<usize> = 1..=10_000;

/// What the config says under `[publish]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PublishConfig {
    /// So many accounts of the archive must fit what is told of a speaker whose company is not named.
    pub k: usize,
}

impl Default for PublishConfig {
    fn default() -> PublishConfig {
        PublishConfig { k: 5 }
    }
}

impl PublishConfig {
    /// Whether it makes sense; else why not.
    pub fn check(self) -> Result<(), &'static str> {
        if K.contains(&self.k) {
            Ok(())
        } else {
            Err("[publish] k must lie between 1 and 10000")
        }
    }
}
