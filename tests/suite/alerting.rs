//! Does the server post by itself what saved searches found, and does it end when it is told to?
#![cfg(unix)]

use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use verbatim::pipeline::watches::letters::{Unsent, post_until};
use verbatim::post::webhook::{key, signature};
use verbatim::store::DataDir;

use crate::harness::{Desk, Talk};
use crate::sim::{Reply, Sim};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A desk that listens for two words and posts to a receiver.
fn desk(receiver: &Sim) -> Desk {
    let desk = Desk::new();
    desk.write("secret", SECRET);
    let mine = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(desk.path("secret"), mine).unwrap();
    let config = format!(
        "lexicons = \"lexicons\"\n[post.team]\nkind = \"webhook\"\nurl = \"{}/in\"\nallow_private = true\n\
         secret = {{ file = \"secret\" }}\n",
        receiver.base
    );
    desk.write("verbatim.toml", config);
    listen_for(&desk, "hand");
    desk
}

fn listen_for(desk: &Desk, name: &str) {
    let args = ["watch", "add", name, "\"by hand\"", "--post", "team"];
    desk.verbatim(&args).done();
}

fn by_hand(id: &str) -> Talk {
    Talk::new(id).prospect("All of it is done by hand.")
}

/// State and attempts of every alert.
fn alerts(desk: &Desk) -> Vec<Value> {
    let listed = desk.verbatim(&["watch", "alerts", "--json"]).lines();
    let told = |one: &Value| json!([one["state"], one["attempts"]]);
    listed.iter().map(told).collect()
}

/// A server that ends with this.
pub struct Server {
    child: Child,
    /// Host and port.
    pub address: String,
}

impl Server {
    /// Starts one, and waits until it listens.
    pub fn start(desk: &Desk) -> Server {
        let args = [
            "serve",
            "--port",
            "0",
            "--site",
            "https://calls.example.org",
        ];
        let mut child = desk.command(&args).spawn().unwrap();
        let out = child.stdout.take().unwrap();
        let mut server = Server {
            child,
            address: String::new(),
        };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://");
        let address = address.unwrap_or_else(|| panic!("no address: {line:?}"));
        server.address = address.trim_end_matches('/').to_owned();
        server
    }

    /// Tells it to end, and gives what it had to say.
    pub fn end(&mut self) -> String {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.unwrap().success());
        let status = self.child.wait().unwrap();
        let mut said = String::new();
        let mut messages = self.child.stderr.take().unwrap();
        messages.read_to_string(&mut said).unwrap();
        assert!(status.success(), "{status}: {said}");
        said
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for something that comes in a moment.
#[track_caller]
pub fn wait_until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn the_server_posts_what_another_process_brings() {
    let receiver = Sim::start(|_| Reply::new(200, "ok"));
    let desk = desk(&receiver);
    let mut server = Server::start(&desk);
    desk.keep(&[by_hand("c1")]);
    wait_until(|| !receiver.asked().is_empty());
    wait_until(|| alerts(&desk) == [json!(["posted", 1])]);
    let asked = receiver.asked();
    assert_eq!(asked.len(), 1);
    let header = |name: &str| asked[0].header(name).unwrap_or_default();
    let seconds: i64 = header("webhook-timestamp").parse().unwrap();
    let key = key(SECRET).unwrap();
    let signed = signature(
        &key,
        header("webhook-id"),
        seconds,
        asked[0].body.as_bytes(),
    );
    assert_eq!(header("webhook-signature"), signed);
    let told = asked[0].json();
    let quote = &told["data"]["quotes"][0];
    assert_eq!(quote["quote"], "All of it is done by hand.");
    assert_eq!(quote["page"], "https://calls.example.org/calls/c1#turn-0");
    let said = server.end();
    assert!(!said.contains("alerts are not posted"), "{said}");
}

#[test]
fn a_place_that_is_not_there_keeps_neither_writers_nor_the_end() {
    let receiver = Sim::start(|_| Reply::new(503, "later"));
    let desk = desk(&receiver);
    desk.keep(&[by_hand("c1")]);
    let mut server = Server::start(&desk);
    wait_until(|| alerts(&desk) == [json!(["waiting", 1])]);
    desk.keep(&[Talk::new("c2").prospect("Nothing of that kind.")]);
    let begun = Instant::now();
    let said = server.end();
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(receiver.asked().len(), 1, "the alert waits, not the server");
    assert!(
        said.contains("alerts are not posted: [post.team]") && said.contains("503"),
        "{said}"
    );
    assert!(!said.contains("by hand"), "{said}");
}

#[test]
fn what_is_not_begun_goes_back_untried_and_who_is_not_there_is_asked_once() {
    let desk = Desk::new();
    desk.write(
        "verbatim.toml",
        "lexicons = \"lexicons\"\n[post.team]\nkind = \"slack\"\nurl = \"https://a.example/in\"\n",
    );
    listen_for(&desk, "one");
    listen_for(&desk, "two");
    desk.keep(&[by_hand("c1")]);
    let dir = DataDir::new(desk.path("data"));
    let now = Timestamp::now();
    let n_asked = Cell::new(0);
    let unsent = Unsent {
        reason: "nobody is there".to_owned(),
        is_temporary: true,
    };
    let posted = post_until(&dir, now, &|| true, &|_, _, _| false, &mut |_| Ok(())).unwrap();
    assert_eq!((posted.letters, posted.later), (0, 2));
    assert_eq!(
        alerts(&desk),
        [json!(["waiting", 0]), json!(["waiting", 0])]
    );

    let posted = post_until(&dir, now, &|| false, &|_, _, _| false, &mut |_| {
        n_asked.set(n_asked.get() + 1);
        Err(unsent.clone())
    });
    assert_eq!(posted.unwrap().later, 2);
    assert_eq!(n_asked.get(), 1, "both go to the same place");
    assert_eq!(
        alerts(&desk)
            .iter()
            .filter(|one| **one == json!(["waiting", 1]))
            .count(),
        1,
        "what was put off was not tried"
    );
    // Not at once; then both.
    let post_after = |seconds| {
        let then = now + SignedDuration::from_secs(seconds);
        post_until(&dir, then, &|| false, &|_, _, _| false, &mut |_| Ok(())).unwrap()
    };
    assert_eq!(post_after(30).letters, 0);
    assert_eq!(post_after(60).letters, 2);
}
