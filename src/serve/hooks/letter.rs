//! What came, byte for byte?
//!
//! Signatures cover the bytes as they came and the address as the vendor called it, so neither may be tidied up on the
//! way. A body takes memory only as it arrives, from a store that all deliveries share.

use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::serve::auth::origin;
use crate::serve::hooks::ended::Ended;

/// Kilobytes that are taken from the shared memory at once.
const A_PIECE: usize = 64;

/// A request, whole.
pub(super) struct Letter {
    pub(super) method: String,
    /// In full, as the vendor called it.
    pub(super) uri: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Letter {
    /// Receives a request to its end, with the memory that it takes as long as it is held.
    pub(super) async fn receive(
        request: Request,
        most: usize,
        memory: &Arc<Semaphore>,
    ) -> Result<(Letter, Option<OwnedSemaphorePermit>), Ended> {
        let (parts, body) = request.into_parts();
        let length = origin::text(&parts.headers, header::CONTENT_LENGTH.as_str());
        let length = length.and_then(|length| length.parse::<u64>().ok());
        if length.is_some_and(|length| length > most as u64) {
            return Err(Ended::TooLarge);
        }
        let (body, held) = collected(body, most, memory).await?;
        let letter = Letter {
            method: parts.method.as_str().to_owned(),
            uri: called(&parts.uri, &parts.headers),
            headers: texts(&parts.headers),
            body,
        };
        Ok((letter, held))
    }
}

async fn collected(
    mut body: Body,
    most: usize,
    memory: &Arc<Semaphore>,
) -> Result<(Vec<u8>, Option<OwnedSemaphorePermit>), Ended> {
    let mut bytes = Vec::new();
    let mut held: Option<OwnedSemaphorePermit> = None;
    let mut n_held = 0;
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let data = match frame {
            None => return Ok((bytes, held)),
            // The vendor has gone away and hears no answer.
            Some(Err(_)) => return Err(Ended::TooSlow),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => data,
                // Trailers say nothing here.
                Err(_) => continue,
            },
        };
        if bytes.len() + data.len() > most {
            return Err(Ended::TooLarge);
        }
        let n_needed = (bytes.len() + data.len()).div_ceil(1024 * A_PIECE) * A_PIECE;
        if n_needed > n_held {
            let more = u32::try_from(n_needed - n_held).map_err(|_| Ended::TooLarge)?;
            let more = Arc::clone(memory).try_acquire_many_owned(more);
            let more = more.map_err(|_| Ended::Busy)?;
            match &mut held {
                Some(held) => held.merge(more),
                None => held = Some(more),
            }
            n_held = n_needed;
        }
        bytes.extend_from_slice(&data);
    }
}

/// The address as the vendor called it, put together again from what a proxy passed on. A hook whose proxy changes more
/// says it in its `url`.
fn called(uri: &Uri, headers: &HeaderMap) -> String {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    format!("{}{path}", origin::called(uri, headers))
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Path, headers, and the address that the vendor called.
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

    #[test]
    fn an_address_is_what_the_vendor_called() {
        let cases: [Case<'_>; 4] = [
            (
                "/hooks/x?a=%20",
                &[("host", "localhost:8017")],
                "http://localhost:8017/hooks/x?a=%20",
            ),
            (
                "/hooks/x",
                &[("host", "calls.example.org")],
                "https://calls.example.org/hooks/x",
            ),
            (
                "/hooks/x",
                &[("host", "calls.example.org"), ("x-forwarded-proto", "http")],
                "http://calls.example.org/hooks/x",
            ),
            (
                "/hooks/x",
                &[
                    ("host", "127.0.0.1:1"),
                    ("x-forwarded-proto", "https, http"),
                ],
                "https://127.0.0.1:1/hooks/x",
            ),
        ];
        for (uri, headers, expected) in cases {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, value.parse().unwrap());
            }
            assert_eq!(called(&uri.parse().unwrap(), &map), expected);
        }
    }
}
