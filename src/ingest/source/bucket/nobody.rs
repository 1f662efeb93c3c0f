//! What is said where object storage was not built in?

use super::{BucketError, Page};
use crate::config::bucket::BucketConfig;

/// Never there.
pub(super) enum Store {}

impl Store {
    pub(super) fn open(
        _bucket: &str,
        _config: &BucketConfig,
        _may_http: bool,
        written: &str,
    ) -> Result<Store, BucketError> {
        Err(BucketError::NotBuilt {
            place: written.to_owned(),
        })
    }

    pub(super) fn list(&self, _: &str, _: Option<String>) -> Result<Page, BucketError> {
        match *self {}
    }

    pub(super) fn get(&self, _: &str, _: u64) -> Result<Result<Vec<u8>, u64>, BucketError> {
        match *self {}
    }
}
