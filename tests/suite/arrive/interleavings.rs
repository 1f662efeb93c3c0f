//! Is a call one call, however its three ways cross each other?
//!
//! Webhook, pull and file bring versions of one call in a random order, some of them twice; workers are killed, vendors
//! are not ready, somebody else writes. Beside the program goes a small model of what should stand in the end. Some
//! interleavings are tried each time; `VERBATIM_INTERLEAVINGS=10000` tries as many. They share one archive, each with a
//! call of its own, so that thousands of them take a minute and no hour.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use verbatim::ingest::hooks::errand::Errand;
use verbatim::ingest::pull::{Fetched, Unfetched};
use verbatim::store::inbox::{Kind, LEASE, NewDelivery};
use verbatim::store::lock::WriteLock;

use super::world::{Shape, World, at};

/// How many are tried when nobody says.
const USUAL: usize = 90;
/// Events of each.
const EVENTS: usize = 5;
/// Versions of each call.
const VERSIONS: u64 = 3;

/// A way of its own for each seed.
struct Chance(u64);

impl Chance {
    /// A number below another one (splitmix64).
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }
}

/// By which way a version comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// With a key of its own, so that a repetition of it is a new delivery.
    Hook,
    /// With the key of the version.
    SameHook,
    Fetch,
    File,
}

#[derive(Debug, Clone, Copy)]
struct Event {
    way: Way,
    version: u32,
}

/// One interleaving, and what should have come of it.
struct Plan {
    id: String,
    shape: Shape,
    /// The vendor says which call a delivery is about.
    is_hinted: bool,
    events: Vec<Event>,
    model: Model,
}

/// What the store promises, in a few lines: the last one to say something new has the word; a place that repeats itself
/// says nothing new; what a vendor corrected stays corrected, unless a person brings the old file.
#[derive(Default)]
struct Model {
    /// Version and place of what stands.
    stands: Option<(u32, String)>,
    /// What each place said last.
    said: BTreeMap<String, u32>,
    replaced: BTreeSet<u32>,
    keys: BTreeSet<String>,
}

impl Model {
    fn deliver(&mut self, version: u32, place: &str) {
        let before = self.said.insert(place.to_owned(), version);
        let Some((standing, from)) = &self.stands else {
            self.stands = Some((version, place.to_owned()));
            return;
        };
        let is_old = place.starts_with("hook") && self.replaced.contains(&version);
        let is_repetition = from != place && before == Some(version);
        if *standing == version || is_old || is_repetition {
            return;
        }
        self.replaced.insert(*standing);
        self.stands = Some((version, place.to_owned()));
    }
}

impl Plan {
    fn new(number: usize, chance: &mut Chance) -> Plan {
        let shape = [Shape::Own, Shape::Fireflies, Shape::Gong][number % 3];
        let event = |chance: &mut Chance| Event {
            way: [Way::Hook, Way::SameHook, Way::Fetch, Way::File][chance.below(4) as usize],
            version: 1 + chance.below(VERSIONS) as u32,
        };
        Plan {
            id: format!("{}", 1_000 + number),
            shape,
            is_hinted: chance.below(2) == 0,
            events: (0..EVENTS).map(|_| event(chance)).collect(),
            model: Model::default(),
        }
    }

    fn body(&self, event: Event) -> String {
        self.shape.body(&self.id, event.version)
    }

    /// The delivery of an event; none where a person brings a file.
    fn delivery(&self, round: usize, event: Event, now: Timestamp) -> Option<NewDelivery> {
        let key = match event.way {
            Way::SameHook => format!("{} {}", self.id, event.version),
            _ => format!("{} {} {round}", self.id, event.version),
        };
        let delivery = NewDelivery {
            hook: "hook".to_owned(),
            key,
            received_at: now,
            call_hint: self.is_hinted.then(|| self.id.clone()),
            ..NewDelivery::default()
        };
        match event.way {
            Way::File => None,
            Way::Fetch => Some(NewDelivery {
                kind: Kind::Fetch,
                errand: Some(Errand::transcript("vendor", "vendor", self.id.clone()).to_json()),
                ..delivery
            }),
            Way::Hook | Way::SameHook => Some(NewDelivery {
                body: self.body(event).into_bytes(),
                ..delivery
            }),
        }
    }

