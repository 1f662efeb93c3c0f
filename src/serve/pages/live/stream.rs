//! How does what is new reach whoever follows?
//!
//! One task for each follower looks every second whether something is new, and says now and then that it is still
//! there. It ends with the connection, with the server, and after an hour at the latest: a browser comes back by itself,
//! and is asked anew who it is.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use crate::serve::app::App;
use crate::serve::pages::live::news::{Cursor, Event, news};

/// How often is looked.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Proxies close connections on which nothing is said.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The longest that one connection is followed.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Events that wait for a slow reader; while they do, nothing more is read for it.
const WAITING: usize = 16;
/// After so many milliseconds a browser that was cut off comes back.
const COME_BACK: &str = "retry: 3000\n\n";

/// An answer that goes on while something happens.
pub fn follow(app: App, cursor: Cursor, place: OwnedSemaphorePermit) -> Response {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(tell(app, cursor, sender));
    let body = Events {
        receiver,
        _place: place,
    };
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::new(body)).into_response()
}

/// Events as they come; with it goes the follower's place.
struct Events {
    receiver: mpsc::Receiver<Bytes>,
    _place: OwnedSemaphorePermit,
}

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.receiver.poll_recv(context);
        next.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

async fn tell(app: App, mut cursor: Cursor, sender: mpsc::Sender<Bytes>) {
    let mut closing = app.feed.closing();
    let began = Instant::now();
    if sender
        .send(Bytes::from_static(COME_BACK.as_bytes()))
        .await
        .is_err()
    {
        return;
    }
    let mut told_at = Instant::now();
    while !*closing.borrow() && began.elapsed() < LONGEST {
        let (from, threshold) = (cursor, app.config.threshold);
        let found = app
            .readers
            .ask(move |archive| news(archive, from, threshold));
        // Where the archive cannot be read right now, it is looked again.
        if let Ok((events, next)) = found.await {
            for (at, event) in events {
                told_at = Instant::now();
                if sender.send(written(at, &event)).await.is_err() {
                    return;
                }
            }
            cursor = next;
        }
        if told_at.elapsed() >= HEARTBEAT {
            told_at = Instant::now();
            if sender
                .send(Bytes::from_static(b": still here\n\n"))
                .await
                .is_err()
            {
                return;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = sender.closed() => return,
            changed = closing.changed() => {
                if changed.is_err() {
                    return;
                }
            }
        }
    }
}

fn written(at: Cursor, event: &Event) -> Bytes {
    match event {
        Event::Call(news) => lines(at, "call", news),
        Event::Alert(news) => lines(at, "alert", news),
    }
}

/// JSON has no line ends of its own, so one `data` line holds it.
fn lines(at: Cursor, name: &str, news: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(news).unwrap_or_default();
    Bytes::from(format!(
        "id: {}\nevent: {name}\ndata: {data}\n\n",
        at.told()
    ))
}
