//! What vendors do that nobody would expect of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use verbatim::config::pull::PullConfig;
use verbatim::ingest::hooks::errand::Errand;
use verbatim::ingest::pull::{Puller, Unfetched};

use super::Source;
use crate::sim::vendors::{SECRET, VTT, fireflies_meeting, gong_call, gong_words, vendor};
use crate::sim::{Asked, Reply, Sim};

fn errand(vendor: &str, id: &str) -> Errand {
    Errand::transcript(vendor, "test", id.to_owned())
}

#[test]
fn words_that_come_late_are_looked_for_again() {
    let n_asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&n_asked);
    let sim = Sim::start(move |asked: &Asked| {
        if asked.path == "/v2/calls/extensive" {
            return Reply::json(&json!({ "calls": [gong_call("7")], "records": {} }));
        }
        match counted.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::new(404, "{\"errors\":[\"No transcripts found\"]}"),
            1 => Reply::json(&json!({ "callTranscripts": [{ "callId": "7", "transcript": [] }] })),
            _ => Reply::json(&json!({ "callTranscripts": [gong_words("7", &["Slow."])] })),
        }
    });
    let source = Source::of(vendor("gong"), &sim.base, "rate = 1000");
    let pulled = source.list();
    assert_eq!((pulled.new, pulled.not_ready), (1, 1));
    let mut found = BTreeMap::new();
    source.work_off(&mut found);
    assert!(found.is_empty(), "it is not due yet");
    assert_eq!(
        source.puller.fetch(&errand("gong", "7")),
        Err(Unfetched::NotReady {
            after: Duration::from_secs(1800)
        })
    );
    source.later(1);
    source.work_off(&mut found);
    assert_eq!(found, BTreeMap::from([("7".to_owned(), 1)]));
}

#[test]
fn fireflies_says_no_with_status_200() {
    let refusal = |code: &str| json!({ "data": { "transcripts": null }, "errors": [{ "message": "no", "code": code }] });
    for (answer, is_temporary, told) in [
        (refusal("auth_failed"), false, "401"),
        (refusal("paid_required"), false, "plan"),
        (refusal("something_new"), false, "200"),
        (
            json!({ "errors": [{ "code": "too_many_requests", "metadata": { "retryAfter": (super::NOW + 7200) * 1000 } }] }),
            true,
            "2 h",
        ),
        (json!({ "data": {} }), false, "another shape"),
    ] {
        let sim = Sim::start(move |_: &Asked| Reply::json(&answer));
        let source = Source::of(vendor("fireflies"), &sim.base, "rate = 1000");
        let trouble = source.list().trouble.unwrap();
        assert_eq!(trouble.is_temporary, is_temporary, "{}", trouble.message);
        assert!(
            trouble.message.contains(told),
            "{told}: {}",
            trouble.message
        );
        assert_eq!(source.covered(), None);
    }
}

#[test]
fn silent_meetings_are_no_calls_and_null_sentences_are_late_ones() {
    let mut silent = fireflies_meeting("s", &[]);
    silent["meeting_info"] = json!({ "silent_meeting": true });
    let mut late = fireflies_meeting("l", &[]);
    late["sentences"] = json!(null);
    let page = json!({ "data": { "transcripts": [silent, late] } });
    let sim = Sim::start(move |_: &Asked| Reply::json(&page));
    let source = Source::of(vendor("fireflies"), &sim.base, "rate = 1000");
    // The vendor's config has pages of two, so a full one would be followed by another.
    let pulled = source.list_with(verbatim::pipeline::pull::Options {
        limit: Some(1),
        ..Default::default()
    });
    assert_eq!(
        (pulled.listed, pulled.not_ready, pulled.wordless),
        (1, 1, 1)
    );
}

#[test]
fn a_token_that_expires_early_is_renewed_once() {
    let n_tokens = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&n_tokens);
    let sim = Sim::start(move |asked: &Asked| {
        if asked.path.starts_with("/oauth/token") {
            let n = counted.fetch_add(1, Ordering::SeqCst) + 1;
            return Reply::json(&json!({ "access_token": format!("t{n}"), "expires_in": 3600 }));
        }
        match asked.header("authorization") {
            Some("Bearer t2") => Reply::json(&json!({ "users": [], "next_page_token": "" })),
            _ => Reply::new(401, "{}"),
        }
    });
    let source = Source::of(vendor("zoom"), &sim.base, "rate = 1000");
    assert_eq!(source.list().trouble, None);
    assert_eq!(n_tokens.load(Ordering::SeqCst), 2);
    // It is kept for its hour, and not longer.
    source.list();
    assert_eq!(n_tokens.load(Ordering::SeqCst), 2);
    source.later(1);
    assert!(
        source.list().trouble.is_some(),
        "the third token is unknown, and a fourth one, too"
    );
    assert_eq!(n_tokens.load(Ordering::SeqCst), 4);
}

