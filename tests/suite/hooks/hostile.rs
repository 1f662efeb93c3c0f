//! Does anything that a stranger can send get through, or bring the reader down?

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;
use verbatim::config::hooks::Kind;
use verbatim::ingest::hooks::{Hook, Secrets};

use super::vectors::{GONG_CONFUSED, VECTORS};
use super::{Request, SECRET, at, config, headers, hook};

#[track_caller]
fn refused(hook: &Hook, request: &Request, what: &str) {
    let outcome = request.checked_by(hook);
    assert!(outcome.is_err(), "{what} passed");
}

#[test]
fn one_changed_byte_of_the_body_is_refused() {
    for vector in VECTORS {
        let hook = vector.hook();
        for place in 0..vector.body.len() {
            let mut request = vector.request();
            request.body[place] ^= 1;
            refused(&hook, &request, &format!("{}: byte {place}", vector.name));
        }
        let mut longer = vector.request();
        longer.body.push(b'x');
        refused(&hook, &longer, vector.name);
    }
}

#[test]
fn one_changed_character_of_a_header_is_refused() {
    for vector in VECTORS {
        let hook = vector.hook();
        for (number, (name, value)) in vector.headers.iter().enumerate() {
            for place in 0..value.len() {
                let mut bytes = value.as_bytes().to_vec();
                bytes[place] ^= 1;
                let mut request = vector.request();
                request.headers[number].1 = String::from_utf8(bytes).unwrap();
                let what = format!("{}: {name}, character {place}", vector.name);
                refused(&hook, &request, &what);
            }
        }
    }
}

#[test]
fn a_header_cut_off_missing_or_doubled_is_refused() {
    for vector in VECTORS {
        let hook = vector.hook();
        for (number, (name, value)) in vector.headers.iter().enumerate() {
            for end in 0..value.len() {
                let mut request = vector.request();
                request.headers[number].1.truncate(end);
                refused(
                    &hook,
                    &request,
                    &format!("{}: {name} cut at {end}", vector.name),
                );
            }
            let mut missing = vector.request();
            // Version 1 of HubSpot's signatures is what a missing version means, so its hash is another one.
            missing.headers.remove(number);
            refused(&hook, &missing, &format!("{}: without {name}", vector.name));

            let mut doubled = vector.request();
            let again = (name.to_uppercase(), (*value).to_owned());
            doubled.headers.push(again);
            let outcome = doubled.checked_by(&hook).map_err(|refused| refused.status);
            assert_eq!(outcome, Err(400), "{}: {name} twice", vector.name);
        }
    }
}

#[test]
fn another_address_is_refused_where_it_is_signed() {
    for vector in VECTORS.iter().filter(|vector| vector.covers_uri) {
        let mut request = vector.request();
        request.uri.push('x');
        refused(&vector.hook(), &request, vector.name);
    }
}

#[test]
fn another_secret_is_refused() {
    for vector in VECTORS.iter().filter(|vector| !vector.secret.is_empty()) {
        let hook = Hook::with("here", &config(vector.config), Secrets::one(SECRET)).unwrap();
        refused(&hook, &vector.request(), vector.name);
    }
}

#[test]
fn timestamps_that_are_none_are_refused() {
    let header = |name: &str| {
        let name = name.to_lowercase();
        name.ends_with("timestamp")
    };
    for vector in VECTORS {
        let hook = vector.hook();
        for odd in [
            "",
            " ",
            "NaN",
            "inf",
            "-1",
            "+1739923528",
            "1739923528.0",
            "1e9",
            "0x67b5",
            "1739923528 ",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999999999",
            "١٧٣٩٩٢٣٥٢٨",
        ] {
            for number in 0..vector.headers.len() {
                if header(vector.headers[number].0) {
                    let mut request = vector.request();
                    request.headers[number].1 = odd.to_owned();
                    refused(&hook, &request, &format!("{}: {odd:?}", vector.name));
                }
            }
        }
        for now in [Timestamp::MIN, Timestamp::MAX] {
            let mut request = vector.request();
            request.now = now;
            let passes = request.checked_by(&hook).is_ok();
            // Without a signed timestamp there is no window, whatever the clock says.
            assert_eq!(passes, vector.window.is_none(), "{}: {now}", vector.name);
        }
    }
}

