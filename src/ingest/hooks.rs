//! Is this delivery the vendor's own, and what does it bring?
//!
//! A request comes in whole; [`Hook::check`] says whether it may be believed, by its raw bytes and in constant time,
//! before anything is parsed; [`Hook::read`] then says what it means: a transcript, something to fetch, a question to
//! answer, nothing. Nothing here waits, stores, fetches or asks the clock. How each vendor behaves is known from its
//! documentation; what is only assumed is said in the file of its meaning.
//!
//! # Which answer makes a vendor try again
//! Done is 200 (`graph`: 202), and only when the delivery is durable. A wrong signature is 401, a malformed or doubled
//! header 400, too large a body 413, another method 405: none of them will be right the next time. Trouble of our own is
//! 503 with `Retry-After`, never a status of the 400s.
//!
//! | kind | waits | tries again | never after |
//! |---|---|---|---|
//! | zoom | 3 s | all but 200 and 204, 3 times within 85 min | |
//! | standard, fathom, recall, granola | 15 s | all but 2xx, 7 times within 28 h | 410 |
//! | gong | not documented | not documented | |
//! | fireflies | 10 s | not documented | |
//! | hubspot | 5 s | 10 times, more and more seldom | 400, 401, 403, 404, 405 |
//! | read-ai | not documented | above 299, 6 times; 25 failures in a row end it | |
//! | grain | not documented | not documented | |
//! | avoma | not documented | 5 times within a day and a half, then it is switched off | |
//! | aircall | 5 s | up to 50 times, then it is switched off | |
//! | dialpad | 5 s | 5xx, 3 times within 14 s | 4xx |
//! | assemblyai | 10 s | 10 times | 4xx |
//! | deepgram | not documented | all but 2xx, 10 times, 30 s apart | |
//! | github | 10 s | never by itself | all |
//! | twilio | 15 s | 5xx, 408, 425, 429, 3 times | other 4xx |
//! | salesloft | not documented | 3 times, 15 s apart | |
//! | elevenlabs | not documented | not unless it is switched on | all |
//! | graph | 3 s | for 4 h | |
//!
//! A vendor that gives up loses nothing for good: the nightly pull lists the same calls.

mod address;
pub mod digest;
pub mod errand;
mod headers;
mod json;
mod keys;
mod meaning;
pub mod sample;
mod scheme;
mod settings;
pub mod sign;
mod stamp;

use std::ops::Range;

use jiff::Timestamp;

use crate::config::hooks::{Algorithm, HookConfig, Kind};

use self::errand::Errand;
use self::meaning::Letter;
use self::scheme::Scheme;

pub use self::digest::body_key;
pub use self::keys::{Secrets, Which};

/// Larger deliveries are refused unless the config allows them: a transcript of many hours has some megabytes.
const USUAL_MB: u64 = 16;

/// The config may not allow more than this.
const MOST_MB: u64 = 256;

/// A request as it came, whole.
#[derive(Clone, Copy)]
pub struct Arrived<'a> {
    pub method: &'a str,
    /// In full, as the vendor called it: scheme, host, path and query.
    pub uri: &'a str,
    /// Names in any case, in the order of arrival.
    pub headers: &'a [(String, String)],
    /// The bytes as they came; signatures cover these.
    pub body: &'a [u8],
    pub now: Timestamp,
}

/// A delivery that is the vendor's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Whether it was signed with `next_secret`: the vendor has rotated, and the old one can go.
    pub by_next: bool,
}

/// A delivery that is refused, with the status to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub status: u16,
    /// In words that hold nothing of the delivery.
    pub reason: &'static str,
}

impl Refused {
    /// Nothing shows that the vendor sent it.
    pub(crate) const fn unproven(reason: &'static str) -> Refused {
        let status = 401;
        Refused { status, reason }
    }

    /// It is no request that a vendor makes.
    pub(crate) const fn malformed(reason: &'static str) -> Refused {
        let status = 400;
        Refused { status, reason }
    }
}

/// What a delivery brings. A `key` is the vendor's own id of the delivery, or the body's hash: repeats have the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A question of the vendor's, to be answered at once; nothing is kept.
    Answer {
        status: u16,
        content_type: &'static str,
        body: String,
    },
    /// A transcript stands in the body.
    Transcript {
        key: String,
        /// The slug of its format; without one its content tells.
        format: Option<&'static str>,
        /// The bytes of the body that are the transcript.
        body: Range<usize>,
        /// The vendor's id of the call.
        call_hint: Option<String>,
    },
    /// Something to fetch, or several things.
    Fetch(Vec<Wanted>),
    /// Nothing for us: other events, the start of a meeting.
    Ignore { why: &'static str },
    /// The vendor's own, and not understood: to be kept as a dead letter and answered as done, since it won't change.
    Unclear {
        key: String,
        code: &'static str,
        hint: &'static str,
    },
}

/// One thing to fetch, and the key under which repeats are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub key: String,
    pub errand: Errand,
}

/// Why an address can't be opened as configured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("[hooks.{name}]: {why}")]
pub struct HookError {
    pub name: String,
    pub why: String,
}

/// One address and whom it believes.
pub struct Hook {
    name: String,
    config: HookConfig,
    scheme: Scheme,
    most_bytes: usize,
}

