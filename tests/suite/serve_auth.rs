//! Who is let in, and who is not?

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use verbatim::serve::app::TABLE;
use verbatim::serve::auth::scope::{Needs, Scope};
use verbatim::serve::auth::tokens;

use crate::harness::{Desk, Talk};
use crate::serving::{Answer, Served, asked};

fn served() -> Served {
    Served::with(&[Talk::new("c1").rep("How?").prospect("By hand.")])
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// The cookie that an answer sets, as a browser sends it back.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.split(';').next().unwrap().to_owned()
}

// ---- the route table --------------------------------------------------------------------------------------

#[test]
fn nothing_is_open_that_nobody_meant_to_open() {
    let open: Vec<(&str, &str)> = TABLE
        .iter()
        .filter(|(_, _, needs)| *needs == Needs::Nothing)
        .map(|(method, path, _)| (method.as_str(), *path))
        .collect();
    let meant = [
        ("GET", "/login"),
        ("POST", "/login"),
        ("POST", "/logout"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        // Whoever signs is let in.
        ("GET", "/hooks/{name}"),
        ("POST", "/hooks/{name}"),
        ("GET", "/assets/{version}/{name}"),
    ];
    assert_eq!(open, meant);
}

#[test]
fn every_route_is_closed_to_whoever_shows_no_token() {
    let served = served();
    served.token(Scope::Read, "somebody else");
    for (method, path, needs) in TABLE.iter() {
        let address: Vec<&str> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect();
        let address = address.join("/");
        let own = [("sec-fetch-site", "same-origin")];
        let answer = served.send(asked(method.as_str(), &address, &own, ""));
        let to_login = answer.header("location").starts_with("/login?next=");
        let is_refused = matches!(answer.status, 401 | 403) || (answer.status == 303 && to_login);
        match needs {
            Needs::Nothing => assert!(!to_login && answer.status != 401, "{method} {path}"),
            Needs::Scope(_) => assert!(is_refused, "{method} {path}: {}", answer.status),
        }
        assert!(!answer.body.contains("By hand."), "{method} {path}");
    }
    // What is no route, and a method that a route does not have.
    assert_eq!(served.get("/nowhere").status, 303);
    served.get("/api/v1/nowhere").is(401);
    served
        .send(asked("DELETE", "/api/v1/search", &[], ""))
        .is(401);
}

// ---- tokens -----------------------------------------------------------------------------------------------

#[test]
fn a_token_opens_what_it_is_for() {
    let served = served();
    let read = bearer(&served.token(Scope::Read, "read"));
    let mark = bearer(&served.token(Scope::Mark, "mark"));
    let ingest = bearer(&served.token(Scope::Ingest, "ingest"));
    let export = bearer(&served.token(Scope::Export, "export"));
    let admin = bearer(&served.token(Scope::Admin, "admin"));
    let wrong = bearer("vbt_0000");
    for (token, search, metrics) in [
        (&read, 200, 403),
        (&mark, 200, 403),
        (&ingest, 403, 403),
        (&export, 200, 403),
        (&admin, 200, 200),
        (&wrong, 401, 401),
        (&"Bearer".to_owned(), 401, 401),
        (&read.replace("Bearer", "Basic"), 401, 401),
    ] {
        let headers = [("authorization", token.as_str())];
        served.get_with("/api/v1/search", &headers).is(search);
        served.get_with("/metrics", &headers).is(metrics);
    }
    let refused = served.get("/api/v1/search").is(401);
    assert!(refused.header("www-authenticate").starts_with("Bearer"));
    served
        .get_with("/", &[("authorization", read.as_str())])
        .is(200);
}

#[test]
fn a_token_that_was_revoked_or_has_ended_opens_nothing() {
    let served = served();
    let token = bearer(&served.token(Scope::Read, "reader"));
    let headers = [("authorization", token.as_str())];
    served.get_with("/api/v1/search", &headers).is(200);
    assert_eq!(tokens::revoke(&served.dir, "reader").unwrap(), 1);
    served.get_with("/api/v1/search", &headers).is(401);
    // The last one was revoked to keep somebody out, not to let everybody in.
    served.get("/api/v1/search").is(401);

    let token = bearer(&served.token(Scope::Read, "for a day"));
    let headers = [("authorization", token.as_str())];
    served.get_with("/api/v1/search", &headers).is(200);
    let file = tokens::path(&served.dir);
    let kept = std::fs::read_to_string(&file).unwrap();
    for (end, status) in [
        ("2999-01-01T00:00:00Z", 200),
        ("2001-01-01T00:00:00.00Z", 401),
        ("soon", 401),
    ] {
        std::fs::write(
            &file,
            kept.replace("\"ends_at\": null", &format!("\"ends_at\": \"{end}\"")),
        )
        .unwrap();
        served.get_with("/api/v1/search", &headers).is(status);
    }
    // Who may come in cannot be known, so nobody may.
    std::fs::write(&file, "{").unwrap();
    served.get_with("/api/v1/search", &headers).is(500);
    served.get("/healthz").is(200);
}

// ---- browsers ---------------------------------------------------------------------------------------------

#[test]
fn a_browser_logs_in_with_a_token_and_out_again() {
    let served = served();
    let token = served.token(Scope::Read, "the team");
    let led = served.get("/?q=by+hand").is(303);
    assert_eq!(led.header("location"), "/login?next=%2F%3Fq%3Dby%2Bhand");
    let page = served.get(led.header("location")).is(200);
    assert!(page.body.contains("value=\"/?q=by+hand\""), "{}", page.body);

    served
        .post_with("/login", &[], "token=vbt_0&next=%2F")
        .is(401);
    let form = format!("token={token}&next=%2F%3Fq%3Dby%2Bhand");
    let entered = served.post_with("/login", &[], &form).is(303);
    assert_eq!(entered.header("location"), "/?q=by+hand");
    let set = entered.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }
    assert!(!set.contains(&token));

    let cookie = cookie(&entered);
    let headers = [("cookie", cookie.as_str())];
    assert!(
        served
            .get_with("/", &headers)
            .is(200)
            .body
            .contains("By hand.")
    );
    served.post_with("/logout", &headers, "").is(303);
    served.get_with("/", &headers).is(303);
}

