//! Does the server live, and can it answer?
//!
//! Two addresses for whoever watches it: the first says that it runs, the second that the archive can be read. Neither
//! says anything about what is kept.

use axum::extract::State;
use axum::http::StatusCode;

use crate::serve::app::App;

/// `GET /healthz`
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`
pub async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    let asked = app
        .readers
        .ask(|archive| Ok(archive.catalogue.latest_seq()?));
    match asked.await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the archive cannot be read\n",
        ),
    }
}
