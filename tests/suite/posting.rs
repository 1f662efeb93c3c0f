//! A message reaches whoever it is for, signed, once more after trouble, and says nothing to others.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use verbatim::config::Config;
use verbatim::post::webhook::{key, signature};
use verbatim::post::{Message, Patience, Post, PostError};

use crate::harness::{Desk, Talk};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What somebody posted.
struct Got {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Answers one request after the other with these statuses; gives its port and what it got.
fn receiver(statuses: &[u16]) -> (u16, Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, got) = mpsc::channel();
    let statuses = statuses.to_vec();
    std::thread::spawn(move || {
        for status in statuses {
            let (stream, _) = listener.accept().unwrap();
            tell.send(answer(stream, status)).unwrap();
        }
    });
    (port, got)
}

fn answer(stream: TcpStream, status: u16) -> Got {
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let mut reader = BufReader::new(stream);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let answer =
        format!("HTTP/1.1 {status} So\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
    reader.get_mut().write_all(answer.as_bytes()).unwrap();
    Got { headers, body }
}

/// A secret in a file that only its owner may read.
fn secret_file() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, SECRET).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let text = path.to_str().unwrap().to_owned();
    (folder, text)
}

/// The place of that name in a config, impatient.
fn open(config: &str, name: &str) -> Result<Post, PostError> {
    let config = Config::parse(config, Path::new("verbatim.toml")).unwrap();
    let patience = Patience {
        tries: 3,
        first: Duration::from_millis(1),
        most: Duration::from_millis(5),
    };
    Post::of(name, &config.post[name]).map(|post| post.with_patience(patience))
}

fn webhook(port: u16, secret: &str) -> Post {
    let config = format!(
        "[post.hook]\nkind = \"webhook\"\nurl = \"http://127.0.0.1:{port}/in?token=abc\"\nallow_private = true\nsecret = {{ file = \"{secret}\" }}\n"
    );
    open(&config, "hook").unwrap()
}

fn message() -> Message {
    Message {
        key: "night-1".to_owned(),
        kind: "nightly.report",
        title: "All well <!channel>\r\nBcc: thief@example.org".to_owned(),
        text: "2 new & 1 <updated>\n.\nlast".to_owned(),
        html: None,
        data: json!({ "fine": true }),
    }
}

#[test]
fn a_signature_is_the_one_that_the_standard_shows() {
    // The example that the standard's own libraries are tested with.
    let key = key(SECRET).unwrap();
    let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    let signed = signature(&key, id, 1_614_265_330, br#"{"test": 2432232314}"#);
    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_secret_that_can_be_guessed_is_none() {
    for weak in [
        "",
        "short",
        "whsec_c2hvcnQ=",
        "whsec_not base64 at all, and long enough",
    ] {
        assert!(key(weak).is_err(), "{weak}");
    }
    assert_eq!(key("a plain text of more than 24 bytes").unwrap().len(), 34);
}

#[test]
fn a_webhook_is_signed_and_tried_again_with_the_same_id() {
    let (port, got) = receiver(&[500, 429, 200]);
    let (_folder, secret) = secret_file();
    webhook(port, &secret).send(&message()).unwrap();
    let tries: Vec<Got> = got.iter().collect();
    assert_eq!(tries.len(), 3);
    for got in &tries {
        assert_eq!(got.header("webhook-id"), "msg_night-1");
        let seconds: i64 = got.header("webhook-timestamp").parse().unwrap();
        let signed = signature(&key(SECRET).unwrap(), "msg_night-1", seconds, &got.body);
        assert_eq!(got.header("webhook-signature"), signed);
        assert_eq!(got.header("content-type"), "application/json");
        assert_eq!(got.json()["type"], "nightly.report");
        assert_eq!(got.json()["data"], json!({ "fine": true }));
    }
}

#[test]
fn who_refuses_is_not_asked_again_and_errors_tell_no_address() {
    for (statuses, n_asked) in [(vec![404, 200], 1), (vec![503, 503, 503, 200], 3)] {
        let (port, got) = receiver(&statuses);
        let (_folder, secret) = secret_file();
        let error = webhook(port, &secret).send(&message()).unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(
            told.contains("hook") && told.contains(&statuses[0].to_string()),
            "{told}"
        );
        for hidden in ["token", "abc", "127.0.0.1", "MfKQ9r8G", "well"] {
            assert!(!told.contains(hidden), "{hidden} in {told}");
        }
        // Whoever answered tells of it a moment later.
        let patience = Duration::from_millis(200);
        let asked = std::iter::from_fn(|| got.recv_timeout(patience).ok());
        assert_eq!(asked.count(), n_asked);
    }
}

#[test]
fn inside_is_not_reached_unless_that_is_allowed() {
    let config = "[post.team]\nkind = \"slack\"\nurl = \"http://127.0.0.1:9/x\"\n";
    let error = open(config, "team").unwrap().send(&message()).unwrap_err();
    assert!(matches!(error, PostError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("allow_private"), "{error}");
}

#[test]
fn slack_gets_text_that_calls_nobody() {
    let (port, got) = receiver(&[200]);
    let config = format!(
        "[post.team]\nkind = \"slack\"\nurl = \"http://127.0.0.1:{port}/x\"\nallow_private = true\n"
    );
    open(&config, "team").unwrap().send(&message()).unwrap();
    let body = got.recv().unwrap().json();
    let title = "All well &lt;!channel&gt;  Bcc: thief@example.org";
    assert_eq!(body["text"], title);
    assert_eq!(
        body["blocks"][1]["text"]["text"],
        "2 new &amp; 1 &lt;updated&gt;\n.\nlast"
    );
}

/// Speaks just enough SMTP for one message; gives all that the client said.
fn mail_server() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, got) = mpsc::channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let _ = tell.send(take_mail(stream));
    });
    (port, got)
}

