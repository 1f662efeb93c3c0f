//! Does every vendor's list end up as its calls, each once, whatever fails on the way?
//!
//! The vendors are simulators on this machine; time is our own, so that nothing waits.

mod deals;
mod limits;
mod oddities;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use verbatim::config::pull::PullConfig;
use verbatim::ingest::format::Format;
use verbatim::ingest::hooks::errand::Errand;
use verbatim::ingest::parse::{How, parse_as};
use verbatim::ingest::pull::Puller;
use verbatim::ingest::pull::cursor::Cursor;
use verbatim::ingest::pull::pace::Clock;
use verbatim::pipeline::pull::{Options, Pulled, list};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::inbox::Inbox;

use crate::harness::{self, Desk};
use crate::sim::vendors::{SECRET, Vendor, vendor};
use crate::sim::{Manner, Reply, Sim};

/// Sunday, 22 November 2026, noon.
const NOW: i64 = 1_795_348_800;

/// Without gaps between requests, and with one stretch of time to list.
const QUICK: &str = "rate = 1000\nsince = \"20d\"";

/// A source of its own, with an archive of its own.
struct Source {
    folder: TempDir,
    puller: Puller,
    passed: Arc<AtomicI64>,
}

impl Source {
    /// A source as the vendor's config has it, with more lines of one's own before them.
    fn of(vendor: &Vendor, base: &str, more: &str) -> Source {
        let folder = harness::folder();
        let config = config(&folder, vendor, base, more);
        let passed = Arc::new(AtomicI64::new(0));
        let (slept, told) = (Arc::clone(&passed), Arc::clone(&passed));
        let clock = Clock {
            now: Box::new(move || moment(told.load(Ordering::SeqCst))),
            sleep: Box::new(move |wait: Duration| {
                let wait = i64::try_from(wait.as_millis()).unwrap();
                slept.fetch_add(wait, Ordering::SeqCst);
            }),
        };
        let puller = Puller::of("test", &config).unwrap_or_else(|error| panic!("{error}"));
        Source {
            puller: puller.with_clock(clock),
            folder,
            passed,
        }
    }

    fn dir(&self) -> DataDir {
        DataDir::new(self.folder.path().join("data"))
    }

    fn now(&self) -> Timestamp {
        moment(self.passed.load(Ordering::SeqCst))
    }

    /// So much time passes.
    fn later(&self, hours: i64) {
        self.passed.fetch_add(hours * 3_600_000, Ordering::SeqCst);
    }

    fn list(&self) -> Pulled {
        self.list_with(Options::default())
    }

    fn list_with(&self, options: Options) -> Pulled {
        list(&self.dir(), &self.puller, options, self.now(), &mut |_| {}).unwrap()
    }

    /// Works off what is due: calls by id, with the number of their utterances.
    fn work_off(&self, found: &mut BTreeMap<String, usize>) {
        let inbox = Inbox::open(&self.dir()).unwrap();
        for job in inbox.due(self.now(), 1000).unwrap() {
            let errand = job.errand.as_deref().and_then(Errand::from_json);
            let (bytes, format, id) = match errand {
                None => (job.body, job.format, job.call_hint),
                Some(errand) => match self.puller.fetch(&errand) {
                    Ok(fetched) => (
                        fetched.bytes,
                        fetched.format.map(str::to_owned),
                        Some(errand.id),
                    ),
                    Err(_) => continue,
                },
            };
            let how = How {
                format: format.as_deref().and_then(Format::named),
                ..How::default()
            };
            let calls = parse_as(&bytes, &how).unwrap();
            assert_eq!(calls.len(), 1, "one delivery, one call");
            for call in calls {
                let transcript = call.unwrap().transcript;
                let id = id.clone().unwrap();
                // Where the format tells an id, it is the vendor's.
                if let Some(told) = &transcript.id {
                    assert!(told.ends_with(&id), "{told} is not {id}");
                }
                found.insert(id, transcript.utterances.len());
            }
            inbox.done(job.number).unwrap();
        }
    }

    fn covered(&self) -> Option<i64> {
        let inbox = Inbox::open(&self.dir()).unwrap();
        let kept = inbox.cursor("test").unwrap();
        Cursor::begin(kept.as_deref()).covered
    }

    fn deals(&self) -> Vec<String> {
        let Ok(catalogue) = Catalogue::open_to_read(&self.dir()) else {
            return Vec::new();
        };
        let deals = catalogue.deals().unwrap().into_iter();
        deals.filter_map(|deal| deal.id).collect()
    }
}

fn moment(milliseconds: i64) -> Timestamp {
    let start = Timestamp::from_second(NOW).unwrap();
    start
        .checked_add(SignedDuration::from_millis(milliseconds))
        .unwrap()
}

