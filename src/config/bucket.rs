//! Where is object storage, if it is not Amazon's?

use serde::Deserialize;

/// `[bucket]`: how `s3://` places are reached. Credentials come from the environment alone
/// (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, … or the machine's own role).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BucketConfig {
    /// `https://minio.example.org:9000`; Amazon's own where there is none.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// Hosts that may be spoken to without TLS; this machine itself always may.
    pub http_hosts: Vec<String>,
}
