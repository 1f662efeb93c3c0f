//! What was asked, how did it end, and how long did it take?
//!
//! One line of JSON on stderr for each request, and the same numbers for `/metrics`. The path stands there as in the
//! route table; neither what was typed nor who asked is ever written.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;

use crate::serve::app::{self, App};

/// Whether every request is told on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    Off,
    On,
}

/// Requests since the program began.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Watches a request from its first byte to its answer.
pub async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, route) = (method_name(request.method()), app::template(&request));
    let n = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    let id = format!("{:x}-{n:x}", std::process::id());
    let mut response = next.run(request).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    app.gauges.count(route, method, status, took.as_secs_f64());
    if app.log == Log::On {
        let line = serde_json::json!({
            "time": format!("{:.3}", Timestamp::now()),
            "id": id,
            "method": method,
            "route": route,
            "status": status,
            "ms": (took.as_secs_f64() * 10_000.0).round() / 10.0,
            "bytes": response.body().size_hint().exact(),
        });
        // A log that cannot be written must not keep anybody from an answer.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        let name = HeaderName::from_static("x-request-id");
        response.headers_mut().insert(name, id);
    }
    response
}

/// A method's name; anybody can invent others.
fn method_name(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    known
        .into_iter()
        .find(|name| *name == method.as_str())
        .unwrap_or("other")
}