/// The config of a vendor, its secret in a file that only its owner may read.
fn config(folder: &TempDir, vendor: &Vendor, base: &str, more: &str) -> PullConfig {
    let secret = folder.path().join("secret");
    std::fs::write(&secret, SECRET).unwrap();
    close_to_others(&secret);
    let lines = vendor
        .config
        .replace(
            "SECRET_FILE",
            &format!("{{ file = {:?} }}", secret.display().to_string()),
        )
        .replace("BASE", &format!("{base:?}"));
    let text = format!(
        "kind = {:?}\nbase_url = {base:?}\nallow_private = true\n{more}\n{lines}\n",
        vendor.kind
    );
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[cfg(unix)]
fn close_to_others(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn close_to_others(_: &std::path::Path) {}

fn expected(vendor: &Vendor) -> BTreeMap<String, usize> {
    let calls = vendor.calls.iter();
    calls
        .map(|(id, n_utterances)| ((*id).to_owned(), *n_utterances))
        .collect()
}

/// What may happen to every answer from some point on.
fn faults() -> Vec<(&'static str, Reply)> {
    vec![
        (
            "too many requests",
            Reply::new(429, "").with("retry-after", "7200"),
        ),
        ("trouble of the vendor's", Reply::new(503, "down")),
        ("an expired credential", Reply::new(401, "{}")),
        ("no JSON", Reply::new(200, "<html>Sign in</html>")),
        (
            "a cut connection",
            Reply::new(200, "{\"calls\":[]}").in_manner(Manner::Cut),
        ),
    ]
}

/// Everything is listed and fetched once; whatever fails, the next run has all of it.
fn check(kind: &str) {
    let vendor = vendor(kind);
    let sim = Sim::start(vendor.script);
    let whole = Source::of(vendor, &sim.base, QUICK);
    let pulled = whole.list();
    assert_eq!(pulled.trouble, None, "{kind}");
    assert!(pulled.covered.is_some(), "{kind}");
    let mut found = BTreeMap::new();
    whole.work_off(&mut found);
    assert_eq!(found, expected(vendor), "{kind}");
    assert_eq!(whole.deals(), vendor.deals, "{kind}");
    let n_questions = sim.asked().len();

    // Nothing new the next day: everything is listed again, and nothing is taken again.
    whole.later(24);
    let again = whole.list();
    assert_eq!((again.new, again.deals_new), (0, 0), "{kind}");

    for (what, reply) in faults() {
        for from in [0, n_questions / 2, n_questions - 1] {
            let case = format!("{kind}: {what} from question {from} on");
            let source = Source::of(vendor, &sim.base, QUICK);
            let mut found = BTreeMap::new();
            sim.fail_from(from, reply.clone());
            let first = source.list();
            source.work_off(&mut found);
            assert!(
                first.trouble.is_none() || first.covered.is_none(),
                "{case}: it moved too far"
            );
            sim.heal();
            source.later(30);
            let second = source.list();
            assert_eq!(second.trouble, None, "{case}");
            source.work_off(&mut found);
            assert_eq!(found, expected(vendor), "{case}");
            assert_eq!(source.deals(), vendor.deals, "{case}");
        }
    }
}

#[test]
fn gong_is_read_whole_whatever_fails() {
    check("gong");
}

#[test]
fn fireflies_is_read_whole_whatever_fails() {
    check("fireflies");
}

#[test]
fn zoom_is_read_whole_whatever_fails() {
    check("zoom");
}

#[test]
fn fathom_is_read_whole_whatever_fails() {
    check("fathom");
}

#[test]
fn grain_is_read_whole_whatever_fails() {
    check("grain");
}

#[test]
fn granola_is_read_whole_whatever_fails() {
    check("granola");
}

#[test]
fn hubspot_is_read_whole_whatever_fails() {
    check("hubspot");
}

#[test]
fn salesforce_is_read_whole_whatever_fails() {
    check("salesforce");
}

#[test]
fn salesloft_is_read_whole_whatever_fails() {
    check("salesloft");
}

#[test]
fn a_described_api_is_read_whole_whatever_fails() {
    check("json");
}

#[test]
fn the_command_keeps_what_it_pulls_once() {
    let vendor = vendor("gong");
    let sim = Sim::start(vendor.script);
    let desk = Desk::new();
    desk.verbatim(&["pull", "--list"]).finds_nothing();
    desk.write("secret", SECRET);
    close_to_others(&desk.path("secret"));
    let config = vendor
        .config
        .replace("SECRET_FILE", "{ file = \"secret\" }");
    let text = format!(
        "lexicons = \"lexicons\"\n[pull.calls]\nkind = \"gong\"\nbase_url = {:?}\nallow_private = true\nrate = 1000\n{config}\n",
        sim.base
    );
    desk.write("verbatim.toml", text);
    desk.verbatim(&["pull", "nowhere"])
        .has_trouble()
        .warns("pull --list");
    let tried = desk.verbatim(&["pull", "calls", "--dry-run"]).done();
    assert!(!tried.to_string().contains(SECRET));
    tried.says("4 calls listed");
    let first = desk.verbatim(&["pull", "--all", "--json"]).done();
    assert_eq!(first.last()["calls"]["new"], 3);
    let second = desk.verbatim(&["pull", "calls", "--json"]).done();
    assert_eq!(second.lines()[0]["new"], 0);
    assert_eq!(second.last()["calls"]["new"], 0);
    desk.verbatim(&["pull", "--list"])
        .done()
        .says("read up to 20");
    let mut calls: Vec<String> = desk
        .hits(&["slow"])
        .iter()
        .map(|hit| hit["call"].to_string())
        .collect();
    calls.dedup();
    assert_eq!(calls.len(), 1, "the call on two pages is one call");
}
