//! What does the inbox promise?
//!
//! That a delivery which was taken is there after everything, and there once; that a job comes back until it is done,
//! whoever was killed over it; that what needs a person waits for one, with its bytes; and that others find it so.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use tempfile::TempDir;

use verbatim::store::DataDir;
use verbatim::store::error::StoreError;
use verbatim::store::inbox::work::{Tried, Verdict};
use verbatim::store::inbox::{
    Filter, GroupCommit, Inbox, Kind, LEASE, NewDelivery, State, Taken, backoff,
};

use crate::harness::{self, Desk};

/// A folder with an inbox in it.
struct Door {
    dir: DataDir,
    inbox: Inbox,
    _folder: TempDir,
}

impl Door {
    fn new() -> Door {
        let folder = harness::folder();
        let dir = DataDir::new(folder.path().join("data"));
        Door {
            inbox: Inbox::open(&dir).unwrap(),
            dir,
            _folder: folder,
        }
    }

    fn take(&self, deliveries: &[NewDelivery]) -> Vec<Taken> {
        self.inbox.take(deliveries).unwrap()
    }

    fn take_one(&self, key: &str) -> i64 {
        match self.take(&[came(key)]).remove(0) {
            Taken::Kept(number) => number,
            Taken::Repeated => panic!("{key} came before"),
        }
    }

    /// The numbers of the jobs that are due.
    fn due(&self, now: Timestamp) -> Vec<i64> {
        let jobs = self.inbox.due(now, 100).unwrap();
        jobs.iter().map(|job| job.number).collect()
    }

    fn state(&self, key: &str) -> Option<State> {
        let found = self.inbox.state_of("hook", key).unwrap();
        found.map(|(_, state)| state)
    }
}

/// A moment so many seconds after all of this began.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

fn came(key: &str) -> NewDelivery {
    NewDelivery {
        hook: "hook".to_owned(),
        key: key.to_owned(),
        received_at: at(0),
        body: format!("the body of {key}").into_bytes(),
        ..NewDelivery::default()
    }
}

// ---- once, and for good -----------------------------------------------------------------------------------

#[test]
fn a_repetition_is_known_even_when_its_body_is_gone() {
    let door = Door::new();
    let number = door.take_one("one");
    assert_eq!(door.take(&[came("one")]), [Taken::Repeated]);
    // Twice in one breath, and the same id by another hook, which is another delivery.
    let other = NewDelivery {
        hook: "other".to_owned(),
        ..came("one")
    };
    let taken = door.take(&[came("two"), came("two"), other]);
    assert_eq!(taken[1], Taken::Repeated);
    assert!(matches!(
        (taken[0], taken[2]),
        (Taken::Kept(_), Taken::Kept(_))
    ));

    assert_eq!(door.due(at(1)).len(), 3);
    door.inbox.done(number).unwrap();
    assert_eq!(door.take(&[came("one")]), [Taken::Repeated]);
    assert_eq!(door.inbox.show(number).unwrap().unwrap().body, b"");
    assert_eq!(door.state("one"), Some(State::Done));

    // Of what came thirty days ago only the unfinished is remembered.
    assert_eq!(door.inbox.forget_keys_before(at(1)).unwrap(), 1);
    assert_eq!(door.state("one"), None);
    assert_eq!(door.state("two"), Some(State::Working));
    assert!(matches!(door.take(&[came("one")])[0], Taken::Kept(new) if new > number));
}

/// Elsewhere nobody can put another file in the place of an open one.
#[cfg(unix)]
#[test]
fn nothing_is_acknowledged_into_a_file_that_was_replaced() {
    let door = Door::new();
    let writer = GroupCommit::start(&door.dir).unwrap();
    writer.take(came("one")).unwrap();
    let backup = DataDir::new(door.dir.root().join("backup"));
    drop(Inbox::open(&backup).unwrap());
    for ending in ["-wal", "-shm"] {
        let journal = format!("inbox.sqlite{ending}");
        std::fs::remove_file(door.dir.root().join(journal)).unwrap();
    }
    std::fs::rename(backup.inbox(), door.dir.inbox()).unwrap();
    assert!(!door.inbox.is_in_place());
    assert!(matches!(writer.take(came("two")), Ok(Taken::Kept(_))));
    let restored = Inbox::open(&door.dir).unwrap();
    let found = restored.state_of("hook", "two").unwrap();
    assert_eq!(found.map(|(_, state)| state), Some(State::Waiting));
}