#[test]
fn a_signature_of_the_wrong_kind_is_refused() {
    let gong = VECTORS.iter().find(|vector| vector.name == "gong").unwrap();
    let mut request = gong.request();
    request.headers[0].1 = GONG_CONFUSED.to_owned();
    refused(&gong.hook(), &request, "a JWT signed with the public key");

    let dialpad = VECTORS
        .iter()
        .find(|vector| vector.name == "dialpad")
        .unwrap();
    let claims = dialpad.body.split('.').nth(1).unwrap();
    for body in [
        // {"alg":"none","typ":"JWT"}, with no signature and with the right one
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}."),
        dialpad.body.replace(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0",
        ),
        r#"{"call_id":1,"state":"call_transcription"}"#.to_owned(),
    ] {
        let mut request = dialpad.request();
        request.body = body.into_bytes();
        refused(&dialpad.hook(), &request, "a JWT without a signature");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_looked_at() {
    let hook = hook(Kind::Avoma);
    let request = |n_headers: usize, value: &str, body: usize| Request {
        uri: "https://calls.example/hooks/here".to_owned(),
        headers: vec![("x-avoma-signature".to_owned(), value.to_owned()); n_headers],
        body: vec![b' '; body],
        now: at(0),
    };
    for (request, status) in [
        (request(1, "00", hook.most_bytes() + 1), 413),
        (request(129, "00", 1), 431),
        (request(1, &"0".repeat(70_000), 1), 431),
        (request(1, &"0".repeat(9_000), 1), 400),
        (request(1, "caf\u{e9}", 1), 400),
        (request(1, "00", 1), 401),
        (request(0, "", 1), 401),
    ] {
        let outcome = request.checked_by(&hook).map_err(|refused| refused.status);
        assert_eq!(outcome, Err(status));
    }
    let mut long = request(1, "00", 1);
    long.uri = format!("https://calls.example/?{}", "x".repeat(9_000));
    assert_eq!(
        long.checked_by(&hook).map_err(|refused| refused.status),
        Err(431)
    );
    let get = request(1, "00", 1);
    let mut arrived = get.arrived();
    arrived.method = "GET";
    assert_eq!(
        hook.check(&arrived).map_err(|refused| refused.status),
        Err(405)
    );
}

#[test]
fn what_is_nested_without_end_is_told_and_not_followed() {
    for kind in Kind::ALL {
        let hook = hook(kind);
        for body in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
            let request = Request {
                uri: "https://calls.example/hooks/here".to_owned(),
                headers: Vec::new(),
                body: body.into_bytes(),
                now: at(0),
            };
            let _ = request.checked_by(&hook);
            let _ = hook.read(&request.arrived());
        }
    }
}

#[test]
fn a_question_of_microsofts_brings_nothing_but_its_answer() {
    for (kind, token, passes) in [
        (Kind::Graph, "Validation%3A+Testing", true),
        (Kind::Azure, "abc-123", true),
        (Kind::Graph, "%3Cscript%3E", false),
        (Kind::Graph, "a%0Ab", false),
        (Kind::Avoma, "abc-123", false),
    ] {
        let request = Request {
            uri: format!("https://calls.example/hooks/here?validationToken={token}"),
            headers: headers(&[("x-microsoftspeechservices-event", "TranscriptionCompletion")]),
            body: br#"{"self":"https://elsewhere.example/1","value":[{"resource":"r"}]}"#.to_vec(),
            now: at(0),
        };
        let hook = hook(kind);
        assert_eq!(
            request.checked_by(&hook).is_ok(),
            passes,
            "{kind:?} {token}"
        );
        if passes {
            let shown = super::meaning::shown(&hook.read(&request.arrived()));
            let plain = token.replace("%3A", ":").replace('+', " ");
            assert_eq!(shown, format!("answer 200 {plain}"));
        }
    }
}

const NAMES: &[&str] = &[
    "authorization",
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "svix-id",
    "svix-signature",
    "x-zm-signature",
    "x-zm-request-timestamp",
    "x-hub-signature",
    "x-hub-signature-256",
    "x-hubspot-signature-v3",
    "x-hubspot-request-timestamp",
    "x-twilio-signature",
    "x-read-signature",
    "x-avoma-signature",
    "x-signature",
    "x-token",
    "elevenlabs-signature",
    "x-retell-signature",
    "dg-token",
    "content-type",
];

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,20}",
        "(sha256=|v0=|v1,|t=|Basic |Bearer )?[0-9a-zA-Z+/=.,_-]{0,80}",
        any::<String>(),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "[\\[\\]{}:,\"a-z0-9. ]{0,120}".prop_map(String::into_bytes),
        "(event|payload|data|id|token|=|&|%|\\.|\\{|\\}|\"|:){0,40}".prop_map(String::into_bytes),
    ]
}

proptest! {
    // No regression files beside the tests: a case that fails becomes a named test.
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stranger_never_gets_through_and_never_brings_it_down(
        kind in select(Kind::ALL.to_vec()),
        names in prop::collection::vec((select(NAMES), value()), 0..5),
        query in "[a-z=&%0-9]{0,20}",
        body in body(),
        seconds in any::<i32>(),
    ) {
        let hook = hook(kind);
        let request = Request {
            uri: format!("https://calls.example/hooks/here?{query}"),
            headers: names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            body,
            now: at(i64::from(seconds)),
        };
        prop_assert!(request.checked_by(&hook).is_err());
        let _ = hook.read(&request.arrived());
    }
}
