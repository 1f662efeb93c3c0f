//! Who may open which address?
//!
//! On this machine alone and without tokens: everybody, since whoever sits here can read the files just as well. As soon
//! as there is a token, or other machines can reach the port: only who shows one, as `Authorization: Bearer …` or as the
//! cookie of a login. What is not in the route table is closed.

pub mod scope;

pub mod secret;

pub mod tokens;

pub mod sessions;

pub mod origin;

pub mod visitor;

pub mod login;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use crate::serve::app::{self, App};
use crate::serve::auth::origin::Names;
use crate::serve::auth::scope::Needs;
use crate::serve::auth::sessions::Sessions;
use crate::serve::auth::tokens::{Stamp, Token, TokenError};
use crate::serve::auth::visitor::{By, Visitor};
use crate::serve::trouble::{Trouble, is_for_programs};
use crate::store::DataDir;

/// The door of the server: names, tokens and who is logged in.
pub struct Door {
    dir: DataDir,
    names: Names,
    /// Other machines can reach the port.
    is_public: bool,
    known: Mutex<Known>,
    pub sessions: Sessions,
}

/// Tokens as they were last read.
#[derive(Default)]
struct Known {
    is_read: bool,
    stamp: Stamp,
    tokens: Arc<Vec<Token>>,
    /// Once there was a token, the door stays locked: revoking the last one must not open it.
    has_had_tokens: bool,
}

struct Keys {
    tokens: Arc<Vec<Token>>,
    is_locked: bool,
}

impl Door {
    /// The door of a server that listens on an address and is known by public names.
    pub fn new(dir: &DataDir, host: IpAddr, public_names: &[String]) -> Door {
        Door {
            dir: dir.clone(),
            names: Names::new(host, public_names),
            is_public: !host.is_loopback() || !public_names.is_empty(),
            known: Mutex::default(),
            sessions: Sessions::default(),
        }
    }

    /// The live token that was shown.
    pub fn token(&self, shown: &str) -> Result<Option<Token>, TokenError> {
        let keys = self.keys()?;
        Ok(tokens::find(&keys.tokens, shown, Timestamp::now()).cloned())
    }

    fn keys(&self) -> Result<Keys, TokenError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = tokens::stamp(&self.dir);
        if !known.is_read || known.stamp != stamp {
            let tokens = tokens::read(&self.dir)?;
            known.has_had_tokens |= !tokens.is_empty();
            known.tokens = Arc::new(tokens);
            known.stamp = stamp;
            known.is_read = true;
        }
        Ok(Keys {
            tokens: Arc::clone(&known.tokens),
            is_locked: self.is_public || known.has_had_tokens,
        })
    }

    /// Lets a request in, or says why not.
    fn admit(&self, request: &Request) -> Result<Visitor, Trouble> {
        let (headers, host) = (request.headers(), origin::host(request));
        if app::is_delivery(request) {
            // Vendors come by any name and log in nowhere; a page that leads a browser here cannot sign.
            return Ok(Visitor::unknown(By::Nothing));
        }
        // Only what is no browser leaves the host out, and only browsers can be led astray.
        if host.is_some_and(|host| !self.names.allows(host)) {
            return Err(Trouble::NotOurName);
        }
        let needs = app::needs(request);
        let visitor = match self.visitor(headers, host) {
            // Whoever cannot be let in must still be able to read why.
            Err(_) if needs == Needs::Nothing => Visitor::unknown(By::Nothing),
            visitor => visitor?,
        };
        if let Needs::Scope(scope) = needs
            && !visitor.may(scope)
        {
            return Err(match visitor.by {
                By::Nothing => Trouble::NoToken,
                _ => Trouble::NotAllowed,
            });
        }
        // No other site can make a browser send a token of ours in a header; cookies go along by themselves.
        let is_safe = visitor.by == By::Bearer || !changes(request.method());
        if is_safe || self.names.is_own_page(headers, host) {
            Ok(visitor)
        } else {
            Err(Trouble::Foreign)
        }
    }

    /// Who shows what. A wrong token is told as such, even where a cookie would do.
    fn visitor(&self, headers: &HeaderMap, host: Option<&str>) -> Result<Visitor, Trouble> {
        let keys = self.keys()?;
        let now = Timestamp::now();
        if !keys.is_locked {
            return Ok(Visitor::unknown(By::Home));
        }
        if let Some(shown) = bearer(headers) {
            return tokens::find(&keys.tokens, shown, now)
                .map(|token| Visitor::with(token, By::Bearer))
                .ok_or(Trouble::NoToken);
        }
        let id = login::cookie(headers, host).and_then(|secret| self.sessions.token_of(secret));
        let mut live = keys.tokens.iter().filter(|token| token.is_live(now));
        let token = live.find(|token| Some(&token.id) == id.as_ref());
        Ok(token.map_or(Visitor::unknown(By::Nothing), |token| {
            Visitor::with(token, By::Cookie)
        }))
    }
}

impl From<TokenError> for Trouble {
    /// Where the file lies is nobody's business but the operator's.
    fn from(_: TokenError) -> Trouble {
        Trouble::Own("the tokens cannot be read; `verbatim token list` says why".to_owned())
    }
}

/// Lets requests in, or refuses them.
pub async fn check(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let admitted = app.door.admit(&request);
    match admitted {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(trouble) => refuse(trouble, &request),
    }
}

/// Programs are told; people who only want to read are led to the login and back.
fn refuse(trouble: Trouble, request: &Request) -> Response {
    let path = request.uri().path();
    if is_for_programs(path) {
        return trouble.problem();
    }
    let is_reading = !changes(request.method()) && !request.headers().contains_key("hx-request");
    if matches!(trouble, Trouble::NoToken) && is_reading {
        let asked = request.uri().path_and_query();
        let next = asked.map_or(path, |asked| asked.as_str());
        return Redirect::to(&login::address(next)).into_response();
    }
    trouble.into_response()
}

/// Whether a method may change something.
fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The token of an `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let written = origin::text(headers, header::AUTHORIZATION.as_str())?;
    let (scheme, token) = written.trim().split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start())
}