#[test]
fn what_a_killed_worker_held_can_be_taken_back() {
    let door = Door::new();
    let number = door.take_one("one");
    for (second, tried) in [(0, Tried::Counts), (2, Tried::Never)] {
        assert_eq!(door.due(at(second)), [number]);
        assert!(door.due(at(second + 1)).is_empty(), "somebody holds it");
        assert_eq!(door.inbox.take_back(at(second + 1), tried).unwrap(), 1);
    }
    // The first try counts, the second does not.
    let job = door.inbox.due(at(3), 1).unwrap().remove(0);
    assert_eq!(job.attempts, 2);
    door.inbox.done(number).unwrap();
    assert_eq!(door.inbox.take_back(at(4), Tried::Counts).unwrap(), 0);
}

#[test]
fn what_a_wrong_clock_put_off_is_due_once_the_clock_is_right() {
    let door = Door::new();
    let next_year = NewDelivery {
        received_at: at(365 * 24 * 3600),
        ..came("one")
    };
    assert!(matches!(door.take(&[next_year])[0], Taken::Kept(_)));
    let numbers = door.due(at(0));
    assert_eq!(numbers.len(), 1);
    // What is meant to wait waits.
    let tomorrow = at(24 * 3600);
    door.inbox.later(numbers[0], tomorrow, "busy").unwrap();
    assert!(door.due(at(1)).is_empty());
    assert_eq!(door.due(tomorrow), numbers);
}

#[test]
fn a_long_id_is_as_good_as_a_short_one() {
    let door = Door::new();
    let (one, two) = ("k".repeat(5_000), "k".repeat(5_001));
    door.take_one(&one);
    door.take_one(&two);
    assert_eq!(door.take(&[came(&one)]), [Taken::Repeated]);
    assert_eq!(door.state(&one), Some(State::Waiting));
    let longest = door.inbox.list(Filter::All).unwrap();
    assert!(longest.iter().all(|line| line.key.len() < 100));
}

#[test]
fn whatever_was_taken_is_there_when_it_is_opened_again() {
    let door = Door::new();
    let body: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let delivery = NewDelivery {
        kind: Kind::Fetch,
        format: Some("fathom".to_owned()),
        errand: Some("{}".to_owned()),
        call_hint: Some("call".to_owned()),
        place: Some("fathom:call".to_owned()),
        body: body.clone(),
        ..came("one")
    };
    door.take(&[delivery]);
    let again = Inbox::open(&door.dir).unwrap();
    let job = again.due(at(0), 1).unwrap().remove(0);
    assert_eq!(
        (job.hook.as_str(), job.key.as_str(), job.kind, job.attempts),
        ("hook", "one", Kind::Fetch, 1)
    );
    assert_eq!(job.received_at, at(0));
    assert_eq!(job.format.as_deref(), Some("fathom"));
    assert_eq!(job.errand.as_deref(), Some("{}"));
    assert_eq!(job.call_hint.as_deref(), Some("call"));
    assert_eq!(job.place.as_deref(), Some("fathom:call"));
    assert_eq!(job.body, body);
}

#[test]
fn cursors_stay_where_they_were_put() {
    let door = Door::new();
    assert_eq!(door.inbox.cursor("gong").unwrap(), None);
    door.inbox.set_cursor("gong", "1").unwrap();
    door.inbox.set_cursor("zoom", "2").unwrap();
    door.inbox.set_cursor("gong", "3").unwrap();
    let again = Inbox::open(&door.dir).unwrap();
    assert_eq!(again.cursor("gong").unwrap().as_deref(), Some("3"));
    assert_eq!(again.cursor("zoom").unwrap().as_deref(), Some("2"));
}

