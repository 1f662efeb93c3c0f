//! Can somebody connect a vendor from the command line alone?

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;

use jiff::Timestamp;
use verbatim::config::Config;
use verbatim::ingest::hooks::{Arrived, Hook, Meaning, Secrets};

use super::SECRET;
use super::vectors::GONG_TEST_KEY;
use crate::harness::Desk;

/// A desk whose config opens an address for Zoom, and one for Gong, which nobody else can sign for.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(
        "verbatim.toml",
        "[hooks.gong]\nkind = \"gong\"\npublic_key = \"gong.pem\"\n\n\
         [hooks.zoom]\nkind = \"zoom\"\nsecret = { file = \"zoom-secret\" }\n",
    );
    desk.write("gong.pem", GONG_TEST_KEY);
    desk.write("zoom-secret", SECRET);
    close("zoom-secret", &desk);
    desk
}

fn close(name: &str, desk: &Desk) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(desk.path(name), mine).unwrap();
    }
    let _ = (name, desk);
}

#[test]
fn the_list_tells_which_addresses_are_open() {
    Desk::new()
        .verbatim(&["hooks", "list"])
        .finds_nothing()
        .says("verbatim hooks example zoom");
    let desk = desk();
    desk.verbatim(&["hooks", "list"])
        .done()
        .says("/hooks/zoom")
        .says("/hooks/gong");
    desk.write("zoom-secret", "short");
    let run = desk.verbatim(&["hooks", "list", "--json"]).has_trouble();
    let lines = run.lines();
    assert_eq!(lines[0]["ready"], true);
    assert_eq!(lines[1]["name"], "zoom");
    assert_eq!(lines[1]["ready"], false);
    assert!(!run.stdout.contains("short"), "{run}");
    desk.write(
        "verbatim.toml",
        "[hooks.Zoom_1]\nkind = \"zoom\"\nsecret = { file = \"missing\" }\n",
    );
    let run = desk.verbatim(&["hooks", "list", "--json"]).has_trouble();
    let problem = run.lines()[0]["problem"].to_string();
    assert!(problem.contains("a name has up to 64"), "{run}");
}

#[test]
fn an_address_can_be_tried_without_a_server() {
    let desk = desk();
    desk.verbatim(&["hooks", "test", "zoom", "--offline"])
        .done()
        .says("right, of Zoom's question")
        .says("1 × transcript of zoom, to be fetched by [pull.zoom]");
    desk.verbatim(&["hooks", "test", "gong", "--offline"])
        .done()
        .says("only Gong can sign");
    desk.write("odd.json", "{\"event\":5,\"payload\":{}}");
    desk.verbatim(&["hooks", "test", "zoom", "--offline", "--body", "odd.json"])
        .done()
        .says("nothing to keep");
    desk.verbatim(&["hooks", "test", "fathom", "--offline"])
        .has_trouble()
        .warns("no [hooks.fathom]; `verbatim hooks list`");
    desk.write("zoom-secret", "short");
    desk.verbatim(&["hooks", "test", "zoom", "--offline"])
        .has_trouble()
        .says("fewer than 16 bytes")
        .says("Secret Token");
}

/// What `hooks test` sends is what a server that knows the same secret takes, and one that knows another does not.
#[test]
fn an_address_can_be_tried_against_a_server() {
    let desk = desk();
    let (url, server) = serve(SECRET, 2);
    desk.verbatim(&["hooks", "test", "zoom", "--url", &url])
        .done()
        .says("answered 200")
        .says("nothing of the test is kept");
    server.join().unwrap();
    let (url, server) = serve("another secret altogether", 2);
    desk.verbatim(&["hooks", "test", "zoom", "--url", &url])
        .has_trouble()
        .says("answered 401")
        .says("At the vendor");
    server.join().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    desk.verbatim(&["hooks", "test", "zoom", "--url", &url])
        .has_trouble()
        .says("--url");
}

/// Answers so many requests as an address for Zoom would.
fn serve(secret: &'static str, n_requests: usize) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let config = super::config("kind = \"zoom\"");
        let hook = Hook::with("zoom", &config, Secrets::one(secret)).unwrap();
        for _ in 0..n_requests {
            let (stream, _) = listener.accept().unwrap();
            answer(&hook, stream);
        }
    });
    (url, server)
}

fn answer(hook: &Hook, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    assert!(first.starts_with("POST /hooks/zoom "), "{first}");
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .unwrap();
    let mut body = vec![0; length.1.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let arrived = Arrived {
        method: "POST",
        uri: "http://127.0.0.1/hooks/zoom",
        headers: &headers,
        body: &body,
        now: Timestamp::now(),
    };
    let (status, told) = match hook.check(&arrived) {
        Err(refused) => (refused.status, refused.reason.to_owned()),
        Ok(_) => match hook.read(&arrived) {
            Meaning::Answer { status, body, .. } => (status, body),
            other => panic!("{other:?} would be kept"),
        },
    };
    write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{told}",
        told.len()
    )
    .unwrap();
}

/// The lines printed for a vendor are a config that opens its address; what is fetched stands behind.
#[test]
fn the_example_of_every_vendor_is_a_config() {
    let desk = Desk::new();
    let kinds = verbatim::config::hooks::Kind::ALL.map(|kind| kind.name());
    for kind in kinds.into_iter().chain(["generic"]) {
        let run = desk.verbatim(&["hooks", "example", kind]).done();
        let whole: toml::Table = toml::from_str(&run.stdout).unwrap();
        assert!(whole.contains_key("hooks"), "{run}");
        let hooks = run.stdout.split("\n[pull.").next().unwrap();
        let config = Config::parse(hooks, Path::new("verbatim.toml")).unwrap();
        for (name, hook) in &config.hooks {
            let secrets = match hook.public_key {
                Some(_) => Secrets {
                    public_keys: vec![GONG_TEST_KEY.to_owned()],
                    ..Secrets::default()
                },
                None => Secrets::one(SECRET),
            };
            let opened = Hook::with(name, hook, secrets);
            assert!(opened.is_ok(), "{kind}: {:?}", opened.err());
        }
        let wide = run.stdout.lines().find(|line| line.chars().count() > 120);
        assert_eq!(wide, None, "{kind}");
    }
    desk.verbatim(&["hooks", "example", "zooom"])
        .has_trouble()
        .warns("read-ai");
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_help_run() {
    let desk = desk();
    let help = desk
        .verbatim_where("COLUMNS", "200", &["hooks", "--help"])
        .done();
    let listed = help.stdout.lines().skip_while(|line| *line != "Examples:");
    let lines: Vec<&str> = listed
        .skip(1)
        .map_while(|line| line.strip_prefix("  "))
        .collect();
    assert_eq!(lines.len(), 3, "{help}");
    for line in lines {
        desk.shell(line).done();
    }
}
