//! How does anything reach the outside without being led inside?
//!
//! The one HTTP client. An address comes from a config, from a vendor's answer or from a redirect; whoever writes it
//! must not thereby reach what only this machine can reach. So every address is looked up, judged ([`address`]) and only
//! then connected to, redirects are followed by hand, credentials stay with the host they are for, and answers are read
//! in pieces up to a bound. No proxy is taken from the environment: behind one, nobody could judge addresses.
//!
//! # Where it may be called
//! [`Client::send`] waits. It must be called from a plain thread: inside an async runtime it panics.

pub mod address;

mod error;

mod names;

mod request;

mod target;

use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::blocking::{self, Response};
use reqwest::redirect::Policy;

use self::names::Names;
use self::request::Method;
use self::target::Target;

pub use self::error::NetError;
pub use self::request::{Answer, Request};

/// Looking a name up and connecting take no longer.
const CONNECT: Duration = Duration::from_secs(10);
/// So many redirects are followed; real ones are one or two.
const MOST_REDIRECTS: usize = 5;
/// Bytes of an answer that are read at once.
const PIECE: usize = 64 << 10;

/// How far a client reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Addresses of this machine and of private networks may be reached, and those by `http://`.
    pub allow_private: bool,
    /// Hosts to which a redirect may lead, besides the host that was asked: `files.example.com`, `*.example.com`.
    /// Empty: no redirect is followed, and its answer is given as it came.
    pub redirects_to: Vec<String>,
    /// From the look-up to the last byte, redirects included.
    pub timeout: Duration,
    /// Bytes of an answer's body, unpacked.
    pub most_bytes: u64,
}

impl Default for Reach {
    fn default() -> Reach {
        Reach {
            allow_private: false,
            redirects_to: Vec::new(),
            timeout: Duration::from_secs(30),
            most_bytes: 256 << 20,
        }
    }
}

impl Reach {
    /// Whether an address stands at the same host and port as another one, or at a host to which redirects may lead.
    /// Credentials for `home` may be sent there.
    pub fn is_near(&self, home: &str, url: &str) -> bool {
        let target = |text: &str| Target::of(text, self.allow_private);
        let (Ok(home), Ok(there)) = (target(home), target(url)) else {
            return false;
        };
        there.is_same_place(&home) || (self.lists(&there.host) && there.is_no_less_safe(&home))
    }

    fn lists(&self, host: &str) -> bool {
        self.redirects_to.iter().any(|listed| {
            let listed = listed.trim().trim_end_matches('.').to_ascii_lowercase();
            match listed.strip_prefix("*.") {
                Some(domain) => host
                    .strip_suffix(domain)
                    .is_some_and(|below| below.len() > 1 && below.ends_with('.')),
                None => host == listed,
            }
        })
    }
}

/// Asks other machines.
pub struct Client {
    reach: Reach,
    names: Arc<Names>,
    inner: blocking::Client,
}

impl Client {
    /// A client that reaches so far.
    pub fn new(reach: Reach) -> Result<Client, NetError> {
        let names = Arc::new(Names::default());
        let inner = blocking::Client::builder()
            .user_agent(concat!("verbatim/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(Arc::clone(&names))
            .connect_timeout(CONNECT)
            .timeout(reach.timeout)
            .build();
        let inner = inner.map_err(|error| error::failure("the network", &error))?;
        Ok(Client {
            reach,
            names,
            inner,
        })
    }

    /// How far it reaches.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Asks, and reads the whole answer, whatever its status.
    pub fn send(&self, request: &Request) -> Result<Answer, NetError> {
        let until = Instant::now() + self.reach.timeout;
        let first = Target::of(&request.url, self.reach.allow_private)?;
        let mut target = first.clone();
        let mut is_home = true;
        for _ in 0..=MOST_REDIRECTS {
            let response = self.once(request, &target, is_home, until)?;
            let Some(next) = self.redirected(request, &first, &target, &response)? else {
                return self.read(&target, response, until);
            };
            // Once they have left home, credentials are not taken out again.
            is_home &= next.is_same_place(&target);
            target = next;
        }
        Err(NetError::Forbidden {
            host: target.host,
            why: "it redirects again and again",
        })
    }

    /// Asks one place once.
    fn once(
        &self,
        request: &Request,
        target: &Target,
        is_home: bool,
        until: Instant,
    ) -> Result<Response, NetError> {
        let left = left(until)?;
        self.names
            .check(target, self.reach.allow_private, left.min(CONNECT))?;
        let url = target.url.clone();
        let mut asked = match request.method {
            Method::Get => self.inner.get(url),
            Method::Post => self.inner.post(url).body(request.body.clone()),
        };
        for (name, value) in &request.headers {
            // Away from home nothing is told but what is wanted: any other header may be a credential.
            if is_home || name.eq_ignore_ascii_case("accept") {
                asked = asked.header(name.as_str(), value.as_str());
            }
        }
        asked
            .timeout(left)
            .send()
            .map_err(|error| error::failure(&target.host, &error))
    }

    /// Where an answer leads; nothing where it is the answer.
    fn redirected(
        &self,
        request: &Request,
        first: &Target,
        target: &Target,
        response: &Response,
    ) -> Result<Option<Target>, NetError> {
        let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        if !is_redirect || request.method != Method::Get || self.reach.redirects_to.is_empty() {
            return Ok(None);
        }
        let location = response.headers().get("location");
        let Some(location) = location.and_then(|location| location.to_str().ok()) else {
            return Ok(None);
        };
        let next = target.joined(location, self.reach.allow_private)?;
        let why = if !next.is_no_less_safe(target) {
            "a redirect leads from https:// to http://"
        } else if !next.is_same_place(first) && !self.reach.lists(&next.host) {
            "a redirect leads there, and it is not among the hosts to which redirects may lead; add it to \
             `redirects_to` if the vendor is known to use it"
        } else {
            return Ok(Some(next));
        };
        Err(NetError::Forbidden {
            host: next.host,
            why,
        })
    }

    fn read(
        &self,
        target: &Target,
        mut response: Response,
        until: Instant,
    ) -> Result<Answer, NetError> {
        let most = usize::try_from(self.reach.most_bytes).unwrap_or(usize::MAX);
        let status = response.status().as_u16();
        let headers = response.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let headers = headers.collect();
        let mut body = Vec::new();
        let mut piece = vec![0; PIECE];
        loop {
            left(until)?;
            match response.read(&mut piece) {
                Ok(0) => break,
                Ok(n) => body.extend_from_slice(piece.get(..n).unwrap_or_default()),
                Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
                Err(cause) => return Err(error::broken_off(&target.host, &cause)),
            }
            if body.len() > most {
                return Err(NetError::TooLarge);
            }
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }
}

/// The time that is left.
fn left(until: Instant) -> Result<Duration, NetError> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(NetError::TimedOut);
    }
    Ok(left)
}
