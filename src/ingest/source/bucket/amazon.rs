//! How is storage that speaks Amazon's protocol asked?

use object_store::ObjectStoreExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::path::Path as Key;
use tokio::runtime::Runtime;

use super::{BucketError, Object, Page};
use crate::config::bucket::BucketConfig;

/// Where buckets are when nobody says.
const REGION: &str = "us-east-1";

pub(super) struct Store {
    store: AmazonS3,
    /// Everything else here waits; this does the waiting for the network.
    runtime: Runtime,
    place: String,
}

impl Store {
    /// Credentials come from the environment; where to, and whether without TLS, from the config alone.
    pub(super) fn open(
        bucket: &str,
        config: &BucketConfig,
        may_http: bool,
        written: &str,
    ) -> Result<Store, BucketError> {
        let failed = |cause: String| BucketError::Failed {
            place: written.to_owned(),
            what: "opening it",
            cause,
        };
        let region = std::env::var("AWS_REGION")
            .or_else(|_| std::env::var("AWS_DEFAULT_REGION"))
            .ok();
        let region = config.region.clone().or(region);
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_region(region.unwrap_or_else(|| REGION.to_owned()))
            .with_allow_http(may_http);
        if let Some(endpoint) = &config.endpoint {
            builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
        }
        let store = builder.build().map_err(|cause| failed(cause.to_string()))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| failed(cause.to_string()))?;
        Ok(Store {
            store,
            runtime,
            place: written.to_owned(),
        })
    }

    pub(super) fn list(&self, prefix: &str, page: Option<String>) -> Result<Page, BucketError> {
        let options = PaginatedListOptions {
            page_token: page,
            ..PaginatedListOptions::default()
        };
        let prefix = (!prefix.is_empty()).then_some(prefix);
        let listed = self
            .runtime
            .block_on(self.store.list_paginated(prefix, options))
            .map_err(|cause| self.failed("listing it", &cause))?;
        let objects = listed.result.objects.into_iter().map(|meta| Object {
            key: meta.location.to_string(),
            size: meta.size,
            version: meta.e_tag,
        });
        Ok(Page {
            objects: objects.collect(),
            next: listed.page_token,
        })
    }

    /// The bytes, or how many there are where those are too many.
    pub(super) fn get(&self, key: &str, most: u64) -> Result<Result<Vec<u8>, u64>, BucketError> {
        self.runtime
            .block_on(self.fetch(key, most))
            .map_err(|cause| self.failed("fetching an object", &cause))
    }

    async fn fetch(&self, key: &str, most: u64) -> object_store::Result<Result<Vec<u8>, u64>> {
        let found = self.store.get(&Key::parse(key)?).await?;
        // It may have grown since it was listed.
        if found.meta.size > most {
            return Ok(Err(found.meta.size));
        }
        Ok(Ok(found.bytes().await?.to_vec()))
    }

    fn failed(&self, what: &'static str, cause: &object_store::Error) -> BucketError {
        BucketError::Failed {
            place: self.place.clone(),
            what,
            cause: cause.to_string(),
        }
    }
}
