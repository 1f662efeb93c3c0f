//! Is nobody asked faster or more often than they allow, and does the cursor cover only what was listed?

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use verbatim::ingest::pull::cursor::Cursor;
use verbatim::ingest::pull::pace::{Budget, Pace, Spent, Verdict, verdict};
use verbatim::ingest::pull::start;
use verbatim::pipeline::pull::Options;

use super::{NOW, Source, moment};
use crate::sim::vendors::vendor;
use crate::sim::{Reply, Sim};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn turns_keep_their_distance_and_a_vendor_may_lengthen_it() {
    let mut pace = Pace::per_second(4.0);
    let now = moment(0);
    let waits: Vec<u128> = (0..4).map(|_| pace.turn(now).as_millis()).collect();
    assert_eq!(waits, [0, 250, 500, 750]);
    // The fourth asked at 750; whoever comes at 900 waits for the end of its gap.
    assert_eq!(pace.turn(moment(900)).as_millis(), 100);
    pace.hold(moment(900), 30 * SECOND);
    assert_eq!(pace.turn(moment(1_900)).as_secs(), 29);
    // A long silence gives nobody a run-up.
    assert!(pace.turn(moment(900_000)).is_zero());
    assert_eq!(pace.turn(moment(900_000)).as_millis(), 250);
}

#[test]
fn what_a_day_allows_is_counted_until_its_end() {
    let mut budget = Budget {
        per_day: Some(2),
        spent: Spent::default(),
    };
    let noon = moment(0);
    assert_eq!(budget.spend(noon), Ok(()));
    assert_eq!(budget.spend(noon), Ok(()));
    assert_eq!(budget.spend(noon), Err(Duration::from_secs(12 * 3600)));
    let spent = budget.spent;
    let tomorrow = moment(12 * 3_600_000);
    assert_eq!(budget.spend(tomorrow), Ok(()));
    // What another run spent yesterday does not count today.
    budget.remember(spent);
    assert_eq!(budget.spend(tomorrow), Ok(()));
    assert!(budget.spend(tomorrow).is_err());
}

#[test]
fn what_is_asked_again_is_asked_later_and_later_and_not_for_ever() {
    for (attempt, told, expected) in [
        (0, None, Verdict::Again(SECOND)),
        (2, None, Verdict::Again(4 * SECOND)),
        (3, None, Verdict::Later(600 * SECOND)),
        (0, Some(5), Verdict::Again(5 * SECOND)),
        (0, Some(90), Verdict::Again(90 * SECOND)),
        (0, Some(91), Verdict::Later(91 * SECOND)),
        (3, Some(5), Verdict::Later(5 * SECOND)),
    ] {
        let told = told.map(Duration::from_secs);
        assert_eq!(verdict(attempt, told), expected, "{attempt} {told:?}");
    }
}

#[test]
fn a_start_is_a_day_a_moment_or_so_many_days_back() {
    let now = moment(0);
    let days_back = |days: i64| {
        now.checked_sub(SignedDuration::from_hours(24 * days))
            .unwrap()
    };
    for (written, expected) in [
        ("90d", Some(days_back(90))),
        ("0d", Some(now)),
        (
            "2026-11-01",
            Some("2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap()),
        ),
        (
            "2026-11-01T10:00:00+02:00",
            Some("2026-11-01T08:00:00Z".parse().unwrap()),
        ),
        ("yesterday", None),
        ("-3d", None),
        ("2026-13-01", None),
        ("", None),
    ] {
        assert_eq!(start(written, now), expected, "{written:?}");
    }
}

/// The stretches that a source was asked for, as days.
fn stretches(sim: &Sim) -> Vec<(i64, i64)> {
    let day = |text: &str| {
        let moment: Timestamp = text.parse().unwrap();
        (NOW - moment.as_second()) / (24 * 3600)
    };
    let filters = sim
        .asked()
        .into_iter()
        .filter(|asked| asked.path == "/v2/calls/extensive");
    filters
        .map(|asked| {
            let filter = asked.json()["filter"].clone();
            (
                day(filter["fromDateTime"].as_str().unwrap()),
                day(filter["toDateTime"].as_str().unwrap()),
            )
        })
        .collect()
}

#[test]
fn stretches_follow_each_other_with_two_days_in_common() {
    let sim = Sim::start(|_| Reply::new(404, "{}"));
    let source = Source::of(vendor("gong"), &sim.base, "rate = 1000\nsince = \"70d\"");
    let pulled = source.list();
    assert_eq!((pulled.trouble, pulled.listed), (None, 0));
    assert_eq!(stretches(&sim), [(70, 40), (42, 12), (14, 0)]);
    assert_eq!(source.covered(), Some(NOW));
    // The next run begins two days before the end of the last one.
    source.list();
    assert_eq!(stretches(&sim).last(), Some(&(2, 0)));
}

#[test]
fn what_a_person_asks_for_moves_the_cursor_only_where_it_leaves_no_gap() {
    let sim = Sim::start(|_| Reply::new(404, "{}"));
    let source = Source::of(vendor("gong"), &sim.base, "rate = 1000\nsince = \"10d\"");
    let since = |hours: i64| Options {
        since: source
            .now()
            .checked_sub(SignedDuration::from_hours(hours))
            .ok(),
        ..Options::default()
    };
    source.list();
    let covered = source.covered();
    source.later(48);
    // From yesterday on: the day before would never be listed.
    source.list_with(since(24));
    assert_eq!(source.covered(), covered);
    source.list_with(since(72));
    assert_eq!(source.covered(), Some(NOW + 48 * 3600));
    let mut dry = since(72);
    dry.dry_run = true;
    source.later(48);
    source.list_with(dry);
    assert_eq!(
        source.covered(),
        Some(NOW + 48 * 3600),
        "a dry run keeps nothing"
    );
}

#[test]
fn requests_of_a_day_are_counted_across_runs() {
    let sim = Sim::start(vendor("fireflies").script);
    let source = Source::of(vendor("fireflies"), &sim.base, "rate = 1000\nper_day = 1");
    let first = source.list();
    assert!(first.trouble.unwrap().is_temporary);
    assert_eq!((first.listed, sim.asked().len()), (2, 1));
    assert_eq!(source.covered(), None);
    // The same day, as another run sees it: not one more.
    let again = source.list();
    assert_eq!((again.listed, sim.asked().len()), (0, 1));
    source.later(24);
    source.list();
    assert_eq!(sim.asked().len(), 2);
}

#[test]
fn a_cursor_that_nobody_can_read_counts_as_none_and_a_place_within_is_forgotten() {
    for kept in [
        None,
        Some(""),
        Some("{"),
        Some("[]"),
        Some("{\"covered\":\"x\"}"),
    ] {
        assert_eq!(Cursor::begin(kept), Cursor::default(), "{kept:?}");
    }
    let within = "{\"covered\":5,\"within\":{\"from\":1,\"to\":2,\"next\":{\"token\":\"t\"}}}";
    let cursor = Cursor::begin(Some(within));
    assert_eq!((cursor.covered, cursor.within.clone()), (Some(5), None));
    assert_eq!(Cursor::begin(Some(&cursor.text())), cursor);
}