#[test]
fn the_cookie_is_guarded_except_on_this_machine() {
    let served = served();
    let token = served.token(Scope::Read, "the team");
    let form = format!("token={token}");
    let here = served.post_with("/login", &[], &form).is(303);
    assert!(here.header("set-cookie").starts_with("verbatim="));
    assert!(!here.header("set-cookie").contains("Secure"));

    let served = Served::known_as(
        &["calls.example.org"],
        &[Talk::new("c1").prospect("By hand.")],
    );
    let host = ("host", "calls.example.org");
    served.get_with("/", &[host]).is(303);
    let token = served.token(Scope::Read, "the team");
    let login = served.post_with("/login", &[host], &format!("token={token}"));
    let set = login.header("set-cookie");
    assert!(set.starts_with("__Host-verbatim="), "{set}");
    assert!(set.contains("; Secure"), "{set}");
    let cookie = cookie(&login);
    served
        .get_with("/", &[host, ("cookie", cookie.as_str())])
        .is(200);
    // Without TLS anybody could have set it.
    served.get_with("/", &[("cookie", cookie.as_str())]).is(303);
}

#[test]
fn a_login_leads_to_no_other_site() {
    let served = served();
    let token = served.token(Scope::Read, "the team");
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "",
    ] {
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        let form = format!("token={token}&next={next}");
        let entered = served.post_with("/login", &[], &form).is(303);
        assert_eq!(entered.header("location"), "/", "{next}");
    }
}

#[test]
fn a_session_ends_with_its_token() {
    let served = served();
    let token = served.token(Scope::Read, "the team");
    served.token(Scope::Read, "another");
    let entered = served
        .post_with("/login", &[], &format!("token={token}"))
        .is(303);
    let cookie = cookie(&entered);
    let headers = [("cookie", cookie.as_str())];
    served.get_with("/", &headers).is(200);
    tokens::revoke(&served.dir, "the team").unwrap();
    served.get_with("/", &headers).is(303);
}

#[test]
fn another_site_changes_nothing() {
    let served = served();
    let evil = "https://evil.example";
    let cases: [(&[(&str, &str)], u16); 10] = [
        (&[], 403),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("sec-fetch-site", "same-origin")], 303),
        (&[("sec-fetch-site", "none")], 303),
        (&[("origin", evil)], 403),
        (&[("origin", "null")], 403),
        (&[("origin", "http://localhost:9000")], 403),
        (&[("origin", "http://localhost:8017")], 303),
        (
            &[
                ("origin", "http://localhost:8017"),
                ("sec-fetch-site", "cross-site"),
            ],
            403,
        ),
    ];
    for (headers, status) in cases {
        let answer = served.send(asked("POST", "/logout", headers, ""));
        assert_eq!(answer.status, status, "{headers:?}");
    }
}

#[test]
fn a_name_that_is_not_ours_is_refused() {
    let served = served();
    for (host, status) in [
        ("localhost:8017", 200),
        ("127.0.0.1:8017", 200),
        ("[::1]:8017", 200),
        ("evil.example:8017", 421),
        ("localhost.evil.example", 421),
    ] {
        for address in ["/", "/api/v1/search", "/healthz"] {
            served.get_with(address, &[("host", host)]).is(status);
        }
    }
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let served = served();
    served.token(Scope::Read, "somebody else");
    for address in ["/", "/login", "/api/v1/search", "/nowhere", "/healthz"] {
        let answer = served.get(address);
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        assert!(!answer.header("x-request-id").is_empty(), "{address}");
    }
}

