//! Who is no person, and who is the same?

use verbatim::call::{Side, SideReason};
use verbatim::ingest::companions::Companions;
use verbatim::ingest::normalize::{Origin, SideRules, normalize};
use verbatim::ingest::transcript::{Format, Transcript};

use super::{Known, TALK, call_of, person, told};

#[test]
fn machines_and_rooms_are_no_people() {
    for name in [
        "Fireflies.ai Notetaker Ann",
        "Otter.ai",
        "OtterPilot",
        "read.ai meeting notes",
        "Fathom Notetaker",
        "Ann Lee's Presentation",
        "Ann Lee\u{2019}s presentation",
        "Zoom Room 3",
        "Conference Room B",
        "Recorder",
        "Gong",
        "tl;dv",
        "Ann Lee's Note Taker",
        "Zoom AI Companion",
        "Chorus by ZoomInfo",
        "Gong Bot",
        "Spinach AI",
        "Webex Assistant",
        "Presentation (Ann Lee)",
    ] {
        let known = Known {
            people: vec![person(name, Some(Side::Prospect), Some("x@ridge.example"))],
            ..Known::default()
        };
        let call = call_of(&[name, "Pam Hale"], &TALK, &known);
        assert_eq!(
            told(&call.participants[0]),
            (Side::Unknown, SideReason::Bot),
            "{name}"
        );
        assert_eq!(call.participants[0].person, None, "{name}");
        // A person who says that it is somebody, is believed.
        let given = Known {
            sides_are_given: true,
            ..known
        };
        let call = call_of(&[name, "Pam Hale"], &TALK, &given);
        assert_eq!(
            told(&call.participants[0]),
            (Side::Prospect, SideReason::Given),
            "{name}"
        );
    }
    for name in [
        "Li Gong",
        "Ann Otter",
        "Grant Recorderson",
        "Bo Roomer",
        "Gemini Ganesan",
        "Ann's iPhone",
    ] {
        let call = call_of(&[name], &["Hello."], &Known::default());
        assert_eq!(
            call.participants[0].side_reason,
            SideReason::Unknown,
            "{name}"
        );
    }
}

#[test]
fn one_person_has_one_key_on_every_call() {
    let key = |name: &str, side: Option<Side>, email: Option<&str>, account: Option<&str>| {
        let mut transcript = Transcript::new(Format::Gong);
        transcript.people = vec![person(name, side, email)];
        transcript.account = account.map(|name| verbatim::call::Account {
            name: Some(name.to_owned()),
            ..Default::default()
        });
        let rules = SideRules::default();
        let companions = Companions::default();
        let origin = Origin {
            file_name: None,
            companions: &companions,
            rules: &rules,
        };
        normalize(transcript, &origin).0.participants[0]
            .person
            .clone()
    };
    let prospect = Some(Side::Prospect);
    let ann = key("Ann Lee", prospect, None, Some("Ridge"));
    assert!(ann.is_some());
    assert_eq!(ann, key("ann  LEE (Ridge)", prospect, None, Some("RIDGE")));
    assert_eq!(ann, key("Lee, Ann", prospect, None, Some("Ridge")));
    assert_eq!(ann, key("Ann Lee", prospect, None, Some("Ridge, Inc.")));
    assert_ne!(
        ann,
        key("Ann Lee", prospect, None, Some("Roof Co")),
        "another account"
    );
    assert_ne!(ann, key("Bo Lee", prospect, None, Some("Ridge")));
    let by_email = key("Ann", prospect, Some("ann@ridge.example"), None);
    assert!(by_email.is_some());
    assert_eq!(
        by_email,
        key("A. Lee", None, Some("Ann@Ridge.example"), Some("x"))
    );
    let rep = key("Rea Lund", Some(Side::Rep), None, Some("Ridge"));
    assert_eq!(
        rep,
        key("Rea Lund", Some(Side::Rep), None, Some("Roof Co")),
        "our own people are everywhere"
    );
    for (name, side, account) in [
        ("Ann Lee", prospect, None),
        ("Speaker 1", prospect, Some("Ridge")),
        ("Rea", Some(Side::Rep), Some("Ridge")),
    ] {
        assert_eq!(
            key(name, side, None, account),
            None,
            "{name} may be anybody"
        );
    }
}
