//! How far is what is being done behind the pages?
//!
//! `GET /work`: one line of text while something is being done, 204 otherwise; a page that waits asks here.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::serve::app::App;

/// `GET /work`
pub async fn get(State(app): State<App>) -> Response {
    match app.tools.work.running() {
        Some(running) => running.told().into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}
