//! How does a person show a token without typing it on every page?
//!
//! `GET /login` asks for it, `POST /login` gives a cookie in its place, `POST /logout` takes that back. The cookie holds
//! a session's secret, never the token; scripts cannot read it, and no other site can make the browser send it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use form_urlencoded::Serializer;
use serde::Deserialize;

use crate::serve::app::App;
use crate::serve::auth::origin::{is_this_machine, text};
use crate::serve::auth::sessions::LASTS;
use crate::serve::auth::visitor::{By, Visitor};
use crate::serve::pages::{Frame, render};
use crate::serve::trouble::Trouble;

/// A browser keeps a cookie of this name only if it came over TLS, from this very host, for all of its paths.
const GUARDED: &str = "__Host-verbatim";
/// On this machine there is no TLS, and browsers refuse a guarded cookie that comes without; nobody listens in here.
const PLAIN: &str = "verbatim";

#[derive(Template)]
#[template(path = "login.html", config = "src/serve/askama.toml")]
struct LoginPage {
    frame: Frame,
    next: String,
    /// Who is in already, and what for.
    token: Option<String>,
    scopes: String,
    is_open: bool,
    can_log_out: bool,
    is_wrong: bool,
    /// Neither this machine nor TLS: the browser will drop the cookie.
    is_unguarded: bool,
}

/// What the page's address says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    next: Option<String>,
}

/// What the form says.
#[derive(Deserialize)]
pub struct Shown {
    token: String,
    next: Option<String>,
}

/// The address of the login, from which one comes back to where one wanted to go.
pub fn address(next: &str) -> String {
    let page = "/login?";
    let mut out = Serializer::for_suffix(page.to_owned(), page.len());
    out.append_pair("next", &local(Some(next)));
    out.finish()
}

/// `GET /login`
pub async fn get(
    Query(asked): Query<Asked>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    render(&page(&visitor, &headers, asked.next.as_deref(), false))
}

/// `POST /login`
pub async fn post(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(shown): Form<Shown>,
) -> Result<Response, Trouble> {
    let Some(token) = app.door.token(shown.token.trim())? else {
        let page = page(&visitor, &headers, shown.next.as_deref(), true);
        return Ok((StatusCode::UNAUTHORIZED, render(&page)?).into_response());
    };
    let secret =
        app.door.sessions.begin(&token.id).map_err(|cause| {
            Trouble::Own(format!("the system gives no random numbers: {cause}"))
        })?;
    let answer = Redirect::to(&local(shown.next.as_deref())).into_response();
    Ok(with_cookie(answer, &headers, &secret, LASTS.as_secs()))
}

/// `POST /logout`
pub async fn logout(State(app): State<App>, headers: HeaderMap) -> Response {
    if let Some(secret) = cookie(&headers, text(&headers, header::HOST.as_str())) {
        app.door.sessions.end(secret);
    }
    with_cookie(Redirect::to("/login").into_response(), &headers, "", 0)
}

fn page(visitor: &Visitor, headers: &HeaderMap, next: Option<&str>, is_wrong: bool) -> LoginPage {
    let scopes: Vec<&str> = visitor.scopes.iter().map(|scope| scope.name()).collect();
    let host = text(headers, header::HOST.as_str());
    let is_guarded = text(headers, "x-forwarded-proto") == Some("https");
    LoginPage {
        frame: Frame::of("login"),
        next: local(next),
        token: visitor.token.clone(),
        scopes: scopes.join(", "),
        is_open: visitor.by == By::Home,
        can_log_out: visitor.by == By::Cookie,
        is_wrong,
        is_unguarded: !is_guarded && !host.is_some_and(is_this_machine),
    }
}

/// An address of ours: whoever logs in must not be sent to another site.
fn local(next: Option<&str>) -> String {
    let is_ours = |next: &&str| {
        let is_path = next.starts_with('/') && !next.starts_with("//");
        is_path && !next.contains('\\') && next.bytes().all(|byte| byte.is_ascii_graphic())
    };
    next.filter(is_ours).unwrap_or("/").to_owned()
}

/// The session's secret that the browser sends.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, host: Option<&str>) -> Option<&'h str> {
    let wanted = cookie_name(host);
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(name, value)| (name == wanted).then_some(value))
}

fn cookie_name(host: Option<&str>) -> &'static str {
    if host.is_some_and(is_this_machine) {
        PLAIN
    } else {
        GUARDED
    }
}

fn with_cookie(mut answer: Response, headers: &HeaderMap, secret: &str, seconds: u64) -> Response {
    let name = cookie_name(text(headers, header::HOST.as_str()));
    let guard = if name == GUARDED { "; Secure" } else { "" };
    let cookie =
        format!("{name}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{guard}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}
