//! What lies in object storage under an `s3://` place?
//!
//! Lists come page by page, objects one by one and bounded. The program speaks to object storage only where it was built to
//! (`--features s3`); elsewhere an `s3://` place is told apart and refused with the way out.

#[cfg(feature = "s3")]
mod amazon;
#[cfg(not(feature = "s3"))]
mod nobody;

use std::net::IpAddr;
use std::path::Path;

use crate::config::bucket::BucketConfig;
use crate::config::nightly::BUCKET;

#[cfg(feature = "s3")]
use self::amazon::Store;
#[cfg(not(feature = "s3"))]
use self::nobody::Store;

/// Why object storage could not be read. Holds no credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BucketError {
    #[error(
        "{place} is in object storage, and this verbatim was built without it; build it with \
         `cargo build --release --features s3`"
    )]
    NotBuilt { place: String },
    #[error("{place} is no place in object storage; write s3://bucket/prefix")]
    BadPlace { place: String },
    #[error("[bucket] endpoint: {why}")]
    BadEndpoint { why: String },
    #[error(
        "{place}: {what} failed: {cause}; check the credentials in the environment, the region and the endpoint"
    )]
    Failed {
        place: String,
        what: &'static str,
        cause: String,
    },
    #[error(
        "{place}: the object has {size} bytes, more than the limit of {limit}; raise max_file_mb or split it"
    )]
    TooLarge {
        place: String,
        size: u64,
        limit: u64,
    },
}

impl BucketError {
    /// A stable slug.
    pub fn code(&self) -> &'static str {
        match self {
            BucketError::NotBuilt { .. } => "bucket-not-built",
            BucketError::BadPlace { .. } => "bucket-bad-place",
            BucketError::BadEndpoint { .. } => "bucket-bad-endpoint",
            BucketError::Failed { .. } => "bucket-failed",
            BucketError::TooLarge { .. } => "too-large",
        }
    }
}

/// An object as a list tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// Changes with the content (`ETag`).
    pub version: Option<String>,
}

/// A page of a list.
#[derive(Debug, Default)]
pub struct Page {
    /// What a walk through a folder would take.
    pub objects: Vec<Object>,
    /// How to get the next page; none behind the last.
    pub next: Option<String>,
}

/// A bucket, and which keys of it are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    bucket: String,
    /// Beginnings of keys, `calls/2026` as well as `calls/`.
    prefix: String,
}

/// Objects under a place.
pub struct Bucket {
    place: Place,
    store: Store,
}

impl Bucket {
    /// Whether a path means object storage.
    pub fn is_meant(path: &Path) -> bool {
        path.to_str().is_some_and(|path| path.starts_with(BUCKET))
    }

    /// Opens a place; nothing is asked yet. Must not be called inside an async runtime, nor must anything else here.
    pub fn open(written: &str, config: &BucketConfig) -> Result<Bucket, BucketError> {
        let place = place(written)?;
        let may_http = config
            .endpoint
            .as_deref()
            .map_or(Ok(false), |endpoint| is_plain(endpoint, &config.http_hosts))
            .map_err(|why| BucketError::BadEndpoint { why })?;
        let store = Store::open(&place.bucket, config, may_http, written)?;
        Ok(Bucket { place, store })
    }

    /// The objects of a page of the list, those left out that hold no transcripts by their names.
    pub fn list(&self, page: Option<String>) -> Result<Page, BucketError> {
        let mut listed = self.store.list(&self.place.prefix, page)?;
        listed.objects.retain(|object| is_wanted(&object.key));
        Ok(listed)
    }

    /// The bytes of an object, refused where there are more than `most`.
    pub fn get(&self, object: &Object, most: u64) -> Result<Vec<u8>, BucketError> {
        let too_large = |size| BucketError::TooLarge {
            place: self.place_of(&object.key),
            size,
            limit: most,
        };
        if object.size > most {
            return Err(too_large(object.size));
        }
        let bytes = self.store.get(&object.key, most)?;
        bytes.map_err(too_large)
    }

    /// Where an object lies, for people and for the catalogue.
    pub fn place_of(&self, key: &str) -> String {
        format!("{BUCKET}{}/{key}", self.place.bucket)
    }
}

fn place(written: &str) -> Result<Place, BucketError> {
    let wrong = || BucketError::BadPlace {
        place: written.to_owned(),
    };
    let rest = written.strip_prefix(BUCKET).ok_or_else(wrong)?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_bucket = (3..=63).contains(&bucket.len()) && bucket.chars().all(is_name);
    if !is_bucket || prefix.len() > 1024 || prefix.chars().any(char::is_control) {
        return Err(wrong());
    }
    Ok(Place {
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
    })
}

/// What a walk through folders would pass over is passed over here too.
fn is_wanted(key: &str) -> bool {
    let is_hidden = key.split('/').any(|part| part.starts_with('.'));
    !is_hidden && !key.ends_with('/') && !super::is_passed_over(Path::new(key))
}

/// Whether an endpoint is spoken to without TLS; an error where it must not be.
fn is_plain(endpoint: &str, http_hosts: &[String]) -> Result<bool, String> {
    if endpoint.starts_with("https://") {
        return Ok(false);
    }
    let Some(rest) = endpoint.strip_prefix("http://") else {
        return Err("write it as https://host".to_owned());
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    if authority.contains('@') {
        return Err("it holds credentials; put them into the environment".to_owned());
    }
    let host = host(authority);
    let is_here = host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if is_here || http_hosts.iter().any(|allowed| allowed == host) {
        return Ok(true);
    }
    Err(format!(
        "{host} would be spoken to without TLS; write https://, or name it in http_hosts if its network is your own"
    ))
}

/// The host of `host:port` and of `[::1]:9000`.
fn host(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or("");
    }
    authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_bucket_and_the_beginning_of_keys() {
        for (written, bucket, prefix) in [
            ("s3://calls", "calls", ""),
            ("s3://calls/", "calls", ""),
            ("s3://my.calls/2026/03", "my.calls", "2026/03"),
        ] {
            let place = place(written).unwrap();
            assert_eq!(
                (place.bucket.as_str(), place.prefix.as_str()),
                (bucket, prefix)
            );
        }
        for wrong in [
            "s3://",
            "s3:///x",
            "s3://a b/x",
            "http://calls",
            "s3://ab",
            "s3://c@lls/x",
        ] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_and_named_hosts_go_without_tls() {
        let named = ["minio.internal".to_owned()];
        for (endpoint, expected) in [
            ("https://minio.example.org", Some(false)),
            ("http://127.0.0.1:9000", Some(true)),
            ("http://[::1]:9000/", Some(true)),
            ("http://localhost:9000", Some(true)),
            ("http://minio.internal:9000", Some(true)),
            ("http://minio.internal.evil.org", None),
            ("http://127.0.0.1@evil.org", None),
            ("http://10.0.0.7:9000", None),
            ("ftp://x", None),
        ] {
            assert_eq!(is_plain(endpoint, &named).ok(), expected, "{endpoint}");
        }
    }

    #[test]
    fn what_a_walk_would_not_take_is_not_fetched() {
        for (key, expected) in [
            ("calls/a.vtt", true),
            ("calls/.b.vtt", false),
            ("calls/.tmp/b.vtt", false),
            ("calls/", false),
            ("calls/README.md", false),
            ("calls/call.mp4", false),
        ] {
            assert_eq!(is_wanted(key), expected, "{key}");
        }
    }
}
