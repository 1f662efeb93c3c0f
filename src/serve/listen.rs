//! How do connections come in, and how do they end?
//!
//! HTTP/1.1 on one port. A connection that dawdles over its headers is closed, and only so many are open at once. On
//! Ctrl-C or SIGTERM no new ones are taken; what is under way may end.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

use crate::ingest::source::watch::told_to_stop;
use crate::serve::app::{self, App};

/// Connections open at once; whoever comes then waits before the door.
const CONNECTIONS: usize = 1024;
/// How long a client may take to say what it wants.
const HEADERS: Duration = Duration::from_secs(30);
/// Bytes of the request line and all headers.
const HEADER_BYTES: usize = 32 << 10;
/// How long requests that are under way may go on after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on {address}: {cause}; {}", advice(.cause))]
    Address {
        address: SocketAddr,
        cause: std::io::Error,
    },
    #[error("the server broke off: {0}")]
    Broken(std::io::Error),
}

/// Listens, says where, and serves until it is told to stop; running requests end before it does.
pub fn run(
    app: App,
    address: SocketAddr,
    listening: impl FnOnce(SocketAddr) -> std::io::Result<()>,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ServeError::Broken)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address)
            .await
            .map_err(|cause| ServeError::Address { address, cause })?;
        let local = listener.local_addr().map_err(ServeError::Broken)?;
        let told = told_to_stop();
        listening(local).map_err(ServeError::Broken)?;
        let feed = Arc::clone(&app.feed);
        let stopped = async move {
            told.await;
            // Who follows would wait for ever.
            feed.close();
        };
        serve(listener, app::router(app), stopped).await;
        Ok::<(), ServeError>(())
    })
}

/// Serves until `stop` is over.
async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_header_size(HEADER_BYTES);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, peer, place)) = accepted else {
            continue;
        };
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that goes away in the middle is no trouble of ours.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => {}
    }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Small answers must not wait for each other.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(_) => {
            // Most likely all file handles are taken: some come back in a moment.
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// What to do about an address that cannot be had.
fn advice(cause: &std::io::Error) -> &'static str {
    match cause.kind() {
        ErrorKind::AddrInUse => {
            "another program has this port, perhaps another `verbatim serve`; end that one, name another port with \
             --port, or 0 for any that is free"
        }
        ErrorKind::AddrNotAvailable => {
            "this machine has no such address; name one of its own with --host, or leave --host out"
        }
        ErrorKind::PermissionDenied => {
            "ports below 1024 belong to the system; name a higher one with --port"
        }
        _ => "name another address with --host or another port with --port",
    }
}
