//! Does a copy that knows less take nothing away, and does what a copy tells take effect?

use verbatim::call::{Deal, Participant, PersonaReason, Side, SideReason};
use verbatim::store::keep::Fate;

use super::{Delivery, Shelf};

/// A call of which tables beside its file tell a lot.
fn told(words: &str) -> Delivery {
    let mut told = bare(words).found_at("f1/a.txt");
    told.call = Delivery::of("c1", words).call;
    told.call.started_at = Some("2026-03-12".to_owned());
    if let Some(account) = &mut told.call.account {
        account.industry = Some("food".to_owned());
    }
    told.call.deal = Some(Deal {
        id: Some("D-1".to_owned()),
        stage: Some("demo".to_owned()),
        ..Deal::default()
    });
    told.call.participants = vec![Participant {
        name: "P".to_owned(),
        side: Side::Prospect,
        side_reason: SideReason::ParticipantsFile,
        title: Some("Operations Manager".to_owned()),
        persona: "champion".to_owned(),
        persona_reason: PersonaReason::ParticipantsFile,
        email: Some("p@acme.example".to_owned()),
        person: Some("0123456789abcdef".to_owned()),
        ..Participant::default()
    }];
    told
}

/// The same bytes without any table; the side is a guess, and a wrong one.
fn bare(words: &str) -> Delivery {
    let mut bare = Delivery::of("c1", words).found_at("bare/b.txt");
    bare.call.title = None;
    bare.call.account = None;
    bare.call.participants[0].side = Side::Rep;
    bare.call.participants[0].side_reason = SideReason::Inferred;
    bare.call.participants[0].persona = "unknown".to_owned();
    bare.call.participants[0].person = Some("fedcba9876543210".to_owned());
    bare
}

#[test]
fn a_copy_that_knows_less_takes_nothing_away() {
    for derived_id in [false, true] {
        let shelf = Shelf::new();
        let (mut known, mut copy) = (told("it breaks"), bare("it breaks"));
        (known.derived_id, copy.derived_id) = (derived_id, derived_id);
        shelf.keep_one(known.clone().prepared());
        let mut by_hook = copy.clone().found_at("hook:own:1");
        by_hook.call.format = "other".to_owned();
        for delivered in [copy, by_hook, known.clone()] {
            let source = delivered.source;
            let kept = shelf.keep_one(delivered.prepared());
            assert_eq!(kept.fate, Fate::Unchanged, "{source}");
        }
        assert_eq!(shelf.read().call_by_ord(0).unwrap(), Some(known.call));
    }
}

#[test]
fn a_copy_that_knows_more_is_believed_once() {
    let shelf = Shelf::new();
    let (known, copy) = (told("it breaks"), bare("it breaks"));
    shelf.keep_one(copy.clone().prepared());
    assert_eq!(shelf.keep_one(known.clone().prepared()).fate, Fate::Updated);
    for delivered in [known.clone(), copy, known.clone()] {
        let kept = shelf.keep_one(delivered.prepared());
        assert_eq!(kept.fate, Fate::Unchanged);
    }
    assert_eq!(shelf.read().call_by_ord(0).unwrap(), Some(known.call));
}

#[test]
fn corrected_words_keep_what_was_told_of_the_call() {
    for source in ["bare/b.txt", "f1/a.txt"] {
        let shelf = Shelf::new();
        shelf.keep_one(told("it brakes").prepared());
        let corrected = bare("it breaks").found_at(source);
        let kept = shelf.keep_one(corrected.clone().prepared());
        assert_eq!(kept.fate, Fate::Updated, "{source}");
        let again = shelf.keep_one(corrected.prepared());
        assert_eq!(again.fate, Fate::Unchanged, "{source}");
        let call = shelf.read().call_by_ord(0).unwrap();
        assert_eq!(call, Some(told("it breaks").call), "{source}");
    }
}

#[test]
fn another_account_is_believed_and_takes_over_nothing_of_the_first() {
    let shelf = Shelf::new();
    shelf.keep_one(told("it breaks").prepared());
    let mut other = bare("it breaks");
    other.call.account = told("").call.account;
    if let Some(account) = &mut other.call.account {
        account.name = Some("Bold".to_owned());
        account.industry = None;
    }
    let kept = shelf.keep_one(other.clone().prepared());
    assert_eq!(kept.fate, Fate::Updated);
    let call = shelf.read().call_by_ord(0).unwrap().unwrap();
    assert_eq!((call.account, call.deal), (other.call.account, None));
    assert_eq!(call.participants, told("").call.participants);
}

/// Whoever takes a row out of the table beside the only file of a call means it.
#[test]
fn what_the_only_file_of_a_call_no_longer_tells_is_gone() {
    let shelf = Shelf::new();
    shelf.keep_one(told("it breaks").prepared());
    let less = bare("it breaks").found_at("f1/a.txt");
    assert_eq!(shelf.keep_one(less.clone().prepared()).fate, Fate::Updated);
    assert_eq!(shelf.read().call_by_ord(0).unwrap(), Some(less.call));
}
