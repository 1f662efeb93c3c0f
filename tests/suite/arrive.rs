//! How do deliveries become calls?
//!
//! Each call once, by whichever way and however often it comes, whatever fails in between; the newest word counts; what
//! cannot be kept waits for a person and holds up nobody.

mod interleavings;
mod world;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use verbatim::ingest::hooks::errand::Errand;
use verbatim::ingest::pull::{Fetched, Unfetched};
use verbatim::pipeline::arrive::Worked;
use verbatim::store::inbox::{Filter, Kind, LEASE, NewDelivery, State};
use verbatim::store::lock::WriteLock;

use self::world::{Shape, World, at};

/// A delivery with a transcript in it.
fn raw(key: &str, body: String) -> NewDelivery {
    NewDelivery {
        hook: "hook".to_owned(),
        key: key.to_owned(),
        received_at: at(0),
        body: body.into_bytes(),
        ..NewDelivery::default()
    }
}

/// A delivery that only tells of one.
fn told(id: &str) -> NewDelivery {
    NewDelivery {
        kind: Kind::Fetch,
        errand: Some(Errand::transcript("vendor", "vendor", id.to_owned()).to_json()),
        ..raw(&format!("told {id}"), String::new())
    }
}

fn fetched(place: &str, body: String) -> Fetched {
    Fetched {
        bytes: body.into_bytes(),
        format: None,
        place: place.to_owned(),
    }
}

fn nothing_to_fetch(_: &Errand) -> Result<Fetched, Unfetched> {
    panic!("nothing is to be fetched")
}

#[test]
fn a_delivery_becomes_a_call_that_is_found() {
    let world = World::new();
    world.take(&[raw("one", Shape::Own.body("c1", 1))]);
    let worked = world.work(&nothing_to_fetch, at(0));
    let expected = Worked {
        new: 1,
        done: 1,
        ..Worked::default()
    };
    assert_eq!(worked, expected);
    assert_eq!(world.words("c1"), "c1 as of version 1 by hand");
    assert_eq!(world.state("one"), State::Done);
    // Nothing is left to do, and nothing was left undone.
    assert_eq!(world.work(&nothing_to_fetch, at(1_000)), Worked::default());
    assert_eq!(world.desk.hits(&["by hand"]).len(), 1);
    world.desk.verbatim(&["check"]).done();
}

#[test]
fn the_bytes_are_kept_as_they_came() {
    let world = World::new();
    world.take(&[raw("one", Shape::Gong.body("1", 1))]);
    world.work(&nothing_to_fetch, at(0));
    let catalogue = world.catalogue();
    let (ord, _) = catalogue.call("gong:1").unwrap().unwrap();
    let body = Shape::Gong.body("1", 1);
    assert_eq!(catalogue.raw(ord, 1).unwrap(), Some(body.into_bytes()));
}

#[test]
fn what_is_no_transcript_is_a_dead_letter_and_holds_up_nobody() {
    let world = World::new();
    let other_format = NewDelivery {
        format: Some("gong".to_owned()),
        ..raw("other", Shape::Fireflies.body("c1", 1))
    };
    world.take(&[
        raw("empty", String::new()),
        raw("odd", "{\"a\": [".to_owned()),
        raw("good", Shape::Fireflies.body("c2", 1)),
        other_format,
    ]);
    let worked = world.work(&nothing_to_fetch, at(0));
    assert_eq!((worked.new, worked.done, worked.dead), (1, 1, 3));
    let dead = world.inbox.list(Filter::Dead).unwrap();
    assert_eq!(dead.len(), 3);
    for line in &dead {
        assert!(line.code.is_some() && line.hint.is_some(), "{line:?}");
    }
    let odd = world.inbox.show(dead[1].number).unwrap().unwrap();
    assert_eq!(odd.body, b"{\"a\": [");
    assert_eq!(world.n_calls(), 1);
}

/// A delivery of several calls of which one is broken: what can be kept is kept, the bytes stay for a person.
#[test]
fn a_broken_call_takes_no_other_with_it() {
    let world = World::new();
    let body = format!(
        "{}\n{{\"id\": \"c2\", \"turns\": []}}\n{}",
        Shape::Own.body("c1", 1),
        Shape::Own.body("c3", 1)
    );
    world.take(&[raw("three", body)]);
    let worked = world.work(&nothing_to_fetch, at(0));
    assert_eq!((worked.new, worked.dead), (2, 1));
    let dead = world.inbox.list(Filter::Dead).unwrap();
    assert!(world.inbox.retry(dead[0].number).unwrap());
    let worked = world.work(&nothing_to_fetch, at(9));
    assert_eq!((worked.unchanged, worked.dead), (2, 1));
}

