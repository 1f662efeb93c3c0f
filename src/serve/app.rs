//! Which address is answered by what?
//!
//! Every route stands here, so that nothing is open that nobody meant to open.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::config::Config;
use crate::serve::room::Readers;
use crate::serve::{assets, headers, pages};
use crate::store::DataDir;

/// What every request may use.
#[derive(Clone)]
pub struct App {
    pub readers: Readers,
    pub config: Arc<Config>,
    pub dir: DataDir,
}

/// Every route.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(pages::search::get))
        .route("/calls/{id}", get(pages::call::get))
        .route("/calls/{id}/marks", post(pages::call::marks::put))
        .route("/calls/{id}/marks/undo", post(pages::call::marks::undo))
        .route("/themes", get(pages::themes::get))
        .route("/personas", get(pages::personas::list))
        .route("/personas/{slug}", get(pages::personas::get))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/assets/{version}/{name}", get(assets::get))
        .fallback(pages::not_there)
        .layer(axum::middleware::from_fn(headers::add))
        .with_state(app)
}

/// Listens, says where, and serves until Ctrl-C; running requests end before it does.
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
        listening(local).map_err(ServeError::Broken)?;
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        axum::serve(listener, service)
            .with_graceful_shutdown(stop)
            .await
            .map_err(ServeError::Broken)
    })
}

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(
        "cannot listen on {address}: {cause}; name another port with --port, or 0 for any that is free"
    )]
    Address {
        address: SocketAddr,
        cause: std::io::Error,
    },
    #[error("the server broke off: {0}")]
    Broken(std::io::Error),
}
