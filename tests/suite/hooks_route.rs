//! What is a vendor told, and what of it is on the disk by then?

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, Response};
use hyper::body::Frame;
use tower::ServiceExt;

use verbatim::config::Config;
use verbatim::config::hooks::Algorithm;
use verbatim::ingest::hooks::digest::{hex, hmac};
use verbatim::pipeline::by_config;
use verbatim::serve::app::{App, router};
use verbatim::serve::hooks::{Hooks, HooksError};
use verbatim::serve::room::Readers;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::inbox::{Counts, Filter, Inbox, State};
use verbatim::store::lock::WriteLock;

use crate::harness::{Desk, Talk};

const SECRET: &str = "a-secret-of-more-than-16-bytes";

const HOOKS: &str = r#"
lexicons = "lexicons"

[hooks.signed]
kind = "hmac"
secret = { file = "secret" }
header = "X-Signature"
prefix = "sha256="
id_header = "X-Delivery"

[hooks.shared]
kind = "token"
secret = { file = "secret" }
header = "X-Token"
max_mb = 1

[hooks.errands]
kind = "token"
secret = { file = "secret" }
header = "X-Token"
id_field = "meeting.id"
"#;

/// A server to which vendors deliver.
struct House {
    desk: Desk,
    dir: DataDir,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("verbatim.toml", HOOKS);
    desk.write("secret", SECRET);
    only_mine(&desk);
    desk
}

/// A secret that others may read is refused.
fn only_mine(desk: &Desk) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(desk.path("secret"), mine).unwrap();
    }
    #[cfg(not(unix))]
    let _ = desk;
}

impl House {
    fn new() -> House {
        let desk = desk();
        let dir = DataDir::new(desk.path("data"));
        let lock = WriteLock::take(&dir, "serve").unwrap();
        drop(Catalogue::open_to_write(&dir, &lock).unwrap());
        drop(lock);
        let config = Config::read(&desk.path("verbatim.toml")).unwrap();
        let readers = Readers::start(&dir, 1).unwrap();
        let lexicons = by_config::lexicons(&config, &dir).unwrap();
        let hooks = Hooks::start(&config, &dir).unwrap();
        let app = App {
            hooks: Arc::new(hooks),
            ..App::new(readers, config, dir.clone(), lexicons)
        };
        House {
            router: router(app),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            desk,
            dir,
        }
    }

