//! Which calls does this delivery hold, ready to be mined?
//!
//! A [`Delivery`] is a file, one in an archive, or one line of either. Parsed, joined with what stands beside it, normalized; each
//! call or each failure by itself, so that one broken call never takes another with it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::call::Call;
use crate::ingest::companions::Companions;
use crate::ingest::normalize::{Origin, SideRules, fingerprint, normalize};
use crate::ingest::parse::gong::{self, GongTranscript};
use crate::ingest::parse::{How, Parsed, encoding, parse_as};
use crate::ingest::source::{self, Inside, SourceError};
use crate::ingest::transcript::{Problem, Refusal};

/// Stands before the place of what came over the network, where a path stands otherwise. No path can hold it, so no file
/// is ever taken for an arrival, nor are neighbors of an arrival looked for on the disk.
const ARRIVED: &str = "\0";

/// Bytes as delivered.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub path: PathBuf,
    /// Where in the archive at `path`, where that is one.
    pub inside: Option<Inside>,
    /// 1-based, where the delivery is one line of a file with a call on each.
    pub line: Option<usize>,
    pub bytes: Vec<u8>,
}

/// One call, with what is odd about it and the bytes it came from.
#[derive(Debug, Clone)]
pub struct ReadCall {
    pub call: Call,
    /// The provider gave no id; ours is a hash.
    pub derived_id: bool,
    /// A hash over the words alone.
    pub fingerprint: String,
    pub problems: Vec<Problem>,
    /// The call's own bytes in the delivery.
    pub raw: Range<usize>,
    /// The place that delivered it, one for each call.
    pub place: String,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Failure {
    pub path: String,
    /// A stable slug.
    pub code: String,
    pub message: String,
}

impl From<&SourceError> for Failure {
    fn from(error: &SourceError) -> Failure {
        Failure {
            path: error.path.display().to_string(),
            code: error.code.to_owned(),
            message: error.message.clone(),
        }
    }
}

impl Failure {
    /// Whether this is the half of a Gong pair that has no words, met on a walk: its transcript took it in, so nothing
    /// failed. A file that somebody named is told of.
    pub fn is_taken_in(&self, named: &[PathBuf]) -> bool {
        let is_named = |path: &PathBuf| path.display().to_string() == self.path;
        self.code == "gong-metadata-only" && !named.iter().any(is_named)
    }
}

/// Reads the calls of a delivery.
pub fn read(
    delivery: &Delivery,
    companions: &Companions,
    rules: &SideRules,
    how: &How,
) -> Vec<Result<ReadCall, Failure>> {
    let calls = match parse_as(&delivery.bytes, how) {
        Ok(calls) => calls,
        Err(refusal) => return vec![Err(delivery.failure(&refusal))],
    };
    let is_only = calls.len() == 1;
    let finished = calls.into_iter().enumerate().map(|(index, parsed)| {
        let parsed = with_gong_facts(
            parsed.map_err(|refusal| delivery.failure(&refusal))?,
            delivery,
        );
        let place = if is_only {
            delivery.place()
        } else {
            format!("{}#{}", delivery.place(), index + 1)
        };
        Ok(finish(parsed, place, delivery, companions, rules))
    });
    finished.collect()
}

impl Delivery {
    /// What came over the network, from a place such as `hook:read-ai:3f2a…`. It has no neighbors on the disk.
    pub fn arrived(place: &str, bytes: Vec<u8>) -> Delivery {
        Delivery {
            path: PathBuf::from(format!("{ARRIVED}{place}")),
            inside: None,
            line: None,
            bytes,
        }
    }

    /// Whether it came over the network.
    pub fn has_arrived(&self) -> bool {
        self.arrival().is_some()
    }

    fn arrival(&self) -> Option<&str> {
        self.path.to_str()?.strip_prefix(ARRIVED)
    }

    /// Where it came from, for people: a path, with the line where that matters.
    pub fn place(&self) -> String {
        if let Some(place) = self.arrival() {
            return place.to_owned();
        }
        let file = match &self.inside {
            Some(inside) => inside.place(&self.path),
            None => self.path.display().to_string(),
        };
        match self.line {
            Some(line) => format!("{file}:{line}"),
            None => file,
        }
    }

    fn failure(&self, refusal: &Refusal) -> Failure {
        Failure {
            path: self.place(),
            code: refusal.code.to_owned(),
            message: refusal.message.clone(),
        }
    }

    /// The file's name, with its folder's before it.
    fn file_name(&self) -> Option<&str> {
        if let Some(place) = self.arrival() {
            recording_name(place)
        } else if let Some(inside) = &self.inside {
            Some(with_folder(&inside.name))
        } else if self.path == Path::new(source::STDIN) {
            None
        } else {
            let name = self.path.file_name()?.to_str()?;
            Some(self.path.to_str().map_or(name, with_folder))
        }
    }
}

/// The last two names of a path.
fn with_folder(path: &str) -> &str {
    let mut borders = path.rmatch_indices(std::path::is_separator);
    let folder = borders.nth(1).and_then(|(at, _)| path.get(at + 1..));
    folder.unwrap_or(path)
}

/// The name that a place ends in where it tells the start, as Zoom names its files; ids hold slashes, too.
fn recording_name(place: &str) -> Option<&str> {
    let (_, name) = place.rsplit_once('/')?;
    (name.starts_with("GMT") && name.contains("_Recording")).then_some(name)
}

fn finish(
    parsed: Parsed,
    place: String,
    delivery: &Delivery,
    companions: &Companions,
    rules: &SideRules,
) -> ReadCall {
    let derived_id = parsed.transcript.id.is_none();
    let origin = Origin {
        file_name: delivery.file_name(),
        companions,
        rules,
    };
    let (call, odd) = normalize(parsed.transcript, &origin);
    let mut problems = parsed.problems;
    problems.extend(odd);
    ReadCall {
        fingerprint: fingerprint(&call),
        call,
        derived_id,
        problems,
        raw: parsed.raw,
        place,
    }
}

/// Gong delivers a call's facts in a file of their own; looks for it beside the transcript.
fn with_gong_facts(parsed: Parsed, delivery: &Delivery) -> Parsed {
    let lacks_facts = parsed
        .problems
        .iter()
        .any(|problem| problem.code == "gong-metadata-missing");
    if !lacks_facts || delivery.has_arrived() {
        return parsed;
    }
    joined_with_neighbor(&parsed, delivery).unwrap_or(parsed)
}

fn joined_with_neighbor(parsed: &Parsed, delivery: &Delivery) -> Option<Parsed> {
    let id = parsed.transcript.id.as_deref()?;
    let decoded = encoding::decode(&delivery.bytes).ok()?;
    let words: GongTranscript = gong::read(&decoded.text)
        .ok()?
        .transcripts
        .into_iter()
        .find(|words| is_id(words, id))?;
    let call_id = words.call_id.as_deref()?;
    let facts = match &delivery.inside {
        Some(inside) => source::gong_metadata_inside(&delivery.path, &inside.name, call_id),
        None => source::gong_metadata_beside(&delivery.path, call_id),
    }?;
    let (transcript, problems) = gong::join(&words, Some(&facts));
    Some(Parsed {
        transcript,
        problems,
        raw: parsed.raw.clone(),
    })
}

fn is_id(words: &GongTranscript, id: &str) -> bool {
    words.call_id.as_deref() == Some(id.strip_prefix("gong:").unwrap_or(id))
}