impl Hook {
    /// Opens an address: reads its secrets, and refuses weak ones and settings that make no sense together.
    pub fn of(name: &str, config: &HookConfig) -> Result<Hook, HookError> {
        // A wrong name is told first: with its secrets in place it would still not open.
        check_name(name)?;
        let secrets = Secrets::read(config).map_err(|why| HookError {
            name: name.to_owned(),
            why,
        })?;
        let hook = Hook::with(name, config, secrets.clone())?;
        let keys = hook.scheme.keys();
        keys.map_or(Ok(()), |keys| keys.are_strong(&secrets))
            .map_err(|why| HookError {
                name: name.to_owned(),
                why,
            })?;
        Ok(hook)
    }

    /// Opens an address with secrets that were read before. How long they are is not asked here, for the vectors that
    /// vendors publish have short ones; empty ones are refused all the same.
    pub fn with(name: &str, config: &HookConfig, secrets: Secrets) -> Result<Hook, HookError> {
        let flawed = |why: String| HookError {
            name: name.to_owned(),
            why,
        };
        check_name(name)?;
        settings::fitting(config).map_err(flawed)?;
        let scheme = Scheme::of(config, secrets).map_err(flawed)?;
        let most_mb = config.max_mb.unwrap_or(USUAL_MB).clamp(1, MOST_MB);
        Ok(Hook {
            name: name.to_owned(),
            config: config.clone(),
            scheme,
            most_bytes: usize::try_from(most_mb << 20).unwrap_or(usize::MAX),
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn kind(&self) -> Kind {
        self.config.kind
    }

    /// The path under which it is reached.
    pub fn path(&self) -> String {
        format!("/hooks/{}", self.name)
    }

    /// So many bytes of a body are read at most.
    pub fn most_bytes(&self) -> usize {
        self.most_bytes
    }

    /// The status that tells the vendor that its delivery is kept.
    pub fn done_status(&self) -> u16 {
        match self.config.kind {
            Kind::Graph => 202,
            _ => 200,
        }
    }

    /// Whether the vendor sent this. Looks at the raw bytes; parses the body only where its token stands in there.
    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Passed, Refused> {
        let which = self.proved_by(arrived)?;
        Ok(Passed {
            by_next: which == Which::Next,
        })
    }

    fn proved_by(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        if arrived.method != "POST" {
            return Err(Refused {
                status: 405,
                reason: "deliveries come by POST",
            });
        }
        if arrived.body.len() > self.most_bytes {
            return Err(Refused {
                status: 413,
                reason: "the body is larger than `max_mb` allows",
            });
        }
        headers::bounded(arrived)?;
        self.scheme.check(arrived)
    }

    /// What a checked delivery means. A delivery of `verbatim hooks test` is known by its id and answered, not kept.
    pub fn read(&self, arrived: &Arrived<'_>) -> Meaning {
        let understood = self.understood(arrived);
        if !sample::is_of_a_test(&understood) {
            return understood;
        }
        Meaning::Answer {
            status: 200,
            content_type: "text/plain; charset=utf-8",
            body: format!("verbatim understood the test: {}\n", understood.words()),
        }
    }

    /// The same, for a test's delivery too.
    pub fn understood(&self, arrived: &Arrived<'_>) -> Meaning {
        let letter = Letter {
            source: self.config.pull.as_deref().unwrap_or(&self.name),
            config: &self.config,
            arrived: *arrived,
        };
        meaning::of(self, &letter)
    }

    /// The proof of the secret that Zoom asks for: with the secret that its question was signed with.
    fn zoom_proof(&self, arrived: &Arrived<'_>, plain: &str) -> Option<String> {
        let which = self.proved_by(arrived).ok()?;
        let key = self.scheme.keys()?.key(which)?;
        let mac = digest::hmac(Algorithm::Sha256, key, &[plain.as_bytes()]);
        Some(digest::hex(&mac))
    }
}

impl Meaning {
    /// In a few words, without anything out of the delivery but the vendor's name.
    pub fn words(&self) -> String {
        match self {
            Meaning::Answer { status, .. } => format!("a question, answered with {status}"),
            Meaning::Transcript { format, .. } => {
                let format = format.unwrap_or("whatever its content is");
                format!("a transcript, to be read as {format}")
            }
            Meaning::Fetch(wanted) => {
                let first = wanted.first().map(|wanted| &wanted.errand);
                let (what, vendor, source) = first.map_or(("nothing", "", ""), |errand| {
                    (
                        errand.what.name(),
                        errand.vendor.as_str(),
                        errand.source.as_str(),
                    )
                });
                let n = wanted.len();
                format!("{n} × {what} of {vendor}, to be fetched by [pull.{source}]")
            }
            Meaning::Ignore { why } => format!("nothing to keep: {why}"),
            Meaning::Unclear { code, hint, .. } => format!("not understood ({code}): {hint}"),
        }
    }
}

fn check_name(name: &str) -> Result<(), HookError> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&name.len()) && name.bytes().all(fits) {
        return Ok(());
    }
    let why = "a name has up to 64 of the characters a to z, 0 to 9 and `-`, because it stands in the address";
    Err(HookError {
        name: name.to_owned(),
        why: why.to_owned(),
    })
}
