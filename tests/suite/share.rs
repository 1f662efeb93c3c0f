//! Do several writers share one data folder, so that nobody is kept out for long and nothing is lost?
//!
//! An ingestion gets its batches from the test and waits for the next one, as it would for a slow bucket; whatever the test
//! does meanwhile, it does to a folder in which somebody writes.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use verbatim::config::Config;
use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::read::Delivery;
use verbatim::mine::lexicon::Lexicons;
use verbatim::pipeline::arrive::work_off;
use verbatim::pipeline::deliver::Limits;
use verbatim::pipeline::keep::{Job, Summary, Watcher, ingest_from};
use verbatim::pipeline::{Workshop, by_config};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::inbox::{Inbox, NewDelivery};
use verbatim::store::keep::Kept;
use verbatim::store::lock::waiting::somebody_waits;
use verbatim::store::lock::{self, WriteLock};

use crate::harness::{Desk, Talk, until};

/// Far longer than anybody has to wait here.
const LONG: Duration = Duration::from_secs(20);

fn talk(id: &str) -> Talk {
    Talk::new(id)
        .rep("How do you do it?")
        .prospect("We do it by hand.")
}

/// A data folder that is shared.
struct Folder {
    desk: Desk,
    dir: DataDir,
    lexicons: Lexicons,
    rules: SideRules,
    threshold: f32,
}

impl Folder {
    fn new() -> Folder {
        let desk = Desk::new();
        let dir = DataDir::new(desk.path("data"));
        let config = Config::read(&desk.path("verbatim.toml")).unwrap();
        Folder {
            lexicons: by_config::lexicons(&config, &dir).unwrap(),
            rules: by_config::side_rules(&config),
            threshold: config.threshold,
            desk,
            dir,
        }
    }

    /// Ingests on a thread of its own what `meanwhile` brings, until it has nothing more to do.
    fn ingesting(&self, meanwhile: impl FnOnce(&dyn Fn(&str))) -> Summary {
        let (sender, come) = channel();
        std::thread::scope(|scope| {
            let ingestion = scope.spawn(move || self.ingest(come));
            meanwhile(&|id| sender.send(talk(id)).unwrap());
            drop(sender);
            ingestion.join().unwrap()
        })
    }

    fn ingest(&self, come: Receiver<Talk>) -> Summary {
        let workshop = self.workshop();
        let job = Job {
            dir: &self.dir,
            paths: &[],
            workshop: &workshop,
            limits: Limits { max_bytes: 1 << 20 },
            now: "2020-01-01T00:00:00Z",
        };
        let place = self.desk.path("calls.jsonl");
        let bring = come.into_iter().enumerate().map(|(at, talk)| Delivery {
            path: place.clone(),
            inside: None,
            line: Some(at + 1),
            bytes: talk.line().into_bytes(),
        });
        let summary = ingest_from(
            &job,
            Duration::ZERO,
            |take| {
                for delivery in bring {
                    if !take(vec![delivery]) {
                        break;
                    }
                }
                Vec::new()
            },
            &mut Nobody,
        );
        summary.unwrap()
    }

    fn workshop(&self) -> Workshop<'_> {
        Workshop::new(&self.lexicons, self.rules.clone(), self.threshold)
    }

    fn keeps(&self, id: &str) -> bool {
        let catalogue = Catalogue::open_to_read(&self.dir);
        catalogue.is_ok_and(|catalogue| catalogue.call(id).unwrap().is_some())
    }

    /// The calls that say a thing, when index and catalogue agree.
    #[track_caller]
    fn says_by_hand(&self) -> Vec<String> {
        self.desk.verbatim(&["check"]).done().says("all is well");
        let all = ["--tag", "pain/manual-work", "--limit", "10000"];
        let mut places = self.desk.finds(&all);
        places.sort();
        places
    }
}

struct Nobody;

impl Watcher for Nobody {
    fn listed(&mut self, _: usize, _: u64) {}

    fn kept(&mut self, _: &str, _: &Kept) {}

    fn done_with(&mut self, _: u64) {}
}

#[test]
fn a_mark_is_kept_while_an_ingestion_goes_on() {
    let folder = Folder::new();
    let summary = folder.ingesting(|bring| {
        bring("c1");
        until("c1 is kept", || folder.keeps("c1"));
        let no = ["mark", "c1:1", "pain/manual-work", "no"];
        folder.desk.verbatim(&no).done();
        bring("c2");
        bring("c3");
        until("c3 is kept", || folder.keeps("c3"));
        let undo = ["mark", "--undo", "c1:1", "pain/manual-work"];
        folder.desk.verbatim(&undo).done();
        let no = ["mark", "c2:1", "pain/manual-work", "no"];
        folder.desk.verbatim(&no).done();
        // Told once more, which changes nothing.
        bring("c1");
        bring("c4");
    });
    assert_eq!((summary.new, summary.unchanged), (4, 1), "{summary:?}");
    assert_eq!(summary.turns, 10, "{summary:?}");
    assert_eq!(folder.says_by_hand(), ["c1:1", "c3:1", "c4:1"]);
}