/// Zoom, with one recording whose transcript is at an address.
fn zoom_with(download: impl Fn(&str) -> String + Send + Sync + 'static, file: Reply) -> Sim {
    Sim::start(move |asked: &Asked| {
        let host = asked.header("host").unwrap_or_default().to_owned();
        if asked.path.starts_with("/oauth/token") {
            return Reply::json(&json!({ "access_token": "hour" }));
        }
        if asked.path.starts_with("/v2/meetings/") {
            return Reply::json(&json!({ "uuid": "u", "recording_files": [
                { "file_type": "TRANSCRIPT", "status": "completed", "download_url": download(&host) }
            ] }));
        }
        file.clone()
    })
}

#[test]
fn a_download_is_followed_to_the_vendors_hosts_alone() {
    let here = |host: &str| format!("http://{host}/file");
    let there = Sim::start(|_: &Asked| Reply::new(200, VTT));
    let elsewhere = there.base.clone() + "/file";
    let inside = || "http://169.254.169.254/latest/meta-data".to_owned();
    for (sim, is_fetched) in [
        (zoom_with(here, Reply::new(200, VTT)), true),
        // A page to sign in at.
        (zoom_with(here, Reply::new(200, "<html></html>")), false),
        (
            zoom_with(here, Reply::new(302, "").with("location", &inside())),
            false,
        ),
        (
            zoom_with(here, Reply::new(302, "").with("location", "/file")),
            false,
        ),
        (
            zoom_with(here, Reply::new(302, "").with("location", &elsewhere)),
            false,
        ),
        (zoom_with(move |_| inside(), Reply::new(200, VTT)), false),
        (
            zoom_with(move |_| elsewhere.clone(), Reply::new(200, VTT)),
            false,
        ),
    ] {
        let source = Source::of(vendor("zoom"), &sim.base, "rate = 1000");
        let fetched = source.puller.fetch(&errand("zoom", "u"));
        assert_eq!(fetched.is_ok(), is_fetched, "{fetched:?}");
    }
    assert!(
        there.asked().is_empty(),
        "nobody else was asked, and none was given the token"
    );
}

#[test]
fn parts_of_one_recording_are_calls_of_their_own() {
    let sim = Sim::start(|asked: &Asked| {
        let host = asked.header("host").unwrap_or_default();
        let file = |id: &str| {
            json!({ "id": id, "file_type": "TRANSCRIPT", "status": "completed",
                "download_url": format!("http://{host}/file/{id}") })
        };
        if asked.path.starts_with("/oauth/token") {
            return Reply::json(&json!({ "access_token": "hour" }));
        }
        if asked.path.starts_with("/v2/meetings/") {
            let files = [file("f1"), file("f2")];
            return Reply::json(&json!({ "uuid": "u", "recording_files": files }));
        }
        Reply::new(200, VTT)
    });
    let source = Source::of(vendor("zoom"), &sim.base, "rate = 1000");
    let places = ["f1", "f2"].map(|part| {
        // A delivery names another address than the list.
        let errand = Errand {
            part: Some(part.to_owned()),
            url: Some("https://zoom.us/rec/webhook_download/x".to_owned()),
            ..errand("zoom", "u")
        };
        source.puller.fetch(&errand).unwrap().place
    });
    assert_eq!(places, ["zoom:u.f1", "zoom:u.f2"]);
    let asked = sim.asked();
    let files: Vec<&str> = asked
        .iter()
        .filter_map(|asked| asked.path.strip_prefix("/file/"))
        .collect();
    assert_eq!(files, ["f1", "f2"]);
}

#[test]
fn an_id_that_leads_elsewhere_in_an_address_is_none() {
    let sim = Sim::start(|_: &Asked| Reply::new(200, VTT));
    let source = Source::of(vendor("zoom"), &sim.base, "rate = 1000");
    for id in ["", ".", ".."] {
        let fetched = source.puller.fetch(&errand("zoom", id));
        assert!(matches!(fetched, Err(Unfetched::Never { .. })), "{id}");
    }
    assert!(sim.asked().is_empty());
}