// ---- limits -----------------------------------------------------------------------------------------------

#[test]
fn whoever_asks_too_much_is_told_when_to_come_back() {
    let served = served();
    let from = |address: &str| {
        let mut request = asked("GET", "/healthz", &[], "");
        let peer: SocketAddr = address.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        served.send(request)
    };
    let refused = (0..2_000)
        .map(|_| from("192.0.2.1:5000"))
        .find(|answer| answer.status != 200);
    let refused = refused.expect("nobody may ask without end").is(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    from("192.0.2.2:5000").is(200);
    assert!((0..2_000).all(|_| from("127.0.0.1:5000").status == 200));
}

#[test]
fn what_is_too_long_is_refused_before_it_is_read() {
    let served = served();
    let long = format!("/api/v1/search?q={}", "a".repeat(20_000));
    served.get(&long).is(414);
    served
        .post_with("/login", &[("content-length", "999999999")], "token=1")
        .is(413);
}

// ---- the command line -------------------------------------------------------------------------------------

#[test]
fn a_token_is_shown_once_and_kept_as_a_hash() {
    let desk = Desk::new();
    desk.verbatim(&["token", "list"]).finds_nothing();
    let made = desk
        .verbatim(&[
            "token",
            "new",
            "--scope",
            "read,mark",
            "--name",
            "the team",
            "--days",
            "7",
        ])
        .done()
        .warns("shown this once");
    let token = made.stdout.trim();
    assert!(token.starts_with("vbt_"));
    assert_eq!(token.len(), 4 + 64, "256 bits");
    let kept = std::fs::read_to_string(desk.path("data/tokens.json")).unwrap();
    assert!(!kept.contains(&token[4..]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let about = std::fs::metadata(desk.path("data/tokens.json")).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
    }
    let listed = desk
        .verbatim(&["token", "list"])
        .done()
        .says("the team")
        .says("read, mark");
    assert!(!listed.stdout.contains(token));
    let listed = desk.verbatim(&["token", "list", "--json"]).done().last();
    assert_eq!(listed["live"], true);
    assert!(listed["ends_at"].is_string());

    let other = desk.verbatim(&["token", "new", "--scope", "admin"]).done();
    assert_ne!(other.stdout.trim(), token);
    desk.verbatim(&["token", "revoke", "nobody"])
        .has_trouble()
        .warns("token list");
    desk.verbatim(&["token", "revoke", "the team"])
        .done()
        .says("1 token");
    assert_eq!(
        desk.verbatim(&["token", "list", "--json"])
            .done()
            .lines()
            .len(),
        1
    );
    desk.verbatim(&["token", "new", "--scope", "write"])
        .has_trouble()
        .warns("read, mark, ingest");
}

#[test]
fn other_machines_are_let_in_with_tokens_only() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("By hand.")]);
    for how in [
        &["--host", "0.0.0.0"],
        &["--public-name", "calls.example.org"],
    ] {
        desk.verbatim(&[&["serve", "--port", "0"][..], how].concat())
            .has_trouble()
            .warns("verbatim token new --scope read");
    }
    desk.verbatim(&["serve", "--public-name", "https://calls.example.org"])
        .has_trouble()
        .warns("bare name");
}

#[test]
fn a_port_that_is_taken_is_told_with_a_way_out() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("By hand.")]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    desk.verbatim(&["serve", "--port", &port])
        .has_trouble()
        .warns("name another port with --port");
}

#[cfg(unix)]
#[test]
fn a_server_logs_without_words_and_ends_when_it_is_told_to() {
    use std::io::{BufRead, BufReader, Read, Write};

    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("By hand.")]);
    let mut command = desk.command(&["serve", "--port", "0", "--log", "on"]);
    let mut server = command.spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(server.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line
        .trim()
        .trim_start_matches("http://")
        .trim_end_matches('/');

    let mut connection = std::net::TcpStream::connect(address).unwrap();
    write!(
        connection,
        "GET /api/v1/search?q=xylophone HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let id = server.id().to_string();
    let told = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(told.unwrap().success());
    let output = server.wait_with_output().unwrap();
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).unwrap();
    let line = log.lines().find(|line| line.starts_with('{')).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["route"], "/api/v1/search");
    assert_eq!(line["status"], 200);
    assert!(line["bytes"].as_u64().unwrap() > 0);
    assert!(!log.contains("xylophone"));
}