#[test]
fn an_inbox_of_a_newer_program_is_left_alone() {
    let door = Door::new();
    drop(door.inbox);
    let file = rusqlite::Connection::open(door.dir.inbox()).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    drop(file);
    let refused = Inbox::open(&door.dir).unwrap_err();
    assert!(
        matches!(refused, StoreError::Newer { found: 99, .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("inbox.sqlite"));
}

#[cfg(unix)]
#[test]
fn the_inbox_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let door = Door::new();
    door.take_one("one");
    let about = std::fs::metadata(door.dir.inbox()).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
}

// ---- jobs -------------------------------------------------------------------------------------------------

#[test]
fn the_job_of_a_worker_that_was_killed_comes_back() {
    let door = Door::new();
    let number = door.take_one("one");
    assert_eq!(door.due(at(0)), [number]);
    // Somebody has it, and while he holds on to it, nobody else.
    let lease = LEASE.as_secs();
    assert!(door.due(at(lease - 1)).is_empty());
    door.inbox.hold(&[number], at(lease - 1)).unwrap();
    assert!(door.due(at(lease + 1)).is_empty());
    let job = door.inbox.due(at(2 * lease), 1).unwrap().remove(0);
    assert_eq!((job.number, job.attempts), (number, 2));
    // The first one was only slow: that it is done counts, and that it is not is no longer his to say.
    door.inbox.done(number).unwrap();
    door.inbox.later(number, at(9), "too late").unwrap();
    door.inbox.bury(number, "too-late", "too late").unwrap();
    assert_eq!(door.state("one"), Some(State::Done));
    assert_eq!(door.inbox.next_at().unwrap(), None);
}

#[test]
fn jobs_come_in_their_order_and_at_their_time() {
    let door = Door::new();
    let numbers: Vec<i64> = ["one", "two", "three"].map(|key| door.take_one(key)).into();
    let listed = NewDelivery {
        next_at: Some(at(600)),
        ..came("not ready")
    };
    door.take(&[listed]);
    assert!(door.due(at(-1)).is_empty());
    assert_eq!(door.inbox.next_at().unwrap(), Some(at(0)));
    assert_eq!(door.due(at(0)), numbers);

    door.inbox
        .later(numbers[1], at(60), "the vendor is busy")
        .unwrap();
    door.inbox.release(&[numbers[2]], at(0)).unwrap();
    assert_eq!(door.due(at(59)), [numbers[2]]);
    assert_eq!(door.due(at(60)), [numbers[1]]);
    assert_eq!(
        door.due(at(600)).len(),
        4,
        "nobody holds on to anything, and what was not ready may be by now"
    );
}

#[test]
fn what_was_given_back_was_never_tried() {
    let door = Door::new();
    let number = door.take_one("one");
    for _ in 0..20 {
        assert_eq!(door.due(at(0)), [number]);
        door.inbox.release(&[number], at(0)).unwrap();
    }
    let job = door.inbox.due(at(0), 1).unwrap().remove(0);
    assert_eq!(job.attempts, 1);
}

#[test]
fn a_batch_has_an_end() {
    let door = Door::new();
    let large = |key: &str| NewDelivery {
        body: vec![0; 5 << 20],
        ..came(key)
    };
    door.take(&[large("one"), large("two")]);
    assert_eq!(door.due(at(0)).len(), 1, "not ten megabytes at once");
    assert_eq!(door.due(at(0)).len(), 1);
    for n in 0..10 {
        door.take_one(&n.to_string());
    }
    assert_eq!(door.inbox.due(at(0), 3).unwrap().len(), 3);
    assert_eq!(
        door.inbox
            .due_among(&[Kind::Fetch], at(0), 9)
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn what_needs_a_person_waits_for_one() {
    let door = Door::new();
    let number = door.take_one("one");
    let unclear = NewDelivery {
        kind: Kind::Dead,
        code: Some("other-shape".to_owned()),
        hint: Some("look at it".to_owned()),
        ..came("two")
    };
    door.take(&[unclear]);
    door.due(at(0));
    let verdict = Verdict::Dead("empty".to_owned(), "nobody says anything".to_owned());
    door.inbox.settle(&[(number, verdict)]).unwrap();
    let dead = door.inbox.list(Filter::Dead).unwrap();
    let codes: Vec<_> = dead.iter().map(|line| line.code.as_deref()).collect();
    assert_eq!(codes, [Some("empty"), Some("other-shape")]);
    assert_eq!(door.inbox.counts().unwrap().dead, 2);
    assert!(door.due(at(1_000_000)).is_empty());
    let shown = door.inbox.show(dead[1].number).unwrap().unwrap();
    assert_eq!(shown.body, b"the body of two");

    assert!(door.inbox.retry(dead[1].number).unwrap());
    let job = door.inbox.due(at(0), 9).unwrap().remove(0);
    assert_eq!((job.number, job.kind), (dead[1].number, Kind::Raw));
    assert!(!door.inbox.retry(job.number).unwrap(), "somebody is at it");
    assert!(!door.inbox.retry(99).unwrap());

    assert!(door.inbox.drop_one(number).unwrap());
    assert!(!door.inbox.drop_one(number).unwrap());
    assert_eq!(door.inbox.show(number).unwrap().unwrap().body, b"");
    assert_eq!(door.take(&[came("one")]), [Taken::Repeated]);
}

/// Nothing that was dropped can be read from the files any more.
#[test]
fn what_is_done_leaves_no_bytes_behind() {
    let door = Door::new();
    // Too short and too odd to be compressed away.
    let words = b"xq7-vbatim-zzk".to_vec();
    let secret = NewDelivery {
        body: words.clone(),
        errand: Some("token-4711-sealed".to_owned()),
        ..came("one")
    };
    let Taken::Kept(number) = door.take(&[secret]).remove(0) else {
        panic!("it is new");
    };
    let holds = |what: &[u8]| {
        let files = std::fs::read_dir(door.dir.root()).unwrap();
        files
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(what.len()).any(|window| window == what))
    };
    assert!(holds(&words) && holds(b"token-4711-sealed"));
    door.inbox.done(number).unwrap();
    door.inbox.empty_journal().unwrap();
    assert!(!holds(&words) && !holds(b"token-4711-sealed"));
}

/// Deleting a person's calls takes bodies out of the inbox; nobody is to be asked about what is gone.
#[test]
fn what_was_forgotten_is_no_dead_letter() {
    let door = Door::new();
    door.take_one("one");
    let other = rusqlite::Connection::open(door.dir.inbox()).unwrap();
    other.execute_batch("DELETE FROM body;").unwrap();
    assert!(door.due(at(0)).is_empty());
    assert_eq!(door.state("one"), Some(State::Done));
    assert_eq!(door.take(&[came("one")]), [Taken::Repeated]);
}

// ---- waiting ----------------------------------------------------------------------------------------------

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_wait_grows_has_an_end_and_is_never_quite_the_same(attempts in any::<u32>(), chance in 0.0..=1.0_f64) {
        let wait = backoff::wait(attempts, chance);
        let step = backoff::step(attempts);
        prop_assert!(step / 2 <= wait && wait <= step);
        prop_assert!(Duration::from_secs(15) <= wait && wait <= Duration::from_secs(6 * 3600));
        prop_assert!(wait <= backoff::wait(attempts.saturating_add(1), chance), "never shorter");
        prop_assert!(wait <= backoff::wait(attempts, 1.0));
        prop_assert_eq!(backoff::wait(attempts, f64::NAN), backoff::wait(attempts, 0.0));
    }
}

#[test]
fn the_wait_doubles() {
    let minutes = [1, 2, 3, 4].map(|attempts| backoff::step(attempts).as_secs_f64() / 60.0);
    assert_eq!(minutes, [0.5, 1.0, 2.0, 4.0]);
    assert_eq!(backoff::step(0), backoff::step(1));
    assert_eq!(backoff::step(40), Duration::from_secs(6 * 3600));
}

// ---- many at once -----------------------------------------------------------------------------------------

#[test]
fn sixty_four_threads_share_the_disk_and_lose_nothing() {
    const THREADS: usize = 64;
    const EACH: usize = 12;
    let door = Door::new();
    let writer = GroupCommit::start(&door.dir).unwrap();
    let begin = Barrier::new(THREADS);
    let kept: Vec<i64> = std::thread::scope(|scope| {
        let (writer, begin) = (&writer, &begin);
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn(move || {
                    begin.wait();
                    let keys = (0..EACH).map(|n| format!("{thread}-{n}"));
                    let taken = keys.map(|key| {
                        let taken = writer.take(came(&key)).unwrap();
                        // The same again, by the same or by whoever is quicker.
                        assert_eq!(writer.take(came(&key)).unwrap(), Taken::Repeated);
                        taken
                    });
                    taken.collect::<Vec<Taken>>()
                })
            })
            .collect();
        let taken = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        taken
            .map(|taken| match taken {
                Taken::Kept(number) => number,
                Taken::Repeated => panic!("it is new"),
            })
            .collect()
    });
    let numbers: BTreeSet<i64> = kept.iter().copied().collect();
    assert_eq!(numbers.len(), THREADS * EACH);
    let again = Inbox::open(&door.dir).unwrap();
    let there = again.list(Filter::Open).unwrap();
    assert_eq!(there.len(), THREADS * EACH);
    for line in there {
        let shown = again.show(line.number).unwrap().unwrap();
        assert_eq!(shown.body, format!("the body of {}", line.key).as_bytes());
        assert!(numbers.contains(&line.number));
    }
}

