//! Which address is answered by what?
//!
//! Every route stands here, so that nothing is open that nobody meant to open.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::config::Config;
use crate::mine::lexicon::Lexicons;
use crate::serve::live::Live;
use crate::serve::room::Readers;
use crate::serve::tools::Tools;
use crate::serve::{assets, headers, intake, pages};
use crate::store::DataDir;

/// What every request may use.
#[derive(Clone)]
pub struct App {
    pub readers: Readers,
    pub config: Arc<Config>,
    pub dir: DataDir,
    /// The lexicons that are listened with now.
    pub lexicons: Live,
    /// What the pages for work share.
    pub tools: Arc<Tools>,
}

impl App {
    /// Everything that requests need.
    pub fn new(readers: Readers, config: Config, dir: DataDir, lexicons: Lexicons) -> App {
        App {
            readers,
            config: Arc::new(config),
            lexicons: Live::new(lexicons),
            tools: Arc::new(Tools::of(&dir)),
            dir,
        }
    }
}

/// Every route.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(pages::search::get))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/assets/{version}/{name}", get(assets::get))
        .route("/work", get(pages::working::get))
        .route("/lexicons", get(pages::lexicons::get))
        .route("/lexicons/try", get(pages::lexicons::attempt::get))
        .route("/lexicons/{file}/{entry}", get(pages::lexicons::entry::get))
        .route(
            "/lexicons/{file}/{entry}/preview",
            get(pages::lexicons::edit::get).post(pages::lexicons::edit::preview),
        )
        .route(
            "/lexicons/{file}/{entry}/save",
            post(pages::lexicons::edit::save),
        )
        .route(
            "/lexicons/{file}/{entry}/download",
            post(pages::lexicons::edit::download),
        )
        .route("/labels", get(pages::labels::get))
        .route("/labels/queue", post(pages::labels::queue))
        .route("/labels/answer", post(pages::labels::answer))
        .route("/labels/undo", post(pages::labels::undo))
        .route("/labels/learn", post(pages::labels::learn))
        .route("/labels/unlearn", post(pages::labels::unlearn))
        .route("/basket", get(pages::basket::get))
        .route("/basket/count", get(pages::basket::count))
        .route("/basket/export", get(pages::basket::export))
        .route("/basket/add", post(pages::basket::add))
        .route("/basket/note", post(pages::basket::note))
        .route("/basket/move", post(pages::basket::shift))
        .route("/basket/remove", post(pages::basket::remove))
        .route("/basket/clear", post(pages::basket::clear))
        .route("/basket/restore", post(pages::basket::restore))
        .route(
            "/intake",
            get(pages::intake::get)
                .post(pages::intake::post)
                .layer(DefaultBodyLimit::max(intake::MOST_BYTES)),
        )
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
