//! Do the digest, the saved searches and the live page show what comes in?

use serde_json::{Value, json};
use verbatim::serve::feed::{FOLLOWERS, Feed};

use crate::harness::{Talk, keys};
use crate::serving::{Served, asked};

const HOSTILE: &str = "<script>alert(1)</script>";

fn by_hand(id: &str) -> Talk {
    Talk::new(id)
        .with("account", json!({ "name": format!("Account of {id}") }))
        .with("title", json!(format!("{id} {HOSTILE}")))
        .rep("Go on, please.")
        .prospect(&format!("All of it is done by hand at {id} {HOSTILE}."))
}

/// The place of the last event.
fn last_id(told: &str) -> &str {
    let mut ids = told.lines().filter_map(|line| line.strip_prefix("id: "));
    ids.next_back().unwrap()
}

/// The data of every event.
fn data(told: &str) -> Vec<Value> {
    let data = told.lines().filter_map(|line| line.strip_prefix("data: "));
    data.map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn whoever_was_cut_off_goes_on_where_he_was() {
    let served = Served::with(&[by_hand("c0")]);
    let from = |id: &str| asked("GET", "/live/events", &[("last-event-id", id)], "");
    let told = served.follow(from("0.0.0"), "event: call", || {});
    assert!(told.starts_with("retry: "), "{told}");
    let id = last_id(&told).to_owned();
    served.desk.keep(&[by_hand("c1")]);
    let told = served.follow(from(&id), "/calls/c1", || {});
    let news = data(&told);
    assert_eq!(news.len(), 1, "what was told is not told again: {told}");
    assert_eq!(news[0]["mentions"][0]["kind"], "pain");
    assert_eq!(news[0]["mentions"][0]["url"], "/calls/c1#turn-1");
    // Mentions that are only heard anew are no news; a saved search that is answered is.
    served
        .desk
        .verbatim(&["watch", "add", "hand", "by hand"])
        .done();
    let id = last_id(&told).to_owned();
    served.desk.keep(&[by_hand("c2")]);
    let told = served.follow(from(&id), "event: alert", || {});
    assert_eq!(data(&told).last().unwrap()["watch"], "hand");

    served
        .get_with("/live/events", &[("last-event-id", "1; drop")])
        .is(400);
    served.get("/live/events?after=1.2").is(400);
}

#[test]
fn what_comes_in_while_the_page_is_open_is_told_and_the_end_of_the_server_ends_it() {
    let served = Served::with(&[by_hand("c0")]);
    let page = served.get("/live").is(200).body;
    let events = page.split("data-live=\"").nth(1).unwrap();
    let events = events.split('"').next().unwrap();
    let told = served.follow(asked("GET", events, &[], ""), "/calls/c1", || {
        served.desk.keep(&[by_hand("c1")]);
    });
    assert!(!told.contains("/calls/c0"), "{told}");
    // Nothing to wait for: it ends because the server does.
    served.follow(asked("GET", "/live/events", &[], ""), "", || {
        served.feed.close()
    });
}

#[test]
fn only_so_many_may_follow() {
    let feed = Feed::default();
    let mut places: Vec<_> = (0..FOLLOWERS).map(|_| feed.follow().unwrap()).collect();
    assert!(feed.follow().is_err());
    places.pop();
    assert!(feed.follow().is_ok());
}

#[test]
fn a_search_is_saved_with_one_click_and_forgotten_with_another() {
    let served = Served::with(&[by_hand("c0")]);
    let page = served.get("/?q=by+hand&persona=unknown").is(200).body;
    let ask = page.split("name=\"ask\" value=\"").nth(1).unwrap();
    let ask = ask
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert_eq!(ask, "q=by+hand&persona=unknown");
    let mut form = form_urlencoded::Serializer::new(String::new());
    let form = form.append_pair("ask", &ask).finish();
    for _ in 0..2 {
        let added = served.post_with("/watches", &[], &form).is(303);
        assert_eq!(added.header("location"), "/watches");
    }
    served.desk.keep(&[by_hand("c1")]);
    let api = served.get("/api/v1/watches").is(200).json();
    let watches = api["watches"].as_array().unwrap();
    assert_eq!(watches.len(), 1, "saved twice it is one: {api}");
    assert_eq!(watches[0]["n_alerts"], 1);
    assert_eq!(watches[0]["alerts"][0]["call"], "c1");
    for path in ["/watches", "/live"] {
        let page = served.get(path).is(200).body;
        assert!(
            page.contains("All of it is done by hand at c1"),
            "{path}\n{page}"
        );
        assert!(
            !page.contains(HOSTILE) && !page.contains(" style="),
            "{path}\n{page}"
        );
    }
    served.get("/?q=by+hand&side=rep").is(200);
    served
        .post_with("/watches", &[], "ask=q%3Dprice%26side%3Drep")
        .is(400);
    served.post_with("/watches", &[], "ask=").is(400);

    let name = watches[0]["name"].as_str().unwrap();
    let mut form = form_urlencoded::Serializer::new(String::new());
    let form = form.append_pair("name", name).finish();
    for _ in 0..2 {
        served.post_with("/watches/remove", &[], &form).is(303);
    }
    assert_eq!(
        served.get("/api/v1/watches").json(),
        json!({ "watches": [] })
    );
}

#[test]
fn the_digest_is_the_same_on_the_page_in_the_api_and_at_the_command_line() {
    let served = Served::with(&[by_hand("c0"), by_hand("c1")]);
    let page = served.get("/digest?since=2000-01-01").is(200).body;
    assert!(page.contains("2 accounts, 2 calls, 2 mentions"), "{page}");
    assert!(
        !page.contains(HOSTILE) && !page.contains(" style="),
        "{page}"
    );
    let address = "/api/v1/digest?since=2000-01-01&until=2998";
    let answer = served.get(address).is(200);
    let told = [
        "digest",
        "--since",
        "2000-01-01",
        "--until",
        "2998",
        "--format",
        "json",
    ];
    let run = served.desk.verbatim(&told).done();
    let typed: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer.json(), typed);
    let tag = answer.header("etag").to_owned();
    served
        .get_with(address, &[("if-none-match", tag.as_str())])
        .is(304);

    let document = served.get("/api/v1/openapi.json").json();
    let fields = &document["components"]["schemas"]["Digest"]["properties"];
    assert_eq!(keys(fields), keys(&typed));
    for wrong in ["since=soon", "since=2027&until=2026"] {
        served.get(&format!("/digest?{wrong}")).is(400);
        served.get(&format!("/api/v1/digest?{wrong}")).is(400);
    }
}
