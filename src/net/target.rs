//! What exactly does an address ask for?
//!
//! Parsed once, by the rules of browsers, so that `http://0x7f.1/` is seen as what it is; what the rules and the
//! connection could see differently is refused.

use std::net::IpAddr;

use reqwest::Url;

use super::error::NetError;

/// Longer addresses are refused.
const LONGEST: usize = 8192;
/// The port of https; others below 1024 belong to services that speak something else.
const HTTPS: u16 = 443;
const FIRST_FREE: u16 = 1024;

/// An address that can be asked, as far as that shows before its name is looked up.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) url: Url,
    /// In lower case, without the dot at the end; IPv6 addresses in brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) is_secure: bool,
}

impl Target {
    /// Reads an address.
    pub(super) fn of(text: &str, allow_private: bool) -> Result<Target, NetError> {
        if text.len() > LONGEST {
            return Err(NetError::BadUrl);
        }
        let url = Url::parse(text).map_err(|_| NetError::BadUrl)?;
        Target::from_url(url, allow_private)
    }

    /// Reads an address that may be relative to this one.
    pub(super) fn joined(&self, text: &str, allow_private: bool) -> Result<Target, NetError> {
        if text.len() > LONGEST {
            return Err(NetError::BadUrl);
        }
        let url = self.url.join(text).map_err(|_| NetError::BadUrl)?;
        Target::from_url(url, allow_private)
    }

    fn from_url(url: Url, allow_private: bool) -> Result<Target, NetError> {
        let host = url.host_str().unwrap_or("").trim_end_matches('.');
        let host = host.to_ascii_lowercase();
        let port = url.port_or_known_default();
        let (Some(port), false) = (port, host.is_empty()) else {
            return Err(NetError::BadUrl);
        };
        let why = match url.scheme() {
            "https" if !allow_private && port != HTTPS && port < FIRST_FREE => {
                "no service is asked at this port; write the address without one"
            }
            "http" if !allow_private => {
                "http:// is for private networks alone; write https://, or `allow_private = true` if that is meant"
            }
            "https" | "http" if !url.username().is_empty() || url.password().is_some() => {
                "its address holds a user or a password; write credentials where the config has its place for them"
            }
            "https" | "http" => {
                let is_secure = url.scheme() == "https";
                return Ok(Target {
                    url,
                    host,
                    port,
                    is_secure,
                });
            }
            _ => "only https:// is asked",
        };
        Err(NetError::Forbidden { host, why })
    }

    /// The address itself, where no name stands in its place.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare.parse().ok()
    }

    /// The name as the connection will ask for it.
    pub(super) fn name(&self) -> &str {
        self.url.host_str().unwrap_or("")
    }

    /// The same host, port and scheme.
    pub(super) fn is_same_place(&self, other: &Target) -> bool {
        self.host == other.host && self.port == other.port && self.is_secure == other.is_secure
    }

    /// Not in the clear where the other one is not.
    pub(super) fn is_no_less_safe(&self, other: &Target) -> bool {
        self.is_secure || !other.is_secure
    }
}
