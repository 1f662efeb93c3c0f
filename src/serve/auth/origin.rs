//! Does a request mean this server, and does it come from this server's own pages?
//!
//! Any page on the web may make a browser send requests to a machine that only the browser reaches. Two things give
//! such a page away: the name that it asks for (a name of its own, bound to our address: DNS rebinding), and the site
//! that the browser says the request comes from (cross-site request forgery).

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};

/// The names under which the server may be asked.
#[derive(Debug, Clone)]
pub struct Names {
    /// The address it listens on; unspecified where it listens on all.
    host: IpAddr,
    /// What the operator says that others call it.
    public: Vec<String>,
}

impl Names {
    /// The names of a server that listens on an address and is known by public names.
    pub fn new(host: IpAddr, public: &[String]) -> Names {
        Names {
            host,
            public: public.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// Whether a request for this host, as its header has it, means us.
    pub fn allows(&self, host: &str) -> bool {
        let name = name_of(host);
        if is_this_machine(host) || self.is_public(host) {
            return true;
        }
        match name.parse::<IpAddr>() {
            // A name can be bound to any address, but an address written out cannot be bound to another one.
            Ok(address) => address == self.host || self.host.is_unspecified(),
            Err(_) => false,
        }
    }

    fn is_public(&self, host: &str) -> bool {
        let name = name_of(host);
        self.public
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a request that changes something comes from one of our own pages, or from a person's own hand.
    pub fn is_own_page(&self, headers: &HeaderMap, host: Option<&str>) -> bool {
        if let Some(site) = text(headers, "sec-fetch-site") {
            return matches!(site, "same-origin" | "none");
        }
        // Browsers send `Sec-Fetch-Site` over TLS and to this machine only; all of them send `Origin`.
        let origin = text(headers, header::ORIGIN.as_str());
        let Some((_, authority)) = origin.and_then(|origin| origin.split_once("://")) else {
            return false;
        };
        // A proxy may have put another name into `Host`.
        host.is_some_and(|host| host.eq_ignore_ascii_case(authority)) || self.is_public(authority)
    }
}

/// The host that a request asks for, with its port. Only what is no browser leaves it out.
pub fn host(request: &Request) -> Option<&str> {
    text(request.headers(), header::HOST.as_str())
        .or_else(|| request.uri().authority().map(|named| named.as_str()))
}

/// Scheme, host and port as whoever asks called them, put together again from what a proxy passed on.
pub fn called(uri: &Uri, headers: &HeaderMap) -> String {
    let host = text(headers, header::HOST.as_str())
        .or_else(|| uri.authority().map(|named| named.as_str()))
        .unwrap_or("localhost");
    let passed_on = text(headers, "x-forwarded-proto");
    let passed_on = passed_on.map(|schemes| schemes.split(',').next().unwrap_or("").trim());
    let scheme = match passed_on {
        Some("http") => "http",
        None if is_this_machine(host) => "http",
        _ => "https",
    };
    format!("{scheme}://{host}")
}

/// Whether a host is a name of this very machine, which no other machine is reached by.
pub fn is_this_machine(host: &str) -> bool {
    let name = name_of(host);
    let is_loopback = name
        .parse::<IpAddr>()
        .is_ok_and(|address| address.is_loopback());
    is_loopback || name.eq_ignore_ascii_case("localhost")
}

/// The host without its port and without the brackets of an IPv6 address.
fn name_of(host: &str) -> &str {
    if let Some((inside, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return inside;
    }
    if host.parse::<Ipv6Addr>().is_ok() {
        return host;
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// A header's text.
pub fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::{Names, is_this_machine};

    #[test]
    fn a_server_answers_to_its_own_names_alone() {
        let here = Names::new("127.0.0.1".parse().unwrap(), &[]);
        let everywhere = Names::new("0.0.0.0".parse().unwrap(), &["Calls.Example.org".into()]);
        for (host, is_here, is_everywhere) in [
            ("localhost:8017", true, true),
            ("LOCALHOST", true, true),
            ("127.0.0.1:8017", true, true),
            ("[::1]:8017", true, true),
            ("::1", true, true),
            ("192.168.1.5:8017", false, true),
            ("calls.example.org", false, true),
            ("calls.example.org:443", false, true),
            ("evil.example", false, false),
            ("localhost.evil.example", false, false),
            ("127.0.0.1.evil.example:8017", false, false),
            ("calls.example.org.evil.example", false, false),
            ("", false, false),
        ] {
            assert_eq!(here.allows(host), is_here, "{host}");
            assert_eq!(everywhere.allows(host), is_everywhere, "{host}");
        }
        assert!(!is_this_machine("localhost.evil.example:80"));
    }
}
