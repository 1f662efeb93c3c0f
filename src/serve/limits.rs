//! How much may one request, one address and all of them together ask?
//!
//! Whoever asks too much is told when to come back, instead of making everybody wait.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;

use crate::serve::app::{self, App};
use crate::serve::auth::origin;
use crate::serve::auth::scope::{Needs, Scope};
use crate::serve::trouble::{Trouble, answer};

/// Bytes of an address: a query of the longest kind with every filter fits.
const ADDRESS: usize = 16 << 10;
/// Bytes of a form or a lexicon.
const BODY: usize = 2 << 20;
/// Requests under way at once.
const AT_ONCE: usize = 256;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take to bring calls in.
const PATIENCE_FOR_CALLS: Duration = Duration::from_secs(600);
/// Requests a second from one address, in the long run: far more than anybody types.
const PER_SECOND: f64 = 50.0;
/// Requests at once from one address: an office behind one address opens pages together.
const BURST: f64 = 500.0;
/// Addresses remembered.
const ADDRESSES: usize = 10_000;

/// What is left for everybody.
pub struct Limits {
    places: Semaphore,
    /// Bytes of a delivery of calls.
    delivery: usize,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

/// What is left for one address.
struct Bucket {
    left: f64,
    at: Instant,
}

impl Limits {
    /// Limits where files of so many megabytes may be delivered.
    pub fn new(max_file_mb: u64) -> Limits {
        let delivery = max_file_mb.saturating_add(1).saturating_mul(1 << 20);
        Limits {
            places: Semaphore::new(AT_ONCE),
            delivery: usize::try_from(delivery).unwrap_or(usize::MAX),
            buckets: Mutex::default(),
        }
    }

    /// Requests under way.
    pub fn under_way(&self) -> usize {
        AT_ONCE.saturating_sub(self.places.available_permits())
    }

    /// Takes one request of an address; else says in how many seconds there is another one.
    fn take(&self, address: IpAddr, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES {
            buckets.retain(|_, bucket| bucket.filled(now) < BURST);
        }
        if buckets.len() >= ADDRESSES {
            // So many at once are an attack; forgetting them costs less than remembering them.
            buckets.clear();
        }
        let bucket = buckets.entry(address).or_insert(Bucket {
            left: BURST,
            at: now,
        });
        let left = bucket.filled(now);
        bucket.at = now;
        if left < 1.0 {
            bucket.left = left;
            return Err(((1.0 - left) / PER_SECOND).ceil() as u64);
        }
        bucket.left = left - 1.0;
        Ok(())
    }
}

impl Bucket {
    fn filled(&self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + seconds * PER_SECOND).min(BURST)
    }
}

/// Keeps a request within its limits.
pub async fn keep(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if app::is_delivery(&request) {
        // A vendor that is told to slow down may drop the call for ever; hooks have limits of their own.
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let is_delivery = app::needs(&request) == Needs::Scope(Scope::Ingest);
    let (body, patience) = if is_delivery {
        (app.limits.delivery, PATIENCE_FOR_CALLS)
    } else {
        (BODY, PATIENCE)
    };
    if let Err(trouble) = check(&app.limits, &request, body) {
        return answer(trouble, &path);
    }
    // Whoever watches the server must reach it when nobody else does.
    let place = app.limits.places.try_acquire();
    if place.is_err() && path != "/healthz" {
        return answer(Trouble::Busy, &path);
    }
    DefaultBodyLimit::max(body).apply(&mut request);
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => answer(Trouble::TooSlow(patience.as_secs()), &path),
    }
}

fn check(limits: &Limits, request: &Request, body: usize) -> Result<(), Trouble> {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().len() > ADDRESS) {
        return Err(Trouble::TooLong(ADDRESS));
    }
    let length = origin::text(request.headers(), header::CONTENT_LENGTH.as_str());
    let length = length.and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > body as u64) {
        return Err(Trouble::TooMuch(body));
    }
    match client(request) {
        Some(address) => limits
            .take(address, Instant::now())
            .map_err(Trouble::TooOften),
        None => Ok(()),
    }
}

/// Whose requests are counted. This machine's own are not; what a proxy on it passes on counts for the address that the
/// proxy names last, since that is the one it has seen itself.
fn client(request: &Request) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    // Where IPv6 and IPv4 share a port, `::ffff:192.0.2.1` is `192.0.2.1`.
    let peer = peer.ip().to_canonical();
    let address: IpAddr = if peer.is_loopback() {
        let forwarded = origin::text(request.headers(), "x-forwarded-for")?;
        forwarded.rsplit(',').next()?.trim().parse().ok()?
    } else {
        peer
    };
    Some(match address.to_canonical() {
        // One customer has all addresses of such a network.
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
            address.to_bits() & !u128::from(u64::MAX),
        )),
        address => address,
    })
}