    fn send(&self, request: Request<Body>) -> Told {
        let sent = self.router.clone().oneshot(request);
        let response: Response<Body> = self.runtime.block_on(sent).unwrap();
        let (parts, body) = response.into_parts();
        let body = self.runtime.block_on(to_bytes(body, usize::MAX)).unwrap();
        let header = |name: &str| {
            let value = parts.headers.get(name);
            value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
        };
        Told {
            status: parts.status.as_u16(),
            retry_after: header("retry-after"),
            allow: header("allow"),
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Told {
        self.send(asked("POST", path, headers, body))
    }

    fn inbox(&self) -> Inbox {
        Inbox::open(&self.dir).unwrap()
    }

    fn counts(&self) -> Counts {
        self.inbox().counts().unwrap()
    }
}

/// What a vendor is told.
struct Told {
    status: u16,
    retry_after: String,
    allow: String,
    body: String,
}

impl Told {
    #[track_caller]
    fn is(self, status: u16) -> Told {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}

fn asked(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    // As a vendor calls it, by the name of a proxy that the server was never told of.
    if headers.iter().all(|(name, _)| *name != "host") {
        request = request.header("host", "calls.example.org");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

fn signature(body: &[u8]) -> String {
    let mac = hmac(Algorithm::Sha256, SECRET.as_bytes(), &[body]);
    format!("sha256={}", hex(&mac))
}

fn call(id: &str) -> String {
    Talk::new(id).prospect("We do it by hand.").line()
}

#[test]
fn what_is_signed_is_taken_and_becomes_a_call() {
    let house = House::new();
    let body = call("c1");
    let signed = signature(body.as_bytes());
    let headers = [("x-signature", signed.as_str()), ("x-delivery", "d-1")];
    house.post("/hooks/signed", &headers, body.clone()).is(200);
    let inbox = house.inbox();
    let waiting = inbox.list(Filter::Open).unwrap();
    assert_eq!(waiting.len(), 1);
    let kept = inbox.show(waiting[0].number).unwrap().unwrap();
    assert_eq!(kept.body, body.as_bytes());
    // The same once more, as vendors do.
    house.post("/hooks/signed", &headers, body).is(200);
    assert_eq!(house.counts().waiting, 1);

    house.desk.verbatim(&["inbox", "work"]).done();
    assert_eq!(house.desk.hits(&["by hand"]).len(), 1);
    assert_eq!(house.counts().done, 1);
}

#[test]
fn what_is_not_signed_is_refused_without_a_reason() {
    let house = House::new();
    let body = call("c1");
    let good = signature(body.as_bytes());
    let of_another = signature(b"something else");
    let cut = &good[..good.len() - 2];
    let cases: [&[(&str, &str)]; 6] = [
        &[],
        &[("x-signature", "")],
        &[("x-signature", of_another.as_str())],
        &[("x-signature", cut)],
        &[("x-signature", good.as_str()), ("x-signature", "sha256=00")],
        &[("x-token", SECRET)],
    ];
    for headers in cases {
        let told = house.post("/hooks/signed", headers, body.clone());
        assert!(
            (400..=401).contains(&told.status),
            "{headers:?}: {}",
            told.status
        );
        assert_eq!(told.body, "refused\n");
    }
    // One byte is another body.
    let headers = [("x-signature", good.as_str())];
    house
        .post("/hooks/signed", &headers, format!("{body} "))
        .is(401);
    house.post("/hooks/signed", &headers, body).is(200);
    assert_eq!(house.counts().waiting, 1);
}

#[test]
fn a_shared_token_opens_its_own_hook() {
    let house = House::new();
    let wrong = SECRET.replace('s', "z");
    for (path, token, status) in [
        ("/hooks/shared", SECRET, 200),
        ("/hooks/shared", wrong.as_str(), 401),
        ("/hooks/shared", "", 401),
        ("/hooks/signed", SECRET, 401),
        ("/hooks/nobody", SECRET, 404),
        ("/hooks/shared/more", SECRET, 421),
    ] {
        let told = house.post(path, &[("x-token", token)], call("c1"));
        assert_eq!(told.status, status, "{path}: {}", told.body);
    }
    assert_eq!(house.counts().waiting, 1);
}

#[test]
fn what_only_tells_of_a_call_is_fetched_later() {
    let house = House::new();
    let headers = [("x-token", SECRET)];
    let body = r#"{"meeting": {"id": "m-1"}}"#;
    house.post("/hooks/errands", &headers, body).is(200);
    house.post("/hooks/errands", &headers, body).is(200);
    let lines = house.inbox().list(Filter::Unfinished).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].kind.name(), lines[0].size), ("fetch", 0));

    // The vendor has changed its events: kept for a person, and no reason to send it again.
    let other = r#"{"call": 1}"#;
    house.post("/hooks/errands", &headers, other).is(200);
    let dead = house.inbox().list(Filter::Dead).unwrap();
    let shown = house.inbox().show(dead[0].number).unwrap().unwrap();
    assert_eq!(shown.body, other.as_bytes());
    assert_eq!(shown.line.state, State::Dead);
}

#[test]
fn vendors_come_by_any_name_and_from_any_site() {
    let house = House::new();
    let token = ("x-token", SECRET);
    for (number, other) in [
        ("host", "localhost:8017"),
        ("host", "evil.example"),
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("authorization", "Bearer vbt_0000"),
        ("cookie", "verbatim=nonsense"),
    ]
    .into_iter()
    .enumerate()
    {
        let told = house.post("/hooks/shared", &[token, other], call(&number.to_string()));
        assert_eq!(told.status, 200, "{other:?}: {}", told.body);
    }
    // Everything else stays closed to them.
    house
        .post("/logout", &[("host", "evil.example")], "")
        .is(421);
    house
        .post("/logout", &[("host", "localhost:8017")], "")
        .is(403);
}

#[test]
fn deliveries_come_by_post() {
    let house = House::new();
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let told = house.send(asked(method, "/hooks/signed", &[], ""));
        assert_eq!(told.status, 405, "{method}");
        assert!(told.allow.contains("POST"), "{method}: {}", told.allow);
    }
}

#[test]
fn a_body_has_an_end() {
    let house = House::new();
    let headers = [("x-token", SECRET)];
    house
        .post(
            "/hooks/shared",
            &[headers[0], ("content-length", "1048577")],
            "",
        )
        .is(413);
    house
        .post("/hooks/shared", &headers, vec![b' '; (1 << 20) + 1])
        .is(413);
    // A megabyte of a call is no trouble, and larger than what is verified in passing.
    let long = Talk::new("long")
        .prospect(&"by hand ".repeat(100_000))
        .line();
    house.post("/hooks/shared", &headers, long.clone()).is(200);
    let line = house.inbox().list(Filter::Open).unwrap().remove(0);
    assert_eq!(line.size, long.len() as u64);
}

/// A body that comes piece by piece is the same body; one that does not come to its end is no delivery.
#[test]
fn a_body_is_taken_whole_or_not_at_all() {
    let house = House::new();
    let body = call("c1");
    let signed = signature(body.as_bytes());
    let headers = [("x-signature", signed.as_str())];
    let (first, second) = body.as_bytes().split_at(body.len() / 2);
    let pieces = Pieces::of(&[first, second], false);
    house
        .post("/hooks/signed", &headers, Body::new(pieces))
        .is(200);

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let endless = Body::new(Pieces::of(&[first], true));
    let request = asked("POST", "/hooks/signed", &headers, endless);
    let router = house.router.clone();
    let status = runtime.block_on(async {
        // The server itself waits for twenty seconds; whoever calls goes away before.
        tokio::time::timeout(Duration::from_millis(50), router.oneshot(request))
            .await
            .map(|response| response.unwrap().status())
    });
    assert!(
        status.is_err(),
        "nothing is answered before the body is there"
    );
    assert_eq!(house.counts().waiting, 1);
}

/// A body of pieces, which may never end.
struct Pieces {
    left: Vec<Bytes>,
    is_endless: bool,
}

impl Pieces {
    fn of(pieces: &[&[u8]], is_endless: bool) -> Pieces {
        let copy = |piece: &&[u8]| Bytes::copy_from_slice(piece);
        Pieces {
            left: pieces.iter().rev().map(copy).collect(),
            is_endless,
        }
    }
}

impl axum::body::HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.left.pop() {
            Some(piece) => std::task::Poll::Ready(Some(Ok(Frame::data(piece)))),
            None if self.is_endless => std::task::Poll::Pending,
            None => std::task::Poll::Ready(None),
        }
    }
}