#[test]
fn a_call_that_is_not_ready_is_looked_for_again() {
    let world = World::new();
    world.take(&[told("c1")]);
    let after = Duration::from_secs(600);
    let worked = world.work(&|_| Err(Unfetched::NotReady { after }), at(0));
    assert_eq!((worked.later, worked.done), (1, 0));
    let line = world.inbox.list(Filter::Open).unwrap().remove(0);
    assert_eq!(line.state, State::Later);
    assert!(line.reason.unwrap().contains("not written"));
    let next = line.next_at.unwrap().duration_since(at(0)).as_secs();
    // A little of the wait is left to chance, and the clock goes on meanwhile.
    assert!((600..=665).contains(&next), "{next}");
    assert_eq!(world.work(&nothing_to_fetch, at(599)), Worked::default());

    let ready = |errand: &Errand| {
        assert_eq!(errand.id, "c1");
        Ok(fetched("vendor:c1", Shape::Fireflies.body("c1", 1)))
    };
    assert_eq!(world.work(&ready, at(700)).new, 1);
    assert_eq!(world.state("told c1"), State::Done);
}

#[test]
fn trouble_on_the_way_is_tried_again_more_and_more_seldom_and_not_for_ever() {
    let world = World::new();
    world.take(&[told("c1")]);
    let busy = |_: &Errand| {
        Err(Unfetched::Later {
            after: Duration::from_secs(1),
            why: "pull.vendor: the vendor is busy".to_owned(),
        })
    };
    let mut clock = at(0);
    let mut waits = Vec::new();
    while world.state("told c1") != State::Dead {
        world.work(&busy, clock);
        let line = world.inbox.list(Filter::Unfinished).unwrap().remove(0);
        let Some(next) = line.next_at else {
            assert_eq!(line.code.as_deref(), Some("given-up"));
            assert!(line.hint.unwrap().contains("the vendor is busy"));
            break;
        };
        waits.push(next.duration_since(clock));
        clock = next.checked_add(SignedDuration::from_secs(1)).unwrap();
        assert!(waits.len() < 200, "it never gives up");
    }
    let hour = SignedDuration::from_hours(1);
    assert!(waits[0] < hour && waits.iter().any(|wait| *wait > hour * 2));
    assert!(
        waits
            .iter()
            .all(|wait| *wait <= hour * 6 + SignedDuration::from_mins(1))
    );
    let all = clock.duration_since(at(0));
    assert!(all > hour * 24 * 7 && all < hour * 24 * 8);
}

#[test]
fn what_cannot_be_fetched_at_all_waits_for_a_person() {
    let world = World::new();
    let unreadable = NewDelivery {
        errand: Some("{}".to_owned()),
        ..told("c2")
    };
    world.take(&[told("c1"), unreadable]);
    let gone = |_: &Errand| {
        Err(Unfetched::Never {
            why: "it was deleted at the vendor".to_owned(),
        })
    };
    let worked = world.work(&gone, at(0));
    assert_eq!(worked.dead, 2);
    let dead = world.inbox.list(Filter::Dead).unwrap();
    let codes: Vec<_> = dead.iter().map(|line| line.code.as_deref()).collect();
    assert_eq!(codes, [Some("not-fetched"), Some("bad-errand")]);
}

#[test]
fn whoever_breaks_over_a_fetch_breaks_alone() {
    let world = World::new();
    world.take(&[told("c1"), told("c2")]);
    let worked = world.work(
        &|errand: &Errand| {
            assert_ne!(errand.id, "c1", "this one breaks");
            Ok(fetched("vendor:c2", Shape::Fireflies.body("c2", 1)))
        },
        at(0),
    );
    assert_eq!((worked.new, worked.later), (1, 1));
}

#[test]
fn a_job_that_was_done_but_not_noted_changes_nothing_the_second_time() {
    let world = World::new();
    world.take(&[raw("one", Shape::Own.body("c1", 1))]);
    // Two workers, of whom the first is so slow that the second takes the same job.
    let slow = world.inbox.due(at(0), 9).unwrap();
    assert_eq!(slow.len(), 1);
    let later = LEASE.as_secs() + 1;
    assert_eq!(world.work(&nothing_to_fetch, at(later)).new, 1);
    let seq = world.catalogue().latest_seq().unwrap();
    // The first one comes to its end: the same bytes from the same place.
    let again = NewDelivery {
        key: "again".to_owned(),
        place: world.place_of("hook", "key one").into(),
        ..raw("", String::from_utf8(slow[0].body.clone()).unwrap())
    };
    world.take(&[again]);
    assert_eq!(world.work(&nothing_to_fetch, at(later)).unchanged, 1);
    assert_eq!(world.catalogue().latest_seq().unwrap(), seq);
}

