//! Does what we sign as a vendor would pass, with either secret, and is a test known as a test?

use verbatim::config::hooks::Kind;
use verbatim::config::secret::Hidden;
use verbatim::ingest::hooks::sample;
use verbatim::ingest::hooks::sign::sign;
use verbatim::ingest::hooks::{Hook, Meaning, Secrets, Which};

use super::{SECRET, at, config, lines};

const URI: &str = "https://calls.example/hooks/here";
const NEXT: &str = "YW5vdGhlciBzZWNyZXQgZm9yIGxhdGVyIQ==";

#[test]
fn a_sample_of_every_kind_passes_and_is_known_as_a_test() {
    for kind in Kind::ALL {
        let config = config(&lines(kind));
        let hook = Hook::with("here", &config, Secrets::one(SECRET)).unwrap();
        for sample in sample::of(&config) {
            let now = at(1_800_000_000);
            let delivery = sign(&hook, &sample, URI, now, Which::Current).unwrap();
            let arrived = delivery.arrived(now);
            let passed = hook.check(&arrived);
            assert!(passed.is_ok(), "{kind:?}: {passed:?}");
            let understood = hook.understood(&arrived);
            let is_understood = !matches!(understood, Meaning::Unclear { .. });
            assert!(is_understood, "{kind:?}: {understood:?}");
            let meaning = hook.read(&arrived);
            // Nothing of a test goes into the inbox.
            let is_harmless = matches!(meaning, Meaning::Answer { .. } | Meaning::Ignore { .. });
            assert!(is_harmless, "{kind:?}: {meaning:?}");
        }
    }
}

#[test]
fn during_a_rotation_both_secrets_are_good() {
    let both = || Secrets {
        current: Some(Hidden::new(SECRET)),
        next: Some(Hidden::new(NEXT)),
        ..Secrets::default()
    };
    let now = at(1_800_000_000);
    for kind in Kind::ALL {
        let config = config(&lines(kind));
        let hook = Hook::with("here", &config, both()).unwrap();
        let before = Hook::with("here", &config, Secrets::one(SECRET)).unwrap();
        let after = Hook::with("here", &config, Secrets::one(NEXT)).unwrap();
        let sample = sample::of(&config).remove(0);
        for (which, by_next) in [(Which::Current, false), (Which::Next, true)] {
            let delivery = sign(&hook, &sample, URI, now, which).unwrap();
            let arrived = delivery.arrived(now);
            let passed = hook.check(&arrived).map(|passed| passed.by_next);
            assert_eq!(passed, Ok(by_next), "{kind:?}");
            assert_eq!(before.check(&arrived).is_ok(), !by_next, "{kind:?}");
            assert_eq!(after.check(&arrived).is_ok(), by_next, "{kind:?}");
        }
    }
}

#[test]
fn a_sender_that_rotates_lists_several_signatures() {
    let config = config(&lines(Kind::Standard));
    let sample = sample::of(&config).remove(0);
    let now = at(1_800_000_000);
    let ours = Hook::with("here", &config, Secrets::one(SECRET)).unwrap();
    let theirs = Hook::with("here", &config, Secrets::one(NEXT)).unwrap();
    let mut delivery = sign(&ours, &sample, URI, now, Which::Current).unwrap();
    let other = sign(&theirs, &sample, URI, now, Which::Current).unwrap();
    let signature = |headers: &[(String, String)]| {
        let found = headers.iter().find(|(name, _)| name == "webhook-signature");
        found.unwrap().1.clone()
    };
    let list = format!(
        "v1a,bm90IG91cnM= {} {}",
        signature(&other.headers),
        signature(&delivery.headers)
    );
    let last = delivery.headers.len() - 1;
    delivery.headers[last].1 = list;
    assert!(ours.check(&delivery.arrived(now)).is_ok());
    assert!(theirs.check(&delivery.arrived(now)).is_ok());
}

#[test]
fn a_token_may_stand_in_any_one_place() {
    let now = at(1_800_000_000);
    for (lines, uri) in [
        (
            "kind = \"token\"\nheader = \"Authorization\"\nprefix = \"Bearer \"",
            URI,
        ),
        ("kind = \"token\"\nfield = \"auth.token\"", URI),
        (
            "kind = \"token\"\nquery = \"key\"",
            "https://calls.example/hooks/here?a=1",
        ),
        ("kind = \"token\"\nuser = \"verbatim\"", URI),
        ("kind = \"deepgram\"\nuser = \"verbatim\"", URI),
        ("kind = \"fireflies\"\nquery = \"token\"", URI),
        ("kind = \"read-ai\"\nquery = \"token\"", URI),
    ] {
        let config = config(lines);
        let right = Hook::with("here", &config, Secrets::one(SECRET)).unwrap();
        let wrong = Hook::with("here", &config, Secrets::one(NEXT)).unwrap();
        let sample = sample::of(&config).remove(0);
        let delivery = sign(&right, &sample, uri, now, Which::Current).unwrap();
        assert!(right.check(&delivery.arrived(now)).is_ok(), "{lines}");
        assert!(wrong.check(&delivery.arrived(now)).is_err(), "{lines}");
        let bare = sign(&wrong, &sample, uri, now, Which::Current).unwrap();
        assert!(right.check(&bare.arrived(now)).is_err(), "{lines}");
    }
}