#[test]
fn a_recording_of_long_ago_without_a_transcript_is_not_waited_for() {
    let meeting = |uuid: &str, start: &str| json!({ "uuid": uuid, "start_time": start, "recording_files": [{ "file_type": "MP4" }] });
    let page = json!({ "meetings": [meeting("new", "2026-11-22T10:00:00Z"), meeting("old", "2026-11-02T10:00:00Z")] });
    let sim = Sim::start(move |asked: &Asked| match asked.path.as_str() {
        path if path.starts_with("/oauth") => Reply::json(&json!({ "access_token": "hour" })),
        _ => Reply::json(&page),
    });
    let source = Source::of(
        vendor("zoom"),
        &sim.base,
        "rate = 1000\nusers = [\"me\"]\nsince = \"20d\"",
    );
    let pulled = source.list();
    assert_eq!(
        (pulled.trouble, pulled.not_ready, pulled.wordless),
        (None, 1, 1)
    );
    // Both ends of what is asked for are named, for Zoom takes a list without dates to be yesterday's.
    let asked = sim.paths("/v2/users/me/recordings");
    assert!(
        asked[0].contains("from=2026-11-02&to=2026-11-22"),
        "{asked:?}"
    );
}

#[test]
fn a_next_page_elsewhere_or_without_end_is_refused() {
    let sim = Sim::start(|asked: &Asked| match asked.path.as_str() {
        "/services/oauth2/token" => Reply::json(&json!({ "access_token": "hour" })),
        _ => Reply::json(&json!({ "records": [], "nextRecordsUrl": "@elsewhere.example/steal" })),
    });
    let source = Source::of(vendor("salesforce"), &sim.base, "rate = 1000");
    assert!(!source.list().trouble.unwrap().is_temporary);

    let own = "kind = \"json\"";
    let api = "[api]\nlist = \"/list\"\npaging = \"link\"\nnext = \"next\"\nitems = \"calls\"";
    for next in [
        "http://elsewhere.example/list",
        "//elsewhere.example/list",
        "elsewhere",
        "/list",
    ] {
        let page = json!({ "calls": [], "next": next });
        let sim = Sim::start(move |_: &Asked| Reply::json(&page));
        let text = format!(
            "{own}\nbase_url = {:?}\nallow_private = true\nrate = 1000\n{api}",
            sim.base
        );
        let config: PullConfig = toml::from_str(&text).unwrap();
        let puller = Puller::of("test", &config).unwrap_or_else(|error| panic!("{error}"));
        let folder = crate::harness::folder();
        let dir = verbatim::store::DataDir::new(folder.path().join("data"));
        let pulled = verbatim::pipeline::pull::list(
            &dir,
            &puller,
            Default::default(),
            super::moment(0),
            &mut |_| {},
        );
        assert!(pulled.unwrap().trouble.is_some(), "{next}");
        assert!(sim.asked().len() <= 2, "{next}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_before_anybody_is_asked() {
    for (name, text, told) in [
        ("test", "kind = \"fireflies\"", "`token` is missing"),
        (
            "test",
            "kind = \"gong\"\naccess_key = \"k\"",
            "`access_key_secret` is missing",
        ),
        (
            "test",
            "kind = \"zoom\"\nclient_id = \"c\"",
            "`account_id` is missing",
        ),
        ("test", "kind = \"salesforce\"", "`base_url` is missing"),
        (
            "test",
            "kind = \"fathom\"\nsince = \"soon\"",
            "`since` is no day",
        ),
        (
            "test",
            "kind = \"json\"\nbase_url = \"https://x.example\"",
            "[pull.NAME.api] is missing",
        ),
        ("Te:st", "kind = \"json\"", "a name has up to 64"),
        (
            "test",
            "kind = \"salesforce\"\nfields = [\"Id FROM User--\"]",
            "`fields`",
        ),
        (
            "test",
            "kind = \"hubspot\"\ntoken = { file = \"/nowhere/secret\" }",
            "`token`",
        ),
    ] {
        let config: PullConfig = toml::from_str(text).unwrap();
        let error = Puller::of(name, &config).err().unwrap().to_string();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn no_secret_stands_in_what_is_told() {
    let sim = Sim::start(|_: &Asked| Reply::new(401, format!("{{\"echo\":\"{SECRET}\"}}")));
    for vendor in crate::sim::vendors::VENDORS {
        let source = Source::of(vendor, &sim.base, "rate = 1000");
        let pulled = source.list();
        let told = format!(
            "{pulled:?} {:?}",
            source.puller.fetch(&errand(vendor.kind, "x"))
        );
        assert!(pulled.trouble.is_some(), "{}", vendor.kind);
        assert!(!told.contains(SECRET), "{told}");
    }
}