#[test]
fn trouble_on_the_disk_is_told_and_ends_with_it() {
    let door = Door::new();
    let writer = GroupCommit::start(&door.dir).unwrap();
    writer.take(came("one")).unwrap();
    // Somebody breaks the table under the writer's hands.
    let other = rusqlite::Connection::open(door.dir.inbox()).unwrap();
    other
        .execute_batch("ALTER TABLE delivery RENAME TO elsewhere;")
        .unwrap();
    let refused = writer.take(came("two")).unwrap_err();
    assert!(refused.to_string().contains("inbox.sqlite"), "{refused}");
    other
        .execute_batch("ALTER TABLE elsewhere RENAME TO delivery;")
        .unwrap();
    assert!(matches!(writer.take(came("two")), Ok(Taken::Kept(_))));
    assert_eq!(writer.take(came("one")).unwrap(), Taken::Repeated);
}

// ---- the command line -------------------------------------------------------------------------------------

/// A desk on whose data folder something has come.
fn desk(deliveries: &[NewDelivery]) -> Desk {
    let desk = Desk::new();
    let inbox = Inbox::open(&DataDir::new(desk.path("data"))).unwrap();
    inbox.take(deliveries).unwrap();
    desk
}

#[test]
fn an_empty_inbox_says_so() {
    let desk = Desk::new();
    desk.verbatim(&["inbox", "list"])
        .finds_nothing()
        .says("Nothing is waiting.");
    desk.verbatim(&["inbox", "list", "--json"]).finds_nothing();
    for words in [
        &["show", "1"][..],
        &["show", "1", "--raw"][..],
        &["retry", "1"][..],
        &["retry", "--all-dead"][..],
        &["drop", "1"][..],
    ] {
        desk.verbatim(&[&["inbox"][..], words].concat())
            .finds_nothing();
    }
    desk.verbatim(&["inbox", "work"]).done();
    assert!(
        !desk.path("data/inbox.sqlite").exists(),
        "looking creates nothing"
    );
}

