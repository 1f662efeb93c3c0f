//! What is to be fetched after a vendor told that it is there?
//!
//! An errand is kept in the inbox as JSON until it is done. Addresses and tokens in it come out of a delivery; who
//! fetches decides which hosts may be called.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    Transcript,
    Deal,
}

impl What {
    /// As the JSON says it.
    pub fn name(self) -> &'static str {
        match self {
            What::Transcript => "transcript",
            What::Deal => "deal",
        }
    }
}

/// One thing to fetch.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// `zoom`, `zoom-phone`, `gong`, …
    pub vendor: String,
    /// The `[pull.NAME]` that fetches it.
    pub source: String,
    pub what: What,
    /// The vendor's id of it.
    pub id: String,
    /// The vendor's id of the part that is meant, where what the id names may have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The address that the delivery named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Zoom's token for that address, good for 24 hours: kept nowhere but in the inbox, and never shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_sealed: Option<String>,
}

impl Errand {
    /// A transcript under an id.
    pub fn transcript(vendor: &str, source: &str, id: String) -> Errand {
        Errand {
            vendor: vendor.to_owned(),
            source: source.to_owned(),
            what: What::Transcript,
            id,
            part: None,
            url: None,
            token_sealed: None,
        }
    }

    /// A deal under an id.
    pub fn deal(vendor: &str, source: &str, id: String) -> Errand {
        Errand {
            what: What::Deal,
            ..Errand::transcript(vendor, source, id)
        }
    }

    /// As the inbox keeps it.
    pub fn to_json(&self) -> String {
        // Strings alone cannot fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What the inbox kept.
    pub fn from_json(json: &str) -> Option<Errand> {
        serde_json::from_str(json).ok()
    }
}

// Addresses may hold tokens too.
impl fmt::Debug for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Errand")
            .field("vendor", &self.vendor)
            .field("source", &self.source)
            .field("what", &self.what)
            .field("id", &self.id)
            .field("part", &self.part)
            .field("has_url", &self.url.is_some())
            .field("has_token", &self.token_sealed.is_some())
            .finish()
    }
}
