//! What does somebody need to let calls arrive, in a test?

use std::path::PathBuf;
use std::sync::OnceLock;

use jiff::Timestamp;
use serde_json::json;

use verbatim::archive::ArchiveError;
use verbatim::ingest::hooks::errand::Errand;
use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::pull::{Fetched, Unfetched};
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::pipeline::Workshop;
use verbatim::pipeline::arrive::{Worked, work_off};
use verbatim::pipeline::deliver::Limits;
use verbatim::pipeline::keep::{Job, Summary, Watcher, ingest};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::codec::sha256;
use verbatim::store::inbox::{Inbox, NewDelivery, State, Taken};
use verbatim::store::keep::Kept;

use crate::harness::{Desk, Talk};

/// Something that fetches.
pub type Fetcher<'a> = &'a dyn Fn(&Errand) -> Result<Fetched, Unfetched>;

/// A moment so many seconds after all of this began.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

/// In which format a call is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The project's own.
    Own,
    Fireflies,
    Gong,
    /// It names no call.
    Zoom,
}

impl Shape {
    /// A call as of a version.
    pub fn body(self, id: &str, version: u32) -> String {
        let words = format!("{id} as of version {version} by hand");
        match self {
            Shape::Own => Talk::new(id).prospect(&words).line(),
            Shape::Fireflies => json!({"data": {"transcript": {
                "id": id,
                "title": "A call",
                "organizer_email": "ann@trellis.example",
                "sentences": [
                    { "speaker_name": "Pam", "text": words, "start_time": 0, "end_time": 2 },
                ],
            }}})
            .to_string(),
            Shape::Gong => json!({
                "calls": [{
                    "metaData": { "id": id, "title": "A call", "started": "2026-03-12T09:00:00Z" },
                    "parties": [{ "id": "1", "speakerId": "11", "name": "Pam", "affiliation": "External" }],
                }],
                "callTranscripts": [{ "callId": id, "transcript": [{
                    "speakerId": "11",
                    "sentences": [{ "start": 0, "end": 2000, "text": words }],
                }]}],
            })
            .to_string(),
            Shape::Zoom => {
                format!("WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:03.000\r\nPam Lee: {words}\r\n")
            }
        }
    }

    /// The id under which such a call is kept.
    pub fn kept_as(self, id: &str) -> String {
        match self {
            Shape::Own => id.to_owned(),
            Shape::Fireflies => format!("fireflies:{id}"),
            Shape::Gong => format!("gong:{id}"),
            Shape::Zoom => unreachable!("it has no id"),
        }
    }
}

fn lexicons() -> &'static Lexicons {
    static FEW: OnceLock<Lexicons> = OnceLock::new();
    FEW.get_or_init(|| {
        let desk = Desk::new();
        let sources = Sources::from_folder(&desk.path("lexicons")).unwrap();
        sources.compile().unwrap()
    })
}

/// A data folder at which calls arrive.
pub struct World {
    pub desk: Desk,
    pub dir: DataDir,
    pub inbox: Inbox,
}

impl World {
    pub fn new() -> World {
        let desk = Desk::new();
        let dir = DataDir::new(desk.path("data"));
        World {
            inbox: Inbox::open(&dir).unwrap(),
            desk,
            dir,
        }
    }

    pub fn take(&self, deliveries: &[NewDelivery]) -> Vec<Taken> {
        self.inbox.take(deliveries).unwrap()
    }

    pub fn try_to_work(
        &self,
        fetcher: Fetcher<'_>,
        now: Timestamp,
    ) -> Result<Worked, ArchiveError> {
        let workshop = Workshop::new(lexicons(), SideRules::default(), 0.3);
        work_off(&self.dir, &workshop, fetcher, now)
    }

    #[track_caller]
    pub fn work(&self, fetcher: Fetcher<'_>, now: Timestamp) -> Worked {
        self.try_to_work(fetcher, now).unwrap()
    }

    /// Ingests files, as a person does.
    pub fn ingest(&self, files: &[(&str, String)]) -> Summary {
        for (name, body) in files {
            self.desk.write(&format!("files/{name}"), body);
        }
        let paths: Vec<PathBuf> = files
            .iter()
            .map(|(name, _)| self.desk.path(&format!("files/{name}")))
            .collect();
        let workshop = Workshop::new(lexicons(), SideRules::default(), 0.3);
        let job = Job {
            dir: &self.dir,
            paths: &paths,
            workshop: &workshop,
            limits: Limits { max_bytes: 1 << 20 },
            now: "2026-03-04T05:06:07Z",
        };
        let summary = ingest(&job, &mut Nobody).unwrap();
        assert!(summary.failed.is_empty(), "{:?}", summary.failed);
        summary
    }

    pub fn catalogue(&self) -> Catalogue {
        Catalogue::open_to_read(&self.dir).unwrap()
    }

    pub fn n_calls(&self) -> u64 {
        self.catalogue().counts().unwrap().calls
    }

    /// What is said in a call that is kept.
    #[track_caller]
    pub fn words(&self, id: &str) -> String {
        let (_, call) = self.catalogue().call(id).unwrap().unwrap();
        let turns: Vec<&str> = call.turns.iter().map(|turn| turn.text.as_str()).collect();
        turns.join(" ")
    }

    /// How far the delivery of a key is.
    #[track_caller]
    pub fn state(&self, key: &str) -> State {
        self.inbox.state_of("hook", key).unwrap().unwrap().1
    }

    /// The place of a delivery to a hook, by what it is known by.
    pub fn place_of(&self, hook: &str, known_by: &str) -> String {
        let hash = sha256(known_by.as_bytes());
        let hex: String = hash
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("hook:{hook}:{hex}")
    }
}

struct Nobody;

impl Watcher for Nobody {
    fn listed(&mut self, _: usize, _: u64) {}

    fn kept(&mut self, _: &str, _: &Kept) {}

    fn done_with(&mut self, _: u64) {}
}