#[test]
fn nothing_is_lost_while_somebody_else_writes() {
    let world = World::new();
    world.take(&[raw("one", Shape::Own.body("c1", 1)), told("c2")]);
    let other = WriteLock::take(&world.dir, "ingest").unwrap();
    let refused = world.try_to_work(&nothing_to_fetch, at(0)).unwrap_err();
    assert!(refused.to_string().contains("(ingest) holds"), "{refused}");
    assert_eq!(world.state("one"), State::Waiting);
    drop(other);
    let ready = |_: &Errand| Ok(fetched("vendor:c2", Shape::Own.body("c2", 1)));
    assert_eq!(world.work(&ready, at(1)).new, 2);
}

#[test]
fn an_older_redelivery_takes_nothing_back() {
    let world = World::new();
    let (first, corrected) = (Shape::Own.body("c1", 1), Shape::Own.body("c1", 2));
    world.take(&[raw("first", first.clone())]);
    world.work(&nothing_to_fetch, at(0));
    world.take(&[raw("corrected", corrected)]);
    assert_eq!(world.work(&nothing_to_fetch, at(1)).updated, 1);
    // Under its own key it is no news, and under another one neither.
    world.take(&[raw("first", first.clone())]);
    assert_eq!(world.work(&nothing_to_fetch, at(2)), Worked::default());
    world.take(&[raw("first, again", first.clone())]);
    assert_eq!(world.work(&nothing_to_fetch, at(3)).unchanged, 1);
    assert_eq!(world.words("c1"), "c1 as of version 2 by hand");
    // A person who brings the old file means it.
    world.ingest(&[("c1.json", first)]);
    assert_eq!(world.words("c1"), "c1 as of version 1 by hand");
}

/// Zoom's transcripts name no call: they are known by their words, and a corrected one by the place it came from.
#[test]
fn a_nameless_call_is_one_call_by_every_way() {
    let world = World::new();
    let body = |version| Shape::Zoom.body("z1", version);
    world.ingest(&[("z1.vtt", body(1))]);
    world.take(&[told("z1"), raw("by hook", body(1))]);
    let first = |_: &Errand| Ok(fetched("zoom:abc/def==", body(1)));
    let worked = world.work(&first, at(0));
    assert_eq!((worked.new, worked.updated, worked.unchanged), (0, 0, 2));
    let again = NewDelivery {
        key: "corrected".to_owned(),
        ..told("z1")
    };
    world.take(&[again]);
    let corrected = |_: &Errand| Ok(fetched("zoom:abc/def==", body(2)));
    assert_eq!(world.work(&corrected, at(1)).updated, 1);
    assert_eq!(world.n_calls(), 1);
}

/// Two corrections of one nameless call in one batch are corrections, and no two calls.
#[test]
fn deliveries_of_one_call_do_not_meet_in_a_batch() {
    let world = World::new();
    let hinted = |key: &str, version| NewDelivery {
        call_hint: Some("z1".to_owned()),
        ..raw(key, Shape::Zoom.body("z1", version))
    };
    world.take(&[hinted("a", 1), hinted("b", 2), hinted("c", 3)]);
    let worked = world.work(&nothing_to_fetch, at(0));
    assert_eq!((worked.new, worked.updated, worked.done), (1, 2, 3));
    assert_eq!(world.n_calls(), 1);
}

#[test]
fn the_start_in_a_place_is_the_call_s() {
    let world = World::new();
    world.take(&[told("z1")]);
    let place = "zoom:ab/cd==/GMT20260312-090000_Recording.transcript.vtt";
    let ready = |_: &Errand| Ok(fetched(place, Shape::Zoom.body("z1", 1)));
    world.work(&ready, at(0));
    let facts = world.catalogue().facts().unwrap();
    let started = facts[0].started_at.as_deref().unwrap();
    assert!(started.starts_with("2026-03-12"), "{started}");
}

#[test]
fn a_source_that_the_config_does_not_have_is_told() {
    let world = World::new();
    world.take(&[told("c1")]);
    let run = world.desk.verbatim(&["inbox", "work"]).has_trouble();
    run.warns("inbox list --dead");
    world
        .desk
        .verbatim(&["inbox", "list", "--dead"])
        .done()
        .says("[pull.vendor]");
}

#[test]
fn a_clock_that_stands_still_harms_nothing() {
    let world = World::new();
    world.take(&[raw("one", Shape::Own.body("c1", 1))]);
    assert_eq!(
        world.work(&nothing_to_fetch, Timestamp::MAX).new,
        1,
        "the end of time"
    );
}