#[test]
fn a_search_saved_meanwhile_hears_of_what_comes_then() {
    let folder = Folder::new();
    let summary = folder.ingesting(|bring| {
        bring("c1");
        until("c1 is kept", || folder.keeps("c1"));
        let add = ["watch", "add", "hand", "by hand"];
        folder.desk.verbatim(&add).done();
        bring("c2");
    });
    assert_eq!((summary.new, summary.alerts), (2, 1), "{summary:?}");
    let alerts = folder.desk.verbatim(&["watch", "alerts", "--json"]).done();
    let told: Vec<Value> = alerts.lines();
    assert_eq!(told.len(), 1, "{alerts}");
    assert_eq!(told[0]["call"], "c2", "{alerts}");
}

#[test]
fn what_vendors_deliver_is_kept_while_an_ingestion_goes_on() {
    let folder = Folder::new();
    let summary = folder.ingesting(|bring| {
        bring("c1");
        until("c1 is kept", || folder.keeps("c1"));
        let now = Timestamp::now();
        let delivery = NewDelivery {
            hook: "hook".to_owned(),
            key: "one".to_owned(),
            received_at: now,
            body: talk("c2").line().into_bytes(),
            ..NewDelivery::default()
        };
        let inbox = Inbox::open(&folder.dir).unwrap();
        inbox.take(&[delivery]).unwrap();
        let worked = work_off(&folder.dir, &folder.workshop(), &|_| unreachable!(), now);
        assert_eq!(worked.unwrap().new, 1);
        bring("c3");
    });
    assert_eq!(summary.new, 2, "{summary:?}");
    assert_eq!(folder.says_by_hand(), ["c1:1", "c2:1", "c3:1"]);
}

#[test]
fn everybody_who_waits_gets_the_lock() {
    let folder = Folder::new();
    let dir = &folder.dir;
    let summary = folder.ingesting(|bring| {
        bring("c1");
        until("c1 is kept", || folder.keeps("c1"));
        std::thread::scope(|scope| {
            let waiters = ["one", "two", "three"]
                .map(|name| scope.spawn(move || WriteLock::take_within(dir, name, LONG).map(drop)));
            for waiter in waiters {
                waiter.join().unwrap().unwrap();
            }
        });
        bring("c2");
    });
    assert_eq!(summary.new, 2, "{summary:?}");
    until("nobody waits", || !somebody_waits(dir));
}

#[test]
fn where_nobody_waits_the_lock_is_kept() {
    let folder = Folder::new();
    folder.ingesting(|bring| {
        bring("c1");
        until("c1 is kept", || folder.keeps("c1"));
        // Each tries for a fifth of a second, without anybody's knowing that it waits.
        for _ in 0..4 {
            assert!(WriteLock::take(&folder.dir, "test").is_err());
        }
        assert!(lock::holder(&folder.dir).unwrap().gives_way);
    });
    until("it is let go", || lock::holder(&folder.dir).is_none());
}

#[test]
fn whoever_waits_in_vain_is_told_who_holds_the_lock() {
    let folder = Folder::new();
    let held = WriteLock::take(&folder.dir, "ingest").unwrap();
    let begun = Instant::now();
    let most = Duration::from_millis(80);
    let refused = WriteLock::take_within(&folder.dir, "mark", most).unwrap_err();
    assert!(begun.elapsed() >= most);
    assert!(refused.to_string().contains("(ingest) holds"), "{refused}");
    assert!(!lock::holder(&folder.dir).unwrap().gives_way);
    until("nobody waits", || !somebody_waits(&folder.dir));
    drop(held);
    WriteLock::take_within(&folder.dir, "mark", LONG).unwrap();
}

#[test]
fn a_waiter_who_dies_leaves_nothing_behind() {
    let folder = Folder::new();
    folder.desk.keep(&[talk("c1")]);
    let held = WriteLock::take(&folder.dir, "test").unwrap();
    assert!(!somebody_waits(&folder.dir));
    let no = ["mark", "c1:1", "pain/manual-work", "no"];
    let mut waiter = folder.desk.command(&no).spawn().unwrap();
    until("it waits", || somebody_waits(&folder.dir));
    waiter.kill().unwrap();
    waiter.wait().unwrap();
    until("nobody waits", || !somebody_waits(&folder.dir));
    drop(held);
    assert_eq!(folder.says_by_hand(), ["c1:1"]);
}

/// More than one batch of the pipeline.
const MANY: usize = 600;

#[test]
fn nothing_reported_is_lost_by_a_kill_while_others_write() {
    let folder = Folder::new();
    let talks: Vec<Talk> = (0..MANY).map(|n| talk(&format!("c{n:04}"))).collect();
    folder.desk.write_talks("many.jsonl", &talks);
    let ingest = ["ingest", "many.jsonl", "--json"];
    let mut command = folder.desk.command(&ingest);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
    until("it writes", || lock::holder(&folder.dir).is_some());
    // It gave way, or was done before it was asked.
    let held = WriteLock::take_within(&folder.dir, "test", LONG).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    drop(held);

    let id = |line: String| {
        let line: Value = serde_json::from_str(&line).ok()?;
        line["kept"].as_str().map(str::to_owned)
    };
    let reported: BTreeSet<String> = reader.join().unwrap().into_iter().filter_map(id).collect();
    let everything = ["--side", "prospect", "--limit", "10000", "--context", "0"];
    let found = folder.desk.hits(&everything).into_iter();
    let found: BTreeSet<String> = found
        .map(|hit| hit["call"].as_str().unwrap().to_owned())
        .collect();
    assert!(reported.is_subset(&found), "reported and lost");
    folder.desk.verbatim(&ingest).done();
    assert_eq!(folder.says_by_hand().len(), MANY);
}