fn take_mail(stream: TcpStream) -> String {
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let mut reader = BufReader::new(stream);
    let mut said = String::new();
    let mut is_data = false;
    reader.get_mut().write_all(b"220 here\r\n").unwrap();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return said;
        }
        said.push_str(&line);
        let answer = match line.trim_end() {
            "." if is_data => {
                is_data = false;
                "250 taken\r\n"
            }
            _ if is_data => continue,
            "DATA" => {
                is_data = true;
                "354 go on\r\n"
            }
            "QUIT" => {
                let _ = reader.get_mut().write_all(b"221 bye\r\n");
                return said;
            }
            _ => "250 fine\r\n",
        };
        reader.get_mut().write_all(answer.as_bytes()).unwrap();
    }
}

fn mail(port: u16, more: &str) -> String {
    format!(
        "[post.boss]\nkind = \"mail\"\nserver = \"127.0.0.1\"\nport = {port}\nfrom = \"Verbatim <v@example.org>\"\nto = [\"boss@example.org\", \"desk@example.org\"]\n{more}"
    )
}

#[test]
fn a_mail_has_text_and_page_and_no_header_of_a_stranger() {
    let (port, got) = mail_server();
    let config = mail(port, "tls = \"none\"\n");
    open(&config, "boss").unwrap().send(&message()).unwrap();
    let said = got.recv_timeout(Duration::from_secs(5)).unwrap();
    for words in [
        "MAIL FROM:<v@example.org>",
        "RCPT TO:<boss@example.org>",
        "RCPT TO:<desk@example.org>",
        "Message-ID: <night-1@example.org>",
        "Auto-Submitted: auto-generated",
        "multipart/alternative",
        "2 new & 1 <updated>",
        "2 new &amp; 1 &lt;updated&gt;",
        // A line of one dot does not end the message.
        "\r\n..\r\n",
    ] {
        assert!(said.contains(words), "no {words:?} in\n{said}");
    }
    assert!(!said.lines().any(|line| line.starts_with("Bcc:")), "{said}");
    assert!(!said.contains("RCPT TO:<thief"), "{said}");
}

#[test]
fn a_mail_config_that_would_leak_is_refused() {
    for (config, why) in [
        (
            mail(25, "tls = \"none\"\n").replace("127.0.0.1", "mail.example.org"),
            "this machine only",
        ),
        (
            mail(25, "").replace("<v@example.org>", "<v@example.org>\\r\\nBcc: x@example.org"),
            "`from`",
        ),
        (
            mail(25, "").replace("desk@example.org", "desk@example.org\\nRCPT"),
            "`to`",
        ),
        (mail(25, "user = \"v\"\n"), "belong together"),
        (
            mail(25, "").replace("\"127.0.0.1\"", "\"a b\""),
            "host name",
        ),
    ] {
        let Err(error) = open(&config, "boss") else {
            panic!("taken: {config}");
        };
        let told = error.to_string();
        assert!(told.contains(why), "{told}");
        assert!(!told.contains("example.org"), "{told}");
    }
}

#[test]
fn what_a_night_came_to_is_posted() {
    let (port, got) = receiver(&[200, 200]);
    let (_folder, secret) = secret_file();
    let desk = Desk::new();
    desk.write_talks("in/calls.jsonl", &[Talk::new("one").prospect("by hand")]);
    let config = |when: &str| {
        format!(
            "lexicons = \"lexicons\"\n[nightly]\nfolders = [\"in\"]\npost = [\"hook\"]\npost_when = \"{when}\"\n\
             [post.hook]\nkind = \"webhook\"\nurl = \"http://127.0.0.1:{port}/\"\nallow_private = true\nsecret = {{ file = \"{secret}\" }}\n"
        )
    };
    desk.write("verbatim.toml", config("trouble"));
    desk.verbatim(&["nightly", "--quiet"]).done();
    assert_eq!(got.try_iter().count(), 0);
    desk.write("verbatim.toml", config("always"));
    desk.verbatim(&["nightly", "--quiet"]).done();
    let told = got.recv_timeout(Duration::from_secs(5)).unwrap();
    assert_eq!(told.json()["data"]["calls"]["unchanged"], 1);
    assert!(told.header("webhook-id").starts_with("msg_night-20"));
}