    /// Lets the model know.
    fn note(&mut self, event: Event, key: Option<&str>) {
        let place = match (event.way, key) {
            (Way::Fetch, _) => "vendor".to_owned(),
            (Way::Hook | Way::SameHook, Some(key)) => {
                if !self.model.keys.insert(key.to_owned()) {
                    return;
                }
                let known_by = if self.is_hinted { "call" } else { key };
                format!("hook {known_by}")
            }
            _ => "file".to_owned(),
        };
        self.model.deliver(event.version, &place);
    }
}

/// What goes wrong in a round.
fn trouble(world: &World, kind: u64, now: Timestamp) -> Timestamp {
    match kind {
        // A worker takes everything and is killed.
        0 => {
            world.inbox.due(now, 10_000).unwrap();
            now.checked_add(LEASE).unwrap()
        }
        // Somebody else writes.
        1 => {
            let _other = WriteLock::take(&world.dir, "ingest").unwrap();
            let refused = world.try_to_work(&|_| unreachable!(), now);
            assert!(refused.is_err());
            now
        }
        _ => now,
    }
}

/// Plays one event of every plan, and ends when nothing is open any more.
fn play(world: &World, plans: &mut [Plan], round: usize, chance: &mut Chance, begun: Timestamp) {
    let deliveries: Vec<NewDelivery> = plans
        .iter()
        .filter_map(|plan| plan.delivery(round, plan.events[round], begun))
        .collect();
    world.take(&deliveries);
    let files: Vec<(String, String)> = plans
        .iter()
        .filter(|plan| plan.events[round].way == Way::File)
        .map(|plan| (format!("{}.json", plan.id), plan.body(plan.events[round])))
        .collect();
    let named: Vec<(&str, String)> = files
        .iter()
        .map(|(name, body)| (name.as_str(), body.clone()))
        .collect();
    if !named.is_empty() {
        world.ingest(&named);
    }
    let mut now = trouble(world, chance.below(3), begun);

    let at_vendor: BTreeMap<&str, String> = plans
        .iter()
        .map(|plan| (plan.id.as_str(), plan.body(plan.events[round])))
        .collect();
    let asked: RefCell<BTreeMap<String, u64>> = RefCell::default();
    let moods = chance.below(u64::MAX);
    let fetcher = |errand: &Errand| {
        let mut asked = asked.borrow_mut();
        let n_asked = asked.entry(errand.id.clone()).or_default();
        *n_asked += 1;
        // Some vendors want to be asked twice.
        let number: u64 = errand.id.parse().unwrap();
        match (Chance(moods ^ number).below(4), *n_asked) {
            (0, 1) => Err(Unfetched::NotReady {
                after: Duration::from_secs(60),
            }),
            (1, 1) => Err(Unfetched::Later {
                after: Duration::ZERO,
                why: "the vendor is busy".to_owned(),
            }),
            _ => Ok(Fetched {
                bytes: at_vendor[errand.id.as_str()].clone().into_bytes(),
                format: None,
                place: format!("vendor:{}", errand.id),
            }),
        }
    };
    for _ in 0..10 {
        world.work(&fetcher, now);
        if world.inbox.next_at().unwrap().is_none() {
            break;
        }
        now = now.checked_add(SignedDuration::from_hours(7)).unwrap();
    }
    for plan in plans {
        let event = plan.events[round];
        let key = plan
            .delivery(round, event, begun)
            .map(|delivery| delivery.key);
        plan.note(event, key.as_deref());
    }
}

#[test]
fn three_ways_make_one_live_call_however_they_cross() {
    let n_plans = std::env::var("VERBATIM_INTERLEAVINGS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(USUAL);
    let mut chance = Chance(2_026);
    let mut plans: Vec<Plan> = (0..n_plans)
        .map(|number| Plan::new(number, &mut chance))
        .collect();
    let world = World::new();
    for round in 0..EVENTS {
        let begun = at(round as i64 * 10 * 24 * 3600);
        play(&world, &mut plans, round, &mut chance, begun);
    }
    let counts = world.inbox.counts().unwrap();
    let open = counts.waiting + counts.working + counts.later;
    assert_eq!((open, counts.dead), (0, 0), "{counts:?}");
    assert_eq!(world.n_calls(), n_plans as u64);
    for plan in &plans {
        let (version, _) = plan.model.stands.as_ref().unwrap();
        let expected = format!("{} as of version {version} by hand", plan.id);
        let id = plan.shape.kept_as(&plan.id);
        assert_eq!(
            world.words(&id),
            expected,
            "{id}, hinted: {}, {:?}",
            plan.is_hinted,
            plan.events
        );
    }
}