#[test]
fn a_dead_letter_is_looked_at_and_decided_about() {
    let body = b"{\"what\": \"is this?\"}\x1b[31m";
    let unclear = NewDelivery {
        kind: Kind::Dead,
        errand: Some("a token of somebody's".to_owned()),
        code: Some("other-shape".to_owned()),
        hint: Some("is `kind` right?".to_owned()),
        body: body.to_vec(),
        ..came("one")
    };
    let desk = desk(&[unclear, came("two")]);
    let listed = desk.verbatim(&["inbox", "list"]).done();
    let listed = listed
        .says("other-shape: is `kind` right?")
        .says("2  waiting");
    assert!(!listed.stdout.contains("token"), "{listed}");
    let dead = desk.verbatim(&["inbox", "list", "--dead", "--json"]).done();
    assert_eq!(dead.lines().len(), 1);
    assert_eq!(dead.last()["code"], "other-shape");
    let waiting = desk
        .verbatim(&["inbox", "list", "--waiting", "--json"])
        .done();
    assert_eq!(waiting.last()["number"], 2);

    let shown = desk.verbatim(&["inbox", "show", "1"]).done();
    let shown = shown.says("is this?");
    assert!(!shown.stdout.contains('\u{1b}') && !shown.stdout.contains("token"));
    let raw = desk.verbatim(&["inbox", "show", "1", "--raw"]).done();
    assert_eq!(raw.stdout.as_bytes(), body);

    desk.verbatim(&["inbox", "retry", "--all-dead"]).done();
    // Still no transcript, and neither is the other one.
    desk.verbatim(&["inbox", "work"])
        .has_trouble()
        .warns("inbox list --dead");
    let dead = desk.verbatim(&["inbox", "list", "--dead", "--json"]).done();
    assert_eq!(dead.lines().len(), 2);
    desk.verbatim(&["inbox", "drop", "1"]).done();
    desk.verbatim(&["inbox", "drop", "1"]).finds_nothing();
    desk.verbatim(&["inbox", "drop", "2"]).done();
    desk.verbatim(&["inbox", "list"]).finds_nothing();
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_inbox_run() {
    let desk = desk(&[came("one")]);
    for command in [
        &["inbox"][..],
        &["inbox", "list"][..],
        &["inbox", "show"][..],
        &["inbox", "retry"][..],
        &["inbox", "drop"][..],
        &["inbox", "work"][..],
    ] {
        for line in desk.examples(command) {
            let run = desk.shell(&line);
            // Its body is no transcript, which the first who works it off is told.
            assert!(
                (0..=1).contains(&run.code) || line.ends_with("work"),
                "{run}"
            );
        }
    }
}