#[test]
fn trouble_of_our_own_makes_a_vendor_come_back() {
    let house = House::new();
    let headers = [("x-token", SECRET)];
    let other = rusqlite::Connection::open(house.dir.inbox()).unwrap();
    other
        .execute_batch("ALTER TABLE delivery RENAME TO elsewhere;")
        .unwrap();
    let told = house.post("/hooks/shared", &headers, call("c1")).is(503);
    assert!(told.retry_after.parse::<u64>().unwrap() >= 1);
    other
        .execute_batch("ALTER TABLE elsewhere RENAME TO delivery;")
        .unwrap();
    house.post("/hooks/shared", &headers, call("c1")).is(200);
    assert_eq!(house.counts().waiting, 1);
}

#[test]
fn deliveries_are_counted_by_hook_and_end() {
    let house = House::new();
    let headers = [("x-token", SECRET)];
    house.post("/hooks/shared", &headers, call("c1")).is(200);
    house.post("/hooks/shared", &headers, call("c1")).is(200);
    house.post("/hooks/shared", &[], call("c1")).is(401);
    let told = house.send(asked("GET", "/metrics", &[("host", "localhost")], ""));
    let told = told.is(200).body;
    for line in [
        "verbatim_hook_deliveries_total{hook=\"shared\",outcome=\"kept\"} 1",
        "verbatim_hook_deliveries_total{hook=\"shared\",outcome=\"repeated\"} 1",
        "verbatim_hook_deliveries_total{hook=\"shared\",outcome=\"refused\"} 1",
        "verbatim_inbox_jobs{state=\"waiting\"} 1",
    ] {
        assert!(told.lines().any(|known| known == line), "{line}\n{told}");
    }
}

#[test]
fn a_secret_that_could_be_guessed_keeps_the_server_from_starting() {
    let desk = desk();
    for (secret, told) in [("", "empty"), ("short", "fewer than 16 bytes")] {
        desk.write("secret", secret);
        only_mine(&desk);
        let run = desk.verbatim(&["serve", "--port", "0"]).has_trouble();
        run.warns("[hooks.").warns(told);
    }
    std::fs::remove_file(desk.path("secret")).unwrap();
    desk.verbatim(&["serve", "--port", "0"])
        .has_trouble()
        .warns("[hooks.");
    let config = Config::read(&desk.path("verbatim.toml")).unwrap();
    let refused = Hooks::start(&config, &DataDir::new(desk.path("data")));
    assert!(matches!(refused, Err(HooksError::Hook(_))));
}

/// The server itself, with its worker: what is delivered is found a moment later, and after SIGKILL nothing is lost.
#[cfg(unix)]
#[test]
fn a_server_keeps_what_it_has_acknowledged() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::time::Instant;

    let desk = desk();
    let start = || {
        let mut server = desk.command(&["serve", "--port", "0"]).spawn().unwrap();
        let mut line = String::new();
        let stdout = server.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap();
        (server, address.trim_end_matches('/').to_owned())
    };
    let deliver = |address: &str, id: &str| {
        let body = call(id);
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /hooks/shared HTTP/1.1\r\nHost: x\r\nX-Token: {SECRET}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    };
    let (mut server, address) = start();
    for id in ["c1", "c2", "c3"] {
        deliver(&address, id);
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let inbox = Inbox::open(&DataDir::new(desk.path("data"))).unwrap();
    assert_eq!(inbox.list(Filter::All).unwrap().len(), 3);

    let (mut server, address) = start();
    deliver(&address, "c4");
    // The worker of the first may have been killed over some of them; nobody waits for that in a test.
    let begun = Instant::now();
    while inbox.counts().unwrap().done < 1 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let counts = inbox.counts().unwrap();
    assert!(counts.done >= 1, "{counts:?}");
    assert_eq!(
        counts.done + counts.waiting + counts.working,
        4,
        "{counts:?}"
    );
}
