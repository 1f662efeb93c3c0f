//! What does somebody need to ask the server, in a test?
//!
//! A [`Served`] is a desk whose archive is served without a socket: requests go straight to the router.

use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::http::{HeaderMap, Request, header};
use serde_json::Value;
use tower::ServiceExt;
use verbatim::config::Config;
use verbatim::pipeline::by_config;
use verbatim::serve::app::{App, router};
use verbatim::serve::auth::Door;
use verbatim::serve::auth::scope::Scope;
use verbatim::serve::auth::tokens::{self, Wish};
use verbatim::serve::feed::Feed;
use verbatim::serve::room::Readers;
use verbatim::store::DataDir;

use crate::harness::{Desk, Talk};

/// A desk with a server on it.
pub struct Served {
    pub desk: Desk,
    pub dir: DataDir,
    pub feed: Arc<Feed>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// The same as it came: documents are no text.
    pub bytes: Vec<u8>,
}

impl Served {
    /// Keeps talks and serves them to this machine.
    pub fn with(talks: &[Talk]) -> Served {
        Served::known_as(&[], talks)
    }

    /// Keeps talks and serves them under public names, too.
    pub fn known_as(names: &[&str], talks: &[Talk]) -> Served {
        let desk = Desk::new();
        desk.keep(talks);
        let dir = DataDir::new(desk.path("data"));
        let config = Config::read(&desk.path("verbatim.toml")).unwrap();
        let readers = Readers::start(&dir, 1).unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let lexicons = by_config::lexicons(&config, &dir).unwrap();
        let app = App {
            door: Arc::new(Door::new(&dir, IpAddr::V4(Ipv4Addr::LOCALHOST), &names)),
            ..App::new(readers, config, dir.clone(), lexicons)
        };
        Served {
            feed: Arc::clone(&app.feed),
            router: router(app),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            desk,
            dir,
        }
    }

    /// Sends a request.
    pub fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: String::from_utf8_lossy(&bytes).into_owned(),
                bytes: bytes.to_vec(),
            }
        })
    }

    /// Follows an answer that goes on, until it holds some words or ends, and gives what was read. `act` is done when
    /// the first bytes are there.
    pub fn follow(&self, request: Request<Body>, until: &str, act: impl FnOnce()) -> String {
        let reading = async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status().as_u16(), 200);
            let mut body = response.into_body();
            let (mut read, mut act) = (String::new(), Some(act));
            loop {
                let next = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
                let Some(frame) = next.await else {
                    return read;
                };
                if let Ok(bytes) = frame.unwrap().into_data() {
                    read.push_str(std::str::from_utf8(&bytes).unwrap());
                }
                if let Some(act) = act.take() {
                    act();
                }
                if !until.is_empty() && read.contains(until) {
                    return read;
                }
            }
        };
        self.runtime.block_on(async {
            let patience = Duration::from_secs(20);
            tokio::time::timeout(patience, reading).await.unwrap()
        })
    }

    /// Gets an address as somebody at this machine does.
    pub fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[])
    }

    /// Gets an address, saying something in headers.
    pub fn get_with(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(asked("GET", address, headers, ""))
    }

    /// Sends a form as a browser does from our own page, and says more in headers.
    pub fn post_with(&self, address: &str, headers: &[(&str, &str)], form: &str) -> Answer {
        let own = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send(asked("POST", address, &[&own[..], headers].concat(), form))
    }

    /// Makes a token.
    pub fn token(&self, scope: Scope, name: &str) -> String {
        let wish = Wish {
            scopes: vec![scope],
            name: Some(name.to_owned()),
            days: None,
        };
        tokens::add(&self.dir, wish).unwrap().0
    }
}

/// A request to this machine.
pub fn asked(method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    if headers.iter().all(|(name, _)| *name != "host") {
        request = request.header(header::HOST, "localhost:8017");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

impl Answer {
    /// It has that status.
    #[track_caller]
    pub fn is(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{:?}\n{}", self.headers, self.body);
        self
    }

    /// A header's text; nothing where it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The body, which must be JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        let kind = self.header("content-type");
        assert!(kind.contains("json"), "{kind}: {}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}
